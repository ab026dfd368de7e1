"""The look: colours that can be read in light and dark, and the logo's own."""

import itertools
import re
from pathlib import Path

import pytest
from website import figures

from tests.support.colours import BAR, contrast, rgb

STATIC = Path(__file__).resolve().parents[2] / "book" / "_static"
STYLE = (STATIC / "course.css").read_text(encoding="utf-8")
INKS = ("text-base", "text-muted", "heading", "primary", "link", "link-hover")


def variables(theme):
    """The colours that the style sheet sets for a theme, by name."""
    block = re.search(rf'html\[data-theme="{theme}"\] {{(.*?)}}', STYLE, re.S)
    colours = dict(re.findall(r"--([\w-]+): (#\w+|var\(.*\));", block[1]))
    accent = colours["course-accent"]
    found = {
        name: accent if value == "var(--course-accent)" else value
        for name, value in colours.items()
    }
    return {n: v if len(v) == 7 else v + v[1:] for n, v in found.items()}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_can_be_read_on_every_ground(theme):
    colours = variables(theme)
    grounds = ("pst-color-background", "pst-color-surface", "course-tint")
    for ink, ground in itertools.product(INKS, (*grounds, "course-inline")):
        pair = rgb(colours[f"pst-color-{ink}"]), rgb(colours[ground])
        assert contrast(*pair) >= 4.5, (ink, ground)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_figures_know_the_colour_of_the_page(theme):
    page = rgb(variables(theme)["pst-color-background"])
    assert tuple(page) == figures.PAGE[theme]


def test_both_themes_set_the_same_colours():
    assert variables("light").keys() == variables("dark").keys()


def test_the_logo_has_the_colours_of_the_first_two_components():
    logo = (STATIC / "logo.svg").read_text(encoding="utf-8")
    known = figures.component_colours()
    first, second, *_ = (each for each in known if each != BAR)
    fills = re.findall(r"\.(first|second) { fill: (#\w+)", logo)
    assert fills == [
        ("first", first),
        ("second", second),
        ("first", known[first]),
        ("second", known[second]),
    ]
