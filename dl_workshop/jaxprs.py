"""Jaxprs, JAX's own form of a traced function: what they say alike in every release of JAX."""

from collections.abc import Sequence
from typing import Any


def scan_counts(equation: Any) -> tuple[int, int]:
    """Count what a `lax.scan` hands to each step whole, see `jax.lax.scan`.

    Its inputs are the constants, then the carry, then what it runs over; its outputs are the
    carry, then what it stacks. Each release of JAX has parameters of its own that count them,
    and axes tell it in all: an array that is run over has one more than the step's input.

    Args:
        equation: of the primitive `scan`, a jax.extend.core.JaxprEqn.

    Returns:
        Numbers of arrays: of constants, of the carry.
    """
    step = equation.params["jaxpr"]
    whole = _of_equal_axes(equation.invars, step.in_avals)
    carried = _of_equal_axes(equation.outvars, step.out_avals)
    return whole - carried, carried


def _of_equal_axes(atoms: Sequence[Any], avals: Sequence[Any]) -> int:
    pairs = zip(atoms, avals, strict=True)
    return sum(atom.aval.ndim == aval.ndim for atom, aval in pairs)
