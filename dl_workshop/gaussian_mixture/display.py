"""A function's source code as a page shows it."""

import ast
import inspect
import textwrap


class Source:
    """Source code: highlighted where Markdown is rendered, plain in a terminal.

    Attributes:
        code: as written.
        data: Markdown.
    """

    def __init__(self, code):
        self.code = code
        self.data = f"```python\n{code}\n```"

    def __repr__(self):
        return self.code

    def _repr_markdown_(self):
        return self.data


def source(function):
    """Show a function's code, without its docstring (that is what `help` shows).

    Args:
        function: a function written in Python; of a lambda, the statement that holds it is shown.

    Returns:
        An object that a notebook and a built page show as highlighted code.

    Raises:
        TypeError: there is no Python source to show, as for a built-in function.
    """
    code = textwrap.dedent(inspect.getsource(function)).rstrip()
    return Source(_without_docstring(code))


def _without_docstring(code):
    docstring, after = _docstring(code)
    if docstring is None:
        return code
    lines = code.splitlines(keepends=True)
    start, end = _offset(lines, docstring), _offset(lines, after)
    before, below = code[:start], code[end:]
    if docstring.end_lineno < after.lineno:  # it has its lines to itself
        before = "".join(lines[: docstring.lineno - 1])
        below = "".join(lines[docstring.end_lineno :]).lstrip("\n")
    return before + below


def _docstring(code):
    """Return a definition's docstring and the statement after it, None for what is not there."""
    try:
        (definition,) = ast.parse(code).body
    except (SyntaxError, ValueError):  # a piece of the call that has a lambda
        return None, None
    kinds = ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef
    if not isinstance(definition, kinds) or len(definition.body) == 1:
        return None, None
    has_docstring = ast.get_docstring(definition) is not None
    return definition.body[:2] if has_docstring else (None, None)


def _offset(lines, statement):
    """Return where a statement begins; `ast` counts a line's bytes, not its characters."""
    above = sum(map(len, lines[: statement.lineno - 1]))
    line = lines[statement.lineno - 1].encode()
    return above + len(line[: statement.col_offset].decode())
