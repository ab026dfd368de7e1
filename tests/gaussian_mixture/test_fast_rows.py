"""The fast form of rows: scikit-learn's likelihood, the simple form's slopes, little memory."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dl_workshop.gaussian_mixture import fast_rows
from dl_workshop.gaussian_mixture import multivariate as mv
from tests.support.compiled import jit_gradients
from tests.support.rows import (
    FAR,
    WRONG,
    data,
    params,
    scikit_learn,
)

__all__ = ["data", "params"]  # fixtures
FORMS = {
    "whole": fast_rows.mixture_loglike,
    "one chunk and a rest": functools.partial(
        fast_rows.mixture_loglike, chunk_size=8
    ),
    "chunks and a rest": functools.partial(
        fast_rows.mixture_loglike, chunk_size=3
    ),
    "chunks alone": functools.partial(fast_rows.mixture_loglike, chunk_size=1),
}
each_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def test_loglikes_are_those_of_the_simple_form(params, data, x64):
    np.testing.assert_allclose(
        fast_rows.weighted_loglikes(*params, data),
        mv.weighted_loglikes(*params, data),
        rtol=1e-12,
    )


@each_form
def test_the_sum_is_scikit_learns(form, params, data, x64):
    expected = scikit_learn(params).score_samples(data).sum()
    assert form(*params, data) == pytest.approx(expected, rel=1e-10)


@each_form
def test_slopes_are_those_of_the_simple_form(form, params, data, x64):
    ours, expected = (
        jax.jit(jax.grad(function, argnums=(0, 1, 2, 3)))(*params, data)
        for function in (form, mv.mixture_loglike)
    )
    for got, wanted in zip(ours, expected, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("alpha", [2.0, np.array([0.5, 1.0, 3.0])])
def test_the_loss_is_that_of_the_simple_form(alpha, params, data, x64):
    ours = fast_rows.loss_mixture_weights(params, data, alpha)
    expected = mv.loss_mixture_weights(params, data, alpha)
    assert ours == pytest.approx(float(expected), rel=1e-12)


@pytest.mark.parametrize("arguments", FAR.values(), ids=FAR)
def test_values_and_slopes_are_finite_far_out(arguments, dtype):
    arguments = [jnp.asarray(argument, dtype) for argument in arguments]
    function = jit_gradients(fast_rows.mixture_loglike)
    for result in jax.tree.leaves(function(*arguments)):
        assert jnp.all(jnp.isfinite(result))


@pytest.mark.parametrize("kept", ["float32", "float64"])
@each_form
def test_precision_is_that_of_the_arguments(form, kept, params, data, x64):
    arguments = [argument.astype(kept) for argument in (*params, data)]
    assert jax.eval_shape(form, *arguments).dtype == kept


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_shapes_are_refused(arguments):
    with pytest.raises(ValueError, match=r"expected .*, got"):
        fast_rows.mixture_loglike(*arguments)


def test_seven_million_nats_in_float32_lose_a_few(params, x64):
    # The sum in float64 of the same rows, rounded to float32 before.
    draw = np.random.default_rng(2)
    rows = np.float32(draw.normal(size=(1_000_000, 4)))
    single = [np.float32(param) for param in params]
    exact = jax.jit(mv.mixture_loglike)(
        *(param.astype(float) for param in single), rows.astype(float)
    )
    assert abs(exact) < 2**24  # below, float32 counts in steps of 1 or less
    ours = jax.jit(fast_rows.mixture_loglike)(*single, rows)
    assert ours.dtype == "float32"
    assert float(ours) == pytest.approx(float(exact), abs=4)


def megabytes(function):
    """What its slopes need beside a million rows, as XLA says."""
    rows = jax.ShapeDtypeStruct((1_000_000, 4), jnp.float32)
    shapes = (3,), (3, 4), (3, 4, 4)
    given = [jax.ShapeDtypeStruct(shape, jnp.float32) for shape in shapes]
    slopes = jax.jit(jax.value_and_grad(function, argnums=(0, 1, 2)))
    analysis = slopes.lower(*given, rows).compile().memory_analysis()
    return analysis.temp_size_in_bytes / 1e6


def test_a_million_rows_need_next_to_no_memory():
    assert megabytes(fast_rows.mixture_loglike) < 2
    assert megabytes(mv.mixture_loglike) > 50
