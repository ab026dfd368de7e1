"""The chapters' code, for tests that look at it. None runs a whole chapter: `make` does, twice."""

import json
import re
import sys
from functools import cache
from pathlib import Path

BOOK = Path(__file__).resolve().parents[2] / "book"


@cache
def chapters():
    """The code of each chapter, without the cell that installs: names to sets of cells."""
    found = {}
    for path in sorted(BOOK.glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [c["source"] for c in cells if c["cell_type"] == "code"]
        found[path.stem] = {"".join(source) for source in code[1:]}
    return found


def first_cell(chapter):
    """The source of a chapter's first cell."""
    text = (BOOK / f"{chapter}.md").read_text(encoding="utf-8")
    cell = re.search(r"```{code-cell} ipython3\n(.*?)```", text, re.DOTALL)[1]
    return re.sub(r"^(:|---).*\n", "", cell, flags=re.MULTILINE)


def refuse_chapters(monkeypatch):
    """Have nbclient, where a test uses it, fail on a notebook that is a whole chapter."""
    if "nbclient" not in sys.modules:
        return
    client = sys.modules["nbclient"].NotebookClient
    begin = client.reset_execution_trackers

    def begin_unless_chapter(self):
        sources = {cell.source for cell in self.nb.cells}
        for name, cells in chapters().items():
            assert not cells <= sources, f"a test runs the chapter {name}"
        begin(self)

    monkeypatch.setattr(
        client, "reset_execution_trackers", begin_unless_chapter
    )
