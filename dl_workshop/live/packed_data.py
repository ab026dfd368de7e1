"""Data quantized to 16 bits, sorted and delta-coded: small enough to travel inside a page.

Sorted neighbours are close, so most differences fit into one byte; larger ones take two or
more. The order of data changes no likelihood. The grid divides the range into 65535 parts, or,
where outliers widen the range, the part of it in which the others lie. So quantizing moves a
datum by at most 1/131070 of that.
"""

import base64
from typing import NamedTuple

import numpy as np
from jax.typing import ArrayLike

_STEPS = 2**16 - 1

# The range without outliers is at most so many times that of the inner half of the data.
_INNER_RANGES = 12
_LARGEST_INDEX = 2.0**48  # a float64 still counts exactly there


class _Grid(NamedTuple):
    first: float
    spacing: float

    def indices(self, data: np.ndarray) -> np.ndarray:
        return np.rint((np.sort(data) - self.first) / self.spacing).astype(int)


def pack(data: ArrayLike) -> dict:
    """Write data as text for a page.

    Args:
        data: finite numbers, shape (n_data,).

    Returns:
        A dict for `Figure.settings`: low and high, between which an axis shows the data, and how
        many lie outside; first and spacing of the grid, and the text of the differences.
    """
    data = np.asarray(data, np.float64)
    low, high = _limits(data)
    grid = _grid(data)
    differences = np.diff(grid.indices(data), prepend=0)
    coded = b"".join(map(_variable_length, differences.tolist()))
    return {
        "low": low,
        "high": high,
        "outside": int(np.sum((data < low) | (data > high))),
        **grid._asdict(),
        "differences": base64.b64encode(coded).decode(),
    }


def quantized(data: ArrayLike) -> np.ndarray:
    """Data as the page will have them.

    Args:
        data: finite numbers, shape (n_data,).

    Returns:
        Sorted data on the grid, shape (n_data,), float64.
    """
    data = np.asarray(data, np.float64)
    grid = _grid(data)
    return grid.first + grid.indices(data) * grid.spacing


def _grid(data):
    width = float(np.ptp(data))
    inner = _INNER_RANGES * float(np.ptp(np.quantile(data, [0.25, 0.75])))
    spacing = min(width, inner or width) / _STEPS
    return _Grid(
        float(data.min()), max(spacing, width / _LARGEST_INDEX) or 1.0
    )


def _limits(data):
    """Where an axis begins and ends: at the outermost data that are no outliers."""
    low, high = np.quantile(data, [0.25, 0.75])
    reach = (_INNER_RANGES - 1) / 2 * (high - low)
    inside = data[(data >= low - reach) & (data <= high + reach)]
    inside = inside if reach else data
    margin = 0.0 if np.ptp(inside) else 0.5  # where all are equal
    return float(inside.min() - margin), float(inside.max() + margin)


def _variable_length(number):
    """Seven bits a byte, the lowest first; the eighth says that more follow."""
    coded = bytearray()
    while number > 127:
        coded.append(number & 127 | 128)
        number >>= 7
    return bytes([*coded, number])
