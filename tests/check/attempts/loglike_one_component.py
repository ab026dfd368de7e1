"""Answers to loglike_one_component."""

import jax.numpy as jnp
from jax.scipy.stats import norm

from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right

HALF = 0.5 * jnp.log(2 * jnp.pi)


def square(mu, log_scale, datum):
    """The squared distance in standard deviations."""
    return ((datum - mu) / jnp.exp(log_scale)) ** 2


wrong(
    "log of the weight multiplies",
    lambda w, m, s, x: jnp.log(w) * norm.logpdf(x, m, jnp.exp(s)),
)
wrong(
    "`log1p`", lambda w, m, s, x: jnp.log1p(w) + norm.logpdf(x, m, jnp.exp(s))
)
wrong(
    "another base than e",
    lambda w, m, s, x: jnp.log(w) + norm.logpdf(x, m, 10**s),
)
wrong(
    "only the 2 is under the root",
    lambda w, m, s, x: (
        jnp.log(w) - 0.5 * square(m, s, x) - s - jnp.log(jnp.sqrt(2) * jnp.pi)
    ),
)
wrong(
    "Half of the log scale",
    lambda w, m, s, x: (
        jnp.log(w)
        - 0.5 * square(m, s, x)
        - 0.5 * jnp.log(2 * jnp.pi * jnp.exp(s))
    ),
)
wrong(
    "divided by the scale squared",
    lambda w, m, s, x: jnp.log(w) - 0.5 * (x - m) ** 2 / jnp.exp(s) - s - HALF,
)
wrong(
    "halved and not squared",
    lambda w, m, s, x: jnp.log(w) - 0.5 * (x - m) / jnp.exp(s) - s - HALF,
)
wrong(
    "lacks the half",
    lambda w, m, s, x: (
        jnp.log(w)
        - 0.5 * square(m, s, x)
        - jnp.log(2 * jnp.pi * jnp.exp(s) ** 2)
    ),
)
wrong(
    "`^` is not the power",
    lambda w, m, s, x: (
        jnp.log(w) - 0.5 * ((x - m) / jnp.exp(s)) ^ 2 - s - HALF
    ),
)
wrong(
    "which is one already",
    lambda w, m, s, x: jnp.log(w) - 0.5 * square(m, s, x) - jnp.log(s) - HALF,
)
wrong(
    "in this order",
    lambda w, m, s, x: jnp.log(w) + norm.logpdf(x, jnp.exp(s), m),
)
right(
    lambda w, m, s, x: norm.logpdf(x, m, jnp.exp(s)) + jnp.log(w),
    lambda w, m, s, x: jnp.log(w) - s - HALF - 0.5 * square(m, s, x),
)
