"""Answers to normalize_weights."""

import jax.numpy as jnp
import numpy as np
from jax.nn import log_softmax, sigmoid, softmax

from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right

wrong(
    "This is a softmax",
    softmax,
    lambda weights: jnp.exp(weights) / jnp.exp(weights).sum(),
)
wrong("how many there are", lambda weights: weights / len(weights))
wrong("by their mean", lambda weights: weights / weights.mean())
wrong("the largest", lambda weights: weights / weights.max())
wrong(
    "root of their summed squares",
    lambda weights: weights / jnp.linalg.norm(weights),
)
wrong(
    "standardised",
    lambda weights: (weights - weights.mean()) / weights.std(),
)
wrong("`//`", lambda weights: weights // weights.sum())
wrong("logarithms", lambda weights: jnp.log(weights / weights.sum()))
wrong(
    "something small is added",
    lambda weights: weights / (weights.sum() + 1e-3),
    lambda weights: weights / (jnp.sum(weights) + 1e-8),
)
wrong(
    "has one axis",
    lambda weights: weights / weights.sum(axis=1, keepdims=True),
)
wrong("This is the sum", lambda weights: weights.sum())
wrong("upside down", lambda weights: weights.sum() / weights)
wrong("one minus", lambda weights: 1 - weights / weights.sum())
wrong(
    "constant is subtracted",
    lambda weights: weights - (weights.sum() - 1) / len(weights),
)
wrong("rounded", lambda weights: jnp.round(weights / weights.sum(), 2))
wrong("running sums", lambda weights: jnp.cumsum(weights) / weights.sum())
wrong("log softmax", lambda w: log_softmax(w))
wrong("100 times", lambda w: 100 * w / w.sum())
wrong("their product", lambda w: w / jnp.prod(w))
wrong("their median", lambda w: w / jnp.median(w))
wrong("smallest is subtracted", lambda w: (w - w.min()) / (w.max() - w.min()))
wrong("their standard deviation", lambda w: w / w.std())
wrong("their smallest", lambda w: w / w.min())
wrong("the last of them", lambda w: w / w[-1])
wrong("running sums", lambda w: w / jnp.cumsum(w))
wrong("squared before", lambda w: w**2 / jnp.sum(w**2))
wrong("Roots", lambda w: jnp.sqrt(w) / jnp.sqrt(w).sum())
wrong("count on two", lambda w: jnp.array([w[0], w[1]]) / (w[0] + w[1]))
wrong("the same, whatever", lambda w: jnp.ones(len(w)) / len(w))
wrong("what the others weigh", lambda w: w.sum() - w)
wrong("Several things", lambda w: (w / w.sum(), w.sum()))
wrong("axis too many", lambda w: (w / w.sum())[None, :])
wrong("yet to be called", lambda w: w / w.sum)
wrong("multiplied by their sum", lambda w: w * w.sum())
wrong("minus what is expected", lambda w: -w / w.sum())
wrong("whole numbers", lambda w: (w / w.sum()).astype(int))
wrong("base 10 or 2", lambda w: softmax(jnp.log10(w)))
wrong("A sigmoid", sigmoid)
wrong("by itself", lambda w: [each / jnp.sum(each) for each in w])
wrong("this is their sum", lambda w: jnp.sum(w / w.sum()))
wrong("sum twice", lambda w: w / w.sum() ** 2)
wrong("no axis -2", lambda w: w / w.sum(axis=-2))
wrong("Only the last", lambda w: w.at[-1].set(1 - w[:-1].sum()))
wrong("put in its place", lambda w: w / jnp.maximum(w.sum(), 1e-3))
wrong("", lambda w: jnp.clip(w / w.sum(), 1e-3, 1.0))
wrong("twice", lambda weights: softmax(weights / weights.sum()))


@wrong("`return`")
def divided_in_place(weights):
    weights /= weights.sum()


@wrong("two weights")
def two_of_them(weights):
    a, b = weights
    return jnp.array([a / (a + b), b / (a + b)])


@wrong("do not change in place")
def entry_by_entry(weights):
    total = weights.sum()
    for i in range(len(weights)):
        weights[i] = weights[i] / total
    return weights


@wrong("returns a changed copy")
def changed_copy_lost(weights):
    for i in range(len(weights)):
        weights.at[i].set(weights[i] / weights.sum())
    return weights


right(
    lambda weights: weights / jnp.sum(weights),
    lambda weights: weights / sum(weights),
    lambda weights: softmax(jnp.log(weights)),
    lambda weights: np.array(weights) / np.sum(np.array(weights)),
)


@right
def in_place_and_returned(weights):
    weights /= weights.sum()
    return weights


@right
def list_of_shares(weights):
    total = 0
    for weight in weights:
        total += weight
    return [weight / total for weight in weights]


@right
def set_in_a_loop(weights):
    out = jnp.zeros_like(weights)
    for i in range(len(weights)):
        out = out.at[i].set(weights[i] / weights.sum())
    return out


@wrong("`p` in the place of `jnp.clip(p, 0.01, 0.99)`")
def clipped(weights):
    p = weights / weights.sum()
    return jnp.clip(p, 0.01, 0.99)


@wrong("The last share is 1 minus the others")
def last_share_by_subtraction(weights):
    p = weights[:-1] / weights.sum()
    return jnp.append(p, 1 - p.sum())


@wrong("`float16` has 16 bits")
def half_precision(weights):
    w = weights.astype(jnp.float16)
    return w / w.sum()
