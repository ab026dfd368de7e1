"""A gradient by hand: `gradient_of_means`."""

from itertools import permutations

import jax
import jax.numpy as jnp
import numpy as np

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import formulas, variants
from dl_workshop.check.assembly import Blanks, Picture
from dl_workshop.check.call_modes import shape
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import log_softmax, softmax
from dl_workshop.check.inputs import DATA, MIXTURE, THREE, TWO, of_mixture


def gradient_of_means(params, data):
    """Slope of the loss for each mean: minus responsibility times residual, summed over data."""
    log_weights, mus, log_scales = params
    r = gm.responsibilities(log_weights, mus, log_scales, data)
    scales = jnp.exp(log_scales)
    z = (data[:, None] - mus[None, :]) / scales[None, :]
    return -jnp.sum(r * z / scales[None, :], axis=0)


def responsible_residuals(params, data):
    """Responsibilities and residuals, each of shape (n_data, n_components), and scales."""
    r = formulas.responsibilities(*params, data)
    return r, data[:, None] - params[1], np.exp(params[2])


# What differentiates in JAX.
DIFFERENTIATES = tuple(
    f"jax.*{name}"
    for name in ("grad", "jac*", "vjp", "jvp", "linearize", "hessian")
)

exercise = Exercise(
    chapter="gradients",
    place=510,
    title="A gradient by hand",
    minutes=12,
    difficulty="hard",
    task="Write the slope of the loss for each mean from the formula, by hand: without `grad` and "
    "its like. `params` is a `gm.MixtureParams`; you may use `gm.responsibilities`.",
    stub='''\
def gradient_of_means(params, data):
    """Slope of the loss for each mean, shape (n_components,)."""
    ...''',
    arguments=MIXTURE,
    properties=(
        Property(
            "there is one slope for each mean",
            inputs=((*TWO, DATA),),
            mode=of_mixture,
            read=shape,
            shown="{call}.shape",
        ),
        Property(
            "where one component has all the weight, the other has no slope",
            inputs=(((0.0, -1000.0), *TWO[1:], DATA),),
            mode=of_mixture,
        ),
        Property(
            "a slope is minus responsibility times residual, summed over data",
            inputs=((*TWO, DATA), (*THREE, DATA[:2])),
            mode=of_mixture,
        ),
    ),
    hints=(
        "The formula has three parts: a responsibility, how far the datum is from the mean, and a "
        "scale. Which of them depend on the datum, which on the component?",
        "`gm.responsibilities` has shape (n_data, n_components). Make the residuals a table of "
        "that shape: `data[:, None] - component_mus`.",
        "Divide residuals by scales for z, and z by scales once more. The scales are `jnp.exp` of "
        "what `params` holds. Then sum over data, which is axis 0, and mind the sign.",
        "With r for the responsibilities, z and `scales`: return `-jnp.sum(r * z / scales, "
        "axis=0)`, where z is `(data[:, None] - mus) / scales`.",
    ),
    reference=gradient_of_means,
    insight="A mean is pulled by the data that it is responsible for, each by how far off it is. "
    "`grad(gm.loss_mixture_weights)` gives the same numbers.",
    why="The slope of log(sum) is each term's share, the responsibility, times the slope of the "
    "term's logarithm, which is z / scale for a mean. Data sum, and the loss has a minus. The "
    "prior does not depend on the means.",
    tip="Tip: your loop works. A table of data by components, `data[:, None] - mus`, does the "
    "same for all of them at once.",
    spoiler="-jnp.sum(r * z / scales",
    assembly=Blanks(
        """\
def gradient_of_means(params, data):
    shares = gm.responsibilities(*params, data)
    distances = {distances}
    variances = {variances}
    return {sum_over_data} / variances""",
        blanks={
            "distances": (
                "params.component_mus - data[:, None]",
                "data[:, None] - params.component_mus",
            ),
            "variances": (
                "jnp.exp(2 * params.log_component_scales)",
                "jnp.exp(params.log_component_scales)",
            ),
            "sum_over_data": (
                "jnp.sum(shares * distances, axis=0)",
                "jnp.sum(distances, axis=0)",
                "jnp.mean(shares * distances, axis=0)",
            ),
        },
    ),
    picture=Picture(
        across="the second mean",
        up="slope of the loss there",
        x=tuple(np.linspace(-4.0, 12.0, 17).tolist()),
        call=lambda function, means: [
            function(
                gm.MixtureParams(
                    jnp.array(TWO[0]),
                    jnp.array([-2.0, mean]),
                    jnp.array(TWO[2]),
                ),
                jnp.array(DATA),
            )[1]
            for mean in means
        ],
    ),
)


@exercise.mistake
def slope_of_the_loglike(params, data):
    """The sign is that of the log likelihood's slope, and the loss is its negative.

    A minus is missing, or there is one too many.
    """
    r, residuals, scales = responsible_residuals(params, data)
    return np.sum(r * residuals / scales**2, axis=0)


@exercise.mistake
def not_weighed(params, data):
    """Every datum counts in full for every component.

    Weigh each residual by the component's responsibility for the datum.
    """
    _, residuals, scales = responsible_residuals(params, data)
    return -np.sum(residuals / scales**2, axis=0)


@exercise.mistake
def divided_once(params, data):
    """The residual is divided by the scale once.

    Its square brings one scale, the chain rule another: z / scale, or the residual over the
    squared scale.
    """
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * residuals / scales, axis=0)


@exercise.mistake
def not_divided_by_scales(params, data):
    """The residual is not divided by the squared scale. It counts in standard deviations."""
    r, residuals, _ = responsible_residuals(params, data)
    return -np.sum(r * residuals, axis=0)


@exercise.mistake
def mean_of_slopes(params, data):
    """This is the mean over data where the sum is wanted.

    The loss sums over data, so its slope does.
    """
    r, residuals, scales = responsible_residuals(params, data)
    return -np.mean(r * residuals / scales**2, axis=0)


@exercise.mistake
def summed_over_components(params, data):
    """The sum runs over the components and leaves a number for each datum.

    Sum over the data, to get a slope for each mean.
    """
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * residuals / scales**2, axis=1)


@exercise.mistake
def divided_by_log_scales(params, data):
    """The log scales stand where standard deviations belong.

    Take `jnp.exp` of them before you divide.
    """
    r, residuals, _ = responsible_residuals(params, data)
    return -np.sum(r * residuals / params[2] ** 2, axis=0)


@exercise.mistake
def weighed_by_weights(params, data):
    """The weight stands where the responsibility belongs.

    The weight is the same for all data, the responsibility is the probability once the datum is
    known.
    """
    _, residuals, scales = responsible_residuals(params, data)
    return -np.sum(softmax(params[0]) * residuals / scales**2, axis=0)


@exercise.mistake
def step_of_em(params, data):
    """The sum is divided by the sum of the responsibilities.

    That resembles EM, which solves for the mean; the slope is the sum itself.
    """
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * residuals / scales**2, axis=0) / np.sum(r, axis=0)


@exercise.mistake
def summed_over_everything(params, data):
    """The sum runs over data and components. Sum over the data alone: axis 0."""
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * residuals / scales**2)


@exercise.mistake
def residuals_squared(params, data):
    """The residual is squared. Its square is in the loss; the slope of that is linear in it."""
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * (residuals / scales) ** 2, axis=0)


@exercise.mistake
def multiplied_by_scales(params, data):
    """The residual is multiplied by the squared scale. Divide: a wide component pulls less."""
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * residuals * scales**2, axis=0)


@exercise.mistake
def means_of_em(params, data):
    """These are the new means of EM, the weighted means of the data, and no slopes."""
    r, _, _ = responsible_residuals(params, data)
    return np.sum(r * data[:, None], axis=0) / np.sum(r, axis=0)


@exercise.mistake
def slope_of_log_scales(params, data):
    """This is the slope for the log scales, the second of the formulas."""
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * ((residuals / scales) ** 2 - 1), axis=0)


def summed(term, *changed):
    """Build an answer that sums other terms over the data.

    Args:
        term: of responsibilities, residuals, scales, weights and means.
        *changed: numbers, by which `params` are unpacked in another order.
    """

    def slopes(params, data):
        params = [params[number] for number in changed] or params
        r, residuals, scales = responsible_residuals(params, data)
        weights = softmax(params[0])
        return -np.sum(term(r, residuals, scales, weights, params[1]), axis=0)

    return slopes


exercise.mistake(
    "The power of the scale is another one. The residual is divided by its square.",
    summed(lambda r, d, s, w, m: r * d / s**3),
    summed(lambda r, d, s, w, m: r * d / s**4),
    summed(lambda r, d, s, w, m: r * d / np.sqrt(s)),
    summed(lambda r, d, s, w, m: r * d * s),
)

exercise.mistake(
    "The residual is squared, and divided by the scale as if it were not. The slope is linear in "
    "it: the residual over the squared scale.",
    summed(lambda r, d, s, w, m: r * d**2 / s**3),
    summed(lambda r, d, s, w, m: r * d**2),
    summed(lambda r, d, s, w, m: r * d**2 / s),
)

exercise.mistake(
    "The log scale is squared inside the exponential. The variance is `jnp.exp` of twice the log "
    "scale.",
    lambda params, data: (
        -np.sum(
            formulas.responsibilities(*params, data)
            * (data[:, None] - params[1])
            / np.exp(params[2] ** 2),
            axis=0,
        )
    ),
)

exercise.mistake(
    "A slope of the prior is added. The prior is one of weights, and does not depend on means.",
    *(
        lambda params, data, sign=sign: (
            gradient_of_means(params, data)
            + sign * (1 - len(params[0]) * softmax(params[0]))
        )
        for sign in (1, -1)
    ),
)

exercise.mistake(
    "Responsibilities are summed over the data before they meet residuals. Multiply the two datum "
    "by datum, and sum the products.",
    *(
        lambda params, data, power=power, average=average: (
            -np.sum(formulas.responsibilities(*params, data), axis=0)
            * average(data[:, None] - params[1], axis=0)
            / np.exp(power * params[2])
        )
        for power in (2, 1, 0)
        for average in (np.mean, np.sum)
    ),
)


@exercise.mistake
def shares_of_data(params, data):
    """Responsibilities sum to 1 over the data here.

    For each datum they sum to 1 over components: `gm.responsibilities`.
    """
    logs = log_softmax(params[0])[:, None] + formulas.normal_loglikes(
        params[1], params[2], data
    )
    shares = np.exp(logs - formulas.logsumexp(logs, axis=1)[:, None])
    residuals = data[:, None] - params[1]
    return -np.sum(shares.T * residuals / np.exp(2 * params[2]), axis=0)


exercise.mistake(
    "The residual has lost its sign. A datum on the left pulls to the left: leave out `abs`.",
    summed(lambda r, d, s, w, m: r * np.abs(d) / s**2),
    summed(lambda r, d, s, w, m: r * np.abs(d) / s),
)

exercise.mistake(
    "The weights count twice: they are in the responsibilities already.",
    summed(lambda r, d, s, w, m: w * r * d / s**2),
)

exercise.mistake(
    "The responsibility is squared. It counts once for each datum.",
    summed(lambda r, d, s, w, m: r**2 * d / s**2),
)

exercise.mistake(
    "The datum stands where the residual belongs: its distance from the mean, datum minus mean.",
    summed(lambda r, d, s, w, m: r * (d + m) / s**2),
)

exercise.mistake(
    "The mean stands where the residual belongs: the datum's distance from it, datum minus mean.",
    summed(lambda r, d, s, w, m: -r * m / s**2),
    summed(lambda r, d, s, w, m: r * m / s**2),
)

exercise.mistake(
    "Every sum is one of data and mean. The residual is their difference.",
    summed(lambda r, d, s, w, m: r * (d + 2 * m) / s**2),
)

exercise.mistake(
    "`params` is unpacked in another order. It holds log weights, means, log scales.",
    *(
        summed(lambda r, d, s, w, m: r * d / s**2, *order)
        for order in permutations(range(3))
        if order != (0, 1, 2)
    ),
)

exercise.mistake(
    "This is the slope for the log weights, the third of the formulas.",
    summed(lambda r, d, s, w, m: r - w),
)

exercise.mistake(
    "Something of the weights is added. The prior does not depend on the means, and has no slope "
    "here.",
    lambda params, data: (
        summed(lambda r, d, s, w, m: r * d / s**2)(params, data)
        - softmax(params[0])
    ),
    lambda params, data: (
        summed(lambda r, d, s, w, m: r * d / s**2)(params, data)
        - log_softmax(params[0])
    ),
)


@exercise.mistake
def summed_too_early(params, data):
    """The residuals of all components are summed before they are divided by the scales.

    Each mean has a sum of its own: over the data alone, axis 0.
    """
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * residuals) / scales**2


@exercise.mistake
def multiplied_over_data(params, data):
    """The slopes of the data are multiplied. Log likelihoods sum, and so do their slopes."""
    r, residuals, scales = responsible_residuals(params, data)
    return -np.prod(r * residuals / scales**2, axis=0)


exercise.symptom(
    "The slope is taken from differences of the loss, and in 32 bits little is left of them. The "
    "task asks for the formula.",
    lambda seen: (
        not seen.error
        and seen.calls("*loss_mixture_weights", "*mixture_loglike")
        and not seen.calls(*DIFFERENTIATES)
    ),
    lambda params, data: jnp.stack(
        [
            (
                gm.loss_mixture_weights(
                    params._replace(
                        component_mus=params.component_mus.at[k].add(1e-3)
                    ),
                    data,
                )
                - gm.loss_mixture_weights(params, data)
            )
            / 1e-3
            for k in range(len(params.component_mus))
        ]
    ),
)

exercise.symptom(
    "A slope for each parameter comes back, and the task asks for those of the means alone: one "
    "array.",
    lambda seen: (
        seen.error.startswith("WrongReturnType")
        and ("MixtureParams" in seen.error or "a tuple of 3" in seen.error)
    ),
    lambda params, data: gm.MixtureParams(
        params[0], gradient_of_means(params, data), params[2]
    ),
)

exercise.symptom(
    "JAX differentiates here, and the task asks for the formula, by hand. Write the slope from "
    "responsibilities, residuals and scales.",
    lambda seen: not seen.error and seen.calls(*DIFFERENTIATES),
    lambda params, data: jax.grad(gm.loss_mixture_weights)(params, data)[2],
)

exercise.rule(
    "The task asks for the formula, by hand, and here JAX differentiates. Write the slope from "
    "responsibilities, residuals and scales.",
    lambda seen: seen.calls_by_helpers(*DIFFERENTIATES),
    lambda params, data: jax.grad(gm.loss_mixture_weights)(params, data)[1],
    lambda params, data: jax.jacobian(gm.loss_mixture_weights)(params, data)[
        1
    ],
)

exercise.rule(
    "The loss itself is called here, and its slopes are read off its values. Write the formula: "
    "responsibilities, residuals and scales.",
    lambda seen: seen.calls_by_helpers("*.loss_mixture_weights"),
    lambda params, data: (
        jnp.array(
            [
                gm.loss_mixture_weights(_moved(params, i, 0.005), data)
                - gm.loss_mixture_weights(_moved(params, i, -0.005), data)
                for i in range(len(params[1]))
            ]
        )
        / 0.01
    ),
)


def _moved(params, i, by):
    """Parameters with one mean moved."""
    return params._replace(component_mus=params[1].at[i].add(by))


def _in_parts(params, data, weighs, distance, below, total):
    each = weighs(params, data) * distance(data[:, None], params[1], params)
    return total(each / below(np.exp(params[2]), params[2]))


WEIGHS = {
    "": lambda params, data: formulas.responsibilities(*params, data),
    "Every datum counts in full for every component: weigh it by the responsibility.": (
        lambda params, data: 1.0
    ),
    "The weights stand where the responsibilities belong.": lambda params, data: (
        softmax(params[0])
    ),
    "The log weights stand where the responsibilities belong.": lambda params, data: (
        log_softmax(params[0])
    ),
    "Each datum counts for its best component alone, and in full.": lambda params, data: (
        formulas.responsibilities(*params, data)
        == np.max(
            formulas.responsibilities(*params, data), axis=1, keepdims=True
        )
    ),
    "The responsibilities are squared.": lambda params, data: (
        formulas.responsibilities(*params, data) ** 2
    ),
    "The weight counts beside the responsibility, which has it already.": lambda params, data: (
        formulas.responsibilities(*params, data) * softmax(params[0])
    ),
    "Weight times density stands where the responsibility belongs: divide it by the sum over the "
    "components.": lambda params, data: (
        np.exp(formulas.weighted_loglikes(*params, data)).T
    ),
    "Log responsibilities stand where responsibilities belong.": lambda params, data: (
        np.log(formulas.responsibilities(*params, data))
    ),
    "The responsibilities lack the weights.": lambda params, data: (
        formulas.responsibilities(0 * params[0], *params[1:], data)
    ),
    "The responsibilities lack the factor 1 / scale of the densities.": lambda params, data: (
        formulas.responsibilities(params[0] + params[2], *params[1:], data)
    ),
    "The responsibilities lack the weights, and the factor 1 / scale of the densities.": (
        lambda params, data: formulas.responsibilities(
            params[2], *params[1:], data
        )
    ),
}
DISTANCE = {
    "": lambda x, mu, params: mu - x,
    "The sign is that of the log likelihood's slope: the loss is its negative.": (
        lambda x, mu, params: x - mu
    ),
    "The distance is squared.": lambda x, mu, params: (x - mu) ** 2,
    "The mean is added to the datum, and is to be subtracted.": lambda x, mu, params: (
        -x - mu
    ),
    "The slope is twice what it should be.": lambda x, mu, params: (
        2 * (mu - x)
    ),
    "The slope is half of what it should be.": lambda x, mu, params: (
        (mu - x) / 2
    ),
    "The size of the distance stands where the distance belongs.": (
        lambda x, mu, params: np.abs(x - mu)
    ),
}
BELOW = {
    "": lambda sd, log_sd: sd**2,
    "The distance is divided by the scale, and is to be divided by its square.": (
        lambda sd, log_sd: sd
    ),
    "Twice the scale stands where its square belongs: `2 * x` is no square.": (
        lambda sd, log_sd: 2 * sd
    ),
    "Nothing is divided by the scale.": lambda sd, log_sd: 1.0,
    "The distance is divided by the fourth power of the scale, and is to be by its square.": (
        lambda sd, log_sd: sd**4
    ),
    "The distance is divided by the third power of the scale, and is to be by its square.": (
        lambda sd, log_sd: sd**3
    ),
    "The log scales stand where standard deviations belong, squared.": (
        lambda sd, log_sd: log_sd**2
    ),
    "The log scales stand where squared standard deviations belong.": (
        lambda sd, log_sd: log_sd
    ),
    "The distance is multiplied by the squared scale, and is to be divided.": (
        lambda sd, log_sd: sd**-2.0
    ),
    "The distance is multiplied by the scale, and is to be divided by its square.": (
        lambda sd, log_sd: 1 / sd
    ),
}
TOTAL = {
    "": lambda each: np.sum(each, axis=0),
    "The mean over data is taken, and the sum is asked for.": lambda each: (
        np.mean(each, axis=0)
    ),
    "The sum runs over the components, and is to run over the data.": lambda each: (
        np.sum(each, axis=1)
    ),
    "There is one sum of everything, and each mean has its own slope.": np.sum,
    "Nothing is summed over the data.": lambda each: each,
}

exercise.mistake(
    "Twice the scale stands where its square belongs: `2 * x` is no square.",
    lambda params, data: _in_parts(
        params,
        data,
        WEIGHS[""],
        DISTANCE[""],
        lambda sd, _: 2 * sd,
        TOTAL[""],
    ),
)

exercise.mistake(
    "The responsibility multiplies the datum alone, and belongs to the whole residual: set datum "
    "minus mean in brackets.",
    lambda params, data: np.sum(
        (params[1] - formulas.responsibilities(*params, data) * data[:, None])
        * np.exp(-2 * params[2]),
        axis=0,
    ),
)


exercise.mistake(
    "The mean is subtracted once from a sum over all data. It belongs to each residual, before "
    "the responsibility multiplies it.",
    lambda params, data: (
        (
            params[1]
            - np.sum(
                formulas.responsibilities(*params, data) * data[:, None],
                axis=0,
            )
        )
        * np.exp(-2 * params[2])
    ),
)


def two_vectors(seen):
    """Data and means meet as they are; broadcasting needs a column of one of them."""
    return _do_not_fit(seen, "({n},), ({k},)", "({k},), ({n},)")


def turned_over(seen):
    """A table of components by data meets one of data by components."""
    return _do_not_fit(
        seen, "({n}, {k}), ({k}, {n})", "({k}, {n}), ({n}, {k})"
    )


def _do_not_fit(seen, *pairs):
    shapes = {"n": len(seen.trial.arguments[-1]), "k": len(TWO[0])}
    return any(
        f"shapes for broadcasting: {pair.format(**shapes)}" in seen.error
        for pair in pairs
    )


exercise.symptom(
    "Data and components are two vectors of different length here. Make the data a column, "
    "`data[:, None]`, and each datum meets each component.",
    two_vectors,
    lambda params, data: data - params.component_mus,
)

exercise.symptom(
    "One table has data along the rows, the other components. Turn one of them over, with `.T`: "
    "`gm.responsibilities` has a row for each datum.",
    turned_over,
    lambda params, data: (
        gm.responsibilities(*params, data).T * (data[:, None] - params[1])
    ),
)

exercise.late_symptom(
    "{faults}",
    variants.of_variants(
        lambda log_weights, mus, log_scales, data, *parts: _in_parts(
            (log_weights, mus, log_scales), data, *parts
        ),
        WEIGHS,
        DISTANCE,
        BELOW,
        TOTAL,
        modes=(of_mixture,),
    ),
    lambda params, data: _in_parts(
        params,
        data,
        lambda params, data: (
            np.exp(formulas.weighted_loglikes(*params, data)).T
        ),
        DISTANCE[""],
        lambda sd, _: sd,
        TOTAL[""],
    ),
)


@exercise.right
def gradient_by_loops(params, data):
    _, mus, log_scales = params
    r = gm.responsibilities(*params, data)
    gradient = []
    for k in range(len(mus)):
        slope = 0.0
        for i in range(len(data)):
            slope -= r[i, k] * (data[i] - mus[k]) / jnp.exp(2 * log_scales[k])
        gradient.append(slope)
    return jnp.array(gradient)


@exercise.right
def gradient_in_float64(params, data):
    lw, m, ls = (np.asarray(each, "float64") for each in params)
    residual = np.asarray(data, "float64")[:, None] - m
    log_joint = lw - ls - 0.5 * (residual / np.exp(ls)) ** 2
    joint = np.exp(log_joint - log_joint.max(axis=1, keepdims=True))
    r = joint / joint.sum(axis=1, keepdims=True)
    return -(r * residual).sum(axis=0) * np.exp(-2 * ls)


@exercise.right
def gradient_by_einsum(params, data):
    r = gm.responsibilities(*params, data)
    residuals = data[:, None] - params.component_mus
    return -jnp.einsum(
        "ik,ik,k->k", r, residuals, jnp.exp(-2 * params.log_component_scales)
    )
