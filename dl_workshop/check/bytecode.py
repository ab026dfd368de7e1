"""Bytecode: what a function calls and reads, whether it loops, whether it is a stub.

It is there even where the source is not, and comments and strings do not confuse it.
"""

import contextlib
import dis
import inspect
from types import CodeType
from typing import Any

_ATTRIBUTES = ("LOAD_ATTR", "LOAD_METHOD")
_OF_STUBS = {"NotImplementedError", "NotImplemented"}


def unwrapped(function: Any) -> Any:
    """Return what a learner wrote, below what jit and others have made of it."""
    with contextlib.suppress(Exception):  # attributes may raise anything
        return inspect.unwrap(function)
    return function


def codes(function: Any) -> list[CodeType]:
    """Return the code objects of a function and of all functions inside it.

    Args:
        function: anything.

    Returns:
        A list, the function's own first; empty if there is no code in Python.
    """
    code = None
    with contextlib.suppress(Exception):
        code = unwrapped(function).__code__
    found = [code] if isinstance(code, CodeType) else []
    for each in found:
        inside = each.co_consts
        found += [value for value in inside if isinstance(value, CodeType)]
    return found


def has_loop(function: Any) -> bool:
    """Tell whether a function jumps back in its code.

    Functions inside it count, generators do not: those mostly unpack a few parameters.
    """
    return any(
        each.opname == "JUMP_BACKWARD"
        for code in codes(function)
        if code.co_name != "<genexpr>"
        for each in dis.get_instructions(code)
    )


def is_stub(function: Any) -> bool:
    """Tell whether a function does nothing: `...`, `pass`, `raise NotImplementedError`."""
    found = codes(function)
    return len(found) == 1 and names(function) <= _OF_STUBS


def reads(function: Any) -> set[str]:
    """Return the names of the variables and arguments that a function reads.

    Args:
        function: anything.

    Returns:
        A set.
    """
    return {name.split(".")[0] for name in names(function)} - {""}


def _loaded(value):
    """Return the names that an instruction loads: one, two, or none if it is a small number."""
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) else ()


def outer_names(function: Any) -> set[str]:
    """Return the names that a function reads and that are none of its own.

    Args:
        function: anything.

    Returns:
        A set.
    """
    found = codes(function)
    free = set(found[0].co_freevars) if found else set()
    return free | {
        each.argval
        for code in found
        for each in dis.get_instructions(code)
        if each.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    }


def names(function: Any) -> set[str]:
    """Return every name that a function reads, with its attributes: {"np", "np.log"}.

    Args:
        function: anything.

    Returns:
        A set; the attribute of what has no name, such as the result of a call, is ".sum".
    """
    found, last = set(), ""
    for code in codes(function):
        for each in dis.get_instructions(code):
            if each.opname in _ATTRIBUTES:
                last = f"{last}.{each.argval}"
                found.add(last)
            elif "LOAD" in each.opname and each.opname != "LOAD_CONST":
                loaded = _loaded(each.argval)
                found.update(loaded)
                last = loaded[-1] if loaded else ""
            else:
                last = ""
    return found
