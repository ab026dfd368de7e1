"""What the figures under test show: the course's data and its start, as in the chapters."""

import jax
import jax.numpy as jnp
from jax import random

from dl_workshop import gaussian_mixture as gm

TRUE, DATA = gm.two_humps(random.key(100))
START = gm.random_params(random.key(31), num_components=2)
FEW = random.choice(random.key(3), DATA, (60,), replace=False)


def in_float64(tree):
    """The same numbers, for computing as a browser does; call it where x64 is on."""
    return jax.tree.map(lambda leaf: jnp.asarray(leaf, float), tree)
