"""Where the outputs of executed chapters wait: in a folder for each chapter and its dependencies.

jupyter-cache finds a notebook again by the code of its cells. What that code imports is not part
of its key, so it is part of the folder's name: a chapter runs again when its own code or the code
that it reaches has changed, and otherwise not (see `chapter_imports`).
"""

import base64
import contextlib
import pickle
from pathlib import Path

from chapter_imports import key
from jupyter_cache import get_cache
from myst_nb.core.read import read_myst_markdown_notebook
from only_page import is_read

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "_build" / "cache"


def folder(path):
    """Return the folder of a chapter as it is now.

    Args:
        path: of the chapter.
    """
    return CACHE / f"{path.stem}-{key(path.read_text(encoding='utf-8'))}"


@contextlib.contextmanager
def opened(kept):
    """Open the cache in a folder; close its data base after use, or Python 3.13 warns."""
    cache = get_cache(kept)
    try:
        yield cache
    finally:
        cache.db.dispose()


def executed(path):
    """Return a chapter's notebook with the outputs of its last execution.

    Args:
        path: of the chapter.

    Returns:
        A notebook, as jupyter-cache keeps it: code cells only; None if the chapter, as it is
        now, has not been executed.
    """
    kept = folder(path)
    if not kept.exists():
        return None
    notebook = read_myst_markdown_notebook(path.read_text(encoding="utf-8"))
    with opened(kept) as cache:
        try:
            record = cache.match_cache_notebook(notebook)
        except KeyError:
            return None
        return cache.get_cache_bundle(record.pk).nb


def figures(path):
    """Return the figures that a chapter has drawn, in order.

    Args:
        path: of the chapter.

    Returns:
        A list of Matplotlib's figures; None if the chapter, as it is now, has not been executed.
    """
    notebook = executed(path)
    if notebook is None:
        return None
    outputs = (o for cell in notebook.cells for o in cell.get("outputs", []))
    kept = (each.get("metadata", {}).get("figure") for each in outputs)
    return [pickle.loads(base64.b64decode(each)) for each in kept if each]


def take_folder_of_chapter(app, docname, source):
    """Have myst-nb look for a page's outputs in the folder of that chapter."""
    path = folder(Path(app.env.doc2path(docname)))
    app.env.metadata[docname]["cache"] = path.name
    app.env.mystnb_config = app.env.mystnb_config.copy(
        execution_cache_path=str(path)
    )


def read_again_what_must_run(app, env, added, changed, removed):
    """Name the chapters that depend on what has changed since they were read."""
    return [
        name
        for name in env.found_docs - added
        if is_read(app, name)
        and env.metadata[name].get("cache")
        != folder(Path(env.doc2path(name))).name
    ]


def setup(app):
    """Connect to Sphinx; called by it."""
    app.connect("env-get-outdated", read_again_what_must_run)
    app.connect("source-read", take_folder_of_chapter)
    return {"parallel_read_safe": True}
