"""A mistake in a chapter is told with its place and what to do, by pages and by notebooks."""

import codecs

import make_notebooks
import pytest
from author_error import AuthorError, check_chapter, look_up
from notebooks.library import open_library
from notebooks.notebook import make_notebook
from sphinx.errors import SphinxError

from tests.support import small_site
from tests.support.scratch_book import NOTEBOOK, write_book

CELL = "```{code-cell} ipython3\n:tags: hide-input\n1 + 1\n```\n"
QUIZ = (
    "```{quiz}\n"
    + "- question: q\n  choices: [[yes, a, b], [no, c, d]]\n" * 2
    + "```\n"
)
MISTAKES = {
    "exercise": (
        "```{exercise} normalise_weights\n```\n",
        "no exercise 'normalise_weights': did you mean normalize_weights",
    ),
    "solution": (
        "```{solution} mixture_loglik\n```\n",
        "no exercise 'mixture_loglik': did you mean mixture_loglike",
    ),
    "measured": ("```{measured} loop\n```\n", "no measured table 'loop'"),
    "quiz": (QUIZ, "expected 3 to 5 questions, got 2"),
}
TITLE = "# Page\n\nText.\n\n"
LINE = 5


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_notebook_tells_chapter_line_and_what_to_do(tmp_path, mistake):
    text, message = MISTAKES[mistake]
    library = open_library(write_book(tmp_path, page=TITLE + text))
    with pytest.raises(AuthorError) as told:
        make_notebook(library, "page")
    assert str(told.value).startswith(f"page.md:{LINE}: ")
    assert message in str(told.value)


@pytest.fixture(scope="module")
def warnings(tmp_path_factory):
    """What a build says of pages that have one mistake each."""
    pages = {name: TITLE + text for name, (text, _) in MISTAKES.items()}
    return small_site.build(tmp_path_factory.mktemp("site"), pages)[1]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_page_tells_chapter_line_and_what_to_do(warnings, mistake):
    (line,) = (w for w in warnings.splitlines() if f"{mistake}.md" in w)
    assert f"{mistake}.md:{LINE}: " in line
    assert MISTAKES[mistake][1] in line


HIDDEN = {
    "byte order mark": (
        "\ufeff" + NOTEBOOK + TITLE,
        r"page\.md:1: .*byte order mark.* without BOM",
    ),
    "tags": (
        NOTEBOOK + TITLE + CELL,
        r"page\.md:12: .*list of tags.* \[hide-input\]",
    ),
}


@pytest.mark.parametrize("mistake", HIDDEN)
def test_what_an_editor_hides_is_told_by_notebooks(tmp_path, mistake):
    text, message = HIDDEN[mistake]
    with pytest.raises(AuthorError, match=message):
        open_library(write_book(tmp_path, page=text))


@pytest.mark.parametrize("mistake", HIDDEN)
def test_what_an_editor_hides_is_told_by_the_build(tmp_path, mistake):
    text, message = HIDDEN[mistake]
    with pytest.raises(SphinxError, match=message):
        small_site.build(tmp_path, {"page": text})


def test_the_command_ends_with_the_mistake_and_no_traceback(
    tmp_path, monkeypatch, capsys
):
    root = write_book(tmp_path, code=TITLE)
    (root / "book" / "code.md").write_bytes(codecs.BOM_UTF8 + b"# Page\n")
    monkeypatch.setattr(make_notebooks, "ROOT", root)
    assert make_notebooks.run([]) == 1
    assert "notebooks: code.md:1: expected" in capsys.readouterr().err


def test_similar_names_are_offered_and_others_are_not():
    assert look_up("a", {"a": 1}, "letter", "the alphabet") == 1
    with pytest.raises(AuthorError, match="did you mean loss or losses"):
        look_up("los", {"loss": 1, "losses": 2, "x": 3}, "loss", "x")
    with pytest.raises(
        AuthorError, match=r"^no letter 'q': see the alphabet$"
    ):
        look_up("q", {"a": 1}, "letter", "the alphabet")


def test_tags_in_a_list_pass():
    check_chapter(CELL.replace("hide-input", "[hide-input]"), "page.md")
