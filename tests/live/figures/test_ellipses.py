"""Ellipses over rows: moved and turned by hand, trained in the page as in JAX."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from jax import grad, jit, lax

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live
from dl_workshop.gaussian_mixture import multivariate
from dl_workshop.live.figures import ellipses
from tests.live.figures.examples import figure, in_float64

STEPS_PER_SECOND = 2000

TABLE = gm.datasets.old_faithful()
ROWS = np.stack([TABLE["duration"], TABLE["waiting"]], axis=1)
STANDARDIZED, _, SPREAD = gm.standardize(ROWS)
ON_PAGE = ellipses.on_page(STANDARDIZED)
STARTS = {size: ellipses.start(ON_PAGE, size) for size in (1, 2, 4)}


def example():
    labels = "duration (minutes)", "waiting time (minutes)"
    return live.ellipses(ROWS, 2, labels)


@pytest.fixture
def page(opened):
    return opened(figure("ellipses")).ready()


def in_minutes(loss):
    """Loss of the rows in their own units."""
    return float(loss) + len(ROWS) * np.log(SPREAD).sum()


def loss_at_start(size):
    params = in_float64(STARTS[size])
    return in_minutes(multivariate.loss_mixture_weights(params, ON_PAGE))


def settled_loss(size):
    """Loss after Adam with a cosine schedule in JAX, on the rows that the page has."""
    start = in_float64(STARTS[size])
    data = jnp.asarray(ON_PAGE)
    optimizer = optax.adam(optax.cosine_decay_schedule(0.1, 1000))
    slopes = grad(multivariate.loss_mixture_weights)
    step = gm.make_step_scannable(slopes, optimizer, data)
    state = gm.TrainingState(start, optimizer.init(start))
    end = jit(lambda state: lax.scan(step, state, length=1000)[0])(state)
    return in_minutes(multivariate.loss_mixture_weights(end.params, data))


@pytest.mark.parametrize("size", [1, 2, 4])
def test_train_reaches_the_loss_that_optax_reaches(page, x64, size):
    choose(page, size)
    assert page.number("loss") == pytest.approx(loss_at_start(size), abs=1e-3)
    page.control("combobox", "speed").select_option("fast")
    page.control("button", "Train").press("Enter")
    page.reach(1000)
    assert page.number("loss") == pytest.approx(settled_loss(size), abs=1e-3)
    assert "Step 1000" in page.figure.get_by_role("status").inner_text()


def choose(page, size):
    slider = page.control("slider", "components K")
    slider.press("Home")
    for _ in range(size - 1):
        slider.press("ArrowRight")


def test_trains_two_thousand_steps_a_second(page):
    page.control("combobox", "speed").select_option("fast")
    page.control("button", "Train").press("Enter")
    page.reach(1000)
    assert page.number("steps-per-second") > STEPS_PER_SECOND


def test_the_fit_is_that_of_the_chapter(page):
    page.control("combobox", "speed").select_option("fast")
    page.control("button", "Train").press("Enter")
    page.reach(1000)
    fit = gm.fit_mixture(jax.random.key(0), ROWS, 2)
    assert page.number("loss") == pytest.approx(fit.loss, abs=0.2)


def said(page, name):
    return page.control("slider", name).get_attribute("aria-valuetext")


def test_the_round_handle_moves_a_mean(page):
    before = said(page, "across μ₀"), said(page, "up μ₀")
    page.drag("circle.live-c0", -40, 30)
    after = said(page, "across μ₀"), said(page, "up μ₀")
    assert all(a != b for a, b in zip(before, after, strict=True))
    assert said(page, "across μ₁") != after[0]


def test_the_square_handle_stretches_and_turns(page):
    assert said(page, "turn θ₀") == "0°"
    page.drag("rect.live-c0 >> nth=0", 20, -40)
    assert 0 < int(said(page, "turn θ₀").removesuffix("°")) < 90
    length = float(said(page, "first axis σ₀"))
    page.drag("rect.live-c0 >> nth=0", 30, -60)
    assert float(said(page, "first axis σ₀")) > length


def test_the_other_handle_stretches_across(page):
    turn, length = said(page, "turn θ₀"), float(said(page, "second axis σ₀"))
    page.drag("rect.live-c0 >> nth=1", 0, -40)
    assert float(said(page, "second axis σ₀")) > length
    assert said(page, "turn θ₀") == turn


def test_a_circle_keeps_the_turn_that_was_given_to_it(page):
    for _ in range(3):
        page.control("slider", "turn θ₀").press("ArrowRight")
    assert said(page, "turn θ₀") == "3°"


def test_touch_drags_a_handle(opened):
    page = opened(figure("ellipses"), has_touch=True).ready()
    box = page.figure.locator("circle.live-c0").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = said(page, "across μ₀")
    send = page.page.context.new_cdp_session(page.page).send
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x - 50, "y": y}]),
        ("touchEnd", []),
    ):
        send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert said(page, "across μ₀") != before


def test_colours_are_responsibilities(page, x64):
    params = in_float64(STARTS[2])
    expected = np.asarray(multivariate.responsibilities(*params, ON_PAGE))
    fills = page.figure.locator("circle.live-point").evaluate_all(
        "points => points.map((point) => point.style.fill)"
    )
    assert len(fills) == len(ROWS)
    for fill, shares in zip(fills, expected, strict=True):
        assert f"--live-c{shares.argmax()}" in fill
        is_mixed = round(100 * shares.max()) < 100
        assert ("color-mix" in fill) == is_mixed


def test_every_component_has_sliders_and_ellipses(page):
    for size in (1, 5, 3):
        choose(page, size)
        assert page.figure.get_by_role("slider").count() == 1 + 6 * size
        paths = page.figure.locator("path.live-radius1").evaluate_all(
            "paths => paths.filter((path) => path.getAttribute('d')).length"
        )
        assert paths == size


def test_reset_leads_back(page):
    before = page.number("loss")
    page.control("slider", "turn θ₁").press("PageUp")
    page.control("slider", "first axis σ₁").press("PageUp")
    assert page.number("loss") != before
    page.control("button", "Reset").press("Enter")
    assert page.number("loss") == before


# Half-axes and turns against NumPy's eigenvectors.


@given(numbers=arrays(np.float64, (3, 2, 2), elements=st.floats(-2, 2)))
def test_half_axes_are_roots_of_eigenvalues(numbers, x64):
    params = multivariate.MultivariateParams(
        jnp.zeros(3), jnp.ones((3, 2)), jnp.asarray(numbers)
    )
    covariances = multivariate.component_covariances(params.log_choleskys)
    _, _, long, short, turn = ellipses.readable(params)
    squares = np.linalg.eigvalsh(covariances)
    np.testing.assert_allclose(long, np.sqrt(squares[:, 1]), rtol=1e-6)
    np.testing.assert_allclose(
        long * short, np.sqrt(squares.prod(1)), rtol=1e-6
    )
    along = jnp.stack([jnp.cos(turn), jnp.sin(turn)], axis=1)
    stretched = np.einsum("kij,kj->ki", covariances, along)
    np.testing.assert_allclose(
        stretched,
        long[:, None] ** 2 * along,
        rtol=1e-5,
        atol=1e-5 * squares.max(),
    )


@given(numbers=arrays(np.float64, (3, 2, 2), elements=st.floats(-2, 2)))
def test_what_is_read_can_be_written(numbers, x64):
    params = multivariate.MultivariateParams(
        jnp.array([0.5, 0.0, -1.0]), jnp.ones((3, 2)), jnp.tril(numbers)
    )
    back = ellipses.from_readable(*ellipses.readable(params))
    for ours, expected in zip(back[1:], params[1:], strict=True):
        np.testing.assert_allclose(ours, expected, rtol=1e-5, atol=1e-5)


def test_other_tables_are_refused():
    with pytest.raises(ValueError, match="rows of two columns"):
        live.ellipses(ROWS[:, 0], 2, ("x", "y"))
    with pytest.raises(ValueError, match="num_components: expected 1 to 5"):
        live.ellipses(ROWS, 6, ("x", "y"))
    with pytest.raises(ValueError, match="column 1: expected values that"):
        live.ellipses(ROWS * np.array([1.0, 0.0]), 2, ("x", "y"))
