"""Log likelihood of one datum: each component's weighted log density, and their logsumexp."""

import jax
import jax.numpy as jnp
from jax import vmap
from jax.nn import log_softmax, softmax

from dl_workshop import gaussian_mixture as gm
from dl_workshop.live.course_functions import (
    GRID,
    from_readable,
    readable,
)
from dl_workshop.live.figure import Figure, as_lists, compile_programs
from dl_workshop.live.static_pictures import loglikes_picture

# Limits of the axes. Numbers in a browser are float64: exp rounds to zero below about -745.
VIEWS = {
    "near": {"x": [-12, 18], "y": [-30, 0]},
    "far": {"x": [-120, 120], "y": [-2000, 100]},
}


def one_datum(params: gm.MixtureParams, datum: float) -> Figure:
    """Show the log likelihood of one datum, term by term.

    Args:
        params: MixtureParams to begin with, each of shape (n_components,).
        datum: scalar, within the near view.

    Returns:
        A Figure.
    """
    grid = jnp.zeros(GRID)
    programs = compile_programs(
        readable=(readable, params),
        fromReadable=(from_readable, *params),
        weightedLoglikes=(
            weighted_loglikes,
            params,
            grid,
        ),
        loglikes=(loglikes, params, grid),
        naiveLoglikes=(naive_loglikes, params, grid),
        peaks=(peaks, params),
        atDatum=(at_datum, params, 0.0),
    )
    return Figure(
        "one_datum",
        "Log likelihood of one datum under a mixture: a curve for each component and one for "
        "the log of their sum. Sliders move the datum and the components.",
        {
            "params": as_lists(params),
            "datum": float(datum),
            "grid": GRID,
            "views": VIEWS,
        },
        programs,
        loglikes_picture(params, datum, VIEWS["near"]),
    )


def weighted_loglikes(params: gm.MixtureParams, data: jax.Array) -> jax.Array:
    """Each component's term for each datum, shape (n_components, n_data)."""
    return gm.weighted_loglikes(*params, data)


def loglikes(params: gm.MixtureParams, data: jax.Array) -> jax.Array:
    """Log likelihood of each datum, shape (n_data,)."""
    over_data = vmap(gm.loglike_across_components, (None, None, None, 0))
    return over_data(*params, data)


def naive_loglikes(params: gm.MixtureParams, data: jax.Array) -> jax.Array:
    """The same, as the formula is written: minus infinity where every term underflows."""
    terms = jnp.exp(gm.weighted_loglikes(*params, data))
    return jnp.log(jnp.sum(terms, axis=0))


def peaks(params: gm.MixtureParams) -> jax.Array:
    """Each component's term at its own mean, shape (n_components,)."""
    log_weights, mus, log_scales = params
    return vmap(gm.loglike_one_component)(
        softmax(log_weights), mus, log_scales, mus
    )


def at_datum(
    params: gm.MixtureParams, datum: jax.Array
) -> tuple[jax.Array, ...]:
    """Log weights, log densities, the log of the sum, and the naive one, at one datum."""
    log_weights, mus, log_scales = params
    densities = vmap(gm.normal_loglike, (0, 0, None))(mus, log_scales, datum)
    loglike = gm.loglike_across_components(*params, datum)
    naive = naive_loglikes(params, jnp.reshape(datum, 1))[0]
    return log_softmax(log_weights), densities, loglike, naive
