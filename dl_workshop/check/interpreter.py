"""An interpreter: a function that JAX has traced, computed by NumPy instead of being compiled.

A check calls what a learner wrote a few times, on a few numbers. XLA takes a tenth of a second to
compile it for that, and another for each gradient; NumPy computes the same at once. JAX still
traces the function, so whatever `jit`, `vmap` or `grad` refuses is refused, and the jaxpr that
comes out is evaluated equation by equation. What has no rule here, such as random bits or a
long loop, is left to JAX, and so is a function that a release of JAX writes in some new way.

Like XLA on a processor, it takes numbers below the smallest normal one for 0: a density that
vanishes there has to vanish here. Unlike XLA it simplifies nothing: `log(exp(x))` overflows, as it
does where a reader calls it without `jit`.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np

from dl_workshop.jaxprs import scan_counts

if TYPE_CHECKING:  # it takes as long to import as all of `check`
    from jax.extend.core import ClosedJaxpr

LONGEST = 60  # entries of a loop: to compile a longer one takes less time
STRICT = False  # tests let a rule's own error show


def interpreted(function: Callable) -> Callable:
    """Return a function that gives what `jax.jit(function)` does, without compiling it.

    Args:
        function: to be traced; where `jit` is disabled, it is called as it is.

    Returns:
        A function of trees of arrays, which returns trees of NumPy arrays.
    """

    def computed(*arguments):
        compilable, leaves = jax.jit(function), jax.tree.leaves(arguments)
        traced = compilable.trace(*arguments)
        if _has_stand_ins(traced.jaxpr, leaves):
            return compilable(*arguments)  # raises what JAX says of it
        try:
            with np.errstate(all="ignore"):
                results = evaluate(traced.jaxpr, leaves)
        except Exception:
            if STRICT:
                raise
            return compilable(*arguments)
        return jax.tree.unflatten(jax.tree.structure(traced.out_info), results)

    disabled = jax.config.jax_disable_jit  # type: ignore[attr-defined] # defined at run time
    return function if disabled else computed


def _has_stand_ins(closed, leaves):
    """Whether a function has kept a stand-in for numbers, of an earlier call that JAX traced."""
    of_others = len(closed.in_avals) != len(leaves)
    return of_others or any(
        isinstance(each, jax.core.Tracer) for each in closed.consts
    )


def evaluate(closed: "ClosedJaxpr", inputs: Iterable[Any]) -> list:
    """Evaluate a jaxpr.

    Args:
        closed: the jaxpr, with its constants.
        inputs: arrays or numbers, one for each of its variables.

    Returns:
        A list of arrays.
    """
    jaxpr = closed.jaxpr
    values: dict = {}
    values.update(zip(jaxpr.constvars, closed.consts, strict=True))
    values.update(zip(jaxpr.invars, inputs, strict=True))
    for variable, value in values.items():
        values[variable] = _as_declared(value, variable.aval)

    def read(atom):
        if hasattr(atom, "val"):  # a literal
            return _as_declared(atom.val, atom.aval)
        return values[atom]

    for equation in jaxpr.eqns:
        results = _results(equation, list(map(read, equation.invars)))
        for variable, value in zip(equation.outvars, results, strict=True):
            values[variable] = _as_declared(value, variable.aval)
    return [read(atom) for atom in jaxpr.outvars]


def _results(equation, inputs):
    name, params = equation.primitive.name, equation.params
    if name in CALLS:
        return evaluate(params[CALLS[name]], inputs)
    if name == "scan" and 0 < params["length"] <= LONGEST:
        return _scan(equation, inputs)
    if _has_rule(name, inputs, equation.outvars[0].aval):
        return [RULES[name](*inputs, **params)]
    found = equation.primitive.bind(*inputs, **params)
    return found if equation.primitive.multiple_results else [found]


def _scan(equation, inputs):
    step, length = equation.params["jaxpr"], equation.params["length"]
    fixed, carried = scan_counts(equation)
    constants, carry = inputs[:fixed], inputs[fixed : fixed + carried]
    rows = {}
    for place in sorted(range(length), reverse=equation.params["reverse"]):
        row = [each[place] for each in inputs[fixed + carried :]]
        results = evaluate(step, [*constants, *carry, *row])
        carry, rows[place] = results[:carried], results[carried:]
    columns = zip(*(rows[place] for place in range(length)), strict=True)
    return [*carry, *map(_stacked, columns)]


def _stacked(entries):
    keys = isinstance(entries[0], jax.Array)  # NumPy has none
    return (jnp if keys else np).stack(entries)


def _has_rule(name, inputs, output):
    """Whether NumPy does what XLA does: with integers and empty arrays, not always."""
    kinds = {getattr(each.dtype, "kind", "") for each in inputs}
    some = all(each.size for each in inputs)
    if name in OF_FLOATS or name == "integer_pow":
        return some and kinds == {"f"}
    if name == "convert_element_type" and output.dtype.kind in "iu":
        return "f" not in kinds  # NaN is no integer
    return name in RULES and some and kinds <= set("fiub")


def _as_declared(value, aval):
    """A value as an array of the declared type, without numbers that XLA takes for 0."""
    if jax.dtypes.issubdtype(aval.dtype, jax.dtypes.extended):
        return value
    array = np.asarray(value, aval.dtype)
    if array.dtype.kind != "f" or array.dtype.itemsize < 4:
        return array  # XLA computes with shorter ones in 32 bits
    small = np.abs(array) < _smallest(array.dtype)
    return np.where(small, 0 * array, array)  # with its sign


@cache
def _smallest(dtype):
    return np.finfo(dtype).tiny


# What NumPy does with numbers and their parameters, by the names that JAX has for it.


def _reduced(function):
    return lambda array, axes, **_: function(array, axis=axes)


def _place(function):
    return lambda array, axes, **_: function(array, axis=axes[0])


def _broadcast(array, shape, broadcast_dimensions, **_):
    sizes = np.ones(len(shape), int)
    sizes[list(broadcast_dimensions)] = array.shape
    return np.broadcast_to(array.reshape(sizes), shape)


def _slice(array, start_indices, limit_indices, strides):
    strides = strides or [1] * array.ndim
    return array[tuple(map(slice, start_indices, limit_indices, strides))]


def _cumulative(function):
    def rule(array, axis, reverse):
        turned = np.flip(array, axis) if reverse else array
        found = function(turned, axis)
        return np.flip(found, axis) if reverse else found

    return rule


def _dynamic_slice(array, *starts, slice_sizes):
    sizes = zip(starts, array.shape, slice_sizes, strict=True)
    places = (
        slice(first, first + size)
        for first, size in (
            (int(np.clip(start, 0, whole - size)), size)
            for start, whole, size in sizes
        )
    )
    return array[tuple(places)]


def _dot_general(one, other, dimension_numbers, **_):
    (summed, summed_too), (batch, batch_too) = dimension_numbers
    names = list(range(one.ndim))
    others = list(range(one.ndim, one.ndim + other.ndim))
    shared = [*summed, *batch], [*summed_too, *batch_too]
    for mine, theirs in zip(*shared, strict=True):
        others[theirs] = names[mine]
    known = {names[each] for each in shared[0]}
    free = [each for each in (*names, *others) if each not in known]
    result = [*(names[each] for each in batch), *free]
    return np.einsum(one, names, other, others, result)


def _iota(dtype, shape, dimension, **_):
    numbers = np.arange(shape[dimension], dtype=dtype)
    return _broadcast(numbers, shape, (dimension,))


CALLS = {  # one function called by another, and where its jaxpr is
    "jit": "jaxpr",
    "pjit": "jaxpr",  # in older releases of JAX
    "custom_jvp_call": "call_jaxpr",
    "custom_vjp_call": "call_jaxpr",
}
OF_FLOATS = {
    "div": np.true_divide,
    "exp": np.exp,
    "expm1": np.expm1,
    "log": np.log,
    "log1p": np.log1p,
    "logistic": lambda array: 1 / (1 + np.exp(-array)),
    "pow": np.power,
    "rsqrt": lambda array: 1 / np.sqrt(array),
    "sqrt": np.sqrt,
    "tanh": np.tanh,
}
OF_NUMBERS = {
    "abs": np.abs,
    "add": np.add,
    "add_any": np.add,
    "and": np.bitwise_and,
    "eq": np.equal,
    "ge": np.greater_equal,
    "gt": np.greater,
    "is_finite": np.isfinite,
    "le": np.less_equal,
    "lt": np.less,
    "max": np.maximum,
    "min": np.minimum,
    "mul": np.multiply,
    "ne": np.not_equal,
    "neg": np.negative,
    "not": np.invert,
    "or": np.bitwise_or,
    "sign": np.sign,
    "square": np.square,
    "sub": np.subtract,
}
OTHERS = {
    "argmax": _place(np.argmax),
    "argmin": _place(np.argmin),
    "broadcast_in_dim": _broadcast,
    "concatenate": lambda *arrays, dimension: np.concatenate(
        arrays, dimension
    ),
    "convert_element_type": lambda array, new_dtype, **_: array.astype(
        new_dtype
    ),
    "cumlogsumexp": _cumulative(np.logaddexp.accumulate),
    "cumsum": _cumulative(np.cumsum),
    "dot_general": _dot_general,
    "dynamic_slice": _dynamic_slice,
    "integer_pow": lambda array, y: np.power(array, y),
    "iota": _iota,
    "reduce_max": _reduced(np.max),
    "reduce_min": _reduced(np.min),
    "reduce_prod": _reduced(np.prod),
    "reduce_sum": _reduced(np.sum),
    "reshape": lambda array, new_sizes, **_: array.reshape(new_sizes),
    "rev": lambda array, dimensions: np.flip(array, dimensions),
    "select_n": lambda which, *cases: np.where(which, *reversed(cases)),
    "slice": _slice,
    "squeeze": lambda array, dimensions: np.squeeze(array, dimensions),
    "stop_gradient": lambda array: array,
    "transpose": lambda array, permutation: np.transpose(array, permutation),
}


def _elementwise(function):
    return lambda *arrays, **_: function(*arrays)


RULES = {
    **{name: _elementwise(each) for name, each in OF_FLOATS.items()},
    **{name: _elementwise(each) for name, each in OF_NUMBERS.items()},
    **OTHERS,
}
