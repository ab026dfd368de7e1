"""Primitives whose places are computed: reading and writing at indices, and sorting.

Indices that point outside of an array are moved to its edge, left out, or read as NaN: XLA says
which in the mode of the equation.
"""

import math

from jax.lax import GatherScatterMode

from dl_workshop.live.javascript import copy_lines, nest

_UPDATES = {
    "scatter": "{0} = {1}",
    "scatter-add": "{0} += {1}",
    "scatter-max": "{0} = Math.max({0}, {1})",
    "scatter-min": "{0} = Math.min({0}, {1})",
    "scatter-mul": "{0} *= {1}",
    "scatter_add": "{0} += {1}",
    "scatter_max": "{0} = Math.max({0}, {1})",
    "scatter_min": "{0} = Math.min({0}, {1})",
    "scatter_mul": "{0} *= {1}",
}


def dynamic_slice(block, equation, x, *starts):
    """Copy a part whose first entry is computed; the part stays inside the array."""
    shape = equation.outvars[0].aval.shape
    result = block.variable("part", shape)
    part, heads = _part(block, x, starts, shape)
    return block.code(
        [x, *starts], [result], lambda: [*heads, *copy_lines(result, part)]
    )


def dynamic_update_slice(block, equation, x, update, *starts):
    """Copy an array and overwrite a part whose first entry is computed."""
    result = block.variable("updated", x.shape)
    part, heads = _part(block, result, starts, update.shape)

    def lines():
        return [*copy_lines(result, x), *heads, *copy_lines(part, update)]

    return block.code([x, update, *starts], [result], lines)


def _part(block, x, starts, shape):
    """View a part of an array, and write the lines that compute where it starts."""
    heads = []
    for axis, (start, length) in enumerate(zip(starts, shape, strict=True)):
        name = block.program.names.new("start")
        last = x.shape[axis] - length
        heads.append(f"const {name} = {_clipped(start.at(()), last)};")
        x = x.along(axis, length=length).shifted(axis, name)
    return x, heads


def _clipped(index, last):
    return f"Math.min(Math.max({index}, 0), {last})"


def gather(block, equation, x, indices):
    """Read windows of an array, each where a row of indices says."""
    numbers = equation.params["dimension_numbers"]
    windows = _Windows(
        offset_axes=numbers.offset_dims,
        left_out=(*numbers.collapsed_slice_dims, *numbers.operand_batching_dims),
        indexed=numbers.start_index_map,
        batched=numbers.operand_batching_dims,
        index_batched=numbers.start_indices_batching_dims,
        sizes=equation.params["slice_sizes"],
        mode=equation.params["mode"],
    )
    result = block.variable("gathered", equation.outvars[0].aval.shape)
    outside = "NaN"
    if equation.params["fill_value"] is not None:
        outside = block.constant(equation.params["fill_value"]).buffer.name

    def inside(at):
        names, heads, test = windows.place(x, indices, at)
        entry = x.at(names)
        value = f"{test} ? {entry} : {outside}" if test else entry
        return [*heads, f"{result.at(at)} = {value};"]

    return block.code([x, indices], [result], lambda: nest(result.shape, inside))


def scatter(block, equation, x, indices, updates):
    """Copy an array and change windows of it, each where a row of indices says."""
    numbers = equation.params["dimension_numbers"]
    left_out = (*numbers.inserted_window_dims, *numbers.operand_batching_dims)
    offset_axes = numbers.update_window_dims
    sizes = [1] * len(x.shape)
    kept = [a for a in range(len(x.shape)) if a not in left_out]
    for axis, offset_axis in zip(kept, offset_axes, strict=True):
        sizes[axis] = updates.shape[offset_axis]
    windows = _Windows(
        offset_axes=offset_axes,
        left_out=left_out,
        indexed=numbers.scatter_dims_to_operand_dims,
        batched=numbers.operand_batching_dims,
        index_batched=numbers.scatter_indices_batching_dims,
        sizes=sizes,
        mode=equation.params["mode"],
    )
    result = block.variable("scattered", x.shape)
    template = _UPDATES[equation.primitive.name]

    def inside(at):
        names, heads, test = windows.place(result, indices, at)
        change = template.format(result.at(names), updates.at(at))
        return [*heads, f"if ({test}) {change};" if test else f"{change};"]

    def lines():
        return [*copy_lines(result, x), *nest(updates.shape, inside)]

    return block.code([x, indices, updates], [result], lines)
