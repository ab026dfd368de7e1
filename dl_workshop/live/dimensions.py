"""Symbolic dimensions: one program for arrays of any length.

A shape may hold the dimension variables of `jax.export.symbolic_shape`. In JavaScript each is a
variable, read from the length of an argument; what JAX computes of them is text such as
`2*num_data`, which is JavaScript too.
"""

import re
from collections.abc import Iterable

import numpy as np

from dl_workshop.live.types import Dimension


def dimension(size: Dimension) -> Dimension:
    """Return a size as a Python integer, or as the symbolic dimension that it is."""
    return int(size) if isinstance(size, int | np.integer) else size


def is_symbolic(size: Dimension) -> bool:
    """Whether a size is known only when the program runs."""
    return not isinstance(size, int | np.integer)


def text(size: Dimension) -> str:
    """Write a size as JavaScript that may stand beside a product.

    Args:
        size: an integer, or a symbolic dimension.

    Raises:
        NotImplementedError: the size is no polynomial in dimension variables.
    """
    written = str(size)
    if "(" in written or "^" in written:
        raise NotImplementedError(
            f"a length that is computed as {written}: expected sums and products of dimension "
            "variables"
        )
    return f"({written})" if " " in written else written


def variables(shapes: Iterable[Iterable[Dimension]]) -> list[str]:
    """List the dimension variables that shapes mention, each once."""
    sizes = (n for shape in shapes for n in shape if is_symbolic(n))
    return list(dict.fromkeys(w for n in sizes for w in _words(n)))


def _words(size):
    return re.findall(r"[A-Za-z_]\w*", str(size))
