"""A step that scan can repeat: `make_step_scannable`."""

import ast
import inspect
from functools import lru_cache

import jax
import jax.numpy as jnp
import optax
from jax import lax

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.assembly import Blanks
from dl_workshop.check.call_modes import WrongReturnType, kind, something
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.inputs import (
    OPTIMIZER,
    SETUP_OF_A_STEP,
    START,
    a_state,
    dloss_func,
    start,
)
from dl_workshop.check.interpreter import interpreted
from dl_workshop.check.spies import same
from dl_workshop.check.symptoms.register import found_in
from dl_workshop.check.watched_step import WatchedStep


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


def kept_memory(make, params, data):
    """The momentum of what is kept."""
    return a_state(pair_of_states(make, params, data, 0)[1]).opt_state[0].trace


def with_decay(make, params, data):
    """Parameters after a step of an optimiser that looks at the parameters."""
    decay = optax.adamw(0.1, weight_decay=0.5)
    inner = make(dloss_func, decay, jnp.asarray(data))
    state = gm.TrainingState(params, decay.init(params))
    return a_state(something(inner(state, 0))[0]).params


def scanned(make, params, data):
    """Means of parameters: where each of three steps started, and after the last."""
    inner = make(dloss_func, OPTIMIZER, data)

    def train(state):
        return lax.scan(inner, state, jnp.arange(3))

    final, history = interpreted(train)(start(params))
    return jnp.concatenate([history.params, final.params[None, :]])


exercise = Exercise(
    chapter="training",
    place=610,
    title="A step that scan can repeat",
    minutes=8,
    difficulty="medium",
    task="Write a function that returns a function: `inner(previous_state, iteration)` makes one "
    "step, with `gm.step`, and returns a pair: the new state, which `lax.scan` carries on, and "
    "the previous one, which it keeps. The iteration has no effect.",
    stub='''\
def make_step_scannable(dloss_func, optimizer, data):
    """Return inner(previous_state, iteration), for lax.scan."""
    ...''',
    setup=SETUP_OF_A_STEP,
    arguments="slope, sgd, {1}",
    returns=a_function,
    properties=(
        Property(
            "the first of the pair, which is carried on, is the state after the step",
            inputs=(START,),
            mode=carried,
            read=lambda params: params[0],
            shown="{name}({arguments})(before, 0)[0].params",
        ),
        Property(
            "the second of the pair, which is kept, is the state before the step",
            inputs=(START,),
            mode=kept,
            shown="{name}({arguments})(before, 0)[1].params",
        ),
        Property(
            "the optimiser's memory in the state that is kept is that before the step",
            inputs=(START,),
            mode=kept_memory,
            shown="{name}({arguments})(before, 0)[1].opt_state[0].trace",
        ),
        Property(
            "the iteration has no effect",
            inputs=(START,),
            mode=carried,
            read=lambda params: params[1],
            shown="{name}({arguments})(before, 7)[0].params",
        ),
        Property(
            "`lax.scan` can repeat it, and hands the optimiser's memory on",
            inputs=(START,),
            mode=scanned,
            shown="inner = {name}({arguments})\n"
            "last, states = jax.lax.scan(inner, before, jnp.arange(3))\n"
            "jnp.concatenate([states.params, last.params[None, :]])",
        ),
        Property(
            "an optimiser with weight decay, which looks at the parameters, works too",
            inputs=(START,),
            mode=with_decay,
            shown="decay = optax.adamw(0.1, weight_decay=0.5)\n"
            "before = gm.TrainingState(point, decay.init(point))\n"
            "{name}(slope, decay, {1})(before, 0)[0].params",
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
    assembly=Blanks(
        """\
def make_step_scannable(dloss_func, optimizer, data):
    def inner({arguments}):
        new_state = gm.step({what_a_step_takes})
        return {pair}

    return inner""",
        blanks={
            "arguments": (
                "previous_state, iteration",
                "iteration, previous_state",
            ),
            "what_a_step_takes": (
                "previous_state, dloss_func, optimizer, data",
                "previous_state, optimizer, dloss_func, data",
            ),
            "pair": (
                "new_state, previous_state",
                "previous_state, new_state",
                "new_state, new_state",
                "new_state",
            ),
        },
    ),
)


# What a wrong answer does is seen by calling once what it returns, with spies.

ITERATION = 7


@lru_cache(1)
def seen_in_a_step(seen):
    """The WatchedStep of what an answer returns."""

    def call(state, dloss_func, optimizer, data):
        return seen.answer(dloss_func, optimizer, data)(state, ITERATION)

    step = WatchedStep(call)
    step.known["the iteration"] = ITERATION
    return step


@lru_cache(1)
def made(seen):
    """What an answer returns, or None if it raises."""
    try:
        return seen.answer(dloss_func, OPTIMIZER, jnp.asarray(START[1]))
    except Exception:
        return None


def scannable(step):
    """Build an answer of a function that takes what `inner` sees, and makes its result."""

    def make(dloss_func, optimizer, data):
        def inner(previous_state, iteration):
            new_state = gm.step(previous_state, dloss_func, optimizer, data)
            return step(new_state, previous_state)

        return inner

    return make


def pair_of(one, other):
    """Make a `when`: what the inner function returns is this pair."""

    def when(seen):
        pair = seen_in_a_step(seen).result
        return (
            type(pair) in (tuple, list)
            and len(pair) == 2
            and [seen_in_a_step(seen).name(each) for each in pair]
            == [one, other]
        )

    return when


# The function that comes back.


def called_too_early(seen):
    """The name of a function of its own that the answer calls and returns the result of."""
    own = [each.name for each in ast.walk(seen.tree) if _is_inside(each, seen)]
    called = [
        ast.unparse(node.value.func)
        for node in ast.walk(seen.tree)
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Call)
    ]
    found = [name for name in called if name in own]
    return not callable(made(seen)) and found and {"inner": found[0]}


def _is_inside(node, seen):
    return isinstance(node, ast.FunctionDef) and node is not seen.tree


def _called_at_once(dloss_func, optimizer, data):
    def inner(previous_state, iteration):
        new_state = gm.step(previous_state, dloss_func, optimizer, data)
        return new_state, previous_state

    return inner(previous_state, iteration)  # noqa: F821


exercise.symptom(
    "`{inner}` is called where it should be returned. Leave the brackets out: `return {inner}`. "
    "`lax.scan` will call it.",
    called_too_early,
    _called_at_once,
)


def scans(seen):
    """No function comes back, and the code calls `lax.scan`."""
    return not callable(made(seen)) and seen.calls("jax.*scan")


def _scanned_already(dloss_func, optimizer, data):
    def inner(state, iteration):
        return gm.step(state, dloss_func, optimizer, data), state

    params = jnp.zeros(2)
    state = gm.TrainingState(params, optimizer.init(params))
    return lax.scan(inner, state, jnp.arange(10))


exercise.symptom(
    "`lax.scan` is called inside, and one step is asked for: return the function that `lax.scan` "
    "is to repeat.",
    scans,
    _scanned_already,
)


def function_not_returned(seen):
    """Nothing comes back, and a function is defined inside."""
    inside = [each for each in ast.walk(seen.tree) if _is_inside(each, seen)]
    nothing = seen.error.startswith("NothingReturned")
    return (
        nothing
        and not callable(made(seen))
        and inside
        and {"inner": inside[0].name}
    )


def _not_returned(dloss_func, optimizer, data):
    def inner(previous_state, iteration):
        new_state = gm.step(previous_state, dloss_func, optimizer, data)
        return new_state, previous_state


exercise.symptom(
    "`{inner}` is defined and not returned: the outer function ends with `return {inner}`, at the "
    "same indentation as its `def`.",
    function_not_returned,
    _not_returned,
)


def _old_params_and_new_memory(dloss_func, optimizer, data):
    def inner(state, iteration):
        after = gm.step(state, dloss_func, optimizer, data)
        return after, gm.TrainingState(state.params, after.opt_state)

    return inner


exercise.symptom(
    "The state that is kept has the parameters from before the step, and the optimiser's memory "
    "from after it. Keep `previous_state` as it came in.",
    lambda seen: (
        not seen.error
        and seen.trial.mode is kept_memory
        and same(seen.result, seen_in_a_step(seen).known["the gradient"])
    ),
    _old_params_and_new_memory,
)

exercise.symptom(
    "The inner function ends without a `return`: it returns the new state and the previous one.",
    lambda seen: (
        seen.error.startswith("NothingReturned")
        and callable(made(seen))
        and seen_in_a_step(seen).result is None
    ),
    scannable(lambda new, previous: None),
)


def number_of_arguments(seen):
    """How many arguments the inner function wants, if it does not take two."""
    try:
        signature = inspect.signature(made(seen))
        signature.bind(None, None)
    except TypeError:
        known = callable(made(seen))
        return known and {"number": len(signature.parameters)}
    except ValueError:
        pass
    return None


def _of_the_state_alone(dloss_func, optimizer, data):
    def inner(previous_state):
        new_state = gm.step(previous_state, dloss_func, optimizer, data)
        return new_state, previous_state

    return inner


exercise.symptom(
    "`lax.scan` calls the function that comes back with two arguments: the carry, which is the "
    "state, and an element of `xs`, here the iteration. This one takes {number}. What else a step "
    "needs, the inner function remembers.",
    number_of_arguments,
    _of_the_state_alone,
    lambda dloss_func, optimizer, data: gm.step,
)


def _iteration_first(dloss_func, optimizer, data):
    def inner(iteration, previous_state):
        new_state = gm.step(previous_state, dloss_func, optimizer, data)
        return new_state, previous_state

    return inner


exercise.symptom(
    "The inner function takes the iteration for the state. `lax.scan` hands it the carry first, "
    "which is the state, then the iteration.",
    lambda seen: found_in(
        seen.error, "'int' object has no attribute '(params|opt_state)'"
    ),
    _iteration_first,
)


def a_state_of_the_notebook(seen):
    """The step starts from a variable of the notebook, the same in each iteration."""
    for call in seen.all_calls("*step"):
        state = ast.unparse(call.args[0]) if call.args else ""
        if state in seen.variables:
            return {"variable": state}
    return None


A_STATE = gm.TrainingState(jnp.zeros(2), optax.sgd(0.1).init(jnp.zeros(2)))

exercise.symptom(
    "The step starts from `{variable}`, a variable of the notebook, so that each iteration starts "
    "there. It starts from the state that `lax.scan` hands in.",
    a_state_of_the_notebook,
    lambda dloss_func, optimizer, data: (
        lambda previous_state, iteration: (
            gm.step(A_STATE, dloss_func, optimizer, data),
            previous_state,
        )
    ),
)

exercise.symptom(
    "A step is made without `{argument}`{instead}. The outer function gets it, so that the inner "
    "one can remember it.",
    lambda seen: unread(seen),
    lambda dloss_func, optimizer, data: (
        lambda state, iteration: (
            gm.step(state, jax.grad(gm.loss_mixture_weights), optimizer, data),
            state,
        )
    ),
)


def unread(seen):
    """An argument that stands nowhere, and what of the notebook may stand in its place."""
    if "required positional argument" in seen.error:
        return None  # a call lacks them, which is told elsewhere
    missing = [name for name in seen.parameters if name in seen.unread]
    known = f", and reads `{seen.variables[0]}`" if seen.variables else " here"
    return missing and {"argument": missing[0], "instead": known}


def misplaced_in_the_step(seen):
    """An argument that stands in another's place where `step` is called."""
    places = "state", "dloss_func", "optimizer", "data"
    for call in seen.all_calls("*step"):
        for place, given in zip(places, call.args, strict=False):
            name = ast.unparse(given)
            if name in places and name != place:
                return {"argument": name, "place": place}
    return None


exercise.symptom(
    "`gm.step` takes the state, `dloss_func`, `optimizer` and `data`, in this order. Here "
    "`{argument}` stands in the place of `{place}`.",
    misplaced_in_the_step,
    lambda dloss_func, optimizer, data: (
        lambda state, iteration: (
            gm.step(state, optimizer, dloss_func, data),
            state,
        )
    ),
)


# The pair that the inner function returns.

exercise.symptom(
    "The new state is kept as history, too, so the history lacks the start. Keep the state before "
    "the step.",
    pair_of("the new state", "the new state"),
    scannable(lambda new, previous: (new, new)),
)

exercise.symptom(
    "The pair is the wrong way round: the previous state is carried on, so training never moves. "
    "What is carried comes first, what is kept second.",
    pair_of("the state", "the new state"),
    scannable(lambda new, previous: (previous, new)),
)

exercise.symptom(
    "The previous state comes back twice, so training never moves. What is carried on, first, is "
    "the state after the step.",
    pair_of("the state", "the state"),
    scannable(lambda new, previous: (previous, previous)),
)

exercise.symptom(
    "The order of the pair is right, and nothing is kept: the second of the two is empty. Return "
    "the previous state there.",
    pair_of("the new state", "`None`"),
    scannable(lambda new, previous: (new, None)),
)


def alone(seen):
    """The name of what comes back in place of a pair."""
    step = seen_in_a_step(seen)
    name = step.name(step.result)
    several = name and name.startswith(("a pair", "a tuple", "a list"))
    known = name and not several and step.result is not None
    return known and {"what": name}


exercise.symptom(
    "The inner function returns {what} alone. `lax.scan` wants two things: the next carry, and "
    "what to keep.",
    alone,
    scannable(lambda new, previous: new),
    scannable(lambda new, previous: new.params),
)


def kept_instead(seen):
    """The name of what is kept beside the right carry."""
    step = seen_in_a_step(seen)
    if type(step.result) not in (tuple, list) or len(step.result) != 2:
        return None
    carried_on, kept = map(step.name, step.result)
    if carried_on != "the new state":
        return None
    return {"what": kept or "something else"}


exercise.symptom(
    "The history holds {what}, and whole states are wanted. Keep `previous_state` as it is: "
    "`lax.scan` stacks them.",
    lambda seen: (
        not pair_of("the new state", "the state")(seen) and kept_instead(seen)
    ),
    scannable(lambda new, previous: (new, previous.params)),
    scannable(lambda new, previous: (new, new.params)),
)


def carried_instead(seen):
    """The name of what is carried on in place of a state."""
    step = seen_in_a_step(seen)
    if type(step.result) not in (tuple, list) or len(step.result) != 2:
        return None
    name = step.name(step.result[0])
    return name and name != "the new state" and {"what": name}


exercise.symptom(
    "What is carried on is {what}, and the next step needs a whole state: the new one.",
    carried_instead,
    scannable(lambda new, previous: (new.params, previous)),
)


def no_pair(seen):
    """What the inner function returns in place of a pair, in words."""
    result = seen_in_a_step(seen).result
    if result is None or isinstance(result, Exception):
        return None
    is_a_pair = type(result) in (tuple, list) and len(result) == 2
    return callable(made(seen)) and not is_a_pair and {"kind": kind(result)}


exercise.symptom(
    "The inner function returns {kind}. `lax.scan` wants a pair, a tuple of 2: the next carry, "
    "and what to keep.",
    no_pair,
    scannable(lambda new, previous: (new, previous, 0.0)),
    scannable(lambda new, previous: {"carry": new, "kept": previous}),
)


# The step itself.


def several_steps(seen):
    """How many steps one call makes, if more than one."""
    number = len(seen_in_a_step(seen).updates)
    return number > 1 and {"number": number}


def _as_many_as_iterations(dloss_func, optimizer, data):
    def inner(previous_state, iteration):
        new_state = previous_state
        for _ in range(iteration + 1):
            new_state = gm.step(new_state, dloss_func, optimizer, data)
        return new_state, previous_state

    return inner


exercise.symptom(
    "In one call, that of iteration 7, the inner function makes {number} steps. `lax.scan` does "
    "the repeating: one call, one step.",
    several_steps,
    _as_many_as_iterations,
    lambda dloss_func, optimizer, data: (
        lambda state, iteration: (
            gm.step(
                gm.step(state, dloss_func, optimizer, data),
                dloss_func,
                optimizer,
                data,
            ),
            state,
        )
    ),
)


def memory_anew(seen):
    """The optimiser's update gets a memory that `init` has just made."""
    step = seen_in_a_step(seen)
    return any(
        len(given) > 1 and step.is_(given[1], "a memory made anew")
        for given in step.updates
    )


def _initialised(dloss_func, optimizer, data):
    def inner(previous_state, iteration):
        params = previous_state.params
        fresh = gm.TrainingState(params, optimizer.init(params))
        return gm.step(fresh, dloss_func, optimizer, data), previous_state

    return inner


exercise.symptom(
    "The optimiser starts anew at each call, so it remembers nothing. Its memory is in the state "
    "that comes in.",
    memory_anew,
    _initialised,
)


def _without_params(dloss_func, optimizer, data):
    def inner(state, iteration):
        gradient = dloss_func(state.params, data)
        updates, memory = optimizer.update(gradient, state.opt_state)
        params = optax.apply_updates(state.params, updates)
        return gm.TrainingState(params, memory), state

    return inner


exercise.symptom(
    "The optimiser has not got the parameters, and some look at them. `gm.step` hands them to "
    "`optimizer.update`, third.",
    lambda seen: any(
        len(given) == 2 for given in seen_in_a_step(seen).updates
    ),
    _without_params,
)


def other_data(seen):
    """The gradient is taken with other data than those that came in."""
    step = seen_in_a_step(seen)
    return any(
        len(given) == 2 and not step.is_(given[1], "the data")
        for given in step.gradients
    )


exercise.symptom(
    "The step does not see `data` as they came in. Every step takes all of them.",
    other_data,
    lambda dloss_func, optimizer, data: (
        lambda state, iteration: (
            gm.step(state, dloss_func, optimizer, data[iteration]),
            state,
        )
    ),
)


def iteration_counts(seen):
    """Whether all is right in iteration 7, and not in the first."""
    first = seen.trial.mode is carried and not seen.error
    return first and pair_of("the new state", "the state")(seen)


def _at_first_nothing(dloss_func, optimizer, data):
    def inner(state, iteration):
        new = gm.step(state, dloss_func, optimizer, data)
        chosen = jax.tree.map(
            lambda one, other: jnp.where(iteration == 0, one, other),
            state,
            new,
        )
        return chosen, state

    return inner


exercise.symptom(
    "In iteration 7 the step is right, and in iteration 0 it is not: the iteration has an effect "
    "here, and is to have none.",
    iteration_counts,
    _at_first_nothing,
)


exercise.symptom(
    "The inner function comes back with something else beside it. Return it alone.",
    lambda seen: (
        seen.error.startswith("WrongReturnType")
        and type(made(seen)) in (tuple, list)
        and any(map(callable, made(seen)))
    ),
    lambda dloss_func, optimizer, data: (
        lambda state, _: (
            gm.step(state, dloss_func, optimizer, data),
            state,
        ),
        jnp.arange(3),
    ),
)


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
