"""A basic block: operations in order, what rules add to it, and dead code left out."""

import math
from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dl_workshop.live.fusion import group_lines, grouped, mark_stored
from dl_workshop.live.operations import Code, Map, Operation, Reduce
from dl_workshop.live.types import Dimension
from dl_workshop.live.views import Buffer, View, whole


class Block:
    """Operations that run one after the other, between two braces.

    Attributes:
        program: the Program that the block is part of.
        origin: name of the Python function whose equations are being translated.
        caller: frame of the line that is being translated, None before the first.
        in_library: whether that line has called a function of JAX, which is being translated.
    """

    def __init__(
        self, program: Any, caller: Any = None, in_library: bool = False
    ) -> None:
        self.program = program
        self.origin: str | None = None
        self.caller, self.in_library = caller, in_library
        self._operations: list[Operation] = []
        self._known: dict[tuple, View] = {}

    def child(self) -> "Block":
        """Make a block for the inside of a loop or of a branch."""
        return Block(self.program, self.caller, self.in_library)

    def constant(self, value: ArrayLike) -> View:
        """View numbers that are known already."""
        values = np.asarray(value, dtype=float)
        first = values.flat[0] if values.size else np.float64(0)
        if values.size and values.tobytes() != first.tobytes() * values.size:
            return whole(self.program.array_of(values.ravel()), values.shape)
        single = self.program.single(first)
        return whole(single, ()).broadcast(values.shape, ())

    def buffer(self, stem: str, size: Dimension) -> Buffer:
        """Name a new buffer: exp, and the array exps where there are more numbers than one."""
        name = self.program.names.new(stem)
        array = self.program.names.new(f"{name}s") if size != 1 else None
        return Buffer(name, size, array)

    def variable(self, stem: str, shape: Sequence[Dimension]) -> View:
        """View a new buffer, for statements that assign to it."""
        return whole(self.buffer(stem, math.prod(shape)), shape)

    def map(
        self,
        stem: str,
        shape: Sequence[Dimension],
        template: str,
        *reads: View,
    ) -> View:
        """Compute every entry by an expression.

        Args:
            stem: what to call the result.
            shape: of the result.
            template: the expression, with {0}, {1}, .. for the entries that it reads.
            *reads: Views of that shape.

        Returns:
            View of the result.
        """
        key = template, tuple(shape), reads
        if key not in self._known:
            out = self.variable(stem, shape)
            self._known[key] = self._append(Map(out, template, reads))
        return self._known[key]

    def copy(self, view: View) -> View:
        """Compute the same numbers again, one after the other in a buffer of their own."""
        return self.map("copy", view.shape, "{0}", view)

    def reduce(
        self,
        stem: str,
        view: View,
        axes: Collection[int],
        start: str,
        template: str,
    ) -> View:
        """Combine the entries along some axes.

        Args:
            stem: what to call the result.
            view: what to combine.
            axes: which axes vanish.
            start: the result where there is nothing to combine.
            template: the assignment, {0} the result so far and {1} an entry.

        Returns:
            View of the result.
        """
        kept = [axis for axis in range(len(view.shape)) if axis not in axes]
        key = template, tuple(kept), view
        if key not in self._known:
            shape = tuple(view.shape[axis] for axis in kept)
            out = self.variable(stem, shape)
            operation = Reduce(out, view, axes, start, template)
            self._known[key] = self._append(operation)
        return self._known[key]

    def code(
        self,
        reads: Sequence[View],
        results: Sequence[View],
        lines: Callable[[], list[str]],
    ) -> Sequence[View]:
        """Add statements of any kind.

        Args:
            reads: Views that they read.
            results: Views of variables that they assign to, from `variable`.
            lines: returns the statements; called when the program is written.

        Returns:
            The results.
        """
        self._append(Code(results, reads, lines))
        return results

    def _append(self, operation):
        operation.origin = self.origin
        for view in operation.results:
            view.buffer.producer = operation
        self._operations.append(operation)
        return operation.results[0] if operation.results else None

    def lines(self, outputs: Sequence[View]) -> list[str]:
        """Write the block.

        Args:
            outputs: Views that are read after it.

        Returns:
            Lines of JavaScript.
        """
        needed = self._needed(outputs)
        groups = grouped(needed)
        mark_stored(needed, outputs)
        for operation in needed:
            self._allocate(operation)
        return [line for group in groups for line in group_lines(group)]

    def _needed(self, outputs):
        """Leave out operations whose results nobody reads."""
        _mark_read(outputs)
        needed = []
        for operation in reversed(self._operations):
            if any(view.buffer.is_read for view in operation.results):
                needed.append(operation)
                _mark_read(operation.reads)
        return needed[::-1]

    def _allocate(self, operation):
        for view in operation.results:
            if view.buffer.array and operation.is_stored:
                self.program.allocate(view.buffer.array, view.buffer.size)


def _mark_read(views):
    for view in views:
        view.buffer.is_read = True
