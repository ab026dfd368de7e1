"""The title and the accent colour stand in one place each: changed there, everything follows."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import title
import yaml
from notebooks.library import open_library
from notebooks.notebook import make_notebook
from website import open_graph

from tests.support import small_site

ROOT = Path(__file__).resolve().parent.parent
OLD = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))[
    "title"
]
NEW = "Bells by the dozen, in JAX"
ACCENT = re.compile(r"--course-accent: (#\w{6});")


@pytest.fixture(scope="module")
def files():
    """Every file of the repository that holds text."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    paths = [Path(name) for name in listed.stdout.splitlines()]
    texts = {
        ".md",
        ".bib",
        ".svg",
        ".py",
        ".toml",
        ".yml",
        ".cff",
        ".css",
        ".js",
        ".html",
        "",
    }
    return [p for p in paths if p.suffix in texts and (ROOT / p).is_file()]


@pytest.fixture
def renamed(tmp_path, files):
    """A copy of the repository with another title in its settings."""
    for path in files:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    config = tmp_path / "_config.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8"
    )
    title.write_copies(tmp_path)
    return tmp_path


def test_copies_are_those_of_the_settings():
    assert title.copies() == dict.fromkeys(title.COPIES, OLD)  # make title


def test_after_make_title_nothing_holds_the_old_one(renamed, files):
    assert title.copies(renamed) == dict.fromkeys(title.COPIES, NEW)
    left = [
        p for p in files if OLD in (renamed / p).read_text(encoding="utf-8")
    ]
    assert left == []


def test_notebooks_take_the_title_of_the_settings(renamed):
    notebook = make_notebook(open_library(renamed), "index")
    assert notebook.cells[0].source.startswith(f"# {NEW}\n")


@pytest.mark.parametrize(
    ("whole", "parts"),
    [(NEW, ("Bells", "by the dozen, in JAX")), ("Bells", ("Bells", ""))],
)
def test_a_title_has_a_name_and_a_rest(whole, parts):
    assert title.parts(whole) == parts


def test_pages_cards_and_navigation_follow_at_the_next_build(
    tmp_path, monkeypatch
):
    pages = {"index": "# {{ title }}\n\nWords.\n", "page": "# A page\n"}
    for name in (OLD, NEW):
        site, _ = small_site.build(tmp_path, pages, {"title": name})
        page = (site / "index.html").read_text(encoding="utf-8")
        assert f'og:title" content="{name}"' in page
        first, rest = title.parts(name)
        assert f"{first} <span>{rest}</span>" in page
        assert open_graph.title_of(site / open_graph.PICTURE) == name
    assert title.parts(OLD)[0] not in page


def test_an_accent_is_one_line_of_the_style_sheet(files):
    style = (ROOT / "book/_static/course.css").read_text(encoding="utf-8")
    accents = ACCENT.findall(style)
    assert len(accents) == 2  # in light, and in dark
    for accent in accents:
        holding = [
            p
            for p in files
            if accent in (ROOT / p).read_text(encoding="utf-8")
        ]
        assert holding == [Path("book/_static/course.css")]
        assert style.count(accent) == 1
