"""A mixture fitted to numbers that the reader pastes: many starts, the best kept, any unit."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import grad, random
from jax.export import symbolic_shape
from jax.typing import ArrayLike

from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture.own_data import RATE, STEPS
from dl_workshop.live.course_functions import GRID, densities, readable
from dl_workshop.live.figure import Figure, compile_programs
from dl_workshop.live.packed_data import pack
from dl_workshop.live.static_pictures import mixture_picture
from dl_workshop.live.units import Unit, measured

STARTS, SEED = 20, 1
MOST_COMPONENTS = 8  # as many as there are colours


def your_numbers(data: ArrayLike, num_components: int = 2) -> Figure:
    """Show a box for numbers, and the mixture that is fitted to them in the page.

    The page standardises, chooses starting means by k-means++, trains from 20 starts and keeps
    the best, as `gm.fit_mixture` does, with the same functions: all but the random choice of
    starting means, which JavaScript makes.

    Args:
        data: what stands in the box at first: finite numbers in any unit, shape (n_data,).
        num_components: how many components at first, at most 8.

    Returns:
        A Figure.

    Raises:
        ValueError: data are no vector, masked, all alike, or hold NaN or infinities; there are
            too many components.
    """
    if not 1 <= num_components <= MOST_COMPONENTS:
        raise ValueError(
            f"num_components: expected 1 to {MOST_COMPONENTS}, got {num_components}"
        )
    measured(data)
    standardized, center, spread = gm.standardize(np.asarray(data))
    unit = Unit(float(center), float(spread))
    return Figure(
        "your_numbers",
        "A box for your numbers, their histogram, and the mixture that is fitted to them: a bell "
        "curve and a row of a table for each component. A slider sets how many.",
        {
            "example": _as_written(data),
            "data": _frame(standardized),
            "unit": unit._asdict(),
            "grid": GRID,
            "size": num_components,
            "most": MOST_COMPONENTS,
            "starts": STARTS,
            "steps": STEPS,
            "seed": SEED,
        },
        _programs(),
        _picture(data, standardized, unit, num_components),
    )


def _as_written(data):
    """The numbers with the digits of their own precision, not those of float64."""
    return [float(str(number)) for number in np.asarray(data)]


def _frame(standardized):
    """What the axes need before the numbers are read."""
    packed = pack(standardized)
    return {name: packed[name] for name in ("low", "high", "outside")}


def start_at(mus: jax.Array) -> gm.TrainingState:
    """First training state: these means, equal weights, scales of 1 / num_components."""
    log_scales = jnp.zeros_like(mus) - jnp.log(mus.size)
    params = gm.MixtureParams(jnp.zeros_like(mus), mus, log_scales)
    return gm.TrainingState(params, _optimizer().init(params))


def _optimizer():
    return optax.adam(optax.cosine_decay_schedule(RATE, STEPS))


def train_step(state: gm.TrainingState, data: jax.Array) -> gm.TrainingState:
    """The next training state on standardised data."""
    step = gm.make_step_scannable(
        grad(gm.loss_with_scale_prior), _optimizer(), data
    )
    return step(state, 0)[0]


def loss_in_units(
    params: gm.MixtureParams, data: jax.Array, spread: jax.Array
) -> jax.Array:
    """Loss of the data as they were, in nats; data are standardised."""
    return gm.loss_mixture_weights(params, data) + data.size * jnp.log(spread)


def readable_in_units(
    params: gm.MixtureParams, center: jax.Array, spread: jax.Array
) -> tuple[jax.Array, ...]:
    """Weights, means and standard deviations in the units of the data."""
    return readable(gm.unstandardize(params, center, spread))


def _programs():
    """Compile for any number of data and of components."""
    num_data, size = symbolic_shape("num_data, num_components")
    data = jax.ShapeDtypeStruct((num_data,), jnp.float32)
    mus = jax.ShapeDtypeStruct((size,), jnp.float32)
    params = gm.MixtureParams(mus, mus, mus)
    return compile_programs(
        standardize=(gm.standardize, data),
        begin=(start_at, mus),
        step=(train_step, jax.eval_shape(start_at, mus), data),
        loss=(loss_in_units, params, data, 1.0),
        inUnits=(readable_in_units, params, 0.0, 1.0),
        densities=(densities, params, jnp.zeros(GRID)),
    )


def _picture(data, standardized, unit, num_components):
    fit = gm.fit_mixture(random.key(0), data, num_components, STARTS)
    params = unit.standardized_params(fit.params)
    return mixture_picture(params, standardized, "fitted", unit)
