"""Windows and macOS: the package, its tests and its tools use nothing that only Linux has.

Before Python 3.15 a text file has the system's encoding where none is named: on Windows, not
UTF-8.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = "dl_workshop", "tests", "tools", "benchmarks"
FILES = [path for name in FOLDERS for path in (ROOT / name).rglob("*.py")]

# The standard library's documentation says of each: "Availability: Unix".
ONLY_UNIX = {
    "crypt",
    "fcntl",
    "grp",
    "posix",
    "pty",
    "pwd",
    "resource",
    "syslog",
    "termios",
}

# Where a call names its encoding if not by keyword.
POSITIONS = {"read_text": 0, "write_text": 1}


def without_encoding(code):
    """Return the calls that read or write text in whatever encoding the system has."""
    calls = [
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call)
    ]
    return [ast.unparse(call) for call in calls if _reads_by_locale(call)]


def _reads_by_locale(call):
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if "encoding" in given:
        return False
    if name in POSITIONS:
        return len(call.args) <= POSITIONS[name]
    if name == "open":
        return _opens_text(call, given.get("mode"))
    flags = [given.get("text"), given.get("universal_newlines")]
    return any(getattr(flag, "value", None) is True for flag in flags)


def _opens_text(call, mode):
    """Whether the mode is one of text; `open` takes it after the path, a path's method first."""
    place = isinstance(call.func, ast.Name)
    modes = [*call.args[place:][:1], mode]
    written = [getattr(each, "value", None) for each in modes if each]
    return all(isinstance(m, str) and "b" not in m for m in written)


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: str(path.relative_to(ROOT))
)
def test_text_has_an_encoding(path):
    assert without_encoding(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        "path.read_text()",
        "path.write_text('a')",
        "open('b')",
        "path.open('w')",
        "subprocess.run(command, text=True)",
    ],
)
def test_a_call_without_encoding_is_found(code):
    assert without_encoding(code) == [code]


@pytest.mark.parametrize(
    "code",
    [
        "path.read_text('utf-8')",
        "path.write_text('a', encoding='utf-8')",
        "open('a', 'rb')",
        "path.open(mode='wb')",
        "subprocess.run(command, text=True, encoding='utf-8')",
        "subprocess.run(command)",
        "Image.open(path)",
        "template.format(text=text)",
    ],
)
def test_bytes_and_named_encodings_are_no_fault(code):
    assert without_encoding(code) == []


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: str(path.relative_to(ROOT))
)
def test_no_module_is_imported_that_only_unix_has(path):
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {
        alias.name
        for n in nodes
        if isinstance(n, ast.Import)
        for alias in n.names
    }
    names |= {n.module for n in nodes if isinstance(n, ast.ImportFrom)}
    assert names & ONLY_UNIX == set()
