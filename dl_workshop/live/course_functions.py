"""Densities, losses, gradients and optimiser steps, in the form in which figures call them.

Each takes and returns plain pytrees, so that the compiled function takes and returns their
leaves. Nothing is computed here: these functions only call those of the package, of JAX and of
optax.
"""

from collections.abc import Callable, Iterable
from typing import Any

import jax
import jax.numpy as jnp
import optax
from jax import value_and_grad
from jax.export import symbolic_shape
from jax.nn import softmax
from jax.typing import ArrayLike

from dl_workshop import gaussian_mixture as gm
from dl_workshop.live.units import Unit

STEPS = (
    1000  # how long the book trains, and how long a cosine takes to reach zero
)

# The optimisers of the course: from a learning rate to an optax optimiser.
OPTIMIZERS = {
    "descent": optax.sgd,
    "momentum": lambda rate: optax.sgd(rate, momentum=0.9),
    "adam": optax.adam,
    "cosine": lambda rate: optax.adam(
        optax.cosine_decay_schedule(rate, decay_steps=STEPS)
    ),
}


def densities(params: gm.MixtureParams, grid: jax.Array) -> jax.Array:
    """Each component's weighted density along a grid: shape (n_components, n_grid)."""
    return jnp.exp(gm.weighted_loglikes(*params, grid))


def readable(params: gm.MixtureParams) -> tuple[jax.Array, ...]:
    """Weights that sum to 1, means, and standard deviations."""
    log_weights, mus, log_scales = params
    return softmax(log_weights), mus, jnp.exp(log_scales)


def from_readable(
    weights: jax.Array, mus: jax.Array, scales: jax.Array
) -> gm.MixtureParams:
    """The parameters whose `readable` these are."""
    return gm.MixtureParams(jnp.log(weights), mus, jnp.log(scales))


def loss_and_slopes(unit: Unit) -> Callable:
    """Make a function from parameters and data in a unit to the loss and its gradient."""
    return value_and_grad(unit.loss(gm.loss_mixture_weights))


def of_any_size(params: gm.MixtureParams) -> gm.MixtureParams:
    """Shapes of parameters for any number of components, as examples for the compiler."""
    (size,) = symbolic_shape("num_components")
    vector = jax.ShapeDtypeStruct((size,), jnp.float32)
    return jax.tree.map(lambda _: vector, params)


def begin_with(name: str) -> Callable:
    """Make a function from parameters to the first training state of an optimiser."""

    def begin(params):
        return gm.TrainingState(params, OPTIMIZERS[name](0.1).init(params))

    return begin


def step_with(name: str) -> Callable:
    """Make a function from (state, slopes, learning rate) to the next training state."""

    def step(state, slopes, rate):
        optimizer = OPTIMIZERS[name](rate)
        return gm.step(state, lambda params, data: slopes, optimizer, None)

    return step


def mixture_programs(
    params: gm.MixtureParams, data: ArrayLike, unit: Unit
) -> dict:
    """What figures of a mixture need: name to function and example arguments."""
    grid = jnp.zeros(GRID)
    return {
        "densities": (densities, params, grid),
        "readable": (readable, params),
        "fromReadable": (from_readable, *params),
        "lossAndSlopes": (loss_and_slopes(unit), params, data),
    }


def optimizer_programs(params: gm.MixtureParams, names: Iterable[str]) -> dict:
    """What training needs: for each optimiser its first state and its step."""
    programs: dict[str, Any] = {}
    for name in names:
        begin = begin_with(name)
        state = jax.eval_shape(begin, params)
        programs[f"begin_{name}"] = (begin, params)
        programs[f"step_{name}"] = (step_with(name), state, params, 0.1)
    return programs


GRID = 241  # points along a curve
