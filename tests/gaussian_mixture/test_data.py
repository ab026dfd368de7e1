"""Draws follow the mixture they were asked from: theory, give or take five standard errors."""

import jax.numpy as jnp
import numpy as np
import pytest
from jax import random
from scipy.stats import kstest, norm

from dl_workshop.gaussian_mixture import (
    sample_components,
    sample_mixture,
    two_humps,
)

WEIGHTS, MUS, SCALES = np.array(
    [[0.2, 0.5, 0.3], [-3.0, 0.0, 4.0], [0.5, 1.0, 2.0]]
)
MEAN = WEIGHTS @ MUS
VARIANCE = WEIGHTS @ (SCALES**2 + MUS**2) - MEAN**2
N_DRAWS = 20_000


@pytest.fixture(scope="module")
def draws():
    return np.asarray(
        sample_mixture(random.key(0), WEIGHTS, MUS, SCALES, N_DRAWS),
        np.float64,
    )


def test_mean_of_a_mixture(draws):
    assert abs(draws.mean() - MEAN) < 5 * np.sqrt(VARIANCE / N_DRAWS)


def test_variance_of_a_mixture(draws):
    squares = (draws - MEAN) ** 2
    assert abs(squares.mean() - VARIANCE) < 5 * squares.std() / np.sqrt(
        N_DRAWS
    )


def test_distribution_of_a_mixture(draws):
    def probability_below(x):
        return norm.cdf(x[:, None], MUS, SCALES) @ WEIGHTS

    assert kstest(draws, probability_below).pvalue > 1e-3


def test_proportions_are_those_of_weights_that_need_not_sum_to_one():
    # The components are 100 scales apart: rounding tells which one made a draw.
    draws = sample_mixture(
        random.key(1), 7 * WEIGHTS, np.arange(3.0), np.full(3, 0.01), N_DRAWS
    )
    shares = jnp.bincount(jnp.round(draws).astype(int), length=3) / N_DRAWS
    standard_errors = np.sqrt(WEIGHTS * (1 - WEIGHTS) / N_DRAWS)
    np.testing.assert_array_less(abs(shares - WEIGHTS), 5 * standard_errors)


def test_component_and_normal_number_are_independent():
    # A key used twice would tie the two: the residuals of each component have mean 0.
    two = np.ones(2), np.array([0.0, 100.0]), np.ones(2)
    draws = np.asarray(sample_mixture(random.key(2), *two, N_DRAWS))
    high = draws > 50
    difference = draws[high].mean() - 100 - draws[~high].mean()
    assert abs(difference) < 5 * np.sqrt(4 / N_DRAWS)


def test_a_mixture_needs_parameters_of_one_length():
    key, two, three = random.key(0), jnp.ones(2), jnp.ones(3)
    with pytest.raises(ValueError, match=r"expected 3 .*, got 2"):
        sample_mixture(key, three, two, two, N_DRAWS)


def test_as_many_draws_as_asked(draws):
    assert draws.shape == (N_DRAWS,)


@pytest.mark.parametrize(
    "draw",
    [
        lambda key: sample_mixture(key, WEIGHTS, MUS, SCALES, N_DRAWS),
        lambda key: sample_components(key, MUS, SCALES, (3, 1, 3)),
        lambda key: two_humps(key)[1],
    ],
    ids=["sample_mixture", "sample_components", "two_humps"],
)
def test_a_key_decides_the_draws(draw):
    np.testing.assert_array_equal(draw(random.key(3)), draw(random.key(3)))
    assert jnp.any(draw(random.key(3)) != draw(random.key(4)))


def test_components_come_in_order_and_in_the_numbers_asked():
    draws = sample_components(random.key(0), MUS, np.full(3, 1e-3), (3, 1, 3))
    np.testing.assert_allclose(draws, np.repeat(MUS, (3, 1, 3)), atol=0.01)


def test_components_have_their_own_keys():
    draws = sample_components(
        random.key(0), np.zeros(3), np.ones(3), (3, 1, 3)
    )
    assert not jnp.any(draws[:3] == draws[4:])


def test_components_need_one_number_of_draws_each():
    with pytest.raises(
        ValueError, match=r"draws_per_component: expected 3 .*, got 2"
    ):
        sample_components(random.key(0), MUS, SCALES, (2, 1))


def test_two_humps_come_with_the_truth():
    params, data = two_humps(random.key(0))
    np.testing.assert_allclose(
        jnp.exp(params.log_component_weights), [1, 5], rtol=1e-6
    )
    np.testing.assert_array_equal(params.component_mus, [-2, 5])
    np.testing.assert_allclose(
        jnp.exp(params.log_component_scales), [1.1, 2], rtol=1e-6
    )
    assert data.shape == (6000,)


@pytest.mark.parametrize(
    ("hump", "mu", "scale"),
    [(slice(1000), -2, 1.1), (slice(1000, None), 5, 2)],
)
def test_each_hump_is_normal(hump, mu, scale):
    data = np.asarray(two_humps(random.key(0))[1][hump], np.float64)
    assert kstest(data, norm(mu, scale).cdf).pvalue > 1e-3
