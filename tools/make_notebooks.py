"""Execute chapters as notebooks: `python tools/make_notebooks.py`, or with the names of some."""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from notebooks import ConversionError
from notebooks.execution import execute
from notebooks.library import open_library
from notebooks.notebook import holds_code, make_notebook

ROOT = Path(__file__).resolve().parent.parent
KERNELS = 2  # at a time


def main(arguments=None):
    """Convert, execute and write.

    Args:
        arguments: of the command line.

    Returns:
        Whether a chapter failed.
    """
    library = open_library(ROOT)
    chapters = _chosen(library, arguments)
    notebooks = {name: make_notebook(library, name) for name in chapters}
    with ThreadPoolExecutor(KERNELS) as pool:
        items = notebooks.items()
        runs = [pool.submit(write, library.book, *item) for item in items]
    failed = [_failed(run) for run in runs]
    return any(failed)


def _chosen(library, arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("chapters", nargs="*", help="all, if none is named")
    chosen = parser.parse_args(arguments).chapters
    names = [n for n in library.book.chapters if holds_code(library, n)]
    if not set(chosen) <= set(names):
        parser.error(f"chapters with code are: {', '.join(names)}")
    return chosen or names


def _failed(run):
    try:
        print(run.result())
    except ConversionError as error:
        print(f"notebooks: {error}", file=sys.stderr)
        return True
    return False


def write(book, chapter, notebook):
    """Execute a chapter's notebook and write it beside the chapter.

    Args:
        book: the Book.
        chapter: its name.
        notebook: from make_notebook.

    Returns:
        The file.
    """
    execute(notebook, book.folder, chapter)
    path = book.notebook_path(chapter)
    nbformat.write(notebook, path)
    return path


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ConversionError as error:
        sys.exit(f"notebooks: {error}")
