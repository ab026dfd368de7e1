"""What several exercises share: inputs, ways to write and to call them, what may be returned."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.call_modes import (
    WrongReturnType,
    numbers,
    plain,
    something,
)
from dl_workshop.check.interpreter import interpreted

# Log weights (not normalised), means and log scales of two components, and of three.
TWO = ((0.5, -1.0), (-2.0, 5.0), (0.1, 0.7))
THREE = ((0.3, -1.2, 2.0), (-2.0, 0.5, 3.0), (0.2, -0.7, 0.9))
DATA = (-1.5, 0.5, 6.0)
FAR_OUT = (-1000.0, 0.5, 1000.0)

# How messages write calls: mapped, differentiated, over a stick and its reverse, of a loss.
MAPPED = """\
from jax import jit, vmap
jit(vmap({name}, in_axes=(None, None, None, 0)))({arguments})"""
SLOPE_OF_MEANS = """\
from jax import grad, jit
jit(grad({name}, argnums=1))({arguments})"""
OVER_STICKS = (
    "jit(vmap({name}))(jnp.stack([{arguments}, {arguments}[::-1]]))[1]"
)
MIXTURE = "gm.MixtureParams({0}, {1}, {2}), {3}"


def of_mixture(
    function: Callable, log_weights: Any, mus: Any, log_scales: Any, data: Any
) -> Any:
    """Call a function of parameters and data."""
    params = gm.MixtureParams(log_weights, mus, log_scales)
    return plain(function, params, data)


# A training problem small enough to compute in one's head: each parameter is pulled to each datum,
# by half the squared distance from it.
START = ((4.0, -1.0), (1.0, 2.0, 6.0))
OPTIMIZER = optax.sgd(0.1, momentum=0.9)

# The same, as messages show it.
SETUP_OF_A_STEP = """\
import jax
slope = lambda params, data: jax.tree.map(lambda p: data.size * p - data.sum(), params)
sgd, point = optax.sgd(0.1, momentum=0.9), jnp.array([4.0, -1.0])
before = gm.TrainingState(point, sgd.init(point))"""


def dloss_func(params: Any, data: Any) -> Any:
    """Gradient of the loss: the distances from all data, summed."""
    total = jnp.sum(data, keepdims=True)  # an axis too many for mapped entries
    return jax.tree.map(lambda param: jnp.size(data) * param - total, params)


def start(params: Any) -> gm.TrainingState:
    """Make the TrainingState before the first step."""
    params = jax.tree.map(jnp.asarray, params)
    return gm.TrainingState(params, OPTIMIZER.init(params))


def a_state(result: Any) -> Any:
    """Return a result, or raise WrongReturnType unless it is a TrainingState."""
    if not hasattr(something(result), "params") or not hasattr(
        result, "opt_state"
    ):
        raise WrongReturnType(
            "a TrainingState, with .params and .opt_state", result
        )
    return result


def several(number: int, expected: str) -> Callable[[Any], tuple]:
    """Return what takes a result of so many arrays or numbers, and else raises WrongReturnType.

    Args:
        number: how many.
        expected: what they are, in words.
    """

    def returns(result):
        ordered = isinstance(something(result), tuple | list)
        if not (ordered or np.ndim(result)) or len(result) != number:
            raise WrongReturnType(expected, result)
        return tuple(map(numbers, result))

    return returns


A_PAIR = several(2, "a pair: a number, and an array")


def first(function: Callable, *arguments: Any) -> Any:
    """The first result."""
    return plain(function, *arguments)[0]


def second(function: Callable, *arguments: Any) -> Any:
    """The second result."""
    return plain(function, *arguments)[1]


def third(function: Callable, *arguments: Any) -> Any:
    """The third result."""
    return plain(function, *arguments)[2]


def over_sticks(function: Callable, values: Any) -> Any:
    """The second result for two sticks, by vmap: the values, and the same in reverse order."""
    sticks = np.stack([values, values[::-1]])
    return interpreted(jax.vmap(function))(sticks)[1]
