"""Chapters run two at a time, before Sphinx reads them, and only if their code has changed.

Sphinx reads one page after another, and waits while its cells run. Here the chapters that it is
about to read run first; their outputs wait in the cache where Sphinx looks for them. Figures are
kept too (see `kernel_startup`), and `make` has JAX keep what it has compiled: a chapter that runs
again after an edit compiles what is new in it.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import chapter_cache
from myst_nb.core.execute import create_client
from myst_nb.core.read import create_nb_reader
from sphinx.util import logging

KERNELS = 2  # at a time
FOR_KERNELS = {
    "PYTHONSTARTUP": str(
        Path(__file__).resolve().with_name("kernel_startup.py")
    ),
}
_LOGGER = logging.getLogger(__name__)


def run_before_reading(app, env, docnames):
    """Run the chapters that Sphinx is about to read and whose outputs are not in the cache.

    Raises:
        ExecutionError: a cell of a chapter has failed.
    """
    os.environ.update(FOR_KERNELS)  # kernels inherit it
    # Later chapters take longer: they start first.
    pages = [name for name in env.external_site_map if name in docnames]
    paths = [Path(env.doc2path(name)) for name in reversed(pages)]
    # Here, for Python 3.11 may not parse in two threads at once.
    caches = [str(chapter_cache.folder(path)) for path in paths]
    with ThreadPoolExecutor(KERNELS) as pool:
        list(pool.map(partial(_run, env), paths, caches))


def _run(env, path, cache):
    """Run a chapter as myst-nb would when it reads the page."""
    source = path.read_text(encoding="utf-8")
    config = env.mystnb_config.copy(execution_cache_path=cache)
    settings = env.myst_config, config
    reader = create_nb_reader(str(path), *settings, source)
    if reader:
        notebook = reader.read(source)
        with create_client(
            notebook, str(path), settings[1], _LOGGER, reader.read_fmt
        ):
            pass


def setup(app):
    """Connect to Sphinx; called by it."""
    app.connect("env-before-read-docs", run_before_reading)
    return {"parallel_read_safe": True}
