"""Judge a function by the properties of its exercise, and say which mistake it looks like.

Properties are tried in order. After the first that fails, only those that use the function in
the same way are tried: their results tell mistakes apart. A known mistake explains a failure if
it gives the same result there and, wherever both give numbers, the same everywhere.
"""

from functools import cache

import jax.numpy as jnp
import numpy as np

from dl_workshop.check import answers
from dl_workshop.check.running import Problem, has_loop, observe, run
from dl_workshop.check.uses import guarded


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
        if self.failed:
            explain = filter(self._is_explained_by, self.exercise.mistakes)
            self.diagnosis = next((found.sentence for found in explain), "")

    def feedback(self):
        """Say what has been found out so far."""
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

    def _is_explained_by(self, mistake):
        tried = [
            trial for trial in self.trials if trial.experiment in self.results
        ]
        return self._agrees(self.failed, mistake) and all(
            self._agrees(trial, mistake) for trial in tried
        )

    def _agrees(self, trial, mistake):
        ours = self._reading(trial)
        # NumPy answers at once where JAX would have to compile.
        theirs = _known(trial, mistake.function, np.array)
        if trial is not self.failed and not (
            _finite(ours) and _finite(theirs)
        ):
            return True  # nothing to compare
        if isinstance(ours, Problem) or isinstance(theirs, Problem):
            return type(ours) is type(theirs) and ours == theirs
        return _close(trial, ours, theirs)


def _holds(trial, reading):
    return not isinstance(reading, Problem) and _close(
        trial, reading, _expected(trial)
    )


def _expected(trial):
    if trial.must_hold.expected is None:
        return _known(trial, trial.exercise.reference, jnp.array)
    return np.asarray(trial.must_hold.expected)


def _known(trial, function, array):
    known = _guarded(function, trial.exercise.returns)
    return _read(trial, _observe(known, *trial.experiment, array))


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
