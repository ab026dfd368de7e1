"""Write chapters as executed notebooks: `python tools/make_notebooks.py`, or with some names.

A chapter that the book's build has executed, as it is now, is not executed again.
"""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import chapter_cache
import nbformat
from author_error import AuthorError
from notebooks.execution import execute, take_outputs
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
    except AuthorError as error:
        print(f"notebooks: {error}", file=sys.stderr)
        return True
    return False


def write(book, chapter, notebook):
    """Give a notebook its outputs, from the book's build if it has them, and write it.

    Args:
        book: the Book.
        chapter: its name.
        notebook: from make_notebook.

    Returns:
        The file.
    """
    ran = chapter_cache.executed(book.path(chapter))
    if ran is None:
        execute(notebook, book.folder, chapter)
    else:
        take_outputs(notebook, ran, chapter)
    path = book.notebook_path(chapter)
    nbformat.write(notebook, path)
    return path


def run(arguments=None):
    """Run the command.

    Args:
        arguments: of the command line.

    Returns:
        The command's exit status.
    """
    try:
        return int(main(arguments))
    except AuthorError as error:
        print(f"notebooks: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(run())
