"""The prior of the weights: `weights_loglike`."""

import ast
import inspect
import math

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import gamma, gammaln
from jax.scipy.stats import dirichlet

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import variants
from dl_workshop.check.assembly import Blanks, Picture
from dl_workshop.check.call_modes import plain, slope
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import (
    log_normalizer,
    log_softmax,
    softmax,
    weights_loglike,
)
from dl_workshop.check.inputs import THREE, TWO


def powers(log_weights, alpha):
    """Logarithm of the product of powers in the Dirichlet density."""
    return np.sum((alpha - 1) * log_softmax(log_weights))


exercise = Exercise(
    chapter="weights_and_loss",
    place=400,
    title="The prior of the weights",
    minutes=8,
    difficulty="medium",
    task="Write the log density of weights under a Dirichlet distribution whose concentrations "
    "all equal the number `alpha_prior`. The weights come as logarithms, not yet normalised. "
    "There may be any number of them, far apart; `jit` and `grad` must be able to take the "
    "function.",
    stub='''\
def weights_loglike(log_component_weights, alpha_prior):
    """Log density of the normalised weights, a scalar in nats."""
    ...''',
    properties=(
        Property(
            "equal weights have the density of the formula",
            inputs=(((0.0, 0.0), 2.0),),
        ),
        Property(
            "with alpha = 1 the density of three weights is 2 everywhere",
            inputs=(((0.0, 0.0, 0.0), 1.0), ((0.3, -1.2, 2.0), 1.0)),
        ),
        Property(
            "unequal weights have the density of the formula",
            inputs=((TWO[0], 2.0), (TWO[0], 0.5), (THREE[0], 3.0)),
        ),
        Property(
            "alpha may be large, and its gamma function beyond all floats",
            inputs=((TWO[0], 40.0),),
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
            mode=slope(0),
            shown="from jax import grad, jit\njit(grad({name}))({arguments})",
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
    spoiler="jnp.sum((alpha",
    assembly=Blanks(
        """\
def weights_loglike(log_component_weights, alpha_prior):
    k = log_component_weights.size
    log_weights = {log_weights}
    constant = gammaln({sum_of_alphas}) - {of_each_alpha}
    return constant + {exponent} * jnp.sum(log_weights)""",
        blanks={
            "log_weights": (
                "log_softmax(log_component_weights)",
                "log_component_weights",
                "softmax(log_component_weights)",
            ),
            "sum_of_alphas": ("k * alpha_prior", "alpha_prior"),
            "of_each_alpha": (
                "k * gammaln(alpha_prior)",
                "gammaln(alpha_prior)",
            ),
            "exponent": ("(alpha_prior - 1)", "alpha_prior"),
        },
    ),
    picture=Picture(
        across="the first of two weights",
        up="log prior",
        x=tuple(np.linspace(0.04, 0.96, 24).round(2).tolist()),
        call=lambda function, weights: [
            function(jnp.log(jnp.array([weight, 1 - weight])) + 0.5, 2.0)
            for weight in weights
        ],
    ),
)


# Beyond these, numbers of float32 end: the gamma function's, and weights' whose logarithms differ.
MOST_OF_GAMMA, FAR_APART = 30.0, 80.0


exercise.symptom(
    "The gamma function itself grows beyond all floats, and the logarithm comes too late. "
    "`gammaln` gives the logarithm at once.",
    lambda seen: (
        seen.calls("*.gamma", "gamma", "*factorial")
        and len(seen.trial.arguments[0]) * seen.trial.arguments[1]
        > MOST_OF_GAMMA
        and not np.all(np.isfinite(seen.result))
        and np.all(np.isfinite(seen.expected))
    ),
    lambda log_component_weights, alpha_prior: (
        jnp.log(gamma(len(log_component_weights) * alpha_prior))
        - len(log_component_weights) * jnp.log(gamma(alpha_prior))
        + jnp.sum(
            (alpha_prior - 1) * jax.nn.log_softmax(log_component_weights)
        )
    ),
)


@exercise.mistake
def prior_not_normalized(log_weights, alpha):
    """The log weights go into the density before they are normalised.

    Normalise them with `log_softmax` first.
    """
    product = np.sum((alpha - 1) * log_weights)
    return log_normalizer(alpha, len(log_weights)) + product


@exercise.mistake
def alpha_as_exponent(log_weights, alpha):
    """The exponent of each weight is alpha - 1, and here it is alpha."""
    product = np.sum(alpha * log_softmax(log_weights))
    return log_normalizer(alpha, len(log_weights)) + product


@exercise.mistake
def weights_summed(log_weights, alpha):
    """The weights are summed themselves.

    In the density they are multiplied, so in its logarithm their logarithms are summed.
    """
    product = np.sum((alpha - 1) * softmax(log_weights))
    return log_normalizer(alpha, len(log_weights)) + product


def sum_of_one_alpha(seen):
    """Whether the sum of the one number is taken, as if there were one for each component."""
    own = dict(seen.own_names()).get("alpha_prior", "")
    sums = f"jnp.sum({own})", f"np.sum({own})", f"{own}.sum()", f"sum({own})"
    return any(
        ast.unparse(node) in sums
        for node in ast.walk(seen.tree)
        if isinstance(node, ast.Call)
    )


exercise.symptom(
    "`alpha_prior` is one number here, so its sum is alpha itself, and not K times alpha: the "
    "fraction of gamma functions cancels.",
    lambda seen: (
        sum_of_one_alpha(seen)
        and all(
            np.allclose(got, powers(*each.arguments), 1e-3)
            for each, (got, _) in zip(
                seen.calls_made, seen.pairs, strict=False
            )
            if each.mode is plain
        )
    ),
    lambda log_component_weights, alpha_prior: (
        gammaln(jnp.sum(alpha_prior))
        - jnp.sum(gammaln(alpha_prior))
        + jnp.sum(
            (alpha_prior - 1) * jax.nn.log_softmax(log_component_weights)
        )
    ),
)

exercise.mistake(
    "The fraction of gamma functions is left out, or cancels.",
    lambda log_weights, alpha: powers(log_weights, alpha),
)


@exercise.mistake
def normalizer_upside_down(log_weights, alpha):
    """The fraction of gamma functions is upside down.

    The gamma function of the sum stands above the line, so its logarithm is added.
    """
    normalizer = log_normalizer(alpha, len(log_weights))
    return powers(log_weights, alpha) - normalizer


exercise.mistake(
    "The sign is turned: this is minus the log density of the weights.",
    lambda log_weights, alpha: -weights_loglike(log_weights, alpha),
)


@exercise.mistake
def one_for_each_weight(log_weights, alpha):
    """One number for each component comes back: the logarithms of the powers are summed."""
    normalizer = log_normalizer(alpha, len(log_weights))
    return normalizer + (alpha - 1) * log_softmax(log_weights)


@exercise.mistake
def log_of_softmax(log_weights, alpha):
    """A weight rounds to zero before its logarithm is taken.

    `log_softmax` gives the same and never leaves logarithms.
    """
    product = np.sum((alpha - 1) * np.log(softmax(log_weights)))
    return log_normalizer(alpha, len(log_weights)) + product


@exercise.mistake
def alpha_not_summed(log_weights, alpha):
    """One alpha is taken for the sum of all of them.

    Each component has its own, all equal here, so their sum is the number of components times
    alpha.
    """
    normalizer = (1 - len(log_weights)) * math.lgamma(alpha)
    return normalizer + powers(log_weights, alpha)


@exercise.mistake
def gamma_counted_once(log_weights, alpha):
    """The gamma function of alpha is divided by only once.

    The product runs over the components, so its logarithm counts once for each.
    """
    normalizer = math.lgamma(len(log_weights) * alpha) - math.lgamma(alpha)
    return normalizer + powers(log_weights, alpha)


@exercise.mistake
def gamma_without_log(log_weights, alpha):
    """The gamma functions enter as they are, without their logarithms. Use `gammaln`."""
    n_components = len(log_weights)
    normalizer = math.gamma(n_components * alpha)
    normalizer -= n_components * math.gamma(alpha)
    return normalizer + powers(log_weights, alpha)


exercise.mistake(
    "Of the two gamma functions only the first has become a logarithm. Use `gammaln` for both.",
    lambda log_weights, alpha: (
        math.lgamma(len(log_weights) * alpha)
        - len(log_weights) * math.gamma(alpha)
        + powers(log_weights, alpha)
    ),
)


exercise.mistake(
    "The fraction of gamma functions enters as it is, without its logarithm: `gammaln` gives that "
    "of each, and the logarithm of a fraction is a difference.",
    lambda log_weights, alpha: (
        np.exp(log_normalizer(alpha, len(log_weights)))
        + powers(log_weights, alpha)
    ),
    lambda log_weights, alpha: (
        np.exp(log_normalizer(alpha, len(log_weights)))
        * powers(log_weights, alpha)
    ),
)


def log_of_logs(change):
    """Build a density of which the weights are logarithms of what are logarithms already."""

    def density(log_weights, alpha):
        with np.errstate(all="ignore"):
            product = np.sum((alpha - 1) * np.log(change(log_weights)))
        return log_normalizer(alpha, len(log_weights)) + product

    return density


exercise.mistake(
    "A logarithm is taken of what is one already: the weights come as logarithms. `log_softmax` "
    "normalises them.",
    log_of_logs(lambda log_weights: log_weights),
    log_of_logs(lambda log_weights: log_weights / np.sum(log_weights)),
    log_of_logs(log_softmax),
    when=lambda seen: seen.calls("*.log") and not seen.calls("*gamma"),
)


@exercise.mistake(when=lambda seen: seen.calls("*.exp"))
def through_the_weights(log_weights, alpha):
    """The log weights are turned into weights and back.

    Where they lie far apart, that gives an infinity. `log_softmax` stays in logarithms.
    """
    weights = np.exp(log_weights) / np.sum(np.exp(log_weights))
    product = np.sum((alpha - 1) * np.log(weights))
    return log_normalizer(alpha, len(weights)) + product


exercise.mistake(
    "Brackets are missing: `alpha_prior - 1 * x` multiplies first. Write `(alpha_prior - 1) * x`.",
    lambda log_weights, alpha: (
        log_normalizer(alpha, len(log_weights))
        + np.sum(alpha - log_softmax(log_weights))
    ),
    lambda log_weights, alpha: (
        log_normalizer(alpha, len(log_weights))
        + alpha
        - np.sum(log_softmax(log_weights))
    ),
)

exercise.mistake(
    "The sum of all alphas is K times alpha, and here it is K plus alpha.",
    lambda log_weights, alpha: (
        math.lgamma(len(log_weights) + alpha)
        - len(log_weights) * math.lgamma(alpha)
        + powers(log_weights, alpha)
    ),
)

exercise.mistake(
    "`gammaln` is a logarithm already: leave out the `log` around it.",
    lambda log_weights, alpha: (
        _log(math.lgamma(len(log_weights) * alpha))
        - len(log_weights) * _log(math.lgamma(alpha))
        + powers(log_weights, alpha)
    ),
    when=lambda seen: seen.calls("*log") and seen.calls("*gamma*"),
)


def _log(number):
    with np.errstate(all="ignore"):
        return np.log(np.float64(number))


exercise.mistake(
    "The number of components is written into the code, as 2. Take the length of the array.",
    lambda log_weights, alpha: (
        powers(log_weights, alpha) + log_normalizer(alpha, 2)
    ),
)

exercise.mistake(
    "The number of components is written into the code, as 3. Take the length of the array.",
    lambda log_weights, alpha: (
        powers(log_weights, alpha) + log_normalizer(alpha, 3)
    ),
)

exercise.mistake(
    "The logarithms of the powers are multiplied. The powers multiply; their logarithms add.",
    lambda log_weights, alpha: (
        log_normalizer(alpha, len(log_weights))
        + np.prod((alpha - 1) * log_softmax(log_weights))
    ),
)

exercise.mistake(
    "The mean of the logarithms is taken where their sum is wanted.",
    lambda log_weights, alpha: (
        log_normalizer(alpha, len(log_weights))
        + powers(log_weights, alpha) / len(log_weights)
    ),
)

exercise.mistake(
    "The powers of the weights enter with a minus. The exponent is alpha - 1, and weights above "
    "the line.",
    lambda log_weights, alpha: (
        log_normalizer(alpha, len(log_weights)) - powers(log_weights, alpha)
    ),
)

exercise.mistake(
    "The exponent of each weight is alpha - 1, and here it is alpha + 1.",
    lambda log_weights, alpha: (
        log_normalizer(alpha, len(log_weights))
        + powers(log_weights, alpha + 2)
    ),
)

exercise.mistake(
    "The logarithm is raised to the power alpha - 1. The logarithm of a power is the exponent "
    "times the logarithm.",
    lambda log_weights, alpha: (
        log_normalizer(alpha, len(log_weights))
        + np.sum(log_softmax(log_weights) ** (alpha - 1))
    ),
)

exercise.mistake(
    "The weights are normalised twice, by a softmax and again by `log_softmax`. Hand the log "
    "weights to `log_softmax` as they are.",
    lambda log_weights, alpha: (
        log_normalizer(alpha, len(log_weights))
        + powers(softmax(log_weights), alpha)
    ),
)

exercise.mistake(
    "`gammaln(x)` is the logarithm of the gamma function at x, which is (x - 1)!. Add no 1 to x.",
    lambda log_weights, alpha: (
        math.lgamma(len(log_weights) * alpha + 1)
        - len(log_weights) * math.lgamma(alpha + 1)
        + powers(log_weights, alpha)
    ),
)


@exercise.mistake
def logarithms_divided(log_weights, alpha):
    """The logarithms of the gamma functions are divided.

    The logarithm of a fraction is a difference.
    """
    with np.errstate(all="ignore"):
        normalizer = np.divide(
            math.lgamma(len(log_weights) * alpha),
            len(log_weights) * math.lgamma(alpha),
        )
    return normalizer + powers(log_weights, alpha)


exercise.mistake(
    "This is the beta density of the first weight alone, which is right for two weights only.",
    lambda log_weights, alpha: (
        log_normalizer(alpha, 2)
        + (alpha - 1) * np.log(softmax(log_weights)[0])
        + (alpha - 1) * np.log1p(-softmax(log_weights)[0])
    ),
)


def order_of_dirichlet(seen):
    """What `dirichlet.logpdf` gets first is alpha."""
    return any(
        call.args and seen.made_of(call.args[0]) == {"alpha_prior"}
        for call in seen.all_calls("*dirichlet.logpdf", "*dirichlet.pdf")
    )


exercise.symptom(
    "`dirichlet.logpdf` takes the weights first and their alphas second; here alpha stands first.",
    order_of_dirichlet,
    lambda log_component_weights, alpha_prior: dirichlet.logpdf(
        jnp.array([alpha_prior, alpha_prior]), log_component_weights
    ),
)


def dirichlet_of_one_alpha(seen):
    """`dirichlet.logpdf` gets the one number, and raises."""
    return "must be one-dimensional" in seen.error and any(
        len(call.args) == 2 and seen.made_of(call.args[1]) == {"alpha_prior"}
        for call in seen.all_calls("*dirichlet.logpdf", "*dirichlet.pdf")
    )


exercise.symptom(
    "`dirichlet.logpdf` takes an alpha for each weight, and gets one number here: "
    "`jnp.full(n_components, alpha_prior)` makes them.",
    dirichlet_of_one_alpha,
    lambda log_component_weights, alpha_prior: dirichlet.logpdf(
        jax.nn.softmax(log_component_weights), alpha_prior
    ),
)


def _is_the_first_argument(seen, node):
    own = list(inspect.signature(seen.answer).parameters)
    return ast.unparse(node) == own[0]


exercise.mistake(
    "This is the density; what is asked for is its logarithm, so that products become sums.",
    lambda log_weights, alpha: np.exp(weights_loglike(log_weights, alpha)),
)


exercise.symptom(
    "`dirichlet.logpdf` takes weights, and gets the log weights here: hand over a softmax of "
    "them.",
    lambda seen: any(
        call.args and _is_the_first_argument(seen, call.args[0])
        for call in seen.all_calls("*dirichlet.logpdf", "*dirichlet.pdf")
    ),
    lambda log_component_weights, alpha_prior: dirichlet.logpdf(
        log_component_weights,
        jnp.full(len(log_component_weights), alpha_prior),
    ),
)


exercise.symptom(
    "`dirichlet.logpdf` takes weights, and far apart one of them rounds to zero before its "
    "logarithm is taken. Write the formula with `log_softmax`, which never leaves logarithms.",
    lambda seen: (
        seen.calls("*.dirichlet.logpdf")
        and seen.calls("*.softmax")
        and not seen.error
        and bool(np.any(np.isneginf(seen.result)))
        and np.ptp(seen.trial.arguments[0]) > FAR_APART
    ),
    lambda log_weights, alpha: jax.scipy.stats.dirichlet.logpdf(
        jax.nn.softmax(log_weights), jnp.full(len(log_weights), alpha)
    ),
)


exercise.symptom(
    "`dirichlet.logpdf` gives minus infinity, as it does where its first argument is no set of "
    "weights that sum to 1. The weights come first, a `softmax` of the log weights, then an alpha "
    "for each.",
    lambda seen: (
        seen.calls("*.dirichlet.logpdf")
        and not seen.error
        and not seen.calls("*.softmax")
        and bool(np.any(np.isneginf(seen.result)))
    ),
    lambda log_weights, alpha: jax.scipy.stats.dirichlet.logpdf(
        jnp.exp(log_weights), jnp.full(len(log_weights), alpha)
    ),
)


exercise.mistake(
    "One is subtracted from the product of alpha and log weight. It belongs to alpha: "
    "`(alpha_prior - 1)` in brackets.",
    lambda log_weights, alpha: (
        np.sum(alpha * log_softmax(log_weights) - 1)
        + weights_loglike(np.zeros_like(log_weights), alpha)
        + (alpha - 1) * len(log_weights) * np.log(len(log_weights))
    ),
    lambda log_weights, alpha: (
        np.sum(alpha * log_softmax(log_weights))
        - 1
        + weights_loglike(np.zeros_like(log_weights), alpha)
        + (alpha - 1) * len(log_weights) * np.log(len(log_weights))
    ),
)

exercise.mistake(
    "Powers of the weights are summed. In the density they are multiplied, so in its logarithm "
    "their logarithms are summed: alpha - 1 times a log weight.",
    lambda log_weights, alpha: (
        np.sum(np.exp(log_softmax(log_weights)) ** (alpha - 1))
        + weights_loglike(np.zeros_like(log_weights), alpha)
        + (alpha - 1) * len(log_weights) * np.log(len(log_weights))
    ),
    lambda log_weights, alpha: (
        np.log(np.sum(np.exp(log_softmax(log_weights)) ** (alpha - 1)))
        + weights_loglike(np.zeros_like(log_weights), alpha)
        + (alpha - 1) * len(log_weights) * np.log(len(log_weights))
    ),
)


def _in_parts(log_weights, alpha, log, exponent, above, below):
    n = len(log_weights)
    powers = np.sum(exponent(alpha, n) * log(log_weights))
    return powers + above(alpha, n) - below(alpha, n)


def _lgamma(number):
    """As `gammaln` has it: infinite where the gamma function is."""
    return math.inf if number in (0, -1) else math.lgamma(number)


EXPONENT = {
    "": lambda alpha, n: alpha - 1,
    "The exponent is alpha, and alpha - 1 is right.": lambda alpha, n: alpha,
    "The exponent is 1 - alpha: the sign is turned.": lambda alpha, n: (
        1 - alpha
    ),
    "The exponent is alpha + 1, and alpha - 1 is right.": lambda alpha, n: (
        alpha + 1
    ),
    "The exponent is 1, whatever alpha is.": lambda alpha, n: 1.0,
    "The powers are averaged over the components, and are to be summed.": lambda alpha, n: (
        (alpha - 1) / n
    ),
}
ABOVE = {
    "": lambda alpha, n: math.lgamma(n * alpha),
    "The gamma function of the sum of all alphas is missing.": lambda alpha, n: (
        0.0
    ),
    "The gamma function is that of one alpha, and that of their sum is right.": lambda alpha, n: (
        math.lgamma(alpha)
    ),
    "The gamma function of the sum is divided by, and is to multiply.": lambda alpha, n: (
        -math.lgamma(n * alpha)
    ),
    "The gamma function itself is there, and its logarithm belongs there: `gammaln`.": (
        lambda alpha, n: math.gamma(n * alpha)
    ),
    "1 is subtracted from the sum of all alphas in the gamma function.": lambda alpha, n: (
        math.lgamma(n * alpha - 1)
    ),
    "1 is subtracted from each alpha in the gamma function of their sum.": lambda alpha, n: (
        _lgamma(n * (alpha - 1))
    ),
    "A factorial of the sum stands in the place of the gamma function.": lambda alpha, n: (
        math.lgamma(n * alpha + 1)
    ),
}
UNDER = {
    "": lambda alpha, n: n * math.lgamma(alpha),
    "The gamma functions of the alphas are missing.": lambda alpha, n: 0.0,
    "The gamma function of alpha counts once, and is to count once for each component.": (
        lambda alpha, n: math.lgamma(alpha)
    ),
    "The gamma functions of the alphas multiply, and are to be divided by.": lambda alpha, n: (
        -n * math.lgamma(alpha)
    ),
    "The gamma functions themselves are there, and their logarithms belong there: `gammaln`.": (
        lambda alpha, n: n * math.gamma(alpha)
    ),
    "The logarithm of the gamma function is taken to the power of n, and is to be multiplied.": (
        lambda alpha, n: math.lgamma(alpha) ** n
    ),
    "1 is subtracted from alpha in the gamma functions of the alphas.": lambda alpha, n: (
        n * _lgamma(alpha - 1)
    ),
}

exercise.late_symptom(
    "{faults}",
    variants.of_variants(_in_parts, variants.WEIGHTS, EXPONENT, ABOVE, UNDER),
    lambda log_weights, alpha: (
        (1 - alpha) * np.sum(log_weights)
        + math.lgamma(alpha * len(log_weights))
        - len(log_weights) * math.lgamma(alpha)
    ),
)


@exercise.right
def prior_by_loop(log_w, alpha):
    log_w = jax.nn.log_softmax(log_w)
    result = gammaln(alpha * len(log_w))
    for each in log_w:
        result += (alpha - 1) * each - gammaln(alpha)
    return result


@exercise.right
def prior_without_softmax(lw, a):
    K = lw.shape[0]  # noqa: N806, as on the blackboard
    lw = lw - jax.nn.logsumexp(lw)
    return gammaln(K * a) - K * gammaln(a) + (a - 1) * lw.sum()


@exercise.right
def prior_with_alphas(log_weights, alpha_prior):
    alphas = alpha_prior * jnp.ones(len(log_weights))
    log_weights = jax.nn.log_softmax(log_weights)
    normalizer = jnp.sum(gammaln(alphas)) - gammaln(jnp.sum(alphas))
    return jnp.dot(alphas - 1, log_weights) - normalizer
