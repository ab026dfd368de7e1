"""Mixtures of rows for tests: an ordinary one, extreme ones, and arguments that do not fit."""

import jax
import numpy as np
import pytest
from scipy.special import softmax
from sklearn.mixture import GaussianMixture

from dl_workshop.gaussian_mixture import multivariate as mv

covariances_of = jax.jit(mv.component_covariances)


@pytest.fixture
def params():
    """Three components in four columns: uneven weights, tilted, overlapping."""
    draw = np.random.default_rng(0).normal
    return mv.MultivariateParams(
        draw(size=3), draw(size=(3, 4)), 0.4 * draw(size=(3, 4, 4))
    )


@pytest.fixture
def data(params):
    """Rows on the means, between and far out."""
    draw = np.random.default_rng(1).normal
    near, far = draw(size=(6, 4)), 9 * draw(size=(2, 4))
    return np.concatenate([params.component_mus, near, far])


def scikit_learn(params):
    """Build the same mixture in scikit-learn, which keeps covariances."""
    mixture = GaussianMixture(len(params.component_mus))
    mixture.weights_ = softmax(params.log_component_weights)
    mixture.means_ = params.component_mus
    covariances = np.asarray(covariances_of(params.log_choleskys))
    mixture.covariances_ = covariances
    mixture.precisions_cholesky_ = np.array(
        [np.linalg.cholesky(np.linalg.inv(c)) for c in covariances]
    )
    return mixture


# Far out, nearly collinear, collapsed: slopes stay finite, in either precision.

TRIANGLE = np.array([[0.0, 0.0], [-1.0, 0.0]])
STEEP = 1e4 * TRIANGLE + 9.0 * np.eye(2)  # columns correlate by 1 - 1e-8 or so
SMALL, LARGE = 50 * np.eye(2), -50 * np.eye(2)  # deviations e^-50, e^50
tiny, huge = np.exp(-50), np.exp(50)
GRID = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]])
FAR = {
    "far": (np.zeros(2), GRID[:2], np.zeros((2, 2, 2)), 1e6 * GRID),
    "weights 100 apart": (
        np.array([100.0, 0.0]),
        GRID[:2],
        np.zeros((2, 2, 2)),
        GRID,
    ),
    "nearly collinear": (np.zeros(2), GRID[:2], np.stack([STEEP] * 2), GRID),
    "tiny": (np.zeros(2), tiny * GRID[:2], np.stack([SMALL] * 2), tiny * GRID),
    "huge": (np.zeros(2), huge * GRID[:2], np.stack([LARGE] * 2), huge * GRID),
    "one collapsed": (
        np.zeros(2),
        GRID[:2],
        np.stack([0.5 * SMALL, 0 * SMALL]),
        GRID,
    ),
    "constant column": (
        np.zeros(2),
        GRID[:2],
        np.stack([np.diag([0.0, 20.0])] * 2),
        GRID * np.array([1.0, 0.0]),
    ),
    "duplicated rows": (
        np.zeros(2),
        GRID[:2],
        np.zeros((2, 2, 2)),
        np.ones((5, 2)),
    ),
    "fewer rows than columns": (
        np.zeros(2),
        np.zeros((2, 3)),
        np.zeros((2, 3, 3)),
        np.ones((1, 3)),
    ),
}

# Shapes that do not fit.

TWO, MUS, FACTORS, ROWS = (
    np.ones(2),
    *map(np.ones, [(2, 3), (2, 3, 3), (5, 3)]),
)
WRONG = {
    "empty data": (TWO, MUS, FACTORS, np.ones((0, 3))),
    "no columns": (
        TWO,
        np.ones((2, 0)),
        np.ones((2, 0, 0)),
        np.ones((5, 0)),
    ),
    "a vector of data": (TWO, MUS, FACTORS, np.ones(5)),
    "data transposed": (TWO, MUS, FACTORS, ROWS.T),
    "vector of mus": (TWO, TWO, FACTORS, ROWS),
    "three components": (TWO, np.ones((3, 3)), FACTORS, ROWS),
    "one factor": (TWO, MUS, FACTORS[0], ROWS),
    "factors not square": (TWO, MUS, np.ones((2, 3, 2)), ROWS),
}
