"""A copy of the course at another address, made in a temporary clone."""

import re
import subprocess
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import address
import adopt
import nbformat
import pytest
import yaml
from notebooks.book import read_book
from sphinx_book_theme.header_buttons import launch

from tests.support.git import git

ROOT = Path(__file__).resolve().parent.parent
OLD = read_book(ROOT)
OLD_NAME = "/".join(OLD.repository.split("/")[-2:])
OWNER, NAME = "Some-One", "their.course"
NEW = f"https://github.com/{OWNER}/{NAME}"
PAGES = f"https://some-one.github.io/{NAME}"


def clone(folder):
    """Copy what git tracks, as it is now, into a repository of its own."""
    for name in git(ROOT, "ls-files", "-z").split("\0")[:-1]:
        source, target = ROOT / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    return folder


@pytest.fixture(scope="module")
def adopted(tmp_path_factory):
    """Return a clone that was adopted, with the default branch renamed."""
    root = clone(tmp_path_factory.mktemp("clone"))
    adopt.adopt(root, f"{NEW}.git", branch="trunk")
    return root


def holding(root, words):
    """Return pairs of file and line where a text stands in a repository."""
    command = ["git", "-C", root, "grep", "-IniF", words]
    run = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False
    )
    lines = [line.split(":", 2) for line in run.stdout.splitlines()]
    return {(name, int(number)) for name, number, _ in lines}


def citations(root):
    """Return the lines that cite the workshop which the course succeeds."""
    cff = (root / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    below = cff.index("references:")
    lines = {("CITATION.cff", n) for n in range(below + 1, len(cff) + 1)}
    bib = (
        (root / "book" / "references.bib")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    start = bib.index("@misc{Ma2020,")
    end = bib.index("}", start)
    return lines | {
        ("book/references.bib", n) for n in range(start + 1, end + 2)
    }


def test_only_the_citation_of_the_original_names_the_old_address(adopted):
    assert len(holding(ROOT, OLD_NAME)) > 10  # there was much to change
    assert holding(adopted, OLD_NAME) <= citations(adopted)
    assert holding(adopted, urlsplit(OLD.site).netloc) == set()
    for name in {name for name, _ in citations(adopted)}:
        assert "dl-workshop: crash" in re.sub(
            "[{}]", "", (adopted / name).read_text(encoding="utf-8")
        )


def test_settings_citation_and_badges_name_the_new_one(adopted):
    settings = yaml.safe_load(
        (adopted / "_config.yml").read_text(encoding="utf-8")
    )
    assert settings["repository"]["url"] == NEW
    assert settings["repository"]["branch"] == "trunk"
    cff = yaml.safe_load(
        (adopted / "CITATION.cff").read_text(encoding="utf-8")
    )
    assert cff["repository-code"] == NEW
    readme = (adopted / "README.md").read_text(encoding="utf-8")
    assert PAGES in readme


SERVICES = {
    "colab.research.google.com": r"/github/{}/blob/trunk/(.*)",
    "mybinder.org": r"/v2/gh/{}/trunk\?urlpath=lab/tree/(.*)",
}


def launched(root, link):
    """Return the notebook that a launch link opens, in a clone of the new repository."""
    parts = urlsplit(unquote(link))
    pattern = SERVICES[parts.netloc].format(re.escape(f"{OWNER}/{NAME}"))
    rest = parts.path + ("?" + parts.query if parts.query else "")
    return root / re.fullmatch(pattern, rest).group(1)


def launch_links(text):
    services = "|".join(map(re.escape, SERVICES))
    return re.findall(
        rf"https://(?:{services})/[^\s)\"]+/[^\s)\"]+ipynb", text
    )


def test_badges_open_notebooks(adopted):
    links = launch_links((adopted / "README.md").read_text(encoding="utf-8"))
    assert len(links) == 2
    for link in links:
        nbformat.validate(nbformat.read(launched(adopted, link), 4))


def notebooks_of(root):
    return sorted((root / "book").glob("*.ipynb"))


def theme_links(root, chapter):
    """Return the links of a page's launch buttons, as the theme writes them."""
    place = address.here(root, {})
    settings = yaml.safe_load(
        (root / "_config.yml").read_text(encoding="utf-8")
    )
    options = {
        "launch_buttons": settings["launch_buttons"],
        "repository_branch": place.notebooks,
        "path_to_docs": settings["repository"]["path_to_book"],
    }
    provider, owner, name = place.repository.rsplit("/", 2)
    parts = {"url": provider, "user": owner, "repo": name}
    context = {f"github_{key}": value for key, value in parts.items()}
    context |= {"pagename": chapter, "header_buttons": [], "sourcename": ""}
    environment = SimpleNamespace(
        doc2path=lambda name: str(root / "book" / f"{name}.md"),
        metadata={chapter: {"kernelspec": {}}},
    )
    app = SimpleNamespace(
        config={"html_theme_options": options}, env=environment
    )
    launch.add_launch_buttons(app, chapter, "", context, None)
    (group,) = context["header_buttons"]
    return [button["url"] for button in group["buttons"]]


def test_launch_buttons_open_the_notebook_of_their_page(adopted):
    notebooks = notebooks_of(adopted)
    assert len(notebooks) > 10
    for notebook in notebooks:
        links = theme_links(adopted, notebook.stem)
        assert [launched(adopted, link) for link in links] == [notebook] * 2


def test_notebooks_install_the_new_one_and_lead_to_its_pages(adopted):
    chapters = read_book(adopted).chapters
    for path in notebooks_of(adopted):
        text = path.read_text(encoding="utf-8")
        assert f"git+{NEW}@trunk" in text
        names = re.findall(rf"{re.escape(PAGES)}/(\w+)\.html", text)
        assert names
        assert set(names) <= set(chapters)
        for file in re.findall(rf"{re.escape(NEW)}/raw/trunk/([\w./]+)", text):
            assert (adopted / file).is_file()


def test_outputs_and_code_stay(adopted):
    for path in notebooks_of(adopted):
        old, new = (
            nbformat.read(each, 4)
            for each in (ROOT / "book" / path.name, path)
        )
        pairs = zip(old.cells, new.cells, strict=True)
        for before, after in pairs:
            assert before.get("outputs") == after.get("outputs")
            if "install" not in before.metadata.get("tags", []):
                assert before.cell_type == after.cell_type
                if before.cell_type == "code":
                    assert before.source == after.source


def test_it_can_be_given_back(adopted, tmp_path):
    for name in git(adopted, "ls-files", "-z").split("\0")[:-1]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((adopted / name).read_bytes())
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    adopt.adopt(tmp_path, OLD.repository, branch=OLD.revision)
    for name in git(tmp_path, "ls-files", "-z").split("\0")[:-1]:
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes()


def test_the_owner_s_own_site_has_a_short_address(tmp_path):
    root = clone(tmp_path)
    adopt.adopt(root, "https://github.com/someone/someone.github.io")
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert "<https://someone.github.io>" in readme
    assert address.here(root, {}).site == "https://someone.github.io/"
    index = (root / "book" / "index.ipynb").read_text(encoding="utf-8")
    assert "https://someone.github.io/setup.html" in index


def test_what_is_no_address_changes_nothing(tmp_path):
    root = clone(tmp_path)
    with pytest.raises(ValueError, match="got someone/course"):
        adopt.adopt(root, "someone/course")
    assert git(root, "diff", "--name-only") == ""
