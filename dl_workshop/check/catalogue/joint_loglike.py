"""The joint log density: `joint_loglike`."""

import ast
import math

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.stats import norm

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import variants
from dl_workshop.check.assembly import Blanks
from dl_workshop.check.call_modes import compiled, plain, slope
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import (
    component_probs_loglike,
    concentration_loglike,
    logits_log_jacobian,
    mixture_loglike,
    normal_loglike,
    scales_loglike,
    softmax,
    weights_loglike,
)
from dl_workshop.check.inputs import DATA, FAR_OUT
from dl_workshop.check.terms import miscounted

# Log weights, log concentration, means, log scales.
TWO = ((0.5, -1.0), 0.2, (-2.0, 5.0), (0.1, 0.7))
THREE = ((0.3, -1.2, 2.0), 0.7, (-2.0, 0.5, 3.0), (0.2, -0.7, 0.9))


def parts(log_weights, log_concentration, mus, log_scales, data):
    """The five parts: data, sticks, their Jacobian, concentration, scales."""
    return np.array(
        [
            mixture_loglike(log_weights, mus, log_scales, data),
            component_probs_loglike(log_weights, log_concentration),
            logits_log_jacobian(log_weights),
            concentration_loglike(log_concentration),
            scales_loglike(log_scales),
        ]
    )


exercise = Exercise(
    chapter="dirichlet_process_mixture",
    place=1300,
    title="The joint log density",
    minutes=10,
    difficulty="medium",
    task="Add up the log density of data, sticks, concentration and scales. You may use "
    "`gm.mixture_loglike`, `gm.component_probs_loglike`, `gm.logits_log_jacobian`, "
    "`gm.concentration_loglike(log_concentration, 1.0, 1.0)` and "
    "`gm.scales_loglike(log_component_scales, 0.3, 0.3)`.",
    stub='''\
def joint_loglike(log_component_weights, log_concentration,
                  component_mus, log_component_scales, data):
    """Log density of data, sticks, concentration and scales, nats."""
    ...''',
    properties=(
        Property(
            "the log density is the sum of five parts",
            inputs=((*THREE, DATA), (*TWO, (*DATA, 2.0))),
        ),
        Property(
            "`jit` can compile it",
            inputs=((*THREE, DATA),),
            mode=compiled,
            shown="jit({name})({arguments})",
        ),
        Property(
            "`grad` gives a slope for each log weight, and data far out leave it a number",
            inputs=((*THREE, FAR_OUT),),
            mode=slope(0),
            shown="jit(grad({name}))({arguments})",
        ),
    ),
    hints=(
        "A joint density is a product, and you have its factors' logarithms. Which factor does "
        "the equation lack that the list below it has?",
        "Five parts: the data; the sticks, as shares; what turns shares into log odds; the "
        "concentration; the scales. All of them are added.",
        "Two functions take the log weights alone or with the concentration: "
        "`gm.logits_log_jacobian(log_component_weights)` and "
        "`gm.component_probs_loglike(log_component_weights, log_concentration)`.",
        "Return `gm.mixture_loglike(log_component_weights, component_mus, log_component_scales, "
        "data)` plus the other four. The package writes its first part as `jnp.sum(loglikes)` "
        "over data, which is faster with fifty components.",
    ),
    reference=gm.joint_loglike,
    insight="Data and parameters enter one sum, so one gradient moves all of them.",
    why="The log of a product of densities is a sum. Without the priors of concentration and "
    "scales it has no highest value. For fifty components the package maps over data outside and "
    "over components inside, which is faster there than the order of `gm.mixture_loglike`.",
    spoiler="jnp.sum(loglikes)",
    assembly=Blanks(
        """\
def joint_loglike(log_component_weights, log_concentration,
                  component_mus, log_component_scales, data):
    of_data = gm.mixture_loglike(
        log_component_weights, component_mus, log_component_scales, data
    )
    both_take = {concentration}
    of_shares = gm.component_probs_loglike(log_component_weights, both_take)
    jacobian = gm.logits_log_jacobian(log_component_weights)
    of_concentration = gm.concentration_loglike(both_take, 1.0, 1.0)
    of_scales = gm.scales_loglike({scales}, 0.3, 0.3)
    of_params = of_shares {jacobian} + of_concentration
    return {sum}""",
        blanks={
            "concentration": (
                "log_concentration",
                "jnp.exp(log_concentration)",
            ),
            "scales": (
                "log_component_scales",
                "jnp.exp(log_component_scales)",
            ),
            "jacobian": ("+ jacobian", "- jacobian"),
            "sum": (
                "of_data + of_params + of_scales",
                "of_data + of_params",
                "of_data - of_params - of_scales",
                "-(of_data + of_params + of_scales)",
            ),
        },
    ),
)

exercise.mistake(
    "This is the log likelihood of the data alone. Add the log densities of the parameters.",
    lambda *args: parts(*args)[0],
)

exercise.mistake(
    "The data are left out. Their part is `gm.mixture_loglike`.",
    lambda *args: np.sum(parts(*args)[1:]),
    when=lambda seen: not seen.calls("*.mixture_loglike"),
)

exercise.symptom(
    "The sum has other counts than one of each: {faults}.",
    miscounted(
        parts,
        (
            ("the log likelihood of the data", "*.mixture_loglike"),
            ("the part of the sticks", "*.component_probs_loglike"),
            ("the Jacobian", "*.logits_log_jacobian"),
            ("the prior of the concentration", "*.concentration_loglike"),
            ("the prior of the scales", "*.scales_loglike"),
        ),
        (plain, compiled),
        told=((0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (2, -1)),
    ),
    lambda *args: np.sum(parts(*args) * [1, 1, 1, -1, 1]),
    lambda *args: np.sum(parts(*args) * [1, 1, 0, 0, 1]),
    lambda *args: np.sum(parts(*args) * [1, 1, 1, 1, np.size(args[-1])]),
)


def _prior_of_means(seen):
    """A call that gives the means a prior, beside the one of the scales."""
    for call in seen.all_calls("*.scales_loglike"):
        others = [
            each
            for each in seen.all_calls("*.scales_loglike")
            if each is not call
        ]
        is_right = any(
            "log_component_scales" in seen.made_of(each.args[0])
            for each in others
            if each.args
        )
        of_means = call.args and seen.made_of(call.args[0]) == {
            "component_mus"
        }
        if of_means and is_right:
            return {"call": ast.unparse(call)}
    return None


exercise.symptom(
    "`{call}` gives the means a prior, and they have none here: leave it out.",
    _prior_of_means,
    lambda lw, log_c, mus, log_scales, data: (
        gm.mixture_loglike(lw, mus, log_scales, data)
        + gm.component_probs_loglike(lw, log_c)
        + gm.logits_log_jacobian(lw)
        + gm.concentration_loglike(log_c)
        + gm.scales_loglike(log_scales, 0.3, 0.3)
        + gm.scales_loglike(mus, 0.3, 0.3)
    ),
)

exercise.mistake(
    "The sticks are left out: `gm.component_probs_loglike`, of log weights and concentration.",
    lambda *args: np.sum(parts(*args)[[0, 2, 3, 4]]),
    when=lambda seen: not seen.calls("*.component_probs_loglike"),
)

exercise.mistake(
    "The Jacobian is left out, so this is a density of shares, not of their log odds. Add "
    "`gm.logits_log_jacobian` of the log weights.",
    lambda *args: np.sum(parts(*args)[[0, 1, 3, 4]]),
    when=lambda seen: not seen.calls("*.logits_log_jacobian"),
)

exercise.mistake(
    "The Jacobian is subtracted. The density of log odds is that of shares times v(1 - v).",
    lambda *args: np.sum(parts(*args) * [1, 1, -1, 1, 1]),
)

exercise.mistake(
    "The prior of the concentration is left out: `gm.concentration_loglike`.",
    lambda *args: np.sum(parts(*args)[[0, 1, 2, 4]]),
    when=lambda seen: not seen.calls("*.concentration_loglike"),
)

exercise.mistake(
    "The prior of the scales is left out, and it is what keeps spikes away: "
    "`gm.scales_loglike`. Its arguments are the log scales, 0.3 and 0.3.",
    lambda *args: np.sum(parts(*args)[:4]),
)

exercise.mistake(
    "The sign is that of a loss. A log density is not turned round: `gm.joint_loss` does "
    "that.",
    lambda *args: -np.sum(parts(*args)),
)

exercise.mistake(
    "The log densities of the parameters are subtracted. Probabilities multiply, logs add.",
    lambda *args: np.sum(parts(*args) * [1, -1, -1, -1, -1]),
)

exercise.mistake(
    "The parameters' part is counted once for each datum. They are drawn once for all data.",
    lambda *args: np.sum(parts(*args) * [1, *[len(args[-1])] * 4]),
)

exercise.mistake(
    "The log likelihood is divided by the number of data, and the parameters' part is not.",
    lambda *args: np.sum(parts(*args) * [1 / len(args[-1]), 1, 1, 1, 1]),
)


@exercise.mistake
def likelihood_of_probabilities(lw, log_concentration, mus, log_scales, data):
    """The likelihood gets weights where it takes log weights. It normalises them itself."""
    of_data = mixture_loglike(softmax(lw), mus, log_scales, data)
    others = parts(lw, log_concentration, mus, log_scales, data)[1:]
    return of_data + np.sum(others)


exercise.mistake(
    "The concentration is exponentiated before it goes in. Both functions take its logarithm.",
    lambda lw, log_concentration, mus, log_scales, data: np.sum(
        parts(lw, np.exp(log_concentration), mus, log_scales, data)
    ),
)


@exercise.mistake
def scales_not_in_logs(lw, log_concentration, mus, log_scales, data):
    """The prior of the scales gets standard deviations. It takes their logarithms."""
    right = parts(lw, log_concentration, mus, log_scales, data)
    return np.sum(right[:4]) + scales_loglike(np.exp(log_scales))


def _in_parts(
    lw,
    log_c,
    mus,
    log_scales,
    data,
    likely,
    sticks,
    jacobian,
    concentration,
    scales,
    together,
):
    return together(
        [
            likely(lw, mus, log_scales, data),
            sticks(lw, log_c),
            jacobian(lw),
            concentration(log_c),
            scales(log_scales, mus),
        ]
    )


def _gamma(shape, rate):
    """Log density of a concentration, not of its logarithm."""
    return lambda log_c: (
        shape * np.log(rate)
        - math.lgamma(shape)
        + (shape - 1) * log_c
        - rate * np.exp(log_c)
    )


LIKELY = {
    "": mixture_loglike,
    "Of the data the first alone counts.": lambda lw, mus, ls, x: (
        mixture_loglike(lw, mus, ls, x[:1])
    ),
    "Of the data the last alone counts.": lambda lw, mus, ls, x: (
        mixture_loglike(lw, mus, ls, x[-1:])
    ),
    "The log likelihood is averaged over the data, and is to be summed.": (
        lambda lw, mus, ls, x: mixture_loglike(lw, mus, ls, x) / len(x)
    ),
    "The likelihood gets weights where it takes log weights.": lambda lw, mus, ls, x: (
        mixture_loglike(softmax(lw), mus, ls, x)
    ),
    "The likelihood gets standard deviations where it takes log scales.": (
        lambda lw, mus, ls, x: mixture_loglike(lw, mus, np.exp(ls), x)
    ),
    "The log likelihood of the data is missing.": lambda *args: 0.0,
}
STICKS = {
    "": component_probs_loglike,
    "`gm.component_probs_loglike` gets the concentration, and takes its logarithm.": (
        lambda lw, log_c: component_probs_loglike(lw, np.exp(log_c))
    ),
    "`gm.component_probs_loglike` gets weights, and takes their logarithms.": (
        lambda lw, log_c: component_probs_loglike(softmax(lw), log_c)
    ),
    "The part of the sticks is missing.": lambda *args: 0.0,
    "A Dirichlet prior of the weights stands where the part of the sticks belongs.": (
        lambda lw, log_c: weights_loglike(lw)
    ),
    "A Dirichlet prior of the weights, with the concentration for alpha, stands where the part of "
    "the sticks belongs.": lambda lw, log_c: weights_loglike(
        lw, np.exp(log_c)
    ),
}
JACOBIAN = {
    "": logits_log_jacobian,
    "The Jacobian is missing.": lambda lw: 0.0,
    "The Jacobian is subtracted.": lambda lw: -logits_log_jacobian(lw),
    "`gm.logits_log_jacobian` gets weights, and takes their logarithms.": lambda lw: (
        logits_log_jacobian(softmax(lw))
    ),
}
CONCENTRATION = {
    "": concentration_loglike,
    "`gm.concentration_loglike` gets the concentration, and takes its logarithm.": (
        lambda log_c: concentration_loglike(np.exp(log_c))
    ),
    "The log concentration is added to the prior of the concentration, as a Jacobian or a shape "
    "of 2 does. The shape is 1.0, and there is no Jacobian for the concentration.": (
        _gamma(2, 1)
    ),
    "The prior of the concentration has rate 2; 1.0 and 1.0 are asked for.": _gamma(
        1, 2
    ),
    "The prior of the concentration has shape and rate 2; 1.0 and 1.0 are asked for.": _gamma(
        2, 2
    ),
    "The prior of the concentration has shape and rate 0.3; 1.0 and 1.0 are asked for.": _gamma(
        0.3, 0.3
    ),
    "The prior of the concentration is missing.": lambda log_c: 0.0,
}
SPREADS = {
    "": lambda ls, mus: scales_loglike(ls),
    "`gm.scales_loglike` gets standard deviations, and takes their logarithms.": (
        lambda ls, mus: scales_loglike(np.exp(ls))
    ),
    "`gm.scales_loglike` gets the means, and takes the log scales.": lambda ls, mus: (
        scales_loglike(mus)
    ),
    "The prior of the scales has mean 1.0 and spread 1.0; 0.3 and 0.3 are asked for.": (
        lambda ls, mus: np.sum(normal_loglike(ls, 1.0, 1.0))
    ),
    "The prior of the scales has mean 0.0 and spread 1.0; 0.3 and 0.3 are asked for.": (
        lambda ls, mus: np.sum(normal_loglike(ls, 0.0, 1.0))
    ),
    "A prior of the means is added, and the means have none.": lambda ls, mus: (
        scales_loglike(ls) + np.sum(normal_loglike(mus, 0.0, 1.0))
    ),
    "The prior of the scales is missing.": lambda ls, mus: 0.0,
}
TOGETHER = {
    "": np.sum,
    "The log densities are multiplied. Densities multiply, and logarithms are added.": np.prod,
    "The parts go through a `logsumexp`, which adds densities. These multiply: add their "
    "logarithms.": np.logaddexp.reduce,
    "The parts are averaged, and are to be added.": np.mean,
    "The sign is turned.": lambda parts: -np.sum(parts),
}

exercise.late_symptom(
    "{faults}",
    variants.of_variants(
        _in_parts,
        LIKELY,
        STICKS,
        JACOBIAN,
        CONCENTRATION,
        SPREADS,
        TOGETHER,
        modes=(plain, compiled),
    ),
    lambda *args: np.sum(parts(*args)) + args[1],
    lambda *args: np.logaddexp.reduce(parts(*args)),
    lambda lw, log_c, mus, ls, x: (
        np.sum(parts(lw, log_c, mus, ls, x)[1:])
        + mixture_loglike(lw, mus, np.exp(ls), x)
    ),
)


def another_number(seen):
    """A number that one of the two priors gets in place of the task's."""
    for name, asked in (("scales", 0.3), ("concentration", 1.0)):
        for call in seen.all_calls(f"*.{name}_loglike"):
            given = [*call.args, *(each.value for each in call.keywords)]
            for each in given:
                number = getattr(each, "value", asked)
                if isinstance(each, ast.Constant) and number != asked:
                    words = {"number": number, "asked": asked}
                    return {"function": ast.unparse(call.func), **words}
    return None


exercise.late_symptom(
    "`{function}` gets the number {number} here, and {asked} is asked for, in both places.",
    another_number,
    lambda lw, log_c, mus, ls, x: (
        joint_by_hand(lw, log_c, mus, ls, x)
        - gm.scales_loglike(ls, 0.3, 0.3)
        + gm.scales_loglike(ls, 0.3, 1.0)
    ),
)


@exercise.right
def joint_of_five_parts(lw, lc, mus, ls, data):
    of_sticks = gm.component_probs_loglike(lw, lc) + gm.logits_log_jacobian(lw)
    of_priors = gm.concentration_loglike(lc, 1.0, 1.0)
    of_priors += gm.scales_loglike(ls, 0.3, 0.3)
    return gm.mixture_loglike(lw, mus, ls, data) + of_sticks + of_priors


@exercise.right
def joint_by_hand(lw, log_c, mus, log_sd, data):
    lw, c = jax.nn.log_softmax(lw), jnp.exp(log_c)
    rests = jnp.cumsum(jnp.exp(lw)[::-1])[::-1]
    shares = jnp.exp(lw[:-1]) / rests[:-1]
    log_shares = jnp.log(shares) + c * jnp.log1p(-shares) + log_c
    priors = -c + norm.logpdf(log_sd, 0.3, 0.3).sum()
    return (
        gm.mixture_loglike(lw, mus, log_sd, data) + log_shares.sum() + priors
    )
