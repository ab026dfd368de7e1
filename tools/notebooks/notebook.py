"""A chapter as a notebook that nobody has run yet."""

import nbformat
from markdown_it import MarkdownIt
from myst_nb.core.read import (
    is_myst_markdown_notebook,
    read_myst_markdown_notebook,
)
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from notebooks import ConversionError
from notebooks.converter import Converter
from notebooks.directives import details

METADATA = {
    "kernelspec": {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}

# What the page hides or removes is folded away here: it must run, for later cells need it.
HIDES_INPUT = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
HIDES_OUTPUT = {"hide-output", "hide-cell", "remove-output", "remove-cell"}

INSTALL = """\
import importlib.util
import os

if importlib.util.find_spec("dl_workshop") is None:  # on Colab, say
    course = os.environ.get("DL_WORKSHOP_SOURCE", "git+{repository}@{branch}")
    %pip install --quiet {{course}}"""

BACK = (
    "*[Read this chapter as a page]({url}). Here you can run it, from the first cell, which "
    "installs the course where it is missing, to the last.*"
)


def holds_code(library, chapter):
    """Say whether a chapter has code cells, and so a notebook."""
    return any(cell.cell_type == "code" for cell, _ in _read(library, chapter))


def make_notebook(library, chapter):
    """Convert a chapter.

    Args:
        library: the book's Library.
        chapter: its name.

    Returns:
        A notebook: title, install cell, then the chapter's cells; nothing executed.

    Raises:
        ConversionError: something in the chapter has no translation.
    """
    first, *rest = _cells(_read(library, chapter), Converter(library, chapter))
    heading, text = _split_heading(first.source, chapter)
    back = BACK.format(url=library.book.page_url(chapter))
    title = new_markdown_cell(f"{heading}\n\n{back}")
    install = _install_cell(library.book)
    cells = [title, install, *_markdown_cells(text), *rest]
    for number, cell in enumerate(cells):
        cell.id = f"{chapter}-{number}"
    notebook = new_notebook(cells=cells, metadata=METADATA, nbformat_minor=5)
    nbformat.validate(notebook)
    return notebook


def _read(library, chapter):
    """Split a chapter into cells, with the reader that the page uses.

    Returns:
        A list of pairs: a cell, and the line where it begins.
    """
    text = library.book.text(chapter)
    config = library.parser.options["myst_config"]
    notebook = read_myst_markdown_notebook(text, config, add_source_map=True)
    only_text = all(cell.cell_type == "markdown" for cell in notebook.cells)
    if not only_text and not is_myst_markdown_notebook(text):
        raise ConversionError(
            "code cells, but no front matter for them", chapter
        )
    starts = notebook.metadata.source_map
    lines = [_first_full_line(text, start) for start in starts]
    return list(zip(notebook.cells, lines, strict=True))


def _first_full_line(text, start):
    """Return the first line with text in it, counted from 1: there the reader begins."""
    lines = text.split("\n")
    while not lines[start].strip():
        start += 1
    return start + 1


def _cells(cells, converter):
    for cell, line in cells:
        if cell.cell_type == "code":
            yield _code_cell(cell)
            yield from _figure_in_words(cell, converter)
        elif cell.cell_type == "markdown":
            yield from _markdown_cells(converter.markdown(cell.source, line))
        else:
            message = f"{cell.cell_type} cells have no use here"
            raise ConversionError(message, converter.chapter)


def _markdown_cells(text):
    return [new_markdown_cell(text)] if text else []


def _code_cell(cell):
    tags = set(cell.metadata.get("tags", []))
    metadata = {"tags": cell.metadata.tags} if tags else {}
    if tags & HIDES_INPUT:
        metadata["jupyter"] = {"source_hidden": True}
        metadata["cellView"] = "form"  # Colab's word for it
    if tags & HIDES_OUTPUT:
        metadata.setdefault("jupyter", {})["outputs_hidden"] = True
    return new_code_cell(cell.source, metadata=metadata)


def _figure_in_words(cell, converter):
    """Return cells with a figure's caption and its alt text, for notebooks have neither."""
    settings = cell.metadata.get("mystnb", {})
    caption = settings.get("figure", {}).get("caption", "").strip()
    alt = settings.get("image", {}).get("alt", "").strip()
    texts = [
        f"*{converter.markdown(caption)}*" if caption else "",
        details("The figure in words", alt) if alt else "",
    ]
    return _markdown_cells("\n\n".join(text for text in texts if text))


def _install_cell(book):
    code = INSTALL.format(repository=book.repository, branch=book.branch)
    return new_code_cell(code, metadata={"tags": ["install"]})


def _split_heading(text, chapter):
    """Return the chapter's heading, and the rest of its first cell."""
    tokens = MarkdownIt("commonmark").parse(text)
    if not tokens or tokens[0].tag != "h1":
        raise ConversionError("a chapter begins with its title", chapter)
    lines = text.split("\n")
    end = tokens[0].map[1]
    return "\n".join(lines[:end]), "\n".join(lines[end:]).strip("\n")
