"""Standard errors against closed forms, finite differences and the bootstrap.

Expected values come from float64: textbook formulas for one component and for components far
apart, SciPy's densities differentiated numerically in other coordinates, refits by scikit-learn.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax, random, vmap
from scipy.special import logsumexp, softmax
from scipy.stats import dirichlet, norm
from sklearn.mixture import GaussianMixture

from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture.expectation_maximization import em_step
from dl_workshop.gaussian_mixture.uncertainty import (
    bootstrap,
    delta_method,
    over_resamples,
    readable,
    resample,
    standard_errors,
)
from dl_workshop.precision import enable_x64
from tests.support.finite_differences import hessian


@jax.jit
def fit(params, data):
    """Repeat EM until nothing moves."""
    step = lambda params, _: (em_step(params, data), None)  # noqa: E731
    return lax.scan(step, params, length=300)[0]


@pytest.fixture(scope="module")
def course():
    """The course's data and their fit."""
    params_true, data = gm.two_humps(random.key(100))
    return fit(params_true, data), data


@pytest.fixture(scope="module")
def overlapping():
    """A fit of 300 numbers from two humps that overlap, in float64."""
    draw = np.random.default_rng(0).normal
    data = np.concatenate([draw(-1.5, 1, 200), draw(1.5, 0.7, 100)])
    start = np.zeros(2), np.array([-1.0, 1.0]), np.zeros(2)
    with enable_x64(True):
        params = fit(gm.MixtureParams(*start), data)
        return jax.tree.map(np.asarray, params), data


def loss_of_readable(numbers, data, alpha):
    """The loss by SciPy, of a first weight, two means and two standard deviations."""
    weight, mus, scales = numbers[0], numbers[1:3], numbers[3:]
    weights = np.array([weight, 1 - weight])
    logs = np.log(weights)[:, None] + norm.logpdf(
        data, mus[:, None], scales[:, None]
    )
    prior = dirichlet.logpdf(weights, [alpha, alpha])
    return -logsumexp(logs, axis=0).sum() - prior


# Closed forms.


def test_one_component_has_the_errors_of_a_normal_sample():
    # sigma / sqrt(n) and sigma / sqrt(2 n), with the sample's own sigma (divided by n)
    data = np.random.default_rng(1).normal(3, 2, 400)
    fitted = [0.0], [data.mean()], [np.log(data.std())]
    of_weights, of_mus, of_scales = standard_errors(
        jax.tree.map(np.asarray, gm.MixtureParams(*map(np.array, fitted))),
        data,
    )
    assert of_weights[0] == pytest.approx(0, abs=1e-9)
    assert of_mus[0] == pytest.approx(data.std() / 20, rel=1e-5)
    assert of_scales[0] == pytest.approx(data.std() / np.sqrt(800), rel=1e-5)


def test_components_far_apart_have_the_errors_of_their_own_data():
    # As if labelled: for a share of w among n, sqrt(w (1 - w) / n), the binomial's.
    draw = np.random.default_rng(2).normal
    groups = draw(-100, 1, 100), draw(100, 3, 300)
    sizes, scales = np.array([100, 300]), np.array([g.std() for g in groups])
    params = gm.MixtureParams(
        np.log(sizes), np.array([g.mean() for g in groups]), np.log(scales)
    )
    of_weights, of_mus, of_scales = standard_errors(
        params, np.concatenate(groups), alpha_prior=1.0
    )
    expected = np.sqrt(0.25 * 0.75 / 400)
    np.testing.assert_allclose(of_weights, expected, rtol=1e-5)
    np.testing.assert_allclose(of_mus, scales / np.sqrt(sizes), rtol=1e-5)
    np.testing.assert_allclose(
        of_scales, scales / np.sqrt(2 * sizes), rtol=1e-5
    )


# Finite differences, in coordinates that the package does not use.


def test_errors_are_those_of_finite_differences(overlapping):
    params, data = overlapping
    log_weights, mus, log_scales = params
    point = np.array(
        [softmax(log_weights)[0], *mus, *np.exp(log_scales)], np.float64
    )
    curvature = hessian(lambda p: loss_of_readable(p, data, 2.0), point)
    expected = np.sqrt(np.diag(np.linalg.inv(curvature)))
    of_weights, of_mus, of_scales = standard_errors(params, data)
    ours = np.array([of_weights[0], *of_mus, *of_scales])
    np.testing.assert_allclose(ours, expected, rtol=1e-3)
    assert float(of_weights[1]) == pytest.approx(expected[0], rel=1e-3)


# The delta method.


def test_the_delta_method_is_exact_where_a_function_is_linear():
    # Simulated: the spread of A x, x normal with that covariance.
    rng = np.random.default_rng(4)
    root, slope = rng.normal(size=(2, 2)), rng.normal(size=(3, 2))
    covariance = root @ root.T
    drawn = rng.multivariate_normal(np.zeros(2), covariance, 100_000)
    errors = delta_method(lambda x: slope @ x, np.zeros(2), covariance)
    # A spread of 100,000 draws is known to 0.2 %.
    np.testing.assert_allclose(errors, (drawn @ slope.T).std(0), rtol=0.01)


def test_an_error_of_a_share_is_the_textbooks():
    # Of log odds with variance 1 / (n w (1 - w)): the binomial's sqrt(w (1 - w) / n).
    share, n = 0.2, 50
    variance = 1 / (n * share * (1 - share))
    (error,) = delta_method(
        jax.nn.sigmoid,
        np.array([np.log(share / (1 - share))]),
        np.array([[variance]]),
    )
    expected = np.sqrt(share * (1 - share) / n)
    assert float(error) == pytest.approx(expected, rel=1e-5)


def test_the_delta_method_refuses_a_covariance_of_another_size():
    with pytest.raises(ValueError, match="covariance: expected"):
        delta_method(jnp.exp, np.zeros(2), np.eye(3))


# The bootstrap.


def test_resampled_means_spread_as_theory_says():
    # The bootstrap's own law for a mean: the data's spread, divided by n, over sqrt(n).
    data = np.random.default_rng(5).gamma(2, size=300)
    means, peaks = over_resamples(
        random.key(0), lambda x: (jnp.mean(x), jnp.max(x)), data, 4000
    )
    assert means.shape == peaks.shape == (4000,)
    expected = data.std() / np.sqrt(300)
    # 4000 resamples tell a spread to 1.1 %.
    assert float(means.std()) == pytest.approx(expected, rel=0.05)
    # The largest is drawn with probability 1 - (1 - 1/n)^n.
    share = np.mean(peaks == np.float32(data.max()))
    assert share == pytest.approx(1 - (1 - 1 / 300) ** 300, abs=0.035)


def test_the_bootstrap_agrees_on_the_data_of_the_course(course):
    params, data = course
    ours = np.array(standard_errors(params, data))
    refits = bootstrap(random.key(0), params, data, num_steps=50)
    spread = np.array([r.std(axis=0) for r in vmap(readable)(*refits)])
    # 200 resamples tell a standard deviation to 5 %: 1 / sqrt(2 * 200).
    np.testing.assert_allclose(spread, ours, rtol=0.15)


def test_a_refit_is_that_of_scikit_learn(overlapping):
    params, data = overlapping
    key = random.key(3)
    refits = bootstrap(key, params, data, num_resamples=2, num_steps=1000)
    for index, own_key in enumerate(random.split(key, 2)):
        drawn = np.asarray(resample(own_key, data), np.float64)
        # The prior of the weights, alpha = 2, is one datum more; without it, scikit-learn is near.
        model = GaussianMixture(
            2,
            tol=1e-10,
            max_iter=5000,
            means_init=params.component_mus[:, None],
        ).fit(drawn[:, None])
        weights, mus, scales = readable(*(r[index] for r in refits))
        np.testing.assert_allclose(weights, model.weights_, atol=0.01)
        np.testing.assert_allclose(mus, model.means_[:, 0], atol=0.05)
        np.testing.assert_allclose(
            scales**2, model.covariances_[:, 0, 0], rtol=0.1
        )


def test_a_key_gives_one_bootstrap_and_another_key_another(overlapping):
    params, data = overlapping
    first, again, other = (
        bootstrap(random.key(seed), params, data, 3, 5) for seed in (0, 0, 1)
    )
    np.testing.assert_array_equal(first.component_mus, again.component_mus)
    assert np.unique(first.component_mus, axis=0).shape == (3, 2)
    assert not np.any(first.component_mus == other.component_mus)


def test_a_resample_misses_a_third_of_the_data():
    # (1 - 1/n)^n is 1/e: 63.2 % of the data appear.
    drawn = np.asarray(resample(random.key(0), jnp.arange(20_000.0)))
    assert drawn.shape == (20_000,)
    assert len(np.unique(drawn)) / 20_000 == pytest.approx(0.632, abs=0.01)
    rows = resample(random.key(0), np.arange(12.0).reshape(6, 2))
    np.testing.assert_array_equal(rows[:, 1], rows[:, 0] + 1)


# Precision, order, transformations.


def test_float32_in_gives_the_errors_of_float64(overlapping):
    params, data = overlapping
    single = jax.tree.map(lambda leaf: np.float32(leaf), (params, data))
    with enable_x64(True):
        expected = standard_errors(params, data)
        assert {error.dtype.name for error in expected} == {"float64"}
    ours = standard_errors(*single)
    assert {error.dtype.name for error in ours} == {"float32"}
    for got, wanted in zip(ours, expected, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-4)


def test_order_of_components_and_a_constant_do_not_matter(overlapping):
    params, data = overlapping
    turned = gm.MixtureParams(*(leaf[::-1] for leaf in params))
    turned = turned._replace(
        log_component_weights=turned.log_component_weights + 7
    )
    for got, wanted in zip(
        standard_errors(turned, data),
        standard_errors(params, data),
        strict=True,
    ):
        np.testing.assert_allclose(got[::-1], wanted, rtol=1e-4)


def test_other_units_change_the_errors_with_them(overlapping):
    params, data = overlapping
    log_weights, mus, log_scales = params
    scaled = gm.MixtureParams(
        log_weights, 1000 * mus + 5, log_scales + np.log(1000)
    )
    of_weights, *others = standard_errors(scaled, 1000 * data + 5)
    wanted, *in_old_units = standard_errors(params, data)
    np.testing.assert_allclose(of_weights, wanted, rtol=1e-4)
    for got, old in zip(others, in_old_units, strict=True):
        np.testing.assert_allclose(got, 1000 * old, rtol=1e-4)


def test_jit_and_vmap_change_nothing(overlapping):
    params, data = overlapping
    wanted = standard_errors(params, data)
    pair = jax.tree.map(lambda leaf: np.stack([leaf, leaf]), params)
    mapped = vmap(standard_errors, in_axes=(0, None))(pair, data)
    for compiled, both, error in zip(
        jax.jit(standard_errors)(params, data), mapped, wanted, strict=True
    ):
        np.testing.assert_allclose(compiled, error, rtol=1e-4)
        np.testing.assert_allclose(both[1], error, rtol=1e-4)


def test_where_the_loss_curves_downwards_the_errors_are_no_numbers(
    overlapping,
):
    _, data = overlapping
    top = gm.MixtureParams(*np.array([[0.0, 0], [-0.1, 0.1], [1, 1.0]]))
    assert any(jnp.isnan(error).any() for error in standard_errors(top, data))


def test_wrong_shapes_are_refused(overlapping):
    params, data = overlapping
    with pytest.raises(ValueError, match=r"data: expected a vector.*, got"):
        standard_errors(params, data[:, None])
    with pytest.raises(ValueError, match=r"data: expected a vector.*, got"):
        bootstrap(random.key(0), params, data[:, None])
