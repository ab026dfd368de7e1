"""What the package imports and what it declares agree, and importing it loads no more than it."""

import ast
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DECLARED = {
    canonicalize_name(Requirement(line).name)
    for line in PROJECT["project"]["dependencies"]
}
# jax imports it, and which version it may be is for us to say.
NOT_IMPORTED = {"jaxlib"}


def imported_modules(folder):
    """Return the top-level modules that a folder's files import, at their head or later."""
    trees = [
        ast.parse(path.read_text(encoding="utf-8"))
        for path in folder.rglob("*.py")
    ]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = [
        alias.name
        for node in nodes
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    names += [
        node.module for node in nodes if isinstance(node, ast.ImportFrom)
    ]
    return {name.split(".")[0] for name in names}


def distributions(modules):
    """Return the distributions that modules come from, the standard library and us left out."""
    others = modules - sys.stdlib_module_names - {"dl_workshop"}
    found = packages_distributions()
    return {canonicalize_name(found[name][0]) for name in others}


def test_what_is_imported_is_declared_and_the_other_way_round():
    imported = distributions(imported_modules(ROOT / "dl_workshop"))
    assert imported == DECLARED - NOT_IMPORTED


@pytest.mark.parametrize(
    "code",
    ["import json.tool", "def f():\n    import json", "from json import tool"],
)
def test_every_form_of_import_is_found(tmp_path, code):
    (tmp_path / "module.py").write_text(code, encoding="utf-8")
    assert imported_modules(tmp_path) == {"json"}


@pytest.mark.parametrize("package", ["gaussian_mixture", "check", "live"])
def test_notebooks_and_videos_are_loaded_by_those_who_use_them(package):
    code = f"import sys, dl_workshop.{package}; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    run = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=True
    )
    loaded = {name.split(".")[0] for name in run.stdout.split()}
    heavy = {"IPython", "matplotlib_inline", "celluloid", "imageio_ffmpeg"}
    assert loaded & heavy == set()
