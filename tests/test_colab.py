"""What an installation adds to Colab, found without its Python; `make colab` does the rest."""

import json
import os
import re
import sys
import tomllib

import colab
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = tomllib.loads(
    (colab.ROOT / "pyproject.toml").read_text(encoding="utf-8")
)["project"]
NEEDED = [
    *PROJECT["dependencies"],
    *PROJECT["optional-dependencies"]["chapters"],
]
PYTHON = colab.setting("Python")
COLAB = colab.pins(colab.CONSTRAINTS)


# What pip would do there


@pytest.mark.parametrize("requirement", NEEDED)
def test_colab_has_what_the_course_asks_for(requirement):
    parsed = Requirement(requirement)
    name = canonicalize_name(parsed.name)
    # IPython brings it, in the version that goes with it.
    named = COLAB.keys() | {"matplotlib-inline"}
    assert name in named or name in colab.ADDED
    assert parsed.specifier.contains(COLAB.get(name, "0.2"))


@pytest.fixture(scope="module")
def image():
    """Return what Colab has, or skip without PyPI: then the test above is all that can be said."""
    try:
        return colab.image_pins()
    except colab.ColabError as error:
        if "CI" in os.environ or "Failed to fetch" not in str(error):
            raise
        pytest.skip(f"PyPI is out of reach: {error}")


def test_the_image_holds_the_versions_of_the_list(image):
    assert image.items() >= COLAB.items()
    assert "celluloid" not in image


def test_the_course_adds_celluloid_and_itself(image):
    assert colab.plan(image, PYTHON) == {"celluloid", "dl-workshop"}


def project_with(tmp_path, requirement):
    """Write a pyproject.toml that asks for one thing more."""
    path = tmp_path / "pyproject.toml"
    ours = (colab.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    more = ours.replace(
        "dependencies = [", f'dependencies = [\n"{requirement}",', 1
    )
    path.write_text(more, encoding="utf-8")
    return path


def test_what_else_would_be_added_is_found(tmp_path, image):
    project = project_with(tmp_path, "toolz")
    assert colab.plan(image, PYTHON, project) == {
        "celluloid",
        "dl-workshop",
        "toolz",
    }


def test_what_would_be_replaced_is_found(tmp_path, image):
    project = project_with(tmp_path, "ipython>=8")
    with pytest.raises(colab.ColabError, match="ipython"):
        colab.plan(image, PYTHON, project)


def test_the_error_says_what_pip_would_add(monkeypatch):
    monkeypatch.setattr(colab, "plan", lambda *_: {"celluloid", "toolz"})
    with pytest.raises(colab.ColabError, match=r"\['celluloid', 'toolz'\]"):
        colab.check_plan({}, PYTHON)


# The list of versions


FREEZE = """\
# Written by a machine
IPython==7.34.0
ml_dtypes==0.7.0
torch @ https://example.org/torch-2.11.0.whl
"""


def test_a_freeze_is_read_by_the_names_that_pypi_uses(tmp_path):
    path = tmp_path / "freeze.txt"
    path.write_text(FREEZE, encoding="utf-8")
    assert colab.pins(path) == {"ipython": "7.34.0", "ml-dtypes": "0.7.0"}


def test_what_another_list_changes_is_said():
    ours = {"ipython": "7.34.0", "ml-dtypes": "0.6.0", "tqdm": "4.67.3"}
    assert colab.changes(ours, colab.pins_in(FREEZE)) == [
        "ml-dtypes: 0.6.0 here, 0.7.0 there",
        "tqdm: 4.67.3 here, gone there",
    ]


def test_that_nothing_has_changed_is_said():
    (line,) = colab.changes(COLAB, {**COLAB, "more": "1"})
    assert line.startswith(f"All {len(COLAB)} versions")


def test_the_list_says_of_which_python_and_day_it_is():
    assert re.fullmatch(r"3\.\d+", colab.setting("Python"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", colab.setting("As of"))


@pytest.mark.parametrize(
    ("info", "version"),
    [("Ubuntu 22.04.5 LTS\nPython 3.14.2\n", "3.14"), (None, PYTHON)],
)
def test_the_python_is_read_beside_the_freeze(tmp_path, info, version):
    if info:
        (tmp_path / "os-info.txt").write_text(info, encoding="utf-8")
    assert colab.python_version(tmp_path / "freeze.txt") == version


# The machine


def test_this_python_is_found_by_its_version():
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert colab.find_python(version) == sys.executable


def test_a_python_that_pyenv_keeps_is_found(tmp_path, monkeypatch):
    python = tmp_path / "versions" / "9.7.1" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho 9.7\n", encoding="utf-8")
    python.chmod(0o755)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert colab.find_python("9.7") == str(python)


def test_uv_is_left_to_fetch_a_python_that_is_not_there(tmp_path, monkeypatch):
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert colab.find_python("9.7") == "9.7"


def test_jupyter_finds_the_images_kernel(tmp_path, monkeypatch):
    monkeypatch.setattr(colab, "WORK", tmp_path)
    folder = colab._kernels("/there/python") / "kernels" / "colab"
    kernel = json.loads((folder / "kernel.json").read_text(encoding="utf-8"))
    assert kernel["argv"][0] == "/there/python"


REPORT = """\
<testsuites><testsuite>
<testcase classname="_build.colab.content.training.ipynb" name="a" time="1.5"/>
<testcase classname="_build.colab.content.training.ipynb" name="b" time="2">
<failure message="x"/></testcase>
<testcase classname="_build.colab.content.setup.ipynb" name="a" time="0.5"/>
</testsuite></testsuites>"""


def test_the_table_counts_cells_and_failures_of_each_notebook():
    rows = [line.split() for line in colab.table(REPORT)]
    assert rows == [
        ["setup", "1", "cells", "0", "failed", "0.5", "s"],
        ["training", "2", "cells", "1", "failed", "3.5", "s"],
    ]
