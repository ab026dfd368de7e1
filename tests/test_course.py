"""What the book's own Sphinx extension does, without building a book."""

import datetime
from types import SimpleNamespace

import course
import pytest


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.setattr(course, "ROOT", tmp_path)
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "code.py").write_text("x = 1", encoding="utf-8")
    return tmp_path / "package"


def test_an_edit_changes_the_hash(package):
    before = course.hash_of("package")
    (package / "code.py").write_text("x = 2", encoding="utf-8")
    assert course.hash_of("package") != before


def test_what_is_no_source_leaves_the_hash(package):
    before = course.hash_of("package")
    (package / "code.pyc").write_text("compiled", encoding="utf-8")
    assert course.hash_of("package") == before


@pytest.fixture
def config():
    options = {"repository_url": "https://github.com/a/b"}
    return SimpleNamespace(html_theme_options=options, html_title="Course")


def test_pages_get_the_address_of_the_repository(config):
    source = ["git clone {{ repository }}"]
    course.fill_in(
        SimpleNamespace(config=config, srcdir="book"), "setup", source
    )
    assert source == ["git clone https://github.com/a/b"]


def test_the_build_is_described(config):
    source = ["{{ build }}"]
    course.fill_in(
        SimpleNamespace(config=config, srcdir="book"), "about", source
    )
    assert f"| Date | {datetime.date.today()} |" in source[0]
    assert all(f"| {package} | " in source[0] for package in course.PACKAGES)
    assert f"| Processor | {course.processor()} |" in source[0]
