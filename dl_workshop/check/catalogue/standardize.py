"""Data in units of their spread: `standardize`."""

import ast

import jax.numpy as jnp
import numpy as np

from dl_workshop.check.assembly import Blanks
from dl_workshop.check.call_modes import shape
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.inputs import first, second, several, third

# Neither the mean nor the median is an observation, and the smallest is not the first.
COLUMN = (4.0, 2.0, 9.0, 7.0, 2.0)
TINY = tuple(1e-9 * value for value in COLUMN)
ROWS = ((4.0, 100.0), (2.0, 300.0), (9.0, 50.0))


def standardize(data):
    """Subtract the mean and divide by the standard deviation, column by column."""
    center, spread = data.mean(axis=0), data.std(axis=0)
    return (data - center) / spread, center, spread


exercise = Exercise(
    chapter="your_own_data",
    place=770,
    title="In units of the spread",
    minutes=5,
    difficulty="easy",
    task="Subtract from data their mean and divide by their standard deviation, with n in its "
    "denominator as NumPy has it. Return the standardised data, the mean and the standard "
    "deviation. Of a table, with one row for each observation, treat every column by itself.",
    stub='''\
def standardize(data):
    """Data with mean 0 and spread 1; their center and spread."""
    ...''',
    returns=several(3, "three things: standardised data, center, spread"),
    properties=(
        Property(
            "there is one standardised number for each observation",
            inputs=((COLUMN,),),
            mode=first,
            read=shape,
            shown="{name}({arguments})[0].shape",
        ),
        Property(
            "the second result is the mean",
            inputs=((COLUMN,),),
            mode=second,
            shown="{name}({arguments})[1]",
        ),
        Property(
            "the third result is the standard deviation",
            inputs=((COLUMN,),),
            mode=third,
            shown="{name}({arguments})[2]",
        ),
        Property(
            "standardised data have mean 0 and spread 1",
            inputs=((COLUMN,),),
            mode=first,
            shown="{name}({arguments})[0]",
        ),
        Property(
            "the unit makes no difference, however small the numbers are",
            inputs=((TINY,),),
            mode=first,
            shown="{name}({arguments})[0]",
        ),
        Property(
            "of a table, every column has a mean of its own",
            inputs=((ROWS,),),
            mode=second,
            shown="{name}({arguments})[1]",
        ),
        Property(
            "of a table, every column has a spread of its own",
            inputs=((ROWS,),),
            mode=third,
            shown="{name}({arguments})[2]",
        ),
        Property(
            "of a table, every column is standardised by itself",
            inputs=((ROWS,),),
            mode=first,
            shown="{name}({arguments})[0]",
        ),
    ),
    hints=(
        "What is subtracted from data so that their mean becomes 0? And by what do you then "
        "divide so that their standard deviation becomes 1?",
        "`data.mean(axis=0)` and `data.std(axis=0)` go down the columns of a table, and of a "
        "vector they are single numbers. So one line serves both.",
        "Compute both first, from the data as they came. Then subtract, set brackets, divide, and "
        "return three things separated by commas.",
        "After `center, spread = data.mean(axis=0), data.std(axis=0)`, return "
        "`(data - center) / spread, center, spread`.",
    ),
    reference=standardize,
    insight="Mean and spread come back as well, because without them nobody could return to the "
    "unit of the data.",
    why="Subtracting moves the data, dividing stretches them; neither changes their shape. "
    "`axis=0` runs over observations, so that every column of a table keeps its own unit. "
    "`gm.standardize` does the same, and refuses numbers that are missing or all alike.",
    tip="Tip: your loop works. NumPy and JAX subtract a number from a whole array at once.",
    spoiler="(data - center) / spread",
    assembly=Blanks(
        """\
def standardize(data):
    center = {center}
    spread = {spread}
    return {standardized}, center, spread""",
        blanks={
            "center": (
                "jnp.mean(data, axis=0)",
                "jnp.median(data, axis=0)",
                "jnp.mean(data)",
            ),
            "spread": (
                "jnp.std(data, axis=0)",
                "jnp.std(data, axis=0, ddof=1)",
                "jnp.var(data, axis=0)",
                "jnp.std(data)",
            ),
            "standardized": (
                "(data - center) / spread",
                "data - center / spread",
                "(data - center) * spread",
            ),
        },
    ),
)


@exercise.mistake
def divided_by_the_variance(data):
    """The third result is the variance. The standard deviation is its root."""
    mean, variance = data.mean(axis=0), data.var(axis=0)
    return (data - mean) / variance, mean, variance


exercise.mistake(
    "The data are divided by their variance. Divide by its root, the standard deviation.",
    lambda data: (
        (data - data.mean(axis=0)) / data.var(axis=0),
        data.mean(axis=0),
        data.std(axis=0),
    ),
)


@exercise.mistake
def sample_deviation(data):
    """This standard deviation has n - 1 in its denominator.

    That estimates the spread of a population. Here n is asked for, so that the standardised data
    have a spread of exactly 1: leave `ddof` out.
    """
    mean, deviation = data.mean(axis=0), data.std(axis=0, ddof=1)
    return (data - mean) / deviation, mean, deviation


exercise.mistake(
    "The data are not centred: subtract the mean before you divide.",
    lambda data: (
        data / data.std(axis=0),
        data.mean(axis=0),
        data.std(axis=0),
    ),
)

exercise.mistake(
    "The data are centred, and not divided by their standard deviation yet.",
    lambda data: (
        data - data.mean(axis=0),
        data.mean(axis=0),
        data.std(axis=0),
    ),
)

exercise.mistake(
    "Division comes before subtraction here. Set brackets around the difference.",
    lambda data: (
        data - data.mean(axis=0) / data.std(axis=0),
        data.mean(axis=0),
        data.std(axis=0),
    ),
)

exercise.mistake(
    "Mean and standard deviation stand in each other's place in the fraction: subtract the mean, "
    "and divide by the standard deviation.",
    lambda data: (
        (data - data.std(axis=0)) / data.mean(axis=0),
        data.mean(axis=0),
        data.std(axis=0),
    ),
)

exercise.mistake(
    "The data are multiplied by their standard deviation. Divide by it.",
    lambda data: (
        (data - data.mean(axis=0)) * data.std(axis=0),
        data.mean(axis=0),
        data.std(axis=0),
    ),
)

exercise.mistake(
    "The difference is the wrong way round: the data minus the mean.",
    lambda data: (
        (data.mean(axis=0) - data) / data.std(axis=0),
        data.mean(axis=0),
        data.std(axis=0),
    ),
)


@exercise.mistake
def from_the_smallest(data):
    """This maps the data to the numbers between 0 and 1, by the smallest and the range.

    One outlier would decide about all others: take the mean and the standard deviation.
    """
    low, width = data.min(axis=0), np.ptp(data, axis=0)
    return (data - low) / width, low, width


@exercise.mistake
def divided_by_the_largest(data):
    """The spread here is the largest number. Take the standard deviation."""
    mean, largest = data.mean(axis=0), data.max(axis=0)
    return (data - mean) / largest, mean, largest


@exercise.mistake
def divided_by_the_range(data):
    """The spread here is the range, from smallest to largest. Take the standard deviation."""
    mean, width = data.mean(axis=0), np.ptp(data, axis=0)
    return (data - mean) / width, mean, width


@exercise.mistake(
    when=lambda seen: not seen.calls("*median", "*quantile", "*percentile")
)
def first_as_center(data):
    """The center here is the first observation. Asked for is the mean of all."""
    deviation = data.std(axis=0)
    return (data - data[0]) / deviation, data[0], deviation


@exercise.mistake(
    when=lambda seen: seen.calls("*median", "*quantile", "*percentile")
)
def median_as_center(data):
    """The center here is the median. That serves data with outliers; asked for is the mean."""
    median, deviation = np.median(data, axis=0), data.std(axis=0)
    return (data - median) / deviation, median, deviation


@exercise.mistake
def root_mean_square(data):
    """The spread here is the root of the mean square, counted from zero.

    Count from the mean, as `std` does.
    """
    mean, size = data.mean(axis=0), np.sqrt((data**2).mean(axis=0))
    return (data - mean) / size, mean, size


@exercise.mistake
def mean_absolute_deviation(data):
    """The spread here is the mean absolute deviation. The standard deviation squares first."""
    mean = data.mean(axis=0)
    deviation = np.abs(data - mean).mean(axis=0)
    return (data - mean) / deviation, mean, deviation


@exercise.mistake
def distance_of_quartiles(data):
    """The spread here is the distance of two quartiles. Take the standard deviation."""
    low, high = np.quantile(data, [0.25, 0.75], axis=0)
    return (
        (data - data.mean(axis=0)) / (high - low),
        data.mean(axis=0),
        high - low,
    )


exercise.mistake(
    "The data are divided by the length of all deviations, the root of their summed squares. "
    "Divide by the standard deviation, the root of their mean square.",
    *(
        lambda data, axis=axis: (
            (data - data.mean(axis=0))
            / np.linalg.norm(data - data.mean(axis=0), axis=axis),
            data.mean(axis=0),
            data.std(axis=0),
        )
        for axis in (0, None)
    ),
)

exercise.symptom(
    "Of a vector, `{columns}` holds single numbers and no columns, and the standard deviation of "
    "one number is 0. `axis=0` serves vectors and tables.",
    lambda seen: seen.is_nan and _goes_through_columns(seen),
    lambda data: (
        jnp.stack([(c - c.mean()) / c.std() for c in data.T]).T,
        data.mean(axis=0),
        data.std(axis=0),
    ),
)


def _goes_through_columns(seen):
    """Whether there is a loop over the turned data."""
    loops = [
        ast.unparse(node.iter)
        for node in ast.walk(seen.tree)
        if isinstance(node, (ast.For, ast.comprehension))
        and seen.made_of(node.iter) == {"data"}
    ]
    turned = [text for text in loops if text.endswith(".T")]
    return turned and {"columns": turned[0]}


@exercise.mistake
def divided_by_the_length(data):
    """The spread here is the root of the summed squares: the mean of the squares is missing.

    `jnp.linalg.norm` sums them, `std` takes their mean.
    """
    mean = data.mean(axis=0)
    length = np.sqrt(((data - mean) ** 2).sum(axis=0))
    return (data - mean) / length, mean, length


@exercise.mistake
def log_of_the_spread(data):
    """The third result is the logarithm of the standard deviation: give it as it is."""
    mean, deviation = data.mean(axis=0), data.std(axis=0)
    return (data - mean) / deviation, mean, np.log(deviation)


exercise.mistake(
    "Center and spread are computed from data that were changed before, so that they are 0 or 1. "
    "Compute them from the data as they came: they lead back to the unit.",
    lambda data: _read_off_again(
        (data - data.mean(axis=0)) / data.std(axis=0)
    ),
    lambda data: _scaled(data - data.mean(axis=0)),
)


def _read_off_again(done):
    return done, done.mean(axis=0), done.std(axis=0)


def _scaled(centred):
    deviation = centred.std(axis=0)
    return centred / deviation, centred.mean(axis=0), deviation


@exercise.mistake
def spread_before_center(data):
    """Mean and standard deviation have changed places: the center comes first."""
    mean, deviation = data.mean(axis=0), data.std(axis=0)
    return (data - mean) / deviation, deviation, mean


@exercise.mistake
def data_last(data):
    """The standardised data come last. They come first, then center and spread."""
    mean, deviation = data.mean(axis=0), data.std(axis=0)
    return mean, deviation, (data - mean) / deviation


@exercise.mistake
def standardised_alone(data):
    """Only the standardised data come back.

    Return the center and the spread as well, three things separated by commas.
    """
    return (data - data.mean(axis=0)) / data.std(axis=0)


def _two_things(seen):
    """What comes back, if there are two things of three, in words."""
    if "three things" not in seen.error or "of 2" not in seen.error:
        return None
    one, other = seen.answer(jnp.array(COLUMN))
    if isinstance(other, (tuple, list)):
        return {"what": "with center and spread in brackets of their own"}
    alone = np.shape(one) == np.shape(other) == ()
    return {"what": "center and spread alone" if alone else "one is missing"}


exercise.symptom(
    "Two things come back, {what}. Return three, separated by commas: standardised data, center, "
    "spread.",
    _two_things,
    lambda data: (data.mean(axis=0), data.std(axis=0)),
    lambda data: (data - data.mean(axis=0), (data.mean(axis=0), 1.0)),
    lambda data: (data - data.mean(axis=0), data.mean(axis=0)),
)

exercise.mistake(
    "A single mean is taken of the whole table. `axis=0` takes one of every column, and so it "
    "does with standard deviations.",
    lambda data: ((data - data.mean()) / data.std(), data.mean(), data.std()),
    lambda data: (
        (data - data.mean()) / data.std(axis=0),
        data.mean(),
        data.std(axis=0),
    ),
)

exercise.mistake(
    "A single standard deviation is taken of the whole table. `axis=0` takes one of every column.",
    lambda data: (
        (data - data.mean(axis=0)) / data.std(),
        data.mean(axis=0),
        data.std(),
    ),
    lambda data: (
        (data - data.mean(axis=0)) / (data - data.mean(axis=0)).std(),
        data.mean(axis=0),
        (data - data.mean(axis=0)).std(),
    ),
)

exercise.mistake(
    "To the spread something is added. In a small unit it would count for more than the data: "
    "leave it out.",
    *(
        lambda data, extra=extra: (
            (data - data.mean(axis=0)) / (data.std(axis=0) + extra),
            data.mean(axis=0),
            data.std(axis=0),
        )
        for extra in (1e-3, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10)
    ),
)

exercise.mistake(
    "The mean and the standard deviation are taken along rows. `axis=0` runs down the columns.",
    lambda data: _along_the_last_axis(data),
    lambda data: _along_the_last_axis(data, data.ndim > 1),
)


def _along_the_last_axis(data, with_that_axis=False):
    mean = data.mean(axis=-1, keepdims=True)
    deviation = data.std(axis=-1, keepdims=True)
    if with_that_axis:
        return (data - mean) / deviation, mean, deviation
    if data.ndim == 1:
        return (data - mean) / deviation, mean[0], deviation[0]
    return (data - mean) / deviation, mean[:, 0], deviation[:, 0]


exercise.symptom(
    "A vector has one axis, number 0. `axis=0` runs over the observations of a vector and of a "
    "table.",
    lambda seen: (
        "tuple index out of range" in seen.error
        or "axis 1 is out of bounds" in seen.error
    ),
    lambda data: (
        (data - data.mean(axis=1)) / data.std(axis=1),
        data.mean(axis=1),
        data.std(axis=1),
    ),
)


exercise.symptom(
    "A dictionary comes back. Return the three things in this order, separated by commas.",
    lambda seen: "'a dict" in seen.error or " a dict" in seen.error,
    lambda data: {"data": data, "center": 0, "spread": 1},
)


exercise.mistake(
    "The spread is read off again from data that are standardised already, so that it is 1. "
    "Compute it from the data as they came.",
    lambda data: (
        (data - data.mean(axis=0)) / data.std(axis=0),
        data.mean(axis=0),
        np.ones_like(data.std(axis=0)),
    ),
)

exercise.mistake(
    "The standard deviation is divided by the root of a count. That is the error of a mean; the "
    "spread of the data stays what it is.",
    lambda data: _divided(data, data.std(axis=0) / np.sqrt(len(data))),
)

exercise.mistake(
    "The data are divided by the spread, and the mean is subtracted then. Subtract first.",
    lambda data: (
        data / data.std(axis=0) - data.mean(axis=0),
        data.mean(axis=0),
        data.std(axis=0),
    ),
)


def _divided(data, spread):
    return (data - data.mean(axis=0)) / spread, data.mean(axis=0), spread


@exercise.right
def standardize_by_hand(data):
    n = len(data)
    center = sum(data) / n
    spread = jnp.sqrt(sum((row - center) ** 2 for row in data) / n)
    return jnp.array([(row - center) / spread for row in data]), center, spread


@exercise.right
def standardize_with_numpy(x):
    x = np.asarray(x)
    m, s = np.mean(x, 0), np.var(x, 0) ** 0.5
    return [np.divide(np.subtract(x, m), s), m, s]
