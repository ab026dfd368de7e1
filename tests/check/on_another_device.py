"""A check where arrays live on another device than the processor; see test_sandbox.py.

Two devices are simulated: the first is the processor, the second stands for a GPU. Prints where
the answer was computed, and what the check said of it.
"""

import os

os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=2"

import jax
import jax.numpy as jnp

from dl_workshop.check import catalogue
from dl_workshop.check.session import Check

jax.config.update("jax_default_device", jax.devices()[1])
tiny = jnp.full(1, 1e-30)
places = []


def normalize_weights(weights):
    """A right answer that reads an array of the notebook, and the same without `jit`."""
    places.append(jnp.zeros(3).devices())
    if weights[0] < 0:
        return weights
    return (weights + tiny) / jnp.sum(weights)


feedback = Check(catalogue.load("normalize_weights"))(normalize_weights)
assert feedback.passed, feedback.message
assert jnp.zeros(3).devices() == tiny.devices() == {jax.devices()[1]}
print({device.id for each in places for device in each})
