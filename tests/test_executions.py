"""How often a chapter runs in `make test`: once for its page, once beside its notebook."""

import subprocess
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.support.chapters import BOOK, chapters

ROOT = Path(__file__).resolve().parent.parent


def test_make_test_builds_the_book_once_and_compares_notebooks_once():
    told = subprocess.run(
        ["make", "--dry-run", "test"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert told.count("jupyter-book build") == 1
    assert told.count("--nbval book") == 1


def test_chapters_are_found():
    assert chapters().keys() == {path.stem for path in BOOK.glob("*.ipynb")}
    assert all(chapters().values())


@pytest.mark.parametrize("name", ["mixture_data", "training"])
def test_a_test_that_runs_a_chapter_fails(name):
    notebook = nbformat.read(BOOK / f"{name}.ipynb", as_version=4)
    with pytest.raises(AssertionError, match=f"runs the chapter {name}"):
        NotebookClient(notebook).execute()
