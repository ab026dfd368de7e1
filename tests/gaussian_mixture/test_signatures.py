"""Shapes are refused in one line, traced or not."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dl_workshop.gaussian_mixture.signatures import shapes


@shapes("(k),(k?),(n),()->(n)")
def scaled(weights, alpha, data, shift, verbose=False):
    """Use one argument of every kind that the notation knows, and one that it doesn't name."""
    return jnp.sum(weights * alpha) * data + shift


WEIGHTS, DATA = np.ones(2), np.ones(3)


@pytest.mark.parametrize("alpha", [1, 2.0, np.ones(2), jnp.ones(())])
def test_right_shapes_pass(alpha):
    assert scaled(WEIGHTS, alpha, DATA, 0.0).shape == (3,)


def test_arguments_without_a_shape_pass():
    assert scaled(WEIGHTS, 1.0, DATA, 0.0, verbose="yes").shape == (3,)


WRONG = {
    "short": (
        (WEIGHTS, np.ones(3), DATA, 0.0),
        "alpha: expected 2 entries, .* weights, got 3",
    ),
    "empty": (
        (WEIGHTS, 1.0, np.ones(0), 0.0),
        "data: expected at least one entry, got none",
    ),
    "empty first": (
        (np.ones(0), 1.0, DATA, 0.0),
        "weights: expected at least one entry, got",
    ),
    "scalar": (
        (WEIGHTS, 1.0, 3.0, 0.0),
        r"data: expected a vector, got .* shape \(\)",
    ),
    "vector": (
        (WEIGHTS, 1.0, DATA, DATA),
        r"shift: expected a scalar, got .*\(3,\); .*vmap",
    ),
    "matrix": (
        (np.ones((2, 1)), 1.0, DATA, 0.0),
        r"weights: expected a vector, got .*\(2, 1\); .* weights\[:, 0\]",
    ),
    "matrix?": (
        (WEIGHTS, np.ones((2, 2)), DATA, 0.0),
        r"alpha: expected a vector or a scalar, got .* shape \(2, 2\)",
    ),
}


@shapes("(k,d),(k,d,d),(n,d)->(n)")
def rows(mus, factors, data):
    """Use matrices, and a stack of square ones."""
    return jnp.einsum("kd,kde,ne->n", mus, factors, data)


MUS, FACTORS, ROWS = np.ones((2, 3)), np.ones((2, 3, 3)), np.ones((5, 3))
WRONG_ROWS = {
    "vector": (
        (MUS, FACTORS, DATA),
        r"data: expected a matrix \(n,d\), got an array of shape \(3,\)",
    ),
    "narrow": (
        (MUS, FACTORS, np.ones((5, 2))),
        "data: expected 3 entries on axis 1, one for each of mus on axis 1, got 2",
    ),
    "not square": (
        (MUS, np.ones((2, 3, 2)), ROWS),
        "factors: expected 3 entries on axis 2, one for each of mus .*, got 2",
    ),
    "matrix": (
        (MUS, np.ones((3, 3)), ROWS),
        r"factors: expected a stack of matrices \(k,d,d\), got .*\(3, 3\)",
    ),
    "no rows": (
        (MUS, FACTORS, np.ones((0, 3))),
        r"data: expected at least one entry on axis 0, .*\(0, 3\)",
    ),
}


def test_right_rows_pass():
    assert rows(MUS, FACTORS, ROWS).shape == (5,)


@pytest.mark.parametrize(
    ("arguments", "message"), WRONG_ROWS.values(), ids=WRONG_ROWS
)
def test_wrong_rows_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        rows(*arguments)


@pytest.mark.parametrize(("arguments", "message"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize(
    "transform", [lambda f: f, jax.jit], ids=["eager", "jit"]
)
def test_wrong_shapes_are_refused(arguments, message, transform):
    with pytest.raises(ValueError, match=message):
        transform(scaled)(*arguments)


def test_order_of_keywords_is_free():
    with pytest.raises(ValueError, match="alpha: expected 2 entries"):
        scaled(shift=0.0, data=DATA, alpha=np.ones(3), weights=WEIGHTS)


def test_decorated_function_keeps_its_name_and_words():
    assert scaled.__name__ == "scaled"
    assert scaled.__doc__.startswith("Use one argument")


def test_vmap_hides_the_mapped_axis():
    mapped = jax.vmap(scaled, in_axes=(None, None, None, 0))
    assert mapped(WEIGHTS, 1.0, DATA, np.zeros(5)).shape == (5, 3)
