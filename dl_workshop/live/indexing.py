"""Gather, scatter, dynamic slices and sort: primitives whose indices are computed.

Indices that point outside of an array are clipped to its edge, dropped, or read as NaN: the
equation's GatherScatterMode says which.
"""

import dataclasses
from collections.abc import Sequence

import numpy as np
from jax.lax import GatherScatterMode

from dl_workshop.live.block import Block
from dl_workshop.live.javascript import copy_lines, in_braces, nest, number
from dl_workshop.live.types import Equation, Rule
from dl_workshop.live.views import View

_UPDATES = {
    "scatter": "{0} = {1}",
    "scatter-add": "{0} += {1}",
    "scatter-max": "{0} = Math.max({0}, {1})",
    "scatter-min": "{0} = Math.min({0}, {1})",
    "scatter-mul": "{0} *= {1}",
    "scatter-sub": "{0} -= {1}",
}


def dynamic_slice(
    block: Block, equation: Equation, x: View, *starts: View
) -> Sequence[View]:
    """Copy a part whose first entry is computed; the part stays inside the array."""
    shape = equation.outvars[0].aval.shape
    result = block.variable("part", shape)
    part, heads = _part(block, x, starts, shape)
    return block.code(
        [x, *starts], [result], lambda: [*heads, *copy_lines(result, part)]
    )


def dynamic_update_slice(
    block: Block, equation: Equation, x: View, update: View, *starts: View
) -> Sequence[View]:
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
        x = x.slice(axis, length=length).shifted(axis, name)
    return x, heads


def _clipped(index, last):
    return f"Math.min(Math.max({index}, 0), {last})"


def gather(
    block: Block, equation: Equation, x: View, indices: View
) -> Sequence[View]:
    """Read slices of an array, each starting where a row of indices says."""
    numbers = equation.params["dimension_numbers"]
    slices = Slices(
        offset_dims=numbers.offset_dims,
        collapsed_slice_dims=numbers.collapsed_slice_dims,
        start_index_map=numbers.start_index_map,
        operand_batching_dims=numbers.operand_batching_dims,
        start_indices_batching_dims=numbers.start_indices_batching_dims,
        slice_sizes=equation.params["slice_sizes"],
        mode=equation.params["mode"],
    )
    result = block.variable("gathered", equation.outvars[0].aval.shape)
    missing = number(_missing(equation))

    def inside(at):
        lines, place, hit = slices.find(x, indices, at)
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


def scatter(
    block: Block, equation: Equation, x: View, indices: View, updates: View
) -> Sequence[View]:
    """Copy an array and update slices of it, each starting where a row of indices says."""
    slices = _updated_slices(equation, x, updates)
    result = block.variable("scattered", x.shape)
    template = _UPDATES[equation.primitive.name]

    def inside(at):
        lines, place, hit = slices.find(result, indices, at)
        change = template.format(result.at(place), updates.at(at))
        return [*lines, f"if ({hit}) {change};" if hit else f"{change};"]

    def lines():
        changes = in_braces(nest(updates.shape, inside))
        return [*copy_lines(result, x), *changes]

    return block.code([x, indices, updates], [result], lines)


def _updated_slices(equation, x, updates):
    """Describe scatter's slices in the words of the gather that reads them back."""
    numbers = equation.params["dimension_numbers"]
    window_dims = numbers.update_window_dims
    squeezed = numbers.inserted_window_dims + numbers.operand_batching_dims
    lengths = iter(updates.shape[axis] for axis in window_dims)
    every_dim = range(len(x.shape))
    return Slices(
        offset_dims=window_dims,
        collapsed_slice_dims=numbers.inserted_window_dims,
        start_index_map=numbers.scatter_dims_to_operand_dims,
        operand_batching_dims=numbers.operand_batching_dims,
        start_indices_batching_dims=numbers.scatter_indices_batching_dims,
        slice_sizes=[1 if d in squeezed else next(lengths) for d in every_dim],
        mode=equation.params["mode"],
    )


@dataclasses.dataclass
class Slices:
    """Slices of an operand, stacked, in the words of jax.lax.GatherDimensionNumbers.

    Attributes:
        offset_dims: dimensions of the stacked slices that run within one slice.
        collapsed_slice_dims: dimensions of the operand, of size 1 in a slice, that it drops.
        start_index_map: dimension of the operand that each entry of a row of indices is for.
        operand_batching_dims: dimensions of the operand that are batched with some of the
            indices, and dropped too.
        start_indices_batching_dims: which of the indices' dimensions these are.
        slice_sizes: size of a slice in each dimension of the operand.
        mode: the GatherScatterMode, for slices that reach out of the operand.
    """

    offset_dims: tuple
    collapsed_slice_dims: tuple
    start_index_map: tuple
    operand_batching_dims: tuple
    start_indices_batching_dims: tuple
    slice_sizes: tuple
    mode: GatherScatterMode

    def find(
        self, operand: View, indices: View, at: Sequence[str]
    ) -> tuple[list[str], list[str], str]:
        """Find an entry of the operand.

        Args:
            operand: its View.
            indices: View of the indices, a row for each slice.
            at: JavaScript for the place in the stacked slices.

        Returns:
            (lines, place, hit): lines that compute where the slice starts, an expression for
            each dimension of the operand, and one that tests if it is inside, "" where it
            always is.
        """
        may_drop = self.mode == GatherScatterMode.FILL_OR_DROP
        row = [i for axis, i in enumerate(at) if axis not in self.offset_dims]
        place = self._offsets(len(operand.shape), at, row)
        lines, tests = [], []
        for column, axis in enumerate(self.start_index_map):
            start = f"start{column}"
            last = operand.shape[axis] - self.slice_sizes[axis]
            index = indices.at([*row, str(column)])
            value = index if may_drop else _clipped(index, last)
            lines.append(f"const {start} = {value};")
            tests.append(f"{start} >= 0 && {start} <= {last}")
            place[axis] = _sum(start, place[axis])
        return lines, place, " && ".join(tests) if may_drop else ""

    def _offsets(self, rank, at, row):
        """How far the entry is from the start of its slice, in each dimension."""
        dropped = {*self.collapsed_slice_dims, *self.operand_batching_dims}
        inner = iter([at[axis] for axis in self.offset_dims])
        offsets = [
            "0" if axis in dropped else next(inner) for axis in range(rank)
        ]
        batching = zip(
            self.operand_batching_dims,
            self.start_indices_batching_dims,
            strict=True,
        )
        for axis, index_axis in batching:
            offsets[axis] = row[index_axis]
        return offsets


def _sum(start, offset):
    return start if offset == "0" else f"({start} + {offset})"


def sort(block: Block, equation: Equation, *arrays: View) -> Sequence[View]:
    """Sort arrays along an axis by the first of them, or by the first few; NaN comes last."""
    axis = equation.params["dimension"]
    results = [block.variable("sorted", x.shape) for x in arrays]
    order = [*(a for a in range(len(arrays[0].shape)) if a != axis), axis]
    sources = [x.transpose(order) for x in arrays]
    targets = [result.transpose(order) for result in results]
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


RULES: dict[str, Rule] = {
    **dict.fromkeys(_UPDATES, scatter),
    "dynamic_slice": dynamic_slice,
    "dynamic_update_slice": dynamic_update_slice,
    "gather": gather,
    "sort": sort,
}
