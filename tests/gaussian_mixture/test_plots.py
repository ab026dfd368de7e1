"""The pictures show what they say: curves from SciPy's normal density, bars of area 1."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from scipy.special import softmax
from scipy.stats import norm

from dl_workshop.gaussian_mixture import (
    plot_component_norm_pdfs,
    plot_data,
    plots,
    use_course_style,
)


@pytest.fixture
def lines(params, ax):
    return plot_component_norm_pdfs(
        *params, -10.0, 15.0, ax, title="the start"
    )


@pytest.fixture
def course_formats(monkeypatch):
    """Use the course's style for one test, without starting IPython; the formats it asked for."""
    formats = []
    monkeypatch.setattr(
        plots, "set_matplotlib_formats", lambda *asked: formats.extend(asked)
    )
    with plt.rc_context():
        use_course_style()
        yield formats


def test_every_component_has_one_line(lines, params, ax):
    assert list(ax.lines) == lines
    assert len(lines) == len(params.component_mus)


def test_curves_are_weighted_densities(lines, params):
    log_weights, mus, log_scales = params
    for line, weight, mu, scale in zip(
        lines, softmax(log_weights), mus, np.exp(log_scales), strict=True
    ):
        x, density = line.get_data()
        np.testing.assert_allclose(
            density, weight * norm.pdf(x, mu, scale), rtol=1e-4, atol=1e-6
        )


def test_curves_reach_from_end_to_end(lines):
    for line in lines:
        assert line.get_xdata()[[0, -1]].tolist() == [-10.0, 15.0]


def test_title_stands_centred_above_the_axes(lines, ax):
    (title,) = ax.texts
    assert title.get_text() == "the start"
    x, y = title.get_position()
    assert (x, title.get_ha()) == (0.5, "center")
    assert y > 1


def test_components_keep_the_colours_of_the_course(lines, course_formats):
    # Okabe and Ito's blue, vermilion and bluish green.
    colors = [to_hex(line.get_color()) for line in lines]
    assert colors == ["#0072b2", "#d55e00", "#009e73"]


def test_ninth_component_has_the_colour_of_the_first(ax):
    lines = plot_component_norm_pdfs(
        *np.zeros((3, 9)), -1.0, 1.0, ax, title=""
    )
    assert lines[8].get_color() == lines[0].get_color()


def test_bars_have_area_one(data, ax):
    plot_data(data, ax)
    assert sum(
        bar.get_width() * bar.get_height() for bar in ax.patches
    ) == pytest.approx(1)


@pytest.mark.parametrize("bins", [1, 12])
def test_number_of_bars(bins, data, ax):
    plot_data(data, ax, bins=bins)
    assert len(ax.patches) == bins


def test_bars_stand_behind_the_curves(data, lines, ax):
    plot_data(data, ax)
    assert max(bar.get_zorder() for bar in ax.patches) < min(
        line.get_zorder() for line in lines
    )


def test_axes_are_labelled(data, ax):
    plot_data(data, ax)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("value", "density")


def test_figures_of_the_course_are_vector_graphics(course_formats):
    assert course_formats == ["svg"]
