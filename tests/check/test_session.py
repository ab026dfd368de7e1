"""What a check remembers: hints, and what has passed."""

import jax.numpy as jnp
import pytest

from dl_workshop import check
from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import CATALOGUE, session


def right(weights):
    return weights / jnp.sum(weights)


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
def test_a_solution_is_the_reference(exercise):
    solution = session.Check(exercise).solution()
    assert solution.code == gm.source(exercise.reference).code
    assert repr(solution).endswith(exercise.why)


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


def test_progress_lists_every_exercise():
    shown = repr(check.progress())
    assert f"of {len(CATALOGUE)} exercises passed." in shown
    names = [line.split()[1] for line in shown.splitlines()[2:]]
    assert names == [exercise.name for exercise in CATALOGUE]


def test_progress_tells_what_was_tried_and_what_passed():
    checks = [session.Check(exercise) for exercise in CATALOGUE[:3]]
    checks[0](lambda *arguments: None)
    checks[1](lambda *arguments: 0.0)
    checks[2](right)
    checks[2](lambda weights: weights)
    assert repr(session.progress(checks)) == (
        "1 of 3 exercises passed.\n\n"
        "    mixture_data  sample_mixture         not yet\n"
        "    likelihood    loglike_one_component  tried\n"
        "    likelihood    normalize_weights      passed"
    )
    assert "<pre" in session.progress(checks)._repr_html_()


def test_every_exercise_is_offered_by_name():
    assert set(check.__all__) == {
        "CATALOGUE",
        "progress",
        *(exercise.name for exercise in CATALOGUE),
    }
    assert all(name in dir(check) for name in check.__all__)
