"""Formulas as browsers read them; what the elements mean is in the W3C's "MathML Core"."""

import re

import pytest
from math_core import LatexError
from website.mathematics import as_mathml, with_stops


def elements(mathml):
    return re.findall(r"<(\w+)", mathml)


def words(mathml):
    return re.sub(r"<[^>]*>", "", mathml)


def test_a_fraction_has_two_parts():
    mathml = as_mathml(r"\frac{1}{\sigma}", display=False)
    assert elements(mathml) == ["math", "mfrac", "mn", "mi"]
    assert words(mathml) == "1σ"


@pytest.mark.parametrize("display", [False, True])
def test_a_formula_by_itself_says_so(display):
    mathml = as_mathml("x", display)
    assert ('display="block"' in mathml) == display


def test_lines_are_rows_that_align():
    mathml = as_mathml("a &= b \\\\\n&= c", display=True)
    assert elements(mathml).count("mtr") == 2
    assert elements(mathml).count("mtd") == 4


def test_a_named_environment_stays():
    tex = r"\begin{aligned} a &= b \\ &= c \end{aligned}"
    assert as_mathml(tex, True) == as_mathml(r"a &= b \\ &= c", True)


def test_what_it_does_not_know_is_an_error():
    with pytest.raises(LatexError, match="unheardof"):
        as_mathml(r"\unheardof{x}", display=False)


def test_a_large_bracket_with_an_exponent_is_a_group_of_its_own():
    page = as_mathml(r"\bigl(x\bigr)^2 + \bigl(y\bigr)", False)
    assert page.count("<msup><mrow><mo minsize") == 1
    assert page.count("<mrow><mo minsize") == 1


def test_a_stop_stays_with_its_formula():
    page = "<p><math><mi>a</mi></math>, <math><mi>b</mi></math> c</p>"
    kept = '<p><span class="with-stop"><math><mi>a</mi></math>,</span> '
    assert with_stops(page) == f"{kept}<math><mi>b</mi></math> c</p>"


def test_a_formula_by_itself_is_left_alone():
    page = '<div><math display="block"><mi>a</mi></math></div>.'
    assert with_stops(page) == page
