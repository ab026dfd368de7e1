"""Who made this datum?: `responsibilities`."""

import ast

import jax
import jax.numpy as jnp
import numpy as np
from jax import vmap
from jax.scipy.stats import norm

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import formulas, variants
from dl_workshop.check.assembly import Blanks, Picture
from dl_workshop.check.call_modes import compiled, shape
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import log_softmax, softmax, weighted_loglikes
from dl_workshop.check.inputs import DATA, FAR_OUT, THREE, TWO

TWO_ARRAYS = tuple(map(jnp.array, TWO))

exercise = Exercise(
    chapter="gradients",
    place=500,
    title="Who made this datum?",
    minutes=8,
    difficulty="medium",
    task="Write the responsibility of each component for each datum, a row for each datum. You "
    "may use `gm.weighted_loglikes`, the log of weight times density, a row for each component. "
    "Data may lie far from all means, and `jit` must be able to compile the function.",
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
            mode=compiled,
            shown="from jax import jit\njit({name})({arguments})",
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
    insight="A softmax over the logarithms of weight times density is Bayes' rule.",
    why="In the table of log weight plus log density, a column belongs to a datum. The softmax of "
    "a column divides weight times density by its sum over components, and is safe where all "
    "densities round to zero. `.T` puts data first.",
    tip="Tip: your loop works. `softmax` with `axis=0` takes all columns of the table at once, "
    "and `vmap` would map your function of one datum over the data.",
    spoiler="softmax(loglikes, axis=0)",
    assembly=Blanks(
        """\
def responsibilities(
    log_component_weights, component_mus, log_component_scales, data
):
    log_scales = {log_scales}
    loglikes = gm.weighted_loglikes(
        log_component_weights, component_mus, log_scales, data
    )
    table = {shares}
    return {result}""",
        blanks={
            "log_scales": (
                "log_component_scales",
                "jnp.exp(log_component_scales)",
            ),
            "shares": (
                "softmax(loglikes, axis=0)",
                "softmax(loglikes, axis=1)",
                "log_softmax(loglikes, axis=0)",
                "jnp.exp(loglikes)",
            ),
            "result": ("table.T", "table"),
        },
    ),
    picture=Picture(
        across="the datum",
        up="responsibility of each component",
        x=tuple(np.linspace(-6, 8, 29).tolist()),
        call=lambda function, data: function(*TWO_ARRAYS, data),
    ),
)

exercise.mistake(
    "Rows and columns have changed places. A row stands for a component here, and should "
    "stand for a datum. `.T` turns the table.",
    lambda log_weights, mus, log_scales, data: (
        formulas.responsibilities(log_weights, mus, log_scales, data).T
    ),
)


@exercise.mistake
def softmax_over_data(log_weights, mus, log_scales, data):
    """The softmax runs over the data.

    Of one datum the responsibilities sum to 1, so it has to run over the components.
    """
    loglikes = weighted_loglikes(log_weights, mus, log_scales, data)
    return softmax(loglikes, axis=1).T


exercise.mistake(
    "The weights of the components do not count here. By Bayes' rule a component with a "
    "larger weight is more probable before the datum is seen.",
    lambda log_weights, mus, log_scales, data: (
        softmax(formulas.normal_loglikes(mus, log_scales, data)).T
    ),
)


@exercise.mistake
def log_responsibilities(log_weights, mus, log_scales, data):
    """These are logarithms of responsibilities: `softmax` in place of `log_softmax`."""
    loglikes = weighted_loglikes(log_weights, mus, log_scales, data)
    return formulas.log_softmax(loglikes).T


exercise.mistake(
    "These are log likelihoods, as the table has them. A softmax turns them into shares.",
    lambda log_weights, mus, log_scales, data: (
        weighted_loglikes(log_weights, mus, log_scales, data).T
    ),
)


@exercise.mistake
def best_takes_all(log_weights, mus, log_scales, data):
    """Each datum goes wholly to its best component.

    Responsibilities share it, in proportion to weight times density.
    """
    loglikes = weighted_loglikes(log_weights, mus, log_scales, data)
    return np.eye(len(mus))[np.argmax(loglikes, axis=0)]


exercise.mistake(
    "This is weight times density, the upper part of the fraction. Divide by its sum over "
    "the components.",
    lambda log_weights, mus, log_scales, data: (
        np.exp(weighted_loglikes(log_weights, mus, log_scales, data)).T
    ),
)


def of_table(change):
    """Build an answer that makes something else of the table of weighted log likelihoods."""

    def answer(log_weights, mus, log_scales, data):
        table = weighted_loglikes(log_weights, mus, log_scales, data)
        return change(table, log_softmax(log_weights)[:, None])

    return answer


exercise.mistake(
    "The weights count twice: they are in `gm.weighted_loglikes` already.",
    of_table(lambda table, log_weights: softmax(table + log_weights).T),
    of_table(
        lambda table, log_weights: softmax(table + np.exp(log_weights)).T
    ),
)

exercise.mistake(
    "This is the table of logarithms as it comes, a row for each component. A softmax of its "
    "columns is missing, and `.T`.",
    of_table(lambda table, _: table),
)

exercise.mistake(
    "Each datum's numbers are divided by the largest of them. Probabilities are divided by the "
    "sum.",
    of_table(
        lambda table, _: np.exp(table - np.max(table, axis=0)).T,
    ),
)


@exercise.mistake
def divided_without_weights(log_weights, mus, log_scales, data):
    """The sum below the line lacks the weights.

    Divide weight times density by the sum of just that.
    """
    loglikes = formulas.normal_loglikes(mus, log_scales, data)
    weights = softmax(log_weights)[:, None]
    with np.errstate(all="ignore"):
        total = np.sum(np.exp(loglikes), axis=0)
        return (weights * np.exp(loglikes) / total).T


exercise.mistake(
    "This is the most probable component of each datum. Asked for are the probabilities of all.",
    of_table(lambda table, _: np.argmax(table, axis=0)),
)

exercise.mistake(
    "One number for each component comes back. Responsibilities are not summed over the data: a "
    "row for each.",
    of_table(lambda table, _: softmax(table).sum(axis=1)),
    of_table(lambda table, _: softmax(table).mean(axis=1)),
)

exercise.mistake(
    "The responsibilities of one component come back. Each component has a column.",
    *(of_table(lambda table, _, k=k: softmax(table)[k]) for k in (0, 1, -1)),
)

exercise.mistake(
    "A sigmoid takes each logarithm on its own. Shares among all components come of a softmax.",
    of_table(lambda table, _: np.exp(-np.logaddexp(0, -table)).T),
)

exercise.mistake(
    "The softmax is taken twice. Once gives the probabilities.",
    of_table(lambda table, _: softmax(softmax(table)).T),
)

exercise.mistake(
    "The softmax takes exponentials itself: hand it the logarithms, without `jnp.exp`.",
    of_table(lambda table, _: softmax(np.exp(table)).T),
)

exercise.mistake(
    "The exponential has base 10 here, and the logarithms are natural ones: `jnp.exp`.",
    of_table(lambda table, _: softmax(table * np.log(10)).T),
)

exercise.mistake(
    "The log scales go through an exponential before `gm.weighted_loglikes`, which takes it "
    "itself.",
    lambda log_weights, mus, log_scales, data: formulas.responsibilities(
        log_weights, mus, np.exp(log_scales), data
    ),
)


@exercise.mistake
def log_scale_as_scale(log_weights, mus, log_scales, data):
    """The log scale stands where the standard deviation belongs: `jnp.exp` of it."""
    with np.errstate(all="ignore"):
        loglikes = formulas.normal_loglike(
            data[None, :], mus[:, None], log_scales[:, None]
        )
    return softmax(log_softmax(log_weights)[:, None] + loglikes).T


def _alike_below_a_bound(seen):
    """A call that bounds logarithms, if that makes all components alike somewhere."""
    calls = seen.all_calls("*.clip", "*.maximum")
    shape = np.shape(seen.result)
    alike = len(shape) == 2 and any(
        np.allclose(row, 1 / shape[1]) for row in seen.result
    )
    return alike and calls and {"call": ast.unparse(calls[0].func) + "(...)"}


exercise.symptom(
    "Far from all means `{call}` sets the same bound for all components, and they look alike. A "
    "softmax of the logarithms needs no bound.",
    _alike_below_a_bound,
    lambda log_weights, mus, log_scales, data: (
        softmax(
            np.clip(
                weighted_loglikes(log_weights, mus, log_scales, data),
                -50,
                None,
            )
        ).T
    ),
)


@exercise.mistake(
    when=lambda seen: seen.calls("*.exp") and seen.calls("*.max")
)
def one_maximum_of_all(log_weights, mus, log_scales, data):
    """One maximum of all data is subtracted, and far out the exponentials still round to zero.

    Each datum has a maximum of its own: a softmax takes it.
    """
    logs = weighted_loglikes(log_weights, mus, log_scales, data)
    likelihoods = np.exp(logs - np.max(logs))
    return (likelihoods / np.sum(likelihoods, axis=0)).T


@exercise.mistake(when=lambda seen: seen.calls("*.exp"))
def fraction_as_it_stands(log_weights, mus, log_scales, data):
    """The fraction is computed as it stands, and far from all means it is zero over zero.

    A softmax of logarithms is the same fraction, without that.
    """
    likelihoods = np.exp(weighted_loglikes(log_weights, mus, log_scales, data))
    return (likelihoods / np.sum(likelihoods, axis=0)).T


@exercise.mistake
def weights_added(log_weights, mus, log_scales, data):
    """The weight is added to the log density where the log weight should be."""
    loglikes = formulas.normal_loglikes(mus, log_scales, data)
    return softmax(softmax(log_weights)[:, None] + loglikes).T


exercise.mistake(
    "The softmax runs along the last axis of the table, which holds the data. Let it run "
    "over the components, axis 0, and turn the table with `.T`.",
    lambda log_weights, mus, log_scales, data: softmax(
        weighted_loglikes(log_weights, mus, log_scales, data), axis=1
    ),
)


@exercise.mistake
def reshaped(log_weights, mus, log_scales, data):
    """The table is reshaped, which keeps the order of its numbers; `.T` swaps rows and columns."""
    loglikes = weighted_loglikes(log_weights, mus, log_scales, data)
    return softmax(loglikes, axis=0).reshape(len(data), -1)


@exercise.mistake
def divided_by_the_whole_table(log_weights, mus, log_scales, data):
    """The division is by the sum of the whole table, so all rows together sum to 1.

    Divide by the sum over the components, for each datum on its own.
    """
    loglikes = weighted_loglikes(log_weights, mus, log_scales, data)
    return np.exp(loglikes - formulas.logsumexp(loglikes)).T


@exercise.mistake
def logarithms_divided(log_weights, mus, log_scales, data):
    """Logarithms are divided by their sum.

    Exponentiate first and divide then, which is what a softmax does.
    """
    loglikes = weighted_loglikes(log_weights, mus, log_scales, data)
    return (loglikes / np.sum(loglikes, axis=0)).T


exercise.mistake(
    "The likelihood of all data stands below the line. Of one datum the terms are divided by "
    "their own sum, over the components.",
    lambda log_weights, mus, log_scales, data: (
        np.exp(
            formulas.weighted_loglikes(log_weights, mus, log_scales, data)
            - formulas.mixture_loglike(log_weights, mus, log_scales, data)
        ).T
    ),
)

exercise.mistake(
    "Weights multiply the responsibilities, which hold them already: weight times density is what "
    "`gm.weighted_loglikes` gives.",
    lambda log_weights, mus, log_scales, data: (
        formulas.responsibilities(log_weights, mus, log_scales, data)
        * formulas.softmax(log_weights)
    ),
)


def _in_parts(
    log_weights, mus, log_scales, data, log, spread, density, shares
):
    logs = density(data, mus[:, None], spread(log_scales)[:, None])
    return shares(log(log_weights)[:, None] + logs)


SHARES = {
    "": lambda logs: formulas.softmax(logs, axis=0).T,
    "Rows and columns have changed places.": lambda logs: formulas.softmax(
        logs, axis=0
    ),
    "The softmax runs over the data, and belongs to the components.": lambda logs: (
        formulas.softmax(logs, axis=1).T
    ),
    "All entries of the table sum to 1, and each row of it should.": lambda logs: (
        np.exp(logs - formulas.logsumexp(logs.ravel())).T
    ),
    "Nothing is divided, so that rows do not sum to 1.": lambda logs: (
        np.exp(logs).T
    ),
    "These are logarithms of shares: `softmax` in place of `log_softmax`.": lambda logs: (
        formulas.log_softmax(logs, axis=0).T
    ),
    "Each datum goes wholly to its best component.": lambda logs: (
        logs == np.max(logs, axis=0)
    ).T.astype(float),
    "Logarithms are divided by their sum: exponentials are.": lambda logs: (
        (logs / np.sum(logs, axis=0)).T
    ),
}

exercise.late_symptom(
    "{faults}",
    variants.of_variants(
        _in_parts,
        variants.WEIGHTS,
        variants.SCALES,
        variants.DENSITY,
        SHARES,
    ),
    lambda log_weights, mus, log_scales, data: formulas.softmax(
        log_weights[:, None]
        + formulas.normal_loglikes(mus, log_scales / 2, data),
        axis=0,
    ),
)


@exercise.right
def responsibilities_by_vmap(lw, m, ls, data):
    def of_datum(x):
        return jax.nn.softmax(lw + norm.logpdf(x, m, jnp.exp(ls)))

    return vmap(of_datum)(data)


@exercise.right
def responsibilities_by_loops(lw, m, ls, data):
    rows = []
    for x in data:
        terms = [
            jnp.log(jax.nn.softmax(lw)[k]) + gm.normal_loglike(m[k], ls[k], x)
            for k in range(len(m))
        ]
        rows.append(jax.nn.softmax(jnp.stack(terms)))
    return jnp.stack(rows)


@exercise.right
def responsibilities_as_a_difference(lw, m, ls, data):
    table = gm.weighted_loglikes(lw, m, ls, data)
    return jnp.exp(table - jax.nn.logsumexp(table, axis=0)).transpose()
