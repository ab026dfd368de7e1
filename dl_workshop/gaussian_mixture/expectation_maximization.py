r"""The same optimum without a gradient: expectation maximisation (EM), two steps by turns.

The E-step asks which component made each datum, and answers with responsibilities r_ik. Added
up over data they are soft counts, n_k = sum_i r_ik: how many data a component has made, counted
in fractions. The M-step takes this answer as given. Then the best parameters are known in closed
form: shares, means and variances, weighted by the responsibilities.

    weight_k = n_k / n                  mu_k = sum_i r_ik x_i / n_k
    sigma_k^2 = sum_i r_ik (x_i - mu_k)^2 / n_k

The loss never rises from one step to the next. Where a step changes nothing, the gradient of the
loss is zero. multivariate.py has the same two steps for rows.

Sources: Dempster, Laird and Rubin, Maximum likelihood from incomplete data via the EM algorithm
(1977); Bishop (2006), section 9.2.2 and, for the prior, section 9.4.
"""

import jax.numpy as jnp

from dl_workshop.gaussian_mixture import likelihood
from dl_workshop.gaussian_mixture.likelihood import MixtureParams
from dl_workshop.gaussian_mixture.signatures import shapes


@shapes("(n,k),(n)->(k),(k),(k)")
def m_step(responsibilities, data):
    """The most likely parameters if every datum belongs to every component by its share.

    Args:
        responsibilities: shape (n_data, n_components), each row with sum 1.
        data: shape (n_data,).

    Returns:
        (weights, means, standard deviations), each of shape (n_components,). The weights sum
        to 1. A component without any share gets NaN for its mean and standard deviation.

    Raises:
        ValueError: the lengths differ, a rank is wrong, or data are empty.

    Source: Bishop (2006), equations 9.24 to 9.26.
    """
    shares = responsibilities.T  # XLA adds faster along the last axis
    soft_counts = jnp.sum(shares, axis=1)
    mus = jnp.sum(shares * data[None, :], axis=1) / soft_counts
    squares = (data[None, :] - mus[:, None]) ** 2
    variances = jnp.sum(shares * squares, axis=1) / soft_counts
    return soft_counts / len(data), mus, jnp.sqrt(variances)


@shapes("(k),(k?)->(k)")
def log_weights_from_counts(soft_counts, alpha_prior):
    """Log weights of highest posterior density: the prior counts as alpha_prior - 1 data more.

    Args:
        soft_counts: responsibilities summed over data, shape (n_components,).
        alpha_prior: the concentrations of the Dirichlet prior, at least 1 (no prior), scalar or
            shape (n_components,).

    Returns:
        Logarithms of the weights, up to a constant, shape (n_components,); finite, even for a
        count of zero without a prior. Source: Bishop (2006), equation 2.41, whose mode this is.
    """
    counts = soft_counts + (alpha_prior - 1)
    return jnp.log(jnp.maximum(counts, jnp.finfo(counts.dtype).tiny))


def em_step(params, data, alpha_prior=2.0):
    """One step of expectation maximisation: `loss_mixture_weights` falls, or stays.

    Args:
        params: MixtureParams, or a tuple of its three arrays.
        data: shape (n_data,).
        alpha_prior: the concentrations of the Dirichlet prior on the weights, at least 1, scalar
            or shape (n_components,). With 1 this is maximum likelihood.

    Returns:
        MixtureParams after the step. A component whose responsibilities are all zero keeps its
        mean and its scale; one that is left with equal data gets the scale of their rounding.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.

    Source: Bishop (2006), section 9.2.2.
    """
    _, old_mus, old_log_scales = params
    shares = likelihood.responsibilities(*params, data)
    weights, mus, scales = m_step(shares, data)
    log_scales = jnp.log(jnp.maximum(scales, _rounding(mus)))
    return MixtureParams(
        log_weights_from_counts(len(data) * weights, alpha_prior),
        jnp.where(weights > 0, mus, old_mus),
        jnp.where(weights > 0, log_scales, old_log_scales),
    )


def _rounding(mus):
    """How far off a mean of equal data may be: a scale below this means nothing."""
    info = jnp.finfo(mus.dtype)
    return info.eps * jnp.abs(mus) + jnp.sqrt(info.tiny)


@shapes("(t,p)->()")
def convergence_rate(path):
    """By which factor the changes of a run shrink from step to step, read off its end.

    Near a fixed point of EM each change is rho times the one before, where rho is the largest
    share of information that is missing. A last change of d leaves d * rho / (1 - rho) to go.

    Args:
        path: parameters before every step, shape (n_steps, n_parameters), n_steps at least 3.

    Returns:
        Length of the last change over that of the one before, scalar. 0 / 0 if nothing moves.

    Raises:
        ValueError: path is no matrix.

    Source: Dempster, Laird and Rubin (1977), section 3, with one path in place of the matrix.
    """
    changes = jnp.diff(path[-3:], axis=0)
    lengths = jnp.linalg.norm(changes, axis=1)
    return lengths[1] / lengths[0]
