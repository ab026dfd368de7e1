"""Data quantized to 16 bits, sorted and delta-coded: small enough to travel inside a page.

Sorted neighbours are close, so most differences fit into one byte; larger ones take two or
three. The order of data changes no likelihood. Rounding to the grid moves a datum by at most
1/131070 of the range.
"""

import base64

import numpy as np
from jax.typing import ArrayLike

_STEPS = 2**16 - 1


def pack(data: ArrayLike) -> dict:
    """Write data as text for a page.

    Args:
        data: finite numbers, shape (n_data,).

    Returns:
        A dict for `Figure.settings`: low, high, and the text of the differences.
    """
    low, high = float(np.min(data)), float(np.max(data))
    differences = np.diff(_grid_indices(data, low, high), prepend=0)
    coded = b"".join(map(_variable_length, differences.tolist()))
    text = base64.b64encode(coded).decode()
    return {"low": low, "high": high, "differences": text}


def quantized(data: ArrayLike) -> np.ndarray:
    """Data as the page will have them.

    Args:
        data: finite numbers, shape (n_data,).

    Returns:
        Sorted data on the grid, shape (n_data,), float64.
    """
    low, high = float(np.min(data)), float(np.max(data))
    return low + _grid_indices(data, low, high) * ((high - low) / _STEPS)


def _grid_indices(data, low, high):
    sorted_data = np.sort(np.asarray(data, np.float64))
    spacing = (high - low) / _STEPS or 1.0
    return np.rint((sorted_data - low) / spacing).astype(int)


def _variable_length(number):
    """Seven bits a byte, the lowest first; the eighth says that more follow."""
    coded = bytearray()
    while number > 127:
        coded.append(number & 127 | 128)
        number >>= 7
    return bytes([*coded, number])
