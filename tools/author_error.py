"""A mistake of whoever writes a chapter, told by its place, what was expected and what to do."""

import difflib


class AuthorError(Exception):
    """Something in a chapter that its author can mend.

    Attributes:
        message: what was expected, what came, what to do.
        place: chapter and line, empty until known.
    """

    def __init__(self, message, place=""):
        super().__init__(message, place)
        self.message, self.place = message, place

    def __str__(self):
        return f"{self.place}: {self.message}" if self.place else self.message


def look_up(name, known, kind, where):
    """Return what a name stands for.

    Args:
        name: as the author wrote it.
        known: a dictionary.
        kind: what it names, such as "exercise".
        where: what the author can read, or add to, such as a folder.

    Raises:
        AuthorError: there is none of that name; the message offers the most similar ones.
    """
    if name in known:
        return known[name]
    similar = difflib.get_close_matches(name, known, n=2, cutoff=0.5)
    hint = f"did you mean {' or '.join(similar)}? " if similar else ""
    raise AuthorError(f"no {kind} {name!r}: {hint}see {where}")


def check_chapter(text, file):
    """Refuse invisible mistakes: a byte order mark, and tags that YAML reads as one word.

    Args:
        text: of the chapter, as its bytes say.
        file: its name, for the message.

    Raises:
        AuthorError: it begins with a byte order mark, or a cell's tags are no list.
    """
    if text.startswith("\ufeff"):
        raise AuthorError(
            "expected plain UTF-8, got a byte order mark before the first letter, which hides "
            "the front matter: save the file as UTF-8 without BOM",
            f"{file}:1",
        )
    for number, line in enumerate(text.splitlines(), start=1):
        key, colon, tags = line.partition(":tags:")
        if not key and colon and tags.strip() and not _is_list(tags.strip()):
            raise AuthorError(
                f"expected a list of tags, got {tags.strip()}: write :tags: [{tags.strip()}]",
                f"{file}:{number}",
            )


def _is_list(text):
    return text.startswith("[") and text.endswith("]")
