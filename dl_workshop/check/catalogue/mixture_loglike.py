"""All data: `mixture_loglike`."""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax, vmap
from jax.scipy.stats import norm

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import formulas, variants
from dl_workshop.check.assembly import Blanks, Picture
from dl_workshop.check.call_modes import slope
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import logsumexp
from dl_workshop.check.inputs import DATA, FAR_OUT, SLOPE_OF_MEANS, THREE, TWO

exercise = Exercise(
    chapter="likelihood",
    place=330,
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
            mode=slope(1),
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
    spoiler="jnp.sum(logsumexp(loglikes, axis=0))",
    assembly=Blanks(
        """\
def mixture_loglike(
    log_component_weights, component_mus, log_component_scales, data
):
    table = gm.weighted_loglikes(
        log_component_weights, component_mus, log_component_scales, data
    )
    loglikes = {of_each_datum}
    return {of_all_data}""",
        blanks={
            "of_each_datum": (
                "logsumexp(table, axis=0)",
                "logsumexp(table, axis=1)",
                "jnp.sum(table, axis=0)",
                "jnp.max(table, axis=0)",
            ),
            "of_all_data": (
                "jnp.sum(loglikes)",
                "jnp.mean(loglikes)",
                "logsumexp(loglikes)",
                "-jnp.sum(loglikes)",
                "loglikes",
            ),
        },
    ),
    picture=Picture(
        across="the second mean",
        up="log likelihood of three data",
        x=tuple(np.linspace(-4.0, 12.0, 17).tolist()),
        call=lambda function, means: [
            function(
                jnp.array(TWO[0]),
                jnp.array([-2.0, mean]),
                jnp.array(TWO[2]),
                jnp.array(DATA),
            )
            for mean in means
        ],
    ),
)

exercise.mistake(
    "This is the mean over data. The log likelihood of all data is the sum: more data weigh "
    "more.",
    lambda log_weights, mus, log_scales, data: np.mean(
        formulas.loglikes(log_weights, mus, log_scales, data)
    ),
)

exercise.mistake(
    "One log likelihood for each datum comes back. The data are independent: sum these "
    "logarithms.",
    lambda log_weights, mus, log_scales, data: formulas.loglikes(
        log_weights, mus, log_scales, data
    ),
)

exercise.mistake(
    "The sum over data is inside the logarithm. All data happened, one *and* the other: "
    "their probabilities multiply, so their logarithms add.",
    lambda log_weights, mus, log_scales, data: logsumexp(
        formulas.loglikes(log_weights, mus, log_scales, data)
    ),
)


@exercise.mistake
def sums_exchanged(log_weights, mus, log_scales, data):
    """The two sums have changed places.

    The sum over components belongs inside the logarithm, the sum over data outside. Look at the
    axis that `logsumexp` sums over.
    """
    table = formulas.weighted_loglikes(log_weights, mus, log_scales, data)
    return np.sum(logsumexp(table, axis=1))


exercise.mistake(
    "Every log likelihood is added up, those of the components as well. Components are "
    "alternatives: for each datum their likelihoods add, inside the logarithm.",
    lambda log_weights, mus, log_scales, data: np.sum(
        formulas.weighted_loglikes(log_weights, mus, log_scales, data)
    ),
)

exercise.mistake(
    "The log likelihoods of the data are multiplied. It is likelihoods that multiply; their "
    "logarithms add.",
    lambda log_weights, mus, log_scales, data: np.prod(
        formulas.loglikes(log_weights, mus, log_scales, data)
    ),
)

exercise.mistake(
    "Only the first datum counts. A `return` inside a loop ends it at the first turn.",
    lambda log_weights, mus, log_scales, data: formulas.loglikes(
        log_weights, mus, log_scales, data
    )[0],
)

exercise.mistake(
    "Only the last datum counts. In a loop, add to the total and do not replace it.",
    lambda log_weights, mus, log_scales, data: formulas.loglikes(
        log_weights, mus, log_scales, data
    )[-1],
)


@exercise.mistake
def best_components(log_weights, mus, log_scales, data):
    """Each datum is given its best component alone. Sum over all components, by `logsumexp`."""
    table = formulas.weighted_loglikes(log_weights, mus, log_scales, data)
    return np.sum(np.max(table, axis=0))


exercise.mistake(
    "This is the negative log likelihood. That is part of the loss, which comes later.",
    lambda log_weights, mus, log_scales, data: (
        -formulas.mixture_loglike(log_weights, mus, log_scales, data)
    ),
)


@exercise.mistake
def weights_never_normalized(log_weights, mus, log_scales, data):
    """The weights do not sum to 1 here.

    The log weights go in without `log_softmax`, and every datum adds the same error.
    """
    loglikes = formulas.normal_loglikes(mus, log_scales, data)
    return np.sum(logsumexp(log_weights[:, None] + loglikes, axis=0))


@exercise.mistake
def logarithm_too_late(log_weights, mus, log_scales, data):
    """The logarithm is taken too late.

    Far from all means every density rounds to zero, and a product of many densities does, too.
    Sum over components with `logsumexp`, and over data sum logarithms.
    """
    table = formulas.weighted_loglikes(log_weights, mus, log_scales, data)
    return np.sum(np.log(np.sum(np.exp(table), axis=0)))


exercise.mistake(
    "This is the likelihood of all data; its logarithm is the sum before the exponential.",
    lambda log_weights, mus, log_scales, data: np.exp(
        formulas.mixture_loglike(log_weights, mus, log_scales, data)
    ),
)


exercise.mistake(
    "The likelihoods of the data are added up. Those of independent data multiply, so it is the "
    "log likelihoods that are added.",
    lambda log_weights, mus, log_scales, data: np.sum(
        np.exp(formulas.loglikes(log_weights, mus, log_scales, data))
    ),
)


def _in_parts(
    log_weights, mus, log_scales, data, log, spread, density, sums, total
):
    logs = density(data, mus[:, None], spread(log_scales)[:, None])
    return total(sums(log(log_weights)[:, None] + logs))


exercise.late_symptom(
    "{faults}",
    variants.of_variants(
        _in_parts,
        variants.WEIGHTS,
        variants.SCALES,
        variants.DENSITY,
        variants.COMPONENTS,
        variants.DATA,
    ),
    lambda log_weights, mus, log_scales, data: np.mean(
        logsumexp(
            log_weights[:, None]
            + formulas.normal_loglikes(mus, log_scales, data),
            axis=0,
        )
    ),
)


exercise.mistake(
    "The mean of the data goes in, once or as often as there are data. Each datum has its own log "
    "likelihood.",
    lambda log_weights, mus, log_scales, data: formulas.mixture_loglike(
        log_weights, mus, log_scales, np.full_like(data, np.mean(data))
    ),
    lambda log_weights, mus, log_scales, data: formulas.mixture_loglike(
        log_weights, mus, log_scales, np.mean(data, keepdims=True)
    ),
)

exercise.mistake(
    "The sum of the data goes in as if it were one datum. Each datum has its own log likelihood.",
    lambda log_weights, mus, log_scales, data: formulas.mixture_loglike(
        log_weights, mus, log_scales, np.sum(data, keepdims=True)
    ),
)


@exercise.right
def all_by_vmap(lw, m, ls, data):
    return vmap(gm.loglike_across_components, (None, None, None, 0))(
        lw, m, ls, data
    ).sum()


@exercise.right
def all_by_loop(log_weights, mus, log_scales, data):
    total = 0.0
    for datum in data:
        total = total + gm.loglike_across_components(
            log_weights, mus, log_scales, datum
        )
    return total


@exercise.right
def all_by_broadcasting(lw, m, ls, x):
    terms = jax.nn.log_softmax(lw) + norm.logpdf(x[:, None], m, jnp.exp(ls))
    return jnp.sum(jax.nn.logsumexp(terms, axis=1))


@exercise.right
def all_by_scan(lw, m, ls, x):
    def add(total, datum):
        return total + gm.loglike_across_components(lw, m, ls, datum), None

    return lax.scan(add, 0.0, x)[0]
