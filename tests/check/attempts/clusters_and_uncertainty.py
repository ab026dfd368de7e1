"""Answers to clusters_and_uncertainty."""

import jax
import jax.numpy as jnp
import numpy as np

from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


def best(r):
    return r.argmax(axis=1)


def doubt(r):
    return 1 - r.max(axis=1)


wrong(
    "along axis 0",
    lambda r: (r.argmax(axis=0), doubt(r)),
    lambda r: (jnp.argmax(r, 0), 1 - jnp.max(r, 0)),
    lambda r: (best(r), 1 - r.max(axis=0)),
)
wrong("`argmin`", lambda r: (r.argmin(axis=1), doubt(r)))
wrong("counted from 1", lambda r: (best(r) + 1, doubt(r)))
wrong("changed places", lambda r: (doubt(r), best(r)))
wrong("largest responsibilities", lambda r: (r.max(axis=1), doubt(r)))
wrong("Without an axis", lambda r: (jnp.argmax(r), 1 - jnp.max(r)))
wrong("sorted", lambda r: (jnp.argsort(r, axis=1), doubt(r)))
wrong(
    "There is a 1 in the place",
    lambda r: (jax.nn.one_hot(best(r), r.shape[1]), doubt(r)),
)
wrong("one half", lambda r: (jnp.where(r > 0.5, 1, 0), doubt(r)))
wrong("that of the component itself", lambda r: (best(r), r.max(axis=1)))
wrong("one number for all rows", lambda r: (best(r), 1 - jnp.max(r)))
wrong("The smallest", lambda r: (best(r), 1 - r.min(axis=1)))
wrong("smallest responsibility", lambda r: (best(r), jnp.min(r, axis=-1)))
wrong("second best alone", lambda r: (best(r), jnp.sort(r, axis=1)[:, -2]))
wrong(
    "lead of the best over the second",
    lambda r: (best(r), jnp.diff(jnp.sort(r, axis=1), axis=1)[:, -1]),
)
wrong("lead of the best over the least", lambda r: (best(r), jnp.ptp(r, 1)))
wrong("entropy", lambda r: (best(r), -(r * jnp.log(r)).sum(axis=1)))
wrong(
    "number of the component is subtracted", lambda r: (best(r), 1 - best(r))
)
wrong("Each responsibility", lambda r: (best(r), 1 - r))
wrong("standard deviation", lambda r: (best(r), r.std(axis=1)))
wrong("sign turned", lambda r: (best(r), r.max(axis=1) - 1))
wrong("nothing is left", lambda r: (best(r), 1 - r.sum(axis=1)))
wrong(
    "A pair is asked for", lambda r: best(r), lambda r: (best(r), doubt(r), r)
)


@wrong("`return`")
def nothing_returned(responsibilities):
    clusters = jnp.argmax(responsibilities, axis=1)
    clusters, 1 - responsibilities[clusters]


right(
    lambda r: (best(r), doubt(r)),
    lambda r: [np.argmax(np.array(r), axis=1), 1 - np.array(r).max(axis=1)],
    lambda r: (jnp.argmax(r, axis=-1), jnp.min(1 - r, axis=-1)),
)


@right
def by_taking_along(responsibilities):
    clusters = jnp.argmax(responsibilities, axis=1)
    largest = jnp.take_along_axis(responsibilities, clusters[:, None], axis=1)
    return clusters, 1 - largest[:, 0]


@right
def by_indexing(responsibilities):
    k = jnp.argmax(responsibilities, axis=1)
    return k, 1.0 - responsibilities[jnp.arange(len(k)), k]


@right
def by_top_k(responsibilities):
    values, places = jax.lax.top_k(responsibilities, 1)
    return places.ravel(), 1 - values.ravel()


@right
def by_sum_of_the_others(responsibilities):
    largest = responsibilities.max(axis=1, keepdims=True)
    others = jnp.where(responsibilities < largest, responsibilities, 0)
    return best(responsibilities), others.sum(axis=1)


wrong(
    "whole rows or columns",
    lambda r: (best(r), 1 - r[best(r)]),
    lambda r: (best(r), 1 - r[:, best(r)]),
)
wrong("logarithms of probabilities", lambda r: (best(r), -jnp.log(r.max(1))))
wrong(
    "are averaged", lambda r: ((r * jnp.arange(r.shape[1])).sum(1), doubt(r))
)
wrong("Two columns", lambda r: ((r[:, 1] > r[:, 0]).astype(int), doubt(r)))
wrong("squares of", lambda r: (best(r), 1 - (r**2).sum(axis=1)))
wrong("put together", lambda r: (best(r), r.sum() - r.max(axis=1)))
wrong("mean responsibility", lambda r: (best(r), 1 - r.mean(axis=1)))
wrong("is a variance", lambda r: (best(r), r.max(axis=1) * doubt(r)))
wrong("These are odds", lambda r: (best(r), doubt(r) / r.max(axis=1)))
wrong("`jnp.stack(", lambda r: jnp.stack([best(r), doubt(r)]))


wrong(
    "Columns are searched", lambda r: (r[:, jnp.arange(len(r))].argmax(0), 0)
)
wrong("`max` of Python", lambda r: (max(r), 1 - max(r)))


@wrong("There is a 1 in the place of the component")
def one_for_the_largest(responsibilities):
    largest = responsibilities.max(axis=1, keepdims=True)
    return (responsibilities == largest).astype(int), 1 - largest[:, 0]


@wrong("the variance of the responsibilities")
def variance_as_doubt(responsibilities):
    doubt = jnp.var(responsibilities, axis=1)
    return jnp.argmax(responsibilities, axis=1), doubt


@wrong("or from rounding it")
def last_column_rounded(responsibilities):
    clusters = jnp.round(responsibilities[:, -1]).astype(int)
    uncertainty = 1 - responsibilities.max(axis=1)
    return clusters, uncertainty


@wrong("of the first row")
def first_row_for_all(responsibilities):
    return jnp.argmax(responsibilities, axis=1), 1 - responsibilities[0]


wrong(
    "are averaged",
    lambda r: (
        jnp.round(r @ jnp.arange(r.shape[1])).astype(int),
        1 - r.max(axis=1),
    ),
)
wrong(
    "in one number",
    lambda r: (r.argmax(axis=1), jnp.mean(1 - r.max(axis=1))),
)
