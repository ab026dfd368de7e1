"""Settings for every test: accidental broadcasts are errors, figures need no screen."""

import gc

import hypothesis
import jax
import matplotlib
import pytest

from dl_workshop.precision import enable_x64
from tests.support.chapters import refuse_chapters

matplotlib.use("Agg")
jax.config.update("jax_numpy_rank_promotion", "raise")
gc.set_threshold(50_000, 20, 50)  # else collection takes a tenth

hypothesis.settings.register_profile(
    "course",
    deadline=None,
    max_examples=25,
    derandomize=True,  # the same examples on every run
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.load_profile("course")


@pytest.fixture(scope="module", autouse=True)
def programs_are_dropped():
    """What one module has compiled is of no use to the next: kept, it grows to gigabytes."""
    yield
    jax.clear_caches()


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests of a process: Playwright starts only once in each."""
    from tests.support.browser import chromium  # only where a page is opened

    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def tabs(browser):
    """Tabs of that Chromium, lent to one test after another."""
    from tests.support.tabs import Tabs

    return Tabs(browser)


@pytest.fixture(autouse=True)
def no_chapter_runs(monkeypatch):
    """Chapters take minutes: what a test needs of them is in the cache of the build."""
    refuse_chapters(monkeypatch)


@pytest.fixture
def x64():
    """Compute in float64 for one test."""
    with enable_x64(True):
        yield


@pytest.fixture(params=["float32", "float64"])
def dtype(request):
    """Compute in one precision, then in the other."""
    with enable_x64(request.param == "float64"):
        yield request.param
