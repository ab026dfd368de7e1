"""One step of training: `step`."""

import ast
import inspect
import re
from functools import lru_cache

import jax
import jax.numpy as jnp
import numpy as np
import optax

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.assembly import Lines
from dl_workshop.check.call_modes import WrongReturnType, kind
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.inputs import (
    OPTIMIZER,
    SETUP_OF_A_STEP,
    START,
    a_state,
    dloss_func,
    start,
)
from dl_workshop.check.spies import is_concrete, same
from dl_workshop.check.symptoms.register import found_in
from dl_workshop.check.watched_step import WatchedStep


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
    "state. The parameters may be one array or any tuple of arrays, and keep their form. Some "
    "optimisers look at them, so hand them to `optimizer.update`. `jit` must be able to compile "
    "the step.",
    stub='''\
def step(state, dloss_func, optimizer, data):
    """The TrainingState after one step."""
    ...''',
    setup=SETUP_OF_A_STEP,
    arguments="before, slope, sgd, {1}",
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
            shown="jnp.stack([(before := {call}).params for _ in range(3)])",
        ),
        Property(
            "the parameters may be several arrays in a tuple",
            inputs=(START,),
            mode=step_of_a_tuple,
            shown="three = gm.MixtureParams(point, point + 1, point + 2)\n"
            "of_three = gm.TrainingState(three, sgd.init(three))\n"
            "jnp.stack({name}(of_three, slope, sgd, {1}).params)",
        ),
        Property(
            "an optimiser with weight decay, which looks at the parameters, works too",
            inputs=(START,),
            mode=step_with_decay,
            shown="decay = optax.adamw(0.1, weight_decay=0.5)\n"
            "of_decay = gm.TrainingState(point, decay.init(point))\n"
            "{name}(of_decay, slope, decay, {1}).params",
        ),
        Property(
            "`jit` can compile it",
            inputs=(START,),
            mode=compiled_step,
            shown="jax.jit(lambda state: {name}(state, slope, sgd, {1}))(before).params",
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
    assembly=Lines(
        """\
def step(state, dloss_func, optimizer, data):
    params, memory = state
    {lines}
    return gm.TrainingState(params, memory)""",
        lines=(
            "slope = dloss_func(params, data)",
            "updates, memory = optimizer.update(slope, memory, params)",
            "params = optax.apply_updates(params, updates)",
        ),
        wrong=(
            "updates = optimizer.update(slope, memory, params)",
            "params = optax.apply_updates(params, slope)",
        ),
    ),
)


# What a wrong answer does is seen by a step with spies, so these are symptoms, in the order of
# the code: the gradient, the updates, the new state.

FACTORIES = ("adam*", "sgd", "rmsprop", "adagrad", "lion", "radam")


@lru_cache(1)
def seen_in_a_step(seen):
    """The WatchedStep of an answer, in the form of the parameters where it failed."""
    return WatchedStep(seen.answer, seen.trial.mode is step_of_a_tuple)


def _step_mapped_over_data(state, dloss_func, optimizer, data):
    each = jax.vmap(dloss_func, in_axes=(None, 0))(state.params, data)
    gradient = jax.tree.map(lambda slope: slope.sum(axis=0), each)
    updates, opt_state = optimizer.update(
        gradient, state.opt_state, state.params
    )
    params = optax.apply_updates(state.params, updates)
    return gm.TrainingState(params, opt_state)


exercise.rule(
    "`dloss_func` gets the data one by one here, and takes all of them at once: a prior in the "
    "loss would count once for each.",
    lambda seen: any(
        np.shape(data) != np.shape(START[1])
        for _, data in seen_in_a_step(seen).gradients
    ),
    _step_mapped_over_data,
)


def wrong_step(gradient=None, update=None, after=None):
    """Build an answer that is right but for one of its three lines."""

    def answer(state, dloss_func, optimizer, data):
        slopes = (gradient or _gradient)(dloss_func, state, data)
        updates, memory = (update or _update)(optimizer, slopes, state)
        return (after or _after)(state, slopes, updates, memory)

    return answer


def _gradient(dloss_func, state, data):
    return dloss_func(state.params, data)


def _update(optimizer, slopes, state):
    return optimizer.update(slopes, state.opt_state, state.params)


def _after(state, slopes, updates, memory):
    params = optax.apply_updates(state.params, updates)
    return gm.TrainingState(params, memory)


def unread(seen):
    """An argument that stands nowhere, and what of the notebook may stand in its place."""
    missing = [name for name in seen.parameters if name in seen.unread]
    known = f", and reads `{seen.variables[0]}`" if seen.variables else " here"
    return missing and {"argument": missing[0], "instead": known}


def new_params_are(*names):
    """Make a `when`: the parameters of the new state are one of these."""

    def when(seen):
        step = seen_in_a_step(seen)
        params = getattr(step.result, "params", None)
        return any(step.is_(params, name) for name in names)

    return when


def uphill_first(seen):
    """`optimizer.update` gets parameters to which the gradient has been added."""
    step = seen_in_a_step(seen)
    return any(
        len(given) == 3
        and step.is_(given[2], "the parameters plus the gradient")
        for given in step.updates
    )


exercise.symptom(
    "The gradient itself is added to the parameters. That goes uphill: `optimizer.update` turns "
    "it into updates, and only those are added.",
    lambda seen: (
        uphill_first(seen)
        or new_params_are(
            "the parameters plus the gradient",
            "the parameters plus the gradient and the updates",
        )(seen)
    ),
    *(
        wrong_step(after=after)
        for after in (
            lambda state, slopes, updates, memory: gm.TrainingState(
                optax.apply_updates(state.params, slopes), memory
            ),
            lambda state, slopes, updates, memory: gm.TrainingState(
                optax.apply_updates(
                    optax.apply_updates(state.params, slopes), updates
                ),
                memory,
            ),
        )
    ),
)


exercise.symptom(
    "`optimizer.update` gets the function `dloss_func` here, and wants what it gives: call it, "
    "`dloss_func(state.params, data)`.",
    lambda seen: any(
        given and given[0] is seen_in_a_step(seen).known["`dloss_func` itself"]
        for given in seen_in_a_step(seen).updates
    ),
    lambda state, dloss_func, optimizer, data: optimizer.update(
        dloss_func, state.opt_state, state.params
    ),
)

exercise.symptom(
    "The function makes its step without `{argument}`{instead}. Use what comes in as an "
    "argument: a notebook may have several losses, optimisers and data.",
    unread,
    lambda state, dloss_func, optimizer, data: gm.step(
        state, jax.grad(gm.loss_mixture_weights), optimizer, data
    ),
    lambda state, dloss_func, optimizer, data: gm.step(
        state, dloss_func, OPTIMIZER_OF_THE_NOTEBOOK, data
    ),
)

OPTIMIZER_OF_THE_NOTEBOOK = optax.adam(0.5)


def made_inside(seen):
    """An optimiser is made in the code, and the one that came in updates nothing."""
    made = [f"optax*.{name}" for name in FACTORIES]
    return seen.calls(*made) and not seen_in_a_step(seen).updates


exercise.symptom(
    "An optimiser is made inside the function, and the one that comes in does nothing. Leave "
    "that line out.",
    made_inside,
    lambda state, dloss_func, optimizer, data: gm.step(
        state, dloss_func, optax.sgd(0.01) if optimizer else optimizer, data
    ),
)


def differentiated_again(seen):
    """`dloss_func` goes into `grad` or `value_and_grad`."""
    for call in seen.all_calls("jax.*grad", "jax.jac*"):
        if call.args and "dloss_func" in seen.made_of(call.args[0]):
            return {"maker": ast.unparse(call.func)}
    return None


exercise.symptom(
    "`dloss_func` is the gradient already: call it as it is, without `{maker}`.",
    differentiated_again,
    lambda state, dloss_func, optimizer, data: gm.step(
        state, jax.grad(dloss_func), optimizer, data
    ),
)


def mapped(seen):
    """`dloss_func` goes into `vmap`."""
    return any(
        call.args and "dloss_func" in seen.made_of(call.args[0])
        for call in seen.all_calls("jax.*vmap")
    )


exercise.symptom(
    "`dloss_func` takes all parameters and all data at once: call it without `vmap`.",
    mapped,
    lambda state, dloss_func, optimizer, data: gm.step(
        state, jax.vmap(dloss_func, (0, None)), optimizer, data
    ),
)


def taken_apart(seen):
    """What `dloss_func` gives goes to two names or more."""
    return any(
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Tuple)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) == "dloss_func"
        for node in ast.walk(seen.tree)
    )


def _of_a_pair(state, dloss_func, optimizer, data):
    _, gradient = dloss_func(state.params, data)
    updates, memory = optimizer.update(gradient, state.opt_state, state.params)
    params = optax.apply_updates(state.params, updates)
    return gm.TrainingState(params, memory)


exercise.symptom(
    "`dloss_func` gives the gradient alone, and here it is taken apart as if it were a pair. A "
    "value and a gradient come of `value_and_grad`.",
    taken_apart,
    _of_a_pair,
)


def gradient_not_taken(seen):
    """The step ends without a call of `dloss_func`."""
    step = seen_in_a_step(seen)
    return not step.gradients and not step.raised


exercise.symptom(
    "`dloss_func` is never called, and it gives the gradient: `dloss_func(state.params, data)`.",
    gradient_not_taken,
    lambda state, dloss_func, optimizer, data: gm.step(
        state, lambda params, data: params, optimizer, (dloss_func, data)
    ),
)


def number_for_the_gradient(seen):
    """How many arguments `dloss_func` gets, if not two."""
    numbers = [len(each) for each in seen_in_a_step(seen).gradients]
    return any(each != 2 for each in numbers) and {"number": numbers[0]}


exercise.symptom(
    "`dloss_func` takes two arguments, the parameters in one piece and the data, and here it "
    "gets {number}: call `dloss_func(state.params, data)`.",
    number_for_the_gradient,
    wrong_step(lambda slope, state, data: slope(*state.params, data)),
    wrong_step(lambda slope, state, data: slope(state.params)),
)


def misplaced_in_the_gradient(seen):
    """What `dloss_func` gets in place of parameters or data."""
    step = seen_in_a_step(seen)
    for given in step.gradients:
        for place, value in zip(
            ("the parameters", "the data"), given, strict=False
        ):
            right = step.is_(value, place) or not is_concrete(value)
            if not right and not _of_a_second_step(step):
                return {
                    "place": place,
                    "what": step.name(value) or "something else",
                }
    return None


def _of_a_second_step(step):
    """Whether a second update begins where the first one ended."""
    return any(
        step.is_(value, new)
        for given in step.updates[1:]
        for value, new in zip(
            given[1:], ("the new memory", "the new parameters"), strict=False
        )
    )


exercise.symptom(
    "`dloss_func` takes the parameters first, `state.params` as they are, then the data. In the "
    "place of {place} it gets {what} here.",
    misplaced_in_the_gradient,
    wrong_step(lambda slope, state, data: slope(data, state.params)),
    wrong_step(lambda slope, state, data: slope(state, data)),
    wrong_step(lambda slope, state, data: slope(state.params, data[:1])),
)


def applied_to_the_state(seen):
    """The first argument of `apply_updates` is the whole state."""
    own = list(inspect.signature(seen.answer).parameters)
    return any(
        call.args and ast.unparse(call.args[0]) == own[0]
        for call in seen.all_calls("*apply_updates")
    )


def _added_to_the_state(state, dloss_func, optimizer, data):
    gradient = dloss_func(state.params, data)
    updates, memory = optimizer.update(gradient, state.opt_state, state.params)
    return gm.TrainingState(optax.apply_updates(state, updates), memory)


exercise.symptom(
    "`optax.apply_updates` adds to the parameters, and gets the whole state here: hand it "
    "`state.params`.",
    applied_to_the_state,
    _added_to_the_state,
)


def not_updated(seen):
    """The step ends without a call of `optimizer.update`."""
    step = seen_in_a_step(seen)
    return not step.updates and not step.raised


exercise.symptom(
    "`optimizer.update` is never called, so the optimiser that comes in does nothing. It turns "
    "the gradient into updates, with a rate and a memory of its own.",
    not_updated,
    wrong_step(
        update=lambda optimizer, slopes, state: (
            jax.tree.map(lambda slope: -0.01 * slope, slopes),
            state.opt_state,
        )
    ),
)

exercise.symptom(
    "Several steps are made in one: `optimizer.update` is called again with what the first call "
    "has given. `lax.scan` will do the repeating.",
    lambda seen: _of_a_second_step(seen_in_a_step(seen)),
    lambda state, dloss_func, optimizer, data: gm.step(
        gm.step(state, dloss_func, optimizer, data),
        dloss_func,
        optimizer,
        data,
    ),
    lambda state, dloss_func, optimizer, data: _updates_of_updates(
        state, optimizer, dloss_func(state.params, data)
    ),
)


def _updates_of_updates(state, optimizer, gradients):
    updates, memory = optimizer.update(
        gradients, state.opt_state, state.params
    )
    updates, memory = optimizer.update(updates, memory, state.params)
    return gm.TrainingState(optax.apply_updates(state.params, updates), memory)


PLACES = ("the gradient", "the memory", "the parameters")


def without_params(seen):
    """`optimizer.update` gets two arguments, or None for the third."""
    return any(
        len(given) == 2 or (len(given) == 3 and given[2] is None)
        for given in seen_in_a_step(seen).updates
    )


def misplaced_in_the_update(seen):
    """What `optimizer.update` gets in place of gradient, memory or parameters."""
    step = seen_in_a_step(seen)
    for given in step.updates:
        for place, value in zip(PLACES, given, strict=False):
            left_out = value is None and place == "the parameters"
            right = step.is_(value, place) or not is_concrete(value)
            if not right and not left_out:
                what = step.name(value) or _multiple(step, place, value)
                return {"place": place, "what": what}
    return None


def _multiple(step, place, value):
    """The multiple of what belongs in a place, in words, or "something else"."""
    right = step.known[place]
    for leaf, other in zip(
        jax.tree.leaves(value), jax.tree.leaves(right), strict=False
    ):
        if np.shape(leaf) == np.shape(other):
            factor = np.asarray(leaf).flat[0] / np.asarray(other).flat[0]
            scaled = jax.tree.map(lambda each, f=factor: f * each, right)
            if same(value, scaled):
                return f"{factor:.3g} times {place}"
    return "something else"


exercise.symptom(
    "`optimizer.update` takes the gradient as `dloss_func` gives it, the memory in "
    "`state.opt_state`, and the parameters, in this order. In the place of {place} it gets "
    "{what} here.",
    misplaced_in_the_update,
    *(
        wrong_step(update=update)
        for update in (
            lambda optimizer, slopes, state: optimizer.update(
                state.params, state.opt_state, slopes
            ),
            lambda optimizer, slopes, state: optimizer.update(
                jax.tree.map(jnp.negative, slopes), *state[::-1]
            ),
            lambda optimizer, slopes, state: optimizer.update(
                jax.tree.map(lambda slope: slope / 3, slopes), *state[::-1]
            ),
            lambda optimizer, slopes, state: optimizer.update(
                slopes, optimizer.init(state.params), state.params
            ),
            lambda optimizer, slopes, state: optimizer.update(slopes, state),
            lambda optimizer, slopes, state: optimizer.update(slopes, *state),
        )
    ),
)

exercise.symptom(
    "Some optimisers look at the parameters, and `optimizer.update` has not got them: hand it "
    "`state.params` as its third argument.",
    without_params,
    wrong_step(
        update=lambda optimizer, slopes, state: optimizer.update(
            slopes, state.opt_state
        )
    ),
)


@exercise.mistake
def update_unpacked_wrongly(state, dloss_func, optimizer, data):
    """What `optimizer.update` returns is not taken apart as it should be.

    It returns two things: the updates first, the optimiser's new state second. Unpack both, in
    this order.
    """
    gradients = dloss_func(state.params, data)
    opt_state, updates = optimizer.update(
        gradients, state.opt_state, state.params
    )
    return gm.TrainingState(
        optax.apply_updates(state.params, updates), opt_state
    )


# What comes back.


def comes_back(*names):
    """Make a `when`: one of these comes back in place of a state."""

    def when(seen):
        step = seen_in_a_step(seen)
        return step.name(step.result) in names

    return when


exercise.symptom(
    "The pair is right, and it has no names: wrap it in `gm.TrainingState`.",
    comes_back("a pair: the new parameters, the new memory"),
    wrong_step(after=lambda *each: tuple(_after(*each))),
)

exercise.symptom(
    "The new state lacks the optimiser's part. The next step needs both: return "
    "`gm.TrainingState(params, opt_state)`.",
    comes_back("the new parameters"),
    wrong_step(after=lambda *each: _after(*each).params),
)


def beside_the_state(seen):
    """A pair that begins with the new state."""
    step = seen_in_a_step(seen)
    pair = step.result
    return (
        type(pair) in (tuple, list)
        and bool(pair)
        and step.is_(pair[0], "the new state")
    )


exercise.symptom(
    "The new state comes back in a pair with something else. Return it alone; what `lax.scan` "
    "needs beside it comes next in the chapter.",
    beside_the_state,
    wrong_step(after=lambda *each: (_after(*each), each[0])),
)


def something_known(seen):
    """The name of what comes back in place of a state."""
    step = seen_in_a_step(seen)
    name = "" if step.result is None else step.name(step.result)
    if step.result is None or "TrainingState" not in seen.error:
        return None
    return not step.raised and {"what": name or kind(step.result)}


exercise.symptom(
    "What comes back is {what}, and the next step needs a state: return "
    "`gm.TrainingState(params, opt_state)` of the new ones.",
    something_known,
    wrong_step(after=lambda state, slopes, updates, memory: updates),
    wrong_step(after=lambda state, slopes, updates, memory: (updates, memory)),
)


def _new_ones_lost(state, dloss_func, optimizer, data):
    gradient = dloss_func(state.params, data)
    updates, _ = optimizer.update(gradient, state.opt_state, state.params)
    optax.apply_updates(state.params, updates)
    return state


exercise.symptom(
    "The state comes back as it came in, and the new parameters are computed for nothing. Return "
    "`gm.TrainingState(params, opt_state)` of the new ones.",
    lambda seen: (
        comes_back("the state")(seen) and seen.calls("*apply_updates")
    ),
    _new_ones_lost,
)

exercise.symptom(
    "The parameters come back as they went in. The updates are computed and not applied: "
    "`optax.apply_updates` returns the new parameters, and changes none.",
    new_params_are("the parameters"),
    wrong_step(
        after=lambda state, slopes, updates, memory: gm.TrainingState(
            state.params, memory
        )
    ),
)

exercise.symptom(
    "The updates are subtracted. optax has put the minus into them already: "
    "`optax.apply_updates` adds them.",
    new_params_are("the parameters minus the updates"),
    wrong_step(
        after=lambda state, slopes, updates, memory: gm.TrainingState(
            jax.tree.map(jnp.subtract, state.params, updates), memory
        )
    ),
)

exercise.symptom(
    "The updates are applied twice: each step goes twice as far as the optimiser says.",
    new_params_are("the parameters plus twice the updates"),
    wrong_step(
        after=lambda state, slopes, updates, memory: gm.TrainingState(
            optax.apply_updates(
                optax.apply_updates(state.params, updates), updates
            ),
            memory,
        )
    ),
)

exercise.symptom(
    "The updates come back in place of the parameters. They are the change; "
    "`optax.apply_updates` adds it.",
    new_params_are("the updates"),
    wrong_step(
        after=lambda state, slopes, updates, memory: gm.TrainingState(
            updates, memory
        )
    ),
)

exercise.symptom(
    "The two parts of the new state have changed places: parameters come first.",
    new_params_are("the new memory"),
    wrong_step(after=lambda *each: gm.TrainingState(*_after(*each)[::-1])),
)


def other_params(seen):
    """The name of what stands as the parameters of the new state."""
    step = seen_in_a_step(seen)
    name = step.name(getattr(step.result, "params", step.result))
    return (
        hasattr(step.result, "params")
        and name != "the new parameters"
        and name
        and {"what": name}
    )


exercise.symptom(
    "The new state holds {what} where its parameters belong.",
    other_params,
    wrong_step(
        after=lambda state, slopes, updates, memory: gm.TrainingState(
            slopes, memory
        )
    ),
)

exercise.symptom(
    "The optimiser forgets: the old memory comes back. Put the second thing that "
    "`optimizer.update` returns into the new state.",
    lambda seen: (
        seen_in_a_step(seen).name(
            getattr(seen_in_a_step(seen).result, "opt_state", "")
        )
        == "the memory"
    ),
    wrong_step(
        after=lambda state, slopes, updates, memory: _after(
            state, slopes, updates, state.opt_state
        )
    ),
)


def other_memory(seen):
    """The name of what stands as the memory of the new state."""
    step = seen_in_a_step(seen)
    name = step.name(getattr(step.result, "opt_state", step.result))
    return (
        hasattr(step.result, "opt_state")
        and name != "the new memory"
        and name
        and {"what": name}
    )


exercise.symptom(
    "The new state holds {what} where the optimiser's new memory belongs: the second thing that "
    "`optimizer.update` returns.",
    other_memory,
    wrong_step(
        after=lambda state, slopes, updates, memory: _after(
            state, slopes, updates, None
        )
    ),
    wrong_step(
        after=lambda state, slopes, updates, memory: _after(
            state, slopes, updates, updates
        )
    ),
)

# The form of the parameters.


def form_lost(seen):
    """The numbers are those of the new parameters, in another form."""
    step = seen_in_a_step(seen)
    params = getattr(step.result, "params", None)
    right = jax.tree.leaves(step.known["the new parameters"])
    return ".params, as before" in seen.error and same(
        *(
            jnp.concatenate([jnp.ravel(each) for each in leaves])
            for leaves in (jax.tree.leaves(params), right)
        )
    )


def _stacked(state, slopes, updates, memory):
    return gm.TrainingState(
        jnp.array(state.params) + jnp.array(updates), memory
    )


def _listed(state, slopes, updates, memory):
    pairs = zip(state.params, updates, strict=True)
    return gm.TrainingState([one + other for one, other in pairs], memory)


exercise.symptom(
    "The parameters have lost their form, and `scan` needs it in the next step. "
    "`optax.apply_updates` adds to each array of the tuple and keeps the tuple.",
    form_lost,
    wrong_step(after=_stacked),
    wrong_step(after=_listed),
)


def form_assumed(seen):
    """The code takes the parameters for the three arrays of a mixture, and fails."""
    unpacked = any(
        isinstance(node.targets[0], ast.Tuple)
        and ast.unparse(node.value).endswith("params")
        for node in seen.on_the_line(ast.Assign)
    )
    made = any(
        seen.name_of(call).endswith("MixtureParams")
        for call in seen.on_the_line(ast.Call)
    )
    fields = found_in(seen.error, "no attribute '(log_)?component_")
    return (unpacked and "values to unpack" in seen.error) or made or fields


def _of_a_mixture(state, dloss_func, optimizer, data):
    after = gm.step(state, dloss_func, optimizer, data)
    return gm.TrainingState(gm.MixtureParams(*after.params), after.opt_state)


def _unpacked(state, dloss_func, optimizer, data):
    log_weights, mus, log_scales = state.params
    params = gm.MixtureParams(log_weights, mus, log_scales)
    return gm.step(state._replace(params=params), dloss_func, optimizer, data)


exercise.symptom(
    "The parameters are taken for the three arrays of a mixture here, and may be one array or "
    "any tuple. Leave them in one piece; `optax.apply_updates` keeps their form.",
    form_assumed,
    _of_a_mixture,
    _unpacked,
    lambda state, dloss_func, optimizer, data: gm.step(
        state._replace(params=state.params.component_mus),
        dloss_func,
        optimizer,
        data,
    ),
)


def _changed_in_place(state, slopes, updates, memory):
    state.params = optax.apply_updates(state.params, updates)
    return state


exercise.symptom(
    "The old state is assigned to, and a named tuple cannot be changed. Make a new one: "
    "`gm.TrainingState(params, opt_state)`.",
    lambda seen: found_in(seen.error, "can't set attribute|has no setter"),
    wrong_step(after=_changed_in_place),
)


def _joined(state, dloss_func, optimizer, data):
    gradient = dloss_func(state.params, data)
    updates, memory = optimizer.update(gradient, state.opt_state, state.params)
    return gm.TrainingState(state.params + updates, memory)


def tuples_joined(seen):
    """A tuple comes back in `.params`, longer than the one that came in, and `+` made it."""
    longer = re.search(r"in \.params.*\n.*a tuple of (4|6)$", seen.error)
    sums = (
        node for node in ast.walk(seen.tree) if isinstance(node, ast.BinOp)
    )
    return longer and any(isinstance(each.op, ast.Add) for each in sums)


exercise.symptom(
    "`+` puts two tuples one behind the other, so that there are twice as many arrays. "
    "`optax.apply_updates` adds array by array.",
    tuples_joined,
    _joined,
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
