"""Live figures: a traced JAX function compiled to JavaScript that runs in any browser.

Tracing a function writes down what it computes as a list of equations, a jaxpr. Each equation
applies one primitive, and there are not many primitives: a loop, an expression or another way of
reading the same numbers is enough for each of them.

Read the files in this order: compiler and walk (from equation to equation), views (arrays as they
are read), elementwise with integers, reductions, shaping, indexing, linear systems and loops (what
each primitive becomes), block and operations (what the rules add to), fusion (which operations
share a loop), program with javascript, naming and helpers (the text).
"""

from collections.abc import Callable

from dl_workshop.live.compiler import to_javascript
from dl_workshop.live.figure import Figure
from dl_workshop.live.figures import NAMES, load

__all__ = ["to_javascript", *NAMES]


def __getattr__(name: str) -> Callable[..., Figure]:
    """Import a figure when it is first used: who shows one loads no other (PEP 562)."""
    if name not in NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return globals().setdefault(name, load(name))


def __dir__() -> list[str]:
    """List every figure, imported or not, so that Tab completes it."""
    return sorted({*globals(), *__all__})
