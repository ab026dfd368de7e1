"""A way to open some figures on a page of their own."""

import pytest

from tests.support.browser import Opened


@pytest.fixture
def opened(browser, tmp_path):
    """Open figures on a page; at the end, it must not have complained nor asked for anything."""
    pages = []

    def open_page(*figures, **options):
        pages.append(Opened(browser, tmp_path, *figures, **options))
        return pages[-1]

    yield open_page
    for page in pages:
        page.context.close()
        assert page.complaints == []
        outside = [url for url in page.requests if "file://" not in url]
        assert outside == []
