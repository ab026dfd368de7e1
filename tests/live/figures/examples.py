"""The figures under test, found by being there, and what several of them show."""

import functools
from importlib import import_module

import jax
import jax.numpy as jnp
from jax import random

from dl_workshop import gaussian_mixture as gm
from dl_workshop.live.figures.training_runs import losses_of_run
from dl_workshop.live.packed_data import quantized
from dl_workshop.precision import enable_x64

TRUE, DATA = gm.two_humps(random.key(100))
START = gm.random_params(random.key(31), num_components=2)


def in_float64(tree):
    """The same numbers, for computing as a browser does; call it where x64 is on."""
    return jax.tree.map(lambda leaf: jnp.asarray(leaf, float), tree)


def example(name):
    """Make the figure of that name, as `example` in its own tests says."""
    return import_module(f"tests.live.figures.test_{name}").example()


@functools.cache
def figure(name):
    """The figure of that name, made once; call it where x64 is off, as it is in the book."""
    return example(name)


@functools.cache
def settled_loss():
    """Loss after Adam with a cosine schedule in JAX, on the data that the page has."""
    with enable_x64(True):
        data = jnp.asarray(quantized(DATA))
        return float(losses_of_run("cosine", in_float64(START), 0.5, data)[-1])
