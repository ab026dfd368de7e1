"""What a deployment adds to the site: files to take along, and links to them."""

import re
import zipfile

import publish
import pytest

from tests.support.site import SITE, needs_site


@pytest.fixture
def built(tmp_path):
    """Return a small site, and the two files that are made of it."""
    site = tmp_path / "site"
    (site / "_sources").mkdir(parents=True)
    (site / "index.html").write_text(
        f"<main>{publish.MARK}</main>", encoding="utf-8"
    )
    (site / "_sources" / "setup.ipynb").write_text("{}", encoding="utf-8")
    (site / "_sources" / "setup.md").write_text("# Setup", encoding="utf-8")
    files = [tmp_path / f"gaussian-mixtures.{s}" for s in ("zip", "pdf")]
    for size, path in enumerate(files, start=1):
        path.write_bytes(b"a" * size * 1_000_000)
    return site, files


@pytest.fixture
def published(built, tmp_path):
    """Return that site, published."""
    site, files = built
    publish.publish(site, tmp_path / "published", files)
    return tmp_path / "published"


def links(folder):
    page = (folder / "index.html").read_text(encoding="utf-8")
    return re.findall(r'<a href="([^"]+)" download>', page)


def test_every_link_leads_to_a_file(published):
    assert len(links(published)) == 3
    assert all((published / link).is_file() for link in links(published))


def test_sizes_are_those_of_the_files(published):
    page = (published / "index.html").read_text(encoding="utf-8")
    assert re.search(r"gaussian-mixtures\.zip\"[^(]*\(1\.0 MB\)", page)
    assert re.search(r"gaussian-mixtures\.pdf\"[^(]*\(2\.0 MB\)", page)


def test_the_notebooks_are_those_of_the_site(published):
    path = published / publish.FOLDER / publish.NOTEBOOKS
    archive = zipfile.ZipFile(path)
    assert archive.namelist() == ["gaussian-mixtures-notebooks/setup.ipynb"]
    assert archive.read(archive.namelist()[0]) == b"{}"


def test_the_built_site_stays_without_links(built, published):
    site, _ = built
    assert links(site) == []
    assert not (site / publish.FOLDER).exists()


def test_publishing_again_leaves_nothing_of_before(built, published, tmp_path):
    (published / "old.html").write_text("old", encoding="utf-8")
    publish.publish(built[0], published, built[1])
    assert not (published / "old.html").exists()
    assert len(links(published)) == 3


def test_a_file_that_is_not_made_is_named(built, tmp_path):
    site, files = built
    files[1].unlink()
    with pytest.raises(FileNotFoundError, match=r"mixtures\.pdf.*: make off"):
        publish.publish(site, tmp_path / "published", files)


def test_a_page_without_a_place_for_links_is_refused(built, tmp_path):
    site, files = built
    (site / "index.html").write_text("<main></main>", encoding="utf-8")
    with pytest.raises(ValueError, match="found it 0 times"):
        publish.publish(site, tmp_path / "published", files)


@needs_site
def test_the_course_s_own_first_page_has_the_place():
    assert (SITE / "index.html").read_text(encoding="utf-8").count(
        publish.MARK
    ) == 1
