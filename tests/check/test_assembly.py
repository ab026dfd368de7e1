"""Assemblies: what pieces and lines make, and what a template must satisfy."""

import pytest

from dl_workshop.check.assembly import Blanks, Lines, assembled
from dl_workshop.check.verdicts import Verdict, faults, written

TWO_BLANKS = Blanks(
    "def add(one, other):\n    return {first} {sign} other",
    {"first": ("one", "1"), "sign": ("+", "-")},
)
THREE_LINES = Lines(
    "def twice(x):\n    {lines}\n    return y",
    lines=("y = x", "y = y + x"),
    wrong=("y = 2",),
)


def test_pieces_stand_in_their_blanks():
    assert assembled(TWO_BLANKS, ("1", "-")) == (
        "def add(one, other):\n    return 1 - other"
    )
    assert TWO_BLANKS.number == len([*TWO_BLANKS.combinations()]) == 4


def test_lines_stand_in_their_order_each_once():
    assert assembled(THREE_LINES, ("y = y + x", "y = 2")) == (
        "def twice(x):\n    y = y + x\n    y = 2\n    return y"
    )
    assert THREE_LINES.number == len([*THREE_LINES.combinations()]) == 6


def test_a_function_is_written_as_in_a_cell():
    with pytest.raises(ZeroDivisionError) as raised:
        written("half", "def half(x):\n    return x / 0")(1.0)
    assert raised.traceback[-1].lineno + 1 == 2


def verdict(pieces, message="Correct.", outcome="correct"):
    return Verdict(pieces, outcome, message)


def wrong(pieces, sentence):
    return verdict(pieces, f"Incorrect.\n\n{sentence}", "incorrect")


TOLD = [
    verdict(("one", "+")),
    wrong(("one", "-"), "The sign is turned."),
    wrong(("1", "+"), "This is a constant."),
    wrong(("1", "-"), "For help, see `check.add.hint()`."),
]


def test_an_assembly_as_it_should_be_has_no_faults():
    assert faults(TWO_BLANKS, TOLD) == []


@pytest.mark.parametrize(
    ("number", "other", "fault"),
    [
        (0, wrong(("one", "+"), "It is not."), "This should pass"),
        (1, verdict(("one", "-")), "not among the right ones"),
        (
            2,
            wrong(("1", "+"), "For help, see ..."),
            "No feedback names a cause",
        ),
        (
            3,
            wrong(("1", "-"), "The check stopped after 2.5 seconds"),
            "result",
        ),
        (3, wrong(("1", "-"), "NameError: name 'two' is not"), "is missing"),
    ],
)
def test_faults_are_told(number, other, fault):
    said = faults(TWO_BLANKS, [*TOLD[:number], other, *TOLD[number + 1 :]])
    assert any(fault in each for each in said), said


def test_what_makes_too_many_combinations_is_told():
    many = Blanks("{a}{b}{c}{d}", dict.fromkeys("abcd", ("1", "2", "3", "4")))
    assert "There are 256 combinations: at most 240." in faults(many, [])
