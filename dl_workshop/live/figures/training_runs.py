"""Two training runs side by side; the reader sets optimiser, learning rate and start."""

import jax
import jax.numpy as jnp
from jax import jit, lax
from jax.typing import ArrayLike

from dl_workshop import gaussian_mixture as gm
from dl_workshop.live.course_functions import (
    GRID,
    STEPS,
    begin_with,
    loss_and_slopes,
    mixture_programs,
    of_any_size,
    optimizer_programs,
    step_with,
)
from dl_workshop.live.figure import Figure, as_lists, compile_programs
from dl_workshop.live.packed_data import pack, quantized
from dl_workshop.live.static_pictures import mixture_picture
from dl_workshop.live.units import (
    IDENTITY,
    Unit,
    measured,
    require_some,
)
from dl_workshop.precision import enable_x64

# What the reader may choose, and the learning rate to begin with.
CHOICES = {
    "adam": {"label": "Adam", "rate": 0.5},
    "cosine": {"label": "Adam, cosine schedule", "rate": 0.5},
    "momentum": {"label": "momentum 0.9", "rate": 1e-5},
    "descent": {"label": "gradient descent", "rate": 1e-4},
}


def training_runs(
    data: ArrayLike, starts: dict[str, gm.MixtureParams]
) -> Figure:
    """Show two training runs that the reader sets up, runs, and goes through step by step.

    Args:
        data: finite numbers in any unit, shape (n_data,).
        starts: names to MixtureParams, each of shape (n_components,); the first is chosen.

    Returns:
        A Figure.

    Raises:
        ValueError: data are no vector, masked, or hold NaN or infinities; there is no start.
    """
    require_some(starts, "starts")
    unit, data = measured(data)
    starts = {k: unit.standardized_params(v) for k, v in starts.items()}
    name, params = next(iter(starts.items()))
    programs = compile_programs(
        **mixture_programs(of_any_size(params), data, unit),
        **optimizer_programs(of_any_size(params), CHOICES),
    )
    return Figure(
        "training_runs",
        "Two training runs side by side, and their losses against the step.",
        {
            "starts": {key: as_lists(value) for key, value in starts.items()},
            "runs": [
                {"title": "Run A", "optimizer": "adam", "start": name},
                {"title": "Run B", "optimizer": "cosine", "start": name},
            ],
            "optimizers": CHOICES,
            "data": pack(data),
            "unit": unit._asdict(),
            "grid": GRID,
            "steps": STEPS,
            "lowest": _lowest_loss(data, params, unit),
        },
        programs,
        mixture_picture(params, data, "before training", unit),
    )


def _lowest_loss(data, params, unit):
    """Loss after a settled run on the data as the page has them, from their quantiles."""
    with enable_x64(True):
        data = jnp.asarray(quantized(data))
        size = len(params.component_mus)
        mus = jnp.quantile(data, jnp.linspace(0, 1, size + 2)[1:-1])
        start = gm.MixtureParams(jnp.zeros(size), mus, jnp.zeros(size))
        return float(losses_of_run("cosine", start, 0.5, data, unit)[-1])


def losses_of_run(
    name: str,
    params: gm.MixtureParams,
    rate: float,
    data: jax.Array,
    unit: Unit = IDENTITY,
) -> jax.Array:
    """Losses before each step of a run, shape (STEPS,)."""
    step = step_with(name)

    def scannable(state, iteration):
        loss, slopes = loss_and_slopes(unit)(state.params, data)
        return step(state, slopes, rate), loss

    run = jit(lambda state: lax.scan(scannable, state, jnp.arange(STEPS))[1])
    return run(begin_with(name)(params))
