"""Draw from a mixture: `sample_mixture`."""

from statistics import NormalDist

import jax
import jax.numpy as jnp
import numpy as np
from jax import random, vmap

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.exercise import Exercise, Property

# Seed, weights (not normalised), means, scales, number of draws.
RARE_LEFT = (1, (0.8, 2.4), (-200.0, 200.0), (0.25, 4.0), 100)


RARE_RIGHT = (3, (6.0, 2.0), (-200.0, 200.0), (0.25, 4.0), 100)


def drawn(function, seed, *mixture_and_n_draws):
    """Draw with one key twice and with another key: shape (3, n_draws)."""
    keys = [random.key(each) for each in (seed, seed, seed + 1)]
    return np.stack([function(key, *mixture_and_n_draws) for key in keys])


def drawn_under_watch(function, seed, *mixture_and_n_draws):
    """Draw while JAX watches that no key is used twice; return the shape of the draws."""
    *mixture, n_draws = mixture_and_n_draws

    def draw(key):
        return function(key, *mixture, n_draws)

    with jax.debug_key_reuse(True):
        try:  # JAX sees it while it traces, so nothing has to be compiled
            return jax.eval_shape(draw, random.key(seed)).shape
        except jax.errors.KeyReuseError:
            raise
        except Exception:  # NumPy cannot be traced
            return np.shape(draw(random.key(seed)))


def of_each_component(statistic):
    """Make a reading: a statistic of the draws below zero and above, averaged over two keys."""

    def read(draws):
        below, above = draws < 0, draws >= 0
        return np.mean(
            [
                [statistic(each[below]), statistic(each[above])]
                for each, below, above in zip(
                    draws[1:], below[1:], above[1:], strict=True
                )
            ],
            axis=0,
        )

    return read


def standard_errors(draws):
    """How far the mean of draws of one component is from 200 or -200, in standard errors."""
    distance = np.mean(draws) - np.sign(draws[:1]) * 200
    return np.sum(distance) / (np.std(draws) / np.sqrt(len(draws)))


def generator(key):
    """Make a generator of NumPy that depends on a key of JAX."""
    return np.random.default_rng(np.asarray(random.key_data(key)))


def pick(rng, weights, n_draws):
    """Pick a component for each draw."""
    weights = np.asarray(weights, np.float64)
    return rng.choice(len(weights), n_draws, p=weights / np.sum(weights))


def sample(key, weights, mus, scales, n_draws):
    """Draw from a mixture, as it should be done."""
    rng = generator(key)
    picked = pick(rng, weights, n_draws)
    return mus[picked] + scales[picked] * rng.normal(size=n_draws)


exercise = Exercise(
    chapter="mixture_data",
    place=200,
    title="Draw from a mixture",
    minutes=12,
    difficulty="medium",
    task="Draw `n_draws` numbers from a mixture: for each draw pick a component, with the "
    "weights as probabilities, then draw from its normal distribution. The weights need not sum "
    "to 1, and all randomness comes from `key`.",
    stub='''\
def sample_mixture(
    key, component_weights, component_mus, component_scales, n_draws
):
    """Draws from a mixture of normal distributions, shape (n_draws,)."""
    ...''',
    arguments="random.key({0}), {1}, {2}, {3}, {4}",
    properties=(
        Property(
            "there are `n_draws` numbers",
            inputs=(RARE_LEFT,),
            mode=drawn,
            read=lambda draws: draws.shape[1:],
            shown="{call}.shape",
            expected=(100,),
        ),
        *(
            Property(
                "a component's share of the draws is its weight over the sum of all weights",
                inputs=(mixture,),
                mode=drawn,
                read=lambda draws: np.mean(draws[1:] < 0),
                shown="jnp.mean({call} < 0)",
                expected=share,
                atol=0.13,
            )
            for mixture, share in ((RARE_LEFT, 0.25), (RARE_RIGHT, 0.75))
        ),
        Property(
            "the draws of a component spread by its standard deviation",
            inputs=(RARE_LEFT,),
            mode=drawn,
            read=of_each_component(np.std),
            shown="standard deviations of the draws below and above 0 in {call}",
            expected=(0.25, 4.0),
            rtol=0.45,
        ),
        Property(
            "the draws of a component lie around its mean",
            inputs=(RARE_LEFT,),
            mode=drawn,
            read=of_each_component(standard_errors),
            shown="distances, in standard errors, of the means below and above 0 from -200 and "
            "200 in {call}",
            expected=(0.0, 0.0),
            rtol=0.45,
            atol=4.0,
        ),
        Property(
            "each draw picks its component anew, so draws come in no order",
            inputs=(RARE_LEFT,),
            mode=drawn,
            read=lambda draws: np.mean(
                (draws[1:, 1:] < 0) != (draws[1:, :-1] < 0)
            ),
            shown="share of draws on the other side of 0 than the one before, in {call}",
            expected=2 * 0.25 * 0.75,
            atol=0.2,
        ),
        Property(
            "the same key gives the same draws",
            inputs=(RARE_LEFT,),
            mode=drawn,
            read=lambda draws: np.mean(draws[0] == draws[1]),
            shown="share of draws that are equal in two calls of {call}",
            expected=1.0,
        ),
        Property(
            "another key gives other draws",
            inputs=(RARE_LEFT,),
            mode=drawn,
            read=lambda draws: np.mean(draws[1] == draws[2]),
            shown="share of draws that random.key(2) leaves unchanged in {call}",
            expected=0.0,
        ),
        Property(
            "no key is used twice",
            inputs=((*RARE_LEFT[:4], 3),),
            mode=drawn_under_watch,
            shown="{name}({arguments}).shape",
            expected=(3,),
        ),
    ),
    hints=(
        "There are two random choices for each draw: which component, and where. How many keys "
        "does that take?",
        "`random.split(key)` makes two keys. With the first, draw `n_draws` integers: 0 for the "
        "first component, 1 for the second, and so on. `random.choice` does that.",
        "`random.choice(key_component, len(weights), (n_draws,), p=weights)` picks, once the "
        "weights sum to 1. `component_mus[component]` is then the mean of each draw.",
        "Return `component_mus[component] + component_scales[component] * standard`, where "
        "`standard` is `random.normal(key_normal, (n_draws,))`.",
    ),
    reference=gm.sample_mixture,
    insight="Two random choices per draw, two keys: first the component, then the place in it.",
    why="An array of component numbers, one for each draw, picks means and scales by indexing, "
    "so no loop is needed. The key is split because each of the two choices needs its own.",
    tip="Tip: your loop works. With `shape=(n_draws,)` both random functions draw everything at "
    "once, and indexing with an array of components does the rest.",
    spoiler="component_mus[component] + component_scales[component] * standard",
)

exercise.mistake(
    "The draws spread by the square root of the scale, as if the scale were a variance. It "
    "is a standard deviation: multiply by it as it is.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, weights, mus, np.sqrt(scales), n_draws
    ),
)

exercise.mistake(
    "The draws spread by the square of the scale. A standard normal number times the "
    "standard deviation has that standard deviation already.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, weights, mus, np.square(scales), n_draws
    ),
)


@exercise.mistake
def fixed_counts(key, weights, mus, scales, n_draws):
    """The counts are fixed: each component gets exactly its share of the draws.

    Pick a component anew for each draw, with `random.choice`.
    """
    counts = np.round(weights / np.sum(weights) * n_draws).astype(int)
    picked = np.repeat(np.arange(len(weights)), counts)
    normal = generator(key).normal(size=len(picked))
    return mus[picked] + scales[picked] * normal


exercise.mistake(
    "The scale is left out: multiply the standard normal number by it.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, weights, mus, np.ones(len(scales)), n_draws
    ),
)

exercise.mistake(
    "The mean is left out: add that of the component to each draw.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, weights, np.zeros(len(mus)), scales, n_draws
    ),
)

exercise.mistake(
    "The weights are used as log weights. `random.categorical` takes logarithms: hand it "
    "`jnp.log(component_weights)`.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, np.exp(weights), mus, scales, n_draws
    ),
)


@exercise.mistake
def picked_apart(key, weights, mus, scales, n_draws):
    """The mean and the scale are picked apart, so they may be those of two components.

    Pick the component's number once, and take both from it.
    """
    rng = generator(key)
    mus = mus[pick(rng, weights, n_draws)]
    scales = scales[pick(rng, weights, n_draws)]
    return mus + scales * rng.normal(size=n_draws)


exercise.mistake(
    "The mean is multiplied by the scale as well. Multiply first, and add the mean then.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, weights, scales * mus, scales, n_draws
    ),
)


@exercise.mistake
def weights_as_they_are(key, weights, mus, scales, n_draws):
    """The weights are used as probabilities before they sum to 1.

    Divide them by their sum first.
    """
    rng = generator(key)
    picked = np.searchsorted(np.cumsum(weights)[:-1], rng.random(n_draws))
    return mus[picked] + scales[picked] * rng.normal(size=n_draws)


exercise.mistake(
    "The components are picked with equal probability. The weights say how large the share "
    "of each is: hand them to `random.choice` as `p`.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, np.ones(len(weights)), mus, scales, n_draws
    ),
)

exercise.mistake(
    "The weights go to the components in reverse. The first weight is that of the first mean.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, weights[::-1], mus, scales, n_draws
    ),
)


@exercise.mistake
def one_key_for_both(key, weights, mus, scales, n_draws):
    """One key is used for both choices.

    So the normal numbers are not independent of the components that were picked. Split the
    key, and use each part once.
    """
    uniform = generator(key).random(n_draws)
    shares = np.cumsum(weights) / np.sum(weights)
    picked = np.searchsorted(shares[:-1], 1 - uniform)
    normal = np.array([NormalDist().inv_cdf(each) for each in uniform])
    return mus[picked] + scales[picked] * normal


@exercise.mistake
def averaged(key, weights, mus, scales, n_draws):
    """Draws of the components are averaged, with the weights.

    That makes one hump between them; a draw of a mixture comes from one component or from
    another.
    """
    normal = generator(key).normal(size=(n_draws, len(weights)))
    return (np.asarray(mus) + scales * normal) @ (weights / np.sum(weights))


@exercise.mistake
def one_normal_for_all(key, weights, mus, scales, n_draws):
    """All draws of a component are the same number: one normal number is made for all.

    Make one for each draw, with `shape=(n_draws,)`.
    """
    rng = generator(key)
    picked = pick(rng, weights, n_draws)
    return mus[picked] + scales[picked] * rng.normal()


exercise.mistake(
    "The key that comes in is not used: every call makes its own, the same each time. Take "
    "all randomness from the argument `key`.",
    lambda key, weights, mus, scales, n_draws: sample(
        random.key(0), weights, mus, scales, n_draws
    ),
)


@exercise.mistake
def one_component_for_all(key, weights, mus, scales, n_draws):
    """All draws come from one component: it is picked once.

    Pick anew for each draw, with `shape=(n_draws,)`.
    """
    # In JAX, to pick what a learner's function would pick with this key.
    first, _ = random.split(key)
    picked = random.choice(first, len(weights), p=weights / np.sum(weights))
    normal = generator(key).normal(size=n_draws)
    return np.asarray(mus)[picked] + np.asarray(scales)[picked] * normal


@exercise.right
def sample_categorical(key, w, mu, sigma, n):
    k1, k2 = random.split(key)
    which = random.categorical(k1, jnp.log(w), shape=(n,))
    return random.normal(k2, (n,)) * sigma[which] + mu[which]


@exercise.right
def sample_one_mapped(key, weights, mus, scales, n_draws):
    def one(key):
        for_component, for_normal = random.split(key)
        k = random.choice(for_component, len(mus), p=weights / weights.sum())
        return mus[k] + scales[k] * random.normal(for_normal)

    return vmap(one)(random.split(key, n_draws))


@exercise.right
def sample_with_numpy(key, weights, mus, scales, n_draws):
    rng = np.random.default_rng(np.asarray(random.key_data(key)))
    mus, scales = np.asarray(mus), np.asarray(scales)
    p = np.asarray(weights, "float64") / np.sum(weights, dtype="float64")
    draws = []
    for _ in range(n_draws):
        k = rng.choice(len(p), p=p / p.sum())
        draws.append(rng.normal(mus[k], scales[k]))
    return np.array(draws)


@exercise.right
def sample_all_and_choose(key, weights, mus, scales, n_draws):
    key, subkey = random.split(key)
    shape = (n_draws, len(weights))
    from_each = mus + scales * random.normal(subkey, shape)
    key, subkey = random.split(key)
    uniform = random.uniform(subkey, (n_draws, 1))
    reached = uniform < jnp.cumsum(weights) / jnp.sum(weights)
    return jnp.take_along_axis(
        from_each, jnp.argmax(reached, axis=1)[:, None], axis=1
    )[:, 0]
