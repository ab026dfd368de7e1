"""Your own data: what comes in, in any unit, at any offset; and the best fit of several.

Lowest losses are those that a search of many starts found, in the data's units; EM of
scikit-learn, whose starts and steps are others, finds the same.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import random
from jax.test_util import check_grads
from scipy.stats import norm
from sklearn.mixture import GaussianMixture

from dl_workshop import gaussian_mixture as gm
from dl_workshop.precision import enable_x64

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
        enable_x64(False),
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


# Standardise and back.

ROWS = np.random.default_rng(1).normal([5, -3, 1e6], [1, 1e-5, 40], (50, 3))


@pytest.mark.parametrize("data", [ROWS, ROWS[:, 2]], ids=["rows", "vector"])
def test_standardised_data_have_mean_0_and_spread_1(data):
    standardized, center, spread = gm.standardize(data)
    assert standardized.shape == data.shape
    np.testing.assert_allclose(standardized.mean(axis=0), 0, atol=1e-8)
    np.testing.assert_allclose(standardized.std(axis=0), 1)
    np.testing.assert_allclose(center + spread * standardized, data)


@pytest.mark.parametrize("transform", [jax.jit, lambda f: f])
def test_arrays_of_jax_stay_arrays_of_jax(transform, dtype):
    data = jnp.asarray(ROWS[:, :1])
    for given in (data, data[:, 0]):
        standardized, center, spread = transform(gm.standardize)(given)
        assert isinstance(standardized, jax.Array)
        assert standardized.dtype == dtype
        expected = (ROWS[:, 0] - ROWS[:, 0].mean()) / ROWS[:, 0].std()
        np.testing.assert_allclose(
            np.ravel(standardized), expected, rtol=1e-4, atol=1e-4
        )
        assert center.shape == spread.shape == given.shape[1:]


def test_standardize_has_slopes(x64):
    data = jnp.array([1.0, 2, 4, 7, 9])
    check_grads(lambda x: gm.standardize(x)[0], (data,), 1)


def test_a_column_that_is_constant_is_named():
    rows = np.column_stack([ROWS[:, 0], np.full(50, 0.1)])
    with pytest.raises(ValueError, match=r"column 1: .* got 0\.1 only"):
        gm.standardize(rows)
    with pytest.raises(ValueError, match=r"data: .* differ, got 3 only"):
        gm.standardize([3, 3, 3])
    with pytest.raises(ValueError, match=r"data: .* differ, got 3 only"):
        gm.standardize(jnp.array([3.0]))


def test_standardize_refuses_what_is_not_finite():
    with pytest.raises(ValueError, match=r"got 1 NaN and 0 .*, at index 1;"):
        gm.standardize([1.0, NAN, 2.0])


@pytest.mark.parametrize("transform", [jax.jit, lambda f: f])
def test_the_loss_grows_by_the_log_of_the_spread(params, data, transform, x64):
    data = 1e6 + 40 * jnp.asarray(data)
    standardized, center, spread = transform(gm.standardize)(data)
    back = transform(gm.unstandardize)(params, center, spread)
    loss = gm.loss_mixture_weights(params, standardized)
    np.testing.assert_allclose(
        gm.loss_mixture_weights(back, data),
        loss + len(data) * jnp.log(spread),
        rtol=1e-9,
    )


# Where to start.


@pytest.mark.parametrize("n_columns", [None, 1, 3])
def test_starting_means_are_data_that_differ(n_columns):
    data = ROWS[:, 0] if n_columns is None else ROWS[:, :n_columns]
    data = jnp.asarray(gm.standardize(data)[0])
    starts = jax.jit(gm.kmeans_plus_plus, static_argnums=2)
    means = starts(random.key(0), data, 50)
    assert means.shape == data.shape
    np.testing.assert_array_equal(
        np.sort(means, axis=0), np.sort(data, axis=0)
    )


def test_far_data_are_chosen_in_proportion_to_squared_distances():
    # After 0, the squared distances are 0, 1, 9 and 9.
    data = jnp.array([0.0, 1.0, 3.0, 3.0])
    keys = random.split(random.key(0), 40_000)
    means = jax.vmap(lambda key: gm.kmeans_plus_plus(key, data, 2))(keys)
    first, second = np.asarray(means).T
    np.testing.assert_allclose(np.mean(first == 3), 1 / 2, atol=0.01)
    shares = [np.mean(second[first == 0] == value) for value in (0, 1, 3)]
    np.testing.assert_allclose(shares, [0, 1 / 19, 18 / 19], atol=0.01)


def test_ties_and_constant_data_stay_finite():
    means = gm.kmeans_plus_plus(random.key(0), [2.0, 2.0, 2.0], 3)
    np.testing.assert_array_equal(means, [2, 2, 2])


# The fit.

TABLES = (
    gm.datasets.old_faithful()
    | gm.datasets.penguins()
    | gm.datasets.galaxies()
)
WAITING, VELOCITY = TABLES["waiting"], TABLES["velocity"]
FLIPPER, MASS = TABLES["flipper_length_mm"], TABLES["body_mass_g"]
LOWEST = {
    "waiting, minutes": (WAITING, 2, 1033.7),
    "waiting, seconds": (60 * WAITING, 2, 2147.3),
    "waiting times 1e-9": (1e-9 * WAITING, 2, -4603.0),
    "waiting times 1e6": (1e6 * WAITING, 2, 1033.7 + 272 * np.log(1e6)),
    "waiting, epoch seconds": (1.7e9 + 60 * WAITING, 2, 2147.3),
    "flipper": (FLIPPER, 2, 1342.8),
    "mass": (MASS, 2, 2742.9),
    "galaxies": (VELOCITY, 3, 770.6),
}


@pytest.mark.parametrize(
    ("data", "num_components", "lowest"), LOWEST.values(), ids=LOWEST
)
def test_every_key_finds_the_lowest_loss(data, num_components, lowest):
    for seed in range(10):
        fit = gm.fit_mixture(random.key(seed), data, num_components)
        assert fit.loss == pytest.approx(lowest, abs=0.3)
        assert fit.losses.shape == (20,)
        assert fit.loss == fit.losses.min()
        assert (np.diff(fit.params.component_mus) > 0).all()


@pytest.mark.parametrize(
    ("factor", "offset"), [(60, 0), (1e-9, 0), (1e6, 0), (60, 1.7e9), (-1, 0)]
)
def test_a_fit_is_the_same_in_every_unit(factor, offset):
    fit = gm.fit_mixture(random.key(0), WAITING, 2)
    other = gm.fit_mixture(random.key(0), factor * WAITING + offset, 2)
    order = slice(None, None, -1 if factor < 0 else 1)
    np.testing.assert_allclose(
        (other.params.component_mus - offset)[order],
        factor * fit.params.component_mus,
        rtol=1e-4,
    )
    np.testing.assert_allclose(
        np.exp(other.params.log_component_scales)[order],
        abs(factor) * np.exp(fit.params.log_component_scales),
        rtol=1e-3,
    )
    grown = len(WAITING) * np.log(abs(factor))
    np.testing.assert_allclose(other.losses, fit.losses + grown, atol=0.01)


def test_a_key_decides_the_fit():
    fits = [gm.fit_mixture(random.key(3), WAITING, 2) for _ in range(2)]
    for one, other in zip(*map(jax.tree.leaves, fits), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_loss_is_that_of_the_parameters():
    fit = gm.fit_mixture(random.key(0), WAITING, 2)
    with enable_x64(True):
        expected = gm.loss_mixture_weights(fit.params, WAITING)
    assert fit.loss == pytest.approx(float(expected), abs=0.001)


@pytest.mark.parametrize(
    ("data", "num_components"),
    [(WAITING, 2), (FLIPPER, 2), (VELOCITY, 3)],
    ids=["waiting", "flipper", "galaxies"],
)
def test_scikit_learn_finds_the_same(data, num_components):
    z, center, spread = gm.standardize(data)
    em = GaussianMixture(
        num_components, n_init=20, tol=1e-8, max_iter=2000, random_state=0
    ).fit(z[:, None])
    mus, scales = em.means_[:, 0], np.sqrt(em.covariances_[:, 0, 0])
    order = mus.argsort()
    theirs = np.log(em.weights_)[order], mus[order], np.log(scales)[order]
    theirs = gm.unstandardize(theirs, center, spread)
    fit = gm.fit_mixture(random.key(0), data, num_components)
    # EM has no priors: its likelihood is the higher, our loss the lower, both by little.
    highest = len(z) * (em.score(z[:, None]) - np.log(spread))
    with enable_x64(True):
        loglike = float(gm.mixture_loglike(*fit.params, data))
        loss = float(gm.loss_mixture_weights(theirs, data))
    assert highest - 0.5 < loglike < highest + 1e-3
    assert fit.loss < loss + 0.1
    np.testing.assert_allclose(
        fit.params.component_mus, theirs.component_mus, atol=0.05 * spread
    )


def test_no_component_collapses():
    # Without a prior on scales the best of 20 starts is 0.009 wide.
    for seed in range(3):
        fit = gm.fit_mixture(random.key(seed), VELOCITY, 6)
        scales = np.exp(fit.params.log_component_scales) / VELOCITY.std()
        assert scales.min() > 0.03


def test_the_loss_that_is_minimised_has_a_prior_on_scales(params, data, x64):
    prior = norm.logpdf(params.log_component_scales, -1, 1).sum()
    expected = gm.loss_mixture_weights(params, data) - prior
    np.testing.assert_allclose(
        gm.loss_with_scale_prior(params, data), expected
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1.0, 2.0], 3), "num_components: expected 1 to 2, .* data, got 3"),
        (([1.0, 2.0], 0), "num_components: expected 1 to 2, .* data, got 0"),
        (([1.0, 2.0], 1, 0), "num_starts: expected 1 or more, got 0"),
        (([2.0, 2.0], 1), "data: expected values that differ"),
        (([[[1.0]]], 1), "data: expected a matrix .* or a vector, got"),
        ((["a"], 1), "data: expected numbers, got text"),
        (([1.0, INF], 1), "data: expected finite numbers"),
    ],
)
def test_a_fit_refuses_what_it_cannot_fit(arguments, message):
    with pytest.raises(ValueError, match=message):
        gm.fit_mixture(random.key(0), *arguments)


def test_two_data_and_ties_are_fitted():
    for data in ([1.0, 2.0], [0.0] * 9 + [5.0]):
        fit = gm.fit_mixture(random.key(0), data, 2, num_starts=3)
        assert np.isfinite(fit.losses).all()
        assert all(np.isfinite(param).all() for param in fit.params)
