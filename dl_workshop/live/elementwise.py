"""Element-wise primitives: arithmetic, functions, comparisons, choices and conversions.

Each is an expression, {0} and {1} its operands. In JavaScript every number is a float64; so
integers need care: to divide is to cut off the decimals, 0 times a negative number is -0, and a
sum may leave the integer's range, where it wraps around.
"""

from collections.abc import Sequence

import numpy as np

from dl_workshop.live.block import Block
from dl_workshop.live.integers import is_integer, wrapped
from dl_workshop.live.javascript import number
from dl_workshop.live.types import Equation, Rule
from dl_workshop.live.views import View

FLOATS = {
    "abs": "Math.abs({0})",
    "acos": "Math.acos({0})",
    "acosh": "Math.acosh({0})",
    "add": "{0} + {1}",
    "add_any": "{0} + {1}",
    "asin": "Math.asin({0})",
    "asinh": "Math.asinh({0})",
    "atan": "Math.atan({0})",
    "atan2": "Math.atan2({0}, {1})",
    "atanh": "Math.atanh({0})",
    "cbrt": "Math.cbrt({0})",
    "ceil": "Math.ceil({0})",
    "clamp": "Math.min(Math.max({0}, {1}), {2})",
    "cos": "Math.cos({0})",
    "cosh": "Math.cosh({0})",
    "digamma": "digamma({0})",
    "div": "{0} / {1}",
    "eq": "{0} === {1} ? 1 : 0",
    "erf": "erf({0})",
    "erf_inv": "erfInv({0})",
    "erfc": "erfc({0})",
    "exp": "Math.exp({0})",
    "exp2": "Math.pow(2, {0})",
    "expm1": "Math.expm1({0})",
    "floor": "Math.floor({0})",
    "ge": "{0} >= {1} ? 1 : 0",
    "gt": "{0} > {1} ? 1 : 0",
    "is_finite": "Number.isFinite({0}) ? 1 : 0",
    "le": "{0} <= {1} ? 1 : 0",
    "lgamma": "logGamma({0})",
    "log": "Math.log({0})",
    "log1p": "Math.log1p({0})",
    "logistic": "1 / (1 + Math.exp(-{0}))",
    "lt": "{0} < {1} ? 1 : 0",
    "max": "Math.max({0}, {1})",
    "min": "Math.min({0}, {1})",
    "mul": "{0} * {1}",
    "ne": "{0} !== {1} ? 1 : 0",
    "neg": "-{0}",
    "one_minus_square": "1 - {0} * {0}",  # JAX 0.12: what tanh's slope is
    "pow": "power({0}, {1})",
    "rem": "{0} % {1}",
    "rsqrt": "1 / Math.sqrt({0})",
    "sign": "Math.sign({0})",
    "sin": "Math.sin({0})",
    "sinh": "Math.sinh({0})",
    "sqrt": "Math.sqrt({0})",
    "square": "{0} * {0}",
    "sub": "{0} - {1}",
    "tan": "Math.tan({0})",
    "tanh": "Math.tanh({0})",
}

INTEGERS = {
    "and": "{0} & {1}",
    "div": "{1} === 0 ? -1 : Math.trunc({0} / {1})",
    "neg": "0 - {0}",
    "not": "~{0}",
    "or": "{0} | {1}",
    "rem": "{1} === 0 ? {0} : {0} % {1}",
    "xor": "{0} ^ {1}",
}

TRUTH_VALUES = {**INTEGERS, "not": "1 - {0}"}

# Results that are in range whatever the operands: comparisons, and one of the operands.
_IN_RANGE = {"clamp", "eq", "ge", "gt", "le", "lt", "max", "min", "ne"}


def elementwise(
    block: Block, equation: Equation, *inputs: View
) -> Sequence[View]:
    """Apply an expression of the tables to every entry."""
    return _computed(block, equation, _template(equation), inputs)


def _template(equation):
    """Find the expression for the kind of numbers that the equation is about."""
    name = equation.primitive.name
    dtype = equation.invars[0].aval.dtype
    if dtype == np.bool_:
        return {**FLOATS, **TRUTH_VALUES}[name]
    if is_integer(dtype):
        template = {**FLOATS, **INTEGERS}[name]
        return template if name in _IN_RANGE else wrapped(template, dtype)
    return FLOATS[name]


def _computed(block, equation, template, inputs):
    """Compute every entry, at once where all operands are constants."""
    values = [view.buffer.value for view in inputs]
    shape = equation.outvars[0].aval.shape
    if all(value is not None for value in values):
        constant = _evaluated(equation, values)
        return [block.constant(constant).broadcast(shape, ())]
    reads = [_broadcast(view, shape) for view in inputs]
    name = equation.primitive.name
    return [block.map(STEMS.get(name, name), shape, template, *reads)]


def _evaluated(equation, values):
    """Let JAX itself compute the equation for single numbers."""
    operands = [
        np.asarray(value, atom.aval.dtype)
        for value, atom in zip(values, equation.invars, strict=True)
    ]
    return equation.primitive.bind(*operands, **equation.params)


def _broadcast(view, shape):
    """Repeat a single number in every entry, or along every axis of length 1."""
    return view.broadcast(shape, range(len(view.shape)))


def integer_pow(block: Block, equation: Equation, x: View) -> Sequence[View]:
    """Multiply a number with itself, as often as the exponent says."""
    exponent = equation.params["y"]
    if exponent == 1:
        return [x]
    template = (
        "{0} * {0}"
        if exponent == 2
        else f"integerPower({{0}}, {number(exponent)})"
    )
    dtype = equation.invars[0].aval.dtype
    if is_integer(dtype):
        template = wrapped(template, dtype)
    return _computed(block, equation, template, [x])


def round_(block: Block, equation: Equation, x: View) -> Sequence[View]:
    """Round halves away from zero, or to the even neighbour."""
    to_even = int(equation.params["rounding_method"]) == 1
    template = "roundToEven({0})" if to_even else "roundAway({0})"
    return _computed(block, equation, template, [x])


def select_n(
    block: Block, equation: Equation, which: View, *cases: View
) -> Sequence[View]:
    """Choose each entry from one of several arrays."""
    last = len(cases)
    template = f"{{{last}}}"
    for case in range(last - 1, 0, -1):
        test = "{0}" if last == 2 else f"{{0}} >= {case}"
        template = _choice(test, template, case)
    return _computed(block, equation, template, [which, *cases])


def _choice(test, template, case):
    return f"{test} ? {template} : {{{case}}}"


def convert_element_type(
    block: Block, equation: Equation, x: View
) -> Sequence[View]:
    """Turn numbers into another kind; float32 stays float64, which holds it exactly."""
    old = equation.invars[0].aval.dtype
    new = np.dtype(equation.params["new_dtype"])
    if old in (new, np.bool_) or np.issubdtype(new, np.floating):
        return [x]
    return _computed(block, equation, _conversion(old, new), [x])


def _conversion(old, new):
    """Expression that makes an integer or a truth value of a number."""
    if new == np.bool_:
        return "{0} !== 0 ? 1 : 0"
    if is_integer(old):
        return wrapped("{0}", new)
    limits = np.iinfo(new)
    low, high = number(limits.min), number(limits.max)
    return f"Math.min(Math.max(Math.trunc({{0}}) || 0, {low}), {high})"


def identity(
    block: Block, equation: Equation, *inputs: View
) -> Sequence[View]:
    """Pass on what matters to JAX only: copies, and where gradients stop."""
    return inputs


STEMS = {
    "add_any": "add",
    "convert_element_type": "converted",
    "integer_pow": "power",
    "select_n": "chosen",
}

IDENTITIES = (
    "copy",
    "copy_p",
    "name",
    "optimization_barrier",
    "reduce_precision",
    "stop_gradient",
)

RULES: dict[str, Rule] = {
    **dict.fromkeys(FLOATS | INTEGERS, elementwise),
    **dict.fromkeys(IDENTITIES, identity),
    "convert_element_type": convert_element_type,
    "integer_pow": integer_pow,
    "round": round_,
    "select_n": select_n,
}
