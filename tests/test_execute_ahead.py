"""Chapters run before Sphinx reads them: which, in what order, and what the cache then holds."""

import gc
from types import SimpleNamespace

import execute_ahead
import pytest
from jupyter_cache import get_cache
from myst_nb.core.config import NbParserConfig
from myst_nb.core.execute import ExecutionError
from myst_parser.config.main import MdParserConfig

from tests.scratch_book import NOTEBOOK

# nbclient leaves the event loop of a thread to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)
CELL = "```{{code-cell}} ipython3\n{}\n```\n"


@pytest.fixture
def env(tmp_path, monkeypatch):
    """What Sphinx tells of a book of three pages in a folder."""
    monkeypatch.setattr(execute_ahead, "KEEP_COMPILED", {})
    yield SimpleNamespace(
        external_site_map=["index", "first", "last"],
        doc2path=lambda name: str(tmp_path / f"{name}.md"),
        myst_config=MdParserConfig(),
        mystnb_config=NbParserConfig(
            execution_mode="cache",
            execution_raise_on_error=True,
            execution_cache_path=str(tmp_path / "cache"),
        ),
    )
    gc.collect()


def write(folder, name, code):
    (folder / f"{name}.md").write_text(NOTEBOOK + CELL.format(code))


def outputs(folder):
    """First output of every notebook in the cache."""
    cache = get_cache(str(folder / "cache"))
    records = cache.list_cache_records()
    notebooks = [cache.get_cache_bundle(r.pk).nb for r in records]
    return [n.cells[-1].outputs[0].text.strip() for n in notebooks]


def test_later_chapters_start_first_and_only_those_to_be_read(
    env, monkeypatch
):
    ran = []
    monkeypatch.setattr(execute_ahead, "KERNELS", 1)
    monkeypatch.setattr(
        execute_ahead, "_run", lambda _, name: ran.append(name)
    )
    execute_ahead.run_before_reading(None, env, ["index", "last", "unlisted"])
    assert ran == ["last", "index"]


def test_outputs_wait_in_the_cache(env, tmp_path):
    write(tmp_path, "first", "print(1 + 1)")
    write(tmp_path, "last", "print(2 + 2)")
    execute_ahead.run_before_reading(None, env, ["first", "last"])
    assert sorted(outputs(tmp_path)) == ["2", "4"]


def test_the_same_code_runs_once(env, tmp_path):
    code = "import time\nprint(time.time_ns())"
    write(tmp_path, "first", code)
    execute_ahead.run_before_reading(None, env, ["first"])
    before = outputs(tmp_path)
    execute_ahead.run_before_reading(None, env, ["first"])
    assert outputs(tmp_path) == before


def test_a_page_without_code_runs_nothing(env, tmp_path):
    (tmp_path / "first.md").write_text("# Words\n")
    execute_ahead.run_before_reading(None, env, ["first"])
    assert outputs(tmp_path) == []


def test_a_failing_cell_stops_the_build(env, tmp_path):
    write(tmp_path, "first", "1 / 0")
    with pytest.raises(ExecutionError, match=r"first\.md"):
        execute_ahead.run_before_reading(None, env, ["first"])
