"""Exercises of the chapter on the loss: a prior for the weights, and the loss."""

import math

import jax
import jax.numpy as jnp
import numpy as np

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.catalogue.formulas import (
    log_normalizer,
    log_softmax,
    loss_mixture_weights,
    mixture_loglike,
    softmax,
    weights_loglike,
)
from dl_workshop.check.catalogue.likelihood import DATA, FAR_OUT, THREE, TWO
from dl_workshop.check.exercise import Exercise, Property, mistake
from dl_workshop.check.uses import plain, slope

# The prior.


def powers(log_weights, alpha):
    """Logarithm of the product of powers in the Dirichlet density."""
    return np.sum((alpha - 1) * log_softmax(log_weights))


@mistake
def prior_not_normalized(log_weights, alpha):
    """The log weights go into the density before they are normalised.

    Normalise them with `log_softmax` first.
    """
    product = np.sum((alpha - 1) * log_weights)
    return log_normalizer(alpha, len(log_weights)) + product


@mistake
def alpha_as_exponent(log_weights, alpha):
    """The exponent of each weight is alpha - 1, and here it is alpha."""
    product = np.sum(alpha * log_softmax(log_weights))
    return log_normalizer(alpha, len(log_weights)) + product


@mistake
def weights_summed(log_weights, alpha):
    """The weights are summed themselves.

    In the density they are multiplied, so in its logarithm their logarithms are summed.
    """
    product = np.sum((alpha - 1) * softmax(log_weights))
    return log_normalizer(alpha, len(log_weights)) + product


@mistake
def normalizer_left_out(log_weights, alpha):
    """The fraction of gamma functions is left out, or cancels.

    `alpha_prior` is one number here, so its `jnp.sum` is alpha itself, and not K times alpha.
    """
    return powers(log_weights, alpha)


@mistake
def sign_of_the_prior(log_weights, alpha):
    """The sign is turned: this is minus the log density of the weights."""
    return -weights_loglike(log_weights, alpha)


@mistake
def one_for_each_weight(log_weights, alpha):
    """One number for each component comes back: the logarithms of the powers are summed."""
    normalizer = log_normalizer(alpha, len(log_weights))
    return normalizer + (alpha - 1) * log_softmax(log_weights)


@mistake
def log_of_softmax(log_weights, alpha):
    """A weight rounds to zero before its logarithm is taken.

    `log_softmax` gives the same and never leaves logarithms.
    """
    product = np.sum((alpha - 1) * np.log(softmax(log_weights)))
    return log_normalizer(alpha, len(log_weights)) + product


@mistake
def normalizer_upside_down(log_weights, alpha):
    """The fraction of gamma functions is upside down.

    The gamma function of the sum stands above the line, so its logarithm is added.
    """
    normalizer = log_normalizer(alpha, len(log_weights))
    return powers(log_weights, alpha) - normalizer


@mistake
def alpha_not_summed(log_weights, alpha):
    """One alpha is taken for the sum of all of them.

    Each component has its own, all equal here, so their sum is the number of components times
    alpha.
    """
    normalizer = (1 - len(log_weights)) * math.lgamma(alpha)
    return normalizer + powers(log_weights, alpha)


@mistake
def gamma_counted_once(log_weights, alpha):
    """The gamma function of alpha is divided by only once.

    The product runs over the components, so its logarithm counts once for each.
    """
    normalizer = math.lgamma(len(log_weights) * alpha) - math.lgamma(alpha)
    return normalizer + powers(log_weights, alpha)


@mistake
def gamma_without_log(log_weights, alpha):
    """The gamma functions enter as they are, without their logarithms. Use `gammaln`."""
    n_components = len(log_weights)
    normalizer = math.gamma(n_components * alpha)
    normalizer -= n_components * math.gamma(alpha)
    return normalizer + powers(log_weights, alpha)


@mistake
def through_the_weights(log_weights, alpha):
    """The log weights are turned into weights and back.

    Where they lie far apart, that gives an infinity. `log_softmax` stays in logarithms.
    """
    weights = np.exp(log_weights) / np.sum(np.exp(log_weights))
    product = np.sum((alpha - 1) * np.log(weights))
    return log_normalizer(alpha, len(weights)) + product


@mistake
def density_itself(log_weights, alpha):
    """This is the density; what is asked for is its logarithm, so that products become sums."""
    return np.exp(weights_loglike(log_weights, alpha))


PRIOR = Exercise(
    name="weights_loglike",
    chapter="weights_and_loss",
    title="The prior of the weights",
    minutes=8,
    difficulty="medium",
    task="Write the log density of weights under a Dirichlet distribution whose concentrations "
    "all equal the number `alpha_prior`. The weights come as logarithms, not yet normalised.",
    stub='''\
def weights_loglike(log_component_weights, alpha_prior):
    """Log density of the normalised weights, a scalar in nats."""
    ...''',
    properties=(
        Property(
            "with alpha = 1 the density of three weights is 2 everywhere",
            inputs=(((0.0, 0.0, 0.0), 1.0), ((0.3, -1.2, 2.0), 1.0)),
        ),
        Property(
            "equal weights have the density of the formula",
            inputs=(((0.0, 0.0), 2.0),),
        ),
        Property(
            "unequal weights have the density of the formula",
            inputs=((TWO[0], 2.0), (TWO[0], 0.5), (THREE[0], 3.0)),
        ),
        Property(
            "the log weights may share any constant",
            inputs=(((3.5, 2.0), 2.0),),
        ),
        Property(
            "log weights may lie far apart",
            inputs=(((0.0, 1000.0), 2.0),),
        ),
        Property(
            "`grad` can differentiate it with respect to the log weights",
            inputs=((TWO[0], 2.0),),
            use=slope(0),
            shown="jit(grad({name}))({arguments})",
        ),
    ),
    hints=(
        "The density is a fraction times a product of powers. In logarithms it is a difference "
        "plus a sum. `jax.scipy.special.gammaln` is the logarithm of the gamma function.",
        "Normalise first: `log_weights = log_softmax(log_component_weights)`. The powers become "
        "`(alpha_prior - 1)` times a log weight, summed over the components.",
        "With K components the fraction's logarithm has `gammaln` of K times alpha, minus K times "
        "`gammaln` of alpha. K is `len(log_component_weights)`.",
        "With K and `log_weights` as above, return `gammaln(K * alpha_prior) - K * "
        "gammaln(alpha_prior) + jnp.sum((alpha_prior - 1) * log_weights)`.",
    ),
    reference=gm.weights_loglike,
    insight="The prior counts like alpha - 1 extra data in each component.",
    why="The product of powers becomes a sum of log weights times alpha - 1. The gamma functions "
    "do not depend on the weights: training would work without them, but only with them is it a "
    "density. `jnp.full_like` allows one alpha for all components, or one for each.",
    tip="Tip: your loop works. `jnp.sum` over an array does it without one.",
    mistakes=(
        prior_not_normalized,
        alpha_as_exponent,
        weights_summed,
        normalizer_left_out,
        normalizer_upside_down,
        sign_of_the_prior,
        one_for_each_weight,
        log_of_softmax,
        alpha_not_summed,
        gamma_counted_once,
        gamma_without_log,
        through_the_weights,
        density_itself,
    ),
)


# The loss.


def of_mixture(function, log_weights, mus, log_scales, data):
    """Call a function of parameters and data."""
    params = gm.MixtureParams(log_weights, mus, log_scales)
    return plain(function, params, data)


def slope_of_mixture(function, log_weights, mus, log_scales, data):
    """Gradient with respect to all parameters, one array after the other."""
    params = gm.MixtureParams(log_weights, mus, log_scales)
    return jnp.concatenate(jax.jit(jax.grad(function))(params, data))


MIXTURE = "MixtureParams({0}, {1}, {2}), {3}"


@mistake
def to_be_maximized(params, data):
    """The sign is the other way round: this grows as the fit gets better.

    Optimisers minimise, so the loss is minus both log probabilities.
    """
    return -loss_mixture_weights(params, data)


@mistake
def prior_added(params, data):
    """The log prior enters with a plus, so this loss rewards improbable weights.

    Both parts of the loss have a minus.
    """
    return -mixture_loglike(*params, data) + weights_loglike(params[0])


@mistake
def loglike_added(params, data):
    """The log likelihood enters with a plus, so a worse fit has a lower loss.

    Put a minus before it, as before the log prior.
    """
    return mixture_loglike(*params, data) - weights_loglike(params[0])


@mistake
def prior_left_out(params, data):
    """The prior of the weights is missing: this is the negative log likelihood alone."""
    return -mixture_loglike(*params, data)


@mistake
def mean_loglike(params, data):
    """The log likelihood is divided by the number of data, and the prior is not.

    All data together then weigh no more against the prior than one datum.
    """
    loglike = mixture_loglike(*params, data) / len(data)
    return -loglike - weights_loglike(params[0])


@mistake
def mean_of_everything(params, data):
    """The loss is divided by the number of data. It is a sum over data, and so is its scale."""
    return loss_mixture_weights(params, data) / len(data)


@mistake
def prior_for_each_datum(params, data):
    """The prior is counted once for each datum.

    The weights are drawn once, for all data together.
    """
    prior = len(data) * weights_loglike(params[0])
    return -mixture_loglike(*params, data) - prior


@mistake
def unpacked_in_another_order(params, data):
    """The parameters are unpacked in another order.

    They come as log weights, means, log scales.
    """
    mus, log_weights, log_scales = params
    loglike = mixture_loglike(log_weights, mus, log_scales, data)
    return -loglike - weights_loglike(log_weights)


@mistake
def prior_of_the_weights(params, data):
    """The prior gets weights where it takes log weights.

    Hand over the log weights as they are.
    """
    prior = weights_loglike(softmax(params[0]))
    return -mixture_loglike(*params, data) - prior


@mistake
def likelihood_of_the_weights(params, data):
    """The likelihood gets weights where it takes log weights.

    Hand over what `params` holds, as it is.
    """
    log_weights, mus, log_scales = params
    loglike = mixture_loglike(softmax(log_weights), mus, log_scales, data)
    return -loglike - weights_loglike(log_weights)


@mistake
def scales_handed_over(params, data):
    """The likelihood gets standard deviations where it takes log scales.

    Leave out the exponential: `gm.mixture_loglike` takes it.
    """
    log_weights, mus, log_scales = params
    loglike = mixture_loglike(log_weights, mus, np.exp(log_scales), data)
    return -loglike - weights_loglike(log_weights)


@mistake
def logs_of_both_multiplied(params, data):
    """The two log probabilities are multiplied. Probabilities multiply; their logarithms add."""
    return -mixture_loglike(*params, data) * weights_loglike(params[0])


@mistake
def flat_prior(params, data):
    """The prior's alpha is 1 here, which makes it flat. Take alpha = 2."""
    return loss_mixture_weights(params, data, alpha=1.0)


LOSS = Exercise(
    name="loss_mixture_weights",
    chapter="weights_and_loss",
    title="The loss",
    minutes=5,
    difficulty="easy",
    task="Write the loss: minus the log likelihood of the data, minus the log prior of the "
    "weights with alpha = 2. `params` is a `gm.MixtureParams`; you may use `gm.mixture_loglike` "
    "and `gm.weights_loglike`.",
    stub='''\
def loss_mixture_weights(params, data):
    """Negative log probability of data and weights, a scalar in nats."""
    ...''',
    arguments=MIXTURE,
    properties=(
        Property(
            "the loss is minus log likelihood minus log prior",
            inputs=((*TWO, DATA),),
            use=of_mixture,
        ),
        Property(
            "three components work as well as two",
            inputs=((*THREE, DATA[:2]),),
            use=of_mixture,
        ),
        Property(
            "`grad` gives a slope for each parameter, and data far out leave it a number",
            inputs=((*TWO, FAR_OUT),),
            use=slope_of_mixture,
            shown="jit(grad({name}))({arguments}), one array after the other",
        ),
    ),
    hints=(
        "The probability of data and weights together is a product. What is its logarithm, and "
        "which sign makes the best parameters the lowest point?",
        "Unpack first: `log_weights, mus, log_scales = params`. Both functions take the log "
        "weights; only the likelihood takes the data.",
        "The two parts are `gm.mixture_loglike(log_weights, mus, log_scales, data)` and "
        "`gm.weights_loglike(log_weights, 2.0)`. Both get a minus.",
        "With `loglike_data` for the first of them, return `-loglike_data - "
        "gm.weights_loglike(log_weights, 2.0)`.",
    ),
    reference=gm.loss_mixture_weights,
    insight="The parameters come first and as one tuple, so `grad` gives one slope for each.",
    why="Log probabilities of data and weights add. Optimisers look for the lowest point, so both "
    "get a minus.",
    mistakes=(
        to_be_maximized,
        prior_added,
        loglike_added,
        prior_left_out,
        mean_loglike,
        mean_of_everything,
        prior_for_each_datum,
        unpacked_in_another_order,
        prior_of_the_weights,
        likelihood_of_the_weights,
        scales_handed_over,
        logs_of_both_multiplied,
        flat_prior,
    ),
)

EXERCISES = (PRIOR, LOSS)
