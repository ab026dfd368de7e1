"""A figure's script: its ES modules in one text, each after those that it imports.

A page cannot import: from a file, browsers refuse modules. So the modules of a figure are joined,
without their import and export statements, into one scope. No two of them may define the same
name at their top level.
"""

import re
from importlib.resources import files

_IMPORT = re.compile(r'^import \{ ([^}]*) \} from "([^"]+)";\n', re.MULTILINE)


def bundle(*names: str) -> str:
    """Join modules with all that they import.

    Args:
        *names: files below `dl_workshop/live`, such as "figures/slopes.js".

    Returns:
        JavaScript without comments and indentation, which no browser needs.
    """
    ordered: dict[str, str] = {}
    for name in names:
        _visit(name, ordered)
    return "\n".join(map(_minified, ordered.values()))


def _visit(name, ordered):
    """Add a module to the ordered ones, after those that it imports."""
    if name in ordered:
        return
    text = read(name)
    for imported in imports(name):
        _visit(imported, ordered)
    ordered[name] = text


def imports(name: str) -> dict[str, list[str]]:
    """List what a module imports: the names, by the file that exports them."""
    folder = name.rpartition("/")[0]
    return {
        _resolved(folder, path): names.split(", ")
        for names, path in _IMPORT.findall(read(name))
    }


def _resolved(folder, path):
    """Path below `dl_workshop/live` of "./plot.js" or "../browser/plot.js"."""
    return path.removeprefix("../") if path[1] == "." else folder + path[1:]


def read(name: str) -> str:
    """Read a file below `dl_workshop/live`."""
    return (files("dl_workshop.live") / name).read_text(encoding="utf-8")


def _minified(text):
    lines = map(str.strip, _IMPORT.sub("", text).splitlines())
    kept = (line for line in lines if line and not line.startswith("//"))
    return "\n".join(line.removeprefix("export ") for line in kept)
