"""Exercises of the chapter on gradients: responsibilities, and a gradient by hand."""

import jax.numpy as jnp
import numpy as np

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.catalogue import formulas
from dl_workshop.check.catalogue.formulas import softmax, weighted_loglikes
from dl_workshop.check.catalogue.likelihood import DATA, FAR_OUT, THREE, TWO
from dl_workshop.check.catalogue.weights_and_loss import MIXTURE, of_mixture
from dl_workshop.check.exercise import Exercise, Property, mistake
from dl_workshop.check.uses import compiled, shape

# Responsibilities.


@mistake
def transposed(log_weights, mus, log_scales, data):
    """Rows and columns have changed places.

    A row stands for a component here, and should stand for a datum. `.T` turns the table.
    """
    return formulas.responsibilities(log_weights, mus, log_scales, data).T


@mistake
def softmax_over_data(log_weights, mus, log_scales, data):
    """The softmax runs over the data.

    Of one datum the responsibilities sum to 1, so it has to run over the components.
    """
    loglikes = weighted_loglikes(log_weights, mus, log_scales, data)
    return softmax(loglikes, axis=1).T


@mistake
def densities_only(log_weights, mus, log_scales, data):
    """The weights of the components do not count here.

    By Bayes' rule a component with a larger weight is more probable before the datum is seen.
    """
    return softmax(formulas.normal_loglikes(mus, log_scales, data)).T


@mistake
def log_responsibilities(log_weights, mus, log_scales, data):
    """These are logarithms of responsibilities: `softmax` in place of `log_softmax`."""
    loglikes = weighted_loglikes(log_weights, mus, log_scales, data)
    return formulas.log_softmax(loglikes).T


@mistake
def log_likelihoods(log_weights, mus, log_scales, data):
    """These are log likelihoods, as the table has them. A softmax turns them into shares."""
    return weighted_loglikes(log_weights, mus, log_scales, data).T


@mistake
def best_takes_all(log_weights, mus, log_scales, data):
    """Each datum goes wholly to its best component.

    Responsibilities share it, in proportion to weight times density.
    """
    loglikes = weighted_loglikes(log_weights, mus, log_scales, data)
    return np.eye(len(mus))[np.argmax(loglikes, axis=0)]


@mistake
def not_divided(log_weights, mus, log_scales, data):
    """This is weight times density, the upper part of the fraction.

    Divide by its sum over the components.
    """
    return np.exp(weighted_loglikes(log_weights, mus, log_scales, data)).T


@mistake
def fraction_as_it_stands(log_weights, mus, log_scales, data):
    """The fraction is computed as it stands, and far from all means it is zero over zero.

    A softmax of logarithms is the same fraction, without that.
    """
    likelihoods = np.exp(weighted_loglikes(log_weights, mus, log_scales, data))
    return (likelihoods / np.sum(likelihoods, axis=0)).T


@mistake
def last_axis(log_weights, mus, log_scales, data):
    """The softmax runs along the last axis of the table, which holds the data.

    Let it run over the components, axis 0, and turn the table with `.T`.
    """
    return softmax(
        weighted_loglikes(log_weights, mus, log_scales, data), axis=1
    )


@mistake
def reshaped(log_weights, mus, log_scales, data):
    """The table is reshaped, which keeps the order of its numbers; `.T` swaps rows and columns."""
    loglikes = weighted_loglikes(log_weights, mus, log_scales, data)
    return softmax(loglikes, axis=0).reshape(len(data), -1)


@mistake
def divided_by_the_whole_table(log_weights, mus, log_scales, data):
    """The division is by the sum of the whole table, so all rows together sum to 1.

    Divide by the sum over the components, for each datum on its own.
    """
    loglikes = weighted_loglikes(log_weights, mus, log_scales, data)
    return np.exp(loglikes - formulas.logsumexp(loglikes)).T


@mistake
def logarithms_divided(log_weights, mus, log_scales, data):
    """Logarithms are divided by their sum.

    Exponentiate first and divide then, which is what a softmax does.
    """
    loglikes = weighted_loglikes(log_weights, mus, log_scales, data)
    return (loglikes / np.sum(loglikes, axis=0)).T


@mistake
def weights_added(log_weights, mus, log_scales, data):
    """The weight is added to the log density where the log weight should be."""
    loglikes = formulas.normal_loglikes(mus, log_scales, data)
    return softmax(softmax(log_weights)[:, None] + loglikes).T


RESPONSIBILITIES = Exercise(
    name="responsibilities",
    chapter="gradients",
    title="Who made this datum?",
    minutes=8,
    difficulty="medium",
    task="Write the responsibility of each component for each datum, a row for each datum. You "
    "may use `gm.weighted_loglikes`, the log of weight times density, a row for each component.",
    stub='''\
def responsibilities(
    log_component_weights, component_mus, log_component_scales, data
):
    """Probabilities, shape (n_data, n_components)."""
    ...''',
    properties=(
        Property(
            "there is a row for each datum and a column for each component",
            inputs=((*TWO, DATA),),
            read=shape,
            shown="{call}.shape",
        ),
        Property(
            "each row sums to 1",
            inputs=((*TWO, DATA),),
            read=lambda result: result.sum(axis=1),
            shown="{call}.sum(axis=1)",
        ),
        Property(
            "each entry is weight times density, over the sum of that for all components",
            inputs=((*TWO, DATA), (*THREE, DATA[:2])),
        ),
        Property(
            "data far from all means have responsibilities, too",
            inputs=((*TWO, FAR_OUT),),
        ),
        Property(
            "`jit` can compile it",
            inputs=((*TWO, DATA),),
            use=compiled,
            shown="jit({name})({arguments})",
        ),
    ),
    hints=(
        "Bayes' rule is a fraction. Which function turns logarithms into numbers that sum to 1, "
        "in the ratio of their exponentials?",
        "The logarithms are `gm.weighted_loglikes(log_component_weights, component_mus, "
        "log_component_scales, data)`: a row per component, a column per datum.",
        "A softmax along one axis of that table. What has to sum to 1, a row or a column? And "
        "which way round should the result be?",
        "Return `softmax(loglikes, axis=0).T`, with `loglikes` for the table.",
    ),
    reference=gm.responsibilities,
    insight="A softmax over log joint probabilities is Bayes' rule.",
    why="In the table of log weight plus log density, a column belongs to a datum. The softmax of "
    "a column divides weight times density by its sum over components, and is safe where all "
    "densities round to zero. `.T` puts data first.",
    tip="Tip: your loop works. `softmax` with `axis=0` takes all columns of the table at once, "
    "and `vmap` would map your function of one datum over the data.",
    mistakes=(
        transposed,
        softmax_over_data,
        densities_only,
        log_responsibilities,
        log_likelihoods,
        best_takes_all,
        not_divided,
        fraction_as_it_stands,
        weights_added,
        last_axis,
        reshaped,
        divided_by_the_whole_table,
        logarithms_divided,
    ),
)


# The gradient by hand.


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


@mistake
def slope_of_the_loglike(params, data):
    """The sign is that of the log likelihood's slope.

    The loss is its negative, so its slope has the minus that is missing here.
    """
    r, residuals, scales = responsible_residuals(params, data)
    return np.sum(r * residuals / scales**2, axis=0)


@mistake
def not_weighed(params, data):
    """Every datum counts in full for every component.

    Weigh each residual by the component's responsibility for the datum.
    """
    _, residuals, scales = responsible_residuals(params, data)
    return -np.sum(residuals / scales**2, axis=0)


@mistake
def divided_once(params, data):
    """The residual is divided by the scale once.

    Its square brings one scale, the chain rule another: z / scale, or the residual over the
    squared scale.
    """
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * residuals / scales, axis=0)


@mistake
def not_divided_by_scales(params, data):
    """The residual is not divided by the squared scale. It counts in standard deviations."""
    r, residuals, _ = responsible_residuals(params, data)
    return -np.sum(r * residuals, axis=0)


@mistake
def mean_of_slopes(params, data):
    """This is the mean over data where the sum is wanted.

    The loss sums over data, so its slope does.
    """
    r, residuals, scales = responsible_residuals(params, data)
    return -np.mean(r * residuals / scales**2, axis=0)


@mistake
def summed_over_components(params, data):
    """The sum runs over the components and leaves a number for each datum.

    Sum over the data, to get a slope for each mean.
    """
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * residuals / scales**2, axis=1)


@mistake
def divided_by_log_scales(params, data):
    """The log scales stand where standard deviations belong.

    Take `jnp.exp` of them before you divide.
    """
    r, residuals, _ = responsible_residuals(params, data)
    return -np.sum(r * residuals / params[2] ** 2, axis=0)


@mistake
def weighed_by_weights(params, data):
    """The weight stands where the responsibility belongs.

    The weight is the same for all data, the responsibility is the probability once the datum is
    known.
    """
    _, residuals, scales = responsible_residuals(params, data)
    return -np.sum(softmax(params[0]) * residuals / scales**2, axis=0)


@mistake
def summed_over_everything(params, data):
    """The sum runs over data and components. Sum over the data alone: axis 0."""
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * residuals / scales**2)


@mistake
def residuals_squared(params, data):
    """The residual is squared. Its square is in the loss; the slope of that is linear in it."""
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * (residuals / scales) ** 2, axis=0)


@mistake
def multiplied_by_scales(params, data):
    """The residual is multiplied by the squared scale. Divide: a wide component pulls less."""
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * residuals * scales**2, axis=0)


@mistake
def means_of_em(params, data):
    """These are the new means of EM, the weighted means of the data, and no slopes."""
    r, _, _ = responsible_residuals(params, data)
    return np.sum(r * data[:, None], axis=0) / np.sum(r, axis=0)


@mistake
def slope_of_log_scales(params, data):
    """This is the slope for the log scales, the second of the formulas."""
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * ((residuals / scales) ** 2 - 1), axis=0)


@mistake
def step_of_em(params, data):
    """The sum is divided by the sum of the responsibilities.

    That resembles EM, which solves for the mean; the slope is the sum itself.
    """
    r, residuals, scales = responsible_residuals(params, data)
    return -np.sum(r * residuals / scales**2, axis=0) / np.sum(r, axis=0)


BY_HAND = Exercise(
    name="gradient_of_means",
    chapter="gradients",
    title="A gradient by hand",
    minutes=12,
    difficulty="hard",
    task="Write the slope of the loss for each mean from the formula, without `grad`. `params` is "
    "a `gm.MixtureParams`; you may use `gm.responsibilities`.",
    stub='''\
def gradient_of_means(params, data):
    """Slope of the loss for each mean, shape (n_components,)."""
    ...''',
    arguments=MIXTURE,
    properties=(
        Property(
            "there is one slope for each mean",
            inputs=((*TWO, DATA),),
            use=of_mixture,
            read=shape,
            shown="{call}.shape",
        ),
        Property(
            "where one component has all the weight, the other has no slope",
            inputs=(((0.0, -1000.0), *TWO[1:], DATA),),
            use=of_mixture,
        ),
        Property(
            "a slope is minus responsibility times residual, summed over data",
            inputs=((*TWO, DATA), (*THREE, DATA[:2])),
            use=of_mixture,
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
    mistakes=(
        slope_of_the_loglike,
        not_weighed,
        divided_once,
        not_divided_by_scales,
        mean_of_slopes,
        summed_over_components,
        divided_by_log_scales,
        weighed_by_weights,
        step_of_em,
        summed_over_everything,
        residuals_squared,
        multiplied_by_scales,
        means_of_em,
        slope_of_log_scales,
    ),
)

EXERCISES = (RESPONSIBILITIES, BY_HAND)
