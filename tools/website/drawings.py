"""Drawings say where points are to a hundredth of a unit, which nobody sees, and weigh half."""

import re

_PLACES = re.compile('(?<= [dxy]=")[^"]+')
_NUMBER = re.compile(r"-?\d+\.\d{3,}")


def rounded(svg):
    """Round the coordinates of paths and places; what moves or scales them stays exact.

    Args:
        svg: text of a drawing.

    Returns:
        A shorter text.
    """
    return _PLACES.sub(lambda place: _NUMBER.sub(_short, place[0]), svg)


def _short(number):
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
