"""Multiple-choice questions that need no kernel: every choice says why it is right or wrong.

On the page a question is a group of radio buttons, and the reason shows once its button is
chosen; that takes a style sheet and no script. In a notebook the answers are folded away.
"""

import html
from dataclasses import dataclass

import yaml
from author_error import AuthorError

FEWEST, MOST = 3, 5
FORM = "a list of `question` and `choices`, a choice being [yes or no, the text, the reason]"


@dataclass(frozen=True)
class Choice:
    """One answer.

    Attributes:
        is_right: whether it is the right one.
        text: the answer, Markdown.
        reason: why it is right or wrong, Markdown.
    """

    is_right: bool
    text: str
    reason: str

    @property
    def verdict(self):
        """The reason, below a word that says right or wrong."""
        return f"**{'Right' if self.is_right else 'No'}.** {self.reason}"


@dataclass(frozen=True)
class Question:
    """A question and its choices, of which one is right."""

    text: str
    choices: tuple[Choice, ...]


def read_quiz(body):
    """Read the questions of a quiz.

    Args:
        body: YAML, a list of `question` and `choices`; a choice is a list of yes or no, the
            text, and the reason.

    Returns:
        A list of Questions.

    Raises:
        AuthorError: it is no such list, there are fewer than three questions or more than five, or
            one of them has not exactly one right choice.
    """
    questions = [_question(entry) for entry in _entries(body)]
    if not FEWEST <= len(questions) <= MOST:
        raise AuthorError(
            f"expected {FEWEST} to {MOST} questions, got {len(questions)}"
        )
    return questions


def _entries(body):
    try:
        entries = yaml.safe_load(body)
    except yaml.YAMLError as error:
        what = " ".join(str(error).split())
        raise AuthorError(f"expected YAML, {FORM}; got: {what}") from None
    if not isinstance(entries, list):
        raise AuthorError(f"expected {FORM}; got {type(entries).__name__}")
    return entries


def _question(entry):
    """Read one question."""
    try:
        text, choices = entry["question"], entry["choices"]
        question = Question(text, tuple(Choice(*each) for each in choices))
    except (KeyError, TypeError):
        raise AuthorError(f"expected {FORM}; got {entry}") from None
    right = sum(choice.is_right is True for choice in question.choices)
    if right != 1:
        raise AuthorError(f"expected one right choice, got {right}: {text}")
    return question


def as_html(questions, name, render):
    """Write a quiz for the page.

    Args:
        questions: from read_quiz.
        name: unique among the quizzes of a page's site.
        render: turns a line of Markdown into HTML.

    Returns:
        HTML.
    """
    groups = [
        f"<fieldset><legend>{render(question.text)}</legend>"
        + "".join(
            _choice(choice, f"{name}-{number}", render)
            for choice in question.choices
        )
        + "</fieldset>"
        for number, question in enumerate(questions, start=1)
    ]
    return f'<div class="quiz">{"".join(groups)}</div>'


def _choice(choice, group, render):
    return (
        f'<div><label><input type="radio" name="{html.escape(group)}"> '
        f"<span>{render(choice.text)}</span></label>"
        f'<p role="status">{render(choice.verdict)}</p></div>'
    )


def as_markdown(questions, fold):
    """Write a quiz for a notebook.

    Args:
        questions: from read_quiz.
        fold: makes a folded text of a title and Markdown.

    Returns:
        Markdown: each question, its choices, and its answers folded away.
    """
    return "\n\n".join(
        "\n".join(
            [
                f"**{number}. {question.text}**\n",
                *(f"- {choice.text}" for choice in question.choices),
                "",
                fold("Answer", _answers(question)),
            ]
        )
        for number, question in enumerate(questions, start=1)
    )


def _answers(question):
    return "\n".join(
        f"- {choice.text} {choice.verdict}" for choice in question.choices
    )
