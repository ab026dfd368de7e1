"""Types of public functions stand in a stub: it has the names and parameters of the sources."""

import ast
import inspect
from pathlib import Path

import pytest

import dl_workshop.gaussian_mixture as gm

STUB = ast.parse(
    Path(gm.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
)
TYPED = {
    node.name: node
    for node in STUB.body
    if isinstance(node, ast.FunctionDef | ast.ClassDef)
}


def parameters(node):
    """Names of a stub's parameters, with defaults where there are any."""
    names = [each.arg for each in node.args.args]
    values = list(map(ast.literal_eval, node.args.defaults))
    given = dict(zip(reversed(names), reversed(values), strict=False))
    others = [node.args.kwarg.arg] if node.args.kwarg else []
    return [(name, given.get(name)) for name in names + others]


def declared(member):
    """Names of a function's parameters, with defaults where there are any."""
    return [
        (each.name, None if each.default is each.empty else each.default)
        for each in inspect.signature(member).parameters.values()
    ]


@pytest.mark.parametrize("name", gm.__all__)
def test_every_public_name_is_typed(name):
    assert name in TYPED, f"add {name} to gaussian_mixture/__init__.pyi"


def test_the_stub_types_nothing_else():
    assert TYPED.keys() <= {*gm.__all__}


@pytest.mark.parametrize("name", TYPED)
def test_the_stub_has_the_parameters_of_the_source(name):
    node, member = TYPED[name], getattr(gm, name)
    if isinstance(node, ast.ClassDef):
        fields = [each.target.id for each in node.body]
        assert fields == list(member._fields)
    else:
        assert parameters(node) == declared(member)


@pytest.mark.parametrize("name", TYPED)
def test_every_parameter_and_result_has_a_type(name):
    node = TYPED[name]
    if isinstance(node, ast.FunctionDef):
        assert all(each.annotation for each in node.args.args)
        assert node.returns is not None
