"""Fonts: the glyphs that pages show, cut out of large ones and kept inside a style sheet.

A font for mathematics weighs 1.5 MB, the icons 300 kB; pages show some dozens of glyphs of each.
A glyph in a style sheet is there when the page is drawn: nothing moves later, and a page opened
from a file has it too, where browsers may refuse to load fonts.
"""

import base64
import html
import logging
import re
import unicodedata
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

logging.getLogger("fontTools").setLevel(logging.WARNING)

# Found without importing the package, of which only the font is wanted.
_ZIAMATH = find_spec("ziamath").submodule_search_locations[0]
MATHEMATICS = Path(_ZIAMATH, "fonts", "STIXTwoMath-Regular.ttf")
ITALICS = (*range(0x1D434, 0x1D468), 0x210E, *range(0x1D6E2, 0x1D71C))

# Browsers write a variable, which is one letter, with the italic letter of mathematics.
ITALIC_OF = {
    chr(int(parts.split()[1], 16)): chr(i)  # parts: "<font> 0078" for x
    for i in ITALICS
    if (parts := unicodedata.decomposition(chr(i)))
}


def cut(font, characters):
    """Cut characters out of a font.

    Args:
        font: path of the font.
        characters: those to keep; what the font lacks is left out.

    Returns:
        The smaller font, as WOFF2.
    """
    options = Options(
        layout_features=["ssty"], name_IDs=[0, 13, 14], hinting=False
    )
    smaller, stream = TTFont(font), BytesIO()
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(characters))
    subsetter.subset(smaller)
    smaller.flavor = "woff2"
    smaller.save(stream)
    return stream.getvalue()


def as_style(family, weight, font):
    """Write a font as part of a style sheet.

    Args:
        family: its name there.
        weight: from 1 to 1000.
        font: WOFF2.

    Returns:
        CSS.
    """
    data = base64.b64encode(font).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};'
        f"src:url(data:font/woff2;base64,{data})}}"
    )


def of_mathematics(page):
    """Find the characters that a page's formulas show.

    Args:
        page: HTML.

    Returns:
        A set of characters.
    """
    formulas = re.findall(r"<math.*?</math>", page, re.DOTALL)
    texts = (html.unescape(re.sub(r"<[^>]*>", "", f)) for f in formulas)
    shown = set().union(*texts)
    if re.search("<m(sqrt|root)", page):
        shown.add("√")  # which browsers draw, and no text holds
    return shown | {ITALIC_OF[c] for c in shown & ITALIC_OF.keys()}
