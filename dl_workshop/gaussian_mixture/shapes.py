"""The shapes a function takes, written above it and tested at every call.

The notation is that of NumPy's generalised ufuncs: "(k),(k),(n)->()" takes two vectors of one
length k and a vector of any length n, and returns a scalar. "(n,d)" is a matrix, "(k,d,d)" a
stack of k square ones; "(k?)" is a vector or a scalar, "(...)" has any shape.
Shapes are known while JAX traces, so the tests work under jit, grad and vmap and cost nothing
in the compiled program. Values are not known then: data are tested once, by `require_finite`,
before they enter.
"""

import functools
import inspect
import re

import jax.numpy as jnp
import numpy as np


def shapes(signature):
    """Make a decorator that tests the shapes of a function's leading arguments.

    Args:
        signature: a signature in NumPy's notation, such as "(k),(k),(k),(n)->()".

    Returns:
        A decorator. The decorated function raises ValueError where an argument's rank is not
        the signature's, where two lengths that share a letter differ, or where a length is 0.
    """
    expected = re.findall(r"\(([^)]*)\)", signature.split("->")[0])

    def decorate(function):
        parameters = inspect.signature(function)

        @functools.wraps(function)
        def tested(*args, **kwargs):
            bound = parameters.bind(*args, **kwargs)
            bound.apply_defaults()
            _require_shapes(bound.arguments, expected)
            return function(*args, **kwargs)

        return tested

    return decorate


def _require_shapes(arguments, expected):
    """Compare each argument with its letters; the first to use one fixes that length."""
    lengths = {}
    for (name, value), letters in zip(
        arguments.items(), expected, strict=False
    ):
        shape = np.shape(value)
        if letters == "..." or (letters.endswith("?") and shape == ()):
            continue
        _require_rank(name, shape, letters)
        _require_lengths(name, shape, _axes(letters), lengths)


def _axes(letters):
    """Split "k,d?" into its letters: one for each axis."""
    return [letter for letter in letters.strip("?").split(",") if letter]


KINDS = (
    "a scalar (jax.vmap maps over an array)",
    "a vector",
    "a matrix",
    "a stack of matrices",
)


def _require_rank(name, shape, letters):
    rank = len(_axes(letters))
    if len(shape) != rank:
        wanted = KINDS[rank] + (f" ({letters})" if rank > 1 else "")
        wanted += " or a scalar" if letters.endswith("?") else ""
        raise ValueError(
            f"{name}: expected {wanted}, got an array of shape {shape}"
        )


def _require_lengths(name, shape, letters, lengths):
    """Compare the lengths of one argument with those that its letters have had before."""
    for axis, (letter, length) in enumerate(zip(letters, shape, strict=True)):
        where = f" on axis {axis}" if len(shape) > 1 else ""
        first, wanted = lengths.setdefault(letter, (name + where, length))
        if length == 0:
            raise ValueError(
                f"{name}: expected at least one entry{where}, got none (shape {shape})"
            )
        if length != wanted:
            raise ValueError(
                f"{name}: expected {wanted} entries{where}, one for each of {first}, got {length}"
            )


def require_finite(data, name="data"):
    """Return data as a jax.Array of floats, or say which entries are no finite numbers.

    Call it once, where data enter and outside `jax.jit`: it reads the values.

    Args:
        data: numbers, shape (n_data,).
        name: what to call them in the error.

    Returns:
        The data as floating-point jax.Array, shape (n_data,).

    Raises:
        ValueError: data are no vector, empty, or hold NaN or infinities: how many, and where.
    """
    _require_shapes({name: data}, ["n"])
    floats = _as_floats(data)
    array = np.asarray(floats)
    bad = np.flatnonzero(~np.isfinite(array))
    if bad.size:
        raise ValueError(
            f"{name}: expected finite numbers, got {np.isnan(array).sum()} NaN and "
            f"{np.isinf(array).sum()} infinite among {array.size}, {_at(bad)}; remove or mend them"
        )
    return floats


def _as_floats(data):
    """Convert as JAX does: a number too large for its floats becomes infinite."""
    given = np.asarray(data)
    with np.errstate(over="ignore"):
        return jnp.asarray(given.astype(np.result_type(given, np.float32)))


def _at(indices, most=5):
    listed = ", ".join(str(index) for index in indices[:most])
    return f"at index {listed}" + (", ..." if len(indices) > most else "")
