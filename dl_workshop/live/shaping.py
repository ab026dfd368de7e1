"""Broadcast, transpose, reshape, slice, concatenate, pad: most only change how a buffer is read.

Broadcasting, transposing, reversing and slicing copy nothing. Reshaping copies only where the
entries do not lie one after the other; concatenating and padding always do.
"""

from collections.abc import Sequence

import numpy as np

from dl_workshop.live.block import Block
from dl_workshop.live.dimensions import text
from dl_workshop.live.javascript import copy_lines, nest
from dl_workshop.live.types import Equation, Rule
from dl_workshop.live.views import View, whole


def broadcast_in_dim(
    block: Block, equation: Equation, x: View
) -> Sequence[View]:
    """Repeat entries along new axes."""
    axes = map(int, equation.params["broadcast_dimensions"])
    return [x.broadcast(equation.params["shape"], axes)]


def transpose(block: Block, equation: Equation, x: View) -> Sequence[View]:
    """Put axes into another order."""
    return [x.transpose(equation.params["permutation"])]


def reshape(block: Block, equation: Equation, x: View) -> Sequence[View]:
    """Read the entries in the same order, but with other axes."""
    shape = equation.outvars[0].aval.shape
    if x.buffer.value is not None:
        return [whole(x.buffer, ()).broadcast(shape, ())]
    lengths = [n for n in shape if n != 1]
    if list(x.loops) == lengths:
        return [_with_unit_axes(x, shape)]
    if not x.is_whole:
        x = block.copy(x)
    return [whole(x.buffer, shape)]


def _with_unit_axes(x, shape):
    """Add and drop axes of length 1; the others keep their strides."""
    kept = [axis for axis, n in enumerate(x.shape) if n != 1]
    axes = [axis for axis, n in enumerate(shape) if n != 1]
    for axis in reversed(range(len(x.shape))):
        x = x if axis in kept else x.squeeze(axis)
    return x.broadcast(shape, axes)


def rev(block: Block, equation: Equation, x: View) -> Sequence[View]:
    """Read some axes from their ends."""
    for axis in equation.params["dimensions"]:
        x = x.reverse(int(axis))
    return [x]


def slice_(block: Block, equation: Equation, x: View) -> Sequence[View]:
    """Read every step-th entry from start to limit."""
    starts = equation.params["start_indices"]
    steps = equation.params["strides"] or [1] * len(starts)
    shape = equation.outvars[0].aval.shape
    for axis, (start, step) in enumerate(zip(starts, steps, strict=True)):
        x = x.slice(axis, int(start), int(step), shape[axis])
    return [x]


def split(block: Block, equation: Equation, x: View) -> Sequence[View]:
    """Cut one axis into pieces."""
    axis = equation.params["axis"]
    sizes = [int(size) for size in equation.params["sizes"]]
    starts = np.cumsum([0, *sizes]).tolist()
    return [
        x.slice(axis, start, length=size)
        for start, size in zip(starts, sizes, strict=False)
    ]


def unstack(block: Block, equation: Equation, x: View) -> Sequence[View]:
    """Take the entries of an axis apart."""
    axis = equation.params["axis"]
    return [x.slice(axis, k).squeeze(axis) for k in range(x.shape[axis])]


def tile(block: Block, equation: Equation, x: View) -> Sequence[View]:
    """Repeat the whole array along its axes."""
    reps = equation.params["reps"]
    pairs = zip(reps, x.shape, strict=True)
    shape = [length for pair in pairs for length in pair]
    copied = block.copy(x.broadcast(shape, range(1, len(shape), 2)))
    return [whole(copied.buffer, equation.outvars[0].aval.shape)]


def stack(block: Block, equation: Equation, *pieces: View) -> Sequence[View]:
    """Write arrays one after the other along a new axis."""
    axis = equation.params["axis"]
    return _joined(
        block, equation, axis, [p.expand_dims(axis) for p in pieces]
    )


def concatenate(
    block: Block, equation: Equation, *pieces: View
) -> Sequence[View]:
    """Write arrays one after the other along an axis."""
    return _joined(block, equation, equation.params["dimension"], pieces)


def _joined(block, equation, axis, pieces):
    result = block.variable("joined", equation.outvars[0].aval.shape)
    starts = np.cumsum([0, *(p.shape[axis] for p in pieces)]).tolist()

    def lines():
        return [
            line
            for start, piece in zip(starts, pieces, strict=False)
            for line in copy_lines(
                result.slice(axis, start, length=piece.shape[axis]), piece
            )
        ]

    return block.code(pieces, [result], lines)


def pad(
    block: Block, equation: Equation, x: View, filling: View
) -> Sequence[View]:
    """Write an array into a larger one, with distances between its entries."""
    result = block.variable("padded", equation.outvars[0].aval.shape)
    target = result
    for axis, config in enumerate(equation.params["padding_config"]):
        x, target = _inside(x, target, axis, *map(int, config))
    everywhere = filling.broadcast(result.shape, ())

    def lines():
        return [*copy_lines(result, everywhere), *copy_lines(target, x)]

    return block.code([x, filling], [result], lines)


def _inside(x, target, axis, low, high, between):
    """Leave out what negative padding cuts off; find the places of the rest."""
    step, length = between + 1, target.shape[axis]
    places = [low + k * step for k in range(x.shape[axis])]
    kept = [k for k, place in enumerate(places) if 0 <= place < length]
    first = kept[0] if kept else 0
    start = places[first] if kept else 0
    return (
        x.slice(axis, first, length=len(kept)),
        target.slice(axis, start, step, len(kept)),
    )


def empty(block: Block, equation: Equation) -> Sequence[View]:
    """Make an array whose entries do not matter."""
    return [block.constant(0.0).broadcast(equation.outvars[0].aval.shape, ())]


def iota(block: Block, equation: Equation) -> Sequence[View]:
    """Count along an axis."""
    axis = equation.params["dimension"]
    result = block.variable("index", equation.outvars[0].aval.shape)

    def lines():
        return nest(
            result.shape, lambda at: [f"{result.at(at)} = {at[axis]};"]
        )

    return block.code([], [result], lines)


def dim_as_value(block: Block, equation: Equation) -> Sequence[View]:
    """Read a symbolic dimension as a number."""
    return [block.map("size", (), text(equation.params["dim"]))]


RULES: dict[str, Rule] = {
    "broadcast_in_dim": broadcast_in_dim,
    "concatenate": concatenate,
    "dim_as_value": dim_as_value,
    "empty": empty,
    "empty2": empty,
    "expand_dims": reshape,
    "iota": iota,
    "pad": pad,
    "reshape": reshape,
    "rev": rev,
    "slice": slice_,
    "split": split,
    "squeeze": reshape,
    "stack": stack,
    "tile": tile,
    "transpose": transpose,
    "unstack": unstack,
}
