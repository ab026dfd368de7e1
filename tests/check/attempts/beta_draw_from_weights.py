"""Answers to beta_draw_from_weights."""

import jax.numpy as jnp

from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


@wrong("as 1 minus a sum")
def one_minus_cumsum(w):
    rests = 1 - jnp.append(0.0, jnp.cumsum(w)[:-1])
    return w[:-1].sum(), (w / rests)[:-1]


@wrong("drowns in rounding error")
def rest_minus_weight(w):
    rest, shares = 1.0, []
    for weight in w[:-1]:
        shares.append(weight / rest)
        rest = rest - weight
    return sum(w[:-1]), jnp.array(shares)


@wrong("log odds of the shares")
def logits(w):
    rests = jnp.cumsum(w[::-1])[::-1]
    return w[:-1].sum(), jnp.log(w[:-1]) - jnp.log(rests[1:])


@wrong("The rests stand in reverse order")
def reversed_once(w):
    return w[:-1].sum(), w[:-1] / jnp.cumsum(w[::-1])[:-1]


@right
def sums_of_slices(w):
    shares = [w[i] / jnp.sum(w[i:]) for i in range(len(w) - 1)]
    return jnp.sum(w[:-1]), jnp.array(shares)
