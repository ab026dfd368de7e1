"""Arrays: changed in place, joined, indexed, put together with other shapes."""

import ast
from fnmatch import fnmatch

from dl_workshop.check.symptoms.register import (
    FIRST,
    found_in,
    symptom,
    written,
)

NEW_IN_NUMPY = ("zeros*", "empty*", "ones*", "full*", "array", "copy")


@symptom(
    "`x.at[i].set(value)` leaves `x` as it is and returns a changed copy. Give it a name: "
    "`x = x.at[i].set(value)`.",
    among=FIRST,
)
def changed_copy_thrown_away(seen):
    return any(
        isinstance(node, ast.Expr) and ".at[" in ast.unparse(node)
        for node in ast.walk(seen.tree)
    )


@symptom(
    "`{call}` returns a new array and changes none, and here nobody takes it. Give it a name.",
    among=FIRST,
)
def result_thrown_away(seen):
    if seen.error.startswith("NothingReturned"):
        return None  # a `return` is what is missing
    for node in ast.walk(seen.tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            if fnmatch(seen.name_of(call), "jax*.numpy.*"):
                return {"call": f"{ast.unparse(call.func)}(...)"}
    return None


@symptom(
    "A line computes something that goes nowhere: `{text}`. A sum that goes on in the next line "
    "stands in brackets.",
    among=FIRST,
)
def a_line_for_nothing(seen):
    if seen.error.startswith("NothingReturned"):
        return None  # a `return` is what is missing
    for node in ast.walk(seen.tree):
        if isinstance(node, ast.Expr) and isinstance(
            node.value, (ast.UnaryOp, ast.BinOp)
        ):
            return {"text": written(node, 60) or "..."}
    return None


@symptom(
    "An array of NumPy is filled in place here, and JAX cannot follow that under `jit`, `vmap` or "
    "`grad`. Collect the entries in a list and make an array of it, `jnp.array(entries)`."
)
def numpy_array_filled(seen):
    filled = any(
        isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
        for node in ast.walk(seen.tree)
    )
    new = seen.calls(*(f"numpy.{name}" for name in NEW_IN_NUMPY))
    told = "setting an array element with a sequence", "TracerArrayConv"
    return filled and new and any(text in seen.error for text in told)


@symptom(
    "Python's `if`, `while`, `and`, `or` and `not` want one truth, and an array has one for each "
    "entry. `jnp.where(condition, a, b)` chooses entry by entry."
)
def truth_of_an_array(seen):
    kinds = ast.If, ast.IfExp, ast.While, ast.BoolOp, ast.Not, ast.UnaryOp
    return "truth value of an array" in seen.error and seen.on_the_line(*kinds)


@symptom(
    "`jnp.concatenate` takes one list of arrays: `jnp.concatenate([a, b])`."
)
def concatenated_without_list(seen):
    call = seen.call("jax.numpy.concatenate", "numpy.concatenate")
    return (
        call
        and len(call.args) > 1
        and not isinstance(call.args[0], (ast.List, ast.Tuple))
        and call in seen.on_the_line(ast.Call)
    )


@symptom(
    "`jnp.concatenate` joins arrays with the same number of axes, and a single number has none. "
    "`jnp.append(x, number)` takes one, and so does `jnp.array([number])`."
)
def number_concatenated(seen):
    return found_in(
        seen.error,
        r"Cannot concatenate arrays with different.*\(\)"
        r"|Zero-dimensional arrays cannot be concatenated",
    )


@symptom(
    "`{function}` takes arrays, and here it gets a Python {kind}. Make an array of it first: "
    "`jnp.array(...)`."
)
def a_list_for_an_array(seen):
    return found_in(
        seen.error,
        r"TypeError: (?P<function>\w+) requires ndarray or scalar arguments, "
        r"got <class '(?P<kind>list|tuple)'>",
    )


@symptom(
    "A generator, `(... for ...)`, is no array. Square brackets make a list of it, and "
    "`jnp.array([... for ...])` an array."
)
def a_generator_for_an_array(seen):
    return found_in(seen.error, r"<class 'generator'>|<generator object")


@symptom(
    "Arrays do not grow in place. `jnp.append(x, value)` returns a longer one; a Python list has "
    "`append`."
)
def append_to_an_array(seen):
    return found_in(
        seen.error, r"(Array\w*|Tracer)' object has no attribute 'append'"
    )


@symptom(
    "Axes are counted from 0: an array with {axes} of them has no axis {axis}."
)
def no_such_axis(seen):
    return found_in(
        seen.error,
        r"axis (?P<axis>-?\d+) is out of bounds for array of dimension (?P<axes>\d+)",
    )


@symptom(
    "What stands in square brackets is no whole number here, and the place of an entry is "
    "one.{remedy}"
)
def an_index_that_is_no_place(seen):
    told = (
        "Indexer must have integer or boolean type, got indexer with type float",
        "only integers, slices",
        "list indices must be integers or slices, not float",
    )
    lowest = seen.calls("*.min", "*.max", "*.nanmin", "*.nanmax")
    remedy = " `min` gives the lowest entry itself, `argmin` its place."
    return any(text in seen.error for text in told) and {
        "remedy": remedy if lowest else ""
    }


@symptom(
    "An array with {axes} axes gets {given} indices here: one for each axis is the most."
)
def too_many_indices(seen):
    return found_in(
        seen.error,
        r"Too many indices: array is (?P<axes>\d+)-dimensional, but (?P<given>\d+) were",
    )


@symptom(
    "`range` takes a number, and gets a whole array here: `range(len(...))`."
)
def a_range_of_an_array(seen):
    return "Only integer scalar arrays" in seen.error and any(
        seen.name_of(call) == "builtins.range"
        for call in seen.on_the_line(ast.Call)
    )


@symptom(
    "`float()`, `int()` and the functions of `math` take one number, and get a whole array here. "
    "Functions of `jax.numpy` take both."
)
def an_array_for_a_number(seen):
    return "Only scalar arrays can be converted to Python" in seen.error


@symptom(
    "Arrays of shapes {shapes} do not fit together entry by entry. Two shapes do where, counted "
    "from the last axis, lengths are equal or one of them is 1."
)
def shapes_do_not_fit(seen):
    one = r"\([\d, ]*\)"
    words = found_in(
        seen.error,
        rf"shapes? for broadcasting: (shapes=\[)?(?P<shapes>{one}(, {one})+)",
    )
    return words and {"shapes": words["shapes"].replace("), (", ") and (")}


@symptom(
    "`@` and `jnp.dot` multiply along one axis and sum. Its length differs here between the two "
    "arrays: shapes {one} and {other}."
)
def lengths_of_a_product(seen):
    return found_in(
        seen.error,
        r"contracting dimensions to have the same shape, got "
        r"(?P<one>\([\d, ]*\)) and (?P<other>\([\d, ]*\))",
    )
