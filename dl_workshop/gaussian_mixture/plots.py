"""Pictures of data and mixtures: histograms and curves, and for rows points and ellipses."""

import sys

import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np
from jax import vmap
from jax.nn import softmax
from jax.scipy.stats import norm
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb

from dl_workshop.gaussian_mixture.signatures import require_shapes
from dl_workshop.gaussian_mixture.values import as_numbers


def use_course_style():
    """Give the figures of this session the course's look, in a notebook as vector graphics."""
    plt.style.use("dl_workshop.gaussian_mixture.course")
    if _in_notebook():
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        set_matplotlib_formats("svg")


def _in_notebook():
    """Say whether IPython runs this session: a script does without it."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None


def plot_data(data, ax, bins=60):
    """Draw data as a histogram whose area is 1, behind everything else.

    Args:
        data: shape (n_data,).
        ax: matplotlib Axes to draw on.
        bins: how many bars.

    Raises:
        ValueError: data are no numbers, or no vector.
    """
    data = np.asarray(as_numbers(data, "data"))
    require_shapes({"data": data}, ["n"])
    ax.hist(data, bins=bins, density=True, color="0.8", zorder=0)
    ax.set(xlabel="value", ylabel="density")


def plot_component_norm_pdfs(
    log_component_weights,
    component_mus,
    log_component_scales,
    xmin,
    xmax,
    ax,
    title,
):
    """Draw each component's normal density times its weight, one line per component.

    The title is written above the axes as text: a celluloid camera keeps that for each frame.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components,).
        log_component_scales: log standard deviations, shape (n_components,).
        xmin: where the curves start.
        xmax: where they end.
        ax: matplotlib Axes to draw on.
        title: words above the axes.

    Returns:
        The matplotlib LineCollection, one line per component.
    """
    x = jnp.linspace(xmin, xmax, 500)
    pdfs = vmap(norm.pdf, in_axes=(None, 0, 0))(
        x, component_mus, jnp.exp(log_component_scales)
    )
    weighted_pdfs = softmax(log_component_weights)[:, None] * pdfs
    ax.text(0.5, 1.03, title, transform=ax.transAxes, ha="center")
    # One artist for all curves: an animation of 200 frames keeps those of every frame.
    curves = LineCollection(
        np.stack(np.broadcast_arrays(x, weighted_pdfs), axis=2),
        colors=[
            f"C{component % 8}" for component in range(len(weighted_pdfs))
        ],
    )
    ax.add_collection(curves)
    ax.autoscale_view()
    return curves


def plot_rows(data, ax, responsibilities=None):
    """Draw rows of two columns as points, in the colours of the components that made them.

    Args:
        data: shape (n_data, 2).
        ax: matplotlib Axes to draw on.
        responsibilities: shape (n_data, n_components), rows with sum 1; each point is coloured
            by this mixture of the components' colours. None: grey.

    Returns:
        The matplotlib PathCollection of points.
    """
    colors = "0.5"
    if responsibilities is not None:
        # In tenths: drawings grow with the number of colours.
        shares = np.asarray(responsibilities).round(1)
        colors = np.clip(shares @ _colors(shares.shape[1]), 0, 1)
    return ax.scatter(*np.asarray(data).T, s=9, c=colors, zorder=0)


def _colors(num_components):
    """Red, green and blue of each component's colour, shape (num_components, 3)."""
    return np.array([to_rgb(f"C{k % 8}") for k in range(num_components)])


def plot_ellipses(component_mus, component_covariances, ax, radii=(1, 2)):
    """Draw each component as ellipses, in its colour.

    Args:
        component_mus: means in two columns, shape (n_components, 2).
        component_covariances: positive definite, shape (n_components, 2, 2).
        ax: matplotlib Axes to draw on.
        radii: how many standard deviations from the mean each ellipse is.

    Returns:
        The matplotlib LineCollection, for each component one line per radius.
    """
    angles = np.linspace(0, 2 * np.pi, 60)
    circle = np.stack([np.cos(angles), np.sin(angles)])
    factors = np.linalg.cholesky(np.asarray(component_covariances))
    lines = [
        (np.asarray(mu)[:, None] + radius * factor @ circle).T
        for mu, factor in zip(component_mus, factors, strict=True)
        for radius in radii
    ]
    colors = np.repeat(_colors(len(factors)), len(radii), axis=0)
    ellipses = LineCollection(lines, colors=colors, linewidths=1.5)
    ax.add_collection(ellipses)
    ax.autoscale_view()
    return ellipses
