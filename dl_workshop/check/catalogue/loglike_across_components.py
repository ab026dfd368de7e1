"""One datum under all components: `loglike_across_components`."""

import ast
import math

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.scipy.stats import norm

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import variants
from dl_workshop.check.assembly import Blanks, Picture
from dl_workshop.check.call_modes import over_data, slope
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import (
    log_softmax,
    logsumexp,
    normal_loglike,
    softmax,
)
from dl_workshop.check.inputs import DATA, MAPPED, SLOPE_OF_MEANS, THREE, TWO

TWINS = ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0))


FAR_APART = ((0.0, 1000.0), (-2.0, 5.0), (0.1, 0.7))


def of_each(mus, log_scales, datum):
    """Log density of one datum under each component, shape (n_components,)."""
    return normal_loglike(datum, mus, np.exp(log_scales))


exercise = Exercise(
    chapter="likelihood",
    place=320,
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
            mode=over_data,
            shown=MAPPED,
        ),
        Property(
            "`grad` can differentiate it, and the slopes are numbers even far out",
            inputs=((*TWO, 1000.0),),
            mode=slope(1),
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
    spoiler="logsumexp(",
    assembly=Blanks(
        """\
def loglike_across_components(
    log_component_weights, component_mus, log_component_scales, datum
):
    log_weights = {log_weights}
    log_scales = {log_scales}
    loglikes = vmap(gm.normal_loglike, in_axes=(0, 0, None))(
        component_mus, log_scales, datum
    )
    return {of_all_components}""",
        blanks={
            "log_weights": (
                "log_softmax(log_component_weights)",
                "log_component_weights",
                "softmax(log_component_weights)",
            ),
            "log_scales": (
                "log_component_scales",
                "jnp.exp(log_component_scales)",
            ),
            "of_all_components": (
                "logsumexp(log_weights + loglikes)",
                "jnp.sum(log_weights + loglikes)",
                "logsumexp(log_weights * loglikes)",
                "jnp.max(log_weights + loglikes)",
                "jnp.log(jnp.sum(jnp.exp(log_weights + loglikes)))",
            ),
        },
    ),
    picture=Picture(
        across="the datum",
        up="log likelihood",
        x=tuple(np.linspace(-6.0, 10.0, 17).tolist()),
        call=lambda function, data: [
            function(*map(jnp.array, TWO), datum) for datum in data
        ],
    ),
)

exercise.mistake(
    "The log likelihoods of the components are added up. That says the datum came from the "
    "first component and from the second; it came from one or the other, so add the "
    "likelihoods.",
    lambda log_weights, mus, log_scales, datum: np.sum(
        log_softmax(log_weights) + of_each(mus, log_scales, datum)
    ),
)

exercise.mistake(
    "The log weights are used as they come. Their exponentials have to sum to 1 first, "
    "which is what `log_softmax` does.",
    lambda log_weights, mus, log_scales, datum: logsumexp(
        log_weights + of_each(mus, log_scales, datum)
    ),
)


@exercise.mistake
def log_weights_divided(log_weights, mus, log_scales, datum):
    """The log weights are divided by their sum.

    It is the weights that sum to 1, not their logarithms: use `log_softmax`.
    """
    log_weights = log_weights / np.sum(log_weights)
    return logsumexp(log_weights + of_each(mus, log_scales, datum))


exercise.mistake(
    "The weights are added to log densities. Add their logarithms: `log_softmax` instead of "
    "`softmax`.",
    lambda log_weights, mus, log_scales, datum: logsumexp(
        softmax(log_weights) + of_each(mus, log_scales, datum)
    ),
)

exercise.mistake(
    "The weights have no effect. Either they are left out, or every weight meets every "
    "density and not its own alone.",
    lambda log_weights, mus, log_scales, datum: logsumexp(
        of_each(mus, log_scales, datum)
    ),
)

exercise.mistake(
    "A logarithm of the log weights is taken. `gm.loglike_one_component` takes weights; "
    "`gm.normal_loglike` leaves them to you.",
    lambda log_weights, mus, log_scales, datum: logsumexp(
        np.log(log_weights) + of_each(mus, log_scales, datum)
    ),
)


exercise.mistake(
    "The log weights are summed outside `logsumexp`. Each belongs to the log density of its own "
    "component, inside.",
    lambda log_weights, mus, log_scales, datum: (
        logsumexp(of_each(mus, log_scales, datum))
        + np.sum(log_softmax(log_weights))
    ),
)

exercise.symptom(
    "`b` of `logsumexp` takes weights, and gets their logarithms here. Add the log weights to the "
    "log densities.",
    lambda seen: any(
        each.arg == "b"
        and "log_softmax" in ast.unparse(seen.made_by(each.value))
        for call in seen.all_calls("*logsumexp")
        for each in call.keywords
    ),
    lambda log_weights, mus, log_scales, datum: jax.nn.logsumexp(
        norm.logpdf(datum, mus, jnp.exp(log_scales)),
        b=jax.nn.log_softmax(log_weights),
    ),
)


@exercise.mistake
def mean_of_components(log_weights, mus, log_scales, datum):
    """The likelihoods are averaged over the components.

    They are summed: the weights, which sum to 1, do the averaging already.
    """
    loglikes = log_softmax(log_weights) + of_each(mus, log_scales, datum)
    return logsumexp(loglikes) - np.log(len(loglikes))


@exercise.mistake
def scales_as_variances(log_weights, mus, log_scales, datum):
    """The scales are used as variances; they are standard deviations already."""
    loglikes = of_each(mus, log_scales / 2, datum)
    return logsumexp(log_softmax(log_weights) + loglikes)


exercise.mistake(
    "This is the log likelihood under the best component alone. The others could have made "
    "the datum, too: sum over all of them.",
    lambda log_weights, mus, log_scales, datum: np.max(
        log_softmax(log_weights) + of_each(mus, log_scales, datum)
    ),
)


@exercise.mistake
def log_sum_exp_written_out(log_weights, mus, log_scales, datum):
    """The sum is written out as exp, sum and log.

    Far from the means all densities round to zero, and the logarithm of zero is minus infinity.
    `logsumexp` gives the same sum safely.
    """
    loglikes = log_softmax(log_weights) + of_each(mus, log_scales, datum)
    return np.log(np.sum(np.exp(loglikes)))


@exercise.mistake(when=lambda seen: seen.calls("*.exp"))
def log_softmax_written_out(log_weights, mus, log_scales, datum):
    """The weights are normalised by exp, division and log.

    With log weights far apart the exponential overflows; `log_softmax` gives the same safely.
    """
    weights = np.exp(log_weights)
    log_weights = np.log(weights / np.sum(weights))
    return logsumexp(log_weights + of_each(mus, log_scales, datum))


@exercise.mistake
def both_written_out(log_weights, mus, log_scales, datum):
    """Weights and densities are multiplied and summed, and the logarithm comes last.

    The formula is right, but its numbers leave the range of floats: stay in logarithms, with
    `log_softmax` and `logsumexp`.
    """
    weights = np.exp(log_weights) / np.sum(np.exp(log_weights))
    densities = np.exp(of_each(mus, log_scales, datum))
    return np.log(np.sum(weights * densities))


exercise.mistake(
    "One log likelihood for each component comes back. The answer is one sum away: that of "
    "the likelihoods, inside the logarithm.",
    lambda log_weights, mus, log_scales, datum: (
        log_softmax(log_weights) + of_each(mus, log_scales, datum)
    ),
)


@exercise.mistake
def scales_as_log_scales(log_weights, mus, log_scales, datum):
    """The exponential of the log scale is taken twice.

    `gm.normal_loglike` takes the log scale as it is.
    """
    loglikes = of_each(mus, np.exp(log_scales), datum)
    return logsumexp(log_softmax(log_weights) + loglikes)


exercise.mistake(
    "This averages log densities with the weights. It is densities that are averaged, and "
    "the logarithm comes after: `logsumexp`.",
    lambda log_weights, mus, log_scales, datum: np.sum(
        softmax(log_weights) * of_each(mus, log_scales, datum)
    ),
)

exercise.mistake(
    "The weights multiply log densities. Weight and density multiply, so the log weight and "
    "the log density are added.",
    lambda log_weights, mus, log_scales, datum: logsumexp(
        softmax(log_weights) * of_each(mus, log_scales, datum)
    ),
)

exercise.mistake(
    "The sign is turned: this is minus the log likelihood of the datum.",
    lambda log_weights, mus, log_scales, datum: (
        -logsumexp(log_softmax(log_weights) + of_each(mus, log_scales, datum))
    ),
)


@exercise.mistake
def log_scales_as_scales(log_weights, mus, log_scales, datum):
    """The log scales go in where the normal density wants standard deviations.

    Take `jnp.exp` of them.
    """
    loglikes = normal_loglike(datum, mus, log_scales)
    return logsumexp(log_softmax(log_weights) + loglikes)


@exercise.mistake
def likelihood_itself(log_weights, mus, log_scales, datum):
    """This is the likelihood of the datum; its logarithm is what is asked for."""
    loglikes = log_softmax(log_weights) + of_each(mus, log_scales, datum)
    return np.sum(np.exp(loglikes))


exercise.mistake(
    "The log likelihoods of the components are averaged. It is the likelihoods that are summed, "
    "and the logarithm comes last: `logsumexp`.",
    lambda log_weights, mus, log_scales, datum: np.mean(
        log_softmax(log_weights)
        + normal_loglike(datum, mus, np.exp(log_scales))
    ),
)

exercise.mistake(
    "Log weights and log densities are multiplied. A product of weight and density has the sum "
    "of the two as its logarithm.",
    lambda log_weights, mus, log_scales, datum: logsumexp(
        log_softmax(log_weights)
        * normal_loglike(datum, mus, np.exp(log_scales))
    ),
)


def always_zero(seen):
    """Every result is the logarithm of 1, and the code normalises."""
    return (
        seen.calls("*softmax")
        and seen.pairs
        and all(np.allclose(got, 0.0, atol=1e-5) for got, _ in seen.pairs)
    )


exercise.symptom(
    "Weights and densities are normalised together, so that they sum to 1, and the logarithm of 1 "
    "is 0. `log_softmax` is for the weights alone.",
    always_zero,
    lambda log_weights, mus, log_scales, datum: jax.nn.logsumexp(
        jax.nn.log_softmax(
            log_weights + norm.logpdf(datum, mus, jnp.exp(log_scales))
        )
    ),
)


def _in_parts(log_weights, mus, log_scales, datum, log, spread, density, sums):
    return sums(log(log_weights) + density(datum, mus, spread(log_scales)))


exercise.late_symptom(
    "{faults}",
    variants.of_variants(
        _in_parts,
        variants.WEIGHTS,
        variants.SCALES,
        variants.DENSITY,
        variants.COMPONENTS,
    ),
    lambda log_weights, mus, log_scales, datum: np.sum(
        np.exp(log_weights) + of_each(mus, log_scales, datum)
    ),
)


exercise.mistake(
    "A `log_softmax` goes over weight times density, which leaves shares of their sum, and the "
    "sum itself is asked for: `logsumexp`.",
    *(
        lambda log_weights, mus, log_scales, datum, together=together, log=log: (
            together(
                log_softmax(log(log_weights) + of_each(mus, log_scales, datum))
            )
        )
        for together in (np.sum, lambda logs: logs)
        for log in (log_softmax, lambda logs: logs)
    ),
    when=lambda seen: seen.calls("*softmax"),
)


@exercise.right
def across_by_loop(log_w, mus, log_scales, x):
    log_w = log_w - jax.nn.logsumexp(log_w)
    total = -jnp.inf
    for k in range(len(mus)):
        loglike = norm.logpdf(x, mus[k], jnp.exp(log_scales[k]))
        total = jnp.logaddexp(total, log_w[k] + loglike)
    return total


@exercise.right
def across_without_vmap(lw, m, ls, x):
    return jax.nn.logsumexp(
        jax.nn.log_softmax(lw) + norm.logpdf(x, m, jnp.exp(ls))
    )


@exercise.right
def across_by_hand(log_w, mus, log_scales, datum):
    z = (datum - mus) / jnp.exp(log_scales)
    terms = jax.nn.log_softmax(log_w) - 0.5 * z**2 - log_scales
    largest = lax.stop_gradient(terms.max())
    shifted = jnp.log(jnp.sum(jnp.exp(terms - largest)))
    return largest + shifted - 0.5 * math.log(2 * math.pi)
