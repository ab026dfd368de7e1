"""Breaking sticks and putting them together again; the joint density against SciPy's parts."""

import jax
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from jax import random
from jax.test_util import check_grads
from scipy.special import expit, log_expit, softmax
from scipy.stats import beta, gamma, norm

from dl_workshop.gaussian_mixture import (
    JointParams,
    beta_draw_from_weights,
    component_probs_loglike,
    concentration_loglike,
    fast,
    joint_loglike,
    joint_loss,
    logits_log_jacobian,
    mixture_loglike,
    random_stick_logits,
    stick_breaking_log_weights,
    stick_breaking_weights,
    stick_logits_from_log_weights,
    weights_one_concentration,
)
from tests.support.compiled import jit

shares = arrays(np.float64, 6, elements=st.floats(0.01, 0.99))
logits = arrays(np.float64, 6, elements=st.floats(-30, 30))
CONCENTRATIONS = [0.5, 1.0, 3.0, 5.0, 10.0, 20.0]

# Compiled: most of a test's time would go into one operation after the other.
forward = jax.jit(stick_breaking_weights)
backward = jax.jit(beta_draw_from_weights)
backward_gradients = jax.jit(jax.jacobian(beta_draw_from_weights))
log_forward = jax.jit(stick_breaking_log_weights)
log_backward = jax.jit(stick_logits_from_log_weights)
round_trips = jax.jit(jax.vmap(lambda z: log_backward(log_forward(z))))
sticks = jax.jit(component_probs_loglike, static_argnums=2)
jacobian = jax.jit(logits_log_jacobian)
joint = jax.jit(joint_loglike)
with_gradients = jax.jit(jax.value_and_grad(joint_loss))


@pytest.fixture
def joint_params(params):
    log_weights, mus, log_scales = params
    return JointParams(log_weights, np.array(0.4), mus, log_scales)


# Forward.


def test_stick_is_broken_as_written_out():
    occupied, weights = forward(np.array([0.5, 0.2, 0.9], "float32"))
    expected = [0.5, 0.1, 0.36, 0.04]
    np.testing.assert_allclose(weights, expected, rtol=1e-6)
    assert occupied == pytest.approx(0.96)


@given(draws=arrays(np.float64, 6, elements=st.floats(0, 1)))
def test_weights_and_the_rest_sum_to_one(draws, dtype):
    occupied, weights = forward(draws)
    tolerance = 1e-6 if dtype == "float32" else 1e-14
    assert weights.shape == (7,)
    weights = np.asarray(weights)
    assert np.all(weights >= 0)
    np.testing.assert_allclose(weights.sum(), 1, rtol=tolerance)
    np.testing.assert_allclose(occupied + weights[-1], 1, rtol=tolerance)


@given(stick_logits=logits)
def test_log_space_breaks_the_same_stick(stick_logits, x64):
    _, weights = forward(expit(stick_logits))
    # expit rounds the odds: to 1e-16 of 1 - share, which is as small as e^-30.
    np.testing.assert_allclose(
        np.exp(log_forward(stick_logits)), weights, rtol=1e-2, atol=1e-12
    )


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_gradients_are_finite_where_all_or_nothing_breaks_off(share, dtype):
    gradients = jit(jax.jacobian(stick_breaking_weights))(np.full(4, share))
    assert all(np.all(np.isfinite(gradient)) for gradient in gradients)


# Backward.


@given(draws=shares)
def test_inverse_of_forward_is_the_identity(draws, dtype):
    occupied, weights = forward(draws)
    occupied_back, back = backward(weights)
    tolerance = 1e-5 if dtype == "float32" else 1e-12
    np.testing.assert_allclose(back, draws, rtol=tolerance, atol=tolerance)
    np.testing.assert_allclose(occupied_back, occupied, rtol=tolerance)


@given(stick_logits=logits)
def test_inverse_of_forward_is_the_identity_in_log_space(stick_logits, dtype):
    back = log_backward(log_forward(stick_logits))
    tolerance = 1e-4 if dtype == "float32" else 1e-12
    np.testing.assert_allclose(back, stick_logits, atol=tolerance)


@pytest.mark.parametrize("concentration", CONCENTRATIONS)
def test_fifty_of_fifty_sticks_come_back(concentration):
    keys = random.split(random.key(0), 20)
    draw = jax.vmap(random_stick_logits, in_axes=(0, None, None))
    stick_logits = draw(keys, concentration, 50)
    assert stick_logits.dtype == "float32"
    back = round_trips(stick_logits)
    # Stricter than of the shares: a share moves by a quarter of its log odds at most.
    np.testing.assert_allclose(back, stick_logits, atol=1e-3)


@given(draws=shares, factor=st.floats(0.01, 100))
def test_weights_may_share_any_factor(draws, factor, x64):
    _, weights = forward(draws)
    for ours, expected in zip(
        backward(factor * weights), backward(weights), strict=True
    ):
        np.testing.assert_allclose(ours, expected, rtol=1e-10)


@pytest.mark.parametrize("weights", [[1, 0, 0], [0, 1, 0], [0, 0, 1]], ids=str)
def test_weights_of_zero_come_back_finite(weights, dtype):
    weights = np.array(weights, dtype)
    _, betas = backward(weights)
    np.testing.assert_allclose(forward(betas)[1], weights, atol=1e-6)
    gradients = backward_gradients(weights)[1]
    assert np.all(np.isfinite(gradients[0]))


# Draws.


@pytest.mark.parametrize("concentration", CONCENTRATIONS)
def test_draws_have_the_mean_of_the_process(concentration):
    # Mean of w_k: 1 / (1 + c) * (c / (1 + c))**(k - 1), standard deviation below 1/2.
    occupied, weights = weights_one_concentration(
        concentration, random.key(0), 4000, 6
    )
    assert (occupied.shape, weights.shape) == ((4000,), (4000, 6))
    left = concentration / (1 + concentration)
    expected = np.append((1 - left) * left ** np.arange(5), left**5)
    np.testing.assert_allclose(weights.mean(axis=0), expected, atol=0.03)


@pytest.mark.parametrize("concentration", [0.5, 1.0, 20.0])
def test_random_logits_are_those_of_a_beta_distribution(concentration, x64):
    drawn = expit(random_stick_logits(random.key(0), concentration, 10_000))
    quantiles = np.linspace(0.05, 0.95, 19)
    expected = beta.ppf(quantiles, 1, concentration)
    np.testing.assert_allclose(
        np.quantile(drawn, quantiles), expected, atol=0.03
    )


# Densities.


@given(log_weights=logits, log_concentration=st.floats(-3, 3))
def test_density_of_weights_is_that_of_scipy(
    log_weights, log_concentration, x64
):
    weights = softmax(log_weights)
    rests = np.cumsum(weights[::-1])[::-1]
    # beta.logpdf of 1 - v, with its parameters exchanged: v may round to 1, 1 - v not to 0.
    expected = beta.logpdf(
        rests[1:] / rests[:-1], np.exp(log_concentration), 1
    ).sum()
    assert sticks(log_weights, log_concentration) == pytest.approx(
        expected, rel=1e-9, abs=1e-9
    )


@pytest.mark.parametrize("num_components", [2, 4, 6, None])
def test_counted_components_are_weights(num_components, x64):
    draws = np.array([0.3, 0.6, 0.1, 0.8, 0.5])
    log_weights = np.log(forward(draws)[1])
    counted = draws if num_components is None else draws[: num_components - 1]
    assert sticks(log_weights, np.log(3.0), num_components) == pytest.approx(
        beta.logpdf(counted, 1, 3.0).sum()
    )


def test_most_likely_concentration_has_a_formula(x64):
    # The density depends on the weights only through the last one: (K - 1) log c + (c - 1) log w.
    log_weights = np.log(forward(np.array([0.3, 0.6, 0.1, 0.8]))[1])
    best = np.log(-4 / log_weights[-1])
    slope = jit(jax.grad(component_probs_loglike, argnums=1))
    assert slope(log_weights, best) == pytest.approx(0, abs=1e-12)


@given(stick_logits=logits)
def test_jacobian_is_that_of_the_logistic_function(stick_logits, x64):
    # The slope of the logistic function at z is expit(z) expit(-z).
    expected = log_expit(stick_logits) + log_expit(-stick_logits)
    ours = jacobian(log_forward(stick_logits))
    np.testing.assert_allclose(ours, expected.sum(), rtol=1e-9)


@pytest.mark.parametrize(("shape", "rate"), [(1.0, 1.0), (2.0, 20.0)])
def test_density_of_the_concentration_is_that_of_scipy(shape, rate, x64):
    ours = jit(concentration_loglike)(np.log(0.7), shape, rate)
    expected = gamma.logpdf(0.7, shape, scale=1 / rate)
    assert ours == pytest.approx(expected, rel=1e-12)


def test_joint_density_is_the_sum_of_its_parts(joint_params, data, x64):
    log_weights, log_concentration, mus, log_scales = joint_params
    expected = (
        jit(mixture_loglike)(log_weights, mus, log_scales, data)
        + sticks(log_weights, log_concentration)
        + jacobian(log_weights)
        + gamma.logpdf(np.exp(log_concentration), 2.0, scale=1 / 3.0)
        + norm.logpdf(log_scales, 0.5, 0.7).sum()
    )
    priors = {"concentration_prior": (2.0, 3.0), "scale_prior": (0.5, 0.7)}
    ours = joint(*joint_params, data, **priors)
    assert ours == pytest.approx(float(expected), rel=1e-12)
    loss = jit(joint_loss)(joint_params, data, **priors)
    assert loss == pytest.approx(-ours)


def test_gradient_is_that_of_finite_differences(joint_params, data, x64):
    loss = jit(lambda params: joint_loss(params, data))
    check_grads(loss, (joint_params,), order=1)


# Far out, where an objective without priors has no bound.


@pytest.mark.parametrize("gap", [100.0, 1e4])
def test_gradients_are_finite_for_extreme_log_weights(
    gap, joint_params, data, dtype
):
    for far in np.array([[gap, 0, -gap], [0, gap, -gap], [-gap, 0, gap]]):
        params = joint_params._replace(log_component_weights=far)
        for result in jax.tree.leaves(with_gradients(params, data)):
            assert np.all(np.isfinite(result))


FAR = {
    "collapsed scale": {"component_mus": 1.3, "log_component_scales": -25.0},
    "huge concentration": {"log_concentration": 25.0},
    "no concentration": {"log_concentration": -25.0},
    "nothing left": {"log_component_weights": [25.0, 0.0, -25.0]},
    "nothing left, little concentration": {
        "log_component_weights": [10.0, 0.0, -1000.0],
        "log_concentration": -3.0,
    },
}


@pytest.mark.parametrize("change", FAR.values(), ids=FAR)
def test_priors_keep_the_objective_bounded(change, joint_params, data, x64):
    far = dict(joint_params._asdict())
    for name, value in change.items():
        far[name] = far[name] * 0 + np.array(value)
    assert joint(**far, data=data) < joint(*joint_params, data)


# Precision, transformations, shapes.


def test_jit_changes_nothing(joint_params, data):
    draws = np.array([0.3, 0.6, 0.1], "float32")
    for function, arguments in [
        (stick_breaking_weights, (draws,)),
        (beta_draw_from_weights, (draws,)),
        (stick_breaking_log_weights, (draws,)),
        (stick_logits_from_log_weights, (draws,)),
        (component_probs_loglike, (draws, 0.5)),
        (joint_loglike, (*joint_params, data)),
    ]:
        jax.tree.map(
            lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-5),
            jax.jit(function)(*arguments),
            function(*arguments),
        )


@pytest.mark.parametrize("kept", ["float32", "float64"])
def test_precision_is_that_of_the_arguments(kept, joint_params, data, x64):
    params, data = jax.tree.map(lambda a: a.astype(kept), (joint_params, data))
    assert jax.eval_shape(joint_loss, params, data).dtype == kept
    for function in (stick_breaking_weights, beta_draw_from_weights):
        for result in jax.eval_shape(function, params.component_mus):
            assert result.dtype == kept


ONE, TWO, EMPTY, MATRIX = np.ones(1), np.ones(2), np.ones(0), np.ones((2, 2))
WRONG = {
    "no draws": (stick_breaking_weights, (EMPTY,)),
    "matrix of draws": (stick_breaking_weights, (MATRIX,)),
    "scalar logits": (stick_breaking_log_weights, (1.0,)),
    "no log weights": (stick_logits_from_log_weights, (EMPTY,)),
    "matrix of weights": (beta_draw_from_weights, (MATRIX,)),
    "vector of concentrations": (component_probs_loglike, (TWO, TWO)),
    "vector, joint": (joint_loglike, (TWO, TWO, TWO, TWO, TWO)),
    "short mus": (joint_loglike, (TWO, 0.0, ONE, TWO, TWO)),
    "empty data": (joint_loglike, (TWO, 0.0, TWO, TWO, EMPTY)),
}


@pytest.mark.parametrize(("function", "arguments"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize(
    "transform", [lambda f: f, jax.jit], ids=["eager", "jit"]
)
def test_wrong_shapes_are_refused(function, arguments, transform):
    with pytest.raises(ValueError, match=r"expected .*, got"):
        transform(function)(*arguments)


def test_the_fast_form_is_the_same_density(joint_params, data, x64):
    priors = {"concentration_prior": (2.0, 0.5), "scale_prior": (-1.0, 1.0)}
    for ours, simple in zip(
        jit(jax.value_and_grad(fast.joint_loss))(joint_params, data, **priors),
        with_gradients(joint_params, data, **priors),
        strict=True,
    ):
        jax.tree.map(
            lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-9),
            ours,
            simple,
        )
