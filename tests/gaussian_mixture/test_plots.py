"""The pictures show what they say: curves from SciPy's normal density, bars of area 1."""

import re
from importlib import resources

import IPython
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib_inline import backend_inline
from scipy.special import softmax
from scipy.stats import norm

from dl_workshop.gaussian_mixture import (
    plot_component_norm_pdfs,
    plot_data,
    plot_ellipses,
    plot_rows,
    use_course_style,
)


@pytest.fixture
def curves(params, ax):
    return plot_component_norm_pdfs(
        *params, -10.0, 15.0, ax, title="the start"
    )


@pytest.fixture
def course_formats(monkeypatch):
    """Use the course's style for one test, without starting IPython; the formats it asked for."""
    formats = []
    monkeypatch.setattr(
        backend_inline,
        "set_matplotlib_formats",
        lambda *asked: formats.extend(asked),
    )
    monkeypatch.setattr(IPython, "get_ipython", object)
    with plt.rc_context():
        use_course_style()
        yield formats


def test_every_component_has_one_line(curves, params, ax):
    assert list(ax.collections) == [curves]
    assert len(curves.get_segments()) == len(params.component_mus)


def test_curves_are_weighted_densities(curves, params):
    log_weights, mus, log_scales = params
    lines = curves.get_segments()
    for line, weight, mu, scale in zip(
        lines, softmax(log_weights), mus, np.exp(log_scales), strict=True
    ):
        x, density = line.T
        np.testing.assert_allclose(
            density, weight * norm.pdf(x, mu, scale), rtol=1e-4, atol=1e-6
        )


def test_curves_reach_from_end_to_end(curves, ax):
    for line in curves.get_segments():
        assert line[[0, -1], 0].tolist() == [-10.0, 15.0]
    low, high = ax.get_xlim()
    assert low <= -10 < 15 <= high


def test_title_stands_centred_above_the_axes(curves, ax):
    (title,) = ax.texts
    assert title.get_text() == "the start"
    x, y = title.get_position()
    assert (x, title.get_ha()) == (0.5, "center")
    assert y > 1


def test_components_keep_the_colours_of_the_course(course_formats, curves):
    style = resources.files("dl_workshop.gaussian_mixture") / "course.mplstyle"
    cycle = style.read_text(encoding="utf-8").split("prop_cycle")[1].lower()
    wanted = [f"#{each}" for each in re.findall(r'"(\w{6})"', cycle)]
    assert [to_hex(color) for color in curves.get_color()] == wanted[:3]


def test_ninth_component_has_the_colour_of_the_first(ax):
    curves = plot_component_norm_pdfs(
        *np.zeros((3, 9)), -1.0, 1.0, ax, title=""
    )
    assert (curves.get_color()[8] == curves.get_color()[0]).all()


def test_bars_have_area_one(data, ax):
    plot_data(data, ax)
    assert sum(
        bar.get_width() * bar.get_height() for bar in ax.patches
    ) == pytest.approx(1)


@pytest.mark.parametrize("bins", [1, 12])
def test_number_of_bars(bins, data, ax):
    plot_data(data, ax, bins=bins)
    assert len(ax.patches) == bins


def test_bars_stand_behind_the_curves(data, curves, ax):
    plot_data(data, ax)
    highest = max(bar.get_zorder() for bar in ax.patches)
    assert highest < curves.get_zorder()


def test_axes_are_labelled(data, ax):
    plot_data(data, ax)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("value", "density")


def test_figures_of_the_course_are_vector_graphics(course_formats):
    assert course_formats == ["svg"]


COVARIANCES = np.array([[[4.0, 1.5], [1.5, 1.0]], [[0.3, -0.1], [-0.1, 2.0]]])
MEANS = np.array([[1.0, -2.0], [0.0, 5.0]])


def test_ellipses_are_so_many_standard_deviations_away(ax):
    radii = 0.5, 1, 3
    lines = plot_ellipses(MEANS, COVARIANCES, ax, radii).get_segments()
    assert len(lines) == 6
    for i, line in enumerate(lines):
        k, radius = i // 3, radii[i % 3]
        deviations = line - MEANS[k]
        precision = np.linalg.inv(COVARIANCES[k])
        squares = np.einsum("ni,ij,nj->n", deviations, precision, deviations)
        np.testing.assert_allclose(squares, radius**2, rtol=1e-6)
        np.testing.assert_allclose(line[0], line[-1], atol=1e-9)


def test_ellipses_have_the_colours_of_components(ax):
    colors = plot_ellipses(MEANS, COVARIANCES, ax).get_colors()
    assert [to_hex(c) for c in colors] == [
        to_hex(c) for c in ["C0", "C0", "C1", "C1"]
    ]


def test_axes_hold_the_ellipses(ax):
    plot_ellipses(MEANS, COVARIANCES, ax, radii=(2,))
    left, right = ax.get_xlim()
    assert left < 1 - 4 < 1 + 4 < right


def test_points_mix_the_colours_of_components(ax):
    shares = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]])
    points = plot_rows(np.arange(6.0).reshape(3, 2), ax, shares)
    np.testing.assert_array_equal(points.get_offsets()[1], [2, 3])
    first, second, mixed = points.get_facecolors()
    assert (to_hex(first), to_hex(second)) == (to_hex("C0"), to_hex("C1"))
    np.testing.assert_allclose(mixed, (first + second) / 2, rtol=1e-6)


def test_points_without_responsibilities_are_grey(ax):
    points = plot_rows(np.zeros((3, 2)), ax)
    assert to_hex(points.get_facecolors()[0]) == to_hex("0.5")


@pytest.mark.parametrize("data", [[1, 2, 4], (1.0, 2.0, 4.0)])
def test_lists_and_tuples_are_drawn(data):
    _, ax = plt.subplots()
    plot_data(data, ax, bins=3)
    assert len(ax.patches) == 3
    plt.close()


def test_epoch_seconds_are_drawn_apart():
    # As float32 they would be two values, and a raw "Too many bins" would follow.
    _, ax = plt.subplots()
    plot_data(1.7e9 + np.random.default_rng(0).normal(0, 20, 500), ax, bins=9)
    assert sum(bar.get_height() > 0 for bar in ax.patches) == 9
    plt.close()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (np.ma.masked_values([1.0, -999.0], -999.0), "got a masked array"),
        (["1", "2"], "got text"),
        (np.ones((2, 2)), "expected .*, got"),
    ],
)
def test_what_is_no_column_of_numbers_is_not_drawn(data, message):
    _, ax = plt.subplots()
    with pytest.raises(ValueError, match=message):
        plot_data(data, ax)
    plt.close()
