"""Many components train in the page as they do in JAX, on the data that the page has."""

import jax
import jax.numpy as jnp
import pytest
from jax import random

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live
from dl_workshop.live.figures.many_components import trained
from dl_workshop.live.packed_data import quantized
from tests.live.figures.examples import (
    figure,
    in_float64,
)

STEPS_PER_SECOND = 1000

# Four components, a tenth of the chapter's data.
FOUR_HUMPS = gm.sample_components(
    random.key(100),
    jnp.array([-2.0, -5.0, 3.0, 8.0]),
    jnp.array([1.1, 2.0, 1.0, 1.5]),
    (200, 1000, 100, 600),
)


def start(key):
    """As the chapter starts, with ten components."""
    mus = random.normal(random.key(key), (10,))
    weights = -0.1 * jnp.arange(10.0)
    return gm.JointParams(weights, jnp.array(0.0), mus, jnp.full(10, 0.3))


STARTS = {"key 0": start(0), "key 3": start(3)}


def example():
    return live.many_components(FOUR_HUMPS, STARTS, eps=1.0)


@pytest.fixture
def page(opened):
    return opened(figure("many_components")).ready()


def settled(start):
    """Loss and weights above 0.01 at the end of the same run in JAX."""
    data = jnp.asarray(quantized(FOUR_HUMPS))
    params = trained(in_float64(STARTS[start]), data, 1.0)
    weights = jax.nn.softmax(params.log_component_weights)
    return float(gm.joint_loss(params, data)), int((weights > 0.01).sum())


@pytest.mark.parametrize("start", STARTS)
def test_reaches_the_loss_that_optax_reaches(page, x64, start):
    page.control("combobox", "start").select_option(start)
    page.control("combobox", "speed").select_option("fast")
    page.control("button", "Run").press("Enter")
    page.reach(2000)
    loss, above = settled(start)
    assert page.number("loss") == pytest.approx(loss, abs=1e-6)
    assert page.number("above") == above
    assert page.number("steps-per-second") > STEPS_PER_SECOND
    assert f"{above} of 10" in page.figure.get_by_role("status").inner_text()


def test_can_be_stepped_and_restarted(page):
    start = page.number("loss")
    page.control("button", "Step on").press("Enter")
    assert page.number("step") == 1
    assert page.number("loss") < start
    page.control("button", "Step back").press("Enter")
    assert page.number("loss") == start
    page.control("slider", "step").press("PageUp")
    page.control("button", "Restart").press("Enter")
    assert page.number("step") == 0


def test_less_motion_means_fewer_redraws(opened):
    page = opened(figure("many_components"), reduced_motion="reduce").ready()
    page.record_steps()
    page.control("button", "Run").press("Enter")
    page.reach(2000)
    assert page.recorded_steps() == list(range(250, 2001, 250))
