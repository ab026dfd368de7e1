"""Reductions, cumulative operations, argmax and argmin, and dot products."""

from collections.abc import Sequence

import numpy as np

from dl_workshop.live.block import Block
from dl_workshop.live.dimensions import is_symbolic
from dl_workshop.live.integers import is_integer, wrapped
from dl_workshop.live.javascript import in_braces, nest
from dl_workshop.live.types import Equation, Rule
from dl_workshop.live.views import View

# Where each starts, and how it takes in an entry: {0} the result so far, {1} the entry.
REDUCTIONS = {
    "reduce_and": ("1", "{0} &= {1}"),
    "reduce_max": ("-Infinity", "{0} = Math.max({0}, {1})"),
    "reduce_min": ("Infinity", "{0} = Math.min({0}, {1})"),
    "reduce_or": ("0", "{0} |= {1}"),
    "reduce_prod": ("1", "{0} *= {1}"),
    "reduce_sum": ("0", "{0} += {1}"),
    "reduce_xor": ("0", "{0} ^= {1}"),
}

# Where each starts, and the expression for the next: {0} the one before, {1} the entry.
CUMULATIVE = {
    "cumlogsumexp": ("-Infinity", "logAddExp({0}, {1})"),
    "cummax": ("-Infinity", "Math.max({0}, {1})"),
    "cummin": ("Infinity", "Math.min({0}, {1})"),
    "cumprod": ("1", "{0} * {1}"),
    "cumsum": ("0", "{0} + {1}"),
}

# What may leave the range of an integer.
_WRAPPING = {
    "reduce_and": "{0} & {1}",
    "reduce_or": "{0} | {1}",
    "reduce_prod": "{0} * {1}",
    "reduce_sum": "{0} + {1}",
    "reduce_xor": "{0} ^ {1}",
}


def reduction(block: Block, equation: Equation, x: View) -> Sequence[View]:
    """Combine the entries along some axes."""
    axes = sorted(map(int, equation.params["axes"]))
    if all(x.shape[axis] == 1 for axis in axes):
        return [_squeeze(x, axes)]
    if x.buffer.value is not None and not any(map(is_symbolic, x.shape)):
        return [block.constant(_evaluated(equation, x.buffer.value))]
    name = equation.primitive.name.removeprefix("reduce_")
    return [block.reduce(name, x, axes, *_rule(equation))]


def _squeeze(x, axes):
    """Drop axes of length 1: there is nothing to combine."""
    for axis in reversed(axes):
        x = x.squeeze(axis)
    return x


def _evaluated(equation, value):
    """Let JAX itself compute the equation for an array of equal numbers."""
    aval = equation.invars[0].aval
    values = np.full(aval.shape, value, aval.dtype)
    return equation.primitive.bind(values, **equation.params)


def _rule(equation):
    """Where the result starts, and how it takes in an entry."""
    name, dtype = equation.primitive.name, equation.invars[0].aval.dtype
    start, template = REDUCTIONS[name]
    if name == "reduce_and" and dtype != np.bool_:
        start = "-1"  # every bit
    if name in _WRAPPING and is_integer(dtype):
        template = f"{{0}} = {wrapped(_WRAPPING[name], dtype)}"
    return start, template


def dot_general(
    block: Block, equation: Equation, left: View, right: View
) -> Sequence[View]:
    """Multiply matrices: all pairs of rows and columns, their products summed."""
    summed, same = equation.params["dimension_numbers"]
    count = len(same[0])
    rows, columns = (
        _others(view, axes, shared)
        for view, axes, shared in zip((left, right), summed, same, strict=True)
    )
    left = left.transpose([*same[0], *rows, *summed[0]])
    right = right.transpose([*same[1], *columns, *summed[1]])
    outer = equation.outvars[0].aval.shape
    shape = (*outer, *left.shape[count + len(rows) :])
    inner = range(len(outer), len(shape))
    after_rows = range(count + len(rows), len(shape))
    left = left.broadcast(shape, [*range(count + len(rows)), *inner])
    right = right.broadcast(shape, [*range(count), *after_rows])
    products = block.map("product", shape, "{0} * {1}", left, right)
    return [block.reduce("dot", products, inner, "0", "{0} += {1}")]


def _others(view, *used):
    """Axes that are neither summed nor shared."""
    left_out = {axis for axes in used for axis in axes}
    return [axis for axis in range(len(view.shape)) if axis not in left_out]


def cumulative(block: Block, equation: Equation, x: View) -> Sequence[View]:
    """Combine each entry with all before it on an axis, or with all after it."""
    name = equation.primitive.name
    axis = equation.params["axis"]
    start, template = CUMULATIVE[name]
    if is_integer(equation.invars[0].aval.dtype):
        template = wrapped(template, equation.invars[0].aval.dtype)
    result = block.variable(name, x.shape)
    target = result
    if equation.params["reverse"]:
        x, target = x.reverse(axis), target.reverse(axis)
    last = [*(a for a in range(len(x.shape)) if a != axis), axis]
    x, target = x.transpose(last), target.transpose(last)

    def lines():
        return _cumulative_lines(start, template, x, target)

    return block.code([x], [result], lines)


def _cumulative_lines(start, template, x, target):
    """Loops over all axes but the last, and a total that runs along the last."""

    def along(outer):
        def inside(index):
            entry, result = x.at(outer + index), target.at(outer + index)
            return [
                f"total = {template.format('total', entry)};",
                f"{result} = total;",
            ]

        loop = nest(x.shape[-1:], inside, outer)
        return [f"let total = {start};", *loop]

    return in_braces(nest(x.shape[:-1], along))


def argmax(block: Block, equation: Equation, x: View) -> Sequence[View]:
    """Find where on an axis the largest or smallest entry is, the first where there are more."""
    (axis,) = map(int, equation.params["axes"])
    others = [a for a in range(len(x.shape)) if a != axis]
    x = x.transpose([*others, axis])
    name = equation.primitive.name
    result = block.variable(name, x.shape[:-1])
    better = ">" if name == "argmax" else "<"
    return block.code([x], [result], lambda: _argmax_lines(better, x, result))


def _argmax_lines(better, x, result):
    """Loops over all axes but the last; along it, NaN beats every number."""

    def along(outer):
        def inside(index):
            entry = x.at(outer + index)
            test = f"{entry} {better} best || ({entry} !== {entry} && best === best)"
            found = f"best = {entry};", f"{result.at(outer)} = {index[0]};"
            return [f"if ({test}) {{", *found, "}"]

        first = f"let best = {x.at([*outer, '0'])};"
        start = f"{result.at(outer)} = 0;"
        return [first, start, *nest(x.shape[-1:], inside, outer)]

    return in_braces(nest(x.shape[:-1], along))


RULES: dict[str, Rule] = {
    **dict.fromkeys(REDUCTIONS, reduction),
    **dict.fromkeys(CUMULATIVE, cumulative),
    "argmax": argmax,
    "argmin": argmax,
    "dot_general": dot_general,
}
