"""Scans whose parts are counted by hand."""

import jax
import jax.numpy as jnp
import pytest
from jax import lax, random, vmap

from dl_workshop.jaxprs import scan_counts

TABLE = jnp.ones((4, 3))
KEYS = random.split(random.key(0), 4)


def scan_of(step, carry, over, length=None):
    def function(carry, over, one, two):
        return lax.scan(
            lambda c, x: step(c, x, one, two), carry, over, length=length
        )

    return function, (carry, over, jnp.ones(3), jnp.ones((3, 3)))


SCANS = {
    "a carry alone": ((0, 1), scan_of(lambda c, x, a, b: (2 * c, None), 1.0, None, 5)),
    "one entry": ((0, 1), scan_of(lambda c, x, a, b: (c * x, c), TABLE[0], TABLE[:1])),
    "no carry": ((0, 0), scan_of(lambda c, x, a, b: ((), x), (), TABLE)),
    "a constant": ((1, 1), scan_of(lambda c, x, a, b: (c + x * a, None), TABLE[0], TABLE)),
    "two constants": ((2, 1), scan_of(lambda c, x, a, b: (b @ c + a, x), TABLE[0], TABLE)),
    "three carried": (
        (1, 3),
        scan_of(lambda c, x, a, b: ((*c[1:], b), c), (TABLE[:3],) * 3, (TABLE, TABLE)),
    ),
    "keys": ((0, 1), scan_of(lambda c, x, a, b: (x, c), KEYS[0], KEYS)),
}  # fmt: skip


def counted(function, arguments):
    equations = jax.make_jaxpr(function)(*arguments).jaxpr.eqns
    (found,) = (each for each in equations if each.primitive.name == "scan")
    return scan_counts(found)


@pytest.mark.parametrize(("counts", "scan"), SCANS.values(), ids=SCANS)
def test_constants_and_carry_are_counted(counts, scan):
    assert counted(*scan) == counts


def test_mapped_scans_have_the_same_parts():
    def running(start, over):
        return lax.scan(lambda c, x: (c + x, c * start), start, over)

    assert counted(running, (0.0, jnp.ones(4))) == (1, 1)
    assert counted(vmap(running), (jnp.ones(2), jnp.ones((2, 4)))) == (1, 1)
