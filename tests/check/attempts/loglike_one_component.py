"""Answers to loglike_one_component."""

import math

import jax.numpy as jnp
import numpy as np
import scipy.stats
from jax.nn import logsumexp, softmax
from jax.scipy.stats import norm

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right

HALF = 0.5 * jnp.log(2 * jnp.pi)


def square(mu, log_scale, datum):
    """The squared distance in standard deviations."""
    return ((datum - mu) / jnp.exp(log_scale)) ** 2


wrong(
    "log of the weight multiplies",
    lambda w, m, s, x: jnp.log(w) * norm.logpdf(x, m, jnp.exp(s)),
)
wrong(
    "`log1p`", lambda w, m, s, x: jnp.log1p(w) + norm.logpdf(x, m, jnp.exp(s))
)
wrong(
    "another base than e",
    lambda w, m, s, x: jnp.log(w) + norm.logpdf(x, m, 10**s),
)
wrong(
    "only the 2 is under the root",
    lambda w, m, s, x: (
        jnp.log(w) - 0.5 * square(m, s, x) - s - jnp.log(jnp.sqrt(2) * jnp.pi)
    ),
)
wrong(
    "Half of the log scale",
    lambda w, m, s, x: (
        jnp.log(w)
        - 0.5 * square(m, s, x)
        - 0.5 * jnp.log(2 * jnp.pi * jnp.exp(s))
    ),
)
wrong(
    "divided by the scale squared",
    lambda w, m, s, x: jnp.log(w) - 0.5 * (x - m) ** 2 / jnp.exp(s) - s - HALF,
)
wrong(
    "halved and not squared",
    lambda w, m, s, x: jnp.log(w) - 0.5 * (x - m) / jnp.exp(s) - s - HALF,
)
wrong(
    "lacks the half",
    lambda w, m, s, x: (
        jnp.log(w)
        - 0.5 * square(m, s, x)
        - jnp.log(2 * jnp.pi * jnp.exp(s) ** 2)
    ),
)
wrong(
    "`^` is not the power",
    lambda w, m, s, x: (
        jnp.log(w) - 0.5 * ((x - m) / jnp.exp(s)) ^ 2 - s - HALF
    ),
)
wrong(
    "which is one already",
    lambda w, m, s, x: jnp.log(w) - 0.5 * square(m, s, x) - jnp.log(s) - HALF,
)
wrong(
    "in this order",
    lambda w, m, s, x: jnp.log(w) + norm.logpdf(x, jnp.exp(s), m),
)
right(
    lambda w, m, s, x: norm.logpdf(x, m, jnp.exp(s)) + jnp.log(w),
    lambda w, m, s, x: jnp.log(w) - s - HALF - 0.5 * square(m, s, x),
)


@wrong("The weight is left out: this is")
def no_log_weight(w, m, s, x):
    return norm.logpdf(x, m, jnp.exp(s))


@wrong("The weight is added as it is.")
def weight_added(w, m, s, x):
    return w + norm.logpdf(x, m, jnp.exp(s))


@wrong("The weight multiplies the log density; the")
def weight_times_logpdf(w, m, s, x):
    return w * norm.logpdf(x, m, jnp.exp(s))


@wrong("The log of the weight multiplies the")
def log_weight_times_logpdf(w, m, s, x):
    return jnp.log(w) * norm.logpdf(x, m, jnp.exp(s))


@wrong("")
def log_scale_as_scale(w, m, s, x):
    return jnp.log(w) + norm.logpdf(x, m, s)


@wrong("A logarithm is taken of the log")
def log_of_log_scale(w, m, s, x):
    return jnp.log(w) + norm.logpdf(x, m, jnp.log(s))


@wrong("Everything holds with `norm.logpdf(")
def pdf_for_logpdf(w, m, s, x):
    return jnp.log(w) + norm.pdf(x, m, jnp.exp(s))


@wrong("This is the weight times the density;")
def product(w, m, s, x):
    return w * norm.pdf(x, m, jnp.exp(s))


@wrong("This is what comes out when the")
def sqrt_exp_scale(w, m, s, x):
    return jnp.log(w) + norm.logpdf(x, m, jnp.sqrt(jnp.exp(s)))


@wrong("variances stand in their place")
def squared_scale(w, m, s, x):
    return jnp.log(w) + norm.logpdf(x, m, jnp.exp(s) ** 2)


@wrong("The square in the exponent lacks its")
def by_hand_no_half(w, m, s, x):
    z = (x - m) / jnp.exp(s)
    return jnp.log(w) - z**2 - s - 0.5 * jnp.log(2 * jnp.pi)


@wrong("The constant of the normal density is")
def by_hand_no_log_sqrt_2pi(w, m, s, x):
    z = (x - m) / jnp.exp(s)
    return jnp.log(w) - 0.5 * z**2 - s


@wrong("The factor 1 / scale in front")
def by_hand_no_minus_s(w, m, s, x):
    z = (x - m) / jnp.exp(s)
    return jnp.log(w) - 0.5 * z**2 - 0.5 * jnp.log(2 * jnp.pi)


@wrong("The log scale is added where it")
def by_hand_plus_s(w, m, s, x):
    z = (x - m) / jnp.exp(s)
    return jnp.log(w) - 0.5 * z**2 + s - 0.5 * jnp.log(2 * jnp.pi)


@wrong("Half of the log scale is subtracted,")
def by_hand_half_s(w, m, s, x):
    z = (x - m) / jnp.exp(s)
    return jnp.log(w) - 0.5 * z**2 - 0.5 * s - 0.5 * jnp.log(2 * jnp.pi)


@wrong("The 2 pi stands under a root,")
def by_hand_log_2pi_whole(w, m, s, x):
    z = (x - m) / jnp.exp(s)
    return jnp.log(w) - 0.5 * z**2 - s - jnp.log(2 * jnp.pi)


@wrong("The distance is halved and not squared.")
def by_hand_not_squared(w, m, s, x):
    z = (x - m) / jnp.exp(s)
    return jnp.log(w) - 0.5 * z - s - 0.5 * jnp.log(2 * jnp.pi)


@wrong("The squared distance is divided by the")
def by_hand_divided_by_scale_not_squared(w, m, s, x):
    return (
        jnp.log(w)
        - (x - m) ** 2 / (2 * jnp.exp(s))
        - s
        - 0.5 * jnp.log(2 * jnp.pi)
    )


@wrong("`jax.scipy.stats.norm.logpdf` is JAX's own")
def scipy_import(w, m, s, x):
    return jnp.log(w) + scipy.stats.norm.logpdf(x, m, jnp.exp(s))


@wrong("JAX runs the function here with stand-ins")
def math_log(w, m, s, x):
    return math.log(w) + norm.logpdf(x, m, jnp.exp(s))


@wrong("JAX runs the function here with stand-ins")
def np_log(w, m, s, x):
    return np.log(w) + norm.logpdf(x, m, np.exp(s))


@right
def mu_first(w, m, s, x):
    return jnp.log(w) + norm.logpdf(m, x, jnp.exp(s))


@wrong(", in this order. Here what is")
def args_mu_exp_x(w, m, s, x):
    return jnp.log(w) + norm.logpdf(m, jnp.exp(s), x)


@wrong("The logarithm of 2 pi is added;")
def log2pi_sign(w, m, s, x):
    z = (x - m) / jnp.exp(s)
    return jnp.log(w) - 0.5 * z**2 - s + 0.5 * jnp.log(2 * jnp.pi)


@wrong("Logarithms have base 2")
def bits(w, m, s, x):
    sd = jnp.exp(s)
    bell = jnp.exp(-(((x - m) / sd) ** 2) / 2)
    return jnp.log2(w) + jnp.log2(bell / (sd * jnp.sqrt(2 * jnp.pi)))


@wrong("norm.logpdf")
def logcdf(w, m, s, x):
    return jnp.log(w) + norm.logcdf(x, m, jnp.exp(s))


@wrong("Axes are counted from 0: an array")
def by_logsumexp(w, m, s, x):
    return logsumexp(
        jnp.log(w) + norm.logpdf(x, m, jnp.exp(s)), axis=0, keepdims=True
    )


@wrong("The function ends without a")
def gives_print(w, m, s, x):
    print(jnp.log(w) + norm.logpdf(x, m, jnp.exp(s)))
    return


@wrong("")
def log_twice(w, m, s, x):
    return jnp.log(jnp.log(w) + norm.logpdf(x, m, jnp.exp(s)))


@wrong("Axes are counted from 0: an array")
def softmax_weight(w, m, s, x):
    return jnp.log(softmax(w)) + norm.logpdf(x, m, jnp.exp(s))


@wrong("Everything holds with")
def mu_as_exp(w, m, s, x):
    return jnp.log(w) + norm.logpdf(x, jnp.exp(m), jnp.exp(s))


@wrong("The log of the weight is subtracted;")
def minus_log_w(w, m, s, x):
    return norm.logpdf(x, m, jnp.exp(s)) - jnp.log(w)


@wrong("Everything holds with")
def x_times(w, m, s, x):
    return jnp.log(w) + norm.logpdf(x * m, 0, jnp.exp(s))


@wrong(", in this order. Here what is")
def scale_in_loc(w, m, s, x):
    return jnp.log(w) + norm.logpdf(x, jnp.exp(s), m)


@wrong("This is the weight times the density;")
def density_by_hand_no_log(w, m, s, x):
    return (
        w
        / (jnp.exp(s) * jnp.sqrt(2 * jnp.pi))
        * jnp.exp(-0.5 * ((x - m) / jnp.exp(s)) ** 2)
    )


@wrong("The constant has pi where 2 pi")
def log_pi_not_2pi(w, m, s, x):
    z = (x - m) / jnp.exp(s)
    return jnp.log(w) - 0.5 * z**2 - s - 0.5 * jnp.log(jnp.pi)


@wrong("The squared distance is added. It is")
def plus_square(w, m, s, x):
    z = (x - m) / jnp.exp(s)
    return jnp.log(w) + 0.5 * z**2 - s - 0.5 * jnp.log(2 * jnp.pi)


@wrong("The scale is subtracted as it is;")
def exp_s_subtracted(w, m, s, x):
    z = (x - m) / jnp.exp(s)
    return jnp.log(w) - 0.5 * z**2 - jnp.exp(s) - 0.5 * jnp.log(2 * jnp.pi)


@wrong("The mean is added to the datum")
def z_with_mu_plus(w, m, s, x):
    z = (x + m) / jnp.exp(s)
    return jnp.log(w) - 0.5 * z**2 - s - 0.5 * jnp.log(2 * jnp.pi)


@wrong("The logarithm of the weight has base 10")
def log10(w, m, s, x):
    return jnp.log10(w) + norm.logpdf(x, m, jnp.exp(s))


@wrong("The factor 1 / scale in front")
def standard(w, m, s, x):
    return jnp.log(w) + norm.logpdf((x - m) / jnp.exp(s))


@right
def by_norm(w, m, s, x):
    return jnp.log(w) + norm.logpdf(x, loc=m, scale=jnp.exp(s))


@right
def by_hand(w, m, s, x):
    z = (x - m) / jnp.exp(s)
    return jnp.log(w) - s - 0.5 * z**2 - 0.5 * jnp.log(2 * jnp.pi)


@right
def standardised(w, m, s, x):
    return jnp.log(w) + norm.logpdf((x - m) * jnp.exp(-s)) - s


@right
def variance(w, m, s, x):
    v = jnp.exp(2 * s)
    return jnp.log(w) - (x - m) ** 2 / (2 * v) - 0.5 * jnp.log(2 * jnp.pi * v)


@right
def course(w, m, s, x):
    return jnp.log(w) + gm.normal_loglike(m, s, x)


@right
def order_of_sum(w, m, s, x):
    return norm.logpdf(x, m, jnp.exp(s)) + jnp.log(w)


@right
def symmetric(w, m, s, x):
    return jnp.log(w) + norm.logpdf(m, x, jnp.exp(s))


@right
def sum_of_list(w, m, s, x):
    z = (x - m) / jnp.exp(s)
    return sum([jnp.log(w), -s, -z * z / 2, -jnp.log(jnp.sqrt(2 * jnp.pi))])


wrong(
    "Two things together",
    lambda w, m, s, x: (
        w - 0.5 * ((x - m) / jnp.exp(s)) ** 2 - s - 0.5 * jnp.log(jnp.pi)
    ),
    lambda w, m, s, x: norm.logpdf(x, m, jnp.exp(s) ** 2) - jnp.log(w),
)


@wrong("have base 10")
def base_ten_in_two_places(
    component_weight, component_mu, log_component_scale, datum
):
    sd = jnp.exp(log_component_scale)
    norm_const = jnp.log10(sd * jnp.sqrt(2 * jnp.pi))
    return (
        jnp.log10(component_weight)
        - norm_const
        - 0.5 * ((datum - component_mu) / sd) ** 2
    )


@wrong("taken of 2 alone")
def logarithm_of_two_alone(
    component_weight, component_mu, log_component_scale, datum
):
    sd = jnp.exp(log_component_scale)
    z = (datum - component_mu) / sd
    return (
        jnp.log(component_weight)
        - log_component_scale
        - 0.5 * jnp.log(2) * jnp.pi
        - z**2 / 2
    )


@wrong("The mean alone is divided by the scale")
def brackets_forgotten(
    component_weight, component_mu, log_component_scale, datum
):
    s = jnp.exp(log_component_scale)
    z = datum - component_mu / s
    return (
        jnp.log(component_weight)
        - jnp.log(s)
        - jnp.log(2 * jnp.pi) / 2
        - z**2 / 2
    )


@wrong("Minus one half is squared as well")
def minus_half_squared(
    component_weight, component_mu, log_component_scale, datum
):
    s = jnp.exp(log_component_scale)
    z = (datum - component_mu) / s
    return (
        jnp.log(component_weight)
        - jnp.log(s)
        - jnp.log(2 * jnp.pi) / 2
        + (-0.5 * z) ** 2
    )


@wrong("Two things together")
def scale_not_squared_and_whole_constant(
    component_weight, component_mu, log_component_scale, datum
):
    sigma = jnp.exp(log_component_scale)
    diff = datum - component_mu
    return (
        jnp.log(component_weight)
        - log_component_scale
        - jnp.log(2 * jnp.pi)
        - diff**2 / (2 * sigma)
    )


@wrong("The constant has pi")
def as_a_gaussian_integral(
    component_weight, component_mu, log_component_scale, datum
):
    s = jnp.exp(log_component_scale)
    return (
        jnp.log(component_weight)
        - jnp.log(s * jnp.sqrt(jnp.pi))
        - ((datum - component_mu) / s) ** 2
    )


@wrong("the 1e-30 counts")
def a_little_added_to_the_density(
    component_weight, component_mu, log_component_scale, datum
):
    s = jnp.exp(log_component_scale)
    pdf = jnp.exp(-0.5 * ((datum - component_mu) / s) ** 2) / (
        s * jnp.sqrt(2 * jnp.pi)
    )
    return jnp.log(component_weight * pdf + 1e-30)


@wrong("`1 // 2` is 0")
def whole_halves(component_weight, component_mu, log_component_scale, datum):
    z = (datum - component_mu) / jnp.exp(log_component_scale)
    return (
        jnp.log(component_weight)
        - log_component_scale
        - (1 // 2) * jnp.log(2 * jnp.pi)
        - (1 // 2) * z**2
    )


@wrong("The weight counts twice")
def weight_twice(component_weight, component_mu, log_component_scale, datum):
    s = jnp.exp(log_component_scale)
    dens = component_weight * norm.pdf(datum, component_mu, s)
    return jnp.log(component_weight) + jnp.log(dens)


@wrong("is a logarithm to the base 2")
def all_of_base_two(weight, mu, log_scale, datum):
    z = (datum - mu) / jnp.exp(log_scale)
    constant = 0.5 * jnp.log2(2 * jnp.pi)
    return jnp.log2(weight) - constant - log_scale - z**2 / 2


@wrong("`z` in the place of `jnp.clip(z, -10, 10)`")
def distance_clipped(weight, mu, log_scale, datum):
    z = (datum - mu) / jnp.exp(log_scale)
    z = jnp.clip(z, -10, 10)
    constant = 0.5 * jnp.log(2 * jnp.pi)
    return jnp.log(weight) - constant - log_scale - z**2 / 2


@wrong("by the same number, 0.06296: a constant is missing")
def constant_typed_wrong(weight, mu, log_scale, datum):
    z = (datum - mu) * jnp.exp(-log_scale)
    return jnp.log(weight) - 0.9819 - log_scale - z * z / 2
