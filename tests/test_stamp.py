"""Notebooks for publication: the chapter's cells for another place, with the stored outputs."""

import nbformat
import pytest
import stamp_notebooks
from nbformat.v4 import new_output
from notebooks import ConversionError
from notebooks.book import read_book
from notebooks.library import open_library
from notebooks.notebook import INSTALL, make_notebook
from notebooks.stamp import stamped_notebooks

from tests.support.scratch_book import NOTEBOOK, write_book

FORK = "https://github.com/else/where"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
CODE = "```{code-cell} ipython3\nprint(1)\n```\n"
PAGE = f"{NOTEBOOK}# Page\n\n![A hump](images/hump.png)\n\n{CODE}"


@pytest.fixture
def root(tmp_path):
    """Return the folder of a book with one notebook, as if it had been run."""
    write_book(tmp_path, index="# No code\n", page=PAGE)
    notebook = make_notebook(open_library(tmp_path), "page")
    for number, cell in enumerate(code_cells(notebook), 1):
        cell.execution_count = number
    code_cells(notebook)[1].outputs = [new_output("stream", text="1\n")]
    nbformat.write(notebook, tmp_path / "book" / "page.ipynb")
    return tmp_path


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture
def stamped(root):
    """Return the notebook of that book, stamped."""
    ((chapter, notebook),) = stamped_notebooks(root, FORK, COMMIT)
    assert chapter == "page"
    nbformat.validate(notebook)
    return notebook


def test_it_installs_the_commit_from_the_address(stamped):
    install = INSTALL.format(repository=FORK, revision=COMMIT)
    assert code_cells(stamped)[0].source == install


def test_it_points_to_the_pages_and_files_of_that_place(root, stamped):
    texts = "\n".join(cell.source for cell in stamped.cells)
    assert "https://else.github.io/where/page.html" in texts
    assert f"{FORK}/raw/{COMMIT}/book/images/hump.png" in texts
    assert read_book(root).repository not in texts


def test_it_keeps_the_outputs(stamped):
    install, cell = code_cells(stamped)
    assert cell.outputs == [new_output("stream", text="1\n")]
    assert [install.execution_count, cell.execution_count] == [1, 2]


def test_without_a_notebook_nothing_is_published(root):
    (root / "book" / "page.ipynb").unlink()
    with pytest.raises(ConversionError, match="page: no notebook"):
        list(stamped_notebooks(root, FORK, COMMIT))


def test_a_notebook_of_an_older_chapter_is_not_published(root):
    chapter = root / "book" / "page.md"
    chapter.write_text(PAGE.replace("print(1)", "print(2)"), encoding="utf-8")
    with pytest.raises(ConversionError, match="page: its notebook has other"):
        list(stamped_notebooks(root, FORK, COMMIT))


def test_the_command_writes_every_notebook(root, monkeypatch):
    monkeypatch.setattr(stamp_notebooks, "ROOT", root)
    output = root / "new" / "folder"
    arguments = ["--repository", FORK, "--revision", COMMIT]
    stamp_notebooks.main([*arguments, "--output", str(output)])
    (path,) = output.iterdir()
    assert path.name == "page.ipynb"
    assert COMMIT in path.read_text(encoding="utf-8")
