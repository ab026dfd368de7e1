"""The drawers of a phone: the list of chapters and the contents of a page, on the built site."""

import pytest

from tests.support.site import SITE, needs_site

PHONE = {"width": 390, "height": 844}

pytestmark = needs_site


@pytest.fixture
def page(tabs):
    with tabs.lent(viewport=PHONE) as tab:
        tab.page.goto((SITE / "likelihood.html").as_uri())
        yield tab.page


@pytest.mark.parametrize(
    ("button", "link"),
    [("primary", "Training dynamics"), ("secondary", "What to remember")],
)
def test_a_drawer_opens_and_its_links_lead_somewhere(page, button, link):
    target = page.get_by_role("dialog").get_by_role("link", name=link)
    assert not target.is_visible()
    page.locator(f".{button}-toggle").click()
    target.click()
    page.get_by_role("heading", name=link).first.wait_for()


def test_a_drawer_closes_with_escape(page):
    page.locator(".primary-toggle").click()
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
