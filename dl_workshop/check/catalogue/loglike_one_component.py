"""One datum under one component: `loglike_one_component`."""

import ast

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.stats import norm

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import variants
from dl_workshop.check.assembly import Blanks, Picture
from dl_workshop.check.call_modes import over_data, slope
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import normal_loglike
from dl_workshop.check.inputs import DATA, MAPPED, SLOPE_OF_MEANS

exercise = Exercise(
    chapter="likelihood",
    place=300,
    title="One datum under one component",
    minutes=8,
    difficulty="easy",
    task="Write the logarithm of a component's weight times its normal density at one datum. The "
    "scale, a standard deviation, comes as its logarithm. Use `jax.numpy`: JAX will map, compile "
    "and differentiate your function.",
    stub='''\
def loglike_one_component(
    component_weight, component_mu, log_component_scale, datum
):
    """Log of weight times normal density, a scalar in nats."""
    ...''',
    properties=(
        Property(
            "at the centre of the standard normal the log density is -log(2 pi) / 2",
            inputs=((1.0, 0.0, 0.0, 0.0),),
        ),
        Property(
            "the log of the weight is added",
            inputs=((0.3, 0.0, 0.0, 0.0),),
        ),
        Property(
            "the distance from the mean is squared and halved",
            inputs=((1.0, 0.0, 0.0, 2.0), (1.0, 3.0, 0.0, 1.0)),
        ),
        Property(
            "distances count in standard deviations, and a wide density is a low one",
            inputs=((0.3, -2.0, 0.7, 1.5), (0.3, -2.0, -0.5, -1.5)),
        ),
        Property(
            "far from the mean the result is still a number",
            inputs=((0.3, 0.0, 0.5, 1000.0),),
        ),
        Property(
            "`vmap` can map it over data, and `jit` can compile that",
            inputs=((0.3, -2.0, 0.7, DATA),),
            mode=over_data,
            shown=MAPPED,
        ),
        Property(
            "`grad` can differentiate it with respect to the mean",
            inputs=((0.3, -2.0, 0.7, 1.5),),
            mode=slope(1),
            shown=SLOPE_OF_MEANS,
        ),
    ),
    hints=(
        "The logarithm of a product is a sum. Which factors have the weight and the normal "
        "density? There are four.",
        "Let z be the distance of the datum from the mean, in standard deviations. The density is "
        "`exp(-z**2 / 2) / (scale * sqrt(2 pi))`. Take the logarithm on paper, not in code.",
        "z is `(datum - component_mu) * jnp.exp(-log_component_scale)`. Of the four terms, two "
        "are `-0.5 * z**2` and `-0.5 * jnp.log(2 * jnp.pi)`.",
        "Return `jnp.log(component_weight) - log_component_scale - 0.5 * z**2 - 0.5 * "
        "jnp.log(2 * jnp.pi)`, with z as in the hint before.",
    ),
    reference=gm.loglike_one_component,
    insight="A product of weight and density has become a sum, and a sum cannot round to zero.",
    why="Weight and density multiply, so their logarithms add. The density's logarithm is written "
    "out as a sum, never computed as the log of a density: far from the mean that would be the "
    "log of zero.",
    spoiler="jnp.log(component_weight)",
    assembly=Blanks(
        """\
def loglike_one_component(
    component_weight, component_mu, log_component_scale, datum
):
    z = (datum - component_mu) / {standard_deviation}
    return (
        {log_weight}
        {square}
        {log_scale}
        - 0.5 * jnp.log(2 * jnp.pi)
    )""",
        blanks={
            "standard_deviation": (
                "jnp.exp(log_component_scale)",
                "log_component_scale",
                "jnp.exp(2 * log_component_scale)",
            ),
            "log_weight": ("jnp.log(component_weight)", "component_weight"),
            "square": ("- 0.5 * z**2", "- z**2", "+ 0.5 * z**2"),
            "log_scale": (
                "- log_component_scale",
                "+ log_component_scale",
                "- jnp.exp(log_component_scale)",
                "",
            ),
        },
    ),
    picture=Picture(
        across="the datum",
        up="log of weight times density",
        x=tuple(np.linspace(-6.0, 6.0, 13).tolist()),
        call=lambda function, data: [
            function(0.3, -2.0, 0.7, datum) for datum in data
        ],
    ),
)


@exercise.mistake
def scale_as_variance(weight, mu, log_scale, datum):
    """This is what comes out when the scale is used as a variance.

    The distance from the mean is divided by the standard deviation, and then squared.
    """
    variance = np.exp(log_scale)
    return np.log(weight) + normal_loglike(datum, mu, np.sqrt(variance))


exercise.mistake(
    "The log scale is used as if it were the scale. `jnp.exp` of it is the standard "
    "deviation.",
    lambda weight, mu, log_scale, datum: (
        np.log(weight) + normal_loglike(datum, mu, log_scale)
    ),
)

exercise.mistake(
    "The weight is added as it is. The logarithm of a product is the sum of two logarithms, "
    "so the log of the weight goes in.",
    lambda weight, mu, log_scale, datum: (
        weight + normal_loglike(datum, mu, np.exp(log_scale))
    ),
)

exercise.mistake(
    "The weight is left out: this is the log density of the component on its own.",
    lambda weight, mu, log_scale, datum: normal_loglike(
        datum, mu, np.exp(log_scale)
    ),
)

exercise.mistake(
    "This is the weight times the density; the exercise asks for its logarithm.",
    lambda weight, mu, log_scale, datum: (
        weight * np.exp(normal_loglike(datum, mu, np.exp(log_scale)))
    ),
)


@exercise.mistake
def logarithm_last(weight, mu, log_scale, datum):
    """The density is computed first and its logarithm last.

    Far from the mean the density rounds to zero, and the logarithm of zero is minus infinity.
    Work with logarithms from the start.
    """
    density = np.exp(normal_loglike(datum, mu, np.exp(log_scale)))
    return np.log(weight * density)


@exercise.mistake
def log_scale_left_out(weight, mu, log_scale, datum):
    """The factor 1 / scale in front of the exponential is missing.

    Its logarithm is minus the log scale.
    """
    z = (datum - mu) / np.exp(log_scale)
    return np.log(weight) - 0.5 * z**2 - 0.5 * np.log(2 * np.pi)


@exercise.mistake
def constant_left_out(weight, mu, log_scale, datum):
    """The constant of the normal density is missing.

    Its factor 1 / sqrt(2 pi) has the logarithm -log(2 pi) / 2.
    """
    z = (datum - mu) / np.exp(log_scale)
    return np.log(weight) - 0.5 * z**2 - log_scale


@exercise.mistake
def half_left_out(weight, mu, log_scale, datum):
    """The square in the exponent lacks its factor of one half."""
    z = (datum - mu) / np.exp(log_scale)
    return np.log(weight) - z**2 - log_scale - 0.5 * np.log(2 * np.pi)


@exercise.mistake
def scale_added(weight, mu, log_scale, datum):
    """The log scale is added where it is subtracted.

    The scale stands below the line of the density: a wide density is a low one.
    """
    loglike = normal_loglike(datum, mu, np.exp(log_scale))
    return np.log(weight) + loglike + 2 * log_scale


@exercise.mistake
def distance_by_log_scale(weight, mu, log_scale, datum):
    """The distance is divided by the log scale.

    It counts in standard deviations, and `jnp.exp(log_component_scale)` is the standard deviation.
    """
    z = (datum - mu) / log_scale
    return np.log(weight) - 0.5 * z**2 - log_scale - 0.5 * np.log(2 * np.pi)


@exercise.mistake
def distance_by_variance(weight, mu, log_scale, datum):
    """The distance is divided by the variance, the square of the standard deviation."""
    z = (datum - mu) / np.exp(2 * log_scale)
    return np.log(weight) - 0.5 * z**2 - log_scale - 0.5 * np.log(2 * np.pi)


@exercise.mistake
def root_forgotten(weight, mu, log_scale, datum):
    """The 2 pi stands under a root, so only half of its logarithm is subtracted."""
    loglike = normal_loglike(datum, mu, np.exp(log_scale))
    return np.log(weight) + loglike - 0.5 * np.log(2 * np.pi)


@exercise.mistake
def constant_added(weight, mu, log_scale, datum):
    """The logarithm of 2 pi is added; its factor stands below the line, so it is subtracted."""
    loglike = normal_loglike(datum, mu, np.exp(log_scale))
    return np.log(weight) + loglike + np.log(2 * np.pi)


@exercise.mistake
def square_added(weight, mu, log_scale, datum):
    """The squared distance is added.

    It is subtracted: the further away a datum is, the less likely.
    """
    z = (datum - mu) / np.exp(log_scale)
    return (
        np.log(weight)
        + normal_loglike(0.0, 0.0, np.exp(log_scale))
        + 0.5 * z**2
    )


exercise.mistake(
    "The weight multiplies the log density; the log of the weight is added to it.",
    lambda weight, mu, log_scale, datum: (
        weight * normal_loglike(datum, mu, np.exp(log_scale))
    ),
)


@exercise.mistake
def scale_subtracted(weight, mu, log_scale, datum):
    """The scale is subtracted as it is; of a factor below the line it is the logarithm."""
    standard = normal_loglike((datum - mu) / np.exp(log_scale), 0.0, 1.0)
    return np.log(weight) + standard - np.exp(log_scale)


@exercise.mistake
def distance_times_scale(weight, mu, log_scale, datum):
    """The distance is multiplied by the scale, where it is divided by it.

    `jnp.exp(-log_component_scale)`, with a minus, is one over the scale.
    """
    z = (datum - mu) * np.exp(log_scale)
    return np.log(weight) + normal_loglike(z, 0.0, 1.0) - log_scale


exercise.mistake(
    "The sign is turned: this is minus the log of weight times density.",
    lambda weight, mu, log_scale, datum: (
        -np.log(weight) - normal_loglike(datum, mu, np.exp(log_scale))
    ),
)


@exercise.mistake
def log_weight_multiplied(weight, mu, log_scale, datum):
    """The log of the weight multiplies the log density. The logarithm of a product is a sum."""
    return np.log(weight) * normal_loglike(datum, mu, np.exp(log_scale))


@exercise.mistake
def log_of_one_plus_weight(weight, mu, log_scale, datum):
    """To the weight one is added: `log1p` is the logarithm of 1 + x. `jnp.log` is asked for."""
    return np.log1p(weight) + normal_loglike(datum, mu, np.exp(log_scale))


exercise.mistake(
    "The scale is made with another base than e. `jnp.exp` undoes a natural logarithm.",
    lambda weight, mu, log_scale, datum: (
        np.log(weight) + normal_loglike(datum, mu, 10.0**log_scale)
    ),
    lambda weight, mu, log_scale, datum: (
        np.log(weight) + normal_loglike(datum, mu, 2.0**log_scale)
    ),
)

exercise.mistake(
    "Of the factor 1 / sqrt(2 pi) only the 2 is under the root. Both are: `jnp.sqrt(2 * jnp.pi)`.",
    lambda weight, mu, log_scale, datum: (
        np.log(weight)
        + normal_loglike(datum, mu, np.exp(log_scale))
        - 0.5 * np.log(np.pi)
    ),
)


@exercise.mistake
def scale_under_the_root(weight, mu, log_scale, datum):
    """Half of the log scale is subtracted, as if the scale were under the root of 2 pi.

    The variance is under the root; the scale, a standard deviation, counts in full.
    """
    z = (datum - mu) / np.exp(log_scale)
    return (
        np.log(weight) - 0.5 * z**2 - 0.5 * np.log(2 * np.pi) - log_scale / 2
    )


@exercise.mistake
def variance_in_the_exponent(weight, mu, log_scale, datum):
    """The squared distance is divided by the scale. It is divided by the scale squared."""
    square = (datum - mu) ** 2 / np.exp(log_scale)
    return np.log(weight) - 0.5 * square - log_scale - 0.5 * np.log(2 * np.pi)


@exercise.mistake
def distance_not_squared(weight, mu, log_scale, datum):
    """The distance is halved and not squared. Square it first."""
    z = (datum - mu) / np.exp(log_scale)
    return np.log(weight) - 0.5 * z - log_scale - 0.5 * np.log(2 * np.pi)


@exercise.mistake
def distance_as_absolute(weight, mu, log_scale, datum):
    """The absolute distance stands where its square belongs."""
    z = np.abs(datum - mu) / np.exp(log_scale)
    return np.log(weight) - 0.5 * z - log_scale - 0.5 * np.log(2 * np.pi)


@exercise.mistake
def half_squared(weight, mu, log_scale, datum):
    """The half is squared along with the distance. Square first, and halve then."""
    z = (datum - mu) / np.exp(log_scale)
    square = (0.5 * z) ** 2
    return np.log(weight) - square - log_scale - 0.5 * np.log(2 * np.pi)


@exercise.mistake
def root_of_the_variance_forgotten(weight, mu, log_scale, datum):
    """The factor 1 / sqrt(2 pi scale^2) lacks its root, so its logarithm lacks the half."""
    z = (datum - mu) / np.exp(log_scale)
    return np.log(weight) - 0.5 * z**2 - 2 * log_scale - np.log(2 * np.pi)


@exercise.mistake
def scale_counts_twice(weight, mu, log_scale, datum):
    """The log scale is subtracted twice. The density has one factor 1 / scale."""
    loglike = normal_loglike(datum, mu, np.exp(log_scale))
    return np.log(weight) + loglike - log_scale


@exercise.mistake
def pi_alone(weight, mu, log_scale, datum):
    """The constant has pi where 2 pi belongs."""
    loglike = normal_loglike(datum, mu, np.exp(log_scale))
    return np.log(weight) + loglike + 0.5 * np.log(2)


exercise.mistake(
    "The log of the weight is subtracted; a factor above the line adds its logarithm.",
    lambda weight, mu, log_scale, datum: (
        -np.log(weight) + normal_loglike(datum, mu, np.exp(log_scale))
    ),
)

exercise.mistake(
    "The weight is halved along with the rest. It counts in full: add the log of it by itself.",
    lambda weight, mu, log_scale, datum: (
        0.5 * np.log(weight) + normal_loglike(datum, mu, np.exp(log_scale))
    ),
)

exercise.mistake(
    "The arguments of `norm.logpdf` are in another order than it takes them: the datum comes "
    "first, then mean and scale.",
    lambda weight, mu, log_scale, datum: (
        np.log(weight) + normal_loglike(np.exp(log_scale), datum, mu)
    ),
    lambda weight, mu, log_scale, datum: (
        np.log(weight) + normal_loglike(mu, np.exp(log_scale), datum)
    ),
    lambda weight, mu, log_scale, datum: (
        np.log(weight) + normal_loglike(np.exp(log_scale), mu, datum)
    ),
    lambda weight, mu, log_scale, datum: (
        np.log(weight) + normal_loglike(datum, np.exp(log_scale), mu)
    ),
    when=lambda seen: seen.calls("*logpdf", "*normal_loglike"),
)


def logs_a_log(weight, mu, log_scale, datum):
    """A wrong answer: a logarithm of the log scale."""
    z = (datum - mu) * jnp.exp(-log_scale)
    return jnp.log(weight) - 0.5 * z**2 - jnp.log(log_scale)


exercise.symptom(
    "A logarithm is taken of the log scale, which is one already: subtract it as it is.",
    lambda seen: _is_logged(seen, 2),
    logs_a_log,
)


def _is_logged(seen, position):
    """Whether an argument is handed to log as it comes."""
    functions = (ast.FunctionDef, ast.Lambda)
    names = [
        node.args.args[position].arg
        for node in ast.walk(seen.tree)
        if isinstance(node, functions) and len(node.args.args) > position
    ]
    return any(
        isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] == "log"
        and [ast.unparse(each) for each in node.args] == names[:1]
        for node in ast.walk(seen.tree)
    )


def _in_parts(weight, mu, log_scale, datum, *parts):
    log, spread, square, log_factor, constant = parts
    sd = spread(log_scale)
    return log(weight) + square(datum, mu, sd) + log_factor(sd) + constant


LOGS = {
    "": np.log,
    "The weight is added as it is, and its logarithm belongs there.": lambda w: (
        w
    ),
    "The logarithm of the weight is subtracted, and is to be added.": lambda w: (
        -np.log(w)
    ),
    "The logarithm of the weight has base 10.": np.log10,
    "The weight does not count.": np.zeros_like,
    "The weight counts twice.": lambda w: 2 * np.log(w),
    "The exponential of the weight is taken, and its logarithm belongs there.": np.exp,
    "One is added to the weight before the logarithm, as `log1p` does.": np.log1p,
}

exercise.late_symptom(
    "{faults}",
    variants.of_variants(
        _in_parts,
        LOGS,
        variants.SCALES,
        variants.SQUARE,
        variants.SCALE,
        variants.CONSTANT,
    ),
    lambda weight, mu, log_scale, datum: (
        weight + normal_loglike(datum, mu, np.exp(log_scale / 2))
    ),
)


exercise.mistake(
    "Logarithms have base 10 here. The natural one is `jnp.log`.",
    lambda weight, mu, log_scale, datum: (
        np.log10(weight / np.exp(log_scale) / np.sqrt(2 * np.pi))
        - 0.5 * ((datum - mu) / np.exp(log_scale)) ** 2
    ),
    lambda weight, mu, log_scale, datum: (
        np.log10(weight)
        - log_scale
        - 0.5 * np.log10(2 * np.pi)
        - 0.5 * ((datum - mu) / np.exp(log_scale)) ** 2
    ),
)

exercise.mistake(
    "Logarithms have base 2 here. The natural one is `jnp.log`.",
    lambda weight, mu, log_scale, datum: (
        (np.log(weight) + normal_loglike(datum, mu, np.exp(log_scale)))
        / np.log(2)
    ),
)


@exercise.right
def one_with_scipy_of_jax(w, m, s, x):
    return jnp.log(w) + norm.logpdf(x, loc=m, scale=jnp.exp(s))


@exercise.right
def one_by_variance(weight, mean, log_sd, datum):
    variance = jnp.exp(2 * log_sd)
    quadratic = (datum - mean) ** 2 / variance
    return jnp.log(weight) - (quadratic + jnp.log(2 * jnp.pi * variance)) / 2


@exercise.right
@jax.jit
def one_compiled(w, m, s, x):
    scale = jnp.exp(s)
    z = (x - m) / scale
    return jnp.log(w / scale / jnp.sqrt(2 * jnp.pi)) - jnp.square(z) / 2
