"""Fitting by hand, then by gradient descent: the page reaches what optax reaches."""

import pytest

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live
from tests.live.figures.examples import DATA, START, figure, settled_loss

STEPS_PER_SECOND = 1000


def example():
    return live.fit_by_hand(DATA, START)


@pytest.fixture
def page(opened):
    return opened(figure("fit_by_hand")).ready()


def test_train_reaches_the_optimum_that_optax_reaches(page):
    assert page.number("loss") == pytest.approx(
        float(gm.loss_mixture_weights(START, DATA)), abs=0.2
    )
    page.control("combobox", "speed").select_option("fast")
    page.control("button", "Train").press("Enter")
    page.reach(1000)
    assert page.number("loss") == pytest.approx(settled_loss(), abs=1e-6)
    assert page.number("steps-per-second") > STEPS_PER_SECOND
    assert "Step 1000" in page.figure.get_by_role("status").inner_text()


def test_training_is_not_announced_at_every_frame(page):
    page.control("button", "Train").press("Enter")
    page.page.wait_for_function(
        "document.querySelector('.live-figure').dataset.step > 0"
    )
    assert page.figure.get_by_role("status").inner_text() == ""
    page.control("button", "Pause").press("Enter")
    assert "loss" in page.figure.get_by_role("status").inner_text()


def test_less_motion_means_fewer_redraws(opened):
    page = opened(figure("fit_by_hand"), reduced_motion="reduce").ready()
    page.record_steps()
    page.control("button", "Train").press("Enter")
    page.reach(1000)
    assert page.recorded_steps() == list(range(125, 1001, 125))


def test_a_handle_moves_a_mean(page):
    mean = page.control("slider", "mean μ₀")
    before = mean.get_attribute("aria-valuetext")
    page.drag("circle.live-c0", -60, 0)
    assert mean.get_attribute("aria-valuetext") != before


def test_reset_leads_back(page):
    before = page.number("loss")
    page.control("slider", "mean μ₀").press("PageUp")
    assert page.number("loss") != before
    page.control("button", "Reset").press("Enter")
    assert page.number("loss") == before
