"""Exercises as a chapter shows them: the task before the cell, hints and a solution after it.

Both are made from the catalogue of `dl_workshop.check`, as MyST, so that page and notebook say
the same as the checks do.
"""

from dl_workshop.check import CATALOGUE
from dl_workshop.check.solutions import pasteable

EXERCISES = {exercise.name: exercise for exercise in CATALOGUE}


def task(name):
    """Return what an exercise asks for, as MyST.

    Args:
        name: the exercise's name.

    Returns:
        An admonition with title, difficulty, minutes and the task.
    """
    exercise = EXERCISES[name]
    return (
        f":::{{admonition}} Exercise: {exercise.title}\n:class: exercise\n"
        f"*{exercise.difficulty.capitalize()}, {exercise.minutes} minutes.* {exercise.task}\n:::"
    )


def help_with(name):
    """Return hints, then a solution with its reason, each folded, as MyST.

    Args:
        name: the exercise's name.

    Returns:
        One dropdown for each.
    """
    exercise = EXERCISES[name]
    hints = [
        fold(f"Hint {number}", hint, "hint")
        for number, hint in enumerate(exercise.hints, start=1)
    ]
    code = f"```python\n{pasteable(exercise.reference)}\n```"
    return "\n\n".join(
        [*hints, fold("Solution", f"{code}\n\n{exercise.why}", "solution")]
    )


def fold(title, text, kind):
    """Return a dropdown close to the next one, as MyST."""
    options = f":class-container: {kind}\n:margin: 0 1 0 0"
    return f"::::{{dropdown}} {title}\n{options}\n\n{text}\n::::"


def table():
    """Return all exercises with chapter, difficulty and minutes, as MyST."""
    rows = [
        f"| {{doc}}`{each.chapter}` | `{each.name}` | {each.difficulty} | {each.minutes} |"
        for each in CATALOGUE
    ]
    total = f"| | all together | | {sum(each.minutes for each in CATALOGUE)} |"
    head = [
        "| Chapter | Exercise | Difficulty | Minutes |",
        "|---|---|---|---:|",
    ]
    return "\n".join([*head, *rows, total])


def causes(exercise):
    """Return what an exercise's check knows by name: its mistakes and its symptoms."""
    return [*exercise.mistakes, *exercise.symptoms]


def misconceptions():
    """Return, for each exercise, the mistakes that its check recognises, as MyST."""
    return "\n\n".join(
        fold(
            f"{each.title} (`{each.name}`)",
            "\n".join(f"- {cause.sentence}" for cause in causes(each)),
            "mistakes",
        )
        for each in CATALOGUE
    )
