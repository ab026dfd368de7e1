"""Programs for arrays of any length: the same text, called with several sizes."""

import jax
import jax.numpy as jnp
import optax
import pytest
from jax import lax
from jax.export import symbolic_shape

from dl_workshop import gaussian_mixture as gm
from dl_workshop.live import to_javascript
from tests.support.arrays import array

SIZES = [(1, 1), (5, 1), (1, 3), (7, 2), (300, 4), (7, 2)]


@pytest.fixture
def agrees_at(node, compared):
    """Assert that one text agrees with JAX at every size of its arguments, one after the other."""

    def check(fun, shapes, sizes, scale=0.0):
        names = [shape.strip("()").rstrip(",") for shape in shapes]
        dims = symbolic_shape(",".join(dict.fromkeys(names)))
        by_name = dict(zip(dict.fromkeys(names), dims, strict=True))
        examples = [
            jax.ShapeDtypeStruct((by_name[name],), jnp.float32)
            for name in names
        ]
        source = to_javascript(fun, *examples)
        for size in sizes:
            lengths = dict(zip(by_name, size, strict=True))
            leaves = [array((lengths[n],), i) for i, n in enumerate(names)]
            compared(source, fun, leaves, scale)
        return source

    return check


def test_sums_and_their_means(agrees_at):
    def fun(x):
        return (x - x.mean()) / x.std(), jnp.var(x), jnp.ones_like(x).sum()

    agrees_at(fun, ["(num_data,)"], [(2,), (9,), (3,)], scale=1.0)


def test_tables_of_two_lengths(agrees_at):
    def fun(x, y):
        table = x[:, None] * y[None, :]
        return table.sum(0), table.max(1), table.T[::-1], jnp.argmax(table, 0)

    agrees_at(fun, ["(rows,)", "(columns,)"], [(3, 4), (1, 1), (4, 3)])


def test_scans_over_any_number_of_entries(agrees_at):
    def fun(x):
        return lax.scan(lambda c, x: (c * 0.5 + x, c), 0.0, x)

    agrees_at(fun, ["(num_data,)"], [(4,), (1,), (6,)])


def test_loss_and_slopes_of_any_mixture(agrees_at):
    def fun(data, *params):
        return jax.value_and_grad(gm.loss_mixture_weights)(
            gm.MixtureParams(*params), data
        )

    shapes = ["(num_data,)", *["(num_components,)"] * 3]
    source = agrees_at(fun, shapes, SIZES, scale=30.0)
    assert "300" not in source


def test_a_step_of_adam_for_any_number_of_parameters(agrees_at):
    adam = optax.adam(0.1)

    def fun(params, slopes):
        updates, state = adam.update(slopes, adam.init(params))
        return optax.apply_updates(params, updates), state

    agrees_at(fun, ["(size,)", "(size,)"], [(1,), (4,)], scale=1.0)


def test_a_length_that_no_argument_has_is_refused():
    (size,) = symbolic_shape("size")
    table = jax.ShapeDtypeStruct((size, 2), jnp.float32)
    with pytest.raises(NotImplementedError, match=r"of shape \(size,\)"):
        to_javascript(lambda x: x.sum(), table)


def test_a_name_that_loops_use_is_refused():
    x = jax.ShapeDtypeStruct(symbolic_shape("i"), jnp.float32)
    with pytest.raises(ValueError, match="dimension i: expected another name"):
        to_javascript(lambda x: x.sum(), x)


def test_a_length_that_is_divided_is_refused():
    x = jax.ShapeDtypeStruct(symbolic_shape("size"), jnp.float32)
    with pytest.raises(NotImplementedError, match="floordiv"):
        to_javascript(lambda x: x[::2] * 2, x)
