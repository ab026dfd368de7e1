"""What makes a chapter run again: the code that it reaches, and of that only what can matter."""

import ast
import shutil
from pathlib import Path

import chapter_imports
import pytest
from notebooks.book import read_book

ROOT = Path(__file__).resolve().parent.parent
CELL = "```{{code-cell}} ipython3\n{}\n```\n"

FILES = {
    "__init__.py": "",
    "maths/__init__.py": "from importlib import import_module\n",
    "maths/sums.py": '"""Sums."""\n\n\ndef add(a, b):\n    return a + b  # exact\n',
    "maths/products.py": "from dl_workshop.maths.sums import add\n\ndef times(a, b): ...\n",
    "maths/other.py": "PI = 3\n",
    "shows/__init__.py": "from dl_workshop.shows import page\n",
    "shows/page.py": "import dl_workshop.maths.other\nX = dl_workshop.maths.other.PI\n",
    "shows/circle.py": "def circle(): ...\n",
    "shows/square.py": "def square(): ...\n",
    "shows/circle.js": "round()",
    "shows/square.js": "angular()",
    "shows/both.js": "paint()",
}


@pytest.fixture
def package(tmp_path):
    """A package with functions that use one another, and things found by their files."""
    folder = tmp_path / "dl_workshop"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def reached(package, code):
    files = chapter_imports.reached(ast.parse(code), package.parent)
    return {path.relative_to(package).as_posix() for path in files}


def key(package, code):
    return chapter_imports.key(CELL.format(code), package.parent)


MATHS = {"__init__.py", "maths/__init__.py"}
SUM = "from dl_workshop import maths as m\nm.add(1, 2)"


@pytest.mark.parametrize(
    ("code", "files"),
    [
        ("import numpy as np\nnp.add(1, 2)", set()),
        (SUM, {*MATHS, "maths/sums.py"}),
        ("from dl_workshop.maths import add", {*MATHS, "maths/sums.py"}),
        (
            "import dl_workshop.maths\ndl_workshop.maths.add",
            {*MATHS, "maths/sums.py"},
        ),
        (
            "from dl_workshop import maths\nmaths.times",
            {*MATHS, "maths/sums.py", "maths/products.py"},
        ),
        (
            "from dl_workshop.maths import other\nother.PI",
            {*MATHS, "maths/other.py"},
        ),
    ],
)
def test_an_attribute_leads_to_its_module_and_to_what_that_imports(
    package, code, files
):
    assert reached(package, code) == files


@pytest.mark.parametrize(
    "code", ["print(m)", "m.cannot_be_found", "f = getattr(m, 'add')"]
)
def test_what_cannot_be_told_counts_as_all(package, code):
    files = reached(package, f"from dl_workshop import maths as m\n{code}")
    assert {"maths/sums.py", "maths/products.py", "maths/other.py"} <= files


def test_a_thing_brings_its_own_script_and_the_shared_ones(package):
    files = reached(package, "from dl_workshop import shows\nshows.circle()")
    assert {"shows/circle.js", "shows/both.js", "maths/other.py"} <= files
    assert not {"shows/square.py", "shows/square.js"} & files


def edit(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after"),
    [("exact", "rounded"), ("Sums.", "Totals."), ("a + b", "(a +  b)")],
    ids=["comment", "docstring", "layout"],
)
def test_what_changes_no_result_changes_no_key(package, before, after):
    first = key(package, SUM)
    edit(package / "maths/sums.py", before, after)
    assert key(package, SUM) == first


def test_other_code_is_another_key(package):
    first = key(package, SUM)
    edit(package / "maths/sums.py", "a + b", "a - b")
    assert key(package, SUM) != first


def test_code_that_is_shown_counts_letter_by_letter(package):
    shown = "from dl_workshop import maths as m\nshow.source(m.add)"
    first = key(package, shown)
    edit(package / "maths/sums.py", "exact", "rounded")
    assert key(package, shown) != first


def test_a_module_that_is_not_reached_changes_no_key(package):
    first = key(package, SUM)
    edit(package / "maths/other.py", "3", "4")
    assert key(package, SUM) == first


def test_magics_are_read_as_code(package):
    magic = "%matplotlib inline\n" + SUM
    assert reached(
        package, chapter_imports.code_of(CELL.format(magic))
    ) == reached(package, SUM)


# The course itself


BOOK = read_book(ROOT)


@pytest.fixture
def course_copy(tmp_path):
    """The package, to be edited."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(
        ROOT / "dl_workshop", tmp_path / "dl_workshop", ignore=ignored
    )
    return tmp_path


def keys(root):
    return {
        name: chapter_imports.key(
            BOOK.path(name).read_text(encoding="utf-8"), root
        )
        for name in BOOK.chapters
    }


def test_a_comment_in_an_exercise_runs_no_chapter_again(course_copy):
    before = keys(course_copy)
    for path in (course_copy / "dl_workshop/check/catalogue").glob("*.py"):
        path.write_text(
            path.read_text(encoding="utf-8") + "\n# A remark.\n",
            encoding="utf-8",
        )
    assert keys(course_copy) == before


def test_other_likelihoods_run_those_chapters_that_import_them(course_copy):
    before = keys(course_copy)
    path = course_copy / "dl_workshop/gaussian_mixture/likelihood.py"
    path.write_text(
        path.read_text(encoding="utf-8") + "\nNEW = 1\n", encoding="utf-8"
    )
    after = keys(course_copy)
    changed = {name for name in after if after[name] != before[name]}
    assert {"likelihood", "gradients", "training"} <= changed
    assert not {"setup", "jax_in_ten_minutes", "glossary"} & changed
