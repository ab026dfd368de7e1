"""What JAX has compiled is kept for all processes of a build, which write and read it at once."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILTER = "ignore:Error reading persistent compilation cache entry"
PROGRAM = "import jax; print(jax.jit(lambda x: 3 * x)(2.0))"


def run(folder, warnings):
    """Run a program with a cache of its own; give what it writes, and its complaints."""
    settings = {
        "JAX_COMPILATION_CACHE_DIR": str(folder),
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
        "PYTHONWARNINGS": warnings,
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, **settings},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout, done.stderr


@pytest.mark.parametrize(
    ("warnings", "complains"), [("", True), (FILTER, False)]
)
def test_an_entry_that_is_being_written_is_compiled_again(
    tmp_path, warnings, complains
):
    first = run(tmp_path, warnings)
    entries = [*tmp_path.glob("*-cache")]
    assert entries
    for entry in entries:
        entry.write_bytes(b"")  # opened by another process, not yet written
    written, complaint = run(tmp_path, warnings)
    assert first == ("6.0\n", "")
    assert written == "6.0\n"
    assert (FILTER.split(":")[1] in complaint) == complains


def test_neither_chapters_nor_tests_complain_of_it():
    settings = tomllib.loads(
        (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    )["tool"]["pytest"]["ini_options"]
    assert FILTER in settings["filterwarnings"]
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"$(COMPILING): export PYTHONWARNINGS := {FILTER}\n" in make
