"""Make of the built site what a deployment shows: `make publish`.

A copy of the site offers the course for download as well: packed into one file, printed, and as
notebooks. Its first page says so where its chapter has the comment `<!-- downloads -->`. A local
build has no such files, and so no links to them.
"""

import html
import shutil
import sys
import zipfile
from pathlib import Path

MARK = "<!-- downloads -->"
FOLDER = "downloads"
NOTEBOOKS = "gaussian-mixtures-notebooks.zip"
NAMES = {
    "gaussian-mixtures.zip": "this site in one file, to read without network",
    "gaussian-mixtures.pdf": "the book as PDF",
    NOTEBOOKS: "all notebooks",
}


def publish(site, target, files):
    """Copy the site, and add what can be downloaded.

    Args:
        site: folder of the built site.
        target: folder to write; what was in it goes.
        files: paths of the zip file and the PDF.

    Raises:
        FileNotFoundError: one of the files is not made yet.
        ValueError: the first page has no place for the links.
    """
    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        raise FileNotFoundError(f"expected {missing}: make offline pdf")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(site, target)
    folder = target / FOLDER
    folder.mkdir()
    for path in files:
        shutil.copy(path, folder)
    pack_notebooks(site / "_sources", folder / NOTEBOOKS)
    index = target / "index.html"
    text = offer(index.read_text("utf-8"), folder)
    index.write_text(text, encoding="utf-8")


def pack_notebooks(sources, target):
    """Pack the notebooks that the site offers, one for each chapter.

    Args:
        sources: folder that holds them.
        target: path of the zip file.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(sources.glob("*.ipynb")):
            archive.write(path, f"{target.stem}/{path.name}")


def offer(page, folder):
    """Write links to the files of a folder into the first page.

    Args:
        page: its HTML.
        folder: what can be downloaded.

    Returns:
        HTML.

    Raises:
        ValueError: the page has no place for them.
    """
    if page.count(MARK) != 1:
        raise ValueError(
            f"expected {MARK} once in the first page, found it "
            f"{page.count(MARK)} times: see book/index.md"
        )
    links = [_link(folder / name) for name in NAMES]
    text = f"To take along: {', '.join(links)}."
    return page.replace(MARK, f'<p class="{FOLDER}">{text}</p>')


def _link(path):
    name = html.escape(NAMES[path.name])
    size = path.stat().st_size / 1e6
    return (
        f'<a href="{FOLDER}/{path.name}" download>{name}</a> ({size:.1f} MB)'
    )


if __name__ == "__main__":
    built, published, *downloads = map(Path, sys.argv[1:])
    publish(built, published, downloads)
