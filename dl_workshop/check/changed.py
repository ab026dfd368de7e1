"""Changed arguments: a function that gets another value in one place than it is given.

That tells which arguments have an effect, in any mode, whatever the arguments are: numbers, keys,
states, functions, optimisers.
"""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from dl_workshop.check.call_modes import as_it_is, in_jax, plain
from dl_workshop.check.exercise import Trial
from dl_workshop.check.sandbox import observe


def observed(function: Callable, trial: Trial, number: int) -> Any:
    """Return what comes back in a trial where one argument is another.

    Args:
        function: guarded.
        trial: the Trial.
        number: which argument of the function, from 0.

    Returns:
        A NumPy array or a Problem.
    """

    def with_another(arguments):
        before, after = arguments[:number], arguments[number + 1 :]
        return [*before, another(arguments[number]), *after]

    return _observed(function, trial, with_another)


def swapped(function: Callable, trial: Trial, one: int, other: int) -> Any:
    """Return what comes back in a trial where two arguments have changed places.

    Args:
        function: guarded.
        trial: the Trial.
        one: which argument of the function, from 0.
        other: with which other.

    Returns:
        A NumPy array or a Problem.
    """

    def with_places_changed(arguments):
        changed = list(arguments)
        changed[one], changed[other] = arguments[other], arguments[one]
        return changed

    return _observed(function, trial, with_places_changed)


def _observed(function, trial, change):
    if trial.mode is plain:  # traced already: only the numbers are others
        arguments = change([in_jax(each) for each in trial.arguments])
        return observe(function, plain, arguments, as_it_is)

    def changed(*arguments):
        return function(*change(arguments))

    return observe(changed, trial.mode, trial.arguments, in_jax)


def another(value: Any) -> Any:
    """Return another value of the same kind, sign and size, for each leaf of a tree.

    What lies between 0 and 1 stays there; a function gives other results.
    """
    return jax.tree.map(_another, value)


def _another(leaf):
    if callable(leaf):
        return lambda *arguments, **named: another(leaf(*arguments, **named))
    if isinstance(leaf, int):
        return leaf + 1
    kind = jnp.result_type(leaf)
    if jnp.issubdtype(kind, jax.dtypes.prng_key):
        return jax.random.fold_in(leaf, 1)
    if jnp.issubdtype(kind, jnp.integer):
        return leaf + 1
    turned = jnp.flip(leaf) if jnp.ndim(leaf) else leaf
    return 0.9 * turned + 0.03
