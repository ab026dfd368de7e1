"""A learner's session: one check per exercise, which remembers hints given and what passed."""

from dl_workshop.check.engine import assess
from dl_workshop.check.feedback import Note, Solution, code
from dl_workshop.gaussian_mixture import source


class Check:
    """Checks one exercise: call it with your function.

    Attributes:
        exercise: the Exercise.
        status: "not yet", "tried" or "passed".
    """

    def __init__(self, exercise):
        self.exercise = exercise
        self.status = "not yet"
        self._hints_given = 0
        self.__doc__ = exercise.task

    def __call__(self, function=None):
        """Check a function.

        Args:
            function: your function, without brackets behind its name.

        Returns:
            Feedback, with .passed, .outcome and .message.
        """
        feedback = assess(self.exercise, function)
        if feedback.passed:
            self.status = "passed"
        elif self.status == "not yet" and feedback.outcome != "not attempted":
            self.status = "tried"
        return feedback

    def hint(self, number=None):
        """Give a hint, each time a better one.

        Args:
            number: which hint, from 1; without it, the next.

        Returns:
            The hint.
        """
        hints = self.exercise.hints
        number = self._hints_given + 1 if number is None else number
        if number not in range(1, len(hints) + 1):
            return Note(
                f"There are {len(hints)} hints, from 1 to {len(hints)}. "
                f"`check.{self.exercise.name}.solution()` shows a solution."
            )
        self._hints_given = number
        return Note(f"Hint {number} of {len(hints)}. {hints[number - 1]}")

    def solution(self):
        """Show the reference's source, and why it is so."""
        return Solution(
            source(self.exercise.reference).code, self.exercise.why
        )

    @property
    def _task(self):
        exercise, name = self.exercise, self.exercise.name
        about = f"{exercise.difficulty}, {exercise.minutes} minutes"
        return Note(
            f"{exercise.title} ({about})",
            exercise.task,
            code(exercise.stub),
            f"Check it with `check.{name}({name})`. `check.{name}.hint()` gives a hint.",
        )

    def __repr__(self):
        return repr(self._task)

    def _repr_html_(self):
        return self._task._repr_html_()


def progress(checks):
    """Tell what has passed so far.

    Args:
        checks: Checks, in the order of the chapters.

    Returns:
        A Note: how many have passed, and each exercise's status.
    """
    rows = [
        (check.exercise.chapter, check.exercise.name, check.status)
        for check in checks
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    passed = sum(check.status == "passed" for check in checks)
    return Note(f"{passed} of {len(checks)} exercises passed.", code(*lines))
