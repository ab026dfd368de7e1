"""Live figures in the built book: they start on their pages, from a file, without a complaint."""

import re
from pathlib import Path

import pytest

from dl_workshop.live.figures import NAMES
from tests.support.site import SITE, needs_site

ROOT = Path(__file__).resolve().parent.parent.parent
SHOWN = {
    path.stem: re.findall(r"^live\.(\w+)\(", path.read_text("utf-8"), re.M)
    for path in sorted((ROOT / "book").glob("*.md"))
}
PHONE = {"width": 390, "height": 800}
WITH_FIGURES = [chapter for chapter, names in SHOWN.items() if names]

pytestmark = needs_site


@pytest.fixture
def opened(tabs):
    """Open a page of the built book in dark, as a phone shows it."""
    with tabs.lent(viewport=PHONE, color_scheme="dark") as tab:

        def open_page(chapter):
            tab.page.goto((SITE / f"{chapter}.html").as_uri())
            return tab.page

        yield open_page
    assert tab.errors == []


def test_every_figure_has_its_chapter():
    figures = {name for names in SHOWN.values() for name in names}
    assert figures == set(NAMES)


@pytest.mark.parametrize("chapter", WITH_FIGURES)
def test_a_figure_starts_on_its_page(opened, chapter):
    page = opened(chapter)
    figure = page.locator(".live-figure")
    assert figure.count() == len(SHOWN[chapter])
    figure.scroll_into_view_if_needed()
    page.wait_for_selector(".live-figure[data-state=ready]")
    page.wait_for_selector(".live-figure[data-redraw]")
    back = figure.evaluate("e => getComputedStyle(e).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", back)[:3])) < 300  # dark
    assert figure.bounding_box()["width"] <= 390


def test_the_appendix_trains_a_bell(opened):
    page = opened("how_live_figures_work")
    button = page.locator("#bell-form button")
    for _ in range(30):
        button.press("Enter")
    # What the cell below it computes by formula: mean and standard deviation of its data.
    cell = page.get_by_text(re.compile(r"^mean \d\.\d{3}, scale"))
    mean_and_scale = cell.inner_text().split(", loss")[0]
    told = page.locator("#bell-form output").inner_text()
    assert mean_and_scale in told


def test_the_appendix_differentiates_a_bell(opened):
    page = opened("how_live_figures_work")
    page.locator("#slope-form input").press("PageUp")
    told = page.locator("#slope-form output").inner_text()
    ours, jaxs = re.search(r"mean (\S+), by JAX (\S+)", told).groups()
    assert float(ours) == pytest.approx(float(jaxs), abs=2e-5)
