"""The printed book: pages become one, and every link still leads somewhere."""

import pdf
import pytest
from bs4 import BeautifulSoup

from tests.support.site import SITE, needs_site

NAMES = {"one", "two"}
PAGE = """<html><body><nav>sidebar</nav><article><h1>One<a class="headerlink">#</a></h1>
<p id="here">text</p><a href="#here">a</a><a href="two.html">b</a><a href="two.html#there">c</a>
<a href="https://example.org/two.html">d</a><a href="_images/p.svg">e</a>
<details><summary>Hint</summary>text</details>
<video poster="p.webp" src="f.mp4" aria-label="two curves"></video>
<script>1</script></article></body></html>"""


@pytest.fixture
def article():
    return pdf.article_of(PAGE, "one", NAMES)


def test_links_lead_to_places_within_the_book(article):
    links = {a.get_text(): a["href"] for a in article.select("a")}
    assert links == {
        "a": "#one--here",
        "b": "#two",
        "c": "#two--there",
        "d": "https://example.org/two.html",
    }


def test_anchors_have_names_of_their_own(article):
    assert article["id"] == "one"
    assert article.p["id"] == "one--here"


def test_what_is_folded_is_open(article):
    assert article.details.has_attr("open")


def test_a_video_is_its_first_frame(article):
    assert article.img.attrs == {"src": "p.webp", "alt": "two curves"}
    assert article.video is None


def test_only_text_is_left(article):
    assert not article.select("nav, script, .headerlink")


@pytest.fixture(scope="module")
def whole():
    if not SITE.exists():
        pytest.skip(needs_site.kwargs["reason"])
    return BeautifulSoup(pdf.put_together(SITE), "html.parser")


def test_every_link_of_the_book_has_its_place(whole):
    places = {tag["id"] for tag in whole.select("[id]")}
    links = {a["href"] for a in whole.select("a[href]")}
    within = {link for link in links if not link.startswith("http")}
    assert len(within) > 60
    assert {link.removeprefix("#") for link in within} <= places


def test_no_two_places_have_one_name(whole):
    places = [tag["id"] for tag in whole.select("[id]")]
    assert len(places) == len(set(places))


def test_every_picture_is_there(whole):
    pictures = [img["src"] for img in whole.select("img")]
    assert len(pictures) > 20
    assert all(
        (SITE / each).exists() for each in pictures if "data:" not in each
    )


def test_the_contents_list_all_chapters_in_order(whole):
    listed = [a["href"] for a in whole.select(".book-contents a")]
    assert listed == [f"#{name}" for name in pdf.read_book(pdf.ROOT).chapters]
