"""What JAX calls a pytree: nested tuples, lists and dicts, and what is in them, such as arrays."""

from typing import Any

PyTree = Any
