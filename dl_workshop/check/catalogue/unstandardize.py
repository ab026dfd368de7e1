"""Parameters back in the unit of the data: `unstandardize`."""

import ast

import jax.numpy as jnp
import numpy as np

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import formulas, variants
from dl_workshop.check.assembly import Blanks
from dl_workshop.check.call_modes import WrongReturnType, plain, something
from dl_workshop.check.exercise import Exercise, Property

# Two components of standardised waiting times, and the mean and spread of the times.
PARAMS = ((-0.2, 0.3), (-1.2, 0.7), (-0.9, -0.7))
CENTER, SPREAD = 71.0, 13.5


def a_mixture(result):
    """Return a result, or raise WrongReturnType unless it is a MixtureParams."""
    if not isinstance(something(result), gm.MixtureParams):
        raise WrongReturnType("a MixtureParams", result)
    return result


def in_the_unit(function, log_weights, mus, log_scales, center, spread):
    """The three arrays of the parameters in the unit of the data."""
    params = gm.MixtureParams(log_weights, mus, log_scales)
    return jnp.stack(
        [jnp.asarray(p) for p in plain(function, params, center, spread)]
    )


def weights(params):
    """Log weights, normalised: a constant that is added to all of them means nothing."""
    return formulas.log_softmax(params[0])


def means(params):
    """The means."""
    return params[1]


def log_scales(params):
    """The log scales."""
    return params[2]


def unstandardize(params, center, spread):
    """Parameters of standardised data in the unit of the data."""
    log_component_weights, component_mus, log_component_scales = params
    return gm.MixtureParams(
        log_component_weights,
        center + spread * component_mus,
        jnp.log(spread) + log_component_scales,
    )


exercise = Exercise(
    chapter="your_own_data",
    place=780,
    title="Back into the unit",
    minutes=6,
    difficulty="medium",
    task="`params` is a `gm.MixtureParams` that was fitted to standardised data. Return one that "
    "describes the data as they were, with this center and spread.",
    stub='''\
def unstandardize(params, center, spread):
    """The gm.MixtureParams in the unit of the data."""
    ...''',
    arguments="gm.MixtureParams({0}, {1}, {2}), {3}, {4}",
    returns=a_mixture,
    properties=(
        Property(
            "means are stretched by the spread and moved by the center",
            inputs=((*PARAMS, CENTER, SPREAD),),
            mode=in_the_unit,
            read=means,
            shown="{call}.component_mus",
        ),
        Property(
            "log scales grow by the logarithm of the spread",
            inputs=((*PARAMS, CENTER, SPREAD), (*PARAMS, -2e-9, 4e-9)),
            mode=in_the_unit,
            read=log_scales,
            shown="{call}.log_component_scales",
        ),
        Property(
            "weights have no unit, and stay",
            inputs=((*PARAMS, CENTER, SPREAD),),
            mode=in_the_unit,
            read=weights,
            shown="jax.nn.log_softmax({call}.log_component_weights)",
        ),
    ),
    hints=(
        "A standardised number z was a number x = c + s z. What was a mean? What was a standard "
        "deviation? What was a weight?",
        "A mean is a number like any other. A standard deviation is a distance: stretching "
        "changes it, moving does not. A weight is a share of the whole.",
        "What is kept are logarithms of standard deviations. The logarithm of a product is a sum "
        "of logarithms, so something is added to them: `jnp.log(spread)`.",
        "Return `gm.MixtureParams(log_weights, center + spread * mus, "
        "jnp.log(spread) + log_component_scales)`.",
    ),
    reference=unstandardize,
    insight="Fit in any unit you like, and report in the one that readers know.",
    why="Means go the way that numbers go, x = c + s z. Standard deviations are distances, so "
    "they are stretched and not moved, and their logarithms grow by log s. Shares have no unit.",
    tip="Tip: your loop works. A number and a whole array add up without one, and "
    "`params._replace` changes fields by their names.",
    spoiler="jnp.log(spread) + log_component_scales",
    assembly=Blanks(
        """\
def unstandardize(params, center, spread):
    log_weights, mus, log_scales = params
    return gm.MixtureParams(
        {log_weights},
        {means},
        {log_scales},
    )""",
        blanks={
            "log_weights": ("log_weights", "log_weights + jnp.log(spread)"),
            "means": (
                "center + spread * mus",
                "center + mus",
                "(center + mus) * spread",
                "(mus - center) / spread",
            ),
            "log_scales": (
                "log_scales + jnp.log(spread)",
                "log_scales + spread",
                "log_scales * spread",
                "log_scales",
            ),
        },
        also_right=(
            (
                "log_weights + jnp.log(spread)",
                "center + spread * mus",
                "log_scales + jnp.log(spread)",
            ),
        ),
    ),
)


def wrong_mus(change):
    """A wrong answer whose means alone are wrong."""
    return lambda params, center, spread: gm.MixtureParams(
        params[0],
        change(params[1], center, spread),
        params[2] + np.log(spread),
    )


def wrong_scales(change):
    """A wrong answer whose log scales alone are wrong."""
    return lambda params, center, spread: gm.MixtureParams(
        params[0],
        center + spread * params[1],
        change(params[2], center, spread),
    )


def wrong_weights(change):
    """A wrong answer whose log weights alone are wrong."""
    return lambda params, center, spread: gm.MixtureParams(
        change(params[0], center, spread),
        center + spread * params[1],
        params[2] + np.log(spread),
    )


MEANS = {
    "": lambda mus, center, spread: center + spread * mus,
    "The means are stretched and not moved: add the center.": (
        lambda mus, center, spread: spread * mus
    ),
    "The means are moved and not stretched: multiply them by the spread first.": (
        lambda mus, center, spread: center + mus
    ),
    "The center is stretched along with the means. A number went the way x = c + s z: stretch "
    "the means alone, and add the center then.": (
        lambda mus, center, spread: spread * (mus + center)
    ),
    "The means are standardised once more. Multiply by the spread and add the center.": (
        lambda mus, center, spread: (mus - center) / spread
    ),
    "The center is subtracted from the means. Add it.": (
        lambda mus, center, spread: spread * mus - center
    ),
    "Center and spread have changed places in the means: multiply by the spread, add the "
    "center.": (lambda mus, center, spread: spread + center * mus),
    "The means are divided by the spread. Multiply by it.": (
        lambda mus, center, spread: center + mus / spread
    ),
    "The means come back as they went in. They have a unit: multiply by the spread, add the "
    "center.": (lambda mus, center, spread: mus),
    "The means grow by the logarithm of the spread, as log scales do. Means are no logarithms: "
    "multiply them by the spread.": (
        lambda mus, center, spread: center + np.log(spread) + mus
    ),
}
LOG_SCALES = {
    "": lambda logs, center, spread: logs + np.log(spread),
    "The spread is added to the log scales. What is added to a logarithm multiplies the number: "
    "add `jnp.log(spread)`.": (lambda logs, center, spread: spread + logs),
    "The log scales are multiplied by the spread. They are logarithms: add `jnp.log(spread)`.": (
        lambda logs, center, spread: spread * logs
    ),
    "The log scales are divided by the spread. They are logarithms: add `jnp.log(spread)`.": (
        lambda logs, center, spread: logs / spread
    ),
    "The log scales come back as they went in. A standard deviation has a unit: add "
    "`jnp.log(spread)`.": (lambda logs, center, spread: logs),
    "These are the standard deviations. `gm.MixtureParams` keeps their logarithms.": (
        lambda logs, center, spread: spread * np.exp(logs)
    ),
    "The standard deviations are moved by the center. They are distances: only the spread counts, "
    "and a distance stays what it is when all numbers move.": (
        lambda logs, center, spread: np.log(
            np.abs(center + spread * np.exp(logs))
        )
    ),
    "The log scales are treated like means. Add `jnp.log(spread)` to them, and no center.": (
        lambda logs, center, spread: center + spread * logs
    ),
    "The center is added to the log scales. Moving all numbers changes no distance: add "
    "`jnp.log(spread)` alone.": (
        lambda logs, center, spread: center + np.log(spread) + logs
    ),
    "The logarithm of the spread is subtracted. The data's unit is the spread times larger: add "
    "it.": (lambda logs, center, spread: logs - np.log(spread)),
    "The logarithm of the spread multiplies the log scales. That of a product is a sum: add it.": (
        lambda logs, center, spread: np.log(spread) * logs
    ),
    "Twice the logarithm of the spread is added, as for variances. Add it once.": (
        lambda logs, center, spread: logs + 2 * np.log(spread)
    ),
    "The exponential of the log scales is missing, or the logarithm too much: here the spread "
    "times a logarithm is taken for a standard deviation.": (
        lambda logs, center, spread: np.log(np.abs(spread * logs))
    ),
    "The logarithm is taken of the spread plus the scale. Multiply the two, or add logarithms.": (
        lambda logs, center, spread: np.log(spread + np.exp(logs))
    ),
}
LOG_WEIGHTS = {
    "": lambda logs, center, spread: logs,
    "The log weights are multiplied by the spread. A weight is a share and has no unit: leave "
    "them as they are.": (lambda logs, center, spread: spread * logs),
    "These are weights. `gm.MixtureParams` keeps log weights: leave them as they are.": (
        lambda logs, center, spread: formulas.softmax(logs)
    ),
    "These are exponentials of log weights. `gm.MixtureParams` keeps the logarithms: leave them "
    "as they are.": (lambda logs, center, spread: np.exp(logs)),
}

for parts, wrong in (
    (MEANS, wrong_mus),
    (LOG_SCALES, wrong_scales),
    (LOG_WEIGHTS, wrong_weights),
):
    for sentence, change in parts.items():
        if sentence:
            exercise.mistake(sentence, wrong(change))


def _in_parts(log_weights, mus, logs, center, spread, *changes):
    arrays = zip((mus, logs, log_weights), changes, strict=True)
    mus, logs, log_weights = (
        change(array, center, spread) for array, change in arrays
    )
    return np.stack([log_weights, mus, logs])


exercise.late_symptom(
    "{faults}",
    variants.of_variants(
        _in_parts, MEANS, LOG_SCALES, LOG_WEIGHTS, modes=(in_the_unit,)
    ),
    lambda params, center, spread: gm.MixtureParams(
        params[0], center + params[1], params[2] + spread
    ),
)


@exercise.mistake
def plain_tuple(params, center, spread):
    """The three arrays come without names: wrap them in `gm.MixtureParams`."""
    return (
        params[0],
        center + spread * params[1],
        params[2] + np.log(spread),
    )


exercise.mistake(
    "A list of three arrays comes back. Give them names: `gm.MixtureParams(...)`.",
    lambda params, center, spread: [
        params[0],
        center + spread * params[1],
        params[2] + np.log(spread),
    ],
)

exercise.mistake(
    "Only the means come back. All three arrays belong into a `gm.MixtureParams`.",
    lambda params, center, spread: center + spread * params[1],
)

exercise.mistake(
    "A named tuple is no array. `*` and `+` treat its three parts one by one: take it apart "
    "first, for each part changes in its own way.",
    lambda params, center, spread: center + np.array(params) * spread,
    when=lambda seen: not seen.calls("*MixtureParams", "*_replace", "*log"),
)

exercise.mistake(
    "All three arrays are treated as if they were means. A number in the unit of the data is "
    "stretched and moved: weights have no unit, and of a log scale the standard deviation is only "
    "stretched, so add `jnp.log(spread)`.",
    lambda params, center, spread: gm.MixtureParams(
        *(center + spread * param for param in params)
    ),
    when=lambda seen: not seen.calls("*log"),
)

exercise.mistake(
    "Means and log scales have changed places: means come second.",
    lambda params, center, spread: gm.MixtureParams(
        params[0],
        params[2] + np.log(spread),
        center + spread * params[1],
    ),
)

exercise.mistake(
    "The means come first here. Log weights come first, then means, then log scales.",
    lambda params, center, spread: gm.MixtureParams(
        center + spread * params[1],
        params[0],
        params[2] + np.log(spread),
    ),
)

exercise.symptom(
    "A dictionary comes back. The three belong into a `gm.MixtureParams`, which takes the same "
    "names.",
    lambda seen: seen.error.endswith("got       a dict of 3"),
    lambda params, center, spread: params._asdict(),
)

exercise.symptom(
    "`gm.standardize` computes a center and a spread of its own, and goes the other way. Here "
    "both come in as arguments: multiply by the spread, then add the center.",
    lambda seen: seen.calls("*.standardize"),
    lambda params, center, spread: params._replace(
        component_mus=gm.standardize(params.component_mus)[0] * spread + center
    ),
)

exercise.symptom(
    "A named tuple cannot be changed. Make a new one, `gm.MixtureParams(...)`, or a changed copy, "
    "`params._replace(component_mus=...)`.",
    lambda seen: (
        "can't set attribute" in seen.error
        or "does not support item assignment" in seen.error
    ),
    lambda params, center, spread: _assigned(params, center, spread),
)


def _assigned(params, center, spread):
    params.component_mus = center + spread * params.component_mus
    return params


def _lost(seen):
    """Whether a call of `_replace` stands alone on its line, so that its result is lost."""
    return any(
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and seen.name_of(node.value).endswith("._replace")
        for node in ast.walk(seen.tree)
    )


def _replaced(params, center, spread):
    params._replace(component_mus=center + spread * params.component_mus)
    return params


exercise.symptom(
    "`_replace` leaves `params` as they are and returns a changed copy. Return that.",
    _lost,
    _replaced,
)


exercise.mistake(
    "The means go the way of the data, to the standardised unit. This is the way back: multiply "
    "by the spread, then add the center.",
    lambda params, center, spread: gm.MixtureParams(
        params[0],
        (params[1] - center) / spread,
        params[2] - np.log(spread),
    ),
)


def _in_order(params, center, spread, order):
    right = (
        params[0],
        center + spread * params[1],
        params[2] + np.log(spread),
    )
    return gm.MixtureParams(*(right[place] for place in order))


exercise.mistake(
    "The arrays are right, and stand in the wrong places. Log weights come first, then means, "
    "then log scales.",
    *(
        lambda params, center, spread, order=order: _in_order(
            params, center, spread, order
        )
        for order in ((1, 2, 0), (2, 0, 1), (2, 1, 0))
    ),
)


@exercise.right
def unstandardize_by_replacing(params, center, spread):
    return params._replace(
        component_mus=params.component_mus * spread + center,
        log_component_scales=jnp.log(
            jnp.exp(params.log_component_scales) * spread
        ),
    )


@exercise.right
def unstandardize_entry_by_entry(p, c, s):
    mus = [c + s * mu for mu in p.component_mus]
    logs = [np.log(s) + log for log in np.array(p.log_component_scales)]
    return gm.MixtureParams(
        p.log_component_weights, jnp.array(mus), np.array(logs)
    )
