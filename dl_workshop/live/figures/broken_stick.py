"""Stick breaking: one stick by hand, and ten at random by their concentration."""

import jax
import jax.numpy as jnp
import numpy as np
from jax import random, vmap
from jax.typing import ArrayLike

from dl_workshop import gaussian_mixture as gm
from dl_workshop.live.figure import Figure, as_lists, compile_programs
from dl_workshop.live.static_pictures import sticks_picture

STICKS, COMPONENTS = 10, 25
CONCENTRATION = 3.0
THRESHOLD = 0.01  # weights above it count, as in the chapter
DIGITS = 4  # of the uniform numbers that travel inside the page


def broken_stick(beta_draws: jax.Array, key: jax.Array) -> Figure:
    """Show a stick that the reader breaks, and ten sticks broken at random.

    Args:
        beta_draws: shares between 0 and 1 to begin with, shape (n_pieces - 1,).
        key: a random key, for the ten sticks.

    Returns:
        A Figure.
    """
    uniforms = uniform_numbers(key)
    return Figure(
        "broken_stick",
        "A stick whose breaks you move, and ten sticks broken at random: a slider sets their "
        "concentration.",
        {
            "shares": as_lists(beta_draws)[0],
            "uniforms": uniforms.ravel().tolist(),
            "sticks": STICKS,
            "concentration": CONCENTRATION,
            "threshold": THRESHOLD,
        },
        _programs(beta_draws, uniforms),
        _picture(beta_draws, uniforms),
    )


def uniform_numbers(key: jax.Array) -> np.ndarray:
    """Random numbers between 0 and 1, both excluded, with few digits.

    Args:
        key: a random key.

    Returns:
        Shape (STICKS, COMPONENTS - 1), float64.
    """
    drawn = random.uniform(key, (STICKS, COMPONENTS - 1))
    smallest = 10.0**-DIGITS
    inside = np.clip(np.asarray(drawn, float), smallest, 1 - smallest)
    return np.round(inside, DIGITS)


def beta_shares(uniforms: jax.Array, concentration: ArrayLike) -> jax.Array:
    """Shares from Beta(1, concentration), each from a uniform number by the quantile function.

    The distribution function of a share is 1 - (1 - v)**c, and 1 minus a uniform number is
    another one. So v = 1 - u**(1 / c), which `expm1` computes with all its digits where it is
    small.

    Args:
        uniforms: between 0 and 1, any shape.
        concentration: positive, scalar.

    Returns:
        Shares between 0 and 1, in the shape of uniforms.
    """
    return -jnp.expm1(jnp.log(uniforms) / concentration)


def many_sticks(
    uniforms: jax.Array, concentration: ArrayLike
) -> tuple[jax.Array, jax.Array]:
    """Break a stick for each row: occupied probabilities, and weights a row longer by one."""
    shares = beta_shares(uniforms, concentration)
    return vmap(gm.stick_breaking_weights)(shares)


def _programs(beta_draws, uniforms):
    _, weights = gm.stick_breaking_weights(jnp.asarray(beta_draws))
    return compile_programs(
        weightsFromShares=(gm.stick_breaking_weights, beta_draws),
        sharesFromWeights=(gm.beta_draw_from_weights, weights),
        manySticks=(many_sticks, uniforms, CONCENTRATION),
    )


def _picture(beta_draws, uniforms):
    """Both drawings as they are before anything is moved."""
    _, one = gm.stick_breaking_weights(jnp.asarray(beta_draws))
    _, many = many_sticks(jnp.asarray(uniforms), CONCENTRATION)
    titles = "by hand", f"concentration {CONCENTRATION:g}"
    return sticks_picture((one[None], many), titles)
