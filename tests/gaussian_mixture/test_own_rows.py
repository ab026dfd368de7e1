"""Rows in any unit: standardise, start, fit, and back; the three species of penguins.

Expected values come from scikit-learn (scaler, mixture, adjusted Rand index), from the species
that biologists wrote down, and from how densities change with units.
"""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import random, vmap
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import StandardScaler

from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture import datasets
from dl_workshop.gaussian_mixture import multivariate as mv
from dl_workshop.precision import enable_x64

UNITS = np.array([1e-9, 1.0, 60.0, 1e6])
OFFSETS = np.array([0.0, -3.0, 1e4, 1.7e9])


@functools.cache
def penguins():
    """Species, and four measurements of each bird."""
    table = datasets.penguins()
    species = table.pop("species")
    return species, np.stack(list(table.values()), axis=1)


@functools.cache
def fitted(seed):
    """Three components for the penguins."""
    return gm.fit_mixture(random.key(seed), penguins()[1], 3)


@functools.cache
def scikit_learn():
    """Best of twenty, on standardised rows; -log likelihood in nats, by their units."""
    rows = penguins()[1]
    standardized = StandardScaler().fit_transform(rows)
    model = GaussianMixture(3, n_init=20, max_iter=1000, random_state=0)
    model.fit(standardized)
    loss = -len(rows) * model.score(standardized)
    return model, loss + len(rows) * np.log(rows.std(axis=0)).sum()


@pytest.fixture
def params():
    """Two components in four columns."""
    draw = np.random.default_rng(0).normal
    return mv.MultivariateParams(
        draw(size=2), draw(size=(2, 4)), 0.4 * draw(size=(2, 4, 4))
    )


def test_rows_are_standardised_as_by_scikit_learn():
    rows = penguins()[1]
    scaler = StandardScaler().fit(rows)
    standardized, center, spread = gm.standardize(rows)
    np.testing.assert_allclose(standardized, scaler.transform(rows), atol=1e-9)
    np.testing.assert_allclose(center, scaler.mean_, rtol=1e-12)
    np.testing.assert_allclose(spread, scaler.scale_, rtol=1e-12)


def test_back_in_their_units_rows_have_the_same_density(params, x64):
    z = np.random.default_rng(1).normal(size=(20, 4))
    rows = OFFSETS + UNITS * z
    ours = gm.unstandardize(params, OFFSETS, UNITS)
    expected = mv.mixture_loglike(*params, z) - 20 * np.log(UNITS).sum()
    # The largest offset keeps 9 of the 16 digits of what differs.
    assert mv.mixture_loglike(*ours, rows) == pytest.approx(
        float(expected), rel=1e-6
    )
    covariances = mv.component_covariances(params.log_choleskys)
    np.testing.assert_allclose(
        mv.component_covariances(ours.log_choleskys),
        covariances * UNITS[None, :, None] * UNITS[None, None, :],
        rtol=1e-9,
    )


def test_back_in_their_units_works_under_jit(params):
    ours = jax.jit(gm.unstandardize)(params, jnp.ones(4), jnp.full(4, 2.0))
    expected = gm.unstandardize(params, np.ones(4), np.full(4, 2.0))
    for got, wanted in zip(ours, expected, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-5)


def test_starting_means_are_rows_far_apart():
    # Three tight clouds 100 apart: a mean in each, for nearly every key.
    draw = np.random.default_rng(2)
    clouds = 100 * np.repeat(np.eye(3), 20, axis=0) + draw.normal(size=(60, 3))
    keys = random.split(random.key(0), 50)
    start = vmap(gm.kmeans_plus_plus, in_axes=(0, None, None))
    means = np.asarray(start(keys, clouds, 3))
    assert means.shape == (50, 3, 3)
    distances = np.abs(means[:, :, None] - clouds[None, None]).max(axis=-1)
    assert np.all(distances.min(axis=-1) < 1e-4)
    found = np.sort(means.argmax(axis=2), axis=1)
    assert np.all(found == np.arange(3))


def test_the_penguins_are_three_species():
    species, rows = penguins()
    params = fitted(0).params
    clusters = np.asarray(mv.responsibilities(*params, rows)).argmax(axis=1)
    assert adjusted_rand_score(species, clusters) == pytest.approx(
        0.960, abs=0.005
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_best_start_is_as_good_as_scikit_learn(seed):
    _, rows = penguins()
    params, loss, losses = fitted(seed)
    _, best = scikit_learn()
    with enable_x64(True):
        ours = -mv.mixture_loglike(*params, rows)
        with_prior = mv.loss_mixture_weights(params, rows)
    assert float(ours) == pytest.approx(best, abs=0.1)
    assert loss == pytest.approx(float(with_prior), abs=0.01)
    assert loss == losses.min()
    # Of twenty starts most agree: 15 to 18 were seen.
    assert np.sum(losses < loss + 0.3) >= 10


def test_the_best_known_loss_of_penguins_in_units_of_their_spread():
    # 1148.4 nats: gradient descent, L-BFGS, EM and scikit-learn end there.
    _, rows = penguins()
    _, best = scikit_learn()
    in_spreads = best - len(rows) * np.log(rows.std(axis=0)).sum()
    assert in_spreads == pytest.approx(1148.4, abs=0.1)


def test_components_come_in_the_order_of_their_first_means():
    firsts = fitted(0).params.component_mus[:, 0]
    assert np.all(np.diff(firsts) > 0)


def test_other_units_give_the_same_fit():
    _, rows = penguins()
    params, loss, _ = gm.fit_mixture(random.key(0), OFFSETS + UNITS * rows, 3)
    expected = fitted(0)
    moved = loss - len(rows) * np.log(UNITS).sum()
    assert moved == pytest.approx(expected.loss, abs=0.05)
    np.testing.assert_allclose(
        (params.component_mus - OFFSETS) / UNITS,
        expected.params.component_mus,
        rtol=1e-3,
    )


def test_one_column_of_rows_is_fitted_as_numbers_are():
    waiting = datasets.old_faithful()["waiting"]
    column = gm.fit_mixture(random.key(0), waiting[:, None], 2)
    numbers = gm.fit_mixture(random.key(0), waiting, 2)
    assert column.loss == pytest.approx(numbers.loss, abs=0.5)
    np.testing.assert_allclose(
        column.params.component_mus[:, 0],
        numbers.params.component_mus,
        rtol=0.01,
    )


def test_a_spike_is_no_fit():
    # More components than clouds, a few equal rows: covariances keep a volume.
    draw = np.random.default_rng(3)
    rows = np.concatenate([draw.normal(size=(30, 3)), np.ones((3, 3))])
    params, _, losses = gm.fit_mixture(random.key(0), rows, 6)
    assert np.all(np.isfinite(losses))
    covariances = np.asarray(mv.component_covariances(params.log_choleskys))
    assert np.linalg.eigvalsh(covariances).min() > 1e-3


def test_what_cannot_be_fitted_is_refused():
    rows = np.random.default_rng(4).normal(size=(10, 2))
    constant = rows * np.array([1.0, 0.0])
    with pytest.raises(ValueError, match=r"column 1: expected values that"):
        gm.fit_mixture(random.key(0), constant, 2)
    with pytest.raises(ValueError, match=r"num_components: expected 1 to 10"):
        gm.fit_mixture(random.key(0), rows, 11)
    with pytest.raises(ValueError, match=r"data: expected a matrix"):
        gm.fit_mixture(random.key(0), rows[None], 2)
