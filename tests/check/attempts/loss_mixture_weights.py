"""Answers to loss_mixture_weights."""

import jax
import jax.numpy as jnp
from jax import jit, vmap
from jax.nn import log_softmax, softmax
from jax.scipy.special import gammaln, logsumexp

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right

_, DATA = gm.two_humps(jax.random.key(100))

wrong(
    "sign is the other way round",
    lambda p, x: gm.mixture_loglike(*p, x) + gm.weights_loglike(p[0], 2.0),
)
wrong(
    "prior enters with a plus",
    lambda p, x: -gm.mixture_loglike(*p, x) + gm.weights_loglike(p[0], 2.0),
    lambda p, x: -(gm.mixture_loglike(*p, x) - gm.weights_loglike(p[0], 2.0)),
)
wrong(
    "likelihood enters with a plus",
    lambda p, x: gm.mixture_loglike(*p, x) - gm.weights_loglike(p[0], 2.0),
)
wrong(
    "prior of the weights is missing", lambda p, x: -gm.mixture_loglike(*p, x)
)
wrong("prior alone", lambda p, x: -gm.weights_loglike(p[0], 2.0))
wrong(
    "loss is divided by the number",
    lambda p, x: (
        -(gm.mixture_loglike(*p, x) + gm.weights_loglike(p[0], 2.0)) / len(x)
    ),
    lambda p, x: (
        -jnp.mean(gm.mixture_loglike(*p, x) + gm.weights_loglike(p[0], 2.0))
        / x.size
    ),
)
wrong(
    "and the prior is not",
    lambda p, x: (
        -gm.mixture_loglike(*p, x) / len(x) - gm.weights_loglike(p[0], 2.0)
    ),
)
wrong(
    "alpha is 1.0",
    lambda p, x: -gm.mixture_loglike(*p, x) - gm.weights_loglike(p[0], 1.0),
)
wrong(
    "alpha is 3",
    lambda p, x: (
        -gm.mixture_loglike(*p, x) - gm.weights_loglike(p[0], alpha_prior=3)
    ),
)
wrong(
    "alpha is 0.2",
    lambda p, x: -gm.mixture_loglike(*p, x) - gm.weights_loglike(p[0], 0.2),
)
wrong(
    "too few arguments",
    lambda p, x: -gm.mixture_loglike(*p, x) - gm.weights_loglike(p[0]),
)
wrong(
    "`*p` hands them over",
    lambda p, x: -gm.mixture_loglike(p, x) - gm.weights_loglike(p[0], 2.0),
)
wrong(
    "does the code count on two?",
    lambda p, x: (
        -gm.mixture_loglike(*p, x)
        - gm.weights_loglike(p[0], jnp.array([2.0, 2.0]))
    ),
)
wrong(
    "The likelihood gets weights",
    lambda p, x: (
        -gm.mixture_loglike(softmax(p[0]), *p[1:], x)
        - gm.weights_loglike(p[0], 2.0)
    ),
    lambda p, x: (
        -gm.mixture_loglike(jnp.exp(p[0]), p[1], p[2], x)
        - gm.weights_loglike(p[0], 2.0)
    ),
)
wrong(
    "The prior gets weights",
    lambda p, x: (
        -gm.mixture_loglike(*p, x) - gm.weights_loglike(softmax(p[0]), 2.0)
    ),
    lambda p, x: (
        -gm.mixture_loglike(*p, x) - gm.weights_loglike(jnp.exp(p[0]), 2.0)
    ),
)
wrong(
    "Both parts get weights",
    lambda p, x: (
        -gm.mixture_loglike(softmax(p[0]), *p[1:], x)
        - gm.weights_loglike(softmax(p[0]), 2.0)
    ),
)
wrong(
    "log scales",
    lambda p, x: (
        -gm.mixture_loglike(p[0], p[1], jnp.exp(p[2]), x)
        - gm.weights_loglike(p[0], 2.0)
    ),
)
wrong(
    "`p[0]` in the place of `jnp.log(p[0])`",
    lambda p, x: (
        -gm.mixture_loglike(jnp.log(p[0]), *p[1:], x)
        - gm.weights_loglike(p[0], 2.0)
    ),
)
wrong(
    "NaN",
    lambda p, x: (
        -jnp.log(gm.mixture_loglike(*p, x))
        - jnp.log(gm.weights_loglike(p[0], 2.0))
    ),
)
wrong(
    "gets the means",
    lambda p, x: -gm.mixture_loglike(*p, x) - gm.weights_loglike(p[1], 2.0),
)
wrong(
    "gets the log scales",
    lambda p, x: -gm.mixture_loglike(*p, x) - gm.weights_loglike(p[2], 2.0),
)
wrong(
    "one prior, of the log weights",
    lambda p, x: (
        -gm.mixture_loglike(*p, x)
        - sum(gm.weights_loglike(each, 2.0) for each in p)
    ),
)
wrong(
    "unpacked in another order",
    lambda p, x: gm.loss_mixture_weights((p[1], p[0], p[2]), x),
    lambda p, x: gm.loss_mixture_weights((p[0], p[2], p[1]), x),
)
wrong(
    "multiplied",
    lambda p, x: -gm.mixture_loglike(*p, x) * gm.weights_loglike(p[0], 2.0),
)
wrong(
    "once for each datum",
    lambda p, x: (
        -gm.mixture_loglike(*p, x) - len(x) * gm.weights_loglike(p[0], 2.0)
    ),
)
wrong(
    "absolute values",
    lambda p, x: (
        abs(gm.mixture_loglike(*p, x)) + abs(gm.weights_loglike(p[0], 2.0))
    ),
)
wrong(
    "sign is lost",
    lambda p, x: abs(gm.loss_mixture_weights(p, x)),
    lambda p, x: jnp.abs(gm.loss_mixture_weights(p, x)),
)
wrong(
    "for each datum",
    lambda p, x: (
        -vmap(gm.loglike_across_components, (None, None, None, 0))(*p, x)
        - gm.weights_loglike(p[0], 2.0)
    ),
)
wrong(
    "Two log probabilities",
    lambda p, x: (gm.mixture_loglike(*p, x), gm.weights_loglike(p[0], 2.0)),
)
wrong(
    "Two log probabilities",
    lambda p, x: (-gm.mixture_loglike(*p, x), -gm.weights_loglike(p[0], 2.0)),
)
wrong(
    "another factor",
    lambda p, x: (
        -gm.mixture_loglike(*p, x) - 2 * gm.weights_loglike(p[0], 2.0)
    ),
)
wrong(
    "lacks its gamma",
    lambda p, x: -gm.mixture_loglike(*p, x) - jnp.sum(log_softmax(p[0])),
)
wrong(
    "log weights are summed",
    lambda p, x: -gm.mixture_loglike(*p, x) - jnp.sum(p[0]),
)
wrong("leave out `grad`", lambda p, x: jax.grad(gm.loss_mixture_weights)(p, x))
wrong(
    "Its fields are",
    lambda p, x: (
        -gm.mixture_loglike(p.weights, p.mus, p.scales, x)
        - gm.weights_loglike(p[0], 2.0)
    ),
)
wrong(
    "does not take what it gets",
    lambda p, x: -gm.mixture_loglike(x, *p) - gm.weights_loglike(p[0], 2.0),
)
wrong(
    "`x` has no effect",
    lambda p, x: (
        -gm.mixture_loglike(*p, DATA)
        - gm.weights_loglike(p[0], 2.0)
        + 0 * x.sum()
    ),
)
wrong(
    "reads `DATA`",
    lambda p, x: -gm.mixture_loglike(*p, DATA) - gm.weights_loglike(p[0], 2.0),
)
wrong(
    "stand-ins",
    lambda p, x: float(
        -gm.mixture_loglike(*p, x) - gm.weights_loglike(p[0], 2.0)
    ),
)
wrong(
    "times what is expected", lambda p, x: 10 * gm.loss_mixture_weights(p, x)
)

right(
    lambda p, x: gm.loss_mixture_weights(p, x, 2.0),
    lambda p, x: -(gm.mixture_loglike(*p, x) + gm.weights_loglike(p[0], 2.0)),
    lambda p, x: (
        -sum([gm.mixture_loglike(*p, x), gm.weights_loglike(p[0], 2.0)])
    ),
    lambda p, x: (
        -gm.mixture_loglike(
            p.log_component_weights, p.component_mus, p.log_component_scales, x
        )
        - gm.weights_loglike(p.log_component_weights, alpha_prior=2)
    ),
    lambda p, x: (
        -jnp.sum(logsumexp(gm.weighted_loglikes(*p, x), axis=0))
        - gm.weights_loglike(p[0], 2.0)
    ),
    lambda p, x: (
        -gm.mixture_loglike(*p, x)
        - gammaln(2.0 * len(p[0]))
        - jnp.sum(log_softmax(p[0]))
    ),
    jit(gm.loss_mixture_weights),
    lambda p, x: (
        -gm.mixture_loglike(*p, x)
        - gm.weights_loglike(p[0], jnp.full(len(p[0]), 2.0))
    ),
    lambda p, x: (
        0.0
        - gm.weights_loglike(p[0], 2.0)
        - sum(gm.loglike_across_components(*p, each) for each in x)
    ),
)


@wrong("`*params` hands them over")
def params_in_one_piece(params, data):
    return -gm.mixture_loglike(params, data) - gm.weights_loglike(
        params.log_component_weights, 2
    )


@wrong("alpha is 3 here")
def alpha_counts_arrays(params, data):
    alpha = len(params)
    return -(
        gm.mixture_loglike(*params, data)
        + gm.weights_loglike(params.log_component_weights, alpha)
    )


@wrong("in this order")
def alpha_before_weights(params, data):
    ll = gm.mixture_loglike(*params, data)
    lp = gm.weights_loglike(2.0, params.log_component_weights)
    return -(ll + lp)


@wrong("without `vmap`")
def one_datum_for_all_data(params, data):
    ll = vmap(lambda x: gm.mixture_loglike(*params, x))(data)
    lp = gm.weights_loglike(params.log_component_weights, 2.0)
    return -jnp.sum(ll) - lp


@wrong("alpha is `1.0 / k` here")
def alpha_of_components(params, data):
    k = len(params.component_mus)
    return -gm.mixture_loglike(*params, data) - gm.weights_loglike(
        params.log_component_weights, 1.0 / k
    )


@wrong("Only the first datum counts")
def first_datum_alone(params, data):
    return -gm.loglike_across_components(
        *params, data[0]
    ) - gm.weights_loglike(params.log_component_weights, 2.0)


@wrong("leave it out")
def exponential_of_all(params, data):
    return -jnp.exp(
        gm.mixture_loglike(*params, data) + gm.weights_loglike(params[0], 2.0)
    )


@wrong("cut off at 0")
def cut_off(params, data):
    loss = -gm.mixture_loglike(*params, data) - gm.weights_loglike(
        params[0], 2.0
    )
    return jnp.maximum(loss, 0.0)


ALPHA = 3.0  # a variable of the notebook


# It was told that alpha is 3 "as if it counted something".
@wrong("The prior's alpha is 3 here. Take alpha = 2.")
def alpha_of_three(params, data):
    prior = gm.weights_loglike(params.log_component_weights, ALPHA)
    return -(gm.mixture_loglike(*params, data) + prior)


# It was told that there are too few arguments.
@wrong("`gm.weights_loglike` has no argument `alpha`")
def another_keyword(params, data):
    prior = gm.weights_loglike(params.log_component_weights, alpha=2.0)
    return -gm.mixture_loglike(*params, data) - prior


wrong(
    "`gm.weights_loglike` is the logarithm already",
    lambda p, x: (
        -gm.mixture_loglike(*p, x)
        - jnp.log(jnp.exp(gm.weights_loglike(p[0], 2.0)))
    ),
)


@wrong("`gm.weights_loglike` is the logarithm already")
def probabilities_first(params, data):
    likelihood = jnp.exp(gm.mixture_loglike(*params, data))
    prior = jnp.exp(gm.weights_loglike(params[0], 2.0))
    return -jnp.log(likelihood * prior)


@wrong("The likelihood of all data is exponentiated")
def likelihood_first(params, data):
    likelihood = jnp.exp(gm.mixture_loglike(*params, data))
    return -jnp.log(likelihood) - gm.weights_loglike(params[0], 2.0)
