"""What a learner reads: plain text in a terminal, the same text as HTML in a notebook.

Words carry the meaning, and there are no colours but those of the page around. An empty line
separates blocks; a block that is indented by four spaces is code, and so is what stands between
`backticks`.
"""

import html
import re
from typing import Any

import numpy as np

_FRAME = (
    "border-left: 0.25em solid currentColor; margin: 0.5em 0; padding: 0 1em; "
    "max-width: 50em; background: transparent; color: inherit"
)
# Themes give code a colour and a ground of its own, made for their light or their dark page.
_CODE = "background: transparent; color: inherit; border: 0; padding: 0"
_BLOCK = f"{_CODE}; margin: 0.5em 0; box-shadow: none; white-space: pre-wrap"


class Note:
    """A few paragraphs and lines of code.

    Attributes:
        message: plain text.
    """

    def __init__(self, *blocks: str):
        self.message = "\n\n".join(filter(None, blocks))

    def __repr__(self) -> str:
        return self.message

    def _repr_html_(self):
        blocks = "".join(map(_block, self.message.split("\n\n")))
        return f'<div role="status" style="{_FRAME}">{blocks}</div>'


def _block(text):
    escaped = html.escape(text)
    if text.startswith("    "):
        lines = "\n".join(line[4:] for line in escaped.splitlines())
        return f'<pre style="{_BLOCK}">{lines}</pre>'
    inline = rf'<code style="{_CODE}">\1</code>'
    sentences = re.sub(r"`([^`]+)`", inline, escaped)
    sentences = re.sub(r"(?<!\w)\*(\w+)\*", r"<em>\1</em>", sentences)
    return f'<p style="margin: 0.5em 0">{sentences}</p>'


def code(*texts: str | None) -> str:
    """Make one block of code.

    Args:
        *texts: of one line or more each.

    Returns:
        All lines, indented by four spaces.
    """
    lines = "\n".join(filter(None, texts)).splitlines()
    return "\n".join(f"    {line}".rstrip() for line in lines)


class Feedback(Note):
    """The answer of a check.

    Attributes:
        outcome: "correct", "incorrect", "not attempted" or "raised".
        passed: whether that is "correct".
        message: plain text.
    """

    def __init__(self, outcome: str, *blocks: str):
        super().__init__(*blocks)
        self.outcome = outcome
        self.passed = outcome == "correct"


class Solution:
    """Source that can be pasted, and below it why it is so.

    Attributes:
        code: the source.
        why: the reason.
    """

    def __init__(self, code: str, why: str):
        self.code, self.why = code, why

    def __repr__(self) -> str:
        return f"{self.code}\n\n{self.why}"

    def _repr_markdown_(self):
        return f"```python\n{self.code}\n```\n\n{self.why}"


def comparison(expected: Any, got: Any) -> str:
    """Write two arrays below each other, with shape or dtype where those differ.

    Args:
        expected: a NumPy array.
        got: another one, which is not equal.

    Returns:
        Two lines or more.
    """
    texts = [_written(array, digits=4) for array in (expected, got)]
    if texts[0] == texts[1]:
        texts = [_written(array, digits=7) for array in (expected, got)]
    if texts[0] == texts[1]:
        texts = [
            _written(array, digits=1, least=0) for array in (expected, got)
        ]
    notes = ["", ""]
    if expected.shape != got.shape:
        notes = [f"  (shape {array.shape})" for array in (expected, got)]
    elif expected.dtype.kind != got.dtype.kind:
        notes = [f"  ({array.dtype})" for array in (expected, got)]
    return f"expected  {texts[0]}{notes[0]}\ngot       {texts[1]}{notes[1]}"


def shape_comparison(expected: Any, got: Any) -> str:
    """Write two shapes below each other.

    Args:
        expected: a NumPy array of integers.
        got: another one, which is not equal.

    Returns:
        Two lines.
    """
    return f"expected  {tuple(expected.tolist())}\ngot       {tuple(got.tolist())}"


def _written(array, digits, least=1e-6):
    """Round, so that the text is the same on every processor."""
    return np.array2string(
        array,
        separator=", ",
        threshold=12,
        prefix="expected  ",
        formatter={
            "all": lambda number: _in_digits(number + 0, digits, least)
        },
    )


def _in_digits(number, digits, least):
    """Write a number; what is left of a difference by rounding becomes 0."""
    return "0" if abs(number) < least else f"{number:.{digits}g}"
