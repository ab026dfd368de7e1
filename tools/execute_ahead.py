"""Chapters run two at a time while Sphinx reads pages, and only if their code has changed.

By itself Sphinx reads one page after another, and waits while its cells run. Here two kernels run
the chapters, and Sphinx waits only when it comes to a page whose outputs are not there yet. A
kernel goes on to the next chapter (see `kernel_reset`): to start one takes seconds, and JAX knows
by then what it has compiled. In a first build they start while Sphinx does. Figures are kept too
(see `kernel_startup`), and `make` has JAX keep what it has compiled: a chapter that runs again
after an edit compiles what is new in it.
"""

import asyncio
import os
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from time import perf_counter
from typing import NamedTuple

import chapter_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.execute import ExecutionError
from myst_nb.core.read import create_nb_reader
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from notebooks.execution import QUIET

KERNELS = 2  # at a time
_HERE = Path(__file__).resolve().parent
FOR_KERNELS = {"PYTHONSTARTUP": str(_HERE / "kernel_startup.py")}
FORGET = (_HERE / "kernel_reset.py").read_text(encoding="utf-8")


class Run(NamedTuple):
    """A chapter that waits for a kernel.

    Attributes:
        path: of the chapter.
        notebook: what is run, changed in place.
        cache: folder that takes the outputs.
        timeout: seconds for one cell.
        done: gets no result, or an ExecutionError.
    """

    path: Path
    notebook: NotebookNode
    cache: Path
    timeout: int
    done: Future


class Kernels:
    """Kernels that run chapters in the background, each one chapter after another.

    Args:
        folder: where they run.
    """

    def __init__(self, folder):
        self._folder = folder
        self._waiting = SimpleQueue()
        self._threads = []

    def start(self):
        """Start all kernels, before there is something to run."""
        for _ in range(KERNELS):
            self._start_one()

    def run(self, path, notebook, cache, timeout):
        """Run a chapter as soon as a kernel is free; its outputs go to the cache.

        Args:
            path: of the chapter.
            notebook: what is run, changed in place.
            cache: folder that takes the outputs.
            timeout: seconds for one cell.

        Returns:
            A Future without result, or with an ExecutionError if a cell fails.
        """
        run = Run(path, notebook, cache, timeout, Future())
        self._waiting.put(run)
        if sum(thread.is_alive() for thread in self._threads) < KERNELS:
            self._start_one()
        return run.done

    def stop(self):
        """Drop the chapters that no kernel has begun, and have the kernels end."""
        for run in self._dropped():
            run.done.cancel()
        for _ in self._threads:
            self._waiting.put(None)

    def join(self):
        """Wait until the kernels have ended."""
        while self._threads:
            self._threads.pop().join()

    def _start_one(self):
        # A daemon: whoever presses Ctrl-C does not wait for the chapters.
        thread = Thread(target=self._work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self):
        try:
            asyncio.run(self._run_all())
        except Exception as error:
            # No kernel starts: nobody shall wait for it.
            for run in self._dropped():
                run.done.set_exception(error)

    def _dropped(self):
        """Take the chapters out that wait; None, which ends a kernel, is none."""
        while not self._waiting.empty():
            if run := self._waiting.get():
                yield run

    async def _run_all(self):
        """Run one chapter after another in one kernel."""
        client = NotebookClient(
            new_notebook(),
            resources={"metadata": {"path": str(self._folder)}},
            extra_arguments=QUIET,
            record_timing=False,
        )
        async with client.async_setup_kernel():
            while run := self._waiting.get():
                await _tell(run.done, _execute(client, run))


async def _tell(done, execution):
    try:
        done.set_result(await execution)
    except Exception as error:
        done.set_exception(error)


async def _execute(client, run):
    begun = perf_counter()
    client.nb = _after_forgetting(run.notebook)
    client.timeout = run.timeout
    try:
        await client.async_execute(cleanup_kc=False)
    except (CellControlSignal, DeadKernelError) as error:
        raise ExecutionError(f"{run.path}\n{error}") from error
    took = {"execution_seconds": perf_counter() - begun}
    with chapter_cache.opened(run.cache) as cache:
        cache.cache_notebook_bundle(
            CacheBundleIn(run.notebook, str(run.path), data=took),
            check_validity=False,
            overwrite=True,
        )


def _after_forgetting(notebook):
    """Return a notebook of the same cells, after one that makes a kernel as good as new."""
    cells = [new_code_cell(FORGET), *notebook.cells]
    return NotebookNode(notebook | {"cells": cells})


def start_chapters(app, env, docnames):
    """Begin to run the chapters that Sphinx is about to read and that have not run as they are.

    Args:
        app: Sphinx; learns what runs.
        env: what Sphinx knows of pages.
        docnames: of the pages, put in the order in which their outputs come.
    """
    app.chapters_running = {}
    # Later chapters take longer: they start first, and Sphinx reads in the order of the runs.
    pages = [name for name in env.external_site_map if name in docnames]
    for name in reversed(pages):
        path = Path(env.doc2path(name))
        notebook = _to_be_run(env, path)
        if notebook:
            cache = chapter_cache.folder(path)
            timeout = env.mystnb_config.execution_timeout
            run = app.kernels.run(path, notebook, cache, timeout)
            app.chapters_running[name] = run
    running = [*app.chapters_running]
    docnames[:] = [n for n in docnames if n not in running] + running


def _to_be_run(env, path):
    """Return a chapter's notebook; None if the page has no code, or if its outputs are kept."""
    text = path.read_text(encoding="utf-8")
    reader = create_nb_reader(
        str(path), env.myst_config, env.mystnb_config, text
    )
    if reader is None or chapter_cache.executed(path):
        return None
    return reader.read(text)


def wait_for_chapter(app, docname, source):
    """Have Sphinx read a page only when its outputs are there.

    Raises:
        ExecutionError: a cell of the chapter has failed.
    """
    if docname in app.chapters_running:
        app.chapters_running[docname].result()


def stop_kernels(app, env):
    """Have the kernels end: Sphinx has read all pages, and writes them meanwhile."""
    app.kernels.stop()


def leave_no_kernel(app, exception):
    """End the kernels, whether all went well or not."""
    app.kernels.stop()
    app.kernels.join()


def setup(app):
    """Connect to Sphinx; called by it."""
    os.environ.update(FOR_KERNELS)  # kernels inherit it
    app.kernels = Kernels(app.srcdir)
    if not chapter_cache.CACHE.exists():  # all chapters are about to run
        app.kernels.start()
    app.connect("env-before-read-docs", start_chapters)
    app.connect("source-read", wait_for_chapter)
    app.connect("env-updated", stop_kernels)
    app.connect("build-finished", leave_no_kernel)
    return {"parallel_read_safe": True}
