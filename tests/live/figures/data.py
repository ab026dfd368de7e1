"""What the figures under test show: the course's data and its start, as in the chapters."""

import jax
import jax.numpy as jnp
from jax import random

from dl_workshop import gaussian_mixture as gm

TRUE, DATA = gm.two_humps(random.key(100))
START = gm.random_params(random.key(31), num_components=2)
FEW = random.choice(random.key(3), DATA, (60,), replace=False)

# Four components, a tenth of the chapter's data.
FOUR_HUMPS = gm.sample_components(
    random.key(100),
    jnp.array([-2.0, -5.0, 3.0, 8.0]),
    jnp.array([1.1, 2.0, 1.0, 1.5]),
    (200, 1000, 100, 600),
)
SHARES = jnp.array([0.5, 0.4, 0.3, 0.4, 0.5])


def many_start(key):
    """As the chapter starts, with ten components."""
    mus = random.normal(random.key(key), (10,))
    weights = -0.1 * jnp.arange(10.0)
    return gm.JointParams(weights, jnp.array(0.0), mus, jnp.full(10, 0.3))


MANY_STARTS = {"key 0": many_start(0), "key 3": many_start(3)}


def in_float64(tree):
    """The same numbers, for computing as a browser does; call it where x64 is on."""
    return jax.tree.map(lambda leaf: jnp.asarray(leaf, float), tree)
