"""Spies: functions handed to an answer that note how it calls them.

Where an exercise's arguments are functions, what an answer does with them is a fact that needs no
guess: whether it calls them, how often, and with what. `name_of` gives a value its name, so that
a sentence can say what stands in another's place.
"""

import contextlib
import inspect
from collections.abc import Callable
from typing import Any

import jax
import numpy as np


class Spy:
    """A function that notes the calls made of it.

    Attributes:
        calls: the arguments of each call, a tuple, by position where that is possible.
    """

    def __init__(self, function: Callable) -> None:
        self.function = function
        self.calls: list[tuple] = []

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Note the arguments and call the function."""
        self.calls.append(self._in_order(arguments, named))
        return self.function(*arguments, **named)

    def _in_order(self, arguments, named):
        with contextlib.suppress(TypeError):
            signature = inspect.signature(self.function)
            return signature.bind(*arguments, **named).args
        return (*arguments, *named.values())


def watched(function: Callable, *arguments: Any) -> Any:
    """Return what a function gives, called with concrete values: `jit` inside it is left out.

    Args:
        function: what the learner wrote.
        *arguments: for it, spies among them.

    Returns:
        The result, or the exception that it has raised.
    """
    with jax.disable_jit():
        try:
            return function(*arguments)
        except Exception as error:
            return error


def same(one: Any, other: Any) -> bool:
    """Tell whether two trees have the same form and the same numbers."""
    if one is other:
        return True
    try:
        leaves = jax.tree.leaves(one), jax.tree.leaves(other)
        forms: Any = jax.tree.structure(one), jax.tree.structure(other)
        return forms[0] == forms[1] and all(
            np.shape(a) == np.shape(b) and np.allclose(a, b, 1e-4, 1e-6)
            for a, b in zip(*leaves, strict=True)
        )
    except Exception:  # a stand-in for numbers, or no numbers at all
        return False


def is_concrete(value: Any) -> bool:
    """Tell whether a tree has none of the stand-ins in it which `grad` and `vmap` hand over."""
    return not any(
        isinstance(leaf, jax.core.Tracer) for leaf in jax.tree.leaves(value)
    )


def name_of(value: Any, known: dict[str, Any]) -> str:
    """Return the name of a value.

    Args:
        value: anything.
        known: a dict from names to values.

    Returns:
        The first name whose value is the same, "" if there is none.
    """
    return next(
        (name for name, each in known.items() if same(value, each)), ""
    )
