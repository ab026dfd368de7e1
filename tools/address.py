"""Where this copy of the course is: its repository on a forge, its branches, its pages.

A copy needs no setting of its own. A deployment says where it is, in the environment; a clone
knows from its remote `origin`; an archive without git has what `_config.yml` says.
"""

import os
import re
import subprocess
from dataclasses import dataclass

import yaml

# The forge that Colab opens notebooks from, and whose Pages have an address of a known form.
_GITHUB = re.compile(
    r"(?:https?://(?:[^/@]*@)?|ssh://(?:[^/@]*@)?|[^/@:]+@)"  # or as scp writes it: git@
    r"github\.com(?::\d+)?[/:]([\w-]+)/([\w.-]+?)(?:\.git)?/?"
)


@dataclass(frozen=True)
class Place:
    """Where a copy of the course is.

    Attributes:
        repository: its address, without a slash at the end.
        branch: on which its chapters are edited.
        notebooks: branch from which Colab and Binder open its notebooks.
        site: address of its pages, with a slash at the end.
    """

    repository: str
    branch: str
    notebooks: str
    site: str


def here(root, environment=os.environ):
    """Find out where the copy in a folder is.

    Args:
        root: folder with `_config.yml`.
        environment: REPOSITORY, COURSE_BRANCH, COURSE_NOTEBOOKS and COURSE_SITE go before what
            is found, each where it is set.

    Returns:
        A Place.

    Raises:
        ValueError: REPOSITORY is no address on GitHub.
    """
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    origin = of_origin(root)
    given = environment.get("REPOSITORY")
    settings = config["repository"]["url"].rstrip("/")
    repository = normalized(given) if given else origin or settings
    found = default_branch(root) if repository == origin else None
    branch = environment.get("COURSE_BRANCH") or (
        found or config["repository"]["branch"]
    )
    own = config.get("html", {}) if repository == settings else {}
    site = environment.get("COURSE_SITE") or own.get("baseurl")
    return Place(
        repository,
        branch,
        environment.get("COURSE_NOTEBOOKS") or branch,
        with_slash(site) if site else of_pages(repository),
    )


def with_slash(address):
    """Return an address that pages can be appended to."""
    return address.rstrip("/") + "/"


def of_pages(repository):
    """Return where GitHub Pages shows a repository, with a slash at the end.

    Args:
        repository: its address; `OWNER/OWNER.github.io` is shown at the owner's own address.
    """
    owner, name = repository.rstrip("/").removesuffix(".git").split("/")[-2:]
    host = f"{owner.lower()}.github.io"
    folder = "" if name.lower() == host else f"{name}/"
    return f"https://{host}/{folder}"


def normalized(url):
    """Bring an address of a repository into one form.

    Args:
        url: as people and git write it: for HTTPS or SSH, with a name or a token, with `.git`.

    Returns:
        `https://github.com/OWNER/NAME`.

    Raises:
        ValueError: it is no such address.
    """
    match = _GITHUB.fullmatch(url.strip())
    if match is None:
        raise ValueError(
            f"expected a repository such as https://github.com/someone/course, got {url}"
        )
    return "https://github.com/{}/{}".format(*match.groups())


def of_origin(root):
    """Return the address of the remote `origin`, None where it is not on GitHub."""
    url = _git(root, "config", "--get", "remote.origin.url")
    return normalized(url) if url and _GITHUB.fullmatch(url) else None


def default_branch(root):
    """Return the name of the branch that `origin` shows first, None where a clone was not told."""
    name = _git(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    return name.removeprefix("origin/") or None


def _git(root, *arguments):
    """Return what git prints, empty where there is no git or no repository."""
    if not (
        root / ".git"
    ).exists():  # else git would look in the folders above
        return ""
    command = ["git", "-C", str(root), *arguments]
    try:
        run = subprocess.run(command, capture_output=True, encoding="utf-8")
    except FileNotFoundError:
        return ""
    return run.stdout.strip()
