"""Functions compiled once: run piece by piece, each operation would be compiled by itself."""

import functools

import jax

jit = functools.cache(jax.jit)


@functools.cache
def slopes_of(loss):
    """Gradient by the first argument."""
    return jax.jit(jax.grad(loss))


@functools.cache
def jit_gradients(function):
    """Value, and gradients by the three parameters and by data."""
    return jax.jit(jax.value_and_grad(function, argnums=(0, 1, 2, 3)))
