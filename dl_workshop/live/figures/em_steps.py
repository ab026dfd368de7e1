"""Expectation maximisation in half steps: data take their colours, then curves move."""

import jax.numpy as jnp
from jax import jit, lax
from jax.typing import ArrayLike

from dl_workshop import gaussian_mixture as gm
from dl_workshop.live.course_functions import (
    GRID,
    mixture_programs,
    optimizer_programs,
)
from dl_workshop.live.figure import Figure, as_lists, compile_programs
from dl_workshop.live.packed_data import pack, quantized
from dl_workshop.live.static_pictures import mixture_picture
from dl_workshop.live.units import measured, require_some
from dl_workshop.precision import enable_x64

BINS = (
    60  # bars of the histogram, each coloured by its middle's responsibilities
)


def em_steps(data: ArrayLike, starts: dict[str, gm.MixtureParams]) -> Figure:
    """Show E-steps and M-steps one by one, and gradient steps beside them.

    Args:
        data: finite numbers in any unit, shape (n_data,).
        starts: names to MixtureParams, all of one shape (n_components,); the first is chosen.

    Returns:
        A Figure.

    Raises:
        ValueError: data are no vector, masked, or hold NaN or infinities; there is no start.
    """
    require_some(starts, "starts")
    unit, data = measured(data)
    starts = {k: unit.standardized_params(v) for k, v in starts.items()}
    params = next(iter(starts.values()))
    programs = compile_programs(
        emStep=(gm.em_step, params, data),
        responsibilities=(gm.responsibilities, *params, jnp.zeros(BINS)),
        **mixture_programs(params, data, unit),
        **optimizer_programs(params, ["descent"]),
    )
    return Figure(
        "em_steps",
        "Histogram of the data with a bell curve for each component. One button colours the data "
        "by responsibility, one moves the curves to the data of their colour.",
        {
            "starts": {key: as_lists(value) for key, value in starts.items()},
            "data": pack(data),
            "unit": unit._asdict(),
            "grid": GRID,
            "rate": 1e-4,
            "lowest": _lowest_loss(data, params, unit),
        },
        programs,
        mixture_picture(params, data, "before the first step", unit),
    )


def _lowest_loss(data, params, unit):
    """Loss where EM ends from quantiles of the data, as the page has them."""
    with enable_x64(True):
        data = jnp.asarray(quantized(data))
        size = len(params.component_mus)
        mus = jnp.quantile(data, jnp.linspace(0, 1, size + 2)[1:-1])
        start = gm.MixtureParams(jnp.zeros(size), mus, jnp.zeros(size))
        step = lambda params, _: (gm.em_step(params, data), None)  # noqa: E731
        run = jit(lambda start: lax.scan(step, start, length=500)[0])
        return float(unit.loss(gm.loss_mixture_weights)(run(start), data))
