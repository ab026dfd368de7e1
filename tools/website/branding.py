"""What makes the site look like itself: its logo, the icon of its tabs, and its templates.

Colours and spacing are in `book/_static/course.css`. A template here replaces the theme's
template of the same name.
"""

from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent / "templates"


def put_templates_first(app, config):
    """Look for a template here before looking in the theme."""
    config.templates_path.insert(0, str(TEMPLATES))


def leave_out(app, config):
    """Leave out what the theme adds: a button for what browsers have a key, and cut addresses."""
    config.html_theme_options["use_fullscreen_button"] = False
    config.html_theme_options["shorten_urls"] = False


def setup(app):
    """Connect to Sphinx; called by it."""
    app.connect("config-inited", put_templates_first, priority=900)
    app.connect("config-inited", leave_out)
    return {"parallel_read_safe": True}
