"""Evidence: what a failed answer calls, reads and returns, as far as a diagnosis may ask.

Names are resolved, so that `np.log`, `numpy.log` and `from numpy import log` are one.
"""

import ast
import builtins
import contextlib
import inspect
import textwrap
from fnmatch import fnmatch
from functools import cached_property
from types import ModuleType

import numpy as np

from dl_workshop.check import oracle
from dl_workshop.check.bytecode import codes, names, reads, unwrapped
from dl_workshop.check.sandbox import Problem, observe


class Evidence:
    """What is known of an answer that failed.

    Attributes:
        trial: the Trial that failed.
        tried: all trials made, that one first.
        readings: what came back, a NumPy array or a Problem, by trial.
        pairs: (result, right result), whole, of all calls that gave an array.
    """

    def __init__(self, attempt):
        self.trial, self.tried = attempt.failed, attempt.tried()
        self.readings = {each: attempt.reading(each) for each in self.tried}
        self.pairs = [
            (
                attempt.results[each.invocation],
                oracle.right(each, each.arguments),
            )
            for each in {each.invocation: each for each in self.tried}.values()
            if not isinstance(attempt.results[each.invocation], Problem)
        ]
        self._guarded = attempt.function
        self._function = unwrapped(attempt.function)

    @property
    def result(self):
        """What was read in the trial that failed, a NumPy array or a Problem."""
        return self.readings[self.trial]

    @property
    def expected(self):
        """What should have been read there."""
        return oracle.expected(self.trial)

    @property
    def is_nan(self):
        """Whether that has NaN in it."""
        return not isinstance(self.result, Problem) and bool(
            np.any(np.isnan(self.result))
        )

    @property
    def parameters(self):
        """Names of the arguments, as the exercise asks for them."""
        return self.trial.exercise.parameters

    @property
    def error(self):
        """Name and text of what was raised, "" if a result came back."""
        if not isinstance(self.result, Problem):
            return ""
        return f"{self.result.error}: {self.result.text}"

    def calls(self, *patterns):
        """Tell whether the code names something, by patterns such as "numpy.random.*"."""
        return any(
            fnmatch(name, pattern)
            for name in self.names
            for pattern in patterns
        )

    def call(self, *patterns):
        """Return the first call of something of such a name, as an ast.Call, or None."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                name = self._resolve(ast.unparse(node.func))
                if any(fnmatch(name, pattern) for pattern in patterns):
                    return node
        return None

    @cached_property
    def names(self):
        """Every name that the code reads, resolved: {"jax.numpy.log", "data.sum"}."""
        return set(map(self._resolve, names(self._function)))

    @cached_property
    def variables(self):
        """Names of the notebook's numbers and arrays that the code reads."""
        return sorted(
            name
            for name in reads(self._function)
            if _is_data(self._scope.get(name))
        )

    @cached_property
    def unread(self):
        """The arguments that stand nowhere in the code, by the exercise's names."""
        own = []
        with contextlib.suppress(Exception):
            own = list(inspect.signature(self._function).parameters)
        if not codes(self._function) or len(own) != len(self.parameters):
            return []
        read = reads(self._function)
        both = zip(self.parameters, own, strict=True)
        return [asked for asked, name in both if name not in read]

    @cached_property
    def without_effect(self):
        """The arguments that change what is expected and not what comes back, in all trials."""
        asked, given = self.parameters, self.trial.arguments
        if len(asked) != len(given):
            return []  # arguments are made of several inputs
        return [
            name
            for number, name in enumerate(asked)
            if self._has_no_effect(number)
        ]

    def _has_no_effect(self, number):
        decisive = False
        for trial in self.tried:
            both = trial.arguments, _with_another(trial.arguments, number)
            if not _same(*(oracle.right(trial, each) for each in both)):
                decisive = True
                if not _same(*(self._observe(trial, each) for each in both)):
                    return False
        return decisive

    def _observe(self, trial, arguments):
        return observe(self._guarded, trial.mode, arguments)

    @cached_property
    def tree(self):
        """Syntax tree of the source, empty if there is none."""
        with contextlib.suppress(Exception):
            source = inspect.getsource(self._function)
            return ast.parse(textwrap.dedent(source))
        return ast.Module([], [])

    @cached_property
    def _scope(self):
        with contextlib.suppress(Exception):
            function = self._function
            closure = inspect.getclosurevars(function).nonlocals
            return {**vars(builtins), **function.__globals__, **closure}
        return {}

    def _resolve(self, name):
        root, *attributes = name.split(".")
        value = self._scope.get(root)
        module = getattr(value, "__module__", None)
        if isinstance(value, ModuleType):
            root = value.__name__
        elif callable(value) and isinstance(module, str):
            root = f"{module}.{getattr(value, '__name__', root)}"
        return ".".join([root, *attributes])


def _same(one, other):
    return (
        oracle.finite(one)
        and oracle.finite(other)
        and one.shape == other.shape
        and np.allclose(one, other, rtol=1e-5, atol=1e-7)
    )


def _with_another(arguments, number):
    """The arguments with another value in one place."""
    before, after = arguments[:number], arguments[number + 1 :]
    return (*before, _another(arguments[number]), *after)


def _another(value):
    """Another value of the same sign and size; what lies between 0 and 1 stays there."""
    if isinstance(value, tuple):
        return tuple(map(_another, value[::-1]))
    return value + 1 if isinstance(value, int) else 0.9 * value + 0.03


def _is_data(value):
    if isinstance(value, (bool, str, type, ModuleType)) or callable(value):
        return False
    numbers = isinstance(value, (int, float, tuple, list))
    return numbers or hasattr(type(value), "__array__")
