"""Building one page reads that page, and what Sphinx has never read."""

from types import SimpleNamespace

import only_page
import pytest
from sphinx.environment import CONFIG_CHANGED, CONFIG_OK


def left(page, changed, status=CONFIG_OK):
    """The pages that Sphinx reads, of those that have changed; it knows all but `new`."""
    env = SimpleNamespace(
        config_status=status, all_docs={"first": 1.0, "last": 2.0}
    )
    app = SimpleNamespace(config=SimpleNamespace(course_page=page), env=env)
    names = [*changed]
    only_page.leave_out_others(app, env, names)
    return names


@pytest.mark.parametrize(
    ("page", "changed", "read"),
    [
        ("first", ["first", "last"], ["first"]),
        ("first", ["last"], []),
        ("first", ["last", "new"], ["new"]),
        (None, ["first", "last"], ["first", "last"]),
    ],
)
def test_other_pages_wait(page, changed, read):
    assert left(page, changed) == read


def test_with_other_settings_every_page_is_read():
    names = ["first", "last"]
    assert left("first", names, CONFIG_CHANGED) == names
