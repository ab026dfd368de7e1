r"""The same likelihood for millions of data: in chunks that fit the cache, with its own gradient.

Three things differ from the simple form in likelihood.py, and its tests hold for both.

Chunks. Arrays of shape (n_components, n_data) for 10 million data do not fit the processor's
cache, and fetching them from memory takes longer than computing them. A chunk fits.

The gradient. With r_k the responsibilities and z_k = (x - mu_k) / sigma_k, all slopes follow
from three sums over data, which are ready when the likelihood is:

    n_k = sum r_k        sum r_k z_k        sum r_k z_k^2

Sums. float32 has 24 binary digits: near 24 million nats it counts in steps of 2. Each chunk's
sum is small; what rounding cuts off when they are added up is kept as a second number.

Sources: Bishop (2006), equations 9.16 to 9.22, for the slopes; Knuth, The Art of Computer
Programming, volume 2, section 4.2.2, theorem B, for a sum and its rounding error.
"""

import math
from functools import partial

import jax
import jax.numpy as jnp
from jax import custom_jvp, lax
from jax.custom_derivatives import SymbolicZero
from jax.nn import log_softmax, softmax

from dl_workshop.gaussian_mixture import likelihood
from dl_workshop.gaussian_mixture.dirichlet_process import (
    component_probs_loglike,
    concentration_loglike,
    logits_log_jacobian,
    scales_loglike,
)
from dl_workshop.gaussian_mixture.likelihood import MixtureParams
from dl_workshop.gaussian_mixture.signatures import shapes
from dl_workshop.gaussian_mixture.training import weights_loglike

# What a processor's core keeps close by: half a dozen arrays of shape (n_components, chunk) in a
# cache of 1 MB or so. Longer chunks gain nothing where there are few components.
NUMBERS_PER_CHUNK = 48_000
LONGEST_CHUNK = 6000


def mixture_loglike(
    log_component_weights,
    component_mus,
    log_component_scales,
    data,
    chunk_size=None,
):
    """Log likelihood of all data under the mixture, summed over data.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components,).
        log_component_scales: log standard deviations, shape (n_components,).
        data: independent draws, shape (n_data,).
        chunk_size: how many data at a time, at most; chosen for the cache unless given.

    Returns:
        Log likelihood in nats, summed over data, scalar. The sum is rounded once, in float32 by
        at most a nat below 33 million nats.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.

    Source: Bishop (2006), equation 9.14.
    """
    total, rest = mixture_loglike_in_two_parts(
        log_component_weights,
        component_mus,
        log_component_scales,
        data,
        chunk_size,
    )
    return total + rest


@shapes("(k),(k),(k),(n)->(),()")
def mixture_loglike_in_two_parts(
    log_component_weights,
    component_mus,
    log_component_scales,
    data,
    chunk_size=None,
):
    """Log likelihood of all data as two numbers, to be added in a higher precision.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components,).
        log_component_scales: log standard deviations, shape (n_components,).
        data: independent draws, shape (n_data,).
        chunk_size: how many data at a time, at most; chosen for the cache unless given.

    Returns:
        (total, rest): the log likelihood in nats, summed over data, scalar, and what its
        rounding cut off, scalar. `float(total) + float(rest)` has neither's rounding.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.
    """
    params = log_component_weights, component_mus, log_component_scales
    dtype = jnp.result_type(*params, data, jnp.float32)
    params = MixtureParams(*(jnp.asarray(param, dtype) for param in params))
    fits = max(NUMBERS_PER_CHUNK // len(component_mus), 8)
    most = chunk_size or min(fits, LONGEST_CHUNK)
    total, rest = _loglike(most, params, jnp.asarray(data, dtype))
    return _subtract(total, rest, len(data) * math.log(2 * math.pi) / 2)


def loss_mixture_weights(params, data, alpha_prior=2.0):
    """Negative log probability of data and weights: what training minimises.

    Args:
        params: MixtureParams, or a tuple of its three arrays.
        data: shape (n_data,).
        alpha_prior: the concentrations of the Dirichlet prior on the weights, scalar or shape
            (n_components,).

    Returns:
        Loss in nats, summed over data, scalar.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.
    """
    loglike_data = mixture_loglike(*params, data)
    return -loglike_data - weights_loglike(params[0], alpha_prior)


def joint_loglike(
    log_component_weights,
    log_concentration,
    component_mus,
    log_component_scales,
    data,
    concentration_prior=(1.0, 1.0),
    scale_prior=(0.3, 0.3),
):
    """Log density of data, sticks, concentration and scales: the model of dirichlet_process.py.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        log_concentration: logarithm of the concentration, scalar.
        component_mus: means, shape (n_components,).
        log_component_scales: log standard deviations, shape (n_components,).
        data: independent draws, shape (n_data,).
        concentration_prior: shape and rate of a gamma distribution of the concentration.
        scale_prior: mean and standard deviation of a normal distribution of each log scale.

    Returns:
        Log density in nats, summed over data, scalar.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.
    """
    params = log_component_weights, component_mus, log_component_scales
    return (
        mixture_loglike(*params, data)
        + component_probs_loglike(log_component_weights, log_concentration)
        + logits_log_jacobian(log_component_weights)
        + concentration_loglike(log_concentration, *concentration_prior)
        + scales_loglike(log_component_scales, *scale_prior)
    )


def joint_loss(params, data, **priors):
    """Negative log density of data and parameters: what training minimises.

    Args:
        params: JointParams, or a tuple of its four arrays.
        data: shape (n_data,).
        **priors: `concentration_prior` and `scale_prior`, as in `joint_loglike`.

    Returns:
        Loss in nats, summed over data, scalar.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.
    """
    return -joint_loglike(*params, data, **priors)


@partial(custom_jvp, nondiff_argnums=(0,))
def _loglike(most, params, data):
    (loglike,) = _sum_over_chunks(_loglike_of_chunk, most, params, data)
    return loglike


@partial(_loglike.defjvp, symbolic_zeros=True)
def _loglike_and_slope(most, primals, tangents):
    """Add up slope times change over parameters and data."""
    params, data = primals
    loglike, *slopes = _sum_over_chunks(_slopes_of_chunk, most, *primals)
    changes, change_of_data = tangents
    slope = sum(map(_times, slopes, changes))
    if not isinstance(change_of_data, SymbolicZero):
        simple = partial(likelihood.mixture_loglike, *params)
        slope += jax.jvp(simple, (data,), (change_of_data,))[1]
    return loglike, (slope, jnp.zeros_like(slope))


def _times(slope, change):
    if isinstance(change, SymbolicZero):
        return 0.0
    return jnp.sum((slope[0] + slope[1]) * change)


def _loglike_of_chunk(params, chunk, counts):
    """Log likelihood of the data that count, in a tuple of one."""
    top, _, totals = _densities(params, _standardised(params, chunk))
    return (_sum_of_logs(top, totals, counts),)


def _slopes_of_chunk(params, chunk, counts):
    """Log likelihood of the data that count, and its slopes in the three parameters."""
    z = _standardised(params, chunk)
    top, densities, totals = _densities(params, z)
    shares, first = counts / totals, densities * z
    n, rz, rzz = (_dot(each, shares) for each in (densities, first, first * z))
    of_weights = n - jnp.sum(counts) * softmax(params.log_component_weights)
    of_mus = rz * jnp.exp(-params.log_component_scales)
    return _sum_of_logs(top, totals, counts), of_weights, of_mus, rzz - n


def _standardised(params, chunk):
    """Distance of every datum from every mean, in standard deviations."""
    distances = chunk[None, :] - params.component_mus[:, None]
    return distances * jnp.exp(-params.log_component_scales)[:, None]


def _densities(params, z):
    """Log of the largest weighted density, times sqrt(2 pi); all as shares of it; their sum."""
    log_weights = log_softmax(params.log_component_weights)
    heights = log_weights - params.log_component_scales
    loglikes = heights[:, None] - 0.5 * z * z
    top = jnp.max(loglikes, axis=0)
    densities = jnp.exp(loglikes - top[None, :])
    return top, densities, jnp.sum(densities, axis=0)


def _sum_of_logs(top, totals, counts):
    """Sum top + log(totals) where counts is 1, with one logarithm for eight data.

    The totals lie between 1 and n_components, so a product of eight neither over- nor underflows.
    """
    totals = jnp.where(counts > 0, totals, 1)
    products = jnp.prod(totals.reshape(math.gcd(8, len(totals)), -1), axis=0)
    return _dot(top, counts) + jnp.sum(jnp.log(products))


def _dot(values, counts):
    """Multiply and add; without this word, GPUs round the factors to 11 binary digits."""
    return jnp.matmul(values, counts, precision=lax.Precision.HIGHEST)


def _sum_over_chunks(function, most, params, data):
    """Add function(params, chunk, counts) over chunks of one length.

    The last chunk begins early enough to be as long as the others; what it shares with the one
    before has a count of 0 there.

    Returns:
        What the function returns, each array as (total, rest).
    """
    size = _chunk_length(len(data), most)

    def add_chunk(sums, start):
        begin = jnp.minimum(start, len(data) - size)
        chunk = lax.dynamic_slice(data, (begin,), (size,))
        counts = (begin + jnp.arange(size) >= start).astype(data.dtype)
        terms = function(params, chunk, counts)
        return [
            _add(*s, term) for s, term in zip(sums, terms, strict=True)
        ], None

    terms = jax.eval_shape(function, params, data[:size], data[:size])
    zeros = [(jnp.zeros(t.shape, t.dtype),) * 2 for t in terms]
    return lax.scan(add_chunk, zeros, jnp.arange(0, len(data), size))[0]


def _chunk_length(n_data, most):
    """Length of equal chunks of at most so many data; a multiple of 8, unless there is one."""
    if n_data <= most:
        return n_data
    n_chunks = math.ceil(n_data / most)
    return min(8 * math.ceil(n_data / n_chunks / 8), n_data)


def _add(total, rest, term):
    """Add a term to the total, and what the sum's rounding cuts off to the rest."""
    new = total + term
    part = new - total
    return new, rest + ((total - (new - part)) + (term - part))


def _subtract(total, rest, constant):
    """Subtract a Python number, in full, and leave as little as possible in the rest."""
    rounded = total.dtype.type(constant)
    total, rest = _add(total, rest - (constant - float(rounded)), -rounded)
    return _add(total, 0, rest)
