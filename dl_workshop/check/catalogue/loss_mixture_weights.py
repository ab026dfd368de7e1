"""The loss: `loss_mixture_weights`."""

import jax
import jax.numpy as jnp
import numpy as np

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import (
    loss_mixture_weights,
    mixture_loglike,
    softmax,
    weights_loglike,
)
from dl_workshop.check.inputs import (
    DATA,
    FAR_OUT,
    MIXTURE,
    THREE,
    TWO,
    of_mixture,
)


def slope_of_mixture(function, log_weights, mus, log_scales, data):
    """Gradient with respect to all parameters, one array after the other."""
    params = gm.MixtureParams(log_weights, mus, log_scales)
    return jnp.concatenate(jax.jit(jax.grad(function))(params, data))


# Components so narrow, on top of the data, that densities exceed 1.
NARROW = ((0.5, -1.0), (-2.0, 5.0), (-4.0, -3.5))


exercise = Exercise(
    chapter="weights_and_loss",
    place=410,
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
            mode=of_mixture,
        ),
        Property(
            "the loss may be negative: where scales are small, densities exceed 1",
            inputs=((*NARROW, (-2.0, 5.01, 4.98)),),
            mode=of_mixture,
        ),
        Property(
            "three components work as well as two",
            inputs=((*THREE, DATA[:2]),),
            mode=of_mixture,
        ),
        Property(
            "`grad` gives a slope for each parameter, and data far out leave it a number",
            inputs=((*TWO, FAR_OUT),),
            mode=slope_of_mixture,
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
    spoiler="-loglike_data - ",
)

exercise.mistake(
    "The sign is the other way round: this grows as the fit gets better. Optimisers "
    "minimise, so the loss is minus both log probabilities.",
    lambda params, data: -loss_mixture_weights(params, data),
)

exercise.mistake(
    "The log prior enters with a plus, so this loss rewards improbable weights. Both parts "
    "of the loss have a minus.",
    lambda params, data: (
        -mixture_loglike(*params, data) + weights_loglike(params[0])
    ),
)

exercise.mistake(
    "The log likelihood enters with a plus, so a worse fit has a lower loss. Put a minus "
    "before it, as before the log prior.",
    lambda params, data: (
        mixture_loglike(*params, data) - weights_loglike(params[0])
    ),
)

exercise.mistake(
    "The prior of the weights is missing: this is the negative log likelihood alone.",
    lambda params, data: -mixture_loglike(*params, data),
)


@exercise.mistake
def mean_loglike(params, data):
    """The log likelihood is divided by the number of data, and the prior is not.

    All data together then weigh no more against the prior than one datum.
    """
    loglike = mixture_loglike(*params, data) / len(data)
    return -loglike - weights_loglike(params[0])


exercise.mistake(
    "The loss is divided by the number of data. It is a sum over data, and so is its scale.",
    lambda params, data: loss_mixture_weights(params, data) / len(data),
)


@exercise.mistake
def prior_for_each_datum(params, data):
    """The prior is counted once for each datum.

    The weights are drawn once, for all data together.
    """
    prior = len(data) * weights_loglike(params[0])
    return -mixture_loglike(*params, data) - prior


@exercise.mistake
def unpacked_in_another_order(params, data):
    """The parameters are unpacked in another order.

    They come as log weights, means, log scales.
    """
    mus, log_weights, log_scales = params
    loglike = mixture_loglike(log_weights, mus, log_scales, data)
    return -loglike - weights_loglike(log_weights)


@exercise.mistake
def prior_of_the_weights(params, data):
    """The prior gets weights where it takes log weights.

    Hand over the log weights as they are.
    """
    prior = weights_loglike(softmax(params[0]))
    return -mixture_loglike(*params, data) - prior


@exercise.mistake
def likelihood_of_the_weights(params, data):
    """The likelihood gets weights where it takes log weights.

    Hand over what `params` holds, as it is.
    """
    log_weights, mus, log_scales = params
    loglike = mixture_loglike(softmax(log_weights), mus, log_scales, data)
    return -loglike - weights_loglike(log_weights)


@exercise.mistake
def scales_handed_over(params, data):
    """The likelihood gets standard deviations where it takes log scales.

    Leave out the exponential: `gm.mixture_loglike` takes it.
    """
    log_weights, mus, log_scales = params
    loglike = mixture_loglike(log_weights, mus, np.exp(log_scales), data)
    return -loglike - weights_loglike(log_weights)


exercise.mistake(
    "The two log probabilities are multiplied. Probabilities multiply; their logarithms add.",
    lambda params, data: (
        -mixture_loglike(*params, data) * weights_loglike(params[0])
    ),
)

exercise.mistake(
    "The prior's alpha is 1 here, which makes it flat. Take alpha = 2.",
    lambda params, data: loss_mixture_weights(params, data, alpha=1.0),
)


@exercise.right
def loss_in_two_lines(p, x):
    loglike = gm.mixture_loglike(*p, x)
    return -(loglike + gm.weights_loglike(p.log_component_weights, 2))


@exercise.right
def loss_by_loop(params, data):
    loss = -gm.weights_loglike(params[0], 2.0)
    for datum in data:
        loss -= gm.loglike_across_components(*params, datum)
    return loss
