"""Coordinates in drawings, rounded by hand."""

import pytest
from website.svg import with_short_coordinates


@pytest.mark.parametrize(
    ("exact", "short"),
    [
        ('<path d="M 1.23456 -7.89123 L 10 0.5"/>', "M 1.23 -7.89 L 10 0.5"),
        ('<use x="249.750004" y="84.289877"/>', 'x="249.75" y="84.29"'),
        ('<path d="M 3.000001 0"/>', '"M 3 0"'),
    ],
)
def test_places_have_two_digits(exact, short):
    assert short in with_short_coordinates(exact)


@pytest.mark.parametrize(
    "exact",
    [
        '<g transform="scale(0.015625 -0.015625)"/>',
        '<path style="stroke-width: 0.123456"/>',
        '<svg viewBox="0 0 460.8004 345.60001"/>',
    ],
)
def test_the_rest_stays_exact(exact):
    assert with_short_coordinates(exact) == exact
