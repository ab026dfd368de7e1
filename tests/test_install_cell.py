"""The first cell of every notebook: it installs the course where it is missing, once, quietly."""

import os
import subprocess
import sys
import zipfile

import pytest
from notebooks.notebook import INSTALL

CELL = INSTALL.format(
    repository="https://github.com/someone/course", revision="0" * 40
)
FOUND = "\nimport dl_workshop; print(dl_workshop.__file__, end='')"
METADATA = """\
Metadata-Version: 2.3
Name: dl-workshop
Version: 9
Provides-Extra: chapters
"""


@pytest.fixture
def folder(tmp_path):
    """Return a learner's folder, which holds one called dl_workshop, a package even."""
    folder = tmp_path / "notebooks"
    (folder / "dl_workshop").mkdir(parents=True)
    (folder / "dl_workshop" / "__init__.py").touch()
    return folder


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Return a Python that has pip and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    uv = [sys.executable, "-m", "uv", "--quiet", "venv", "--seed", folder]
    subprocess.run(uv, check=True)
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Write a course that is nothing but its name; return its address."""
    name = "dl_workshop-9-py3-none-any.whl"
    path = tmp_path_factory.mktemp("wheel") / name
    info = "dl_workshop-9.dist-info"
    tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("dl_workshop/__init__.py", "")
        archive.writestr(f"{info}/METADATA", METADATA)
        archive.writestr(f"{info}/WHEEL", tags)
        archive.writestr(f"{info}/RECORD", "")
    return f"dl-workshop[chapters] @ {path.as_uri()}"


def run(python, folder, source, code=CELL + FOUND):
    """Run the cell as a notebook does: modules in its folder can be imported."""
    environment = {**os.environ, "DL_WORKSHOP_SOURCE": source}
    return subprocess.run(
        [python, "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )


def test_it_has_at_most_eight_lines():
    assert len(CELL.splitlines()) <= 8


def test_it_names_address_and_commit():
    address = f"git+https://github.com/someone/course@{'0' * 40}"
    assert f'course = "dl-workshop[chapters] @ {address}"' in CELL


def test_where_the_course_is_nothing_is_installed(folder):
    done = run(sys.executable, folder, "/nowhere")
    assert done.returncode == 0, done.stderr
    assert not done.stdout.startswith(str(folder))


def test_a_folder_of_that_name_does_not_stand_for_the_course(
    bare, folder, wheel
):
    done = run(bare, folder, wheel)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(bare.parent.parent))
    assert done.stderr == ""


def test_one_line_says_what_failed(tmp_path, folder):
    fresh = tmp_path / "fresh"
    uv = [sys.executable, "-m", "uv", "--quiet", "venv", "--seed", fresh]
    subprocess.run(uv, check=True)
    done = run(fresh / "bin" / "python", folder, "/nowhere/at-all")
    assert done.returncode == 1
    assert done.stderr == (
        "The course was not installed; "
        "this tells why: %pip install '/nowhere/at-all'\n"
    )
