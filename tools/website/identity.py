"""What makes the site look like itself: its logo, the icon of its tabs, and its templates.

Colours and spacing are in `book/_static/course.css`. A template here replaces the theme's
template of the same name.
"""

from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent / "templates"


def put_templates_first(app, config):
    """Look for a template here before looking in the theme."""
    config.templates_path.insert(0, str(TEMPLATES))


def leave_out_buttons(app, config):
    """Leave out the button that fills the screen: browsers have a key for that."""
    config.html_theme_options["use_fullscreen_button"] = False


def setup(app):
    """Connect to Sphinx; called by it."""
    app.connect("config-inited", put_templates_first, priority=900)
    app.connect("config-inited", leave_out_buttons)
    return {"parallel_read_safe": True}
