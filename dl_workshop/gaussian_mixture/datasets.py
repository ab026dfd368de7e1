"""Three real data sets, small enough to come with the course.

Each is a dictionary of columns, NumPy arrays of one length. Where the numbers come from, and
under which licence they are, `tables/README.md` says beside the files.
"""

from importlib import resources

import numpy as np


def old_faithful():
    """Eruptions of the geyser Old Faithful in Yellowstone National Park.

    Returns:
        A dictionary of two arrays of shape (272,): "duration" of an eruption and "waiting" time
        until the next, both in minutes.

    Source: Azzalini and Bowman, A look at some data on the Old Faithful geyser (1990).
    """
    return _read_table("old_faithful")


def galaxies():
    """Velocities of galaxies: groups of them tell of voids and superclusters.

    Returns:
        A dictionary of one array of shape (82,): "velocity" in km/s, in ascending order. The
        78th is 26690, as in most analyses; it is said to be a misprint of 26960.

    Source: Roeder, Density estimation with confidence sets exemplified by superclusters and
    voids in the galaxies (1990).
    """
    return _read_table("galaxies")


def penguins():
    """Penguins of three species on the Palmer Archipelago, Antarctica.

    Returns:
        A dictionary of five arrays of shape (342,): "species" (text), "bill_length_mm",
        "bill_depth_mm", "flipper_length_mm" and "body_mass_g".

    Source: Gorman, Williams and Fraser, Ecological sexual dimorphism and environmental
    variability within a community of Antarctic penguins (2014).
    """
    return _read_table("penguins")


def _read_table(name):
    path = resources.files(__package__) / "tables" / f"{name}.csv"
    with path.open(encoding="utf-8") as lines:
        names = next(lines).strip().split(",")
        columns = zip(
            *(line.strip().split(",") for line in lines), strict=True
        )
        return {n: _column(c) for n, c in zip(names, columns, strict=True)}


def _column(entries):
    """Numbers where all entries are numbers, else text."""
    try:
        return np.array(entries, float)
    except ValueError:
        return np.array(entries)
