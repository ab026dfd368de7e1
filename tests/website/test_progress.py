"""The reader's progress, in Chromium, on a page that is opened from a file."""

import json
from pathlib import Path

import pytest

from tests.support.browser import draw

SCRIPT = (
    Path(__file__).resolve().parents[2] / "book" / "_static" / "progress.js"
)
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>page</title>
<style>.visually-hidden {{ display: none }} .space {{ height: 3000px }}</style>
<div id="pst-primary-sidebar"><nav class="bd-links">
<a href="one.html">One</a><a href="two.html">Two</a></nav></div>
<article><div class="assembly" data-exercise="step"><p class="assembly-title"></p></div>
<div class="space"></div><div class="quiz">
<fieldset><legend>Why <em>this</em>?</legend>
<div><label><input type="radio" name="{name}"> <span>No.</span></label></div>
<div><label><input type="radio" name="{name}"> <span>Yes.</span></label></div></fieldset></div>
<section id="what-to-remember"><h2>What to remember</h2><p>All of it.</p></section></article>
<script>{before}</script><script>{script}</script></html>"""
REFUSED = """Object.defineProperty(window, "localStorage",
  {get() { throw new DOMException("refused", "SecurityError"); }});"""
STORE = "localStorage.clear(); (stored => Object.assign(localStorage, stored))"


@pytest.fixture
def reader(tabs, tmp_path):
    """Visits page after page. What one has stored is handed on to the next by the test: on a
    busy machine Chromium's own storage did not always have it when the next page was read."""
    with tabs.lent() as tab:

        def visit(name, before=""):
            if tab.page.url != "about:blank":
                stored = tab.page.evaluate("({ ...localStorage })")
                before = f"{STORE}({json.dumps(stored)});"
            file = tmp_path / f"{name}.html"
            file.write_text(page_of(name, before), encoding="utf-8")
            tab.page.goto(file.as_uri())
            return tab.page

        yield visit
    assert tab.errors == []


def page_of(name, before):
    script = SCRIPT.read_text(encoding="utf-8")
    return PAGE.format(name=name, before=before, script=script)


def ticked(page):
    return page.locator("a:has(.chapter-read)").all_text_contents()


def read_to_the_end(page):
    page.locator("#what-to-remember p").scroll_into_view_if_needed()
    page.wait_for_selector(".chapter-read", state="attached")


def test_nothing_is_shown_before_anything_is_read(reader):
    page = reader("one")
    assert ticked(page) == []
    assert page.locator(".reading-progress").is_hidden()


def test_a_chapter_is_ticked_once_its_end_was_seen(reader):
    page = reader("one")
    read_to_the_end(page)
    assert ticked(page) == ["One✓, read"]


def test_the_tick_is_there_on_another_page(reader):
    read_to_the_end(reader("one"))
    page = reader("two")
    assert ticked(page) == ["One✓, read"]
    assert "1 chapter read" in page.locator(".reading-progress").inner_text()


def test_an_answer_is_there_at_the_next_visit(reader):
    reader("one").get_by_label("Yes.").check()
    page = reader("one")
    assert page.get_by_label("Yes.").is_checked()
    assert not page.get_by_label("No.").is_checked()


def test_an_answer_is_known_by_the_words_of_its_question(reader):
    reader("one").get_by_label("Yes.").check()
    assert reader("two").get_by_label("Yes.").is_checked()


def test_everything_is_forgotten_when_asked(reader):
    page = reader("one")
    page.get_by_label("Yes.").check()
    read_to_the_end(page)
    page.get_by_role("button", name="Clear").click()
    assert ticked(page) == []
    assert not page.get_by_label("Yes.").is_checked()
    page = reader("one")
    assert ticked(page) == []
    assert not page.get_by_label("Yes.").is_checked()


ASSEMBLED = """() => document.dispatchEvent(
  new CustomEvent("assembled", { detail: "step" }))"""


def test_an_exercise_that_was_assembled_counts_once(reader):
    page = reader("one")
    page.evaluate(ASSEMBLED)
    page.evaluate(ASSEMBLED)
    panel = page.locator(".reading-progress")
    assert "0 chapters read, 1 exercise" in panel.inner_text()
    assert page.locator(".assembly-title").text_content() == (
        "Assemble it here✓, done"
    )
    page.get_by_role("button", name="Clear").click()
    assert panel.is_hidden()
    assert page.locator(".assembly-title").text_content() == "Assemble it here"


def test_pages_work_where_storage_is_refused(reader):
    page = reader("one", before=REFUSED)
    page.get_by_label("Yes.").check()
    page.locator("#what-to-remember p").scroll_into_view_if_needed()
    draw(page)
    assert page.get_by_label("Yes.").is_checked()
    assert ticked(page) == []


def test_what_is_stored_may_be_broken(reader):
    page = reader("one")
    page.evaluate("localStorage.setItem('gaussian-mixtures-progress', '{')")
    assert ticked(reader("one")) == []
