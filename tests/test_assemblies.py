"""Assemblies as HTML: menus in code, answers that a script reads, and what they weigh."""

import gzip
import json
import re

import assemblies
import exercises
import pytest
import verdicts
from author_error import AuthorError

from dl_workshop.check import CATALOGUE
from tests.support.small_site import ROOT, build

KILOBYTES = 6  # compressed, for each exercise

each_exercise = pytest.mark.parametrize(
    "exercise",
    CATALOGUE,
    ids=lambda each: each.name,
)


@each_exercise
def test_each_blank_is_a_menu_of_its_pieces(exercise):
    page = assemblies.as_html(exercise)
    menus = re.findall(r"<select.*?</select>", page)
    assert len(menus) == len(exercise.assembly.menus)
    for menu, pieces in zip(menus, exercise.assembly.menus, strict=True):
        numbers = re.findall(r'value="(\d+)"', menu)
        assert sorted(map(int, numbers)) == [*range(len(pieces))]
    assert "BLANK" not in page


def test_lines_to_put_in_order_are_listed():
    exercise = next(e for e in CATALOGUE if e.assembly.each_once)
    page = assemblies.as_html(exercise)
    items = re.findall(r"<li><code>(.*?)</code>", page)
    assert len(items) == len(exercise.assembly.menus[0])
    assert items == sorted(items)


@each_exercise
def test_it_is_light(exercise):
    page = assemblies.as_html(exercise, "chapter-1")
    assert len(gzip.compress(page.encode())) <= 1000 * KILOBYTES


@each_exercise
def test_a_script_reads_the_answers(exercise):
    page = assemblies.as_html(exercise)
    data = re.search(r'<script type="application/json">(.*?)</script>', page)
    read = json.loads(data[1])
    assert read["answers"] == verdicts.read(exercise).answers
    assert len(read["given"]) == exercise.assembly.number


def test_pieces_without_answers_are_told(monkeypatch):
    exercise = CATALOGUE[0]
    monkeypatch.setattr(assemblies.verdicts, "read", lambda exercise: None)
    with pytest.raises(AuthorError, match="make verdicts NAME="):
        assemblies.as_html(exercise)


def test_the_cell_of_an_exercise_is_found(tmp_path):
    exercise = CATALOGUE[0]
    name = exercise.name
    notebook = ROOT / "book" / f"{exercise.chapter}.ipynb"
    found = assemblies.cell_of(exercise, notebook)
    assert re.fullmatch(rf"{exercise.chapter}-\d+", found), name
    assert assemblies.cell_of(exercise, tmp_path / "none.ipynb") is None


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page with an exercise, as the book's extensions write it."""
    text = "# Page\n\n```{solution} normalize_weights\n```\n"
    site, warned = build(tmp_path_factory.mktemp("site"), {"page": text})
    assert not warned
    return (site / "page.html").read_text(encoding="utf-8")


def test_pieces_stand_before_the_hints(page):
    places = [
        page.index(words)
        for words in ("Assemble it here", "Hint 1", "Solution</span>")
    ]
    assert places == sorted(places)


def test_without_a_script_pieces_are_hidden(page):
    (box,) = re.findall(r'<div class="assembly"[^>]*>', page)
    assert box.endswith(" hidden>")
    assert 'src="_static/assembly.js' in page


def test_a_notebook_has_no_pieces():
    assert "<select" not in exercises.help_with("normalize_weights")
    for notebook in (ROOT / "book").glob("*.ipynb"):
        assert "assembly" not in notebook.read_text(encoding="utf-8")
