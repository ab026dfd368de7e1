"""Minutes that pages give: a chapter says how long reading takes, its exercises say it of each.

A page writes `{{ minutes likelihood }}` and `{{ exercise_minutes likelihood }}`; nothing where
the chapter has no exercise. So a new exercise is no reason to edit a table.
"""

import re
from pathlib import Path

from author_error import AuthorError

PLACEHOLDER = re.compile(r"\{\{ (minutes|exercise_minutes) (\w+) \}\}")
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

    names = {name for _, name in PLACEHOLDER.findall(text)}
    exercises = Path(catalogue.__path__[0]).glob("*.py") if names else ()
    return [*(Path(folder, f"{name}.md") for name in names), *exercises]


def _number(kind, chapter, folder):
    return str(_SOURCES[kind](chapter, folder) or "")


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


_SOURCES = {"minutes": of_reading, "exercise_minutes": of_exercises}
