"""What pages and notebooks show of an exercise is what its check knows."""

import exercises
import pytest

from dl_workshop.check import CATALOGUE


@pytest.fixture(params=CATALOGUE, ids=lambda each: each.name)
def exercise(request):
    return request.param


def test_a_task_says_what_how_hard_and_how_long(exercise):
    text = exercises.task(exercise.name)
    assert exercise.title in text
    assert exercise.task in text
    assert f"{exercise.minutes} minutes" in text
    assert exercise.difficulty.capitalize() in text


def test_every_hint_is_folded_by_itself(exercise):
    folds = exercises.help_with(exercise.name).split("::::{dropdown} ")[1:]
    assert len(folds) == len(exercise.hints) + 1
    for fold, hint in zip(folds, exercise.hints, strict=False):
        assert hint in fold


def test_the_solution_comes_last_with_its_reason(exercise):
    *_, solution = exercises.help_with(exercise.name).split("::::{dropdown} ")
    assert solution.startswith("Solution")
    assert f"def {exercise.reference.__name__}(" in solution
    assert exercise.why in solution


def test_the_table_adds_up():
    assert (
        f"| {sum(each.minutes for each in CATALOGUE)} |" in exercises.table()
    )
    assert exercises.table().count("\n") == len(CATALOGUE) + 2


def test_the_instructor_sees_every_known_mistake():
    page = exercises.misconceptions()
    for exercise in CATALOGUE:
        assert all(
            f"- {cause.sentence}" in page
            for cause in exercises.causes(exercise)
        )
