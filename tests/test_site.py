"""The built site: launch buttons lead to valid notebooks; letters and icons are there, no more."""

import base64
import re
import unicodedata
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import address
import nbformat
import pytest
from fontTools.ttLib import TTFont
from notebooks.book import read_book
from website.fonts import of_mathematics

from tests.support.site import SITE, needs_site

ROOT = Path(__file__).resolve().parent.parent
BOOK = read_book(ROOT)
PLACE = address.here(ROOT)
NOTEBOOKS = [
    name for name in BOOK.chapters if BOOK.notebook_path(name).exists()
]

pytestmark = needs_site


def links(chapter):
    page = (SITE / f"{chapter}.html").read_text(encoding="utf-8")
    return [unquote(link) for link in re.findall(r'href="([^"]+)"', page)]


def launched_file(chapter, service, before, after=""):
    """Return the file in this repository that a page's button for a service opens."""
    (link,) = {link for link in links(chapter) if service in link}
    owner_and_name = "/".join(PLACE.repository.split("/")[-2:])
    path = re.fullmatch(
        rf".*/{owner_and_name}{before}/{PLACE.notebooks}{after}/(.*)", link
    )
    return ROOT / path.group(1)


@pytest.mark.parametrize("chapter", NOTEBOOKS)
def test_colab_opens_the_notebook(chapter):
    path = launched_file(chapter, "colab.research.google.com", "/blob")
    assert path == BOOK.notebook_path(chapter)
    nbformat.validate(nbformat.read(path, as_version=4))


@pytest.mark.parametrize("chapter", NOTEBOOKS)
def test_binder_opens_the_notebook(chapter):
    after = r"\?urlpath=lab/tree"
    path = launched_file(chapter, "mybinder.org", "", after)
    assert path == BOOK.notebook_path(chapter)


@pytest.mark.parametrize("chapter", NOTEBOOKS)
def test_the_download_is_the_notebook(chapter):
    (link,) = {
        link
        for link in links(chapter)
        if link.endswith(".ipynb") and "://" not in link
    }
    assert (SITE / link).read_bytes() == BOOK.notebook_path(
        chapter
    ).read_bytes()


@pytest.mark.parametrize(
    "chapter", [name for name in BOOK.chapters if name not in NOTEBOOKS]
)
def test_a_page_without_code_launches_nothing(chapter):
    assert not [link for link in links(chapter) if "colab" in link]


def held_by(style_sheet):
    """Return the characters of the fonts within a style sheet."""
    style = (SITE / "_static" / style_sheet).read_text(encoding="utf-8")
    fonts = re.findall(r"url\(data:font/woff2;base64,([^)]+)\)", style)
    files = [BytesIO(base64.b64decode(font)) for font in fonts]
    return {chr(c) for file in files for c in TTFont(file).getBestCmap()}


def test_formulas_find_their_letters():
    pages = [page.read_text(encoding="utf-8") for page in SITE.glob("*.html")]
    shown = set().union(*map(of_mathematics, pages))
    visible = {c for c in shown if unicodedata.category(c)[0] in "LNPS"}
    assert visible
    assert visible <= held_by("mathematics.css")


@pytest.mark.parametrize("icon", "\uf0c9\uf002\uf09b\uf186\uf185\uf042")
def test_icons_are_there(icon):
    # Bars, a magnifying glass, GitHub's mark, a moon, a sun, a half circle.
    assert icon in held_by("styles/pydata-sphinx-theme.css")


def test_nothing_is_left_of_what_the_site_does_without():
    left = {"fontawesome", "thebe", "mathjax", ".map"}
    paths = [str(path.relative_to(SITE)).lower() for path in SITE.rglob("*")]
    assert not [p for p in paths if any(name in p for name in left)]


@pytest.mark.parametrize(
    "page", [path.name for path in sorted(SITE.glob("*.html"))]
)
def test_pages_load_only_what_the_site_has(page):
    text = (SITE / page).read_text(encoding="utf-8")
    tags = re.findall(r"<(?:script|img|video|source|link)\b[^>]*>", text)
    loading = [tag for tag in tags if "canonical" not in tag]
    assert not [tag for tag in loading if re.search(r'="(https?:)?//', tag)]
