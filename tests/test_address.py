"""Where a copy of the course is: what is given goes first, then `origin`, then the settings."""

import address
import pytest
import yaml

from tests.support.git import git

SETTINGS = "https://github.com/someone/course"
FORK = "https://github.com/a-fork/of.it"


@pytest.fixture
def root(tmp_path):
    """Return a folder with settings, which git does not know."""
    settings = {"repository": {"url": SETTINGS, "branch": "main"}}
    (tmp_path / "_config.yml").write_text(
        yaml.safe_dump(settings), encoding="utf-8"
    )
    return tmp_path


@pytest.fixture
def clone(root):
    """Return a function that makes that folder a clone of an address."""

    def clone(origin, branch=None):
        git(root, "init", "--quiet")
        git(root, "remote", "add", "origin", origin)
        if branch:
            head = "refs/remotes/origin/HEAD"
            git(root, "symbolic-ref", head, f"refs/remotes/origin/{branch}")
        return root

    return clone


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/a-fork/of.it",
        "https://github.com/a-fork/of.it/",
        "https://github.com/a-fork/of.it.git",
        "https://x-access-token:secret@github.com/a-fork/of.it",
        "git@github.com:a-fork/of.it.git",
        "ssh://git@github.com/a-fork/of.it.git",
        "ssh://git@github.com:22/a-fork/of.it",
    ],
)
def test_addresses_are_brought_into_one_form(url):
    assert address.normalized(url) == FORK


@pytest.mark.parametrize(
    "url",
    [
        "someone/course",
        "https://github.com/someone",
        "https://github.com/a/b/c",
        "https://example.org/a/b",
        "https://notgithub.com/a/b",
        "https://example.org/@github.com/a/b",
    ],
)
def test_other_addresses_are_refused(url):
    with pytest.raises(ValueError, match="expected a repository such as"):
        address.normalized(url)


# From GitHub's documentation: "Types of GitHub Pages sites".
@pytest.mark.parametrize(
    ("repository", "site"),
    [
        (SETTINGS, "https://someone.github.io/course/"),
        (f"{SETTINGS}.git", "https://someone.github.io/course/"),
        (
            "https://github.com/someone/someone.github.io",
            "https://someone.github.io/",
        ),
        (
            "https://github.com/Someone/Someone.github.io",
            "https://someone.github.io/",
        ),
        (
            "https://github.com/Some/else.github.io",
            "https://some.github.io/else.github.io/",
        ),
    ],
)
def test_pages_are_where_github_shows_them(repository, site):
    assert address.of_pages(repository) == site


def test_an_archive_has_the_settings(root):
    assert address.here(root, {}) == address.Place(
        SETTINGS, "main", "main", "https://someone.github.io/course/"
    )


def test_a_clone_is_where_it_came_from(clone):
    root = clone("git@github.com:a-fork/of.it.git", branch="trunk")
    assert address.here(root, {}) == address.Place(
        FORK, "trunk", "trunk", "https://a-fork.github.io/of.it/"
    )


@pytest.mark.parametrize(
    "origin", ["https://example.org/a/b.git", "/some/folder", "../course"]
)
def test_what_is_no_forge_says_nothing(clone, origin):
    root = clone(origin, branch="trunk")
    assert address.here(root, {}).repository == SETTINGS
    assert address.here(root, {}).branch == "main"


def test_a_folder_within_another_repository_is_no_clone_of_it(clone):
    root = clone(FORK)
    inner = root / "inner"
    inner.mkdir()
    assert address.of_origin(root) == FORK
    assert address.of_origin(inner) is None


def test_a_machine_without_git_has_the_settings(clone, monkeypatch):
    root = clone(FORK)
    monkeypatch.setenv("PATH", "")
    assert address.here(root, {}).repository == SETTINGS


def test_a_deployment_says_where_it_is(clone):
    root = clone(SETTINGS, branch="trunk")
    environment = {
        "REPOSITORY": f"{FORK}.git",
        "COURSE_BRANCH": "default",
        "COURSE_NOTEBOOKS": "notebooks",
        "COURSE_SITE": "https://course.example.org",
    }
    assert address.here(root, environment) == address.Place(
        FORK, "default", "notebooks", "https://course.example.org/"
    )


def test_another_repository_does_not_get_the_branch_of_origin(clone):
    root = clone(SETTINGS, branch="trunk")
    assert address.here(root, {"REPOSITORY": FORK}).branch == "main"


def test_a_domain_of_ones_own_belongs_to_the_repository_of_the_settings(root):
    settings = yaml.safe_load(
        (root / "_config.yml").read_text(encoding="utf-8")
    )
    settings["html"] = {"baseurl": "https://course.example.org"}
    (root / "_config.yml").write_text(
        yaml.safe_dump(settings), encoding="utf-8"
    )
    assert address.here(root, {}).site == "https://course.example.org/"
    fork = address.here(root, {"REPOSITORY": FORK})
    assert fork.site == "https://a-fork.github.io/of.it/"


def test_what_is_no_address_is_not_deployed(root):
    with pytest.raises(ValueError, match="got someone/course"):
        address.here(root, {"REPOSITORY": "someone/course"})
