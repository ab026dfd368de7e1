"""SVG drawings, made smaller: coordinates rounded to a hundredth of a unit halve a file."""

import re

_PLACES = re.compile('(?<= [dxy]=")[^"]+')
_NUMBER = re.compile(r"-?\d+\.\d{3,}")


def with_short_coordinates(svg):
    """Round the coordinates of paths and places; what moves or scales them stays exact.

    Args:
        svg: text of a drawing.

    Returns:
        A shorter text.
    """
    return _PLACES.sub(lambda place: _NUMBER.sub(_short, place[0]), svg)


def _short(number):
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
