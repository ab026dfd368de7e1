"""Answers to sample_mixture."""

import jax
import jax.numpy as jnp
from jax import random, vmap
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


@wrong("independent")
def same_key_for_both(k, w, m, s, n):
    i = random.categorical(k, jnp.log(w), shape=(n,))
    return m[i] + s[i] * random.normal(k, (n,))


@wrong("The components are picked with equal probability.")
def choice_without_p(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.choice(k1, len(w), (n,))
    return m[i] + s[i] * random.normal(k2, (n,))


@wrong("The weights are used as log weights.")
def categorical_with_weights_not_logs(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, w, shape=(n,))
    return m[i] + s[i] * random.normal(k2, (n,))


@wrong("The weights are used as log weights.")
def categorical_of_normalised_weights(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, w / w.sum(), shape=(n,))
    return m[i] + s[i] * random.normal(k2, (n,))


@wrong("The draws spread by the square of")
def variance_instead_of_sd(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(n,))
    return m[i] + s[i] ** 2 * random.normal(k2, (n,))


@wrong("The draws spread by the square root")
def root_of_scale(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(n,))
    return m[i] + jnp.sqrt(s[i]) * random.normal(k2, (n,))


@wrong("The draws spread by the exponential of")
def exp_of_scale(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(n,))
    return m[i] + jnp.exp(s[i]) * random.normal(k2, (n,))


@wrong("Draws of the components are averaged, with")
def weighted_sum_of_normals(k, w, m, s, n):
    z = random.normal(k, (n, len(w)))
    return jnp.sum(w / w.sum() * (m + s * z), axis=1)


@wrong("Draws of the components are averaged, with")
def mean_of_weights_times_draws(k, w, m, s, n):
    z = random.normal(k, (n,))
    return jnp.dot(w, m) / w.sum() + jnp.dot(w, s) / w.sum() * z


@wrong("The scale is left out: multiply the")
def no_scale(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(n,))
    return m[i] + random.normal(k2, (n,))


@wrong("")
def returns_components(k, w, m, s, n):
    k1, _ = random.split(k)
    return random.categorical(k1, jnp.log(w), shape=(n,))


@wrong("All draws come from one component: it")
def one_draw(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w))
    return m[i] + s[i] * random.normal(k2, (n,))


@wrong("All draws of a component are the")
def one_noise(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(n,))
    return m[i] + s[i] * random.normal(k2)


@wrong("The counts are fixed: each component gets")
def fixed_counts(k, w, m, s, n):
    c = (w / w.sum() * n).astype(int)
    _, k2 = random.split(k)
    i = jnp.repeat(jnp.arange(len(w)), c, total_repeat_length=n)
    return m[i] + s[i] * random.normal(k2, (n,))


@wrong("")
def loop_with_key_never_split(k, w, m, s, n):
    out = []
    for _ in range(20):
        i = random.categorical(k, jnp.log(w))
        out.append(m[i] + s[i] * random.normal(k))
    return jnp.array(out)


@wrong("")
def shape_n_1(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(n, 1))
    return m[i] + s[i] * random.normal(k2, (n, 1))


@wrong("")
def choice_with_weights_not_normalised_as_p_keyword_missing(k, w, m, s, n):
    k1, k2 = random.split(k)
    c = random.choice(k1, m, (n,), p=w)
    return c + s[0] * random.normal(k2, (n,))


@wrong("The mean and the scale are picked")
def independent_picks_of_mean_and_scale(k, w, m, s, n):
    k1, k2, k3 = random.split(k, 3)
    mm = random.choice(k1, m, (n,), p=w / w.sum())
    ss = random.choice(k2, s, (n,), p=w / w.sum())
    return mm + ss * random.normal(k3, (n,))


@wrong("The draws are sorted")
def by_sorted(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(n,))
    return jnp.sort(m[i] + s[i] * random.normal(k2, (n,)))


@wrong("The place of a draw comes from")
def by_uniform_noise(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(n,))
    return m[i] + s[i] * random.uniform(k2, (n,))


@wrong("")
def minus_noise_times_mean(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(n,))
    return m[i] * random.normal(k2, (n,)) + s[i]


@wrong("A softmax takes the weights for logarithms.")
def normalised_by_max(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.choice(k1, len(w), (n,), p=softmax(w))
    return m[i] + s[i] * random.normal(k2, (n,))


@wrong("Everything holds with")
def noise_divided(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(n,))
    return m[i] + random.normal(k2, (n,)) / s[i]


@wrong("Everything holds with")
def minus_mean(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(n,))
    return s[i] * random.normal(k2, (n,)) - m[i]


@wrong("stands nowhere in the function: it is")
def ten_draws_fixed(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(100,))
    return m[i] + s[i] * random.normal(k2, (100,))


@wrong("")
def no_split_second_reuse(k, w, m, s, n):
    i = random.choice(k, len(w), (n,), p=w / w.sum())
    k2, _ = random.split(k)
    return m[i] + s[0] * random.normal(k2, (n,))


@wrong("")
def swap_mean_scale(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(n,))
    return s[i] + m[i] * random.normal(k2, (n,))


@wrong("All draws come from one component")
def argmax_weights(k, w, m, s, n):
    _, k2 = random.split(k)
    i = jnp.argmax(w)
    return m[i] + s[i] * random.normal(k2, (n,))


@wrong("a number for each component in every draw")
def all_components_returned(k, w, m, s, n):
    z = random.normal(k, (n, len(w)))
    return m + s * z


@wrong("Everything holds with")
def multiplied_by_weight(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(n,))
    return w[i] * (m[i] + s[i] * random.normal(k2, (n,)))


@right
def by_choice(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.choice(k1, len(w), (n,), p=w / w.sum())
    return m[i] + s[i] * random.normal(k2, (n,))


@right
def by_categorical(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w), shape=(n,))
    return m[i] + s[i] * random.normal(k2, shape=(n,))


@right
def by_inverse_distribution(k, w, m, s, n):
    k1, k2 = random.split(k)
    edges = jnp.cumsum(w) / w.sum()
    i = jnp.searchsorted(edges, random.uniform(k1, (n,)))
    return m[i] + s[i] * random.normal(k2, (n,))


@right
def by_mapping(k, w, m, s, n):
    def one(key):
        k1, k2 = random.split(key)
        i = random.categorical(k1, jnp.log(w))
        return m[i] + s[i] * random.normal(k2)

    return vmap(one)(random.split(k, n))


@right
def by_gumbel(k, w, m, s, n):
    k1, k2 = random.split(k)
    noise = random.gumbel(k1, (n, len(w)))
    i = jnp.argmax(jnp.log(w) + noise, axis=1)
    return m[i] + s[i] * random.normal(k2, (n,))


@right
def by_one_hot(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.categorical(k1, jnp.log(w / w.sum()), shape=(n,))
    picked = jax.nn.one_hot(i, len(w))
    return picked @ m + (picked @ s) * random.normal(k2, (n,))


@right
def by_take(k, w, m, s, n):
    k1, k2 = random.split(k)
    i = random.choice(k1, jnp.arange(len(w)), shape=(n,), p=w / jnp.sum(w))
    return jnp.take(m, i) + jnp.take(s, i) * random.normal(k2, (n,))


@right
def by_fold_in(k, w, m, s, n):
    i = random.categorical(random.fold_in(k, 0), jnp.log(w), shape=(n,))
    return m[i] + s[i] * random.normal(random.fold_in(k, 1), (n,))


@wrong("spread alike")
def one_scale_for_all(key, weights, mus, scales, n_draws):
    one, two = random.split(key)
    i = random.categorical(one, jnp.log(weights), shape=(n_draws,))
    return mus[i] + scales.mean() * random.normal(two, (n_draws,))


@wrong("`replace` in its fourth place")
def p_in_the_fourth_place(
    key, component_weights, component_mus, component_scales, n_draws
):
    k1, k2 = random.split(key)
    p = component_weights / jnp.sum(component_weights)
    which = random.choice(k1, len(p), (n_draws,), p)
    return component_mus[which] + component_scales[which] * random.normal(
        k2, (n_draws,)
    )


@wrong(
    "`component_weights / component_weights.sum()` in the place of `jnp.log("
)
def logs_as_probabilities(
    key, component_weights, component_mus, component_scales, n_draws
):
    k1, k2 = random.split(key)
    probs = jnp.log(component_weights / component_weights.sum())
    idx = random.choice(k1, len(component_weights), (n_draws,), p=probs)
    return component_mus[idx] + component_scales[idx] * random.normal(
        k2, (n_draws,)
    )


@wrong("come from one normal distribution")
def one_normal_of_the_same_moments(
    key, component_weights, component_mus, component_scales, n_draws
):
    w = component_weights / component_weights.sum()
    mean = w @ component_mus
    var = w @ (component_scales**2 + component_mus**2) - mean**2
    return mean + jnp.sqrt(var) * random.normal(key, (n_draws,))


SCALES_OF_THE_PAGE = jnp.array([1.1, 2.0])


@wrong("`SCALES_OF_THE_PAGE`, a variable of the notebook")
def one_scale_of_the_page(key, weights, mus, scales, n_draws):
    one, other = random.split(key)
    picked = random.choice(one, mus, (n_draws,), p=weights / weights.sum())
    return picked + SCALES_OF_THE_PAGE[0] * random.normal(other, (n_draws,))


@wrong("a number for each component in every draw")
def weighted_table(
    key, component_weights, component_mus, component_scales, n_draws
):
    w = component_weights / component_weights.sum()
    z = random.normal(key, (n_draws, len(w)))
    return w * (component_mus + component_scales * z)


@wrong("All draws come from one component, and each")
def below_its_weight(
    key, component_weights, component_mus, component_scales, n_draws
):
    k1, k2 = random.split(key)
    p = component_weights / component_weights.sum()
    u = random.uniform(k1, (n_draws, 1))
    comps = jnp.argmax(u < p, axis=1)
    return component_mus[comps] + component_scales[comps] * random.normal(
        k2, (n_draws,)
    )


@wrong("Every key gives the same counts")
def counts_computed_and_shuffled(key, weights, mus, scales, n_draws):
    edges = jnp.round(jnp.cumsum(weights / weights.sum()) * n_draws)
    labels = jnp.searchsorted(edges, jnp.arange(n_draws), side="right")
    k1, k2 = random.split(key)
    labels = random.permutation(k1, labels)
    return mus[labels] + scales[labels] * random.normal(k2, (n_draws,))


# It was told to let each draw pick its own component, as it does.
@wrong("The draws are sorted")
def sorted_draws(key, weights, mus, scales, n_draws):
    a, b = random.split(key)
    k = random.choice(a, len(mus), (n_draws,), p=weights / weights.sum())
    return jnp.sort(mus[k] + scales[k] * random.normal(b, (n_draws,)))


@wrong("`subkey` goes to two functions")
def one_new_key_twice(key, weights, mus, scales, n_draws):
    key, subkey = random.split(key)
    p = weights / weights.sum()
    k = random.choice(subkey, len(p), (n_draws,), p=p)
    return mus[k] + scales[k] * random.normal(subkey, (n_draws,))


@wrong("a whole column of a table")
def columns_of_all_draws(key, weights, mus, scales, n_draws):
    key_pick, key_noise = random.split(key)
    which = random.choice(
        key_pick, len(mus), (n_draws,), p=weights / weights.sum()
    )
    table = mus + scales * random.normal(key_noise, (n_draws, len(mus)))
    return table[:, which]


@right
def one_name_for_two_keys(key, weights, mus, scales, n_draws):
    key, subkey = random.split(key)
    k = random.categorical(subkey, jnp.log(weights), shape=(n_draws,))
    key, subkey = random.split(key)
    return mus[k] + scales[k] * random.normal(subkey, (n_draws,))


@wrong("`key` goes to two functions")
def one_key_by_two_names(key, weights, mus, scales, n_draws):
    key_pick = key_noise = key
    k = random.categorical(key_pick, jnp.log(weights), shape=(n_draws,))
    return mus[k] + scales[k] * random.normal(key_noise, (n_draws,))


@wrong("`key` goes to two functions")
def one_key_twice_in_a_pair(key, weights, mus, scales, n_draws):
    key_pick, key_noise = key, key
    k = random.categorical(key_pick, jnp.log(weights), shape=(n_draws,))
    return mus[k] + scales[k] * random.normal(key_noise, (n_draws,))


@wrong("`first` goes to two functions")
def the_first_of_two_keys_twice(key, weights, mus, scales, n_draws):
    keys = random.split(key)
    first, _ = keys
    k = random.categorical(first, jnp.log(weights), shape=(n_draws,))
    return mus[k] + scales[k] * random.normal(first, (n_draws,))
