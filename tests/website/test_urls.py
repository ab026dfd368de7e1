"""Absolute addresses: of the settings, or of the repository that deploys."""

from types import SimpleNamespace
from xml.etree import ElementTree

from notebooks.book import read_book
from website import reference, urls


def test_the_settings_name_the_repository_s_own_site():
    book = read_book(reference.ROOT)
    site = book.config["html"]["baseurl"]
    assert site == urls.of_repository(book.repository)


def test_another_repository_has_another_site(monkeypatch):
    monkeypatch.setenv("REPOSITORY", "https://github.com/some/fork.git")
    config = SimpleNamespace(html_baseurl="https://a.github.io/b/")
    urls.take_address_from_environment(None, config)
    assert config.html_baseurl == "https://some.github.io/fork/"


def test_a_sitemap_lists_absolute_addresses():
    text = urls.sitemap("https://a.github.io/b/", ["index.html", "c&d.html"])
    found = ElementTree.fromstring(text.encode())
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert [each.text for each in found.iter(f"{name}loc")] == [
        "https://a.github.io/b/index.html",
        "https://a.github.io/b/c&d.html",
    ]
