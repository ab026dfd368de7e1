"""Where the site is published: its address in absolute links, and a list of its pages.

Nobody needs to type it: `address` finds out where this copy of the course is. The theme's buttons
follow: an edit goes to the branch that chapters are on, a launch to that of the notebooks.
"""

from pathlib import Path
from urllib.parse import urljoin
from xml.sax.saxutils import escape

import address

ROOT = Path(__file__).resolve().parent.parent.parent


def take_address(app, config):
    """Let pages and buttons name this copy of the course."""
    place = address.here(ROOT)
    config.html_baseurl = place.site
    config.html_theme_options["repository_url"] = place.repository
    config.html_theme_options["repository_branch"] = place.branch
    config.course_place = place


def launch_notebooks_from_their_branch(app):
    """Let launch buttons open the branch with notebooks, once the theme has noted the other."""
    options = app.config.html_theme_options
    options["repository_branch"] = app.config.course_place.notebooks


def sitemap(base, pages):
    """Write a sitemap.

    Args:
        base: address of the site.
        pages: paths below it.

    Returns:
        XML, as sitemaps.org describes it.
    """
    rows = [
        f"  <url><loc>{escape(urljoin(base, page))}</loc></url>"
        for page in pages
    ]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *rows,
            "</urlset>\n",
        ]
    )


def write_sitemap(app, exception):
    """List the pages that hold text, for search engines."""
    if exception is None:
        pages = [
            app.builder.get_target_uri(name)
            for name in sorted(app.env.found_docs)
        ]
        text = sitemap(app.config.html_baseurl, pages)
        Path(app.outdir, "sitemap.xml").write_text(text, encoding="utf-8")


def setup(app):
    """Connect to Sphinx; called by it."""
    # Pages hold the address: another one is a reason to read them again.
    app.add_config_value("course_place", None, "env")
    app.connect("config-inited", take_address)
    app.connect(
        "builder-inited", launch_notebooks_from_their_branch, priority=600
    )
    app.connect("build-finished", write_sitemap)
    return {"parallel_read_safe": True}
