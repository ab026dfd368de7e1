"""Judge a function by the properties of its exercise, and say which mistake it looks like.

Properties are tried in order. After the first that fails, only those that use the function in
the same way are tried: their results tell mistakes apart. A known mistake explains a failure if
it gives the same result there and, wherever both give one, the same everywhere; second best is
one that agrees wherever both are finite.
"""

from functools import cache

import numpy as np

from dl_workshop.check import answers
from dl_workshop.check.running import Problem, has_loop, observe, run
from dl_workshop.check.uses import guarded, in_jax, in_numpy


def assess(exercise, function):
    """Judge a learner's function.

    Args:
        exercise: the Exercise.
        function: what the learner hands over: anything.

    Returns:
        Feedback.
    """
    if function is None or function is ...:
        return answers.not_attempted(exercise)
    if not callable(function):
        return answers.no_function(exercise, function)
    attempt = Attempt(exercise, function)
    run(attempt.run)
    return attempt.feedback()


class Attempt:
    """What is known of one function: one thread finds it out, another may read it meanwhile.

    Attributes:
        results: arrays or Problems, by experiment.
        current: the trial that is being made.
        failed: the first trial that does not hold.
        diagnosis: the sentence of the mistake that explains it, may be empty.
        done: whether all trials have been made.
    """

    def __init__(self, exercise, function):
        self.exercise = exercise
        self.function = guarded(function, exercise.returns)
        self.trials = exercise.trials
        self.results = {}
        self.current = self.failed = None
        self.diagnosis = ""
        self.done = False

    def run(self):
        """Make the trials, then look for the mistake."""
        for trial in self.trials:
            if self.failed is None or trial.use is self.failed.use:
                self.current = trial
                if not _holds(trial, self._reading(trial)):
                    self.failed = self.failed or trial
        self.done = True
        if self.failed and not self._is_a_stub():
            self.diagnosis = self._diagnose()

    def feedback(self):
        """Say what has been found out so far."""
        if self._is_a_stub():
            return answers.not_attempted(self.exercise)
        if self.failed:
            got = self._reading(self.failed)
            problem = isinstance(got, Problem)
            expected = None if problem else _expected(self.failed)
            return answers.failure(self.failed, expected, got, self.diagnosis)
        if self.done:
            return answers.correct(self.exercise, has_loop(self.function))
        return answers.no_answer(self.current)

    def _reading(self, trial):
        if trial.experiment not in self.results:
            self.results[trial.experiment] = observe(
                self.function, *trial.experiment
            )
        return _read(trial, self.results[trial.experiment])

    def _is_a_stub(self):
        first = self.results.get(self.trials[0].experiment)
        return getattr(first, "error", "") == "NothingReturned"

    def _diagnose(self):
        for agrees in (self._agrees, self._agrees_where_finite):
            for mistake in self.exercise.mistakes:
                if all(agrees(trial, mistake) for trial in self._tried()):
                    return mistake.sentence
        return ""

    def _tried(self):
        others = (each for each in self.trials if each is not self.failed)
        return [
            self.failed,
            *(each for each in others if each.experiment in self.results),
        ]

    def _agrees(self, trial, mistake):
        ours, theirs = self._both(trial, mistake)
        if isinstance(ours, Problem) or isinstance(theirs, Problem):
            # Elsewhere there is nothing to compare: a mistake in NumPy has no gradient.
            return trial is not self.failed or _same_problem(ours, theirs)
        return _close(trial, ours, theirs)

    def _agrees_where_finite(self, trial, mistake):
        both = self._both(trial, mistake)
        if trial is not self.failed and not all(map(_finite, both)):
            return True
        return self._agrees(trial, mistake)

    def _both(self, trial, mistake):
        theirs = _known(trial, mistake.function, in_numpy)
        return self._reading(trial), theirs


def _holds(trial, reading):
    return not isinstance(reading, Problem) and _close(
        trial, reading, _expected(trial)
    )


def _expected(trial):
    if trial.must_hold.expected is None:
        return _known(trial, trial.exercise.reference, in_jax)
    return np.asarray(trial.must_hold.expected)


def _known(trial, function, prepare):
    known = _guarded(function, trial.exercise.returns)
    return _read(trial, _observe(known, *trial.experiment, prepare))


# References and known mistakes, and what they give, stay the same.
_guarded = cache(guarded)
_observe = cache(observe)


def _read(trial, result):
    if isinstance(result, Problem):
        return result
    try:
        return np.asarray(trial.must_hold.read(result))
    except Exception:  # a result of another shape has nothing to read there
        return result


def _same_problem(one, other):
    # What cannot be traced tells nothing: no mistake in NumPy can.
    return type(one) is type(other) and one == other and not one.traced


def _finite(reading):
    return not isinstance(reading, Problem) and np.all(np.isfinite(reading))


def _close(trial, one, other):
    is_complex = "c" in (one.dtype.kind, other.dtype.kind)
    wide = np.complex128 if is_complex else np.float64
    return one.shape == other.shape and np.allclose(
        one.astype(wide),
        other.astype(wide),
        trial.must_hold.rtol,
        trial.must_hold.atol,
        equal_nan=True,
    )
