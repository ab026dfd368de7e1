"""Primitives that combine many entries into one: sums, extremes, products of matrices."""

import numpy as np

from dl_workshop.live.javascript import nest

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

# The same where integers wrap around.
_INT32 = {
    "reduce_prod": "{0} = Math.imul({0}, {1})",
    "reduce_sum": "{0} = ({0} + {1}) | 0",
}

# Where each starts, and the expression for the next: {0} the one before, {1} the entry.
RUNNING = {
    "cumlogsumexp": ("-Infinity", "logAddExp({0}, {1})"),
    "cummax": ("-Infinity", "Math.max({0}, {1})"),
    "cummin": ("Infinity", "Math.min({0}, {1})"),
    "cumprod": ("1", "{0} * {1}"),
    "cumsum": ("0", "{0} + {1}"),
}


def reduction(block, equation, x):
    """Combine the entries along some axes."""
    name = equation.primitive.name
    start, template = REDUCTIONS[name]
    dtype = equation.invars[0].aval.dtype
    if name == "reduce_and" and dtype != bool:
        start = "-1"  # every bit
    if name in ("reduce_prod", "reduce_sum") and dtype == np.int32:
        template = _INT32[name]
    axes = [int(axis) for axis in equation.params["axes"]]
    return [block.reduce(name.removeprefix("reduce_"), x, axes, start, template)]


def dot_general(block, equation, left, right):
    """Multiply matrices: all pairs of rows and columns, their products summed."""
    (sum_left, sum_right), (same_left, same_right) = equation.params["dimension_numbers"]
    free_left = _others(left, sum_left, same_left)
    free_right = _others(right, sum_right, same_right)
    same, rows, columns, summed = map(len, (same_left, free_left, free_right, sum_left))
    left = left.transposed([*same_left, *free_left, *sum_left])
    right = right.transposed([*same_right, *free_right, *sum_right])
    outer = equation.outvars[0].aval.shape
    shape = (*outer, *left.shape[same + rows :])
    axes = range(len(outer), len(shape))
    left = left.spread(shape, [*range(same + rows), *axes])
    right = right.spread(shape, [*range(same), *range(same + rows, len(shape))])
    products = block.map("product", shape, "{0} * {1}", left, right)
    return [block.reduce("dot", products, axes, "0", "{0} += {1}")]


def _others(view, *used):
    """Axes that are neither summed nor shared."""
    return [a for a in range(len(view.shape)) if a not in sum(map(list, used), [])]


def running(block, equation, x):
    """Combine each entry with all before it on an axis, or with all after it."""
    name = equation.primitive.name
    axis = equation.params["axis"]
    result = block.variable(name, x.shape)
    target = result
    if equation.params["reverse"]:
        x, target = x.reversed(axis), target.reversed(axis)
    last = [*(a for a in range(len(x.shape)) if a != axis), axis]
    x, target = x.transposed(last), target.transposed(last)

    def lines():
        return _running_lines(*RUNNING[name], x, target)

    return block.code([x], [result], lines)


def _running_lines(start, template, x, target):
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

    return _in_braces(nest(x.shape[:-1], along))


def _in_braces(lines):
    """Keep variables apart from those of other statements."""
    return ["{", *lines, "}"]


def place_of_extreme(block, equation, x):
    """Find where on an axis the largest or smallest entry is, the first where there are more."""
    (axis,) = map(int, equation.params["axes"])
    others = [a for a in range(len(x.shape)) if a != axis]
    x = x.transposed([*others, axis])
    name = equation.primitive.name
    result = block.variable(name, x.shape[:-1])
    better = ">" if name == "argmax" else "<"
    return block.code([x], [result], lambda: _place_lines(better, x, result))


def _place_lines(better, x, result):
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

    return _in_braces(nest(x.shape[:-1], along))


RULES = {
    **dict.fromkeys(REDUCTIONS, reduction),
    **dict.fromkeys(RUNNING, running),
    "argmax": place_of_extreme,
    "argmin": place_of_extreme,
    "dot_general": dot_general,
}
