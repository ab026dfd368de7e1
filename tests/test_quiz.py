"""Quizzes: one right choice, a reason for each, and markup that works without a script."""

import pytest
import quiz
from author_error import AuthorError
from markdown_it import MarkdownIt

FORM = "- question: {}\n  choices: [[yes, a, b], [no, c, d]]\n"
BODY = """
- question: What is `2 + 2`?
  choices:
    - [no, "Three.", "That is one less."]
    - [yes, "Four.", "Two and two."]
- question: And 1 < 2?
  choices:
    - [yes, "True.", "It is less."]
    - [no, "False.", "It is less, not more."]
- question: And 0?
  choices:
    - [no, "One.", "It is less."]
    - [yes, "Zero.", "It is itself."]
"""


@pytest.fixture
def questions():
    return quiz.read_quiz(BODY)


def test_reads_questions_in_order(questions):
    assert [question.text for question in questions] == [
        "What is `2 + 2`?",
        "And 1 < 2?",
        "And 0?",
    ]
    assert [choice.is_right for choice in questions[0].choices] == [
        False,
        True,
    ]


@pytest.mark.parametrize("answers", ["[no, a, b]", "[yes, a, b], [yes, c, d]"])
def test_refuses_a_question_without_exactly_one_right_choice(answers):
    body = f"- question: q\n  choices: [{answers}]"
    with pytest.raises(AuthorError, match="expected one right choice, got"):
        quiz.read_quiz(body)


@pytest.mark.parametrize("number", [1, 2, 6])
def test_refuses_too_few_and_too_many_questions(number):
    with pytest.raises(AuthorError, match=f"expected 3 to 5 .* got {number}"):
        quiz.read_quiz(FORM.format("q") * number)


@pytest.mark.parametrize(
    "body",
    [
        "question: q",
        "- q",
        "- choices: []",
        "- question: q\n  choices: [[yes]]",
    ],
)
def test_refuses_what_is_no_list_of_questions_and_shows_the_form(body):
    with pytest.raises(AuthorError, match="expected a list of `question` and"):
        quiz.read_quiz(body)


def test_tells_where_yaml_ends_to_be_yaml():
    with pytest.raises(AuthorError, match=r"expected YAML.* line 2"):
        quiz.read_quiz("- question: q\n  choices: [[no, a, b]")


@pytest.fixture
def page(questions):
    return quiz.as_html(
        questions, "chapter-7", MarkdownIt("commonmark").renderInline
    )


def test_a_question_is_a_labelled_group_of_radio_buttons(page):
    assert page.count("<fieldset><legend>") == 3
    assert page.count('<label><input type="radio"') == 6


def test_each_question_has_a_group_of_its_own(page):
    assert page.count('name="chapter-7-1"') == 2
    assert page.count('name="chapter-7-2"') == 2


def test_verdicts_are_words(page):
    assert page.count("<strong>Right.</strong>") == 3
    assert page.count("<strong>No.</strong>") == 3


def test_text_is_markdown_and_escaped(page):
    assert "<code>2 + 2</code>" in page
    assert "And 1 &lt; 2?" in page


def test_a_notebook_folds_the_answers_away(questions):
    text = quiz.as_markdown(
        questions, lambda title, answer: f"<{title}>{answer}</{title}>"
    )
    before, fold = text.split("<Answer>")[:2]
    assert "- Four.\n" in before
    assert "Right" not in before
    assert "- Four. **Right.** Two and two." in fold
