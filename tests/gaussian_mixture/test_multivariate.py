"""Rows against SciPy, scikit-learn and the one-dimensional functions; then what must never change.

Expected values come from float64: SciPy's multivariate normal and Wishart distributions,
scikit-learn's GaussianMixture, finite differences, or an identity that holds for every mixture.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from jax import random, vmap
from jax.test_util import check_grads
from scipy.linalg import block_diag
from scipy.stats import multivariate_normal, ortho_group, wishart

from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture import multivariate as mv
from tests.support.compiled import jit, jit_gradients, slopes_of
from tests.support.rows import (
    FACTORS,
    FAR,
    MUS,
    ROWS,
    WRONG,
    covariances_of,
    data,
    params,
    scikit_learn,
)

__all__ = ["data", "params"]  # fixtures


def numbers(*shape):
    """Any numbers of the size that standardised data have."""
    return arrays(np.float64, shape, elements=st.floats(-4, 4))


mixtures = st.builds(
    mv.MultivariateParams, numbers(3), numbers(3, 2), numbers(3, 2, 2)
)
data_sets = numbers(5, 2)

loglikes = jax.jit(
    vmap(mv.loglike_across_components, in_axes=(None, None, None, 0))
)


def transformed(params, matrix, shift):
    """Parameters of the mixture of `matrix @ row + shift`, by its covariances."""
    covariances = covariances_of(params.log_choleskys)
    return mv.MultivariateParams(
        params.log_component_weights,
        params.component_mus @ matrix.T + shift,
        jit(mv.log_choleskys_from_covariances)(
            matrix @ np.asarray(covariances) @ matrix.T
        ),
    )


# Against oracles.


def test_normal_loglike_is_that_of_scipy(params, data, x64):
    _, mus, log_choleskys = params
    covariances = covariances_of(log_choleskys)
    over_data = jit(vmap(mv.normal_loglike, in_axes=(None, None, 0)))
    for mu, log_cholesky, covariance in zip(
        mus, log_choleskys, covariances, strict=True
    ):
        expected = multivariate_normal.logpdf(data, mu, covariance)
        ours = over_data(mu, log_cholesky, data)
        np.testing.assert_allclose(ours, expected, rtol=1e-10)


def test_precision_is_the_factor_squared(params, x64):
    factor = np.tril(params.log_choleskys[0], -1) + np.diag(
        np.exp(np.diag(params.log_choleskys[0]))
    )
    ours = covariances_of(params.log_choleskys)[0]
    np.testing.assert_allclose(
        ours, np.linalg.inv(factor.T @ factor), rtol=1e-10
    )


def test_loglikes_are_those_of_scikit_learn(params, data, x64):
    expected = scikit_learn(params).score_samples(data)
    np.testing.assert_allclose(loglikes(*params, data), expected, rtol=1e-10)
    assert jit(mv.mixture_loglike)(*params, data) == pytest.approx(
        expected.sum(), rel=1e-10
    )


def test_responsibilities_are_those_of_scikit_learn(params, data, x64):
    expected = scikit_learn(params).predict_proba(data)
    np.testing.assert_allclose(
        jit(mv.responsibilities)(*params, data),
        expected,
        rtol=1e-8,
        atol=1e-300,
    )


@pytest.mark.parametrize("alpha", [0.5, 2.0, np.array([0.5, 1.0, 3.0])])
def test_loss_adds_the_prior_of_the_weights(alpha, params, data, x64):
    expected = -scikit_learn(params).score_samples(data).sum()
    expected -= jit(gm.weights_loglike)(params.log_component_weights, alpha)
    ours = jit(mv.loss_mixture_weights)(params, data, alpha)
    assert ours == pytest.approx(float(expected), rel=1e-10)


@pytest.mark.parametrize(
    ("degrees", "variance"), [(3.5, 1.0), (5, 0.3), (40.0, 20.0)]
)
def test_prior_of_precisions_is_that_of_scipy(degrees, variance, params, x64):
    precisions = np.linalg.inv(covariances_of(params.log_choleskys))
    scale = np.eye(4) / (degrees * variance)
    expected = sum(
        wishart.logpdf(precision, degrees, scale) for precision in precisions
    )
    ours = jax.jit(mv.precisions_loglike)(
        params.log_choleskys, degrees, variance
    )
    assert ours == pytest.approx(expected, rel=1e-9)


FUNCTIONS = [mv.weighted_loglikes, mv.mixture_loglike, mv.responsibilities]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_gradients_are_those_of_finite_differences(
    function, params, data, x64
):
    check_grads(jax.jit(function), (*params, data), order=1)


def test_gradients_of_the_priors_are_those_of_finite_differences(params, x64):
    prior = jax.jit(mv.precisions_loglike)
    check_grads(prior, (params.log_choleskys, 6.0, 0.5), order=1)


def test_draws_have_the_moments_of_the_mixture(params):
    weights, mus, covariances = (
        np.array([1.0, 3.0, 2.0]),
        params.component_mus,
        np.asarray(covariances_of(params.log_choleskys)),
    )
    ours = mv.sample_mixture(random.key(0), weights, mus, covariances, 200_000)
    mean = weights @ mus / 6
    between = np.einsum("k,ki,kj->ij", weights / 6, mus - mean, mus - mean)
    expected = between + np.einsum("k,kij->ij", weights / 6, covariances)
    ours = np.asarray(ours)
    np.testing.assert_allclose(ours.mean(axis=0), mean, atol=0.03)
    np.testing.assert_allclose(
        np.cov(ours.T), expected, atol=0.02 * expected.max()
    )


# One column: the one-dimensional package.


def as_column(params, data):
    """Write one-dimensional parameters and data as rows of one column."""
    log_weights, mus, log_scales = params
    rows = mv.MultivariateParams(
        log_weights, mus[:, None], -log_scales[:, None, None]
    )
    return rows, data[:, None]


vectors = numbers(3)


@given(
    params=st.builds(gm.MixtureParams, vectors, vectors, vectors),
    data=numbers(5),
)
def test_one_column_is_the_one_dimensional_package(params, data, x64):
    rows, column = as_column(params, data)
    for name in ("weighted_loglikes", "mixture_loglike", "responsibilities"):
        np.testing.assert_allclose(
            jit(getattr(mv, name))(*rows, column),
            jit(getattr(gm, name))(*params, data),
            rtol=1e-12,
            atol=1e-12,
        )
    np.testing.assert_allclose(
        jit(mv.loss_mixture_weights)(rows, column),
        jit(gm.loss_mixture_weights)(params, data),
        rtol=1e-12,
        atol=1e-12,
    )


def test_slopes_of_one_column_are_the_one_dimensional_ones(x64):
    draw = np.random.default_rng(2).normal
    params = gm.MixtureParams(draw(size=3), draw(size=3), draw(size=3))
    rows, column = as_column(params, draw(size=20))
    ours = slopes_of(mv.loss_mixture_weights)(rows, column)
    log_weights, mus, log_scales = slopes_of(gm.loss_mixture_weights)(
        params, column[:, 0]
    )
    np.testing.assert_allclose(ours[0], log_weights, rtol=1e-12)
    np.testing.assert_allclose(ours[1][:, 0], mus, rtol=1e-12)
    np.testing.assert_allclose(ours[2][:, 0, 0], -log_scales, rtol=1e-10)


# Invariants.


@given(log_choleskys=numbers(3, 3, 3))
def test_covariances_are_positive_definite_for_any_numbers(log_choleskys, x64):
    ours = np.asarray(jit(mv.component_covariances)(log_choleskys))
    np.testing.assert_allclose(ours, ours.mT, rtol=1e-12)
    scales = np.sqrt(np.diagonal(ours, axis1=1, axis2=2))
    correlations = ours / scales[:, :, None] / scales[:, None, :]
    factors = jit(vmap(mv.precision_factor))(log_choleskys)
    # The determinant tells: it is computed without the covariance's rounding.
    assert np.all(np.linalg.det(factors) > 0)
    assert np.all(np.linalg.eigvalsh(correlations) > -1e-9)


@given(log_choleskys=numbers(3, 3, 3), above=numbers(3, 3, 3))
def test_entries_above_the_diagonal_do_not_count(log_choleskys, above, x64):
    other = np.tril(log_choleskys) + np.triu(1e300 * above, 1)
    np.testing.assert_array_equal(
        jit(mv.component_covariances)(other),
        jit(mv.component_covariances)(log_choleskys),
    )


@given(log_choleskys=numbers(3, 2, 2))
def test_factors_come_back_from_covariances(log_choleskys, x64):
    there = jit(mv.component_covariances)(log_choleskys)
    back = jit(mv.log_choleskys_from_covariances)(there)
    np.testing.assert_allclose(
        jit(mv.component_covariances)(back), there, rtol=1e-6
    )
    np.testing.assert_array_equal(back, np.tril(back))


@given(params=mixtures, data=data_sets)
def test_order_of_components_does_not_matter(params, data, x64):
    rotated = [np.roll(param, 1, axis=0) for param in params]
    np.testing.assert_allclose(
        jit(mv.mixture_loglike)(*rotated, data),
        jit(mv.mixture_loglike)(*params, data),
        rtol=1e-12,
        atol=1e-12,
    )


@given(params=mixtures, data=data_sets, constant=st.floats(-100, 100))
def test_log_weights_may_share_any_constant(params, data, constant, x64):
    log_weights, *others = params
    np.testing.assert_allclose(
        jit(mv.mixture_loglike)(log_weights + constant, *others, data),
        jit(mv.mixture_loglike)(*params, data),
        rtol=1e-9,
        atol=1e-9,
    )


@given(params=mixtures, data=data_sets)
def test_responsibilities_of_a_row_sum_to_one(params, data, x64):
    ours = jit(mv.responsibilities)(*params, data)
    assert ours.shape == (len(data), 3)
    ours = np.asarray(ours)
    assert np.all(ours >= 0)
    np.testing.assert_allclose(ours.sum(axis=1), 1, rtol=1e-12)


def test_other_axes_cost_nothing(params, data, x64):
    rotation = ortho_group.rvs(4, random_state=0)
    shift = np.array([1.0, -2, 3, 0])
    ours = jit(mv.mixture_loglike)(
        *transformed(params, rotation, shift), data @ rotation.T + shift
    )
    expected = jit(mv.mixture_loglike)(*params, data)
    assert ours == pytest.approx(float(expected), rel=1e-10)


def test_other_units_cost_the_log_of_the_determinant_per_row(
    params, data, x64
):
    units = np.diag([1e-6, 3.0, 60.0, 1e6])
    loglike = jit(mv.mixture_loglike)
    ours = loglike(*transformed(params, units, 0.0), data @ units)
    expected = loglike(*params, data)
    expected -= len(data) * np.log(np.linalg.det(units))
    assert ours == pytest.approx(float(expected), rel=1e-10)


def test_independent_blocks_of_columns_add_up(params, x64):
    # One component, covariance zero between columns 0-3 and 4-7.
    _, (mu, nu, _), (first, second, _) = params
    row = np.arange(8.0)
    loglike = jit(mv.normal_loglike)
    both = loglike(np.concatenate([mu, nu]), block_diag(first, second), row)
    apart = loglike(mu, first, row[:4]) + loglike(nu, second, row[4:])
    assert both == pytest.approx(float(apart), rel=1e-12)


# Precision and transformations.


@pytest.mark.parametrize("function", FUNCTIONS)
def test_jit_changes_nothing(function, params, data):
    np.testing.assert_allclose(
        jax.jit(function)(*params, data),
        function(*params, data),
        rtol=1e-4,
        atol=1e-6,
    )


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("kept", ["float32", "float64"])
def test_precision_is_that_of_the_arguments(function, kept, params, data, x64):
    arguments = [argument.astype(kept) for argument in (*params, data)]
    assert jax.eval_shape(function, *arguments).dtype == kept


@pytest.mark.parametrize(
    "function",
    [mv.component_covariances, mv.log_choleskys_from_covariances],
)
@pytest.mark.parametrize("kept", ["float32", "float64"])
def test_precision_of_covariances_is_kept(function, kept, x64):
    assert jax.eval_shape(function, np.ones((2, 3, 3), kept)).dtype == kept


@pytest.mark.parametrize("kept", ["float32", "float64"])
def test_precision_of_the_prior_is_kept(kept, x64):
    factors = np.ones((2, 3, 3), kept)
    prior = jax.eval_shape(mv.precisions_loglike, factors, 5, 2.0)
    assert prior.dtype == kept


@pytest.mark.parametrize("function", FUNCTIONS)
def test_float32_agrees_with_float64(function, params, data, x64):
    single = [argument.astype("float32") for argument in (*params, data)]
    np.testing.assert_allclose(
        jit(function)(*single),
        jit(function)(*params, data),
        rtol=1e-4,
        atol=1e-5,
    )


def test_mixtures_of_one_batch_are_those_one_by_one(params, data, x64):
    pair = jax.tree.map(lambda leaf: np.stack([leaf, leaf + 0.1]), params)
    loglikes = jit(vmap(mv.mixture_loglike, in_axes=(0, 0, 0, None)))
    ours = loglikes(*pair, data)
    for index in range(2):
        alone = jax.tree.map(lambda leaf: leaf[index], pair)  # noqa: B023
        assert ours[index] == pytest.approx(
            float(jit(mv.mixture_loglike)(*alone, data)), rel=1e-10
        )


# Far out, nearly collinear, collapsed: slopes stay finite, in either precision.


@pytest.mark.parametrize("arguments", FAR.values(), ids=FAR)
def test_gradients_are_finite_far_out(arguments, dtype):
    arguments = [np.asarray(argument, dtype) for argument in arguments]
    with_gradients = jit_gradients(mv.mixture_loglike)
    for result in jax.tree.leaves(with_gradients(*arguments)):
        assert np.all(np.isfinite(result))


@pytest.mark.parametrize("arguments", FAR.values(), ids=FAR)
def test_responsibilities_are_probabilities_far_out(arguments, dtype):
    ours = jit(mv.responsibilities)(
        *(np.asarray(argument, dtype) for argument in arguments)
    )
    np.testing.assert_allclose(np.sum(ours, axis=1), 1, rtol=1e-6)


def test_a_duplicated_column_is_seen_in_its_covariance(x64):
    column = np.random.default_rng(3).normal(size=(50, 1))
    twice = np.concatenate([column, column], axis=1)
    ours = jit(mv.log_choleskys_from_covariances)(np.cov(twice.T)[None])
    assert not jnp.all(jnp.isfinite(ours))


def test_the_prior_outweighs_a_collapse():
    # One component on one row: the likelihood rises without end, with the prior it does not.
    @jax.jit
    def density(log_scale, degrees):
        log_cholesky = -log_scale * jnp.eye(2)
        loglike = mv.normal_loglike(np.zeros(2), log_cholesky, np.zeros(2))
        prior = mv.precisions_loglike(log_cholesky[None], degrees, 0.1)
        return loglike, loglike + prior

    alone, held = zip(*(density(s, 4.0) for s in (-1, -3, -5)), strict=True)
    assert alone[0] < alone[1] < alone[2]
    assert held[0] > held[1] > held[2]


def test_random_params_differ_by_key_and_component():
    params = mv.random_params(random.key(0), 3, 4)
    assert [p.shape for p in params] == [(3,), (3, 4), (3, 4, 4)]
    drawn = np.concatenate([np.ravel(param) for param in params])
    assert len(np.unique(drawn)) == drawn.size
    other = mv.random_params(random.key(1), 3, 4)
    assert not np.any(other.component_mus == params.component_mus)


# Wrong shapes: refused where data enter, in one line, traced or not.


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize(
    "transform", [lambda f: f, jax.jit], ids=["eager", "jit"]
)
def test_wrong_shapes_are_refused(function, arguments, transform):
    with pytest.raises(ValueError, match=r"expected .*, got"):
        transform(function)(*arguments)


def test_a_function_of_one_row_says_what_it_expects():
    with pytest.raises(ValueError, match=r"datum: expected a vector, got"):
        mv.normal_loglike(MUS[0], FACTORS[0], ROWS)
