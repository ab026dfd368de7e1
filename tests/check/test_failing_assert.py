"""Where an `assert` about feedback fails, a test tells all of it."""

import subprocess
import sys
from pathlib import Path

SETTINGS = Path(__file__).resolve().parents[2] / "pyproject.toml"
LONG = "This sentence stands in the middle of what a check has said. " * 20
TEST = f"""
from dl_workshop.check.feedback import Feedback

def test():
    feedback = Feedback("incorrect", "Begins.", {LONG!r}, "Ends.")
    assert feedback.passed
"""


def test_all_of_the_feedback_is_told(tmp_path):
    (tmp_path / "test_it.py").write_text(TEST, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", SETTINGS, "test_it.py"]
    run = subprocess.run(
        [*command, "-p", "no:cacheprovider", f"--rootdir={tmp_path}"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == 1
    # Where CI is set, pytest's summary says it once more.
    told = next(x for x in run.stdout.splitlines() if "where False = " in x)
    assert "Begins." in told
    assert LONG.strip() in told
    assert "Ends." in told
