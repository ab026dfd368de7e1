"""The index of functions: nobody is left out, and each is led back to its chapter."""

from pathlib import Path

import pytest
from website import reference

from dl_workshop import check, gaussian_mixture, live

CHAPTERS = {
    "first": "uses gm.step and gm.mixture_loglike, not gm.stepwise",
    "second": "```{exercise} step\n```\ncheck.step(step)",
    "third": "gm.source(gm.mixture_loglike)",
}


@pytest.mark.parametrize(
    ("name", "lesson"),
    [
        ("step", ("Taught in", "second")),
        ("mixture_loglike", ("Taught in", "third")),
        ("missing", None),
    ],
)
def test_the_chapter_that_teaches_comes_before_those_that_use(name, lesson):
    assert reference.chapter_of(name, CHAPTERS) == lesson


def test_a_function_that_is_only_used_is_led_to_its_first_use():
    chapters = {
        "one": "nothing",
        "two": "gm.plot_data(x)",
        "three": "gm.plot_data",
    }
    lesson = reference.chapter_of("plot_data", chapters)
    assert lesson == ("First used in", "two")


@pytest.mark.parametrize("module", [gaussian_mixture, live])
def test_every_public_name_has_an_entry(module):
    assert set(reference.public(module.__name__)) == set(module.__all__)


def test_checks_are_no_functions_of_their_own():
    functions = set(check.__all__) - set(check.catalogue.NAMES)
    assert set(reference.public(check.__name__)) == functions


def test_every_function_of_the_mixture_is_taught_somewhere():
    chapters = reference.chapter_texts()
    names = reference.public("dl_workshop.gaussian_mixture")
    untaught = {n for n in names if not reference.chapter_of(n, chapters)}
    assert not untaught


def test_entries_are_in_the_order_in_which_they_are_taught():
    text = "".join(reference.entries("dl_workshop.gaussian_mixture"))
    names = ("sample_mixture", "normal_loglike", "step", "joint_loss")
    places = [text.index(f"mixture.{name}") for name in names]
    assert places == sorted(places)


def test_a_return_value_is_no_type():
    lines = ["Do.", "", "Returns:", "    A sum. Source: a book."]
    reference.keep_returns_whole(None, "function", "f", None, None, lines)
    assert lines[3] == "    : A sum. Source: a book."


def test_an_edit_of_code_or_chapter_writes_the_page_anew():
    names = {Path(path).name for path in reference.sources("dl_workshop.live")}
    assert {"compiler.py", "fit_by_hand.py", "likelihood.md"} <= names
