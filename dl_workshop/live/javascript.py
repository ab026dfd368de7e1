"""JavaScript as text: number literals, loop nests, indentation."""

import math
from collections.abc import Callable, Iterable, Sequence

from dl_workshop.live.dimensions import text
from dl_workshop.live.types import Dimension
from dl_workshop.live.views import View

_LETTERS = "ijklmnpq"


def number(value: float) -> str:
    """Write a number, negative ones in brackets."""
    value = float(value)
    if math.isnan(value):
        return "NaN"
    text = repr(abs(value)).removesuffix(".0").replace("inf", "Infinity")
    return f"(-{text})" if math.copysign(1, value) < 0 else text


def nest(
    shape: Sequence[Dimension],
    inside: Callable[[list[str]], Sequence[str]],
    outer: Sequence[str] = (),
) -> list[str]:
    """Write loops over every entry of a shape; axes of length 1 need none.

    Args:
        shape: lengths of the axes.
        inside: from the list of indices, one for each axis, to the lines inside the loops.
        outer: indices of the loops around these.

    Returns:
        Lines of JavaScript.
    """
    letters = (letter for letter in _LETTERS if letter not in outer)
    indices = [next(letters) if n != 1 else "0" for n in shape]
    heads = [
        f"for (let {i} = 0; {i} < {text(n)}; {i} += 1) {{"
        for i, n in zip(indices, shape, strict=True)
        if n != 1
    ]
    return [*heads, *inside(indices), *["}" for _ in heads]]


def in_braces(lines: Iterable[str]) -> list[str]:
    """Keep the names of some statements from those of others."""
    return ["{", *lines, "}"]


def copy_lines(target: View, source: View) -> list[str]:
    """Write loops that copy one view's entries to another of the same shape."""
    return nest(
        source.shape, lambda at: [f"{target.at(at)} = {source.at(at)};"]
    )


def indented(lines: Iterable[str]) -> str:
    """Join lines, each indented by the number of braces that are open."""
    depth, texts = 0, list[str]()
    for line in lines:
        depth -= line.startswith(("}", "]"))
        texts.append(("  " * depth + line).rstrip())
        depth += line.endswith(("{", "["))
    return "\n".join(texts) + "\n"
