"""Sums, extremes, running totals and products of matrices."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from tests.support.arrays import array

SHAPES = [(1,), (7,), (3, 4), (2, 1, 5), (2, 3, 4)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(
    "fun",
    [jnp.sum, jnp.prod, jnp.max, jnp.min, jnp.mean, jnp.argmax, jnp.argmin],
)
def test_over_every_axis_and_over_all(agrees, fun, shape):
    x = array(shape)
    agrees(lambda x: [fun(x, axis=a) for a in [None, *range(x.ndim)]], x)


def test_over_two_axes(agrees):
    agrees(
        lambda x: (x.sum((0, 2)), x.max((1, 2)), x.min((0, 1))),
        array((2, 3, 4)),
    )


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0)], ids=str)
def test_of_nothing(agrees, shape):
    agrees(
        lambda x: (x.sum(0), x.prod(1 % x.ndim), jnp.cumsum(x, 0)),
        array(shape),
    )
    agrees(lambda x: jnp.max(x, initial=-jnp.inf), array(shape))


def test_extremes_of_nan_and_infinities(agrees):
    x = np.array([[1, np.nan, 3], [np.inf, 2, -np.inf], [0.0, -0.0, 0.0]])
    agrees(lambda x: (x.max(1), x.min(1), x.max(0), x.sum(0), x.prod(0)), x)
    agrees(lambda x: (jnp.argmax(x, 0), jnp.argmin(x, 1), jnp.argmax(x)), x)


def test_the_first_of_several_extremes(agrees):
    x = np.array([[3, 1, 3, 1], [0, 0, 0, 0]], np.int32)
    agrees(lambda x: (jnp.argmax(x, 1), jnp.argmin(x, 1)), x)


def test_truth_values(agrees):
    x = np.array([[0, 1, 1], [1, 1, 1], [0, 0, 0]], bool)
    agrees(lambda x: (x.all(1), x.any(1), x.all(), x.any(0), x.sum(0)), x)
    agrees(lambda x: (lax.reduce_xor(x, (1,)), jnp.all(x[:0], 0)), x)


@pytest.mark.parametrize("dtype", ["int32", "uint32", "int16"])
def test_integers_wrap_around(agrees, dtype):
    x = np.array([2**31 - 1, 2**30 + 3, 12345, 2**32 - 7]).astype(dtype)
    agrees(lambda x: (x.sum(dtype=dtype), x.prod(dtype=dtype)), x)
    agrees(lambda x: (lax.cumsum(x), lax.cumprod(x)), x)
    agrees(lambda x: (lax.reduce_and(x, (0,)), lax.reduce_or(x, (0,))), x)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(
    "fun", [lax.cumsum, lax.cumprod, lax.cummax, lax.cummin, lax.cumlogsumexp]
)
@pytest.mark.parametrize("reverse", [False, True])
def test_running(agrees, fun, shape, reverse):
    x = array(shape)
    axes = range(len(shape))
    agrees(lambda x: [fun(x, a, reverse) for a in axes], x, scale=1.0)


def test_running_over_nan_and_infinities(agrees):
    x = np.array([-np.inf, 1, 800, -800, np.inf, 2, np.nan, 3])
    agrees(lambda x: (lax.cumlogsumexp(x), lax.cummax(x), lax.cumsum(x)), x)


@pytest.mark.parametrize(
    ("formula", "left", "right"),
    [
        ("i,i->", (5,), (5,)),
        ("ij,j->i", (3, 4), (4,)),
        ("ij,jk->ik", (3, 4), (4, 2)),
        ("ji,kj->ik", (4, 3), (2, 4)),
        ("i,j->ij", (3,), (2,)),
        ("bij,bjk->bik", (2, 3, 4), (2, 4, 5)),
        ("bij,kjb->bik", (2, 3, 4), (5, 4, 2)),
        ("ijk,jkl->il", (2, 3, 4), (3, 4, 5)),
        ("ij,jk->ik", (1, 4), (4, 1)),
        ("ij,jk->ik", (2, 0), (0, 3)),
    ],
)
def test_products_of_matrices(agrees, formula, left, right):
    def product(a, b):
        return jnp.einsum(formula, a, b, precision="highest")

    agrees(product, array(left), array(right), scale=1.0)


def test_long_sums(agrees):
    x = array((6000,)) * 1e3
    agrees(lambda x: jnp.sum(x), x, scale=np.abs(x).sum())
    agrees(jax.scipy.special.logsumexp, x)
