"""Assemblies as pages show them: code whose blanks are menus, and the check's answers beside it.

The menus are native ones. `assembly.js` shows the box, which says nothing without it, finds the
answer to the pieces that were chosen, and writes it where screen readers announce it.
"""

import html
import json
import re

import nbformat
import verdicts
from author_error import AuthorError
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from dl_workshop.check.assembly import NOTHING, assembled

CHOOSE = "choose"
_BLANK = re.compile(r'<span class="\w+">BLANK_(\d)_</span>')


def as_html(exercise, cell=None):
    """Write the assembly of an exercise for the page.

    Args:
        exercise: an Exercise that has one.
        cell: the id of its cell in the chapter's notebook, None if there is none.

    Returns:
        HTML, hidden until a script shows it.

    Raises:
        AuthorError: what the check says has not been written, or is of other pieces.
    """
    title = html.escape(f"Assemble {exercise.name}")
    place = f' data-cell="{html.escape(cell)}"' if cell else ""
    return (
        f'<div class="assembly" role="group" aria-label="{title}" '
        f'data-exercise="{exercise.name}"{place} hidden>'
        f'<p class="assembly-title">Assemble it here</p>'
        f"<p>{_instruction(exercise.assembly)}</p>{_lines(exercise.assembly)}"
        f'<div class="assembly-code highlight">{_code(exercise.assembly)}</div>'
        '<button type="button">Check</button>'
        '<div role="status"></div>'
        f'<script type="application/json">{_answers(exercise)}</script></div>'
    )


def _instruction(assembly):
    if assembly.each_once:
        spare = len(assembly.menus[0]) - len(assembly.menus)
        wrong = f" Some do not belong: {spare} will be left." if spare else ""
        return f"Put the lines in order.{wrong}"
    return "Choose a piece for each blank."


def _lines(assembly):
    """List lines to put in order: a menu shows them only while it is open."""
    if not assembly.each_once:
        return ""
    items = (
        f"<li><code>{_shown(line)}</code></li>"
        for line in sorted(assembly.menus[0])
    )
    return f"<ul>{''.join(items)}</ul>"


def _code(assembly):
    """Highlight the code, and put a menu into each blank."""
    numbers = range(len(assembly.menus))
    source = assembled(assembly, [f"BLANK_{number}_" for number in numbers])
    formatted = highlight(source, PythonLexer(), HtmlFormatter(nowrap=True))
    lines = "".join(map(_line, formatted.rstrip().splitlines()))
    return _BLANK.sub(lambda found: _menu(assembly, int(found[1])), lines)


def _line(text):
    """Write a line of code so that it wraps with its indentation."""
    code = text.lstrip().replace("(</span>", "(</span><wbr>")
    return (
        f'<div style="--indent: {len(text) - len(text.lstrip())}">{code}</div>'
    )


def _menu(assembly, number):
    """Write a menu; its pieces are sorted, and known by their place in the catalogue."""
    pieces = sorted(enumerate(assembly.menus[number]), key=lambda p: p[1])
    options = "".join(
        f'<option value="{place}">{_shown(piece)}</option>'
        for place, piece in pieces
    )
    label = html.escape(
        f"{assembly.labels[number]}, {number + 1} of {len(assembly.menus)}"
    )
    return (
        f'<label class="piece"><span aria-hidden="true">{CHOOSE}</span>'
        f'<select aria-label="{label}"><option value="">{CHOOSE}</option>'
        f"{options}</select></label>"
    )


def _shown(piece):
    """Write a piece; a menu would drop the spaces that it begins with."""
    indent = len(piece) - len(piece.lstrip())
    return "&nbsp;" * indent + html.escape(piece.lstrip() or NOTHING)


def _answers(exercise):
    """Write what the check says of each combination, as JSON for a script."""
    kept = verdicts.read(exercise)
    if kept is None or len(kept.given) != exercise.assembly.number:
        raise AuthorError(
            f"expected what the check says of {exercise.assembly.number} "
            f"combinations of pieces; `make verdicts NAME={exercise.name}` "
            "writes it"
        )
    data = {
        "once": exercise.assembly.each_once,
        "answers": kept.answers,
        "given": kept.given,
        **_picture(exercise, kept),
    }
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")


def _picture(exercise, kept):
    """Return what a script draws: the right curves are the first that are kept."""
    picture = exercise.picture
    if picture is None:
        return {}
    words = {"across": picture.across, "up": picture.up}
    return {
        **words,
        "x": picture.x,
        "curves": kept.curves,
        "drawn": kept.drawn,
    }


def cell_of(exercise, notebook):
    """Find the cell of an exercise in a chapter's notebook.

    Args:
        exercise: the Exercise.
        notebook: file of the notebook.

    Returns:
        The cell's id; None if there is no such file or cell.
    """
    if not notebook.exists():
        return None
    cells = nbformat.read(notebook, as_version=4).cells
    call = f"check.{exercise.name}({exercise.name})"
    return next((c.id for c in cells if call in c.source), None)
