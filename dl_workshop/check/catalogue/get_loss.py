"""The loss of a state: `get_loss`."""

import jax
import jax.numpy as jnp

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.inputs import (
    START,
    start,
)


def loss_func(params, data):
    """Half the squared distances of the parameters from the mean of the data, summed."""
    return sum(
        0.5 * jnp.sum((param - jnp.mean(data)) ** 2)
        for param in jax.tree.leaves(params)
    )


def loss_of_state(get_loss, params, data):
    """Loss at a state whose parameters are an array."""
    return get_loss(start(params), loss_func, data)


def loss_of_mixture_state(get_loss, params, data):
    """Loss at a state whose parameters are a MixtureParams."""
    params = gm.MixtureParams(params, params + 1, params + 2)
    return get_loss(start(params), loss_func, data)


def losses_of_history(get_loss, params, data):
    """Losses at two states, by vmap."""
    history = jax.tree.map(
        lambda array: jnp.stack([array, array + 1]), start(params)
    )
    return jax.vmap(lambda state: get_loss(state, loss_func, data))(history)


exercise = Exercise(
    chapter="training",
    place=620,
    title="The loss of a state",
    minutes=3,
    difficulty="easy",
    task="Write the loss at a training state. "
    "`vmap` will map it over the history of a training run.",
    stub='''\
def get_loss(state, loss_func, data):
    """What loss_func(params, data) gives at the state's parameters."""
    ...''',
    arguments="TrainingState({0}, opt_state), loss_func, {1}",
    properties=(
        Property(
            "the loss is that of the state's parameters",
            inputs=(START, ((4.13, -1.27), START[1])),
            mode=loss_of_state,
        ),
        Property(
            "the parameters may be several arrays in a tuple",
            inputs=(START,),
            mode=loss_of_mixture_state,
            shown="{name}({arguments}), where the parameters are three arrays",
        ),
        Property(
            "`vmap` can map it over a history of states",
            inputs=(START,),
            mode=losses_of_history,
            shown="vmap over two states of {name}({arguments})",
        ),
    ),
    hints=(
        "A training state has two parts. Which of them does a loss need?",
        "`loss_func` takes parameters and data, in this order.",
        "The parameters are `state.params`. One call of `loss_func` is all that is left.",
        "Return `loss_func(state.params, data)`.",
    ),
    reference=gm.get_loss,
    insight="A function of one state is enough: `vmap` makes the loss curve of it.",
    why="The state carries parameters and the optimiser's memory, and the loss needs only the "
    "former. Written for one state, `vmap` maps it over the history that `scan` has stacked.",
    spoiler="loss_func(state.params, data)",
)

exercise.mistake(
    "The loss function gets the whole state. It takes parameters: hand over `state.params`.",
    lambda state, loss_func, data: loss_func(state, data),
)

exercise.mistake(
    "The loss function gets the optimiser's part of the state. The parameters are in "
    "`state.params`.",
    lambda state, loss_func, data: loss_func(state.opt_state, data),
)

exercise.mistake(
    "The arguments of the loss function are swapped. The parameters come first, the data "
    "second.",
    lambda state, loss_func, data: loss_func(data, state.params),
)

exercise.mistake(
    "The result is divided by the number of data. Give the loss as `loss_func` returns it.",
    lambda state, loss_func, data: loss_func(state.params, data) / len(data),
)

exercise.mistake(
    "The sign is turned. `loss_func` is a loss already: lower is better, as it stands.",
    lambda state, loss_func, data: -loss_func(state.params, data),
)

exercise.mistake(
    "The loss function that comes in is not used: the mixture's is called, whatever was "
    "given.",
    lambda state, loss_func, data: gm.loss_mixture_weights(state.params, data),
)

exercise.mistake(
    "These are slopes: the loss function is differentiated here, and only its value is "
    "wanted.",
    lambda state, loss_func, data: jax.grad(loss_func)(state.params, data),
)


@exercise.right
def get_loss_unpacked(state, f, x):
    params, _ = state
    return f(params, x)


@exercise.right
def get_loss_by_position(training_state, loss, numbers):
    return loss(training_state[0], numbers)
