"""What the conversion of any chapter needs to know of the whole book."""

from dataclasses import dataclass

from markdown_it import MarkdownIt

from notebooks import ConversionError
from notebooks.book import Book, read_book
from notebooks.citations import Citations
from notebooks.index import Index
from notebooks.parser import create_parser


@dataclass(frozen=True)
class Library:
    """A book, read once.

    Attributes:
        book: its settings.
        parser: MyST's.
        index: what can be referred to.
        citations: what can be cited.
    """

    book: Book
    parser: MarkdownIt
    index: Index
    citations: Citations


def open_library(root):
    """Read a book.

    Args:
        root: folder with `_config.yml` and `_toc.yml`.

    Returns:
        A Library.

    Raises:
        ConversionError: the options of a directive cannot be read.
    """
    book = read_book(root)
    parser, index = create_parser(book.extensions), Index()
    for chapter in book.chapters:
        try:
            index.add_chapter(chapter, book.text(chapter), parser)
        except ConversionError as error:  # its place is a line
            place = f"{chapter}.md:{error.place}"
            raise ConversionError(error.message, place) from None
    citations = Citations(book.folder / "references.bib")
    return Library(book, parser, index, citations)
