"""A learner's session: one check per exercise, which counts hints and notes what has passed."""

from collections.abc import Callable

from dl_workshop.check import progress_file
from dl_workshop.check.exercise import Exercise
from dl_workshop.check.feedback import Feedback, Note, Solution, code
from dl_workshop.check.grader import assess
from dl_workshop.check.solutions import pasteable


class Check:
    """Checks one exercise: call it with your function.

    Attributes:
        exercise: the Exercise.
    """

    def __init__(self, exercise: Exercise):
        self.exercise = exercise
        self._hints_given = 0
        self.__doc__ = exercise.task

    def __call__(self, function: Callable | None = None) -> Feedback:
        """Check a function.

        Args:
            function: your function, without brackets behind its name.

        Returns:
            Feedback, with .passed, .outcome and .message.
        """
        feedback = assess(self.exercise, function)
        if feedback.outcome != "not attempted":
            status = "passed" if feedback.passed else "tried"
            progress_file.remember(self.exercise.name, status)
        return feedback

    def hint(self, number: int | None = None) -> Note:
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

    def solution(self) -> Solution:
        """Show the reference's source, and why it is so."""
        return Solution(pasteable(self.exercise.reference), self.exercise.why)

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

    def __repr__(self) -> str:
        return repr(self._task)

    def _repr_html_(self):
        return self._task._repr_html_()
