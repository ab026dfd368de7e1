"""Roles in plain Markdown: each function here turns one role's content into a link or HTML.

Every function takes the content, the converter (for addresses and the index) and the role's
name, and returns Markdown.
"""

import re
from html import escape

from sphinx.util.nodes import split_explicit_title

from notebooks import ConversionError


def doc(content, converter, name):
    """Link to a chapter, by its title if no text is given."""
    explicit, text, chapter = split_explicit_title(content)
    chapter = chapter.lstrip("./")
    if chapter not in converter.index.titles:
        raise ConversionError(f"no chapter {chapter}")
    text = text if explicit else converter.index.titles[chapter]
    return f"[{text}]({converter.book.page_url(chapter)})"


def ref(content, converter, name):
    """Link to a label, by the heading that follows it if no text is given."""
    explicit, text, label = split_explicit_title(content)
    target = look_up(converter.index.labels, label)
    if not explicit and not target.text:
        raise ConversionError(
            f"nothing to call {label}: write `text <{label}>`"
        )
    return link(text if explicit else target.text, target, converter)


def numref(content, converter, name):
    """Link to a figure or table; its number stays on the page."""
    explicit, text, label = split_explicit_title(content)
    text = (
        re.sub(r"\s*(%s|\{number\})", "", text) if explicit else "this figure"
    )
    return link(text, look_up(converter.index.labels, label), converter)


def eq(content, converter, name):
    """Link to an equation, by the number that it has on the page."""
    target = look_up(converter.index.equations, content)
    return link(f"({target.text})", target, converter)


def term(content, converter, name):
    """Link to the glossary."""
    _, text, entry = split_explicit_title(content)
    return link(text, look_up(converter.index.terms, entry), converter)


def cite(content, converter, name):
    """Name authors and year: in the sentence for `cite:t`, in brackets otherwise."""
    cited = [
        converter.citations.names_and_year(key.strip())
        for key in content.split(",")
    ]
    if name == "cite:t":
        return ", ".join(
            _to_bibliography(f"{names} ({year})", converter)
            for names, year in cited
        )
    links = [
        _to_bibliography(f"{names}, {year}", converter)
        for names, year in cited
    ]
    return f"({'; '.join(links)})"


def _to_bibliography(text, converter):
    page = converter.index.bibliography
    return f"[{text}]({converter.book.page_url(page)})" if page else text


def download(content, converter, name):
    """Link to a file beside the chapters."""
    _, text, path = split_explicit_title(content)
    return f"[{text}]({converter.book.raw_url(path)})"


def abbr(content, converter, name):
    """Show a short form, with the long one where the mouse rests."""
    short, _, long = content.removesuffix(")").partition("(")
    return (
        f'<abbr title="{escape(long.strip())}">{escape(short.strip())}</abbr>'
    )


def math(content, converter, name):
    """Put mathematics in dollar signs."""
    return f"${content}$"


def tag(content, converter, name):
    """Use the HTML element of the same name."""
    return f"<{name}>{escape(content)}</{name}>"


def link(text, target, converter):
    """Link to a target of the index.

    Args:
        text: what the link says.
        target: a Target.
        converter: knows the addresses.

    Returns:
        Markdown.
    """
    return (
        f"[{text}]({converter.book.page_url(target.chapter, target.anchor)})"
    )


def look_up(targets, label):
    """Find a label.

    Args:
        targets: one of the dictionaries of the Index.
        label: what the author wrote.

    Returns:
        Its Target.

    Raises:
        ConversionError: no chapter defines it.
    """
    if label not in targets:
        raise ConversionError(f"no target {label}")
    return targets[label]


ROLES = {
    "abbr": abbr,
    "cite": cite,
    "cite:p": cite,
    "cite:t": cite,
    "doc": doc,
    "download": download,
    "eq": eq,
    "kbd": tag,
    "math": math,
    "numref": numref,
    "ref": ref,
    "sub": tag,
    "sup": tag,
    "term": term,
}
