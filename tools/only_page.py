"""`make page` reads the page that it writes and no other, whatever else has changed.

What has changed besides waits for `make book`. Only where Sphinx lacks a page, or where settings
or tools have changed, is all of it read: pages refer to one another.
"""

from sphinx.environment import CONFIG_OK


def leave_out_others(app, env, docnames):
    """Take from the pages that Sphinx is about to read those that can wait.

    Args:
        app: Sphinx; its setting `course_page` is the page to write, None for all.
        env: what Sphinx knows of pages that it has read.
        docnames: changed in place.
    """
    if app.config.course_page and env.config_status == CONFIG_OK:
        docnames[:] = [n for n in docnames if is_read(app, n)]


def is_read(app, name):
    """Tell whether a page has to be read now."""
    wanted = app.config.course_page
    return wanted in (None, name) or name not in app.env.all_docs


def setup(app):
    """Connect to Sphinx, before chapters are run; called by it."""
    app.add_config_value("course_page", None, "")
    app.connect("env-before-read-docs", leave_out_others, priority=50)
    return {"parallel_read_safe": True}
