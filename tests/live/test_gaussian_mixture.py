"""The course's own functions, their gradients and whole training runs."""

import gzip

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from jax import lax

from dl_workshop import gaussian_mixture as g
from dl_workshop.precision import enable_x64
from tests.support.arrays import array

DATA = np.array([-9.0, -2.0, -0.4, 0.5, 1.3, 3.0, 14.0])
FAR = np.append(DATA, [1e3, -1e4, 0.0])

ORDINARY = [[0.3, -1.2, 2.0], [-2.0, 0.5, 3.0], [0.2, -0.7, 0.9]]
PARAMS = g.MixtureParams(*np.array(ORDINARY))
EXTREMES = [
    PARAMS._replace(log_component_weights=np.array([0.0, -130.0, 3.0])),
    PARAMS._replace(log_component_scales=np.array([0.2, -50.0, 0.9])),
    PARAMS._replace(log_component_scales=np.array([0.2, 50.0, 0.9])),
    PARAMS._replace(component_mus=np.array([-1e4, 0.5, 1e3])),
]


def both(fun, argnums=0):
    """A function and its gradient, as one."""
    return jax.value_and_grad(fun, argnums)


def test_one_component(agrees):
    agrees(both(g.loglike_one_component, (0, 1, 2, 3)), 0.3, 1.0, -0.5, 2.0)
    agrees(both(g.normal_loglike, (0, 1, 2)), 1.0, -0.5, 40.0)
    agrees(g.normalize_weights, np.array([1.0, 2.0, 5.0]))


def test_mixture(agrees):
    more = [(*params, FAR) for params in EXTREMES]
    loglike = both(g.mixture_loglike, (0, 1, 2))
    agrees(loglike, *PARAMS, FAR, more=more, scale=1e8)
    agrees(g.weighted_loglikes, *PARAMS, FAR, more=more)
    agrees(g.responsibilities, *PARAMS, FAR, more=more)
    single = [(*params, 40.0) for params in EXTREMES]
    agrees(g.loglike_across_components, *PARAMS, 0.7, more=single)


def test_loss(agrees):
    more = [(params, DATA) for params in EXTREMES]
    loss = both(g.loss_mixture_weights)
    source = agrees(loss, PARAMS, DATA, more=more, scale=30.0)
    assert "logGamma" not in source  # of numbers known beforehand
    agrees(loss, g.MixtureParams(*array((3, 1))), DATA, scale=30.0)
    agrees(both(g.weights_loglike, (0, 1)), PARAMS[0], 1.7)


def test_dirichlet_process(agrees):
    draws, logits = (
        np.array([0.3, 0.5, 0.01, 0.9]),
        np.array([-40.0, 0.3, 2, 30]),
    )
    log_weights = np.array([0.3, -1.2, 2.0, -60.0, 1.0])
    agrees(g.stick_breaking_weights, draws)
    agrees(jax.jacobian(g.stick_breaking_weights), draws)
    agrees(g.stick_breaking_log_weights, logits)
    agrees(jax.jacobian(g.stick_breaking_log_weights), logits)
    agrees(g.stick_logits_from_log_weights, log_weights)
    agrees(jax.jacobian(g.stick_logits_from_log_weights), log_weights)
    agrees(g.beta_draw_from_weights, draws)
    agrees(both(g.logits_log_jacobian), log_weights)
    agrees(both(g.component_probs_loglike, (0, 1)), log_weights, 0.3)
    agrees(lambda w, c: g.component_probs_loglike(w, c, 3), log_weights, 0.3)
    agrees(both(g.concentration_loglike, (0, 1, 2)), 0.3, 2.5, 0.7)
    agrees(both(g.scales_loglike, (0, 1, 2)), log_weights, 0.1, 0.4)


def test_joint_model(agrees):
    joints = [
        g.JointParams(params[0], np.array(0.7), params[1], params[2])
        for params in [PARAMS, *EXTREMES]
    ]
    first, *more = [(joint, DATA) for joint in joints]
    agrees(both(g.joint_loss), *first, more=more, scale=30.0)


def test_many_sets_of_parameters_at_once(agrees):
    losses = jax.vmap(both(g.loss_mixture_weights), (0, None))
    stacked = g.MixtureParams(*array((3, 4, 2)))
    agrees(losses, stacked, DATA, scale=30.0)


COSINE = optax.cosine_decay_schedule(0.1, 50)

OPTIMIZERS = {
    "adam": optax.adam(0.1),
    "adam_cosine": optax.adam(COSINE),
    "sgd": optax.sgd(0.001),
    "momentum_cosine": optax.sgd(optax.cosine_decay_schedule(0.002, 50), 0.9),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_whole_training(agrees, name):
    optimizer = OPTIMIZERS[name]
    dloss = jax.grad(g.loss_mixture_weights)

    def train(state, data):
        inner = g.make_step_scannable(dloss, optimizer, data)
        state, history = lax.scan(inner, state, jnp.arange(60))
        return state, history.params

    with enable_x64(True):
        state = g.TrainingState(PARAMS, optimizer.init(PARAMS))
    agrees(train, state, DATA, scale=1.0)


def test_one_step_on_all_data(agrees):
    optimizer = OPTIMIZERS["adam"]
    value_and_grad = both(g.loss_mixture_weights)

    def train(state, data):
        loss, gradient = value_and_grad(state.params, data)
        return loss, g.step(state, lambda *_: gradient, optimizer, data)

    params = g.MixtureParams(*np.array([[0.1, -0.2], [-1.0, 2.0], [0.0, 0.3]]))
    with enable_x64(True):
        state = g.TrainingState(params, optimizer.init(params))
    data = 3 * array((6000,)) + 1
    source = agrees(train, state, data, scale=1.0)
    assert len(gzip.compress(source.encode())) < 5000
