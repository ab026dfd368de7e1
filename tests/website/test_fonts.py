"""Glyphs cut out of fonts; what a font holds is read with fontTools."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from website.fonts import (
    ITALIC_OF,
    MATHEMATICS,
    as_style,
    cut,
    of_mathematics,
)

CHARACTERS = set("x=()𝑥∑√")  # a font keeps brackets in pairs


@pytest.fixture(scope="module")
def font():
    return cut(MATHEMATICS, CHARACTERS)


def test_the_characters_are_there_and_no_others(font):
    held = set(map(chr, TTFont(BytesIO(font)).getBestCmap()))
    assert held == CHARACTERS


def test_brackets_can_grow(font):
    table = TTFont(BytesIO(font))["MATH"].table
    growing = table.MathVariants.VertGlyphCoverage.glyphs
    assert "parenleft" in growing


def test_the_licence_comes_along(font):
    names = TTFont(BytesIO(font))["name"]
    assert "Open Font License" in names.getDebugName(13)


def test_it_is_small(font):
    assert len(font) < 10_000


@pytest.mark.parametrize(
    ("letter", "italic"), [("x", "𝑥"), ("h", "ℎ"), ("θ", "𝜃"), ("∂", "𝜕")]
)
def test_variables_are_italic(letter, italic):
    assert ITALIC_OF[letter] == italic


def test_characters_of_formulas_are_found():
    page = "<p>not these</p><math><mi>x</mi><mo>&lt;</mo><mn>1</mn></math>"
    assert of_mathematics(page) == {"x", "𝑥", "<", "1"}


def test_a_style_sheet_holds_the_font():
    style = as_style("Mathematics", 400, b"abc")
    assert style.startswith('@font-face{font-family:"Mathematics"')
    assert "base64,YWJj)" in style
