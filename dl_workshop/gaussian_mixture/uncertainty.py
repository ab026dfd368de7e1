r"""How sure a fit is: standard errors from second derivatives, and from refits of resampled data.

Around its minimum the loss is a bowl. The narrower it is, the better the data fix the
parameters: the inverse of the Hessian, the matrix of second derivatives, is the covariance of
their errors (Laplace's approximation). One direction has no bottom: a constant added to all log
weights changes nothing, so the last log weight is held at zero. For what people read, weights,
means and standard deviations, the delta method takes the covariance C along a slope J: J C J'.
For rows people read covariances in place of standard deviations, and of a factor of a precision
only the triangle is free.

The bootstrap asks the data instead. It draws as many data from them, with replacement, fits
again, and looks at how much the fits differ.

Sources: Bishop (2006), section 4.4; McLachlan and Peel, Finite Mixture Models (2000), sections
2.15 and 2.16; Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 6.
"""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import jacfwd, lax, random
from jax.flatten_util import ravel_pytree
from jax.nn import softmax
from jax.scipy.linalg import solve_triangular

from dl_workshop.gaussian_mixture import multivariate
from dl_workshop.gaussian_mixture.expectation_maximization import em_step
from dl_workshop.gaussian_mixture.likelihood import MixtureParams
from dl_workshop.gaussian_mixture.multivariate import MultivariateParams
from dl_workshop.gaussian_mixture.signatures import shapes
from dl_workshop.gaussian_mixture.training import loss_mixture_weights
from dl_workshop.precision import enable_x64


@shapes("(k),(k),(k)->(k),(k),(k)")
def readable(log_component_weights, component_mus, log_component_scales):
    """Parameters as people read them.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components,).
        log_component_scales: log standard deviations, shape (n_components,).

    Returns:
        (weights, means, standard deviations), each of shape (n_components,); the weights sum
        to 1.
    """
    weights = softmax(log_component_weights)
    return weights, component_mus, jnp.exp(log_component_scales)


def standard_errors(params, data, alpha_prior=2.0):
    """Standard errors of weights, means and standard deviations, from the loss around its minimum.

    Computed in float64, whatever JAX's setting: second derivatives lose digits, and the inverse
    loses more.

    Args:
        params: MixtureParams where `loss_mixture_weights` is lowest, or MultivariateParams, or a
            tuple of their arrays.
        data: shape (n_data,); rows of shape (n_data, n_columns) for MultivariateParams.
        alpha_prior: the concentrations of the Dirichlet prior on the weights, scalar or shape
            (n_components,).

    Returns:
        (of weights, of means, of standard deviations), each of shape (n_components,), in the
        precision that JAX is set to. Of rows: (of weights, of means, of covariances), in the
        shapes of `multivariate.readable`. NaN where the loss curves downwards in any direction.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.

    Source: McLachlan and Peel (2000), section 2.15.
    """
    kept = jnp.result_type(float)
    with enable_x64(True):
        params, data, alpha_prior = jax.tree.map(
            lambda leaf: jnp.asarray(leaf, float),
            (_kind_of(params)(*params), data, alpha_prior),
        )
        errors = _standard_errors(params, data, alpha_prior)
        return tuple(error.astype(kept) for error in errors)


def _kind_of(params):
    """MixtureParams, or MultivariateParams where a component has a matrix."""
    rows = np.ndim(params[2]) == 3
    return MultivariateParams if rows else MixtureParams


def _functions_for(params):
    """Loss, what people read, and a step of EM, for numbers or for rows."""
    if _kind_of(params) is MixtureParams:
        return loss_mixture_weights, readable, em_step
    rows = multivariate
    return rows.loss_mixture_weights, rows.readable, rows.em_step


@jax.jit
def _standard_errors(params, data, alpha_prior):
    """Invert the Hessian in free coordinates; the delta method does the rest."""
    loss_func, read_func, _ = _functions_for(params)
    free, from_free = _free(params)
    _, as_read = ravel_pytree(read_func(*params))

    def loss(free):
        return loss_func(from_free(free), data, alpha_prior)

    def read(free):
        return ravel_pytree(read_func(*from_free(free)))[0]

    covariance = _inverse(jax.hessian(loss)(free))
    return as_read(delta_method(read, free, covariance))


def _inverse(matrix):
    """Inverse of a positive definite matrix; NaN if it curves downwards in any direction."""
    factor = jnp.linalg.cholesky(matrix)
    eye = jnp.eye(len(matrix), dtype=matrix.dtype)
    whitening = solve_triangular(factor, eye, lower=True)
    return whitening.T @ whitening


@shapes("(...),(p),(p,p)->(q)")
def delta_method(function, params, covariance):
    """Standard errors of what is computed from parameters: root of the diagonal of J C J'.

    Args:
        function: takes params, returns a vector, shape (n_results,).
        params: shape (n_params,).
        covariance: C, of the errors of params, shape (n_params, n_params).

    Returns:
        Standard errors, shape (n_results,): exact where the function is linear, good where it
        is nearly so over a few standard errors. Source: McLachlan and Peel (2000), section 2.15.
    """
    slope = jacfwd(function)(params)
    # Without this word, GPUs round the factors to 11 binary digits.
    spread = jnp.matmul(slope, covariance, precision=lax.Precision.HIGHEST)
    return jnp.sqrt(jnp.sum(spread * slope, axis=1))


def _free(params):
    """One vector of all that counts, and the way back; log weights are counted from the last."""
    log_weights, mus, scales = params
    counts = np.ones(scales.shape, bool)
    counts = np.tril(counts) if scales.ndim == 3 else counts
    relative = log_weights[:-1] - log_weights[-1]
    free, unravel = ravel_pytree((relative, mus, scales[counts]))

    def from_free(free):
        relative, mus, counted = unravel(free)
        log_weights = jnp.append(relative, 0.0)
        scales = jnp.zeros(counts.shape, free.dtype).at[counts].set(counted)
        return type(params)(log_weights, mus, scales)

    return free, from_free


def resample(key, data):
    """Draw as many data as there are, with replacement.

    Args:
        key: a random key.
        data: shape (n_data,), or (n_data, n_columns).

    Returns:
        Data, in the same shape: some several times, about a third not at all.
    """
    return random.choice(key, data, (len(data),))


def over_resamples(key, function, data, num_resamples=200):
    """Apply a function to resampled data, many times.

    One resample after the other (`lax.map`): its arrays fit the processor's cache, those of all
    at once (`vmap`) do not, and take twice as long.

    Args:
        key: a random key.
        function: takes data, returns an array, or a tuple of arrays.
        data: shape (n_data,), or (n_data, n_columns).
        num_resamples: how many times.

    Returns:
        What function returns, with the resamples on the first axis.
    """
    keys = random.split(key, num_resamples)
    return lax.map(lambda key: function(resample(key, data)), keys)


@partial(jax.jit, static_argnames=("num_resamples", "num_steps"))
def bootstrap(key, params, data, num_resamples=200, num_steps=100):
    """Fit resampled data many times, each time from the fit of the data themselves.

    Args:
        key: a random key.
        params: MixtureParams that fit the data, or MultivariateParams, or a tuple of their three
            arrays.
        data: shape (n_data,); rows of shape (n_data, n_columns) for MultivariateParams.
        num_resamples: how many fits.
        num_steps: steps of `em_step` for each. From params few suffice where components are
            apart, hundreds where they overlap.

    Returns:
        MixtureParams with the resamples on the first axis, each of shape (num_resamples,
        n_components), or MultivariateParams likewise. Their standard deviations, made `readable`,
        are standard errors.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.

    Source: Efron and Tibshirani (1993), algorithm 6.1.
    """
    params = _kind_of(params)(*map(jnp.asarray, params))
    *_, em_step = _functions_for(params)

    def refit(drawn):
        def step(params, _):
            return em_step(params, drawn), None

        return lax.scan(step, params, length=num_steps)[0]

    return over_resamples(key, refit, jnp.asarray(data), num_resamples)
