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
        self._text = text
        self._lines = [
            *text.split("\n"),
            "",
        ]  # so that the last one is followed
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines)]
        self._searched = {}

    def block(self, token, text):
        """Return the Edit that replaces a block; further lines are quoted and indented alike."""
        first, after = token.map
        if token.type == "amsmath":  # its parser forgets the last line
            after = first + len(token.content.splitlines())
        line = self._lines[first]
        column = line.index(OPENINGS.get(token.type, token.markup))
        prefix = "".join(c if c == ">" else " " for c in line[:column])
        text = f"\n{prefix}".join(text.split("\n"))
        start, end = self._starts[first] + column, self._starts[after] - 1
        return Edit(start, end, text)

    def without(self, token):
        """Return the Edit that drops a block, and its lines if an empty one is left before it."""
        edit = self.block(token, "")
        first, after = token.map
        above = self._lines[first - 1] if first else ""
        before = self._text[self._starts[first] : edit.start]
        if above.strip() or before.strip():
            return edit
        while after < len(self._lines) - 1 and not self._lines[after].strip():
            after += 1
        return Edit(self._starts[first], self._starts[after], "")

    def term(self, token):
        """Return the Edits that make a definition list's term a bold list item."""
        start, end = self._stretch(token.map[0])
        return [Edit(start, start, "- **"), Edit(end, end, "**:")]

    def definition(self, token):
        """Return the Edits that make a definition the text of its term's list item."""
        starts = [self._stretch(number)[0] for number in range(*token.map)]
        marker = next(start for start in starts if self._text[start] in ":~")
        return [Edit(marker, marker + 1, " ")]

    def _stretch(self, number):
        """Return where a line's text begins and ends, whatever it is quoted and indented by."""
        line, start = self._lines[number], self._starts[number]
        indent = len(line) - len(line.lstrip(" >"))
        return start + indent, start + len(line.rstrip())

    def places(self, token):
        """Return, for each character of a paragraph and its end, the offset in the text.

        Cells of a table share a line, so each search begins where the last one ended.

        Returns:
            A list of offsets, empty where the text was changed before it was parsed.
        """
        places = []
        pieces = token.content.split("\n")
        for number, piece in enumerate(pieces, token.map[0]):
            searched = self._searched.get(number, 0)
            column = self._lines[number].find(piece, searched)
            if column < 0:
                return []
            self._searched[number] = column + len(piece)
            start = self._starts[number] + column
            places.extend(range(start, start + len(piece) + 1))
        return places
