"""SVG figures: a second palette for dark mode, and their size in the page, so that nothing moves.

A notebook shows figures on white. On the site their background is transparent, and their colours
become CSS variables with a second value for dark mode; a browser chooses by the color-scheme of
the page that shows the figure. Width and height stand in the page, which keeps the place free
until the figure has loaded. The colours of components are those of live figures, from the same
style sheet.
"""

import re
from importlib.util import find_spec
from pathlib import Path

PAGE = {"light": (255, 255, 255), "dark": (20, 24, 30)}
TEXT = {"light": (0, 0, 0), "dark": (242, 245, 248)}

# Found without importing live figures, which takes a while.
_PACKAGE = find_spec("dl_workshop").submodule_search_locations[0]
_STYLE_SHEET = Path(_PACKAGE, "live", "browser", "figure.css")
_PAIR = re.compile(r"light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
_PAINT = re.compile(r"(fill|stroke): (#[0-9a-f]{6})")
_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)pt" height="([\d.]+)pt"')
_WIDE = re.compile(r'width="(?:[89]\d\d|\d{4})"')  # several panels, as a rule
_MARK = "<style>:root{--c000000:"  # black is the first of all colours


def component_colours():
    """Return the colours of components: light to dark, as "#rrggbb"."""
    lines = _STYLE_SHEET.read_text(encoding="utf-8").splitlines()
    return dict(
        match.groups()
        for line in lines
        if re.match(r" *--live-(c\d|bar):", line)
        and (match := _PAIR.search(line))
    )


def dark_colour(colour, known):
    """Return what a colour becomes in the dark.

    Args:
        colour: "#rrggbb".
        known: light to dark, for colours that have a partner.

    Returns:
        The partner; for a grey without one, the grey as far from the text towards the page as
        before; for any other colour, the same.
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    if colour in known or not red == green == blue:
        return known.get(colour, colour)
    share = red / 255
    mixed = (
        round((1 - share) * text + share * page)
        for text, page in zip(TEXT["dark"], PAGE["dark"], strict=True)
    )
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def adapt(svg):
    """Give a drawing of matplotlib a second palette, and no ground.

    Args:
        svg: text of the drawing.

    Returns:
        Text of the drawing, the same if it had one already.
    """
    if _MARK in svg:
        return svg
    known = component_colours() | {"#000000": "#f2f5f8"}
    colours = sorted({paint for _, paint in _PAINT.findall(svg)} | {"#000000"})
    light = _values({colour: colour for colour in colours})
    dark = _values({colour: dark_colour(colour, known) for colour in colours})
    style = (
        f"<style>:root{{{light};fill:var(--c000000)}}"
        f"@media (prefers-color-scheme: dark){{:root{{{dark}}}}}</style>"
    )
    painted = _PAINT.sub(
        lambda m: f"{m[1]}: var(--c{m[2][1:]})", _without_ground(svg)
    )
    return re.sub(
        r"(<svg[^>]*>)", lambda tag: tag[1] + style, painted, count=1
    )


def _values(colours):
    return ";".join(
        f"--c{name[1:]}:{value}" for name, value in colours.items()
    )


def _without_ground(svg):
    """Drop the white of the figure and of its axes, which come first in their groups."""
    ground = r'(<g id="(?:figure|axes)_\d+">\s*<g id="patch_\d+">\s*<path [^>]*)fill: #ffffff'
    return re.sub(ground, r"\1fill: none", svg)


def adapt_all(app, exception):
    """Adapt the SVG figures that pages show."""
    if exception is None:
        for path in sorted(Path(app.outdir, "_images").glob("*.svg")):
            text = path.read_text(encoding="utf-8")
            path.write_text(adapt(text), encoding="utf-8")


def sizes(svg):
    """Return what a page says of a drawing's size, in pixels, as attributes of its tag."""
    width, height = _SIZE.search(svg).groups()
    pixels = (round(float(points) * 96 / 72) for points in (width, height))
    return 'width="{}" height="{}"'.format(*pixels)


def with_sizes(page, svgs):
    """Say how large a page's SVG figures are, and load all but the first when they come near.

    Args:
        page: HTML.
        svgs: file names to texts of SVG figures.

    Returns:
        HTML.
    """
    seen = []

    def sized(tag):
        seen.append(tag)
        lazy = 'loading="lazy" ' if len(seen) > 1 else ""
        size = sizes(svgs[tag[2]])
        whole = f"{tag[1]}{lazy}{size} {tag[3]}"
        return _scrolling(whole) if _WIDE.search(size) else whole

    names = "|".join(map(re.escape, svgs)) or "(?!)"
    drawing = rf'(<img [^>]*src="_images/({names})" )([^>]*>)'
    return re.sub(drawing, sized, page)


def _scrolling(image):
    """Put an image into a box that scrolls on a phone; the theme lets keys reach what scrolls."""
    return f'<div class="output course-wide">{image}</div>'


def place_figures(app, pagename, templatename, context, doctree):
    """Give the SVG figures of a page their sizes."""
    if doctree is None:
        return
    texts = {
        name: Path(app.srcdir, path).read_text("utf-8")
        for path, name in app.builder.images.items()
        if path.endswith(".svg")
    }
    svgs = {n: text for n, text in texts.items() if _SIZE.search(text)}
    context["body"] = with_sizes(context["body"], svgs)


def setup(app):
    """Connect to Sphinx; called by it."""
    app.connect("html-page-context", place_figures)
    app.connect("build-finished", adapt_all)
    return {"parallel_read_safe": True}
