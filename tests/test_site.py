"""The built site: every launch button leads to a notebook that is there and valid."""

import re
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from twins.book import read_book

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"
BOOK = read_book(ROOT)
TWINS = [name for name in BOOK.chapters if BOOK.twin_path(name).exists()]

pytestmark = pytest.mark.skipif(
    not SITE.exists(), reason="the site is not built: make book"
)


def links(chapter):
    page = (SITE / f"{chapter}.html").read_text()
    return [unquote(link) for link in re.findall(r'href="([^"]+)"', page)]


def launched_file(chapter, service, before, after=""):
    """Return the file in this repository that a page's button for a service opens."""
    (link,) = {link for link in links(chapter) if service in link}
    owner_and_name = "/".join(BOOK.repository.split("/")[-2:])
    path = re.fullmatch(
        rf".*/{owner_and_name}{before}/{BOOK.branch}{after}/(.*)", link
    )
    return ROOT / path.group(1)


@pytest.mark.parametrize("chapter", TWINS)
def test_colab_opens_the_twin(chapter):
    path = launched_file(chapter, "colab.research.google.com", "/blob")
    assert path == BOOK.twin_path(chapter)
    nbformat.validate(nbformat.read(path, as_version=4))


@pytest.mark.parametrize("chapter", TWINS)
def test_binder_opens_the_twin(chapter):
    after = r"\?urlpath=lab/tree"
    path = launched_file(chapter, "mybinder.org", "", after)
    assert path == BOOK.twin_path(chapter)


@pytest.mark.parametrize("chapter", TWINS)
def test_the_download_is_the_twin(chapter):
    (link,) = {
        link
        for link in links(chapter)
        if link.endswith(".ipynb") and "://" not in link
    }
    assert (SITE / link).read_bytes() == BOOK.twin_path(chapter).read_bytes()


@pytest.mark.parametrize(
    "chapter", [name for name in BOOK.chapters if name not in TWINS]
)
def test_a_page_without_code_launches_nothing(chapter):
    assert not [link for link in links(chapter) if "colab" in link]


@pytest.mark.parametrize("chapter", BOOK.chapters)
def test_mathematics_is_typeset_without_another_host(chapter):
    page = (SITE / f"{chapter}.html").read_text()
    scripts = re.findall(r'<script[^>]*src="([^"]+)"', page)
    assert not [script for script in scripts if "://" in script]
