"""One step of training: `step`."""

import jax
import jax.numpy as jnp
import optax

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.call_modes import WrongReturnType
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.inputs import (
    OPTIMIZER,
    START,
    a_state,
    dloss_func,
    start,
)


def params_of(state):
    """Return a state's parameters, or raise WrongReturnType unless they are an array."""
    if not isinstance(state.params, jax.Array):
        raise WrongReturnType(
            "an array in .params, as before the step", state.params
        )
    return state.params


def three_steps(step, params, data):
    """Parameters after one, two and three steps, shape (3, n_params)."""
    state, history, data = start(params), [], jnp.asarray(data)
    for _ in range(3):
        state = step(state, dloss_func, OPTIMIZER, data)
        history.append(params_of(state))
    return jnp.stack(history)


def step_of_a_tuple(step, params, data):
    """Parameters after a step where they are three arrays in a named tuple."""
    params = gm.MixtureParams(params, params + 1, params + 2)
    after = step(start(params), dloss_func, OPTIMIZER, data).params
    if not isinstance(after, gm.MixtureParams):
        raise WrongReturnType(
            "a MixtureParams in .params, as before the step", after
        )
    return jnp.stack(after)


def step_with_decay(step, params, data):
    """Parameters after a step of an optimiser that looks at the parameters."""
    optimizer = optax.adamw(0.1, weight_decay=0.5)
    state = gm.TrainingState(params, optimizer.init(params))
    return params_of(step(state, dloss_func, optimizer, jnp.asarray(data)))


def compiled_step(step, params, data):
    """Parameters after a compiled step."""

    def stepped(state):
        return step(state, dloss_func, OPTIMIZER, data)

    return params_of(jax.jit(stepped)(start(params)))


exercise = Exercise(
    chapter="training",
    place=600,
    title="One step of training",
    minutes=7,
    difficulty="medium",
    task="Write one training step: the gradient at the state's parameters, the updates that the "
    "optimiser makes of it, and the `gm.TrainingState` of new parameters and new optimiser's "
    "state. The parameters may be one array or any tuple of arrays; some optimisers need them, "
    "too.",
    stub='''\
def step(state, dloss_func, optimizer, data):
    """The TrainingState after one step."""
    ...''',
    arguments="TrainingState({0}, opt_state), dloss_func, optax.sgd(0.1, momentum=0.9), {1}",
    returns=a_state,
    properties=(
        Property(
            "the parameters move downhill, by the optimiser's updates",
            inputs=(START,),
            mode=three_steps,
            read=lambda history: history[0],
            shown="{call}.params",
        ),
        Property(
            "the optimiser's memory is handed on, so a second and a third step gain speed",
            inputs=(START,),
            mode=three_steps,
            shown="the .params of three steps, from {call}",
        ),
        Property(
            "the parameters may be several arrays in a tuple",
            inputs=(START,),
            mode=step_of_a_tuple,
            shown="{name}({arguments}).params, where they are three arrays",
        ),
        Property(
            "an optimiser with weight decay, which looks at the parameters, works too",
            inputs=(START,),
            mode=step_with_decay,
            shown="the .params of {name}, with optax.adamw(0.1, weight_decay=0.5)",
        ),
        Property(
            "`jit` can compile it",
            inputs=(START,),
            mode=compiled_step,
            shown="the compiled {name}({arguments}).params",
        ),
    ),
    hints=(
        "What does a step need from the old state, and what goes into the new one? There are two "
        "things in each, and nothing is changed in place.",
        "Three lines: the gradient from `dloss_func`, the updates and the optimiser's new state "
        "from `optimizer.update`, the new parameters from `optax.apply_updates`.",
        "`dloss_func` takes the parameters and the data. `optimizer.update` takes the gradient, "
        "the optimiser's state and the parameters, and returns updates and a new state, in this "
        "order.",
        "After `updates, opt_state = optimizer.update(gradients, state.opt_state, "
        "state.params)`, return `gm.TrainingState(optax.apply_updates(state.params, updates), "
        "opt_state)`.",
    ),
    reference=gm.step,
    insight="A state goes in and another comes out, so `scan` can repeat it and `jit` compile it.",
    why="Nothing is kept outside the state: what one step hands to the next is all in it, the "
    "optimiser's memory as well. The parameters are handed to `optimizer.update` because some "
    "optimisers, such as those with weight decay, look at them.",
    spoiler="optax.apply_updates(state.params, updates)",
)


exercise.symptom(
    "The parameters have lost their form, and `scan` needs it in the next step. "
    "`optax.apply_updates` adds to each array of the tuple and keeps the tuple.",
    lambda seen: "a MixtureParams in .params" in seen.error,
    lambda state, dloss_func, optimizer, data: _stacked(
        state,
        *optimizer.update(
            dloss_func(state.params, data), state.opt_state, state.params
        ),
    ),
)


def _stacked(state, updates, opt_state):
    params = jnp.array(state.params) + jnp.array(updates)
    return gm.TrainingState(params, opt_state)


exercise.symptom(
    "This optimiser looks at the parameters, and has not got them: hand `state.params` to "
    "`optimizer.update` as its third argument.",
    lambda seen: "requires the current value of parameters" in seen.error,
    lambda state, dloss_func, optimizer, data: _without_params(
        state, optimizer, dloss_func(state.params, data)
    ),
)


def _without_params(state, optimizer, gradients):
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    return gm.TrainingState(
        optax.apply_updates(state.params, updates), opt_state
    )


@exercise.mistake
def updates_subtracted(state, dloss_func, optimizer, data):
    """The updates are subtracted.

    optax has put the minus into them already: `optax.apply_updates` adds them.
    """
    gradients = dloss_func(state.params, data)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    params = jax.tree.map(jnp.subtract, state.params, updates)
    return gm.TrainingState(params, opt_state)


@exercise.mistake
def memory_not_handed_on(state, dloss_func, optimizer, data):
    """The optimiser forgets: its memory does not go from step to step.

    Give `optimizer.update` the memory in `state.opt_state`, and put the second thing that it
    returns into the new state.
    """
    gradients = dloss_func(state.params, data)
    updates, _ = optimizer.update(gradients, state.opt_state)
    return gm.TrainingState(
        optax.apply_updates(state.params, updates), state.opt_state
    )


@exercise.mistake
def gradients_applied(state, dloss_func, optimizer, data):
    """The gradient itself is added to the parameters.

    That goes uphill: let `optimizer.update` turn the gradient into updates first.
    """
    gradients = dloss_func(state.params, data)
    _, opt_state = optimizer.update(gradients, state.opt_state)
    return gm.TrainingState(
        optax.apply_updates(state.params, gradients), opt_state
    )


@exercise.mistake
def updates_not_applied(state, dloss_func, optimizer, data):
    """The parameters come back as they went in.

    The updates are computed and not applied: `optax.apply_updates` returns the new parameters,
    and changes none.
    """
    gradients = dloss_func(state.params, data)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    optax.apply_updates(state.params, updates)
    return gm.TrainingState(state.params, opt_state)


@exercise.mistake
def updates_as_parameters(state, dloss_func, optimizer, data):
    """The updates come back in place of the parameters.

    They are the change; `optax.apply_updates` adds it.
    """
    gradients = dloss_func(state.params, data)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    return gm.TrainingState(updates, opt_state)


@exercise.mistake
def changed_in_place(state, dloss_func, optimizer, data):
    """The old state is assigned to, and a named tuple cannot be changed.

    Make a new one: `gm.TrainingState(params, opt_state)`.
    """
    gradients = dloss_func(state.params, data)
    updates, _ = optimizer.update(gradients, state.opt_state)
    state.params = optax.apply_updates(state.params, updates)
    return state


@exercise.mistake
def gradient_arguments_swapped(state, dloss_func, optimizer, data):
    """The gradient gets the data first. Its arguments are the parameters, then the data."""
    gradients = dloss_func(data, state.params)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    return gm.TrainingState(
        optax.apply_updates(state.params, updates), opt_state
    )


@exercise.mistake
def gradient_at_the_state(state, dloss_func, optimizer, data):
    """The gradient gets the whole state. It takes parameters: `state.params`."""
    gradients = dloss_func(state, data)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    return gm.TrainingState(
        optax.apply_updates(state.params, updates), opt_state
    )


@exercise.mistake
def plain_tuple(state, dloss_func, optimizer, data):
    """The pair is right, and it has no names: wrap it in `gm.TrainingState`."""
    gradients = dloss_func(state.params, data)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    return optax.apply_updates(state.params, updates), opt_state


@exercise.mistake
def fields_swapped(state, dloss_func, optimizer, data):
    """The two parts of the new state have changed places: parameters come first."""
    gradients = dloss_func(state.params, data)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    return gm.TrainingState(
        opt_state, optax.apply_updates(state.params, updates)
    )


@exercise.mistake
def optimizer_not_used(state, dloss_func, optimizer, data):
    """The optimiser that comes in is not used: this is gradient descent with a rate of its own.

    `optimizer.update` knows the rate, and more.
    """
    gradients = dloss_func(state.params, data)
    params = jax.tree.map(lambda p, g: p - 0.01 * g, state.params, gradients)
    return gm.TrainingState(params, state.opt_state)


@exercise.mistake
def parameters_alone(state, dloss_func, optimizer, data):
    """The new state lacks the optimiser's part.

    The next step needs both: return `gm.TrainingState(params, opt_state)`.
    """
    gradients = dloss_func(state.params, data)
    updates, _ = optimizer.update(gradients, state.opt_state)
    return optax.apply_updates(state.params, updates)


@exercise.mistake
def update_unpacked_wrongly(state, dloss_func, optimizer, data):
    """What `optimizer.update` returns is not taken apart as it should be.

    It returns two things: the updates first, the optimiser's new state second. Unpack both, in
    this order.
    """
    gradients = dloss_func(state.params, data)
    opt_state, updates = optimizer.update(gradients, state.opt_state)
    return gm.TrainingState(
        optax.apply_updates(state.params, updates), opt_state
    )


@exercise.right
def step_in_one_line(s, d, o, x):
    updates, opt_state = o.update(d(s.params, x), s.opt_state, s.params)
    return s._replace(
        params=optax.apply_updates(s.params, updates), opt_state=opt_state
    )


@exercise.right
def step_without_apply(state, dloss_func, optimizer, data):
    params, opt_state = state
    updates, opt_state = optimizer.update(
        dloss_func(params, data), opt_state, params
    )
    moved = jax.tree.map(lambda old, change: old + change, params, updates)
    return gm.TrainingState(moved, opt_state)
