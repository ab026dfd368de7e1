"""Links to the glossary, on small pages made by docutils itself."""

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from website import glossary


def page(text):
    return publish_doctree(text, settings_overrides={"report_level": 5})


def linked(doctree):
    """Text of each link and what surrounds it."""
    return [
        (link.astext(), link.parent.astext())
        for link in doctree.findall(nodes.reference)
        if "term" in link["classes"]
    ]


def with_link(text, term):
    doctree = page(text)
    texts = glossary.open_texts(doctree)
    glossary.link(texts, term, "glossary.html#term-x", "A sentence.")
    return doctree


def test_the_first_use_becomes_a_link():
    doctree = with_link("One prior here.\n\nA second prior.", "prior")
    assert linked(doctree) == [("prior", "One prior here.")]


def test_the_text_stays_as_it_was():
    text = "Before, a prior, and after."
    assert with_link(text, "prior").astext() == page(text).astext()


def test_a_term_in_bold_comes_before_earlier_uses():
    doctree = with_link("One prior.\n\nThe **prior** is this.", "prior")
    assert linked(doctree) == [("prior", "prior")]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Two priors.", "prior"),
        ("A Prior.", "prior"),
        ("Its responsibilities.", "responsibility"),
        ("a learning\nrate", "learning rate"),
        ("a stick-breaking prior", "stick breaking"),
        ("BIC chooses", "BIC"),
    ],
)
def test_finds_a_term_in_other_forms(text, term):
    assert len(linked(with_link(text, term))) == 1
    assert glossary.may_be_in(text.lower(), term)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Prioritise.", "prior"),
        ("a sub-prior", "prior"),
        ("the bic", "BIC"),
        ("``prior`` in code", "prior"),
        ("`a prior <https://example.org>`_", "prior"),
        ("A prior\n=======\n\nText.", "prior"),
        (".. admonition:: Goals\n   :class: goals\n\n   A prior.", "prior"),
    ],
)
def test_leaves_other_text_alone(text, term):
    assert not linked(with_link(text, term))


def test_a_link_says_what_the_term_means():
    (reference,) = with_link("A prior.", "prior").findall(nodes.reference)
    assert reference["refuri"] == "glossary.html#term-x"
    assert reference["reftitle"] == "A sentence."


def test_terms_are_read_with_the_first_sentence_of_each():
    doctree = page("prior\n  A belief. Before\n  data.\n\nnat\n  A unit.")
    for term in doctree.findall(nodes.term):
        term["ids"] = [f"term-{term.astext()}"]
    assert glossary.read_terms(doctree) == {
        "prior": ("term-prior", "A belief."),
        "nat": ("term-nat", "A unit."),
    }
