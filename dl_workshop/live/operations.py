"""The intermediate representation: maps, reductions, and statements of any kind."""

from collections.abc import Callable, Collection, Sequence

from dl_workshop.live.types import Dimension
from dl_workshop.live.views import View


class Operation:
    """Something that reads views and computes others.

    Attributes:
        results: Views of what it computes.
        reads: Views of what it needs.
        loops: lengths of the loops that it runs in; None where it brings its own.
        origin: name of the Python function that it came from.
        group: the list of operations that share its loop, itself among them.
        is_stored: whether its results are kept for later loops.
        is_local: whether they are read in its own.
    """

    is_stored = True
    is_local = False
    loops: tuple[Dimension, ...] | None = None
    origin: str | None = None
    group: "list[Operation] | None" = None

    def __init__(self, results: Sequence[View], reads: Sequence[View]) -> None:
        self.results = results
        self.reads = reads

    def hands_over(
        self, view: View, loops: tuple[Dimension, ...] | None
    ) -> bool:
        """Whether another operation in the same loops can read the view entry by entry."""
        return False

    def before(self, outer: Sequence[str]) -> list[str]:
        """Return lines before the next loop inside of others; outer are their indices."""
        return []

    def inside(self, indices: Sequence[str]) -> list[str]:
        """Return lines inside of all loops."""
        return []

    def after(self, outer: Sequence[str]) -> list[str]:
        """Return lines after the loop that `before` came before."""
        return []

    def _read(self, view, indices):
        """Read an entry, from the local variable where it is computed in the same loop."""
        producer = view.buffer.producer
        if producer is not None and producer.group is self.group:
            return view.buffer.name
        return view.at(_with_unit_axes(view.shape, indices))


class Map(Operation):
    """An expression for every entry."""

    is_stored = False

    def __init__(
        self, out: View, template: str, reads: Sequence[View]
    ) -> None:
        super().__init__([out], reads)
        self.loops = out.loops
        self._template = template

    def hands_over(
        self, view: View, loops: tuple[Dimension, ...] | None
    ) -> bool:
        """Whether the view reads in the order in which the loops compute."""
        return view.is_whole and view.loops == loops == self.loops

    def inside(self, indices: Sequence[str]) -> list[str]:
        """Return the lines inside the loops."""
        out = self.results[0]
        atoms = [self._read(view, indices) for view in self.reads]
        line = f"{self._template.format(*atoms)};"
        if self.is_stored and out.buffer.array:
            entry = out.at(_with_unit_axes(out.shape, indices))
            line = f"{entry} = {line}"
        if self.is_local or not out.buffer.array:
            line = f"const {out.buffer.name} = {line}"
        return [line]


class Reduce(Operation):
    """An assignment that takes in every entry.

    Where the inner loops are those that vanish, a local variable collects the result; where outer
    loops vanish, all results grow side by side in their array.
    """

    def __init__(
        self,
        out: View,
        view: View,
        axes: Collection[int],
        start: str,
        template: str,
    ) -> None:
        super().__init__([out], [view])
        self.loops = view.loops
        self._start = start
        self._template = template
        kept = [axis not in axes for axis in range(len(view.shape))]
        axes_kept = [axis for axis, keep in enumerate(kept) if keep]
        self._target = out.broadcast(view.shape, axes_kept)
        self._depth = _depth(view.shape, kept)

    def before(self, outer: Sequence[str]) -> list[str]:
        """Return the line that sets the result to where it starts."""
        buffer = self.results[0].buffer
        if len(outer) == self._depth:
            return [f"let {buffer.name} = {self._start};"]
        if self._depth is None and not outer:
            return [f"{buffer.array}.fill({self._start});"]
        return []

    def inside(self, indices: Sequence[str]) -> list[str]:
        """Return the line that takes in one entry."""
        (view,), name = self.reads, self.results[0].buffer.name
        if self._depth is None:
            name = self._target.at(_with_unit_axes(view.shape, indices))
        return [f"{self._template.format(name, self._read(view, indices))};"]

    def after(self, outer: Sequence[str]) -> list[str]:
        """Return the line that stores a result."""
        out = self.results[0]
        if not out.buffer.array or len(outer) != self._depth:
            return []
        entry = out.at(_with_unit_axes(out.shape, outer))
        return [f"{entry} = {out.buffer.name};"]


def _depth(shape, kept):
    """How many loops are around those that vanish; None where some are inside of these."""
    loops = [keep for keep, n in zip(kept, shape, strict=True) if n != 1]
    return sum(loops) if loops == sorted(loops, reverse=True) else None


class Code(Operation):
    """Statements of any kind, with their own loops."""

    def __init__(
        self,
        results: Sequence[View],
        reads: Sequence[View],
        lines: Callable[[], list[str]],
    ) -> None:
        super().__init__(results, reads)
        self._lines = lines

    def before(self, outer: Sequence[str]) -> list[str]:
        """Return the lines that name single numbers, then the statements."""
        names = [
            view.buffer.name for view in self.results if not view.buffer.array
        ]
        declared = [f"let {', '.join(names)};"] if names else []
        return declared + self._lines()


def _with_unit_axes(shape, indices):
    """Give axes of length 1, which have no loop, an index."""
    rest = iter(indices)
    return [next(rest) if n != 1 else "0" for n in shape]
