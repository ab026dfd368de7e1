"""Solutions run where they are pasted: in a namespace that holds nothing else."""

import subprocess
import sys

import pytest

from dl_workshop.check import CATALOGUE
from dl_workshop.check.session import Check

each_exercise = pytest.mark.parametrize(
    "exercise", CATALOGUE, ids=lambda exercise: exercise.name
)


@each_exercise
def test_a_solution_passes_where_it_is_pasted(exercise):
    pasted = {}
    exec(Check(exercise).solution().code, pasted)
    feedback = Check(exercise)(pasted[exercise.name])
    assert feedback.passed, feedback.message


@each_exercise
def test_a_solution_shows_no_shapes_and_no_docstring(exercise):
    code = Check(exercise).solution().code
    assert "@" not in code.split("def ")[0]
    assert '"""' not in code
    assert code.count(f"def {exercise.name}(") == 1


@each_exercise
def test_a_solution_ends_with_its_reason(exercise):
    solution = Check(exercise).solution()
    assert repr(solution) == f"{solution.code}\n\n{exercise.why}"
    assert solution._repr_markdown_() == (
        f"```python\n{solution.code}\n```\n\n{exercise.why}"
    )


def test_solutions_run_in_a_fresh_python():
    code = "\n\n".join(Check(each).solution().code for each in CATALOGUE)
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
