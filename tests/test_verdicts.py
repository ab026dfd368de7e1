"""What the check says of readers' pieces: right ones pass, wrong ones can be told, and it is true.

What is kept is read, and some of it asked again; DL_WORKSHOP_ALL_VERDICTS=1 asks it all again.
"""

import os
import random

import jax.numpy as jnp
import numpy as np
import pytest
import verdicts
from numpy.testing import assert_allclose

from dl_workshop.check import CATALOGUE, repair, sandbox
from dl_workshop.check.verdicts import drawn, faults, judged

ASKED_AGAIN = 2  # of each exercise
FEWEST_PICTURES = 4
ALL = bool(os.environ.get("DL_WORKSHOP_ALL_VERDICTS"))


@pytest.fixture(autouse=True)
def patience(monkeypatch, tmp_path):
    """Time enough on a busy machine, and a folder for what a piece may write."""
    monkeypatch.setattr(sandbox, "SECONDS", 60.0)
    monkeypatch.setattr(repair, "SECONDS", 60.0)
    monkeypatch.chdir(tmp_path)


each_exercise = pytest.mark.parametrize(
    "exercise",
    CATALOGUE,
    ids=lambda each: each.name,
)


def kept_of(exercise):
    kept = verdicts.read(exercise)
    assert kept, f"`make verdicts NAME={exercise.name}` writes what is missing"
    return kept.verdicts(exercise.assembly)


@each_exercise
def test_right_pieces_pass_and_wrong_ones_can_be_told(exercise):
    assert faults(exercise.assembly, kept_of(exercise)) == []


@each_exercise
def test_what_is_kept_is_what_the_check_says(exercise):
    kept = kept_of(exercise)
    chosen = random.Random(exercise.name)  # the same on every run
    asked = kept if ALL else chosen.sample(kept, min(ASKED_AGAIN, len(kept)))
    right = next(each for each in kept if each.outcome == "correct")
    for verdict in [right, *asked]:
        assert judged(exercise, verdict.pieces) == verdict


@pytest.mark.parametrize(
    "exercise",
    [each for each in CATALOGUE if each.picture],
    ids=lambda each: each.name,
)
def test_curves_are_those_of_the_function(exercise):
    kept = verdicts.read(exercise)
    right = np.array(
        exercise.picture.call(exercise.reference, *places(exercise))
    )
    curves = right[None] if right.ndim == 1 else right.T
    assert_allclose(np.array(kept.curves[0], float), curves, 6e-3, 1e-6)
    chosen = random.Random(exercise.name)
    pairs = [*zip(kept.verdicts(exercise.assembly), kept.drawn, strict=True)]
    for verdict, number in pairs if ALL else chosen.sample(pairs, ASKED_AGAIN):
        again = np.array(drawn(exercise, verdict.pieces), float)
        was = np.array(kept.curves[number], float)
        assert_allclose(again, was, 1e-2, 1e-6)


def places(exercise):
    return [jnp.array(exercise.picture.x)]


def test_there_are_four_pictures_and_they_tell_wrong_from_right():
    pictured = [each for each in CATALOGUE if each.picture]
    assert len(pictured) >= FEWEST_PICTURES
    for exercise in pictured:
        kept = verdicts.read(exercise)
        wrong = [
            number
            for (outcome, _), number in (
                (kept.answers[given], number)
                for given, number in zip(kept.given, kept.drawn, strict=True)
            )
            if outcome != "correct"
        ]
        assert any(kept.curves[number] for number in wrong), exercise.name


def test_what_is_kept_is_written_an_answer_a_line(monkeypatch, tmp_path):
    exercise = CATALOGUE[0]
    kept = verdicts.read(exercise)
    monkeypatch.setattr(verdicts, "FOLDER", tmp_path)
    assert verdicts.read(exercise) is None
    verdicts.path(exercise).write_text(
        verdicts.as_text(kept), encoding="utf-8"
    )
    assert verdicts.read(exercise) == kept
    lines = verdicts.path(exercise).read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(kept.answers) + 4


def test_only_what_has_changed_is_asked_again(monkeypatch):
    stale, *_ = exercises = CATALOGUE
    keys = {each.name: verdicts.read(each).key for each in exercises}
    keys[stale.name] = "another"
    asked = []
    monkeypatch.setattr(verdicts, "key", lambda each: keys[each.name])
    monkeypatch.setattr(
        verdicts,
        "write",
        lambda each: asked.append(each) or verdicts.read(each),
    )
    assert verdicts.main([]) == 0
    assert asked == [stale]
