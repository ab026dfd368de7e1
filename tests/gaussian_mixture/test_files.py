"""Files and columns as people have them, read as the chapter on your own data says, to a fit.

Expected values are the numbers that were written into the files.
"""

import io

import numpy as np
import pandas as pd
import pytest
from jax import random

from dl_workshop import gaussian_mixture as gm

_draw = np.random.default_rng(0)
SALES = np.round(
    _draw.permutation(
        np.concatenate(
            [_draw.normal(1200, 90, 80), _draw.normal(2300, 150, 120)]
        )
    ),
    2,
)


def lines(*rows):
    return io.StringIO("\n".join(rows))


def german(number):
    """1.234,56 for 1234.56."""
    return f"{number:,.2f}".translate(str.maketrans(",.", ".,"))


def fitted(column):
    """The means of two components."""
    assert len(column) == len(SALES)
    return gm.fit_mixture(random.key(0), column, 2).params.component_mus


def test_names_with_spaces_and_brackets():
    file = lines(
        "shop,sales (EUR)", *(f"{i},{x}" for i, x in enumerate(SALES))
    )
    table = np.genfromtxt(file, delimiter=",", names=True)
    assert table.dtype.names == ("shop", "sales_EUR")
    np.testing.assert_array_equal(table["sales_EUR"], SALES)


def test_without_a_line_of_names_the_first_number_would_become_one():
    written = [str(x) for x in SALES]
    np.testing.assert_array_equal(
        np.genfromtxt(lines(*written), delimiter=","), SALES
    )
    lost = np.genfromtxt(lines(*written), delimiter=",", names=True)
    assert len(lost) == len(SALES) - 1
    two = [f"{i},{x}" for i, x in enumerate(SALES)]
    table = np.genfromtxt(lines(*two), delimiter=",")
    np.testing.assert_array_equal(table[:, 1], SALES)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters(delimiter):
    rows = [f"{i}{delimiter}{x}" for i, x in enumerate(SALES)]
    file = lines(f"shop{delimiter}sales", *rows)
    table = np.genfromtxt(file, delimiter=delimiter, names=True)
    np.testing.assert_array_equal(table["sales"], SALES)


def test_a_number_that_stands_for_missing_is_taken_out():
    written = [*map(str, SALES), "-999", "NA", ""]
    file = lines("id,sales", *(f"0,{x}" for x in written))
    column = np.genfromtxt(file, delimiter=",", names=True)["sales"]
    mine = column[~np.isnan(column)]
    assert len(mine) == len(SALES) + 1
    np.testing.assert_array_equal(mine[mine != -999], SALES)


def test_decimal_commas_make_nan_and_pandas_reads_them():
    rows = ["shop;sales", *(f"A;{german(x)}" for x in SALES)]
    plain = np.genfromtxt(lines(*rows), delimiter=";", names=True)
    assert np.isnan(plain["sales"]).all()
    table = pd.read_csv(lines(*rows), sep=";", decimal=",", thousands=".")
    np.testing.assert_array_equal(table["sales"], SALES)
    np.testing.assert_allclose(fitted(table["sales"]), fitted(SALES))


def test_english_thousands_make_an_error_and_pandas_reads_them():
    rows = ["shop,sales", *(f'A,"{x:,.2f}"' for x in SALES)]
    with pytest.raises(ValueError, match="got 3 columns instead of 2"):
        np.genfromtxt(lines(*rows), delimiter=",", names=True)
    table = pd.read_csv(lines(*rows), thousands=",")
    np.testing.assert_array_equal(table["sales"], SALES)


# Columns of pandas.

SERIES = pd.Series(SALES, index=np.arange(len(SALES))[::-1])
COLUMNS = {
    "float64": SERIES,
    "float32": SERIES.astype("float32"),
    "whole numbers": SERIES.round().astype(int),
    "whole numbers that may be missing": SERIES.round().astype("Int64"),
    "floats that may be missing": SERIES.astype("Float64"),
    "categories": SERIES.astype("category"),
}


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
def test_a_column_of_pandas_goes_in_as_it_is(column):
    np.testing.assert_allclose(fitted(column), fitted(SALES), rtol=1e-3)
    plain = column.to_numpy(dtype=float)
    standardized, center, spread = gm.standardize(column)
    np.testing.assert_allclose(standardized * spread + center, plain)
    params = [0.0, 0.0], [1200.0, 2300.0], [5.0, 5.0]
    np.testing.assert_allclose(
        gm.responsibilities(*params, column),
        gm.responsibilities(*params, plain),
        atol=1e-4,
    )


def test_missing_values_are_dropped_or_told():
    column = SERIES.copy()
    column.iloc[3] = None
    with pytest.raises(ValueError, match=r"got 1 NaN .* at index 3;"):
        gm.fit_mixture(random.key(0), column, 2)
    assert len(gm.standardize(column.dropna())[0]) == len(SALES) - 1


REFUSED = {
    "text": (pd.Series(["1.5", "2"]), r"\(str\) .*; convert them"),
    "numbers and text": (pd.Series([1.5, "2"]), r"\(str\) .*; convert them"),
    "dates": (
        pd.Series(pd.to_datetime(["2026-01-01", "2026-01-02"])),
        r"dates \(.*; subtract a date and divide by a unit",
    ),
    "dates of a time zone": (
        pd.Series(pd.to_datetime(["2026-01-01", "2026-01-02"], utc=True)),
        r"\(Timestamp\) .*; subtract a date and divide by a unit",
    ),
    "durations": (
        pd.Series(pd.to_timedelta([1, 2], unit="s")),
        r"durations \(.*; divide them by a unit",
    ),
    "a table of one column": (
        pd.DataFrame({"sales": SALES}),
        r"a vector, got .*\(200, 1\); take one column, .* from a table",
    ),
}


@pytest.mark.parametrize(("column", "message"), REFUSED.values(), ids=REFUSED)
def test_other_columns_are_refused_with_what_to_do(column, message):
    with pytest.raises(ValueError, match=f"^sales: expected .*{message}"):
        gm.require_finite(column, "sales")


def test_a_table_of_numbers_is_fitted_as_rows():
    table = pd.DataFrame({"sales": SALES, "visits": SALES[::-1] ** 2})
    ours = gm.fit_mixture(random.key(0), table, 1).params.component_mus
    np.testing.assert_allclose(ours[0], table.mean(), rtol=1e-5)
