"""The best parameters for given responsibilities: `m_step`."""

import ast

import jax.numpy as jnp
import numpy as np

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.assembly import Blanks
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import softmax
from dl_workshop.check.inputs import first, second, several, third

# Nothing is symmetric: no two sums over these agree by chance.
SHARES = ((0.9, 0.1), (0.75, 0.25), (0.2, 0.8), (0.6, 0.4))
DATA = (-1.5, 0.5, 6.0, 3.0)
SHARES_OF_THREE = (
    (0.7, 0.2, 0.1),
    (0.1, 0.6, 0.3),
    (0.25, 0.35, 0.4),
    (0.5, 0.1, 0.4),
    (0.05, 0.15, 0.8),
)
DATA_OF_THREE = (-4.0, 1.0, 2.5, -3.0, 7.0)
INPUTS = ((SHARES, DATA), (SHARES_OF_THREE, DATA_OF_THREE))


exercise = Exercise(
    chapter="expectation_maximization",
    place=750,
    title="The M-step",
    minutes=8,
    difficulty="medium",
    task="Write the three formulas: from responsibilities, a row for each datum, and data the "
    "weights, means and standard deviations of the components, in a tuple.",
    stub='''\
def m_step(responsibilities, data):
    """(weights, means, standard deviations), each (n_components,)."""
    ...''',
    returns=several(3, "three arrays: weights, means, standard deviations"),
    properties=(
        Property(
            "the weights sum to 1",
            inputs=INPUTS[:1],
            mode=first,
            read=lambda weights: weights.sum(),
            shown="{name}({arguments})[0].sum()",
        ),
        Property(
            "a weight is the soft count divided by the number of data",
            inputs=INPUTS,
            mode=first,
            shown="{name}({arguments})[0]",
        ),
        Property(
            "a mean is that of the data, weighted by responsibilities",
            inputs=INPUTS,
            mode=second,
            shown="{name}({arguments})[1]",
        ),
        Property(
            "a standard deviation is the root of the weighted mean of squared distances from the "
            "new mean",
            inputs=INPUTS,
            mode=third,
            shown="{name}({arguments})[2]",
        ),
    ),
    hints=(
        "Everything starts from the soft counts. Along which axis of the responsibilities do you "
        "sum to get one for each component?",
        "Axis 0 holds the data. The weights are the soft counts over `len(data)`; means and "
        "variances are divided by the soft counts.",
        "`responsibilities * data[:, None]` weighs the data, a column for each component. For the "
        "variances you need the table of squared distances `(data[:, None] - mus) ** 2`.",
        "With `counts = responsibilities.sum(axis=0)`, the means are `(responsibilities * "
        "data[:, None]).sum(axis=0) / counts`. The variances: the same with the squared distances "
        "for the data. Return `jnp.sqrt` of them.",
    ),
    reference=gm.m_step,
    insight="These are a share, a mean and a standard deviation, as labels would give them, with "
    "fractions for labels.",
    why="Each formula is one of the gradients set to zero. The package turns the responsibilities "
    "round, so that the sums run along the last axis, which is faster.",
    tip="Tip: your loop works. A table of data by components, `data[:, None] - mus`, does the "
    "same for all components at once.",
    spoiler="/ soft_counts",
    assembly=Blanks(
        """\
def m_step(responsibilities, data):
    soft_counts = jnp.sum(responsibilities, axis=0)
    mus = data @ responsibilities / {divisor}
    squares = (data[:, None] - {center}) ** 2
    variances = jnp.sum(responsibilities * squares, axis=0) / soft_counts
    return {weights}, mus, {standard_deviations}""",
        blanks={
            "divisor": ("soft_counts", "len(data)"),
            "center": ("mus", "jnp.mean(data)"),
            "weights": (
                "soft_counts / len(data)",
                "soft_counts",
                "softmax(soft_counts)",
            ),
            "standard_deviations": (
                "jnp.sqrt(variances)",
                "variances",
                "jnp.log(jnp.sqrt(variances))",
            ),
        },
    ),
)


def parts(r, data):
    """Soft counts, means and variances, as they should be."""
    counts = np.sum(r, axis=0)
    mus = np.sum(r * data[:, None], axis=0) / counts
    squares = (data[:, None] - mus[None, :]) ** 2
    return counts, mus, np.sum(r * squares, axis=0) / counts


def other_weights(sentence, weights_from):
    """Register a mistake in the weights alone."""

    def wrong(r, data):
        _, mus, variances = parts(r, data)
        return weights_from(r, data), mus, np.sqrt(variances)

    exercise.mistake(sentence, wrong)


def other_means(sentence, *all_means_from):
    """Register a mistake in the means, which the variances then share."""

    def wrong(means_from):
        def step(r, data):
            mus = means_from(r, data) + np.zeros(r.shape[1])
            squares = (data[:, None] - mus[None, :]) ** 2
            counts = np.sum(r, axis=0)
            variances = np.sum(r * squares, axis=0) / counts
            return counts / len(data), mus, np.sqrt(variances)

        return step

    exercise.mistake(sentence, *map(wrong, all_means_from))


def other_scales(sentence, *all_scales_from):
    """Register a mistake in the standard deviations alone."""

    def wrong(scales_from):
        def step(r, data):
            counts, mus, _ = parts(r, data)
            return counts / len(data), mus, scales_from(r, data)

        return step

    exercise.mistake(sentence, *map(wrong, all_scales_from))


def residuals(r, data):
    """Distances from the new means, shape (n_data, n_components)."""
    return data[:, None] - parts(r, data)[1][None, :]


other_weights(
    "The weights are the soft counts themselves. Divide them by the number of data, so that they "
    "sum to 1.",
    lambda r, data: np.sum(r, axis=0),
)
other_weights(
    "The weights are all 1: responsibilities that are divided by their sum are summed again. "
    "Divide the soft counts by the number of data.",
    lambda r, data: np.sum(r / np.sum(r, axis=0), axis=0),
)
other_weights(
    "The responsibilities are summed over the components, and that is 1 for every datum. Sum over "
    "the data, axis 0.",
    lambda r, data: np.sum(r, axis=1),
)
other_weights(
    "The responsibilities are averaged over the components, and that is the same for every datum. "
    "Average over the data, axis 0.",
    lambda r, data: np.mean(r, axis=1),
)
other_weights(
    "These are logarithms of the weights. The exercise asks for the weights themselves.",
    lambda r, data: np.log(np.mean(r, axis=0)),
)
other_weights(
    "Each datum is counted in full for its most probable component. A soft count adds up the "
    "responsibilities.",
    lambda r, data: np.mean(np.eye(r.shape[1])[np.argmax(r, axis=1)], axis=0),
)


@exercise.mistake
def counted_above_one_half(r, data):
    """A datum counts in full where its responsibility is above one half, and else not at all.

    A soft count adds up the responsibilities as they are.
    """
    counts, mus, variances = parts(r > 0.5, data)
    return counts / len(data), mus, np.sqrt(variances)


other_weights(
    "The weights are a softmax of the soft counts. These are no logarithms: divide by their sum.",
    lambda r, data: softmax(np.sum(r, axis=0)),
)
other_weights(
    "The soft counts are divided by the number of components. Divide by the number of data.",
    lambda r, data: np.sum(r, axis=0) / r.shape[1],
)
other_weights(
    "All weights are equal here. A component's weight is its share of the responsibilities.",
    lambda r, data: np.full(r.shape[1], 1 / r.shape[1]),
)
other_weights(
    "A datum is added to each soft count, as the prior does. This exercise is about the "
    "likelihood alone: leave it out.",
    lambda r, data: (np.sum(r, axis=0) + 1) / (len(data) + r.shape[1]),
)
other_weights(
    "The weights are weighted by the data. Add up the responsibilities alone.",
    lambda r, data: np.mean(r * data[:, None], axis=0),
)
other_weights(
    "The weights are the responsibilities of the first datum. Average them over all data.",
    lambda r, data: r[0],
)
other_means(
    "The weighted sum of the data is divided by the number of data. Divide it by the soft count: "
    "a component with few data has a mean of these few.",
    lambda r, data: np.mean(r * data[:, None], axis=0),
)
other_means(
    "The weighted sum of the data is not divided. Divide it by the soft count.",
    lambda r, data: np.sum(r * data[:, None], axis=0),
)
other_means(
    "Every component gets the mean of all data. Weigh each datum by the responsibility.",
    lambda r, data: np.mean(data),
)
other_means(
    "The weighted sum of the data is divided by the weight, which is the soft count over the "
    "number of data. Divide by the soft count.",
    lambda r, data: np.sum(r * data[:, None], axis=0) / np.mean(r, axis=0),
)
other_means(
    "Each mean is that of the data whose most probable component this is. Let every datum count, "
    "by its responsibility.",
    lambda r, data: _hard_means(r, data),
)
other_means(
    "The sum of the data is divided by the soft count. Weigh each datum first.",
    lambda r, data: np.sum(data) / np.sum(r, axis=0),
)
other_means(
    "The weighted sum is divided by the sum of the data. Divide it by the soft count.",
    lambda r, data: np.sum(r * data[:, None], axis=0) / np.sum(data),
)
other_scales(
    "These are variances. The exercise asks for standard deviations, their roots.",
    lambda r, data: parts(r, data)[2],
)
other_scales(
    "The distances are from the mean of all data. Take them from each component's own new mean.",
    lambda r, data: np.sqrt(
        np.sum(r * ((data - np.mean(data)) ** 2)[:, None], axis=0)
        / np.sum(r, axis=0)
    ),
)
other_scales(
    "The squared distances are averaged over all data. Divide their weighted sum by the soft "
    "count.",
    lambda r, data: np.sqrt(np.mean(r * residuals(r, data) ** 2, axis=0)),
)
other_scales(
    "The squared distances are not weighted. Weigh each by the responsibility.",
    lambda r, data: np.sqrt(np.mean(residuals(r, data) ** 2, axis=0)),
    lambda r, data: np.sqrt(
        np.sum(residuals(r, data) ** 2, axis=0) / np.sum(r, axis=0)
    ),
)
other_scales(
    "The squared distances are not divided. Divide their weighted sum by the soft count.",
    lambda r, data: np.sqrt(np.sum(r * residuals(r, data) ** 2, axis=0)),
)
other_scales(
    "These are logarithms of the standard deviations. The exercise asks for themselves.",
    lambda r, data: np.log(np.sqrt(parts(r, data)[2])),
)
other_scales(
    "The responsibility is squared along with the distance. Square the distance alone, then weigh "
    "it.",
    lambda r, data: np.sqrt(
        np.sum((r * residuals(r, data)) ** 2, axis=0) / np.sum(r, axis=0)
    ),
)
other_scales(
    "The distances are taken without squares. Average the squares and take the root.",
    lambda r, data: (
        np.sum(r * abs(residuals(r, data)), axis=0) / np.sum(r, axis=0)
    ),
)
other_scales(
    "Weighted distances add up to zero around the mean. Square them before you add.",
    lambda r, data: np.zeros(r.shape[1]),
)
other_scales(
    "The weighted mean of the squares lacks a part: subtract the square of the mean, or take "
    "distances from the mean first.",
    lambda r, data: np.sqrt(
        np.sum(r * data[:, None] ** 2, axis=0) / np.sum(r, axis=0)
    ),
)
other_scales(
    "All components get the standard deviation of all data. Weigh the squared distances by the "
    "responsibilities.",
    lambda r, data: np.full(r.shape[1], np.std(data)),
)
other_scales(
    "The sum is divided by the soft count less one. The likelihood is highest with the soft "
    "count itself.",
    lambda r, data: np.sqrt(
        np.sum(r * residuals(r, data) ** 2, axis=0) / (np.sum(r, axis=0) - 1)
    ),
)
other_scales(
    "The squares of all components are put together, in one standard deviation for all. Each "
    "component has its own.",
    lambda r, data: np.full(
        r.shape[1], np.sqrt(np.sum(r * residuals(r, data) ** 2) / len(data))
    ),
)
other_scales(
    "The data are weighted before the mean is subtracted and the square is taken. Weight the "
    "squared distances: `r * (data - mean) ** 2`.",
    lambda r, data: np.sqrt(
        np.sum((r * data[:, None] - parts(r, data)[1]) ** 2, axis=0)
        / np.sum(r, axis=0)
    ),
    lambda r, data: np.sqrt(
        np.mean((r * data[:, None] - parts(r, data)[1]) ** 2, axis=0)
    ),
)
other_scales(
    "These are precisions, one over the variance. The exercise asks for standard deviations.",
    lambda r, data: 1 / parts(r, data)[2],
)


exercise.symptom(
    "One of the three is missing. Return a tuple: weights, means, standard deviations.",
    lambda seen: (
        "standard deviations" in seen.error
        and "of 2" in seen.error
        and not _appends_triples(seen)
    ),
    lambda r, data: (r.mean(axis=0), data @ r / r.sum(axis=0)),
)


def _appends_triples(seen):
    """Whether a list gets three things at once."""
    return any(
        isinstance(given, ast.Tuple) and len(given.elts) == 3
        for call in seen.all_calls("*.append")
        for given in call.args
    )


def _triples(r, data):
    found = []
    for each in r.T:
        mean = jnp.average(data, weights=each)
        variance = jnp.average((data - mean) ** 2, weights=each)
        found.append((each.mean(), mean, jnp.sqrt(variance)))
    return found


exercise.symptom(
    "There is a triple for each component. Turn it round, into three arrays with one entry for "
    "each component: `zip(*triples)` does that.",
    lambda seen: (
        "standard deviations" in seen.error and _appends_triples(seen)
    ),
    _triples,
)


exercise.symptom(
    "The responsibilities are summed over the components, axis 1, which gives 1 for each datum. A "
    "soft count adds up over data: `axis=0`.",
    lambda seen: (
        any(text in seen.error for text in ("broadcast", "contracting"))
        and _sums_rows(seen)
    ),
    lambda r, data: (r, (data @ r) / jnp.sum(r, axis=-1), data),
)


def _sums_rows(seen):
    """Whether the argument itself is summed along axis 1, and that axis is gone then."""
    own = dict(seen.own_names()).get("responsibilities")
    return any(
        ast.unparse(call)
        in (
            template.format(r=own, axis=axis)
            for template in ("{r}.sum({axis})", "jnp.sum({r}, {axis})")
            for axis in ("1", "axis=1", "-1", "axis=-1")
        )
        for call in seen.all_calls("*.sum")
    )


def _hard_means(r, data):
    hard = np.eye(r.shape[1])[np.argmax(r, axis=1)]
    return np.sum(hard * data[:, None], axis=0) / np.maximum(
        np.sum(hard, axis=0), 1e-9
    )


other_scales(
    "The standard deviation is taken of data times responsibility. It is that of the data: the "
    "responsibilities weigh squared distances from the mean.",
    lambda r, data: np.std(r * data[:, None], axis=0),
)

other_scales(
    "The distances are from the weighted sum of the data. Divided by the soft count it is the "
    "mean.",
    lambda r, data: np.sqrt(
        np.sum(r * (data[:, None] - data @ r) ** 2, axis=0) / np.sum(r, axis=0)
    ),
)


@exercise.mistake
def means_first(r, data):
    """The means come first here. The order is weights, means, standard deviations."""
    counts, mus, variances = parts(r, data)
    return mus, counts / len(data), np.sqrt(variances)


def _a_weight_for_each_datum(seen):
    """Whether the weights are as many as the data, and the code sums along rows."""
    n_data, n_components = np.shape(seen.trial.arguments[0])
    return (
        not seen.error
        and np.shape(seen.result) == (n_data,) != (n_components,)
        and _sums_rows(seen)
    )


exercise.symptom(
    "The responsibilities are summed over the components, axis 1, which leaves a number for each "
    "datum. A soft count adds up over data: `axis=0`.",
    _a_weight_for_each_datum,
    lambda r, data: (jnp.sum(r, axis=1) / len(data), data, data),
)


other_scales(
    "The square of the mean of all data is subtracted. Take that of each component's own mean.",
    lambda r, data: np.sqrt(
        np.abs(data**2 @ r / np.sum(r, axis=0) - np.mean(data) ** 2)
    ),
)

other_means(
    "The responsibilities are squared where they weigh the data. They weigh as they are.",
    lambda r, data: data @ r**2 / np.sum(r**2, axis=0),
)


@exercise.right
def m_step_by_average(responsibilities, data):
    r = np.asarray(responsibilities)
    x = np.repeat(np.asarray(data)[:, None], r.shape[1], axis=1)
    mus = np.average(x, axis=0, weights=r)
    variances = np.average((x - mus) ** 2, axis=0, weights=r)
    return [r.mean(axis=0), mus, np.sqrt(variances)]


@exercise.right
def m_step_by_loops(responsibilities, data):
    weights, mus, scales = [], [], []
    for k in range(responsibilities.shape[1]):
        r = responsibilities[:, k]
        mu = jnp.dot(r, data) / jnp.sum(r)
        weights.append(jnp.mean(r))
        mus.append(mu)
        scales.append(jnp.sqrt(jnp.dot(r, (data - mu) ** 2) / jnp.sum(r)))
    return jnp.array(weights), jnp.array(mus), jnp.array(scales)


@exercise.right
def m_step_by_moments(responsibilities, data):
    counts = responsibilities.sum(0)
    first = data @ responsibilities / counts
    second = data**2 @ responsibilities / counts
    return counts / counts.sum(), first, (second - first**2) ** 0.5
