"""Chapters run two at a time, before Sphinx reads them, and only if their code has changed.

Sphinx reads one page after another, and waits while its cells run. Here the chapters that it is
about to read run first; their outputs wait in the cache where Sphinx looks for them. What JAX
has compiled is kept as well: a chapter that runs again after an edit compiles what is new in it.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jupyter_cache import get_cache
from myst_nb.core.execute import create_client
from myst_nb.core.read import create_nb_reader
from sphinx.util import logging

KERNELS = 2  # at a time
COMPILED = Path(__file__).resolve().parent.parent / "_build" / "compiled"
KEEP_COMPILED = {
    "JAX_COMPILATION_CACHE_DIR": str(COMPILED),
    "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
    "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
}
_LOGGER = logging.getLogger(__name__)


def run_before_reading(app, env, docnames):
    """Run the chapters that Sphinx is about to read and whose outputs are not in the cache.

    Raises:
        ExecutionError: a cell of a chapter has failed.
    """
    os.environ.update(KEEP_COMPILED)  # kernels inherit it
    # Later chapters take longer: they start first.
    pages = [name for name in env.external_site_map if name in docnames]
    get_cache(env.mystnb_config.execution_cache_path).db  # noqa: B018, makes it once
    with ThreadPoolExecutor(KERNELS) as pool:
        list(pool.map(lambda name: _run(env, name), reversed(pages)))


def _run(env, name):
    """Run a chapter as myst-nb would when it reads the page."""
    path = Path(env.doc2path(name))
    source = path.read_text(encoding="utf-8")
    settings = env.myst_config, env.mystnb_config
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
