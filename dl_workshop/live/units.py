"""Units of measurement: figures compute with standardised data and show the data's own units.

The course's data lie around zero with a spread of a few units, and so do its starts, rates and
sliders. Data for which that holds are left as they are. All others are standardised: from x to
z = (x - center) / spread. A density of x is that of z divided by the spread, so a loss of n data
grows by n log(spread).
"""

from collections.abc import Callable
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jax.typing import ArrayLike

from dl_workshop import gaussian_mixture as gm
from dl_workshop.live.types import PyTree
from dl_workshop.precision import enable_x64

# Data are left as they are where their center is at most so many spreads from zero, and their
# spread is in this range.
FARTHEST, NARROWEST, WIDEST = 4.0, 0.2, 20.0

# Quartiles of a normal distribution are so many standard deviations apart.
QUARTILE_DISTANCE = 1.349


class Unit(NamedTuple):
    """Where a figure's zero lies and how long its one is, in the units of the data."""

    center: float
    spread: float

    def standardized(self, data: ArrayLike) -> np.ndarray:
        """Return data in this unit, in float64."""
        return (np.asarray(data, np.float64) - self.center) / self.spread

    def standardized_params(self, params: PyTree) -> PyTree:
        """Return MixtureParams or JointParams with their means and scales in this unit."""
        log_scales = np.asarray(params.log_component_scales, np.float64)
        return params._replace(
            component_mus=jnp.asarray(self.standardized(params.component_mus)),
            log_component_scales=jnp.asarray(log_scales - np.log(self.spread)),
        )

    def loss(self, fun: Callable) -> Callable:
        """Make the loss of data in this unit that of the data as they were, in nats.

        Args:
            fun: loss of parameters, data and perhaps more, summed over the data.

        Returns:
            The same function plus the number of data times log(spread).
        """
        if self.spread == 1:
            return fun
        return lambda params, data, *more: (
            fun(params, data, *more) + data.size * np.log(self.spread)
        )


IDENTITY = Unit(0.0, 1.0)


def measured(data: ArrayLike, name: str = "data") -> tuple[Unit, np.ndarray]:
    """Choose a unit for data.

    Args:
        data: finite numbers in any unit, shape (n_data,).
        name: what to call them in an error.

    Returns:
        The Unit, and the data in it.

    Raises:
        ValueError: data are no vector, empty, masked, or hold NaN or infinities.
    """
    numbers = _finite(data, name)
    unit = _unit_of(numbers)
    return unit, unit.standardized(numbers)


def _finite(data, name):
    if isinstance(data, np.ma.MaskedArray) and np.ma.is_masked(data):
        raise ValueError(
            f"{name}: expected numbers that all count, got a masked array; keep those that do, "
            "data.compressed()"
        )
    with enable_x64(
        True
    ):  # which holds what float32 rounds, such as seconds since 1970
        return np.asarray(gm.require_finite(data, name))


def _unit_of(numbers):
    """Mean and standard deviation, from the inner half where outliers widen the whole."""
    low, middle, high = np.quantile(numbers, [0.25, 0.5, 0.75])
    inner, whole = (high - low) / QUARTILE_DISTANCE, numbers.std()
    if whole == 0:
        center, spread = middle, abs(middle) or 1.0
    elif 0 < inner < whole / 3:
        center, spread = middle, inner
    else:
        center, spread = numbers.mean(), whole
    is_near = abs(center) <= FARTHEST * spread
    if is_near and NARROWEST <= spread <= WIDEST:
        return IDENTITY
    return Unit(float(center), float(spread))


def require_some(items: dict, name: str) -> None:
    """Refuse an empty dict of starts or samples."""
    if not items:
        raise ValueError(f"{name}: expected at least one, by name, got none")
