"""Two runs of training: stepped, scrubbed, provoked to diverge."""

import pytest
from jax import random

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live
from tests.live.figures.examples import DATA, START, figure, settled_loss

STARTS = {"key 31": START, "key 0": gm.random_params(random.key(0), 2)}


def example():
    return live.training_runs(DATA, STARTS)


@pytest.fixture
def page(opened):
    return opened(figure("training_runs")).ready()


def losses(page):
    return [
        float(loss)
        for loss in page.figure.get_attribute("data-losses").split(",")
    ]


def test_runs_can_be_stepped_and_scrubbed(page):
    start = losses(page)
    page.control("button", "Step on").press("Enter")
    assert page.number("step") == 1
    assert losses(page) != start
    page.control("button", "Step back").press("Enter")
    assert losses(page) == start
    page.control("slider", "step").press("End")
    page.reach(1000)
    assert losses(page)[1] == pytest.approx(settled_loss(), abs=1e-6)


def test_a_rate_too_large_is_said_in_words(page):
    page.control("combobox", "optimiser").select_option("descent")
    page.control("slider", "learning rate").press("End")
    for _ in range(5):
        page.control("button", "Step on").press("Enter")
    assert (
        "diverged" in page.figure.locator(".live-readout").first.inner_text()
    )


def test_losses_that_shoot_up_stay_inside_the_plot(page):
    page.control("combobox", "optimiser").select_option("descent")
    page.control("slider", "learning rate").fill("-3")
    for _ in range(5):
        page.control("button", "Step on").press("Enter")
    assert max(losses(page)) > 10**5
    curve = page.figure.locator("path.live-curve.live-run0").last
    heights = [
        float(point.split(",")[1])
        for point in curve.get_attribute("d").strip("M").split("L")
    ]
    assert min(heights) >= 20  # pixels: where the axis ends


def test_run_stands_above_the_runs_on_a_phone(opened):
    viewport = {"width": 390, "height": 700}
    page = opened(figure("training_runs"), viewport=viewport).ready()
    run = page.control("button", "Run").bounding_box()
    first = page.figure.locator("svg.live-plot").first.bounding_box()
    assert run["y"] < first["y"]
