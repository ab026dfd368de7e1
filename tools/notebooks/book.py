"""The book as its settings describe it: which chapters there are, and at which address."""

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Book:
    """Folder, settings and order of a Jupyter Book.

    Attributes:
        folder: where the chapters are.
        config: what `_config.yml` says.
        chapters: names without suffix, in reading order.
    """

    folder: Path
    config: dict
    chapters: tuple[str, ...]

    def path(self, chapter):
        """Return a chapter's file."""
        return self.folder / f"{chapter}.md"

    def text(self, chapter):
        """Return a chapter's source, the repository's address filled in as on its page."""
        return (
            self.path(chapter)
            .read_text()
            .replace("{{ repository }}", self.repository)
        )

    def notebook_path(self, chapter):
        """Return the file of a chapter's notebook."""
        return self.folder / f"{chapter}.ipynb"

    def page_url(self, chapter, anchor=""):
        """Return the address of a published page, or of one place on it."""
        owner, name = self.repository.removesuffix(".git").split("/")[-2:]
        page = f"https://{owner}.github.io/{name}/{chapter}.html"
        return f"{page}#{anchor}" if anchor else page

    def raw_url(self, path):
        """Return the address of a file beside the chapters."""
        return f"{self.repository}/raw/{self.branch}/{self._folder_in_repository}/{path}"

    @property
    def repository(self):
        """Address of the repository."""
        return self.config["repository"]["url"].rstrip("/")

    @property
    def branch(self):
        """Branch, tag or commit that the notebooks install."""
        return self.config["repository"]["branch"]

    @property
    def extensions(self):
        """What the book adds to MyST's grammar."""
        return self.config["parse"]["myst_enable_extensions"]

    @property
    def _folder_in_repository(self):
        return self.config["repository"]["path_to_book"]


def read_book(root):
    """Read `_config.yml` and `_toc.yml`.

    Args:
        root: folder that holds both.

    Returns:
        A Book.
    """
    config = yaml.safe_load((root / "_config.yml").read_text())
    contents = yaml.safe_load((root / "_toc.yml").read_text())
    return Book(
        root / config["repository"]["path_to_book"],
        config,
        tuple(_files(contents)),
    )


def _files(entry):
    yield from (entry[key] for key in ("root", "file") if key in entry)
    for key in ("parts", "chapters", "sections"):
        for child in entry.get(key, []):
            yield from _files(child)
