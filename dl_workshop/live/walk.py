"""The walk over the equations of a jaxpr, from first to last.

A jaxpr is a list of equations such as `c = mul a b`: variables that stand for arrays, and a
primitive that is applied to them. The walk looks up what each variable is in JavaScript, asks the
primitive's rule for its results, and remembers these for the equations to come.

A rule is called with the block of statements, the equation and a View of each operand. It adds
operations to the block, where there is anything to compute, and returns a View of each result.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import jax
from jax.extend.core import Jaxpr, Literal

from dl_workshop.live.block import Block
from dl_workshop.live.views import View

_JAX = str(Path(jax.__file__).parent)


def walk(
    block: Block,
    jaxpr: Jaxpr,
    constants: Sequence[Any],
    inputs: Iterable[View],
) -> list[View]:
    """Translate every equation of a jaxpr.

    Args:
        block: the Block that the statements go to.
        jaxpr: a jax.extend.core.Jaxpr.
        constants: values of its constants.
        inputs: Views of its arguments.

    Returns:
        Views of its results.

    Raises:
        NotImplementedError: no rule translates one of its primitives.
    """
    views = dict(zip(jaxpr.invars, inputs, strict=True))
    views.update(
        zip(jaxpr.constvars, map(block.constant, constants), strict=True)
    )

    def read(atom):
        if isinstance(atom, Literal):
            return block.constant(atom.val)
        return views[atom]

    for equation in jaxpr.eqns:
        results = _translate(block, equation, map(read, equation.invars))
        views.update(zip(equation.outvars, results, strict=True))
    return [read(atom) for atom in jaxpr.outvars]


def _translate(block, equation, inputs):
    name = equation.primitive.name
    caller, in_library = block.caller, block.in_library
    frame = caller if in_library else _user_frame(equation) or caller
    if name not in block.program.rules:
        raise NotImplementedError(
            f"no rule translates the primitive '{name}' to JavaScript ({_line(frame)})"
        )
    block.origin = _function(frame) if frame else None
    block.caller, block.in_library = frame, in_library or _is_jaxs(equation)
    results = block.program.rules[name](block, equation, *inputs)
    block.caller, block.in_library = caller, in_library
    return results


def _is_jaxs(equation):
    """Whether it calls a function of JAX; the equations of that may name an earlier caller."""
    if equation.primitive.name not in ("jit", "pjit"):
        return False
    function = equation.params["jaxpr"].jaxpr.debug_info.func_src_info
    return _JAX in (function or "")


def _user_frame(equation):
    """Find the innermost call that is not JAX's own."""
    trace = equation.source_info.traceback
    frames = trace.frames if trace else []
    ours = (f for f in frames if not f.file_name.startswith(_JAX))
    return next(ours, None)


def _line(frame):
    if frame is None:
        return "source unknown"
    return f"{frame.file_name}, line {frame.line_num}, in {_function(frame)}"


def _function(frame):
    """Name of a function without those that it is defined in."""
    return frame.function_name.rpartition(".")[2]
