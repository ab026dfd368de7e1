"""What others show of a page: search engines its description, messengers a card with a picture.

The description of a chapter is its goals, of another page its first paragraph. The picture is
the course's own: the data, and the two components that made them.
"""

import html
import re
from pathlib import Path
from urllib.parse import urljoin

import title
from docutils import nodes
from PIL import Image

PICTURE = "_static/card.png"
PICTURE_SIZE = 1200, 630  # what Open Graph's readers expect
LONGEST = 160  # characters that search engines show
_ALT = (
    "A histogram with two humps and a bell curve over each, blue and orange."
)


def description(doctree):
    """Describe a page.

    Args:
        doctree: of the page.

    Returns:
        At most 160 characters, whole words; empty if the page has no paragraph.
    """
    goals = [
        node
        for node in doctree.findall(nodes.admonition)
        if "goals" in node["classes"]
    ]
    place = goals[0] if goals else doctree
    paragraph = next(place.findall(nodes.paragraph), None)
    if paragraph is None:
        return ""
    text = " ".join(paragraph.astext().split())
    text = re.sub(r" \d+ minutes(, and \d+ for the exercises)?\.$", "", text)
    return shortened(text)


def shortened(text):
    """Cut a text after the last word that fits."""
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def tags(page, words, address, base):
    """Write the tags of a page's head.

    Args:
        page: its title.
        words: its description.
        address: its absolute address.
        base: the site's address.

    Returns:
        HTML.
    """
    width, height = PICTURE_SIZE
    properties = {
        "og:type": "article",
        "og:title": page,
        "og:description": words,
        "og:url": address,
        "og:image": urljoin(base, PICTURE),
        "og:image:alt": _ALT,
        "og:image:width": width,
        "og:image:height": height,
    }
    lines = [
        f'<meta property="{name}" content="{html.escape(str(value))}">'
        for name, value in properties.items()
    ]
    return "\n".join(
        [
            f'<meta name="description" content="{html.escape(words)}">',
            *lines,
            '<meta name="twitter:card" content="summary_large_image">\n',
        ]
    )


def add_tags(app, pagename, templatename, context, doctree):
    """Describe each page in its head."""
    if doctree is None:
        return
    base = app.config.html_baseurl
    page = re.sub("<[^>]+>", "", context["title"])
    address = urljoin(base, app.builder.get_target_uri(pagename))
    context["metatags"] += tags(
        html.unescape(page), description(doctree), address, base
    )


def draw_picture(path, name, subtitle):
    """Draw the picture of all cards.

    Args:
        path: of the PNG.
        name: of the course.
        subtitle: words below it.
    """
    import matplotlib.pyplot as plt
    from jax import random

    from dl_workshop import gaussian_mixture as gm

    params, data = gm.two_humps(random.key(100))
    width, height = PICTURE_SIZE
    with plt.style.context("dl_workshop.gaussian_mixture.course"):
        fig, ax = plt.subplots(figsize=(width / 100, height / 100), dpi=100)
        gm.plot_data(data, ax)
        curves = gm.plot_component_norm_pdfs(*params, -8, 13, ax, title="")
        curves.set_linewidth(6)
        ax.set(ylim=(0, 0.26))
        ax.axis("off")
        fig.text(0.05, 0.86, name, fontsize=44, weight="bold", color="0.1")
        fig.text(0.05, 0.77, subtitle, fontsize=26, color="0.3")
        fig.savefig(
            path,
            dpi=100,
            facecolor="white",
            metadata={"Title": f"{name} {subtitle}".strip()},
        )
        plt.close(fig)


def write_picture(app, *_):
    """Draw the picture, unless it is there with the same words."""
    path, name = Path(app.outdir, PICTURE), app.config.html_title
    if title_of(path) != name:
        path.parent.mkdir(parents=True, exist_ok=True)
        draw_picture(path, *title.parts(name))


def title_of(path):
    """Return the title that a picture was drawn with, None if there is no picture."""
    if not path.exists():
        return None
    with Image.open(path) as picture:
        return picture.text.get("Title")


def setup(app):
    """Connect to Sphinx; called by it."""
    app.connect("html-page-context", add_tags)
    # After chapters have been started: while they run, nothing else is to be done.
    app.connect("env-before-read-docs", write_picture, priority=900)
    return {"parallel_read_safe": True}
