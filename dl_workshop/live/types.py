"""Names for types: what JAX calls a pytree, the length of an axis, an equation and its rule."""

from collections.abc import Callable, Sequence
from typing import Any

PyTree = (
    Any  # nested tuples, lists and dicts, and what is in them, such as arrays
)
Dimension = Any  # an integer, or a symbolic dimension such as 2*num_data
Equation = Any  # jax.extend.core.JaxprEqn, whose types do not tell that variables have shapes
Rule = Callable[
    ..., Sequence[Any]
]  # from a Block, an Equation and Views to Views
