"""Answers to joint_loglike."""

import jax.numpy as jnp
from jax.nn import log_softmax, logsumexp, softmax
from jax.scipy.stats import norm

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


def for_three_components(log_weights, log_concentration, mus, scales, data):
    return gm.joint_loglike(
        log_weights[:3], log_concentration, mus[:3], scales[:3], data[:3]
    )


wrong("", for_three_components)
right(gm.joint_loglike)


@wrong("The Jacobian is left out, so this")
def no_jacobian(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("The Jacobian is subtracted. The density of")
def minus_jacobian(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        - gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("The prior of the scales is left")
def no_scales(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
    )


@wrong("The prior of the concentration is left")
def no_concentration(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("The sticks are left out:")
def no_sticks(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("The data are left out. Their part")
def no_data(w, a, m, s, x):
    return (
        gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("The sign is that of a loss.")
def gives_negative(w, a, m, s, x):
    return -(
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("`gm.component_probs_loglike` gets the concentration")
def exp_concentration(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, jnp.exp(a))
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("`gm.concentration_loglike` gets the concentration")
def exp_concentration_prior(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(jnp.exp(a), 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("The prior of the scales gets standard")
def exp_scales(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(jnp.exp(s), 0.3, 0.3)
    )


@wrong("gm.scales_loglike")
def scales_of_mus(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(m, 0.3, 0.3)
    )


@wrong("gets weights, and takes their logarithms")
def softmax_sticks(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(softmax(w), a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("mixture_loglike")
def args_order(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, a, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("does not take what it gets as")
def swapped_sticks_args(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(a, w)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("counts twice")
def scales_twice(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + 2 * gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("once for each datum")
def scales_per_datum(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + len(x) * gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("")
def weights_prior(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.weights_loglike(w, 2.0)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("")
def product(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        * gm.component_probs_loglike(w, a)
        * gm.logits_log_jacobian(w)
        * gm.concentration_loglike(a, 1.0, 1.0)
        * gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("")
def scales_prior_other(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 1.0, 1.0)
    )


@wrong("concentration_loglike")
def conc_prior_missing_args(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("does not take what it gets as")
def jacobian_of_conc(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(a)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("The parts come back, and their sum")
def gives_tuple(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x),
        gm.component_probs_loglike(w, a),
        gm.logits_log_jacobian(w),
        gm.concentration_loglike(a, 1.0, 1.0),
        gm.scales_loglike(s, 0.3, 0.3),
    )


@wrong("The log likelihood is divided by the")
def mean_data(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x) / len(x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("log_concentration")
def only_the_data_and_scales(w, a, m, s, x):
    return gm.mixture_loglike(w, m, s, x) + gm.scales_loglike(s, 0.3, 0.3)


@wrong("")
def by_logsumexp(w, a, m, s, x):
    return logsumexp(
        jnp.array(
            [
                gm.mixture_loglike(w, m, s, x),
                gm.component_probs_loglike(w, a),
                gm.logits_log_jacobian(w),
                gm.concentration_loglike(a, 1.0, 1.0),
                gm.scales_loglike(s, 0.3, 0.3),
            ]
        )
    )


@wrong("")
def alpha_const(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, 0.0)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("is subtracted")
def minus_concentration(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        - gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("the Jacobian is missing")
def no_jacobian_no_conc(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("The sum has other counts than one")
def scales_subtracted(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        - gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("Everything holds with")
def sticks_exp(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(jnp.exp(w), a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("")
def jacobian_softmax(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(softmax(w))
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("")
def likelihood_exp(w, a, m, s, x):
    return (
        jnp.exp(gm.mixture_loglike(w, m, s, x))
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("The sum has other counts than one")
def data_twice(w, a, m, s, x):
    return (
        2 * gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("stands in the place of `log_concentration`")
def conc_on_weights(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(w, 1.0, 1.0).sum()
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("The sum has other counts than one")
def no_jac_no_scales(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.concentration_loglike(a, 1.0, 1.0)
    )


@wrong("")
def weights_loglike_instead(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.weights_loglike(w, jnp.exp(a))
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("")
def conc_priors_0_3(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 0.3, 0.3)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


@wrong("")
def scales_prior_swap(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 1.0)
    )


@wrong("Everything holds with")
def mean_scales(w, a, m, s, x):
    return (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3) / len(s)
    )


@right
def five_parts(w, a, m, s, x):
    data_part = gm.mixture_loglike(w, m, s, x)
    sticks = gm.component_probs_loglike(w, a) + gm.logits_log_jacobian(w)
    priors = gm.concentration_loglike(a, 1.0, 1.0) + gm.scales_loglike(
        s, 0.3, 0.3
    )
    return data_part + sticks + priors


@right
def as_sum(w, a, m, s, x):
    return sum(
        [
            gm.scales_loglike(s, 0.3, 0.3),
            gm.concentration_loglike(a, 1.0, 1.0),
            gm.logits_log_jacobian(w),
            gm.component_probs_loglike(w, a),
            gm.mixture_loglike(w, m, s, x),
        ]
    )


@right
def course(w, a, m, s, x):
    return gm.joint_loglike(w, a, m, s, x)


@right
def minus_loss(w, a, m, s, x):
    return -gm.joint_loss(gm.JointParams(w, a, m, s), x)


@right
def running(w, a, m, s, x):
    total = gm.mixture_loglike(w, m, s, x)
    total += gm.component_probs_loglike(w, a)
    total += gm.logits_log_jacobian(w)
    total += gm.concentration_loglike(a, 1.0, 1.0)
    total += gm.scales_loglike(s, 0.3, 0.3)
    return total


@right
def scales_by_norm(w, a, m, s, x):
    others = (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
    )
    return (
        others
        + gm.concentration_loglike(a, 1.0, 1.0)
        + norm.logpdf(s, 0.3, 0.3).sum()
    )


@right
def concentration_by_hand(w, a, m, s, x):
    others = (
        gm.mixture_loglike(w, m, s, x)
        + gm.component_probs_loglike(w, a)
        + gm.logits_log_jacobian(w)
    )
    return others - jnp.exp(a) + gm.scales_loglike(s, 0.3, 0.3)


@right
def normalised_first(w, a, m, s, x):
    v = log_softmax(w)
    return (
        gm.mixture_loglike(v, m, s, x)
        + gm.component_probs_loglike(v, a)
        + gm.logits_log_jacobian(v)
        + gm.concentration_loglike(a, 1.0, 1.0)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


def of_five(together):
    def joint(w, c, m, s, x):
        return together(
            jnp.array(
                [
                    gm.mixture_loglike(w, m, s, x),
                    gm.component_probs_loglike(w, c),
                    gm.logits_log_jacobian(w),
                    gm.concentration_loglike(c, 1.0, 1.0),
                    gm.scales_loglike(s, 0.3, 0.3),
                ]
            )
        )

    return joint


wrong("log densities are multiplied", of_five(jnp.prod))
wrong("which adds densities", of_five(logsumexp))


def with_parts(likely, sticks, concentration):
    return lambda w, c, m, s, x: (
        likely(w, m, s, x)
        + sticks(w, c)
        + gm.logits_log_jacobian(w)
        + concentration(c)
        + gm.scales_loglike(s, 0.3, 0.3)
    )


wrong(
    "gets the concentration, and takes its logarithm",
    with_parts(
        gm.mixture_loglike,
        lambda w, c: gm.component_probs_loglike(w, jnp.exp(c)),
        lambda c: gm.concentration_loglike(c, 1.0, 1.0),
    ),
)
wrong(
    "as a Jacobian or a shape of 2",
    with_parts(
        gm.mixture_loglike,
        gm.component_probs_loglike,
        lambda c: gm.concentration_loglike(c, 2.0, 1.0),
    ),
)
wrong(
    "the first alone counts",
    with_parts(
        lambda w, m, s, x: gm.loglike_across_components(w, m, s, x[0]),
        gm.component_probs_loglike,
        lambda c: gm.concentration_loglike(c, 1.0, 1.0),
    ),
)


@wrong("A line computes something that goes nowhere")
def a_sum_over_lines(w, c, m, s, x):
    total = gm.mixture_loglike(w, m, s, x)
    +gm.component_probs_loglike(w, c)
    +gm.logits_log_jacobian(w)
    return total + gm.concentration_loglike(c, 1.0, 1.0)


wrong(
    "what it gets as `log_component_probs`",
    lambda w, c, m, s, x: (
        gm.mixture_loglike(w, m, s, x) + gm.component_probs_loglike(c, w)
    ),
)


@wrong("no Jacobian for the concentration")
def a_jacobian_too_many(
    log_component_weights,
    log_concentration,
    component_mus,
    log_component_scales,
    data,
):
    ll = gm.mixture_loglike(
        log_component_weights, component_mus, log_component_scales, data
    )
    sticks = gm.component_probs_loglike(
        log_component_weights, log_concentration
    )
    sticks = sticks + gm.logits_log_jacobian(log_component_weights)
    conc = (
        gm.concentration_loglike(log_concentration, 1.0, 1.0)
        + log_concentration
    )
    return (
        ll + sticks + conc + gm.scales_loglike(log_component_scales, 0.3, 0.3)
    )


@wrong("the means have none")
def a_prior_of_means(
    log_component_weights,
    log_concentration,
    component_mus,
    log_component_scales,
    data,
):
    out = gm.mixture_loglike(
        log_component_weights, component_mus, log_component_scales, data
    )
    out += gm.component_probs_loglike(log_component_weights, log_concentration)
    out += gm.logits_log_jacobian(log_component_weights)
    out += gm.concentration_loglike(log_concentration, 1.0, 1.0)
    out += gm.scales_loglike(log_component_scales, 0.3, 0.3)
    out += norm.logpdf(component_mus).sum()
    return out


@wrong("with the concentration for alpha")
def concentration_as_alpha(
    log_component_weights,
    log_concentration,
    component_mus,
    log_component_scales,
    data,
):
    ll = gm.mixture_loglike(
        log_component_weights, component_mus, log_component_scales, data
    )
    sticks = gm.weights_loglike(
        log_component_weights, jnp.exp(log_concentration)
    )
    return (
        ll
        + sticks
        + gm.logits_log_jacobian(log_component_weights)
        + gm.concentration_loglike(log_concentration, 1.0, 1.0)
        + gm.scales_loglike(log_component_scales, 0.3, 0.3)
    )


@wrong("gets the number 1.0 here, and 0.3")
def another_spread(
    log_component_weights,
    log_concentration,
    component_mus,
    log_component_scales,
    data,
):
    ll = gm.mixture_loglike(
        log_component_weights, component_mus, log_component_scales, data
    )
    ll += gm.component_probs_loglike(log_component_weights, log_concentration)
    ll += gm.logits_log_jacobian(log_component_weights)
    ll += gm.concentration_loglike(log_concentration, 1.0, 1.0)
    ll += gm.scales_loglike(log_component_scales, 0.3, 1.0)
    return ll


@wrong("what it held before is lost")
def begun_anew(
    log_component_weights,
    log_concentration,
    component_mus,
    log_component_scales,
    data,
):
    ll = gm.mixture_loglike(
        log_component_weights, component_mus, log_component_scales, data
    )
    ll += gm.component_probs_loglike(log_component_weights, log_concentration)
    ll = gm.logits_log_jacobian(log_component_weights)
    ll += gm.concentration_loglike(log_concentration, 1.0, 1.0)
    ll += gm.scales_loglike(log_component_scales, 0.3, 0.3)
    return ll


@wrong("gives the means a prior")
def a_prior_for_means_too(lw, log_c, mus, log_scales, data):
    return (
        gm.mixture_loglike(lw, mus, log_scales, data)
        + gm.component_probs_loglike(lw, log_c)
        + gm.logits_log_jacobian(lw)
        + gm.concentration_loglike(log_c)
        + gm.scales_loglike(log_scales, 0.3, 0.3)
        + gm.scales_loglike(mus, 0.3, 0.3)
    )


@wrong("without `+ gm.weights_loglike(log_component_weights, 2.0)`.")
def a_prior_of_the_loss_too(
    log_component_weights,
    log_concentration,
    component_mus,
    log_component_scales,
    data,
):
    return (
        gm.mixture_loglike(
            log_component_weights, component_mus, log_component_scales, data
        )
        + gm.weights_loglike(log_component_weights, 2.0)
        + gm.component_probs_loglike(log_component_weights, log_concentration)
        + gm.logits_log_jacobian(log_component_weights)
        + gm.concentration_loglike(log_concentration, 1.0, 1.0)
        + gm.scales_loglike(log_component_scales, 0.3, 0.3)
    )


@wrong("without `/ len(log_component_scales)`.")
def a_mean_prior_of_scales(
    log_component_weights,
    log_concentration,
    component_mus,
    log_component_scales,
    data,
):
    return (
        gm.mixture_loglike(
            log_component_weights, component_mus, log_component_scales, data
        )
        + gm.component_probs_loglike(log_component_weights, log_concentration)
        + gm.logits_log_jacobian(log_component_weights)
        + gm.concentration_loglike(log_concentration, 1.0, 1.0)
        + gm.scales_loglike(log_component_scales, 0.3, 0.3)
        / len(log_component_scales)
    )
