"""Strided views: a buffer of numbers, and the offset and strides that say where entries lie.

Entry (i, j) of a view lies at offset + i * strides[0] + j * strides[1] of its buffer. To
transpose is to swap strides, to broadcast is to have a stride of 0, to reverse a negative one:
none of them copies a number.
"""

import dataclasses
import math
from collections.abc import Iterable, Sequence
from typing import Any

from dl_workshop.live.dimensions import dimension, text
from dl_workshop.live.types import Dimension


@dataclasses.dataclass(eq=False)
class Buffer:
    """Numbers that have a name in JavaScript.

    Attributes:
        name: of the variable, or of one entry where entries are variables in a loop.
        size: how many numbers.
        array: the name of the array; None for a single number, which is a variable.
        producer: the Operation that computes it; None for arguments and constants.
        value: what a constant is equal to, the same number everywhere; None for others.
        is_read: whether anything after its producer reads it, known when programs are written.
    """

    name: str
    size: Dimension
    array: str | None = None
    producer: Any = None
    value: Any = None
    is_read: bool = False


@dataclasses.dataclass(frozen=True)
class View:
    """A way of reading a buffer.

    Attributes:
        buffer: the Buffer.
        shape: lengths of the axes.
        strides: how far apart neighbours on each axis are.
        offset: where the first entry is.
        dynamic_offset: JavaScript that is added to the offset, "" for nothing.
    """

    buffer: Buffer
    shape: tuple[Dimension, ...]
    strides: tuple[Dimension, ...]
    offset: Dimension = 0
    dynamic_offset: str = ""

    def at(self, indices: Iterable[str]) -> str:
        """Write how to read one entry.

        Args:
            indices: one JavaScript expression for each axis.

        Returns:
            A JavaScript expression that needs no brackets around it.
        """
        if self.buffer.array is None:
            return self.buffer.name
        axes = zip(self.shape, self.strides, indices, strict=True)
        terms = [_times(s, i) for n, s, i in axes if n != 1 and s != 0]
        terms += [text(self.offset)] * (self.offset != 0)
        terms += [self.dynamic_offset] * bool(self.dynamic_offset)
        return f"{self.buffer.array}[{' + '.join(terms) or 0}]"

    @property
    def loops(self) -> tuple[Dimension, ...]:
        """Lengths of the loops that visit every entry: axes of length 1 need none."""
        return tuple(n for n in self.shape if n != 1)

    @property
    def is_whole(self) -> bool:
        """Whether the view reads its buffer from first to last."""
        start = self.offset == 0 and not self.dynamic_offset
        return (
            start
            and math.prod(self.shape) == self.buffer.size
            and all(
                n == 1 or s == dense
                for n, s, dense in zip(
                    self.shape,
                    self.strides,
                    dense_strides(self.shape),
                    strict=True,
                )
            )
        )

    def slice(
        self,
        axis: int,
        start: Dimension = 0,
        step: int = 1,
        length: Dimension | None = None,
    ) -> "View":
        """Read part of one axis: entries start, start + step, .. of it."""
        length = self.shape[axis] if length is None else length
        return dataclasses.replace(
            self,
            shape=_put(self.shape, axis, length),
            strides=_put(self.strides, axis, self.strides[axis] * step),
            offset=self.offset + start * self.strides[axis],
        )

    def squeeze(self, axis: int) -> "View":
        """Read the first entry of an axis only, without the axis."""
        return dataclasses.replace(
            self,
            shape=_put(self.shape, axis),
            strides=_put(self.strides, axis),
        )

    def expand_dims(self, axis: int) -> "View":
        """Add an axis of length 1."""
        return dataclasses.replace(
            self,
            shape=(*self.shape[:axis], 1, *self.shape[axis:]),
            strides=(*self.strides[:axis], 0, *self.strides[axis:]),
        )

    def reverse(self, axis: int) -> "View":
        """Read one axis from its end."""
        last = max(self.shape[axis] - 1, 0)
        return self.slice(axis, start=last, step=-1)

    def broadcast(
        self, shape: Sequence[Dimension], axes: Iterable[int]
    ) -> "View":
        """Broadcast: axis k becomes axis axes[k] of shape; the others repeat."""
        strides = [0] * len(shape)
        for length, stride, axis in zip(
            self.shape, self.strides, axes, strict=True
        ):
            strides[axis] = stride if length != 1 else 0
        return dataclasses.replace(
            self, shape=tuple(shape), strides=tuple(strides)
        )

    def transpose(self, order: Iterable[int]) -> "View":
        """Put the axes into another order."""
        return dataclasses.replace(
            self,
            shape=tuple(self.shape[axis] for axis in order),
            strides=tuple(self.strides[axis] for axis in order),
        )

    def offset_by(self, *terms: str) -> "View":
        """Add JavaScript expressions to the offset."""
        dynamic_offset = " + ".join(
            filter(None, [self.dynamic_offset, *terms])
        )
        return dataclasses.replace(self, dynamic_offset=dynamic_offset)

    def shifted(self, axis: int, index: str) -> "View":
        """Move the first entry along an axis, as far as the JavaScript expression says."""
        return self.offset_by(_times(self.strides[axis], index))

    def entry(self, index: str) -> "View":
        """Read one entry of the first axis, which the JavaScript expression index chooses."""
        return self.shifted(0, index).squeeze(0)


def dense_strides(shape: Sequence[Dimension]) -> tuple[Dimension, ...]:
    """Strides of an array whose entries lie one after the other, the last axis fastest."""
    return tuple(math.prod(shape[axis + 1 :]) for axis in range(len(shape)))


def whole(buffer: Buffer, shape: Iterable[Dimension]) -> View:
    """View a buffer from first to last."""
    shape = tuple(map(dimension, shape))
    return View(buffer, shape, dense_strides(shape))


def _times(stride, index):
    if stride == 0:
        return ""
    return index if stride == 1 else f"{text(stride)} * {index}"


def _put(values, position, *new):
    return (*values[:position], *new, *values[position + 1 :])
