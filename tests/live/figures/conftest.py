"""A way to open some figures on a page of their own."""

from contextlib import ExitStack

import pytest

from tests.support.browser import Opened


@pytest.fixture
def opened(tabs, tmp_path):
    """Open figures on a page; at the end, it must not have complained nor asked for anything."""
    lent = []
    with ExitStack() as stack:

        def open_page(*figures, theme="light", script="", **options):
            lent.append(stack.enter_context(tabs.lent(**options)))
            return Opened(
                lent[-1], tmp_path, *figures, theme=theme, script=script
            )

        yield open_page
    for tab in lent:
        assert tab.errors + tab.messages == []
        outside = [r.url for r in tab.requests if "file://" not in r.url]
        assert outside == []
