"""One loss of rows, the negative log likelihood of a mixture, as different people would write it.

Each function takes (params, data), with params a MultivariateParams and data of shape (n_data,
n_columns), and returns nats summed over rows.
"""

from functools import partial

import distrax
import jax.numpy as jnp
import numpyro.distributions as numpyro
from jax import vmap
from jax.scipy.linalg import solve_triangular

from dl_workshop.gaussian_mixture import fast_rows, multivariate


def course(params, data):
    """The course's form: the density of one row, mapped over rows and over components."""
    return -multivariate.mixture_loglike(*params, data)


def data_last(params, data):
    """The fast form with all rows at once."""
    return -fast_rows.mixture_loglike(*params, data, chunk_size=len(data))


def in_chunks(params, data):
    """The fast form as it is."""
    return -fast_rows.mixture_loglike(*params, data)


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
    "data last, in chunks": in_chunks,
    "numpyro": of_numpyro,
    "distrax": of_distrax,
}
