"""Triangular systems of linear equations, solved one unknown after the other.

Four kinds become one: a matrix on the right of the unknowns is its transpose on their left, and an
upper triangle read from its end is a lower one. Views say so, and nothing is copied.
"""

from collections.abc import Sequence

from dl_workshop.live.block import Block
from dl_workshop.live.javascript import in_braces, nest
from dl_workshop.live.types import Equation, Rule
from dl_workshop.live.views import View


def triangular_solve(
    block: Block, equation: Equation, a: View, b: View
) -> Sequence[View]:
    """Find x with a x = b, or with x a = b, for every matrix of a stack."""
    params, result = equation.params, block.variable("solution", b.shape)
    x, lower = result, params["lower"]
    if params["transpose_a"]:
        a, lower = _transposed(a), not lower
    if not params["left_side"]:
        a, b, x = map(_transposed, (a, b, x))
        lower = not lower
    if not lower:
        rows = len(a.shape) - 2
        a = a.reverse(rows).reverse(rows + 1)
        b, x = b.reverse(rows), x.reverse(rows)
    divides = not params["unit_diagonal"]
    names = [block.program.names.new(stem) for stem in ("total", "known")]
    return block.code(
        [a, b], [result], lambda: _forward(a, b, x, divides, *names)
    )


def _transposed(matrices):
    """Swap the last two axes."""
    *stack, rows, columns = range(len(matrices.shape))
    return matrices.transpose([*stack, columns, rows])


def _forward(a, b, x, divides, total, known):
    """Loops over matrices and columns of b; then every row takes away what is known before it."""
    *stack, rows, columns = b.shape

    def solve(outer):
        *matrix, column = outer

        def row(index):
            at = [*matrix, *index]
            product = (
                f"{a.at([*at, known])} * {x.at([*matrix, known, column])}"
            )
            divided = f" / {a.at([*at, *index])}" if divides else ""
            return [
                f"let {total} = {b.at([*at, column])};",
                f"for (let {known} = 0; {known} < {index[0]}; {known} += 1) "
                f"{total} -= {product};",
                f"{x.at([*at, column])} = {total}{divided};",
            ]

        return nest([rows], row, outer)

    return in_braces(nest([*stack, columns], solve))


RULES: dict[str, Rule] = {"triangular_solve": triangular_solve}
