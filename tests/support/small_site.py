"""A site of a few pages, built with the course's own settings and extensions."""

import shutil
import warnings
from io import StringIO
from pathlib import Path

import yaml
from jupyter_book.config import get_final_config
from sphinx.testing.util import SphinxTestApp

ROOT = Path(__file__).resolve().parents[2]
INDEX = "# Start\n\nWords.\n"


def build(folder, pages, settings=None, references=""):
    """Build a site; like `make book`, it keeps going after a mistake.

    Args:
        folder: an empty one; the pages are in its `book`, the site in `_build/html`.
        pages: names to sources; a first page is added if there is no `index`.
        settings: replace those of `_config.yml`.
        references: BibTeX.

    Returns:
        The site's folder, and what Sphinx warns of.

    Raises:
        SphinxError: a mistake that stops the build.
    """
    prepare(folder, {"index": INDEX, **pages}, settings or {})
    (folder / "book" / "references.bib").write_text(
        references, encoding="utf-8"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # other projects' code, old and new
        return _build(folder)


def _build(folder):
    options, _ = get_final_config(
        user_yaml=folder / "_config.yml",
        cli_config={
            "external_toc_path": str(folder / "_toc.yml"),
            "latex_individualpages": False,
        },
        sourcedir=folder / "book",
        use_external_toc=True,
    )
    said = StringIO()
    app = SphinxTestApp(
        srcdir=folder / "book",
        builddir=folder / "_build",
        confoverrides=options,
        warning=said,
    )
    try:
        app.build()
    finally:
        app.cleanup()
    return folder / "_build" / "html", said.getvalue()


def prepare(folder, pages, settings):
    """Write settings and pages."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    contents = {
        "format": "jb-book",
        "root": "index",
        "chapters": [{"file": name} for name in pages if name != "index"],
    }
    shutil.copytree(
        ROOT / "book" / "_static",
        folder / "book" / "_static",
        dirs_exist_ok=True,
    )
    (folder / "_config.yml").write_text(
        yaml.safe_dump({**config, **settings}), encoding="utf-8"
    )
    (folder / "_toc.yml").write_text(
        yaml.safe_dump(contents), encoding="utf-8"
    )
    (folder / "book" / "conf.py").touch()  # empty: settings come as arguments
    for name, text in pages.items():
        path = folder / "book" / f"{name}.md"
        path.write_text(text, encoding="utf-8")
