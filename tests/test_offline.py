"""The packed site, unpacked somewhere else and opened from a file, as on a USB stick."""

import re
import zipfile

import offline
import pytest

from tests.support.site import SITE, needs_site


def small_site(folder):
    (folder / "_static").mkdir(parents=True)
    for name in ("index.html", "404.html", "sitemap.xml", "_static/a.css"):
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def test_all_but_what_servers_need_is_packed(tmp_path):
    offline.pack(small_site(tmp_path / "site"), tmp_path / "a.zip")
    names = zipfile.ZipFile(tmp_path / "a.zip").namelist()
    assert names == [
        "gaussian-mixtures/_static/a.css",
        "gaussian-mixtures/index.html",
    ]


def test_the_same_site_gives_the_same_file(tmp_path):
    site = small_site(tmp_path / "site")
    for name in ("a.zip", "b.zip"):
        offline.pack(site, tmp_path / name)
    first, second = (tmp_path / n for n in ("a.zip", "b.zip"))
    assert first.read_bytes() == second.read_bytes()


def test_a_site_that_is_not_built_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"found no index\.html: make"):
        offline.pack(tmp_path, tmp_path / "a.zip")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("a stick")
    offline.pack(SITE, folder / "site.zip")
    zipfile.ZipFile(folder / "site.zip").extractall(folder)
    return folder / offline.FOLDER


@needs_site
def test_links_between_pages_are_relative_and_lead_to_files(unpacked):
    for path in sorted(unpacked.glob("*.html")):
        for link in re.findall(
            r'(?:href|src)="([^"#?]+)', path.read_text(encoding="utf-8")
        ):
            if not re.match(r"[a-z]+:", link):
                assert (unpacked / link).exists(), (path.name, link)


@pytest.fixture(scope="module")
def reader(browser, unpacked):
    """A page in Chromium; notes what it asks for outside and complains about."""
    page = browser.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda e: page.complaints.append(str(e)))
    page.on("console", lambda m: page.complaints.append(m.text))
    yield page
    page.close()


@needs_site
def test_chapters_follow_one_another_from_a_file(unpacked, reader):
    reader.goto((unpacked / "index.html").as_uri())
    reader.locator("a.right-next").click()
    reader.wait_for_url((unpacked / "setup.html").as_uri())
    reader.locator("article h1").wait_for()


@needs_site
def test_search_finds_a_word_from_a_file(unpacked, reader):
    reader.goto((unpacked / "search.html").as_uri() + "?q=responsibility")
    reader.locator('#search-results a[href*="gradients"]').first.wait_for()
    reader.locator("#search-results li a").first.click()
    reader.wait_for_url(re.compile(re.escape(unpacked.as_uri())))
    reader.locator("article h1").wait_for()


@needs_site
def test_nothing_was_asked_of_others_and_nothing_failed(reader):
    asked = {url.split(":")[0] for url in reader.asked}
    assert asked <= {"file", "data"}
    errors = [text for text in reader.complaints if "[PST]" not in text]
    assert not errors
