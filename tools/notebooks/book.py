"""The book as its settings describe it: which chapters there are, and at which address."""

from dataclasses import dataclass, replace
from pathlib import Path

import address
import minutes
import yaml

BACK_MATTER = "Back matter"  # a caption in `_toc.yml`


@dataclass(frozen=True)
class Book:
    """Folder, settings and order of a Jupyter Book.

    Attributes:
        folder: where the chapters are.
        config: what `_config.yml` says.
        chapters: names of all pages, without suffix, in reading order.
        taught: those of chapters proper: not the first page, and nothing below the caption
            "Back matter".
    """

    folder: Path
    config: dict
    chapters: tuple[str, ...]
    taught: tuple[str, ...] = ()

    def path(self, chapter):
        """Return a chapter's file."""
        return self.folder / f"{chapter}.md"

    def text(self, chapter):
        """Return a chapter's source, placeholders filled in as on its page."""
        text = self.path(chapter).read_text(encoding="utf-8")
        text = text.replace("{{ repository }}", self.repository)
        text = text.replace("{{ title }}", self.config.get("title", ""))
        return minutes.fill_in(text, self.folder)

    def notebook_path(self, chapter):
        """Return the file of a chapter's notebook."""
        return self.folder / f"{chapter}.ipynb"

    def page_url(self, chapter, anchor=""):
        """Return the address of a published page, or of one place on it."""
        page = f"{self.site}{chapter}.html"
        return f"{page}#{anchor}" if anchor else page

    def raw_url(self, path):
        """Return the address of a file beside the chapters."""
        return f"{self.repository}/raw/{self.revision}/{self._folder_in_repository}/{path}"

    def at(self, repository, revision, site=""):
        """Return the same book as another copy of it publishes it.

        Args:
            repository: address of that copy.
            revision: commit, tag or branch that its notebooks install.
            site: where its pages are, if not where GitHub puts them.

        Returns:
            A Book.
        """
        place = {"url": repository, "branch": revision}
        config = {
            **self.config,
            "repository": {**self.config["repository"], **place},
            "html": {**self.config.get("html", {}), "baseurl": site},
        }
        return replace(self, config=config)

    @property
    def repository(self):
        """Address of the repository."""
        return self.config["repository"]["url"].rstrip("/")

    @property
    def site(self):
        """Address of the pages, with a slash at the end."""
        own = self.config.get("html", {}).get("baseurl")
        if own:
            return address.with_slash(own)
        return address.of_pages(self.repository)

    @property
    def revision(self):
        """Commit, tag or branch that the notebooks install."""
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
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    contents = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    return Book(
        root / config["repository"]["path_to_book"],
        config,
        tuple(_files(contents)),
        tuple(_taught(contents)),
    )


def _taught(contents):
    for part in contents.get("parts", []):
        if part.get("caption") != BACK_MATTER:
            yield from _files(part)


def _files(entry):
    yield from (entry[key] for key in ("root", "file") if key in entry)
    for key in ("parts", "chapters", "sections"):
        for child in entry.get(key, []):
            yield from _files(child)
