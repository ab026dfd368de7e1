"""Finding one's way on the built site: descriptions, terms, search, and the page for no page."""

import functools
import json
import re
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import address
import pytest
from bs4 import BeautifulSoup
from notebooks.book import read_book
from website import open_graph

from tests.support.site import SITE, needs_site

ROOT = Path(__file__).resolve().parents[2]
BOOK = read_book(ROOT)
BASE = address.here(ROOT).site

pytestmark = needs_site


@functools.cache
def page(name):
    return BeautifulSoup(
        (SITE / f"{name}.html").read_text(encoding="utf-8"), "html.parser"
    )


def described(name):
    return page(name).find("meta", attrs={"name": "description"})["content"]


@pytest.mark.parametrize("name", BOOK.chapters)
def test_a_page_is_described(name):
    assert 20 < len(described(name)) <= open_graph.LONGEST


def test_no_two_pages_are_described_alike():
    assert len({described(name) for name in BOOK.chapters}) == len(
        BOOK.chapters
    )


@pytest.mark.parametrize("name", BOOK.chapters)
def test_a_card_has_absolute_addresses(name):
    card = {
        tag["property"]: tag["content"]
        for tag in page(name).select("meta[property^=og]")
    }
    assert card["og:url"] == f"{BASE}{name}.html"
    assert card["og:title"] == page(name).article.h1.find(string=True)
    picture = SITE / urlsplit(card["og:image"]).path.removeprefix(
        urlsplit(BASE).path
    )
    assert picture.stat().st_size < 300_000


def test_the_sitemap_lists_every_page():
    tree = ElementTree.parse(SITE / "sitemap.xml")
    listed = {each.text for each in tree.iter() if each.tag.endswith("loc")}
    assert listed == {f"{BASE}{name}.html" for name in BOOK.chapters}


def test_every_term_of_the_glossary_is_linked_from_a_chapter():
    terms = {
        f"glossary.html#{t['id']}" for t in page("glossary").select("dt[id]")
    }
    linked = {
        link["href"]
        for name in BOOK.chapters
        for link in page(name).select("article a.term")
    }
    assert len(terms) > 30
    assert linked == terms


@pytest.mark.parametrize("name", BOOK.chapters)
def test_a_page_links_a_term_once(name):
    links = [link["href"] for link in page(name).select("article a.term")]
    assert len(links) == len(set(links))


def test_every_function_leads_to_its_chapter():
    entries = page("reference").select("#mixtures-and-their-training dl.py")
    assert len(entries) > 30
    for entry in entries:
        assert re.search(r"(Taught|First used) in", entry.get_text())


def test_the_search_knows_words_and_no_videos():
    text = (SITE / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").rstrip(")"))
    assert "logsumexp" in index["terms"]
    assert max(map(len, index["terms"])) < 60
    assert len(text) < 200_000


def test_videos_are_light_and_have_a_poster_and_a_description():
    videos = [
        video
        for name in BOOK.chapters
        for video in page(name).select("article video")
    ]
    assert videos
    for video in videos:
        assert (SITE / video["src"]).stat().st_size <= 150_000
        assert (SITE / video["poster"]).stat().st_size <= 20_000
        assert len(video["aria-label"]) > 60
        assert not {"autoplay", "onloadeddata"} & video.attrs.keys()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The site below its path, as GitHub Pages serves it, with its page for what is missing."""
    root = tmp_path_factory.mktemp("host")
    (root / urlsplit(BASE).path.strip("/")).symlink_to(SITE)

    class Host(SimpleHTTPRequestHandler):
        def send_error(self, code, *_):
            self.send_response(code)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write((SITE / "404.html").read_bytes())

        def log_message(self, *_):
            pass

    host = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Host, directory=root)
    )
    threading.Thread(target=host.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{host.server_address[1]}{urlsplit(BASE).path}"
    host.shutdown()
    host.server_close()


def test_a_missing_page_has_style_and_links_at_any_depth(browser, server):
    page = browser.new_page()
    failed = []
    page.on(
        "response",
        lambda answer: answer.ok or failed.append(urlsplit(answer.url).path),
    )
    page.goto(f"{server}some/deep/page.html")
    assert len(failed) == 1, "more than the missing page is missing"
    page.get_by_role("link", name="the start of the course").click()
    page.wait_for_url(f"{server}index.html")
    page.close()
