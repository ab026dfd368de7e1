"""Fresh checks for every test, with time enough on a busy machine, and no file left behind."""

import pytest

from dl_workshop.check import (
    catalogue,
    diagnosis,
    interpreter,
    repair,
    sandbox,
)
from dl_workshop.check.session import Check

SECONDS = sandbox.SECONDS  # as learners have it


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A right answer must not fail because other tests keep the processor busy."""
    monkeypatch.setattr(sandbox, "SECONDS", 60.0)
    monkeypatch.setattr(sandbox, "LOADING", 600.0)


@pytest.fixture(autouse=True)
def no_search(monkeypatch):
    """Changes of the code are tried in the tests that are about them, for it takes seconds."""
    monkeypatch.setattr(repair, "SECONDS", 0.0)


@pytest.fixture(autouse=True)
def strictness(monkeypatch):
    """A symptom or a rule that raises is a fault of ours, and must not hide."""
    monkeypatch.setattr(diagnosis, "STRICT", True)
    monkeypatch.setattr(interpreter, "STRICT", True)


@pytest.fixture(autouse=True)
def notebook(tmp_path, monkeypatch):
    """A folder for the file of progress: where the notebook of this test stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def normalize():
    """The check of the smallest exercise."""
    return Check(catalogue.load("normalize_weights"))


@pytest.fixture
def one_component():
    """The check of an exercise that needs vmap and grad."""
    return Check(catalogue.load("loglike_one_component"))
