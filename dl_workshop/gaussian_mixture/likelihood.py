r"""The likelihood of a Gaussian mixture, in three steps.

One datum under one component is a normal log density plus the log of the component's weight.
One datum under all components is the log of a sum over components. All data, drawn
independently from the same mixture, are a sum over data:

    log p(x_1 .. x_n) = sum_i log sum_k w_k N(x_i | mu_k, sigma_k)

Weights and scales are positive, gradient descent is not told so: both enter as logarithms,
which may be any number. Everything here is in nats (natural logarithms).

Source: Bishop, Pattern Recognition and Machine Learning (2006), section 9.2, equation 9.14.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jax import Array, vmap
from jax.nn import log_softmax, softmax
from jax.scipy.special import logsumexp

from dl_workshop.gaussian_mixture.signatures import shapes


class MixtureParams(NamedTuple):
    """The parameters of a mixture, components on the first axis; unpacks as a tuple.

    Attributes:
        log_component_weights: logarithms of the weights, up to a constant, (n_components,).
        component_mus: means, (n_components,).
        log_component_scales: logarithms of the standard deviations, (n_components,).
    """

    log_component_weights: Array
    component_mus: Array
    log_component_scales: Array


@shapes("(k)->(k)")
def normalize_weights(weights):
    """Divide positive weights by their sum.

    Args:
        weights: positive numbers, shape (n_components,).

    Returns:
        The weights as probabilities: shape (n_components,), sum 1.
    """
    return weights / jnp.sum(weights)


@shapes("(),(),()->()")
def normal_loglike(component_mu, log_component_scale, datum):
    """Log density of one datum under one normal distribution.

    Multiplying by exp(-log_scale) instead of dividing by exp(log_scale) keeps the gradients of a
    mixture finite where one of its scales is as small as exp(-50).

    Args:
        component_mu: mean, scalar.
        log_component_scale: logarithm of the standard deviation, scalar.
        datum: scalar.

    Returns:
        Log density in nats, scalar. Source: Bishop (2006), equation 1.46.
    """
    z = (datum - component_mu) * jnp.exp(-log_component_scale)
    return -0.5 * z**2 - log_component_scale - 0.5 * jnp.log(2 * jnp.pi)


@shapes("(),(),(),()->()")
def loglike_one_component(
    component_weight, component_mu, log_component_scale, datum
):
    """Log of a component's weight times its density at one datum.

    Args:
        component_weight: probability of the component, scalar in (0, 1].
        component_mu: mean, scalar.
        log_component_scale: logarithm of the standard deviation, scalar.
        datum: scalar.

    Returns:
        Log likelihood in nats, scalar.
    """
    return jnp.log(component_weight) + normal_loglike(
        component_mu, log_component_scale, datum
    )


@shapes("(k),(k),(k),()->()")
def loglike_across_components(
    log_component_weights, component_mus, log_component_scales, datum
):
    """Log likelihood of one datum under the whole mixture: a log of a sum over components.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components,).
        log_component_scales: log standard deviations, shape (n_components,).
        datum: scalar.

    Returns:
        Log likelihood in nats, scalar. Source: Bishop (2006), equation 9.7.
    """
    log_weights = log_softmax(log_component_weights)
    loglikes = vmap(normal_loglike, in_axes=(0, 0, None))(
        component_mus, log_component_scales, datum
    )
    return logsumexp(log_weights + loglikes)


@shapes("(k),(k),(k),(n)->(k,n)")
def weighted_loglikes(
    log_component_weights, component_mus, log_component_scales, data
):
    """Log of weight times density, of every datum under every component.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components,).
        log_component_scales: log standard deviations, shape (n_components,).
        data: shape (n_data,).

    Returns:
        Log likelihoods in nats, shape (n_components, n_data).
    """
    log_weights = log_softmax(log_component_weights)
    over_data = vmap(normal_loglike, in_axes=(None, None, 0))
    over_components = vmap(over_data, in_axes=(0, 0, None))
    return log_weights[:, None] + over_components(
        component_mus, log_component_scales, data
    )


def mixture_loglike(
    log_component_weights, component_mus, log_component_scales, data
):
    """Log likelihood of all data under the mixture, summed over data.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components,).
        log_component_scales: log standard deviations, shape (n_components,).
        data: independent draws, shape (n_data,).

    Returns:
        Log likelihood in nats, summed over data, scalar.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.

    Source: Bishop (2006), equation 9.14.
    """
    loglikes = weighted_loglikes(
        log_component_weights, component_mus, log_component_scales, data
    )
    return jnp.sum(logsumexp(loglikes, axis=0))


def responsibilities(
    log_component_weights, component_mus, log_component_scales, data
):
    """Probability that each component made each datum, given the datum.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components,).
        log_component_scales: log standard deviations, shape (n_components,).
        data: shape (n_data,).

    Returns:
        Probabilities, shape (n_data, n_components); each row sums to 1.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.

    Source: Bishop (2006), equation 9.13.
    """
    loglikes = weighted_loglikes(
        log_component_weights, component_mus, log_component_scales, data
    )
    return softmax(loglikes, axis=0).T
