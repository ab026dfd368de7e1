"""The exercise of the chapter on data: draw from a mixture.

Random draws are judged by statistics. The two components lie so far apart that the sign of a
draw tells which of them made it, and tolerances are four standard errors or more.
"""

import jax
import jax.numpy as jnp
import numpy as np
from jax import random

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.exercise import Exercise, Property, mistake
from dl_workshop.check.uses import plain

# Seed, weights (not normalised), means, scales, number of draws.
RARE_LEFT = (1, (0.8, 2.4), (-200.0, 200.0), (0.25, 4.0), 100)
RARE_RIGHT = (3, (6.0, 2.0), (-200.0, 200.0), (0.25, 4.0), 100)


def drawn(function, seed, *mixture_and_n_draws):
    """Draw with one key twice and with another key: shape (3, n_draws)."""
    keys = [random.key(each) for each in (seed, seed, seed + 1)]
    return np.stack([function(key, *mixture_and_n_draws) for key in keys])


def counted(function, seed, *mixture_and_n_draws):
    """Draw with six keys; return how many draws lie below 0 with each, shape (6,)."""
    keys = [random.key(seed + number) for number in range(6)]
    draws = [function(key, *mixture_and_n_draws) for key in keys]
    return np.sum(np.stack(draws) < 0, axis=1)


def drawn_under_watch(function, seed, *mixture_and_n_draws):
    """Draw while JAX watches that no key is used twice; return how many draws came."""
    *mixture, n_draws = mixture_and_n_draws

    def draw(key):
        return function(key, *mixture, n_draws)

    with jax.debug_key_reuse(True):
        return np.size(plain(draw, random.key(seed)))


def of_each_component(statistic):
    """Make a reading: a statistic of the draws left of zero, and of those right of it."""

    def read(draws):
        draws = draws[1:]
        return [statistic(draws[draws < 0]), statistic(draws[draws >= 0])]

    return read


@mistake
def spread_by_the_root(key, weights, mus, scales, n_draws):
    """The draws spread by the square root of the scale, as if the scale were a variance.

    It is a standard deviation: multiply by it as it is.
    """
    return gm.sample_mixture(key, weights, mus, jnp.sqrt(scales), n_draws)


@mistake
def spread_by_the_square(key, weights, mus, scales, n_draws):
    """The draws spread by the square of the scale.

    A standard normal number times the standard deviation has that standard deviation already.
    """
    return gm.sample_mixture(key, weights, mus, scales**2, n_draws)


@mistake
def fixed_counts(key, weights, mus, scales, n_draws):
    """The counts are fixed: each component gets exactly its share of the draws.

    Pick a component anew for each draw, with `random.choice`.
    """
    counts = np.round(weights / np.sum(weights) * n_draws).astype(int)
    return gm.sample_components(key, mus, scales, tuple(counts.tolist()))


@mistake
def scale_left_out(key, weights, mus, scales, n_draws):
    """The scale is left out: multiply the standard normal number by it."""
    return gm.sample_mixture(key, weights, mus, np.ones_like(scales), n_draws)


@mistake
def mean_scaled(key, weights, mus, scales, n_draws):
    """The mean is multiplied by the scale as well. Multiply first, and add the mean then."""
    return gm.sample_mixture(key, weights, scales * mus, scales, n_draws)


@mistake
def one_component_for_all(key, weights, mus, scales, n_draws):
    """All draws come from one component: it is picked once.

    Pick anew for each draw, with `shape=(n_draws,)`.
    """
    key_component, key_normal = random.split(key)
    picked = random.choice(
        key_component, len(weights), p=gm.normalize_weights(weights)
    )
    return mus[picked] + scales[picked] * random.normal(key_normal, (n_draws,))


@mistake
def weights_as_they_are(key, weights, mus, scales, n_draws):
    """The weights are used as probabilities before they sum to 1.

    Divide them by their sum first.
    """
    key_component, key_normal = random.split(key)
    uniform = random.uniform(key_component, (n_draws,))
    passed = uniform[:, None] > jnp.cumsum(weights)[None, :-1]
    picked = jnp.sum(passed, axis=1)
    return mus[picked] + scales[picked] * random.normal(key_normal, (n_draws,))


@mistake
def equal_weights(key, weights, mus, scales, n_draws):
    """The components are picked with equal probability.

    The weights say how large the share of each is: hand them to `random.choice` as `p`.
    """
    return gm.sample_mixture(key, jnp.ones_like(weights), mus, scales, n_draws)


@mistake
def one_key_for_both(key, weights, mus, scales, n_draws):
    """One key is used for both choices.

    So the normal numbers are not independent of the components that were picked. Split the
    key, and use each part once.
    """
    weights = gm.normalize_weights(weights)
    picked = random.choice(key, len(weights), (n_draws,), p=weights)
    return mus[picked] + scales[picked] * random.normal(key, (n_draws,))


@mistake
def averaged(key, weights, mus, scales, n_draws):
    """Draws of the components are averaged, with the weights.

    That makes one hump between them; a draw of a mixture comes from one component or from
    another.
    """
    standard = random.normal(key, (n_draws, len(weights)))
    draws = mus[None, :] + scales[None, :] * standard
    return jnp.sum(gm.normalize_weights(weights)[None, :] * draws, axis=1)


@mistake
def one_normal_for_all(key, weights, mus, scales, n_draws):
    """All draws of a component are the same number: one normal number is made for all.

    Make one for each draw, with `shape=(n_draws,)`.
    """
    key_component, key_normal = random.split(key)
    weights = gm.normalize_weights(weights)
    picked = random.choice(key_component, len(weights), (n_draws,), p=weights)
    return mus[picked] + scales[picked] * random.normal(key_normal)


@mistake
def a_key_of_its_own(key, weights, mus, scales, n_draws):
    """The key that comes in is not used: every call makes its own, the same each time.

    Take all randomness from the argument `key`.
    """
    return gm.sample_mixture(random.key(0), weights, mus, scales, n_draws)


SAMPLE = Exercise(
    name="sample_mixture",
    chapter="mixture_data",
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
            use=drawn,
            read=lambda draws: draws.shape[1:],
            shown="{call}.shape",
            expected=(100,),
        ),
        *(
            Property(
                "a component's share of the draws is its weight over the sum of all weights",
                inputs=(mixture,),
                use=drawn,
                read=lambda draws: np.mean(draws[1:] < 0),
                shown="jnp.mean({call} < 0)",
                expected=share,
                atol=0.13,
            )
            for mixture, share in ((RARE_LEFT, 0.25), (RARE_RIGHT, 0.75))
        ),
        Property(
            "the draws of a component lie around its mean",
            inputs=(RARE_LEFT,),
            use=drawn,
            read=of_each_component(np.mean),
            shown="means of the draws below and above 0 in {call}",
            expected=(-200.0, 200.0),
            rtol=0,
            atol=(0.17, 1.6),
        ),
        Property(
            "the draws of a component spread by its standard deviation",
            inputs=(RARE_LEFT,),
            use=drawn,
            read=of_each_component(np.std),
            shown="standard deviations of the draws below and above 0 in {call}",
            expected=(0.25, 4.0),
            rtol=0.45,
        ),
        Property(
            "the same key gives the same draws",
            inputs=(RARE_LEFT,),
            use=drawn,
            read=lambda draws: np.mean(draws[0] == draws[1]),
            shown="share of draws that are equal in two calls of {call}",
            expected=1.0,
        ),
        Property(
            "another key gives other draws",
            inputs=(RARE_LEFT,),
            use=drawn,
            read=lambda draws: np.mean(draws[1] == draws[2]),
            shown="share of draws that random.key(2) leaves unchanged in {call}",
            expected=0.0,
        ),
        Property(
            "chance decides how many draws a component gets",
            inputs=((*RARE_LEFT[:4], 20),),
            use=counted,
            read=lambda counts: len(set(counts.tolist())) > 1,
            shown="whether the number of draws below 0 depends on the key in {call}",
            expected=True,
        ),
        Property(
            "no key is used twice",
            inputs=((*RARE_LEFT[:4], 3),),
            use=drawn_under_watch,
            shown="number of draws from {name}({arguments})",
            expected=3,
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
    mistakes=(
        spread_by_the_root,
        spread_by_the_square,
        fixed_counts,
        scale_left_out,
        mean_scaled,
        one_component_for_all,
        weights_as_they_are,
        equal_weights,
        one_key_for_both,
        averaged,
        one_normal_for_all,
        a_key_of_its_own,
    ),
)

EXERCISES = (SAMPLE,)
