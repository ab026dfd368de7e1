"""Random arrays, the same on every run."""

import numpy as np


def array(shape, seed=0):
    """Normal numbers; the same for the same shape."""
    return np.random.default_rng([seed, *shape]).normal(size=shape)
