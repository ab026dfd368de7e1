"""The likelihood of millions of rows: rows on the last axis, in chunks that fit the cache.

Two things differ from the simple form in multivariate.py.

The order of axes. Where the simple form maps the density of one row, whose few columns lie next to
each other in memory, this one multiplies all rows at once and keeps them on the last axis: then
neighbours in memory are numbers to which the same is done.

Chunks. The log likelihood is a sum over rows, so it may be added up part by part. Each part is
computed again on the way back to the slopes (`jax.checkpoint`), and so only one has to be held.

Source: Griewank and Walther, Evaluating Derivatives (2008), chapter 12, for computing again what
is not kept.
"""

import jax
import jax.numpy as jnp
from jax import lax, vmap
from jax.nn import log_softmax
from jax.scipy.special import logsumexp

from dl_workshop.gaussian_mixture.multivariate import precision_factor
from dl_workshop.gaussian_mixture.signatures import shapes
from dl_workshop.gaussian_mixture.training import weights_loglike

CHUNK = 5000


@shapes("(k),(k,d),(k,d,d),(n,d)->(k,n)")
def weighted_loglikes(
    log_component_weights, component_mus, log_choleskys, data
):
    """Log of weight times density, of every row under every component.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components, n_columns).
        log_choleskys: factors of the precisions, shape (n_components, n_columns, n_columns).
        data: rows, shape (n_data, n_columns).

    Returns:
        Log likelihoods in nats, shape (n_components, n_data).
    """
    factors = vmap(precision_factor)(log_choleskys)
    residuals = data.T[None] - component_mus[:, :, None]
    # Without this word, GPUs round the factors to 11 binary digits.
    z = jnp.matmul(factors, residuals, precision=lax.Precision.HIGHEST)
    constant = data.shape[1] / 2 * jnp.log(2 * jnp.pi)
    heights = jnp.trace(log_choleskys, axis1=1, axis2=2) - constant
    heights += log_softmax(log_component_weights)
    return heights[:, None] - 0.5 * jnp.sum(z**2, axis=1)


@shapes("(k),(k,d),(k,d,d),(n,d)->()")
def mixture_loglike(
    log_component_weights,
    component_mus,
    log_choleskys,
    data,
    chunk_size=CHUNK,
):
    """Log likelihood of all rows under the mixture, summed over rows.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components, n_columns).
        log_choleskys: factors of the precisions, shape (n_components, n_columns, n_columns).
        data: independent rows, shape (n_data, n_columns).
        chunk_size: how many rows at a time.

    Returns:
        Log likelihood in nats, summed over rows, scalar.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.

    Source: Bishop (2006), equation 9.14.
    """
    params = log_component_weights, component_mus, log_choleskys

    def loglike(rows):
        return jnp.sum(logsumexp(weighted_loglikes(*params, rows), axis=0))

    if len(data) <= chunk_size:
        return loglike(data)
    whole = len(data) // chunk_size * chunk_size
    chunks = data[:whole].reshape(-1, chunk_size, data.shape[1])
    total = jnp.sum(lax.map(jax.checkpoint(loglike), chunks))
    return total if whole == len(data) else total + loglike(data[whole:])


def loss_mixture_weights(params, data, alpha_prior=2.0):
    """Negative log probability of rows and weights: what training minimises.

    Args:
        params: MultivariateParams, or a tuple of its three arrays.
        data: rows, shape (n_data, n_columns).
        alpha_prior: the concentrations of the Dirichlet prior on the weights, scalar or shape
            (n_components,).

    Returns:
        Loss in nats, summed over rows, scalar.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.
    """
    loglike_data = mixture_loglike(*params, data)
    return -loglike_data - weights_loglike(params[0], alpha_prior)
