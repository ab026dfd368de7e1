"""Where the site is published: its address in absolute links, and a list of its pages.

The address is `html: baseurl` in `_config.yml`. A deployment from another repository sets
REPOSITORY, and the site is then at that repository's address on GitHub Pages.
"""

import os
from pathlib import Path
from urllib.parse import urljoin
from xml.sax.saxutils import escape


def of_repository(repository):
    """Return where GitHub Pages shows a repository, with a slash at the end."""
    owner, name = repository.rstrip("/").removesuffix(".git").split("/")[-2:]
    return f"https://{owner}.github.io/{name}/"


def take_address_from_environment(app, config):
    """Let REPOSITORY, where it is set, say where the site is."""
    if "REPOSITORY" in os.environ:
        config.html_baseurl = of_repository(os.environ["REPOSITORY"])


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
    app.connect("config-inited", take_address_from_environment)
    app.connect("build-finished", write_sitemap)
    return {"parallel_read_safe": True}
