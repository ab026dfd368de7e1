"""Messages: the answers of a check, in words."""

from typing import Any

from dl_workshop.check import sandbox
from dl_workshop.check.call_modes import kind
from dl_workshop.check.exercise import Exercise, Trial
from dl_workshop.check.feedback import (
    Feedback,
    code,
    comparison,
    shape_comparison,
)


def correct(exercise: Exercise, has_loop: bool) -> Feedback:
    """Answer to a function of which everything holds."""
    return Feedback(
        "correct",
        f"Correct. {exercise.insight}",
        exercise.tip if has_loop else "",
    )


def broken_rule(sentence: str) -> Feedback:
    """Answer to a function of which everything holds, by a way that the task forbids."""
    return Feedback(
        "incorrect", "The numbers are right, and the way is not.", sentence
    )


def not_attempted(exercise: Exercise) -> Feedback:
    """Answer to a stub."""
    return Feedback(
        "not attempted",
        f"Not attempted yet: `{exercise.name}` returns nothing. Write its body in place of "
        "`...`, then run the cell again.",
        f"For a first idea, see `check.{exercise.name}.hint()`.",
    )


def no_function(exercise: Exercise, value: Any) -> Feedback:
    """Answer to something that cannot be called."""
    name = exercise.name
    return Feedback(
        "incorrect",
        f"Incorrect. The check takes the function itself and got {kind(value)}. Hand over its "
        "name, without brackets behind it:",
        code(f"check.{name}({name})"),
    )


def no_answer(trial: Trial, calls: int) -> Feedback:
    """Answer to a function that takes too long, after a number of calls that came back."""
    advice = (
        "The input is small, so look for a loop that does not end, or for work that is done again "
        "and again."
    )
    if calls:
        advice = (
            "What was tried before gave no wrong result: the function is slow, and may be right. "
            "In a Python loop each operation of JAX starts anew; one operation on a whole array, "
            "or `vmap`, does the same in one go."
        )
    return Feedback(
        "incorrect",
        f"Incorrect. The check stopped after {sandbox.SECONDS:g} seconds, in the middle of this:",
        code(trial.exercise.setup, trial.call),
        advice,
    )


def failure(
    trial: Trial, expected: Any, reading: Any, diagnosis: str
) -> Feedback:
    """Answer to a function of which something does not hold.

    Args:
        trial: the Trial that failed.
        expected: a NumPy array, or None beside a Problem.
        reading: what the function gave instead: another array, or a Problem.
        diagnosis: the sentence of a known mistake, may be empty.

    Returns:
        Feedback.
    """
    error, setup = getattr(reading, "error", None), trial.exercise.setup
    if error is None:
        compare = shape_comparison if _shows_a_shape(trial) else comparison
        difference = code(setup, trial.shown, compare(expected, reading))
        return _incorrect(trial, difference, diagnosis)
    if error == "WrongReturnType":
        difference = code(setup, trial.call, reading.text)
        return _incorrect(trial, difference, diagnosis)
    if error == "NothingReturned":
        difference = code(setup, trial.call, "got       None")
        return _incorrect(trial, difference, diagnosis)
    return _raised(trial, reading, diagnosis)


def _shows_a_shape(trial):
    return trial.shown.endswith(".shape") or trial.shown.startswith(
        "jnp.shape("
    )


def _incorrect(trial, difference, diagnosis):
    hint = f"For help, see `check.{trial.exercise.name}.hint()`."
    return Feedback(
        "incorrect",
        f"Incorrect. This should hold: {trial.must_hold.name}.",
        difference,
        diagnosis or hint,
    )


def _raised(trial, problem, diagnosis):
    error = f"{problem.error}: {problem.text}".removesuffix(": ")
    where = (
        f"in your {problem.line}".removesuffix(": ") if problem.line else ""
    )
    opening = "An error was raised in this call:"
    if not trial.is_a_call:
        opening = f"An error was raised where this should hold: {trial.must_hold.name}."
    return Feedback(
        "raised",
        opening,
        code(trial.exercise.setup, trial.call, error, where),
        diagnosis or problem.advice or _on_the_call(trial, problem),
    )


def _on_the_call(trial, problem):
    """Say what the arguments are, if the error may come from their number."""
    if problem.error != "TypeError" or problem.line or not trial.is_a_call:
        return ""
    names = trial.exercise.parameters
    return (
        f"The function is called with {len(names)} argument{'s' * (len(names) > 1)}, in this "
        f"order: {', '.join(f'`{name}`' for name in names)}."
    )
