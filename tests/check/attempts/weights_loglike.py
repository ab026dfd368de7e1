"""Answers to weights_loglike."""

import jax
import jax.numpy as jnp
from jax import jit
from jax.nn import log_softmax, softmax
from jax.scipy.special import gammaln, logsumexp
from jax.scipy.stats import dirichlet

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


wrong(
    "before they are normalised",
    lambda w, a: (
        gammaln(len(w) * a) - len(w) * gammaln(a) + jnp.sum((a - 1) * w)
    ),
)
wrong(
    "here it is alpha.",
    lambda w, a: (
        gammaln(len(w) * a) - len(w) * gammaln(a) + jnp.sum(a * log_softmax(w))
    ),
)
wrong(
    "alpha + 1",
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.sum((a + 1) * log_softmax(w))
    ),
)
wrong(
    "is left out, or cancels",
    lambda w, a: jnp.sum((a - 1) * log_softmax(w)),
)
wrong(
    "`alpha_prior` is one number here, so its sum is alpha itself",
    lambda w, a: (
        gammaln(jnp.sum(a))
        - jnp.sum(gammaln(a))
        + jnp.sum((a - 1) * log_softmax(w))
    ),
)
wrong(
    "upside down",
    lambda w, a: (
        jnp.sum((a - 1) * log_softmax(w))
        - (gammaln(len(w) * a) - len(w) * gammaln(a))
    ),
)
wrong(
    "weights are summed themselves",
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.sum((a - 1) * softmax(w))
    ),
)
wrong(
    "into weights and back",
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.sum((a - 1) * jnp.log(jnp.exp(w) / jnp.sum(jnp.exp(w))))
    ),
)
wrong(
    "rounds to zero",
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.sum((a - 1) * jnp.log(softmax(w)))
    ),
)
wrong(
    "what is one already",
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.sum((a - 1) * jnp.log(w))
    ),
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.sum((a - 1) * jnp.log(w / jnp.sum(w)))
    ),
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.sum((a - 1) * jnp.log(log_softmax(w)))
    ),
)
wrong(
    "as 2",
    lambda w, a: (
        gammaln(2 * a) - 2 * gammaln(a) + jnp.sum((a - 1) * log_softmax(w))
    ),
)
wrong(
    "as 3",
    lambda w, a: (
        gammaln(3 * a) - 3 * gammaln(a) + jnp.sum((a - 1) * log_softmax(w))
    ),
)
wrong(
    "are multiplied",
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.prod((a - 1) * log_softmax(w))
    ),
)
wrong(
    "The mean",
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.mean((a - 1) * log_softmax(w))
    ),
)
wrong(
    "One number for each component",
    lambda w, a: (
        gammaln(len(w) * a) - len(w) * gammaln(a) + (a - 1) * log_softmax(w)
    ),
)
wrong(
    "`alpha_prior` stands nowhere",
    lambda w, a: gammaln(2.0 * len(w)) + jnp.sum(log_softmax(w)),
)
wrong(
    "gets the log weights here",
    lambda w, a: dirichlet.logpdf(w, jnp.full(len(w), a)),
)
wrong("an alpha for each weight", lambda w, a: dirichlet.logpdf(softmax(w), a))
wrong(
    "here alpha stands first",
    lambda w, a: dirichlet.logpdf(jnp.full(2, a), softmax(w)),
)
wrong("This is the density", lambda w, a: jnp.exp(gm.weights_loglike(w, a)))
wrong(
    "only the first has become",
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * jnp.exp(gammaln(a))
        + jnp.sum((a - 1) * log_softmax(w))
    ),
)
wrong(
    "without their logarithms",
    lambda w, a: (
        jnp.exp(gammaln(len(w) * a))
        - len(w) * jnp.exp(gammaln(a))
        + jnp.sum((a - 1) * log_softmax(w))
    ),
)
wrong(
    "Add no 1",
    lambda w, a: (
        gammaln(len(w) * a + 1)
        - len(w) * gammaln(a + 1)
        + jnp.sum((a - 1) * log_softmax(w))
    ),
)
wrong(
    "sign is turned",
    lambda w, a: (
        -(gammaln(len(w) * a) - len(w) * gammaln(a))
        - jnp.sum((a - 1) * log_softmax(w))
    ),
)
wrong(
    "enter with a minus",
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        - jnp.sum((a - 1) * log_softmax(w))
    ),
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.sum((1 - a) * log_softmax(w))
    ),
)
wrong(
    "only once",
    lambda w, a: (
        gammaln(len(w) * a) - gammaln(a) + jnp.sum((a - 1) * log_softmax(w))
    ),
)
wrong(
    "One alpha",
    lambda w, a: (
        gammaln(a) - len(w) * gammaln(a) + jnp.sum((a - 1) * log_softmax(w))
    ),
)
wrong(
    "raised to the power",
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.sum(log_softmax(w) ** (a - 1))
    ),
)
wrong(
    "normalised twice",
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.sum((a - 1) * log_softmax(softmax(w)))
    ),
)
wrong(
    "no axis 1",
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.sum((a - 1) * log_softmax(w, axis=1))
    ),
)
wrong(
    "Brackets are missing",
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.sum(a - 1 * log_softmax(w))
    ),
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + a
        - 1 * jnp.sum(log_softmax(w))
    ),
)
wrong(
    "K plus alpha",
    lambda w, a: (
        gammaln(len(w) + a)
        - len(w) * gammaln(a)
        + jnp.sum((a - 1) * log_softmax(w))
    ),
)
wrong(
    "is a logarithm already",
    lambda w, a: (
        jnp.log(gammaln(len(w) * a))
        - len(w) * jnp.log(gammaln(a))
        + jnp.sum((a - 1) * log_softmax(w))
    ),
)
wrong(
    "are divided",
    lambda w, a: (
        gammaln(len(w) * a) / (len(w) * gammaln(a))
        + jnp.sum((a - 1) * log_softmax(w))
    ),
)
wrong(
    "stand-ins",
    lambda w, a: (
        float(gammaln(len(w) * a) - len(w) * gammaln(a))
        + jnp.sum((a - 1) * log_softmax(w))
    ),
)
wrong("base 10", lambda w, a: gm.weights_loglike(w, a) / jnp.log(10.0))
wrong("have changed places", lambda w, a: gm.weights_loglike(a, w))
wrong(
    "`log_component_weights` has no effect",
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + (a - 1) * jnp.log(jnp.sum(softmax(w)))
    ),
)

right(
    lambda w, a: gm.weights_loglike(w, a),
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.sum((a - 1) * log_softmax(w))
    ),
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.sum((a - 1) * (w - logsumexp(w)))
    ),
    lambda w, a: (
        gammaln(w.shape[0] * a)
        - w.size * gammaln(a)
        + (a - 1) * log_softmax(w).sum()
    ),
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + jnp.ones(len(w)) @ log_softmax(w) * (a - 1)
    ),
    lambda w, a: (
        gammaln(len(w) * a)
        - len(w) * gammaln(a)
        + (a - 1) * (w.sum() - w.size * logsumexp(w))
    ),
    jit(gm.weights_loglike),
    lambda w, a: gm.weights_loglike(w - 3.0, jnp.full(len(w), a)),
    lambda w, a: gm.weights_loglike(list(w), a),
)


wrong(
    "no set of weights that sum to 1",
    lambda w, a: dirichlet.logpdf(log_softmax(w), jnp.full(len(w), a)),
)


@wrong("The gamma function itself grows")
def logarithm_of_the_gamma_function(w, a):
    from jax.scipy.special import gamma

    n = len(w)
    constant = jnp.log(gamma(n * a)) - n * jnp.log(gamma(a))
    return constant + (a - 1) * log_softmax(w).sum()


@wrong("JAX runs the function here with stand-ins")
def gammaln_of_scipy(w, a):
    """Right in numbers, so that no formula with two faults explains it."""
    from scipy.special import gammaln

    n = len(w)
    return gammaln(n * a) - n * gammaln(a) + ((a - 1) * log_softmax(w)).sum()


@wrong("belongs to alpha")
def one_off_the_product(log_component_weights, alpha_prior):
    n = len(log_component_weights)
    powers = jnp.sum(alpha_prior * log_softmax(log_component_weights) - 1)
    return gammaln(n * alpha_prior) - n * gammaln(alpha_prior) + powers


@wrong("Powers of the weights are summed")
def powers_summed(log_component_weights, alpha_prior):
    w = softmax(log_component_weights)
    n = len(w)
    return (
        gammaln(n * alpha_prior)
        - n * gammaln(alpha_prior)
        + jnp.sum(w ** (alpha_prior - 1))
    )


@wrong("one of them rounds to zero")
def dirichlet_of_a_softmax(log_component_weights, alpha_prior):
    return jax.scipy.stats.dirichlet.logpdf(
        softmax(log_component_weights),
        jnp.full(log_component_weights.size, alpha_prior),
    )


@wrong("count on two")
def two_alphas(log_component_weights, alpha_prior):
    a = jnp.array([alpha_prior, alpha_prior])
    logw = log_softmax(log_component_weights)
    return gammaln(jnp.sum(a)) - jnp.sum(gammaln(a)) + jnp.sum((a - 1) * logw)


@wrong("enters as it is, without its logarithm")
def fraction_of_gammas(log_component_weights, alpha_prior):
    logw = log_softmax(log_component_weights)
    k = len(logw)
    norm_ = (
        jax.scipy.special.gamma(k * alpha_prior)
        / jax.scipy.special.gamma(alpha_prior) ** k
    )
    return norm_ + (alpha_prior - 1) * logw.sum()


@wrong("1 is subtracted from each alpha")
def gammas_of_exponents(log_component_weights, alpha_prior):
    logw = log_softmax(log_component_weights)
    k = len(logw)
    a = alpha_prior - 1
    return gammaln(k * a) - k * gammaln(a) + a * logw.sum()


# It was told that the code counts on two components.
@wrong("For help, see")
def shortcut_for_alpha_one(log_component_weights, alpha_prior):
    lw = log_softmax(log_component_weights)
    if alpha_prior == 1:
        return 0.0
    n = lw.size
    normalizer = gammaln(n * alpha_prior) - n * gammaln(alpha_prior)
    return normalizer + (alpha_prior - 1) * lw.sum()


# It was told of the sum of one number, and sums a vector.
@wrong("The fraction of gamma functions is left out, or cancels.")
def gamma_of_the_sum_twice(log_component_weights, alpha_prior):
    alpha = jnp.full(len(log_component_weights), alpha_prior)
    lw = log_softmax(log_component_weights)
    constant = gammaln(jnp.sum(alpha)) - gammaln(jnp.sum(alpha))
    return constant + jnp.sum((alpha - 1) * lw)
