"""Answers to loss_mixture_weights."""

import jax.numpy as jnp

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right

wrong(
    "absolute value",
    lambda params, data: abs(gm.loss_mixture_weights(params, data)),
    lambda params, data: jnp.abs(gm.loss_mixture_weights(params, data)),
)
right(lambda params, data: gm.loss_mixture_weights(params, data, 2.0))
