"""Exercises that check themselves.

    from dl_workshop import check
    check.normalize_weights                         the task
    check.normalize_weights(normalize_weights)      what is right or wrong with your function
    check.normalize_weights.hint()                  the next hint
    check.normalize_weights.solution()              a solution, and why it is so
    check.progress()                                what has passed so far

CATALOGUE holds all exercises, in the order of the chapters. Read the files in this order:
exercise (what an exercise is), catalogue (the exercises), running, engine, answers.
"""

from dl_workshop.check import session
from dl_workshop.check.catalogue import CATALOGUE

_CHECKS = {exercise.name: session.Check(exercise) for exercise in CATALOGUE}
globals().update(
    _CHECKS
)  # one name for each exercise, so that Tab completes it

__all__ = ["CATALOGUE", "progress", *_CHECKS]


def progress():
    """Tell what has passed so far, in this session of Python."""
    return session.progress(list(_CHECKS.values()))
