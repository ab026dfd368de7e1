"""What the function promises: names, leaves, copies, errors, size."""

import gzip
import inspect

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from dl_workshop.live import to_javascript
from dl_workshop.precision import enable_x64
from tests.support.arrays import array


def test_leaves_in_the_order_of_jax_tree(agrees):
    def fun(tree, pair):
        return {"z": tree["b"], "a": (tree["a"] * pair[0], pair[1])}

    agrees(fun, {"b": array((2,)), "a": 3.0}, (2.0, array((1, 1))))


def test_what_the_caller_keeps_is_not_overwritten(node):
    def fun(x):
        return jnp.exp(x), x, x[::-1], jnp.cumsum(x)

    first, second = array((3,)), array((3,), 1)
    source = to_javascript(fun, first)
    before, after = node.call(source, "f", [first], [second])
    ((*alone,),) = node.call(source, "f", [first])
    np.testing.assert_array_equal(before, alone)
    assert not np.array_equal(before, after)


def test_an_argument_is_not_changed(node):
    source = to_javascript(lambda x: x.at[0].set(7.0), np.ones(2))
    source += "function g(x) { f(x); return [x]; }"
    (((got),),) = node.call(source, "g", [np.ones(2)])
    np.testing.assert_array_equal(got, [1, 1])


def test_numbers_are_float64_whatever_jax_computes_in(node):
    with enable_x64(False):
        source = to_javascript(lambda x: x * 0.1 + jnp.pi, jnp.float32(3.0))
    (((got),),) = node.call(source, "f", [np.float64(1 / 3)])
    assert got == 1 / 3 * 0.1 + np.pi


def test_examples_may_be_shapes_only(node):
    shape = jax.ShapeDtypeStruct((2,), jnp.float32)
    source = to_javascript(lambda x: x.sum(), shape, name="total")
    assert source.startswith("const total = ")
    assert node.call(source, "total", [[1.0, 2.0]]) == [[3.0]]


def test_unknown_primitive_is_named_with_its_line():
    def fun(x):
        return lax.linalg.cholesky(x)  # this line

    lines, start = inspect.getsourcelines(fun)
    line = start + next(
        k for k, text in enumerate(lines) if "this line" in text
    )
    expected = rf"'cholesky' .*\({__file__}, line {line}, in fun\)"
    with pytest.raises(NotImplementedError, match=expected):
        to_javascript(fun, np.eye(2))


def test_random_bits_are_refused():
    with pytest.raises(NotImplementedError, match="random"):
        to_javascript(lambda: jax.random.normal(jax.random.key(0)))


def test_a_library_function_is_told_by_the_line_that_calls_it():
    def sqrt_of_matrix(x):
        return jnp.linalg.cholesky(x)

    def in_a_loop(x):
        return jax.lax.fori_loop(0, 3, lambda _, y: sqrt_of_matrix(y), x)

    # JAX keeps what it has traced, for calls from other lines.
    with enable_x64(True):
        jax.eval_shape(lambda x: jnp.linalg.cholesky(x), np.eye(2))
    for fun in (sqrt_of_matrix, in_a_loop):
        where = r"test_compiler.py, line \d+, in sqrt_of_matrix"
        with pytest.raises(NotImplementedError, match=where):
            to_javascript(fun, np.eye(2))


def test_text_is_indented_and_closed():
    source = to_javascript(lambda x: jnp.exp(x).sum(), np.ones((2, 3)))
    depths = [len(line) - len(line.lstrip()) for line in source.splitlines()]
    assert max(depths) == 8
    assert depths[0] == depths[-1] == 0
    assert len(gzip.compress(source.encode())) < 400
