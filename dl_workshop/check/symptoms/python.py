"""Python: operators, names, and what cannot be called, added or unpacked."""

import ast
import re
from importlib import import_module
from inspect import signature

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.symptoms.register import FIRST, found_in, symptom

PLACES = ("jax.numpy", "jax", "jax.nn", "jax.scipy.special", "jax.scipy.stats")
PLACES += ("jax.lax", "jax.random", "optax", "dl_workshop.gaussian_mixture")


@symptom(
    "`^` is not the power in Python, it compares bits. A square is `x**2`.",
    among=FIRST,
)
def caret_for_power(seen):
    return any(isinstance(node, ast.BitXor) for node in ast.walk(seen.tree))


@symptom(
    "A `return` ends a loop at its first turn here: {line}. Set it after the loop, as far to the "
    "left as the `for`.",
    among=FIRST,
)
def return_in_a_loop(seen):
    lines = [
        each.lineno
        for loop in ast.walk(seen.tree)
        if isinstance(loop, ast.For)
        for each in loop.body
        if isinstance(each, ast.Return)
    ]
    return lines and {"line": f"line {lines[0]}"}


@symptom(
    "NaN is equal to nothing, not even to NaN: `{text}` is never true. `jnp.isnan` tells.",
    among=FIRST,
)
def compared_with_nan(seen):
    for node in ast.walk(seen.tree):
        if isinstance(node, ast.Compare) and any(
            ast.unparse(each).rpartition(".")[2] in ("nan", "NaN")
            and isinstance(op, (ast.Eq, ast.NotEq))
            for each, op in zip(node.comparators, node.ops, strict=True)
        ):
            return {"text": ast.unparse(node)}
    return None


@symptom(
    "`{text}` does not use its argument `{argument}`, so that all its slopes are 0.",
    among=FIRST,
)
def differentiated_without_argument(seen):
    for call in seen.all_calls("jax.*jac*", "jax.*grad"):
        alone = len(call.args) == 1 and not call.keywords
        function = call.args[0] if alone else None
        if isinstance(function, ast.Lambda) and function.args.args:
            argument = function.args.args[0].arg
            read = {
                getattr(each, "id", "") for each in ast.walk(function.body)
            }
            if argument not in read:
                return {"text": ast.unparse(function), "argument": argument}
    return None


@symptom(
    "`{name}` gets a new value in line {line}, and what it held before is lost. `+=` adds to it."
)
def overwritten(seen):
    lines = getattr(seen.tree, "body", [])
    held = set()  # names whose value nobody has read yet
    for line in lines if isinstance(lines, list) else ():
        target = _sole_target(line)
        if isinstance(line, ast.Assign) and target in held - _read_in(line):
            return {"name": target, "line": line.lineno}
        held -= _read_in(line)
        if target and _computes(line):
            held.add(target)
    return None


def _computes(line):
    """Whether a line does more than to begin with a number."""
    return any(isinstance(node, ast.Call) for node in ast.walk(line))


@symptom(
    "`{name}` gets a new value at each turn of the loop, and keeps the last one alone. Collect "
    "the values in a list, and make an array of it: `jnp.array(values)`."
)
def overwritten_in_a_loop(seen):
    for loop in ast.walk(seen.tree):
        if isinstance(loop, ast.For):
            read = set().union(*map(_read_in, loop.body))
            for line in loop.body:
                target = _sole_target(line)
                computes = isinstance(line, ast.Assign) and _computes(line)
                if computes and target and target not in read:
                    return {"name": target}
    return None


def _sole_target(line):
    """The name that a line gives a value to, "" if there is none or several."""
    targets = getattr(line, "targets", [getattr(line, "target", None)])
    return getattr(targets[0], "id", "") if len(targets) == 1 else ""


def _read_in(line):
    """The names that a line reads, without what it adds to."""
    return {
        node.id
        for node in ast.walk(line)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


@symptom(
    "`{text}` is {value} in Python: `//` leaves whole numbers. A fraction takes `/`."
)
def whole_part_of_a_fraction(seen):
    for node in ast.walk(seen.tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv):
            sides = node.left, node.right
            if all(isinstance(each, ast.Constant) for each in sides):
                text = ast.unparse(node)
                return {
                    "text": text,
                    "value": ast.literal_eval(sides[0])
                    // ast.literal_eval(sides[1]),
                }
    return None


@symptom(
    "The functions of `statistics` take Python's own numbers, and no array. Those of `jax.numpy` "
    "do, and take an axis."
)
def pythons_statistics(seen):
    return seen.error and seen.calls("statistics.*")


@symptom(
    "`{name}` of Python goes through an array row by row, and takes no axis. `jnp.{name}` takes "
    "the array as a whole."
)
def pythons_own_function(seen):
    told = "truth value of an array", "unexpected keyword"
    for name in ("max", "min", "sum", "round"):
        if any(text in seen.error for text in told) and any(
            call in seen.on_the_line(ast.Call)
            for call in seen.all_calls(f"builtins.{name}")
        ):
            return {"name": name}
    return None


@symptom(
    "A single number stands here where several are wanted: a loop, `sum`, `list` and their like "
    "go through the entries of an array."
)
def a_number_for_several(seen):
    return found_in(
        seen.error,
        r"'(int|float|Array\w*)' object is not iterable|iteration over a 0-d array",
    )


@symptom("{Name} is not known in the notebook.{remedy}")
def unknown_name(seen):
    words = found_in(seen.error, r"^NameError: name '(?P<name>\w+)' is not")
    return words and {
        "Name": f"The name `{words['name']}`",
        "remedy": remedy(words["name"]),
    }


@symptom("`{module}` has no `{name}`.{remedy}")
def not_in_this_module(seen):
    words = found_in(
        seen.error,
        r"module '(?P<module>[\w.]+)' has no attribute '(?P<name>\w+)'",
    )
    return words and {**words, "remedy": remedy(words["name"])}


def remedy(name):
    """Say where a name is to be found, "" if nowhere."""
    for place in PLACES:
        if hasattr(import_module(place), name):
            known = "gm" if place == gm.__name__ else place
            return f" There is `{known}.{name}`."
    return ""


@symptom(
    "`{name}` is read before it has a value. A name that is assigned to anywhere in a function "
    "is the function's own, whatever it means outside."
)
def read_before_assigned(seen):
    return found_in(
        seen.error, r"^UnboundLocalError: .*variable '(?P<name>\w+)'"
    )


@symptom(
    "A number or an array is called here as if it were a function. Is there a `*` missing? To "
    "choose an entry takes square brackets."
)
def an_array_called(seen):
    return found_in(
        seen.error,
        r"'([\w.]*(Array\w*|Tracer)|float|int|tuple|list)' object is not callable",
    )


@symptom(
    "A module is called here as if it were a function. `jax.scipy.stats.norm` is a module: call "
    "what is in it, such as `norm.logpdf(x, mean, standard_deviation)`."
)
def norm_called(seen):
    return "'module' object is not callable" in seen.error and seen.calls(
        "jax.scipy.stats.norm"
    )


@symptom("{kind} stands on one side of `{operator}`. {remedy}")
def no_operand(seen):
    words = found_in(
        seen.error,
        r"unsupported operand type\(s\) for (?P<operator>[^ ]+?)=?: .*"
        r"'(?P<kind>NoneType|function|method|builtin_function_or_method|tuple|list)'",
    )
    remedies = {
        "NoneType": (
            "`None`",
            "It is what a function without `return` gives.",
        ),
        "tuple": ("A tuple", "Make an array of it: `jnp.array(...)`."),
        "list": ("A list", "Make an array of it: `jnp.array(...)`."),
    }
    function = ("A function", "It has yet to be called.")
    if not words:
        return None
    kind, remedy = remedies.get(words["kind"], function)
    return {"kind": kind, "operator": words["operator"], "remedy": remedy}


@symptom(
    "To the left of `=` are {names} names, and {comes} values come. A function that works for any "
    "number of them takes the array as a whole."
)
def unpacked_too_few(seen):
    words = found_in(
        seen.error, r"too many values to unpack \(expected (?P<names>\d+)"
    )
    return words and {**words, "comes": "more"}


@symptom("To the left of `=` are {names} names, and only {comes} values come.")
def unpacked_too_many(seen):
    return found_in(
        seen.error,
        r"not enough values to unpack \(expected (?P<names>\d+), got (?P<comes>\d+)\)",
    )


@symptom("`{function}` has no argument `{name}`.{signature}")
def unknown_keyword(seen):
    words = found_in(
        seen.error,
        r"^TypeError: (?P<function>[\w.]+)\(\) got an unexpected keyword argument "
        r"'(?P<name>\w+)'",
    )
    calls = [
        call
        for call in seen.on_the_line(ast.Call)
        if words and words["name"] in [each.arg for each in call.keywords]
    ]
    if not calls:
        return unknown_keyword_of_the_course(seen)
    function, made = ast.unparse(calls[0].func), seen.value(calls[0].func)
    taken = getattr(made, "_fields", ())
    names = ", ".join(f"`{name}`" for name in taken)
    takes = f" It takes {names}." if names else ""
    return {"function": function, "name": words["name"], "signature": takes}


@symptom(
    "`{function}` is called with too {few} arguments here.{signature}",
)
def wrong_number_of_arguments(seen):
    words = found_in(
        seen.error,
        r"^TypeError: (\w+\.)*(?P<function>\w+)\(\) (?P<fault>missing \d|takes \d+ pos)",
    ) or _of_the_course(seen)
    if not words or not seen.line:
        return None
    few = "few" if words["fault"].startswith("missing") else "many"
    function, taken = words["function"], seen.parameters_of(words["function"])
    if function == "__new__":  # of a named tuple
        made = [seen.value(call.func) for call in seen.on_the_line(ast.Call)]
        made = [each for each in made if hasattr(each, "_fields")]
        function = made[0].__name__ if made else function
        taken = made[0]._fields if made else taken
    names = ", ".join(f"`{name}`" for name in taken)
    takes = f" It takes {names}." if names else ""
    return {"function": function, "few": few, "signature": takes}


def unknown_keyword_of_the_course(seen):
    """The same, of a function that says what it misses before what it does not know."""
    if not re.search(
        r"^TypeError: (missing a required arg|got an unex)", seen.error
    ):
        return None
    for call in seen.on_the_line(ast.Call):
        name = getattr(call.func, "attr", "")
        taken = (
            signature(getattr(gm, name)).parameters
            if hasattr(gm, name)
            else ()
        )
        others = [each.arg for each in call.keywords if each.arg not in taken]
        if taken and others and others[0]:
            names = ", ".join(f"`{each}`" for each in taken)
            return {
                "function": ast.unparse(call.func),
                "name": others[0],
                "signature": f" It takes {names}.",
            }
    return None


def _of_the_course(seen):
    """The same, of a function that looks at its arguments before it takes them."""
    words = found_in(
        seen.error,
        r"^TypeError: (?P<fault>missing a required arg|too many positional arg)"
        r"(ument: '(?P<missing>\w+)')?",
    )
    calls = seen.on_the_line(ast.Call) if words else []
    known = [
        call.func.attr
        for call in calls
        if isinstance(call.func, ast.Attribute)
    ]
    known = [name for name in known if hasattr(gm, name)]
    if words and words["missing"]:
        known = [
            name
            for name in known
            if words["missing"] in signature(getattr(gm, name)).parameters
        ]
    elif words:
        known = [
            call.func.attr
            for call in calls
            if getattr(call.func, "attr", "") in known
            and len(call.args) > _most_arguments(call.func.attr)
        ]
    return {**words, "function": known[0]} if len(known) == 1 else None


def _most_arguments(name):
    return len(signature(getattr(gm, name)).parameters)


@symptom("A `{kind}` has no `{name}`. Its fields are {fields}.")
def no_such_field(seen):
    words = found_in(
        seen.error,
        r"'(?P<kind>MixtureParams|TrainingState)' object has no attribute '(?P<name>\w+)'",
    )
    if not words:
        return None
    fields = getattr(gm, words["kind"])._fields
    return {**words, "fields": ", ".join(f"`{each}`" for each in fields)}


@symptom(
    "A named tuple is asked for its field by square brackets here. Write a dot and the name: "
    "`state.params`."
)
def field_in_brackets(seen):
    return "tuple indices must be integers or slices, not str" in seen.error


@symptom(
    "`{function}` is called here as if it were a function. An optimiser is two functions: "
    "`optimizer.init` and `optimizer.update`."
)
def an_optimizer_called(seen):
    called = [
        ast.unparse(call.func)
        for call in seen.on_the_line(ast.Call)
        if isinstance(call.func, ast.Name)
    ]
    told = "GradientTransformation" in seen.error
    known = told and "is not callable" in seen.error and called
    return known and {"function": called[0]}
