"""One sentence per line in the sources of the book: to change a word is to change one line.

`make sentences` writes the pages of `book/` so. What is no prose stays as it is: code and other
fenced blocks, formulas, tables, headings. A paragraph shows the same wherever its lines break.
"""

import re
from pathlib import Path

BOOK = Path(__file__).parent.parent / "book"

# Ends with a full stop, a question mark or an exclamation mark, and perhaps what closes after it.
END = re.compile(r"[.?!][\"”’)\]*_]*$")
ABBREVIATION = re.compile(r"(^|[(\"“])(e\.g|i\.e|al|cf|vs|etc|[A-Z])\.$")
FENCE = re.compile(r"\s*(`{3,})")
ITEM = re.compile(r"\s*([-*+]|\d+\.) +")
# A line that is no prose, and that no paragraph runs across.
ALONE = re.compile(r"\s*$|\s*[#|%<]|:::|\s*:[a-z_-]+:($| )|\([\w-]+\)=$")


def one_per_line(text):
    """Return a page with one sentence per line.

    Args:
        text: of a MyST page.

    Returns:
        The same page; where the lines of its paragraphs break has changed, and nothing else.
    """
    lines, paragraph = [], []
    for line, is_prose in mark_prose(text.split("\n")):
        if paragraph and (not is_prose or ITEM.match(line)):
            lines += break_sentences(paragraph)
            paragraph = []
        if is_prose:
            paragraph.append(line)
        else:
            lines.append(line)
    return "\n".join(lines + break_sentences(paragraph))


def mark_prose(lines):
    """Say of each line whether it is prose: (line, True or False)."""
    closing = None
    for i, line in enumerate(lines):
        if closing:
            closing = None if closing(line) else closing
            yield line, False
        elif opened := opens(line, first=i == 0):
            closing = opened
            yield line, False
        else:
            yield line, not ALONE.match(line)


def opens(line, first):
    """Return what says that a line closes the block that this line opens, if it opens one."""
    if first and line == "---":
        return lambda line: line == "---"
    if fence := FENCE.match(line):
        return lambda line: line.strip() == fence[1]
    if line.strip() == "$$":
        return lambda line: line.lstrip().startswith("$$")
    return None


def break_sentences(paragraph):
    """Return the lines of a paragraph, one for each sentence, indented as its first line says."""
    if not paragraph:
        return []
    item = ITEM.match(paragraph[0])
    indent = item[0] if item else re.match(r"\s*", paragraph[0])[0]
    words = " ".join(paragraph)[len(indent) :].split()
    sentences = [[]]
    for word in words:
        if sentences[-1] and ends(" ".join(sentences[-1])):
            sentences.append([])
        sentences[-1].append(word)
    first, *others = (" ".join(sentence) for sentence in sentences)
    return [indent + first, *(" " * len(indent) + each for each in others)]


def ends(sentence):
    """Is this a whole sentence, with all that it opens closed?"""
    *_, word = sentence.split(" ")
    if not END.search(word) or ABBREVIATION.search(word):
        return False
    even = sentence.count("`") % 2 == sentence.count("$") % 2 == 0
    return even and sentence.count("(") == sentence.count(")")


def main():
    """Write every page anew, and name those that changed."""
    for path in sorted(BOOK.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if text != (better := one_per_line(text)):
            path.write_text(better, encoding="utf-8")
            print(path)


if __name__ == "__main__":
    main()
