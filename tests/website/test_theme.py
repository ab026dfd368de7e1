"""Corrections of the theme's pages, on the smallest page that needs each."""

import pytest
from website.theme import patch_html

SCRIPT = '<script defer src="_static/{}"></script>'


@pytest.mark.parametrize(
    ("asset", "content"),
    [
        ("design-tabs.js", '<div class="sd-tab-set"></div>'),
        ("togglebutton.js", '<div class="toggle docutils"></div>'),
        ("togglebutton.js", '<div class="admonition dropdown"></div>'),
        ("copybutton.js", '<div class="highlight"></div>'),
        ("searchindex.js", '<div id="search-results"></div>'),
    ],
)
def test_a_script_comes_only_with_its_purpose(asset, content):
    script = SCRIPT.format(asset)
    assert patch_html(f"{script}<p>text</p>") == "<p>text</p>"
    assert patch_html(script + content) == script + content


@pytest.mark.parametrize("asset", ["sphinx-thebe.js", "fontawesome.js"])
def test_some_scripts_never_come(asset):
    assert patch_html(SCRIPT.format(asset)) == ""


def test_buttons_of_the_theme_are_no_purpose():
    script = SCRIPT.format("togglebutton.js")
    button = '<button class="sidebar-toggle btn dropdown-toggle"></button>'
    assert patch_html(script + button) == button


def test_other_scripts_stay():
    page = SCRIPT.format("course.js") + "<script>let a = 1;</script>"
    assert patch_html(page) == page


def test_scripts_wait_except_the_one_that_others_ask_at_once():
    early = '<script src="_static/documentation_options.js?v=1"></script>'
    late = '<script src="_static/doctools.js"></script>'
    assert patch_html(early + late) == early + late.replace("src", "defer src")


def test_a_page_without_a_description_has_its_title():
    page = "<title>\n  Search\n</title>"
    description = '<meta name="description" content="Search">\n'
    corrected = f"{description}<title>Search</title>"
    assert patch_html(page) == corrected
    assert patch_html(corrected) == corrected


def test_viewports_after_the_first_go():
    page = '<meta name="viewport" content="{}">'
    assert patch_html("".join(map(page.format, "ab"))) == page.format("a")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '<button class="search-button-field x" aria-label="Search">',
            '<button class="search-button-field x">',
        ),
        (
            '<i class="fa-solid fa-bars">',
            '<i aria-hidden="true" class="fa-solid fa-bars">',
        ),
        (
            '<button onclick="window.print()">',
            '<button data-press="print">',
        ),
        ('<th class="head"><p></p></th>', "<td></td>"),
        (
            '<summary>A <a href="#b">link</a></summary>',
            "<summary>A link</summary>",
        ),
    ],
)
def test_tags_are_corrected(before, after):
    assert patch_html(before) == after


def test_a_page_is_corrected_once():
    page = '<i class="fa-solid fa-bars"></i><th class="head"><p></p></th>'
    assert patch_html(patch_html(page)) == patch_html(page)
