"""A live figure as a page holds it: one element with its style, its script and its data.

The element needs nothing else: no other file, no request, no inline handler, no `eval`. Its script
is one function that is called at once, so that figures on one page cannot disturb each other. The
name of a figure is a hash of all it holds: the same cell writes the same page.
"""

import hashlib
import html
import json

import jax
import numpy as np

from dl_workshop.live.bundle import bundle, read
from dl_workshop.live.compiler import to_javascript
from dl_workshop.live.types import PyTree


class Figure:
    """A figure that the reader can move; a page shows it by its `_repr_html_`.

    Attributes:
        name: of its script, such as "fit_by_hand".
        description: what it shows, for those who cannot see it.
        settings: what its script is told: names to numbers, strings, lists.
        programs: names to texts of JavaScript functions, from `compile_programs`.
        picture: SVG to show where scripts do not run.
    """

    def __init__(
        self,
        name: str,
        description: str,
        settings: dict,
        programs: dict[str, str],
        picture: str,
    ):
        self.name = name
        self.description = description
        self.settings = settings
        self.programs = programs
        self.picture = picture

    def __repr__(self) -> str:
        return f"<live figure {self.name}: {self.description}>"

    def _repr_html_(self) -> str:
        content = self._content()
        name = f"live-{hashlib.sha256(content.encode()).hexdigest()[:12]}"
        return (
            f'<div class="live-figure" data-live="{name}" role="group" '
            f'aria-label="{html.escape(self.description)}">'
            f"<style>{read('browser/figure.css')}</style>"
            f"<noscript>{self.picture}</noscript>"
            f"<script>{content.replace('LIVE_NAME', name)}</script></div>"
        )

    def _class(self):
        """What the figure's class is called in its script: FitByHand for fit_by_hand."""
        return self.name.title().replace("_", "")

    def _content(self):
        """The script, except for the figure's name, which depends on it."""
        names = ", ".join(self.programs)
        texts = [
            '(() => {\n"use strict";',
            bundle("browser/start.js", f"figures/{self.name}.js"),
            f'start("LIVE_NAME", {_as_json(self.settings)}, {self._class()}, () => {{',
            *self.programs.values(),
            f"return {{ {names} }};\n}});\n}})();",
        ]
        return _as_script("\n".join(texts))


def compile_programs(**programs: tuple) -> dict[str, str]:
    """Compile functions for a figure.

    Args:
        **programs: name in JavaScript to a tuple: the function and example arguments.

    Returns:
        Names to texts, as `Figure` takes them.

    Raises:
        NotImplementedError: a function uses what the compiler does not know.
    """
    return {
        name: to_javascript(function, *examples, name=name)
        for name, (function, *examples) in programs.items()
    }


def as_lists(tree: PyTree) -> list:
    """Turn a pytree of arrays into what a script reads: the list of its leaves, as lists.

    Args:
        tree: a pytree of arrays.

    Returns:
        A list of numbers and lists of numbers.
    """
    return [np.asarray(leaf, float).tolist() for leaf in jax.tree.leaves(tree)]


def _as_json(value):
    """JSON that cannot end the script that holds it."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


def _as_script(text):
    """Refuse what would end a script element too early."""
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError("a script may hold neither </script nor <!--")
    return text
