"""Exercises of the chapter on the likelihood: one datum, all components, all data."""

import numpy as np

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.catalogue import formulas
from dl_workshop.check.catalogue.formulas import (
    log_softmax,
    logsumexp,
    normal_loglike,
    softmax,
)
from dl_workshop.check.exercise import Exercise, Property, mistake
from dl_workshop.check.uses import over_data, shape, slope

# Log weights (not normalised), means and log scales of two components, of three, and of two
# that are equal.
TWO = ((0.5, -1.0), (-2.0, 5.0), (0.1, 0.7))
THREE = ((0.3, -1.2, 2.0), (-2.0, 0.5, 3.0), (0.2, -0.7, 0.9))
TWINS = ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0))
FAR_APART = ((0.0, 1000.0), (-2.0, 5.0), (0.1, 0.7))
DATA = (-1.5, 0.5, 6.0)
FAR_OUT = (-1000.0, 0.5, 1000.0)

MAPPED = "jit(vmap({name}, in_axes=(None, None, None, 0)))({arguments})"
SLOPE_OF_MEANS = "jit(grad({name}, argnums=1))({arguments})"


# One datum under one component.


@mistake
def scale_as_variance(weight, mu, log_scale, datum):
    """This is what comes out when the scale is used as a variance.

    The distance from the mean is divided by the standard deviation, and then squared.
    """
    variance = np.exp(log_scale)
    return np.log(weight) + normal_loglike(datum, mu, np.sqrt(variance))


@mistake
def log_scale_as_scale(weight, mu, log_scale, datum):
    """The log scale is used as if it were the scale.

    `jnp.exp` of it is the standard deviation.
    """
    return np.log(weight) + normal_loglike(datum, mu, log_scale)


@mistake
def weight_without_log(weight, mu, log_scale, datum):
    """The weight is added as it is.

    The logarithm of a product is the sum of two logarithms, so the log of the weight goes in.
    """
    return weight + normal_loglike(datum, mu, np.exp(log_scale))


@mistake
def weight_left_out(weight, mu, log_scale, datum):
    """The weight is left out: this is the log density of the component on its own."""
    return normal_loglike(datum, mu, np.exp(log_scale))


@mistake
def logarithm_left_out(weight, mu, log_scale, datum):
    """This is the weight times the density; the exercise asks for its logarithm."""
    return weight * np.exp(normal_loglike(datum, mu, np.exp(log_scale)))


@mistake
def logarithm_last(weight, mu, log_scale, datum):
    """The density is computed first and its logarithm last.

    Far from the mean the density rounds to zero, and the logarithm of zero is minus infinity.
    Work with logarithms from the start.
    """
    density = np.exp(normal_loglike(datum, mu, np.exp(log_scale)))
    return np.log(weight * density)


@mistake
def log_scale_left_out(weight, mu, log_scale, datum):
    """The factor 1 / scale in front of the exponential is missing.

    Its logarithm is minus the log scale.
    """
    z = (datum - mu) / np.exp(log_scale)
    return np.log(weight) - 0.5 * z**2 - 0.5 * np.log(2 * np.pi)


@mistake
def constant_left_out(weight, mu, log_scale, datum):
    """The constant of the normal density is missing.

    Its factor 1 / sqrt(2 pi) has the logarithm -log(2 pi) / 2.
    """
    z = (datum - mu) / np.exp(log_scale)
    return np.log(weight) - 0.5 * z**2 - log_scale


@mistake
def half_left_out(weight, mu, log_scale, datum):
    """The square in the exponent lacks its factor of one half."""
    z = (datum - mu) / np.exp(log_scale)
    return np.log(weight) - z**2 - log_scale - 0.5 * np.log(2 * np.pi)


@mistake
def distance_by_log_scale(weight, mu, log_scale, datum):
    """The distance is divided by the log scale.

    It counts in standard deviations, and `jnp.exp(log_component_scale)` is the standard deviation.
    """
    z = (datum - mu) / log_scale
    return np.log(weight) - 0.5 * z**2 - log_scale - 0.5 * np.log(2 * np.pi)


@mistake
def distance_by_variance(weight, mu, log_scale, datum):
    """The distance is divided by the variance, the square of the standard deviation."""
    z = (datum - mu) / np.exp(2 * log_scale)
    return np.log(weight) - 0.5 * z**2 - log_scale - 0.5 * np.log(2 * np.pi)


@mistake
def root_forgotten(weight, mu, log_scale, datum):
    """The 2 pi stands under a root, so only half of its logarithm is subtracted."""
    loglike = normal_loglike(datum, mu, np.exp(log_scale))
    return np.log(weight) + loglike - 0.5 * np.log(2 * np.pi)


@mistake
def constant_added(weight, mu, log_scale, datum):
    """The logarithm of 2 pi is added; its factor stands below the line, so it is subtracted."""
    loglike = normal_loglike(datum, mu, np.exp(log_scale))
    return np.log(weight) + loglike + np.log(2 * np.pi)


@mistake
def square_added(weight, mu, log_scale, datum):
    """The squared distance is added.

    It is subtracted: the further away a datum is, the less likely.
    """
    z = (datum - mu) / np.exp(log_scale)
    return (
        np.log(weight)
        + normal_loglike(0.0, 0.0, np.exp(log_scale))
        + 0.5 * z**2
    )


@mistake
def weight_times_log(weight, mu, log_scale, datum):
    """The weight multiplies the log density; the log of the weight is added to it."""
    return weight * normal_loglike(datum, mu, np.exp(log_scale))


@mistake
def scale_subtracted(weight, mu, log_scale, datum):
    """The scale is subtracted as it is; of a factor below the line it is the logarithm."""
    standard = normal_loglike((datum - mu) / np.exp(log_scale), 0.0, 1.0)
    return np.log(weight) + standard - np.exp(log_scale)


@mistake
def distance_times_scale(weight, mu, log_scale, datum):
    """The distance is multiplied by the scale, where it is divided by it.

    `jnp.exp(-log_component_scale)`, with a minus, is one over the scale.
    """
    z = (datum - mu) * np.exp(log_scale)
    return np.log(weight) + normal_loglike(z, 0.0, 1.0) - log_scale


@mistake
def turned_sign(weight, mu, log_scale, datum):
    """The sign is turned: this is minus the log of weight times density."""
    return -np.log(weight) - normal_loglike(datum, mu, np.exp(log_scale))


@mistake
def scale_added(weight, mu, log_scale, datum):
    """The log scale is added where it is subtracted.

    The scale stands below the line of the density: a wide density is a low one.
    """
    loglike = normal_loglike(datum, mu, np.exp(log_scale))
    return np.log(weight) + loglike + 2 * log_scale


ONE_COMPONENT = Exercise(
    name="loglike_one_component",
    chapter="likelihood",
    title="One datum under one component",
    minutes=8,
    difficulty="easy",
    task="Write the logarithm of a component's weight times its normal density at one datum. The "
    "scale, a standard deviation, comes as its logarithm. Use `jax.numpy`: JAX will map, compile "
    "and differentiate your function.",
    stub='''\
def loglike_one_component(
    component_weight, component_mu, log_component_scale, datum
):
    """Log of weight times normal density, a scalar in nats."""
    ...''',
    properties=(
        Property(
            "at the centre of the standard normal the log density is -log(2 pi) / 2",
            inputs=((1.0, 0.0, 0.0, 0.0),),
        ),
        Property(
            "the log of the weight is added",
            inputs=((0.3, 0.0, 0.0, 0.0),),
        ),
        Property(
            "the distance from the mean is squared and halved",
            inputs=((1.0, 0.0, 0.0, 2.0), (1.0, 3.0, 0.0, 1.0)),
        ),
        Property(
            "distances count in standard deviations, and a wide density is a low one",
            inputs=((0.3, -2.0, 0.7, 1.5), (0.3, -2.0, -0.5, -1.5)),
        ),
        Property(
            "far from the mean the result is still a number",
            inputs=((0.3, 0.0, 0.5, 1000.0),),
        ),
        Property(
            "`vmap` can map it over data, and `jit` can compile that",
            inputs=((0.3, -2.0, 0.7, DATA),),
            use=over_data,
            shown=MAPPED,
        ),
        Property(
            "`grad` can differentiate it with respect to the mean",
            inputs=((0.3, -2.0, 0.7, 1.5),),
            use=slope(1),
            shown=SLOPE_OF_MEANS,
        ),
    ),
    hints=(
        "The logarithm of a product is a sum. Which factors have the weight and the normal "
        "density? There are four.",
        "Let z be the distance of the datum from the mean, in standard deviations. The density is "
        "`exp(-z**2 / 2) / (scale * sqrt(2 pi))`. Take the logarithm on paper, not in code.",
        "z is `(datum - component_mu) * jnp.exp(-log_component_scale)`. Of the four terms, two "
        "are `-0.5 * z**2` and `-0.5 * jnp.log(2 * jnp.pi)`.",
        "Return `jnp.log(component_weight) - log_component_scale - 0.5 * z**2 - 0.5 * "
        "jnp.log(2 * jnp.pi)`, with z as in the hint before.",
    ),
    reference=gm.loglike_one_component,
    insight="A product of weight and density has become a sum, and a sum cannot round to zero.",
    why="Weight and density multiply, so their logarithms add. The density's logarithm is written "
    "out as a sum, never computed as the log of a density: far from the mean that would be the "
    "log of zero.",
    mistakes=(
        scale_as_variance,
        log_scale_as_scale,
        weight_without_log,
        weight_left_out,
        logarithm_left_out,
        logarithm_last,
        log_scale_left_out,
        constant_left_out,
        half_left_out,
        scale_added,
        distance_by_log_scale,
        distance_by_variance,
        root_forgotten,
        constant_added,
        square_added,
        weight_times_log,
        scale_subtracted,
        distance_times_scale,
        turned_sign,
    ),
)


# Weights.


@mistake
def softmax_of_weights(weights):
    """This is a softmax. The weights are no logarithms here: leave out the exponential."""
    return softmax(weights)


@mistake
def divided_by_largest(weights):
    """The weights are divided by the largest of them instead of by their sum."""
    return weights / np.max(weights)


@mistake
def divided_by_first(weights):
    """The weights are divided by the first of them, so that becomes 1 and not their sum."""
    return weights / weights[0]


@mistake
def divided_by_length(weights):
    """The weights are divided by the root of their summed squares.

    That gives a vector of length 1, and a sum of 1 is needed.
    """
    return weights / np.sqrt(np.sum(weights**2))


@mistake
def divided_by_count(weights):
    """The weights are divided by how many there are. Divide by how much they sum to."""
    return weights / len(weights)


@mistake
def divided_by_mean(weights):
    """The weights are divided by their mean, so they sum to their number."""
    return weights / np.mean(weights)


@mistake
def sum_alone(weights):
    """This is the sum of the weights. It remains to divide them by it."""
    return np.sum(weights)


@mistake
def nothing_done(weights):
    """The weights come back as they went in."""
    return weights


@mistake
def shifted(weights):
    """A constant is subtracted so that the sum is 1, but shares have to keep their ratio."""
    return weights - (np.sum(weights) - 1) / len(weights)


@mistake
def logarithms_of_shares(weights):
    """These are the logarithms of the probabilities; the exercise asks for themselves."""
    return np.log(weights / np.sum(weights))


@mistake
def running_sum(weights):
    """These are running sums of the probabilities, which end at 1. Leave out `cumsum`."""
    return np.cumsum(weights) / np.sum(weights)


NORMALIZE = Exercise(
    name="normalize_weights",
    chapter="likelihood",
    title="Weights that sum to 1",
    minutes=3,
    difficulty="easy",
    task="Turn positive weights, such as 1 and 5, into probabilities in the same ratio.",
    stub='''\
def normalize_weights(weights):
    """Weights in the same ratio that sum to 1, shape (n_components,)."""
    ...''',
    properties=(
        Property(
            "there is one probability for each weight",
            inputs=(((1.0, 5.0),),),
            read=shape,
            shown="{call}.shape",
        ),
        Property(
            "the probabilities sum to 1",
            inputs=(((1.0, 5.0),), ((0.25, 2.0, 0.5),)),
            read=lambda result: result.sum(),
            shown="jnp.sum({call})",
            expected=1.0,
        ),
        Property(
            "the probabilities have the ratio of the weights",
            inputs=(((1.0, 5.0),), ((0.25, 2.0, 0.5),)),
        ),
    ),
    hints=(
        "With weights 1 and 5, which share of the whole has the first?",
        "The whole is the sum of the weights. A share is a part divided by the whole.",
        "JAX divides an array by a number entry by entry, so one line will do: `weights` divided "
        "by `jnp.sum` of them.",
        "Return `weights / jnp.sum(weights)`.",
    ),
    reference=gm.normalize_weights,
    insight="A common factor of the weights has no effect, so only their ratios carry meaning.",
    why="Dividing by the sum makes the sum 1 and keeps every ratio. That works for weights; for "
    "log weights `log_softmax` does the same without leaving logarithms.",
    tip="Tip: your loop works. An array divided by a number needs none: JAX divides each entry.",
    mistakes=(
        softmax_of_weights,
        divided_by_largest,
        divided_by_first,
        divided_by_length,
        divided_by_count,
        divided_by_mean,
        sum_alone,
        nothing_done,
        shifted,
        logarithms_of_shares,
        running_sum,
    ),
)


# One datum under all components.


def of_each(mus, log_scales, datum):
    """Log density of one datum under each component, shape (n_components,)."""
    return normal_loglike(datum, mus, np.exp(log_scales))


@mistake
def logs_added(log_weights, mus, log_scales, datum):
    """The log likelihoods of the components are added up.

    That says the datum came from the first component and from the second; it came from one or
    the other, so add the likelihoods.
    """
    return np.sum(log_softmax(log_weights) + of_each(mus, log_scales, datum))


@mistake
def weights_not_normalized(log_weights, mus, log_scales, datum):
    """The log weights are used as they come.

    Their exponentials have to sum to 1 first, which is what `log_softmax` does.
    """
    return logsumexp(log_weights + of_each(mus, log_scales, datum))


@mistake
def log_weights_divided(log_weights, mus, log_scales, datum):
    """The log weights are divided by their sum.

    It is the weights that sum to 1, not their logarithms: use `log_softmax`.
    """
    log_weights = log_weights / np.sum(log_weights)
    return logsumexp(log_weights + of_each(mus, log_scales, datum))


@mistake
def softmax_added(log_weights, mus, log_scales, datum):
    """The weights are added to log densities.

    Add their logarithms: `log_softmax` instead of `softmax`.
    """
    return logsumexp(softmax(log_weights) + of_each(mus, log_scales, datum))


@mistake
def weights_ignored(log_weights, mus, log_scales, datum):
    """The weights have no effect.

    Either they are left out, or every weight meets every density and not its own alone.
    """
    return logsumexp(of_each(mus, log_scales, datum))


@mistake
def logarithm_of_a_logarithm(log_weights, mus, log_scales, datum):
    """A logarithm of the log weights is taken.

    `gm.loglike_one_component` takes weights; `gm.normal_loglike` leaves them to you.
    """
    return logsumexp(np.log(log_weights) + of_each(mus, log_scales, datum))


@mistake
def mean_of_components(log_weights, mus, log_scales, datum):
    """The likelihoods are averaged over the components.

    They are summed: the weights, which sum to 1, do the averaging already.
    """
    loglikes = log_softmax(log_weights) + of_each(mus, log_scales, datum)
    return logsumexp(loglikes) - np.log(len(loglikes))


@mistake
def scales_as_variances(log_weights, mus, log_scales, datum):
    """The scales are used as variances; they are standard deviations already."""
    loglikes = of_each(mus, log_scales / 2, datum)
    return logsumexp(log_softmax(log_weights) + loglikes)


@mistake
def best_component(log_weights, mus, log_scales, datum):
    """This is the log likelihood under the best component alone.

    The others could have made the datum, too: sum over all of them.
    """
    return np.max(log_softmax(log_weights) + of_each(mus, log_scales, datum))


@mistake
def log_sum_exp_written_out(log_weights, mus, log_scales, datum):
    """The sum is written out as exp, sum and log.

    Far from the means all densities round to zero, and the logarithm of zero is minus infinity.
    `logsumexp` gives the same sum safely.
    """
    loglikes = log_softmax(log_weights) + of_each(mus, log_scales, datum)
    return np.log(np.sum(np.exp(loglikes)))


@mistake
def log_softmax_written_out(log_weights, mus, log_scales, datum):
    """The weights are normalised by exp, division and log.

    With log weights far apart the exponential overflows; `log_softmax` gives the same safely.
    """
    weights = np.exp(log_weights)
    log_weights = np.log(weights / np.sum(weights))
    return logsumexp(log_weights + of_each(mus, log_scales, datum))


@mistake
def both_written_out(log_weights, mus, log_scales, datum):
    """Weights and densities are multiplied and summed, and the logarithm comes last.

    The formula is right, but its numbers leave the range of floats: stay in logarithms, with
    `log_softmax` and `logsumexp`.
    """
    weights = np.exp(log_weights) / np.sum(np.exp(log_weights))
    densities = np.exp(of_each(mus, log_scales, datum))
    return np.log(np.sum(weights * densities))


@mistake
def scales_as_log_scales(log_weights, mus, log_scales, datum):
    """The exponential of the log scale is taken twice.

    `gm.normal_loglike` takes the log scale as it is.
    """
    loglikes = of_each(mus, np.exp(log_scales), datum)
    return logsumexp(log_softmax(log_weights) + loglikes)


@mistake
def logarithms_averaged(log_weights, mus, log_scales, datum):
    """This averages log densities with the weights.

    It is densities that are averaged, and the logarithm comes after: `logsumexp`.
    """
    return np.sum(softmax(log_weights) * of_each(mus, log_scales, datum))


@mistake
def weights_times_logs(log_weights, mus, log_scales, datum):
    """The weights multiply log densities.

    Weight and density multiply, so the log weight and the log density are added.
    """
    return logsumexp(softmax(log_weights) * of_each(mus, log_scales, datum))


@mistake
def sign_of_the_datum(log_weights, mus, log_scales, datum):
    """The sign is turned: this is minus the log likelihood of the datum."""
    return -logsumexp(
        log_softmax(log_weights) + of_each(mus, log_scales, datum)
    )


@mistake
def not_summed(log_weights, mus, log_scales, datum):
    """One log likelihood for each component comes back.

    The answer is one sum away: that of the likelihoods, inside the logarithm.
    """
    return log_softmax(log_weights) + of_each(mus, log_scales, datum)


@mistake
def log_scales_as_scales(log_weights, mus, log_scales, datum):
    """The log scales go in where the normal density wants standard deviations.

    Take `jnp.exp` of them.
    """
    loglikes = normal_loglike(datum, mus, log_scales)
    return logsumexp(log_softmax(log_weights) + loglikes)


@mistake
def likelihood_itself(log_weights, mus, log_scales, datum):
    """This is the likelihood of the datum; its logarithm is what is asked for."""
    loglikes = log_softmax(log_weights) + of_each(mus, log_scales, datum)
    return np.sum(np.exp(loglikes))


ACROSS_COMPONENTS = Exercise(
    name="loglike_across_components",
    chapter="likelihood",
    title="One datum under all components",
    minutes=10,
    difficulty="medium",
    task="Write the log likelihood of one datum under the whole mixture. The weights come as "
    "logarithms, and their exponentials need not sum to 1 yet. JAX will map and compile your "
    "function.",
    stub='''\
def loglike_across_components(
    log_component_weights, component_mus, log_component_scales, datum
):
    """Log likelihood of one datum under the mixture, a scalar in nats."""
    ...''',
    properties=(
        Property(
            "two equal components are as good as one",
            inputs=((*TWINS, 0.0), (*TWINS, 1.5)),
        ),
        Property(
            "the likelihood is the sum of weight times density",
            inputs=((*TWO, 0.5), (*TWO, 6.0)),
        ),
        Property(
            "three components work as well as two",
            inputs=((*THREE, 0.5),),
        ),
        Property(
            "the log weights may share any constant",
            inputs=(((3.5, 2.0), *TWO[1:], 0.5),),
        ),
        Property(
            "far from all means the result is still a number",
            inputs=((*TWO, 1000.0),),
        ),
        Property(
            "log weights may lie far apart",
            inputs=((*FAR_APART, 0.5),),
        ),
        Property(
            "`vmap` can map it over data, and `jit` can compile that",
            inputs=((*TWO, DATA),),
            use=over_data,
            shown=MAPPED,
        ),
        Property(
            "`grad` can differentiate it, and the slopes are numbers even far out",
            inputs=((*TWO, 1000.0),),
            use=slope(1),
            shown=SLOPE_OF_MEANS,
        ),
    ),
    hints=(
        "The datum came from the first component or from the second. Do probabilities add or "
        "multiply for an *or*? And what do you add, logarithms or what they are logarithms of?",
        "Three steps: normalise the log weights, get the log density under each component, put "
        "the two together and sum. `log_softmax` is the first step.",
        "For the second, `vmap(gm.normal_loglike, in_axes=(0, 0, None))` maps over components. "
        "For the third, JAX has a function that does exp, sum and log in one, and safely.",
        "With `loglikes` from `vmap`, return `logsumexp(log_softmax(log_component_weights) + "
        "loglikes)`.",
    ),
    reference=gm.loglike_across_components,
    insight="An *or* is a sum inside the logarithm, and `logsumexp` keeps it finite everywhere.",
    why="`vmap` gives the log density under every component, `log_softmax` the log weights that "
    "belong to weights with sum 1. `logsumexp` adds the likelihoods without ever leaving "
    "logarithms, so nothing rounds to zero.",
    tip="Tip: your loop works. `vmap` over the components does the same in one operation, and "
    "compiles in the same time for any number of them.",
    mistakes=(
        logs_added,
        weights_not_normalized,
        log_weights_divided,
        softmax_added,
        weights_ignored,
        logarithm_of_a_logarithm,
        mean_of_components,
        scales_as_variances,
        best_component,
        log_sum_exp_written_out,
        log_softmax_written_out,
        both_written_out,
        not_summed,
        scales_as_log_scales,
        logarithms_averaged,
        weights_times_logs,
        sign_of_the_datum,
        log_scales_as_scales,
        likelihood_itself,
    ),
)


# All data.


@mistake
def mean_over_data(log_weights, mus, log_scales, data):
    """This is the mean over data.

    The log likelihood of all data is the sum: more data weigh more.
    """
    return np.mean(formulas.loglikes(log_weights, mus, log_scales, data))


@mistake
def not_summed_over_data(log_weights, mus, log_scales, data):
    """One log likelihood for each datum comes back.

    The data are independent: sum these logarithms.
    """
    return formulas.loglikes(log_weights, mus, log_scales, data)


@mistake
def data_inside_the_logarithm(log_weights, mus, log_scales, data):
    """The sum over data is inside the logarithm.

    All data happened, one *and* the other: their probabilities multiply, so their logarithms
    add.
    """
    return logsumexp(formulas.loglikes(log_weights, mus, log_scales, data))


@mistake
def sums_exchanged(log_weights, mus, log_scales, data):
    """The two sums have changed places.

    The sum over components belongs inside the logarithm, the sum over data outside. Look at the
    axis that `logsumexp` sums over.
    """
    table = formulas.weighted_loglikes(log_weights, mus, log_scales, data)
    return np.sum(logsumexp(table, axis=1))


@mistake
def everything_added(log_weights, mus, log_scales, data):
    """Every log likelihood is added up, those of the components as well.

    Components are alternatives: for each datum their likelihoods add, inside the logarithm.
    """
    return np.sum(
        formulas.weighted_loglikes(log_weights, mus, log_scales, data)
    )


@mistake
def logs_multiplied(log_weights, mus, log_scales, data):
    """The log likelihoods of the data are multiplied.

    It is likelihoods that multiply; their logarithms add.
    """
    return np.prod(formulas.loglikes(log_weights, mus, log_scales, data))


@mistake
def first_datum_alone(log_weights, mus, log_scales, data):
    """Only the first datum counts. A `return` inside a loop ends it at the first turn."""
    return formulas.loglikes(log_weights, mus, log_scales, data)[0]


@mistake
def last_datum_alone(log_weights, mus, log_scales, data):
    """Only the last datum counts. In a loop, add to the total and do not replace it."""
    return formulas.loglikes(log_weights, mus, log_scales, data)[-1]


@mistake
def best_components(log_weights, mus, log_scales, data):
    """Each datum is given its best component alone. Sum over all components, by `logsumexp`."""
    table = formulas.weighted_loglikes(log_weights, mus, log_scales, data)
    return np.sum(np.max(table, axis=0))


@mistake
def negative(log_weights, mus, log_scales, data):
    """This is the negative log likelihood. That is part of the loss, which comes later."""
    return -formulas.mixture_loglike(log_weights, mus, log_scales, data)


@mistake
def weights_never_normalized(log_weights, mus, log_scales, data):
    """The weights do not sum to 1 here.

    The log weights go in without `log_softmax`, and every datum adds the same error.
    """
    loglikes = formulas.normal_loglikes(mus, log_scales, data)
    return np.sum(logsumexp(log_weights[:, None] + loglikes, axis=0))


@mistake
def logarithm_too_late(log_weights, mus, log_scales, data):
    """The logarithm is taken too late.

    Far from all means every density rounds to zero, and a product of many densities does, too.
    Sum over components with `logsumexp`, and over data sum logarithms.
    """
    table = formulas.weighted_loglikes(log_weights, mus, log_scales, data)
    return np.sum(np.log(np.sum(np.exp(table), axis=0)))


@mistake
def likelihood_of_all_data(log_weights, mus, log_scales, data):
    """This is the likelihood of all data; its logarithm is the sum before the exponential."""
    return np.exp(formulas.mixture_loglike(log_weights, mus, log_scales, data))


ALL_DATA = Exercise(
    name="mixture_loglike",
    chapter="likelihood",
    title="All data",
    minutes=6,
    difficulty="easy",
    task="Write the log likelihood of all data under the mixture. You may use "
    "`gm.loglike_across_components`, which takes one datum. JAX will differentiate the result.",
    stub='''\
def mixture_loglike(
    log_component_weights, component_mus, log_component_scales, data
):
    """Log likelihood of all data under the mixture, a scalar in nats."""
    ...''',
    properties=(
        Property(
            "each datum adds its log likelihood",
            inputs=((*TWO, DATA), (*TWO, (0.5, 0.5, 0.5))),
        ),
        Property(
            "three components work as well as two",
            inputs=((*THREE, DATA[:2]),),
        ),
        Property(
            "data far from all means leave the result a number",
            inputs=((*TWO, FAR_OUT),),
        ),
        Property(
            "`grad` can differentiate it with respect to the means",
            inputs=((*TWO, DATA),),
            use=slope(1),
            shown=SLOPE_OF_MEANS,
        ),
    ),
    hints=(
        "The data are independent. What do probabilities of independent data do, and hence their "
        "logarithms?",
        "Get one log likelihood for each datum, then put them together. For the first, map a "
        "function of one datum over the data.",
        "`vmap(gm.loglike_across_components, in_axes=(None, None, None, 0))` maps over the last "
        "argument and leaves the others alone.",
        "Return `jnp.sum` of that, called with all four arguments.",
    ),
    reference=gm.mixture_loglike,
    insight="An *and* is a sum outside the logarithm; the *or* of the components stays inside.",
    why="`weighted_loglikes` is a table, one row per component and one column per datum. "
    "`logsumexp` runs down each column, as one of the components made the datum, and the sum "
    "runs over the columns, as all of the data happened.",
    tip="Tip: your loop works. `vmap` with `in_axes=(None, None, None, 0)` maps the function over "
    "the data without one, which matters with 6000 of them.",
    mistakes=(
        mean_over_data,
        not_summed_over_data,
        data_inside_the_logarithm,
        sums_exchanged,
        everything_added,
        logs_multiplied,
        first_datum_alone,
        last_datum_alone,
        best_components,
        negative,
        weights_never_normalized,
        logarithm_too_late,
        likelihood_of_all_data,
    ),
)

EXERCISES = (ONE_COMPONENT, NORMALIZE, ACROSS_COMPONENTS, ALL_DATA)
