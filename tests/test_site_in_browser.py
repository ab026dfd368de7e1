"""Every page of the built site as its visitors meet it: from a file by day, from a host at night.

Sizes are those of the issue that asked for a light site: 500 kB for the first page of a visit and
100 kB for one more, and 6 kB for each exercise in it, compressed; videos, which load when they
play, are not counted.
"""

import re
from functools import cache

import pytest

from tests.support.site import SITE, needs_site
from tests.support.visitor import served, visit

PAGES = sorted(path.name for path in SITE.glob("*.html"))
MISSING = "404.html"  # its addresses hold only where the site is published
BY_DAY, AT_NIGHT = ("file", "light"), ("http", "dark")
VISITS = [
    (place, page)
    for place in (BY_DAY, AT_NIGHT)
    for page in PAGES
    if (place, page) != (BY_DAY, MISSING)
]
KNOWN = ["index.html", "likelihood.html"]  # to someone who reads one more
FIRST_KILOBYTES, NEXT_KILOBYTES = 500, 100
ASSEMBLY_KILOBYTES = (
    6  # each exercise that can be assembled in the page adds them at most
)
SITE_MEGABYTES = 15

pytestmark = needs_site


def published_below():
    """Path below its host at which the site is published, such as "dl-workshop"."""
    page = (SITE / MISSING).read_text(encoding="utf-8")
    return re.search(r'href="/([^"]*?)/?_static/', page).group(1)


@pytest.fixture(scope="module")
def seen(tabs, tmp_path_factory):
    """Visit a page, once for all tests."""
    host = tmp_path_factory.mktemp("host")
    link = host / published_below()
    link.symlink_to(SITE)
    with served(host) as address:
        looks = {"light": [], "dark": []}
        bases = {"file": SITE.as_uri(), "http": f"{address}/{link.name}"}

        @cache
        def visited(place, page):
            kind, scheme = place
            at = bases[kind], page, scheme
            return visit(tabs, *at, place == AT_NIGHT, looks[scheme])

        yield visited


@pytest.fixture(
    scope="module", params=VISITS, ids=lambda v: "-".join([*v[0], v[1]])
)
def visited(seen, request):
    return seen(*request.param)


@pytest.fixture(scope="module", params=PAGES)
def looked_at(seen, request):
    """A page of which what is the same in light and in dark was looked at."""
    return seen(AT_NIGHT, request.param)


def test_asks_no_other_host(visited):
    assert visited.outside == []


def test_nothing_fails_and_the_policy_holds(visited):
    assert visited.complaints == []


def test_pictures_and_figures_are_described(visited):
    assert visited.undescribed == []


def test_no_markup_is_left_in_the_text(visited):
    assert visited.raw == []


def test_fits_on_a_phone(looked_at):
    assert looked_at.sideways == 0


def test_numbers_of_equations_stand_beside_them(looked_at):
    assert looked_at.covered == []


def test_axe_finds_nothing(visited):
    assert visited.violations == []


@pytest.mark.parametrize("page", PAGES)
def test_the_first_page_of_a_visit_is_light(seen, page):
    weights = seen(AT_NIGHT, page).weights
    assert sum(weights.values()) <= 1000 * FIRST_KILOBYTES, weights


@pytest.mark.parametrize("page", PAGES)
def test_one_more_page_is_lighter(seen, page):
    known = {url for name in KNOWN for url in seen(AT_NIGHT, name).weights}
    weights = seen(AT_NIGHT, page).weights
    added = {url: weights[url] for url in weights.keys() - known}
    text = (SITE / page).read_text(encoding="utf-8")
    assemblies = text.count('class="assembly"')
    allowed = NEXT_KILOBYTES + ASSEMBLY_KILOBYTES * assemblies
    assert sum(added.values()) <= 1000 * allowed, added


def test_the_site_is_small():
    files = [path for path in SITE.rglob("*") if path.is_file()]
    size = sum(p.stat().st_size for p in files if p.suffix != ".mp4")
    assert size <= 1e6 * SITE_MEGABYTES
