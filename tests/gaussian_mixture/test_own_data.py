"""Your own data: what comes in, in any unit, at any offset."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dl_workshop import gaussian_mixture as gm

# What comes in.


@pytest.mark.parametrize(
    "data", [[1, 2], (1.0, 2.0), np.ones(2, np.int8), jnp.ones(2)]
)
def test_finite_data_become_floats_of_jax(data, dtype):
    checked = gm.require_finite(data)
    assert isinstance(checked, jax.Array)
    assert jnp.issubdtype(checked.dtype, jnp.floating)
    np.testing.assert_array_equal(checked, data)


@pytest.mark.parametrize("given", ["float32", "float64"])
def test_precision_is_kept_where_jax_has_it(given, x64):
    assert gm.require_finite(np.ones(2, given)).dtype == given


def test_without_x64_data_become_float32():
    assert gm.require_finite(np.ones(2, "float64")).dtype == "float32"


NAN, INF = float("nan"), float("inf")
NOT_FINITE = {
    "nan": ([1.0, NAN], r"got 1 NaN and 0 infinite among 2, at index 1;"),
    "both infinities": (
        [INF, 0.0, -INF],
        r"got 0 NaN and 2 infinite among 3, at index 0, 2;",
    ),
    "mixed": ([NAN, INF], r"got 1 NaN and 1 infinite among 2, at index 0, 1;"),
    "many": ([NAN] * 9, r"got 9 NaN .*, at index 0, 1, 2, 3, 4, \.\.\.;"),
}


@pytest.mark.parametrize(
    ("data", "message"), NOT_FINITE.values(), ids=NOT_FINITE
)
def test_numbers_not_finite_are_refused(data, message):
    with pytest.raises(
        ValueError, match=f"heights: expected finite numbers, {message}"
    ):
        gm.require_finite(data, "heights")


@pytest.mark.parametrize(
    "data", [[], 3.0, np.ones((2, 2))], ids=["empty", "scalar", "matrix"]
)
def test_what_is_no_vector_is_refused(data):
    with pytest.raises(ValueError, match=r"data: expected .*, got"):
        gm.require_finite(data)


@pytest.mark.parametrize(
    ("data", "message"),
    {
        "1e40": ([1.0, 1e40], r"can hold, got 1e\+40; divide .* larger unit"),
        "1e300": ([1.0, -1e300], r"can hold, got 1e\+300; divide"),
        "epoch seconds": (
            1.7e9 + np.random.default_rng(0).normal(0, 20, 500),
            r"can tell apart, got 1\.7e\+09, \.\.\., 500 different ones "
            r"that become 2; subtract an offset first, or use standardize",
        ),
        "1e-46": ([1e-46, 2e-46], "2 different ones that become 1; subtract"),
        "one 1e-46": ([1e-46], "1 different ones that become 1; subtract"),
    }.values(),
)
def test_what_float32_cannot_hold_is_refused(data, message, x64):
    np.testing.assert_array_equal(gm.require_finite(data), data)
    with (
        jax.enable_x64(False),
        pytest.raises(ValueError, match=f"data: expected numbers .*{message}"),
    ):
        gm.require_finite(data)


@pytest.mark.parametrize(
    "data",
    {
        "constant": [0.1, 0.1],
        "drawn": np.random.default_rng(0).normal(3, 1, 20_000),
        "an outlier": [0.0, 0.1, 0.2, 1e20],
        "one nearly 0": [1e-50, 0.0, 1.0],
        "years": np.arange(1900.5, 2026),
    }.values(),
)
def test_rounding_that_moves_no_result_passes(data):
    np.testing.assert_allclose(gm.require_finite(data), data, 1e-6, 1e-45)
