"""Answers to stick_breaking_weights."""

import jax.numpy as jnp
from jax import lax
from jax.nn import sigmoid

from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


def pieces_of(v):
    return v * jnp.append(1.0, jnp.cumprod(1 - v)[:-1])


@wrong("1 minus the sum of the others")
def what_is_missing_to_one(v):
    pieces = pieces_of(v)
    return pieces.sum(), jnp.append(pieces, 1 - pieces.sum())


@wrong("what is left have changed places")
def piece_carried(v):
    rest, kept = lax.scan(lambda r, x: (r * x, r * (1 - x)), 1.0, v)
    return kept.sum(), jnp.append(kept, rest)


@wrong("The rests are kept")
def rest_twice(v):
    rest, kept = lax.scan(lambda r, x: (r * (1 - x), r * (1 - x)), 1.0, v)
    return kept.sum(), jnp.append(kept, rest)


@wrong("hands over the carry first")
def share_first(v):
    rest, kept = lax.scan(lambda x, r: (r * (1 - x), r * x), 1.0, v)
    return kept.sum(), jnp.append(kept, rest)


@wrong("The shares themselves are taken off")
def rest_minus_share(v):
    rest, pieces = 1.0, []
    for share in v:
        pieces.append(rest * share)
        rest = rest - share
    return sum(pieces), jnp.array([*pieces, rest])


@wrong("a single number has none")
def joins_a_number(v):
    left = jnp.cumprod(1 - v)
    pieces = v * jnp.concatenate([1.0, left[:-1]])
    return pieces.sum(), jnp.append(pieces, left[-1])


@wrong("sigmoid here, and are shares already")
def sigmoid_first(v):
    v = sigmoid(v)
    return pieces_of(v).sum(), jnp.append(pieces_of(v), jnp.prod(1 - v))


@wrong("a running sum of the weights")
def cumsum_first(v):
    return jnp.cumsum(pieces_of(v)), jnp.append(pieces_of(v), jnp.prod(1 - v))


@right
def products_of_slices(v):
    pieces = [v[i] * jnp.prod(1 - v[:i]) for i in range(len(v))]
    weights = jnp.array([*pieces, jnp.prod(1 - v)])
    return jnp.sum(weights[:-1]), weights


@right
def one_minus_the_rest(v):
    rest, pieces = 1.0, []
    for share in v:
        pieces.append(rest * share)
        rest = rest - pieces[-1]
    return 1 - rest, jnp.array([*pieces, rest])
