"""A step that scan can repeat: `make_step_scannable`."""

import jax
import jax.numpy as jnp
from jax import lax

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.call_modes import WrongReturnType, something
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.inputs import (
    OPTIMIZER,
    START,
    a_state,
    dloss_func,
    start,
)


def a_function(result):
    """Return a result, or raise WrongReturnType unless it can be called."""
    if not callable(something(result)):
        raise WrongReturnType(
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
        raise WrongReturnType("a pair of states", pair)
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


exercise = Exercise(
    chapter="training",
    place=610,
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
            mode=carried,
            read=lambda params: params[0],
            shown="inner = {name}({arguments}); inner(state, 0)[0].params",
        ),
        Property(
            "the second of the pair, which is kept, is the state before the step",
            inputs=(START,),
            mode=kept,
            shown="inner = {name}({arguments}); inner(state, 0)[1].params",
        ),
        Property(
            "the iteration has no effect",
            inputs=(START,),
            mode=carried,
            read=lambda params: params[1],
            shown="inner = {name}({arguments}); inner(state, 7)[0].params",
        ),
        Property(
            "`lax.scan` can repeat it, and hands the optimiser's memory on",
            inputs=(START,),
            mode=scanned,
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
    spoiler="return new_state, previous_state",
)


@exercise.mistake
def new_state_kept(dloss_func, optimizer, data):
    """The new state is kept as history, too, so the history lacks the start.

    Keep the state before the step.
    """

    def inner(previous_state, iteration):
        new_state = gm.step(previous_state, dloss_func, optimizer, data)
        return new_state, new_state

    return inner


@exercise.mistake
def pair_turned_round(dloss_func, optimizer, data):
    """The pair is the wrong way round: the previous state is carried on, so training never moves.

    What is carried comes first, what is kept second.
    """

    def inner(previous_state, iteration):
        new_state = gm.step(previous_state, dloss_func, optimizer, data)
        return previous_state, new_state

    return inner


@exercise.mistake
def nothing_kept(dloss_func, optimizer, data):
    """Only the new state is returned.

    `lax.scan` wants two things: the next carry, and what to keep.
    """

    def inner(previous_state, iteration):
        return gm.step(previous_state, dloss_func, optimizer, data)

    return inner


@exercise.mistake
def iteration_not_taken(dloss_func, optimizer, data):
    """The inner function takes the state alone.

    `lax.scan` calls it with the carry and an element of `xs`, here the iteration: take both,
    even if the second is not used.
    """

    def inner(previous_state):
        new_state = gm.step(previous_state, dloss_func, optimizer, data)
        return new_state, previous_state

    return inner


@exercise.mistake
def parameters_kept(dloss_func, optimizer, data):
    """The history holds parameters where whole states are wanted.

    Keep `previous_state` as it is.
    """

    def inner(previous_state, iteration):
        new_state = gm.step(previous_state, dloss_func, optimizer, data)
        return new_state, previous_state.params

    return inner


@exercise.mistake
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


@exercise.mistake
def memory_made_anew(dloss_func, optimizer, data):
    """The optimiser starts anew at each call, so it remembers nothing.

    Its memory is in the state that comes in.
    """

    def inner(previous_state, iteration):
        params = previous_state.params
        fresh = gm.TrainingState(params, optimizer.init(params))
        return gm.step(fresh, dloss_func, optimizer, data), previous_state

    return inner


exercise.mistake(
    "This returns `gm.step`, which takes four arguments, and `lax.scan` gives it two. "
    "Define a function of two that calls it and remembers the rest.",
    lambda dloss_func, optimizer, data: gm.step,
)


@exercise.mistake
def inner_arguments_swapped(dloss_func, optimizer, data):
    """The inner function takes the iteration first. `lax.scan` hands it the carry first."""

    def inner(iteration, previous_state):
        new_state = gm.step(previous_state, dloss_func, optimizer, data)
        return new_state, previous_state

    return inner


@exercise.mistake
def one_datum_per_iteration(dloss_func, optimizer, data):
    """Each step sees one datum, chosen by the iteration. Every step takes all data."""

    def inner(previous_state, iteration):
        new_state = gm.step(
            previous_state, dloss_func, optimizer, data[iteration]
        )
        return new_state, previous_state

    return inner


@exercise.mistake
def none_kept(dloss_func, optimizer, data):
    """The order of the pair is right, and nothing is kept: the second of the two is empty.

    Return the previous state there.
    """

    def inner(previous_state, iteration):
        return gm.step(previous_state, dloss_func, optimizer, data), None

    return inner


@exercise.right
def scannable_by_lambda(dloss_func, optimizer, data):
    return lambda state, _: (
        gm.step(state, dloss_func, optimizer, data),
        state,
    )


@exercise.right
class Scannable:
    """A class in place of a closure."""

    def __init__(self, *for_step):
        self.for_step = for_step

    def __call__(self, state, iteration):
        return gm.step(state, *self.for_step), state
