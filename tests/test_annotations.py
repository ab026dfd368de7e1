"""Public functions of what mypy reads have types: without them it would pass over their bodies."""

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MYPY = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "tool"
]["mypy"]


def files_of(module):
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


FILES = [
    *sorted((ROOT / "dl_workshop" / "live").rglob("*.py")),
    *map(files_of, MYPY["modules"]),
]


def public_functions(tree):
    """Functions of a module and methods of its classes, those inside of functions apart."""
    classes = (each for each in tree.body if isinstance(each, ast.ClassDef))
    for body in (tree.body, *(each.body for each in classes)):
        for each in body:
            if isinstance(each, ast.FunctionDef) and each.name[0] != "_":
                yield each


def lacks_types(function):
    names = [*function.args.args, *function.args.kwonlyargs]
    names += filter(None, [function.args.vararg, function.args.kwarg])
    untyped = [a for a in names if a.annotation is None and a.arg != "self"]
    return function.returns is None or untyped


def test_live_is_read_as_a_whole():
    assert "dl_workshop.live" in MYPY["packages"]
    assert "dl_workshop.check.exercise" in MYPY["modules"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_public_functions_have_types(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    untyped = [f.name for f in public_functions(tree) if lacks_types(f)]
    assert untyped == []
