"""Answers to mixture_loglike."""

import jax.numpy as jnp
import numpy as np
from jax import lax, vmap
from jax.nn import log_softmax, logsumexp, softmax
from jax.scipy.stats import norm
from scipy import stats

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


@wrong("loglike_across_components")
def no_vmap(w, m, s, x):
    return gm.loglike_across_components(w, m, s, x)


@wrong("walks along all its arguments at once,")
def vmap_in_axes_last_0_first_0(w, m, s, x):
    return jnp.sum(vmap(gm.loglike_across_components)(w, m, s, x))


@wrong("One log likelihood for each datum comes")
def no_sum(w, m, s, x):
    return vmap(gm.loglike_across_components, in_axes=(None, None, None, 0))(
        w, m, s, x
    )


@wrong("The sum over data is inside the")
def by_logsumexp(w, m, s, x):
    return logsumexp(
        vmap(gm.loglike_across_components, in_axes=(None, None, None, 0))(
            w, m, s, x
        )
    )


@wrong("This is the mean over data. The")
def gives_mean(w, m, s, x):
    return jnp.mean(
        vmap(gm.loglike_across_components, in_axes=(None, None, None, 0))(
            w, m, s, x
        )
    )


@wrong("The log likelihoods of the data are")
def prod(w, m, s, x):
    return jnp.prod(
        vmap(gm.loglike_across_components, in_axes=(None, None, None, 0))(
            w, m, s, x
        )
    )


@wrong("Every log likelihood is added up, those")
def weighted_table_sum(w, m, s, x):
    return jnp.sum(gm.weighted_loglikes(w, m, s, x))


@wrong("The two sums have changed places. The")
def logsumexp_wrong_axis(w, m, s, x):
    return jnp.sum(logsumexp(gm.weighted_loglikes(w, m, s, x), axis=1))


@wrong("The sum over data is inside the")
def logsumexp_all(w, m, s, x):
    return logsumexp(gm.weighted_loglikes(w, m, s, x))


@wrong("The last datum is left out")
def loop_off_by_one(w, m, s, x):
    t = 0.0
    for i in range(len(x) - 1):
        t += gm.loglike_across_components(w, m, s, x[i])
    return t


@wrong("The first datum is left out")
def loop_from_1(w, m, s, x):
    t = 0.0
    for i in range(1, len(x)):
        t += gm.loglike_across_components(w, m, s, x[i])
    return t


@wrong("Only the last datum counts. In a")
def loop_overwrites(w, m, s, x):
    t = 0.0
    for d in x:
        t = gm.loglike_across_components(w, m, s, d)
    return t


@wrong("One log likelihood for each datum comes")
def gives_list(w, m, s, x):
    return [gm.loglike_across_components(w, m, s, d) for d in x]


@wrong("This is the negative log likelihood. That")
def gives_negative(w, m, s, x):
    return -jnp.sum(
        vmap(gm.loglike_across_components, in_axes=(None, None, None, 0))(
            w, m, s, x
        )
    )


@wrong("The logarithm is taken too late. Far")
def log_of_product(w, m, s, x):
    return jnp.log(
        jnp.prod(
            jnp.exp(
                vmap(
                    gm.loglike_across_components, in_axes=(None, None, None, 0)
                )(w, m, s, x)
            )
        )
    )


@wrong("Weights go through a softmax here")
def softmaxed_weights_in(w, m, s, x):
    return jnp.sum(
        vmap(gm.loglike_across_components, in_axes=(None, None, None, 0))(
            softmax(w), m, s, x
        )
    )


@wrong("exponential of the log scales is taken twice")
def exp_scales_in(w, m, s, x):
    return jnp.sum(
        vmap(gm.loglike_across_components, in_axes=(None, None, None, 0))(
            w, m, jnp.exp(s), x
        )
    )


@wrong("gm.loglike_across_components")
def data_first(w, m, s, x):
    return jnp.sum(
        vmap(gm.loglike_across_components, in_axes=(0, None, None, None))(
            x, w, m, s
        )
    )


@wrong("Each datum is given its best component")
def gives_max(w, m, s, x):
    return jnp.sum(jnp.max(gm.weighted_loglikes(w, m, s, x), axis=0))


@wrong("Every result is larger than expected by")
def starts_at_1(w, m, s, x):
    t = 1.0
    for d in x:
        t += gm.loglike_across_components(w, m, s, d)
    return t


@wrong("likelihoods of the data are added up")
def sum_python_of_exp(w, m, s, x):
    return jnp.sum(
        jnp.exp(
            vmap(gm.loglike_across_components, in_axes=(None, None, None, 0))(
                w, m, s, x
            )
        )
    )


@wrong("The sum over data is inside the")
def log_of_sum_of_densities(w, m, s, x):
    return jnp.log(
        jnp.sum(
            softmax(w)[:, None]
            * norm.pdf(x[None, :], m[:, None], jnp.exp(s)[:, None])
        )
    )


@wrong("Every result is 0.5 times what is")
def mean_times_2(w, m, s, x):
    return (
        jnp.sum(
            vmap(gm.loglike_across_components, in_axes=(None, None, None, 0))(
                w, m, s, x
            )
        )
        / 2
    )


@wrong("The numbers are right, and the shape")
def keepdims(w, m, s, x):
    return jnp.sum(
        vmap(gm.loglike_across_components, in_axes=(None, None, None, 0))(
            w, m, s, x
        ),
        keepdims=True,
    )


@wrong("JAX runs the function here with stand-ins")
def gives_float(w, m, s, x):
    return float(
        jnp.sum(
            vmap(gm.loglike_across_components, in_axes=(None, None, None, 0))(
                w, m, s, x
            )
        )
    )


@wrong("")
def mean_of_data_used(w, m, s, x):
    return gm.loglike_across_components(w, m, s, x.mean())


@wrong("")
def only_max_datum(w, m, s, x):
    return jnp.max(
        vmap(gm.loglike_across_components, (None, None, None, 0))(w, m, s, x)
    )


@wrong("has one entry for each argument of")
def in_axes_missing(w, m, s, x):
    return jnp.sum(
        vmap(gm.loglike_across_components, in_axes=(None, None, 0))(w, m, s, x)
    )


@wrong("gm.loglike_across_components")
def mus_and_scales_swapped(w, m, s, x):
    return jnp.sum(
        vmap(gm.loglike_across_components, (None, None, None, 0))(w, s, m, x)
    )


@wrong("")
def unique_data(w, m, s, x):
    return jnp.sum(
        vmap(gm.loglike_across_components, (None, None, None, 0))(
            w, m, s, x**2
        )
    )


@wrong("")
def weighted_without_log(w, m, s, x):
    return jnp.sum(jnp.log(gm.weighted_loglikes(w, m, s, x)))


@wrong("")
def cumulative(w, m, s, x):
    return jnp.cumsum(
        vmap(gm.loglike_across_components, (None, None, None, 0))(w, m, s, x)
    )


@wrong("")
def log_of_mean(w, m, s, x):
    return jnp.log(
        jnp.mean(
            jnp.exp(
                vmap(gm.loglike_across_components, (None, None, None, 0))(
                    w, m, s, x
                )
            )
        )
    )


@wrong("Everything holds with")
def range_len_data_wrong(w, m, s, x):
    t = 0.0
    for i in range(len(w)):
        t += gm.loglike_across_components(w, m, s, x[i])
    return t


@wrong("This is the negative log likelihood. That")
def minus_total(w, m, s, x):
    t = 0.0
    for d in x:
        t -= gm.loglike_across_components(w, m, s, d)
    return t


@right
def by_vmap(w, m, s, x):
    return jnp.sum(
        vmap(gm.loglike_across_components, in_axes=(None, None, None, 0))(
            w, m, s, x
        )
    )


@right
def by_loop(w, m, s, x):
    return sum(gm.loglike_across_components(w, m, s, datum) for datum in x)


@right
def by_table(w, m, s, x):
    return logsumexp(gm.weighted_loglikes(w, m, s, x), axis=0).sum()


@right
def by_lambda(w, m, s, x):
    return vmap(lambda datum: gm.loglike_across_components(w, m, s, datum))(
        x
    ).sum()


@right
def by_broadcasting(w, m, s, x):
    t = log_softmax(w) + norm.logpdf(x[:, None], m, jnp.exp(s))
    return logsumexp(t, axis=-1).sum()


@right
def by_fori(w, m, s, x):
    def add(i, total):
        return total + gm.loglike_across_components(w, m, s, x[i])

    return lax.fori_loop(0, len(x), add, 0.0)


@right
def by_stack(w, m, s, x):
    return jnp.sum(
        jnp.stack([gm.loglike_across_components(w, m, s, d) for d in x])
    )


@right
def times_number(w, m, s, x):
    return len(x) * jnp.mean(
        logsumexp(gm.weighted_loglikes(w, m, s, x), axis=0)
    )


wrong(
    "`in_axes` has 0 for `log_component_weights`",
    lambda w, m, s, x: vmap(
        gm.loglike_across_components, in_axes=(0, None, None, None)
    )(w, m, s, x).sum(),
)
wrong(
    "mean of the data goes in",
    lambda w, m, s, x: (
        len(x) * gm.loglike_across_components(w, m, s, x.mean())
    ),
)


@wrong("Two things together")
def by_hand_without_constant_and_softmax(w, m, s, x):
    z = (x[:, None] - m) / jnp.exp(s)
    return logsumexp(w - 0.5 * z**2 - s, axis=1).sum()


wrong(
    "has yet to be called",
    lambda w, m, s, x: jnp.sum(
        vmap(lambda datum: gm.loglike_across_components(w, m, s, datum))
    ),
)
wrong(
    "`lax.scan` returns two things, the last",
    lambda w, m, s, x: lax.scan(
        lambda total, datum: (
            total + gm.loglike_across_components(w, m, s, datum),
            None,
        ),
        0.0,
        x,
    ),
)


@wrong("what is made of `data` stands in the place")
def data_first_and_then_parameters(
    log_component_weights, component_mus, log_component_scales, data
):
    across = vmap(gm.loglike_across_components, in_axes=(0, None, None, None))
    return across(
        data, log_component_weights, component_mus, log_component_scales
    ).sum()


@wrong("Arrays of shapes (3,) and (2,) do not fit together")
def scipy_without_an_axis(log_weights, mus, log_scales, data):
    densities = stats.norm.logpdf(data, mus, np.exp(log_scales))
    return logsumexp(densities + log_softmax(log_weights), axis=1).sum()


@wrong("perhaps within a function of `gm`")
def weights_for_log_weights(w, m, s, x):
    f = vmap(gm.loglike_across_components, (None, None, None, 0))
    return jnp.sum(f(softmax(w), m, s, x))
