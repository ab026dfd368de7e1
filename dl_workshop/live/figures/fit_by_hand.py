"""A mixture over its data, fitted by hand and then by gradient descent."""

from jax.typing import ArrayLike

from dl_workshop import gaussian_mixture as gm
from dl_workshop.live.course_functions import (
    GRID,
    STEPS,
    mixture_programs,
    optimizer_programs,
)
from dl_workshop.live.figure import Figure, as_lists, compile_programs
from dl_workshop.live.packed_data import pack
from dl_workshop.live.static_pictures import mixture_picture
from dl_workshop.live.units import measured


def fit_by_hand(data: ArrayLike, params: gm.MixtureParams) -> Figure:
    """Show data with a mixture that the reader moves and trains.

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
    programs = compile_programs(
        **mixture_programs(params, data, unit),
        **optimizer_programs(params, ["cosine"]),
    )
    return Figure(
        "fit_by_hand",
        "Histogram of the data with one bell curve for each component. Sliders set weights, "
        "means and scales; Train lets gradient descent set them.",
        {
            "params": as_lists(params),
            "data": pack(data),
            "unit": unit._asdict(),
            "grid": GRID,
            "steps": STEPS,
            "rate": 0.5,
        },
        programs,
        mixture_picture(params, data, "before training", unit),
    )
