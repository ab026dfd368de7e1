"""The figure of one datum says what the chapter's functions say, in float64."""

import re

import jax.numpy as jnp
import numpy as np
import pytest
from jax import vmap
from jax.scipy.special import logsumexp
from scipy import stats

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live
from dl_workshop.live.figures.one_datum import (
    VIEWS,
    at_datum,
    peaks,
)
from tests.live.figures.examples import TRUE, figure, in_float64


def example():
    return live.one_datum(TRUE, 0.5)


@pytest.fixture
def page(opened):
    return opened(figure("one_datum")).ready()


def loglike_by_scipy(datum):
    """Log density of the true mixture: weights 1:5, means -2 and 5, scales 1.1 and 2."""
    terms = np.log([1 / 6, 5 / 6]) + stats.norm.logpdf(
        datum, [-2.0, 5.0], [1.1, 2.0]
    )
    return float(logsumexp(terms))


def test_terms_of_a_datum_against_scipy(x64):
    log_weights, densities, loglike, naive = at_datum(in_float64(TRUE), 0.5)
    np.testing.assert_allclose(log_weights, np.log([1 / 6, 5 / 6]), rtol=1e-6)
    expected = stats.norm.logpdf(0.5, [-2.0, 5.0], [1.1, 2.0])
    np.testing.assert_allclose(densities, expected, rtol=1e-6)
    np.testing.assert_allclose(loglike, loglike_by_scipy(0.5), rtol=1e-6)
    np.testing.assert_allclose(naive, loglike, rtol=1e-12)


def test_a_peak_is_the_highest_point_of_its_curve():
    x = jnp.linspace(-12.0, 18.0, 3001)
    terms = gm.weighted_loglikes(*TRUE, x)
    np.testing.assert_allclose(peaks(TRUE), terms.max(axis=1), atol=1e-3)
    mapped = vmap(gm.weighted_loglikes, (None, None, None, 0), 2)
    np.testing.assert_allclose(mapped(*TRUE, x[:, None])[:, 0], terms)


def test_says_what_scipy_says(page):
    assert page.number("loglike") == pytest.approx(
        loglike_by_scipy(0.5), rel=1e-6
    )
    page.control("slider", "datum").press("End")
    assert page.number("loglike") == pytest.approx(
        loglike_by_scipy(18.0), rel=1e-6
    )


def test_far_out_the_naive_sum_is_minus_infinity(page):
    page.control("checkbox", "far out").press("Space")
    page.control("slider", "datum").press("Home")
    assert page.number("naive") == -np.inf
    assert page.number("loglike") == pytest.approx(
        loglike_by_scipy(-120.0), rel=1e-6
    )
    last_row = page.figure.get_by_role("row").last.inner_text()
    assert "−∞" in last_row
    assert "−∞" in page.figure.get_by_role("status").inner_text()


def test_the_datum_can_be_dragged(page):
    page.drag("circle.live-datum", 60, 0)
    moved = page.control("slider", "datum").get_attribute("aria-valuetext")
    assert float(moved) > 1


def test_the_chapter_says_where_the_naive_sum_ends(page):
    page.control("checkbox", "far out").press("Space")
    band = page.figure.locator("path.live-naive").get_attribute("d")
    pixels = np.array([float(x) for x in re.findall(r"[ML]([\d.]+)", band)])
    left, right = 44, page.figure.bounding_box()["width"] - 18
    low, high = VIEWS["far"]["x"]
    data = low + (pixels - left) / (right - left) * (high - low)
    assert (data.min().round(), data.max().round()) == (-72, 82)
