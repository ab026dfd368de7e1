"""Multiple-choice questions that need no kernel: every choice says why it is right or wrong.

On the page a question is a group of radio buttons, and the reason shows once its button is
chosen; that takes a style sheet and no script. In a notebook the answers are folded away.
"""

import html
from dataclasses import dataclass

import yaml


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
        ValueError: a question has not exactly one right choice.
    """
    questions = [
        Question(
            entry["question"],
            tuple(Choice(*each) for each in entry["choices"]),
        )
        for entry in yaml.safe_load(body)
    ]
    for question in questions:
        right = sum(choice.is_right for choice in question.choices)
        if right != 1:
            raise ValueError(
                f"expected one right choice, got {right}: {question.text}"
            )
    return questions


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
