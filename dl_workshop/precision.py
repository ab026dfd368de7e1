"""JAX's switch between 32 and 64 bits, under one name for every release of JAX."""

import jax

try:
    enable_x64 = jax.enable_x64
except AttributeError:  # JAX older than 0.8
    from jax.experimental import enable_x64

__all__ = ["enable_x64"]
