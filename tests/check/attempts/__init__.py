"""Answers as new learners write them, one file for each exercise, found by being there.

In a file, `attempts` collects wrong answers beside words that the sentence must hold which the
learner reads, and right answers.
"""

import pkgutil
from importlib import import_module


class Attempts:
    """What learners may hand in to one exercise."""

    def __init__(self):
        self.answers = []

    def wrong(self, words, *functions):
        """Add answers that must be caught, with words that name their cause.

        Without functions this is a decorator.
        """
        for function in functions:
            self.answers.append((function, words))
        return lambda function: self.answers.append((function, words))

    def right(self, *functions):
        """Add answers that must be accepted; also a decorator."""
        for function in functions:
            self.answers.append((function, None))


def collected():
    """Return (exercise, function, words) for all answers; words of right ones are None."""
    modules = [
        import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    ]
    return [
        (module.__name__.rpartition(".")[2], function, words)
        for module in modules
        for function, words in module.attempts.answers
    ]
