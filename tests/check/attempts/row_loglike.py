"""Answers to row_loglike."""

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy import stats as jax_stats
from jax.scipy.linalg import solve_triangular

from dl_workshop.gaussian_mixture import multivariate
from dl_workshop.gaussian_mixture.multivariate import precision_factor
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right
HALF = 0.5 * jnp.log(2 * jnp.pi)


def z_of(mu, numbers, x):
    return precision_factor(numbers) @ (x - mu)


wrong(
    "The sum over the diagonal is missing",
    lambda mu, numbers, x: (
        -0.5 * (z_of(mu, numbers, x) ** 2).sum() - len(mu) * HALF
    ),
)


@wrong("sum over the diagonal is subtracted")
def minus_as_in_one_column(mu, log_cholesky, datum):
    z = precision_factor(log_cholesky) @ (datum - mu)
    out = -jnp.trace(log_cholesky)
    return out - 0.5 * z @ z - len(mu) * HALF


@wrong("counts twice")
def determinant_of_precision(mu, log_cholesky, datum):
    F = precision_factor(log_cholesky)  # noqa: N806
    z = F @ (datum - mu)
    return jnp.linalg.slogdet(F.T @ F)[1] - 0.5 * z @ z - len(mu) * HALF


@wrong("its logarithm is due")
def diagonal_of_factor(mu, log_cholesky, datum):
    F = precision_factor(log_cholesky)  # noqa: N806
    z = F @ (datum - mu)
    return jnp.diag(F).sum() - 0.5 * jnp.sum(z**2) - len(mu) * HALF


@wrong("The constant is that of one column")
def constant_of_one(mu, log_cholesky, datum):
    z = z_of(mu, log_cholesky, datum)
    return jnp.diag(log_cholesky).sum() - 0.5 * jnp.sum(z**2) - HALF


@wrong("The constant is missing")
def without_a_constant(mu, log_cholesky, datum):
    z = z_of(mu, log_cholesky, datum)
    return jnp.diag(log_cholesky).sum() - z @ z / 2


@wrong("lacks its factor of one half")
def no_half(mu, log_cholesky, datum):
    z = z_of(mu, log_cholesky, datum)
    return jnp.trace(log_cholesky) - z @ z - len(mu) * HALF


@wrong("F is transposed")
def row_times_matrix(mu, log_cholesky, datum):
    z = (datum - mu) @ precision_factor(log_cholesky)
    return jnp.trace(log_cholesky) - 0.5 * z @ z - len(mu) * HALF


@wrong("without its exponential")
def triangle_as_it_is(mu, log_cholesky, datum):
    z = jnp.tril(log_cholesky) @ (datum - mu)
    return jnp.trace(log_cholesky) - 0.5 * z @ z - len(mu) * HALF


@wrong("The matrix is used as it came")
def all_entries(mu, log_cholesky, datum):
    z = jnp.dot(log_cholesky, datum - mu)
    return jnp.trace(log_cholesky) - 0.5 * z @ z - len(mu) * HALF


@wrong("Every entry is exponentiated")
def exp_of_all(mu, log_cholesky, datum):
    z = jnp.exp(log_cholesky) @ (datum - mu)
    return jnp.trace(log_cholesky) - 0.5 * z @ z - len(mu) * HALF


@wrong("entries below the diagonal are exponentiated")
def exp_of_triangle(mu, log_cholesky, datum):
    z = jnp.tril(jnp.exp(log_cholesky)) @ (datum - mu)
    return jnp.trace(log_cholesky) - 0.5 * z @ z - len(mu) * HALF


@wrong("Only the diagonal of F is used")
def independent_columns(mu, log_cholesky, datum):
    z = jnp.exp(jnp.diag(log_cholesky)) * (datum - mu)
    return jnp.trace(log_cholesky) - 0.5 * z @ z - len(mu) * HALF


@wrong("factor of the covariance")
def as_libraries_have_it(mu, log_cholesky, datum):
    scale = precision_factor(log_cholesky)
    z = solve_triangular(scale, datum - mu, lower=True)
    return -jnp.trace(log_cholesky) - 0.5 * z @ z - len(mu) * HALF


@wrong("factor of the covariance")
def covariance_for_scipy(mu, log_cholesky, datum):
    F = precision_factor(log_cholesky)  # noqa: N806
    return jax_stats.multivariate_normal.logpdf(datum, mu, F @ F.T)


@wrong("entry by entry")
def star_for_at(mu, log_cholesky, datum):
    z = precision_factor(log_cholesky) * (datum - mu)
    return jnp.trace(log_cholesky) - 0.5 * jnp.sum(z**2) - len(mu) * HALF


@wrong("both sides of F")
def quadratic_form(mu, log_cholesky, datum):
    r = datum - mu
    square = r @ precision_factor(log_cholesky) @ r
    return jnp.trace(log_cholesky) - 0.5 * square - len(mu) * HALF


@wrong("The mean has no effect")
def not_centred(mu, log_cholesky, datum):
    z = precision_factor(log_cholesky) @ datum
    return jnp.trace(log_cholesky) - 0.5 * z @ z - len(mu) * HALF


@wrong("This is the density")
def exponentiated(mu, log_cholesky, datum):
    return jnp.exp(multivariate.normal_loglike(mu, log_cholesky, datum))


@wrong("minus the log density")
def as_a_loss(mu, log_cholesky, datum):
    return -multivariate.normal_loglike(mu, log_cholesky, datum)


@wrong("not summed")
def vector_of_squares(mu, log_cholesky, datum):
    z = z_of(mu, log_cholesky, datum)
    return jnp.trace(log_cholesky) - 0.5 * z**2 - len(mu) * HALF


@wrong("one number for each column")
def by_column(mu, log_cholesky, datum):
    z = z_of(mu, log_cholesky, datum)
    return jnp.diag(log_cholesky) - 0.5 * z**2 - HALF


@wrong("averaged over columns")
def mean_of_the_squares(mu, log_cholesky, datum):
    z = z_of(mu, log_cholesky, datum)
    return jnp.trace(log_cholesky) - 0.5 * (z**2).mean() - len(mu) * HALF


@wrong("`return`")
def forgot_the_return(mu, log_cholesky, datum):
    z = z_of(mu, log_cholesky, datum)
    jnp.trace(log_cholesky) - 0.5 * z @ z - len(mu) * HALF


right(
    multivariate.normal_loglike,
    lambda mu, numbers, x: (
        jnp.trace(numbers)
        - jnp.vdot(z_of(mu, numbers, x), z_of(mu, numbers, x)) / 2
        - len(mu) * HALF
    ),
)


@right
def with_norm_logpdf(mu, log_cholesky, x):
    z = z_of(mu, log_cholesky, x)
    steep = jnp.diagonal(log_cholesky)
    return jnp.sum(jax_stats.norm.logpdf(z) + steep)


@right
def with_einsum(mu, log_cholesky, x):
    z = jnp.einsum("ij,j->i", precision_factor(log_cholesky), x - mu)
    squares = jnp.linalg.norm(z) ** 2
    pi_s = x.shape[0] * jnp.log(2 * jnp.pi)
    return -(squares + pi_s) / 2 + jnp.einsum("ii->", log_cholesky)


@right
def with_a_mask(mu, log_cholesky, x):
    eye = jnp.eye(len(mu), dtype=bool)
    F = jnp.where(eye, jnp.exp(log_cholesky), jnp.tril(log_cholesky))  # noqa: N806
    z = jnp.dot(F, x - mu)
    return jnp.log(jnp.linalg.det(F)) - z @ z / 2 - len(mu) * HALF


@right
def with_covariance(mu, log_cholesky, x):
    sigma = multivariate.component_covariances(log_cholesky[None])[0]
    return jax_stats.multivariate_normal.logpdf(x, mean=mu, cov=sigma)


@right
def with_a_standard_normal_over_entries(mu, log_cholesky, x):
    total = jnp.zeros(())
    for z, steep in zip(
        z_of(mu, log_cholesky, x), jnp.diag(log_cholesky), strict=True
    ):
        total = total + steep - jax.numpy.square(z) / 2
    return total - np.size(mu) * HALF


@wrong("entry by entry, by `*`")
def multiplied_entry_by_entry(mu, log_cholesky, row):
    z = precision_factor(log_cholesky) * (row - mu)
    return jax_stats.norm.logpdf(z).sum() + jnp.trace(log_cholesky)


@wrong("`jnp.linalg.inv(factor.T @ factor)` in the place of")
def precision_for_covariance(mu, log_cholesky, row):
    factor = precision_factor(log_cholesky)
    density = jax_stats.multivariate_normal
    return density.logpdf(row, mu, factor.T @ factor)


@wrong("Two things together")
def two_parts_wrong(mu, log_cholesky, row):
    z = precision_factor(log_cholesky) @ (row - mu)
    half = 0.5 * jnp.log(2 * jnp.pi)
    return -0.5 * z @ z - jnp.trace(log_cholesky) - half


@wrong("that of two columns, whatever comes in")
def constant_of_two_columns(component_mu, log_cholesky, datum):
    z = multivariate.precision_factor(log_cholesky) @ (datum - component_mu)
    squares = jnp.sum(z**2)
    return jnp.trace(log_cholesky) - 0.5 * squares - jnp.log(2 * jnp.pi)


@wrong("With two columns the result is right")
def written_out_for_two(component_mu, log_cholesky, datum):
    (a, _), (b, c) = log_cholesky[:2, :2]
    one, two = (datum - component_mu)[:2]
    first, second = jnp.exp(a) * one, b * one + jnp.exp(c) * two
    return a + c - (first**2 + second**2) / 2 - jnp.log(2 * jnp.pi)


@wrong("is the third argument of `multivariate_normal.logpdf`")
def inverse_for_a_covariance(component_mu, log_cholesky, datum):
    factor = multivariate.precision_factor(log_cholesky)
    return jax_stats.multivariate_normal.logpdf(
        datum, component_mu, jnp.linalg.inv(factor)
    )


@wrong("F is transposed here: z is F times the deviation")
def precision_turned(component_mu, log_cholesky, datum):
    factor = multivariate.precision_factor(log_cholesky)
    cov = jnp.linalg.inv(factor @ factor.T)
    return jax.scipy.stats.multivariate_normal.logpdf(datum, component_mu, cov)


@wrong("above its diagonal stand zeros")
def logarithm_of_zeros(component_mu, log_cholesky, datum):
    factor = multivariate.precision_factor(log_cholesky)
    z = factor @ (datum - component_mu)
    return (
        jnp.sum(jnp.log(factor))
        - 0.5 * jnp.sum(z**2)
        - 0.5 * len(datum) * jnp.log(2 * jnp.pi)
    )


@wrong("subtracted behind the product")
def brackets_missing(component_mu, log_cholesky, datum):
    factor = multivariate.precision_factor(log_cholesky)
    z = factor @ datum - component_mu
    return (
        jnp.trace(log_cholesky)
        - 0.5 * z @ z
        - 0.5 * len(z) * jnp.log(2 * jnp.pi)
    )


@wrong("is to multiply its logarithm")
def columns_in_the_logarithm(component_mu, log_cholesky, datum):
    factor = multivariate.precision_factor(log_cholesky)
    z = factor @ (datum - component_mu)
    return (
        jnp.trace(log_cholesky)
        - 0.5 * z @ z
        - 0.5 * jnp.log(2 * jnp.pi * len(z))
    )


@wrong("The mean is subtracted behind the product")
def mean_behind_and_two_columns(component_mu, log_cholesky, datum):
    factor = multivariate.precision_factor(log_cholesky)
    z = factor @ datum - component_mu
    log_det = jnp.log(jnp.linalg.det(factor))
    return log_det - jnp.log(2 * jnp.pi) - 0.5 * jnp.sum(z**2)


def with_log_det(log_det):
    """An answer with this sum over the diagonal."""

    def answer(mu, numbers, x):
        z = z_of(mu, numbers, x)
        factor = precision_factor(numbers)
        return log_det(factor) - jnp.sum(0.5 * z**2 + HALF)

    return answer


wrong(
    "The logarithm is taken of all F",
    with_log_det(lambda factor: jnp.trace(jnp.log(factor))),
    with_log_det(lambda factor: jnp.sum(jnp.diag(jnp.log(factor)))),
)
right(with_log_det(lambda factor: jnp.sum(jnp.log(jnp.diag(factor)))))
right(with_log_det(lambda factor: jnp.linalg.slogdet(factor)[1]))


@wrong("The logarithm is taken of 2 alone")
def pi_outside(mu, numbers, x):
    z = z_of(mu, numbers, x)
    constant = len(x) / 2 * jnp.log(2) * jnp.pi
    return jnp.sum(jnp.diag(numbers)) - 0.5 * z @ z - constant
