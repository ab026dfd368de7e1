"""Data from a known mixture, so that a fit can be held against the truth.

Drawing from a mixture takes two steps: pick a component, with the weights as probabilities,
then draw from that component's normal distribution.
"""

import jax.numpy as jnp
from jax import random

from dl_workshop.gaussian_mixture.likelihood import (
    MixtureParams,
    normalize_weights,
)
from dl_workshop.gaussian_mixture.signatures import require_shapes, shapes


@shapes("(...),(k),(k),(k)->(n)")
def sample_mixture(
    key, component_weights, component_mus, component_scales, n_draws
):
    """Draw from a mixture: a component for each draw, then a normal number from it.

    Args:
        key: a random key.
        component_weights: positive, need not sum to 1, shape (n_components,).
        component_mus: means, shape (n_components,).
        component_scales: standard deviations, shape (n_components,).
        n_draws: how many draws.

    Returns:
        Draws, shape (n_draws,).

    Raises:
        ValueError: the lengths of weights, means and standard deviations differ.
    """
    key_component, key_normal = random.split(key)
    weights = normalize_weights(component_weights)
    component = random.choice(
        key_component, len(weights), (n_draws,), p=weights
    )
    standard = random.normal(key_normal, (n_draws,))
    return component_mus[component] + component_scales[component] * standard


@shapes("(...),(k),(k)->(n)")
def sample_components(
    key, component_mus, component_scales, draws_per_component
):
    """Draw a fixed number of times from each component, one component after the other.

    Args:
        key: a random key.
        component_mus: means, shape (n_components,).
        component_scales: standard deviations, shape (n_components,).
        draws_per_component: how many draws from each, n_components integers.

    Returns:
        Draws, shape (sum of draws_per_component,), those of the first component first.

    Raises:
        ValueError: the lengths of means, standard deviations and counts differ.
    """
    require_shapes(
        {
            "component_mus": component_mus,
            "draws_per_component": draws_per_component,
        },
        ["k", "k"],
    )
    keys = random.split(key, len(draws_per_component))
    draws = []
    for k, n_draws in enumerate(draws_per_component):
        standard = random.normal(keys[k], (n_draws,))
        draws.append(component_mus[k] + component_scales[k] * standard)
    return jnp.concatenate(draws)


def two_humps(key):
    """Make the data that the course fits: 1000 draws around -2 and 5000 around 5.

    Args:
        key: a random key.

    Returns:
        (params_true, data): MixtureParams of the two components that made the data (weights
        1:5, means -2 and 5, standard deviations 1.1 and 2), and the data, shape (6000,).
    """
    weights, mus, scales = jnp.array([[1.0, 5.0], [-2.0, 5.0], [1.1, 2.0]])
    data = sample_components(
        key, mus, scales, draws_per_component=(1000, 5000)
    )
    return MixtureParams(jnp.log(weights), mus, jnp.log(scales)), data
