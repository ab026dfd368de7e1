"""Integer arithmetic in float64s, with overflow: results wrap around at their width.

JavaScript's bit operations turn a number into an integer of 32 bits. Wider integers stay float64s,
which are exact up to 2**53. To add 0 turns -0, which no integer is, into 0.
"""

import numpy as np

_WRAPPED = {
    "int8": "({}) << 24 >> 24",
    "int16": "({}) << 16 >> 16",
    "int32": "({}) | 0",
    "uint8": "({}) & 255",
    "uint16": "({}) & 65535",
    "uint32": "({}) >>> 0",
}

# A product of two integers of 32 bits may need 64: JavaScript has a function for its lower half.
_PRODUCT = "Math.imul({0}, {1})"


def wrapped(template: str, dtype: np.dtype) -> str:
    """Bring the value of an expression into the range of an integer type.

    Args:
        template: a JavaScript expression, with {0}, {1}, .. for operands.
        dtype: the integer's type.

    Returns:
        The expression around it.
    """
    if template == "{0} * {1}" and dtype.itemsize <= 4:
        template = _PRODUCT
    return _WRAPPED.get(dtype.name, "({}) + 0").replace("{}", template)


def is_integer(dtype: np.dtype) -> bool:
    """Whether a type holds integers; truth values are none."""
    return np.issubdtype(dtype, np.integer)
