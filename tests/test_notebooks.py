"""The notebooks tell the truth: each is its chapter, was run, and stores nothing that drifts."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_output
from notebooks import ConversionError
from notebooks.execution import STAND_INS, execute, take_outputs
from notebooks.library import open_library
from notebooks.notebook import holds_code, make_notebook

from tests.support import notebook_guards as guards
from tests.support.scratch_book import NOTEBOOK, write_book

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = open_library(ROOT)
CHAPTERS = [
    chapter
    for chapter in LIBRARY.book.chapters
    if holds_code(LIBRARY, chapter)
]


# The notebooks as they are


def test_every_chapter_with_code_has_a_notebook_and_no_other_page_does():
    assert (
        notebooks_missing_or_left_over(LIBRARY.book.folder, CHAPTERS) == set()
    )


@pytest.mark.parametrize("guard", guards.GUARDS)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_notebooks_pass_the_guards(chapter, guard):
    notebook = nbformat.read(LIBRARY.book.notebook_path(chapter), as_version=4)
    nbformat.validate(notebook)
    assert guard(notebook, make_notebook(LIBRARY, chapter)) == []


def notebooks_missing_or_left_over(folder, chapters):
    """Return the names that are a notebook or a chapter with code, but not both."""
    return {path.stem for path in folder.glob("*.ipynb")} ^ set(chapters)


# The guards, each on a notebook with a fault

OUTPUTS = """\
# Outputs

Text.

```{code-cell} ipython3
from IPython.display import HTML, SVG, Markdown, display

print("loss", 1.5)
```

```{code-cell} ipython3
display(HTML("<video src='data:'></video>"))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>'))
display({"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"}, raw=True)
Markdown("`text`")
```

```{code-cell} ipython3
:tags: [raises-exception]
raise ValueError("expected")
```

```{code-cell} ipython3
:tags: [nbval-ignore-output]
import time

print(time.time())
```

```{code-cell} ipython3
object();
```
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Return the Library of a book whose only chapter is OUTPUTS."""
    return open_library(
        write_book(tmp_path_factory.mktemp("book"), page=NOTEBOOK + OUTPUTS)
    )


@pytest.fixture
def expected(book):
    """Return the notebook that the chapter makes."""
    return make_notebook(book, "page")


@pytest.fixture
def notebook(book):
    """Return that notebook as if it had been run."""
    notebook = make_notebook(book, "page")
    for number, cell in enumerate(guards.cells_of(notebook, "code"), 1):
        cell.execution_count = number
    return notebook


@pytest.mark.parametrize("guard", guards.GUARDS)
def test_a_faultless_notebook_passes(notebook, expected, guard):
    assert guard(notebook, expected) == []


def test_a_notebook_without_chapter_and_a_chapter_without_notebook_are_found(
    tmp_path,
):
    (tmp_path / "old.ipynb").touch()
    assert notebooks_missing_or_left_over(tmp_path, ["new"]) == {"old", "new"}


@pytest.mark.parametrize("kind", ["code", "markdown"])
def test_a_cell_that_is_not_the_chapters_is_found(notebook, expected, kind):
    guards.cells_of(notebook, kind)[1].source += " "
    assert len(guards.differences(notebook, expected)) == 1


def test_other_tags_are_found(notebook, expected):
    guards.cells_of(notebook, "code")[1].metadata = {"tags": ["nbval-skip"]}
    assert len(guards.differences(notebook, expected)) == 1


@pytest.mark.parametrize("end", [-1, None])
def test_a_cell_too_few_or_too_many_is_found(notebook, expected, end):
    notebook.cells = [*notebook.cells, new_code_cell("1")][: end and end - 1]
    assert len(guards.differences(notebook, expected)) == 1


@pytest.mark.parametrize("count", [None, 7])
def test_a_cell_never_run_or_run_out_of_order_is_found(
    notebook, expected, count
):
    guards.cells_of(notebook, "code")[1].execution_count = count
    assert len(guards.cells_not_run(notebook, expected)) == 1


def test_a_stored_error_is_found(notebook, expected):
    output = new_output("error", ename="ValueError", evalue="", traceback=[])
    for cell in guards.cells_of(
        notebook, "code"
    ):  # one of them is tagged raises-exception
        cell.outputs = [output]
    assert guards.stored_errors(notebook, expected) == ["ValueError"] * 5


@pytest.mark.parametrize(
    "kind", ["image/png", "image/svg+xml", "text/html", "video/mp4"]
)
def test_a_stored_picture_is_found(notebook, expected, kind):
    plant(notebook, new_output("display_data", data={kind: "<video></video>"}))
    assert guards.stored_pictures(notebook, expected) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "```{note}\nText.\n```",
        "> ~~~{note}\n> Text.\n> ~~~",
        ":::{note}\nText.\n:::",
        "- a {doc}`setup`",
        "| a |\n|---|\n| {cite:p}`Xu1996` |",
        "(label)=\n# Title",
        "$$\na\n$$ (label)",
        "{{ repository }}",
        "% a comment",
        "+++",
        "[a](setup.md)",
        "![a](images/hump.png)",
        '<img src="images/hump.png">',
        "a <a href='setup.html'>b</a>",
        "<details>\n<summary>a</summary>\n\n{doc}`setup`\n\n</details>",
    ],
)
def test_raw_myst_is_found(notebook, expected, text):
    guards.cells_of(notebook, "markdown")[1].source = text
    assert guards.raw_myst(notebook, expected) != []


def test_code_that_shows_myst_is_no_fault(notebook, expected):
    text = "Write `` {doc}`a` `` or\n\n````\n```{note}\n:::\n(a)=\n```\n````\n\n$\\sum_{i}$ `a`"
    guards.cells_of(notebook, "markdown")[1].source = text
    assert guards.raw_myst(notebook, expected) == []


@pytest.mark.parametrize(
    "text",
    [
        "<Line2D at 0x7f3a2c1b>",
        "saved in /tmp/figure.png",
        "File '/home/me/course/book/a.py'",
        r"C:\Users",
        "2026-11-22",
        "Nov 22",
        "22 November",
        "10:59:07",
    ],
)
def test_what_differs_between_runs_is_found(notebook, expected, text):
    plant(notebook, new_output("stream", text=f"a {text}\n"))
    assert guards.drifting_texts(notebook, expected) != []


@pytest.mark.parametrize(
    "number", ["-14590.3955078125", "0.16666667", "14590.40", "1.234567e-08"]
)
def test_unrounded_numbers_are_found(notebook, expected, number):
    plant(
        notebook,
        new_output(
            "execute_result", data={"text/plain": f"Array([{number}])"}
        ),
    )
    assert guards.unrounded_numbers(notebook, expected) == [
        number.strip("-").split("e")[0]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "14590.4",
        "0.16667",
        "1.5e-10",
        "6000 data",
        "3/4 of https://a.org/b/c",
        "0.10.2",
    ],
)
def test_rounded_numbers_and_addresses_are_no_fault(notebook, expected, text):
    plant(notebook, new_output("stream", text=text))
    assert (
        guards.unrounded_numbers(notebook, expected)
        + guards.drifting_texts(notebook, expected)
        == []
    )


def plant(notebook, output):
    guards.cells_of(notebook, "code")[1].outputs = [output]


# Execution, in a kernel


@pytest.fixture(scope="module")
def executed(book):
    """Return the notebook of OUTPUTS, executed."""
    return run(book)


def run(book):
    notebook = make_notebook(book, "page")
    execute(notebook, book.book.folder, "page")
    return notebook


def test_execution_keeps_text_and_leaves_pictures_out(executed, expected):
    printed, shown, error, ignored, hidden = [
        c.outputs for c in guards.cells_of(executed, "code")[1:]
    ]
    assert [output.text for output in printed] == ["loss 1.5\n"]
    assert [output.data for output in shown] == [
        {"text/plain": "<IPython.core.display.HTML object>"}
        | stand_in("text/html"),
        {"text/plain": "<IPython.core.display.SVG object>"}
        | stand_in("image/svg+xml"),
        {"text/plain": "<Figure>"},
        {
            "text/plain": "<IPython.core.display.Markdown object>",
            "text/markdown": "`text`",
        },
    ]
    assert ignored == hidden == []
    assert error[0].evalue == "expected"
    assert error[0].traceback == []


def stand_in(kind):
    return {kind: STAND_INS[kind]}


@pytest.mark.parametrize("guard", guards.GUARDS)
def test_an_executed_notebook_passes_the_guards(executed, expected, guard):
    assert guard(executed, expected) == []


def test_two_executions_write_the_same_file(book, executed):
    assert nbformat.writes(run(book)) == nbformat.writes(executed)


FAILURES = {
    "1 / 0": "page, cell 2: ",
    "import warnings; warnings.warn('careful')": "page, cell 2: wrote to stderr",
    "display({'application/json': {}}, raw=True)": "page, cell 2: no rule for outputs of type app",
}


@pytest.mark.parametrize(("code", "message"), FAILURES.items())
def test_a_failing_cell_is_named(tmp_path, code, message):
    text = NOTEBOOK + f"# A\n\n```{{code-cell}}\n{code}\n```\n"
    with pytest.raises(ConversionError) as error:
        run(open_library(write_book(tmp_path, page=text)))
    assert str(error.value).startswith(message)


# Outputs that the book's build has


def test_outputs_of_the_books_build_are_those_of_an_execution(
    book, executed, tmp_path
):
    ran = make_notebook(book, "page")
    install = 1  # the cell that a notebook has and a page has not
    ran.cells = guards.cells_of(ran, "code")[install:]
    NotebookClient(ran, kernel_name="python3").execute()
    first, *others = ran.cells[0].outputs[0].text
    ran.cells[0].outputs = [
        new_output("stream", text=part) for part in (first, "".join(others))
    ]
    notebook = make_notebook(book, "page")
    take_outputs(notebook, ran, "page")
    assert notebook == executed


# nbval, with its settings


def nbval(notebook, folder):
    """Run nbval on a notebook, and return its exit status and what it says."""
    path = folder / "page.ipynb"
    nbformat.write(notebook, path)
    plugins = "-p no:cacheprovider -p nbval -p tests.nbval_semicolons"
    options = "--nbval --nbval-sanitize-with tests/nbval.cfg"
    command = [sys.executable, "-m", "pytest", *plugins.split()]
    command += [*options.split(), path]
    result = subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    return result.returncode, result.stdout + result.stderr


def test_nbval_passes_a_notebook(executed, tmp_path):
    status, report = nbval(executed, tmp_path)
    assert (status, "6 passed" in report) == (0, True), report


def test_nbval_finds_what_drifted(executed, tmp_path):
    drifted = nbformat.from_dict(executed)
    outputs = [cell.outputs for cell in guards.cells_of(drifted, "code")]
    outputs[1][0].text = "loss 1.6\n"
    del outputs[2][1]
    status, report = nbval(drifted, tmp_path)
    assert (status, "2 failed" in report) == (1, True), report
