"""What chapters can refer to: titles, labels, equations, terms and the bibliography."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from docutils.nodes import make_id
from sphinx.util.nodes import _make_id as make_term_id  # keeps capitals

from notebooks.parser import blocks


class Target(NamedTuple):
    """A place that a reference can point at.

    Attributes:
        chapter: the page that holds it.
        anchor: its id on that page.
        text: what a reference to it says, empty where the reference must say it.
    """

    chapter: str
    anchor: str
    text: str


@dataclass
class Index:
    """Every target of the book.

    Attributes:
        titles: the heading of each chapter.
        labels: Target of each `(label)=` and each directive's `:name:`.
        equations: Target of each labelled equation; its text is its number on the page.
        terms: Target of each term of the glossary.
        bibliography: the chapter that lists the references, empty where there is none.
    """

    titles: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)
    equations: dict = field(default_factory=dict)
    terms: dict = field(default_factory=dict)
    bibliography: str = ""
    _equation_count: int = 0

    def add_chapter(self, chapter, text, parser):
        """Add what one chapter defines; chapters must come in reading order.

        Args:
            chapter: its name.
            text: its source.
            parser: from create_parser.
        """
        waiting = []
        found = [*blocks(parser, text), (None, None)]
        for (token, directive), (following, _) in pairwise(found):
            if token.type == "myst_target":
                waiting.append(token.content)
            elif token.type == "heading_open":
                self.titles.setdefault(chapter, following.content)
                self._add_labels(chapter, waiting, following.content)
            elif directive:
                self._add_directive(chapter, directive, waiting)
            elif token.map:
                self._add_equation(chapter, token)
                self._add_labels(chapter, waiting, "")

    def _add_labels(self, chapter, waiting, text):
        while waiting:
            label = waiting.pop()
            self.labels[label] = Target(chapter, make_id(label), text)

    def _add_directive(self, chapter, directive, waiting):
        name = directive.options.get("name")
        caption = directive.body.split("\n\n")[0]
        text = caption if directive.name == "figure" else directive.argument
        self._add_labels(chapter, waiting + [name] * bool(name), text)
        waiting.clear()
        if directive.name == "bibliography":
            self.bibliography = chapter
        elif directive.name == "math" and "label" in directive.options:
            self._number(chapter, directive.options["label"])
        elif directive.name == "glossary":
            self._add_terms(chapter, directive.body)

    def _add_equation(self, chapter, token):
        if token.type == "math_block_label":
            self._number(chapter, token.info)
        elif token.type == "amsmath" and token.meta["numbered"] != "*":
            self._equation_count += 1  # a number on the page, but no label

    def _number(self, chapter, label):
        """Count as Sphinx does: from the first chapter to the last, labelled equations only."""
        self._equation_count += 1
        anchor = make_id(f"equation-{label}")
        number = str(self._equation_count)
        self.equations[label] = Target(chapter, anchor, number)

    def _add_terms(self, chapter, body):
        for term in body.splitlines():
            if term and not term.startswith(" "):
                anchor = make_term_id(f"term-{term}")
                self.terms[term] = Target(chapter, anchor, term)
