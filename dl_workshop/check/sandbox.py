"""A sandbox: run a function that anyone may have written, and come back whatever it does.

The function runs in a thread of its own, for three reasons. A thread can be left alone when its
time is up; signals interrupt only on Unix and only the main thread, and another process would
have to import JAX first and cannot be sent a function from a notebook. An exit or an interrupt
that the function raises ends the thread and not the notebook, while an interrupt that the
learner types arrives in the main thread, as always. And some of JAX's settings are a thread's,
among them the device: a GPU takes longer over a few numbers, and rounds in another way.

Time is the processor's, so that a busy machine makes no right answer late, and each call of the
function has its own. A thread that is late gets an exception, which ends a Python loop. A sleep
or a compiled loop does not notice; it lives on until it ends by itself, and holds nothing up.
"""

import contextlib
import ctypes
import faulthandler
import linecache
import os
import re
import sys
import tempfile
import textwrap
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jax
import numpy as np

from dl_workshop.check.bytecode import codes, is_stub
from dl_workshop.check.call_modes import WrongReturnType, in_jax
from dl_workshop.precision import enable_x64

SECONDS = 2.5  # of the processor, for one call of the function
WAITING = 4  # times as long by the clock, on a machine that is busy
ALTOGETHER = 8  # times as long for all calls
LOADING = 30.0  # seconds by the clock to compile and import: no fault of the function

# JAX's own defaults, so that a check says the same everywhere. Broadcasting is allowed.
_SETTINGS = {
    "debug_infs": False,
    "debug_nans": False,
    "disable_jit": False,
    "numpy_dtype_promotion": "standard",
    "numpy_rank_promotion": "allow",
    "threefry_partitionable": True,
}

# Kinds of errors, what their text holds, and what to do about them.
_ADVICE = (
    (
        jax.errors.TracerArrayConversionError,
        "",
        "JAX runs the function here with stand-ins for numbers, as `jit`, `vmap` and `grad` do. "
        "Functions of NumPy and SciPy need the numbers: use those of `jax.numpy` and `jax.scipy`.",
    ),
    (
        (
            jax.errors.ConcretizationTypeError,
            jax.errors.NonConcreteBooleanIndexError,
            jax.errors.TracerIntegerConversionError,
        ),
        "",
        "JAX runs the function here with stand-ins for numbers, as `jit` and `vmap` do. "
        "Python's `if`, `float()`, `int()`, `range()` and `math` need a number; `jnp.where` "
        "chooses without one, and functions of `jax.numpy` take the stand-in as it is.",
    ),
    (
        jax.errors.UnexpectedTracerError,
        "",
        "A stand-in for numbers was kept where it has no value any more: in a list, or in a "
        "variable outside the function that JAX traced. Let everything come in as an argument and "
        "go out by `return`; in `lax.scan`, as the carry.",
    ),
    (
        jax.errors.KeyReuseError,
        "",
        "A key was used twice, so two sets of random numbers are not independent. Make new keys "
        "with `random.split`, and use each of them once.",
    ),
    (
        TypeError,
        "JAX arrays are immutable",
        "Arrays do not change in place: `x.at[0].set(1.0)` returns a changed copy of `x`.",
    ),
    (RecursionError, "", "The function calls itself without end."),
    (SystemExit, "", "The function ends Python. Let it `return` instead."),
)


# Files whose functions run while JAX compiles or Python imports.
_OF_LOADING = re.compile(
    r"jax[/\\]_src[/\\](compiler|interpreters[/\\]mlir)\.py|<frozen importlib\._bootstrap>"
)


class _TimeIsUp(SystemExit):
    """Ends a thread without a word."""


@dataclass(frozen=True)
class Problem:
    """Why a call of the function gave no result.

    Attributes:
        error: name of the exception, among them "WrongReturnType" and "NothingReturned".
        text: its first line; of a WrongReturnType, what was expected and what was got.
        line: the learner's line that raised it, empty if none did.
        advice: what to do about it, may be empty.
        traced: whether a transformation of JAX is to blame, such as an `if` under jit.

    Two are equal if error and text are.
    """

    error: str
    text: str
    line: str = field(default="", compare=False)
    advice: str = field(default="", compare=False)
    traced: bool = field(default=False, compare=False)


def observe(
    function: Callable,
    mode: Callable,
    arguments: Any,
    prepare: Callable[[Any], Any] = in_jax,
) -> Any:
    """Call a function once.

    Args:
        function: what the learner wrote, guarded.
        mode: how to call it, see Property.
        arguments: as the catalogue has them.
        prepare: what to do to each of them first.

    Returns:
        The result as a NumPy array, or a Problem.
    """
    try:
        # Made anew each time: nobody can spoil them for the next.
        return np.array(mode(function, *map(prepare, arguments)))
    except _TimeIsUp:
        raise
    except BaseException as error:  # an exit or an interrupt, too
        return _problem(error, function)


def _problem(error, function):
    name = type(error).__name__
    try:
        if isinstance(error, WrongReturnType):
            return Problem(
                name, f"expected  {error.expected}\ngot       {error.got}"
            )
        advice = [
            said
            for kind, words, said in _ADVICE
            if isinstance(error, kind) and words in str(error)
        ]
        places = _places(error, function)
        if isinstance(error, NotImplementedError) and is_stub(function):
            return Problem("NothingReturned", "")  # a stub of another kind
        line = next(filter(None, reversed(places)), "")
        traced = isinstance(
            error, (jax.errors.JAXTypeError, jax.errors.JAXIndexError)
        )
        return Problem(
            name, _first_line(error), line, "".join(advice[:1]), traced
        )
    except Exception:  # the text of an exception may raise another
        return Problem(name, "")


def _first_line(error):
    """Shorten an exception's text, leaving out what differs from run to run."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", "".join(lines[:1]))
    text = re.sub(r"[\w.]+\.<locals>\.", "", text)
    return textwrap.shorten(text, 170, placeholder=" ...")


def _places(error, function):
    """Follow an error to where it was raised: the learner's lines, "" for those of others."""
    file = getattr(next(iter(codes(function)), None), "co_filename", None)
    return [
        f"line {number}: {linecache.getline(file, number).strip()}"
        if frame.f_code.co_filename == file
        else ""
        for frame, number in traceback.walk_tb(error.__traceback__)
    ]


def run(job: Callable[[], object], progress: Callable[[], int]) -> None:
    """Run a job in a thread of its own until it ends or its time is up.

    Whatever is printed, shown, drawn, warned of or set in JAX's configuration meanwhile is undone.

    Args:
        job: a function without arguments that keeps its findings itself.
        progress: gives a number that changes when the job has come a step further.
    """
    x64 = jax.config.jax_enable_x64  # type: ignore[attr-defined] # which JAX defines at run time
    thread = threading.Thread(target=_in_thread, args=(job, x64), daemon=True)
    with _silence(), _figures_kept(), _configuration_kept():
        thread.start()
        try:
            _wait(thread, progress)
        finally:  # late, or the learner has interrupted
            _stop(thread)


def _in_thread(job, x64):
    with contextlib.suppress(_TimeIsUp), contextlib.ExitStack() as settings:
        for name, value in _SETTINGS.items():
            settings.enter_context(getattr(jax, name)(value))
        settings.enter_context(enable_x64(x64))
        settings.enter_context(jax.default_device(_processor()))
        job()


def _processor():
    with contextlib.suppress(RuntimeError):  # it may be switched off
        return jax.local_devices(backend="cpu")[0]
    return None


def _wait(thread, progress):
    watch, steps = _Watch(), progress()
    while thread.is_alive() and not watch.is_over():
        thread.join(0.1)
        watch.look(_is_loading(thread))
        if progress() != steps:
            steps = progress()
            watch.step()


class _Watch:
    """Counts seconds: of the processor and by the clock, of a step and of all, of loading."""

    def __init__(self) -> None:
        self.cpu = self.clock = self.all = self.loading = 0.0
        self.last = time.process_time(), time.monotonic()

    def look(self, is_loading: bool) -> None:
        """Count what has passed since the last look."""
        now = time.process_time(), time.monotonic()
        cpu, clock = (a - b for a, b in zip(now, self.last, strict=True))
        self.last = now
        if is_loading:
            self.loading += clock
        else:
            self.cpu, self.clock = self.cpu + cpu, self.clock + clock
            self.all += cpu

    def step(self) -> None:
        """Begin a step."""
        self.cpu = self.clock = 0.0

    def is_over(self) -> bool:
        """Tell whether it has taken too long; who sleeps does not use the processor."""
        sleeps = self.clock > SECONDS and self.cpu < 0.1 * self.clock
        return (
            self.cpu > SECONDS
            or sleeps
            or self.clock > WAITING * SECONDS
            or self.all > ALTOGETHER * SECONDS
            or self.loading > LOADING
        )


def _is_loading(thread):
    """Whether JAX compiles just now, or Python imports a module."""
    return any(map(_OF_LOADING.search, _stack(thread)))


# A thread that runs is looked at, and each of two ways to do so crashes some release of Python.
if sys.version_info < (3, 12):

    def _stack(thread):
        """Lines on the functions that a thread is in.

        If garbage is collected while frames are followed, they may be gone. `faulthandler` writes
        them down in one go.
        """
        with tempfile.TemporaryFile() as file:
            faulthandler.dump_traceback(file)
            file.seek(0)
            stacks = file.read().decode(errors="replace").split("\n\n")
        of_thread = re.compile(rf".*hread 0x0*{thread.ident:x} ")
        return [stack for stack in stacks if of_thread.match(stack)]

else:

    def _stack(thread):
        """Files of the functions that a thread is in.

        `faulthandler` stumbles over a function that has returned and still deletes its variables.
        """
        frame = sys._current_frames().get(thread.ident)
        while frame is not None:
            yield frame.f_code.co_filename
            frame = frame.f_back


def _stop(thread):
    for _ in range(5):  # a destructor or a bare `except` may swallow one
        if thread.is_alive():
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(thread.ident), ctypes.py_object(_TimeIsUp)
            )
            thread.join(0.02)


@contextlib.contextmanager
def _silence():
    complain, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        with (
            _nothing_displayed(),
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            contextlib.redirect_stdout(nowhere),
            contextlib.redirect_stderr(nowhere),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.unraisablehook = complain


@contextlib.contextmanager
def _configuration_kept():
    before = dict(jax.config.values)
    try:
        # JAX takes seconds to tidy the traceback of an endless recursion.
        jax.config.update("jax_traceback_filtering", "off")
        yield
    finally:
        after = dict(jax.config.values)
        for name, value in before.items():
            if after[name] != value:
                jax.config.update(name, value)


@contextlib.contextmanager
def _nothing_displayed():
    """Swallow what `display` would show; without IPython there is none."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    if not shell:
        yield
        return
    publisher, shell.display_pub = shell.display_pub, _Nowhere()
    try:
        yield
    finally:
        shell.display_pub = publisher


class _Nowhere:
    """A display publisher that publishes nothing."""

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments, **options: None


@contextlib.contextmanager
def _figures_kept():
    """Close the figures that the function opens, and let it draw in no others."""
    pyplot, before = sys.modules.get("matplotlib.pyplot"), set(_figures())
    current = pyplot.gcf().number if before else None
    if before:
        pyplot.figure()
    yield
    for number in set(_figures()) - before:
        sys.modules["matplotlib.pyplot"].close(number)
    if current in before:
        pyplot.figure(current)


def _figures():
    pyplot = sys.modules.get("matplotlib.pyplot")
    return pyplot.get_fignums() if pyplot else []
