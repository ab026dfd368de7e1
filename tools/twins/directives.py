r"""Directives in plain Markdown: each function here rewrites one kind.

Every function takes a Directive and the converter, and returns Markdown. A directive that the
page learns (an exercise, say) is taught to the notebooks here, by one line in DIRECTIVES.
"""

from markdown_it import MarkdownIt

from twins import TwinError


def admonition(directive, converter):
    """Quote the text below a bold title, or fold it away if the page does."""
    title, text = directive.argument, directive.body
    if directive.name != "admonition":  # the others have a title and begin on the first line
        title, text = TITLES[directive.name], "\n".join([directive.argument, directive.body])
    show = details if "dropdown" in directive.classes else quote
    return show(converter.inside(title, directive), converter.body(directive, text))


def dropdown(directive, converter):
    """Fold the text away."""
    title = converter.inside(directive.argument, directive) or "Details"
    return details(title, converter.body(directive))


def contents(directive, converter):
    """Keep what is inside, and nothing of the layout."""
    return converter.body(directive)


def titled(directive, converter):
    """Keep what is inside, below a bold title that links where the card does."""
    title = converter.inside(directive.argument, directive)
    if "link" in directive.options:
        title = f"[{title}]({_card_url(directive, converter)})"
    lines = [line for line in directive.body.splitlines() if line not in CARD_RULES]
    text = converter.body(directive, "\n".join(lines))
    return f"**{title}**\n\n{text}" if title else text


def _card_url(directive, converter):
    link, kind = directive.options["link"], directive.options.get("link-type", "url")
    if kind == "url":
        return link
    url, _ = converter.resolve(f"{link}.md" if kind == "doc" else f"#{link}")
    return url


def figure(directive, converter):
    """Show an image from the repository, its caption in italics."""
    alt = " ".join(directive.options.get("alt", "").split())
    image = f"![{alt}]({converter.file_url(directive.argument)})"
    caption, _, legend = converter.body(directive).partition("\n\n")
    parts = [image, caption and f"*{caption}*", legend]
    return "\n\n".join(part for part in parts if part)


def math(directive, converter):
    """Put mathematics between double dollar signs."""
    target = converter.index.equations.get(directive.options.get("label"))
    return display_math(f"{directive.argument}\n{directive.body}", target)


def code_block(directive, converter):
    """Show code that is not run."""
    fence = "````" if "```" in directive.body else "```"
    return f"{fence}{directive.argument}\n{directive.body}\n{fence}"


def table(directive, converter):
    """Put a table's caption above it."""
    return f"*{converter.inside(directive.argument, directive)}*\n\n{converter.body(directive)}"


def list_table(directive, converter):
    """Make a table of a list of lists."""
    rows = [_row(cells) for cells in _cells(directive, converter)]
    if not int(directive.options.get("header-rows", 0)):
        rows.insert(0, _row([""] * rows[0].count("| ")))
    rows.insert(1, _row(["---"] * (rows[0].count(" |"))))
    caption = converter.inside(directive.argument, directive)
    return "\n".join([f"*{caption}*\n", *rows] if caption else rows)
