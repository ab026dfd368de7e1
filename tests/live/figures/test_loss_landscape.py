"""The landscape is the book's loss: heights, lowest points and the prior's pull, from JAX."""

import jax.numpy as jnp
import numpy as np
import pytest
from jax import jit, random, vmap

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live
from tests.live.figures.examples import (
    DATA,
    TRUE,
    figure,
    in_float64,
)

FEW = random.choice(random.key(3), DATA, (60,), replace=False)
SAMPLES = {"12 data": FEW[:12], "60 data": FEW}
WEIGHTS = jnp.linspace(0.01, 0.99, 81)  # where the figure computes its valley


def example():
    return live.loss_landscape(SAMPLES, TRUE)


@pytest.fixture
def page(opened):
    return opened(figure("loss_landscape")).ready()


@jit
def loss_at(weight, mu, data, alpha):
    """The loss at the truth, with the first weight and the first mean moved."""
    true = in_float64(TRUE)
    log_weights = jnp.log(jnp.stack([weight, 1 - weight]))
    mus = true.component_mus.at[0].set(mu)
    params = gm.MixtureParams(log_weights, mus, true.log_component_scales)
    return gm.loss_mixture_weights(params, in_float64(data), alpha)


def lowest_weight(data, alpha):
    over_weights = vmap(loss_at, (0, None, None, None))
    losses = over_weights(in_float64(WEIGHTS), -2.0, data, alpha)
    return float(WEIGHTS[losses.argmin()])


def alpha_of(page):
    slider = page.control("slider", "prior")
    return float(f"{10 ** float(slider.input_value()):.1e}")


@pytest.mark.parametrize("name", SAMPLES)
def test_loss_and_lowest_point_are_those_of_jax(page, x64, name):
    page.control("combobox", "data").select_option(name)
    for _ in range(2):
        alpha = alpha_of(page)
        expected = float(loss_at(1 / 6, -2.0, SAMPLES[name], alpha))
        assert page.number("loss") == pytest.approx(expected, abs=0.02)
        lowest = lowest_weight(SAMPLES[name], alpha)
        assert page.number("lowest") == pytest.approx(lowest, abs=1e-6)
        page.control("slider", "prior").press("End")
    assert page.number("lowest") > 0.4  # 100 extra data in each component


def test_two_different_parameters(page):
    across, up = (page.control("combobox", "along", i) for i in range(2))
    across.select_option("m0")
    assert (across.input_value(), up.input_value()) == ("m0", "w0")
    up.select_option("m0")
    assert (across.input_value(), up.input_value()) == ("w0", "m0")


def test_the_point_can_be_dragged(page):
    weight, mean = (page.control("slider", f"{n}₀") for n in ("w", "μ"))
    before = [float(each.input_value()) for each in (weight, mean)]
    page.drag("circle.live-datum >> nth=1", 40, 20)
    after = [float(each.input_value()) for each in (weight, mean)]
    assert after[0] > before[0]
    assert after[1] < before[1]


def test_every_contour_has_one_height(page, x64):
    strokes = page.figure.locator("path.live-contour").nth(4)
    # Of the fifth contour, 5 nats above the lowest point of the grid: ends of strokes, as shares.
    box = page.figure.locator("svg.live-square").nth(1).bounding_box()
    ends = strokes.get_attribute("d").replace("M", " ").replace("L", " ")
    points = np.array([list(map(float, e.split(","))) for e in ends.split()])
    left, right, bottom, top = 44, box["width"] - 18, box["height"] - 36, 20
    weights = 0.01 + 0.98 * (points[:, 0] - left) / (right - left)
    low, high = np.floor(FEW.min()), np.ceil(FEW.max())
    mus = low + (high - low) * (points[:, 1] - bottom) / (top - bottom)
    over_points = vmap(loss_at, (0, 0, None, None))
    losses = over_points(weights, mus, SAMPLES["12 data"], 2.0)
    assert len(losses) > 20
    assert np.ptp(losses) < 1.0  # straight strokes across curved cells
