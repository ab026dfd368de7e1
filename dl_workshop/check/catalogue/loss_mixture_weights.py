"""The loss: `loss_mixture_weights`."""

import ast
from itertools import permutations

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.stats import norm

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import variants
from dl_workshop.check.assembly import Blanks
from dl_workshop.check.call_modes import plain
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import (
    log_softmax,
    loglikes,
    loss_mixture_weights,
    mixture_loglike,
    normal_loglikes,
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
from dl_workshop.check.interpreter import interpreted


def slope_of_mixture(function, log_weights, mus, log_scales, data):
    """Gradient with respect to all parameters, one array after the other."""
    params = gm.MixtureParams(log_weights, mus, log_scales)
    return jnp.concatenate(interpreted(jax.grad(function))(params, data))


def of_many(function, log_weights, mus, log_scales, data):
    """The loss where every component is there twenty times."""
    arrays = (jnp.tile(each, 20) for each in (log_weights, mus, log_scales))
    return plain(function, gm.MixtureParams(*arrays), data)


# Components so narrow, on top of the data, that densities exceed 1.
NARROW = ((0.5, -1.0), (-2.0, 5.0), (-4.0, -3.5))


exercise = Exercise(
    chapter="weights_and_loss",
    place=410,
    title="The loss",
    minutes=5,
    difficulty="easy",
    task="Write the loss: minus the log likelihood of the data, minus the log prior of the "
    "weights with alpha = 2, one number, which may be negative. `params` is a `gm.MixtureParams`; "
    "you may use `gm.mixture_loglike` and `gm.weights_loglike`. `jit` and `grad` must be able to "
    "take the function, for any number of components and data far out.",
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
            "forty components do, too, where the density of the prior exceeds all floats",
            inputs=((*TWO, DATA),),
            mode=of_many,
            shown="arrays = {0}, {1}, {2}\n"
            "forty = gm.MixtureParams(*(jnp.tile(each, 20) for each in arrays))\n"
            "{name}(forty, {3})",
        ),
        Property(
            "`grad` gives a slope for each parameter, and data far out leave it a number",
            inputs=((*TWO, FAR_OUT),),
            mode=slope_of_mixture,
            shown="from jax import grad, jit\njnp.concatenate(jit(grad({name}))({arguments}))",
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
    assembly=Blanks(
        """\
def loss_mixture_weights(params, data):
    of_data = gm.mixture_loglike(*params, data)
    log_weights = {log_weights}
    of_weights = gm.weights_loglike(log_weights, {alpha})
    return {loss}""",
        blanks={
            "log_weights": (
                "params.log_component_weights",
                "softmax(params.log_component_weights)",
            ),
            "alpha": ("2.0", "1.0"),
            "loss": (
                "-(of_data + of_weights)",
                "of_data + of_weights",
                "-of_data",
                "-of_data + of_weights",
                "-of_data / data.size - of_weights",
            ),
        },
    ),
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
    "The loss is divided by the number of data. It is a sum over data: leave the division out.",
    lambda params, data: loss_mixture_weights(params, data) / len(data),
)


@exercise.mistake
def prior_for_each_datum(params, data):
    """The prior is counted once for each datum.

    The weights are drawn once, for all data together.
    """
    prior = len(data) * weights_loglike(params[0])
    return -mixture_loglike(*params, data) - prior


exercise.mistake(
    "The parameters are unpacked in another order. They come as log weights, means, log scales.",
    *(
        lambda params, data, order=order: loss_mixture_weights(
            [params[number] for number in order], data
        )
        for order in permutations(range(3))
        if order != (0, 1, 2)
    ),
)


def loss_with(of_data=None, of_prior=None, alpha=2.0):
    """Build a loss whose parts get something else in place of the log weights."""

    def loss(params, data):
        log_weights, mus, log_scales = params
        in_data = of_data(log_weights) if of_data else log_weights
        in_prior = of_prior(params) if of_prior else log_weights
        loglike = mixture_loglike(in_data, mus, log_scales, data)
        return -loglike - weights_loglike(in_prior, alpha)

    return loss


exercise.mistake(
    "The prior gets weights where it takes log weights. Hand over the log weights as they are.",
    loss_with(of_prior=lambda params: softmax(params[0])),
    loss_with(of_prior=lambda params: np.exp(params[0])),
)

exercise.mistake(
    "The likelihood gets weights where it takes log weights. Hand over what `params` holds, as it "
    "is.",
    loss_with(of_data=softmax),
    loss_with(of_data=np.exp),
)

exercise.mistake(
    "Both parts get weights where they take log weights. Leave out the exponential or softmax.",
    loss_with(softmax, lambda params: softmax(params[0])),
    loss_with(np.exp, lambda params: np.exp(params[0])),
)

exercise.mistake(
    "The prior is that of the weights, and it gets the means here.",
    loss_with(of_prior=lambda params: params[1]),
)

exercise.mistake(
    "The prior is that of the weights, and it gets the log scales here.",
    loss_with(of_prior=lambda params: params[2]),
)

exercise.mistake(
    "Each of the three arrays gets a prior of weights here. Only weights are drawn from a "
    "Dirichlet distribution: one prior, of the log weights.",
    lambda params, data: (
        -mixture_loglike(*params, data) - sum(map(weights_loglike, params))
    ),
)

exercise.mistake(
    "The absolute values of the log probabilities are added. A log density may be positive, and "
    "then its sign counts: give each a minus.",
    lambda params, data: (
        abs(mixture_loglike(*params, data)) + abs(weights_loglike(params[0]))
    ),
)

exercise.mistake(
    "A loss for each datum comes back. Sum the log likelihoods over the data first: "
    "`gm.mixture_loglike` does.",
    lambda params, data: -loglikes(*params, data) - weights_loglike(params[0]),
    lambda params, data: -loglikes(*params, data),
)

exercise.mistake(
    "This is the prior alone: the log likelihood of the data is missing.",
    lambda params, data: -weights_loglike(params[0]),
)


exercise.mistake(
    "The prior counts with another factor than one. It enters once, as the log likelihood does.",
    *(
        lambda params, data, factor=factor: (
            -mixture_loglike(*params, data)
            - factor * weights_loglike(params[0])
        )
        for factor in (2, 3, 0.5, 0.1, 1 / 3)
    ),
)

exercise.mistake(
    "Two log probabilities come back. The loss is one number: minus their sum.",
    lambda params, data: np.stack(
        [mixture_loglike(*params, data), weights_loglike(params[0])]
    ),
    lambda params, data: np.stack(
        [-mixture_loglike(*params, data), -weights_loglike(params[0])]
    ),
)

exercise.mistake(
    "The prior lacks its gamma functions, and is no density: `gm.weights_loglike` has them.",
    lambda params, data: (
        -mixture_loglike(*params, data) - np.sum(log_softmax(params[0]))
    ),
)

exercise.mistake(
    "The log weights are summed in place of their log prior. That is `gm.weights_loglike`.",
    lambda params, data: -mixture_loglike(*params, data) - np.sum(params[0]),
)


def another_alpha(seen):
    """What the prior gets in place of 2, as it is written."""
    for call in seen.all_calls("*weights_loglike"):
        given = [*call.args[1:], *(each.value for each in call.keywords)]
        for each in given:
            is_constant = isinstance(each, ast.Constant)
            if is_constant and each.value != 2:
                return {"alpha": each.value}
            if isinstance(each, ast.BinOp) and seen.made_of(each):
                return {"alpha": f"`{ast.unparse(each)}`"}
    return None


exercise.symptom(
    "The prior's alpha is {alpha} here. Take alpha = 2.",
    another_alpha,
    lambda params, data: (
        -gm.mixture_loglike(*params, data) - gm.weights_loglike(params[0], 3.0)
    ),
)

exercise.symptom(
    "This is the gradient of the loss, and its value is asked for: leave out `grad`.",
    lambda seen: (
        seen.calls("jax.*grad") and seen.error.startswith("WrongReturnType")
    ),
    lambda params, data: jax.grad(gm.loss_mixture_weights)(params, data),
)


def rounds_to_zero(seen):
    """Far out there is no slope, and the code leaves logarithms."""
    leaves = seen.calls("*.exp", "*.pdf", "*softmax")
    return (
        seen.trial.mode is slope_of_mixture
        and seen.is_nan
        and leaves
        and seen.calls("*.log")
    )


def _through_probabilities(params, data):
    likelihood = jnp.exp(gm.mixture_loglike(*params, data))
    return -jnp.log(likelihood) - gm.weights_loglike(params[0], 2.0)


exercise.symptom(
    "The likelihood of all data is exponentiated here, and rounds to zero before its logarithm is "
    "taken. Leave both parts in logarithms, and add them.",
    lambda seen: (
        rounds_to_zero(seen)
        and seen.calls("*.exp")
        and seen.calls("*mixture_loglike")
    ),
    _through_probabilities,
)

exercise.symptom(
    "The density of the prior is too large for a float before its logarithm is taken. "
    "`gm.weights_loglike` is the logarithm already: leave out `exp` and `log`.",
    lambda seen: (
        seen.trial.mode is of_many
        and not seen.error
        and np.isneginf(seen.result)
        and seen.calls("*.exp")
        and seen.calls("*.log")
    ),
    lambda params, data: (
        -gm.mixture_loglike(*params, data)
        - jnp.log(jnp.exp(gm.weights_loglike(params[0], 2.0)))
    ),
)


def _from_densities(params, data):
    log_weights, mus, log_scales = params
    weights = jax.nn.softmax(log_weights)[:, None]
    scales = jnp.exp(log_scales)[:, None]
    densities = norm.pdf(data[None, :], mus[:, None], scales)
    loglike = jnp.sum(jnp.log(jnp.sum(weights * densities, axis=0)))
    return -loglike - gm.weights_loglike(log_weights, 2.0)


exercise.symptom(
    "Far from all means the densities round to zero, and the logarithm of their sum has no slope. "
    "`gm.mixture_loglike`, which stays in logarithms, has one.",
    rounds_to_zero,
    _from_densities,
)


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


exercise.mistake(
    "The prior's alpha is 3 here. Take alpha = 2.",
    lambda params, data: loss_mixture_weights(params, data, alpha=3.0),
)

exercise.mistake(
    "The prior's alpha is the number of data here. Take alpha = 2.",
    lambda params, data: loss_mixture_weights(params, data, alpha=len(data)),
)

exercise.mistake(
    "The prior's alpha is the number of components here. Take alpha = 2, however many there are.",
    lambda params, data: loss_mixture_weights(
        params, data, alpha=len(params[0])
    ),
)


def _in_parts(log_weights, mus, log_scales, data, *parts):
    weights, together, over_data, prior, turned = parts
    logs = weights(log_weights)[:, None] + normal_loglikes(
        mus, log_scales, data
    )
    return turned(over_data(together(logs)), prior(log_weights))


PRIOR = {
    "": lambda log_weights: weights_loglike(log_weights),
    "The prior is missing.": lambda log_weights: 0.0,
    "The log prior has its sign turned.": lambda log_weights: (
        -weights_loglike(log_weights)
    ),
    "The prior's alpha is 1, and 2 is right.": lambda log_weights: (
        weights_loglike(log_weights, 1.0)
    ),
    "The prior lacks its gamma functions.": lambda log_weights: np.sum(
        log_softmax(log_weights)
    ),
    "The prior gets weights where it takes log weights.": lambda log_weights: (
        weights_loglike(softmax(log_weights))
    ),
    "The density of the prior stands where its logarithm belongs.": lambda log_weights: (
        np.exp(weights_loglike(log_weights))
    ),
}
TURNED = {
    "": lambda loglike, prior: -loglike - prior,
    "The signs of both parts are turned: a loss is minus their sum.": lambda loglike, prior: (
        loglike + prior
    ),
    "The exponential is taken of the sum of log probabilities, and of probabilities as small as "
    "that nothing is left: leave it out.": lambda loglike, prior: (
        -np.exp(loglike + prior)
    ),
    "The two parts are divided by two.": lambda loglike, prior: (
        -(loglike + prior) / 2
    ),
}

exercise.late_symptom(
    "{faults}",
    variants.of_variants(
        _in_parts,
        variants.WEIGHTS,
        variants.COMPONENTS,
        variants.DATA,
        PRIOR,
        TURNED,
        modes=(of_mixture,),
    ),
    lambda params, data: (
        -mixture_loglike(*params, data[:1]) - np.sum(log_softmax(params[0]))
    ),
)


exercise.mistake(
    "The loss is cut off at 0. Densities may exceed 1, and then it is negative.",
    lambda params, data: np.maximum(loss_mixture_weights(params, data), 0.0),
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
