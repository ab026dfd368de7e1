"""Expectation maximisation against scikit-learn step by step; then what holds from any start.

Expected values come from float64: scikit-learn's GaussianMixture after as many iterations, loops
written out, the gradients of the loss, and what the algorithm promises.
"""

import functools
import warnings

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from jax import lax, random, vmap
from scipy.special import softmax
from scipy.stats import norm
from sklearn.mixture import GaussianMixture

from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture import multivariate as mv
from dl_workshop.gaussian_mixture.expectation_maximization import (
    convergence_rate,
    em_step,
    log_weights_from_counts,
    m_step,
)
from tests.support.compiled import jit, slopes_of
from tests.support.rows import covariances_of


@functools.cache
def repeated(step, times, **settings):
    """Compile a step, `times` in a row."""

    def again(params, data):
        body = lambda params, _: (step(params, data, **settings), None)  # noqa: E731
        return lax.scan(body, params, length=times)[0]

    return jax.jit(again)


@functools.cache
def losses_of(step, loss, times, **settings):
    """Compile a run: the loss before each of its steps."""

    def run(params, data):
        def body(params, _):
            return step(params, data, **settings), loss(params, data)

        return lax.scan(body, params, length=times)[1]

    return jax.jit(run)


@pytest.fixture
def rows():
    """Two hundred rows from three overlapping clouds in four columns."""
    draw = np.random.default_rng(4)
    centers = draw.normal(scale=2, size=(3, 4))
    return centers[draw.integers(3, size=200)] + draw.normal(size=(200, 4))


@pytest.fixture
def rows_params(rows):
    """Three rows as means, unlike covariances."""
    draw = np.random.default_rng(5).normal
    return mv.MultivariateParams(
        draw(size=3), rows[:3], 0.3 * draw(size=(3, 4, 4))
    )


def scikit_learn(iterations, log_weights, mus, precisions, data):
    """Run scikit-learn for some iterations, with nothing added to its covariances."""
    weights = softmax(log_weights)
    model = GaussianMixture(
        len(mus),
        max_iter=iterations,
        tol=0,
        reg_covar=0,
        weights_init=weights / weights.sum(),
        means_init=mus,
        precisions_init=precisions,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it has not converged
        return model.fit(data)


# Against oracles.


def test_steps_are_those_of_loops(params, data, x64):
    shares = np.asarray(jit(gm.responsibilities)(*params, data))
    n_data, n_components = shares.shape
    weights, mus, scales = (np.zeros(n_components) for _ in range(3))
    for k in range(n_components):
        count = sum(shares[i, k] for i in range(n_data))
        weights[k] = count / n_data
        mus[k] = sum(shares[i, k] * data[i] for i in range(n_data)) / count
        variance = sum(
            shares[i, k] * (data[i] - mus[k]) ** 2 for i in range(n_data)
        )
        scales[k] = np.sqrt(variance / count)
    ours = m_step(shares, data)
    for got, expected in zip(ours, (weights, mus, scales), strict=True):
        np.testing.assert_allclose(got, expected, rtol=1e-10)
    after = em_step(params, data, alpha_prior=1.0)
    np.testing.assert_allclose(
        softmax(after.log_component_weights), weights, rtol=1e-10
    )
    np.testing.assert_allclose(after.component_mus, mus, rtol=1e-10)
    np.testing.assert_allclose(
        jnp.exp(after.log_component_scales), scales, rtol=1e-10
    )


def test_steps_of_rows_are_those_of_loops(rows_params, rows, x64):
    shares = np.asarray(jit(mv.responsibilities)(*rows_params, rows))
    weights, mus, covariances = jit(mv.m_step)(shares, rows)
    for k, share in enumerate(shares.T):
        np.testing.assert_allclose(weights[k], share.mean(), rtol=1e-12)
        mu = np.average(rows, axis=0, weights=share)
        np.testing.assert_allclose(mus[k], mu, rtol=1e-10)
        expected = np.cov(rows.T, aweights=share, ddof=0)
        np.testing.assert_allclose(covariances[k], expected, atol=1e-10)


@pytest.mark.parametrize("iterations", [1, 2, 10])
def test_iterations_are_those_of_scikit_learn(iterations, x64):
    draw = np.random.default_rng(6).normal
    data = np.concatenate([draw(-2, 1.1, 100), draw(5, 2, 500)])
    params = gm.MixtureParams(np.zeros(2), np.array([-1.0, 1]), np.zeros(2))
    ours = repeated(em_step, iterations, alpha_prior=1.0)(params, data)
    expected = scikit_learn(
        iterations,
        params.log_component_weights,
        params.component_mus[:, None],
        np.exp(-2 * params.log_component_scales)[:, None, None],
        data[:, None],
    )
    np.testing.assert_allclose(
        softmax(ours.log_component_weights), expected.weights_, rtol=1e-9
    )
    np.testing.assert_allclose(
        ours.component_mus, expected.means_[:, 0], rtol=1e-9
    )
    np.testing.assert_allclose(
        jnp.exp(2 * ours.log_component_scales),
        expected.covariances_[:, 0, 0],
        rtol=1e-9,
    )


@pytest.mark.parametrize("iterations", [1, 2, 10])
def test_iterations_on_rows_are_those_of_scikit_learn(
    iterations, rows_params, rows, x64
):
    ours = repeated(mv.em_step, iterations, alpha_prior=1.0)(rows_params, rows)
    precisions = np.linalg.inv(covariances_of(rows_params.log_choleskys))
    expected = scikit_learn(iterations, *rows_params[:2], precisions, rows)
    np.testing.assert_allclose(
        softmax(ours.log_component_weights), expected.weights_, rtol=1e-8
    )
    np.testing.assert_allclose(ours.component_mus, expected.means_, rtol=1e-7)
    np.testing.assert_allclose(
        covariances_of(ours.log_choleskys),
        expected.covariances_,
        rtol=1e-6,
        atol=1e-8,
    )


def test_one_column_steps_as_the_one_dimensional_package(params, data, x64):
    log_weights, mus, log_scales = params
    column = mv.MultivariateParams(
        log_weights, mus[:, None], -log_scales[:, None, None]
    )
    rows = jit(mv.em_step)(column, data[:, None])
    ours = jit(em_step)(params, data)
    np.testing.assert_allclose(rows[0], ours[0], rtol=1e-12)
    np.testing.assert_allclose(rows[1][:, 0], ours[1], rtol=1e-12)
    np.testing.assert_allclose(-rows[2][:, 0, 0], ours[2], rtol=1e-9)


@pytest.mark.parametrize("alpha", [1.0, 2.0, np.array([1.5, 2.0, 4.0])])
def test_weights_are_the_mode_of_their_posterior(alpha, x64):
    # Bishop (2006), equation 2.41: Dirichlet with the counts added; (a - 1) / sum (a - 1).
    counts = np.array([3.5, 10.25, 1.0])
    posterior = counts + alpha
    expected = (posterior - 1) / (posterior - 1).sum()
    ours = softmax(log_weights_from_counts(counts, alpha))
    np.testing.assert_allclose(ours, expected, rtol=1e-12)


# A step of EM is a gradient step whose size chooses itself (Xu and Jordan 1996).


def test_a_mean_moves_along_its_gradient(params, data, x64):
    slopes = slopes_of(gm.loss_mixture_weights)(params, data)
    counts = jit(gm.responsibilities)(*params, data).sum(axis=0)
    rates = np.exp(2 * params.log_component_scales) / counts
    moved = jit(em_step)(params, data).component_mus - params.component_mus
    np.testing.assert_allclose(
        moved, -rates * slopes.component_mus, rtol=1e-9, atol=1e-12
    )


def test_a_mean_of_rows_moves_along_its_gradient(rows_params, rows, x64):
    slopes = slopes_of(mv.loss_mixture_weights)(rows_params, rows)
    counts = jit(mv.responsibilities)(*rows_params, rows).sum(axis=0)
    covariances = covariances_of(rows_params.log_choleskys)
    rates = covariances / np.asarray(counts)[:, None, None]
    expected = -np.einsum("kij,kj->ki", rates, slopes.component_mus)
    moved = jit(mv.em_step)(rows_params, rows).component_mus
    np.testing.assert_allclose(
        moved - rows_params.component_mus, expected, rtol=1e-7, atol=1e-10
    )


# How fast it comes to rest.


def six_numbers(step, params, data):
    """A step as a map of six numbers."""

    def of_numbers(numbers):
        return jnp.concatenate(step(numbers.reshape(3, 2), data))

    return of_numbers, jnp.concatenate(params)


def overlapping():
    """Two humps close together, and where EM ends."""
    draw = np.random.default_rng(9).normal
    data = np.concatenate([draw(-2, 1.1, 100), draw(1.5, 2, 500)])
    start = gm.MixtureParams(np.zeros(2), np.array([-1.0, 1]), np.zeros(2))
    return start, data, repeated(em_step, 5000)(start, data)


def test_the_rate_of_a_run_is_the_largest_eigenvalue_of_the_step(x64):
    start, data, final = overlapping()
    step, at = six_numbers(em_step, final, data)
    largest = np.abs(np.linalg.eigvals(jit(jax.jacfwd(step))(at))).max()
    path = [repeated(em_step, n)(start, data) for n in (1498, 1499, 1500)]
    rows = np.stack([np.concatenate(params) for params in path])
    assert 0.9 < largest < 1
    assert convergence_rate(rows) == pytest.approx(largest, rel=1e-3)


def test_the_rate_is_the_share_of_information_that_is_missing(x64):
    # Dempster, Laird and Rubin (1977), equation 3.15, from finite differences of gradients.
    _, data, final = overlapping()
    shares = jit(gm.responsibilities)(*final, data)

    def params_of(numbers):
        log_weights = jnp.array([numbers[0], 0.0])
        return gm.MixtureParams(log_weights, numbers[1:3], numbers[3:])

    def complete(numbers):  # the loss of who knows the labels
        params = params_of(numbers)
        loglikes = gm.weighted_loglikes(*params, data)
        prior = gm.weights_loglike(params[0], 2.0)
        return -jnp.sum(shares.T * loglikes) - prior

    def observed(numbers):
        return gm.loss_mixture_weights(params_of(numbers), data)

    at = np.array([final[0][0] - final[0][1], *final[1], *final[2]])
    information, missing_too = (
        np.stack(
            [
                np.subtract(slopes_of(f)(at + h), slopes_of(f)(at - h)) / 2e-5
                for h in 1e-5 * np.eye(5)
            ]
        )
        for f in (complete, observed)
    )
    missing = np.eye(5) - np.linalg.solve(information, missing_too)
    step, numbers = six_numbers(em_step, final, data)
    rates = np.linalg.eigvals(jit(jax.jacfwd(step))(numbers)).real
    expected = np.sort(np.linalg.eigvals(missing).real)
    # The sixth is that of a constant added to both log weights, which a step takes away.
    np.testing.assert_allclose(np.sort(rates)[-3:], expected[-3:], rtol=1e-5)
    np.testing.assert_allclose(np.sort(rates)[:-3], 0, atol=1e-8)


def test_the_rate_of_a_geometric_path(dtype):
    powers = 0.8 ** np.arange(6)[:, None]
    path = jnp.asarray(3 + powers * np.array([2.0, -1, 5]), dtype)
    assert convergence_rate(path) == pytest.approx(0.8, rel=1e-5)


def test_a_path_is_a_matrix():
    with pytest.raises(ValueError, match=r"path: expected a matrix"):
        convergence_rate(np.ones(4))


# The loss does not rise, from any start; where nothing moves, it is flat.


def numbers(*shape):
    """Any numbers of the size that standardised data have."""
    return arrays(np.float64, shape, elements=st.floats(-4, 4))


def run(params, data, alpha):
    """Twenty steps: the loss and the scales before each."""

    def body(params, _):
        loss = gm.loss_mixture_weights(params, data, alpha)
        scales = jnp.exp(params.log_component_scales)
        return em_step(params, data, alpha), (loss, scales)

    return lax.scan(body, params, length=20)[1]


@given(
    params=st.builds(gm.MixtureParams, numbers(3), numbers(3), numbers(3)),
    data=numbers(12),
    alpha=st.sampled_from([1.0, 2.0, 5.0]),
)
def test_the_loss_never_rises(params, data, alpha, x64):
    losses, scales = map(np.asarray, jit(run)(params, data, alpha))
    assert np.all(np.isfinite(losses))
    # Narrower than this, a component is a spike, and its loss a matter of rounding.
    before_spikes = np.cumprod(scales.min(axis=1) > 1e-5, dtype=bool)
    falls = np.diff(losses[before_spikes])
    assert np.all(falls <= 1e-9 * (1 + abs(losses[0])))


DEGREES, VARIANCE = 5.0, 0.2


def loss_with_prior(params, data):
    """The loss, with the prior that keeps covariances from collapsing."""
    prior = mv.precisions_loglike(params[2], DEGREES, VARIANCE)
    return mv.loss_mixture_weights(params, data) - prior


def em_step_with_prior(params, data):
    """A step that lowers it."""
    return mv.em_step(params, data, precision_prior=(DEGREES, VARIANCE))


@given(
    params=st.builds(
        mv.MultivariateParams, numbers(3), numbers(3, 2), numbers(3, 2, 2)
    ),
    data=numbers(9, 2),
)
def test_the_loss_of_rows_never_rises(params, data, x64):
    run = losses_of(em_step_with_prior, loss_with_prior, 20)
    losses = np.asarray(run(params, data))
    assert np.all(np.isfinite(losses))
    assert np.all(np.diff(losses) <= 1e-8 * (1 + np.abs(losses[1:])))


def test_the_loss_of_rows_without_a_prior_never_rises(rows_params, rows, x64):
    run = losses_of(mv.em_step, mv.loss_mixture_weights, 100)
    losses = np.asarray(run(rows_params, rows))
    assert np.all(np.diff(losses) <= 1e-9)
    assert losses[-1] < losses[0] - 10


def test_a_point_that_stays_has_gradient_zero(x64):
    draw = np.random.default_rng(7).normal
    data = np.concatenate([draw(-2, 1.1, 100), draw(5, 2, 500)])
    params = gm.MixtureParams(np.zeros(2), np.array([-1.0, 1]), np.zeros(2))
    final = repeated(em_step, 200)(params, data)
    after = jit(em_step)(final, data)
    np.testing.assert_allclose(np.stack(after), np.stack(final), atol=1e-9)
    slopes = slopes_of(gm.loss_mixture_weights)(final, data)
    np.testing.assert_allclose(np.stack(slopes), 0, atol=1e-6)


@pytest.mark.parametrize(
    ("step", "loss"),
    [
        (mv.em_step, mv.loss_mixture_weights),
        (em_step_with_prior, loss_with_prior),
    ],
    ids=["no prior", "prior"],
)
def test_rows_that_stay_have_gradient_zero(step, loss, rows_params, rows, x64):
    final = repeated(step, 3000)(rows_params, rows)
    for slope in slopes_of(loss)(final, rows):
        np.testing.assert_allclose(slope, 0, atol=1e-5)


# Bad starts.


def test_a_component_far_from_all_data_stays_where_it_is(dtype):
    far = gm.MixtureParams(
        *jnp.array([[0.0, 0.0], [0.0, 1e6], [0.0, 0.0]], dtype)
    )
    data = jnp.linspace(-1, 1, 9, dtype=dtype)
    after = repeated(em_step, 5)(far, data)
    assert after.component_mus[1] == 1e6
    assert np.all(np.isfinite(jnp.stack(after)))
    assert after.component_mus[0] == pytest.approx(0, abs=1e-6)


def test_a_component_without_data_has_a_loss_without_a_prior(dtype):
    far = gm.MixtureParams(
        *jnp.array([[0.0, 0.0], [0.0, 1e6], [0.0, 0.0]], dtype)
    )
    data = jnp.linspace(-1, 1, 9, dtype=dtype)
    after = jit(em_step)(far, data, alpha_prior=1.0)
    loss = jit(jax.value_and_grad(gm.loss_mixture_weights))
    value, slopes = loss(after, data, alpha_prior=1.0)
    normal = norm.logpdf(np.linspace(-1, 1, 9), 0, np.std(data)).sum()
    assert value == pytest.approx(-normal, rel=1e-5)
    assert np.all(np.isfinite(np.stack(slopes)))


def test_equal_data_keep_scales_above_zero(dtype):
    data = jnp.full(5, 0.3, dtype)
    params = gm.MixtureParams(*jnp.array([[0.0, 0], [0, 1], [0, 0]], dtype))
    after = repeated(em_step, 10)(params, data)
    assert np.all(np.isfinite(jnp.stack(after)))
    np.testing.assert_allclose(after.component_mus, 0.3, rtol=1e-5)


BAD_ROWS = {
    "equal rows": np.ones((5, 2)),
    "a constant column": np.stack([np.linspace(-1, 1, 9), np.ones(9)], 1),
    "a column twice": np.stack([np.linspace(-1, 1, 9)] * 2, 1),
    "fewer rows than columns": np.ones((1, 2)),
}


@pytest.mark.parametrize("data", BAD_ROWS.values(), ids=BAD_ROWS)
@pytest.mark.parametrize("step", [mv.em_step, em_step_with_prior])
def test_rows_without_volume_give_numbers(step, data, dtype):
    params = mv.MultivariateParams(
        jnp.zeros(2, dtype),
        jnp.array([[0.0, 0.0], [1.0, 1e6]], dtype),
        jnp.zeros((2, 2, 2), dtype),
    )
    after = repeated(step, 10)(params, jnp.asarray(data, dtype))
    for leaf in after:
        assert np.all(np.isfinite(leaf))


def test_a_prior_gives_a_flat_cloud_its_covariance(x64):
    # All rows in one component: (scatter + nu v I) / (n + nu - d - 1), Bishop's Wishart posterior.
    data = BAD_ROWS["a column twice"]
    start = mv.MultivariateParams(
        np.zeros(1), np.zeros((1, 2)), np.zeros((1, 2, 2))
    )
    after = jit(em_step_with_prior)(start, data)
    scatter = data.T @ data + DEGREES * VARIANCE * np.eye(2)
    np.testing.assert_allclose(
        covariances_of(after.log_choleskys)[0],
        scatter / (len(data) + DEGREES - 3),
        rtol=1e-9,
    )


# Precision, transformations, shapes.


@pytest.mark.parametrize("kept", ["float32", "float64"])
def test_precision_is_that_of_the_arguments(
    kept, params, data, rows_params, rows, x64
):
    for step, start, given_data in (
        (em_step, params, data),
        (mv.em_step, rows_params, rows),
    ):
        start = jax.tree.map(lambda leaf: leaf.astype(kept), start)
        after = jax.eval_shape(step, start, given_data.astype(kept))
        assert {leaf.dtype.name for leaf in after} == {kept}


def test_float32_agrees_with_float64(params, data, x64):
    single = jax.tree.map(lambda leaf: leaf.astype("float32"), params)
    ours = jit(em_step)(single, data.astype("float32"))
    double = jit(em_step)(params, data)
    for got, expected in zip(ours, double, strict=True):
        np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-5)


def test_many_starts_at_once_are_the_same_starts(x64):
    data = np.random.default_rng(8).normal(size=50)
    keys = random.split(random.key(0), 4)
    starts = vmap(gm.random_params, in_axes=(0, None))(keys, 3)
    starts = jax.tree.map(np.asarray, starts)
    ours = jit(vmap(em_step, in_axes=(0, None)))(starts, data)
    for index in range(4):
        alone = jit(em_step)([leaf[index] for leaf in starts], data)
        for got, expected in zip(ours, alone, strict=True):
            np.testing.assert_allclose(got[index], expected, rtol=1e-9)


def test_wrong_shapes_are_refused(params, data):
    with pytest.raises(ValueError, match=r"data: expected a vector, got"):
        em_step(params, data[:, None])
    with pytest.raises(ValueError, match=r"alpha_prior: expected 3 entries"):
        em_step(params, data, np.ones(2))
    with pytest.raises(ValueError, match=r"data: expected 7 entries, .*got 3"):
        m_step(np.ones((7, 2)), np.ones(3))


def test_wrong_shapes_of_rows_are_refused(rows_params, rows):
    with pytest.raises(ValueError, match=r"data: expected a matrix .*, got"):
        mv.em_step(rows_params, rows[:, 0])
    with pytest.raises(ValueError, match=r"data: expected 4 entries on axis"):
        mv.em_step(rows_params, rows[:, :3])
