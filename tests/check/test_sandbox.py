"""Whatever comes in, an answer comes out, in time, and nothing else has changed."""

import _thread
import asyncio
import contextlib
import signal
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np
import pytest

from dl_workshop.check import sandbox
from dl_workshop.check.feedback import Feedback
from tests.check.conftest import SECONDS


def right(weights):
    return weights / jnp.sum(weights)


@pytest.fixture
def short(monkeypatch):
    """Half a second is enough to be late."""
    monkeypatch.setattr(sandbox, "SECONDS", 0.5)


def threads():
    return threading.active_count()


# Time.


def loops_for_ever(weights):
    while True:
        pass


def loops_and_swallows(weights):
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        with contextlib.suppress(BaseException):
            time.sleep(0.01)


def sleeps(weights):
    time.sleep(1.5)


def waits_for_a_lock(weights):
    threading.Event().wait(1.5)


def never_ends_inside_jax(weights):
    while True:
        weights = weights + 1


@pytest.mark.parametrize(
    "function",
    [
        loops_for_ever,
        loops_and_swallows,
        sleeps,
        waits_for_a_lock,
        never_ends_inside_jax,
    ],
)
def test_late_functions_are_left_alone(normalize, function, short):
    start = time.process_time()
    feedback = normalize(function)
    assert time.process_time() - start < 2
    assert feedback.outcome == "incorrect"
    assert "stopped after 0.5 seconds" in feedback.message
    assert "normalize_weights(jnp.array([1.0, 5.0]))" in feedback.message


def test_an_endless_loop_takes_under_three_seconds(normalize, monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", SECONDS)
    normalize(right)
    start = (
        time.process_time()
    )  # on a machine that does nothing else, what one waits
    assert normalize(loops_for_ever).outcome == "incorrect"
    assert time.process_time() - start < 3


def test_slow_is_called_slow(normalize, monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 1.5)
    normalize(right)

    def slow(weights):
        end = time.process_time() + (0.1 if len(weights) == 2 else 3.0)
        while time.process_time() < end:
            pass
        return right(weights)

    message = normalize(slow).message
    assert "the function is slow, and may be right" in message
    assert "does not end" not in message


def test_each_call_has_time_of_its_own(normalize, monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 1.0)
    normalize(right)

    def takes_its_time(weights):  # twice for each of three inputs
        end = time.process_time() + 0.25
        while time.process_time() < end:
            pass
        return np.asarray(weights) / np.sum(np.asarray(weights))

    assert normalize(takes_its_time).passed


def test_a_loop_that_is_late_ends(normalize, short):
    before = threads()
    normalize(loops_for_ever)
    for _ in range(500):
        if threads() <= before:
            break
        time.sleep(0.02)
    assert threads() <= before  # threads of earlier tests may end meanwhile


def test_time_spent_compiling_is_not_the_functions(normalize, monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 0.3)
    monkeypatch.setattr(sandbox, "_is_loading", lambda thread: True)

    def compiles_long(weights):
        time.sleep(0.1)
        return right(weights)

    assert normalize(compiles_long).passed


def test_time_spent_importing_is_not_the_functions(
    normalize, tmp_path, monkeypatch
):
    """SciPy, imported inside, takes longer than the function may."""
    monkeypatch.setattr(sandbox, "SECONDS", 0.3)
    (tmp_path / "takes_a_second.py").write_text(
        "import time\nend = time.process_time() + 1\n"
        "while time.process_time() < end: pass\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)

    def imports(weights):
        import takes_a_second  # noqa: F401

        return right(weights)

    assert normalize(imports).passed


def test_a_failure_found_in_time_is_told(normalize, short):
    def wrong_then_late(weights):
        if len(weights) == 3:
            time.sleep(1)
        return weights

    feedback = normalize(wrong_then_late)
    assert "the probabilities sum to 1" in feedback.message


def test_compiling_is_seen():
    def many_programs():
        for number in range(1000):
            if not seen:
                jax.jit(lambda x, n=number: jnp.sort(x * n)).lower(jnp.ones(3))

    seen = []
    thread = threading.Thread(target=many_programs)
    thread.start()
    while thread.is_alive() and not seen:
        seen += [True] * sandbox._is_loading(thread)
    thread.join()
    assert seen


def test_waiting_is_not_compiling():
    release = threading.Event()
    thread = threading.Thread(target=release.wait, args=(5,))
    thread.start()
    assert not sandbox._is_loading(thread)
    release.set()
    thread.join()
    assert not sandbox._is_loading(thread)  # it has no stack any more


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="garbage waits there for a whole line"
)
def test_frames_of_a_thread_that_runs_are_not_touched(monkeypatch):
    """Followed from another thread while garbage is collected, they crash Python 3.11.

    Within some 1000 to 20,000 looks, where collections let the other thread run.
    """
    monkeypatch.setattr(sys, "_current_frames", lambda: pytest.fail("taken"))
    assert not sandbox._is_loading(threading.current_thread())


# What a function deletes as it returns lets other threads run. There, `faulthandler` crashes 3.13.
RETURNING = """
import select, threading, time
from dl_workshop.check import sandbox

def returning(_):
    deleted = getattr(select, "epoll", object)()

def work():
    end = time.monotonic() + 2
    while time.monotonic() < end:
        list(map(returning, range(1000)))

thread = threading.Thread(target=work)
thread.start()
while thread.is_alive():
    assert not sandbox._is_loading(thread)
"""


def test_a_function_that_is_just_returning_can_be_looked_at():
    subprocess.run([sys.executable, "-c", RETURNING], check=True)


# Exits, interrupts, errors.


class Rude(BaseException):
    pass


class RudeTextError(Exception):
    def __str__(self):
        raise RuntimeError("no text")


def exits(weights):
    sys.exit("bye")


def interrupts(weights):
    raise KeyboardInterrupt


def is_rude(weights):
    raise Rude("!")


def has_a_rude_text(weights):
    raise RudeTextError


def calls_itself(weights):
    return calls_itself(weights) + 1


def warns(weights):
    warnings.warn("careful", stacklevel=1)
    raise ValueError(f"{object()} is wrong\nand more")


@pytest.mark.parametrize(
    ("function", "error"),
    [
        (exits, "SystemExit: bye"),
        (interrupts, "KeyboardInterrupt"),
        (is_rude, "Rude: !"),
        (has_a_rude_text, "RudeTextError"),
        (calls_itself, "RecursionError: maximum recursion depth"),
        (warns, "ValueError: <object object> is wrong\n"),
    ],
)
def test_whatever_is_raised_is_told(normalize, function, error, capfd):
    feedback = normalize(function)
    assert feedback.outcome == "raised"
    assert error in feedback.message
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("function", "advice"),
    [
        (exits, "ends Python"),
        (calls_itself, "calls itself without end"),
    ],
)
def test_some_errors_get_advice(normalize, function, advice):
    assert advice in normalize(function).message


@pytest.fixture
def interruptible():
    """Python's own answer to an interrupt, whatever earlier tests have left."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_the_learners_own_interrupt_arrives(normalize):
    timer = threading.Timer(0.3, _thread.interrupt_main)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        normalize(sleeps)
    timer.join()
    assert normalize(right).passed


# Odd callables.


class Instances:
    def __init__(self, weights):
        self.weights = weights


class NoAttributes:
    def __getattr__(self, name):
        raise RuntimeError(name)

    def __call__(self, weights):
        return right(weights)


async def coroutine(weights):
    await asyncio.sleep(0)


def generator(weights):
    yield from weights


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (Instances, "an Instances"),
        (coroutine, "a coroutine"),
        (generator, "a generator"),
    ],
)
def test_callables_that_return_something_else(normalize, function, kind):
    feedback = normalize(function)
    assert feedback.outcome == "incorrect"
    assert f"got       {kind}" in feedback.message


def test_a_right_answer_may_be_any_callable(normalize):
    assert normalize(NoAttributes()).passed
    assert normalize(jax.jit(right)).passed
    assert normalize(lambda weights: right(weights)).passed


@pytest.mark.parametrize("function", [len, print, int, np.linalg.norm, dict])
def test_functions_without_source_are_answered(normalize, function):
    assert isinstance(normalize(function), Feedback)


# Nothing else changes.


def test_prints_are_not_shown(normalize, capfd):
    def prints(weights):
        print("look", weights)
        print("here", file=sys.stderr)
        return right(weights)

    assert normalize(prints).passed
    assert capfd.readouterr() == ("", "")


def test_figures_are_closed_and_others_kept(normalize):
    mine = plt.figure()

    def draws(weights):
        plt.figure()
        plt.plot(np.asarray(weights))
        return right(weights)

    normalize(draws)
    assert plt.get_fignums() == [mine.number]
    plt.close(mine)


def test_nothing_is_drawn_in_a_figure_that_is_open(normalize):
    plt.figure()
    mine = plt.figure()
    plt.figure()
    plt.figure(mine.number)

    def draws_where_it_can(weights):
        plt.plot(np.asarray(weights))
        plt.title("look")
        return right(weights)

    assert normalize(draws_where_it_can).passed
    assert not mine.axes
    assert plt.gcf() is mine
    plt.close("all")


def test_nothing_is_displayed(normalize, monkeypatch):
    published = []

    class Publisher:
        def publish(self, *arguments, **options):
            published.append(arguments)

    class Shell:
        display_pub = Publisher()

    shell, publisher = Shell(), Shell.display_pub
    ipython = SimpleNamespace(get_ipython=lambda: shell)
    monkeypatch.setitem(sys.modules, "IPython", ipython)

    def displays(weights):
        shell.display_pub.publish({"text/plain": "look"})
        return right(weights)

    assert normalize(displays).passed
    assert published == []
    assert shell.display_pub is publisher


def test_warnings_are_no_errors(normalize):
    def warns_and_goes_on(weights):
        warnings.warn("careful", stacklevel=1)
        np.log(np.zeros(1))
        return right(weights)

    assert normalize(warns_and_goes_on).passed


def test_inputs_cannot_be_spoilt(normalize):
    def spoils(weights):
        weights = np.array(weights)
        total = weights.sum()
        weights /= total
        return weights

    assert normalize(spoils).passed
    assert normalize(right).passed


def test_jaxs_configuration_is_kept(normalize):
    before = dict(jax.config.values)

    def configures(weights):
        jax.config.update("jax_enable_x64", not before["jax_enable_x64"])
        jax.config.update("jax_debug_nans", True)
        jax.config.update("jax_numpy_rank_promotion", "warn")
        return right(weights)

    assert normalize(configures).passed
    assert dict(jax.config.values) == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("jax_debug_nans", True),
        ("jax_disable_jit", True),
        ("jax_numpy_dtype_promotion", "strict"),
        ("jax_threefry_partitionable", False),
    ],
)
def test_the_answer_does_not_depend_on_the_configuration(
    one_component, name, value
):
    def not_for_jit(weight, mu, log_scale, datum):
        if datum > 1e9:
            return 0.0
        return jnp.log(weight) + jax.scipy.stats.norm.logpdf(
            datum, mu, jnp.exp(log_scale)
        )

    usual = one_component(not_for_jit).message
    before = jax.config.values[name]
    jax.config.update(name, value)
    try:
        assert one_component(not_for_jit).message == usual
        assert jax.config.values[name] == value
    finally:
        jax.config.update(name, before)


def test_answers_are_computed_on_the_processor_wherever_arrays_live():
    script = Path(__file__).with_name("on_another_device.py")
    found = subprocess.run(
        [sys.executable, script],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert found.stdout == "{0}\n"


def test_a_processor_may_be_switched_off(normalize, monkeypatch):
    def none(backend):
        raise RuntimeError(f"Unknown backend {backend}")

    monkeypatch.setattr(jax, "local_devices", none)
    assert normalize(right).passed


def test_broadcasting_is_allowed(one_component):
    def broadcasts(weight, mu, log_scale, datum):
        table = jnp.ones((2, 3)) * jnp.ones(3)
        return table[0, 0] * (
            jnp.log(weight)
            + jax.scipy.stats.norm.logpdf(datum, mu, jnp.exp(log_scale))
        )

    assert one_component(broadcasts).passed


def test_float64_is_used_where_it_is_on(normalize, x64):
    seen = []

    def looks(weights):
        seen.append(weights.dtype)
        return right(weights)

    assert normalize(looks).passed
    assert set(map(str, seen)) == {"float64"}
