"""Verdicts: what the check says of each function that an assembly can give."""

import linecache
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from dl_workshop.check.assembly import MOST, NAMES, Blanks, Lines, assembled
from dl_workshop.check.exercise import Exercise
from dl_workshop.check.grader import assess


@dataclass(frozen=True)
class Verdict:
    """The check's answer to one combination.

    Attributes:
        pieces: one for each menu.
        outcome: as in Feedback.
        message: the feedback, word for word.
    """

    pieces: tuple
    outcome: str
    message: str

    @property
    def names_a_cause(self) -> bool:
        """Whether the feedback ends with a sentence on what went wrong."""
        last = self.message.split("\n\n")[-1]
        # Of lines in a wrong order, Python itself says that much.
        too_early = "is read before it has a value" in last
        return not (too_early or last.startswith(("    ", "For help, see ")))


def written(name: str, code: str) -> Callable:
    """Define a function from its source, as a notebook's cell would.

    Args:
        name: the function's.
        code: its definition.

    Returns:
        The function. Its source can be read, so the check can point at a line of it.
    """
    file = f"<assembled {name}>"
    namespace: dict[str, Any] = {}
    linecache.cache[file] = len(code), None, code.splitlines(True), file
    exec(NAMES, namespace)
    exec(compile(code, file, "exec"), namespace)
    return namespace[name]


def _put_together(exercise, pieces):
    if exercise.assembly is None:
        raise ValueError(
            f"expected an exercise in pieces, got {exercise.name}, which has none"
        )
    return written(exercise.name, assembled(exercise.assembly, pieces))


def judged(exercise: Exercise, pieces: Sequence[str]) -> Verdict:
    """Ask the check about one combination.

    Args:
        exercise: an Exercise that has an assembly.
        pieces: one for each menu.

    Returns:
        A Verdict.
    """
    feedback = assess(exercise, _put_together(exercise, pieces))
    return Verdict(tuple(pieces), feedback.outcome, feedback.message)


def drawn(exercise: Exercise, pieces: Sequence[str]) -> list:
    """Compute the curves of what pieces make.

    Args:
        exercise: an Exercise that has a picture.
        pieces: one for each menu.

    Returns:
        A list of curves, each a list of numbers of three digits, None where one is not finite;
        no curves where the function gives none.
    """
    picture, function = exercise.picture, _put_together(exercise, pieces)
    if picture is None:
        return []
    places = jnp.array(picture.x)
    try:
        with jax.numpy_rank_promotion("allow"):  # as checks do
            table = np.array(picture.call(function, places), np.float64)
    except Exception:  # the verdict says what it is
        return []
    curves = table[None] if table.ndim == 1 else table.T
    if curves.ndim != 2 or curves.shape[1] != len(places) or len(curves) > 4:
        return []
    return [[*map(_three_digits, curve)] for curve in curves]


def _three_digits(number):
    return float(f"{number:.3g}") if np.isfinite(number) else None


def faults(assembly: Blanks | Lines, verdicts: Sequence[Verdict]) -> list[str]:
    """Say what an assembly does not satisfy.

    Args:
        assembly: Blanks or Lines.
        verdicts: of all its combinations.

    Returns:
        A list of sentences, empty if it is as it should be.
    """
    return [
        *_faults_of_form(assembly),
        *_passing_otherwise_than_said(assembly, verdicts),
        *_never_named(assembly, verdicts),
        *_crashing(assembly, verdicts),
    ]


def _faults_of_form(assembly):
    few = 2 <= len(assembly.menus) <= 5
    some = all(2 <= len(menu) <= 5 for menu in assembly.menus)
    if assembly.number > MOST:
        yield f"There are {assembly.number} combinations: at most {MOST}."
    if not few or not (some or assembly.each_once):
        yield "A template has two to five menus, of two to five pieces each."
    if any(len(set(menu)) < len(menu) for menu in assembly.menus):
        yield "A piece stands twice in a menu."
    wide = [
        line
        for pieces in assembly.combinations()
        for line in assembled(assembly, pieces).splitlines()
        if len(line) > 79
    ]
    if wide:
        yield f"A line has more than 79 characters: {wide[0]}"


def _passing_otherwise_than_said(assembly, verdicts):
    for verdict in verdicts:
        passes = verdict.outcome == "correct"
        if passes and verdict.pieces not in assembly.right:
            yield f"This passes, and is not among the right ones: {verdict.pieces}"
        if not passes and verdict.pieces in assembly.right:
            yield f"This should pass: {verdict.pieces}\n{verdict.message}"


def _never_named(assembly, verdicts):
    for place, menu in enumerate(assembly.menus):
        for piece in menu:
            if any(piece in right for right in assembly.right):
                continue
            met = [
                each.names_a_cause
                for each in verdicts
                if each.pieces[place] == piece
            ]
            if not any(met):
                yield f"No feedback names a cause where {assembly.labels[place]} is: {piece}"


def _crashing(assembly, verdicts):
    for verdict in verdicts:
        missing = re.search(r"NameError: name '(\w+)'", verdict.message)
        if missing and not _given_a_value(assembly, missing[1]):
            yield f"A name is missing: {verdict.pieces}\n{verdict.message}"
        late = "The check stopped after" in verdict.message
        if late or verdict.outcome == "not attempted":
            yield f"Give a result here: {verdict.pieces}\n{verdict.message}"


def _given_a_value(assembly, name):
    """Whether some line assigns to a name, only that it comes too late or not at all."""
    return any(
        re.search(rf"\b{name}\b[^=]*=[^=]", piece)
        for menu in assembly.menus
        for piece in menu
    )


def unnamed(
    assembly: Blanks | Lines, verdicts: Sequence[Verdict]
) -> list[Verdict]:
    """Return the verdicts that name no cause although one piece alone is wrong.

    Args:
        assembly: Blanks or Lines.
        verdicts: of all its combinations.

    Returns:
        A list of Verdicts.
    """
    return [
        each
        for each in verdicts
        if each.outcome != "correct"
        and not each.names_a_cause
        and any(
            _differences(each.pieces, right) == 1 for right in assembly.right
        )
    ]


def _differences(one, other):
    return sum(a != b for a, b in zip(one, other, strict=True))
