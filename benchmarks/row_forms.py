"""One loss of rows, the negative log likelihood of a mixture, as different people would write it.

Each function takes (params, data), with params a MultivariateParams and data of shape (n_data,
n_columns), and returns nats summed over rows.
"""

from functools import partial

import distrax
import jax
import jax.numpy as jnp
import numpyro.distributions as numpyro
from jax import lax, vmap
from jax.nn import log_softmax
from jax.scipy.linalg import solve_triangular
from jax.scipy.special import logsumexp

from dl_workshop.gaussian_mixture import multivariate

CHUNK = 5000


def course(params, data):
    """The course's form: the density of one row, mapped over rows and over components."""
    return -multivariate.mixture_loglike(*params, data)


def data_last(params, data):
    """The same in three lines of arrays, with the rows on the last axis."""
    log_weights, mus, log_choleskys = params
    factors = vmap(multivariate.precision_factor)(log_choleskys)
    residuals = data.T[None] - mus[:, :, None]
    z = jnp.einsum("kij,kjn->kin", factors, residuals)
    heights = log_softmax(log_weights) + _log_dets(log_choleskys)
    heights -= 0.5 * data.shape[1] * jnp.log(2 * jnp.pi)
    loglikes = heights[:, None] - 0.5 * jnp.sum(z**2, axis=1)
    return -jnp.sum(logsumexp(loglikes, axis=0))


def _log_dets(log_choleskys):
    return jnp.sum(jnp.diagonal(log_choleskys, axis1=1, axis2=2), axis=1)


def in_chunks(loss, params, data):
    """A loss added up over chunks, each of which is computed again on the way back."""
    chunks = data.reshape(-1, CHUNK, data.shape[1])

    @jax.checkpoint
    def add(total, chunk):
        return total + loss(params, chunk), None

    return lax.scan(add, jnp.zeros((), data.dtype), chunks)[0]


def of_numpyro(params, data):
    """MultivariateNormal in a MixtureSameFamily."""
    log_weights, mus, log_choleskys = params
    mixture = numpyro.MixtureSameFamily(
        numpyro.Categorical(logits=log_weights),
        numpyro.MultivariateNormal(
            mus, scale_tril=_inverse_factors(log_choleskys)
        ),
    )
    return -jnp.sum(mixture.log_prob(data))


def of_distrax(params, data):
    """MultivariateNormalTri in a MixtureSameFamily."""
    log_weights, mus, log_choleskys = params
    mixture = distrax.MixtureSameFamily(
        distrax.Categorical(logits=log_weights),
        distrax.MultivariateNormalTri(mus, _inverse_factors(log_choleskys)),
    )
    return -jnp.sum(mixture.log_prob(data))


def _inverse_factors(log_choleskys):
    """Lower factors of the covariances: the inverses of F, which are lower triangular too."""
    factors = vmap(multivariate.precision_factor)(log_choleskys)
    eye = jnp.eye(factors.shape[-1])
    return vmap(partial(solve_triangular, b=eye, lower=True))(factors)


LOSSES = {
    "course": course,
    "data last": data_last,
    "data last, in chunks": partial(in_chunks, data_last),
    "numpyro": of_numpyro,
    "distrax": of_distrax,
}
