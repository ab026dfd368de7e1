"""The loss along one parameter and its contours along two, with a prior on the weights."""

import jax
import jax.numpy as jnp
import numpy as np
from jax import vmap

from dl_workshop import gaussian_mixture as gm
from dl_workshop.live.course_functions import from_readable, readable
from dl_workshop.live.figure import Figure, as_lists, compile_programs
from dl_workshop.live.static_pictures import contour_picture
from dl_workshop.live.units import measured, require_some

ALPHA = 2.0


def loss_landscape(
    samples: dict[str, jax.Array], params: gm.MixtureParams
) -> Figure:
    """Show the loss around a point that the reader moves, and what the prior does to it.

    Args:
        samples: names to data, each finite numbers in any unit, of shape (n_data,), a hundred at
            most: the loss is computed some 800 times for one drawing.
        params: MixtureParams of two components, the point to begin with.

    Returns:
        A Figure.

    Raises:
        ValueError: a sample is no vector, masked, or holds NaN or infinities; there is none.
    """
    unit, samples = _measured(samples)
    params = unit.standardized_params(params)
    programs = compile_programs(
        readable=(readable, params),
        fromReadable=(from_readable, *params),
        prior=(gm.weights_loglike, params[0], ALPHA),
        **{
            f"loss{i}": (
                unit.loss(gm.loss_mixture_weights),
                params,
                data,
                ALPHA,
            )
            for i, data in enumerate(samples.values())
        },
    )
    first = next(iter(samples.values()))
    everything = np.concatenate(list(samples.values()))
    return Figure(
        "loss_landscape",
        "Left the loss along one parameter, right its contours along two. Sliders move the "
        "point and the strength of the prior on the weights.",
        {
            "params": as_lists(params),
            "samples": {
                name: np.round(data, 3).tolist()
                for name, data in samples.items()
            },
            "unit": unit._asdict(),
            "alpha": ALPHA,
            "low": float(np.floor(everything.min())),
            "high": float(np.ceil(everything.max())),
        },
        programs,
        _picture(params, first, unit),
    )


def _measured(samples):
    """Choose one unit for all samples, and return them in it."""
    require_some(samples, "samples")
    for name, data in samples.items():
        measured(data, name)
    unit, _ = measured(np.concatenate(list(map(np.asarray, samples.values()))))
    return unit, {k: unit.standardized(v) for k, v in samples.items()}


def _picture(params, data, unit):
    """Contours of the loss over the first weight and the first mean."""
    weights = jnp.linspace(0.02, 0.98, 49)
    mus = jnp.linspace(-8.0, 8.0, 49)
    over_weights = vmap(_loss_at, (0, None, None, None))
    over_both = vmap(over_weights, (None, 0, None, None))
    losses = over_both(weights, mus, params, data)
    return contour_picture(weights, mus, losses, "weight 0", "mean 0", unit)


def _loss_at(weight, mu, params, data):
    """The loss with the first weight and the first mean moved."""
    log_weights = jnp.log(jnp.stack([weight, 1 - weight]))
    mus = params.component_mus.at[0].set(mu)
    moved = gm.MixtureParams(log_weights, mus, params.log_component_scales)
    return gm.loss_mixture_weights(moved, data, ALPHA)
