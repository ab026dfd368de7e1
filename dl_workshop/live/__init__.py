"""Live figures: a traced JAX function compiled to JavaScript that runs in any browser.

Tracing a function writes down what it computes as a list of equations, a jaxpr. Each equation
applies one primitive, and there are not many primitives: a loop, an expression or another way of
reading the same numbers is enough for each of them.

Read the files in this order: compiler (the walk over the equations), views (arrays as they are
read), elementwise, reductions, shaping, indexing, loops (what each primitive becomes), block
(which equations share a loop), program (the function's text), helpers.
"""

from dl_workshop.live.compiler import to_javascript

__all__ = ["to_javascript"]
