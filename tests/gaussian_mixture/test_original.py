"""The numbers that the original workshop published, from the same random key.

Source: dl-workshop (Eric J. Ma), chapter "Gaussian mixture model-based clustering", whose page
shows them in float32. The optimum is what gradient descent, started there, reaches in float64.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from jax import lax, random

from dl_workshop.gaussian_mixture import (
    MixtureParams,
    TrainingState,
    loglike_across_components,
    loss_mixture_weights,
    make_step_scannable,
    mixture_loglike,
    two_humps,
    weights_loglike,
)
from dl_workshop.precision import enable_x64

# float32 keeps 7 digits; a sum over 6000 data, in an order that each processor chooses, 5 or 6.
SUMMED = 1e-5

loss = jax.jit(loss_mixture_weights)
dloss = jax.jit(jax.grad(loss_mixture_weights))


@pytest.fixture(scope="module")
def original():
    """Return (params_true, params_init, data) as drawn by the JAX of 2020."""
    with jax.threefry_partitionable(False):
        key = random.PRNGKey(100)
        params_true, data = two_humps(key)
        params_init = MixtureParams(
            *(random.normal(k, (2,)) for k in random.split(key, 4)[:3])
        )
    return params_true, params_init, data


@pytest.fixture(scope="module")
def optimum(original):
    """Train in float64: Adam at 0.5 as the original did, and a cosine that brings it to rest."""
    _, params_init, data = original
    with enable_x64(True):
        params, data = jax.tree.map(
            lambda array: array.astype("float64"), (params_init, data)
        )
        optimizer = optax.adam(optax.cosine_decay_schedule(0.5, 2000))
        inner = make_step_scannable(dloss, optimizer, data)
        state = TrainingState(params, optimizer.init(params))
        params = jax.jit(
            lambda state: lax.scan(inner, state, length=2000)[0].params
        )(state)
        return *map(np.asarray, params), float(loss(params, data))


def test_one_datum(original):
    params_true, _, data = original
    ours = jax.jit(loglike_across_components)(*params_true, data[1])
    assert ours == pytest.approx(-2.8022985, rel=1e-6)


def test_all_data(original):
    params_true, _, data = original
    assert jax.jit(mixture_loglike)(*params_true, data) == pytest.approx(
        -14590.3955, rel=SUMMED
    )


def test_weights():
    # Weights 1/6 and 5/6 under Dirichlet(2, 2): log(3! * 5 / 36) = log(5 / 6).
    ours = weights_loglike(jnp.log(jnp.array([1.0, 5.0])), jnp.array([2, 2]))
    assert ours == pytest.approx(-0.18232119, abs=1e-6)


def test_loss_at_the_truth(original):
    params_true, _, data = original
    assert loss(params_true, data) == pytest.approx(14590.578, rel=SUMMED)


def test_loss_at_the_start(original):
    _, params_init, data = original
    assert loss(params_init, data) == pytest.approx(36641.8, rel=SUMMED)


def test_gradients_at_the_start(original):
    _, params_init, data = original
    expected = (
        (-1778.4056, 1778.4058),
        (-7817.163, -210.50105),
        (-45475.797, -944.6539),
    )
    gradients = dloss(params_init, data)
    np.testing.assert_allclose(gradients, expected, rtol=SUMMED)


def test_loss_at_the_optimum(optimum):
    # JAX 0.7.2 draws 21 of the data with another last digit: 2e-6 nats.
    assert optimum[3] == pytest.approx(14590.360843, abs=5e-6)


def test_params_at_the_optimum(optimum):
    log_weights, mus, log_scales, _ = optimum
    assert np.exp(log_weights[1] - log_weights[0]) == pytest.approx(
        5.040884, abs=1e-6
    )
    np.testing.assert_allclose(mus, [-2.024637, 4.998029], atol=1e-6)
    np.testing.assert_allclose(
        np.exp(log_scales), [1.088852, 1.999548], atol=1e-6
    )
