"""Answers to step."""

import jax.numpy as jnp
import optax

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


@wrong("third argument")
def without_params(state, dloss_func, optimizer, data):
    gradients = dloss_func(state.params, data)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    params = optax.apply_updates(state.params, updates)
    return gm.TrainingState(params, opt_state)


@wrong("lost their form")
def one_array(state, dloss_func, optimizer, data):
    gradients = dloss_func(state.params, data)
    updates, opt_state = optimizer.update(
        gradients, state.opt_state, state.params
    )
    params = jnp.array(state.params) + jnp.array(updates)
    return gm.TrainingState(params, opt_state)


right(gm.step)
