"""Notebooks for publication: each installs the course of the very commit that it was made from.

A commit cannot name itself, so what a repository holds installs its branch. A deployment knows its
address and its commit: it makes the notebooks anew with both, and takes the outputs from those
that were executed.
"""

import nbformat

from notebooks import ConversionError
from notebooks.book import read_book
from notebooks.library import catalogue
from notebooks.notebook import holds_code, make_notebook


def stamped_notebooks(root, repository, revision, site=""):
    """Stamp every notebook of a book.

    Args:
        root: folder with `_config.yml` and `_toc.yml`.
        repository: address from which the notebooks install the course.
        revision: commit to install.
        site: where the pages are, if not where GitHub puts them.

    Yields:
        Pairs: the name of a chapter, and its notebook.

    Raises:
        ConversionError: a notebook is not what its chapter makes, or is missing.
    """
    book = read_book(root)
    library = catalogue(book.at(repository, revision, site))
    for chapter in book.chapters:
        if holds_code(library, chapter):
            path = book.notebook_path(chapter)
            if not path.is_file():
                raise ConversionError("no notebook: make notebooks", chapter)
            executed = nbformat.read(path, as_version=4)
            yield chapter, stamp(executed, make_notebook(library, chapter))


def stamp(executed, made):
    """Give a notebook that was made for a repository and a commit the outputs of another.

    Args:
        executed: a notebook with outputs.
        made: what the same chapter makes now; gets the outputs.

    Returns:
        `made`.

    Raises:
        ConversionError: `executed` has other cells.
    """
    if list(map(_identity, executed.cells)) != list(
        map(_identity, made.cells)
    ):
        chapter = made.cells[0].id.rpartition("-")[0]
        raise ConversionError(
            "its notebook has other cells: make notebooks", chapter
        )
    for old, new in zip(executed.cells, made.cells, strict=True):
        if new.cell_type == "code":
            new.outputs, new.execution_count = old.outputs, old.execution_count
    return made


def _identity(cell):
    """Return what a cell keeps wherever it is published: text holds addresses."""
    is_code = cell.cell_type == "code" and "install" not in cell.metadata.get(
        "tags", []
    )
    return cell.cell_type, cell.id, cell.source if is_code else ""
