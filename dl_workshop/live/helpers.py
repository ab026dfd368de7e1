"""The run-time library: functions that JavaScript lacks, such as the log of the gamma function.

They stand in helpers.js, one paragraph each, and are put into a program that mentions them.
"""

import re
from pathlib import Path

_PARAGRAPHS = (
    Path(__file__).with_suffix(".js").read_text(encoding="utf-8").split("\n\n")
)

HELPERS = {
    re.findall(r"^function (\w+)", text, re.MULTILINE)[0]: text.strip()
    for text in _PARAGRAPHS
    if "function " in text
}


def helpers_used(words: set[str]) -> list[str]:
    """Find the helpers that a program mentions, and those that these mention in turn.

    Args:
        words: names that occur in the program.

    Returns:
        Lines of JavaScript that define them.
    """
    wanted = HELPERS.keys() & words
    while more := _mentioned(wanted) - wanted:
        wanted |= more
    return [
        line.strip()
        for name in sorted(wanted)
        for line in ["", *HELPERS[name].splitlines()]
    ]


def _mentioned(names):
    text = "\n".join(HELPERS[name] for name in names)
    return HELPERS.keys() & set(re.findall(r"\w+", text))
