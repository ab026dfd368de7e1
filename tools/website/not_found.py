"""The page that a server shows where there is none: its links work from any depth.

A server answers with this page under the address that was asked for, so a link that is relative
to that address would lead nowhere. Its links begin at the server's root instead.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

PAGE = "404"
TEXT = """
<section>
<h1>There is no such page</h1>
<p>The address may be mistyped, or the page has another name now. Try the chapters at the side,
the search, or <a href="index.html">the start of the course</a>.</p>
</section>
"""
_RELATIVE = re.compile(
    r'(?<=\s)((?:href|src|action|data-content_root)=")(?![a-z]+:|/|#)(?:\./)?'
)


def add_page(app):
    """Have the page written with the theme around it."""
    context = {"title": "There is no such page", "body": TEXT}
    yield PAGE, context, "page.html"


def from_root(page, base):
    """Make relative links begin at the server's root.

    Args:
        page: HTML.
        base: address of the site.

    Returns:
        HTML.
    """
    prefix = urlsplit(base).path or "/"
    return _RELATIVE.sub(lambda match: match[1] + prefix, page)


def correct_links(app, exception):
    """Correct the links of the page, once it is written."""
    path = Path(app.outdir, f"{PAGE}.html")
    if exception is None and path.exists():
        page = path.read_text(encoding="utf-8")
        path.write_text(
            from_root(page, app.config.html_baseurl), encoding="utf-8"
        )


def setup(app):
    """Connect to Sphinx; called by it."""
    app.connect("html-collect-pages", add_page)
    app.connect("build-finished", correct_links)
    return {"parallel_read_safe": True}
