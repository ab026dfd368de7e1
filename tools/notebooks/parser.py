"""MyST's own parser, which also notes where each piece of inline syntax begins and ends.

markdown-it tells the lines of every block, but not the columns of what stands in a paragraph.
Its inline rules are wrapped here, so that what they find carries its place.
"""

import re
from dataclasses import dataclass

from docutils.parsers.rst.directives.misc import TestDirective
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.directives import parse_directive_text
from myst_parser.parsers.mdit import create_md_parser

from notebooks import ConversionError

# Directives whose content is not Markdown.
LITERAL = {
    "code-cell",
    "code-block",
    "code",
    "math",
    "quiz",
    "raw",
    "glossary",
}


def create_parser(extensions):
    """Return MyST's parser.

    Args:
        extensions: names of the extensions that `_config.yml` enables.

    Returns:
        A MarkdownIt whose inline tokens have `start`, `end` and, for links and images,
        `label_end` in their `meta`: offsets into the content of the paragraph.
    """
    config = MdParserConfig(enable_extensions=set(extensions))
    parser = create_md_parser(config, RendererHTML)
    ruler = parser.inline.ruler
    names, rules = ruler.get_active_rules(), ruler.getRules("")
    for name, rule in zip(names, rules, strict=True):
        ruler.at(name, _noting_place(rule))
    return parser


def _noting_place(rule):
    def noting(state, silent):
        start, count = state.pos, len(state.tokens)
        found = rule(state, silent)
        new = [token for token in state.tokens[count:] if token.type != "text"]
        if found and new:
            new[0].meta.update(start=start, end=state.pos)
            new[0].meta["label_end"] = _label_end(state, start)
        return found

    return noting


def _label_end(state, start):
    """Return where the square bracket of a link or image closes, if one opens here."""
    bracket = start + 1 if state.src[start] == "!" else start
    if state.src[bracket] != "[":
        return None
    return state.md.helpers.parseLinkLabel(state, bracket)


@dataclass(frozen=True)
class Directive:
    """A directive: a fence that tells Sphinx to do something with what it holds.

    Attributes:
        name: such as "note".
        argument: the rest of the first line.
        options: such as {"class": "dropdown"}.
        body: the text inside.
        line: where the fence begins in its file, counted from 1.
        body_line: where the body begins.
    """

    name: str
    argument: str
    options: dict
    body: str
    line: int
    body_line: int

    @property
    def classes(self):
        """The classes that style it."""
        return (self.options.get("class") or "").split()


def read_directive(token, first_line=1):
    """Read a directive from a fence.

    Args:
        token: any block token.
        first_line: where in its file the parsed text begins.

    Returns:
        A Directive; None for a token that is no directive.

    Raises:
        ConversionError: its options cannot be read.
    """
    match = re.fullmatch(r"\{([^\s}]+)\}\s*(.*)", token.info.strip())
    if token.type not in {"fence", "colon_fence"} or not match:
        return None
    # A fence that opens at once is not an option: the empty line says so to MyST.
    gap = "\n" if token.content.startswith(":::") else ""
    # Of all directives this is the one that accepts every argument and every option.
    parsed = parse_directive_text(TestDirective, match[2], gap + token.content)
    line = first_line + token.map[0]
    if parsed.warnings:
        raise ConversionError(
            f"{{{match[1]}}}: {parsed.warnings[0].msg}", str(line)
        )
    return Directive(
        name=match[1],
        argument="".join(parsed.arguments),
        options=parsed.options,
        body="\n".join(parsed.body),
        line=line,
        body_line=line + 1 + parsed.body_offset - len(gap),
    )


def blocks(parser, text, first_line=1):
    """Walk through a text and through every directive in it.

    Args:
        parser: from create_parser.
        text: MyST.
        first_line: where in its file the text begins.

    Yields:
        Pairs of a block token and its Directive, or None.
    """
    for token in parser.parse(text):
        directive = read_directive(token, first_line)
        yield token, directive
        if directive and directive.name not in LITERAL:
            yield from blocks(parser, directive.body, directive.body_line)
