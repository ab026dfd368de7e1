"""What may be wrong with a notebook: each guard lists the faults of one kind, or nothing.

A guard takes the notebook, and the notebook that its chapter makes now.
"""

import re
from itertools import zip_longest

from markdown_it import MarkdownIt
from notebooks.execution import NOT_COMPARED, STAND_INS

MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
DRIFTING = {
    "memory address": r"\b0x[0-9a-f]{4,}\b",
    "path": r"(?<![\w.:/])/(?:[\w.-]+/)+[\w.-]+|\b[A-Z]:\\\w",
    "date": rf"\b(?:19|20)\d\d-\d\d-\d\d\b|\b{MONTH} \d{{1,2}}\b|\b\d{{1,2}} {MONTH}\b",
    "time": r"\b\d{1,2}:\d\d:\d\d\b",
}
RAW_MYST = {
    "colon fence": re.compile(r"^:{3}", re.MULTILINE),
    "role": re.compile(r"\{[\w:+-]+\}\0"),  # \0 stands for inline code
    "target": re.compile(r"^\([\w -]+\)=$", re.MULTILINE),
    "labelled equation": re.compile(r"\$\$ *\([\w:-]+\)$", re.MULTILINE),
    "substitution": re.compile(r"\{\{ *\w+ *\}\}"),
    "comment": re.compile(r"^% ", re.MULTILINE),
    "block break": re.compile(r"^\+\+\+", re.MULTILINE),
}

# float32 holds 7 significant digits, and sums over thousands of data spoil the last: processors
# add in different orders. What has more than 6, or 5 behind the point, nobody has rounded.
MOST_DIGITS = 6
MOST_DECIMALS = 5


def cells_of(notebook, kind):
    """Return the cells of one type, "code" or "markdown"."""
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def differences(notebook, expected):
    """The first cell that is not what the chapter makes now."""
    pairs = zip_longest(notebook.cells, expected.cells, fillvalue={})
    other = [ours for ours, now in pairs if _identity(ours) != _identity(now)]
    return other[:1]


def _identity(cell):
    return [cell.get(key) for key in ("cell_type", "source", "metadata", "id")]


def cells_not_run(notebook, expected):
    """Cells out of order, or never executed: with these nbval compares nothing."""
    numbered = enumerate(cells_of(notebook, "code"), 1)
    return [
        cell.source
        for number, cell in numbered
        if cell.execution_count != number
    ]


def stored_errors(notebook, expected):
    """Errors in cells that are not there to show one."""
    cells = [
        c
        for c in cells_of(notebook, "code")
        if "raises-exception" not in _tags(c)
    ]
    return [
        o.ename
        for cell in cells
        for o in cell.outputs
        if o.output_type == "error"
    ]


def stored_pictures(notebook, expected):
    """Pictures, videos and HTML."""
    return [
        kind
        for output in _compared_outputs(notebook)
        for kind, value in output.get("data", {}).items()
        if value != STAND_INS.get(kind, value)
        or kind.startswith(("image/p", "image/j", "video"))
    ]


def raw_myst(notebook, expected):
    """MyST that a reader of the notebook would see as raw text."""
    sources = [cell.source for cell in cells_of(notebook, "markdown")]
    return [fault for source in sources for fault in _raw_myst_in(source)]


def drifting_texts(notebook, expected):
    """Outputs that differ from one run or one machine to the next."""
    texts = _computed_texts(notebook)
    return [
        name
        for name, rule in DRIFTING.items()
        for text in texts
        if re.search(rule, text)
    ]


def unrounded_numbers(notebook, expected):
    """Numbers with more digits than processors agree on."""
    texts = _computed_texts(notebook)
    numbers = [
        number for text in texts for number in re.findall(r"\d+\.\d*", text)
    ]
    return [number for number in numbers if _is_unrounded(number)]


GUARDS = [
    differences,
    cells_not_run,
    stored_errors,
    stored_pictures,
    raw_myst,
    drifting_texts,
    unrounded_numbers,
]


def _tags(cell):
    return set(cell.metadata.get("tags", []))


def _compared_outputs(notebook):
    cells = [
        cell
        for cell in cells_of(notebook, "code")
        if not _tags(cell) & NOT_COMPARED
    ]
    return [output for cell in cells for output in cell.outputs]


def _computed_texts(notebook):
    """Return what cells print and show; code on display is no result, so it may be precise."""
    outputs = _compared_outputs(notebook)
    printed = [
        output.text for output in outputs if output.output_type == "stream"
    ]
    messages = [
        output.evalue for output in outputs if output.output_type == "error"
    ]
    shown = [output.data for output in outputs if "data" in output]
    plain = [
        data["text/plain"] for data in shown if "text/markdown" not in data
    ]
    return printed + messages + plain


def _raw_myst_in(source):
    """Look with a parser that knows no MyST, as notebooks do."""
    faults = []
    for token in MarkdownIt("commonmark").enable("table").parse(source):
        children = token.children or []
        text = "".join(_visible(child) for child in children)
        faults += [token.info] if token.info.startswith("{") else []
        faults += [
            name for name, rule in RAW_MYST.items() if rule.search(text)
        ]
        faults += [a for t in (token, *children) for a in _relative_links(t)]
    return faults


def _relative_links(token):
    """Return addresses that lead somewhere from the page, but not from Colab."""
    links = [token.attrs[key] for key in ("href", "src") if key in token.attrs]
    if token.type in {"html_block", "html_inline"}:
        links += re.findall(r"""(?:href|src)=["']([^"']*)""", token.content)
    return [link for link in links if not re.match(r"https?:|mailto:", link)]


def _visible(child):
    stand_ins = {"code_inline": "\0", "softbreak": "\n", "hardbreak": "\n"}
    return stand_ins.get(child.type, child.content)


def _is_unrounded(number):
    whole, decimals = number.split(".")
    digits = (whole + decimals).lstrip("0")
    return len(digits) > MOST_DIGITS or len(decimals) > MOST_DECIMALS
