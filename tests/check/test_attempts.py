"""Answers as new learners write them: wrong ones are caught and named, right ones accepted.

The answers are in attempts/, in a file for each exercise.
"""

import pytest

from dl_workshop.check import catalogue, repair
from dl_workshop.check.session import Check
from tests.check.attempts import collected


def identified(answers):
    return [
        pytest.param(
            *answer,
            id=f"{answer[0]}-{answer[1].__name__}-{number}",
        )
        for number, answer in enumerate(answers)
    ]


WRONG = [answer for answer in collected() if answer[2] is not None]
RIGHT = [answer[:2] for answer in collected() if answer[2] is None]


@pytest.mark.parametrize(("name", "function", "words"), identified(WRONG))
def test_a_wrong_answer_is_caught_and_its_cause_named(
    name, function, words, monkeypatch
):
    if words:
        monkeypatch.setattr(repair, "SECONDS", 60.0)
    feedback = Check(catalogue.load(name))(function)
    assert not feedback.passed
    sentence = feedback.message.split("\n\n")[-1]
    assert words in sentence, feedback.message


@pytest.mark.parametrize(("name", "function"), identified(RIGHT))
def test_a_right_answer_is_accepted(name, function):
    feedback = Check(catalogue.load(name))(function)
    assert feedback.passed, feedback.message
