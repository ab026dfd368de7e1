"""Answers to gradient_of_means."""

import jax
import jax.numpy as jnp
from jax import vmap
from jax.nn import softmax

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


def parts(p, x):
    """Responsibilities, scales, residuals, means."""
    scales = jnp.exp(p[2])
    return gm.responsibilities(*p, x), scales, x[:, None] - p[1], p[1]


def of(formula):
    """An answer that is a formula of those."""
    return lambda p, x: formula(*parts(p, x))


answer = of(lambda r, s, d, m: -jnp.sum(r * d / s**2, axis=0))

wrong(
    "minus is missing",
    of(lambda r, s, d, m: jnp.sum(r * d / s**2, axis=0)),
    of(lambda r, s, d, m: -jnp.sum(r * -d / s**2, axis=0)),
)
wrong("mean over data", of(lambda r, s, d, m: -jnp.mean(r * d / s**2, axis=0)))
wrong("by the scale once", of(lambda r, s, d, m: -jnp.sum(r * d / s, axis=0)))
wrong(
    "not divided by the squared scale",
    of(lambda r, s, d, m: -jnp.sum(r * d, axis=0)),
)
wrong(
    "power of the scale",
    of(lambda r, s, d, m: -jnp.sum(r * d / s**3, axis=0)),
    of(lambda r, s, d, m: -jnp.sum(r * d / jnp.sqrt(s), axis=0)),
    of(lambda r, s, d, m: -jnp.sum(r * d * s, axis=0)),
)
wrong(
    "log scales stand where",
    of(lambda r, s, d, m: -jnp.sum(r * d / jnp.log(s) ** 2, axis=0)),
)
wrong(
    "twice what it should be",
    of(lambda r, s, d, m: -2 * jnp.sum(r * d / s**2, axis=0)),
)
wrong(
    "half of what it should be",
    of(lambda r, s, d, m: -0.5 * jnp.sum(r * d / s**2, axis=0)),
)
wrong(
    "residual is squared.",
    of(lambda r, s, d, m: -jnp.sum(r * (d / s) ** 2, axis=0)),
)
wrong(
    "as if it were not",
    of(lambda r, s, d, m: -jnp.sum(r * d**2 / s**3, axis=0)),
    of(lambda r, s, d, m: -jnp.sum(r * d**2, axis=0)),
)
wrong(
    "number for each datum",
    of(lambda r, s, d, m: -jnp.sum(r * d / s**2, axis=1)),
)
wrong(
    "runs over data and components",
    of(lambda r, s, d, m: -jnp.sum(r * d / s**2)),
)
wrong("before they are divided", of(lambda r, s, d, m: -jnp.sum(r * d) / s**2))
wrong("sum is expected", of(lambda r, s, d, m: -r * d / s**2))
wrong("counts in full", of(lambda r, s, d, m: -jnp.sum(d / s**2, axis=0)))
wrong(
    "responsibility is squared",
    of(lambda r, s, d, m: -jnp.sum(r**2 * d / s**2, axis=0)),
)
wrong(
    "lost its sign",
    of(lambda r, s, d, m: -jnp.sum(r * jnp.abs(d) / s**2, axis=0)),
)
wrong(
    "new means of EM",
    of(lambda r, s, d, m: jnp.sum(r * (d + m), axis=0) / jnp.sum(r, axis=0)),
)
wrong(
    "resembles EM",
    of(lambda r, s, d, m: -jnp.sum(r * d / s**2, axis=0) / r.sum(axis=0)),
)
wrong(
    "slope for the log scales",
    of(lambda r, s, d, m: -jnp.sum(r * ((d / s) ** 2 - 1), axis=0)),
)
wrong(
    "Turn one of them over",
    of(lambda r, s, d, m: -jnp.sum(r.T * d / s**2, axis=0)),
)
wrong(
    "do not fit",
    of(lambda r, s, d, m: -(r @ d.T) / s**2),
)


@wrong("count on two")
def two_means(p, x):
    r, s, d, _ = parts(p, x)
    first = -(r[:, 0] * d[:, 0]).sum() / s[0] ** 2
    second = -(r[:, 1] * d[:, 1]).sum() / s[1] ** 2
    return jnp.array([first, second])


wrong(
    "multiplied by the squared",
    of(lambda r, s, d, m: -jnp.sum(r * d * s**2, axis=0)),
)
wrong(
    "slopes of the data are multiplied",
    of(lambda r, s, d, m: -jnp.prod(r * d / s**2, axis=0)),
)
wrong(
    "datum stands where",
    of(lambda r, s, d, m: -jnp.sum(r * (d + m) / s**2, axis=0)),
)
wrong(
    "mean stands where", of(lambda r, s, d, m: jnp.sum(r * m / s**2, axis=0))
)
wrong(
    "weight stands where",
    lambda p, x: (
        -jnp.sum(
            softmax(p[0]) * (x[:, None] - p[1]) / jnp.exp(p[2]) ** 2, axis=0
        )
    ),
)
wrong(
    "weights count twice",
    lambda p, x: (
        -jnp.sum(
            softmax(p[0])
            * gm.responsibilities(*p, x)
            * (x[:, None] - p[1])
            / jnp.exp(p[2]) ** 2,
            axis=0,
        )
    ),
)
wrong(
    "slope for the log weights",
    lambda p, x: jnp.sum(softmax(p[0]) - gm.responsibilities(*p, x), axis=0),
)
wrong(
    "`*p` hands them over",
    lambda p, x: (
        -jnp.sum(gm.responsibilities(p, x) * (x[:, None] - p[1]), axis=0)
    ),
)
wrong(
    "has no `mus`",
    lambda p, x: (
        -jnp.sum(gm.responsibilities(*p, x) * (x[:, None] - p.mus), axis=0)
    ),
)
wrong(
    "by hand",
    lambda p, x: jax.grad(gm.loss_mixture_weights)(p, x).component_mus,
    lambda p, x: jax.jacrev(
        lambda m: gm.loss_mixture_weights((p[0], m, p[2]), x)
    )(p[1]),
    lambda p, x: jax.value_and_grad(gm.loss_mixture_weights)(p, x)[1][1],
)
wrong("A slope for each parameter", lambda p, x: gm.MixtureParams(*p))
wrong(
    "`data[:, None]`",
    lambda p, x: (
        -jnp.sum(
            gm.responsibilities(*p, x) * (x - p[1]) / jnp.exp(p[2]) ** 2,
            axis=0,
        )
    ),
)
wrong("unpacked in another order", lambda p, x: answer((p[1], p[0], p[2]), x))
right(
    of(lambda r, s, d, m: -jnp.sum(r * d / s / s, axis=0)),
    of(
        lambda r, s, d, m: [
            -(r[:, k] * d[:, k]).sum() / s[k] ** 2 for k in range(len(s))
        ]
    ),
    of(lambda r, s, d, m: -(r.T * d.T / s[:, None] ** 2).sum(1)),
    of(lambda r, s, d, m: jnp.einsum("ik,ik->k", r, -d) * s**-2),
    of(lambda r, s, d, m: jnp.sum(r * -(d / s) / s, axis=0)),
    of(
        lambda r, s, d, m: (
            -vmap(lambda a, b, c: jnp.sum(a * b) / c**2, (1, 1, 0))(r, d, s)
        )
    ),
    of(lambda r, s, d, m: -jnp.diag(r.T @ d) / jnp.square(s)),
    of(
        lambda r, s, d, m: (
            -jnp.stack([(r * d)[:, k].sum() for k in range(len(s))]) / s**2
        )
    ),
)


wrong(
    "`2 * x` is no square",
    of(lambda r, s, d, m: -jnp.sum(r * d / (2 * s), axis=0)),
)


@wrong("`data[:, None]`")
def no_column(params, data):
    lw, mus, ls = params
    scales = jnp.exp(ls)
    r = gm.responsibilities(lw, mus, ls, data)
    z = (data - mus) / scales
    return -jnp.sum(r * z / scales, axis=0)


@wrong("Turn one of them over")
def turned_over(params, data):
    _, mus, ls = params
    r = gm.responsibilities(*params, data).T
    z = (data[:, None] - mus) / jnp.exp(ls)
    return -jnp.sum(r * z / jnp.exp(ls), axis=0)


@wrong("divide it by the sum")
def not_divided(params, data):
    _, mus, ls = params
    s = jnp.exp(ls)
    ll = gm.weighted_loglikes(*params, data)
    r = jnp.exp(ll).T
    return -jnp.sum(r * (data[:, None] - mus) / s**2, axis=0)


@wrong("multiplies the datum alone")
def datum_weighed_alone(params, data):
    r = gm.responsibilities(*params, data)
    s = jnp.exp(params.log_component_scales)
    return -jnp.sum((r * data[:, None] - params.component_mus) / s**2, axis=0)


@wrong("`*params` hands them over")
def params_in_one_piece(params, data):
    r = gm.responsibilities(params, data)
    s = jnp.exp(params.log_component_scales)
    diff = data[:, None] - params.component_mus
    return -(r * diff / s**2).sum(axis=0)


@wrong("The mean is subtracted once")
def mean_subtracted_once(params, data):
    r = gm.responsibilities(*params, data)
    sd = jnp.exp(params.log_component_scales)
    return -(r.T @ data - params.component_mus) / sd**2


@wrong("lack the weights, and the factor")
def shares_of_squares(params, data):
    _, mu, ls = params
    z = (data[:, None] - mu) / jnp.exp(ls)
    r = softmax(-0.5 * z**2, axis=1)
    return -jnp.sum(r * z / jnp.exp(ls), axis=0)


@wrong("keeps the last one alone")
def last_of_the_loop(params, data):
    r = gm.responsibilities(*params, data)
    for k in range(len(params.component_mus)):
        s = jnp.exp(params.log_component_scales[k])
        g = -jnp.sum(r[:, k] * (data - params.component_mus[k]) / s**2)
    return g


wrong(
    "squared inside the exponential",
    lambda p, x: (
        -jnp.sum(
            gm.responsibilities(*p, x)
            * (x[:, None] - p[1])
            / jnp.exp(p[2] ** 2),
            axis=0,
        )
    ),
)
wrong(
    "does not depend on means",
    lambda p, x: answer(p, x) - (1 - len(p[0]) * softmax(p[0])),
)
wrong(
    "sum the products",
    of(lambda r, s, d, m: -r.sum(axis=0) * d.mean(axis=0)),
    of(lambda r, s, d, m: -r.sum(axis=0) * d.sum(axis=0) / s**2),
)


@wrong("sum to 1 over the data here")
def shares_of_data(p, x):
    s = jnp.exp(p[2])
    table = jax.nn.log_softmax(p[0])[:, None] + jax.scipy.stats.norm.logpdf(
        x, p[1][:, None], s[:, None]
    )
    r = softmax(table, axis=1).T
    return -jnp.sum(r * (x[:, None] - p[1]) / s**2, axis=0)
