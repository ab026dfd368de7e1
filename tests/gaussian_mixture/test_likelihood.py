"""The likelihood against SciPy, scikit-learn and sums written out; then what must never change.

Expected values come from float64: SciPy's densities, scikit-learn's GaussianMixture, finite
differences, or an identity that holds for every mixture.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from jax.test_util import check_grads
from scipy import integrate
from scipy.stats import norm
from sklearn.mixture import GaussianMixture

from dl_workshop.gaussian_mixture import (
    MixtureParams,
    loglike_across_components,
    loglike_one_component,
    normal_loglike,
    normalize_weights,
    responsibilities,
    weighted_loglikes,
)
from tests.support.compiled import jit, jit_gradients
from tests.support.forms import LOGLIKES, each_loglike

# Three components and five data, of any size that a standardised data set has.
vectors = arrays(np.float64, 3, elements=st.floats(-5, 5))
mixtures = st.builds(MixtureParams, vectors, vectors, vectors)
data_sets = arrays(np.float64, 5, elements=st.floats(-5, 5))

normal_loglikes = jax.jit(jax.vmap(normal_loglike, in_axes=(None, None, 0)))
probabilities = jax.jit(responsibilities)
loglikes = jax.jit(
    jax.vmap(loglike_across_components, in_axes=(None, None, None, 0))
)


def brute_force(params, data):
    """Sum weight times density as the definition says, (n_components, n_data), in NumPy."""
    log_weights, mus, log_scales = params
    weights = np.exp(log_weights) / np.exp(log_weights).sum()
    scales = np.exp(log_scales)
    z = (data[None, :] - mus[:, None]) / scales[:, None]
    return (weights / scales / np.sqrt(2 * np.pi))[:, None] * np.exp(
        -(z**2) / 2
    )


def scikit_learn(params):
    """Build the same mixture in scikit-learn, which keeps variances."""
    log_weights, mus, log_scales = params
    mixture = GaussianMixture(len(mus), covariance_type="diag")
    mixture.weights_ = np.exp(log_weights) / np.exp(log_weights).sum()
    mixture.means_ = mus[:, None]
    mixture.covariances_ = np.exp(log_scales)[:, None] ** 2
    mixture.precisions_cholesky_ = np.exp(-log_scales)[:, None]
    return mixture


# Against oracles.


@pytest.mark.parametrize("mu", [-2.0, 0.0, 300.0])
@pytest.mark.parametrize("scale", [0.01, 1.0, 50.0])
def test_normal_loglike_is_that_of_scipy(mu, scale, data, x64):
    ours = normal_loglikes(mu, np.log(scale), data)
    np.testing.assert_allclose(ours, norm.logpdf(data, mu, scale), rtol=1e-12)


def test_one_component_at_the_centre_of_the_unit_normal():
    # -log(2 pi) / 2, as the original workshop printed it
    assert loglike_one_component(1.0, 0.0, 0.0, 0.0) == pytest.approx(
        -0.9189385, rel=1e-6
    )


def test_one_component_adds_the_log_of_its_weight(x64):
    ours = loglike_one_component(0.3, 2.0, np.log(1.5), -1.0)
    assert ours == pytest.approx(
        np.log(0.3) + norm.logpdf(-1.0, 2.0, 1.5), rel=1e-12
    )


def test_weights_are_divided_by_their_sum():
    np.testing.assert_allclose(
        normalize_weights(np.array([1.0, 5.0, 2.0])), [1 / 8, 5 / 8, 2 / 8]
    )


def test_weighted_loglikes_are_those_of_brute_force(params, data, x64):
    np.testing.assert_allclose(
        jnp.exp(weighted_loglikes(*params, data)),
        brute_force(params, data),
        rtol=1e-12,
    )


@each_loglike
def test_mixture_loglike_is_that_of_brute_force(
    mixture_loglike, params, data, x64
):
    expected = np.log(brute_force(params, data).sum(axis=0)).sum()
    assert mixture_loglike(*params, data) == pytest.approx(expected, rel=1e-12)


def test_loglikes_are_those_of_scikit_learn(params, data, x64):
    expected = scikit_learn(params).score_samples(data[:, None])
    np.testing.assert_allclose(loglikes(*params, data), expected, rtol=1e-12)


def test_responsibilities_are_those_of_scikit_learn(params, data, x64):
    expected = scikit_learn(params).predict_proba(data[:, None])
    np.testing.assert_allclose(
        responsibilities(*params, data), expected, rtol=1e-10
    )


def test_density_integrates_to_one(params, x64):
    x = np.linspace(-40, 40, 20_001)
    assert integrate.trapezoid(
        np.exp(loglikes(*params, x)), x
    ) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("function", [*LOGLIKES.values(), responsibilities])
def test_gradients_are_those_of_finite_differences(
    function, params, data, x64
):
    check_grads(jax.jit(function), (*params, data), order=1)


# Invariants.


@each_loglike
@given(params=mixtures, data=data_sets)
def test_order_of_components_does_not_matter(
    mixture_loglike, params, data, x64
):
    rotated = [np.roll(param, 1) for param in params]
    np.testing.assert_allclose(
        jit(mixture_loglike)(*rotated, data),
        jit(mixture_loglike)(*params, data),
        rtol=1e-12,
        atol=1e-12,
    )


@each_loglike
@given(params=mixtures, data=data_sets, constant=st.floats(-100, 100))
def test_log_weights_may_share_any_constant(
    mixture_loglike, params, data, constant, x64
):
    shifted = params._replace(
        log_component_weights=params.log_component_weights + constant
    )
    np.testing.assert_allclose(
        jit(mixture_loglike)(*shifted, data),
        jit(mixture_loglike)(*params, data),
        rtol=1e-9,
        atol=1e-9,
    )


@each_loglike
@given(
    params=mixtures,
    data=data_sets,
    shift=st.floats(-10, 10),
    log_scale=st.floats(-3, 3),
)
def test_other_units_cost_the_log_of_the_scale_per_datum(
    mixture_loglike, params, data, shift, log_scale, x64
):
    log_weights, mus, log_scales = params
    scale = np.exp(log_scale)
    ours = jit(mixture_loglike)(
        log_weights,
        scale * mus + shift,
        log_scales + log_scale,
        scale * data + shift,
    )
    expected = jit(mixture_loglike)(*params, data) - len(data) * log_scale
    np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-6)


@given(params=mixtures, data=data_sets)
def test_responsibilities_of_a_datum_sum_to_one(params, data, x64):
    ours = probabilities(*params, data)
    assert ours.shape == (len(data), 3)
    assert jnp.all(ours >= 0)
    np.testing.assert_allclose(ours.sum(axis=1), 1, rtol=1e-12)


@each_loglike
@given(params=mixtures, data=data_sets)
def test_all_data_are_the_sum_over_one_datum_each(
    mixture_loglike, params, data, x64
):
    expected = loglikes(*params, data).sum()
    np.testing.assert_allclose(
        jit(mixture_loglike)(*params, data), expected, rtol=1e-12, atol=1e-12
    )


@each_loglike
def test_equal_components_are_as_good_as_one(mixture_loglike, data, x64):
    twins = np.array([0.3, -1.0]), np.full(2, 0.5), np.full(2, 0.2)
    expected = norm.logpdf(data, 0.5, np.exp(0.2)).sum()
    assert jit(mixture_loglike)(*twins, data) == pytest.approx(
        expected, rel=1e-12
    )


@each_loglike
def test_one_component_is_a_normal_distribution(mixture_loglike, data, x64):
    alone = np.array([7.0]), np.array([0.5]), np.array([0.2])
    assert jit(mixture_loglike)(*alone, data) == pytest.approx(
        norm.logpdf(data, 0.5, np.exp(0.2)).sum(), rel=1e-12
    )
    np.testing.assert_array_equal(
        responsibilities(*alone, data), np.ones((len(data), 1))
    )


# Precision and transformations.

OF_DATA = [weighted_loglikes, *LOGLIKES.values(), responsibilities]


@pytest.mark.parametrize("function", OF_DATA)
def test_jit_changes_nothing(function, params, data):
    np.testing.assert_allclose(
        jax.jit(function)(*params, data), function(*params, data), rtol=1e-5
    )


@pytest.mark.parametrize("function", OF_DATA)
@pytest.mark.parametrize("kept", ["float32", "float64"])
def test_precision_is_that_of_the_arguments(function, kept, params, data, x64):
    arguments = [argument.astype(kept) for argument in (*params, data)]
    assert jax.eval_shape(function, *arguments).dtype == kept


@pytest.mark.parametrize("function", [loglike_one_component, normal_loglike])
@pytest.mark.parametrize("kept", ["float32", "float64"])
def test_precision_of_one_component_is_kept(function, kept, x64):
    numbers = [np.ones((), kept)] * (
        4 if function is loglike_one_component else 3
    )
    assert jax.eval_shape(function, *numbers).dtype == kept


@pytest.mark.parametrize("kept", ["float32", "float64"])
def test_precision_of_weights_is_kept(kept, x64):
    assert normalize_weights(np.ones(2, kept)).dtype == kept


@pytest.mark.parametrize("function", OF_DATA)
def test_float32_agrees_with_float64(function, params, data, x64):
    single = [argument.astype("float32") for argument in (*params, data)]
    np.testing.assert_allclose(
        function(*single), function(*params, data), rtol=1e-5, atol=1e-6
    )


# Far out: parameters and data that make a careless formula infinite, in either precision.

tiny, huge = np.exp(-50), np.exp(50)
FAR = {
    "weights 100 apart": ([100, 0], [0, 1], [0, 0], [0, 1, 2]),
    "weights 100 apart, the lighter explains": (
        [100, 0],
        [0, 9],
        [0, 0],
        [9, 9, 9],
    ),
    "tiny scales": ([0, 1], [0, tiny], [-50, -50], [-tiny, 0, 2 * tiny]),
    "huge scales": ([0, 1], [0, huge], [50, 50], [-huge, 0, 2 * huge]),
    "scales e^100 apart": ([0, 0], [0, 0], [-50, 50], [-tiny, 0, 2 * tiny]),
    "one component collapsed": ([0, 0], [0, 1], [-50, 0], [0.5, 1, 2]),
    "1e6 scales away": ([0, 1], [0, 1], [0, 0], [1e6, 0, -1e6]),
    "1e6 tiny scales away": (
        [0, 1],
        [0, tiny],
        [-50, -50],
        [1e6 * tiny, 0, -1e6 * tiny],
    ),
}


@each_loglike
@pytest.mark.parametrize("arguments", FAR.values(), ids=FAR)
def test_gradients_are_finite_far_out(mixture_loglike, arguments, dtype):
    arguments = [jnp.asarray(argument, dtype) for argument in arguments]
    with_gradients = jit_gradients(mixture_loglike)
    for result in jax.tree.leaves(with_gradients(*arguments)):
        assert jnp.all(jnp.isfinite(result))


@pytest.mark.parametrize("arguments", FAR.values(), ids=FAR)
def test_responsibilities_are_probabilities_far_out(arguments, dtype):
    ours = probabilities(
        *(jnp.asarray(argument, dtype) for argument in arguments)
    )
    np.testing.assert_allclose(ours.sum(axis=1), 1, rtol=1e-6)


def test_tails_are_exact_where_the_density_is_zero(x64):
    # At 1e6 the density is exp(-5e11): the log of a sum of densities would be -inf.
    params = np.zeros(2), np.zeros(2), np.zeros(2)
    assert loglikes(*params, np.array([1e6]))[0] == pytest.approx(
        norm.logpdf(1e6), rel=1e-15
    )


# Wrong shapes: refused where data enter, in one line, traced or not.

ONE, TWO, THREE = np.ones(1), np.ones(2), np.ones(3)
WRONG = {
    "empty data": (TWO, TWO, TWO, np.ones(0)),
    "no components": (np.ones(0), np.ones(0), np.ones(0), THREE),
    "short mus": (TWO, ONE, TWO, THREE),
    "long scales": (TWO, TWO, THREE, THREE),
    "scalar weights": (1.0, TWO, TWO, THREE),
    "matrix of data": (TWO, TWO, TWO, np.ones((3, 1))),
    "scalar datum": (TWO, TWO, TWO, 1.0),
}


@pytest.mark.parametrize("function", OF_DATA)
@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_shapes_are_refused(function, arguments):
    with pytest.raises(ValueError, match=r"expected .*, got"):
        function(*arguments)


TRACED = {
    "jit": jax.jit,
    "grad": jax.grad,
    "vmap": lambda function: (
        lambda *arguments: jax.vmap(lambda _: function(*arguments))(THREE)
    ),
}


@each_loglike
@pytest.mark.parametrize("trace", TRACED.values(), ids=TRACED)
def test_wrong_shapes_are_refused_while_traced(mixture_loglike, trace):
    with pytest.raises(
        ValueError, match=r"component_mus: expected 2 entries, .*, got 1"
    ):
        trace(mixture_loglike)(TWO, ONE, TWO, THREE)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (normal_loglike, (0.0, 0.0, THREE)),
        (loglike_one_component, (1.0, TWO, 0.0, 0.0)),
        (loglike_across_components, (TWO, TWO, TWO, THREE)),
    ],
)
def test_functions_of_one_datum_say_how_to_map(function, arguments):
    with pytest.raises(
        ValueError, match=r"expected a scalar, got .*; jax.vmap maps over"
    ):
        function(*arguments)
