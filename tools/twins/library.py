"""What the conversion of any chapter needs to know of the whole book."""

from dataclasses import dataclass

from markdown_it import MarkdownIt

from twins.book import Book, read_book
from twins.citations import Citations
from twins.index import Index
from twins.parser import create_parser


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
    """
    book = read_book(root)
    parser, index = create_parser(book.extensions), Index()
    for chapter in book.chapters:
        index.add_chapter(chapter, book.path(chapter).read_text(), parser)
    return Library(book, parser, index, Citations(book.folder / "references.bib"))
