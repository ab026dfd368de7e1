"""Arrays: changed in place, joined, indexed, put together with other shapes."""

import ast
import re
from ast import literal_eval
from fnmatch import fnmatch

from dl_workshop.check.symptoms.register import (
    FIRST,
    found_in,
    symptom,
    written,
)
from dl_workshop.check.symptoms.sizes import right_for_two_alone

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
    for call in _taken_by_nobody(seen, ast.Call):
        if fnmatch(seen.name_of(call), "jax*.numpy.*"):
            return {"call": f"{ast.unparse(call.func)}(...)"}
    return None


@symptom(
    "A line computes something that goes nowhere: `{text}`. A sum that goes on in the next line "
    "stands in brackets.",
    among=FIRST,
)
def a_line_for_nothing(seen):
    for sum_or_sign in _taken_by_nobody(seen, ast.UnaryOp, ast.BinOp):
        return {"text": written(sum_or_sign, 60) or "..."}
    return None


def _taken_by_nobody(seen, *kinds):
    """The expressions of some kinds that stand alone on their lines."""
    if seen.error.startswith("NothingReturned"):
        return []  # a `return` is what is missing
    return [
        node.value
        for node in ast.walk(seen.tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, kinds)
    ]


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


NO_SUCH_AXIS = r"axis (?P<axis>-?\d+) is out of bounds for array of dimension (?P<axes>\d+)"


@symptom(
    "Axes are counted from 0: an array with {axes} of them has no axis {axis}."
)
def no_such_axis(seen):
    return not _deletes(seen) and found_in(seen.error, NO_SUCH_AXIS)


@symptom(
    "Places are counted from 0: among {axes} entries there is none at {axis} to delete."
)
def no_such_entry_to_delete(seen):  # JAX calls the place an axis
    return _deletes(seen) and found_in(seen.error, NO_SUCH_AXIS)


def _deletes(seen):
    return any(
        seen.name_of(call).endswith("numpy.delete")
        for call in seen.on_the_line(ast.Call)
    )


@symptom(
    "Places are counted from 0: an axis of length {length} has none at {place}."
)
def no_such_place(seen):
    return found_in(
        seen.error,
        r"index (?P<place>-?\d+) is out of bounds for axis \d+ with size (?P<length>[1-9]\d*)",
    )


@symptom("An entry is asked for of an array that has none.{condition}")
def an_entry_of_nothing(seen):
    words = found_in(seen.error, r"out of bounds for axis \d+ with size 0")
    where = [call for call in seen.all_calls("*.where") if len(call.args) == 1]
    told = [written(call.args[0], 60) for call in where]
    condition = f" `{told[0]}` is true nowhere." if any(told[:1]) else ""
    return words and {"condition": condition}


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
        # In JAX 0.7: "0-dimensional array indexed with 1 regular index".
        r"Too many indices: .*?(?P<axes>\d+)-dimensional\D+(?P<given>\d+) (were|regular)",
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
    "from the last axis, lengths are equal or one of them is 1.{column}"
)
def shapes_do_not_fit(seen):
    one = r"\([\d, ]*\)"
    words = found_in(
        seen.error,
        r"(shapes? for broadcasting: (shapes=\[)?|broadcast together with shapes )"
        rf"(?P<shapes>{one}(,? {one})+)",
    )
    if not words or _another_is_read(seen) or right_for_two_alone(seen):
        return None
    shapes = re.sub(r"\),? \(", ") and (", words["shapes"])
    return {
        "shapes": shapes,
        "column": _column(shapes) or _table(seen, shapes),
    }


def _another_is_read(seen):
    """Whether a variable of the notebook may have brought its own shape: that is told later."""
    return seen.variables and seen.unread


def _column(shapes):
    """What makes two shapes fit, if one is a vector as long as the other has rows."""
    sizes = sorted(map(literal_eval, shapes.split(" and ")), key=len)
    if [len(each) for each in sizes] != [1, 2] or sizes[0][0] != sizes[1][0]:
        return ""
    rows = sizes[0][0]
    return f" As a column, `x[:, None]`, the vector has an entry for each of the {rows} rows."


def _table(seen, shapes):
    """What makes a table of two vectors, if they are made of different arguments."""
    lengths = [len(literal_eval(each)) for each in shapes.split(" and ")]
    pairs = [(node.left, node.right) for node in seen.on_the_line(ast.BinOp)]
    pairs += [
        tuple(call.args[:2])
        for call in seen.on_the_line(ast.Call)
        if len(call.args) > 1
    ]
    made = [[seen.made_of(each) for each in pair] for pair in pairs]
    differ = any(one and two and one != two for one, two in made)
    told = " Each entry of one meets each of the other where one is a column, `x[:, None]`."
    return told if lengths == [1, 1] and differ else ""


@symptom(
    "`@` and `jnp.dot` multiply along one axis and sum. Its length differs here between the two "
    "arrays: shapes {one} and {other}."
)
def lengths_of_a_product(seen):
    return not _another_is_read(seen) and found_in(
        seen.error,
        r"contracting dimensions to have the same shape, got "
        r"(?P<one>\([\d, ]*\)) and (?P<other>\([\d, ]*\))",
    )
