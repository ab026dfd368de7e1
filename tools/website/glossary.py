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


def may_be_in(words, term):
    """Tell at once, before any pattern is tried, whether a page can use a term.

    Args:
        words: of the page, in small letters.
        term: as the glossary spells it.
    """
    return term.split()[0][:-1].lower() in words


def is_open(text):
    """Tell whether a stretch of text may hold a link."""
    node = text.parent
    while node is not None:
        classes = node.get("classes", ())
        if isinstance(node, _CLOSED) or _CLOSED_CLASSES & set(classes):
            return False
        node = node.parent
    return True


def open_texts(doctree):
    """Return the stretches of a page's text that may hold a link, in order."""
    return [text for text in doctree.findall(nodes.Text) if is_open(text)]


def first_use(texts, term):
    """Find a term on a page.

    Args:
        texts: stretches of text.
        term: as the glossary spells it.

    Returns:
        The place of a stretch and the match in it, the first in bold if there is one; None if
        there is none.
    """
    searched = pattern(term)
    found = [
        (place, match)
        for place, text in enumerate(texts)
        if (match := searched.search(text))
    ]
    bold = [
        use for use in found if isinstance(texts[use[0]].parent, nodes.strong)
    ]
    return next(iter(bold or found), None)


def link(texts, term, address, sentence):
    """Turn the first use of a term on a page into a link.

    Args:
        texts: the page's stretches that may hold one; changed, and so is the page.
        term: as the glossary spells it.
        address: of its entry, from this page.
        sentence: what a pointer that rests on the link shows.
    """
    use = first_use(texts, term)
    if use is None:
        return
    place, match = use
    text = texts[place]
    reference = nodes.reference(
        "",
        match[0],
        internal=True,
        refuri=address,
        reftitle=sentence,
        classes=["term"],
    )
    before = nodes.Text(text[: match.start()])
    after = nodes.Text(text[match.end() :])
    pieces = [each for each in (before, reference, after) if each.astext()]
    text.parent.replace(text, pieces)
    texts[place : place + 1] = [p for p in pieces if p is not reference]


def link_terms(app, doctree, docname):
    """Link the first use of each term on a page; longer terms come before those they contain."""
    if docname in UNLINKED or GLOSSARY not in app.env.found_docs:
        return
    terms = read_terms(app.env.get_doctree(GLOSSARY))
    page = app.builder.get_relative_uri(docname, GLOSSARY)
    texts = open_texts(doctree)
    words = "\n".join(texts).lower()
    used = [term for term in terms if may_be_in(words, term)]
    for term in sorted(used, key=len, reverse=True):
        anchor, sentence = terms[term]
        link(texts, term, f"{page}#{anchor}", sentence)


def reread_all(app, env, added, changed, removed):
    """Write every page anew when the glossary has changed."""
    return env.found_docs if GLOSSARY in changed else []


def setup(app):
    """Connect to Sphinx; called by it."""
    app.connect("env-get-outdated", reread_all)
    app.connect("doctree-resolved", link_terms)
    return {"parallel_read_safe": True}
