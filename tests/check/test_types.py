"""What learners call in `check` and `live` has types, which editors show and mypy compares."""

import inspect
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from dl_workshop import check, live
from dl_workshop.check.progress_file import Progress
from dl_workshop.check.session import Check

CALLED = [
    check.progress,
    check.progress_of_class,
    Check.__call__,
    Check.hint,
    Check.solution,
    Progress.save,
    Progress.forget,
    *[getattr(live, name) for name in live.__all__],
]

SETTINGS = Path(__file__).parents[2] / "pyproject.toml"
COMPARED = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["tool"]["mypy"]


def public_functions(name):
    """Functions and methods of a module, without those of its own use."""
    module = import_module(name)
    own = [
        each
        for each in vars(module).values()
        if getattr(each, "__module__", "") == name
        and not each.__name__.startswith("_")
        and "<locals>" not in each.__qualname__
    ]
    methods = [
        method
        for each in own
        if inspect.isclass(each)
        for method in vars(each).values()
        if inspect.isfunction(method) and not method.__name__.startswith("_")
    ]
    return [*filter(inspect.isfunction, own), *methods]


@pytest.mark.parametrize("name", COMPARED["modules"])
def test_what_mypy_reads_has_types(name):
    for function in public_functions(name):
        test_every_parameter_and_result_has_a_type(function)


@pytest.mark.parametrize("function", CALLED, ids=lambda f: f.__qualname__)
def test_every_parameter_and_result_has_a_type(function):
    signature = inspect.signature(function)
    parameters = [*signature.parameters.values()]
    untyped = [p.name for p in parameters if p.annotation is p.empty]
    assert set(untyped) <= {"self"}
    assert signature.return_annotation is not signature.empty
