"""Half steps in the figure are those of the package, and the loss beside them is the course's."""

import jax.numpy as jnp
import numpy as np
import pytest
from jax import grad

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live
from dl_workshop.live.packed_data import quantized
from tests.live.figures.examples import DATA, START, figure, in_float64

ALIKE = gm.MixtureParams(jnp.zeros(2), jnp.zeros(2), jnp.zeros(2))


def example():
    return live.em_steps(DATA, {"key 31": START, "both alike": ALIKE})


@pytest.fixture
def page(opened):
    return opened(figure("em_steps")).ready()


def press(page, *names):
    """Press buttons; return what was said of the last."""
    for name in names:
        page.control("button", name).press("Enter")
    return page.figure.get_by_role("status").inner_text()


def params_on(page):
    text = page.figure.get_attribute("data-params")
    return np.array(text.split(","), float).reshape(3, 2)


def coloured_bars(page):
    bars = page.figure.locator("path.live-share").all()
    return [bar.get_attribute("d") for bar in bars]


def stepped(params, times):
    data = jnp.asarray(quantized(DATA))
    for _ in range(times):
        params = gm.em_step(params, data)
    return params, float(gm.loss_mixture_weights(params, data))


def test_e_and_m_make_the_packages_step(page, x64):
    before = params_on(page)
    assert coloured_bars(page) == ["", ""]
    press(page, "E:")
    assert all(coloured_bars(page))
    np.testing.assert_array_equal(params_on(page), before)  # curves wait
    colours = coloured_bars(page)
    assert "EM step: down by" in press(page, "M:")
    assert coloured_bars(page) == colours  # data wait
    params, loss = stepped(in_float64(START), 1)
    np.testing.assert_allclose(params_on(page), jnp.stack(params), rtol=1e-9)
    assert page.number("loss") == pytest.approx(loss, rel=1e-12)


def test_ten_steps_are_ten_steps(page, x64):
    press(page, "10 EM")
    params, loss = stepped(in_float64(START), 10)
    np.testing.assert_allclose(params_on(page), jnp.stack(params), rtol=1e-7)
    assert page.number("loss") == pytest.approx(loss, rel=1e-10)
    assert page.number("steps") == 10


def test_m_needs_colours(page):
    before = page.number("loss")
    assert "press E first" in press(page, "M:")
    assert page.number("loss") == before


def test_m_goes_where_the_colours_say_even_if_the_curves_were_moved(page, x64):
    press(page, "E:")
    page.control("slider", "mean μ₀").press("PageUp")
    press(page, "M:")
    params, _ = stepped(in_float64(START), 1)
    np.testing.assert_allclose(params_on(page), jnp.stack(params), rtol=1e-9)


def test_a_gradient_step_goes_down_the_slope(page, x64):
    said = press(page, "Gradient")
    params = in_float64(START)
    slopes = grad(gm.loss_mixture_weights)(
        params, jnp.asarray(quantized(DATA))
    )
    expected = jnp.stack(params) - 1e-4 * jnp.stack(slopes)
    np.testing.assert_allclose(params_on(page), expected, rtol=1e-9)
    assert said.startswith("Gradient step: ")


def test_a_gradient_step_that_leads_out_of_sight_is_refused(page):
    before = page.number("loss")
    page.control("slider", "learning rate").press("End")
    assert "leads out of sight" in press(page, "Gradient")
    assert page.number("loss") == before


def test_components_that_are_alike_stay_alike(page):
    page.figure.get_by_role("combobox").select_option("both alike")
    press(page, "10 EM")
    ours = params_on(page)
    np.testing.assert_allclose(ours[:, 0], ours[:, 1])
    assert ours[1, 0] == pytest.approx(float(DATA.mean()), abs=1e-3)


def test_reset_takes_colours_and_steps_away(page):
    press(page, "10 EM", "Reset")
    assert page.number("steps") == 0
    assert coloured_bars(page) == ["", ""]


def test_the_lowest_loss_is_reached(page):
    press(page, *["10 EM"] * 5)
    lowest = figure("em_steps").settings["lowest"]
    assert page.number("loss") == pytest.approx(lowest, abs=1e-6)
