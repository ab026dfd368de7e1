"""SVG files, made smaller: coordinates are rounded, and paths go step by step."""

import re

_PLACE = re.compile(r'(?<= [xy]=")-?\d+\.\d{2,}')
_PATH = re.compile('(?<= d=")[^"]+')
_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_COMMAND = re.compile("([MLQCz])([^MLQCz]*)")
_STEP = re.compile("[lqc]")
_OF_THE_MAKER = re.compile(
    r"\s*(?:<!DOCTYPE.*?>|<metadata>.*?</metadata>|<!--.*?-->)", re.DOTALL
)


def shorten(svg):
    """Leave out what is not drawn, round, and write paths as steps.

    Args:
        svg: text of a drawing by matplotlib.

    Returns:
        A shorter text of the same drawing.
    """
    return with_relative_paths(
        with_short_coordinates(_OF_THE_MAKER.sub("", svg))
    )


def with_short_coordinates(svg):
    """Round points of paths to hundredths, places to tenths; what moves or scales stays exact.

    Args:
        svg: text of a drawing.

    Returns:
        A shorter text.
    """
    placed = _PLACE.sub(lambda place: _short(place, 1), svg)
    return _PATH.sub(
        lambda path: _NUMBER.sub(lambda number: _short(number, 2), path[0]),
        placed,
    )


def with_relative_paths(svg):
    """Write the points of paths as steps from the one before, in whole hundredths of a unit.

    Args:
        svg: text of a drawing whose coordinates have two digits at most.

    Returns:
        A shorter text of the same drawing: steps are small, and many are alike. A path that
        goes step by step already, as in a picture of an earlier build, stays.
    """

    def shorter(path):
        is_done = _STEP.search(path[0])
        return path[0] if is_done else "".join(_relative(path[0]))

    return _PATH.sub(shorter, svg)


def _relative(path):
    """Commands of a path: steps, but for moves and what comes after the path's end."""
    before, place = "", []
    for command, numbers in _COMMAND.findall(path):
        places = [round(100 * float(number)) for number in numbers.split()]
        letter = command
        if place and command not in "Mz":
            letter = command.lower()
            starts = place * (len(places) // 2)
            steps = [a - b for a, b in zip(places, starts, strict=True)]
            yield (" " if letter == before else letter) + _joined(steps)
        else:
            yield command + _joined(places)
        before, place = letter, places[-2:]


def _joined(hundredths):
    return " ".join(f"{number / 100:.8g}" for number in hundredths)


def _short(number, digits):
    return f"{float(number[0]):.{digits}f}".rstrip("0").rstrip(".")
