"""A mixture with more components than the data need, trained in the page: which carry weight?"""

from functools import partial

import jax
import jax.numpy as jnp
import optax
from jax import grad, jit, lax, value_and_grad
from jax.typing import ArrayLike

from dl_workshop import gaussian_mixture as gm
from dl_workshop.live.course_functions import GRID, densities, readable
from dl_workshop.live.figure import Figure, as_lists, compile_programs
from dl_workshop.live.packed_data import pack
from dl_workshop.live.static_pictures import weights_picture
from dl_workshop.live.units import measured, require_some

STEPS = 2000
RATE = 0.05
THRESHOLD = 0.01  # weights above it count, as in the chapter


def many_components(
    data: ArrayLike, starts: dict[str, gm.JointParams], eps: float
) -> Figure:
    """Show the training of a mixture with a stick-breaking prior, and its weights as bars.

    Args:
        data: finite numbers in any unit, shape (n_data,).
        starts: names to JointParams, all with the same number of components; the first is
            chosen.
        eps: what Adam adds to the recent size of a slope, nats; slopes are sums over data.

    Returns:
        A Figure.

    Raises:
        ValueError: data are no vector, masked, or hold NaN or infinities; there is no start.
    """
    require_some(starts, "starts")
    unit, data = measured(data)
    starts = {k: unit.standardized_params(v) for k, v in starts.items()}
    first = next(iter(starts.values()))
    return Figure(
        "many_components",
        "Histogram of the data with one bell curve for each component, and the weights of the "
        "components as bars. Run trains them.",
        {
            "starts": {key: as_lists(value) for key, value in starts.items()},
            "data": pack(data),
            "unit": unit._asdict(),
            "grid": GRID,
            "steps": STEPS,
            "rate": RATE,
            "threshold": THRESHOLD,
        },
        _programs(first, data, eps, unit),
        weights_picture(
            mixture_of(trained(first, data, eps)), data, THRESHOLD, unit
        ),
    )


def optimizer(rate: ArrayLike, eps: float) -> optax.GradientTransformation:
    """The chapter's optimiser: Adam with a cosine schedule."""
    return optax.adam(optax.cosine_decay_schedule(rate, STEPS), eps=eps)


def mixture_of(params: gm.JointParams) -> gm.MixtureParams:
    """JointParams without the concentration."""
    log_weights, _, mus, log_scales = params
    return gm.MixtureParams(log_weights, mus, log_scales)


@partial(jit, static_argnums=2)
def trained(
    params: gm.JointParams, data: jax.Array, eps: float
) -> gm.JointParams:
    """The JointParams after all steps, in JAX."""
    adam = optimizer(RATE, eps)
    step = gm.make_step_scannable(grad(gm.joint_loss), adam, data)
    state = gm.TrainingState(params, adam.init(params))
    return lax.scan(step, state, jnp.arange(STEPS))[0].params


def _programs(params, data, eps, unit):
    def begin(params):
        return gm.TrainingState(params, optimizer(RATE, eps).init(params))

    def step(state, slopes, rate):
        adam = optimizer(rate, eps)
        return gm.step(state, lambda params, data: slopes, adam, None)

    mixture = mixture_of(params)
    return compile_programs(
        densities=(densities, mixture, jnp.zeros(GRID)),
        readable=(readable, mixture),
        lossAndSlopes=(value_and_grad(unit.loss(gm.joint_loss)), params, data),
        begin_adam=(begin, params),
        step_adam=(step, begin(params), params, RATE),
    )
