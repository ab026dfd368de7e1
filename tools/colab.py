"""The course on Colab: its image rebuilt in a virtual environment, and every notebook run there.

`python tools/colab.py` builds it from tools/colab.txt, `--freeze FILE` from another list of
versions, for the Python that an os-info.txt beside it names: it says first what differs. In the
image the install cell of the notebooks runs, as it does on Colab; it may add celluloid and the
course, and change nothing. Then nbval runs each notebook in the image's kernel and compares. The
image holds no tool of ours, so that nothing but the course can change it.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from notebooks.library import open_library
from notebooks.notebook import INSTALL
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "tools" / "colab.txt"
WORK = ROOT / "_build" / "colab"
COURSE = "dl-workshop"
ADDED = {"celluloid", COURSE}
SOURCE = f"{COURSE}[chapters] @ {ROOT.as_uri()}"
UV = [sys.executable, "-m", "uv", "--quiet"]
BARE = ["--no-annotate", "--no-header", "--no-config"]
NBVAL = ["-p", "nbval", "-p", "tests.nbval_semicolons", "-n", "2"]
NBVAL += ["--dist", "loadfile", "--nbval-kernel-name", "colab"]
NBVAL += ["--nbval-sanitize-with", "tests/nbval.cfg", "--quiet"]


class ColabError(Exception):
    """The course does not fit Colab's image, or the image cannot be built."""


def main(arguments=None):
    """Build the image, install the course, compare every notebook.

    Args:
        arguments: of the command line.

    Returns:
        Whether a notebook failed.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--freeze", type=Path, default=CONSTRAINTS)
    freeze = parser.parse_args(arguments).freeze
    version = python_version(freeze)
    theirs = {**pins(freeze), "python": version}
    ours = {**pins(CONSTRAINTS), "python": setting("Python")}
    print("\n".join(changes(ours, theirs)))
    image = image_pins(freeze)
    check_plan(image, version)
    python = build(image, version)
    install(python)
    return compare(python)


def pins(path):
    """Read a list of versions.

    Args:
        path: a file as `pip freeze` writes it.

    Returns:
        A dictionary from names to versions; packages that come from an address are left out.
    """
    text = path.read_text(encoding="utf-8")
    return pins_in(text)


def pins_in(text):
    """Read the text of such a file."""
    found = re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def setting(name):
    """Return what the head of the constraints says, of "Python" or "As of"."""
    text = CONSTRAINTS.read_text(encoding="utf-8")
    return re.search(rf"^# {name} (\S+)$", text, re.MULTILINE)[1]


def python_version(freeze):
    """Return the version of Python that goes with a list: Colab publishes it in a file beside."""
    info = freeze.with_name("os-info.txt")
    if not info.is_file():
        return setting("Python")
    text = info.read_text(encoding="utf-8")
    return re.search(r"^Python (\d+\.\d+)", text, re.MULTILINE)[1]


def changes(ours, theirs):
    """Say what another list has in other versions than ours.

    Args:
        ours: versions by name.
        theirs: those of the other list, which may hold more.

    Returns:
        A list of lines.
    """
    lines = [
        f"{name}: {version} here, {theirs.get(name, 'gone')} there"
        for name, version in ours.items()
        if theirs.get(name) != version
    ]
    return lines or [f"All {len(ours)} versions are those of tools/colab.txt"]


def image_pins(freeze=CONSTRAINTS):
    """Work out what Colab has, as far as the course meets it.

    Args:
        freeze: file with the versions.

    Returns:
        Versions by name: what tools/colab.txt names, and all that it needs.
    """
    is_ours = freeze == CONSTRAINTS
    day = ["--exclude-newer", setting("As of")] if is_ours else []
    version = python_version(freeze)
    return _resolve(pins(CONSTRAINTS), pins(freeze), version, *day)


def plan(image, python, project=ROOT / "pyproject.toml"):
    """Work out what an installation of the course adds to an image.

    Args:
        image: versions by name, none of which may change.
        python: its version.
        project: the course's pyproject.toml.

    Returns:
        A set of names, the course itself among them.

    Raises:
        ColabError: the course asks for other versions than the image has.
    """
    extra = "--extra", "chapters"
    needed = _resolve([], image, python, str(project), *extra)
    return {COURSE, *needed} - image.keys()


def check_plan(image, python):
    """Raise ColabError if an installation would add more than it should."""
    added = plan(image, python)
    if added != ADDED:
        raise ColabError(
            f"expected to add {sorted(ADDED)}, but pip would add {sorted(added)}"
        )


def _resolve(names, constraints, python, *options):
    """Have uv choose versions for a Python that need not be on this machine."""
    WORK.mkdir(parents=True, exist_ok=True)
    wanted, limits = WORK / "wanted.in", WORK / "limits.txt"
    wanted.write_text("\n".join(names), encoding="utf-8")
    lines = [f"{name}=={version}" for name, version in constraints.items()]
    limits.write_text("\n".join(lines), encoding="utf-8")
    chosen = ["--constraint", limits, "--python-version", python, *BARE]
    return pins_in(_run([*UV, "pip", "compile", wanted, *chosen, *options]))


def _run(command, **options):
    run = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", **options
    )
    if run.returncode:
        raise ColabError(f"{run.stderr}{run.stdout}".strip())
    return run.stdout


def build(image, version):
    """Make a virtual environment that holds an image.

    Args:
        image: versions by name.
        version: of its Python.

    Returns:
        Its Python.
    """
    environment = WORK / "image"
    found = find_python(version)
    print(f"Building Colab's image with {found}")
    command = [*UV, "venv", "--clear", "--seed", "--python", found]
    _run([*command, environment])
    python = environment / "bin" / "python"
    lines = [f"{name}=={version}" for name, version in image.items()]
    _run([*UV, "pip", "install", "--python", python, *lines])
    return python


def find_python(version):
    """Find a Python on this machine.

    Args:
        version: such as "3.13".

    Returns:
        Its path; the version itself, which uv downloads, if there is none.
    """
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    kept = sorted(root.glob(f"versions/{version}.*/bin/python"))
    for path in [sys.executable, shutil.which(f"python{version}"), *kept]:
        if path and _version(path) == version:
            return str(path)
    return version


def _version(python):
    """Return a Python's version; a shim of pyenv may be there without one."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    run = subprocess.run(
        [python, "-c", code], capture_output=True, encoding="utf-8"
    )
    return run.stdout.strip()


def install(python):
    """Run the install cell in an image, and see that nothing else changes.

    Args:
        python: the image's.

    Raises:
        ColabError: the cell failed, or the image has changed.
    """
    before = _freeze(python)
    code = INSTALL.format(repository="unused", revision="unused")
    source = {**os.environ, "DL_WORKSHOP_SOURCE": SOURCE}
    _run([python, "-c", code], env=source, cwd=WORK)
    changed = {name for name, _ in before ^ _freeze(python)}
    if changed != ADDED:
        raise ColabError(
            f"expected to add {sorted(ADDED)}, pip changed {sorted(changed)}"
        )
    print(f"The install cell added {' and '.join(sorted(changed))}")


def _freeze(python):
    listed = _run([python, "-m", "pip", "list", "--format", "json"])
    return {
        (canonicalize_name(package["name"]), package["version"])
        for package in json.loads(listed)
    }


def compare(python):
    """Run every notebook in an image's kernel, and compare what it prints with what it stores.

    Args:
        python: the image's, with the course.

    Returns:
        Whether a cell failed.
    """
    book = open_library(ROOT).book
    content, report = WORK / "content", WORK / "report.xml"
    shutil.rmtree(content, ignore_errors=True)
    content.mkdir()
    for chapter in book.chapters:
        if book.notebook_path(chapter).is_file():
            shutil.copy(book.notebook_path(chapter), content)
    command = [sys.executable, "-m", "pytest", *NBVAL, "--nbval", content]
    command += [f"--junitxml={report}", "-p", "no:cacheprovider"]
    kernels = {**os.environ, "JUPYTER_PATH": str(_kernels(python))}
    run = subprocess.run(command, cwd=ROOT, env=kernels)
    print("\n".join(table(report.read_text(encoding="utf-8"))))
    return run.returncode != 0


def _kernels(python):
    """Tell Jupyter of an image's kernel: return the folder to look into."""
    folder = WORK / "jupyter" / "kernels" / "colab"
    folder.mkdir(parents=True, exist_ok=True)
    start = [str(python), "-m", "ipykernel_launcher"]
    kernel = {
        "argv": [*start, "-f", "{connection_file}"],
        "display_name": "Colab",
        "language": "python",
    }
    (folder / "kernel.json").write_text(json.dumps(kernel), encoding="utf-8")
    return WORK / "jupyter"


def table(report):
    """Sum up a run of nbval.

    Args:
        report: JUnit's XML.

    Returns:
        Lines: for each notebook its cells, how many failed, and its seconds.
    """
    cells, failed, seconds = Counter(), Counter(), Counter()
    for case in ElementTree.fromstring(report).iter("testcase"):
        name = case.get("classname").removesuffix(".ipynb").split(".")[-1]
        cells[name] += 1
        failed[name] += any(child.tag in FAULTS for child in case)
        seconds[name] += float(case.get("time"))
    return [
        f"{name:28}{cells[name]:4} cells {failed[name]:4} failed"
        f"{seconds[name]:8.1f} s"
        for name in sorted(cells)
    ]


FAULTS = {"failure", "error"}


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ColabError as error:
        sys.exit(f"colab: {error}")
