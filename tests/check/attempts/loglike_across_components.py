"""Answers to loglike_across_components."""

import jax.numpy as jnp
import numpy as np
import scipy.stats
from jax import vmap
from jax.nn import log_softmax, logsumexp, softmax
from jax.scipy.stats import norm

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


@wrong("The log weights are used as they")
def not_normalised(w, m, s, x):
    return logsumexp(w + norm.logpdf(x, m, jnp.exp(s)))


@wrong("The log likelihoods of the components are")
def sum_not_logsumexp(w, m, s, x):
    return jnp.sum(log_softmax(w) + norm.logpdf(x, m, jnp.exp(s)))


@wrong("One log likelihood for each component comes")
def no_logsumexp(w, m, s, x):
    return log_softmax(w) + norm.logpdf(x, m, jnp.exp(s))


@wrong("The sum is written out as exp,")
def log_of_sum_of_exp(w, m, s, x):
    return jnp.log(
        jnp.sum(jnp.exp(log_softmax(w) + norm.logpdf(x, m, jnp.exp(s))))
    )


@wrong("The weights are added to log densities.")
def softmax_instead_of_log(w, m, s, x):
    return logsumexp(softmax(w) + norm.logpdf(x, m, jnp.exp(s)))


@wrong("The weights have no effect. Either they")
def no_weights(w, m, s, x):
    return logsumexp(norm.logpdf(x, m, jnp.exp(s)))


@wrong("")
def scales_raw(w, m, s, x):
    return logsumexp(log_softmax(w) + norm.logpdf(x, m, s))


@wrong("")
def vmap_gm_one_w_log_weights(w, m, s, x):
    return logsumexp(
        vmap(gm.loglike_one_component, in_axes=(0, 0, 0, None))(
            log_softmax(w), m, s, x
        )
    )


@wrong("The log weights are used as they")
def vmap_gm_one_w_exp_unnormalised(w, m, s, x):
    return logsumexp(
        vmap(gm.loglike_one_component, in_axes=(0, 0, 0, None))(
            jnp.exp(w), m, s, x
        )
    )


@wrong("maps over each argument that has no")
def vmap_no_in_axes(w, m, s, x):
    return logsumexp(vmap(gm.loglike_one_component)(softmax(w), m, s, x))


@wrong("has one entry for each argument of")
def vmap_in_axes_all_0_none_wrong(w, m, s, x):
    return logsumexp(
        vmap(gm.loglike_one_component, in_axes=(0, 0, 0))(softmax(w), m, s, x)
    )


@wrong("This is the log likelihood under the")
def gives_max(w, m, s, x):
    return jnp.max(log_softmax(w) + norm.logpdf(x, m, jnp.exp(s)))


@wrong("are averaged")
def gives_mean(w, m, s, x):
    return jnp.mean(log_softmax(w) + norm.logpdf(x, m, jnp.exp(s)))


@wrong("This is the likelihood of the datum;")
def exp_result(w, m, s, x):
    return jnp.exp(logsumexp(log_softmax(w) + norm.logpdf(x, m, jnp.exp(s))))


@wrong("The sign is turned: this is minus")
def gives_negative(w, m, s, x):
    return -logsumexp(log_softmax(w) + norm.logpdf(x, m, jnp.exp(s)))


@wrong("A softmax is taken of weights that are no logarithms")
def softmax_of_log_prob(w, m, s, x):
    return logsumexp(
        jnp.log(softmax(jnp.exp(w))) + norm.logpdf(x, m, jnp.exp(s))
    )


@wrong("The log weights are divided by their")
def log_weights_normalised_by_sum(w, m, s, x):
    return logsumexp(w / w.sum() + norm.logpdf(x, m, jnp.exp(s)))


@wrong("")
def gm_normalize_of_logs(w, m, s, x):
    p = gm.normalize_weights(w)
    return logsumexp(jnp.log(p) + norm.logpdf(x, m, jnp.exp(s)))


@wrong("The exponential of the log scale is")
def exp_and_scales_exp_twice(w, m, s, x):
    return logsumexp(log_softmax(w) + norm.logpdf(x, m, jnp.exp(jnp.exp(s))))


@wrong("The weights multiply log densities. Weight and")
def weights_times(w, m, s, x):
    return logsumexp(softmax(w) * norm.logpdf(x, m, jnp.exp(s)))


@wrong("Log weights and log densities are multiplied")
def log_times(w, m, s, x):
    return logsumexp(log_softmax(w) * norm.logpdf(x, m, jnp.exp(s)))


@wrong("With two components the result is right,")
def two_components_by_hand(w, m, s, x):
    p = softmax(w)
    return jnp.logaddexp(
        jnp.log(p[0]) + norm.logpdf(x, m[0], jnp.exp(s[0])),
        jnp.log(p[1]) + norm.logpdf(x, m[1], jnp.exp(s[1])),
    )


@wrong("begins at 0 here")
def loop_start_0(w, m, s, x):
    p = log_softmax(w)
    t = 0.0
    for i in range(len(w)):
        t = jnp.logaddexp(t, p[i] + norm.logpdf(x, m[i], jnp.exp(s[i])))
    return t


@wrong("This is the likelihood of the datum;")
def loop_plain_sum_of_likelihood(w, m, s, x):
    p = softmax(w)
    t = 0.0
    for i in range(len(w)):
        t += p[i] * norm.pdf(x, m[i], jnp.exp(s[i]))
    return t


@wrong("The numbers are right, and the shape")
def logsumexp_keepdims(w, m, s, x):
    return logsumexp(
        log_softmax(w) + norm.logpdf(x, m, jnp.exp(s)), keepdims=True
    )


@wrong("Everything holds with")
def minus_logsumexp_sign(w, m, s, x):
    return logsumexp(w + logsumexp(w) + norm.logpdf(x, m, jnp.exp(s)))


@wrong("The likelihoods are averaged over the components.")
def minus_log_k(w, m, s, x):
    return logsumexp(log_softmax(w) + norm.logpdf(x, m, jnp.exp(s))) - jnp.log(
        len(w)
    )


@wrong("Weights and densities are multiplied and summed,")
def softmax_axis_np(w, m, s, x):
    return np.log(
        np.sum(
            np.exp(w)
            / np.sum(np.exp(w))
            * scipy.stats.norm.pdf(x, m, np.exp(s))
        )
    )


@wrong("takes weights, and gets their logarithms")
def logsumexp_with_b(w, m, s, x):
    return logsumexp(norm.logpdf(x, m, jnp.exp(s)), b=log_softmax(w))


@wrong("The exponential of the log scale is")
def loglike_one_with_log_scale_exp(w, m, s, x):
    return logsumexp(
        vmap(gm.loglike_one_component, in_axes=(0, 0, 0, None))(
            softmax(w), m, jnp.exp(s), x
        )
    )


@wrong("")
def normalise_after(w, m, s, x):
    return logsumexp(w + norm.logpdf(x, m, jnp.exp(s))) - logsumexp(jnp.exp(w))


@wrong("")
def softmax_no_log_in_vmap(w, m, s, x):
    return logsumexp(
        vmap(gm.loglike_one_component, (0, 0, 0, None))(
            log_softmax(jnp.exp(w)), m, s, x
        )
    )


@wrong("has no effect on what is compared here: another value")
def sum_of_logsumexp(w, m, s, x):
    return jnp.sum(logsumexp(log_softmax(w)) + norm.logpdf(x, m, jnp.exp(s)))


@wrong("")
def pdf_inside(w, m, s, x):
    return logsumexp(log_softmax(w) + norm.pdf(x, m, jnp.exp(s)))


@wrong("")
def first_component(w, m, s, x):
    return (log_softmax(w) + norm.logpdf(x, m, jnp.exp(s)))[0]


@wrong("This averages log densities with the weights.")
def weighted_mean(w, m, s, x):
    return jnp.sum(softmax(w) * norm.logpdf(x, m, jnp.exp(s)))


@wrong("")
def dot(w, m, s, x):
    return jnp.dot(log_softmax(w), norm.logpdf(x, m, jnp.exp(s)))


@wrong("")
def max_subtract_forgotten(w, m, s, x):
    t = log_softmax(w) + norm.logpdf(x, m, jnp.exp(s))
    a = t.max()
    return jnp.log(jnp.sum(jnp.exp(t - a)))


@wrong("")
def scale_minus(w, m, s, x):
    return logsumexp(log_softmax(w) + norm.logpdf(x, m, jnp.exp(-s)))


@wrong("")
def log_softmax_of_all(w, m, s, x):
    return log_softmax(w + norm.logpdf(x, m, jnp.exp(s)))


@right
def by_norm(w, m, s, x):
    return logsumexp(log_softmax(w) + norm.logpdf(x, m, jnp.exp(s)))


@right
def by_vmap(w, m, s, x):
    terms = vmap(gm.normal_loglike, in_axes=(0, 0, None))(m, s, x)
    return logsumexp(log_softmax(w) + terms)


@right
def normalised_at_the_end(w, m, s, x):
    return logsumexp(w + norm.logpdf(x, m, jnp.exp(s))) - logsumexp(w)


@right
def by_logaddexp(w, m, s, x):
    t = log_softmax(w) + norm.logpdf(x, m, jnp.exp(s))
    return jnp.logaddexp.reduce(t)


@right
def by_loop(w, m, s, x):
    p = log_softmax(w)
    total = -jnp.inf
    for i in range(len(w)):
        total = jnp.logaddexp(total, p[i] + gm.normal_loglike(m[i], s[i], x))
    return total


@right
def by_shift(w, m, s, x):
    t = log_softmax(w) + norm.logpdf(x, m, jnp.exp(s))
    top = t.max()
    return top + jnp.log(jnp.sum(jnp.exp(t - top)))


@right
def by_table(w, m, s, x):
    return logsumexp(gm.weighted_loglikes(w, m, s, jnp.array([x]))[:, 0])


@right
def by_the_course(w, m, s, x):
    return gm.mixture_loglike(w, m, s, jnp.reshape(x, (1,)))


wrong(
    "The weights are equal",
    lambda w, m, s, x: jnp.log(jnp.mean(norm.pdf(x, m, jnp.exp(s)))),
)
wrong(
    "Logarithms are divided by their sum in `w / w.sum()`",
    lambda w, m, s, x: jnp.log((w / w.sum()) @ norm.pdf(x, m, jnp.exp(s))),
)


@wrong("Two things together")
def logs_of_unnormalised_weights_added(w, m, s, x):
    total = 0.0
    for k in range(len(w)):
        total += gm.loglike_one_component(jnp.exp(w[k]), m[k], s[k], x)
    return total


@wrong("`range` takes a number")
def range_of_an_array(w, m, s, x):
    return sum(w[k] + norm.logpdf(x, m[k], jnp.exp(s[k])) for k in range(w))


@wrong("Give `vmap` the name alone")
def mapped_where_it_is_called(
    log_component_weights, component_mus, log_component_scales, datum
):
    normals = vmap(
        gm.normal_loglike(component_mus, log_component_scales, datum),
        in_axes=(0, 0, None),
    )
    return logsumexp(log_softmax(log_component_weights) + normals)


@wrong("exponentiates by itself")
def logsumexp_of_likelihoods(
    log_component_weights, component_mus, log_component_scales, datum
):
    comp = vmap(gm.normal_loglike, in_axes=(0, 0, None))(
        component_mus, log_component_scales, datum
    )
    terms = jnp.exp(log_softmax(log_component_weights)) * jnp.exp(comp)
    return logsumexp(terms)


@wrong("normalised together")
def normalized_with_densities(
    log_component_weights, component_mus, log_component_scales, datum
):
    ll = vmap(gm.normal_loglike, in_axes=(0, 0, None))(
        component_mus, log_component_scales, datum
    )
    return logsumexp(log_softmax(log_component_weights + ll))


@wrong("stands in the place of `log_component_scale`")
def mapped_in_another_order(
    log_component_weights, component_mus, log_component_scales, datum
):
    ll = vmap(gm.normal_loglike, in_axes=(None, 0, 0))(
        datum, component_mus, log_component_scales
    )
    return logsumexp(log_softmax(log_component_weights) + ll)


@wrong("`in_axes` has `None` for `log_component_scale`")
def whole_scales(
    log_component_weights, component_mus, log_component_scales, datum
):
    f = vmap(gm.normal_loglike, in_axes=(0, None, None))
    return logsumexp(
        log_softmax(log_component_weights)
        + f(component_mus, log_component_scales, datum)
    )


@wrong("leaves shares of their sum")
def sum_of_shares(
    log_component_weights, component_mus, log_component_scales, datum
):
    ll = vmap(gm.normal_loglike, (0, 0, None))(
        component_mus, log_component_scales, datum
    )
    return log_softmax(log_component_weights + ll).sum()


@wrong("in a call or in the first line")
def densities_of_means(
    log_component_weights, component_mus, log_component_scales, datum
):
    per = vmap(lambda m, s: gm.normal_loglike(datum, m, s))(
        component_mus, log_component_scales
    )
    return logsumexp(log_softmax(log_component_weights) + per)


@wrong("summed outside `logsumexp`")
def log_weights_outside(w, m, s, x):
    return logsumexp(norm.logpdf(x, m, jnp.exp(s))) + jnp.sum(log_softmax(w))


@wrong("has to be added again")
def largest_not_added_back(w, m, s, x):
    terms = log_softmax(w) + norm.logpdf(x, m, jnp.exp(s))
    largest = terms.max()
    return jnp.log(jnp.sum(jnp.exp(terms - largest)))
