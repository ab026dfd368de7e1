"""How fast a run comes to rest: `convergence_rate`."""

import ast

import jax.numpy as jnp
import numpy as np

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.assembly import Blanks
from dl_workshop.check.call_modes import shape
from dl_workshop.check.exercise import Exercise, Property

# The last changes are (0.3, -0.4) after (1.2, -0.5): lengths 0.5 and 1.3. No two steps, norms or
# ways to average agree.
PATH = ((9.0, 1.0), (3.0, 4.0), (1.0, 2.9), (2.2, 2.4), (2.5, 2.0))
ONE_NUMBER = ((8.0,), (4.0,), (6.5,), (6.0,), (5.6,))
THREE_NUMBERS = (
    (9.0, 1.0, 0.5),
    (1.2, 3.1, 3.4),  # the second change is the smallest
    (1.0, 2.9, 3.5),
    (2.2, 2.4, 2.0),
    (2.5, 2.0, 2.4),
)

exercise = Exercise(
    chapter="expectation_maximization",
    place=760,
    title="A rate of convergence",
    minutes=5,
    difficulty="easy",
    task="From the path of a run, with the parameters of each step in a row, compute how long the "
    "last change is, divided by how long the one before is. Length is the root of the sum of "
    "squares.",
    stub='''\
def convergence_rate(path):
    """Size of the last change over that of the one before, a number."""
    ...''',
    properties=(
        Property(
            "the result is one number",
            inputs=((PATH,),),
            read=shape,
            shown="jnp.shape({call})",
        ),
        Property(
            "the last change is divided by the one before",
            inputs=((PATH,),),
        ),
        Property(
            "it holds for a path of any number of parameters",
            inputs=((ONE_NUMBER,), (THREE_NUMBERS,)),
        ),
        Property(
            "where each change is half the one before, the rate is 0.5",
            inputs=(((((8.0, 0.0), (4.0, 8.0), (2.0, 12.0), (1.0, 14.0))),),),
            expected=0.5,
        ),
    ),
    hints=(
        "A change is the difference of two rows. Which three rows do you need?",
        "The last change is `path[-1] - path[-2]`, the one before is `path[-2] - path[-3]`.",
        "The length of a change is `jnp.linalg.norm` of it, or the root of the sum of squares.",
        "Return `jnp.linalg.norm(path[-1] - path[-2]) / jnp.linalg.norm(path[-2] - path[-3])`.",
    ),
    reference=gm.convergence_rate,
    insight="Near its end a run goes `1 - rate` of the remaining way in each step.",
    why="The differences of the last three rows are the last two changes. The ratio of their "
    "lengths is the rate once the slowest direction is all that is left.",
    tip="Tip: your loop works. `jnp.linalg.norm` sums over the parameters by itself.",
    spoiler="lengths[1] / lengths[0]",
    assembly=Blanks(
        """\
def convergence_rate(path):
    changes = {changes}
    lengths = {lengths}
    return {rate}""",
        blanks={
            "changes": (
                "jnp.diff(path, axis=0)",
                "jnp.diff(path, axis=1)",
                "path",
            ),
            "lengths": (
                "jnp.linalg.norm(changes, axis=1)",
                "jnp.sum(changes**2, axis=1)",
                "jnp.sum(jnp.abs(changes), axis=1)",
            ),
            "rate": (
                "lengths[-1] / lengths[-2]",
                "lengths[-2] / lengths[-1]",
                "lengths[1] / lengths[0]",
                "lengths[-2] - lengths[-1]",
            ),
        },
    ),
)


def changes(path):
    """Changes from step to step, shape (n_steps - 1, n_parameters)."""
    return np.diff(path, axis=0)


def lengths(path):
    """Their lengths."""
    return np.sqrt(np.sum(changes(path) ** 2, axis=1))


def rate(path):
    """The ratio as it should be."""
    return lengths(path)[-1] / lengths(path)[-2]


exercise.mistake(
    "The fraction is upside down: divide the last change by the one before.",
    lambda path: 1 / rate(path),
)
exercise.mistake(
    "These are squared lengths. Take the roots before you divide, or the root of the fraction.",
    lambda path: rate(path) ** 2,
)
exercise.mistake(
    "The first two changes are compared. The rate is read off the end: the last two.",
    lambda path: lengths(path)[1] / lengths(path)[0],
)
exercise.mistake(
    "The parameters themselves are compared. Take the differences of rows first.",
    lambda path: np.linalg.norm(path[-1]) / np.linalg.norm(path[-2]),
    lambda path: path[-1] / path[-2],
    lambda path: np.mean(path[-1] / path[-2]),
    lambda path: np.linalg.norm(path[-1] / path[-2]),
)
exercise.mistake(
    "There is a ratio for every parameter. Take the length of a change over all parameters first.",
    lambda path: changes(path)[-1] / changes(path)[-2],
    lambda path: abs(changes(path)[-1] / changes(path)[-2]),
)
exercise.mistake(
    "The ratios of the parameters are averaged. Divide the lengths of the changes.",
    lambda path: np.mean(changes(path)[-1] / changes(path)[-2]),
    lambda path: np.mean(abs(changes(path)[-1] / changes(path)[-2])),
)
exercise.mistake(
    "Sizes are added up without squares. The length is the root of the sum of squares.",
    lambda path: (
        np.sum(abs(changes(path)[-1])) / np.sum(abs(changes(path)[-2]))
    ),
    lambda path: np.sqrt(
        np.sum(abs(changes(path)[-1])) / np.sum(abs(changes(path)[-2]))
    ),
)
exercise.mistake(
    "Only the largest change of a parameter counts here. The length takes all parameters.",
    lambda path: (
        np.max(abs(changes(path)[-1])) / np.max(abs(changes(path)[-2]))
    ),
)
exercise.mistake(
    "The changes of the parameters are added with their signs, and can cancel. Take the length.",
    lambda path: np.sum(changes(path)[-1]) / np.sum(changes(path)[-2]),
    lambda path: abs(np.sum(changes(path)[-1]) / np.sum(changes(path)[-2])),
)
exercise.mistake(
    "This is one less the rate, the part of the way that a step goes. Leave the one out.",
    lambda path: 1 - rate(path),
)
exercise.mistake(
    "This is the logarithm of the rate. Leave it out.",
    lambda path: np.log(rate(path)),
)
exercise.mistake(
    "All ratios of the run are here. Take the last.",
    lambda path: lengths(path)[1:] / lengths(path)[:-1],
)
exercise.mistake(
    "The ratios of the whole run are averaged. Only the last counts: the first steps are not yet "
    "of the rate that remains.",
    lambda path: np.mean(lengths(path)[1:] / lengths(path)[:-1]),
)
exercise.mistake(
    "This is the length of the last change. Divide it by the length of the one before.",
    lambda path: lengths(path)[-1],
)
exercise.mistake(
    "These are changes, not yet their ratio. Take the lengths of the last two, and divide.",
    lambda path: changes(path),
    lambda path: lengths(path),
)
exercise.mistake(
    "The differences are between parameters of one step. Take them between rows, axis 0.",
    lambda path: _between_columns(path),
)
exercise.mistake(
    "The last change is divided by the change over two steps. Divide it by the one before alone.",
    lambda path: lengths(path)[-1] / np.linalg.norm(path[-1] - path[-3]),
)
exercise.mistake(
    "The last change is divided by the very first one. Divide it by the one just before.",
    lambda path: lengths(path)[-1] / lengths(path)[0],
)
exercise.mistake(
    "The ratio is one step early. The last change is between the last two rows.",
    lambda path: lengths(path)[-2] / lengths(path)[-3],
)
exercise.mistake(
    "Only the first parameter counts here. The length takes all parameters.",
    lambda path: abs(changes(path)[-1, 0] / changes(path)[-2, 0]),
    lambda path: changes(path)[-1, 0] / changes(path)[-2, 0],
)
exercise.mistake(
    "Only the first two parameters count here. There may be any number: the length takes all.",
    lambda path: rate(path[:, :2]),
)
exercise.mistake(
    "This is what remains of the way. The exercise asks for the rate alone.",
    lambda path: lengths(path)[-1] * rate(path) / (1 - rate(path)),
)
exercise.mistake(
    "The last change is subtracted from the one before. Divide their lengths.",
    lambda path: lengths(path)[-2] - lengths(path)[-1],
    lambda path: lengths(path)[-1] - lengths(path)[-2],
)
exercise.mistake(
    "The last change is divided by the size of the parameters. Divide by the change before.",
    lambda path: lengths(path)[-1] / np.linalg.norm(path[-1]),
    lambda path: lengths(path)[-1] / np.linalg.norm(path[-2]),
)


def _between_columns(path):
    across = np.linalg.norm(np.diff(path, axis=1), axis=1)
    return across[-1] / across[-2]


exercise.mistake(
    "Distances from the start are compared. A change is the step from one row to the next.",
    lambda path: (
        np.linalg.norm(path[-1] - path[0]) / np.linalg.norm(path[-2] - path[0])
    ),
)

exercise.mistake(
    "The norm is of a whole table of changes, all steps together. Give it `axis=1`, for a length "
    "of each step, and divide the last two.",
    lambda path: (
        np.linalg.norm(changes(path)[1:]) / np.linalg.norm(changes(path)[:-1])
    ),
    lambda path: (
        np.linalg.norm(changes(path)[-2:])
        / np.linalg.norm(changes(path)[-3:-1])
    ),
    lambda path: np.linalg.norm(changes(path)),
)
exercise.mistake(
    "The lengths run along the steps, one for each parameter. Sum over the parameters, axis 1, "
    "for a length of each step.",
    lambda path: _along_steps(path)[-1] / _along_steps(path)[-2],
    lambda path: _along_steps(path),
)
exercise.mistake(
    "Differences of lengths are taken. Take the differences of rows first, then the length of "
    "each.",
    lambda path: (lambda d: d[-1] / d[-2])(
        np.diff(np.linalg.norm(path, axis=1))
    ),
    lambda path: (lambda d: abs(d[-1] / d[-2]))(
        np.diff(np.linalg.norm(path, axis=1))
    ),
)


def _along_steps(path):
    """Norms along the wrong axis; with one parameter, so that there is a result, the same one."""
    sizes = np.linalg.norm(changes(path), axis=0)
    return sizes if len(sizes) > 1 else np.repeat(sizes, 2)


exercise.mistake(
    "The changes are divided parameter by parameter, and the length is taken of that. Take both "
    "lengths first, then divide.",
    lambda path: np.linalg.norm((path[-1] - path[-2]) / (path[-2] - path[-3])),
)


exercise.mistake(
    "The root is taken of the last change alone, so that the other counts squared. Take both "
    "lengths, then divide.",
    lambda path: lengths(path)[-1] / lengths(path)[-2] ** 2,
    lambda path: lengths(path)[-1] ** 2 / lengths(path)[-2],
)
exercise.mistake(
    "The fraction lacks brackets: the division comes before the differences. Put each difference "
    "in brackets.",
    lambda path: np.linalg.norm(path[-1] - path[-2] / path[-2] - path[-3]),
)
exercise.mistake(
    "Rows are added, and a change is their difference.",
    lambda path: (
        np.linalg.norm(path[-1] + path[-2])
        / np.linalg.norm(path[-2] + path[-3])
    ),
)
exercise.mistake(
    "This is how far the last change goes in the direction of the one before. The rate is a ratio "
    "of lengths.",
    lambda path: (lambda last, before: last @ before / (before @ before))(
        *changes(path)[[-1, -2]]
    ),
)


def one_norm_of_all(seen):
    """A length of the whole table is asked for its last entry."""
    whole = [
        call
        for call in seen.all_calls("*.norm", "*.sum")
        if not call.keywords and len(call.args) < 2
    ]
    return " 0-dimensional" in seen.error and whole


exercise.symptom(
    "Without `axis` there is one number for the whole table, all steps together, and no last "
    "entry of it. Give it `axis=1`, for a length of each step.",
    one_norm_of_all,
    lambda path: jnp.linalg.norm(jnp.diff(path, axis=0))[-1],
)


def columns(seen):
    """The path's last columns are taken; each row is a step."""
    own = [own for _, own in seen.own_names()]
    return any(
        isinstance(node, ast.Subscript)
        and ast.unparse(node.value) in own
        and ast.unparse(node.slice) in ("(:, -1)", ":, -1")
        for node in ast.walk(seen.tree)
    )


exercise.late_symptom(
    "`path[:, -1]` is the last column, one parameter at all steps. A step is a row: `path[-1]`.",
    columns,
    lambda path: jnp.linalg.norm(path[:, -1] - path[:, -2]),
)


exercise.mistake(
    "The last change is divided by the mean of all. Divide it by the one before.",
    lambda path: lengths(path)[-1] / np.mean(lengths(path)),
)


@exercise.right
def rate_by_norms(path):
    return jnp.linalg.norm(path[-1] - path[-2]) / jnp.linalg.norm(
        path[-3] - path[-2]
    )


@exercise.right
def rate_by_squares(path):
    squares = ((path[1:] - path[:-1]) ** 2).sum(axis=1)
    return jnp.sqrt(squares[-1] / squares[-2])


@exercise.right
def rate_by_loop(path):
    sizes = []
    for old, new in zip(path[-3:-1], path[-2:], strict=True):
        sizes.append(sum((b - a) ** 2 for a, b in zip(old, new, strict=True)))
    return (sizes[1] / sizes[0]) ** 0.5
