"""Solutions run in a notebook: pasted into a kernel after the first cell of their chapter."""

import pytest
from jupyter_client.manager import run_kernel

from dl_workshop.check import CATALOGUE
from dl_workshop.check.session import Check
from tests.support.chapters import first_cell

CHAPTERS = sorted({exercise.chapter for exercise in CATALOGUE})


@pytest.fixture(scope="module")
def kernel():
    with run_kernel(kernel_name="python3") as client:
        yield client


def run(kernel, code):
    """Run a cell; return the name of its error and the text, empty if there is none."""
    reply = kernel.execute_interactive(
        code, timeout=300, output_hook=lambda message: None, allow_stdin=False
    )["content"]
    return "\n".join(reply.get("traceback", ()))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_solution_of_a_chapter_passes_in_a_kernel(kernel, chapter):
    assert not run(kernel, "%reset -f")
    assert not run(kernel, first_cell(chapter))
    for exercise in CATALOGUE:
        if exercise.chapter == chapter:
            name = exercise.name
            assert not run(kernel, Check(exercise).solution().code)
            assert not run(kernel, f"assert check.{name}({name}).passed")
