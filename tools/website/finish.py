"""What happens to the site after Sphinx has written it: pages are corrected, and weigh less.

A page that has its policy is finished. So a build that wrote only some pages finishes only those.
"""

import shutil
from pathlib import Path

from website import content_security_policy as csp
from website import fonts, icons, mathematics, reference, svg, theme

STYLES = "_static/styles/pydata-sphinx-theme.css"
MATH_FONT = '<link rel="stylesheet" href="_static/mathematics.css">'
ICON_FONTS = "_static/vendor/fontawesome/webfonts"

# Made for developers of the theme, or for what the site does not do.
LEFT_OUT = (
    "**/*.map",
    "_static/locales",
    "_static/scripts/fontawesome.js*",
    "_static/sphinx-thebe*",
    "_static/vendor",
    "_static/webpack-macros.html",
)


def finish(app, exception):
    """Finish the pages that this build has written, unless it failed."""
    site = Path(app.outdir)
    pages = {
        path: path.read_text(encoding="utf-8")
        for path in sorted(site.glob("*.html"))
    }
    written = {p: t for p, t in pages.items() if csp.MARK not in t}
    if exception is None and written:
        write_icons(site, [*pages.values()])
        write_math_font(site, [*pages.values()])
        for path, page in written.items():
            path.write_text(finished(page), encoding="utf-8")
        leave_out(site, "".join(pages.values()))
        shorten(site)


def write_icons(site, pages):
    """Leave the icons that are asked for in the theme's style sheet, and their fonts."""
    scripts = site.glob("_static/**/*.js")
    texts = [
        p.read_text(encoding="utf-8")
        for p in scripts
        if p.name != "fontawesome.js"
    ]
    names = icons.used([*pages, *texts])
    style = site / STYLES
    shorter, characters = icons.keep(style.read_text(encoding="utf-8"), names)
    fonts = icons.fonts(site / ICON_FONTS, characters)
    style.write_text(icons.without_script(shorter) + fonts, encoding="utf-8")


def write_math_font(site, pages):
    """Write the style sheet that holds the font of all formulas, cut down to what they show."""
    shown = set().union(*map(fonts.of_mathematics, pages))
    font = fonts.cut(fonts.MATHEMATICS, shown)
    style = fonts.as_style("Mathematics", 400, font)
    (site / "_static" / "mathematics.css").write_text(
        style + mathematics.STYLE, encoding="utf-8"
    )


def finished(page):
    """Correct a page, link code to functions, load the font of formulas, write the policy."""
    page = reference.linked(theme.patch_html(page))
    if "<math" in page:
        page = mathematics.with_stops(page)
        page = page.replace("</head>", f"{MATH_FONT}</head>", 1)
    return csp.with_policy(page)


def leave_out(site, text):
    """Remove files that no page asks for, pictures of earlier builds among them.

    Args:
        site: folder of the site.
        text: the text of all its pages.
    """
    for pattern in LEFT_OUT:
        for path in [*site.glob(pattern)]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for picture in site.glob("_images/*"):
        if picture.name not in text:
            picture.unlink()


def shorten(site):
    """Make the SVG files smaller."""
    for path in site.glob("_images/*.svg"):
        shorter = svg.shorten(path.read_text(encoding="utf-8"))
        path.write_text(shorter, encoding="utf-8")


def setup(app):
    """Connect to Sphinx, after everything else; called by it."""
    app.connect("build-finished", finish, priority=900)
    return {"parallel_read_safe": True}
