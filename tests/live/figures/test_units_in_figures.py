"""The same data in other units: the same figure, with other numbers on it."""

import jax.numpy as jnp
import numpy as np
import pytest

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live

RNG = np.random.default_rng(3)
MINUTES = np.round(np.append(RNG.normal(55, 6, 98), RNG.normal(80, 6, 174)))
UNITS = {"as it is": (1, 0), "1e-9": (1e-9, 0), "seconds": (60, 1.7e9)}
NEAR = [[0.0, 0.0], [50.0, 85.0], [1.8, 1.8]]


def start(scale, shift):
    """The same start in another unit; in NumPy, for float32 has no room for 1.7e9 and seconds."""
    weights, mus, log_scales = np.array(NEAR)
    return gm.MixtureParams(
        weights, scale * mus + shift, log_scales + np.log(scale)
    )


def data_in(unit):
    scale, shift = UNITS[unit]
    return scale * MINUTES + shift


@pytest.fixture(params=UNITS)
def unit(request):
    return request.param


def by_hand(opened, unit):
    figure = live.fit_by_hand(data_in(unit), start(*UNITS[unit]))
    return opened(figure).ready()


def test_training_finds_the_same_mixture(opened, unit):
    page = by_hand(opened, unit)
    page.control("combobox", "speed").select_option("fast")
    page.control("button", "Train").press("Enter")
    page.reach(1000)
    scale, shift = UNITS[unit]
    # By EM with scikit-learn on the minutes, two starts: means 55.6 and 80.3.
    loss = page.number("loss") - len(MINUTES) * np.log(scale)
    assert loss == pytest.approx(loss_of_em(), abs=0.5)
    # Which component takes which hump is chance.
    ours = np.sort([told(page, f"mean μ{k}") for k in "₀₁"])
    np.testing.assert_allclose((ours - shift) / scale, means_of_em(), atol=0.2)


def told(page, name):
    said = page.control("slider", name).get_attribute("aria-valuetext")
    return float(said.replace("−", "-"))


def em():
    from sklearn.mixture import GaussianMixture

    return GaussianMixture(2, random_state=0, tol=1e-8, max_iter=1000).fit(
        MINUTES[:, None]
    )


def loss_of_em():
    """Negative log likelihood at EM's optimum, plus the course's prior on the weights there."""
    fitted = em()
    prior = gm.weights_loglike(jnp.log(jnp.asarray(fitted.weights_)), 2.0)
    return -fitted.score(MINUTES[:, None]) * len(MINUTES) - float(prior)


def means_of_em():
    return np.sort(em().means_.ravel())


def test_sliders_have_a_range_and_ticks_differ(opened, unit):
    page = by_hand(opened, unit)
    slider = page.control("slider", "mean μ₀")
    ends = [float(slider.get_attribute(end)) for end in ("min", "max")]
    assert ends[1] - ends[0] > 1
    texts = page.figure.locator(".live-axes > text").all_text_contents()
    ticks = [text for text in texts if text not in ("value", "density")]
    assert len(set(ticks)) == len(ticks) > 3


def test_late_digits_are_counted_from_the_first_tick(opened):
    page = by_hand(opened, "seconds")
    title = page.figure.locator(".live-axes > text", has_text="value")
    assert "counted from 1700002" in title.text_content()
    assert told(page, "mean μ₀") == pytest.approx(1.7e9 + 3000, abs=10)


def test_equal_data_are_one_bar(opened):
    figure = live.fit_by_hand(np.full(5, 3.0), start(1, 0))
    page = opened(figure).ready()
    bars = page.figure.locator("path.live-bars").get_attribute("d")
    assert "NaN" not in page.figure.locator("svg").first.inner_html()
    heights = [bar.split("V")[1].split("h")[0] for bar in bars.split("M")[1:]]
    assert len({*heights}) == 2


def test_an_outlier_is_counted_not_drawn(opened):
    figure = live.fit_by_hand(np.append(MINUTES, 1e6), start(1, 0))
    page = opened(figure).ready()
    title = page.figure.locator(".live-axes > text", has_text="value")
    assert title.text_content() == "value (1 beyond this axis)"


def test_starts_of_different_sizes(opened):
    three = gm.MixtureParams(np.zeros(3), np.array([50.0, 60, 85]), np.ones(3))
    starts = {"two": start(1, 0), "three": three}
    page = opened(live.training_runs(MINUTES, starts)).ready()
    page.control("combobox", "start").select_option("three")
    for _ in range(3):
        page.control("button", "Step on").press("Enter")
    losses = page.figure.get_attribute("data-losses").split(",")
    curves = page.figure.locator("svg").first.locator("path.live-curve")
    assert curves.count() == 3
    assert np.isfinite([float(loss) for loss in losses]).all()


def test_no_loss_is_below_the_lowest(opened):
    figure = live.training_runs(data_in("1e-9"), {"near": start(1e-9, 0)})
    page = opened(figure).ready()
    page.control("slider", "step").press("End")
    page.reach(1000)
    losses = page.figure.get_attribute("data-losses").split(",")
    assert min(map(float, losses)) >= figure.settings["lowest"] - 0.01


def test_the_landscape_has_its_valley_in_any_unit(opened):
    few = MINUTES[::5]
    lowest = []
    for scale in (1, 1e-9):
        figure = live.loss_landscape({"few": scale * few}, start(scale, 0))
        page = opened(figure).ready()
        lowest.append(page.number("lowest"))
        loss = page.number("loss") - len(few) * np.log(scale)
        wanted = gm.loss_mixture_weights(start(1, 0), jnp.asarray(few))
        assert loss == pytest.approx(float(wanted), abs=0.1)
    assert lowest[0] == pytest.approx(lowest[1])
