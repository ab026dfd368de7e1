"""Primitives whose places are computed: reading and writing at indices, and sorting.

Indices that point outside of an array are moved to its edge, left out, or read as NaN: XLA says
which in the mode of the equation.
"""

import dataclasses

import numpy as np
from jax.lax import GatherScatterMode

from dl_workshop.live.javascript import copy_lines, in_braces, nest, number

_UPDATES = {
    "scatter": "{0} = {1}",
    "scatter-add": "{0} += {1}",
    "scatter-max": "{0} = Math.max({0}, {1})",
    "scatter-min": "{0} = Math.min({0}, {1})",
    "scatter-mul": "{0} *= {1}",
    "scatter-sub": "{0} -= {1}",
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
    windows = Windows(
        axes=numbers.offset_dims,
        left_out=numbers.collapsed_slice_dims + numbers.operand_batching_dims,
        indexed=numbers.start_index_map,
        batched=numbers.operand_batching_dims,
        batched_indices=numbers.start_indices_batching_dims,
        sizes=equation.params["slice_sizes"],
        may_miss=equation.params["mode"] == GatherScatterMode.FILL_OR_DROP,
    )
    result = block.variable("gathered", equation.outvars[0].aval.shape)
    missing = number(_missing(equation))

    def inside(at):
        lines, place, hit = windows.find(x, indices, at)
        value = f"{hit} ? {x.at(place)} : {missing}" if hit else x.at(place)
        return [*lines, f"{result.at(at)} = {value};"]

    return block.code(
        [x, indices], [result], lambda: in_braces(nest(result.shape, inside))
    )


def _missing(equation):
    """What is read outside of the array."""
    if equation.params["fill_value"] is not None:
        return equation.params["fill_value"]
    dtype = equation.outvars[0].aval.dtype
    if np.issubdtype(dtype, np.signedinteger):
        return np.iinfo(dtype).min
    if np.issubdtype(dtype, np.unsignedinteger):
        return np.iinfo(dtype).max
    return 1 if dtype == np.bool_ else np.nan


def scatter(block, equation, x, indices, updates):
    """Copy an array and change windows of it, each where a row of indices says."""
    windows = _changed_windows(equation, x, updates)
    result = block.variable("scattered", x.shape)
    template = _UPDATES[equation.primitive.name]

    def inside(at):
        lines, place, hit = windows.find(result, indices, at)
        change = template.format(result.at(place), updates.at(at))
        return [*lines, f"if ({hit}) {change};" if hit else f"{change};"]

    def lines():
        changes = in_braces(nest(updates.shape, inside))
        return [*copy_lines(result, x), *changes]

    return block.code([x, indices, updates], [result], lines)


def _changed_windows(equation, x, updates):
    numbers = equation.params["dimension_numbers"]
    axes = numbers.update_window_dims
    left_out = numbers.inserted_window_dims + numbers.operand_batching_dims
    lengths = iter(updates.shape[axis] for axis in axes)
    everywhere = range(len(x.shape))
    return Windows(
        axes=axes,
        left_out=left_out,
        indexed=numbers.scatter_dims_to_operand_dims,
        batched=numbers.operand_batching_dims,
        batched_indices=numbers.scatter_indices_batching_dims,
        sizes=[1 if a in left_out else next(lengths) for a in everywhere],
        may_miss=equation.params["mode"] == GatherScatterMode.FILL_OR_DROP,
    )


@dataclasses.dataclass
class Windows:
    """Windows of an array side by side, as XLA's gather and scatter number their axes.

    Attributes:
        axes: those axes of the windows side by side that run within one window.
        left_out: axes of the array that a window lacks.
        indexed: axes of the array that the entries of a row of indices are for.
        batched: axes of the array that run along with axes of the indices,
        batched_indices: which are these.
        sizes: how long a window is on each axis of the array.
        may_miss: whether windows may lie outside; otherwise they are moved inside.
    """

    axes: tuple
    left_out: tuple
    indexed: tuple
    batched: tuple
    batched_indices: tuple
    sizes: tuple
    may_miss: bool

    def find(self, x, indices, at):
        """Find an entry of the array.

        Args:
            x: View of the array.
            indices: View of the indices, a row for each window.
            at: JavaScript for the place in the windows side by side.

        Returns:
            (lines, place, hit): lines that compute where the window starts, an expression for
            each axis of the array, and one that tests if it is inside, "" where it always is.
        """
        row = [index for axis, index in enumerate(at) if axis not in self.axes]
        place = self._offsets(len(x.shape), at, row)
        lines, tests = [], []
        for column, axis in enumerate(self.indexed):
            start = f"start{column}"
            last = x.shape[axis] - self.sizes[axis]
            index = indices.at([*row, str(column)])
            value = index if self.may_miss else _clipped(index, last)
            lines.append(f"const {start} = {value};")
            tests.append(f"{start} >= 0 && {start} <= {last}")
            place[axis] = _sum(start, place[axis])
        return lines, place, " && ".join(tests) if self.may_miss else ""

    def _offsets(self, rank, at, row):
        """How far the entry is from the start of its window, on each axis of the array."""
        inner = iter([at[axis] for axis in self.axes])
        offsets = [
            "0" if axis in self.left_out else next(inner)
            for axis in range(rank)
        ]
        for axis, index_axis in zip(
            self.batched, self.batched_indices, strict=True
        ):
            offsets[axis] = row[index_axis]
        return offsets


def _sum(start, offset):
    return start if offset == "0" else f"({start} + {offset})"


def sort(block, equation, *arrays):
    """Sort arrays along an axis by the first of them, or by the first few; NaN comes last."""
    axis = equation.params["dimension"]
    results = [block.variable("sorted", x.shape) for x in arrays]
    order = [*(a for a in range(len(arrays[0].shape)) if a != axis), axis]
    sources = [x.transposed(order) for x in arrays]
    targets = [result.transposed(order) for result in results]
    keys = sources[: equation.params["num_keys"]]
    return block.code(
        arrays, results, lambda: _sort_lines(keys, sources, targets)
    )


def _sort_lines(keys, sources, targets):
    """Loops over all axes but the last; along it, places in order of the keys."""
    *outer_shape, length = sources[0].shape

    def along(outer):
        pairs = (
            f"compare({key.at([*outer, 'left'])}, {key.at([*outer, 'right'])})"
            for key in keys
        )
        order = f"Array.from({{ length: {length} }}, (_, k) => k)"
        ordered = f".sort((left, right) => {' || '.join(pairs)});"

        def inside(index):
            return [
                f"{target.at(outer + index)} = "
                f"{source.at([*outer, f'order[{index[0]}]'])};"
                for source, target in zip(sources, targets, strict=True)
            ]

        loop = nest([length], inside, outer)
        return [f"const order = {order}{ordered}", *loop]

    return in_braces(nest(outer_shape, along))


RULES = {
    **dict.fromkeys(_UPDATES, scatter),
    "dynamic_slice": dynamic_slice,
    "dynamic_update_slice": dynamic_update_slice,
    "gather": gather,
    "sort": sort,
}
