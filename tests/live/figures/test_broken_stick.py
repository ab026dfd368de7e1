"""Shares are SciPy's quantiles of the beta distribution; the page breaks sticks as JAX does."""

import jax.numpy as jnp
import numpy as np
import pytest
from jax import random
from scipy import stats

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live
from dl_workshop.live.figures.broken_stick import (
    COMPONENTS,
    STICKS,
    beta_shares,
    many_sticks,
    uniform_numbers,
)
from tests.live.figures.examples import figure

SHARES = jnp.array([0.5, 0.4, 0.3, 0.4, 0.5])
UNIFORMS = uniform_numbers(random.key(0))
SECOND_BREAK = ".live-handle >> nth=-2"  # the first lies on top, so it is last


def example():
    return live.broken_stick(SHARES, random.key(0))


@pytest.fixture
def page(opened):
    return opened(figure("broken_stick")).ready()


def weights_on(page):
    written = page.figure.get_attribute("data-weights").split(",")
    return np.array(written, float)


@pytest.mark.parametrize("concentration", [0.2, 1.0, 3.0, 30.0])
def test_shares_are_quantiles_of_the_beta_distribution(x64, concentration):
    uniforms = np.linspace(0.001, 0.999, 101)
    wanted = stats.beta.ppf(1 - uniforms, 1, concentration)
    np.testing.assert_allclose(
        beta_shares(uniforms, concentration), wanted, rtol=1e-12
    )


def test_small_shares_keep_their_digits(x64):
    """At u = 1 - d the share is d / c, up to d squared; 1 - u**(1 / c) would lose half of it."""
    rest = 2.0**-40
    share = beta_shares(1 - rest, 30.0)
    assert share == pytest.approx(rest / 30, rel=1e-11, abs=0)


def test_uniform_numbers_lie_inside_and_have_few_digits():
    assert UNIFORMS.shape == (STICKS, COMPONENTS - 1)
    assert UNIFORMS.min() > 0
    assert UNIFORMS.max() < 1
    assert max(len(str(number)) for number in UNIFORMS.ravel()) <= 6


def test_a_larger_concentration_leaves_more_of_every_stick():
    (_, few), (_, many) = (many_sticks(UNIFORMS, c) for c in (1.0, 10.0))
    assert np.all(many[:, -1] > few[:, -1])


@pytest.mark.parametrize("concentration", [0.2, 3.0, 30.0])
def test_the_page_breaks_sticks_as_jax_does(agrees, concentration):
    agrees(many_sticks, UNIFORMS, concentration)


def test_sticks_can_be_put_together_again(agrees):
    weights = np.array([0.5, 0.2, 0.09, 0.084, 0.063, 0.063])
    agrees(gm.beta_draw_from_weights, weights)


def test_a_dragged_break_moves_only_its_neighbours(page):
    before = weights_on(page)
    page.drag(SECOND_BREAK, 40, 0)
    change = weights_on(page) - before
    assert change[1] > 0.01
    assert change[2] == pytest.approx(-change[1])
    np.testing.assert_allclose(change[[0, 3, 4, 5]], 0, atol=1e-12)


def test_a_dragged_break_is_two_shares(page):
    sliders = page.figure.get_by_role("slider", name="share").all()
    before = [each.get_attribute("aria-valuetext") for each in sliders]
    page.drag(SECOND_BREAK, 40, 0)
    after = [each.get_attribute("aria-valuetext") for each in sliders]
    moved = [old != new for old, new in zip(before, after, strict=True)]
    assert moved == [False, True, True, False, False]


def test_the_keyboard_moves_a_break_too(page):
    before = weights_on(page)
    for _ in range(3):
        page.control("slider", "break 2 at").press("ArrowRight")
    change = weights_on(page) - before
    np.testing.assert_allclose(
        change, [0, 0.03, -0.03, 0, 0, 0], rtol=1e-6, atol=1e-12
    )


def test_no_piece_is_black_or_white(opened):
    for scheme in ("light", "dark"):
        page = opened(figure("broken_stick"), color_scheme=scheme).ready()
        pieces = page.figure.locator(".live-piece")
        fills = set(
            pieces.evaluate_all(
                "all => all.map((each) => getComputedStyle(each).fill)"
            )
        )
        assert len(fills) == 8
        assert not fills & {"rgb(0, 0, 0)", "rgb(255, 255, 255)"}


def test_a_break_stays_between_its_neighbours(page):
    before = weights_on(page)
    page.drag(SECOND_BREAK, 900, 0)
    _, first, second, *_ = weights_on(page)
    assert first + second == pytest.approx(before[1] + before[2])
    assert second == pytest.approx(0.02 * (first + second))


def test_a_break_can_be_dragged_out_of_a_crowd(page):
    page.control("slider", "share v₁").press("End")
    page.drag(".live-handle >> nth=-1", -200, 0)
    assert weights_on(page)[0] < 0.9


def test_a_share_moves_all_that_is_broken_off_later(page):
    page.control("slider", "share v₁").press("Home")
    _, wanted = gm.stick_breaking_weights(SHARES.at[0].set(0.01))
    np.testing.assert_allclose(weights_on(page), wanted, rtol=1e-5)
    page.control("button", "Reset").press("Enter")
    assert weights_on(page)[0] == 0.5


def test_the_concentration_breaks_the_same_numbers_again(page):
    page.control("slider", "concentration c").press("End")
    _, wanted = many_sticks(UNIFORMS, 30.0)
    left = float(wanted[:, -1].mean())
    assert page.number("left") == pytest.approx(left, rel=1e-4)
    assert page.number("above") == (wanted > 0.01).sum() / STICKS
    assert page.number("expected") == pytest.approx((30 / 31) ** 24, rel=1e-5)


def test_sticks_can_be_drawn_again(page):
    before = page.number("left")
    page.control("button", "Draw again").press("Enter")
    assert page.number("left") != before
    assert "left" in page.figure.get_by_role("status").inner_text()
