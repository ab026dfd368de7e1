"""Every test compares a function in JavaScript with the same function in JAX, both in float64."""

import jax
import numpy as np
import pytest

from dl_workshop.live import to_javascript
from tests.live.engine import Engine


@pytest.fixture(scope="session")
def engine():
    """One JavaScript engine for all tests."""
    engine = Engine()
    yield engine
    engine.close()


@pytest.fixture
def agrees(engine):
    """Assert that JavaScript returns what JAX returns.

    The scale that errors are measured against is the result itself, unless given: that of the
    summands where a long sum cancels.
    """

    def check(fun, *examples, rtol=1e-12, scale=0.0, jit=True):
        with jax.enable_x64(True):
            leaves = [np.asarray(leaf) for leaf in jax.tree.leaves(examples)]
            wanted = (jax.jit(fun) if jit else fun)(*examples)
            wanted = [np.asarray(leaf) for leaf in jax.tree.leaves(wanted)]
        source = to_javascript(fun, *examples)
        (got,) = engine.call(source, "f", leaves)
        assert len(got) == len(wanted)
        for ours, theirs in zip(got, wanted, strict=True):
            assert np.ndim(ours) == (theirs.ndim > 0)
            np.testing.assert_allclose(
                np.reshape(ours, theirs.shape),
                theirs.astype(float),
                rtol=rtol,
                atol=rtol * scale + 1e-300,
            )
        return source

    return check
