r"""The same mixture for rows: several measurements of each individual, with full covariances.

Only the density of one component differs from likelihood.py. A row x of d numbers is compared
with a mean of d numbers, and in place of a standard deviation stands a covariance matrix. It
enters by its inverse, the precision, written as a product:

    precision = F'F        z = F (x - mu)
    log N(x | mu, F) = sum_i log F_ii - z'z / 2 - d log(2 pi) / 2

F is lower triangular with a positive diagonal. What is trained is its log-Cholesky form: the
entries of F below the diagonal, and the logarithms of those on it. Any numbers give a valid
covariance, no equation has to be solved, and in one dimension F is exp(-log_scale).

Sources: Bishop, Pattern Recognition and Machine Learning (2006), equations 2.43 and 9.14;
Pinheiro and Bates, Unconstrained parametrizations for variance-covariance matrices (1996).
"""

from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import Array, lax, random, vmap
from jax.nn import log_softmax, softmax
from jax.scipy.linalg import solve_triangular
from jax.scipy.special import logsumexp, multigammaln

from dl_workshop.gaussian_mixture.expectation_maximization import (
    log_weights_from_counts,
)
from dl_workshop.gaussian_mixture.likelihood import normalize_weights
from dl_workshop.gaussian_mixture.signatures import shapes
from dl_workshop.gaussian_mixture.training import weights_loglike


class MultivariateParams(NamedTuple):
    """The parameters of a mixture of rows, components on the first axis; unpacks as a tuple.

    Attributes:
        log_component_weights: logarithms of the weights, up to a constant, (n_components,).
        component_mus: means, (n_components, n_columns).
        log_choleskys: factors of the precisions, (n_components, n_columns, n_columns): entries
            below the diagonal, their logarithms on it; those above it do not count.
    """

    log_component_weights: Array
    component_mus: Array
    log_choleskys: Array


# A covariance, and the numbers that stand for it.


@shapes("(d,d)->(d,d)")
def precision_factor(log_cholesky):
    """The lower triangular F whose product F'F is a component's precision.

    Args:
        log_cholesky: any numbers, shape (n_columns, n_columns).

    Returns:
        F, shape (n_columns, n_columns): zeros above the diagonal, positive on it.
        Source: Pinheiro and Bates (1996), section 2.2.
    """
    below = jnp.tril(log_cholesky, -1)
    eye = jnp.eye(len(log_cholesky), dtype=below.dtype)
    return below + eye * jnp.exp(_log_diagonal(log_cholesky))


def _log_diagonal(log_cholesky):
    """The matrix with zeros off its diagonal."""
    return jnp.tril(log_cholesky) - jnp.tril(log_cholesky, -1)


@shapes("(k,d,d)->(k,d,d)")
def component_covariances(log_choleskys):
    """The covariance matrix of every component: the inverse of its precision F'F.

    Args:
        log_choleskys: factors of the precisions, shape (n_components, n_columns, n_columns).

    Returns:
        Covariances, shape (n_components, n_columns, n_columns).
    """
    inverses = vmap(_inverse)(vmap(precision_factor)(log_choleskys))
    return _matmul(inverses, inverses.mT)


@shapes("(k),(k,d),(k,d,d)->(k),(k,d),(k,d,d)")
def readable(log_component_weights, component_mus, log_choleskys):
    """Parameters as people read them.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components, n_columns).
        log_choleskys: factors of the precisions, shape (n_components, n_columns, n_columns).

    Returns:
        (weights, means, covariances), shapes (n_components,), (n_components, n_columns) and
        (n_components, n_columns, n_columns); the weights sum to 1.
    """
    weights = softmax(log_component_weights)
    return weights, component_mus, component_covariances(log_choleskys)


@shapes("(k,d,d)->(k,d,d)")
def log_choleskys_from_covariances(component_covariances):
    """The factors that training starts from, for covariances that are known.

    Args:
        component_covariances: symmetric and positive definite, shape (n_components, n_columns,
            n_columns).

    Returns:
        Factors of the precisions, shape (n_components, n_columns, n_columns), so that
        `component_covariances` gives the covariances back; NaN where one is not positive
        definite.
    """
    factors = vmap(_inverse)(jnp.linalg.cholesky(component_covariances))
    return vmap(_log_cholesky)(factors)


def _log_cholesky(factor):
    """Take logarithms on the diagonal, which is positive, and nowhere else."""
    eye = jnp.eye(len(factor), dtype=bool)
    return jnp.where(eye, jnp.log(jnp.where(eye, factor, 1)), factor)


def _inverse(lower):
    """Inverse of a lower triangular matrix, which is lower triangular too."""
    eye = jnp.eye(len(lower), dtype=lower.dtype)
    return solve_triangular(lower, eye, lower=True)


def _matmul(left, right):
    """Multiply; without this word, GPUs round the factors to 11 binary digits."""
    return jnp.matmul(left, right, precision=lax.Precision.HIGHEST)


# The likelihood.


@shapes("(d),(d,d),(d)->()")
def normal_loglike(component_mu, log_cholesky, datum):
    """Log density of one row under one normal distribution.

    Args:
        component_mu: mean, shape (n_columns,).
        log_cholesky: factor of the precision, shape (n_columns, n_columns).
        datum: one row, shape (n_columns,).

    Returns:
        Log density in nats, scalar. Source: Bishop (2006), equation 2.43.
    """
    z = _matmul(precision_factor(log_cholesky), datum - component_mu)
    log_det = jnp.sum(_log_diagonal(log_cholesky))
    return log_det - 0.5 * jnp.sum(z**2) - 0.5 * len(z) * jnp.log(2 * jnp.pi)


@shapes("(k),(k,d),(k,d,d),(d)->()")
def loglike_across_components(
    log_component_weights, component_mus, log_choleskys, datum
):
    """Log likelihood of one row under the whole mixture: a log of a sum over components.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components, n_columns).
        log_choleskys: factors of the precisions, shape (n_components, n_columns, n_columns).
        datum: one row, shape (n_columns,).

    Returns:
        Log likelihood in nats, scalar. Source: Bishop (2006), equation 9.7.
    """
    log_weights = log_softmax(log_component_weights)
    loglikes = vmap(normal_loglike, in_axes=(0, 0, None))(
        component_mus, log_choleskys, datum
    )
    return logsumexp(log_weights + loglikes)


@shapes("(k),(k,d),(k,d,d),(n,d)->(k,n)")
def weighted_loglikes(
    log_component_weights, component_mus, log_choleskys, data
):
    """Log of weight times density, of every row under every component.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components, n_columns).
        log_choleskys: factors of the precisions, shape (n_components, n_columns, n_columns).
        data: rows, shape (n_data, n_columns).

    Returns:
        Log likelihoods in nats, shape (n_components, n_data).
    """
    log_weights = log_softmax(log_component_weights)
    over_data = vmap(normal_loglike, in_axes=(None, None, 0))
    over_components = vmap(over_data, in_axes=(0, 0, None))
    return log_weights[:, None] + over_components(
        component_mus, log_choleskys, data
    )


def mixture_loglike(log_component_weights, component_mus, log_choleskys, data):
    """Log likelihood of all rows under the mixture, summed over rows.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components, n_columns).
        log_choleskys: factors of the precisions, shape (n_components, n_columns, n_columns).
        data: independent rows, shape (n_data, n_columns).

    Returns:
        Log likelihood in nats, summed over rows, scalar.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.

    Source: Bishop (2006), equation 9.14.
    """
    loglikes = weighted_loglikes(
        log_component_weights, component_mus, log_choleskys, data
    )
    return jnp.sum(logsumexp(loglikes, axis=0))


def responsibilities(
    log_component_weights, component_mus, log_choleskys, data
):
    """Probability that each component made each row, given the row.

    Args:
        log_component_weights: up to a constant, shape (n_components,).
        component_mus: means, shape (n_components, n_columns).
        log_choleskys: factors of the precisions, shape (n_components, n_columns, n_columns).
        data: rows, shape (n_data, n_columns).

    Returns:
        Probabilities, shape (n_data, n_components); each row sums to 1.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.

    Source: Bishop (2006), equation 9.13.
    """
    loglikes = weighted_loglikes(
        log_component_weights, component_mus, log_choleskys, data
    )
    return softmax(loglikes, axis=0).T


# Training.


def loss_mixture_weights(params, data, alpha_prior=2.0):
    """Negative log probability of rows and weights: what training minimises.

    Args:
        params: MultivariateParams, or a tuple of its three arrays.
        data: rows, shape (n_data, n_columns).
        alpha_prior: the concentrations of the Dirichlet prior on the weights, scalar or shape
            (n_components,).

    Returns:
        Loss in nats, summed over rows, scalar.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.
    """
    loglike_data = mixture_loglike(*params, data)
    return -loglike_data - weights_loglike(params[0], alpha_prior)


@shapes("(k,d,d),(),()->()")
def precisions_loglike(log_choleskys, degrees_of_freedom, variance):
    """Log density of the precisions F'F, each under a Wishart distribution.

    A component that lies on no more rows than there are columns, or on rows with a constant
    column, raises the likelihood without end by a flatter and flatter covariance. This prior's
    density falls faster than that, so with it every covariance keeps a volume.

    Args:
        log_choleskys: factors of the precisions, shape (n_components, n_columns, n_columns).
        degrees_of_freedom: how many rows the prior counts for, scalar above n_columns - 1.
        variance: of every column, positive, scalar; the prior's mean precision is the identity
            divided by it.

    Returns:
        Log density in nats, summed over components, scalar. Source: Bishop (2006), equation
        2.155, with W the identity divided by degrees_of_freedom * variance.
    """
    k, d, _ = log_choleskys.shape
    factors = vmap(precision_factor)(log_choleskys)
    half = jnp.asarray(degrees_of_freedom, factors.dtype) / 2
    log_normalizer = d * half * jnp.log(half * variance)
    log_normalizer -= multigammaln(half, d)
    log_dets = 2 * jnp.sum(vmap(_log_diagonal)(log_choleskys))
    exponents = half * variance * jnp.sum(factors**2)
    return k * log_normalizer + (half - (d + 1) / 2) * log_dets - exponents


@shapes("(n,k),(n,d)->(k),(k,d),(k,d,d)")
def m_step(responsibilities, data):
    """The most likely parameters if every row belongs to every component by its share.

    Args:
        responsibilities: shape (n_data, n_components), each row with sum 1.
        data: rows, shape (n_data, n_columns).

    Returns:
        (weights, means, covariances), shapes (n_components,), (n_components, n_columns) and
        (n_components, n_columns, n_columns). The weights sum to 1. A component without any
        share gets NaN for its mean and covariance.

    Raises:
        ValueError: the lengths differ, a rank is wrong, or data are empty.

    Source: Bishop (2006), equations 9.24 to 9.26.
    """

    def scatter(share, mu):
        residuals = data.T - mu[:, None]
        return _matmul(share[None, :] * residuals, residuals.T)

    shares = responsibilities.T  # XLA adds faster along the last axis
    soft_counts = jnp.sum(shares, axis=1)
    mus = _matmul(shares, data) / soft_counts[:, None]
    scatters = vmap(scatter)(shares, mus)
    return soft_counts / len(data), mus, scatters / soft_counts[:, None, None]


def em_step(params, data, alpha_prior=2.0, precision_prior=None):
    """One step of expectation maximisation: `loss_mixture_weights` falls, or stays.

    With precision_prior, it is the loss minus `precisions_loglike` that does not rise.

    Args:
        params: MultivariateParams, or a tuple of its three arrays.
        data: rows, shape (n_data, n_columns).
        alpha_prior: the concentrations of the Dirichlet prior on the weights, at least 1, scalar
            or shape (n_components,). With 1 this is maximum likelihood.
        precision_prior: (degrees_of_freedom, variance) of `precisions_loglike`, the first above
            n_columns + 1; None, no prior.

    Returns:
        MultivariateParams after the step. A component whose responsibilities are all zero keeps
        its mean; one whose new covariance is not positive definite keeps its covariance.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.

    Source: Bishop (2006), section 9.2.2.
    """
    _, old_mus, old_log_choleskys = params
    weights, mus, covariances = m_step(responsibilities(*params, data), data)
    soft_counts = len(data) * weights
    if precision_prior:
        covariances = _posterior(covariances, soft_counts, *precision_prior)
    log_choleskys = log_choleskys_from_covariances(covariances)
    valid = jnp.isfinite(log_choleskys).all(axis=(1, 2), keepdims=True)
    return MultivariateParams(
        log_weights_from_counts(soft_counts, alpha_prior),
        jnp.where(weights[:, None] > 0, mus, old_mus),
        jnp.where(valid, log_choleskys, old_log_choleskys),
    )


def _posterior(covariances, soft_counts, degrees_of_freedom, variance):
    """Covariances whose inverses have the highest density under prior and rows."""
    prior = variance * jnp.eye(covariances.shape[-1], dtype=covariances.dtype)
    weight = degrees_of_freedom / soft_counts[:, None, None]
    counted = degrees_of_freedom - len(prior) - 1
    scatters = covariances + weight * prior[None, :, :]
    return scatters / (1 + counted / soft_counts)[:, None, None]


def unstandardize(params, center, spread):
    """Give parameters that were fitted to standardised rows in the units of the rows.

    Args:
        params: MultivariateParams, or a tuple of its three arrays.
        center: means of the columns, shape (n_columns,).
        spread: standard deviations of the columns, shape (n_columns,).

    Returns:
        MultivariateParams of the rows as they were: F (z - mu) stays what it is, so F is divided
        by the spread, column by column. In NumPy's precision if all arguments are NumPy's.
    """
    log_component_weights, mus, log_choleskys = params
    jax_made = any(isinstance(a, Array) for a in (log_choleskys, spread))
    xp = jnp if jax_made else np
    below = xp.tril(log_choleskys, -1) / spread[None, None, :]
    log_diagonal = log_choleskys - xp.log(spread)[None, None, :]
    eye = xp.eye(len(spread), dtype=bool)[None]
    return MultivariateParams(
        log_component_weights,
        center[None, :] + spread[None, :] * mus,
        xp.where(eye, log_diagonal, below),
    )


def random_params(key, num_components, num_columns):
    """Starting values for training: every parameter a standard normal number.

    Args:
        key: a random key.
        num_components: how many components.
        num_columns: how many measurements a row has.

    Returns:
        MultivariateParams for rows of so many columns.
    """
    k, d = num_components, num_columns
    keys = random.split(key, 3)
    return MultivariateParams(
        *map(random.normal, keys, [(k,), (k, d), (k, d, d)])
    )


@shapes("(...),(k),(k,d),(k,d,d)->(n,d)")
def sample_mixture(
    key, component_weights, component_mus, component_covariances, n_draws
):
    """Draw from a mixture: a component for each row, then normal numbers from it.

    Args:
        key: a random key.
        component_weights: positive, need not sum to 1, shape (n_components,).
        component_mus: means, shape (n_components, n_columns).
        component_covariances: positive definite, shape (n_components, n_columns, n_columns).
        n_draws: how many rows.

    Returns:
        Rows, shape (n_draws, n_columns).

    Raises:
        ValueError: the lengths of weights, means and covariances differ.
    """
    key_component, key_normal = random.split(key)
    weights = normalize_weights(component_weights)
    component = random.choice(
        key_component, len(weights), (n_draws,), p=weights
    )
    standard = random.normal(key_normal, (n_draws, component_mus.shape[1]))
    factors = jnp.linalg.cholesky(component_covariances)
    return component_mus[component] + vmap(_matmul)(
        factors[component], standard
    )
