"""Views: what is read elsewhere, and what has to be copied."""

import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from tests.support.arrays import array

CASES = {
    "broadcast": lambda x: jnp.broadcast_to(x[:, None], (3, 2, 4)),
    "broadcast_number": lambda x: jnp.full((2, 3), x[1, 1]),
    "transpose": lambda x: x.T,
    "transpose_reshape": lambda x: x.T.reshape(2, 6),
    "transpose_twice": lambda x: jnp.exp(x.T).T + x,
    "ravel": lambda x: jnp.sin(x).ravel(),
    "unit_axes": lambda x: x[:, None, :, None].squeeze(1) * 2,
    "expand": lambda x: jnp.expand_dims(x, (0, 3)),
    "rev": lambda x: x[::-1, ::-1],
    "rev_of_slice": lambda x: x[1:, 3:0:-2],
    "slice": lambda x: x[1:3, ::2],
    "slice_of_computed": lambda x: jnp.exp(x)[1:, 1:3] + x[:2, :2],
    "split": lambda x: jnp.split(x, [1, 3], axis=1),
    "concatenate": lambda x: jnp.concatenate([x, x[::-1] * 2, x[:1]], 0),
    "concatenate_last": lambda x: jnp.concatenate([x, x[:, :1]], 1),
    "stack": lambda x: jnp.stack([x, -x], 1),
    "pad": lambda x: lax.pad(x, 7.0, [(1, 2, 0), (0, 1, 2)]),
    "pad_less": lambda x: lax.pad(x, 7.0, [(-1, 1, 0), (-1, -2, 1)]),
    "pad_all_away": lambda x: lax.pad(x, 7.0, [(-5, 4, 0), (0, 0, 0)]),
    "iota": lambda x: x + lax.broadcasted_iota(float, (3, 4), 1),
    "eye": lambda x: x @ jnp.eye(4),
    "tile": lambda x: jnp.tile(x, (2, 1)),
    "repeat": lambda x: jnp.repeat(x, 2, axis=0),
    "flip_sum": lambda x: (x[::-1] * x).sum(1),
    "outer": lambda x: x[:, 0][:, None] * x[0][None, :],
    "diagonal": jnp.diagonal,
    "diagonal_of_square": lambda x: jnp.diagonal(x[:, :3]),
    "trace": lambda x: jnp.trace(x[:, :3]),
    "triangle": jnp.tril,
    "copies": lambda x: (x, x, x.T, x[0, 0], x[:1, :1]),
    "constants": lambda x: (jnp.arange(3.0), jnp.zeros((2, 2)), 5.0, x),
    "constant_array": lambda x: x + np.array([1.0, -2.0, np.inf, 1e-9]),
}


@pytest.mark.parametrize("name", CASES)
def test_shapes(agrees, name):
    with np.errstate(all="ignore"):
        case = CASES[name]
        agrees(_promoting(case), array((3, 4)))


def _promoting(fun):
    import jax

    def allowed(*args):
        with jax.numpy_rank_promotion("allow"):
            return fun(*args)

    return allowed


@pytest.mark.parametrize("shape", [(), (1,), (0,), (1, 1), (0, 2), (1, 3, 1)])
def test_odd_shapes(agrees, shape):
    agrees(
        lambda x: (x, -x, x.T, x.ravel(), jnp.exp(x)[..., None]), array(shape)
    )


def test_nothing_is_copied_for_a_view(agrees):
    source = agrees(lambda x: (x.T[::-1, 1:]).sum(), array((3, 4)))
    assert source.count("new Float64Array") == 0
