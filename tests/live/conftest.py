"""Every test compares a function in JavaScript with the same function in JAX, both in float64."""

import jax
import numpy as np
import pytest

from dl_workshop.live import to_javascript
from dl_workshop.precision import enable_x64
from tests.support.node import Node


@pytest.fixture(scope="session")
def node():
    """One JavaScript node for all tests."""
    node = Node()
    yield node
    node.close()


# Compile quickly; what is compiled runs once.
_QUICKLY = {"xla_backend_optimization_level": 0}


@pytest.fixture
def agrees(node):
    """Assert that JavaScript returns what JAX returns, for one or more calls.

    Errors are measured against the result itself; where a long sum cancels, against the scale of
    its summands.
    """

    def check(fun, *examples, more=(), rtol=1e-12, scale=0.0):
        calls = [examples, *more]
        source = to_javascript(fun, *examples)
        leaves = [list(map(np.asarray, jax.tree.leaves(c))) for c in calls]
        answers = node.call(source, "f", *leaves)
        for got, wanted in zip(answers, _by_jax(fun, calls), strict=True):
            _compare(got, wanted, rtol, rtol * scale + 1e-300)
        return source

    return check


@pytest.fixture
def compared(node):
    """Assert that a text, compiled before, returns what JAX returns for some leaves."""

    def check(source, fun, leaves, scale=0.0, rtol=1e-12):
        (got,) = node.call(source, "f", leaves)
        (wanted,) = _by_jax(fun, [leaves])
        _compare(got, wanted, rtol, rtol * scale + 1e-300)

    return check


def _by_jax(fun, calls):
    """Leaves of the results in float64."""
    with enable_x64(True):
        lowered = jax.jit(fun).lower(*calls[0])
        compiled = lowered.compile(compiler_options=_QUICKLY)
        return [
            list(map(np.asarray, jax.tree.leaves(compiled(*call))))
            for call in calls
        ]


def _compare(got, wanted, rtol, atol):
    assert len(got) == len(wanted)
    for ours, theirs in zip(got, wanted, strict=True):
        assert np.ndim(ours) == (theirs.ndim > 0)
        ours, theirs = np.reshape(ours, theirs.shape), theirs.astype(float)
        np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=atol)
