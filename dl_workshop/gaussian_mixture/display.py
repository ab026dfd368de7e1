"""A function's source code as a page shows it."""

import ast
import inspect
import textwrap

from IPython.display import Markdown


class Source(Markdown):
    """Source code: highlighted where Markdown is rendered, plain in a terminal."""

    def __init__(self, code):
        super().__init__(f"```python\n{code}\n```")
        self.code = code

    def __repr__(self):
        return self.code


def source(function):
    """Show a function's code, without its docstring (that is what `help` shows).

    Args:
        function: a function written in Python.

    Returns:
        An object that a notebook and a built page show as highlighted code.

    Raises:
        TypeError: there is no Python source to show, as for a built-in function.
    """
    code = textwrap.dedent(inspect.getsource(function)).rstrip()
    definition = ast.parse(code).body[0]
    return Source(_without_docstring(code, definition))


def _without_docstring(code, definition):
    lines = code.splitlines()
    if ast.get_docstring(definition) is not None:
        docstring = definition.body[0]
        code_below = "\n".join(lines[docstring.end_lineno :]).lstrip("\n")
        lines[docstring.lineno - 1 :] = [code_below]
    return "\n".join(lines)
