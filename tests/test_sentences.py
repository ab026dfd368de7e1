"""Sources of the book hold one sentence per line."""

from pathlib import Path

import pytest
from sentences import BOOK, one_per_line

PAGES = sorted(path.name for path in BOOK.glob("*.md"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_sentence_per_line(name):
    text = Path(BOOK, name).read_text(encoding="utf-8")
    wrong = [
        line
        for line, better in zip(
            text.splitlines(), one_per_line(text).splitlines(), strict=False
        )
        if line != better
    ]
    assert not wrong, f"{wrong[0]!r} in {name}: type `make sentences`"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", "One.\nTwo."),
        ("One that\ngoes on. Two?\nThree!", "One that goes on.\nTwo?\nThree!"),
        (
            "- One. Two\n  goes on.\n- Three.",
            "- One.\n  Two goes on.\n- Three.",
        ),
        ("See {cite:t}`Ma2020`, e.g. there.", None),
        ("By Bailey et al. in 1990.", None),
        ("It prints `1. 2.` and no more.", None),
        ("Half (so. And so) a line.", None),
        ("```python\nx = 1. # Two. Words.\n```", None),
        ("$$\na. b.\n$$ (label)", None),
        ("| One. Two. | three |", None),
        ("# One. Two.", None),
        ("---\ntitle: One. Two.\n---\n", None),
        ('He said "so." Then left.', 'He said "so."\nThen left.'),
        (
            ":::{admonition} One. Two.\nSo. Yes.\n:::",
            ":::{admonition} One. Two.\nSo.\nYes.\n:::",
        ),
    ],
)
def test_where_lines_break(text, expected):
    assert one_per_line(text) == (expected or text)


@pytest.mark.parametrize("name", PAGES)
def test_words_stay_and_a_second_time_changes_nothing(name):
    text = Path(BOOK, name).read_text(encoding="utf-8")
    once = one_per_line(text.replace(". ", ".\n"))
    assert once.split() == text.split()
    assert one_per_line(once) == once
