"""The README's picture: the figure at the top of the book, drawn by the same cells."""

from pathlib import Path

import jupytext
import matplotlib as mpl
import matplotlib.pyplot as plt

ROOT = Path(__file__).resolve().parent.parent


def draw_result():
    """Run the code of book/index.md and save the figure that it leaves open."""
    index = jupytext.read(ROOT / "book" / "index.md")
    cells = [cell.source for cell in index.cells if cell.cell_type == "code"]
    exec("\n".join(cells), {})
    reproducible = {"svg.hashsalt": "dl-workshop"}
    with mpl.rc_context(reproducible):
        target = ROOT / "book" / "images" / "result.svg"
        plt.savefig(target, metadata={"Date": None}, facecolor="white")


if __name__ == "__main__":
    mpl.use("agg")
    draw_result()
