"""Terms of the glossary become links where a page uses them first.

A page needs no markup for that. A term in bold, as where a chapter introduces it, comes before
its other uses. Headings, goals, code, formulas and what is a link already are left alone.
"""

import re

from docutils import nodes

GLOSSARY = "glossary"
UNLINKED = {GLOSSARY, "bibliography", "about", "reference"}
_CLOSED_CLASSES = {"goals", "bibtex-citation"}
_CLOSED = (
    nodes.title,
    nodes.literal,
    nodes.literal_block,
    nodes.math,
    nodes.reference,
    nodes.raw,
    nodes.caption,
    nodes.term,
    nodes.table,
)


def read_terms(doctree):
    """Read the glossary's page.

    Args:
        doctree: of the page.

    Returns:
        Terms to pairs: anchor on the page, and the first sentence of the definition.
    """
    terms = {}
    for item in doctree.findall(nodes.definition_list_item):
        definition = item.next_node(nodes.definition).astext()
        sentence = re.split(r"(?<=\.)\s", definition, maxsplit=1)[0]
        for term in item.findall(nodes.term):
            if term["ids"]:
                terms[term.astext()] = (
                    term["ids"][0],
                    " ".join(sentence.split()),
                )
    return terms


def pattern(term):
    """Return what finds a term, in the plural, over a line's end or with a hyphen too."""
    stem, ending = (
        (term[:-1], "(?:y|ies)") if term[-1] == "y" else (term, "s?")
    )
    words = r"[\s-]".join(map(re.escape, stem.split()))
    flags = (
        0 if term[:2].isupper() else re.IGNORECASE
    )  # acronyms keep their case
    return re.compile(rf"(?<![\w-]){words}{ending}(?![\w-])", flags)


def is_open(text):
    """Tell whether a stretch of text may hold a link."""
    node = text.parent
    while node is not None:
        classes = node.get("classes", ())
        if isinstance(node, _CLOSED) or _CLOSED_CLASSES & set(classes):
            return False
        node = node.parent
    return True


def first_use(doctree, term):
    """Find a term on a page.

    Args:
        doctree: of the page.
        term: as the glossary spells it.

    Returns:
        The text node and the match in it, the first in bold if there is one; None if the page
        has none.
    """
    searched = pattern(term)
    found = [
        (text, match)
        for text in doctree.findall(nodes.Text)
        if (match := searched.search(text.astext())) and is_open(text)
    ]
    bold = [use for use in found if isinstance(use[0].parent, nodes.strong)]
    return next(iter(bold or found), None)


def link(doctree, term, address, sentence):
    """Turn the first use of a term on a page into a link.

    Args:
        doctree: of the page; changed.
        term: as the glossary spells it.
        address: of its entry, from this page.
        sentence: what a pointer that rests on the link shows.
    """
    use = first_use(doctree, term)
    if use is None:
        return
    text, match = use
    before, after = text[: match.start()], text[match.end() :]
    reference = nodes.reference(
        "",
        match[0],
        internal=True,
        refuri=address,
        reftitle=sentence,
        classes=["term"],
    )
    pieces = [nodes.Text(before), reference, nodes.Text(after)]
    text.parent.replace(text, [piece for piece in pieces if piece.astext()])


def link_terms(app, doctree, docname):
    """Link the first use of each term on a page; longer terms come before those they contain."""
    if docname in UNLINKED or GLOSSARY not in app.env.found_docs:
        return
    terms = read_terms(app.env.get_doctree(GLOSSARY))
    page = app.builder.get_relative_uri(docname, GLOSSARY)
    words = "\n".join(text.astext() for text in doctree.findall(nodes.Text))
    used = [term for term in terms if pattern(term).search(words)]
    for term in sorted(used, key=len, reverse=True):
        anchor, sentence = terms[term]
        link(doctree, term, f"{page}#{anchor}", sentence)


def reread_all(app, env, added, changed, removed):
    """Write every page anew when the glossary has changed."""
    return env.found_docs if GLOSSARY in changed else []


def setup(app):
    """Connect to Sphinx; called by it."""
    app.connect("env-get-outdated", reread_all)
    app.connect("doctree-resolved", link_terms)
    return {"parallel_read_safe": True}
