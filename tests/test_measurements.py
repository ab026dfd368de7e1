"""Tables of a chapter that are read from the benchmark's file."""

import re
from pathlib import Path

import measurements
import pytest
from author_error import AuthorError

BOOK = Path(__file__).resolve().parent.parent / "book"

RESULTS = {
    "machine": {
        "processor": "Turing",
        "cores": 2,
        "jax": "0.1",
        "date": "1950-10-01 12:00",
    },
    "one fit": [
        {"way": "jit(scan), simple form", "milliseconds": 50.26},
        {"way": "plain Python loop", "milliseconds": 43364.49},
        {"way": "jitted step in a Python loop", "milliseconds": 227.5},
        {"way": "jit(scan), fast form", "milliseconds": 1.04},
        {"way": "something else", "milliseconds": 7.0},
    ],
}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (43364.49, "43,000"),
        (227.5, "230"),
        (50.26, "50"),
        (3.97, "4.0"),
        (0.257, "0.26"),
        (0.0, "0"),
        (10_000_000, "10,000,000"),
        ("a way", "a way"),
    ],
)
def test_two_digits_are_shown(value, shown):
    assert measurements.two_digits(value) == shown


def test_a_table_has_the_rows_that_it_names_in_their_order():
    *lines, _, machine = measurements.write("loops", RESULTS).splitlines()
    assert lines == [
        "|  | milliseconds |",
        "|---|---:|",
        "| a Python loop, nothing compiled | 43,000 |",
        "| a Python loop over a jitted step | 230 |",
        "| `jit` around `scan` | 50 |",
    ]
    assert machine == (
        "*Measured by `make bench` on 2 cores of the Turing processor, JAX 0.1, 1950-10-01.*"
    )


@pytest.mark.parametrize("name", measurements.TABLES)
def test_the_file_holds_every_table(name):
    table = measurements.TABLES[name]
    lines = measurements.write(name).splitlines()
    assert len(lines) >= 2 + max(len(table.rows), 2) + 2
    assert all(
        line.count("|") == len(table.columns) + 1 for line in lines[:-2]
    )


def test_an_unknown_table_is_an_error():
    with pytest.raises(AuthorError, match=r"'loop'.* did you mean loops\?"):
        measurements.write("loop", RESULTS)


def test_every_table_is_in_a_chapter():
    used = [
        name
        for chapter in BOOK.glob("*.md")
        for name in re.findall(
            r"```\{measured\} (\w+)", chapter.read_text(encoding="utf-8")
        )
    ]
    assert sorted(used) == sorted(measurements.TABLES)
