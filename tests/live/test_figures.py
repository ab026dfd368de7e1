"""What every live figure keeps: speed, size, quiet, keyboard, light and dark, phones."""

import functools
import gzip
import re

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import random

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live
from dl_workshop.live.figures.training_runs import _losses
from dl_workshop.live.samples import rounded
from tests.live.browser import Opened, chromium
from tests.live.figures.data import FOUR_HUMPS, MANY_STARTS, SHARES

TRUE, DATA = gm.two_humps(random.key(100))
START = gm.random_params(random.key(31), num_components=2)

FIGURES = {
    "broken_stick": live.broken_stick(SHARES, random.key(0)),
    "fit_by_hand": live.fit_by_hand(DATA, START),
    "many_components": live.many_components(FOUR_HUMPS, MANY_STARTS, eps=1.0),
    "training_runs": live.training_runs(DATA, {"key 31": START}),
}
KILOBYTES = 40
MILLISECONDS = 4
STEPS_PER_SECOND = 1000
NEVER_IN_VIEW = "IntersectionObserver = class { observe() {} }"


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def opened(browser, tmp_path):
    pages = []

    def open_page(*names, **options):
        figures = [FIGURES[name] for name in names]
        pages.append(Opened(browser, tmp_path, *figures, **options))
        return pages[-1]

    yield open_page
    for page in pages:
        page.context.close()
        assert page.complaints == []
        assert [
            asked for asked in page.requests if "file://" not in asked
        ] == []


@pytest.fixture(params=FIGURES)
def name(request):
    return request.param


@functools.cache
def settled_loss():
    """Loss at the end of the same run in JAX, on the data that the page has."""
    with jax.enable_x64(True):
        start = jax.tree.map(lambda leaf: jnp.asarray(leaf, float), START)
        data = jnp.asarray(rounded(DATA))
        return float(_losses("cosine", start, 0.5, data)[-1])


def test_is_small(name):
    html = FIGURES[name]._repr_html_().encode()
    assert len(gzip.compress(html)) < KILOBYTES * 1000


def test_the_same_cell_writes_the_same_page():
    again = live.fit_by_hand(DATA, START)
    assert again._repr_html_() == FIGURES["fit_by_hand"]._repr_html_()


def test_needs_no_eval_and_no_inline_handlers(name):
    html = FIGURES[name]._repr_html_()
    assert not re.search(r"\beval\(|new Function|\son\w+=\"", html)
    assert "http" not in html.replace("http://www.w3.org/", "")


def test_is_one_element_for_nbval(name):
    pattern = re.compile(r"(?s)\A<([a-z]+)\b.*</\1>\Z")
    assert pattern.match(FIGURES[name]._repr_html_())


def test_starts_from_a_file_and_asks_for_nothing(opened, name):
    page = opened(name).ready()
    assert len(page.requests) == 1


def end_of_page(page):
    return page.page.evaluate(
        "document.querySelector('#below').getBoundingClientRect().top + scrollY"
    )


@pytest.mark.parametrize("width", [390, 1200])
def test_nothing_moves_when_it_starts(opened, name, width):
    viewport = {"width": width, "height": 700}
    asleep = opened(name, viewport=viewport, script=NEVER_IN_VIEW)
    awake = opened(name, viewport=viewport).ready()
    assert asleep.figure.get_attribute("data-state") == "waiting"
    assert abs(end_of_page(asleep) - end_of_page(awake)) < 0.5  # pixels


@pytest.mark.parametrize("width", [320, 390])
def test_fits_on_a_phone(opened, name, width):
    page = opened(name, viewport={"width": width, "height": 700}).ready()
    wide = page.page.evaluate("document.documentElement.scrollWidth")
    assert wide == width


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_follows_the_books_theme(opened, name, theme):
    page = opened(name, theme=theme, color_scheme="light").ready()
    back = page.figure.evaluate("e => getComputedStyle(e).backgroundColor")
    brightness = sum(map(int, re.findall(r"\d+", back)[:3])) / 3
    assert (brightness < 100) == (theme == "dark")


def test_waits_until_it_is_in_view(opened):
    page = opened(
        "training_runs", "fit_by_hand", viewport={"width": 390, "height": 300}
    )
    second = page.page.locator(".live-figure").nth(1)
    page.ready()
    assert second.get_attribute("data-state") == "waiting"


def test_keyboard_moves_every_slider(opened, name):
    page = opened(name).ready()
    for slider in page.figure.get_by_role("slider").all():
        before = slider.get_attribute("aria-valuetext")
        slider.focus()
        page.page.keyboard.press("PageUp")
        assert slider.get_attribute("aria-valuetext") != before


def test_targets_are_large_enough_for_fingers(opened, name):
    page = opened(name, viewport={"width": 390, "height": 800}).ready()
    controls = page.figure.locator("button, select, input").all()
    heights = [control.bounding_box()["height"] for control in controls]
    assert min(heights) >= 24


def test_figures_share_a_page(opened):
    page = opened("fit_by_hand", "training_runs", "fit_by_hand").ready()
    page.page.keyboard.press("End")
    page.page.locator("#below").scroll_into_view_if_needed()
    page.page.wait_for_function(
        "document.querySelectorAll('[data-state=ready]').length === 3"
    )


def test_redraws_within_a_frames_fourth(opened, name):
    page = opened(name).ready()
    slider = page.figure.get_by_role("slider").first
    slider.focus()
    times = []
    for _ in range(15):
        page.page.keyboard.press("ArrowRight")
        times.append(page.number("redraw"))
    assert np.median(times) < MILLISECONDS


def test_train_reaches_the_optimum_that_optax_reaches(opened):
    page = opened("fit_by_hand").ready()
    assert page.number("loss") == pytest.approx(
        float(gm.loss_mixture_weights(START, DATA)), abs=0.2
    )
    page.control("combobox", "speed").select_option("fast")
    page.control("button", "Train").press("Enter")
    page.reach(1000)
    assert page.number("loss") == pytest.approx(settled_loss(), abs=1e-6)
    assert page.number("steps-per-second") > STEPS_PER_SECOND
    assert "Step 1000" in page.figure.get_by_role("status").inner_text()


def test_training_is_not_announced_at_every_frame(opened):
    page = opened("fit_by_hand").ready()
    page.control("button", "Train").press("Enter")
    page.page.wait_for_timeout(200)
    assert page.figure.get_by_role("status").inner_text() == ""
    page.control("button", "Pause").press("Enter")
    assert "loss" in page.figure.get_by_role("status").inner_text()


def test_less_motion_means_fewer_redraws(opened):
    page = opened("fit_by_hand", reduced_motion="reduce").ready()
    page.control("button", "Train").press("Enter")
    page.page.wait_for_timeout(100)
    assert page.number("step") == 125
    page.reach(1000)


def test_nothing_runs_until_asked(opened, name):
    page = opened(name).ready()
    page.page.wait_for_timeout(100)  # for what is drawn once its size is known
    before = page.figure.inner_html()
    page.page.wait_for_timeout(200)
    assert page.figure.inner_html() == before


def test_a_handle_moves_a_mean(opened):
    page = opened("fit_by_hand").ready()
    mean = page.control("slider", "mean μ₀")
    before = mean.get_attribute("aria-valuetext")
    box = page.figure.locator("circle.live-c0").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x - 60, y)
    page.page.mouse.up()
    assert mean.get_attribute("aria-valuetext") != before


def test_reset_leads_back(opened):
    page = opened("fit_by_hand").ready()
    before = page.number("loss")
    page.control("slider", "mean μ₀").press("PageUp")
    assert page.number("loss") != before
    page.control("button", "Reset").press("Enter")
    assert page.number("loss") == before


def losses(page):
    return [
        float(loss)
        for loss in page.figure.get_attribute("data-losses").split(",")
    ]


def test_runs_can_be_stepped_and_scrubbed(opened):
    page = opened("training_runs").ready()
    start = losses(page)
    page.control("button", "Step on").press("Enter")
    assert page.number("step") == 1
    assert losses(page) != start
    page.control("button", "Step back").press("Enter")
    assert losses(page) == start
    page.control("slider", "step").press("End")
    page.reach(1000)
    assert losses(page)[1] == pytest.approx(settled_loss(), abs=1e-6)


def test_a_rate_too_large_is_said_in_words(opened):
    page = opened("training_runs").ready()
    page.control("combobox", "optimiser").select_option("descent")
    page.control("slider", "learning rate").press("End")
    for _ in range(5):
        page.control("button", "Step on").press("Enter")
    assert (
        "diverged" in page.figure.locator(".live-readout").first.inner_text()
    )
