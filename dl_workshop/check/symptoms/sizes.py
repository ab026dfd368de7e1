"""Sizes: what is right for two components alone, and fails for any other number of them."""

import ast
from typing import Any

from dl_workshop.check import oracle
from dl_workshop.check.call_modes import as_it_is
from dl_workshop.check.evidence import Evidence


def right_for_two_alone(seen: Evidence) -> dict[str, Any] | None:
    """Tell whether the result is right for two, and not for as many as failed.

    Args:
        seen: Evidence.

    Returns:
        A dict of words, `number` and `things`, or None.
    """
    number = _components(seen.trial)
    whole = [
        each
        for each in _before(seen.trial)
        if each.must_hold.read is as_it_is and each.mode is seen.trial.mode
    ]
    right_for_two = max(map(_components, whole), default=0) == 2
    known = (
        number > 2
        and right_for_two
        and _counts_on_two(seen.tree)
        and not _right_for_more(seen)
    )
    of_one = "log_cholesky" in seen.parameters  # a single component, of rows
    things = "columns" if of_one else "components"
    return {"number": number, "things": things} if known else None


def _right_for_more(seen):
    """Whether some other result is right for more than two: then the number is not what fails."""
    return any(
        _components(trial) > 2
        and trial.must_hold.read is as_it_is
        and oracle.holds(trial, reading)
        for trial, reading in seen.readings.items()
    )


def _before(trial):
    """The trials before one that has failed: they have not."""
    trials = trial.exercise.trials
    return trials[: trials.index(trial)]


def _counts_on_two(tree):
    """Whether a 2 is written there, an index 1, or a list of two."""
    return any(
        (isinstance(node, ast.Constant) and node.value in (1, 2))
        or (isinstance(node, (ast.List, ast.Tuple)) and len(node.elts) == 2)
        for node in ast.walk(tree)
    )


def _components(trial):
    first = trial.arguments[0]
    return len(first) if isinstance(first, tuple) else 0
