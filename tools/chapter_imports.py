"""What a chapter's cells depend on: the code of the package that they reach through imports.

A cell that says `gm.step` needs the module that defines `step`, and what that module imports in
its turn. Of that code, comments, docstrings and layout change no result, so they do not count;
in a module whose source a cell shows they do. Nothing is imported here: the sources are parsed.
"""

import ast
import hashlib
import os
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from IPython.core.inputtransformer2 import TransformerManager
from myst_nb.core.read import read_myst_markdown_notebook

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "dl_workshop"
DATA = {".js", ".css", ".svg", ".html", ".mplstyle", ".csv", ".json"}
_LOCK = (
    Lock()
)  # before 3.13, Python's parser mixes up threads that parse at once
SHOWING = {"source", "help", "getsource"}


class Name(NamedTuple):
    """Something of the package that code uses.

    Attributes:
        path: of the module or package, without suffix.
        attribute: what is used of it; None for all of it.
    """

    path: Path
    attribute: str | None


@cache
def code_of(text):
    """Return the Python of a chapter's cells; magics become function calls.

    Args:
        text: of the chapter, MyST.
    """
    notebook = read_myst_markdown_notebook(text)
    cells = [each for each in notebook.cells if each.cell_type == "code"]
    transform = TransformerManager().transform_cell
    return "\n".join(transform(cell.source) for cell in cells)


def key(text, root=ROOT):
    """Name what a chapter's cells depend on, so that the same name means the same outputs.

    Args:
        text: of the chapter, MyST.
        root: folder that holds the package.

    Returns:
        A short hash.
    """
    with _LOCK:
        tree = ast.parse(code_of(text))
        shown = _files(_shown(tree, root))
        used = reached(tree, root)
        contents = [
            path.read_bytes()
            if path in shown
            else _meaning(path, _changed(path))
            for path in sorted(used | shown)
        ]
    return hashlib.sha256(b"\0".join(contents)).hexdigest()[:12]


def reached(tree, root=ROOT):
    """Return the files that code depends on, directly or through other modules.

    Args:
        tree: the code, parsed.
        root: folder that holds the package.

    Returns:
        A set of paths: modules, and the data files beside them.
    """
    found, waiting = set(), _files(_names(tree, root))
    while waiting:
        path = waiting.pop()
        found.add(path)
        waiting |= _needed_by(path, _changed(path), root) - found
    return found


@cache
def _needed_by(path, changed, root):
    return _files(_names(_parsed(path), root)) if _is_code(path) else set()


def _names(tree, root):
    """Find what code uses of the package."""
    modules, names = {}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if path := _module(alias.name, root):
                    modules[alias.asname or alias.name] = path
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = _module(f"{node.module}.{alias.name}", root)
                part = _module(node.module, root)
                if whole:
                    modules[alias.asname or alias.name] = whole
                elif part:
                    names.add(Name(part, alias.name))
    return names | _used(tree, modules) | set(map(_run_by, modules.values()))


def _run_by(module):
    """Return what importing a module runs, whether or not anything of it is used."""
    return Name(module / "__init__" if module.is_dir() else module, None)


def _used(tree, modules):
    """Find the attributes of imported modules that code asks for."""
    names, asked = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = _dotted(node.value)
            if owner in modules:
                names.add(Name(modules[owner], node.attr))
                asked.add(id(node.value))
    alone = (
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and id(node) not in asked
    )
    return names | {Name(modules[n], None) for n in alone if n in modules}


def _dotted(node):
    """Return what a name is written as, dots and all; None for what is no name."""
    if isinstance(node, ast.Attribute):
        owner = _dotted(node.value)
        return owner and f"{owner}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else None


def _shown(tree, root):
    """Find the functions whose source or documentation code shows."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    shown = ast.Module([], [])
    for call in calls:
        if (_dotted(call.func) or "").split(".")[-1] in SHOWING:
            shown.body += [ast.Expr(each) for each in call.args]
    imports = (ast.Import, ast.ImportFrom)
    shown.body += [n for n in ast.walk(tree) if isinstance(n, imports)]
    return {name for name in _names(shown, root) if name.attribute}


def _module(name, root):
    """Return a module's path without suffix, None if it is not the package's."""
    path = root.joinpath(*name.split(".")) if name else root
    inside = name and name.split(".")[0] == PACKAGE
    there = path.with_suffix(".py").exists() or path.is_dir()
    return path if inside and there else None


def _files(names):
    """Return the files that names stand for, and those of the packages around them."""
    modules = {path for name in names for path in _defining(name)}
    below = {folder: _below(folder) for folder in {p.parent for p in modules}}
    around = (_packages_around(path) for path in modules)
    beside = (_data_beside(path, below[path.parent]) for path in modules)
    return modules.union(*around, *beside)


def _defining(name):
    """Find the modules that may define a name: one is called so, or binds it; if none, all."""
    if not name.path.is_dir():
        return [name.path.with_suffix(".py")]
    modules = sorted(name.path.rglob("*.py"))
    if name.attribute is None:
        return modules
    called = [path for path in modules if path.stem == name.attribute]
    below = name.path / name.attribute / "__init__.py"
    called += [below] * below.exists()
    binding = (p for p in modules if name.attribute in _bound(p, _changed(p)))
    return called or [*binding] or modules


@cache
def _bound(path, changed):
    """Return the names that a module's own statements bind, imports apart."""
    names = set()
    for node in _parsed(path).body:
        targets = getattr(node, "targets", [getattr(node, "target", None)])
        names |= {each.id for each in targets if isinstance(each, ast.Name)}
        names |= {getattr(node, "name", None)}
    return names


def _packages_around(path):
    """Return the `__init__.py` of every package that a module lies in."""
    inits = (folder / "__init__.py" for folder in path.parents)
    return [init for init in inits if init.exists()]


def _data_beside(path, files):
    """Return what a module may read of the files below its folder: all data but others' own.

    A file that is called as another module is that module's own.
    """
    others = {each.stem for each in files if _is_code(each)} - {path.stem}
    return [
        each
        for each in files
        if each.suffix in DATA and each.stem not in others
    ]


def _below(folder):
    """Return the code and the data in a folder and below it."""
    names = (
        Path(parent, name)
        for parent, _, names in os.walk(folder)
        for name in names
    )
    return [each for each in names if each.suffix in {".py", *DATA}]


def _is_code(path):
    return path.suffix == ".py"


def _changed(path):
    """Return when a file was changed, for what is remembered of it."""
    return path.stat().st_mtime_ns


def _parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _meaning(path, changed):
    """Return what of a file can change a result."""
    if not _is_code(path):
        return path.read_bytes()
    tree = _parsed(path)
    for node in ast.walk(tree):
        if _begins_with_docstring(node):
            node.body[0].value.value = ""
    return ast.dump(tree).encode()


def _begins_with_docstring(node):
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return isinstance(node, documented) and ast.get_docstring(node) is not None
