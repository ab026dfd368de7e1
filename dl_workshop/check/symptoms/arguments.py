"""Arguments: those that have no effect, and those that stand in another's place."""

import ast
import inspect
import re
from itertools import combinations

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import changed, oracle
from dl_workshop.check.bytecode import outer_names
from dl_workshop.check.sandbox import Problem
from dl_workshop.check.symptoms import sizes
from dl_workshop.check.symptoms.python import remedy
from dl_workshop.check.symptoms.register import FIRST, found_in, symptom


@symptom(
    "The function reads `{variable}`, a variable of the notebook, and the argument `{argument}` "
    "has no effect. Take what comes in as an argument."
)
def a_variable_of_the_notebook(seen):
    idle = seen.variables and [*seen.unread, *seen.without_effect]
    return idle and in_the_place_of(seen, idle[0])


def in_the_place_of(seen, argument):
    """Return words: a variable of the notebook, and an argument by the learner's own name."""
    own = dict(seen.own_names()).get(argument, argument)
    others = [name for name in seen.variables if name != own]
    return others and {"variable": others[0], "argument": own}


@symptom(
    "The function reads `{variable}`, a variable of the notebook, and the argument `{argument}` "
    "stands nowhere in it. Take what comes in as an argument.",
    among=FIRST,
)
def a_variable_and_an_argument_unread(seen):
    of_the_notebook = outer_names(seen.answer)
    for asked, own in seen.own_names():
        if asked in seen.unread and asked in of_the_notebook:
            return {"variable": asked, "argument": own}
    # By chance, results are near those of another mistake.
    random = "key" in seen.parameters
    return random and seen.unread and in_the_place_of(seen, seen.unread[0])


@symptom(
    "The argument `{argument}` stands nowhere in the function: it is needed."
)
def an_argument_unread(seen):
    unread = [name for name in seen.unread if name in seen.without_effect]
    return unread and {"argument": unread[0]}


@symptom(
    "The argument `{argument}` has no effect on what is compared here: another value gives the "
    "same result."
)
def an_argument_without_effect(seen):
    return seen.without_effect and {"argument": seen.without_effect[0]}


NORMAL = ("datum", "mu", "scale")  # SciPy's order
KINDS = ("weight", "mu", "scale", "dat", "concentration")


@symptom(
    "`{function}` takes {order}, in this order. Here what is made of `{argument}` stands in the "
    "place of `{place}`."
)
def in_anothers_place(seen):
    for call in (
        node for node in ast.walk(seen.tree) if isinstance(node, ast.Call)
    ):
        function, takes = _taken(seen, call)
        for place, given in zip(takes, call.args, strict=False):
            made_of = seen.made_of(given)
            if len(made_of) == 1 and _is_misplaced(place, *made_of):
                order = ", ".join(f"`{each}`" for each in takes)
                (argument,) = made_of
                return {
                    "function": function,
                    "order": order,
                    "argument": argument,
                    "place": place,
                }
    return None


def _taken(seen, call):
    """What is called, and what it takes; of vmap(f)(...) this is f."""
    function = seen.made_by(call.func)
    if function in seen.all_calls("jax.*vmap", "jax.*jit") and function.args:
        function = function.args[0]
    name = ast.unparse(function)
    if name.endswith("norm.logpdf") or name.endswith("norm.pdf"):
        return name, NORMAL if len(call.args) == len(NORMAL) else ()
    value = seen.value(function)
    module = str(getattr(value, "__module__", ""))
    if not module.startswith("dl_workshop.gaussian") or not callable(value):
        return name, ()
    takes = tuple(inspect.signature(value).parameters)
    return name, takes if len(takes) == len(call.args) else ()


def _is_misplaced(place, argument):
    """Whether two names are of different kinds; a datum and a mean may change places."""
    kinds = [
        next((kind for kind in KINDS if kind in name), "")
        for name in (place, argument)
    ]
    return all(kinds) and kinds[0] != kinds[1] and set(kinds) != {"mu", "dat"}


@symptom(
    "The result is right where `{one}` and `{other}` have changed places, in a call or in the "
    "first line. The arguments come in this order: {order}."
)
def changed_places(seen):
    asked = seen.parameters
    for one, other in combinations(range(len(asked)), 2):
        if all(
            _right_if_swapped(seen, each, one, other)
            for each in seen.calls_made
        ):
            order = ", ".join(f"`{name}`" for name in asked)
            words = {"one": asked[one], "other": asked[other]}
            return {**words, "order": order}
    return None


def _right_if_swapped(seen, trial, one, other):
    swapped = changed.swapped(seen.function, trial, one, other)
    right = oracle.right(trial, trial.arguments)
    return not isinstance(swapped, Problem) and oracle.close(
        trial, swapped, right
    )


symptom(
    "With two {things} the result is right, and with {number} it is not: does the code count on "
    "two?"
)(sizes.right_for_two_alone)


@symptom(
    "`{function}` of the course does not take what it gets as `{argument}`: {expected}.{order}"
)
def other_than_the_course_takes(seen):
    words = found_in(
        seen.error,
        r"^ValueError: (?P<argument>\w+): (?P<expected>expected .*)$",
    )
    functions = {
        call.func.attr
        for call in seen.on_the_line(ast.Call)
        if isinstance(call.func, ast.Attribute)
        and seen.name_of(call).startswith("dl_workshop.")
        and words
        and words["argument"] in seen.parameters_of(call.func.attr)
    }
    if not functions:
        return None
    order = ""
    if len(functions) == 1 and "got an array of shape ()" in words["expected"]:
        taken = seen.parameters_of(*functions)
        names = ", ".join(f"`{name}`" for name in taken)
        order = f" It takes {names}, in this order." if taken[1:] else ""
    functions = " or ".join(sorted(functions))
    return {**words, "function": functions, "order": order}


@symptom(
    "`{argument}` is one tuple of {number} arrays, and `{function}` takes these one by one: "
    "`*{argument}` hands them over.",
    among=FIRST,
)
def a_tuple_in_one_piece(seen):
    missing = re.search(r"^TypeError: .*missing (a|\d+) required", seen.error)
    number = len(gm.MixtureParams._fields)
    for call in seen.on_the_line(ast.Call) if missing else ():
        taken = seen.parameters_of(ast.unparse(call.func).rpartition(".")[2])
        given = [*call.args, *(each.value for each in call.keywords)]
        whole = [each for each in given if _is_params(seen, each)]
        if whole and len(taken) == len(given) - 1 + number:
            return {
                "argument": ast.unparse(whole[0]),
                "number": number,
                "function": ast.unparse(call.func),
            }
    return None


def _is_params(seen, expression):
    """Whether an expression is the argument `params` itself, or a state's."""
    own = [own for asked, own in seen.own_names() if asked == "params"]
    name = getattr(expression, "id", getattr(expression, "attr", ""))
    return name in (own if isinstance(expression, ast.Name) else ("params",))


@symptom("An object of the kind `{kind}` has no `{name}`.{remedy}")
def no_such_attribute(seen):
    words = found_in(
        seen.error,
        r"^AttributeError: '([\w.]*\.)?(?P<kind>\w+)' object has no attribute '(?P<name>\w+)'",
    )
    own = [getattr(node, "attr", "") for node in ast.walk(seen.tree)]
    if not words or words["name"] not in own:
        return None  # what a library looks for tells the learner nothing
    call = " It has yet to be called." if words["kind"] == "function" else ""
    return {**words, "remedy": call or remedy(words["name"])}
