"""What every chapter has: goals, minutes, short cells, described figures, one address."""

import re
from pathlib import Path

import jupytext
import pytest
from notebooks.book import read_book
from quiz import read_quiz

from dl_workshop.check import CATALOGUE

ROOT = Path(__file__).resolve().parent.parent
BOOK = read_book(ROOT)
TAUGHT = BOOK.taught
WITH_CODE = [BOOK.chapters[0], *TAUGHT]
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


def text(chapter):
    return BOOK.path(chapter).read_text(encoding="utf-8")


def code_cells(chapter):
    notebook = jupytext.reads(text(chapter), fmt="md:myst")
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def minutes(chapter):
    return re.search(r"\*\*(\d+)\s+minutes\*\*", text(chapter)).group(1)


def exercise_minutes(chapter):
    return sum(each.minutes for each in CATALOGUE if each.chapter == chapter)


def both_minutes(chapter):
    """Minutes of reading, and of exercises."""
    return int(minutes(chapter)), exercise_minutes(chapter)


@pytest.mark.parametrize("chapter", TAUGHT)
def test_goals_come_first_and_the_summary_last(chapter):
    sections = re.findall(
        r"^(?:#+|:::\{admonition\}) (.*)$", text(chapter), re.M
    )
    assert sections[1] == "After this chapter"
    assert sections[-1] == "What to remember"


@pytest.mark.parametrize("chapter", TAUGHT)
def test_further_reading_is_cited(chapter):
    ending = text(chapter).split("## What to remember")[1]
    assert re.search(r"Read on: .*\{cite:t\}", ending, re.DOTALL)


@pytest.mark.parametrize("chapter", TAUGHT)
def test_the_map_gives_the_minutes_of_chapter_and_exercises(chapter):
    times = (
        f"{{{{ minutes {chapter} }}}} | {{{{ exercise_minutes {chapter} }}}}"
    )
    assert f"| {{doc}}`{chapter}` | {times} |" in text("index")
    number, exercises = minutes(chapter), exercise_minutes(chapter) or ""
    assert f"| {number} | {exercises} |" in BOOK.text("index")


@pytest.mark.parametrize("chapter", TAUGHT)
def test_the_goals_give_the_minutes_of_the_exercises(chapter):
    told = re.search(r"minutes\*\*, and (\d+) for", BOOK.text(chapter))
    assert exercise_minutes(chapter) == (int(told.group(1)) if told else 0)


def test_the_map_adds_up_the_hours():
    read, write = map(sum, zip(*map(both_minutes, TAUGHT), strict=True))
    assert (round(read / 60), round(write / 60)) == (7, 3)
    assert "Reading takes seven hours, the exercises another three." in text(
        "index"
    )


@pytest.mark.parametrize("exercise", CATALOGUE, ids=lambda each: each.name)
def test_each_exercise_stands_in_its_chapter(exercise):
    # The task, the stub that the check knows and the line that checks it, then help.
    order = [
        f"```{{exercise}} {exercise.name}\n```",
        f"{exercise.stub.strip()}\n\ncheck.{exercise.name}({exercise.name})\n```",
        f"```{{solution}} {exercise.name}\n```",
    ]
    places = [text(exercise.chapter).find(part) for part in order]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize(
    "chapter", [name for name in TAUGHT if name != "setup"]
)
def test_each_chapter_ends_with_three_to_five_questions(chapter):
    (body,) = re.findall(r"```\{quiz\}\n(.*?)```", text(chapter), re.DOTALL)
    questions = read_quiz(body)
    assert 3 <= len(questions) <= 5
    reasons = [c.reason for q in questions for c in q.choices]
    assert len(set(reasons)) == len(reasons)
    assert min(map(len, reasons)) > 20


@pytest.mark.parametrize("chapter", WITH_CODE)
def test_cells_are_short(chapter):
    for cell in code_cells(chapter):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert len(lines) <= 8, cell.source
        assert max(map(len, lines)) <= 79, cell.source


@pytest.mark.parametrize("chapter", WITH_CODE)
def test_figures_are_described(chapter):
    for cell in code_cells(chapter):
        if "plt.subplots" in cell.source:
            description = cell.metadata["mystnb"]["image"]["alt"]
            assert len(description) > 60, cell.source


@pytest.mark.parametrize("chapter", WITH_CODE)
def test_every_output_is_compared_or_says_why_not(chapter):
    for cell in code_cells(chapter):
        if "nbval-ignore-output" in cell.metadata.get("tags", []):
            assert cell.source.startswith("# Not compared")


@pytest.mark.parametrize(
    "file", ["README.md", "CITATION.cff", "CONTRIBUTING.md", "pyproject.toml"]
)
def test_addresses_are_those_of_the_settings(file):
    owner, name = BOOK.repository.split("/")[-2:]
    content = (ROOT / file).read_text(encoding="utf-8")
    addresses = re.findall(r"github\.com/([\w-]+)/([\w-]+)", content)
    addresses += re.findall(r"/(?:github|gh)/([\w-]+)/([\w-]+)", content)
    assert set(addresses) <= {(owner, name)}


@pytest.mark.parametrize("chapter", BOOK.chapters)
def test_chapters_leave_the_address_to_the_settings(chapter):
    body = FRONT_MATTER.sub("", text(chapter))
    assert BOOK.repository not in body
