"""Chapters run before Sphinx reads them: which, in what order, and what the cache then holds.

A chapter must find nothing of the one that its kernel has run before.
"""

import ast
from collections import defaultdict
from functools import partial
from threading import Event
from types import SimpleNamespace

import chapter_cache
import execute_ahead
import matplotlib.pyplot as plt
import psutil
import pytest
from jupyter_client.kernelspec import NoSuchKernel
from myst_nb.core.config import NbParserConfig
from myst_nb.core.execute import ExecutionError
from myst_parser.config.main import MdParserConfig

from tests.support.scratch_book import NOTEBOOK

KERNELS = execute_ahead.FOR_KERNELS
CELL = "```{{code-cell}} ipython3\n{}\n```\n"


@pytest.fixture
def env(tmp_path, monkeypatch):
    """What Sphinx tells of a book of three pages in a folder."""
    monkeypatch.setattr(chapter_cache, "CACHE", tmp_path / "cache")
    return SimpleNamespace(
        external_site_map=["index", "first", "last"],
        doc2path=lambda name: str(tmp_path / f"{name}.md"),
        myst_config=MdParserConfig(),
        mystnb_config=NbParserConfig(
            execution_mode="cache",
            execution_raise_on_error=True,
        ),
    )


def write(folder, name, code):
    (folder / f"{name}.md").write_text(
        NOTEBOOK + CELL.format(code), encoding="utf-8"
    )


def outputs(folder, *names):
    """Last output of each chapter in the cache."""
    notebooks = [chapter_cache.executed(folder / f"{n}.md") for n in names]
    return [n and n.cells[-1].outputs[0].text.strip() for n in notebooks]


@pytest.fixture
def app(tmp_path):
    """Sphinx that is going to run chapters."""
    return SimpleNamespace(kernels=execute_ahead.Kernels(tmp_path))


@pytest.fixture
def run(app, env):
    """Run chapters, and read pages in the given order, as Sphinx does."""

    def run_and_read(*names):
        try:
            execute_ahead.start_chapters(app, env, [*names])
            for name in names:
                execute_ahead.wait_for_chapter(app, name, None)
        finally:
            execute_ahead.leave_no_kernel(app, None)

    return run_and_read


def test_later_chapters_start_first_and_are_read_in_that_order(
    app, env, tmp_path, monkeypatch
):
    ran = []
    write(tmp_path, "index", "1")
    write(tmp_path, "last", "2")
    monkeypatch.setattr(
        execute_ahead.Kernels, "run", lambda _, path, *__: ran.append(path)
    )
    names = ["index", "last", "unlisted"]
    execute_ahead.start_chapters(app, env, names)
    assert [path.stem for path in ran] == ["last", "index"]
    assert names == ["unlisted", "last", "index"]


def test_outputs_wait_in_the_cache(run, tmp_path):
    write(tmp_path, "first", "print(1 + 1)")
    write(tmp_path, "last", "print(2 + 2)")
    run("first", "last")
    assert outputs(tmp_path, "first", "last") == ["2", "4"]


def test_the_same_code_runs_once(run, tmp_path):
    code = "import time\nprint(time.time_ns())"
    write(tmp_path, "first", code)
    run("first")
    before = outputs(tmp_path, "first")
    run("first")
    assert outputs(tmp_path, "first") == before


def test_a_page_without_code_runs_nothing(run, tmp_path):
    (tmp_path / "first.md").write_text("# Words\n", encoding="utf-8")
    run("first")
    assert not (tmp_path / "cache").exists()


def test_a_failing_cell_stops_the_build(run, tmp_path):
    write(tmp_path, "first", "1 / 0")
    with pytest.raises(ExecutionError, match=r"first\.md(?s:.*)by zero"):
        run("first")


def test_nobody_waits_for_a_kernel_that_does_not_start(
    run, tmp_path, monkeypatch
):
    client = partial(execute_ahead.NotebookClient, kernel_name="none")
    monkeypatch.setattr(execute_ahead, "NotebookClient", client)
    write(tmp_path, "first", "1")
    with pytest.raises(NoSuchKernel, match="none"):
        run("first")


def test_an_edit_is_not_mistaken_for_what_has_run(run, tmp_path):
    write(tmp_path, "first", "print(1)")
    run("first")
    write(tmp_path, "first", "print(2)")
    assert outputs(tmp_path, "first") == [None]
    write(tmp_path, "first", "print(1)")
    assert outputs(tmp_path, "first") == ["1"]


LEAVES_MUCH = """\
import matplotlib.pyplot as plt
from dl_workshop.gaussian_mixture import data
data.left, left = 1, 1
plt.rcParams["lines.linewidth"] = 9
figure = plt.figure()"""
FINDS = """\
import matplotlib.pyplot as plt
from dl_workshop.gaussian_mixture import data
left = "left" in dir() or hasattr(data, "left")
print(left, plt.get_fignums(), plt.rcParams["lines.linewidth"])"""
PROCESS = "import os, sys\nprint(os.getpid(), 'dl_workshop' in sys.modules)"


def test_a_kernel_goes_on_and_a_chapter_finds_nothing_of_the_one_before(
    run, tmp_path, monkeypatch
):
    monkeypatch.setattr(execute_ahead, "KERNELS", 1)
    write(tmp_path, "last", f"{LEAVES_MUCH}\n{PROCESS}")
    write(tmp_path, "first", PROCESS)
    write(tmp_path, "index", FINDS)
    run("index", "first", "last")
    found, after, before = outputs(tmp_path, "index", "first", "last")
    assert before.split()[1] == "True"
    assert after.split() == [before.split()[0], "False"]
    assert found == f"False [] {plt.rcParamsDefault['lines.linewidth']}"


def test_a_stop_drops_what_has_not_begun_and_ends_the_kernels(
    app, env, tmp_path
):
    write(tmp_path, "last", "1")
    before = psutil.Process().children()
    execute_ahead.start_chapters(app, env, ["last"])
    execute_ahead.leave_no_kernel(app, None)
    assert app.chapters_running["last"].cancelled()
    assert psutil.Process().children() == before


@pytest.mark.parametrize("cached", [False, True])
def test_kernels_start_with_sphinx_where_no_chapter_has_run(
    env, monkeypatch, cached
):
    started = []
    monkeypatch.setattr(execute_ahead, "FOR_KERNELS", {})
    monkeypatch.setattr(
        execute_ahead.Kernels, "start", lambda kernels: started.append(kernels)
    )
    if cached:
        chapter_cache.CACHE.mkdir()
    app = SimpleNamespace(srcdir="book", connect=lambda *_: None)
    execute_ahead.setup(app)
    assert started == ([] if cached else [app.kernels])


def test_kernels_that_have_started_wait_for_chapters(
    app, run, tmp_path, monkeypatch
):
    clients, make = [], execute_ahead.NotebookClient

    def client(*args, **settings):
        clients.append(make(*args, **settings))
        return clients[-1]

    monkeypatch.setattr(execute_ahead, "NotebookClient", client)
    app.kernels.start()
    write(tmp_path, "first", "print(1 + 1)")
    run("first")
    assert outputs(tmp_path, "first") == ["2"]
    assert len(clients) == execute_ahead.KERNELS


def test_a_kernel_that_does_not_start_is_no_matter_after_a_stop(
    app, monkeypatch
):
    stopped = Event()

    def client(*_, **__):
        stopped.wait()
        raise OSError("no kernel")

    monkeypatch.setattr(execute_ahead, "NotebookClient", client)
    app.kernels.start()
    execute_ahead.stop_kernels(app, None)
    stopped.set()
    app.kernels.join()  # an error in a thread would fail this test


DRAWS = """\
import matplotlib.pyplot as plt
plt.plot([1, 2]);
print([each.__name__ for each in get_ipython().events.callbacks["post_execute"]])"""


@pytest.mark.usefixtures("kernel_startup")
def test_a_figure_is_drawn_by_ipython_alone(run, tmp_path):
    write(tmp_path, "first", DRAWS)
    run("first")
    notebook = chapter_cache.executed(tmp_path / "first.md")
    (text,) = (o.text for o in notebook.cells[0].outputs if "text" in o)
    assert "flush_figures" in text
    assert "_draw_all_if_interactive" not in text


FIGURE = """\
import matplotlib.pyplot as plt
plt.plot([1, 2], [3, 5]);
print(sorted(name for name in dir() if name[0] != "_"))"""


@pytest.mark.usefixtures("kernel_startup")
def test_figures_are_kept_and_nothing_is_put_into_the_chapters_names(
    run, tmp_path
):
    write(tmp_path, "first", FIGURE)
    run("first")
    (figure,) = chapter_cache.figures(tmp_path / "first.md")
    x, y = figure.axes[0].lines[0].get_data()
    assert (x.tolist(), y.tolist()) == ([1, 2], [3, 5])
    plt.close("all")
    notebook = chapter_cache.executed(tmp_path / "first.md")
    (names,) = (o.text for o in notebook.cells[0].outputs if "text" in o)
    assert not {"base64", "pickle", "with_itself"} & {*ast.literal_eval(names)}


@pytest.fixture
def kernel_startup(monkeypatch):
    name = "PYTHONSTARTUP"
    monkeypatch.setenv(name, KERNELS[name])


def application(env, page):
    """What Sphinx hands over when it writes one page, None for all."""
    return SimpleNamespace(env=env, config=SimpleNamespace(course_page=page))


def reading(env, name):
    """What Sphinx tells when it reads a page."""
    app = SimpleNamespace(env=env)
    chapter_cache.take_folder_of_chapter(app, name, None)


def test_a_page_is_read_again_when_code_that_it_reaches_has_changed(
    env, tmp_path, monkeypatch
):
    env.found_docs, env.metadata = {"first", "last"}, defaultdict(dict)
    for name in ("first", "last"):
        write(tmp_path, name, "1")
        reading(env, name)
    app = application(env, None)
    outdated = partial(chapter_cache.read_again_what_must_run, app, env)
    assert outdated(set(), set(), set()) == []
    write(tmp_path, "last", "2")
    monkeypatch.setattr(chapter_cache, "key", lambda text: text[-6:-5])
    assert set(outdated(set(), set(), set())) == {"first", "last"}
    assert outdated({"first"}, set(), set()) == ["last"]
