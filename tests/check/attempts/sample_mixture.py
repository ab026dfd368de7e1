"""Answers to sample_mixture."""

import jax.numpy as jnp
from jax import random
from jax.nn import softmax

from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


@wrong("`random.categorical` takes logarithms")
def shares_as_logits(key, weights, mus, scales, n_draws):
    a, b = random.split(key)
    k = random.categorical(a, softmax(weights), shape=(n_draws,))
    return mus[k] + scales[k] * random.normal(b, (n_draws,))


@wrong("A softmax takes")
def softmax_as_p(key, weights, mus, scales, n_draws):
    a, b = random.split(key)
    k = random.choice(a, len(mus), (n_draws,), p=softmax(weights))
    return mus[k] + scales[k] * random.normal(b, (n_draws,))


@wrong("two components alone")
def first_or_second(key, weights, mus, scales, n_draws):
    a, b = random.split(key)
    first = random.uniform(a, (n_draws,)) < weights[0] / weights.sum()
    z = random.normal(b, (n_draws,))
    return jnp.where(first, mus[0] + scales[0] * z, mus[1] + scales[1] * z)


@wrong("written into the code")
def one_of_two(key, weights, mus, scales, n_draws):
    a, b = random.split(key)
    k = random.choice(a, 2, (n_draws,), p=weights / len(weights))
    return mus[k] + scales[k] * random.normal(b, (n_draws,))


@wrong("component by component")
def sorted_picks(key, weights, mus, scales, n_draws):
    a, b = random.split(key)
    k = jnp.sort(random.choice(a, len(mus), (n_draws,), p=weights))
    return mus[k] + scales[k] * random.normal(b, (n_draws,))


@wrong("exponential of the scale")
def log_scales(key, weights, mus, scales, n_draws):
    a, b = random.split(key)
    k = random.choice(a, len(mus), (n_draws,), p=weights)
    return mus[k] + jnp.exp(scales[k]) * random.normal(b, (n_draws,))


@wrong("uniform distribution")
def uniform_noise(key, weights, mus, scales, n_draws):
    a, b = random.split(key)
    k = random.choice(a, len(mus), (n_draws,), p=weights)
    return mus[k] + scales[k] * random.uniform(b, (n_draws,))


@wrong("several things")
def draws_and_picks(key, weights, mus, scales, n_draws):
    a, b = random.split(key)
    k = random.choice(a, len(mus), (n_draws,), p=weights)
    return mus[k] + scales[k] * random.normal(b, (n_draws,)), k


@wrong("A key was used twice")
def parent_used_again(key, weights, mus, scales, n_draws):
    a, _ = random.split(key)
    k = random.choice(key, len(mus), (n_draws,), p=weights)
    return mus[k] + scales[k] * random.normal(a, (n_draws,))


@right
def divided_by_anything(key, weights, mus, scales, n_draws):
    a, b = random.split(key)
    k = random.choice(a, len(mus), (n_draws,), p=weights / len(weights))
    return mus[k] + scales[k] * random.normal(b, (n_draws,))


@right
def one_key_for_mean_and_scale(key, weights, mus, scales, n_draws):
    a, b = random.split(key)
    mean = random.choice(a, mus, (n_draws,), p=weights)
    scale = random.choice(a, scales, (n_draws,), p=weights)
    return mean + scale * random.normal(b, (n_draws,))


@wrong("goes to two functions of `jax.random`")
def one_key_for_both(key, weights, mus, scales, n_draws):
    k = random.choice(key, len(mus), (n_draws,), p=weights / weights.sum())
    return mus[k] + scales[k] * random.normal(key, (n_draws,))
