"""A check by its name: its task, and its hints one after the other."""

import pytest

from dl_workshop import check
from dl_workshop.check import CATALOGUE, session


def test_hints_come_one_after_the_other(normalize):
    hints = normalize.exercise.hints
    for number, hint in enumerate(hints, start=1):
        assert repr(normalize.hint()) == (
            f"Hint {number} of {len(hints)}. {hint}"
        )


@pytest.mark.parametrize("number", [5, 0, -1, 100, "two", 1.5])
def test_beyond_the_last_hint_is_the_solution(normalize, number):
    assert "check.normalize_weights.solution()" in repr(normalize.hint(number))


def test_after_the_last_hint_is_the_solution(normalize):
    for _ in normalize.exercise.hints:
        normalize.hint()
    assert "solution()" in repr(normalize.hint())


def test_a_hint_may_be_asked_for_by_number(normalize):
    assert repr(normalize.hint(2)).startswith("Hint 2 of ")
    assert repr(normalize.hint()).startswith("Hint 3 of ")


@pytest.mark.parametrize("exercise", CATALOGUE, ids=lambda each: each.name)
def test_a_check_alone_shows_its_task(exercise):
    shown = repr(session.Check(exercise))
    assert exercise.title in shown
    assert exercise.task in shown
    assert "    ...\n" in shown
    assert f"check.{exercise.name}({exercise.name})" in shown
    page = session.Check(exercise)._repr_html_()
    assert exercise.title in page
    assert page.count("<pre") == 1


def test_every_exercise_is_offered_by_name():
    assert set(check.__all__) == {
        "progress",
        "progress_of_class",
        *(exercise.name for exercise in CATALOGUE),
    }
    assert all(name in dir(check) for name in check.__all__)
