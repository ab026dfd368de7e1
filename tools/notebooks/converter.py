"""From MyST to plain Markdown, by edits: each replaces one stretch of the source.

What MyST shares with Markdown is never touched. So a list, a table or a piece of code comes out
exactly as its author typed it, however deep in a quote it stands.
"""

from contextlib import contextmanager
from urllib.parse import urlsplit

import yaml

from notebooks import ConversionError
from notebooks.directives import DIRECTIVES, display_math
from notebooks.index import Target
from notebooks.parser import read_directive
from notebooks.roles import ROLES
from notebooks.source import Edit, Source, apply

DROPPED = {
    "front_matter",
    "myst_block_break",
    "myst_line_comment",
    "myst_target",
}
ALIGNED = {"align": "aligned", "alignat": "alignedat", "gather": "gathered"}


class Converter:
    """What it takes to turn one chapter into Markdown.

    Attributes:
        chapter: the chapter's name.
        book: the Book.
        index: targets of the whole book.
        citations: entries of the bibliography.
        parser: MyST's.
    """

    def __init__(self, library, chapter):
        self.chapter = chapter
        self.book, self.index = library.book, library.index
        self.citations, self.parser = library.citations, library.parser
        definitions = {}
        tokens = self.parser.parse(self.book.text(chapter), definitions)
        self._references = definitions.get("references", {})
        self._substitutions = _substitutions(tokens)

    def markdown(self, text, first_line=1):
        """Convert a text.

        Args:
            text: MyST.
            first_line: where in the chapter it begins, for messages.

        Returns:
            Plain Markdown.

        Raises:
            ConversionError: something has no translation; the message names chapter and line.
        """
        source = Source(text, first_line)
        definitions = {"references": dict(self._references)}
        edits = []
        for token in self.parser.parse(text, definitions):
            edits.extend(self._edits(token, source))
        return apply(edits, text).strip("\n")

    def body(self, directive, text=None):
        """Convert what a directive holds, or the part of it that `text` gives."""
        text = directive.body if text is None else text
        return self.markdown(text, directive.body_line)

    def inside(self, text, directive):
        """Convert a short text of a directive, such as its title."""
        return self.markdown(text, directive.line)

    def resolve(self, href):
        """Find what a link points at.

        Args:
            href: as written: an address, another chapter, a label or a file.

        Returns:
            The address, and what to call it where the author does not say.

        Raises:
            ConversionError: nothing is there.
        """
        parts = urlsplit(href)
        target = self.index.labels.get(parts.fragment or parts.path)
        chapter = parts.path.removesuffix(".md").lstrip("./") or self.chapter
        if not target and not parts.scheme and chapter in self.index.titles:
            text = self.index.titles[chapter]
            target = Target(chapter, parts.fragment, text)
        if target:
            return self.book.page_url(*target[:2]), target.text
        return self.file_url(href), href

    def file_url(self, path):
        """Return the address of a file beside the chapters; other addresses stay as they are."""
        if urlsplit(path).scheme in {"http", "https", "mailto"}:
            return path
        if not (self.book.folder / path).is_file():
            raise ConversionError(f"no file, chapter or label {path}")
        return self.book.raw_url(path)

    @contextmanager
    def _line(self, number):
        """Add the place to errors that do not have one yet: the innermost line wins."""
        try:
            yield
        except ConversionError as error:
            place = error.place or f"{self.chapter}.md:{number}"
            raise ConversionError(error.message, place) from None

    def _edits(self, token, source):
        with self._line(source.first_line + (token.map or [0])[0]):
            if token.type == "inline":
                yield from self._inline_edits(token, source)
            elif token.type in DROPPED:
                yield source.without(token)
            elif token.type == "dt_open":
                yield from source.term(token)
            elif token.type == "dd_open":
                yield from source.definition(token)
            else:
                text = self._block(token, source.first_line)
                yield from [] if text is None else [source.block(token, text)]

    def _block(self, token, first_line):
        """Return what to write for a block, None if it stays as it is."""
        directive = read_directive(token, first_line)
        if directive:
            return self._directive(directive)
        if token.type in {"math_block", "math_block_label", "amsmath"}:
            return self._math(token)
        if token.type == "substitution_block":
            return self._substitute(token.content)
        if token.type == "colon_fence" or token.type.startswith("footnote"):
            raise ConversionError(f"notebooks do not know {token.type}s")
        return None

    def _directive(self, directive):
        if directive.name not in DIRECTIVES:
            name = f"{{{directive.name}}}"
            raise ConversionError(
                f"unknown directive {name}: see tools/notebooks"
            )
        return DIRECTIVES[directive.name](directive, self)

    def _math(self, token):
        content = token.content
        if token.type == "amsmath":
            name = token.meta["environment"]
            star = token.meta["numbered"]
            inner = ALIGNED.get(name, name)
            content = content.replace(f"{{{name}{star}}}", f"{{{inner}}}")
        return display_math(content, self.index.equations.get(token.info))

    def _substitute(self, name):
        if name not in self._substitutions:
            raise ConversionError(
                f"no substitution {name} in the front matter"
            )
        return self.markdown(str(self._substitutions[name]))

    def _inline_edits(self, token, source):
        places = source.places(token)
        for child in token.children:
            above = token.content[: child.meta.get("start", 0)].count("\n")
            with self._line(source.first_line + token.map[0] + above):
                edit = self._inline(child, token.content)
                if edit and not places:
                    raise ConversionError(
                        "MyST beside a tab, or beside \\| in a table"
                    )
            if edit:
                yield Edit(places[edit.start], places[edit.end], edit.text)

    def _inline(self, child, content):
        """Return the Edit of a paragraph's content that a role or link needs, if any."""
        start, end = child.meta.get("start"), child.meta.get("end")
        if child.type == "myst_role":
            text = self._role(child.meta["name"], child.content)
            return Edit(start, end, text)
        if child.type == "substitution_inline":
            return Edit(start, end, self._substitute(child.content))
        if child.type == "footnote_ref":
            raise ConversionError("notebooks do not know footnotes")
        is_link = child.type in {"link_open", "image"}
        if is_link and child.info != "auto":  # that is <https://...>
            return self._link(child, content)
        return None

    def _role(self, name, content):
        if name not in ROLES:
            raise ConversionError(
                f"unknown role {{{name}}}: see tools/notebooks"
            )
        return ROLES[name](content, self, name)

    def _link(self, child, content):
        """Return the Edit from the closing bracket of a link or image to its end."""
        href = child.attrs.get("href") or child.attrs["src"]
        url, name = self.resolve(href)
        label_end, end = child.meta["label_end"], child.meta["end"]
        empty = child.type == "link_open" and content[label_end - 1] == "["
        by_reference = content[label_end + 1 : label_end + 2] != "("
        if url == href and not empty and not by_reference:
            return None
        title = f' "{child.attrs["title"]}"' if "title" in child.attrs else ""
        return Edit(label_end, end, f"{name * empty}]({url}{title})")


def _substitutions(tokens):
    if not tokens or tokens[0].type != "front_matter":
        return {}
    front_matter = yaml.safe_load(tokens[0].content) or {}
    return front_matter.get("myst", {}).get("substitutions", {})
