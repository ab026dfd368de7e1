"""Ways to install: they agree with one another, and a notebook service gets a course that runs."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml
from notebooks.stamp import stamped_notebooks
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tests.support.git import git

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "readers": ROOT / "requirements.lock",
    "tests": ROOT / "tests" / "requirements.lock",
    "benchmarks": ROOT / "benchmarks" / "requirements.lock",
    "uv": ROOT / "requirements-uv.lock",
}


def pins(lock):
    return dict(
        re.findall(
            r"^([\w.-]+)==([^\s;]+)", lock.read_text(encoding="utf-8"), re.M
        )
    )


LOCK, TEST_LOCK, BENCH_LOCK, UV_LOCK = map(pins, LOCKS.values())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
EXTRAS = PROJECT["optional-dependencies"]


def normalized(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    "requirement",
    [*PROJECT["dependencies"], *EXTRAS["chapters"], *EXTRAS["book"]],
)
def test_the_lock_pins_what_readers_need(requirement):
    parsed = Requirement(requirement)
    assert parsed.specifier.contains(LOCK[normalized(parsed.name)])


@pytest.mark.parametrize("requirement", EXTRAS["test"])
def test_the_tests_have_a_lock_of_their_own(requirement):
    parsed = Requirement(requirement)
    assert parsed.specifier.contains(TEST_LOCK[normalized(parsed.name)])


def test_tests_test_what_readers_install():
    assert {name: TEST_LOCK[name] for name in LOCK} == LOCK
    assert {"uv": TEST_LOCK["uv"]} == UV_LOCK


def test_readers_do_not_install_what_tests_need():
    assert not {"playwright", "pytest", "hypothesis", "ruff"} & LOCK.keys()


@pytest.mark.parametrize("requirement", EXTRAS["bench"])
def test_the_benchmarks_have_a_lock_of_their_own(requirement):
    parsed = Requirement(requirement)
    assert parsed.specifier.contains(BENCH_LOCK[normalized(parsed.name)])


def test_the_benchmarks_measure_what_readers_install():
    both = TEST_LOCK.keys() & BENCH_LOCK.keys()
    assert {"jax", "jaxlib", "optax", "numpy", "scikit-learn"} <= both
    assert {name: TEST_LOCK[name] for name in both} == {
        name: BENCH_LOCK[name] for name in both
    }


def test_readers_do_not_install_what_the_course_is_compared_with():
    assert not {"numpyro", "distrax", "tfp-nightly"} & LOCK.keys()


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_hashes_and_no_address(name):
    lock = LOCKS[name].read_text(encoding="utf-8")
    packages = re.findall(r"^[\w.-]+==.*?(?=^[\w.-]+==|\Z)", lock, re.M | re.S)
    assert len(packages) > (0 if name == "uv" else 30)
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in lock


def test_jaxlib_0_11_1_is_excluded_with_the_reason_beside_it():
    # Scans with stacked outputs are quadratic on CPUs in that version.
    (line,) = re.findall(
        r'^ *"jaxlib.*$',
        (ROOT / "pyproject.toml").read_text(encoding="utf-8"),
        re.M,
    )
    assert "!=0.11.1" in line
    assert "quadratic" in line


def test_conda_installs_the_lock_with_a_python_that_the_project_takes():
    environment = yaml.safe_load(
        (ROOT / "environment.yml").read_text(encoding="utf-8")
    )
    packages = environment["dependencies"]
    assert {"pip": ["-r requirements.lock"]} in packages
    (python,) = [p for p in packages if str(p).startswith("python=")]
    version = python.removeprefix("python=")
    assert SpecifierSet(PROJECT["requires-python"]).contains(version)


def test_binder_builds_the_environment_and_then_the_package():
    # repo2docker writes the recipe; building it would take a container engine.
    command = [
        sys.executable,
        "-m",
        "repo2docker",
        "--no-build",
        "--debug",
        ".",
    ]
    run = subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    recipe = run.stdout + run.stderr
    assert (
        'env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"' in recipe
    )
    assert "environment.py-3.12" in recipe.replace("-2e", ".").replace(
        "-2d", "-"
    )
    assert recipe.index("env update") < recipe.index("RUN ./postBuild")


URL = "https://github.com/someone/course"


@pytest.fixture
def commit(tmp_path):
    """Commit the course to a repository, then break it there; return the good commit."""
    repository = tmp_path / "repository"
    shutil.copytree(ROOT / "dl_workshop", repository / "dl_workshop")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, repository)
    git(repository, "init", "--quiet")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "The course")
    good = git(repository, "rev-parse", "HEAD")
    (repository / "pyproject.toml").write_text("broken", encoding="utf-8")
    git(repository, "commit", "--quiet", "--all", "--message", "Next year")
    return good


def run_notebook(python, notebook, folder, repository):
    """Run a notebook in a kernel of the given Python; its address leads to a repository here."""
    code = (
        "import nbformat, sys; from nbclient import NotebookClient\n"
        "notebook = nbformat.read(sys.argv[1], as_version=4)\n"
        "NotebookClient(notebook, kernel_name='python3', timeout=300).execute()"
    )
    environment = {
        **os.environ,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{repository.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": URL,
    }
    command = [python, "-c", code, str(notebook)]
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )


def beginning(notebook):
    """The cell that installs, and the next two: the whole chapter runs when it is compared."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert "pip" in code[0].source
    assert "dl_workshop" in "".join(cell.source for cell in code[1:3])
    return nbformat.from_dict({**notebook, "cells": code[:3]})


def test_a_notebook_installs_its_commit_in_a_notebook_service_and_runs(
    tmp_path, commit
):
    # What Colab has: Jupyter, NumPy, matplotlib, JAX. The rest comes from the install cell.
    python = tmp_path / "service" / "bin" / "python"
    uv = [sys.executable, "-m", "uv", "--quiet"]
    subprocess.run([*uv, "venv", "--seed", tmp_path / "service"], check=True)
    pins = [
        f"{name}=={LOCK[name]}"
        for name in ("numpy", "matplotlib", "jax", "jaxlib")
    ]
    install = [*uv, "pip", "install", "--python", python, *pins]
    subprocess.run([*install, "ipykernel", "nbclient"], check=True)
    notebook = tmp_path / "likelihood.ipynb"
    stamped = dict(stamped_notebooks(ROOT, URL, commit))
    nbformat.write(beginning(stamped["likelihood"]), notebook)
    (tmp_path / "dl_workshop").mkdir()  # stands in the way
    run = run_notebook(python, notebook, tmp_path, tmp_path / "repository")
    assert run.returncode == 0, run.stderr
