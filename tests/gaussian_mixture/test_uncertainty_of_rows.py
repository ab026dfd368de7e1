"""Standard errors and bootstrap of rows: textbooks, finite differences by SciPy, scikit-learn.

Expected values come from float64: what is known of the covariance of one normal sample, SciPy's
densities differentiated numerically in weights, means and covariances, refits by scikit-learn.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax, random, vmap
from scipy.special import logsumexp
from scipy.stats import dirichlet, multivariate_normal
from sklearn.mixture import GaussianMixture

from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture import multivariate as mv
from dl_workshop.precision import enable_x64
from tests.support.finite_differences import hessian

LOWER = np.tril_indices(2)


@jax.jit
def fit(params, rows):
    """Repeat EM until nothing moves."""
    step = lambda params, _: (mv.em_step(params, rows), None)  # noqa: E731
    return lax.scan(step, params, length=500)[0]


@pytest.fixture(scope="module")
def overlapping():
    """A fit of 300 rows from two tilted clouds that touch, in float64."""
    draw = np.random.default_rng(0)
    rows = np.concatenate(
        [
            draw.multivariate_normal([-1.5, 0], [[1, 0.5], [0.5, 1]], 200),
            draw.multivariate_normal([1.5, 1], [[0.5, -0.3], [-0.3, 1]], 100),
        ]
    )
    with enable_x64(True):
        start = mv.MultivariateParams(
            np.zeros(2), np.array([[-1.0, 0], [1, 1]]), np.zeros((2, 2, 2))
        )
        return jax.tree.map(np.asarray, fit(start, rows)), rows


def one_component(rows):
    """The best normal distribution of rows, in closed form."""
    covariance = np.cov(rows.T, ddof=0)
    with enable_x64(True):
        factors = mv.log_choleskys_from_covariances(covariance[None])
        params = np.zeros(1), rows.mean(axis=0)[None], np.asarray(factors)
    return mv.MultivariateParams(*params), covariance


def test_one_component_has_the_errors_of_a_normal_sample():
    # Anderson, An Introduction to Multivariate Statistical Analysis (2003), theorem 3.4.4: the
    # variance of an entry s_ij of the covariance is (s_ii s_jj + s_ij^2) / n.
    draw = np.random.default_rng(1)
    rows = draw.normal(size=(400, 3)) @ draw.normal(size=(3, 3))
    params, covariance = one_component(rows)
    of_weights, of_mus, of_covariances = gm.standard_errors(params, rows)
    variances = np.diag(covariance)
    assert of_weights[0] == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(of_mus[0], np.sqrt(variances / 400), rtol=1e-5)
    expected = np.outer(variances, variances) + covariance**2
    np.testing.assert_allclose(
        of_covariances[0], np.sqrt(expected / 400), rtol=1e-5
    )


def loss_of_readable(numbers, rows):
    """The loss by SciPy, of a first weight, two means and the entries of two covariances."""
    weights = np.array([numbers[0], 1 - numbers[0]])
    mus, entries = numbers[1:5].reshape(2, 2), numbers[5:].reshape(2, 3)
    logs = []
    for weight, mu, (a, b, c) in zip(weights, mus, entries, strict=True):
        normal = multivariate_normal(mu, [[a, b], [b, c]])
        logs.append(np.log(weight) + normal.logpdf(rows))
    prior = dirichlet.logpdf(weights, [2.0, 2.0])
    return -logsumexp(logs, axis=0).sum() - prior


def test_errors_are_those_of_finite_differences(overlapping):
    params, rows = overlapping
    with enable_x64(True):
        weights, mus, covariances = map(np.asarray, mv.readable(*params))
    point = np.concatenate(
        [weights[:1], mus.ravel(), covariances[:, *LOWER].ravel()]
    )
    curvature = hessian(lambda p: loss_of_readable(p, rows), point)
    expected = np.sqrt(np.diag(np.linalg.inv(curvature)))
    of_weights, of_mus, of_covariances = gm.standard_errors(params, rows)
    lower = np.asarray(of_covariances)[:, *LOWER].ravel()
    ours = np.concatenate([of_weights[:1], np.ravel(of_mus), lower])
    np.testing.assert_allclose(ours, expected, rtol=1e-3)
    np.testing.assert_allclose(of_covariances, of_covariances.mT, rtol=1e-5)


def test_one_column_has_the_errors_of_numbers():
    _, data = gm.two_humps(random.key(100))
    data = np.asarray(data)[::10]
    numbers = gm.fit_mixture(random.key(0), data, 2).params
    rows = mv.MultivariateParams(
        numbers[0], numbers[1][:, None], -numbers[2][:, None, None]
    )
    of_weights, of_mus, of_scales = gm.standard_errors(numbers, data)
    ours = gm.standard_errors(rows, data[:, None])
    np.testing.assert_allclose(ours[0], of_weights, rtol=1e-5)
    np.testing.assert_allclose(ours[1][:, 0], of_mus, rtol=1e-5)
    # The variance is the scale squared: its slope is twice the scale.
    expected = 2 * np.exp(numbers[2]) * of_scales
    np.testing.assert_allclose(ours[2][:, 0, 0], expected, rtol=1e-5)


@jax.jit
def bottom(params, data):
    """Where EM without a prior on scales ends, from a fit that had one."""
    rows = isinstance(params, mv.MultivariateParams)
    em_step = mv.em_step if rows else gm.em_step
    step = lambda params, _: (em_step(params, data), None)  # noqa: E731
    return lax.scan(step, params, length=500)[0]


@pytest.mark.parametrize("table", ["Old Faithful", "penguins"])
def test_how_sure_a_fit_lies_close_to_the_bottom_of_the_loss(table, x64):
    if table == "Old Faithful":
        data, k = gm.datasets.old_faithful()["waiting"], 2
    else:
        columns = gm.datasets.penguins()
        columns.pop("species")
        data, k = np.stack(list(columns.values()), axis=1), 3
    fitted = gm.fit_mixture(random.key(0), data, k).params
    lowest = bottom(jax.tree.map(jnp.asarray, fitted), data)
    read = gm.readable if data.ndim == 1 else mv.readable
    for ours, there, error in zip(
        read(*fitted),
        read(*lowest),
        gm.standard_errors(lowest, data),
        strict=True,
    ):
        assert jnp.all(jnp.abs(ours - there) < 0.1 * error)


def test_other_units_change_the_errors_with_them(overlapping):
    params, rows = overlapping
    units, offset = np.array([1000.0, 0.01]), np.array([5.0, -2.0])
    moved = mv.unstandardize(params, offset, units)
    ours = gm.standard_errors(moved, offset + units * rows)
    expected = gm.standard_errors(params, rows)
    np.testing.assert_allclose(ours[0], expected[0], rtol=1e-4)
    np.testing.assert_allclose(ours[1], expected[1] * units[None], rtol=1e-4)
    np.testing.assert_allclose(
        ours[2], expected[2] * np.outer(units, units)[None], rtol=1e-4
    )


def test_numbers_above_the_diagonal_do_not_matter(overlapping):
    params, rows = overlapping
    above = np.triu(np.full((2, 2), 7.0), 1)
    other = params._replace(log_choleskys=params.log_choleskys + above)
    for got, wanted in zip(
        gm.standard_errors(other, rows),
        gm.standard_errors(params, rows),
        strict=True,
    ):
        np.testing.assert_array_equal(got, wanted)


def test_the_bootstrap_agrees_where_clouds_are_apart():
    draw = np.random.default_rng(3)
    rows = (
        draw.normal(size=(1000, 2)) + 8 * (np.arange(1000) % 4 == 0)[:, None]
    )
    start = mv.MultivariateParams(
        np.zeros(2), np.array([[0.0, 0], [8, 8]]), np.zeros((2, 2, 2))
    )
    params = fit(start, rows)
    refits = gm.bootstrap(random.key(0), params, rows, num_steps=20)
    assert refits.log_choleskys.shape == (200, 2, 2, 2)
    spreads = [each.std(axis=0) for each in vmap(mv.readable)(*refits)]
    # 200 resamples tell a standard deviation to 5 %: 1 / sqrt(2 * 200).
    for spread, error in zip(
        spreads, gm.standard_errors(params, rows), strict=True
    ):
        np.testing.assert_allclose(spread, error, rtol=0.25)


def test_a_refit_is_that_of_scikit_learn(overlapping):
    params, rows = overlapping
    key = random.key(3)
    refits = gm.bootstrap(key, params, rows, num_resamples=2, num_steps=1000)
    for index, own_key in enumerate(random.split(key, 2)):
        drawn = np.asarray(gm.resample(own_key, rows), np.float64)
        model = GaussianMixture(
            2, tol=1e-10, max_iter=5000, means_init=params.component_mus
        ).fit(drawn)
        weights, mus, covariances = mv.readable(*(r[index] for r in refits))
        # The prior of the weights, alpha = 2, is one datum more; scikit-learn is near.
        np.testing.assert_allclose(weights, model.weights_, atol=0.01)
        np.testing.assert_allclose(mus, model.means_, atol=0.05)
        np.testing.assert_allclose(covariances, model.covariances_, atol=0.05)


def test_precision_is_that_of_jax(overlapping):
    params, rows = overlapping
    ours = gm.standard_errors(params, rows)
    assert {error.dtype.name for error in ours} == {"float32"}
    with enable_x64(True):
        expected = gm.standard_errors(params, rows)
        assert {error.dtype.name for error in expected} == {"float64"}
    for got, wanted in zip(ours, expected, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-4)


def test_where_the_loss_curves_downwards_the_errors_are_no_numbers(
    overlapping,
):
    _, rows = overlapping
    top = mv.MultivariateParams(
        np.zeros(2), 0.1 * np.array([[-1.0, 0], [1, 0]]), -np.ones((2, 2, 2))
    )
    assert any(jnp.isnan(each).any() for each in gm.standard_errors(top, rows))


def test_wrong_shapes_are_refused(overlapping):
    params, rows = overlapping
    with pytest.raises(ValueError, match=r"data: expected a matrix.*, got"):
        gm.standard_errors(params, rows[:, 0])
    with pytest.raises(ValueError, match=r"data: expected 2 entries on axis"):
        gm.bootstrap(random.key(0), params, np.ones((5, 3)))
