"""Static pictures by Matplotlib, as SVG: what a figure shows where scripts do not run."""

import io
import re
from collections.abc import Iterable, Sequence

import jax
import jax.numpy as jnp
import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from jax.nn import softmax
from jax.scipy.special import logsumexp
from jax.typing import ArrayLike

from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture.multivariate import (
    MultivariateParams,
    component_covariances,
    responsibilities,
)
from dl_workshop.live.units import Unit

# They hold a date and addresses.
_NO_METADATA = dict.fromkeys(["Creator", "Date", "Format", "Type"])
_SETTINGS = {"svg.fonttype": "none", "svg.hashsalt": "live"}


def mixture_picture(
    params: gm.MixtureParams, data: np.ndarray, title: str, unit: Unit
) -> str:
    """Draw data and a mixture's components.

    Args:
        params: MixtureParams, each of shape (n_components,).
        data: shape (n_data,).
        title: words above it.
        unit: in which params and data are; the axes show the data's own.

    Returns:
        SVG, as text.
    """
    with _course_style():
        fig, ax = plt.subplots()
        gm.plot_data(data, ax)
        limits = float(data.min() - 1), float(data.max() + 1)
        gm.plot_component_norm_pdfs(*params, *limits, ax, title)
        _show_units(ax.xaxis, unit.center, unit.spread)
        _show_units(ax.yaxis, 0, 1 / unit.spread)
        return as_svg(fig)


def loglikes_picture(
    params: gm.MixtureParams, datum: float, view: dict
) -> str:
    """Draw each component's log term, the log of their sum, and a line at a datum.

    Args:
        params: MixtureParams, each of shape (n_components,).
        datum: scalar.
        view: limits of the axes, "x" and "y".

    Returns:
        SVG, as text.
    """
    with _course_style():
        fig, ax = plt.subplots()
        low, high = view["x"]
        x = jnp.linspace(low, high, 100)
        terms = gm.weighted_loglikes(*params, x)
        ax.plot(x, terms.T)
        ax.plot(x, logsumexp(terms, axis=0), "--", color="0.2")
        ax.axvline(datum, color="0.5", linewidth=1)
        ax.set(xlabel="datum", ylabel="log likelihood (nats)", ylim=view["y"])
        return as_svg(fig)


def contour_picture(
    x: jax.Array,
    y: jax.Array,
    losses: jax.Array,
    xlabel: str,
    ylabel: str,
    unit: Unit,
) -> str:
    """Draw contours of a loss.

    Args:
        x: shape (n_x,).
        y: shape (n_y,).
        losses: nats, shape (n_y, n_x).
        xlabel: words below.
        ylabel: words beside.
        unit: in which y is; its axis shows the data's own.

    Returns:
        SVG, as text.
    """
    with _course_style():
        fig, ax = plt.subplots()
        levels = losses.min() + jnp.array([1, 2, 5, 10, 20, 50])
        ax.contour(x, y, losses, levels=levels, colors="0.4", linewidths=1)
        ax.set(xlabel=xlabel, ylabel=ylabel)
        _show_units(ax.yaxis, unit.center, unit.spread)
        return as_svg(fig)


def weights_picture(
    params: gm.MixtureParams, data: ArrayLike, threshold: float, unit: Unit
) -> str:
    """Draw data with a mixture's components, and below them the weights.

    Args:
        params: MixtureParams, each of shape (n_components,).
        data: shape (n_data,).
        threshold: where to draw a dotted line through the weights.
        unit: in which params and data are; the axes show the data's own.

    Returns:
        SVG, as text.
    """
    weights = softmax(params.log_component_weights)
    colors = [f"C{k % 8}" for k in range(len(weights))]
    with _course_style():
        fig, (top, bottom) = plt.subplots(2, height_ratios=[2, 1])
        gm.plot_data(data, top)
        _draw_densities(top, params, data, colors)
        _show_units(top.xaxis, unit.center, unit.spread)
        _show_units(top.yaxis, 0, 1 / unit.spread)
        bottom.bar(range(len(weights)), weights, color=colors)
        bottom.axhline(threshold, color="0.5", linestyle=":")
        labels = {"xlabel": "component", "ylabel": "weight"}
        bottom.set(**labels, yscale="log", ylim=(0.001, 1))
        return as_svg(fig)


def _draw_densities(ax, params, data, colors):
    x = np.linspace(data.min() - 1, data.max() + 1, 80)
    # In NumPy: JAX would compile for each number of points that are seen.
    densities = np.exp(gm.weighted_loglikes(*params, x))
    for density, color in zip(densities, colors, strict=True):
        seen = density > 1e-4
        ax.plot(x[seen], density[seen], color=color)
    ax.plot(x, densities.sum(axis=0), "--", color="0.2", linewidth=1)


def ellipses_picture(
    params: MultivariateParams, data: ArrayLike, labels: Iterable[str]
) -> str:
    """Draw rows of two columns as points, and a mixture's components as ellipses.

    Args:
        params: MultivariateParams, in the units of the data.
        data: shape (n_data, 2).
        labels: what the two axes are called.

    Returns:
        SVG, as text.
    """
    covariances = component_covariances(jnp.asarray(params.log_choleskys))
    with _course_style():
        fig, ax = plt.subplots()
        gm.plot_rows(data, ax, responsibilities(*params, data))
        gm.plot_ellipses(params.component_mus, covariances, ax)
        ax.set(**dict(zip(("xlabel", "ylabel"), labels, strict=True)))
        return as_svg(fig)


def sticks_picture(weights: Sequence[jax.Array], titles: Sequence[str]) -> str:
    """Draw sticks in coloured pieces, below each other; grey is what is left.

    Args:
        weights: for each panel those of its sticks, shape (n_sticks, n_components).
        titles: words above each panel.

    Returns:
        SVG, as text.
    """
    heights = [len(sticks) + 1 for sticks in weights]
    with _course_style():
        fig, axes = plt.subplots(
            len(weights), sharex=True, height_ratios=heights
        )
        for ax, sticks, title in zip(axes, weights, titles, strict=True):
            _draw_sticks(ax, np.asarray(sticks))
            ax.set(title=title, xlim=(0, 1), yticks=[])
        axes[-1].set_xlabel("length")
        return as_svg(fig)


def _draw_sticks(ax, weights):
    rows = np.arange(len(weights))
    lefts = np.cumsum(weights, axis=1) - weights
    ax.barh(rows, 1, color="0.8")
    for k in range(weights.shape[1] - 1):
        wide = weights[:, k] > 0.002  # thinner than a line
        pieces = weights[wide, k], lefts[wide, k]
        ax.barh(rows[wide], pieces[0], left=pieces[1], color=f"C{k % 8}")
    ax.invert_yaxis()


def _show_units(axis, center, spread):
    """Label the ticks of an axis, which is in a figure's unit, in that of the data."""
    if (center, spread) != (0, 1):
        axis.set_major_formatter(lambda z, _: f"{center + spread * z:.6g}")


def as_svg(fig: plt.Figure) -> str:
    """Write a matplotlib figure as SVG for the inside of a page, briefly, and close it."""
    text = io.StringIO()
    fig.savefig(text, format="svg", metadata=_NO_METADATA)
    plt.close(fig)
    svg = re.sub("<!--.*?-->\n *", "", text.getvalue(), flags=re.DOTALL)
    svg = re.sub(r"\d+\.\d{2,}", lambda m: f"{float(m[0]):.1f}", svg)
    return svg[svg.index("<svg") :].strip()


def _course_style():
    style = matplotlib.style.library.get("course")
    return plt.style.context(
        [style or "dl_workshop.gaussian_mixture.course", _SETTINGS]
    )
