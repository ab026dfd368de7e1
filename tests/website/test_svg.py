"""Coordinates in drawings, rounded by hand."""

import pytest
from website.svg import (
    shorten,
    with_relative_paths,
    with_short_coordinates,
)


@pytest.mark.parametrize(
    ("exact", "short"),
    [
        ('<path d="M 1.23456 -7.89123 L 10 0.5"/>', "M 1.23 -7.89 L 10 0.5"),
        ('<use x="249.750004" y="84.289877"/>', 'x="249.8" y="84.3"'),
        ('<path d="M 3.000001 0"/>', '"M 3 0"'),
    ],
)
def test_coordinates_have_few_digits(exact, short):
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


@pytest.mark.parametrize(
    ("absolute", "relative"),
    [
        ("M 1.5 2 \nL 1.75 2.25 \nL 2 2 \nz", "M1.5 2l0.25 0.25 0.25 -0.25z"),
        ("M 0 0 L 0.1 0 L 0.3 0", "M0 0l0.1 0 0.2 0"),
        ("M 0 0 L 3 4 Q 5 5 6 4 L 6 3", "M0 0l3 4q2 1 3 0l0 -1"),
        ("M 1 1 C 1 2 2 3 3 3 z M 5 5", "M1 1c0 1 1 2 2 2zM5 5"),
        ("M 0 0 L 1 1 z L 5 6 L 7 7", "M0 0l1 1zL5 6l2 1"),
        ("M 100000.01 0 L 100000.02 0", "M100000.01 0l0.01 0"),
    ],
)
def test_paths_go_step_by_step(absolute, relative):
    assert with_relative_paths(f'<path d="{absolute}"/>') == (
        f'<path d="{relative}"/>'
    )


def test_a_picture_of_an_earlier_build_stays():
    drawing = '<svg><path d="M1.5 2l0.25 0.25 0.25 -0.25z"/></svg>'
    assert shorten(drawing) == drawing


def test_nothing_but_the_drawing_is_left():
    drawing = """<!DOCTYPE svg PUBLIC "x"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg>
 <metadata>
  <date/>
 </metadata><!-- a --><path d="M 0.123 0"/></svg>"""
    assert shorten(drawing) == '<svg><path d="M0.12 0"/></svg>'
