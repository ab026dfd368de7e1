"""Answers to covariance_matrix."""

import jax.numpy as jnp
import numpy as np
from jax.scipy.linalg import cho_solve, solve_triangular

from dl_workshop.gaussian_mixture import multivariate
from dl_workshop.gaussian_mixture.multivariate import precision_factor
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


def precision(numbers):
    factor = precision_factor(numbers)
    return factor.T @ factor


def inverse(numbers):
    return jnp.linalg.inv(precision(numbers))


wrong("This is the precision", precision)
wrong(
    "factors in the other order",
    lambda x: jnp.linalg.inv(precision_factor(x) @ precision_factor(x).T),
    lambda x: (
        jnp.linalg.inv(precision_factor(x)).T
        @ jnp.linalg.inv(precision_factor(x))
    ),
)
wrong(
    "factor of the covariance",
    lambda x: precision_factor(x) @ precision_factor(x).T,
    lambda x: jnp.dot(precision_factor(x), jnp.transpose(precision_factor(x))),
)
wrong(
    "inverse of F, a root",
    lambda x: jnp.linalg.inv(precision_factor(x)),
    lambda x: solve_triangular(
        precision_factor(x), jnp.eye(len(x)), lower=True
    ),
)
wrong("This is F, the factor", precision_factor)
wrong(
    "without its exponential",
    lambda x: jnp.linalg.inv(jnp.tril(x).T @ jnp.tril(x)),
)
wrong("used as it came", lambda x: jnp.linalg.inv(x.T @ x))
wrong(
    "Every entry is exponentiated",
    lambda x: jnp.linalg.inv(jnp.exp(x).T @ jnp.exp(x)),
)
wrong("One is divided by each entry", lambda x: 1 / precision(x))
wrong(
    "entry by entry",
    lambda x: jnp.linalg.inv(precision_factor(x).T * precision_factor(x)),
)
wrong(
    "A matrix is multiplied by itself",
    lambda x: jnp.linalg.inv(precision_factor(x) @ precision_factor(x)),
    lambda x: jnp.linalg.inv(jnp.linalg.matrix_power(precision_factor(x), 2)),
)
wrong("squared", lambda x: jnp.linalg.inv(precision_factor(x) ** 2))
wrong("variances alone", lambda x: jnp.diagonal(inverse(x)))
wrong("Off the diagonal", lambda x: jnp.diag(jnp.diag(inverse(x))))
wrong("determinant", lambda x: 1 / jnp.linalg.det(precision(x)))
wrong("lower triangle", lambda x: jnp.tril(inverse(x)))
wrong("sign is turned", lambda x: -inverse(x))
wrong("A root is taken", lambda x: jnp.sqrt(jnp.abs(inverse(x))))


@wrong("entries below the diagonal are exponentiated")
def exp_of_the_triangle(log_cholesky):
    F = jnp.tril(jnp.exp(log_cholesky))  # noqa: N806
    return jnp.linalg.inv(F.T @ F)


@wrong("matrix of correlations")
def as_correlations(log_cholesky):
    sigma = inverse(log_cholesky)
    sd = jnp.sqrt(jnp.diag(sigma))
    return sigma / sd[:, None] / sd[None, :]


@wrong("`return`")
def without_return(log_cholesky):
    F = precision_factor(log_cholesky)  # noqa: N806
    jnp.linalg.inv(F.T @ F)


right(
    inverse,
    lambda x: jnp.linalg.pinv(precision(x)),
    lambda x: np.linalg.inv(np.asarray(precision(x), float)),
    lambda x: multivariate.component_covariances(x[None])[0],
)


@right
def two_triangles(log_cholesky):
    eye = jnp.eye(len(log_cholesky))
    half = solve_triangular(precision_factor(log_cholesky), eye, lower=True)
    return jnp.einsum("ik,jk->ij", half, half)


@right
def by_cho_solve(log_cholesky):
    upper = precision_factor(log_cholesky).T[::-1, ::-1]
    eye = jnp.eye(len(log_cholesky))
    return cho_solve((upper, True), eye)[::-1, ::-1]


@right
def column_by_column(log_cholesky):
    p = precision(log_cholesky)
    columns = [jnp.linalg.solve(p, e) for e in jnp.eye(len(p))]
    return jnp.stack(columns, axis=1)


wrong(
    "beside the diagonal are lost",
    lambda x: jnp.diag(1 / jnp.diag(precision_factor(x)) ** 2),
)


@wrong("it stays the same, whatever comes in")
def formula_for_two_columns(log_cholesky):
    factor = multivariate.precision_factor(log_cholesky)
    p = factor.T @ factor
    det = p[0, 0] * p[1, 1] - p[0, 1] * p[1, 0]
    return jnp.array([[p[1, 1], -p[0, 1]], [-p[1, 0], p[0, 0]]]) / det


@wrong("turned by `.T`")
def inverse_of_the_factor_turned(log_cholesky):
    return jnp.linalg.inv(multivariate.precision_factor(log_cholesky)).T


@wrong("`jnp.cov` takes data")
def covariance_of_the_factor(log_cholesky):
    return jnp.cov(multivariate.precision_factor(log_cholesky))


@wrong("F or the inverse of F")
def inverse_times_itself(log_cholesky):
    inverse = jnp.linalg.inv(multivariate.precision_factor(log_cholesky))
    return inverse @ inverse


@wrong("each entry of the precision")
def root_of_each_entry(log_cholesky):
    factor = multivariate.precision_factor(log_cholesky)
    return jnp.linalg.inv(jnp.sqrt(factor.T @ factor))


@wrong("one by one, by a minus")
def exponentials_of_minus(log_cholesky):
    root = jnp.tril(jnp.exp(-log_cholesky))
    return root @ root.T


@wrong("it is F that is inverted")
def factor_of_an_inverse(log_cholesky):
    factor = multivariate.precision_factor(jnp.linalg.inv(log_cholesky))
    return factor @ factor.T


@wrong("It has yet to be called")
def factor_not_called(log_cholesky):
    factor = multivariate.precision_factor
    return jnp.linalg.inv(factor.T @ factor)


@wrong("These are standard deviations")
def deviations_alone(log_cholesky):
    factor = multivariate.precision_factor(log_cholesky)
    return jnp.sqrt(jnp.diag(jnp.linalg.inv(factor.T @ factor)))


@wrong("is one divided by each entry of a matrix")
def power_of_each_entry(log_cholesky):
    F = jnp.tril(log_cholesky)  # noqa: N806
    return (F.T @ F) ** -1


# It was told that the logarithm is asked for.
@wrong("This is the exponential of what is expected: leave it out")
def exponential_of_the_covariance(log_cholesky):
    factor = multivariate.precision_factor(log_cholesky)
    return jnp.exp(jnp.linalg.inv(factor.T @ factor))


@wrong("`log_cholesky` is inverted, and it is F that is inverted")
def inverse_of_log_cholesky(log_cholesky):
    return jnp.linalg.inv(log_cholesky)


wrong(
    "One of the two factors is inverted",
    lambda x: jnp.linalg.inv(precision_factor(x)) @ precision_factor(x).T,
)
wrong("by a minus", lambda x: precision_factor(-x).T @ precision_factor(-x))
