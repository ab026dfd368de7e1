"""Minutes that pages give: a chapter says how long reading takes, its exercises say it of each.

A page writes `{{ minutes likelihood }}` and `{{ exercise_minutes likelihood }}`; nothing where
the chapter has no exercise. `{{ all_minutes setup training }}` adds both up, from the one chapter
to the other. So a new exercise is no reason to edit a table.
"""

import re
from pathlib import Path

from author_error import AuthorError

PLACEHOLDER = re.compile(
    r"\{\{ (minutes|exercise_minutes|all_minutes) (\w+(?: \w+)?) \}\}"
)
SAID = re.compile(r"\*\*(\d+)\s+minutes\*\*")


def fill_in(text, folder):
    """Write minutes in place of their placeholders.

    Args:
        text: of a page.
        folder: of the chapters.

    Raises:
        AuthorError: there is no such chapter, or it does not say how long it takes.
    """
    return PLACEHOLDER.sub(
        lambda match: _number(*match.groups(), folder), text
    )


def sources(text, folder):
    """Return the files that the minutes of a page come from."""
    from dl_workshop.check import catalogue

    found = PLACEHOLDER.findall(text)
    names = {n for kind, of in found for n in _chapters(kind, of, folder)}
    exercises = Path(catalogue.__path__[0]).glob("*.py") if names else ()
    return [*(Path(folder, f"{name}.md") for name in names), *exercises]


def _number(kind, chapters, folder):
    names = _chapters(kind, chapters, folder)
    adding = _SOURCES[kind]
    return str(sum(add(n, folder) for n in names for add in adding) or "")


def _chapters(kind, names, folder):
    """Return the chapter of a placeholder, or those from the first named to the last."""
    if kind != "all_minutes":
        return [names]
    from notebooks.book import read_book

    order = read_book(Path(folder).parent).taught
    unknown = [name for name in names.split() if name not in order]
    if unknown or len(names.split()) != 2:
        raise AuthorError(
            f"expected the first and the last chapter in {{{{ {kind} ... }}}}, got {names}"
        )
    first, last = map(order.index, names.split())
    return order[first : last + 1]


def of_reading(chapter, folder):
    """Return how many minutes a chapter says that it takes."""
    path = Path(folder, f"{chapter}.md")
    said = path.exists() and SAID.search(path.read_text(encoding="utf-8"))
    if not said:
        raise AuthorError(
            f"expected **N minutes** among the goals of {chapter}.md, got none"
        )
    return int(said[1])


def of_exercises(chapter, folder=None):
    """Return how many minutes the exercises of a chapter take together."""
    from dl_workshop.check import CATALOGUE

    return sum(each.minutes for each in CATALOGUE if each.chapter == chapter)


_SOURCES = {
    "minutes": [of_reading],
    "exercise_minutes": [of_exercises],
    "all_minutes": [of_reading, of_exercises],
}
