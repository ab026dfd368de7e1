"""The shapes a function takes, written above it and tested at every call.

The notation is that of NumPy's generalised ufuncs: "(k),(k),(n)->()" takes two vectors of one
length k and a vector of any length n, and returns a scalar. "(n,d)" is a matrix, "(k,d,d)" a
stack of k square ones. A last axis with a question mark may be missing: "(k?)" is a vector or a
scalar, "(n,d?)" a matrix or a vector. "(...)" is anything.
Lists, tuples and columns become arrays on the way in (`as_numbers`). Shapes are known while JAX
traces, so the tests work under jit, grad and vmap and cost nothing in the compiled program.
Values are not known then: data are tested once, by `require_finite`, before they enter.
"""

import functools
import inspect
import re

import numpy as np

from dl_workshop.gaussian_mixture.values import as_numbers


def shapes(signature):
    """Make a decorator that tests the shapes of a function's leading arguments.

    Args:
        signature: a signature in NumPy's notation, such as "(k),(k),(k),(n)->()".

    Returns:
        A decorator. The decorated function gets those arguments as arrays of floats. It raises
        ValueError where one holds no numbers, where its rank is not the signature's, where two
        lengths that share a letter differ, or where a length is 0.
    """
    expected = re.findall(r"\(([^)]*)\)", signature.split("->")[0])

    def decorate(function):
        parameters = inspect.signature(function)

        @functools.wraps(function)
        def tested(*args, **kwargs):
            bound = parameters.bind(*args, **kwargs)
            bound.apply_defaults()
            for name, letters in zip(bound.arguments, expected, strict=False):
                if letters != "...":
                    value = as_numbers(bound.arguments[name], name)
                    bound.arguments[name] = value
            require_shapes(bound.arguments, expected)
            return function(*bound.args, **bound.kwargs)

        return tested

    return decorate


def require_shapes(arguments, expected):
    """Compare each argument with its letters; the first to use one fixes that length."""
    lengths = {}
    for (name, value), letters in zip(
        arguments.items(), expected, strict=False
    ):
        shape = np.shape(value)
        if letters != "...":
            _require_rank(name, shape, letters)
            _require_lengths(name, shape, _axes(letters), lengths)


def _axes(letters):
    """Split "k,d?" into its letters: one for each axis."""
    return [letter for letter in letters.strip("?").split(",") if letter]


KINDS = "a scalar", "a vector", "a matrix", "a stack of matrices"


def _require_rank(name, shape, letters):
    rank = len(_axes(letters))
    optional = letters.endswith("?")
    if len(shape) not in {rank, rank - optional}:
        wanted = KINDS[rank] + (f" ({letters})" if rank > 1 else "")
        wanted += f" or {KINDS[rank - 1]}" if optional else ""
        raise ValueError(
            f"{name}: expected {wanted}, got an array of shape {shape}"
            + _advice(name, len(shape), rank - optional)
        )


def _advice(name, rank, wanted):
    if wanted == 0:
        return "; jax.vmap maps over an array"
    if (rank, wanted) == (2, 1):
        return f"; take one column, such as {name}[:, 0], by its name from a table"
    return ""


def _require_lengths(name, shape, letters, lengths):
    """Compare the lengths of one argument with those that its letters have had before."""
    for axis, (letter, length) in enumerate(zip(letters, shape, strict=False)):
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
