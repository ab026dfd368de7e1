"""Answers to responsibilities."""

import jax
import jax.numpy as jnp
from jax import vmap
from jax.nn import log_softmax, softmax
from jax.scipy.special import logsumexp
from jax.scipy.stats import norm

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right

_, DATA = gm.two_humps(jax.random.key(100))

wrong(
    "`.T` turns the table",
    lambda w, m, s, x: softmax(gm.weighted_loglikes(w, m, s, x), axis=0),
)
wrong(
    "softmax runs over the data",
    lambda w, m, s, x: softmax(gm.weighted_loglikes(w, m, s, x), axis=1).T,
    lambda w, m, s, x: softmax(gm.weighted_loglikes(w, m, s, x).T, axis=0),
)
wrong(
    "along the last axis",
    lambda w, m, s, x: softmax(gm.weighted_loglikes(w, m, s, x)),
)
wrong(
    "logarithms of responsibilities",
    lambda w, m, s, x: log_softmax(gm.weighted_loglikes(w, m, s, x), axis=0).T,
    lambda w, m, s, x: (
        (
            gm.weighted_loglikes(w, m, s, x)
            - logsumexp(gm.weighted_loglikes(w, m, s, x), axis=0)
        ).T
    ),
)
wrong(
    "upper part",
    lambda w, m, s, x: jnp.exp(gm.weighted_loglikes(w, m, s, x)).T,
)
wrong(
    "as it stands",
    lambda w, m, s, x: (
        (
            jnp.exp(gm.weighted_loglikes(w, m, s, x))
            / jnp.exp(gm.weighted_loglikes(w, m, s, x)).sum(axis=0)
        ).T
    ),
)
wrong(
    "whole table",
    lambda w, m, s, x: (
        (
            jnp.exp(gm.weighted_loglikes(w, m, s, x))
            / jnp.exp(gm.weighted_loglikes(w, m, s, x)).sum()
        ).T
    ),
    lambda w, m, s, x: (
        softmax(gm.weighted_loglikes(w, m, s, x), axis=(0, 1)).T
    ),
)
wrong(
    "do not count here",
    lambda w, m, s, x: (
        softmax(
            gm.weighted_loglikes(w, m, s, x) - log_softmax(w)[:, None], axis=0
        ).T
    ),
)
wrong(
    "weights count twice",
    lambda w, m, s, x: (
        softmax(
            gm.weighted_loglikes(w, m, s, x) + log_softmax(w)[:, None], axis=0
        ).T
    ),
)
wrong(
    "weight is added",
    lambda w, m, s, x: (
        softmax(
            gm.weighted_loglikes(w, m, s, x)
            - log_softmax(w)[:, None]
            + softmax(w)[:, None],
            axis=0,
        ).T
    ),
)
wrong(
    "log likelihoods, as the table",
    lambda w, m, s, x: gm.weighted_loglikes(w, m, s, x).T,
)
wrong(
    "table of logarithms as it comes",
    lambda w, m, s, x: gm.weighted_loglikes(w, m, s, x),
)
wrong(
    "most probable component",
    lambda w, m, s, x: jnp.argmax(gm.weighted_loglikes(w, m, s, x), axis=0),
)
wrong(
    "wholly to its best",
    lambda w, m, s, x: jax.nn.one_hot(
        jnp.argmax(gm.weighted_loglikes(w, m, s, x), axis=0), len(w)
    ),
)
wrong(
    "is reshaped",
    lambda w, m, s, x: softmax(
        gm.weighted_loglikes(w, m, s, x), axis=0
    ).reshape(len(x), len(w)),
)
wrong(
    "not summed over the data",
    lambda w, m, s, x: softmax(gm.weighted_loglikes(w, m, s, x), axis=0).sum(
        axis=1
    ),
    lambda w, m, s, x: softmax(gm.weighted_loglikes(w, m, s, x), axis=0).mean(
        axis=1
    ),
)
wrong(
    "of one component",
    lambda w, m, s, x: softmax(gm.weighted_loglikes(w, m, s, x), axis=0)[0],
)
wrong(
    "A sigmoid",
    lambda w, m, s, x: jax.nn.sigmoid(gm.weighted_loglikes(w, m, s, x)).T,
)
wrong(
    "count on two",
    lambda w, m, s, x: jnp.stack(
        [
            jax.nn.sigmoid(
                gm.weighted_loglikes(w, m, s, x)[0]
                - gm.weighted_loglikes(w, m, s, x)[1]
            ),
            jax.nn.sigmoid(
                gm.weighted_loglikes(w, m, s, x)[1]
                - gm.weighted_loglikes(w, m, s, x)[0]
            ),
        ],
        1,
    ),
)
wrong(
    "divided by their sum",
    lambda w, m, s, x: (
        (
            gm.weighted_loglikes(w, m, s, x)
            / gm.weighted_loglikes(w, m, s, x).sum(axis=0)
        ).T
    ),
)
wrong(
    "softmax is taken twice",
    lambda w, m, s, x: (
        softmax(softmax(gm.weighted_loglikes(w, m, s, x), axis=0), axis=0).T
    ),
)
wrong(
    "takes exponentials itself",
    lambda w, m, s, x: (
        softmax(jnp.exp(gm.weighted_loglikes(w, m, s, x)), axis=0).T
    ),
)
wrong(
    "base 10",
    lambda w, m, s, x: (
        softmax(gm.weighted_loglikes(w, m, s, x) * jnp.log(10.0), axis=0).T
    ),
)
wrong(
    "go through an exponential",
    lambda w, m, s, x: (
        softmax(gm.weighted_loglikes(w, m, jnp.exp(s), x), axis=0).T
    ),
)
wrong(
    "in the place of",
    lambda w, m, s, x: softmax(gm.weighted_loglikes(m, w, s, x), axis=0).T,
)
wrong(
    "is rounded",
    lambda w, m, s, x: (
        jnp.round(softmax(gm.weighted_loglikes(w, m, s, x), axis=0), 2).T
    ),
)
wrong(
    "no axis 2",
    lambda w, m, s, x: softmax(gm.weighted_loglikes(w, m, s, x), axis=2).T,
)
wrong(
    "One minus",
    lambda w, m, s, x: 1 - softmax(gm.weighted_loglikes(w, m, s, x), axis=0).T,
)
wrong(
    "reads `DATA`",
    lambda w, m, s, x: (
        softmax(gm.weighted_loglikes(w, m, s, DATA[:3]), axis=0).T
    ),
)
wrong(
    "log scale stands where",
    lambda w, m, s, x: vmap(lambda each: softmax(w + norm.logpdf(each, m, s)))(
        x
    ),
)
wrong(
    "largest of them",
    lambda w, m, s, x: (
        jnp.exp(
            gm.weighted_loglikes(w, m, s, x)
            - gm.weighted_loglikes(w, m, s, x).max(axis=0)
        ).T
    ),
)


@wrong("lacks the weights")
def densities_summed(w, m, s, x):
    densities = norm.pdf(x[:, None], m, jnp.exp(s))
    total = jnp.sum(densities, axis=1, keepdims=True)
    return densities * softmax(w) / total


right(
    lambda w, m, s, x: softmax(gm.weighted_loglikes(w, m, s, x).T, axis=1),
    lambda w, m, s, x: softmax(gm.weighted_loglikes(w, m, s, x).T),
    lambda w, m, s, x: (
        jnp.exp(
            gm.weighted_loglikes(w, m, s, x)
            - logsumexp(gm.weighted_loglikes(w, m, s, x), axis=0)
        ).T
    ),
    lambda w, m, s, x: jnp.exp(
        log_softmax(gm.weighted_loglikes(w, m, s, x).T, axis=-1)
    ),
    lambda w, m, s, x: vmap(softmax, in_axes=1)(
        gm.weighted_loglikes(w, m, s, x)
    ),
    lambda w, m, s, x: jnp.swapaxes(
        softmax(gm.weighted_loglikes(w, m, s, x), 0), 0, 1
    ),
    lambda w, m, s, x: jnp.stack(
        [
            softmax(gm.weighted_loglikes(w, m, s, x)[:, i])
            for i in range(len(x))
        ]
    ),
    lambda w, m, s, x: softmax(
        w + norm.logpdf(x[:, None], m, jnp.exp(s)), axis=1
    ),
    gm.responsibilities,
)


@wrong("`jnp.clip(...)` sets the same bound")
def clipped_logarithms(log_weights, mus, log_scales, data):
    table = gm.weighted_loglikes(log_weights, mus, log_scales, data)
    likelihoods = jnp.exp(jnp.clip(table, -80, None))
    return (likelihoods / likelihoods.sum(axis=0)).T


@wrong("where one is a column")
def data_beside_means(log_weights, mus, log_scales, data):
    logs = norm.logpdf(data, mus, jnp.exp(log_scales))
    return softmax(log_weights + logs, axis=-1)


@wrong("the 1e-12 counts")
def a_little_added_to_the_sum(
    log_component_weights, component_mus, log_component_scales, data
):
    p = jnp.exp(
        gm.weighted_loglikes(
            log_component_weights, component_mus, log_component_scales, data
        )
    ).T
    return p / (p.sum(axis=1, keepdims=True) + 1e-12)


@wrong("One maximum of all data")
def largest_of_the_table(log_weights, mus, log_scales, data):
    table = gm.weighted_loglikes(log_weights, mus, log_scales, data)
    p = jnp.exp(table - table.max())
    return (p / p.sum(axis=0)).T


@wrong("`jnp.maximum(...)` sets the same bound")
def densities_with_a_bound(log_weights, mus, log_scales, data):
    table = gm.weighted_loglikes(log_weights, mus, log_scales, data)
    p = jnp.maximum(jnp.exp(table), 1e-30)
    return (p / p.sum(axis=0)).T
