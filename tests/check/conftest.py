"""Fresh checks for every test, with time enough on a busy machine."""

import pytest

from dl_workshop.check import CATALOGUE, running
from dl_workshop.check.session import Check

BY_NAME = {exercise.name: exercise for exercise in CATALOGUE}


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A right answer must not fail because other tests keep the processor busy."""
    monkeypatch.setattr(running, "SECONDS", 60.0)


@pytest.fixture
def normalize():
    """The check of the smallest exercise."""
    return Check(BY_NAME["normalize_weights"])


@pytest.fixture
def one_component():
    """The check of an exercise that needs vmap and grad."""
    return Check(BY_NAME["loglike_one_component"])
