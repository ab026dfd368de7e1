"""Helpers: what a function calls by way of other functions of the notebook.

A rule such as "by hand, without `grad`" holds for them as well, whether `grad` stands in a helper
or has made one.
"""

import inspect
from collections.abc import Callable
from typing import Any

from dl_workshop.check.bytecode import outer_names

# Functions that JAX makes, by the names that they have in its source.
MADE_BY = {
    "grad_f": "jax.grad",
    "grad_f_aux": "jax.grad",
    "value_and_grad_f": "jax.value_and_grad",
    "jacfun": "jax.jacobian",
}


def helpers(function: Any) -> tuple[list[Callable], set[str]]:
    """Return the notebook's functions that a function names, and those that they name.

    Args:
        function: anything.

    Returns:
        A pair: the functions in Python, and the names of what JAX has made some of them with.
    """
    found, made, waiting = [], set(), [function]
    while waiting:
        value = waiting.pop()
        made |= _makers(value)
        for layer in _layers(value):
            if hasattr(layer, "__code__") and layer not in found:
                found.append(layer)
                waiting += _named(layer, function)
    return [each for each in found if not _is_of_jax(each)], made


def _layers(value):
    """A function, what it wraps, what that wraps."""
    layers = []
    while callable(value) and len(layers) < 10:
        layers.append(value)
        value = _below(value)
    return layers


def _below(layer):
    """What a function wraps; JAX keeps in a closure what it guards against long tracebacks."""
    if _is_of_jax(layer):
        inside = inspect.getclosurevars(layer).nonlocals.get("fun")
        if inside is not None and inside is not layer:
            return inside
    return getattr(layer, "__wrapped__", None)


def _makers(value):
    """What JAX has made a function with."""
    of_jax = [each for each in _layers(value) if _is_of_jax(each)]
    known = [MADE_BY.get(each.__code__.co_name) for each in of_jax]
    return set(filter(None, known))


def _is_of_jax(layer):
    file = getattr(getattr(layer, "__code__", None), "co_filename", "")
    return "/jax/" in file.replace("\\", "/")


def _named(function, first):
    """The functions among the names that it reads: of the notebook, or made by JAX there."""
    if _is_of_jax(function):
        return []
    scope = dict(getattr(function, "__globals__", {}))
    scope.update(inspect.getclosurevars(function).nonlocals)
    values = [scope.get(name) for name in outer_names(function)]
    own = getattr(first, "__module__", None)
    return [
        each
        for each in values
        if callable(each)
        and not inspect.isclass(each)
        and (getattr(each, "__module__", own) == own or _makers(each))
    ]
