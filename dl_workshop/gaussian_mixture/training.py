r"""Fitting a mixture by gradient descent: the loss, and one step that `lax.scan` can repeat.

The loss is the negative of two log probabilities added: that of the data given the
parameters, and that of the weights under a Dirichlet prior. Any optax optimiser lowers it.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax import random
from jax.nn import log_softmax
from jax.scipy.special import gammaln

from dl_workshop.gaussian_mixture.likelihood import (
    MixtureParams,
    mixture_loglike,
)
from dl_workshop.gaussian_mixture.signatures import shapes


@shapes("(k),(k?)->()")
def weights_loglike(log_component_weights, alpha_prior):
    """Log density of the normalised weights under a Dirichlet distribution.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        alpha_prior: the Dirichlet's concentrations, positive, scalar (the same for every
            component) or shape (n_components,).

    Returns:
        Log density in nats, scalar. Source: Bishop (2006), equation 2.38.

    A log weight of minus infinity has no density: minus infinity where its concentration is
    above 1, and where that is 1, so that the formula has zero times infinity, NaN. Keep log
    weights finite; `em_step` gives the smallest that the precision has.
    """
    log_weights = log_softmax(log_component_weights)
    alphas = jnp.full_like(log_weights, alpha_prior)
    log_normalizer = gammaln(jnp.sum(alphas)) - jnp.sum(gammaln(alphas))
    return log_normalizer + jnp.sum((alphas - 1) * log_weights)


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
    log_component_weights, component_mus, log_component_scales = params
    loglike_data = mixture_loglike(
        log_component_weights, component_mus, log_component_scales, data
    )
    return -loglike_data - weights_loglike(log_component_weights, alpha_prior)


def random_params(key, num_components):
    """Starting values for training: every parameter a standard normal number.

    Args:
        key: a random key.
        num_components: how many components.

    Returns:
        MixtureParams, each of shape (num_components,).
    """
    keys = random.split(key, 3)
    return MixtureParams(
        *(random.normal(key, (num_components,)) for key in keys)
    )


class TrainingState(NamedTuple):
    """What one step hands to the next.

    Attributes:
        params: what is trained, any pytree of arrays.
        opt_state: what the optimiser remembers, from `optimizer.init(params)`.
    """

    params: Any
    opt_state: Any


def step(state, dloss_func, optimizer, data):
    """One step of gradient descent.

    Args:
        state: the TrainingState before the step.
        dloss_func: gradient of the loss, called as dloss_func(params, data).
        optimizer: an optax.GradientTransformation.
        data: shape (n_data,).

    Returns:
        The TrainingState after the step.
    """
    gradients = dloss_func(state.params, data)
    updates, opt_state = optimizer.update(
        gradients, state.opt_state, state.params
    )
    return TrainingState(optax.apply_updates(state.params, updates), opt_state)


def make_step_scannable(dloss_func, optimizer, data):
    """Give `step` the form that `jax.lax.scan` repeats.

    Args:
        dloss_func: gradient of the loss, called as dloss_func(params, data).
        optimizer: an optax.GradientTransformation.
        data: shape (n_data,).

    Returns:
        inner(previous_state, iteration) -> (new_state, previous_state): the state is carried
        on, the one before the step is kept as history; the iteration is not used.
    """

    def inner(previous_state, iteration):
        new_state = step(previous_state, dloss_func, optimizer, data)
        return new_state, previous_state

    return inner


def get_loss(state, loss_func, data):
    """Loss at a training state; map it over a history to get the loss curve.

    Args:
        state: a TrainingState.
        loss_func: called as loss_func(params, data).
        data: shape (n_data,).

    Returns:
        What loss_func returns: for loss_mixture_weights a scalar in nats.
    """
    return loss_func(state.params, data)


def best_of(losses, params):
    """Of many runs, the parameters of the one with the lowest loss.

    Args:
        losses: one for each run, shape (n_runs,); NaN for a run that diverged, which never wins
            unless all have.
        params: a tuple of arrays with the runs on the first axis, as `vmap` returns them.

    Returns:
        The same kind of tuple, of arrays without that axis.
    """
    best = jnp.nanargmin(losses)
    return jax.tree.map(lambda param: param[best], params)
