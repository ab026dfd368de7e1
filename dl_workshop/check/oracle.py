"""The oracle: what a right answer gives in a trial, and what a known mistake would give."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from dl_workshop.check.call_modes import guarded, in_jax, in_numpy
from dl_workshop.check.changed import observed
from dl_workshop.check.exercise import Trial
from dl_workshop.check.sandbox import Problem, observe


def expected(trial: Trial) -> np.ndarray:
    """Return what a right answer gives in a trial, a NumPy array."""
    if trial.must_hold.expected is None:
        return read(trial, right(trial, trial.arguments))
    return np.asarray(trial.must_hold.expected)


def right(trial: Trial, arguments: Any) -> Any:
    """Return the whole result of the reference in the mode of a trial, with any arguments."""
    guard = _guarded(trial.exercise.reference, trial.exercise.returns)
    return _observe(guard, trial.mode, arguments, in_jax)


@cache
def changed(trial: Trial, number: int) -> Any:
    """Return the whole result of the reference in a trial, with another argument in one place."""
    guard = _guarded(trial.exercise.reference, trial.exercise.returns)
    return observed(guard, trial, number)


def known(trial: Trial, wrong: Callable) -> Any:
    """Return what comes back in a trial of a known mistake."""
    guard = _guarded(wrong, trial.exercise.returns)
    return read(trial, _observe(guard, *trial.invocation, in_numpy))


# References and known mistakes, and what they give, stay the same.
_guarded = cache(guarded)
_observe = cache(observe)


def read(trial: Trial, result: Any) -> Any:
    """Read off a result what the trial compares, unless it is a Problem."""
    if isinstance(result, Problem):
        return result
    try:
        return np.asarray(trial.must_hold.read(result))
    except Exception:  # a result of another shape has nothing to read there
        return result


def close(trial: Trial, one: Any, other: Any) -> bool:
    """Tell whether two arrays agree within the tolerances of a trial."""
    is_complex = "c" in (one.dtype.kind, other.dtype.kind)
    wide = np.complex128 if is_complex else np.float64
    return one.shape == other.shape and np.allclose(
        one.astype(wide),
        other.astype(wide),
        trial.must_hold.rtol,
        trial.must_hold.atol,
        equal_nan=True,
    )


def holds(trial: Trial, reading: Any) -> bool:
    """Tell whether a reading is what a right answer gives in a trial."""
    return not isinstance(reading, Problem) and close(
        trial, reading, expected(trial)
    )


def finite(reading: Any) -> bool:
    """Tell whether a reading is an array of finite numbers."""
    return not isinstance(reading, Problem) and bool(
        np.all(np.isfinite(reading))
    )
