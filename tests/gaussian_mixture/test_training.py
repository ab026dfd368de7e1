"""The loss against SciPy's Dirichlet distribution; the loop against optax used by hand."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from jax import lax, random
from jax.test_util import check_grads
from scipy.special import gammaln, softmax
from scipy.stats import dirichlet

from dl_workshop.gaussian_mixture import (
    MixtureParams,
    TrainingState,
    best_of,
    get_loss,
    loss_mixture_weights,
    make_step_scannable,
    mixture_loglike,
    random_params,
    step,
    weights_loglike,
)
from tests.support.compiled import jit
from tests.support.forms import each_loss

vectors = arrays(np.float64, 3, elements=st.floats(-5, 5))

loss = jax.jit(loss_mixture_weights)
loglike = jax.jit(mixture_loglike)
dloss = jax.jit(jax.grad(loss_mixture_weights))
prior = jax.jit(weights_loglike)


# The loss.


@pytest.mark.parametrize("alpha", [0.5, 1, 2.0, [0.5, 1.0, 3.0]], ids=str)
def test_prior_is_that_of_scipy(alpha, params, x64):
    ours = prior(params.log_component_weights, np.array(alpha))
    expected = dirichlet.logpdf(
        softmax(params.log_component_weights), np.full(3, alpha)
    )
    assert ours == pytest.approx(expected, rel=1e-12)


@given(log_weights=vectors, constant=st.floats(-100, 100))
def test_log_weights_in_the_prior_may_share_any_constant(
    log_weights, constant, x64
):
    shifted = prior(log_weights + constant, 2.0)
    np.testing.assert_allclose(
        shifted, prior(log_weights, 2.0), rtol=1e-9, atol=1e-9
    )


@given(log_weights=vectors)
def test_prior_is_highest_at_equal_weights(log_weights, x64):
    assert prior(log_weights, 2.0) <= prior(np.zeros(3), 2.0) + 1e-12


def test_prior_of_one_component_is_certain():
    assert weights_loglike(jnp.array([3.0]), 2.0) == 0


@pytest.mark.parametrize(
    "alpha", [np.ones(2), np.ones(4), np.ones((3, 1)), np.ones(0)]
)
def test_prior_refuses_wrong_shapes(alpha, params):
    with pytest.raises(ValueError, match=r"alpha_prior: expected .*, got"):
        prior(params.log_component_weights, alpha)


@each_loss
@pytest.mark.parametrize(
    "alpha", [0.5, 2.0, np.array([0.5, 1.0, 3.0])], ids=str
)
def test_loss_is_minus_data_and_prior(
    loss_mixture_weights, alpha, params, data, x64
):
    expected = -loglike(*params, data) - prior(params[0], alpha)
    assert jit(loss_mixture_weights)(params, data, alpha) == pytest.approx(
        float(expected), rel=1e-12
    )


@each_loss
def test_prior_of_the_loss_is_two_unless_given(
    loss_mixture_weights, params, data
):
    assert jit(loss_mixture_weights)(params, data) == jit(
        loss_mixture_weights
    )(params, data, 2.0)


@each_loss
def test_alpha_of_one_leaves_the_likelihood(
    loss_mixture_weights, params, data, x64
):
    # The flat Dirichlet's density is (number of components - 1)! everywhere.
    expected = -loglike(*params, data) - gammaln(3)
    assert jit(loss_mixture_weights)(params, data, 1.0) == pytest.approx(
        float(expected), rel=1e-12
    )


@each_loss
def test_gradient_of_the_loss_is_that_of_finite_differences(
    loss_mixture_weights, params, data, x64
):
    check_grads(
        lambda params: jit(loss_mixture_weights)(params, data),
        (params,),
        order=1,
    )


@each_loss
def test_loss_takes_a_plain_tuple(loss_mixture_weights, params, data):
    assert jit(loss_mixture_weights)(tuple(params), data) == jit(
        loss_mixture_weights
    )(params, data)


@each_loss
@pytest.mark.parametrize("kept", ["float32", "float64"])
def test_precision_of_the_loss_is_that_of_the_arguments(
    loss_mixture_weights, kept, params, data, x64
):
    params, data = jax.tree.map(
        lambda array: array.astype(kept), (params, data)
    )
    assert jax.eval_shape(loss_mixture_weights, params, data).dtype == kept


@each_loss
@pytest.mark.parametrize("gap", [100, 1e4])
def test_gradient_of_the_loss_is_finite_far_out(
    loss_mixture_weights, gap, params, data, dtype
):
    far = params._replace(log_component_weights=np.array([0, gap, -gap]))
    far, data = jax.tree.map(
        lambda array: jnp.asarray(array, dtype), (far, data)
    )
    assert all(
        jnp.all(jnp.isfinite(gradient))
        for gradient in jit(jax.grad(loss_mixture_weights))(far, data)
    )


@each_loss
@pytest.mark.parametrize(
    "transform", [lambda f: f, jax.jit, jax.grad], ids=["", "jit", "grad"]
)
def test_loss_refuses_empty_data(loss_mixture_weights, transform, params):
    with pytest.raises(
        ValueError, match=r"data: expected at least one entry, got none"
    ):
        transform(loss_mixture_weights)(params, np.ones(0))


# The start.


def test_random_params_have_one_entry_per_component():
    params = random_params(random.key(0), 4)
    assert isinstance(params, MixtureParams)
    assert [param.shape for param in params] == [(4,)] * 3


def test_random_params_are_standard_normal_and_differ():
    params = np.array(random_params(random.key(0), 1000))
    np.testing.assert_allclose(
        np.cov(params), np.eye(3), atol=5 * np.sqrt(2 / 1000)
    )


# The loop.


@pytest.fixture(params=["sgd", "adam", "adamw"])
def optimizer(request):
    """A step without a memory, one with, and one that looks at the parameters."""
    return getattr(optax, request.param)(0.01)


def start(params, optimizer):
    params = jax.tree.map(jnp.asarray, params)
    return TrainingState(params, optimizer.init(params))


def assert_trees_close(ours, expected):
    jax.tree.map(
        lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6),
        ours,
        expected,
    )


def test_step_goes_against_the_gradient(params, data, x64):
    after = step(
        start(params, optax.sgd(0.01)), dloss, optax.sgd(0.01), data
    ).params
    for new, old, gradient in zip(
        after, params, dloss(params, data), strict=True
    ):
        np.testing.assert_allclose(new, old - 0.01 * gradient, rtol=1e-12)


def test_step_is_that_of_optax(optimizer, params, data):
    before = start(params, optimizer)
    updates, opt_state = optimizer.update(
        dloss(before.params, data), before.opt_state, before.params
    )
    expected = TrainingState(
        optax.apply_updates(before.params, updates), opt_state
    )
    assert_trees_close(step(before, dloss, optimizer, data), expected)


def test_scan_is_a_python_loop_and_history_begins_at_the_start(
    optimizer, params, data
):
    states = [start(params, optimizer)]
    for _ in range(4):
        states.append(step(states[-1], dloss, optimizer, data))
    final, history = lax.scan(
        make_step_scannable(dloss, optimizer, data), states[0], jnp.arange(4)
    )
    assert_trees_close(final, states[-1])
    assert_trees_close(
        history, jax.tree.map(lambda *leaves: jnp.stack(leaves), *states[:-1])
    )


def test_iteration_is_not_used(optimizer, params, data):
    inner = make_step_scannable(dloss, optimizer, data)
    before = start(params, optimizer)
    assert_trees_close(inner(before, 0), inner(before, None))


@pytest.mark.parametrize(
    "params", [jnp.ones(()), {"mu": jnp.ones(2), "rest": [jnp.ones(3)]}]
)
def test_any_tree_of_parameters_trains(params):
    # Halving the distance to the datum at every step: 1 becomes 3 + (1 - 3) / 2**10.
    def towards(tree, datum):
        return jax.tree.map(lambda leaf: leaf - datum, tree)

    inner = make_step_scannable(towards, optax.sgd(0.5), 3.0)
    final, _ = lax.scan(inner, start(params, optax.sgd(0.5)), jnp.arange(10))
    assert_trees_close(
        final.params,
        jax.tree.map(lambda leaf: 0 * leaf + 3 - 2 / 2**10, params),
    )


def test_losses_of_a_history(params, data):
    optimizer = optax.adam(0.1)
    inner = make_step_scannable(dloss, optimizer, data)
    _, history = lax.scan(inner, start(params, optimizer), jnp.arange(3))
    losses = jax.vmap(functools.partial(get_loss, loss_func=loss, data=data))(
        history
    )
    expected = [
        loss([param[i] for param in history.params], data) for i in range(3)
    ]
    np.testing.assert_allclose(losses, expected, rtol=1e-6)


@pytest.mark.parametrize("kept", ["float32", "float64"])
def test_precision_of_a_step_is_that_of_the_start(
    kept, optimizer, params, data, x64
):
    params, data = jax.tree.map(
        lambda array: array.astype(kept), (params, data)
    )
    before = start(params, optimizer)
    after = jax.eval_shape(
        lambda state: step(state, dloss, optimizer, data), before
    )
    assert {param.dtype.name for param in after.params} == {kept}


def test_of_many_runs_the_best_is_kept():
    losses = jnp.array([3.0, float("nan"), 1.0, 2.0])
    runs = MixtureParams(*jnp.arange(24.0).reshape(3, 4, 2))
    best = best_of(losses, runs)
    assert isinstance(best, MixtureParams)
    for one, of_all in zip(best, runs, strict=True):
        np.testing.assert_array_equal(one, of_all[2])
