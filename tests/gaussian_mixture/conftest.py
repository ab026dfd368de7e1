"""One mixture and a few data for every test; figures that are closed again."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from dl_workshop.gaussian_mixture import MixtureParams


@pytest.fixture
def params():
    """Three components: uneven weights, not normalised, that overlap."""
    return MixtureParams(
        *np.array([[0.3, -1.2, 2.0], [-2.0, 0.5, 3.0], [0.2, -0.7, 0.9]])
    )


@pytest.fixture
def data():
    """Some on the means, some between, some out in the tails."""
    return np.array([-9.0, -2.0, -0.4, 0.5, 1.3, 3.0, 14.0])


@pytest.fixture
def ax():
    """Axes to draw on."""
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)
