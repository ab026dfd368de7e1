"""Anything may come in: never an exception, always Feedback."""

import math
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from dl_workshop.check import CATALOGUE
from dl_workshop.check.feedback import Feedback
from dl_workshop.check.session import Check


class Odd:
    """Raises wherever somebody looks."""

    def __array__(self, *arguments, **options):
        raise RuntimeError("no array")

    def __len__(self):
        raise RuntimeError("no length")

    def __eq__(self, other):
        raise RuntimeError("no comparison")

    def __repr__(self):
        raise RuntimeError("no text")

    __hash__ = None


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(max_size=5),
    st.binary(max_size=5),
    st.fractions(),
    st.builds(Odd),
    st.builds(object),
    st.sampled_from(
        [..., NotImplemented, int, len, math, Fraction, jnp.bfloat16(1.5)]
    ),
)
numpy_arrays = arrays(
    st.sampled_from(["f4", "f8", "i4", "u1", "?", "c8", "U2", "O", "M8[s]"]),
    array_shapes(min_dims=0, max_dims=3, max_side=3),
)
results = st.recursive(
    st.one_of(scalars, numpy_arrays),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.dictionaries(st.text(max_size=2), inner, max_size=2),
    ),
    max_leaves=4,
)
errors = st.builds(
    lambda kind, text: kind(text),
    st.sampled_from(
        [
            ValueError,
            TypeError,
            SystemExit,
            KeyboardInterrupt,
            GeneratorExit,
            StopIteration,
            MemoryError,
            AssertionError,
            NotImplementedError,
            jax.errors.JAXTypeError,
        ]
    ),
    st.text(max_size=10),
)
checks = st.builds(Check, st.sampled_from(CATALOGUE))


def returning(result):
    return lambda *arguments: result


def raising(error):
    def function(*arguments):
        raise error

    return function


def computing(operation):
    return lambda *arguments: operation(arguments[-1])


operations = st.sampled_from(
    [jnp.sum, np.sum, jnp.ravel, sum, list, float, jax.nn.softmax, iter, repr]
)
callables = st.one_of(
    results.map(returning),
    errors.map(raising),
    operations.map(computing),
    st.functions(like=lambda *arguments: ..., returns=results),
    scalars,
)


@settings(max_examples=60)
@given(check=checks, function=callables)
def test_anything_gets_feedback(check, function):
    feedback = check(function)
    assert isinstance(feedback, Feedback)
    assert feedback.outcome in (
        "correct",
        "incorrect",
        "not attempted",
        "raised",
    )
    assert feedback.passed == (feedback.outcome == "correct")
    assert feedback.message
    assert "Traceback" not in feedback.message
    assert feedback._repr_html_().startswith("<div")
    assert repr(feedback) == feedback.message
    assert repr(check.hint())
