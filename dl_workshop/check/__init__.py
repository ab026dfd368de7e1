"""Exercises that check themselves.

    from dl_workshop import check
    check.normalize_weights                         the task
    check.normalize_weights(normalize_weights)      what is right or wrong with your function
    check.normalize_weights.hint()                  the next hint
    check.normalize_weights.solution()              a solution, and why it is so
    check.progress()                                what has passed so far
    check.progress().save("mine.json")              the same in a file, to hand in
    check.progress().forget()                       nothing has passed
    check.progress_of_class("handed_in")            a folder of such files, in one table

Every exercise has a name here, and Tab completes it. Its file is read when it is asked for.
Read the modules in this order: exercise (what an exercise is), catalogue (the exercises),
sandbox, grader, evidence, diagnosis, symptoms, messages.
"""

from functools import cache
from os import PathLike

from dl_workshop.check import catalogue, progress_file
from dl_workshop.check.feedback import Note
from dl_workshop.check.session import Check

# Names of exercises are looked up when they are used, so static tools do not find them here.
__all__ = ["progress", "progress_of_class", *catalogue.NAMES]


def progress() -> progress_file.Progress:
    """Tell what has passed so far, in this notebook and before a restart of its kernel."""
    return progress_file.Progress(progress_file.recall())


def progress_of_class(folder: str | PathLike[str]) -> Note:
    """Merge a folder of files that learners have handed in into one table.

    Args:
        folder: where the files lie, each named after who handed it in, such as ada.json.

    Returns:
        What to show: a row for each exercise, and one for each learner.
    """
    return progress_file.of_class(folder)


@cache
def _check(name: str) -> Check:
    return Check(catalogue.load(name))


def __getattr__(name: str) -> Check:
    if name in catalogue.NAMES:
        return _check(name)
    if name == "CATALOGUE":
        return catalogue.load_all()  # type: ignore[return-value] # all others are Checks
    raise AttributeError(f"there is no exercise {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *catalogue.NAMES])
