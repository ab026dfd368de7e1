"""Diagnosis: which known cause explains a failure. A wrong one is worse than none.

Asked are, in this order: symptoms that come first, and the exercise's own; its mistakes, one of
which explains a failure if it gives the same result there and, wherever both give one, the same
everywhere; the general symptoms; mistakes that agree wherever both are finite, in more calls
than one; the exercise's late symptoms; one change of the code that makes it right. NaN fits many
mistakes: it names none, unless the code shows the cause or a wrong number comes back elsewhere.
"""

from typing import Any

from dl_workshop.check import oracle
from dl_workshop.check.evidence import Evidence
from dl_workshop.check.sandbox import Problem
from dl_workshop.check.symptoms import FIRST, GENERAL, LAST

STRICT = False  # tests let a symptom's own error show


def cause(attempt: Any) -> str:
    """Name the cause of a failure.

    Args:
        attempt: an Attempt of which a trial has failed.

    Returns:
        A sentence or two, empty if none is known.
    """
    seen = Evidence(attempt)
    exercise = attempt.exercise
    return (
        _shown([*FIRST, *exercise.symptoms], seen)
        or _agreeing(exercise.mistakes, seen, _agrees)
        or _shown(GENERAL, seen)
        or _agreeing(exercise.mistakes, seen, _agrees_where_finite, _often)
        or _shown(exercise.late_symptoms, seen)
        or _shown(LAST, seen)
    )


def broken_rule(attempt: Any) -> str:
    """Name the rule of the exercise that an answer with right numbers breaks.

    Args:
        attempt: an Attempt of which everything holds.

    Returns:
        A sentence or two, empty if there is none.
    """
    rules = attempt.exercise.rules
    return (rules and _shown(rules, Evidence(attempt))) or ""


def _asked(symptom, seen):
    """Ask a symptom; one that stumbles over an answer nobody thought of has not been seen."""
    try:
        return symptom.when(seen)
    except Exception:
        if STRICT:
            raise
        return False


def _shown(symptoms, seen):
    for symptom in symptoms:
        found = _asked(symptom, seen)
        if found:
            words = found if isinstance(found, dict) else {}
            return symptom.sentence.format(**words)
    return ""


def _agreeing(mistakes, seen, agrees, enough=None):
    for mistake in mistakes:
        if mistake.when and not mistake.when(seen):
            continue
        for function in mistake.functions:
            if (
                all(agrees(seen, trial, function) for trial in seen.tried)
                and (mistake.when or not seen.is_nan or _shares_a_number(seen))
                and (enough is None or enough(seen, function))
            ):
                return mistake.sentence
    return ""


def _often(seen, wrong):
    """Whether there are numbers to compare in two calls at least, or in all that were made."""
    calls = {
        trial.invocation
        for trial in seen.tried
        if _both_finite(seen, trial, wrong)
    }
    return len(calls) >= min(2, len(seen.calls_made))


def _shares_a_number(seen):
    """Whether some result is a wrong number, so that to agree with it tells something."""
    return any(
        oracle.finite(reading)
        and not oracle.close(trial, reading, oracle.expected(trial))
        for trial, reading in seen.readings.items()
    )


def _agrees(seen, trial, wrong):
    ours, theirs = seen.readings[trial], oracle.known(trial, wrong)
    if isinstance(ours, Problem) or isinstance(theirs, Problem):
        # Elsewhere there is nothing to compare: a mistake in NumPy has no gradient.
        return trial is not seen.trial or _same_problem(ours, theirs)
    return oracle.close(trial, ours, theirs)


def _agrees_where_finite(seen, trial, wrong):
    compared = trial is seen.trial or _both_finite(seen, trial, wrong)
    return not compared or _agrees(seen, trial, wrong)


def _both_finite(seen, trial, wrong):
    both = seen.readings[trial], oracle.known(trial, wrong)
    return all(map(oracle.finite, both))


def _same_problem(one, other):
    # What cannot be traced tells nothing: no mistake in NumPy can.
    return type(one) is type(other) and one == other and not one.traced
