"""Loop fusion: which operations share a loop.

One loop for each equation would read and write every number many times. Operations over the same
shape share one instead: what one of them computes for an entry, the next ones take from a local
variable. A loop can take in an operation whose inputs are there when the loop starts, or are
computed in the loop itself, entry by entry. A sum over the entries is complete only after the
loop: what needs it goes to a later one.
"""

from collections.abc import Iterable

from dl_workshop.live.javascript import nest
from dl_workshop.live.operations import Operation
from dl_workshop.live.views import Buffer, View


def grouped(operations: Iterable[Operation]) -> list[list[Operation]]:
    """Put each operation into the first group that can take it, else into a new one.

    Args:
        operations: in an order in which each follows what it reads.

    Returns:
        Groups, lists of operations, in an order in which they can run.
    """
    groups: list[list[Operation]] = []
    places: dict[Buffer, int] = {}
    for operation in operations:
        place = _place(operation, groups, places)
        if place == len(groups):
            groups.append([])
        groups[place].append(operation)
        operation.group = groups[place]
        places.update((view.buffer, place) for view in operation.results)
    return groups


def _place(operation, groups, places):
    """Index of the first group that can take an operation."""
    inner = [view for view in operation.reads if view.buffer in places]
    earliest = max(
        (
            places[view.buffer] + (not _follows(operation, view))
            for view in inner
        ),
        default=0,
    )
    fitting = (
        place
        for place in range(earliest, len(groups))
        if operation.loops is not None
        and operation.loops == groups[place][0].loops
    )
    return next(fitting, len(groups))


def _follows(operation, view):
    """Whether an operation can read a view in the loop that computes it."""
    return view.buffer.producer.hands_over(view, operation.loops)


def mark_stored(
    operations: Iterable[Operation], outputs: Iterable[View]
) -> None:
    """Note what is read in its own loop, and what must be kept for later ones.

    Args:
        operations: those of a block, grouped.
        outputs: Views that are read after the block.
    """
    for view in outputs:
        if view.buffer.producer is not None:
            view.buffer.producer.is_stored = True
    for operation in operations:
        for view in operation.reads:
            _mark(operation, view.buffer.producer)


def _mark(reader, producer):
    if producer is None:
        return
    if producer.group is reader.group:
        producer.is_local = True
    else:
        producer.is_stored = True


def group_lines(group: list[Operation]) -> list[str]:
    """Write one loop nest.

    Args:
        group: operations that share it.

    Returns:
        Lines of JavaScript.
    """
    named = (op.origin for op in group if op.origin not in (None, "<lambda>"))
    origins = dict.fromkeys(named)
    comment = [f"// {', '.join(origins)}"] if origins else []
    return [*comment, *_level_lines(group, [])]


def _level_lines(group, outer):
    """Write the loops inside of some others, and what comes before and after them."""
    before = [line for op in group for line in op.before(outer)]
    after = [line for op in group for line in op.after(outer)]
    rest = (group[0].loops or ())[len(outer) :]
    if rest:
        inside = nest(
            rest[:1], lambda at: _level_lines(group, outer + at), outer
        )
    else:
        inside = [line for op in group for line in op.inside(outer)]
    return [*before, *inside, *after]
