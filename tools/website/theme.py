"""What the theme writes into every page, corrected: less to load, names that fit, no handlers.

A page loads a script or a style sheet only if it holds what that is for. The tests in a browser
notice when a new release of the theme needs another correction.
"""

import re

_TOGGLED = (
    'class="(?:[^"]* )?toggle[ "]|admonition dropdown|dropdown admonition'
)
_CODE = 'class="highlight'
_RESULTS = 'id="search-results"'
_NEVER = "(?!)"

# What a script or a style sheet is called, or says, and what it is for in the page.
PURPOSES = {
    "design-tabs.js": 'class="sd-tab',
    "sphinx-design.min.css": 'class="sd-',
    "toggleHint": _TOGGLED,
    "toggleOpenOnPrint": _TOGGLED,
    "togglebutton": _TOGGLED,
    "copybutton": _CODE,
    "clipboard.min.js": _CODE,
    "mystnb.": 'class="[^"]*cell',
    "searchtools.js": _RESULTS,
    "language_data.js": _RESULTS,
    "searchindex.js": _RESULTS,
    "fontawesome.js": _NEVER,  # see icons
    "thebe": _NEVER,  # kernels are in Colab and on Binder
    "kernelName": _NEVER,
}
_ASSET = re.compile(
    r"(?:<link\b[^>]*>|<script\b[^>]*>.*?</script>)\s*", re.DOTALL
)

# The title of a folded text is a button, and cannot hold links.
_SUMMARY = re.compile(r"<summary\b.*?</summary>", re.DOTALL)
_LINK = re.compile(r"</?a\b[^>]*>")

CORRECTIONS = [
    # For services that search sites; viewports after the first.
    (r'<meta name="docsearch:\w+" content="[^"]*" ?/>', ""),
    (r'(<meta name="viewport"[^>]*>.*?)<meta name="viewport"[^>]*>', r"\1"),
    # What search engines show of a page that has no words of its own: its title.
    (
        r'\A(?!.*name="description")(.*?)<title>\s*(.*?)\s*</title>',
        r'\1<meta name="description" content="\2">\n<title>\2</title>',
    ),
    # Words first: scripts wait until they are there, except one that others ask at once.
    (
        r'<script src="(?![^"]*documentation_options)',
        '<script defer src="',
    ),
    # What a button shows is part of its name.
    (r'(search-button-field[^>]*) aria-label="Search"', r"\1"),
    # An icon's meaning stands beside it, or is the name of its button.
    (r'<(i|span) class="(?=fa)', r'<\1 aria-hidden="true" class="'),
    # The logo stands in the sidebar beside its navigation: name the whole.
    (
        r'<div id="pst-primary-sidebar"',
        r'\g<0> role="region" aria-label="Sidebar"',
    ),
    # An empty cell is not the title of anything.
    (r'<th class="head[^"]*"><p></p></th>', "<td></td>"),
    # Roles that no longer exist, and a list of what is not only its items.
    (r' role="doc-biblioentry"', ""),
    (
        r'<div role="list" class="citation-list">',
        '<div class="citation-list">',
    ),
    # A policy refuses handlers in tags; see book/_static/buttons.js.
    (r'onclick="window.print\(\)"', 'data-press="print"'),
]


def patch_html(page):
    """Patch a page.

    Args:
        page: HTML.

    Returns:
        HTML.
    """
    page = _without_idle_assets(page)
    for pattern, replacement in CORRECTIONS:
        page = re.sub(pattern, replacement, page, flags=re.DOTALL)
    return _SUMMARY.sub(lambda title: _LINK.sub("", title[0]), page)


def _without_idle_assets(page):
    """Leave out scripts and style sheets that have no purpose on the page."""
    content = _ASSET.sub("", page)
    idle = [
        asset
        for asset, purpose in PURPOSES.items()
        if not re.search(purpose, content)
    ]

    def kept(match):
        return "" if any(asset in match[0] for asset in idle) else match[0]

    return _ASSET.sub(kept, page)
