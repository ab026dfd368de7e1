"""Answers to standardize."""

import statistics

import jax.numpy as jnp
import numpy as np
from jax import jit, vmap

from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


def of(center, spread, axis=0):
    """Standardise by any center and spread."""

    def standardize(data):
        c, s = center(data, axis=axis), spread(data, axis=axis)
        return (data - c) / s, c, s

    return standardize


wrong("third result is the variance", of(jnp.mean, jnp.var))
wrong("the median", of(jnp.median, jnp.std))
wrong("the range", of(jnp.mean, jnp.ptp))
wrong("the largest number", of(jnp.mean, jnp.max))
wrong("between 0 and 1", of(jnp.min, jnp.ptp))
wrong("the whole table", of(jnp.mean, jnp.std, axis=None))
wrong("`axis=0` runs over", of(jnp.mean, jnp.std, axis=1))
wrong("along rows", lambda data: vmapped(jnp.atleast_2d(data), data.shape))


def vmapped(rows, shape):
    done = vmap(lambda row: (row - row.mean()) / row.std())(rows)
    first = 0 if len(shape) == 1 else slice(None)
    return (
        done.reshape(shape),
        rows.mean(axis=1)[first],
        rows.std(axis=1)[first],
    )


wrong(
    "n - 1",
    lambda x: (
        (x - x.mean(0)) / x.std(0, ddof=1),
        x.mean(0),
        x.std(0, ddof=1),
    ),
)
wrong(
    "not centred", lambda x: (x / x.std(axis=0), x.mean(axis=0), x.std(axis=0))
)
wrong(
    "Set brackets", lambda x: (x - x.mean(0) / x.std(0), x.mean(0), x.std(0))
)
wrong(
    "multiplied", lambda x: ((x - x.mean(0)) * x.std(0), x.mean(0), x.std(0))
)
wrong(
    "wrong way round",
    lambda x: ((x.mean(0) - x) / x.std(0), x.mean(0), x.std(0)),
)
wrong(
    "divided by their variance",
    lambda x: ((x - x.mean(0)) / x.var(0), x.mean(0), x.std(0)),
)
wrong(
    "changed places",
    lambda x: ((x - x.mean(0)) / x.std(0), x.std(0), x.mean(0)),
)
wrong("come last", lambda x: (x.mean(0), x.std(0), (x - x.mean(0)) / x.std(0)))
wrong("Only the standardised data", lambda x: (x - x.mean(0)) / x.std(0))
wrong("center and spread alone", lambda x: (jnp.mean(x, 0), jnp.std(x, 0)))
wrong(
    "something is added",
    lambda x: ((x - x.mean(0)) / (x.std(0) + 1e-8), x.mean(0), x.std(0)),
    lambda x: ((x - x.mean(0)) / (x.std(0) + 1e-6), x.mean(0), x.std(0)),
)
wrong(
    "the logarithm",
    lambda x: ((x - x.mean(0)) / x.std(0), x.mean(0), jnp.log(x.std(0))),
)


@wrong("`return`")
def printed(data):
    print((data - data.mean(axis=0)) / data.std(axis=0))


@wrong("changed before")
def overwritten(data):
    data = (data - data.mean(axis=0)) / data.std(axis=0)
    return data, data.mean(axis=0), data.std(axis=0)


@wrong("changed before")
def centred_first(data):
    data = data - jnp.mean(data, axis=0)
    return (
        data / jnp.std(data, axis=0),
        jnp.mean(data, axis=0),
        jnp.std(data, axis=0),
    )


@wrong("mean of the squares is missing")
def by_norm(data):
    center = data.mean(axis=0)
    spread = jnp.linalg.norm(data - center, axis=0)
    return (data - center) / spread, center, spread


@wrong("root of the mean square")
def about_zero(data):
    center, spread = (
        jnp.mean(data, axis=0),
        jnp.sqrt(jnp.mean(data**2, axis=0)),
    )
    return (data - center) / spread, center, spread


@wrong("mean absolute deviation")
def absolute(data):
    center = jnp.mean(data, axis=0)
    spread = jnp.mean(jnp.abs(data - center), axis=0)
    return (data - center) / spread, center, spread


@wrong("A dictionary")
def in_a_dictionary(data):
    center, spread = data.mean(axis=0), data.std(axis=0)
    return {"z": (data - center) / spread, "center": center, "spread": spread}


right(
    lambda x: (
        (x - jnp.mean(x, 0)) / jnp.std(x, 0),
        jnp.mean(x, 0),
        jnp.std(x, 0),
    ),
    lambda x: [(x - x.mean(0)) / x.var(0) ** 0.5, x.mean(0), x.var(0) ** 0.5],
    of(np.mean, np.std),
    jit(of(jnp.mean, jnp.std)),
)


@right
def in_place(data):
    center, spread = data.mean(axis=0), data.std(axis=0)
    data -= center
    data /= spread
    return data, center, spread


@right
def by_moments(data):
    n = data.shape[0]
    center = data.sum(axis=0) / n
    spread = jnp.sqrt(((data - center) ** 2).sum(axis=0) / n)
    return (data - center) / spread, center, spread


@right
def column_by_column(data):
    def one(column):
        return (column - column.mean()) / column.std()

    if data.ndim == 1:
        return one(data), data.mean(), data.std()
    done = jnp.stack([one(column) for column in data.T], axis=1)
    return done, [c.mean() for c in data.T], [c.std() for c in data.T]


@wrong("spread is read off again")
def changes_step_by_step(data):
    center = data.mean(axis=0)
    data = data - center
    data = data / data.std(axis=0)
    return data, center, data.std(axis=0)


wrong(
    "error of a mean",
    lambda x: (
        (x - x.mean(0)) / x.std(0) * len(x) ** 0.5,
        x.mean(0),
        x.std(0) / len(x) ** 0.5,
    ),
)
wrong(
    "Subtract first",
    lambda x: (x / x.std(0) - x.mean(0), x.mean(0), x.std(0)),
)


waiting = jnp.array([79.0, 54.0, 74.0, 62.0, 85.0])


@wrong("reads `waiting`, a variable of the notebook")
def by_the_page_s_data(data):
    center, spread = waiting.mean(), waiting.std()
    return (data - center) / spread, center, spread


@wrong("in the place of `jnp.median(data, axis=0)`")
def median_and_deviation_from_it(data):
    center = jnp.median(data, axis=0)
    spread = jnp.sqrt(jnp.mean((data - center) ** 2, axis=0))
    return (data - center) / spread, center, spread


@wrong("two quartiles")
def quartiles(data):
    center = jnp.mean(data, axis=0)
    low, high = jnp.quantile(data, jnp.array([0.25, 0.75]), axis=0)
    return (data - center) / (high - low), center, high - low


@wrong("the length of all deviations")
def over_the_norm(data):
    deviations = data - jnp.mean(data, axis=0)
    scaled = deviations / jnp.linalg.norm(deviations)
    return scaled, jnp.mean(data, axis=0), jnp.std(data, axis=0)


@wrong("`data.T` holds single numbers")
def columns_of_a_vector(data):
    columns = [(c - c.mean()) / c.std() for c in data.T]
    return jnp.array(columns).T, data.mean(axis=0), data.std(axis=0)


@wrong("in each other's place in the fraction")
def deviation_subtracted(data):
    center, spread = data.mean(axis=0), data.std(axis=0)
    return (data - spread) / center, center, spread


@wrong("The functions of `statistics`")
def by_statistics(data):
    center = statistics.mean(data)
    spread = statistics.pstdev(data)
    return (data - center) / spread, center, spread


@wrong("taken along rows")
def rows_of_a_table(data):
    if data.ndim == 1:
        m, s = data.mean(), data.std()
        return (data - m) / s, m, s
    m = data.mean(axis=1, keepdims=True)
    s = data.std(axis=1, keepdims=True)
    return (data - m) / s, m, s


@wrong("A single mean")
def mean_of_all_alone(data):
    c = jnp.mean(data)
    s = jnp.std(data, axis=0)
    return (data - c) / s, c, s


@wrong("with center and spread in brackets of their own")
def pair_in_a_pair(data):
    c, s = data.mean(axis=0), data.std(axis=0)
    return (data - c) / s, (c, s)


@wrong("A single standard deviation is taken of the whole table")
def one_pooled_spread(data):
    center = data.mean(axis=0)
    spread = jnp.sqrt(((data - center) ** 2).mean())
    return (data - center) / spread, center, spread


# It was told that this is the median, as the first of the data happened to be.
@wrong("The center here is the first observation")
def first_for_center(data):
    spread = data.std(axis=0)
    return (data - data[0]) / spread, data[0], spread
