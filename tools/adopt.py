"""Make a copy of the course one's own: `make adopt REPOSITORY=https://github.com/someone/course`.

Wherever the repository holds its address, its branch or the address of its pages, the new ones are
written: settings, badges, citation and notebooks. The citation of the workshop that the course
succeeds stays. Nothing is executed; what was changed is for git to show and for you to commit.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

import address
import nbformat
import yaml
from notebooks import ConversionError
from notebooks.book import read_book
from notebooks.stamp import stamped_notebooks

ROOT = Path(__file__).resolve().parent.parent
BIBLIOGRAPHY = "book/references.bib"
CITED = "\nreferences:"  # of CITATION.cff: what the course itself cites stands below


def adopt(root, repository, branch=None):
    """Write another address everywhere.

    Args:
        root: folder of a clone, with `_config.yml`.
        repository: the new address, in any form that git takes.
        branch: its default branch; if not given, that of `origin`, else the one in the settings.

    Returns:
        Paths of the files that were changed, below `root`.

    Raises:
        ValueError: `repository` is no address on GitHub.
        ConversionError: a notebook is not what its chapter makes.
    """
    repository, old = address.normalized(repository), read_book(root)
    branch = branch or address.default_branch(root) or old.revision
    notebooks = dict(stamped_notebooks(root, repository, branch))
    replace = _replacement(old, repository, branch)
    texts = {path: _rewritten(path, replace) for path in _texts(root)}
    config = root / "_config.yml"
    texts[config] = _with_branch(texts[config], branch)
    for chapter, notebook in notebooks.items():
        text = nbformat.writes(notebook)
        texts[old.notebook_path(chapter)] = text + "\n"
    return [path.relative_to(root) for path in texts if _write(path, texts)]


def _replacement(old, repository, branch):
    """Return a function that replaces addresses in a text.

    The longest go first: those with a branch in them, then the pages, then the repository.
    """
    before = "/".join(old.repository.split("/")[-2:])
    after = "/".join(repository.split("/")[-2:])
    here = rf"(?<![\w.-]){re.escape(before)}"
    fork = re.escape(old.revision)
    rules = [
        (rf"{here}/(blob|raw|edit|tree)/{fork}(?=/)", rf"{after}/\1/{branch}"),
        (rf"(/gh/){before}/{fork}(?=\?)", rf"\g<1>{after}/{branch}"),
        (re.escape(old.site), address.of_pages(repository)),
        (rf"{re.escape(old.site[:-1])}(?![\w./-])", _bare_site(repository)),
        (rf"{here}(?![\w-])", after),
    ]

    def replace(text):
        for pattern, new in rules:
            text = re.sub(pattern, new, text)
        return text

    return replace


def _bare_site(repository):
    return address.of_pages(repository).rstrip("/")


def _texts(root):
    """Yield the files of a repository that people write: no notebooks, no bibliography."""
    command = ["git", "-C", str(root), "ls-files", "-z"]
    run = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=True
    )
    for name in filter(None, run.stdout.split("\0")):
        path = root / name
        if path.is_file() and path.suffix != ".ipynb" and name != BIBLIOGRAPHY:
            yield path


def _rewritten(path, replace):
    """Return a file's text with other addresses, None where the file holds no text."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None
    if path.name != "CITATION.cff":
        return replace(text)
    own, mark, cited = text.partition(CITED)
    return replace(own) + mark + cited


def _with_branch(text, branch):
    """Return settings with another branch of the repository."""
    old = yaml.safe_load(text)["repository"]["branch"]
    line = rf"(?m)^(  branch: ){re.escape(old)}$"
    return re.sub(line, rf"\g<1>{branch}", text)


def _write(path, texts):
    """Write a text where it differs from the file, and say whether it did."""
    new = texts[path]
    changed = new is not None and path.read_bytes() != new.encode("utf-8")
    if changed:
        path.write_bytes(new.encode("utf-8"))
    return changed


def main(arguments=None):
    """Adopt the course, and say what was changed.

    Args:
        arguments: of the command line.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("repository", help="https://github.com/someone/course")
    parser.add_argument("--branch", help="the name of its default branch")
    chosen = parser.parse_args(arguments)
    changed = adopt(ROOT, chosen.repository, chosen.branch)
    print(*changed, sep="\n")
    print(f"{len(changed)} files changed. Look at `git diff`, then commit.")


if __name__ == "__main__":
    try:
        main()
    except (ValueError, ConversionError) as error:
        sys.exit(f"adopt: {error}")
