"""Answers to make_step_scannable."""

from functools import partial

import jax
import jax.numpy as jnp
import optax
from jax import grad, jit, lax

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right
OPT = optax.adam(0.5)
_, DATA = gm.two_humps(jax.random.key(100))


def returning(made):
    """An answer whose inner function returns what is made of the new state and the old."""

    def make(dloss_func, optimizer, data):
        def inner(previous_state, iteration):
            new = gm.step(previous_state, dloss_func, optimizer, data)
            return made(new, previous_state, iteration)

        return inner

    return make


def pairs(words, *functions):
    wrong(words, *map(returning, functions))


pairs("lacks the start", lambda new, old, i: (new, new))
pairs("wrong way round", lambda new, old, i: (old, new))
pairs("comes back twice", lambda new, old, i: [old, old])
pairs("the second of the two is empty", lambda new, old, i: (new, None))
pairs("the new state alone", lambda new, old, i: new)
pairs("the new parameters alone", lambda new, old, i: new.params)
pairs("the state alone", lambda new, old, i: old)
pairs(
    "holds the parameters",
    lambda new, old, i: (new, old.params),
)
pairs("holds the new parameters", lambda new, old, i: (new, new.params))
pairs("holds the iteration", lambda new, old, i: (new, i))
pairs("holds the memory", lambda new, old, i: (new, old.opt_state))
pairs("carried on is the new parameters", lambda n, old, i: (n.params, old))
pairs("carried on is the iteration", lambda new, old, i: (i, old))
pairs("a tuple of 3", lambda new, old, i: (new, old, i))
pairs("ends without a `return`", lambda new, old, i: None)
pairs(
    "returns a dict of 2",
    lambda new, old, i: {"carry": new, "kept": old},
)


@wrong("holds the gradient")
def gradients_kept(dloss_func, optimizer, data):
    def inner(state, i):
        new = gm.step(state, dloss_func, optimizer, data)
        return new, dloss_func(state.params, data)

    return inner


@wrong("This one takes 1")
def of_one(dloss_func, optimizer, data):
    def go(state):
        return gm.step(state, dloss_func, optimizer, data), state

    return go


@wrong("This one takes 3")
def of_three(dloss_func, optimizer, data):
    def go(state, i, data):
        return gm.step(state, dloss_func, optimizer, data), state

    return go


@wrong("This one takes 4")
def step_itself(dloss_func, optimizer, data):
    return gm.step


@wrong("takes the iteration for the state")
def iteration_first(dloss_func, optimizer, data):
    def go(i, state):
        return gm.step(state, dloss_func, optimizer, data), state

    return go


@wrong("`return go`")
def called(dloss_func, optimizer, data):
    def go(state, i):
        return gm.step(state, dloss_func, optimizer, data), state

    return go(state, i)  # noqa: F821


@wrong("defined and not returned")
def forgotten(dloss_func, optimizer, data):
    def go(state, i):
        return gm.step(state, dloss_func, optimizer, data), state


@wrong("`lax.scan` is called inside")
def scanned(dloss_func, optimizer, data):
    def go(state, i):
        return gm.step(state, dloss_func, optimizer, data), state

    params = jnp.array([1.0, 2.0])
    start = gm.TrainingState(params, optimizer.init(params))
    return lax.scan(go, start, jnp.arange(1000))


@wrong("`lax.scan` is called inside")
def scanned_with_step(dloss_func, optimizer, data):
    return lax.scan(gm.step, (dloss_func, optimizer), data)


@wrong("without `dloss_func`")
def global_gradient(dloss_func, optimizer, data):
    def go(state, i):
        slopes = grad(gm.loss_mixture_weights)
        return gm.step(state, slopes, optimizer, data), state

    return go


@wrong("without `data`, and reads `DATA`")
def global_data(dloss_func, optimizer, data):
    return lambda state, i: (
        gm.step(state, dloss_func, optimizer, DATA),
        state,
    )


@wrong("without `optimizer`")
def global_optimizer(dloss_func, optimizer, data):
    return lambda state, i: (gm.step(state, dloss_func, OPT, data), state)


@wrong("`optimizer` stands in the place of `dloss_func`")
def optimizer_first(dloss_func, optimizer, data):
    def go(state, i):
        return gm.step(state, optimizer, dloss_func, data), state

    return go


@wrong("`data` stands in the place of `state`")
def data_first(dloss_func, optimizer, data):
    def go(state, i):
        return gm.step(data, dloss_func, optimizer, state), state

    return go


@wrong("too few arguments")
def state_alone(dloss_func, optimizer, data):
    def go(state, i):
        return gm.step(state), state

    return go


@wrong("In one call, that of iteration 7, the inner function makes 2 steps")
def two_steps(dloss_func, optimizer, data):
    def go(state, i):
        new = gm.step(state, dloss_func, optimizer, data)
        return gm.step(new, dloss_func, optimizer, data), state

    return go


@wrong("starts anew")
def memory_anew(dloss_func, optimizer, data):
    def go(state, i):
        fresh = state._replace(opt_state=optimizer.init(state.params))
        return gm.step(fresh, dloss_func, optimizer, data), state

    return go


@wrong("does not see `data` as they came in")
def one_datum(dloss_func, optimizer, data):
    def go(state, i):
        return gm.step(state, dloss_func, optimizer, data[i]), state

    return go


@wrong("There is `gm.step`")
def step_without_gm(dloss_func, optimizer, data):
    def go(state, i):
        return step(state, dloss_func, optimizer, data), state  # noqa: F821

    return go


right(gm.make_step_scannable, returning(lambda new, old, i: [new, old]))


@right
def by_lambda(dloss_func, optimizer, data):
    return lambda s, i: (gm.step(s, dloss_func, optimizer, data), s)


@right
def by_partial(dloss_func, optimizer, data):
    def pair(d, o, x, state, _):
        return gm.step(state, d, o, x), state

    return partial(pair, dloss_func, optimizer, data)


@right
def compiled(dloss_func, optimizer, data):
    @jit
    def go(state, i):
        return gm.step(state, dloss_func, optimizer, data), state

    return go


@right
def with_a_default(dloss_func, optimizer, data):
    def go(state, i=None, *more):
        return gm.step(state, dloss_func, optimizer, data), state

    return go


@right
def a_step_of_its_own(dloss_func, optimizer, data):
    def go(state, i):
        g = dloss_func(state.params, data)
        u, o = optimizer.update(g, state.opt_state, state.params)
        return gm.TrainingState(optax.apply_updates(state[0], u), o), state

    return go


@right
class ByAClass:
    """Remembers in an object."""

    def __init__(self, *rest):
        self.rest = rest

    def __call__(self, state, iteration):
        """Make a step."""
        return gm.step(state, *self.rest), state


STATE = gm.TrainingState(jnp.zeros(2), optax.adam(0.5).init(jnp.zeros(2)))


@wrong("The step starts from `STATE`")
def always_from_the_start(dloss_func, optimizer, data):
    def inner(previous_state, iteration):
        new_state = gm.step(STATE, dloss_func, optimizer, data)
        return new_state, previous_state

    return inner


@wrong("the iteration has an effect")
def first_step_stands_still(dloss_func, optimizer, data):
    def inner(previous_state, iteration):
        new = gm.step(previous_state, dloss_func, optimizer, data)
        new = jax.tree.map(
            lambda a, b: jnp.where(iteration == 0, a, b), previous_state, new
        )
        return new, previous_state

    return inner


@wrong("something else beside it")
def beside_a_range(dloss_func, optimizer, data):
    def inner(previous_state, iteration):
        return gm.step(
            previous_state, dloss_func, optimizer, data
        ), previous_state

    return inner, jnp.arange(1000)


@wrong("the optimiser's memory from after it")
def new_memory_beside_old_params(dloss_func, optimizer, data):
    def inner(previous_state, iteration):
        params, memory = previous_state
        g = dloss_func(params, data)
        u, memory = optimizer.update(g, memory, params)
        new_state = gm.TrainingState(optax.apply_updates(params, u), memory)
        return new_state, gm.TrainingState(params, memory)

    return inner


@wrong("a list of 1: the state, and whole states are wanted")
def a_list_of_ones_own(dloss_func, optimizer, data):
    history = []

    def inner(previous_state, iteration):
        history.append(previous_state)
        return gm.step(previous_state, dloss_func, optimizer, data), history

    return inner
