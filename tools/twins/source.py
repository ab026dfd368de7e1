"""A text that is edited in place, by what a parser found in it."""

from itertools import accumulate
from typing import NamedTuple

# How a block begins, where its token does not say.
OPENINGS = {"amsmath": "\\", "myst_target": "(", "substitution_block": "{"}


class Edit(NamedTuple):
    """Write `text` in place of what stands from offset `start` to offset `end`."""

    start: int
    end: int
    text: str


def apply(edits, text):
    """Apply edits that do not overlap, from the last to the first so that offsets stay true."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


class Source:
    """A text that has been parsed.

    Attributes:
        first_line: where in its file the text begins.
    """

    def __init__(self, text, first_line):
        self.first_line = first_line
        self._lines = [*text.split("\n"), ""]  # the last one is what follows the end
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines)]
        self._searched = {}

    def block(self, token, text):
        """Return the Edit that replaces a block; further lines are quoted and indented alike."""
        first, after = token.map
        line = self._lines[first]
        column = line.index(OPENINGS.get(token.type, token.markup))
        prefix = "".join(c if c == ">" else " " for c in line[:column])
        text = f"\n{prefix}".join(text.split("\n"))
        return Edit(self._starts[first] + column, self._starts[after] - 1, text)

    def without(self, token):
        """Return the Edit that drops a block, and the empty lines after it if one precedes it."""
        edit = self.block(token, "")
        first, after = token.map
        only_indented = not self._lines[first][: edit.start - self._starts[first]].strip()
        if only_indented and (first == 0 or not self._lines[first - 1].strip()):
            while after < len(self._lines) - 1 and not self._lines[after].strip():
                after += 1
            return Edit(self._starts[first], self._starts[after], "")
        return edit

    def list_item(self, token):
        """Return the Edits that make a bold list item of a term, or text in it of a definition."""
        line = self._lines[token.map[0]]
        start = self._starts[token.map[0]] + len(line) - len(line.lstrip(" >"))
        end = self._starts[token.map[0]] + len(line.rstrip())
        if token.type == "dd_open":
            return [Edit(start, start + 1, " ")]
        return [Edit(start, start, "- **"), Edit(end, end, "**:")]

    def places(self, token):
        """Return, for each character of a paragraph and its end, the offset in the text.

        Cells of a table share a line, so each search begins where the last one ended.

        Returns:
            A list of offsets, empty where the text was changed before it was parsed.
        """
        places = []
        for number, piece in enumerate(token.content.split("\n"), token.map[0]):
            column = self._lines[number].find(piece, self._searched.get(number, 0))
            if column < 0:
                return []
            self._searched[number] = column + len(piece)
            start = self._starts[number] + column
            places.extend(range(start, start + len(piece) + 1))
        return places
