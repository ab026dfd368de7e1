"""Write each chapter's twin: `python tools/notebooks.py`, or with the names of some chapters."""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from twins import TwinError
from twins.execution import execute
from twins.library import open_library
from twins.notebook import holds_code, make_notebook

ROOT = Path(__file__).resolve().parent.parent
KERNELS = 2  # at a time


def main(arguments=None):
    """Convert, execute and write.

    Args:
        arguments: of the command line.
    """
    library = open_library(ROOT)
    with_code = [chapter for chapter in library.book.chapters if holds_code(library, chapter)]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("chapters", nargs="*", help="all that hold code, if none is named")
    chapters = parser.parse_args(arguments).chapters or with_code
    if not set(chapters) <= set(with_code):
        parser.error(f"chapters with code are: {', '.join(with_code)}")
    notebooks = {chapter: make_notebook(library, chapter) for chapter in chapters}
    with ThreadPoolExecutor(KERNELS) as pool:
        runs = [pool.submit(write, library.book, *item) for item in notebooks.items()]
    for run in runs:
        print(run.result())


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
    path = book.twin_path(chapter)
    nbformat.write(notebook, path)
    return path


if __name__ == "__main__":
    try:
        main()
    except TwinError as error:
        sys.exit(f"notebooks: {error}")
