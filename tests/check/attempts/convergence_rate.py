"""Answers to convergence_rate."""

import jax.numpy as jnp
import numpy as np

from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right
norm = jnp.linalg.norm


def last_two(path):
    """The last change and the one before."""
    return path[-1] - path[-2], path[-2] - path[-3]


wrong(
    "upside down",
    lambda p: norm(p[-2] - p[-3]) / norm(p[-1] - p[-2]),
)
wrong(
    "squared lengths",
    lambda p: jnp.sum((p[-1] - p[-2]) ** 2) / jnp.sum((p[-2] - p[-3]) ** 2),
)
wrong("first two", lambda p: norm(p[2] - p[1]) / norm(p[1] - p[0]))
wrong("parameters themselves", lambda p: norm(p[-1]) / norm(p[-2]))
wrong(
    "for every parameter",
    lambda p: (p[-1] - p[-2]) / (p[-2] - p[-3]),
    lambda p: jnp.abs((p[-1] - p[-2]) / (p[-2] - p[-3])),
)
wrong(
    "averaged",
    lambda p: jnp.mean((p[-1] - p[-2]) / (p[-2] - p[-3])),
    lambda p: jnp.mean(jnp.abs((p[-1] - p[-2]) / (p[-2] - p[-3]))),
)
wrong(
    "without squares",
    lambda p: jnp.abs(p[-1] - p[-2]).sum() / jnp.abs(p[-2] - p[-3]).sum(),
)
wrong(
    "largest change",
    lambda p: jnp.abs(p[-1] - p[-2]).max() / jnp.abs(p[-2] - p[-3]).max(),
)
wrong(
    "with their signs",
    lambda p: jnp.sum(p[-1] - p[-2]) / jnp.sum(p[-2] - p[-3]),
)
wrong("one less", lambda p: 1 - norm(p[-1] - p[-2]) / norm(p[-2] - p[-3]))
wrong(
    "logarithm",
    lambda p: jnp.log(norm(p[-1] - p[-2]) / norm(p[-2] - p[-3])),
)
wrong("length of the last change", lambda p: norm(p[-1] - p[-2]))
wrong("not yet their ratio", lambda p: jnp.diff(p, axis=0))
wrong("over two steps", lambda p: norm(p[-1] - p[-2]) / norm(p[-1] - p[-3]))
wrong("very first", lambda p: norm(p[-1] - p[-2]) / norm(p[1] - p[0]))
wrong("one step early", lambda p: norm(p[-2] - p[-3]) / norm(p[-3] - p[-4]))
wrong(
    "first parameter",
    lambda p: abs((p[-1, 0] - p[-2, 0]) / (p[-2, 0] - p[-3, 0])),
)
wrong(
    "size of the parameters",
    lambda p: norm(p[-1] - p[-2]) / norm(p[-2]),
)


@wrong("All ratios")
def every_ratio(path):
    lengths = norm(jnp.diff(path, axis=0), axis=1)
    return lengths[1:] / lengths[:-1]


@wrong("whole run are averaged")
def mean_ratio(path):
    lengths = norm(jnp.diff(path, axis=0), axis=1)
    return jnp.mean(lengths[1:] / lengths[:-1])


@wrong("between parameters")
def wrong_axis(path):
    across = norm(jnp.diff(path), axis=1)
    return across[-1] / across[-2]


@wrong("what remains")
def what_remains(path):
    last, before = map(norm, last_two(path))
    rho = last / before
    return last * rho / (1 - rho)


@wrong("`return`")
def forgotten(path):
    last, before = map(norm, last_two(path))
    last / before


right(
    lambda p: norm(p[-1] - p[-2]) / norm(p[-2] - p[-3]),
    lambda p: norm(p[-2] - p[-1]) / norm(p[-3] - p[-2]),
    lambda p: jnp.hypot(*(norm(p[-1] - p[-2]), 0.0)) / norm(p[-2] - p[-3]),
)


@right
def by_numpy(path):
    last, before = last_two(np.asarray(path))
    return np.sqrt(last @ last) / np.sqrt(before @ before)


@right
def by_diff(path):
    lengths = jnp.sqrt(jnp.sum(jnp.diff(path, axis=0) ** 2, axis=1))
    return lengths[-1] / lengths[-2]


@right
def as_a_float(path):
    last, before = last_two(path)
    return float(norm(last)) / float(norm(before))


@right
def by_unpacking(path):
    *_, a, b, c = path
    return norm(c - b) / norm(b - a)


@wrong("`path[-1] - path[-2]` in the place of")
def over_two_steps(path):
    last = jnp.linalg.norm(path[-1] - path[-3])
    return last / jnp.linalg.norm(path[-2] - path[-3])


@wrong("run along the steps")
def along_the_steps(path):
    changes = jnp.linalg.norm(jnp.diff(path, axis=0), axis=0)
    return changes[-1] / changes[-2]


@wrong("a whole table of changes")
def norm_of_all_changes(path):
    changes = jnp.diff(path, axis=0)
    return jnp.linalg.norm(changes[1:]) / jnp.linalg.norm(changes[:-1])


@wrong("Without `axis`")
def last_of_one_number(path):
    lengths = jnp.linalg.norm(jnp.diff(path, axis=0))
    return lengths[-1] / lengths[-2]


@wrong("Differences of lengths")
def differences_of_lengths(path):
    sizes = jnp.linalg.norm(path, axis=1)
    d = jnp.diff(sizes)
    return d[-1] / d[-2]


@wrong("without squares")
def root_without_squares(path):
    last = jnp.sqrt(jnp.sum(jnp.abs(path[-1] - path[-2])))
    before = jnp.sqrt(jnp.sum(jnp.abs(path[-2] - path[-3])))
    return last / before


@wrong("with their signs")
def squared_after_the_sum(path):
    last = jnp.sqrt(jnp.sum(path[-1] - path[-2]) ** 2)
    before = jnp.sqrt(jnp.sum(path[-2] - path[-3]) ** 2)
    return last / before


@wrong("the last column")
def columns(path):
    change = path[:, -1] - path[:, -2]
    before = path[:, -2] - path[:, -3]
    return jnp.linalg.norm(change) / jnp.linalg.norm(before)


@wrong("The parameters themselves")
def rows_divided(path):
    return jnp.mean(path[-1] / path[-2])


@wrong("Only the first two parameters count here")
def two_columns(path):
    x, y = path[:, 0], path[:, 1]
    length = jnp.hypot(jnp.diff(x), jnp.diff(y))
    return length[-1] / length[-2]


# It was told that everything holds with the lowest of the changes, which no path told apart.
@wrong("`d[:-1][-1]` in the place of `d[:-1]`")
def over_the_whole_way(path):
    d = jnp.linalg.norm(jnp.diff(path, axis=0), axis=1)
    return d[-1] / d[:-1].sum()


@wrong("`d[:-1][-1]` in the place of `d[:-1]`")
def over_the_smallest(path):
    d = jnp.linalg.norm(jnp.diff(path, axis=0), axis=1)
    return d[-1] / d[:-1].min()


wrong(
    "lacks brackets",
    lambda p: jnp.linalg.norm(p[-1] - p[-2] / p[-2] - p[-3]),
)
wrong(
    "Rows are added",
    lambda p: jnp.linalg.norm(p[-1] + p[-2]) / jnp.linalg.norm(p[-2] + p[-3]),
)


@wrong("in the direction of the one before")
def projection(path):
    last, before = path[-1] - path[-2], path[-2] - path[-3]
    return last @ before / (before @ before)


@wrong("The root is taken of the last change alone")
def root_of_one(path):
    last, before = path[-1] - path[-2], path[-2] - path[-3]
    return jnp.sqrt(last @ last) / (before @ before)
