"""One loss, the negative log likelihood of a mixture, as different people would write it.

Each function takes (params, data), with params a tuple of log weights, means and log standard
deviations, and returns nats summed over data.
"""

import distrax
import jax.numpy as jnp
import numpyro.distributions as numpyro
from jax import vmap
from jax.scipy.special import logsumexp
from jax.scipy.stats import norm
from tensorflow_probability.substrates.jax import distributions as tfd

from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture import fast


def course(params, data):
    """The course's simple form: components outside, data inside."""
    return -gm.mixture_loglike(*params, data)


def course_fast(params, data):
    """The course's fast form: chunks, and slopes from three sums."""
    return -fast.mixture_loglike(*params, data)


def data_outside(params, data):
    """The course's functions with the other nesting: data outside, components inside."""
    over_data = vmap(gm.loglike_across_components, (None, None, None, 0))
    return -jnp.sum(over_data(*params, data))


def original(params, data):
    """As the workshop of 2020 nested it: for each datum, weights, components, logsumexp."""
    log_weights, mus, log_scales = params

    def one_component(weight, mu, log_scale, datum):
        scale = jnp.exp(log_scale)
        return jnp.log(weight) + norm.logpdf(datum, loc=mu, scale=scale)

    def one_datum(datum):
        weights = jnp.exp(log_weights) / jnp.sum(jnp.exp(log_weights))
        over_components = vmap(one_component, in_axes=(0, 0, 0, None))
        return logsumexp(over_components(weights, mus, log_scales, datum))

    return -jnp.sum(vmap(one_datum)(data))


def _of_library(library):
    def loss(params, data):
        log_weights, mus, log_scales = params
        mixture = library.MixtureSameFamily(
            library.Categorical(logits=log_weights),
            library.Normal(mus, jnp.exp(log_scales)),
        )
        return -jnp.sum(mixture.log_prob(data))

    return loss


LOSSES = {
    "original nesting": original,
    "data outside": data_outside,
    "simple form": course,
    "fast form": course_fast,
    "numpyro": _of_library(numpyro),
    "distrax": _of_library(distrax),
    "TensorFlow Probability": _of_library(tfd),
}
