"""Live figures: a traced JAX function compiled to JavaScript that runs in any browser.

Tracing a function writes down what it computes as a list of equations, a jaxpr. Each equation
applies one primitive, and there are not many primitives: a loop, an expression or another way of
reading the same numbers is enough for each of them.

Read the files in this order: compiler and walk (from equation to equation), views (arrays as they
are read), elementwise with integers, reductions, shaping, indexing and loops (what each primitive
becomes), block and operations (what the rules add to), fusion (which operations share a loop),
program with javascript, naming and helpers (the text).
"""

from dl_workshop.live.compiler import to_javascript
from dl_workshop.live.figures import (
    broken_stick,
    fit_by_hand,
    loss_landscape,
    many_components,
    one_datum,
    slopes,
    training_runs,
)

__all__ = [
    "broken_stick",
    "fit_by_hand",
    "loss_landscape",
    "many_components",
    "one_datum",
    "slopes",
    "to_javascript",
    "training_runs",
]
