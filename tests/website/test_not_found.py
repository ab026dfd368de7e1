"""The page for addresses that do not exist."""

import pytest
from website import not_found

BASE = "https://a.github.io/b/"


@pytest.mark.parametrize(
    ("tag", "corrected"),
    [
        ('<a href="c.html">', '<a href="/b/c.html">'),
        ('<a href="./c.html#d">', '<a href="/b/c.html#d">'),
        ('<img src="_static/e.svg">', '<img src="/b/_static/e.svg">'),
        ('<form action="search.html">', '<form action="/b/search.html">'),
        ('<html data-content_root="./">', '<html data-content_root="/b/">'),
    ],
)
def test_relative_links_begin_at_the_root(tag, corrected):
    assert not_found.from_root(tag, BASE) == corrected


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="https://x.org">',
        '<a href="#top">',
        '<a href="/b/c.html">',
        '<img src="data:image/png;base64,AA">',
    ],
)
def test_other_links_stay(tag):
    assert not_found.from_root(tag, BASE) == tag


def test_a_site_at_the_top_of_its_host():
    assert (
        not_found.from_root('<a href="c.html">', "https://a.org")
        == '<a href="/c.html">'
    )
