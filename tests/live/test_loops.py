"""Calls, loops and branches."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from tests.support.arrays import array


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(
    "shape", [(5,), (1,), (0,), (4, 3), (3, 1), (2, 3, 2)]
)
def test_scan_stacks_what_it_leaves(agrees, shape, reverse):
    def inner(total, x):
        return total + x, (total, x * 2, jnp.sum(x))

    def fun(xs):
        return lax.scan(inner, jnp.ones(shape[1:]), xs, reverse=reverse)

    agrees(fun, array(shape))


def test_scan_carries_on_in_another_order(agrees):
    def inner(state, _):
        a, b, c, d = state
        return (b, a, c[::-1], d), (a, c, d)

    def fun(a, b, c, d):
        return lax.scan(inner, (a, b, c, d), None, length=3)

    agrees(fun, 1.0, 2.0, array((3,)), array((2, 2)))
    agrees(fun, array((2,)), array((2,), 1), array((4,)), 5)


def test_scans_within_scans(agrees):
    def inner(a, x):
        b, ys = lax.scan(lambda c, _: (c * 0.9 + x, c), a, None, length=3)
        return b, ys.sum(0)

    agrees(lambda a, x: lax.scan(inner, a, x), array((2,)), array((4, 2)))


def test_gradient_of_a_scan(agrees):
    def total(a, xs):
        state, ys = lax.scan(lambda c, x: (jnp.sin(c * x), c), a, xs)
        return jnp.sum(state) + jnp.sum(ys**2)

    agrees(jax.grad(total, (0, 1)), array((3,)), array((6, 3)))


def test_while(agrees):
    def halved(x, limit):
        def rest(state):
            return state[0].max() > limit

        return lax.while_loop(rest, lambda s: (s[0] / 2, s[1] + 1), (x, 0))

    agrees(halved, np.array([100.0, 3.0]), 0.7)
    agrees(halved, np.array([1.0]), 5.0)
    agrees(jax.vmap(halved, (0, None)), array((4, 2)), 0.1)


def test_fori(agrees):
    def power(x, n):
        return lax.fori_loop(0, n, lambda k, y: y * x + k, 1.0)

    agrees(power, 1.5, 7)
    agrees(power, 1.5, 0)


@pytest.mark.parametrize("index", [-3, 0, 1, 2, 9])
def test_switch(agrees, index):
    branches = [
        lambda x: (x, x.sum()),
        lambda x: (x * 2, x[0]),
        lambda x: (x[::-1], 3.0),
    ]
    agrees(lambda k, x: lax.switch(k, branches, x), index, array((3,)))


@pytest.mark.parametrize("x", [-1.0, 2.0])
def test_cond(agrees, x):
    def fun(x):
        return lax.cond(x > 0, jnp.log, lambda x: x * 3, x)

    agrees(jax.value_and_grad(fun), x)
    agrees(jax.vmap(fun), np.array([x, 1.0, -2.0]))


def test_calls(agrees):
    @jax.custom_jvp
    def f(x):
        return jnp.sin(x)

    f.defjvp(lambda x, t: (f(x[0]), 2.0 * t[0]))

    @jax.custom_vjp
    def g(x):
        return x**3

    g.defvjp(lambda x: (g(x), x), lambda x, t: (7.0 * t * x,))
    h = jax.jit(jax.checkpoint(lambda x: jnp.exp(jnp.sin(x))))
    agrees(lambda x: (f(x), g(x), h(x)), 0.3)
    agrees(jax.grad(lambda x: f(x) + g(x) + h(x)), 0.3)
    agrees(jax.vmap(jax.hessian(h)), array((3,)))


def test_nested_vmap_of_grad(agrees):
    def f(x, y):
        return jnp.tanh(x * y) * jnp.exp(-(x**2))

    table = jax.vmap(jax.vmap(jax.grad(f), (None, 0)), (0, None))
    agrees(table, array((3,)), array((4,)))


def test_newton_until_it_stands_still(agrees):
    def root(a):
        def moved(state):
            x, before = state
            return jnp.abs(x - before) > 1e-9

        def closer(state):
            x, _ = state
            return x - (x * x - a) / (2 * x), x

        return lax.while_loop(moved, closer, (a, a + 1.0))[0]

    agrees(root, 2.0)
