"""Functions that JavaScript lacks are there where they are needed."""

import jax.numpy as jnp
import pytest
from jax import lax

from dl_workshop.live import to_javascript
from dl_workshop.live.helpers import HELPERS


def test_only_what_is_used():
    assert "function" not in to_javascript(jnp.exp, 1.0).split("return")[0]


def test_what_helpers_need_themselves():
    source = to_javascript(lax.erf_inv, 0.5)
    assert all(f"function {n}(" in source for n in ("erfInv", "erf", "erfc"))


@pytest.mark.parametrize("name", HELPERS)
def test_every_helper_says_what_it_is(name):
    assert HELPERS[name].startswith("// ")
