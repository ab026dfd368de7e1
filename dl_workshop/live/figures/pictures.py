"""What stands in a figure's place where scripts do not run: the same picture, at rest."""

import io

import matplotlib
import matplotlib.pyplot as plt

from dl_workshop import gaussian_mixture as gm

# They hold a date and addresses.
_NO_METADATA = dict.fromkeys(["Creator", "Date", "Format", "Type"])
_SETTINGS = {"svg.fonttype": "none", "svg.hashsalt": "live"}


def mixture_picture(params, data, title):
    """Draw data and a mixture's components.

    Args:
        params: MixtureParams, each of shape (n_components,).
        data: shape (n_data,).
        title: words above it.

    Returns:
        SVG, as text.
    """
    with _course_style():
        fig, ax = plt.subplots()
        gm.plot_data(data, ax)
        limits = data.min() - 1, data.max() + 1
        gm.plot_component_norm_pdfs(*params, *limits, ax, title)
        return as_svg(fig)


def as_svg(fig):
    """Write a matplotlib figure as SVG for the inside of a page, and close it."""
    text = io.StringIO()
    fig.savefig(text, format="svg", metadata=_NO_METADATA)
    plt.close(fig)
    svg = text.getvalue()
    return svg[svg.index("<svg") :].strip()


def _course_style():
    style = matplotlib.style.library.get("course")
    return plt.style.context(
        [style or "dl_workshop.gaussian_mixture.course", _SETTINGS]
    )
