"""Build one page of the site after an edit: `python tools/page.py training`, or `make page`.

Sphinx reads and writes that page alone (see `only_page`).
"""

import argparse
import sys
from pathlib import Path

from jupyter_book.sphinx import build_sphinx
from notebooks.book import read_book

ROOT = Path(__file__).resolve().parent.parent

# What `make book` says on its command line; with other settings Sphinx would read every page.
SETTINGS = {
    "external_toc_path": (ROOT / "_toc.yml").as_posix(),
    "latex_individualpages": False,
    "nitpicky": True,
}


def build(name):
    """Build a page.

    Args:
        name: of its file, without suffix.

    Returns:
        Whether something went wrong; Sphinx has said what.
    """
    book = read_book(ROOT)
    return build_sphinx(
        book.folder,
        ROOT / "_build" / "html",
        noconfig=True,
        path_config=ROOT / "_config.yml",
        confoverrides={**SETTINGS, "course_page": name},
        warningiserror=True,
        keep_going=True,
        filenames=[str(book.path(name))],
        quiet=True,
    )


def main():
    """Build the page that the command line names, and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    names = read_book(ROOT).chapters
    parser.add_argument("name", choices=names, metavar="NAME")
    name = parser.parse_args().name
    if build(name):
        return 1
    print(f"Open _build/html/{name}.html in a browser")
    return 0


if __name__ == "__main__":
    sys.exit(main())
