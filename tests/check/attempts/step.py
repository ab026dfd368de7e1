"""Answers to step."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import grad, jit, lax, random, value_and_grad, vmap
from optax import adam, apply_updates

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right

State = gm.TrainingState
OPT = optax.adam(0.5)
_, DATA = gm.two_humps(random.key(100))


def answer(gradient=None, update=None, after=None):
    """A learner's step; each of its three lines may be another than the right one."""

    def written(state, dloss_func, optimizer, data):
        g = (gradient or right_gradient)(dloss_func, state, data)
        u, o = (update or right_update)(optimizer, g, state)
        return (after or right_after)(state, g, u, o)

    return written


def right_gradient(d, state, data):
    return d(state.params, data)


def right_update(optimizer, g, state):
    return optimizer.update(g, state.opt_state, state.params)


def right_after(state, g, u, o):
    return State(optax.apply_updates(state.params, u), o)


def with_gradient(words, *functions):
    wrong(words, *(answer(gradient=each) for each in functions))


def with_update(words, *functions):
    wrong(words, *(answer(update=each) for each in functions))


def with_after(words, *functions):
    wrong(words, *(answer(after=each) for each in functions))


# The gradient.

with_gradient("gets the data", lambda d, s, x: d(x, s.params))
with_gradient("gets the state", lambda d, s, x: d(s, x))
with_gradient("gets the memory", lambda d, s, x: d(s.opt_state, x))
with_gradient("it gets 3", lambda d, s, x: d(*s.params, x))
with_gradient("it gets 1", lambda d, s, x: d(s.params), lambda d, s, x: d(s))
with_gradient("place of the data", lambda d, s, x: d(s.params, x[0]))
with_gradient("place of the data", lambda d, s, x: d(s.params, jnp.mean(x)))


@wrong("without `grad`")
def gradient_of_gradient(state, dloss_func, optimizer, data):
    g = grad(dloss_func)(state.params, data)
    u, o = optimizer.update(g, state.opt_state, state.params)
    return State(apply_updates(state.params, u), o)


@wrong("without `jax.value_and_grad`")
def value_and_gradient(state, dloss_func, optimizer, data):
    _, g = jax.value_and_grad(dloss_func)(state.params, data)
    u, o = optimizer.update(g, state.opt_state, state.params)
    return State(apply_updates(state.params, u), o)


@wrong("the gradient alone")
def loss_and_gradient(state, dloss_func, optimizer, data):
    loss, g = dloss_func(state.params, data)
    u, o = optimizer.update(g, state.opt_state, state.params)
    return State(apply_updates(state.params, u), o), loss


@wrong("without `vmap`")
def per_datum(state, dloss_func, optimizer, data):
    g = vmap(dloss_func, (None, 0))(state.params, data)
    u, o = optimizer.update(g, state.opt_state, state.params)
    return State(apply_updates(state.params, u), o)


@wrong("without `dloss_func`")
def loss_of_the_notebook(state, dloss_func, optimizer, data):
    g = grad(gm.loss_mixture_weights)(state.params, data)
    u, o = optimizer.update(g, state.opt_state, state.params)
    return State(apply_updates(state.params, u), o)


@wrong("without `optimizer`, and reads `OPT`")
def optimizer_of_the_notebook(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    u, o = OPT.update(g, state.opt_state, state.params)
    return State(apply_updates(state.params, u), o)


@wrong("without `data`, and reads `DATA`")
def data_of_the_notebook(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, DATA)
    u, o = optimizer.update(g, state.opt_state, state.params)
    return State(apply_updates(state.params, u), o)


@wrong("An optimiser is made inside")
def adam_inside(state, dloss_func, optimizer, data):
    optimizer = adam(0.5)
    opt_state = optimizer.init(state.params)
    g = dloss_func(state.params, data)
    u, o = optimizer.update(g, opt_state, state.params)
    return State(apply_updates(state.params, u), o)


# The updates.

with_update(
    "place of the gradient it gets the parameters",
    lambda opt, g, s: opt.update(s.params, s.opt_state, g),
    lambda opt, g, s: opt.update(s.params, s.opt_state),
)
with_update(
    "place of the gradient it gets the memory",
    lambda opt, g, s: opt.update(s.opt_state, g, s.params),
)
with_update(
    "place of the memory it gets the parameters",
    lambda opt, g, s: opt.update(g, s.params, s.opt_state),
    lambda opt, g, s: opt.update(g, s.params),
)
with_update(
    "place of the memory it gets the state",
    lambda opt, g, s: opt.update(g, s, s.params),
    lambda opt, g, s: opt.update(g, s),
)
with_update(
    "a memory made anew",
    lambda opt, g, s: opt.update(g, opt.init(s.params), s.params),
)
with_update(
    "minus the gradient",
    lambda opt, g, s: opt.update(
        jax.tree.map(lambda x: -x, g), s.opt_state, s.params
    ),
)
with_update(
    "0.333 times the gradient",
    lambda opt, g, s: opt.update(
        jax.tree.map(lambda x: x / 3, g), s.opt_state, s.params
    ),
)
with_update(
    "0.01 times the gradient",
    lambda opt, g, s: opt.update(
        jax.tree.map(lambda x: 0.01 * x, g), s.opt_state, s.params
    ),
)
with_update(
    "third argument",
    lambda opt, g, s: opt.update(g, s.opt_state),
    lambda opt, g, s: opt.update(g, s.opt_state, None),
)
with_update(
    "place of the parameters it gets the gradient",
    lambda opt, g, s: opt.update(g, s.opt_state, g),
)
with_update(
    "`None`",
    lambda opt, g, s: opt.update(g, None, s.params),
)
with_update(
    "Several steps are made in one",
    lambda opt, g, s: opt.update(*opt.update(g, s.opt_state, s.params)),
)


@wrong("`optimizer.update` is never called")
def by_hand(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    params = jax.tree.map(lambda p, slope: p - 0.5 * slope, state.params, g)
    return State(params, optimizer.init(params))


@wrong("without `optimizer`")
def by_hand_without_optimizer(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    return State(state.params - 0.1 * g, state.opt_state)


@wrong("The gradient itself is added")
def raw_gradient(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    return State(apply_updates(state.params, g), state.opt_state)


@wrong("Several steps are made in one")
def two_steps(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    u, o = optimizer.update(g, state.opt_state, state.params)
    p = apply_updates(state.params, u)
    u, o = optimizer.update(dloss_func(p, data), o, p)
    return State(p, o)


@wrong("0.333 times the gradient")
def averaged_late(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    u, o = optimizer.update(g, state.opt_state, state.params)
    mean = jax.tree.map(lambda x: x / len(data), g)
    u, o = optimizer.update(mean, state.opt_state, state.params)
    return State(apply_updates(state.params, u), o)


@wrong("not taken apart")
def order_of_the_pair(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    o, u = optimizer.update(g, state.opt_state, state.params)
    return State(apply_updates(state.params, u), o)


@wrong("not taken apart")
def pair_in_one_piece(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    u = optimizer.update(g, state.opt_state, state.params)
    return State(apply_updates(state.params, u), state.opt_state)


@wrong("a function goes in as well")
def compiled_with_functions(state, dloss_func, optimizer, data):
    @jit
    def go(state, dloss_func, optimizer, data):
        g = dloss_func(state.params, data)
        u, o = optimizer.update(g, state.opt_state, state.params)
        return State(apply_updates(state.params, u), o)

    return go(state, dloss_func, optimizer, data)


# The new state.

with_after("has no names", lambda s, g, u, o: (apply_updates(s.params, u), o))
with_after(
    "a pair: the new memory, the new parameters",
    lambda s, g, u, o: (o, apply_updates(s.params, u)),
)
with_after("lacks the optimiser", lambda s, g, u, o: s.params + u)
with_after("What comes back is the updates", lambda s, g, u, o: u)
with_after("What comes back is the new memory", lambda s, g, u, o: o)
with_after(
    "in a pair with something else",
    lambda s, g, u, o: (right_after(s, g, u, o), s),
    lambda s, g, u, o: (right_after(s, g, u, o), g),
)
with_after("The updates come back", lambda s, g, u, o: State(u, o))
with_after("holds the gradient", lambda s, g, u, o: State(g, o))
with_after("applied twice", lambda s, g, u, o: State(s.params + 2 * u, o))
with_after(
    "updates are subtracted",
    lambda s, g, u, o: State(jax.tree.map(jnp.subtract, s.params, u), o),
)
with_after(
    "changed places",
    lambda s, g, u, o: State(o, apply_updates(s.params, u)),
    lambda s, g, u, o: State(opt_state=s.params + u, params=o),
)
with_after("optimiser forgets", lambda s, g, u, o: right_after(s, g, u, s[1]))
with_after("holds `None`", lambda s, g, u, o: right_after(s, g, u, None))
with_after(
    "as they went in",
    lambda s, g, u, o: State(s.params, o),
)
with_after(
    "lost their form",
    lambda s, g, u, o: State(jnp.array(s.params) + jnp.array(u), o),
    lambda s, g, u, o: State(
        [p + each for p, each in zip(s.params, u, strict=True)], o
    ),
    lambda s, g, u, o: State(
        tuple(p + each for p, each in zip(s.params, u, strict=True)), o
    ),
)


@wrong("taken for the three arrays")
def mixture_made(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    u, o = optimizer.update(g, state.opt_state, state.params)
    params = apply_updates(state.params, u)
    return State(gm.MixtureParams(*params), o)


@wrong("taken for the three arrays")
def mixture_unpacked(state, dloss_func, optimizer, data):
    lw, mus, ls = state.params
    g = dloss_func(gm.MixtureParams(lw, mus, ls), data)
    u, o = optimizer.update(g, state.opt_state, state.params)
    return State(apply_updates(state.params, u), o)


@wrong("cannot be changed")
def in_place(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    u, state.opt_state = optimizer.update(g, state.opt_state, state.params)
    state.params = apply_updates(state.params, u)
    return state


@wrong("the new parameters are computed for nothing")
def replaced_and_lost(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    u, o = optimizer.update(g, state.opt_state, state.params)
    state._replace(params=apply_updates(state.params, u), opt_state=o)
    return state


@wrong("`return`")
def nothing_comes_back(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    u, o = optimizer.update(g, state.opt_state, state.params)
    state = State(apply_updates(state.params, u), o)


@wrong("There is `gm.TrainingState`")
def name_without_gm(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    u, o = optimizer.update(g, state.opt_state, state.params)
    return TrainingState(apply_updates(state.params, u), o)  # noqa: F821


# Right ones.

right(
    gm.step,
    jit(gm.step, static_argnums=(1, 2)),
    answer(after=lambda s, g, u, o: s._replace(params=s[0] + u, opt_state=o))
    and answer(),
    answer(
        after=lambda s, g, u, o: State(
            opt_state=o, params=apply_updates(s.params, u)
        )
    ),
    answer(
        update=lambda opt, g, s: opt.update(
            updates=g, state=s.opt_state, params=s.params
        )
    ),
    answer(after=lambda s, g, u, o: State(apply_updates(u, s.params), o)),
)


@right
def inner_compiled(state, dloss_func, optimizer, data):
    @jit
    def go(params, opt_state, data):
        g = dloss_func(params, data)
        u, opt_state = optimizer.update(g, opt_state, params)
        return State(optax.apply_updates(params, u), opt_state)

    return go(*state, data)


@right
def with_prints(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    print("gradient", g)
    u, o = optimizer.update(g, state.opt_state, state.params)
    return gm.TrainingState(optax.apply_updates(state.params, u), o)


@right
def through_a_scan(state, dloss_func, optimizer, data):
    def once(state, _):
        return gm.step(state, dloss_func, optimizer, data), None

    state, _ = lax.scan(once, state, None, length=1)
    return state


@right
def leaf_by_leaf(state, dloss_func, optimizer, data):
    g = dloss_func(state[0], data)
    u, o = optimizer.update(g, state[1], state[0])
    old, form = jax.tree.flatten(state[0])
    new = [p + each for p, each in zip(old, jax.tree.leaves(u), strict=True)]
    return State(jax.tree.unflatten(form, new), o)


@right
def one_call_through_numpy(state, dloss_func, optimizer, data):
    assert value_and_grad is not None
    n = int(np.size(data))
    g = jax.tree.map(lambda x: x * n / n, dloss_func(state.params, data))
    u, o = optimizer.update(g, state.opt_state, state.params)
    return State(optax.apply_updates(state.params, u), o)


@wrong("two tuples one behind the other")
def tuples_added(state, dloss_func, optimizer, data):
    grads = dloss_func(state.params, data)
    updates, opt = optimizer.update(grads, state.opt_state, state.params)
    return gm.TrainingState(state.params + updates, opt)


@wrong("the new parameters are computed for nothing")
def old_state_returned(state, dloss_func, optimizer, data):
    grads = dloss_func(state.params, data)
    updates, _ = optimizer.update(grads, state.opt_state, state.params)
    _new = optax.apply_updates(state.params, updates)
    return state


@wrong("`dloss_func` gets the data one by one here")
def gradient_mapped_over_data(state, dloss_func, optimizer, data):
    g = jax.vmap(dloss_func, in_axes=(None, 0))(state.params, data)
    g = jax.tree.map(lambda x: x.sum(axis=0), g)
    updates, opt_state = optimizer.update(g, state.opt_state, state.params)
    params = optax.apply_updates(state.params, updates)
    return gm.TrainingState(params, opt_state)


@wrong("The gradient itself is added")
def uphill_before_the_update(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    params = optax.apply_updates(state.params, g)
    updates, opt_state = optimizer.update(g, state.opt_state, params)
    return State(optax.apply_updates(params, updates), opt_state)


@wrong("The gradient itself is added")
def uphill_and_down(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    params = optax.apply_updates(state.params, g)
    updates, opt_state = optimizer.update(g, state.opt_state, state.params)
    return State(optax.apply_updates(params, updates), opt_state)


@wrong("holds the gradient plus the updates")
def updates_added_to_the_gradient(state, dloss_func, optimizer, data):
    g = dloss_func(state.params, data)
    updates, opt_state = optimizer.update(g, state.opt_state, state.params)
    return State(optax.apply_updates(g, updates), opt_state)
