"""What comes back: nothing, or a function that has yet to be called."""

import ast
import re

from dl_workshop.check.symptoms.register import symptom

FUNCTIONS = ("a function", "a PjitFunction", "a builtin_function_or_method")


@symptom(
    "The function ends without a `return`, so that nothing comes back. To print a result or to "
    "change an argument in place is not enough."
)
def no_return(seen):
    return seen.error.startswith("NothingReturned") and not any(
        isinstance(node, ast.Return) and node.value is not None
        for node in _own(seen.tree)
    )


def _own(tree):
    """Yield what stands below a function, without the functions that are written inside."""
    for child in ast.iter_child_nodes(tree):
        if not isinstance(child, (ast.FunctionDef, ast.Lambda)):
            yield child
            yield from _own(child)


@symptom(
    "A dictionary comes back, and asked for is something else: {expected}."
)
def a_dictionary_comes_back(seen):
    found = re.search(
        r"^WrongReturnType: expected  (.*)\ngot       a dict of \d+$",
        seen.error,
    )
    return found and {"expected": found[1]}


@symptom("Does every path through the function end in a `return`?")
def a_path_without_return(seen):
    return seen.error.startswith("NothingReturned")


@symptom(
    "What comes back is a function that has yet to be called: write its arguments in brackets "
    "behind it, `()` if it takes none."
)
def a_function_comes_back(seen):
    ends = "|".join((*FUNCTIONS, "a method", "a partial"))
    return re.search(
        rf"^WrongReturnType: expected  numbers\ngot       ({ends})$",
        seen.error,
    )
