"""Icons: the theme brings two thousand of them, the site keeps those that its pages show.

Font Awesome comes with the theme as a script of 1.5 MB, which replaces icons once the page is
there, and as fonts, for icons that style sheets write. Here the fonts do both, cut down to what
is asked for, and the script goes.
"""

import re

from website.fonts import as_style, cut

FONTS = {
    ("Font Awesome 6 Free", 900): "fa-solid-900",
    ("Font Awesome 6 Brands", 400): "fa-brands-400",
}
_NAMED = r'(?:\.fa-[\w-]+:before,?)+\{content:"([^"]*)"\}'
_PRIVATE = re.compile("[\ue000-\uf8ff]")


def decoded(escape):
    r"""Turn what a style sheet writes, such as "\f0c9", into a character."""
    digits = re.fullmatch(r"\\([0-9a-f]+) ?", escape)
    return chr(int(digits[1], 16)) if digits else escape.lstrip("\\")


def used(texts):
    """Find the icons that pages and scripts name.

    Args:
        texts: HTML and JavaScript.

    Returns:
        A set of names, such as "fa-bars".
    """
    return {name for text in texts for name in re.findall(r"fa-[\w-]+", text)}


def keep(style, names):
    """Leave out of the theme's style sheet the icons that nobody asks for.

    Args:
        style: CSS.
        names: of icons to keep.

    Returns:
        The shorter CSS, and the characters that it writes as icons.
    """

    def kept(rule):
        wanted = set(re.findall(r"fa-[\w-]+", rule[0])) & names
        return rule[0] if wanted else ""

    shorter = re.sub(_NAMED, kept, style)
    shorter = re.sub(r"@font-face\{[^}]*fontawesome[^}]*\}", "", shorter)
    escapes = re.findall(r'content:"(\\[0-9a-f]{4})"', shorter)
    return shorter, {*map(decoded, escapes), *_PRIVATE.findall(shorter)}


def without_script(style):
    """Let rules for the pictures that the script would have made hold for icons.

    Args:
        style: CSS of the theme.

    Returns:
        CSS.
    """
    style = style.replace(":not(svg)", ":not(.fa-solid)")
    return style.replace("form.bd-search svg", "form.bd-search .fa-solid")


def fonts(folder, characters):
    """Cut the icons' fonts.

    Args:
        folder: where the theme keeps them.
        characters: to keep.

    Returns:
        CSS.
    """
    return "".join(
        as_style(family, weight, cut(folder / f"{name}.woff2", characters))
        for (family, weight), name in FONTS.items()
    )
