"""Helpers: a rule holds for the notebook's functions that an answer calls, too."""

import jax
import jax.numpy as jnp
import pytest

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import catalogue
from dl_workshop.check.helpers import helpers
from dl_workshop.check.session import Check

made = jax.grad(gm.loss_mixture_weights)
compiled = jax.jit(jax.grad(gm.loss_mixture_weights))
jacobian = jax.jit(jax.jacobian(gm.loss_mixture_weights))


def helper(params, data):
    return jax.value_and_grad(gm.loss_mixture_weights)(params, data)[1]


def helper_of_a_helper(params, data):
    return helper(params, data)


def residuals(params, data):
    return data[:, None] - params.component_mus


def loss(params, data):
    return gm.loss_mixture_weights(params, data)


@pytest.mark.parametrize(
    "function",
    [
        lambda params, data: made(params, data)[1],
        lambda params, data: compiled(params, data)[1],
        lambda params, data: jacobian(params, data)[1],
        lambda params, data: helper(params, data)[1],
        lambda params, data: helper_of_a_helper(params, data)[1],
        lambda params, data: jax.grad(loss)(params, data)[1],
    ],
)
def test_grad_in_a_helper_breaks_the_rule(function):
    feedback = Check(catalogue.load("gradient_of_means"))(function)
    assert not feedback.passed
    assert "here JAX differentiates" in feedback.message


def test_finite_differences_break_it_too():
    def by_differences(params, data):
        def moved(i, by):
            mus = params.component_mus.at[i].add(by)
            return loss(params._replace(component_mus=mus), data)

        return jnp.array(
            [
                (moved(i, 0.005) - moved(i, -0.005)) / 0.01
                for i in range(len(params.component_mus))
            ]
        )

    feedback = Check(catalogue.load("gradient_of_means"))(by_differences)
    assert "read off its values" in feedback.message


def test_a_helper_of_ones_own_is_welcome():
    def with_helper(params, data):
        r = gm.responsibilities(*params, data)
        variances = jnp.exp(2 * params.log_component_scales)
        return -jnp.sum(r * residuals(params, data) / variances, axis=0)

    assert Check(catalogue.load("gradient_of_means"))(with_helper).passed


def test_functions_without_code_have_no_helpers():
    assert helpers(len) == ([], set())
    assert helpers(None) == ([], set())
