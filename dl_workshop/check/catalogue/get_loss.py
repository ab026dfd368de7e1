"""The loss of a state: `get_loss`."""

import ast
from functools import lru_cache

import jax
import jax.numpy as jnp
import numpy as np
import optax

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.assembly import Blanks
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.spies import Spy, is_concrete, name_of, same, watched
from dl_workshop.check.symptoms.register import found_in

# Parameters far from the data and, where the loss is negative, among them.
FAR = ((4.0, -1.0), (1.0, 2.0, 6.0))
BETWEEN = ((0.5, 2.25), (1.0, 2.0, 6.0))
NEAR = ((2.917, 3.141), (1.0, 2.0, 6.0))

SETUP = """\
import jax
square = lambda param, data: 0.5 * ((param - data[:, None]) ** 2).sum()
loss = lambda params, data: sum(square(p, data) for p in jax.tree.leaves(params)) - 20
start = lambda params: gm.TrainingState(params, optax.adam(0.5).init(params))"""


def loss_func(params, data):
    """Half the squared distances of all parameters from all data, summed, minus 20."""
    return -20 + sum(
        0.5 * jnp.sum((param - jnp.reshape(data, (-1, 1))) ** 2)
        for param in jax.tree.leaves(params)
    )


def start(params):
    """A state before training, as the chapter makes it."""
    return gm.TrainingState(params, optax.adam(0.5).init(params))


def loss_of_state(get_loss, params, data):
    """Loss at a state whose parameters are an array."""
    return get_loss(start(params), loss_func, data)


def loss_of_mixture_state(get_loss, params, data):
    """Loss at a state whose parameters are a MixtureParams."""
    params = gm.MixtureParams(params, params + 1, params + 2)
    return get_loss(start(params), loss_func, data)


def by_name(params, data):
    """A loss that asks parameters for their names."""
    return jnp.sum(params.component_mus) * jnp.sum(data)


def loss_by_name(get_loss, params, data):
    """Loss at a state whose parameters are a MixtureParams, of a function that knows that."""
    params = gm.MixtureParams(params, params + 1, params + 2)
    return get_loss(start(params), by_name, data)


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
    task="Write the loss at a training state, one number. The state's parameters may be one array "
    "or any tuple of arrays. `vmap` will map the function over the history of a training run.",
    stub='''\
def get_loss(state, loss_func, data):
    """What loss_func(params, data) gives at the state's parameters."""
    ...''',
    setup=SETUP,
    arguments="start({0}), loss, {1}",
    properties=(
        Property(
            "the loss is that of the state's parameters, with all its digits",
            inputs=(FAR, NEAR, BETWEEN),
            mode=loss_of_state,
            rtol=1e-5,
        ),
        Property(
            "the parameters may be several arrays in a tuple",
            inputs=(FAR,),
            mode=loss_of_mixture_state,
            shown="point = {0}\nthree = gm.MixtureParams(point, point + 1, point + 2)\n"
            "{name}(start(three), loss, {1})",
        ),
        Property(
            "`loss_func` gets the parameters in the form that the state has",
            inputs=(FAR,),
            mode=loss_by_name,
            shown="by_name = lambda params, data: params.component_mus.sum() * data.sum()\n"
            "point = {0}\nthree = gm.MixtureParams(point, point + 1, point + 2)\n"
            "{name}(start(three), by_name, {1})",
        ),
        Property(
            "`vmap` can map it over a history of states",
            inputs=(FAR,),
            mode=losses_of_history,
            shown="points = jnp.stack([{0}, {0} + 1])\n"
            "states = jax.vmap(start)(points)\n"
            "jax.vmap(lambda state: {name}(state, loss, {1}))(states)",
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
    assembly=Blanks(
        """\
def get_loss(state, loss_func, data):
    params = {params}
    return {loss}""",
        blanks={
            "params": ("state.params", "state", "state.opt_state"),
            "loss": (
                "loss_func(params, data)",
                "loss_func(*params, data)",
                "loss_func(data, params)",
                "loss_func",
            ),
        },
    ),
)

# What a wrong answer does with `loss_func` is seen by a spy in its place.


class WatchedLoss:
    """One call of an answer, and what was seen of it.

    Attributes:
        result: what came back, or the exception that was raised.
        calls: the arguments of each call of `loss_func`.
        loss: the right result.
    """

    def __init__(self, get_loss):
        params, data = map(jnp.asarray, FAR)
        state = start(params)
        self.loss, spy = loss_func(params, data), Spy(loss_func)
        self.known = {
            "the state": state,
            "the parameters": params,
            "the optimiser's part of the state": state.opt_state,
            "the data": data,
            "their first entry alone": params[0],
            "their last entry alone": params[-1],
            "the first datum alone": data[0],
            "`loss_func` itself": spy,
        }
        self.result = watched(get_loss, state, spy, data)
        self.calls = spy.calls


@lru_cache(1)
def seen_in_a_call(seen):
    """The WatchedLoss of an answer."""
    return WatchedLoss(seen.answer)


def unread(seen):
    """An argument that stands nowhere, and what of the notebook may stand in its place."""
    missing = [name for name in seen.parameters if name in seen.unread]
    if callable(seen_in_a_call(seen).result):
        return None  # it has yet to be called, which is told elsewhere
    known = f", and reads `{seen.variables[0]}`" if seen.variables else " here"
    return missing and {"argument": missing[0], "instead": known}


DATA_OF_THE_NOTEBOOK = jnp.array([1.0, 2.0])

exercise.symptom(
    "The parameters are put into a `gm.MixtureParams` here, and they may be of any form: one "
    "array, or a tuple of any number. Hand on `state.params` as they are.",
    lambda seen: (
        seen.error and seen.on_the_line(ast.Call) and _packs_params(seen)
    ),
    lambda state, loss_func, data: loss_func(
        gm.MixtureParams(*state.params), data
    ),
)


exercise.symptom(
    "The parameters reach `loss_func` in another form here, without their names. Hand on "
    "`state.params` as they are.",
    lambda seen: (
        seen.trial.mode is loss_by_name
        and "no attribute 'component_mus'" in seen.error
    ),
    lambda state, loss_func, data: loss_func(tuple(state.params), data),
    lambda state, loss_func, data: loss_func(
        jax.tree.leaves(state.params), data
    ),
)


def _packs_params(seen):
    return any(
        call in seen.all_calls("*.MixtureParams")
        for call in seen.on_the_line(ast.Call)
    )


exercise.symptom(
    "The loss is computed without `{argument}`{instead}. Use what comes in as an argument, so "
    "that the function serves any loss and any data.",
    unread,
    lambda state, loss_func, data: gm.loss_mixture_weights(state.params, data),
    lambda state, loss_func, data: loss_func(
        state.params, DATA_OF_THE_NOTEBOOK
    ),
    lambda state, loss_func, data: loss_func(state.params),
)


def handed_to(*patterns):
    """Make a `when`: `loss_func` goes into a transformation of such a name."""

    def when(seen):
        return any(
            call.args and "loss_func" in seen.made_of(call.args[0])
            for call in seen.all_calls(*patterns)
            if not isinstance(call.args[0], ast.Call)
        )

    return when


exercise.symptom(
    "These are slopes: the loss function is differentiated here, and only its value is wanted.",
    lambda seen: (
        np.shape(seen.result) != ()
        and handed_to("jax.*.grad", "jax.grad", "jax.*jac*")(seen)
    ),
    lambda state, loss_func, data: jax.grad(loss_func)(state.params, data),
)

exercise.symptom(
    "`loss_func` takes all parameters and all data at once: call it without `vmap`. `vmap` maps "
    "your function over a history afterwards.",
    handed_to("jax.*vmap"),
    lambda state, loss_func, data: jax.vmap(loss_func, (None, 0))(
        state.params, data
    ),
)


def called_in_parts(seen):
    """How often `loss_func` is called, if with single entries."""
    watch = seen_in_a_call(seen)
    first = [given[0] for given in watch.calls if given]
    entries = watch.known["the parameters"]
    return len(first) > 1 and all(map(same, first, entries))


exercise.symptom(
    "`loss_func` is called for each parameter on its own. It takes all of them in one piece: "
    "`loss_func(state.params, data)`.",
    called_in_parts,
    lambda state, loss_func, data: [
        loss_func(param, data) for param in state.params
    ],
)


def number_of_arguments(seen):
    """How many arguments `loss_func` gets, if not two."""
    numbers = [len(each) for each in seen_in_a_call(seen).calls]
    return any(each != 2 for each in numbers) and {"number": numbers[0]}


exercise.symptom(
    "`loss_func` takes two arguments, the parameters in one piece and the data, and here it gets "
    "{number}.",
    number_of_arguments,
    lambda state, loss_func, data: loss_func(*state.params, data),
    lambda state, loss_func, data: loss_func((state.params, data)),
)


def misplaced(seen):
    """What `loss_func` gets in place of parameters or data."""
    watch = seen_in_a_call(seen)
    places = "the parameters", "the data"
    for given in watch.calls:
        for place, value in zip(places, given, strict=False):
            if is_concrete(value) and not same(value, watch.known[place]):
                what = name_of(value, watch.known) or "something else"
                return {"place": place, "what": what}
    return None


exercise.symptom(
    "`loss_func` takes the parameters first, `state.params` as they are, then the data. In the "
    "place of {place} it gets {what}.",
    misplaced,
    lambda state, loss_func, data: loss_func(state, data),
    lambda state, loss_func, data: loss_func(state.opt_state, data),
    lambda state, loss_func, data: loss_func(data, state.params),
    lambda state, loss_func, data: loss_func(state.params[-1], data),
)


exercise.symptom(
    "The state's parameters are taken for those of a mixture here, and may be one array or any "
    "tuple: hand them to `loss_func` in one piece.",
    lambda seen: (
        found_in(seen.error, "no attribute '(log_)?component_")
        or (
            "values to unpack" in seen.error
            and any(
                ast.unparse(node.value).endswith("params")
                for node in seen.on_the_line(ast.Assign)
            )
        )
    ),
    lambda state, loss_func, data: loss_func(
        (state.params.component_mus, state.params.component_mus), data
    ),
)


def never_called(seen):
    """Something comes back without a call of `loss_func`."""
    watch = seen_in_a_call(seen)
    return not watch.calls and not (
        isinstance(watch.result, Exception) or callable(watch.result)
    )


exercise.symptom(
    "`loss_func` is never called here: the loss is what it gives.",
    never_called,
    lambda state, loss_func, data: (state.params, loss_func, data)[0],
)


def beside_the_loss(seen):
    """The loss is one of several things that come back."""
    watch = seen_in_a_call(seen)
    return type(watch.result) in (tuple, list, dict) and any(
        same(each, watch.loss) for each in jax.tree.leaves(watch.result)
    )


exercise.symptom(
    "The loss comes back together with something else, or in brackets. Return the number alone.",
    beside_the_loss,
    lambda state, loss_func, data: (loss_func(state.params, data), state),
    lambda state, loss_func, data: [loss_func(state.params, data)],
)

exercise.symptom(
    "The loss comes back as text. Return the number itself; how it is printed is another matter.",
    lambda seen: isinstance(seen_in_a_call(seen).result, str),
    lambda state, loss_func, data: f"{loss_func(state.params, data):.1f}",
)


def without_digits(seen):
    """The number becomes one of Python's or NumPy's, which a mapped one cannot."""
    converted = (
        "builtins.float",
        "builtins.int",
        "*.item",
        "numpy.*array",
        "*.tolist",
    )
    told = "ConcretizationTypeError", "TracerArrayConversionError"
    return any(each in seen.error for each in told) and seen.calls(*converted)


exercise.symptom(
    "The loss is turned into a number of Python or NumPy here, and under `vmap` there is a "
    "stand-in for many. Return it as `loss_func` gives it, without `float`, `.item()` or "
    "`np.array`.",
    without_digits,
    lambda state, loss_func, data: float(loss_func(state.params, data)),
    lambda state, loss_func, data: loss_func(state.params, data).item(),
    lambda state, loss_func, data: np.array(loss_func(state.params, data)),
)

exercise.symptom(
    "`loss_func` is called for each array on its own, and a tuple of losses comes back. It takes "
    "all of them in one piece: `loss_func(state.params, data)`.",
    lambda seen: (
        seen.error.startswith("WrongReturnType")
        and seen.calls("jax.*tree.map", "jax.*tree_map", "*.tree_map")
        and isinstance(seen.tree, (ast.FunctionDef, ast.Lambda))
        and seen.trial.must_hold.name.startswith("the parameters may be")
    ),
    lambda state, loss_func, data: jax.tree.map(
        lambda param: loss_func(param, data), state.params
    ),
)

exercise.mistake(
    "`loss_func` is called for each array on its own, and the losses are added. It takes all of "
    "them in one piece: `loss_func(state.params, data)`.",
    lambda state, loss_func, data: sum(
        loss_func(each, data) for each in jax.tree.leaves(state.params)
    ),
)

exercise.mistake(
    "The result is divided by the number of data. Give the loss as `loss_func` returns it.",
    lambda state, loss_func, data: loss_func(state.params, data) / len(data),
)

exercise.mistake(
    "The sign is turned. `loss_func` is a loss already: lower is better, as it stands.",
    lambda state, loss_func, data: -loss_func(state.params, data),
)


@exercise.right
def get_loss_unpacked(state, f, x):
    params, _ = state
    return f(params, x)


@exercise.right
def get_loss_by_position(training_state, loss, numbers):
    return loss(training_state[0], numbers)
