"""Write the notebooks as a deployment publishes them: for its own address, at its own commit.

`python tools/stamp_notebooks.py --repository URL --revision SHA --output FOLDER`
"""

import argparse
import sys
from pathlib import Path

import nbformat
from notebooks import ConversionError
from notebooks.stamp import stamped_notebooks

ROOT = Path(__file__).resolve().parent.parent


def main(arguments=None):
    """Stamp all notebooks and write them into a folder.

    Args:
        arguments: of the command line.
    """
    place = _parser().parse_args(arguments)
    stamped = dict(
        stamped_notebooks(ROOT, place.repository, place.revision, place.site)
    )
    place.output.mkdir(parents=True, exist_ok=True)
    for chapter, notebook in stamped.items():
        nbformat.write(notebook, place.output / f"{chapter}.ipynb")
    print(f"{len(stamped)} notebooks in {place.output}")


def _parser():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repository", required=True, help="its address")
    parser.add_argument("--revision", required=True, help="the commit")
    parser.add_argument("--site", default="", help="where the pages are")
    parser.add_argument("--output", required=True, type=Path, help="a folder")
    return parser


if __name__ == "__main__":
    try:
        main()
    except ConversionError as error:
        sys.exit(f"notebooks: {error}")
