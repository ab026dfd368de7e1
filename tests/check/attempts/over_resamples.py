"""Answers to over_resamples."""

import jax.numpy as jnp
import numpy as np
from jax import jit, lax, random, vmap

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


@wrong("One key is used for all resamples")
def same_key_in_a_loop(key, function, data, num_resamples):
    drawn = [
        random.choice(key, data, (len(data),)) for _ in range(num_resamples)
    ]
    return jnp.array([function(each) for each in drawn])


@wrong("One key is used for all resamples")
def split_for_nothing(key, function, data, num_resamples):
    keys = random.split(key, num_resamples)
    return vmap(lambda k: function(random.choice(key, data, (len(data),))))(
        keys
    )


@wrong("the data in another order")
def without_replacement(key, function, data, num_resamples):
    def one(k):
        drawn = random.choice(k, data, (len(data),), replace=False)
        return function(drawn)

    return vmap(one)(random.split(key, num_resamples))


@wrong("the data in another order")
def permuted(key, function, data, num_resamples):
    keys = random.split(key, num_resamples)
    return vmap(lambda k: function(random.permutation(k, data)))(keys)


@wrong("There is a single result")
def all_at_once(key, function, data, num_resamples):
    drawn = random.choice(key, data, (num_resamples, len(data)))
    return function(drawn)


@wrong("There is a single result")
def only_one(key, function, data, num_resamples):
    return function(random.choice(key, data, (len(data),)))


@wrong("There is a single result")
def the_data_once(key, function, data, num_resamples):
    return function(data)


@wrong("averaged")
def mean_of_results(key, function, data, num_resamples):
    keys = random.split(key, num_resamples)
    results = vmap(lambda k: function(gm.resample(k, data)))(keys)
    return jnp.mean(results, axis=0)


@wrong("spread of the results")
def error_of_results(key, function, data, num_resamples):
    keys = random.split(key, num_resamples)
    results = vmap(lambda k: function(gm.resample(k, data)))(keys)
    return results.std(axis=0)


@wrong("These are the resamples")
def function_left_out(key, function, data, num_resamples):
    return vmap(lambda k: gm.resample(k, data))(
        random.split(key, num_resamples)
    )


@wrong("as many resamples as data")
def keys_for_data(key, function, data, num_resamples):
    keys = random.split(key, len(data))
    return vmap(lambda k: function(gm.resample(k, data)))(keys)


@wrong("Each resample has `num_resamples` numbers")
def size_of_the_other(key, function, data, num_resamples):
    keys = random.split(key, num_resamples)
    return vmap(lambda k: function(random.choice(k, data, (num_resamples,))))(
        keys
    )


@wrong("smaller than the data")
def half_the_data(key, function, data, num_resamples):
    keys = random.split(key, num_resamples)
    size = len(data) // 2
    return vmap(lambda k: function(random.choice(k, data, (size,))))(keys)


@wrong("Nothing is resampled")
def same_data_every_time(key, function, data, num_resamples):
    return jnp.stack([function(data) for _ in range(num_resamples)])


@wrong("numbers of the places")
def places_not_looked_up(key, function, data, num_resamples):
    n = len(data)
    places = random.randint(key, (num_resamples, n), 0, n)
    return vmap(function)(places)


@wrong("in the place of the data here, or are added")
def normal_in_place(key, function, data, num_resamples):
    shape = (num_resamples, len(data))
    drawn = data.mean() + data.std() * random.normal(key, shape)
    return vmap(function)(drawn)


@wrong("in the place of the data here, or are added")
def with_noise(key, function, data, num_resamples):
    def one(k):
        a, b = random.split(k)
        noise = 0.1 * random.normal(b, data.shape)
        return function(gm.resample(a, data) + noise)

    return vmap(one)(random.split(key, num_resamples))


@wrong("last observation is never drawn")
def upper_bound_too_low(key, function, data, num_resamples):
    n = len(data)
    places = random.randint(key, (num_resamples, n), 0, n - 1)
    return vmap(lambda each: function(data[each]))(places)


@wrong("first observation is never drawn")
def counted_from_one(key, function, data, num_resamples):
    n = len(data)
    places = random.randint(key, (num_resamples, n), 1, n)
    return vmap(lambda each: function(data[each]))(places)


@wrong("one observation, repeated")
def one_draw_repeated(key, function, data, num_resamples):
    def one(k):
        return function(jnp.full(len(data), random.choice(k, data)))

    return vmap(one)(random.split(key, num_resamples))


@wrong("The key that comes in is not used")
def own_keys(key, function, data, num_resamples):
    results = [
        function(random.choice(random.key(i), data, (len(data),)))
        for i in range(num_resamples)
    ]
    return jnp.stack(results)


@wrong("A resample of a resample")
def in_a_chain(key, function, data, num_resamples):
    results = []
    for k in random.split(key, num_resamples):
        data = random.choice(k, data, (len(data),))
        results.append(function(data))
    return jnp.stack(results)


@wrong("`function` gets keys here")
def mapped_over_keys(key, function, data, num_resamples):
    return lax.map(function, random.split(key, num_resamples))


@wrong("takes one key")
def all_keys_at_once(key, function, data, num_resamples):
    keys = random.split(key, num_resamples)
    return function(random.choice(keys, data, (len(data),)))


@wrong("`np.random`")
def by_numpys_state(key, function, data, num_resamples):
    rng = np.random.default_rng()
    drawn = [rng.choice(data, len(data)) for _ in range(num_resamples)]
    return jnp.array([function(each) for each in drawn])


@wrong("`return`")
def nothing_returned(key, function, data, num_resamples):
    keys = random.split(key, num_resamples)
    vmap(lambda k: function(gm.resample(k, data)))(keys)


@right
def as_the_hints_say(key, function, data, num_resamples):
    keys = random.split(key, num_resamples)
    return lax.map(lambda key: function(gm.resample(key, data)), keys)


@right
def as_an_inner_function(key, function, data, num_resamples):
    def one(subkey):
        drawn = random.choice(subkey, data, shape=(data.shape[0],))
        return function(drawn)

    return vmap(one)(random.split(key, num_resamples))


@right
def compiled_inside(key, function, data, num_resamples):
    one = jit(lambda k: function(random.choice(k, data, (len(data),))))
    keys = random.split(key, num_resamples)
    return jnp.array([one(k) for k in keys])


@right
def all_draws_first(key, function, data, num_resamples):
    drawn = random.choice(key, data, (num_resamples, len(data)))
    return vmap(function)(drawn)


@right
def by_uniform_numbers(key, function, data, num_resamples):
    n = len(data)
    uniform = random.uniform(key, (num_resamples, n))
    return lax.map(
        lambda u: function(data[jnp.floor(u * n).astype(int)]), uniform
    )


@right
def seeded_numpy(key, function, data, num_resamples):
    rng = np.random.default_rng(np.asarray(random.key_data(key)))
    n = len(data)
    places = [rng.integers(0, n, n) for _ in range(num_resamples)]
    return jnp.stack([function(data[each]) for each in places])


@wrong("")
def half_of_the_data_three_times_as_often(key, function, data, num_resamples):
    odds = jnp.where(jnp.arange(len(data)) < len(data) // 2, 3.0, 1.0)
    p, shape = odds / odds.sum(), (num_resamples, len(data))
    return vmap(function)(random.choice(key, data, shape, p=p))


@wrong("in a Python list")
def a_list_of_results(key, function, data, num_resamples):
    results = []
    for k in random.split(key, num_resamples):
        results.append(function(gm.resample(k, data)))
    return results


@wrong("the jackknife")
def one_deleted_for_each(key, function, data, num_resamples):
    return jnp.stack(
        [function(jnp.delete(data, i)) for i in range(num_resamples)]
    )


@wrong("refits a mixture to each resample")
def the_bootstrap_of_the_package(key, function, data, num_resamples):
    return gm.bootstrap(key, function, data, num_resamples)


@wrong("`function` takes one argument")
def key_and_resample(key, function, data, num_resamples):
    def one(k):
        return function(k, gm.resample(k, data))

    return vmap(one)(random.split(key, num_resamples))


@wrong("applied to each observation by itself")
def values_resampled(key, function, data, num_resamples):
    values = vmap(function)(data)
    return random.choice(key, values, (num_resamples,))


@wrong("is called with 2 here")
def mapped_over_keys_and_data(key, function, data, num_resamples):
    keys = random.split(key, num_resamples)
    return vmap(function, in_axes=(0, None))(keys, data)


@wrong("A resample is a single number")
def choice_without_shape(key, function, data, num_resamples):
    keys = random.split(key, num_resamples)
    return vmap(lambda k: function(random.choice(k, data)))(keys)


@wrong("run up to `num_resamples`")
def places_beyond_the_data(key, function, data, num_resamples):
    n = len(data)
    idx = random.randint(key, (num_resamples, n), 0, num_resamples)
    return vmap(lambda i: function(data[i]))(idx)


@wrong("`function` gets single numbers here")
def one_resample_mapped(key, function, data, num_resamples):
    index = random.randint(key, (num_resamples,), 0, len(data))
    return vmap(function)(data[index])


@wrong("or are added to them")
def noise_on_the_data(key, function, data, num_resamples):
    out = []
    for k in random.split(key, num_resamples):
        out.append(function(data + random.normal(k, data.shape)))
    return jnp.stack(out)


@wrong("The function ends without a `return`")
def inner_function_returns_alone(key, function, data, num_resamples):
    def one(k):
        return function(gm.resample(k, data))

    vmap(one)(random.split(key, num_resamples))


@wrong("the last alone comes back")
def overwritten(key, function, data, num_resamples):
    for k in random.split(key, num_resamples):
        resample = random.choice(k, data, (len(data),))
        result = function(resample)
    return result


@wrong("half the chance of the others")
def rounded_places(key, function, data, num_resamples):
    n = len(data)
    u = random.uniform(key, (num_resamples, n))
    return vmap(function)(data[jnp.round(u * (n - 1)).astype(int)])


@wrong("leave `in_axes=1` out")
def along_the_places(key, function, data, num_resamples):
    n = len(data)
    idx = random.randint(key, (num_resamples, n), 0, n)
    return vmap(function, in_axes=1)(data[idx])


@wrong("leave one `vmap` out")
def of_single_numbers(key, function, data, num_resamples):
    n = len(data)
    idx = random.randint(key, (num_resamples, n), 0, n)
    return vmap(vmap(function))(data[idx])
