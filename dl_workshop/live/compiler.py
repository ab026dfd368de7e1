"""From a JAX function to a JavaScript function: trace it, translate every equation, write it down.

The rules, one for each primitive, are in the tables of the modules named below. What none of
them knows is refused with the line of the source it came from.
"""

from collections.abc import Callable

import jax
import jax.numpy as jnp

from dl_workshop.live import (
    elementwise,
    indexing,
    linear_systems,
    loops,
    reductions,
    shaping,
)
from dl_workshop.live.naming import leaf_names
from dl_workshop.live.program import Program
from dl_workshop.live.types import PyTree, Rule
from dl_workshop.live.walk import walk
from dl_workshop.precision import enable_x64

RULES: dict[str, Rule] = {
    **elementwise.RULES,
    **reductions.RULES,
    **shaping.RULES,
    **indexing.RULES,
    **linear_systems.RULES,
    **loops.RULES,
}


def to_javascript(
    fun: Callable, *example_args: PyTree, name: str = "f"
) -> str:
    """Compile a JAX function to JavaScript.

    The JavaScript computes in float64, whatever the precision of JAX and of the examples. Integers
    wrap around at their width up to 32 bits, and are exact to 2**53 above. Truth values are the
    numbers 0 and 1.

    Args:
        fun: what `jax.make_jaxpr` can trace; arguments and results are pytrees of arrays.
        *example_args: arguments of the shapes and kinds to compile for; numbers, arrays or
            jax.ShapeDtypeStruct. Their values do not matter.
        name: what to call the JavaScript function.

    Returns:
        The text `const name = ...;`, a function that takes the leaves of the arguments in the
        order of `jax.tree.leaves`, and returns the array of the leaves of the result. Leaves
        without axes are numbers, others are flat arrays, the last axis fastest: Float64Array as
        results, Float64Array or any array of numbers as arguments.

    Raises:
        NotImplementedError: fun uses a primitive that no rule translates, such as random bits.
    """
    with enable_x64(True):  # or numbers would be rounded to float32 on the way
        examples = jax.tree.map(_wide, example_args)
        closed = jax.make_jaxpr(fun)(*examples)
        program = Program(name, RULES)
        inputs = program.inputs(leaf_names(fun, examples), closed.in_avals)
        outputs = walk(program.body, closed.jaxpr, closed.consts, inputs)
        return program.text(outputs)


def _wide(leaf):
    """Shape and type of an argument, floating-point numbers as float64."""
    dtype = leaf.dtype if hasattr(leaf, "dtype") else jnp.result_type(leaf)
    if jnp.issubdtype(dtype, jnp.floating):
        dtype = jnp.float64
    return jax.ShapeDtypeStruct(
        getattr(leaf, "shape", None) or jnp.shape(leaf), dtype
    )
