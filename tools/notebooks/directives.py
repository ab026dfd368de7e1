"""Directives in plain Markdown: each function here rewrites one kind.

Every function takes a Directive and the converter, and returns Markdown. A directive that the
page learns (an exercise, say) is taught to the notebooks here, by one line in DIRECTIVES.
"""

import exercises
import measurements
import quiz
from markdown_it import MarkdownIt

from notebooks import ConversionError


def admonition(directive, converter):
    """Quote the text below a bold title, or fold it away if the page does."""
    title, text = directive.argument, directive.body
    if (
        directive.name != "admonition"
    ):  # the others are titled by kind, and begin on line one
        title, text = (
            TITLES[directive.name],
            f"{directive.argument}\n{text}".removeprefix("\n"),
        )
    show = details if "dropdown" in directive.classes else quote
    return show(
        converter.inside(title, directive), converter.body(directive, text)
    )


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
    lines = [
        line for line in directive.body.splitlines() if line not in CARD_RULES
    ]
    text = converter.body(directive, "\n".join(lines))
    return f"**{title}**\n\n{text}" if title else text


def _card_url(directive, converter):
    link, kind = (
        directive.options["link"],
        directive.options.get("link-type", "url"),
    )
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
    rows = _cells(directive, converter)
    if not int(directive.options.get("header-rows", 0)):
        rows.insert(
            0, [""] * len(rows[0])
        )  # Markdown has no table without a header
    rows.insert(1, ["---"] * len(rows[0]))
    lines = [f"| {' | '.join(row)} |" for row in rows]
    caption = converter.inside(directive.argument, directive)
    return "\n".join([f"*{caption}*\n", *lines] if caption else lines)


def _cells(directive, converter):
    """Read the rows of a list table: items of the outer list are rows, of the inner cells."""
    rows = []
    for token in converter.parser.parse(directive.body):
        if token.type == "list_item_open" and token.level == 1:
            rows.append([])
        elif token.type == "list_item_open":
            rows[-1].append("")
        elif token.type == "inline":
            rows[-1][-1] += " ".join(
                converter.inside(token.content, directive).splitlines()
            )
    return rows


def glossary(directive, converter):
    """List terms in bold, each with its definition."""
    lines = []
    for line in directive.body.splitlines():
        is_term = line and not line.startswith(" ")
        lines.append(f"- **{line}**:" if is_term else line)
    return converter.body(directive, "\n".join(lines))


def exercise(directive, converter):
    """Say what an exercise asks for."""
    return converter.markdown(
        exercises.task(directive.argument), directive.line
    )


def solution(directive, converter):
    """Fold away an exercise's hints and its solution."""
    return converter.markdown(
        exercises.help_with(directive.argument), directive.line
    )


def measured(directive, converter):
    """Show a table of what `make bench` measured."""
    return measurements.write(directive.argument)


def questions(directive, converter):
    """Ask the questions of a quiz, their answers folded away."""
    return quiz.as_markdown(quiz.read_quiz(directive.body), details)


def raw(directive, converter):
    """Keep HTML, drop what is for other formats."""
    return directive.body if directive.argument == "html" else ""


def nothing(directive, converter):
    """Drop what makes sense on the page alone."""
    return ""


def bibliography(directive, converter):
    """Point to the list on the page."""
    page = converter.book.page_url(converter.index.bibliography)
    return f"[The list of references]({page})"


def refuse_cell(directive, converter):
    """Refuse a code cell inside another directive: neither page nor notebook would run it."""
    raise ConversionError(
        f"{{{directive.name}}} inside another directive, or in no notebook"
    )


def quote(title, text):
    """Set text apart, below a bold title.

    Args:
        title: Markdown, one line.
        text: Markdown.

    Returns:
        A block quote.
    """
    lines = [f"**{title}**", "", *text.splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def details(title, text):
    """Fold text away below a title.

    Args:
        title: Markdown, one line.
        text: Markdown.

    Returns:
        HTML with Markdown inside: the empty lines are what makes notebooks render it.
    """
    summary = MarkdownIt("commonmark").renderInline(
        title
    )  # HTML here: Markdown is not rendered
    return f"<details>\n<summary>{summary}</summary>\n\n{text}\n\n</details>"


def display_math(content, target=None):
    """Write mathematics as notebooks want it.

    Args:
        content: LaTeX.
        target: the equation's Target, if it has a label; it keeps its number on the page.

    Returns:
        LaTeX in double dollar signs, without empty lines.
    """
    body = "\n".join(
        line for line in content.splitlines() if line.strip()
    ).strip()
    if "\\\\" in body and "\\begin" not in body:  # Sphinx adds this by itself
        body = f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"
    number = f"\n\\tag{{{target.text}}}" if target else ""
    return f"$$\n{body}{number}\n$$"


CARD_RULES = {"^^^", "+++"}  # what separates a card's header and footer

TITLES = {
    "attention": "Attention",
    "caution": "Caution",
    "danger": "Danger",
    "error": "Error",
    "hint": "Hint",
    "important": "Important",
    "note": "Note",
    "seealso": "See also",
    "tip": "Tip",
    "warning": "Warning",
}

DIRECTIVES = {
    **dict.fromkeys(["admonition", *TITLES], admonition),
    "bibliography": bibliography,
    "card": titled,
    "code": code_block,
    "code-block": code_block,
    "code-cell": refuse_cell,
    "dropdown": dropdown,
    "exercise": exercise,
    "figure": figure,
    "glossary": glossary,
    "grid": contents,
    "grid-item": contents,
    "grid-item-card": titled,
    "image": figure,
    "list-table": list_table,
    "math": math,
    "measured": measured,
    "only": nothing,
    "quiz": questions,
    "raw": raw,
    "solution": solution,
    "tab-item": titled,
    "tab-set": contents,
    "table": table,
    "tableofcontents": nothing,
    "toctree": nothing,
}
