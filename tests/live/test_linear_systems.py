"""Triangular systems: on either side, either triangle, transposed, in stacks, and their slopes."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax
from jax.scipy.linalg import solve_triangular

from dl_workshop.gaussian_mixture import multivariate
from tests.support.arrays import array

KINDS = [
    dict(
        zip(
            ("left_side", "lower", "transpose_a", "unit_diagonal"),
            kind,
            strict=True,
        )
    )
    for kind in itertools.product([True, False], repeat=4)
]


def matrix(*shape):
    """Random numbers with a diagonal that is not small, and both triangles full."""
    return array(shape, 3) + 3 * np.eye(shape[-1])


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_kind(agrees, kind):
    def solve(a, b):
        return lax.linalg.triangular_solve(a, b, **kind)

    b = array((3, 2)) if kind["left_side"] else array((2, 3))
    agrees(solve, matrix(3, 3), b)


def test_stacks_of_matrices(agrees):
    solve = jax.vmap(lambda a, b: solve_triangular(a, b, lower=True))
    agrees(solve, matrix(2, 3, 3), array((2, 3, 4)))
    agrees(solve, matrix(2, 3, 3), array((2, 3)))
    agrees(solve, matrix(2, 1, 1), array((2, 1)))


def test_slopes(agrees):
    def length(a, b):
        return jnp.sum(solve_triangular(a, b, lower=True) ** 2)

    agrees(jax.grad(length, argnums=(0, 1)), matrix(3, 3), array((3,)))


def test_covariances_of_the_course(agrees):
    agrees(multivariate.component_covariances, array((3, 4, 4)))


def test_zero_on_the_diagonal_divides_as_numbers_do(agrees):
    solve = lambda a, b: solve_triangular(a, b, lower=True)  # noqa: E731
    agrees(solve, np.diag([2.0, 0.0]), np.array([3.0, 1.0]))
