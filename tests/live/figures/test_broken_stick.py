"""Shares from uniform numbers, held against SciPy's quantiles of the beta distribution."""

import jax
import numpy as np
import pytest
from jax import random
from scipy import stats

from dl_workshop import gaussian_mixture as gm
from dl_workshop.live.figures.broken_stick import (
    COMPONENTS,
    STICKS,
    beta_shares,
    many_sticks,
    uniform_numbers,
)

UNIFORMS = uniform_numbers(random.key(0))


@pytest.fixture
def float64():
    with jax.enable_x64(True):
        yield


@pytest.mark.parametrize("concentration", [0.2, 1.0, 3.0, 30.0])
def test_shares_are_quantiles_of_the_beta_distribution(float64, concentration):
    uniforms = np.linspace(0.001, 0.999, 101)
    wanted = stats.beta.ppf(1 - uniforms, 1, concentration)
    np.testing.assert_allclose(
        beta_shares(uniforms, concentration), wanted, rtol=1e-12
    )


def test_small_shares_keep_their_digits(float64):
    """At u = 1 - d the share is d / c, up to d squared; 1 - u**(1 / c) would lose half of it."""
    rest = 2.0**-40
    share = beta_shares(1 - rest, 30.0)
    assert share == pytest.approx(rest / 30, rel=1e-11)


def test_uniform_numbers_lie_inside_and_have_few_digits():
    assert UNIFORMS.shape == (STICKS, COMPONENTS - 1)
    assert UNIFORMS.min() > 0
    assert UNIFORMS.max() < 1
    assert max(len(str(number)) for number in UNIFORMS.ravel()) <= 6


def test_a_larger_concentration_leaves_more_of_every_stick():
    (_, few), (_, many) = (many_sticks(UNIFORMS, c) for c in (1.0, 10.0))
    assert np.all(many[:, -1] > few[:, -1])


@pytest.mark.parametrize("concentration", [0.2, 3.0, 30.0])
def test_the_page_breaks_sticks_as_jax_does(agrees, concentration):
    agrees(many_sticks, UNIFORMS, concentration)


def test_sticks_can_be_put_together_again(agrees):
    weights = np.array([0.5, 0.2, 0.09, 0.084, 0.063, 0.063])
    agrees(gm.beta_draw_from_weights, weights)
