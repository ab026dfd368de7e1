"""Evidence: what a failed answer calls, reads and returns, as far as a diagnosis may ask.

Names are resolved, so that `np.log`, `numpy.log` and `from numpy import log` are one.
"""

import ast
import builtins
import contextlib
import copy
import inspect
import linecache
import re
from fnmatch import fnmatch
from functools import cached_property, lru_cache
from types import ModuleType
from typing import Any

import jax
import numpy as np

from dl_workshop.check import changed, oracle
from dl_workshop.check.bytecode import (
    codes,
    names,
    outer_names,
    reads,
    unwrapped,
)
from dl_workshop.check.exercise import Trial
from dl_workshop.check.helpers import helpers
from dl_workshop.check.sandbox import Problem, observe

DEFINED = ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda


class Evidence:
    """What is known of an answer that failed, or that may break a rule.

    Attributes:
        trial: the Trial that failed; if none did, the first.
        tried: all trials made, that one first.
        calls_made: one trial for each call of the function.
        readings: what came back, a NumPy array or a Problem, by trial.
        pairs: (result, right result), whole, of all calls that gave an array.
        function: the answer, guarded as the modes call it.
        answer: what the learner wrote, below `jit`: a cause may call it with inputs of its own.
    """

    def __init__(self, attempt: Any) -> None:
        self.tried = attempt.tried()
        self.trial = self.tried[0]
        # Trials that read the same result share a call.
        self.calls_made = list(
            {each.invocation: each for each in self.tried}.values()
        )
        self.readings = {each: attempt.reading(each) for each in self.tried}
        self.pairs = [
            (
                attempt.results[each.invocation],
                oracle.right(each, each.arguments),
            )
            for each in self.calls_made
            if not isinstance(attempt.results[each.invocation], Problem)
        ]
        self.function, self._results = attempt.function, attempt.results
        self.answer = unwrapped(attempt.function)

    @property
    def result(self) -> Any:
        """What was read in the trial that failed, a NumPy array or a Problem."""
        return self.readings[self.trial]

    @property
    def expected(self) -> np.ndarray:
        """What should have been read there."""
        return oracle.expected(self.trial)

    @property
    def is_nan(self) -> bool:
        """Whether that has NaN in it."""
        return not isinstance(self.result, Problem) and bool(
            np.any(np.isnan(self.result))
        )

    @property
    def parameters(self) -> list[str]:
        """Names of the arguments, as the exercise asks for them."""
        return self.trial.exercise.parameters

    @property
    def error(self) -> str:
        """Name and text of what was raised, "" if a result came back."""
        if not isinstance(self.result, Problem):
            return ""
        return f"{self.result.error}: {self.result.text}"

    @property
    def line(self) -> str:
        """The learner's line that raised, "line 3: ..."; "" if none did."""
        return getattr(self.result, "line", "")

    def origin(self, **setting: bool) -> str:
        """Return the operation that first gives NaN or an infinity, as JAX calls it, or "".

        Args:
            **setting: debug_nans=True or debug_infs=True, of JAX.
        """
        ((name, on),) = setting.items()
        with getattr(jax, name)(on), jax.disable_jit():
            got = observe(self.function, *self.trial.invocation)
        text = got.text if isinstance(got, Problem) else ""
        found = re.search(r"encountered in (\w+)", text)
        return found[1] if found else ""

    def calls(self, *patterns: str) -> bool:
        """Tell whether the code names something, by patterns such as "numpy.random.*"."""
        return any(
            fnmatch(name, pattern)
            for name in self.names
            for pattern in patterns
        )

    def calls_by_helpers(self, *patterns: str) -> bool:
        """The same, of the code and of the notebook's functions that it calls."""
        functions, made = helpers(self.answer)
        found = set(made).union(
            *(map(_Scope(each).resolve, names(each)) for each in functions)
        )
        return any(
            fnmatch(name, pattern) for name in found for pattern in patterns
        )

    def whole(self, trial: Trial) -> Any:
        """Return all of what came back in a trial, a NumPy array or a Problem."""
        return self._results[trial.invocation]

    def call(self, *patterns: str) -> ast.Call | None:
        """Return the first call of something of such a name, as an ast.Call, or None."""
        return next(iter(self.all_calls(*patterns)), None)

    def all_calls(self, *patterns: str) -> list[ast.Call]:
        """Return all calls of something of such a name, as a list of ast.Call."""
        return [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Call)
            and any(fnmatch(self.name_of(node), each) for each in patterns)
        ]

    def name_of(self, call: ast.Call) -> str:
        """Return the resolved name of what is called in an ast.Call."""
        return self._resolve(ast.unparse(call.func))

    def on_the_line(self, *kinds: type[ast.expr | ast.stmt]) -> list[Any]:
        """Return the syntax nodes of some kinds that begin on the line that raised."""
        number = self.line.removeprefix("line ").partition(":")[0]
        return [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, kinds) and str(node.lineno) == number
        ]

    def value(self, expression: ast.AST) -> Any:
        """Return what a dotted name stands for in the notebook, None if for nothing."""
        root, *attributes = ast.unparse(expression).split(".")
        value = self._scope.get(root)
        for attribute in attributes:
            value = getattr(value, attribute, None)
        return value

    def parameters_of(self, function: str) -> list[str]:
        """Return what a function that the code names takes, as a list of names; [] if unknown."""
        for node in ast.walk(self.tree):
            named = getattr(node, "attr", getattr(node, "id", None))
            if named == function:
                with contextlib.suppress(Exception):
                    return list(inspect.signature(self.value(node)).parameters)
        return []

    def made_by(self, name: ast.AST) -> ast.AST:
        """Return what a name is assigned in the code, or the name itself."""
        own = getattr(name, "id", None)
        values = (
            each.value
            for each in ast.walk(self.tree)
            if isinstance(each, ast.Assign) and _targets(each) == {own}
        )
        return next(values, name)

    def made_of(self, expression: ast.AST) -> set[str]:
        """Return the arguments, by the exercise's names, that an expression is computed from."""
        found: set[str] = set()
        new = _loaded(expression)
        while new - found:
            found |= new
            new = {
                name
                for each in ast.walk(self.tree)
                if isinstance(each, ast.Assign) and _targets(each) & found
                for name in _loaded(each.value)
            }
        return {asked for asked, own in self.own_names() if own in found}

    @cached_property
    def names(self) -> set[str]:
        """Every name that the code reads, resolved: {"jax.numpy.log", "data.sum"}."""
        return set(map(self._resolve, names(self.answer)))

    @cached_property
    def variables(self) -> list[str]:
        """Names of the notebook's numbers and arrays that the code reads."""
        return sorted(
            name
            for name in outer_names(self.answer)
            if _is_data(self._scope.get(name))
        )

    @cached_property
    def unread(self) -> list[str]:
        """The arguments that stand nowhere in the code, by the exercise's names."""
        if not codes(self.answer):
            return []
        read = reads(self.answer)
        return [asked for asked, own in self.own_names() if own not in read]

    def own_names(self) -> list[tuple[str, str]]:
        """Pairs of arguments' names: the exercise's, the learner's."""
        with contextlib.suppress(Exception):
            own = list(inspect.signature(self.answer).parameters)
            return list(zip(self.parameters, own, strict=True))
        return []

    @cached_property
    def without_effect(self) -> list[str]:
        """The arguments that change what is expected and not what comes back, in all trials."""
        return [
            name
            for number, name in enumerate(self.parameters)
            if self._has_no_effect(number)
        ]

    def _has_no_effect(self, number):
        decisive = False
        for trial in self.calls_made:
            right = oracle.right(trial, trial.arguments)
            if _is_whole(self._results[trial.invocation]):
                continue  # a place, say, is often the same by chance
            if not _same(right, oracle.changed(trial, number)):
                decisive = True
                if not self._is_the_same(trial, number):
                    return False
        return decisive

    def _is_the_same(self, trial, number):
        other = changed.observed(self.function, trial, number)
        return _same(self._results[trial.invocation], other)

    @cached_property
    def tree(self) -> Any:
        """Syntax tree of the definition, empty if its source is not there."""
        code = next(iter(codes(self.answer)), None)
        if code is None:
            return ast.Module([], [])
        text = "".join(linecache.getlines(code.co_filename))
        found = [node for node in _definitions(text) if _is_of(node, code)]
        # Of a lambda within a lambda, the inner one begins later.
        own = max(found, key=_span, default=ast.Module([], []))
        return copy.deepcopy(own)  # the search for a repair changes it

    @cached_property
    def _scope(self):
        return _Scope(self.answer).values

    def _resolve(self, name):
        return _Scope(self.answer, self._scope).resolve(name)


class _Scope:
    """What names stand for in a function."""

    def __init__(
        self, function: Any, values: dict[str, Any] | None = None
    ) -> None:
        self.values = values if values is not None else {}
        if values is None:
            with contextlib.suppress(Exception):
                closure = inspect.getclosurevars(function).nonlocals
                outside = function.__globals__
                own = getattr(function, "__code__", None)
                hidden = own.co_varnames if own else ()
                self.values = {**vars(builtins), **outside, **closure}
                for name in hidden:  # whatever it means in the notebook
                    self.values.pop(name, None)

    def resolve(self, name: str) -> str:
        """Return a dotted name with the module in place of what it is called here."""
        root, *attributes = name.split(".")
        value = self.values.get(root)
        module = getattr(value, "__module__", None)
        if isinstance(value, ModuleType):
            root = value.__name__
        elif callable(value) and isinstance(module, str):
            root = f"{module}.{getattr(value, '__name__', root)}"
        return ".".join([root, *attributes])


@lru_cache(maxsize=4)
def _definitions(text):
    """Functions of a whole file or cell: the lines of a lambda alone may be no syntax."""
    with contextlib.suppress(Exception):
        return [n for n in ast.walk(ast.parse(text)) if isinstance(n, DEFINED)]
    return []


def _is_of(node, code):
    """Tell whether a node is the definition that a code object was made of."""
    if isinstance(node, ast.Lambda):
        begin, end = _span(node.body)
        return code.co_name == "<lambda>" and all(
            begin <= (first, column) and (last, end_column) <= end
            for first, last, column, end_column in code.co_positions()
            if end_column  # there are instructions without a place
        )
    lines = [each.lineno for each in (node, *node.decorator_list)]
    return (node.name, min(lines)) == (code.co_name, code.co_firstlineno)


def _span(node):
    """Where the text of a node begins and ends, each as (line, column)."""
    begin = node.lineno, node.col_offset
    return begin, (node.end_lineno, node.end_col_offset)


def _targets(assignment):
    """Names that an assignment gives a value to."""
    return set().union(*map(_loaded, assignment.targets))


def _loaded(expression):
    """Names that stand in an expression."""
    return {
        node.id for node in ast.walk(expression) if isinstance(node, ast.Name)
    }


def _same(one, other):
    return (
        oracle.finite(one)
        and oracle.finite(other)
        and one.shape == other.shape
        and np.allclose(one, other, 1e-5, _rounding(one, other))
    )


def _rounding(one, other):
    """What rounding may leave of a zero; where all numbers are tiny it would hide them."""
    size = max(np.max(np.abs(each), initial=0) for each in (one, other))
    return 1e-6 if size > 1e-7 else 0.0


def _is_whole(result):
    return getattr(getattr(result, "dtype", None), "kind", "") in (
        "i",
        "u",
        "b",
    )


def _is_data(value):
    if isinstance(value, (bool, str, type, ModuleType)) or callable(value):
        return False
    numbers = isinstance(value, (int, float, tuple, list))
    return numbers or hasattr(type(value), "__array__")
