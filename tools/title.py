"""The title of the course stands in `_config.yml`; `make title` writes it where it must be copied.

Pages, their cards, the navigation, the printed book and the notebooks take it from the settings.
Files that people and programs read as they stand hold copies.
"""

import re
import sys
from pathlib import Path

from notebooks.book import read_book

ROOT = Path(__file__).resolve().parent.parent
COPIES = {
    "README.md": r"(?<=\A# ).*",
    "CITATION.cff": r'(?<=^title: ").*(?="$)',
    "pyproject.toml": r'(?<=^description = ").*(?=: an interactive course\."$)',
    "dl_workshop/__init__.py": r'(?<=\A""").*(?=: the functions behind)',
}


def parts(title):
    """Split a title for places that show it on two lines.

    Args:
        title: such as "Mixtures by descent".

    Returns:
        What comes before " by ", and the rest, which may be empty.
    """
    name, by, rest = title.partition(" by ")
    return name, f"{by}{rest}".strip()


def copies(root=ROOT):
    """Return the title that each file holds, by the file's name."""
    return {name: _search(root, name)[0] for name in COPIES}


def write_copies(root=ROOT):
    """Write the title of the settings into the files that hold a copy."""
    title = read_book(root).config["title"]
    for name in COPIES:
        found = _search(root, name)
        text = found.string[: found.start()] + title
        (root / name).write_text(
            text + found.string[found.end() :], encoding="utf-8"
        )


def _search(root, name):
    text = (root / name).read_text(encoding="utf-8")
    found = re.search(COPIES[name], text, re.MULTILINE)
    if found is None:
        raise ValueError(
            f"expected the title in {name}, as {COPIES[name]}; got a file without it"
        )
    return found


if __name__ == "__main__":
    sys.exit(write_copies())
