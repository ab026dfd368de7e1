"""What learners call in `check` and `live` has types, which editors show and mypy compares."""

import inspect

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


@pytest.mark.parametrize("function", CALLED, ids=lambda f: f.__qualname__)
def test_every_parameter_and_result_has_a_type(function):
    signature = inspect.signature(function)
    parameters = [*signature.parameters.values()]
    untyped = [p.name for p in parameters if p.annotation is p.empty]
    assert set(untyped) <= {"self"}
    assert signature.return_annotation is not signature.empty
