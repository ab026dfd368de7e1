"""Names of arguments, and names that are taken."""

import jax.numpy as jnp

from dl_workshop.live import to_javascript
from tests.support.arrays import array


def test_arguments_keep_their_names():
    def fun(params, data):
        return params["scale"] * data

    source = to_javascript(fun, {"scale": 1.0}, 2.0)
    assert "function f(params_scale, data)" in source


def test_names_that_javascript_keeps_for_itself(agrees):
    def fun(new, Math, i, default, exp, power):  # noqa: N803
        return jnp.exp(new) + Math * i**3 + default**exp - power[::-1]

    agrees(fun, 1.0, 2.0, 3.0, 4.0, 5.0, array((2,)))


def test_callables_without_a_signature(agrees):
    agrees(jnp.add, 1.0, 2.0)
    agrees(lambda *xs: xs[0] - xs[1], 1.0, array((2,)))
    agrees(lambda: (jnp.ones(2), 3.0))
