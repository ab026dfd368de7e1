"""Solutions that run where they are pasted: a reference's source with the imports that it needs.

Functions of the package become `gm.name`; decorators of its own, which say shapes, are left out.
"""

import ast
import builtins
import inspect
from collections.abc import Callable
from types import ModuleType

from dl_workshop import gaussian_mixture as gm

_GM = "from dl_workshop import gaussian_mixture as gm"


def pasteable(function: Callable) -> str:
    """Return source that defines a function in an empty namespace.

    Args:
        function: a function written in Python.

    Returns:
        Import statements, an empty line, and the definition without its docstring.
    """
    definition = ast.parse(gm.source(function).code).body[0]
    scope = inspect.unwrap(function).__globals__
    code = gm.source(function).code.splitlines()
    imports = set()
    for node in reversed(list(_names(definition))):
        if node.id in scope and node.id not in vars(builtins):
            written, needed = _origin(node.id, scope[node.id])
            imports.add(needed)
            line, start = code[node.lineno - 1], node.col_offset
            rest = line[start + len(node.id) :]
            code[node.lineno - 1] = f"{line[:start]}{written}{rest}"
    body = code[definition.lineno - 1 :]  # below the decorators
    return "\n".join([*sorted(imports, key=_order), "", "", *body])


def _names(definition):
    """Names that a definition reads, in the order of its text, decorators aside."""
    parts = [*definition.args.defaults, *definition.body]
    found = [
        node
        for part in parts
        for node in ast.walk(part)
        if isinstance(node, ast.Name)
    ]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _origin(name, value):
    """Return how a name is written elsewhere, and the import that it needs there."""
    if isinstance(value, ModuleType):
        return name, _import_of_a_module(name, value.__name__)
    if getattr(gm, name, None) is value:
        return f"gm.{name}", _GM
    return name, f"from {_public_module(name, value)} import {name}"


def _import_of_a_module(name, module):
    package, _, last = module.rpartition(".")
    if module == "dl_workshop.gaussian_mixture":
        return _GM
    if name == last and package:
        return f"from {package} import {name}"
    return (
        f"import {module}" if name == module else f"import {module} as {name}"
    )


def _public_module(name, value):
    """The module that documents a function of JAX: those with an underscore are its own affair."""
    import jax

    for module in ("nn", "scipy.special", "scipy.stats", "lax", "random", ""):
        place = jax
        for part in filter(None, module.split(".")):
            place = getattr(place, part)
        if getattr(place, name, None) is value:
            return f"jax.{module}".removesuffix(".")
    return value.__module__


def _order(line):
    """Plain imports first, the course last, as in the chapters."""
    return line == _GM, line.startswith("from"), line
