"""Which operations share a loop, and what is not computed at all."""

import jax.numpy as jnp
import numpy as np
from jax import lax

from dl_workshop.live import to_javascript
from tests.support.arrays import array


def test_a_chain_is_one_loop_without_arrays_in_between(agrees):
    source = agrees(lambda x: jnp.exp(x) * jnp.sin(x) + x**2, array((5,)))
    assert source.count("for (") == source.count("new Float64Array") == 1


def test_a_sum_is_complete_before_it_is_read(agrees):
    source = agrees(lambda x: jnp.exp(x) / jnp.exp(x).sum(), array((5,)))
    assert source.count("for (") == 2


def test_sums_over_other_axes_in_one_loop(agrees):
    def sums(x):
        return [(x * 2).sum(axis) for axis in (0, 1, 2, (0, 2), (1, 2), None)]

    source = agrees(sums, array((2, 3, 4)))
    assert source.count("for (") == 3


def test_another_order_waits_for_the_loop_that_computes(agrees):
    square = array((4, 4))
    agrees(lambda x: jnp.exp(x) + jnp.exp(x).T + jnp.exp(x)[::-1], square)


def test_what_nobody_reads_is_left_out():
    source = to_javascript(lambda x: (jnp.sin(x).sum(), x)[1], np.ones(3))
    assert "Math.sin" not in source


def test_what_nobody_reads_of_a_scan_is_left_out(agrees):
    def last(x):
        return lax.scan(lambda c, _: (c * 2, jnp.sin(c)), x, None, 4)[0]

    assert "Math.sin" not in agrees(last, 1.0)


def test_the_same_twice_is_computed_once():
    source = to_javascript(lambda x: jnp.exp(x) + jnp.exp(x), np.ones(3))
    assert source.count("Math.exp") == 1
