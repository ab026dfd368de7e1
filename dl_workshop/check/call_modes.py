"""Call modes: a learner's function as it is, under `jit`, mapped or differentiated.

A mode takes the function first, then the arguments. It calls the function, or what jax.jit,
jax.vmap or jax.grad makes of it. The function that it gets is already wrapped: what comes back
has the type and form that the exercise asks for, or one of the two exceptions below says that it
has not.
"""

import inspect
from collections.abc import Callable
from functools import update_wrapper
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from dl_workshop.check.interpreter import interpreted


class WrongReturnType(Exception):  # noqa: N818, a fact about the function and no error in it
    """The function returned something of another type or form than the exercise asks for."""

    def __init__(self, expected: Any, result: Any) -> None:
        self.expected, self.got = expected, kind(result)
        super().__init__(self.expected, self.got)


class NothingReturned(Exception):  # noqa: N818, see above
    """The function returned None, as a stub does."""


def kind(value: Any) -> str:
    """Say what a value is, without its own text, which could be of any length.

    Args:
        value: anything.

    Returns:
        Its type in words: "a str", "a tuple of 2", "an array of shape (3,)".
    """
    if isinstance(value, (jax.Array, np.ndarray)):
        return f"an array of shape {value.shape}"
    name = type(value).__name__
    article = "an" if name[:1].lower() in tuple("aeiou") else "a"
    length = f" of {len(value)}" if type(value) in (list, tuple, dict) else ""
    return f"{article} {name}{length}"


def guarded(function: Callable, returns: Callable[[Any], Any]) -> Callable:
    """Wrap a function so that what it returns has the right form.

    Args:
        function: what the learner wrote.
        returns: takes a result and returns it, or raises WrongReturnType or NothingReturned.

    Returns:
        The wrapped function. JAX knows what it has traced by this object.
    """

    def guard(*arguments):
        return returns(function(*arguments))

    return update_wrapper(guard, function, (), ())


def something(result: Any) -> Any:
    """Return a result, unless it is what a function without a `return` gives."""
    if result is None or result is ... or result is NotImplemented:
        raise NothingReturned
    if inspect.iscoroutine(result):
        result.close()  # or Python warns that nobody waited for it
    return result


def numbers(result: Any) -> Array | np.ndarray:
    """Return a result as an array: one of JAX or NumPy, a number, or a list of numbers."""
    something(result)
    of_jax = type(result) in (list, tuple) or isinstance(result, jax.Array)
    try:
        array = jnp.asarray(result) if of_jax else np.asarray(result)
        if isinstance(result, tuple) and not of_jax:
            raise WrongReturnType(
                "numbers", result
            )  # a named tuple means something else
    except Exception:
        raise WrongReturnType("numbers", result) from None
    if not (jnp.issubdtype(array.dtype, np.number) or array.dtype == bool):
        raise WrongReturnType("numbers", result)
    return array


def in_jax(argument: Any) -> Any:
    """Prepare an argument of the catalogue for learners: a tuple of numbers as a jax.Array."""
    return (
        jnp.array(argument)
        if isinstance(argument, tuple)
        else in_numpy(argument)
    )


def in_numpy(argument: Any) -> Any:
    """Prepare it for known mistakes: NumPy answers at once where JAX would have to compile."""
    return argument if isinstance(argument, int) else np.float64(argument)


def plain(function: Callable, *arguments: Any) -> Any:
    """Call the function as `jit` does, if that can be."""
    try:
        return compiled(function, *arguments)
    except (
        Exception
    ):  # NumPy, an `if`, or an error that is told better without jit
        return function(*arguments)


def compiled(function: Callable, *arguments: Any) -> Any:
    """Call the function as `jit` does."""
    return interpreted(function)(*arguments)


def over_data(function: Callable, *arguments: Any) -> Any:
    """Map the function over its last argument, under `jit`."""
    in_axes = (None,) * (len(arguments) - 1) + (0,)
    return interpreted(jax.vmap(function, in_axes=in_axes))(*arguments)


def slope(position: int) -> Callable:
    """Make a mode: the gradient with respect to one argument, under `jit`.

    Args:
        position: which argument.

    Returns:
        The mode.
    """

    def mode(function, *arguments):
        return interpreted(jax.grad(function, position))(*arguments)

    return mode


def as_it_is(result: Any) -> Any:
    """Read the whole result."""
    return result


def shape(result: Any) -> tuple[int, ...]:
    """Read the shape of the result."""
    return np.shape(result)
