"""Judge a function by the properties of its exercise.

Properties are tried in order. After the first that fails, only those that call the function in
the same mode are tried: their results tell mistakes apart.
"""

from collections.abc import Callable
from typing import Any

from dl_workshop.check import diagnosis, messages, oracle
from dl_workshop.check.bytecode import has_loop, is_stub
from dl_workshop.check.call_modes import guarded
from dl_workshop.check.exercise import Exercise, Trial
from dl_workshop.check.feedback import Feedback
from dl_workshop.check.sandbox import Problem, observe, run


def assess(exercise: Exercise, function: Any) -> Feedback:
    """Judge a learner's function.

    Args:
        exercise: the Exercise.
        function: what the learner hands over: anything.

    Returns:
        Feedback.
    """
    if function is None or function is ...:
        return messages.not_attempted(exercise)
    if not callable(function):
        return messages.no_function(exercise, function)
    attempt = Attempt(exercise, function)
    run(attempt.run, attempt.progress)
    return attempt.feedback()


class Attempt:
    """What is known of one function: one thread finds it out, another may read it meanwhile.

    Attributes:
        exercise: the Exercise.
        function: the learner's, guarded.
        results: arrays or Problems, by mode and arguments.
        current: the trial that is being made.
        failed: the first trial that does not hold.
        cause: the sentence of what explains it, may be empty; where nothing has failed, that of
            a rule of the exercise which the answer breaks.
        done: whether all trials have been made.
    """

    def __init__(self, exercise: Exercise, function: Callable) -> None:
        self.exercise = exercise
        self.function = guarded(function, exercise.returns)
        self.trials = exercise.trials
        self.results: dict[tuple[Callable, tuple], Any] = {}
        self.current = self.trials[0]
        self.failed: Trial | None = None
        self.cause = ""
        self.done = False

    def run(self) -> None:
        """Make the trials, then look for the cause."""
        for trial in self.trials:
            if self.failed is None or trial.mode is self.failed.mode:
                self.current = trial
                if not oracle.holds(trial, self.reading(trial)):
                    self.failed = self.failed or trial
        self.done = True
        if self.failed is None:
            self.cause = diagnosis.broken_rule(self)
        elif not self._is_a_stub():
            self.cause = diagnosis.cause(self)

    def progress(self) -> int:
        """Return how many times the function has come back; the diagnosis is a step as well."""
        return len(self.results) + self.done

    def feedback(self) -> Feedback:
        """Say what has been found out so far."""
        if self._is_a_stub():
            return messages.not_attempted(self.exercise)
        if self.failed:
            got = self.reading(self.failed)
            problem = isinstance(got, Problem)
            wanted = None if problem else oracle.expected(self.failed)
            return messages.failure(self.failed, wanted, got, self.cause)
        if self.cause:
            return messages.broken_rule(self.cause)
        if self.done:
            return messages.correct(self.exercise, has_loop(self.function))
        return messages.no_answer(self.current, self.progress())

    def reading(self, trial: Trial) -> Any:
        """Return what comes back in a trial: a NumPy array or a Problem."""
        if trial.invocation not in self.results:
            result = observe(self.function, *trial.invocation)
            self.results[trial.invocation] = result
        return oracle.read(trial, self.results[trial.invocation])

    def tried(self) -> list[Trial]:
        """Return the trials that have been made, the failed one first if there is one."""
        first = self.failed or self.trials[0]
        others = (each for each in self.trials if each is not first)
        made = [each for each in others if each.invocation in self.results]
        return [first, *made]

    def _is_a_stub(self):
        first = self.results.get(self.trials[0].invocation)
        nothing = getattr(first, "error", "") == "NothingReturned"
        return nothing and is_stub(self.function)
