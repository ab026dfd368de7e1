"""Code generation: the JavaScript function with its arrays, allocated once, and its body.

The function is wrapped in another one that is called at once. So its arrays are made when the
script loads, and used again at every call. Results are copies: the caller may keep them.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dl_workshop.live.block import Block
from dl_workshop.live.dimensions import is_symbolic, text, variables
from dl_workshop.live.helpers import HELPERS, helpers_used
from dl_workshop.live.javascript import indented, number
from dl_workshop.live.naming import Names
from dl_workshop.live.types import Dimension
from dl_workshop.live.views import Buffer, View, whole


class Program:
    """A JavaScript function in the making.

    Attributes:
        name: what the function is called.
        rules: from the name of a primitive to the rule that translates it.
        body: the Block of the function's own statements.
    """

    def __init__(
        self, name: str, rules: Mapping[str, Callable[..., Sequence[View]]]
    ) -> None:
        self.name = name
        self.rules = rules
        self.names = Names()
        self.names.reserve([name, *HELPERS])
        self.body = Block(self)
        self._arrays: dict[str, Any] = {}
        self._lengths: dict[str, str] = {}
        self._singles: dict[str, Buffer] = {}
        self._parameters: list[str] = []

    def inputs(self, names: Sequence[str], avals: Sequence[Any]) -> list[View]:
        """Make the function's parameters.

        Args:
            names: what to call them.
            avals: their shapes, as `jax.make_jaxpr` gives them.

        Returns:
            One View each.

        Raises:
            NotImplementedError: a dimension variable is no argument's only dimension.
            ValueError: a dimension variable has a name that is taken.
        """
        shapes = [aval.shape for aval in avals]
        self.names.reserve_free(variables(shapes))
        views = list(map(self._parameter, names, shapes))
        self._lengths = {
            name: f"{views[_place(name, shapes)].buffer.name}.length"
            for name in variables(shapes)
        }
        return views

    def _parameter(self, stem, shape):
        name = self.names.new(stem)
        self._parameters.append(name)
        array = name if shape else None
        return whole(Buffer(name, math.prod(shape), array), shape)

    def allocate(self, array: str, size: Dimension) -> None:
        """Make an array of that name and size when the script loads."""
        self._arrays[array] = size

    def single(self, value: float) -> Buffer:
        """Write a number where it is used; return its Buffer, the same for the same number."""
        text = number(value)
        return self._singles.setdefault(text, Buffer(text, 1, value=value))

    def array_of(self, values: Sequence[float]) -> Buffer:
        """Make an array that holds these numbers from the start; return its Buffer."""
        name = self.names.new("constant")
        numbers = ", ".join(map(number, values))
        self._arrays[name] = f"[{numbers}]"
        return Buffer(name, len(values), name)

    def text(self, outputs: Iterable[View]) -> str:
        """Write the function.

        Args:
            outputs: Views of what it returns.

        Returns:
            The text `const name = ...;`.
        """
        results = [self._result(view) for view in outputs]
        body = self.body.lines([view for view, _ in results])
        returned = ", ".join(expression for _, expression in results)
        parameters = ", ".join(self._parameters)
        function = [*body, f"return [{returned}];", "};"]
        words = set(re.findall(r"\w+", "\n".join(function)))
        inside = [
            *self._allocations(words),
            *helpers_used(words),
            "",
            f"return function {self.name}({parameters}) {{",
            *self._reallocations(words),
            *function,
        ]
        return indented([f"const {self.name} = (() => {{", *inside, "})();"])

    def _allocations(self, words):
        """Make the arrays whose size is known; declare the others, and the dimensions."""
        used = {k: v for k, v in self._arrays.items() if k in words}
        made = [
            f"const {name} = new Float64Array({content});"
            for name, content in used.items()
            if isinstance(content, str) or not is_symbolic(content)
        ]
        names = [*self._lengths, *self._symbolic(words)]
        return made + ([f"let {', '.join(names)};"] if names else [])

    def _reallocations(self, words):
        """Read the dimensions; where they have changed, make the arrays anew."""
        if not self._lengths:
            return []
        tests = (f"{name} !== {n}" for name, n in self._lengths.items())
        sizes = [f"{name} = {n};" for name, n in self._lengths.items()]
        arrays = [
            f"{name} = new Float64Array({text(size)});"
            for name, size in self._symbolic(words).items()
        ]
        return [f"if ({' || '.join(tests)}) {{", *sizes, *arrays, "}"]

    def _symbolic(self, words):
        return {
            name: size
            for name, size in self._arrays.items()
            if name in words
            and not isinstance(size, str)
            and is_symbolic(size)
        }

    def _result(self, view):
        """A view that can be copied out at once, and the copy."""
        if not view.shape:
            return view, view.at(())
        if view.buffer.array is None and view.buffer.size == 1 == math.prod(
            view.shape
        ):
            return view, f"Float64Array.of({view.buffer.name})"
        if not view.is_whole or view.buffer.array is None:
            view = self.body.copy(view)
            return self._result(view)
        return view, f"Float64Array.from({view.buffer.array})"


def _place(name, shapes):
    """Which argument has a dimension variable as its only dimension."""
    for place, shape in enumerate(shapes):
        if len(shape) == 1 and str(shape[0]) == name:
            return place
    raise NotImplementedError(
        f"the dimension {name}: expected an argument of shape ({name},), to read it from"
    )
