"""Assemblies in the built book, as someone without a mouse meets them."""

import re

import pytest
import verdicts

from dl_workshop.check import CATALOGUE
from tests.support.site import SITE, needs_site
from tests.support.visitor import AXE, OPTIONS

pytestmark = needs_site

NARROW = {"width": 320, "height": 640}


def combinations(exercise):
    """A right combination and two wrong ones, the second with several wrong pieces if it can."""
    all_of_them = verdicts.read(exercise).verdicts(exercise.assembly)
    wrong = [each for each in all_of_them if each.outcome != "correct"]
    named = next(each for each in wrong if each.names_a_cause)
    right = next(each for each in all_of_them if each.outcome == "correct")
    return [named, wrong[-1], right]


@pytest.fixture(scope="module", params=CATALOGUE, ids=lambda each: each.name)
def exercise(request):
    """An exercise: all its tests follow one another, while its page is open."""
    return request.param


@pytest.fixture(scope="module")
def reader(browser):
    """Opens the chapter of an exercise on a phone, from a file; gives the exercise's box."""
    context = browser.new_context(viewport=NARROW, color_scheme="dark")
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: said.type == "error" and complaints.append(said.text),
    )

    def open_at(exercise):
        address = (SITE / f"{exercise.chapter}.html").as_uri()
        if page.url != address:
            page.goto(address)
        return page.locator(f".assembly[data-exercise={exercise.name}]")

    yield open_at
    context.close()
    assert complaints == []


def choose(box, exercise, pieces):
    """Choose pieces by the arrow keys, from the first menu on, then go on to the button."""
    page = box.page
    box.locator("select").first.focus()
    for menu, piece in zip(exercise.assembly.menus, pieces, strict=True):
        page.keyboard.press("Home")
        steps = sorted(menu).index(piece) + 1
        for _ in range(steps):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def words(text):
    """Text without marks of code and stress, and without layout."""
    return re.sub(r"[`*]|\s", "", text)


def test_pieces_get_the_answer_of_the_check(reader, exercise):
    box = reader(exercise)
    for verdict in combinations(exercise):
        choose(box, exercise, verdict.pieces)
        said = box.locator("[role=status] .feedback").inner_text()
        assert words(said) == words(verdict.message)
    assert "✓" in box.locator(".assembly-title").inner_text()


# Chooses combinations one after the other, by the numbers of their pieces; gives what was said.
ASK = """(box, combinations) => combinations.map((pieces) => {
  box.querySelectorAll("select").forEach((menu, place) => (menu.value = pieces[place]));
  box.querySelector("button").click();
  return box.querySelector(".feedback").textContent;
})"""


@pytest.mark.parametrize("each_once", [False, True], ids=["blanks", "lines"])
def test_every_combination_gets_its_own_answer(reader, each_once):
    exercise = next(
        each for each in CATALOGUE if each.assembly.each_once == each_once
    )
    menus = exercise.assembly.menus
    kept = verdicts.read(exercise).verdicts(exercise.assembly)
    numbers = [
        [menu.index(p) for menu, p in zip(menus, each.pieces, strict=True)]
        for each in kept
    ]
    said = reader(exercise).evaluate(ASK, numbers)
    assert [*map(words, said)] == [words(each.message) for each in kept]


def test_what_was_assembled_is_remembered(reader):
    exercise = CATALOGUE[0]
    box = reader(exercise)
    choose(box, exercise, exercise.assembly.right[0])
    box.page.reload()
    title = reader(exercise).locator(".assembly-title")
    assert "done" in title.text_content()
    assert "exercise" in box.page.locator(".reading-progress").text_content()


def test_the_next_step_is_the_cell_in_colab(reader):
    exercise = CATALOGUE[0]
    box = reader(exercise)
    choose(box, exercise, exercise.assembly.right[0])
    address = box.get_by_text("Open this in Colab").get_attribute("href")
    assert re.fullmatch(
        rf"https://colab\.research\.google\.com/.*/{exercise.chapter}\.ipynb"
        rf"#scrollTo={exercise.chapter}-\d+",
        address,
    )


def test_an_empty_blank_is_told_and_focused(reader):
    exercise = CATALOGUE[0]
    box = reader(exercise)
    box.page.reload()
    box.get_by_role("button").press("Enter")
    name = exercise.assembly.labels[0]
    told = f"Choose a piece for {name}."
    assert box.get_by_role("status").inner_text() == told
    assert box.locator("select").first.evaluate(
        "menu => menu === document.activeElement"
    )


def test_a_line_that_stands_twice_is_told(reader):
    exercise = next(each for each in CATALOGUE if each.assembly.each_once)
    box, assembly = reader(exercise), exercise.assembly
    choose(box, exercise, [assembly.menus[0][0]] * len(assembly.menus))
    assert "Each is used once." in box.get_by_role("status").inner_text()


def test_nothing_is_wider_than_a_small_phone(reader, exercise):
    box = reader(exercise)
    longest = [max(menu, key=len) for menu in exercise.assembly.menus]
    choose(box, exercise, longest)
    assert box.page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth"
    )
    pieces = box.locator(".piece").evaluate_all(
        "all => all.map((piece) => piece.getBoundingClientRect().right)"
    )
    assert max(pieces) <= NARROW["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_answer(reader, scheme):
    exercise = next(each for each in CATALOGUE if each.picture)
    box = reader(exercise)
    box.page.emulate_media(color_scheme=scheme)
    for verdict in combinations(exercise):
        choose(box, exercise, verdict.pieces)
        options = {**OPTIONS, "runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]}
        found = AXE.run(box.page, ".assembly", options=options)
        assert found.response["violations"] == []
    assert box.locator("figure svg").get_attribute("aria-label")


def test_what_was_said_of_other_pieces_is_marked(reader):
    exercise = CATALOGUE[0]
    box = reader(exercise)
    choose(box, exercise, exercise.assembly.right[0])
    status = box.get_by_role("status")
    assert status.get_attribute("class") == ""
    box.locator("select").first.press("Home")
    assert status.get_attribute("class") == "before"
    box.get_by_role("button").press("Enter")
    assert status.get_attribute("class") == ""


def test_without_scripts_nothing_of_it_shows(browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((SITE / f"{CATALOGUE[0].chapter}.html").as_uri())
    assert page.locator(".assembly").first.is_hidden()
    assert page.get_by_text("Solution").first.is_visible()
    context.close()


# The last paragraph of what was said of pieces, by their numbers.
ADVICE = """(box, pieces) => {
  box.querySelectorAll("select").forEach((menu, place) => (menu.value = pieces[place]));
  box.querySelector("button").click();
  return box.querySelector("[role=status]").lastChild.textContent;
}"""


@pytest.mark.parametrize("wrong", [1, 2, 3])
def test_several_wrong_pieces_are_counted(reader, wrong):
    exercise = next(e for e in CATALOGUE if e.name == "loglike_one_component")
    menus = len(exercise.assembly.menus)
    pieces = [1] * wrong + [0] * (menus - wrong)
    said = reader(exercise).evaluate(ADVICE, pieces)
    count = (
        f"None of the {menus} pieces is right. "
        if wrong == menus
        else f"{wrong} of the {menus} pieces are not right. "
    )
    assert said == (count if wrong > 1 else "") + "The hints stand below."
