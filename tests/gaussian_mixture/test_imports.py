"""What importing the package costs: nothing that is not used."""

import subprocess
import sys

import pytest

import dl_workshop.gaussian_mixture as gm


def imported_after(code):
    """Run code in a new interpreter, and list what it has imported."""
    command = f"{code}\nimport sys; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", command],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(run.stdout.split())


def test_a_computation_imports_nothing_that_it_does_not_use():
    code = "from dl_workshop import gaussian_mixture as gm; gm.mixture_loglike"
    tab = "assert {*gm.__all__} <= {*dir(gm)}; assert 'step' not in vars(gm)"
    imported = imported_after(f"{code}\n{tab}")
    assert not imported & {"IPython", "celluloid", "matplotlib", "optax"}


def test_training_draws_nothing():
    code = (
        "from dl_workshop import gaussian_mixture as gm; gm.two_humps, gm.step"
    )
    assert not imported_after(code) & {"IPython", "celluloid", "matplotlib"}


MOST = 0.9  # seconds of the processor
OWN = "import jax, jax.numpy"
OF_CHAPTERS = f"{OWN}, matplotlib.pyplot, optax"
USES = {
    "to train and check": (OWN, "gm.step, check.step"),
    "all": (OF_CHAPTERS, "live.slopes, [getattr(gm, n) for n in gm.__all__]"),
}


@pytest.mark.parametrize(("before", "use"), USES.values(), ids=USES)
def test_importing_costs_little_more_than_jax(before, use):
    # What others have is imported before: a chapter imports it by itself.
    code = f"""{before}
import time
start = time.process_time()
from dl_workshop import check, gaussian_mixture as gm, live
{use}
print(time.process_time() - start)"""
    for _ in range(3):  # the first may have to compile Python's own code
        run = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        if float(run.stdout) <= MOST:
            return
    pytest.fail(f"importing took {run.stdout.strip()} s of the processor")


@pytest.mark.parametrize("name", gm.__all__)
def test_every_public_name_comes_from_the_module_that_the_list_names(name):
    member = getattr(gm, name)
    assert member.__module__ == f"{gm.__name__}.{gm._MODULES[name]}"
    assert getattr(gm, name) is member


def test_all_names_can_be_imported_at_once():
    namespace = {}
    exec("from dl_workshop.gaussian_mixture import *", namespace)
    assert {*gm.__all__} <= {*namespace}


def test_a_module_comes_with_the_package():
    code = "import dl_workshop.gaussian_mixture as gm; gm.training.step"
    assert "dl_workshop.gaussian_mixture.training" in imported_after(code)


def test_an_unknown_name_is_refused_as_in_every_module():
    with pytest.raises(AttributeError, match="no attribute 'lime'"):
        _ = gm.lime
    with pytest.raises(ImportError, match="lime"):
        exec("from dl_workshop.gaussian_mixture import lime", {})
