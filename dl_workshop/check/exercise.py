"""An exercise is data: what to try, what must hold, hints, a solution, and known mistakes.

A property is something that must hold. The learner's function is used in some way (called,
mapped, differentiated) on fixed inputs, something is read off what comes back, and that is
compared with what the reference gives, or with numbers known beforehand. So an oracle and an
invariant have one form, and a known mistake can be asked what it would have given instead.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dl_workshop.check.uses import as_it_is, numbers, plain


@dataclass(frozen=True, eq=False)
class Mistake:
    """A wrong implementation beside the sentence that explains it.

    Attributes:
        sentence: what went wrong, and how to mend it; `backticks` mark code.
        function: the wrong implementation.
    """

    sentence: str
    function: Callable


def mistake(function):
    """Turn a wrong implementation into a Mistake; its docstring becomes the sentence.

    Args:
        function: a wrong implementation.

    Returns:
        The Mistake.
    """
    return Mistake(" ".join((function.__doc__ or "").split()), function)


@dataclass(frozen=True, eq=False)
class Property:
    """Something that must hold of every right answer.

    Attributes:
        name: what must hold, in words that fit behind "this should hold: ".
        inputs: tuples of arguments to try. A tuple of numbers becomes a jax.Array.
        use: how the function is used, called as use(function, *arguments).
        read: what of the result is compared, called with a NumPy array.
        shown: how a message writes that: with {call} if the function is called as it is, else
            with {name} and {arguments}.
        expected: what `read` must give; None stands for what it gives for the reference.
        rtol: relative tolerance, wide enough for float32 and any order of operations.
        atol: absolute tolerance, a number or one for each entry.
    """

    name: str
    inputs: tuple
    use: Callable = plain
    read: Callable = as_it_is
    shown: str = "{call}"
    expected: Any = None
    rtol: float = 1e-3
    atol: Any = 1e-4


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise. Its texts are plain sentences with `backticks` around code.

    Attributes:
        name: name of the function to write, and of its check.
        chapter: name of the chapter that it stands in.
        title: a few words.
        minutes: how long it takes.
        difficulty: "easy", "medium" or "hard".
        task: one or two sentences.
        stub: source of the function to fill in; its body is `...`.
        properties: in the order in which a learner should hear of them.
        hints: in rising order; only the last may give the answer away.
        reference: the right function.
        insight: a sentence for a right answer.
        why: the reason that is shown with the solution.
        mistakes: known ones.
        tip: a sentence for a right answer with a loop, may be empty.
        arguments: how a message writes the arguments, with {0}, {1} ...; if empty, in order.
        returns: turns what the function returned into what `use` works on, or raises Misfit.
    """

    name: str
    chapter: str
    title: str
    minutes: int
    difficulty: str
    task: str
    stub: str
    properties: tuple
    hints: tuple
    reference: Callable
    insight: str
    why: str
    mistakes: tuple
    tip: str = ""
    arguments: str = ""
    returns: Callable = numbers

    @property
    def trials(self):
        """Every property at each of its inputs, in order."""
        return [
            Trial(self, must_hold, arguments)
            for must_hold in self.properties
            for arguments in must_hold.inputs
        ]

    @property
    def parameters(self):
        """Names of the arguments that the stub asks for, in order."""
        (stub,) = ast.parse(self.stub).body
        return [argument.arg for argument in stub.args.args]


@dataclass(frozen=True)
class Trial:
    """One property at one input."""

    exercise: Exercise
    must_hold: Property
    arguments: tuple

    @property
    def use(self):
        """How the function is used."""
        return self.must_hold.use

    @property
    def experiment(self):
        """What is done to the function; properties that read the same result share it."""
        return self.use, self.arguments

    @property
    def is_a_call(self):
        """Whether the function is called as it is."""
        return "{call}" in self.must_hold.shown

    @property
    def call(self):
        """How the function is used, as one would type it."""
        return self._typed("{call}" if self.is_a_call else "{shown}")

    @property
    def shown(self):
        """What is compared, as one would type it."""
        return self._typed("{shown}")

    def _typed(self, template):
        written = [
            str(list(each) if isinstance(each, tuple) else each)
            for each in self.arguments
        ]
        order = self.exercise.arguments or ", ".join("{}" for _ in written)
        words = {
            "name": self.exercise.name,
            "arguments": order.format(*written),
        }
        words["call"] = "{name}({arguments})".format(**words)
        words["shown"] = self.must_hold.shown.format(**words)
        return template.format(**words)
