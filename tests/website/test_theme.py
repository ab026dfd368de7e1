"""Corrections of the theme's HTML: on the smallest page each, and on what the theme writes now."""

import re

import pytest
from website import theme
from website.theme import patch_html

from tests.support import small_site
from tests.support.scratch_book import NOTEBOOK

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


# What the theme writes, with the releases that are installed


PAGE = """# A page

Words, and {cite}`Bishop2006`.

|   | a |
|---|---|
| b | 1 |

```{admonition} Folded
:class: dropdown
Text.
```

````{tab-set}
```{tab-item} One
Text.
```
````

```{dropdown} A [link](other.md)
Text.
```

```{bibliography}
```

```{code-cell} ipython3
1 + 1
```
"""
REFERENCES = """
@book{Bishop2006, author = {Bishop, Christopher M.}, title = {Patterns}, year = {2006},
  publisher = {Springer}}
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Pages as the theme writes them, before they are corrected."""
    pages = []

    def keep(page):
        pages.append(page)
        return patch_html(page)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(theme, "patch_html", keep)
        folder = tmp_path_factory.mktemp("site")
        chapters = {"page": NOTEBOOK + PAGE, "other": "# Other\n"}
        site, _ = small_site.build(folder, chapters, references=REFERENCES)
    return [*pages, (site / "page.html").read_text(encoding="utf-8")]


@pytest.mark.parametrize(
    "pattern", [pattern for pattern, _ in theme.CORRECTIONS]
)
def test_a_correction_still_finds_what_it_corrects(written, pattern):
    *pages, _ = written
    assert any(re.search(pattern, page, re.DOTALL) for page in pages)


def test_the_search_button_is_called_by_the_words_that_it_shows(written):
    for page in written:
        (button,) = re.findall(r"<button[^>]*search-button-field[^>]*>", page)
        assert "aria-label" not in button


def test_folded_titles_still_hold_links_that_are_taken_out(written):
    *pages, corrected = written
    titles = [t for page in pages for t in theme._SUMMARY.findall(page)]
    assert any("<a " in title for title in titles)
    assert not any("<a " in t for t in theme._SUMMARY.findall(corrected))


@pytest.mark.parametrize("asset", theme.PURPOSES)
def test_an_asset_that_may_be_left_out_is_still_one_of_the_themes(
    written, asset
):
    assets = [a for page in written[:-1] for a in theme._ASSET.findall(page)]
    assert any(asset in each for each in assets)


@pytest.mark.parametrize(
    "purpose", sorted({*theme.PURPOSES.values()} - {theme._NEVER})
)
def test_a_purpose_is_still_found_in_pages(written, purpose):
    texts = [theme._ASSET.sub("", page) for page in written[:-1]]
    assert any(re.search(purpose, text) for text in texts)
