"""Minutes in pages: those of the chapter, and the sum over its exercises."""

from pathlib import Path

import minutes
import pytest
from author_error import AuthorError
from notebooks.book import read_book

from dl_workshop.check import CATALOGUE

ROOT = Path(__file__).resolve().parent.parent
UNDER_THE_HOOD = ("making_it_fast", "how_live_figures_work")
TEXT = "| {{ minutes one }} | {{ exercise_minutes one }} |"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "one.md").write_text(
        "You can add. **25\nminutes**.", encoding="utf-8"
    )
    return tmp_path


def test_a_chapter_says_how_long_it_takes(folder):
    assert minutes.fill_in(TEXT, folder) == "| 25 |  |"


def test_exercises_are_added_up(folder):
    chapter = CATALOGUE[0].chapter
    text = minutes.fill_in(f"{{{{ exercise_minutes {chapter} }}}}", folder)
    times = [e.minutes for e in CATALOGUE if e.chapter == chapter]
    assert int(text) == sum(times) > 0


def test_a_chapter_that_does_not_say_is_told(folder):
    (folder / "one.md").write_text("You can add.", encoding="utf-8")
    with pytest.raises(AuthorError, match=r"expected \*\*N min.* of one\.md"):
        minutes.fill_in(TEXT, folder)


def test_a_page_is_read_again_when_its_minutes_may_change(folder):
    files = minutes.sources(TEXT, folder)
    assert folder / "one.md" in files
    names = {path.stem for path in files}
    assert {each.name for each in CATALOGUE} <= names
    assert minutes.sources("no minutes", folder) == []


def test_the_index_says_how_many_hours_reading_and_exercises_take():
    book = read_book(ROOT)
    reading = sum(minutes.of_reading(n, book.folder) for n in book.taught)
    writing = sum(minutes.of_exercises(name) for name in book.taught)
    text = book.path("index").read_text(encoding="utf-8")
    hours = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}
    words = hours[round(reading / 60)], hours[round(writing / 60)]
    assert "Reading takes {} hours, the exercises another {}.".format(
        *words
    ) in " ".join(text.split())


def test_minutes_of_several_chapters_are_added_up():
    book = read_book(ROOT)
    first = book.taught.index("training")
    names = book.taught[first : first + 2]
    text = "{{ all_minutes training training_dynamics }}"
    parts = [
        minutes.fill_in(f"{{{{ {kind} {name} }}}}", book.folder)
        for kind in ("minutes", "exercise_minutes")
        for name in names
    ]
    assert minutes.fill_in(text, book.folder) == str(sum(map(int, parts)))
    sources = minutes.sources(text, book.folder)
    assert {book.path(name) for name in names} <= {*sources}


@pytest.mark.parametrize("names", ["training", "training nowhere"])
def test_several_chapters_need_a_first_and_a_last(names):
    text = f"{{{{ all_minutes {names} }}}}"
    with pytest.raises(AuthorError, match="the first and the last chapter"):
        minutes.fill_in(text, read_book(ROOT).folder)


def test_instructors_are_told_how_long_one_reader_takes_for_two_days():
    book = read_book(ROOT)
    names = [n for n in book.taught if n not in UNDER_THE_HOOD]
    split = names.index("expectation_maximization")
    text = book.path("teaching").read_text(encoding="utf-8")
    for day in (names[:split], names[split:]):
        assert f"{{{{ all_minutes {day[0]} {day[-1]} }}}} minutes" in text
