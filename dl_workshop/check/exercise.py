"""An exercise is data: what to try, what must hold, hints, a solution, and known mistakes.

A property is something that must hold. The learner's function is called in some mode (as it is,
mapped, differentiated) on fixed inputs, something is read off what comes back, and that is
compared with what the reference gives, or with numbers known beforehand. So an oracle and an
invariant have one form, and a known mistake can be asked what it would have given instead.
"""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dl_workshop.check.assembly import Blanks, Lines, Picture
from dl_workshop.check.call_modes import as_it_is, numbers, plain


@dataclass(frozen=True, eq=False)
class Mistake:
    """A cause that is known by its results: those of wrong implementations.

    Attributes:
        sentence: what went wrong, and how to mend it; `backticks` mark code.
        functions: wrong implementations that have this cause, in NumPy where that is possible.
        when: what must be seen as well, called with Evidence; None if the results say enough.
    """

    sentence: str
    functions: tuple[Callable, ...]
    when: Callable | None = None


@dataclass(frozen=True, eq=False)
class Symptom:
    """A cause that is known by how the answer fails, by what it calls, by what has no effect.

    Attributes:
        sentence: as for a Mistake; {words} in braces are filled in by what `when` returns.
        when: called with Evidence; what it returns is true if this is the cause, and may be a
            dict of words.
        examples: answers that have it.
    """

    sentence: str
    when: Callable
    examples: tuple[Callable, ...] = ()


@dataclass(frozen=True, eq=False)
class Property:
    """Something that must hold of every right answer.

    Attributes:
        name: what must hold, in words that fit behind "this should hold: ".
        inputs: tuples of arguments to try. A tuple of numbers becomes a jax.Array.
        mode: how the function is called, as mode(function, *arguments).
        read: what of the result is compared, called with a NumPy array.
        shown: how a message writes that, to be pasted and run: with {call} if the function is
            called as it is, else with {name} and {arguments}; {rest} are all but the first.
        expected: what `read` must give; None stands for what it gives for the reference.
        rtol: relative tolerance, wide enough for float32 and any order of operations.
        atol: absolute tolerance, a number or one for each entry.
    """

    name: str
    inputs: tuple
    mode: Callable = plain
    read: Callable = as_it_is
    shown: str = "{call}"
    expected: Any = None
    rtol: float = 1e-3
    atol: Any = 1e-4


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise. Its texts are plain sentences with `backticks` around code.

    Attributes:
        chapter: name of the chapter that it stands in.
        place: a number; exercises sort by it as the book has them. Leave gaps.
        title: a few words.
        minutes: how long it takes.
        difficulty: "easy", "medium" or "hard".
        task: one or two sentences.
        stub: source of the function to fill in; its body is `...`.
        properties: in the order in which a learner should hear of them.
        hints: in rising order; only the last may give the answer away.
        reference: the right function.
        spoiler: what in the reference's source only the last hint may say.
        insight: a sentence for a right answer.
        why: the reason that is shown with the solution.
        tip: a sentence for a right answer with a loop, may be empty.
        setup: lines to run before the calls that messages show, may be empty.
        arguments: how a message writes the arguments, with {0}, {1} ...; if empty, in order.
        returns: turns what the function returned into what a mode works on, or raises
            WrongReturnType.
        assembly: the function in pieces, for readers without a kernel, see `assembly`.
        picture: curves that say more of a wrong function than numbers, see there; may be None.
        mistakes: known ones, registered by `mistake`.
        symptoms: registered by `symptom`.
        late_symptoms: registered by `late_symptom`.
        rules: what the task forbids although the numbers are right, registered by `rule`.
        right_answers: differently written ones, registered by `right`.
    """

    chapter: str
    place: float
    title: str
    minutes: int
    difficulty: str
    task: str
    stub: str
    properties: tuple
    hints: tuple
    reference: Callable
    spoiler: str
    insight: str
    why: str
    tip: str = ""
    setup: str = ""
    arguments: str = ""
    returns: Callable = numbers
    assembly: Blanks | Lines | None = None
    picture: Picture | None = None
    mistakes: list[Mistake] = field(default_factory=list)
    symptoms: list[Symptom] = field(default_factory=list)
    late_symptoms: list[Symptom] = field(default_factory=list)
    rules: list[Symptom] = field(default_factory=list)
    right_answers: list[Callable] = field(default_factory=list)

    def mistake(
        self,
        sentence: str | Callable | None = None,
        *functions: Callable,
        when: Callable | None = None,
    ) -> Any:
        """Register a cause that is known by its results.

        Args:
            sentence: see Mistake. As a decorator, without arguments or with `when` alone, this
                takes the sentence from the function's docstring.
            *functions: wrong implementations.
            when: see Mistake.

        Returns:
            The function, or the decorator.
        """
        if sentence is None:
            return lambda function: self.mistake(function, when=when)
        if callable(sentence):
            function = sentence
            sentence = " ".join((function.__doc__ or "").split())
            self.mistakes.append(Mistake(sentence, (function,), when))
            return function
        self.mistakes.append(Mistake(sentence, functions, when))
        return None

    def symptom(
        self, sentence: str, when: Callable, *examples: Callable
    ) -> None:
        """Register a cause that is known by other evidence than results, see Symptom."""
        self.symptoms.append(Symptom(sentence, when, examples))

    def late_symptom(
        self, sentence: str, when: Callable, *examples: Callable
    ) -> None:
        """Register a Symptom that is asked after the general ones."""
        self.late_symptoms.append(Symptom(sentence, when, examples))

    def rule(self, sentence: str, when: Callable, *examples: Callable) -> None:
        """Register a Symptom that refuses an answer of which everything holds."""
        self.rules.append(Symptom(sentence, when, examples))

    def right(self, function: Callable) -> Callable:
        """Register a differently written right answer, as a decorator."""
        self.right_answers.append(function)
        return function

    @property
    def name(self) -> str:
        """Name of the function to write, and of its check."""
        return self._definition.name

    @property
    def parameters(self) -> list[str]:
        """Names of the arguments that the stub asks for, in order."""
        return [argument.arg for argument in self._definition.args.args]

    @property
    def _definition(self):
        (definition,) = ast.parse(self.stub).body
        return definition

    @property
    def trials(self) -> list["Trial"]:
        """Every property at each of its inputs, in order."""
        return [
            Trial(self, must_hold, arguments)
            for must_hold in self.properties
            for arguments in must_hold.inputs
        ]


@dataclass(frozen=True)
class Trial:
    """One property at one input."""

    exercise: Exercise
    must_hold: Property
    arguments: tuple

    @property
    def mode(self) -> Callable:
        """How the function is called."""
        return self.must_hold.mode

    @property
    def invocation(self) -> tuple[Callable, tuple]:
        """Mode and arguments; properties that read the same result share them."""
        return self.mode, self.arguments

    @property
    def is_a_call(self) -> bool:
        """Whether the function is called as it is."""
        return "{call}" in self.must_hold.shown

    @property
    def call(self) -> str:
        """How the function is called, as one would type it."""
        return self._typed("{call}" if self.is_a_call else "{shown}")

    @property
    def shown(self) -> str:
        """What is compared, as one would type it."""
        return self._typed("{shown}")

    def _typed(self, template):
        written = list(map(_written, self.arguments))
        order = self.exercise.arguments or ", ".join("{}" for _ in written)
        words = {
            "name": self.exercise.name,
            "arguments": order.format(*written),
            "rest": ", ".join(written[1:]),
        }
        words["call"] = "{name}({arguments})".format(**words)
        words["shown"] = self.must_hold.shown.format(*written, **words)
        return template.format(**words)


def _written(argument):
    if isinstance(argument, tuple):
        numbers = re.sub(r"\b(inf|nan)\b", r"jnp.\1", str(list(argument)))
        return f"jnp.array({numbers})"
    return str(argument)
