"""The gradient as arrows: where each parameter is pulled, and by which data."""

import jax.numpy as jnp
from jax.typing import ArrayLike

from dl_workshop import gaussian_mixture as gm
from dl_workshop.live.course_functions import (
    GRID,
    mixture_programs,
    optimizer_programs,
)
from dl_workshop.live.figure import Figure, as_lists, compile_programs
from dl_workshop.live.packed_data import pack
from dl_workshop.live.static_pictures import mixture_picture
from dl_workshop.live.units import measured

BINS = (
    60  # bars of the histogram, each coloured by its middle's responsibilities
)


def slopes(data: ArrayLike, params: gm.MixtureParams) -> Figure:
    """Show the slope of the loss for every parameter, and the responsibilities behind it.

    Args:
        data: finite numbers in any unit, shape (n_data,).
        params: MixtureParams to begin with, each of shape (n_components,).

    Returns:
        A Figure.

    Raises:
        ValueError: data are no vector, masked, or hold NaN or infinities.
    """
    unit, data = measured(data)
    params = unit.standardized_params(params)
    middles = jnp.zeros(BINS)
    programs = compile_programs(
        responsibilities=(gm.responsibilities, *params, middles),
        **mixture_programs(params, data, unit),
        **optimizer_programs(params, ["descent"]),
    )
    return Figure(
        "slopes",
        "Histogram of the data, coloured by responsibilities, with a bell curve for each "
        "component. Arrows show which way gradient descent moves each parameter.",
        {
            "params": as_lists(params),
            "data": pack(data),
            "unit": unit._asdict(),
            "grid": GRID,
            "rate": 1e-6,
        },
        programs,
        mixture_picture(params, data, "where the next step starts", unit),
    )
