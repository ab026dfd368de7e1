"""Reading and writing at computed places, and sorting."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from tests.support.arrays import array


@pytest.mark.parametrize("k", [0, 2, -1, 5, -9])
def test_one_index(agrees, k):
    x = array((4, 3))
    agrees(lambda k, x: (x[k], x[:, k], x[k, 1]), k, x)
    agrees(lambda k, x: lax.dynamic_slice(x, (k, 1), (2, 2)), k, x)
    agrees(lambda k, x: lax.dynamic_update_slice(x, x[:2, :2], (k, 1)), k, x)


INDICES = np.array([[0, 2], [-1, 1], [7, 0]])


@pytest.mark.parametrize("mode", ["fill", "clip"])
def test_many_indices(agrees, mode):
    def read(k, x):
        return (
            jnp.take(x, k, axis=0, mode=mode),
            jnp.take(x, k, axis=1, mode=mode),
            x.at[k[:, 0], k[:, 1]].get(mode=mode),
        )

    agrees(read, INDICES, array((4, 3)))


def test_filling(agrees):
    x = np.arange(4)
    far = np.array([-9, 1, 9])
    agrees(lambda k, x: x.at[k].get(mode="fill"), far, x)
    agrees(lambda k, x: x.at[k].get(mode="fill", fill_value=-5), far, x)


@pytest.mark.parametrize("change", ["set", "add", "multiply", "max", "min"])
@pytest.mark.parametrize("mode", ["drop", "clip"])
def test_changes(agrees, change, mode):
    def write(k, x, y):
        column = getattr(x.at[:, k[:, 1]], change)(y[:4, :3], mode=mode)
        return getattr(x.at[k[:, 0]], change)(y[:3], mode=mode), column

    k = np.array([[0, 2], [3, 1], [7, 0]])
    agrees(write, k, array((4, 3)), array((5, 3)))


def test_sums_at_repeated_indices(agrees):
    agrees(lambda k: jnp.zeros(4).at[k].add(1.5), np.array([1, 1, 3, 1]))


def test_gradient_of_indexing(agrees):
    def loss(x, k):
        return jnp.sum(x[k] ** 2) + x[0, 1] ** 3 + jnp.sum(jnp.sin(x[1:, ::2]))

    agrees(jax.grad(loss), array((4, 3)), np.array([1, 1, 2]))


def test_batches_of_indices(agrees):
    x, k = array((5, 4, 3)), np.array([0, 3, 1, 2, 2])
    agrees(jax.vmap(lambda x, k: x[k]), x, k)
    agrees(jax.vmap(lambda x, k: x.at[k].set(0.5)), x, k)
    agrees(lambda x, k: jnp.take_along_axis(x, k[:, None, None], 1), x, k)


def test_sorting(agrees):
    x = np.array([[3, np.nan, -1, np.inf], [0.5, 0.5, -np.inf, 2]])
    agrees(lambda x: [jnp.sort(x, axis) for axis in (0, 1)], x)
    agrees(lambda x: [jnp.argsort(x, axis) for axis in (0, 1)], x)
    agrees(lambda x: lax.sort((x[1], x[0]), num_keys=2), x)
    agrees(lambda x: (jnp.median(x[1]), jnp.quantile(x[1], 0.3)), np.abs(x))
    agrees(jnp.sort, array((1, 1)))
