"""Causes that any exercise may have: each general symptom is told by its own sentence."""

import jax.numpy as jnp
import numpy as np
import pytest
from jax import random

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import catalogue
from dl_workshop.check.session import Check

MINE = jnp.array([2.0, 3.0])


def right(weights):
    return weights / jnp.sum(weights)


def prints(weights):
    print(right(weights))


def returns_at_times(weights):
    if len(weights) == 2:
        return right(weights)
    return None


def loses_a_copy(weights):
    weights.at[0].set(1.0)
    return weights


def by_numpy(key, weights, mus, scales, n_draws):
    return np.random.normal(mus[0], scales[0], n_draws)  # noqa: NPY002


def with_mean_and_scale(key, weights, mus, scales, n_draws):
    return random.normal(mus[0], scales[0], n_draws)


def with_size(key, weights, mus, scales, n_draws):
    return random.choice(key, 2, size=n_draws)


def without_tuple(key, weights, mus, scales, n_draws):
    return random.choice(key, 2, n_draws)


def key_of_key(key, weights, mus, scales, n_draws):
    return random.normal(random.key(key), (n_draws,))


def reads_a_variable(weights):
    return MINE[: len(weights)] / jnp.sum(MINE) + 0 * len(weights)


def reads_no_means(log_weights, mus, log_scales, data):
    return gm.mixture_loglike(log_weights, log_weights, log_scales, data)


def wastes_the_means(log_weights, mus, log_scales, data):
    return gm.mixture_loglike(log_weights, mus * 0.0, log_scales, data)


def in_base_ten(*arguments):
    return gm.joint_loglike(*arguments) / jnp.log(10.0)


def absolute(*arguments):
    return jnp.abs(gm.joint_loglike(*arguments))


def slopes_turned(params, data):
    return -catalogue.load("gradient_of_means").reference(params, data)


CASES = [
    ("normalize_weights", prints, "ends without a `return`"),
    ("normalize_weights", returns_at_times, "Does every path"),
    ("normalize_weights", loses_a_copy, "returns a changed copy"),
    ("sample_mixture", by_numpy, "knows nothing of `key`"),
    ("sample_mixture", with_mean_and_scale, "takes a key and a shape"),
    ("sample_mixture", with_size, "no argument `size`"),
    ("sample_mixture", without_tuple, "A shape is a tuple"),
    ("sample_mixture", key_of_key, "is a key already"),
    ("normalize_weights", reads_a_variable, "`MINE`, a variable of the"),
    ("mixture_loglike", reads_no_means, "`component_mus` stands nowhere"),
    ("mixture_loglike", wastes_the_means, "`component_mus` has no effect"),
    ("gradient_of_means", slopes_turned, "sign"),
    ("joint_loglike", in_base_ten, "base 10"),
    ("normalize_weights", lambda w: right(w)[:, None], "axis too many"),
    ("normalize_weights", lambda w: jnp.round(right(w), 1), "is rounded"),
    ("joint_loglike", absolute, "sign is lost"),
    (
        "weights_loglike",
        lambda *each: jnp.log2(jnp.exp(gm.weights_loglike(*each))),
        "base 2",
    ),
    (
        "responsibilities",
        lambda *each: jnp.exp(gm.responsibilities(*each)),
        "the exponential of",
    ),
    ("normalize_weights", lambda w: jnp.log(right(w)), "logarithm"),
    (
        "responsibilities",
        lambda *each: gm.responsibilities(*each).T,
        "`.T` turns",
    ),
]


@pytest.mark.parametrize(("name", "function", "words"), CASES)
def test_a_general_cause_is_named(name, function, words):
    feedback = Check(catalogue.load(name))(function)
    assert not feedback.passed
    assert words in feedback.message.split("\n\n")[-1], feedback.message
