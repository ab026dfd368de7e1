"""Slopes and steps in the figure are those of `jax.grad` on the data that the page has."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live
from dl_workshop.live.packed_data import quantized
from tests.live.figures.examples import DATA, START, figure, in_float64


def example():
    return live.slopes(DATA, START)


@pytest.fixture
def page(opened):
    return opened(figure("slopes")).ready()


def loss_and_slopes(params):
    data = jnp.asarray(quantized(DATA))
    loss, slopes = jax.value_and_grad(gm.loss_mixture_weights)(params, data)
    return float(loss), slopes


def slopes_on(page):
    text = page.figure.get_attribute("data-slopes")
    return np.array([float(number) for number in text.split(",")])


def test_slopes_are_those_of_grad(page, x64):
    loss, slopes = loss_and_slopes(in_float64(START))
    assert page.number("loss") == pytest.approx(loss, rel=1e-12)
    expected = np.concatenate(slopes)
    np.testing.assert_allclose(slopes_on(page), expected, rtol=1e-9)


def test_a_step_goes_down_the_slope(page, x64):
    page.control("button", "One step").press("Enter")
    params = in_float64(START)
    before, slopes = loss_and_slopes(params)
    moved = jax.tree.map(lambda p, slope: p - 1e-6 * slope, params, slopes)
    after, _ = loss_and_slopes(moved)
    assert after < before - 1000
    assert page.number("loss") == pytest.approx(after, rel=1e-9)
    assert "down by" in page.figure.get_by_role("status").inner_text()


def test_a_step_that_leads_out_of_sight_is_refused(page):
    before = page.number("loss")
    page.control("slider", "learning rate").press("End")
    page.control("button", "One step").press("Enter")
    said = page.figure.get_by_role("status").inner_text()
    assert said.startswith("diverged: a step of rate 0.01")
    assert page.number("loss") == before


def take(page, steps, rate):
    """Take some steps; return what was said of the last."""
    slider = page.control("slider", "learning rate")
    slider.fill(f"{np.log10(rate):.2f}")
    for _ in range(steps):
        page.control("button", "One step").press("Enter")
    return page.figure.get_by_role("status").inner_text()


def test_the_chapter_says_which_rate_goes_up(page):
    assert "down by" in take(page, 3, 1e-6)
    assert "down by" in take(page, 10, 1e-5)
    assert "down by" in take(page, 10, 1e-4)
    assert any("up by" in take(page, 1, 1e-3) for _ in range(5))
    page.control("button", "Reset").press("Enter")
    rate = page.control("slider", "learning rate").input_value()
    assert float(rate) == pytest.approx(-6)


def test_arrows_point_against_the_slopes(page):
    arrows = page.figure.locator(".live-arrow path").all()
    turns = [each.get_attribute("transform") for each in arrows]
    angles = [float(t.split("rotate(")[1].rstrip(")")) for t in turns]
    slopes = slopes_on(page)
    # Weights first: 90 degrees is down, where a weight falls; then 0 is right, 180 is left.
    assert [angle > 0 for angle in angles[:2]] == list(slopes[:2] > 0)
    assert [abs(angle) > 90 for angle in angles[2:]] == list(slopes[2:] > 0)


def test_bars_are_shared_by_responsibility(page):
    bars = page.figure.locator("path.live-share").all()
    heights = np.array([bar_heights(bar.get_attribute("d")) for bar in bars])
    edges = jnp.linspace(DATA.min(), DATA.max(), 61)
    shares = gm.responsibilities(*START, (edges[1:] + edges[:-1]) / 2)
    total = heights.sum(axis=0)
    seen = total > 20  # pixels: the text of a path has one decimal
    share_seen = heights[0, seen] / total[seen]
    np.testing.assert_allclose(share_seen, shares[seen, 0], atol=0.01)


def bar_heights(path):
    """Heights of the bars `M x,low V high H right V low Z` of a path, in pixels."""
    bars = [bar.split("M")[1] for bar in path.split("Z") if bar]
    lows = [float(bar.split(",")[1].split("V")[0]) for bar in bars]
    highs = [float(bar.split("V")[1].split("H")[0]) for bar in bars]
    return np.array(lows) - np.array(highs)
