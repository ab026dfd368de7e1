r"""Mathematics as MathML: browsers typeset it by themselves, without a script and at once.

TeX becomes MathML when a page is written. A screen reader reads it, a print shows it, and the
page does not move when it appears. The letters come from STIX Two Math, of which the site holds
those that its pages show (see `fonts`).
"""

import re

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

# STIX draws smaller letters than what stands around them. A formula that is too wide can be moved.
STYLE = """
math {
  font-family: Mathematics, math;
  font-size: 1.15em;
}

.bd-article div.math {
  align-items: center;
  display: flex;
  flex-direction: row;
  gap: 1rem;
  margin: 1.25rem 0;
  overflow-x: auto;
  overflow-y: hidden;
  padding: 0.25rem 0;
}

/* A number stands to the right of its formula, also of one that is wider than the page. */
.bd-article div.math math {
  flex: 1 0 auto;
}

.bd-article div.math .eqno {
  float: none;
  order: 1;
}

/* On a small phone a formula may fill its line. */
@media (min-width: 24rem) {
  .with-stop {
    white-space: nowrap;
  }
}
"""

_CONVERTER = LatexToMathML(fancy_error=False)

# Chromium puts a large bracket too low if an exponent stands right at it, as in \bigr)^2.
_LARGE_BASE = re.compile(r"(<msu(?:p|b|bsup)>)(<mo minsize[^>]*>[^<]*</mo>)")
# Browsers may begin a line with the stop or comma that follows a formula.
_WITH_STOP = re.compile(
    r"(<math>(?:(?!</math>).)*</math>[.,;:!?)]+)", re.DOTALL
)
_LOGGER = logging.getLogger(__name__)


def as_mathml(tex, display):
    r"""Convert one formula.

    Args:
        tex: without delimiters. Lines that end in `\\` outside any environment are aligned at `&`.
        display: whether it stands by itself on a line.

    Returns:
        A `<math>` element.

    Raises:
        LatexError: the formula holds what the converter does not know.
    """
    if r"\\" in tex and r"\begin{" not in tex:
        tex = rf"\begin{{aligned}}{tex}\end{{aligned}}"
    page = _CONVERTER.convert_with_local_state(
        tex.strip(), displaystyle=display
    )
    return _LARGE_BASE.sub(r"\1<mrow>\2</mrow>", page)


def with_stops(page):
    """Keep a formula within a line together with the stop, comma or bracket that follows it.

    Args:
        page: its HTML.
    """
    return _WITH_STOP.sub(r'<span class="with-stop">\1</span>', page)


def _converted(node, display):
    """Convert a node's formula; a formula that cannot be shown is a warning at its line."""
    tex = node.astext()
    try:
        return as_mathml(tex, display)
    except LatexError as error:
        message = "expected TeX that math-core converts to MathML, got %s: %s"
        _LOGGER.warning(message, tex, error, location=node)
        return f"<code>{re.sub('[<&]', '', tex)}</code>"


def visit_inline(translator, node):
    """Write a formula within a line."""
    translator.body.append(_converted(node, display=False))
    raise nodes.SkipNode


def visit_block(translator, node):
    """Write a formula that stands by itself, with its number if it has one."""
    tag = translator.starttag(
        node, "div", CLASS="math notranslate nohighlight"
    )
    translator.body.append(tag)
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append(f"{_converted(node, display=True)}</div>\n")
    raise nodes.SkipNode


def setup(app):
    """Offer MathML as a way to show mathematics; the settings choose it."""
    app.add_html_math_renderer(
        "mathml", (visit_inline, None), (visit_block, None)
    )
    return {"parallel_read_safe": True}
