"""Parts: a variable of the notebook in an argument's place, for a part of the result alone."""

import numpy as np

from dl_workshop.check import changed, oracle
from dl_workshop.check.symptoms.arguments import in_the_place_of
from dl_workshop.check.symptoms.register import LAST, symptom


@symptom(
    "The function reads `{variable}`, a variable of the notebook, and the argument `{argument}` "
    "has no effect on what is compared here. Take what comes in as an argument.",
    among=LAST,
)
def a_variable_for_a_part(seen):
    idle = seen.variables and _idle(seen)
    return idle and in_the_place_of(seen, idle)


def _idle(seen):
    """The first argument that changes the reading of a right answer, and not this one."""
    for number, name in enumerate(seen.parameters):
        mine = changed.observed(seen.function, seen.trial, number)
        right = oracle.changed(seen.trial, number)
        if (
            _tells(seen.result)
            and _same(seen.result, oracle.read(seen.trial, mine))
            and not _same(_right(seen), oracle.read(seen.trial, right))
        ):
            return name
    return None


def _right(seen):
    trial = seen.trial
    return oracle.read(trial, oracle.right(trial, trial.arguments))


def _tells(reading):
    """Whether a reading is no count or place, which is often the same by chance, and no zero."""
    return (
        oracle.finite(reading)
        and reading.dtype.kind == "f"
        and bool(np.any(np.abs(reading) > 1e-6))
    )


def _same(one, other):
    both = oracle.finite(one) and oracle.finite(other)
    return both and one.shape == other.shape and np.allclose(one, other, 1e-5)
