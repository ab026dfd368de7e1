"""Transformations: what `vmap`, `grad`, `jit` and `lax.scan` are given."""

import ast
import re
from importlib import import_module

from dl_workshop.check.call_modes import numbers
from dl_workshop.check.symptoms.register import found_in, symptom, written

MAKERS = ("jax.*vmap", "jax.*jit", "jax.*grad", "jax.*value_and_grad")
MAKERS += ("jax.*jacfwd", "jax.*jacrev", "jax.*hessian")
SCAN = ("jax.*scan",)


@symptom(
    "`{function}` is a function of SciPy, and JAX can neither compile nor differentiate it. "
    "`{remedy}` is JAX's own."
)
def a_function_of_scipy(seen):
    of_shapes = "broadcast" in seen.error  # as with JAX's own
    for call in seen.on_the_line(ast.Call) if not of_shapes else ():
        name = seen.name_of(call)
        if seen.error and name.startswith("scipy.") and _exists(f"jax.{name}"):
            return {"function": name, "remedy": f"jax.{name}"}
    return None


def _exists(name):
    module, _, attribute = name.rpartition(".")
    try:
        return hasattr(import_module(module), attribute)
    except ImportError:
        return False


@symptom(
    "`{maker}` takes a function, and `{argument}` is what a function returned. Give the name of "
    "the function alone, and call what `{maker}` makes of it."
)
def a_call_for_a_function(seen):
    if "Expected a callable value, got" not in seen.error:
        return None
    for call in seen.all_calls(*MAKERS):
        argument = call.args[0] if call.args else None
        text = isinstance(argument, ast.Call) and written(argument)
        made = text and _makes_a_function(seen, argument)
        if text and not made and call in seen.on_the_line(ast.Call):
            return {"maker": ast.unparse(call.func), "argument": text}
    return None


@symptom(
    "`{maker}` takes a function, and `{function}` is called in its brackets, with the arguments "
    "that are to be mapped. Give `{maker}` the name alone, and call what it makes of it."
)
def a_call_that_raises_for_a_function(seen):
    for call in seen.all_calls(*MAKERS) if seen.error else ():
        argument = call.args[0] if call.args else None
        if isinstance(argument, ast.Call) and argument in seen.on_the_line(
            ast.Call
        ):
            function = ast.unparse(argument.func)
            if _gives_arrays(seen.name_of(argument)):
                return {"maker": ast.unparse(call.func), "function": function}
    return None


def _gives_arrays(name):
    """Whether a function is known to return no function."""
    of_arrays = ("dl_workshop.gaussian_mixture.", "jax.numpy.", "jax.scipy.")
    return name.startswith(of_arrays) and ".make_" not in name


def _makes_a_function(seen, call):
    return call in seen.all_calls(*MAKERS, "*partial", "*getattr")


@symptom(
    "`vmap`, `grad`, `jit` and their like take a function, and get something else."
)
def no_function_to_transform(seen):
    return "Expected a callable value, got" in seen.error


@symptom(
    "`lax.scan` takes a function first, then the first carry, then the array to walk along. What "
    "stands first here is no function: is it called already?"
)
def no_function_to_scan(seen):
    return "f argument should be a callable" in seen.error


@symptom(
    "`in_axes` has one entry for each argument of the mapped function. Here it has {more}: "
    "{entries} for {arguments}."
)
def entries_of_in_axes(seen):
    words = found_in(
        seen.error,
        r"vmap in_axes must be .*len\(in_axes\)=(?P<entries>\d+), len\(args\)=(?P<arguments>\d+)",
    )
    if not words:
        return None
    more = int(words["entries"]) > int(words["arguments"])
    return {**words, "more": "too many" if more else "too few"}


@symptom(
    "`vmap` maps over each argument that has no `None` in `in_axes`; without `in_axes` over all. "
    "Here it is to map over a single number: give that argument `None`."
)
def mapped_over_a_number(seen):
    return seen.line and re.search(
        r"vmap was requested to map .* axis 0,.* but is only 0", seen.error
    )


@symptom(
    "`in_axes` counts axes from 0, and names axis {axis} of an array that has only {axes}."
)
def mapped_over_no_axis(seen):
    return seen.line and found_in(
        seen.error,
        r"vmap was requested to map .* axis (?P<axis>[1-9]),.* but is only (?P<axes>\d)",
    )


@symptom(
    "`vmap` walks along all its arguments at once, and they differ in length here. What stays the "
    "same for all gets `None` in `in_axes`."
)
def mapped_over_lengths(seen):
    return seen.line and "vmap got inconsistent sizes" in seen.error


@symptom(
    "`in_axes` has {entry} for `{argument}` here, so each call of the mapped function gets one "
    "entry of it, a number. What every call needs whole gets `None`."
)
def mapped_over_what_is_needed_whole(seen):
    words = found_in(
        seen.error,
        r"^ValueError: (?P<argument>\w+): expected a vector, got .* shape \(\)",
    )
    for call in seen.all_calls("jax.*vmap") if words else ():
        for entry, argument in _mapped(seen, call):
            if argument == words["argument"] and entry != "None":
                moved = _handed_in_another_place(seen, call)
                return not moved and {"argument": argument, "entry": entry}
    return None


@symptom(
    "`in_axes` has `None` for `{argument}` here, so each call of the mapped function gets all of "
    "it. What is mapped over, entry by entry, gets 0."
)
def whole_where_an_entry_is_needed(seen):
    words = found_in(
        seen.error,
        r"^ValueError: (?P<argument>\w+): expected a scalar, got an array",
    )
    for call in seen.all_calls("jax.*vmap") if words else ():
        if ("None", words["argument"]) in _mapped(seen, call):
            return not _handed_in_another_place(seen, call) and words
    return None


@symptom(
    "`{function}` takes all of `{argument}` at once, and under `vmap` it gets one entry at a "
    "time: call it as it is, without `vmap`."
)
def mapped_though_it_takes_all(seen):
    words = found_in(
        seen.error,
        r"^ValueError: (?P<argument>data): expected a vector, got .* shape \(\)",
    )
    for call in seen.on_the_line(ast.Call) if words else ():
        function = ast.unparse(call.func)
        taken = seen.parameters_of(function.rpartition(".")[2])
        entries = {
            each.id for each in call.args if isinstance(each, ast.Name)
        } & _names_of_entries(seen)
        if "data" in taken and entries:
            return {**words, "function": function}
    return None


def _names_of_entries(seen):
    """Names by which functions that are written inside and mapped call what they get."""
    mapped = [
        ast.unparse(call.args[0])
        for call in seen.all_calls("jax.*vmap")
        if call.args
    ]
    return {
        each.arg
        for node in ast.walk(seen.tree)
        if isinstance(node, (ast.Lambda, ast.FunctionDef))
        and getattr(node, "name", ast.unparse(node)) in mapped
        for each in node.args.args
    }


def _handed_in_another_place(seen, mapped):
    """Whether a mapped function gets the answer's own arguments in another order."""
    places = [own for _, own in seen.own_names()]
    for node in ast.walk(seen.tree):
        if isinstance(node, ast.Call) and seen.made_by(node.func) is mapped:
            own = [arg.id for arg in node.args if isinstance(arg, ast.Name)]
            handed = [places.index(name) for name in own if name in places]
            return handed != sorted(handed)
    return False


def _mapped(seen, call):
    """Pairs of an entry of in_axes, as it is written, and the argument that it is for."""
    axes = [each.value for each in call.keywords if each.arg == "in_axes"]
    axes = (axes or call.args[1:2] or [None])[0]
    if not call.args or not isinstance(axes, ast.Tuple):
        return []
    function = ast.unparse(call.args[0]).rpartition(".")[2]
    entries = map(ast.unparse, axes.elts)
    return list(zip(entries, seen.parameters_of(function), strict=False))


@symptom(
    "Every entry of `in_axes` is `None`, so there is nothing that `vmap` maps over. It maps over "
    "the arguments with 0."
)
def mapped_over_nothing(seen):
    return seen.line and "vmap must have at least one non-None" in seen.error


@symptom(
    "Under `jit` and `vmap` what goes in has to be an array, or a tuple of arrays, and here a "
    "function goes in as well. Leave out `{maker}` inside: your function is compiled as a whole "
    "by whoever calls it."
)
def a_function_as_argument(seen):
    kinds = r"class '[\w.]*(function|PjitFunction|GradientTransformation\w*)'"
    text = rf"as an abstract array.*{kinds}|{kinds}.* is not a valid JAX type"
    found = re.search(text, seen.error)
    used = seen.calls("jax.*jit", "jax.*vmap", "jax.*grad", "jax.*scan")
    return (found and used and _handed_on(seen)) and {
        "maker": "vmap" if "valid JAX type" in seen.error else "jit"
    }


def _handed_on(seen):
    """Whether one of the exercise's functions is an argument on the line that raised."""
    handed = {
        ast.unparse(each)
        for call in seen.on_the_line(ast.Call)
        for each in (*call.args, *(word.value for word in call.keywords))
    }
    return not handed.isdisjoint(
        ("dloss_func", "loss_func", "optimizer", "function")
    )


@symptom(
    "`{function}` gets a function here, and takes an array: the function has yet to be called."
)
def a_function_for_an_array(seen):
    kinds = r"class '[\w.]*(function|PjitFunction)'"
    if not re.search(rf"{kinds}|got <function", seen.error):
        return None
    called = [
        ast.unparse(call.func)
        for call in seen.on_the_line(ast.Call)
        if seen.name_of(call).startswith("jax.numpy.")
    ]
    return called and {"function": called[0]}


@symptom(
    "`lax.scan` returns two things, the last carry and what was kept on the way. Take them apart: "
    "`carry, kept = lax.scan(...)`.",
)
def scan_handed_on(seen):
    if seen.trial.exercise.returns is not numbers:
        return None
    returned = [
        getattr(node, "value", getattr(node, "body", None))
        for node in ast.walk(seen.tree)
        if isinstance(node, ast.Return) or node is seen.tree
    ]
    return any(call in returned for call in seen.all_calls(*SCAN))


@symptom(
    "`lax.scan` takes three things: the function, the first carry, and the array to walk along. "
    "Here it gets {number}."
)
def scan_with_too_little(seen):
    calls = [
        call
        for call in seen.on_the_line(ast.Call)
        if call in seen.all_calls(*SCAN)
        and len(call.args) + len(call.keywords) < 3
    ]
    return (
        seen.error
        and calls
        and {"number": len(calls[0].args) + len(calls[0].keywords)}
    )


@symptom(
    "The function that `lax.scan` repeats returns two things, the next carry and what to keep: "
    "`return carry, kept`."
)
def scan_without_pair(seen):
    return "scan body output must be a pair" in seen.error


@symptom(
    "What the function returns first becomes the next carry for `lax.scan`, and has to be of the "
    "form of the one that came in. Here it is of another form: have carry and output changed "
    "places?"
)
def carry_of_another_form(seen):
    return "carry input and carry output must have" in seen.error


@symptom(
    "`lax.scan(function, carry, array)` walks along its third argument, and that is a single "
    "number here."
)
def scan_along_a_number(seen):
    return "scan got value with no leading axis" in seen.error


@symptom(
    "`lax.scan` calls its function with two arguments, the carry and an entry of the array. "
    "`{function}` takes {number}."
)
def scanned_function_of_another_number(seen):
    words = found_in(
        seen.error,
        r"(?P<function>\w+)\(\) (takes|missing) (?P<number>\d+) pos",
    )
    scanned = [
        ast.unparse(call.args[0])
        for call in seen.all_calls(*SCAN)
        if call.args
    ]
    return (
        words
        and "but 2 were given" in seen.error
        and words["function"] in scanned
        and words
    )


@symptom(
    "`grad` takes a function that returns a single number, and this one returns an array of shape "
    "{shape}.{gradient}"
)
def slope_of_an_array(seen):
    words = found_in(
        seen.error,
        r"Gradient only defined for scalar-output.* shape: (?P<shape>\([\d, ]*\))",
    )
    if not words or not seen.line:
        return None
    of_gradient = any(
        "dloss_func" in seen.made_of(call.args[0])
        for call in seen.all_calls("jax.*grad")
        if call.args
    )
    known = " `dloss_func` is a gradient already: call it as it is."
    return {**words, "gradient": known if of_gradient else ""}


@symptom(
    "`grad` takes a function that returns a single number, and this one returns {what}."
)
def slope_of_something_else(seen):
    words = found_in(
        seen.error,
        r"Gradient only defined for scalar-output functions\. Output was (?P<what>None|\()",
    )
    if not words or not seen.line:
        return None
    return {"what": "nothing" if words["what"] == "None" else "a tuple"}


@symptom(
    "`grad` differentiates with respect to floats, and gets an integer here: write `2.0` in place "
    "of `2`."
)
def slope_at_an_integer(seen):
    return "grad requires real- or complex-valued inputs" in seen.error
