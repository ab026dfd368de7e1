"""Write a page with one live figure, as `make figure NAME=slopes` does.

The figure has the data of its example in the tests. No chapter is executed.
"""

import argparse
import sys
from pathlib import Path

from dl_workshop.live.figures import NAMES

ROOT = Path(__file__).resolve().parent.parent
PAGE = """<!doctype html>
<html lang="en" data-theme="light"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{name}</title>
<style>html[data-theme="dark"] {{ background: #14181e; color: #dbe1e8; color-scheme: dark }}
body {{ font-family: system-ui, sans-serif; margin: 2rem auto; max-width: 50rem }}</style>
<p><button onclick="const page = document.documentElement.dataset;
page.theme = page.theme === 'dark' ? 'light' : 'dark'">Light or dark</button></p>
{figure}</html>
"""


def write(name, figure):
    """Write a page that holds a figure.

    Args:
        name: of the figure.
        figure: what the package makes.

    Returns:
        The file.
    """
    path = ROOT / "_build" / "figures" / f"{name}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    page = PAGE.format(name=name, figure=figure._repr_html_())
    path.write_text(page, encoding="utf-8")
    return path


def main(arguments=None):
    """Write the page that the command line names, and say where it is."""
    sys.path.insert(0, str(ROOT))
    from tests.live.figures.examples import example

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=NAMES, metavar="NAME")
    name = parser.parse_args(arguments).name
    path = write(name, example(name))
    print(f"Open {path.relative_to(ROOT)} in a browser")


if __name__ == "__main__":
    main()
