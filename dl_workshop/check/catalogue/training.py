"""Exercises of the chapter on training: one step, the step for scan, the loss of a state.

They are tried on a problem small enough to compute in one's head: each parameter is pulled to
the mean of the data, by half the squared distance from it.
"""

import jax
import jax.numpy as jnp
import optax
from jax import lax

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.exercise import Exercise, Property, mistake
from dl_workshop.check.uses import Misfit, something

# Parameters and data: the mean of the data is 3.
START = ((4.0, -1.0), (1.0, 2.0, 6.0))
OPTIMIZER = optax.sgd(0.1, momentum=0.9)


def loss_func(params, data):
    """Half the squared distances of the parameters from the mean of the data, summed."""
    return sum(
        0.5 * jnp.sum((param - jnp.mean(data)) ** 2)
        for param in jax.tree.leaves(params)
    )


def dloss_func(params, data):
    """Gradient of loss_func: the distances themselves."""
    return jax.tree.map(lambda param: param - jnp.mean(data), params)


def start(params):
    """Make the TrainingState before the first step."""
    params = jax.tree.map(jnp.asarray, params)
    return gm.TrainingState(params, OPTIMIZER.init(params))


def params_of(state):
    """Return a state's parameters, or raise Misfit unless they are an array."""
    if not isinstance(state.params, jax.Array):
        raise Misfit("an array in .params, as before the step", state.params)
    return state.params


def a_state(result):
    """Return a result, or raise Misfit unless it is a TrainingState."""
    if not hasattr(something(result), "params") or not hasattr(
        result, "opt_state"
    ):
        raise Misfit("a TrainingState, with .params and .opt_state", result)
    return result


# One step.


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
    return jnp.stack(step(start(params), dloss_func, OPTIMIZER, data).params)


def compiled_step(step, params, data):
    """Parameters after a compiled step."""

    def stepped(state):
        return step(state, dloss_func, OPTIMIZER, data)

    return params_of(jax.jit(stepped)(start(params)))


@mistake
def updates_subtracted(state, dloss_func, optimizer, data):
    """The updates are subtracted.

    optax has put the minus into them already: `optax.apply_updates` adds them.
    """
    gradients = dloss_func(state.params, data)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    params = jax.tree.map(jnp.subtract, state.params, updates)
    return gm.TrainingState(params, opt_state)


@mistake
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


@mistake
def gradients_applied(state, dloss_func, optimizer, data):
    """The gradient itself is added to the parameters.

    That goes uphill: let `optimizer.update` turn the gradient into updates first.
    """
    gradients = dloss_func(state.params, data)
    _, opt_state = optimizer.update(gradients, state.opt_state)
    return gm.TrainingState(
        optax.apply_updates(state.params, gradients), opt_state
    )


@mistake
def updates_not_applied(state, dloss_func, optimizer, data):
    """The parameters come back as they went in.

    The updates are computed and not applied: `optax.apply_updates` returns the new parameters,
    and changes none.
    """
    gradients = dloss_func(state.params, data)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    optax.apply_updates(state.params, updates)
    return gm.TrainingState(state.params, opt_state)


@mistake
def updates_as_parameters(state, dloss_func, optimizer, data):
    """The updates come back in place of the parameters.

    They are the change; `optax.apply_updates` adds it.
    """
    gradients = dloss_func(state.params, data)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    return gm.TrainingState(updates, opt_state)


@mistake
def changed_in_place(state, dloss_func, optimizer, data):
    """The old state is assigned to, and a named tuple cannot be changed.

    Make a new one: `gm.TrainingState(params, opt_state)`.
    """
    gradients = dloss_func(state.params, data)
    updates, _ = optimizer.update(gradients, state.opt_state)
    state.params = optax.apply_updates(state.params, updates)
    return state


@mistake
def gradient_arguments_swapped(state, dloss_func, optimizer, data):
    """The gradient gets the data first. Its arguments are the parameters, then the data."""
    gradients = dloss_func(data, state.params)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    return gm.TrainingState(
        optax.apply_updates(state.params, updates), opt_state
    )


@mistake
def gradient_at_the_state(state, dloss_func, optimizer, data):
    """The gradient gets the whole state. It takes parameters: `state.params`."""
    gradients = dloss_func(state, data)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    return gm.TrainingState(
        optax.apply_updates(state.params, updates), opt_state
    )


@mistake
def plain_tuple(state, dloss_func, optimizer, data):
    """The pair is right, and it has no names: wrap it in `gm.TrainingState`."""
    gradients = dloss_func(state.params, data)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    return optax.apply_updates(state.params, updates), opt_state


@mistake
def fields_swapped(state, dloss_func, optimizer, data):
    """The two parts of the new state have changed places: parameters come first."""
    gradients = dloss_func(state.params, data)
    updates, opt_state = optimizer.update(gradients, state.opt_state)
    return gm.TrainingState(
        opt_state, optax.apply_updates(state.params, updates)
    )


@mistake
def optimizer_not_used(state, dloss_func, optimizer, data):
    """The optimiser that comes in is not used: this is gradient descent with a rate of its own.

    `optimizer.update` knows the rate, and more.
    """
    gradients = dloss_func(state.params, data)
    params = jax.tree.map(lambda p, g: p - 0.01 * g, state.params, gradients)
    return gm.TrainingState(params, state.opt_state)


@mistake
def parameters_alone(state, dloss_func, optimizer, data):
    """The new state lacks the optimiser's part.

    The next step needs both: return `gm.TrainingState(params, opt_state)`.
    """
    gradients = dloss_func(state.params, data)
    updates, _ = optimizer.update(gradients, state.opt_state)
    return optax.apply_updates(state.params, updates)


@mistake
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


STEP = Exercise(
    name="step",
    chapter="training",
    title="One step of training",
    minutes=7,
    difficulty="medium",
    task="Write one training step: the gradient at the state's parameters, the updates that the "
    "optimiser makes of it, and the `gm.TrainingState` of new parameters and new optimiser's "
    "state. The parameters may be one array or any tuple of arrays.",
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
            use=three_steps,
            read=lambda history: history[0],
            shown="{call}.params",
        ),
        Property(
            "the optimiser's memory is handed on, so a second and a third step gain speed",
            inputs=(START,),
            use=three_steps,
            shown="the .params of three steps, from {call}",
        ),
        Property(
            "the parameters may be several arrays in a tuple",
            inputs=(START,),
            use=step_of_a_tuple,
            shown="{name}({arguments}).params, where they are three arrays",
        ),
        Property(
            "`jit` can compile it",
            inputs=(START,),
            use=compiled_step,
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
    mistakes=(
        updates_subtracted,
        memory_not_handed_on,
        gradients_applied,
        updates_not_applied,
        updates_as_parameters,
        changed_in_place,
        gradient_arguments_swapped,
        gradient_at_the_state,
        plain_tuple,
        fields_swapped,
        optimizer_not_used,
        parameters_alone,
        update_unpacked_wrongly,
    ),
)


# The step for scan.


def a_function(result):
    """Return a result, or raise Misfit unless it can be called."""
    if not callable(something(result)):
        raise Misfit(
            "a function of the previous state and the iteration", result
        )
    return result


def pair_of_states(make, params, data, iteration):
    """Call the inner function once: what is carried on, what is kept."""
    data = jnp.asarray(data)
    inner = make(dloss_func, OPTIMIZER, data)
    pair = something(inner(start(params), iteration))
    # A state is itself a tuple of two.
    if type(pair) not in (tuple, list) or len(pair) != 2:
        raise Misfit("a pair of states", pair)
    return pair


def carried(make, params, data):
    """Parameters of what is carried on, at two iterations: shape (2, n_params)."""
    pairs = [pair_of_states(make, params, data, each) for each in (0, 7)]
    return jnp.stack([a_state(first).params for first, _ in pairs])


def kept(make, params, data):
    """Parameters of what is kept."""
    return a_state(pair_of_states(make, params, data, 0)[1]).params


def scanned(make, params, data):
    """Means of parameters: where each of three steps started, and after the last."""
    inner = make(dloss_func, OPTIMIZER, data)

    def train(state):
        return lax.scan(inner, state, jnp.arange(3))

    final, history = jax.jit(train)(start(params))
    return jnp.concatenate([history.params, final.params[None, :]])


@mistake
def new_state_kept(dloss_func, optimizer, data):
    """The new state is kept as history, too, so the history lacks the start.

    Keep the state before the step.
    """

    def inner(previous_state, iteration):
        new_state = gm.step(previous_state, dloss_func, optimizer, data)
        return new_state, new_state

    return inner


@mistake
def pair_turned_round(dloss_func, optimizer, data):
    """The pair is the wrong way round: the previous state is carried on, so training never moves.

    What is carried comes first, what is kept second.
    """

    def inner(previous_state, iteration):
        new_state = gm.step(previous_state, dloss_func, optimizer, data)
        return previous_state, new_state

    return inner


@mistake
def nothing_kept(dloss_func, optimizer, data):
    """Only the new state is returned.

    `lax.scan` wants two things: the next carry, and what to keep.
    """

    def inner(previous_state, iteration):
        return gm.step(previous_state, dloss_func, optimizer, data)

    return inner


@mistake
def iteration_not_taken(dloss_func, optimizer, data):
    """The inner function takes the state alone.

    `lax.scan` calls it with the carry and an element of `xs`, here the iteration: take both,
    even if the second is not used.
    """

    def inner(previous_state):
        new_state = gm.step(previous_state, dloss_func, optimizer, data)
        return new_state, previous_state

    return inner


@mistake
def parameters_kept(dloss_func, optimizer, data):
    """The history holds parameters where whole states are wanted.

    Keep `previous_state` as it is.
    """

    def inner(previous_state, iteration):
        new_state = gm.step(previous_state, dloss_func, optimizer, data)
        return new_state, previous_state.params

    return inner


@mistake
def as_many_as_iterations(dloss_func, optimizer, data):
    """Each call makes as many steps as the iteration says, and one more.

    `lax.scan` does the repeating: one call, one step.
    """

    def inner(previous_state, iteration):
        new_state = previous_state
        for _ in range(iteration + 1):
            new_state = gm.step(new_state, dloss_func, optimizer, data)
        return new_state, previous_state

    return inner


@mistake
def memory_made_anew(dloss_func, optimizer, data):
    """The optimiser starts anew at each call, so it remembers nothing.

    Its memory is in the state that comes in.
    """

    def inner(previous_state, iteration):
        params = previous_state.params
        fresh = gm.TrainingState(params, optimizer.init(params))
        return gm.step(fresh, dloss_func, optimizer, data), previous_state

    return inner


@mistake
def step_itself(dloss_func, optimizer, data):
    """This returns `gm.step`, which takes four arguments, and `lax.scan` gives it two.

    Define a function of two that calls it and remembers the rest.
    """
    return gm.step


@mistake
def inner_arguments_swapped(dloss_func, optimizer, data):
    """The inner function takes the iteration first. `lax.scan` hands it the carry first."""

    def inner(iteration, previous_state):
        new_state = gm.step(previous_state, dloss_func, optimizer, data)
        return new_state, previous_state

    return inner


@mistake
def one_datum_per_iteration(dloss_func, optimizer, data):
    """Each step sees one datum, chosen by the iteration. Every step takes all data."""

    def inner(previous_state, iteration):
        new_state = gm.step(
            previous_state, dloss_func, optimizer, data[iteration]
        )
        return new_state, previous_state

    return inner


@mistake
def none_kept(dloss_func, optimizer, data):
    """The order of the pair is right, and nothing is kept: the second of the two is empty.

    Return the previous state there.
    """

    def inner(previous_state, iteration):
        return gm.step(previous_state, dloss_func, optimizer, data), None

    return inner


SCANNABLE = Exercise(
    name="make_step_scannable",
    chapter="training",
    title="A step that scan can repeat",
    minutes=8,
    difficulty="medium",
    task="Write a function that returns a function: `inner(previous_state, iteration)` makes one "
    "step, with `gm.step`, and returns the new state and the previous one.",
    stub='''\
def make_step_scannable(dloss_func, optimizer, data):
    """Return inner(previous_state, iteration), for lax.scan."""
    ...''',
    arguments="dloss_func, optax.sgd(0.1, momentum=0.9), {1}",
    returns=a_function,
    properties=(
        Property(
            "the first of the pair, which is carried on, is the state after the step",
            inputs=(START,),
            use=carried,
            read=lambda params: params[0],
            shown="inner = {name}({arguments}); inner(state, 0)[0].params",
        ),
        Property(
            "the second of the pair, which is kept, is the state before the step",
            inputs=(START,),
            use=kept,
            shown="inner = {name}({arguments}); inner(state, 0)[1].params",
        ),
        Property(
            "the iteration has no effect",
            inputs=(START,),
            use=carried,
            read=lambda params: params[1],
            shown="inner = {name}({arguments}); inner(state, 7)[0].params",
        ),
        Property(
            "`lax.scan` can repeat it, and hands the optimiser's memory on",
            inputs=(START,),
            use=scanned,
            shown="inner = {name}({arguments}); the .params along lax.scan(inner, state, "
            "jnp.arange(3))",
        ),
    ),
    hints=(
        "`lax.scan` calls a function with two arguments, the carry and an element of `xs`. "
        "`step` takes four. Who remembers the other three?",
        "Define `inner` inside your function: there it sees `dloss_func`, `optimizer` and "
        "`data`. Return `inner` itself, without calling it.",
        "`inner(previous_state, iteration)` returns a pair. First what is carried on, the state "
        "after `gm.step`; second what is kept, the state before it.",
        "Inside `inner`: `new_state = gm.step(previous_state, dloss_func, optimizer, data)`, "
        "then `return new_state, previous_state`. Below it: `return inner`.",
    ),
    reference=gm.make_step_scannable,
    insight="The inner function remembers what the outer one was given: that is a closure.",
    why="`lax.scan` hands over the carry and an element of `xs`, and nothing else, so the rest "
    "has to be remembered. Keeping the state before the step lets the history start at the "
    "start; the last state comes back as the final carry.",
    mistakes=(
        new_state_kept,
        pair_turned_round,
        nothing_kept,
        iteration_not_taken,
        parameters_kept,
        as_many_as_iterations,
        memory_made_anew,
        step_itself,
        inner_arguments_swapped,
        one_datum_per_iteration,
        none_kept,
    ),
)


# The loss of a state.


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


@mistake
def loss_of_the_whole_state(state, loss_func, data):
    """The loss function gets the whole state.

    It takes parameters: hand over `state.params`.
    """
    return loss_func(state, data)


@mistake
def loss_of_the_memory(state, loss_func, data):
    """The loss function gets the optimiser's part of the state.

    The parameters are in `state.params`.
    """
    return loss_func(state.opt_state, data)


@mistake
def arguments_swapped(state, loss_func, data):
    """The arguments of the loss function are swapped.

    The parameters come first, the data second.
    """
    return loss_func(data, state.params)


@mistake
def loss_per_datum(state, loss_func, data):
    """The result is divided by the number of data.

    Give the loss as `loss_func` returns it.
    """
    return loss_func(state.params, data) / len(data)


@mistake
def sign_turned(state, loss_func, data):
    """The sign is turned.

    `loss_func` is a loss already: lower is better, as it stands.
    """
    return -loss_func(state.params, data)


@mistake
def loss_func_not_used(state, loss_func, data):
    """The loss function that comes in is not used: the mixture's is called, whatever was given."""
    return gm.loss_mixture_weights(state.params, data)


@mistake
def slopes_of_the_loss(state, loss_func, data):
    """These are slopes: the loss function is differentiated here, and only its value is wanted."""
    return jax.grad(loss_func)(state.params, data)


GET_LOSS = Exercise(
    name="get_loss",
    chapter="training",
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
            inputs=(START,),
            use=loss_of_state,
        ),
        Property(
            "the parameters may be several arrays in a tuple",
            inputs=(START,),
            use=loss_of_mixture_state,
            shown="{name}({arguments}), where the parameters are three arrays",
        ),
        Property(
            "`vmap` can map it over a history of states",
            inputs=(START,),
            use=losses_of_history,
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
    mistakes=(
        loss_of_the_whole_state,
        loss_of_the_memory,
        arguments_swapped,
        loss_per_datum,
        sign_turned,
        loss_func_not_used,
        slopes_of_the_loss,
    ),
)

EXERCISES = (STEP, SCANNABLE, GET_LOSS)
