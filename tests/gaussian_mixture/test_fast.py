"""What only the fast form promises; that it is the same likelihood, the shared tests say.

Expected values come from float64: NumPy's sums, JAX's own derivatives of the simple form.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import random
from jax.nn import log_softmax
from scipy.stats import norm

from dl_workshop.gaussian_mixture import (
    MixtureParams,
    fast,
    mixture_loglike,
    sample_mixture,
)
from dl_workshop.precision import enable_x64

N_LARGE = 10_000_000


@pytest.fixture(scope="module")
def large():
    """Ten million data from the course's mixture, and its parameters."""
    weights, mus, scales = jnp.array([[1, 5.0], [-2, 5.0], [1.1, 2.0]])
    params = MixtureParams(jnp.log(weights), mus, jnp.log(scales))
    key = random.key(1)
    return params, sample_mixture(key, weights, mus, scales, N_LARGE)


def float64_loglike(params, data, heights=None):
    """Log likelihood by the definition, in NumPy, a part of the data at a time.

    Args:
        params: MixtureParams.
        data: shape (n_data,).
        heights: log weight minus log scale of each component, if they are to be these.

    Returns:
        A number, in nats.
    """
    log_weights, mus, log_scales = (
        np.asarray(param, np.float64)[:, None] for param in params
    )
    weights = np.exp(log_weights) / np.exp(log_weights).sum()
    if heights is not None:
        weights = np.exp(np.asarray(heights, float)[:, None] + log_scales)
    parts = np.array_split(np.asarray(data, np.float64), 100)
    densities = (
        (weights * norm.pdf(part, mus, np.exp(log_scales))).sum(axis=0)
        for part in parts
    )
    return sum(np.log(density).sum() for density in densities)


# Sums in float32.

# What sums of ten million terms may lose, in nats. In JAX 0.7.2, the oldest that is allowed, a
# chunk's own sum loses more: the two numbers are off by 0.8, with other chunks by 1.7.
LOST = 0.1 if jax.__version_info__ >= (0, 10) else 2


def test_ten_million_data_lose_a_tenth_of_a_nat_in_sums(large):
    # With a component's height rounded to float32, as it must be: that alone makes half a nat, as
    # each of eight million data of the second component has an error of 6e-8.
    params, data = large
    heights = log_softmax(params.log_component_weights) - params[2]
    expected = float64_loglike(params, data, heights)
    total, rest = jax.jit(fast.mixture_loglike_in_two_parts)(*params, data)
    assert float(total) + float(rest) == pytest.approx(expected, abs=LOST)


def test_ten_million_data_lose_two_nats_in_all(large):
    params, data = large
    expected = float64_loglike(params, data)
    assert abs(expected) > 2**24  # float32 counts in steps of 2 from here on
    total, rest = jax.jit(fast.mixture_loglike_in_two_parts)(*params, data)
    # A height's error of at most half a unit in its last place, 2^-24, and what sums lose.
    at_most = N_LARGE * 2**-24 + LOST
    assert float(total) + float(rest) == pytest.approx(expected, abs=at_most)
    assert abs(rest) <= 1  # half a step
    assert float(total) == pytest.approx(expected, abs=at_most + 1)


def test_chunks_added_up_in_float32_alone_would_lose_more(large):
    # The reason for the second number: without it, the same chunks are off by 20 nats or so.
    params, data = large
    chunks = data.reshape(-1, 1000)
    sums = jax.jit(jax.lax.map, static_argnums=0)(
        lambda chunk: mixture_loglike(*params, chunk), chunks
    )
    alone = np.cumsum(np.asarray(sums), dtype=np.float32)[-1]
    assert abs(float(alone) - float64_loglike(params, data)) > 5


def test_slopes_of_ten_million_data_are_those_of_float64(large):
    params, data = large
    ours = jax.jit(
        jax.grad(lambda params: fast.mixture_loglike(*params, data))
    )
    with enable_x64(True):
        params_64, data_64 = jax.tree.map(
            lambda array: jnp.asarray(np.asarray(array), "float64"),
            (params, data),
        )
        expected = jax.jit(jax.grad(fast.mixture_loglike, (0, 1, 2)))(
            *params_64, data_64
        )
    # A slope is a sum over n data; float32 keeps each to 1e-7 or so.
    jax.tree.map(
        lambda a, b: np.testing.assert_allclose(a, b, atol=1e-6 * N_LARGE),
        tuple(ours(params)),
        expected,
    )


# Chunks.


@pytest.mark.parametrize("n_data", [1, 7, 8, 9, 23])
@pytest.mark.parametrize("chunk_size", [1, 5, 8, 100])
def test_every_datum_counts_once(n_data, chunk_size, params, x64):
    # Powers of two: 2^n - 1 is the sum of the first n, and of no other choice of n of them.
    def total(params, chunk, counts):
        return jnp.sum(chunk * counts), jnp.sum(counts)

    data = 2 ** jnp.arange(float(n_data))
    sums = fast._sum_over_chunks(total, chunk_size, params, data)
    assert sums == [(2**n_data - 1, 0), (n_data, 0)]


@pytest.mark.parametrize(
    ("n_data", "most", "expected"),
    [
        (6000, 6000, 6000),
        (6001, 6000, 3008),
        (5, 6000, 5),
        (10_000_000, 6000, 6000),
        (9, 2, 8),
    ],
)
def test_chunks_are_equal_and_not_much_longer_than_allowed(
    n_data, most, expected
):
    assert fast._chunk_length(n_data, most) == expected


# Derivatives.


def test_second_derivatives_are_those_of_the_simple_form(params, data, x64):
    hessian = jax.jit(jax.hessian(fast.mixture_loglike, (0, 1, 2)))
    expected = jax.jit(jax.hessian(mixture_loglike, (0, 1, 2)))(*params, data)
    jax.tree.map(
        lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9),
        hessian(*params, data),
        expected,
    )


def test_many_starts_at_once(params, data, x64):
    def slopes(function):
        of_params = jax.grad(lambda params: function(*params, data))
        return jax.jit(jax.vmap(of_params))(starts)

    starts = jax.tree.map(lambda a: jnp.stack([a, a + 0.1, -a]), params)
    jax.tree.map(
        lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-10),
        slopes(fast.mixture_loglike),
        slopes(mixture_loglike),
    )


def test_no_array_is_as_long_as_the_data():
    # The point of chunks: memory beside the data does not grow with them.
    def temporary_bytes(function, n_data):
        data = jax.ShapeDtypeStruct((n_data,), jnp.float32)
        params = MixtureParams(*[jax.ShapeDtypeStruct((2,), jnp.float32)] * 3)
        slopes = jax.jit(jax.grad(lambda p, data: function(*p, data)))
        compiled = slopes.lower(params, data).compile()
        return compiled.memory_analysis().temp_size_in_bytes

    assert temporary_bytes(fast.mixture_loglike, N_LARGE) < 1e6
    assert temporary_bytes(mixture_loglike, N_LARGE) > 4 * N_LARGE
