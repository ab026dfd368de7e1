"""Absolute addresses, and buttons: they name this copy of the course."""

from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from sphinx_book_theme.header_buttons import (
    update_context_with_repository_info,
)
from website import urls


@pytest.fixture
def app(monkeypatch):
    """Return an app with the settings of a deployment from a fork."""
    monkeypatch.setenv("REPOSITORY", "https://github.com/some/fork.git")
    monkeypatch.setenv("COURSE_BRANCH", "trunk")
    monkeypatch.setenv("COURSE_NOTEBOOKS", "notebooks")
    monkeypatch.delenv("COURSE_SITE", raising=False)
    config = SimpleNamespace(
        html_baseurl="", html_theme_options={}, html_context={}
    )
    urls.take_address(None, config)
    builder = SimpleNamespace(theme_options={**config.html_theme_options})
    return SimpleNamespace(config=config, builder=builder)


def test_links_are_those_of_the_copy_that_is_deployed(app):
    options = app.config.html_theme_options
    assert app.config.html_baseurl == "https://some.github.io/fork/"
    assert options["repository_url"] == "https://github.com/some/fork"


def test_an_edit_goes_to_the_chapters_and_a_launch_to_the_notebooks(app):
    update_context_with_repository_info(app)  # the theme notes where to edit
    urls.launch_notebooks_from_their_branch(app)
    assert app.config.html_context["github_version"] == "trunk"
    # What the theme's _get_branch reads for launch buttons.
    options = app.config.html_theme_options
    assert options["repository_branch"] == "notebooks"


def test_a_sitemap_lists_absolute_addresses():
    text = urls.sitemap("https://a.github.io/b/", ["index.html", "c&d.html"])
    found = ElementTree.fromstring(text.encode())
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert [each.text for each in found.iter(f"{name}loc")] == [
        "https://a.github.io/b/index.html",
        "https://a.github.io/b/c&d.html",
    ]
