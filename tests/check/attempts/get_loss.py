"""Answers to get_loss."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import grad, jit, value_and_grad, vmap

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right

_, DATA = gm.two_humps(jax.random.key(100))
loss_func = gm.loss_mixture_weights

wrong("is rounded", lambda s, f, x: jnp.round(f(s.params, x), 1))
wrong(
    "gets the state",
    lambda s, f, x: f(s, x),
    lambda s, f, x: f(data=x, params=s),
)
wrong("gets the optimiser's part", lambda s, f, x: f(s.opt_state, x))
wrong("gets the data", lambda s, f, x: f(x, s.params))
wrong("their last entry", lambda s, f, x: f(s.params[-1], x))
wrong("their first entry", lambda s, f, x: f(s.params[0], x))
wrong("something else", lambda s, f, x: f(s.params * 2, x))
wrong("place of the data", lambda s, f, x: f(s.params, x.mean()))
wrong("it gets 3", lambda s, f, x: f(*s.params, x))
wrong("it gets 1", lambda s, f, x: f((s.params, x)))
wrong("it gets 4", lambda s, f, x: f(*s.params, s.opt_state, x))
wrong(
    "reads `loss_func`",
    lambda state, f, data: loss_func(state.params, data),
)
wrong("without `data`", lambda s, f, x: f(s.params), lambda s, f, x: f(s))
wrong("without `data`, and reads", lambda s, f, x: f(s.params, DATA))
wrong(
    "without `loss_func`",
    lambda s, f, x: gm.loss_mixture_weights(s.params, x),
    lambda s, f, x: jnp.sum((s.params - x.mean()) ** 2),
)
wrong(
    "These are slopes",
    lambda state, loss_func, data: grad(loss_func)(state.params, data),
    lambda s, f, x: jax.grad(f)(s[0], x),
)
wrong(
    "without `vmap`",
    lambda s, f, x: vmap(f, in_axes=(0, None))(s.params, x),
    lambda s, f, x: vmap(f, in_axes=(None, 0))(s.params, x),
    lambda s, f, x: jax.vmap(f, (None, 0))(s.params, x).mean(),
)
wrong("on its own", lambda s, f, x: [f(each, x) for each in s.params])
wrong("on its own", lambda s, f, x: sum(f(each, x) for each in s.params))
wrong("sign is turned", lambda s, f, x: -f(s.params, x))
wrong("number of data", lambda s, f, x: f(s.params, x) / len(x))
wrong("sign is lost", lambda s, f, x: abs(f(s.params, x)))
wrong(
    "together with something else",
    lambda s, f, x: (f(s.params, x), s),
    lambda s, f, x: [f(s.params, x)],
    lambda s, f, x: {"loss": f(s.params, x)},
    lambda s, f, x: value_and_grad(f)(s.params, x),
)
wrong("as text", lambda s, f, x: f"{f(s.params, x):.1f}")
wrong("as text", lambda s, f, x: str(f(s.params, x)))
wrong(
    "without `float`",
    lambda s, f, x: float(f(s.params, x)),
    lambda s, f, x: f(s.params, x).item(),
    lambda s, f, x: np.array(f(s.params, x)),
    lambda s, f, x: np.asarray(f(s.params, x)),
)
wrong("yet to be called", lambda s, f, x: f)
wrong("yet to be called", lambda s, f, x: lambda: f(s.params, x))
wrong("times what is expected", lambda s, f, x: 2 * f(s.params, x))
wrong(
    "`lambda f, p: f(p, x)` in the place of `jit",
    lambda s, f, x: jit(lambda f, p: f(p, x))(f, s.params),
)


@wrong("`return`")
def printed(state, loss_func, data):
    print(loss_func(state.params, data))


@wrong("`return`")
def kept_for_itself(state, loss_func, data):
    _loss = loss_func(state.params, data)


@wrong("place of the parameters")
def taken_for_a_history(state, loss_func, data):
    return jnp.array([loss_func(state.params[i], data) for i in range(1)])


@wrong("something else")
def after_one_more_step(state, loss_func, data):
    params = jax.tree.map(lambda p: p - 0.1, state.params)
    return loss_func(params, data)


@wrong("taken for those of a mixture")
def unpacked_as_a_mixture(state, loss_func, data):
    lw, mus, ls = state.params
    return loss_func((lw, mus, ls), data)


right(
    gm.get_loss,
    lambda state, f, x: f(state[0], x),
    lambda state, f, x: jit(f)(state.params, x),
    lambda state, f, x: jnp.sum(f(state.params, x)),
    lambda state, f, x: jnp.asarray(f(params=state.params, data=x)),
    lambda state, f, x: value_and_grad(f)(state.params, x)[0],
    lambda state, f, x: f(getattr(state, "params"), x),  # noqa: B009
    lambda state, f, x: (lambda params, _: f(params, x))(*state),
    jit(gm.get_loss, static_argnums=1),
)


@right
def with_an_if(state, loss_func, data):
    params = state.params if hasattr(state, "params") else state
    assert isinstance(state.opt_state, (tuple, optax.EmptyState))
    return loss_func(params, data)


@wrong("the first datum alone")
def datum_by_datum(state, loss_func, data):
    total = 0.0
    for x in data:
        total += loss_func(state.params, x)
    return total


@wrong("for each array on its own")
def losses_added(state, loss_func, data):
    return sum(loss_func(p, data) for p in jax.tree.leaves(state.params))


ADAM = optax.adam(0.5)


@wrong("In the place of the parameters it gets something else")
def after_a_step(state, loss_func, data):
    slopes = jax.grad(loss_func)(state.params, data)
    updates, _ = ADAM.update(slopes, state.opt_state, state.params)
    return loss_func(optax.apply_updates(state.params, updates), data)


@wrong("put into a `gm.MixtureParams` here")
def packed_params(state, loss_func, data):
    params = gm.MixtureParams(*state.params)
    return loss_func(params, data)


@wrong("What stands behind the point is lost")
def whole_loss(state, loss_func, data):
    return loss_func(state.params, data).astype(int)


@wrong("a tuple of losses comes back")
def loss_of_each_array(state, loss_func, data):
    return jax.tree.map(lambda p: loss_func(p, data), state.params)


wrong(
    "without their names",
    lambda s, f, x: f(tuple(s.params), x),
    lambda s, f, x: f(jax.tree.leaves(s.params), x),
)
