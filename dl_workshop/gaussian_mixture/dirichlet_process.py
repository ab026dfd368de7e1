r"""The Dirichlet process: weights by breaking a stick, and a mixture without a fixed size.

Break a piece off a stick of length 1, then a piece off what is left, and so on. Each draw
v_k from Beta(1, concentration) says which share of the rest breaks off:

    w_k = v_k (1 - v_1) .. (1 - v_{k-1})        and the last weight is what is left.

K - 1 draws so give K weights that sum to 1. Backwards, with R_k = w_k + .. + w_K the rest
before draw k, v_k = w_k / R_k. Subtracting the weights from 1 to find R_k fails as soon as the
rest is smaller than the rounding error of 1; adding them up from the last one never does. As log
odds that is one subtraction, exact where v itself would round to 1:

    logit v_k = log(v_k / (1 - v_k)) = log w_k - log R_{k+1}

Sources: Sethuraman, A constructive definition of Dirichlet priors (1994), for the stick;
Ishwaran and James, Gibbs sampling methods for stick-breaking priors (2001), for stopping after K
weights.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jax import Array, lax, random, vmap
from jax.nn import log_sigmoid, log_softmax, sigmoid
from jax.scipy.special import gammaln

from dl_workshop.gaussian_mixture.likelihood import (
    loglike_across_components,
    normal_loglike,
)
from dl_workshop.gaussian_mixture.signatures import shapes


class JointParams(NamedTuple):
    """The parameters of a mixture with a stick-breaking prior; unpacks as a tuple.

    Attributes:
        log_component_weights: logarithms of the weights, up to a constant, (n_components,).
        log_concentration: logarithm of the concentration, scalar.
        component_mus: means, (n_components,).
        log_component_scales: logarithms of the standard deviations, (n_components,).
    """

    log_component_weights: Array
    log_concentration: Array
    component_mus: Array
    log_component_scales: Array


@shapes("(s)->(),(k)")
def stick_breaking_weights(beta_draws):
    """Break a stick: each draw is the share that breaks off what is left.

    Args:
        beta_draws: shares between 0 and 1, shape (n_components - 1,).

    Returns:
        (occupied_probability, weights): the sum of all weights but the last, scalar, and the
        weights, shape (n_components,), sum 1. Source: Ishwaran and James (2001).
    """

    def break_off(rest, share):
        return rest * (1 - share), rest * share

    stick = jnp.ones_like(beta_draws[0])
    rest, pieces = lax.scan(break_off, stick, beta_draws)
    return jnp.sum(pieces), jnp.append(pieces, rest)


@shapes("(s)->(k)")
def stick_breaking_log_weights(stick_logits):
    """Break a stick in log space: no weight rounds to 0, no share to 1.

    Args:
        stick_logits: log odds of the shares, log(v / (1 - v)), shape (n_components - 1,).

    Returns:
        Logarithms of the weights, shape (n_components,); their exponentials sum to 1.
    """

    def break_off(log_rest, logit):
        return log_rest + log_sigmoid(-logit), log_rest + log_sigmoid(logit)

    stick = jnp.zeros_like(stick_logits[0])
    log_rest, log_pieces = lax.scan(break_off, stick, stick_logits)
    return jnp.append(log_pieces, log_rest)


@shapes("(k)->(s)")
def stick_logits_from_log_weights(log_weights):
    """Log odds of the shares that break a stick into these pieces.

    Args:
        log_weights: logarithms of the weights, up to a constant, finite, shape (n_components,).

    Returns:
        log w_k - log R_{k+1}, shape (n_components - 1,), where R_{k+1} is the sum of the
        weights after k.
    """
    log_rests = lax.cumlogsumexp(jnp.asarray(log_weights), reverse=True)
    return log_weights[:-1] - log_rests[1:]


@shapes("(k)->(),(s)")
def beta_draw_from_weights(weights):
    """Put the stick together again: the inverse of `stick_breaking_weights`.

    Args:
        weights: not negative, up to a factor, shape (n_components,). A weight of 0 counts as
            the smallest positive number: where nothing was left to break, what its share was
            cannot be known (`stick_logits_from_log_weights` knows it from the logarithms).

    Returns:
        (occupied_probability, betas): the sum of all weights but the last, scalar, and the
        shares, shape (n_components - 1,).
    """
    weights = jnp.asarray(weights)
    smallest = jnp.finfo(weights.dtype).tiny
    log_weights = jnp.log(jnp.maximum(weights, smallest))
    betas = sigmoid(stick_logits_from_log_weights(log_weights))
    return jnp.sum(weights[:-1]) / jnp.sum(weights), betas


def weights_one_concentration(concentration, key, num_draws, num_components):
    """Break many sticks with one concentration.

    Args:
        concentration: positive, scalar; the larger, the smaller the pieces.
        key: a random key.
        num_draws: how many sticks.
        num_components: into how many pieces each is broken, at least 2.

    Returns:
        (occupied_probability, weights): shapes (num_draws,) and (num_draws, num_components).
    """
    shape = num_draws, num_components - 1
    beta_draws = random.beta(key, 1.0, concentration, shape)
    return vmap(stick_breaking_weights)(beta_draws)


def random_stick_logits(key, concentration, num_sticks):
    """Draw the log odds of shares from Beta(1, concentration).

    -log(1 - v) is an exponential number divided by the concentration: call it x, then
    v / (1 - v) is exp(x) - 1.

    Args:
        key: a random key.
        concentration: positive, scalar.
        num_sticks: how many shares, one less than there are components.

    Returns:
        Log odds, shape (num_sticks,).
    """
    x = random.exponential(key, (num_sticks,)) / concentration
    x = jnp.maximum(x, jnp.finfo(x.dtype).tiny)
    return x + jnp.log(-jnp.expm1(-x))


@shapes("(k),()->()")
def component_probs_loglike(
    log_component_probs, log_concentration, num_components=None
):
    """Log density of the shares behind these weights, each under Beta(1, concentration).

    Args:
        log_component_probs: logarithms of the weights, up to a constant, (n_components,).
        log_concentration: logarithm of the concentration, scalar.
        num_components: how many weights to count, one more than there are shares in the sum;
            all of them unless given.

    Returns:
        Log density in nats, summed over shares, scalar. Source: Ishwaran and James (2001),
        with a = 1 and b = concentration.
    """
    logits = stick_logits_from_log_weights(log_softmax(log_component_probs))
    if num_components is not None:
        logits = logits[: num_components - 1]
    concentration = jnp.exp(log_concentration)
    return jnp.sum(
        log_concentration + (concentration - 1) * log_sigmoid(-logits)
    )


@shapes("(k)->()")
def logits_log_jacobian(log_component_probs):
    """Turn a density of shares into one of their log odds: sum of log(v (1 - v)).

    Args:
        log_component_probs: logarithms of the weights, up to a constant, (n_components,).

    Returns:
        Log of dv / d logit(v) in nats, summed over shares, scalar. Source: Bishop (2006),
        equation 1.27.
    """
    logits = stick_logits_from_log_weights(log_softmax(log_component_probs))
    return jnp.sum(log_sigmoid(logits) + log_sigmoid(-logits))


@shapes("()->()")
def concentration_loglike(log_concentration, shape, rate):
    """Log density of the concentration under a gamma distribution.

    Args:
        log_concentration: scalar.
        shape: positive, scalar.
        rate: positive, scalar; shape / rate is the mean.

    Returns:
        Log density in nats, scalar. Source: Escobar and West (1995).
    """
    log_normalizer = gammaln(shape) - shape * jnp.log(rate)
    return (
        (shape - 1) * log_concentration
        - rate * jnp.exp(log_concentration)
        - log_normalizer
    )


@shapes("(k)->()")
def scales_loglike(log_component_scales, log_center, spread):
    """Log density of the log scales, each under a normal distribution.

    Args:
        log_component_scales: log standard deviations, shape (n_components,).
        log_center: the prior's mean, a log standard deviation, scalar.
        spread: the prior's standard deviation, positive, scalar.

    Returns:
        Log density in nats, summed over components, scalar.
    """
    over_components = vmap(normal_loglike, in_axes=(None, None, 0))
    return jnp.sum(
        over_components(log_center, jnp.log(spread), log_component_scales)
    )


@shapes("(k),(),(k),(k),(n)->()")
def joint_loglike(
    log_component_weights,
    log_concentration,
    component_mus,
    log_component_scales,
    data,
    concentration_prior=(1.0, 1.0),
    scale_prior=(0.3, 0.3),
):
    """Log density of data, sticks, concentration and scales together.

    Without the prior of the scales it has no highest value: a component that sits on one datum
    gains from every narrower scale (Bishop 2006, section 9.2.1). The density of the sticks is one
    of their log odds, because as one of the shares it rises without end where the last weight
    goes to 0 and the concentration is below 1. That of the concentration is not one of its
    logarithm. Means have no prior.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        log_concentration: logarithm of the concentration, scalar.
        component_mus: means, shape (n_components,).
        log_component_scales: log standard deviations, shape (n_components,).
        data: independent draws, shape (n_data,).
        concentration_prior: shape and rate of a gamma distribution of the concentration.
        scale_prior: mean and standard deviation of a normal distribution of each log scale. It
            knows the units of the data: the default expects standard deviations of 0.7 to 2.5.

    Returns:
        Log density in nats, summed over data, scalar.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.
    """
    over_data = vmap(loglike_across_components, in_axes=(None, None, None, 0))
    loglikes = over_data(
        log_component_weights, component_mus, log_component_scales, data
    )
    return (
        jnp.sum(loglikes)
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
