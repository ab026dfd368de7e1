"""Identifiers in JavaScript: arguments named as in Python, all others after their primitive."""

import inspect
import itertools
import re
from collections.abc import Callable, Iterable, Sequence

import jax

from dl_workshop.live.types import PyTree

# Words of the language, what compiled functions call, and names inside of loops.
_TAKEN = """
    arguments await break case catch class const continue debugger default delete do else enum
    eval export extends false finally for function if implements import in instanceof interface
    let new null package private protected public return static super switch this throw true try
    typeof undefined var void while with yield
    Array Float64Array Infinity Math NaN Number
    i j k l m n p q total best order left right
    start0 start1 start2 start3 start4 start5 start6 start7
"""


class Names:
    """Hands out names that no other variable has."""

    def __init__(self):
        self._taken = set(_TAKEN.split())

    def new(self, stem: str) -> str:
        """Give a name that starts with the stem: exp, exp2, exp3, ..."""
        stem = re.sub(r"\W+", "_", stem).strip("_") or "value"
        stem = stem if not stem[0].isdigit() else f"_{stem}"
        ends = itertools.chain([""], itertools.count(2))
        free = (f"{stem}{end}" for end in ends)
        name = next(n for n in free if n not in self._taken)
        self._taken.add(name)
        return name

    def reserve_free(self, dimensions: Sequence[str]) -> None:
        """Keep dimensions' names from being handed out; refuse those that are taken."""
        for name in dimensions:
            if name in self._taken:
                raise ValueError(
                    f"dimension {name}: expected another name, such as num_{name}; JavaScript "
                    "or the loops of the program use this one"
                )
        self.reserve(dimensions)

    def reserve(self, names: Iterable[str]) -> None:
        """Keep names from being handed out."""
        self._taken.update(names)


def leaf_names(fun: Callable, arguments: Sequence[PyTree]) -> list[str]:
    """Name every leaf of the arguments after its place: params.log_scales, data, ...

    Args:
        fun: the Python function.
        arguments: its arguments, pytrees.

    Returns:
        One name for each leaf, in the order of `jax.tree.leaves`; not yet without clashes.
    """
    names = _parameter_names(fun, len(arguments))
    leaves, _ = jax.tree_util.tree_flatten_with_path(tuple(arguments))
    return [
        names[path[0].idx] + jax.tree_util.keystr(path[1:])
        for path, _ in leaves
    ]


def _parameter_names(fun, count):
    try:
        parameters = inspect.signature(fun).parameters.values()
    except (TypeError, ValueError):  # some callables do not tell
        parameters = ()
    names = [p.name for p in parameters if p.kind != p.VAR_POSITIONAL]
    more = (f"a{k}" for k in range(len(names), count))
    return [*names, *more][:count]
