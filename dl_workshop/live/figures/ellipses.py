"""A mixture over rows of two columns: ellipses moved by hand, and then by gradient descent."""

from collections.abc import Sequence
from typing import cast

import jax
import jax.numpy as jnp
import numpy as np
from jax import random, value_and_grad, vmap
from jax.export import symbolic_shape
from jax.nn import softmax

from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture import multivariate
from dl_workshop.live.course_functions import STEPS, optimizer_programs
from dl_workshop.live.figure import Figure, as_lists, compile_programs
from dl_workshop.live.static_pictures import ellipses_picture

MOST_COMPONENTS = 5
RATE = 0.1
SEED = 0
DIGITS = 4  # of a standardised number that a page holds


def ellipses(
    data: jax.Array, num_components: int, labels: Sequence[str]
) -> Figure:
    """Show rows as points, and components as ellipses that the reader moves and trains.

    Args:
        data: finite numbers in any units, shape (n_data, 2).
        num_components: how many components at first, at most 5.
        labels: what the two axes are called.

    Returns:
        A Figure.

    Raises:
        ValueError: data are no rows of two finite numbers, a column has one value only, or there
            are too many components.
    """
    if np.shape(data)[1:] != (2,):
        raise ValueError(
            f"data: expected rows of two columns, got shape {np.shape(data)}"
        )
    if not 1 <= num_components <= MOST_COMPONENTS:
        raise ValueError(
            f"num_components: expected 1 to {MOST_COMPONENTS}, got {num_components}"
        )
    standardized, center, spread = gm.standardize(np.asarray(data))
    rows = on_page(standardized)
    starts = [start(rows, k) for k in range(1, MOST_COMPONENTS + 1)]
    return Figure(
        "ellipses",
        "Rows as points, coloured by the component that made them, with ellipses of one and two "
        "standard deviations for each component. Sliders move, stretch and turn them; Train lets "
        "gradient descent do it.",
        {
            "starts": [as_lists(params) for params in starts],
            "data": rows.ravel().tolist(),
            "units": [
                {"center": float(c), "spread": float(s)}
                for c, s in zip(center, spread, strict=True)
            ],
            "labels": list(labels),
            "size": num_components,
            "steps": STEPS,
            "rate": RATE,
        },
        _programs(rows, float(np.log(spread).sum())),
        ellipses_picture(
            gm.unstandardize(starts[num_components - 1], center, spread),
            np.asarray(data),
            labels,
        ),
    )


def on_page(standardized: np.ndarray) -> np.ndarray:
    """Rows as a page holds them: rounded."""
    return np.round(standardized, DIGITS)


def start(rows: np.ndarray, size: int) -> multivariate.MultivariateParams:
    """Where training begins with so many components."""
    params = gm.starting_params(random.key(SEED), rows, size)
    return cast(multivariate.MultivariateParams, params)  # for rows it is


# An ellipse as a reader moves it: two half-axes, and how far the first is turned.


def readable(
    params: multivariate.MultivariateParams,
) -> tuple[jax.Array, ...]:
    """Weights, means (k, 2), half-axes (k,) and (k,), turn of the first in radians (k,)."""
    log_weights, mus, log_choleskys = params
    factors = vmap(multivariate.precision_factor)(log_choleskys)
    f, g, h = factors[:, 0, 0], factors[:, 1, 0], factors[:, 1, 1]
    # The inverse of the triangle, times its transpose.
    across = 1 / f**2
    both = -g / (f**2 * h)
    up = (1 + g**2 / f**2) / h**2
    middle, half = (across + up) / 2, (across - up) / 2
    radius = jnp.sqrt(half**2 + both**2)
    long = jnp.sqrt(middle + radius)
    # The product of both half-axes is known: no difference of near numbers.
    short, turn = 1 / (f * h * long), 0.5 * jnp.arctan2(both, half)
    return softmax(log_weights), mus, long, short, turn


def from_readable(
    weights: jax.Array,
    mus: jax.Array,
    long: jax.Array,
    short: jax.Array,
    turn: jax.Array,
) -> multivariate.MultivariateParams:
    """The parameters whose `readable` these are."""
    cos, sin = jnp.cos(turn), jnp.sin(turn)
    both = cos * sin * (1 / long**2 - 1 / short**2)
    up = (sin / long) ** 2 + (cos / short) ** 2
    # The precision F'F has `up` and `both` in its last row, and a known determinant.
    last = jnp.sqrt(up)
    first = 1 / (long * short * last)
    rows = [jnp.log(first), jnp.zeros_like(last), both / last, jnp.log(last)]
    log_choleskys = jnp.stack(rows, axis=1).reshape(-1, 2, 2)
    return multivariate.MultivariateParams(
        jnp.log(weights), mus, log_choleskys
    )


def _programs(rows, log_spreads):
    """Compile for any number of components."""
    (size,) = symbolic_shape("num_components")
    vector, mus, matrices = (
        jax.ShapeDtypeStruct((size, *rest), jnp.float32)
        for rest in [(), (2,), (2, 2)]
    )
    params = multivariate.MultivariateParams(vector, mus, matrices)

    def loss(params, data):
        units = len(data) * log_spreads
        return multivariate.loss_mixture_weights(params, data) + units

    return compile_programs(
        lossAndSlopes=(value_and_grad(loss), params, rows),
        responsibilities=(multivariate.responsibilities, *params, rows),
        readable=(readable, params),
        fromReadable=(from_readable, vector, mus, vector, vector, vector),
        **optimizer_programs(params, ["cosine"]),
    )
