"""One row under one component: `row_loglike`."""

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.stats import multivariate_normal

from dl_workshop.check import variants
from dl_workshop.check.assembly import Blanks
from dl_workshop.check.call_modes import over_data, slope
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import normal_loglike, precision_factor
from dl_workshop.gaussian_mixture import multivariate

# Above the diagonal stand numbers that must not count.
ORIGIN, FLAT = (0.0, 0.0), ((0.0, 0.0), (0.0, 0.0))
MU, FACTOR, DATUM = (-2.0, 0.5), ((0.3, 0.9), (-1.2, -0.7)), (1.5, 1.75)
UPRIGHT = ((0.5, 0.0), (0.0, -1.25))
MU_3, DATUM_3 = (1.0, -0.5, 2.0), (0.25, 1.5, 1.0)
FACTOR_3 = ((0.4, 5.0, -3.0), (0.6, -0.3, 2.0), (-1.5, 0.8, 0.2))
ROWS = (DATUM, (0.5, -1.0), (-3.0, 2.0))


def row_loglike(component_mu, log_cholesky, datum):
    """Log density of one row under one component."""
    factor = multivariate.precision_factor(log_cholesky)
    z = factor @ (datum - component_mu)
    log_det = jnp.sum(jnp.diag(log_cholesky))
    constant = 0.5 * len(z) * jnp.log(2 * jnp.pi)
    return log_det - 0.5 * jnp.sum(z**2) - constant


exercise = Exercise(
    chapter="several_measurements",
    place=800,
    title="One row under one component",
    minutes=10,
    difficulty="medium",
    task="Write the log density of one row under one component. `component_mu` and `datum` are "
    "vectors of any length d, `log_cholesky` has shape (d, d). You may use "
    "`multivariate.precision_factor`, which makes F out of `log_cholesky`. JAX will map, compile "
    "and differentiate your function.",
    stub='''\
def row_loglike(component_mu, log_cholesky, datum):
    """Log density of one row under one component, a scalar in nats."""
    ...''',
    properties=(
        Property(
            "at the mean, with F the identity, the log density is -log(2 pi) / 2 for each column",
            inputs=((ORIGIN, FLAT, ORIGIN),),
        ),
        Property(
            "without entries below the diagonal the columns are independent, and their log "
            "densities add",
            inputs=((ORIGIN, UPRIGHT, ORIGIN), (MU, UPRIGHT, DATUM)),
        ),
        Property(
            "entries below the diagonal enter as they are, those above it do not count",
            inputs=((MU, FACTOR, DATUM),),
        ),
        Property(
            "rows may have any number of columns",
            inputs=((MU_3, FACTOR_3, DATUM_3), ((1.5,), ((-0.7,),), (3.0,))),
        ),
        Property(
            "far from the mean the result is still a number",
            inputs=((MU, FACTOR, (900.0, -400.0)),),
        ),
        Property(
            "`vmap` can map it over rows, and `jit` can compile that",
            inputs=((MU, FACTOR, ROWS),),
            mode=over_data,
            shown="jit(vmap({name}, in_axes=(None, None, 0)))({arguments})",
        ),
        Property(
            "`grad` can differentiate it with respect to `log_cholesky`",
            inputs=((MU, FACTOR, DATUM), (MU, FLAT, DATUM)),
            mode=slope(1),
            shown="jit(grad({name}, argnums=1))({arguments})",
        ),
    ),
    hints=(
        "Three terms: a sum over the diagonal, a sum of squares, a constant. Which of them depend "
        "on the datum?",
        "z is F times the deviation of the row from the mean, matrix times vector: "
        "`multivariate.precision_factor(log_cholesky) @ (datum - component_mu)`.",
        "The diagonal of `log_cholesky` holds log F_jj already, so no logarithm has to be taken: "
        "sum what `jnp.diag` gives. The constant counts once for each column.",
        "Return `jnp.sum(jnp.diag(log_cholesky)) - 0.5 * jnp.sum(z**2) - 0.5 * len(z) * "
        "jnp.log(2 * jnp.pi)`, with z as in the second hint.",
    ),
    reference=row_loglike,
    insight="With one column this is the density of the first chapters, with -log_cholesky for "
    "the log scale.",
    why="F turns the deviation into numbers z that are independent and have a standard deviation "
    "of 1. Their log densities add, and log F_jj says how much steeper the cloud is than a "
    "standard one. Nothing is inverted, and no determinant is computed: that of a triangle is the "
    "product of its diagonal.",
    tip="Tip: your loop works. `@` multiplies a matrix by a vector in one step.",
    spoiler="jnp.sum(jnp.diag(log_cholesky))",
    assembly=Blanks(
        """\
def row_loglike(component_mu, log_cholesky, datum):
    factor = {factor}
    z = {z}
    log_determinant = {log_determinant}
    constant = {constant}
    return log_determinant - 0.5 * jnp.sum(z**2) - constant""",
        blanks={
            "factor": (
                "multivariate.precision_factor(log_cholesky)",
                "jnp.exp(log_cholesky)",
                "log_cholesky",
            ),
            "z": (
                "factor @ (datum - component_mu)",
                "factor.T @ (datum - component_mu)",
                "factor * (datum - component_mu)",
            ),
            "log_determinant": (
                "jnp.sum(jnp.diag(log_cholesky))",
                "-jnp.sum(jnp.diag(log_cholesky))",
                "jnp.sum(log_cholesky)",
            ),
            "constant": (
                "0.5 * datum.size * jnp.log(2 * jnp.pi)",
                "0.5 * jnp.log(2 * jnp.pi)",
            ),
        },
    ),
)


def terms(mu, log_cholesky, datum):
    """The sum of the log diagonal, z, and the constant."""
    z = precision_factor(log_cholesky) @ (datum - mu)
    constant = 0.5 * len(mu) * np.log(2 * np.pi)
    return np.sum(np.diag(log_cholesky)), z, constant


def density(log_det, z, constant):
    """Log density from its three terms."""
    return log_det - 0.5 * np.sum(z**2) - constant


@exercise.mistake
def diagonal_left_out(mu, log_cholesky, datum):
    """The sum over the diagonal is missing: the logarithms of F's diagonal are to be added."""
    _, z, constant = terms(mu, log_cholesky, datum)
    return density(0.0, z, constant)


@exercise.mistake
def diagonal_subtracted(mu, log_cholesky, datum):
    """The sum over the diagonal is subtracted.

    A log scale is subtracted; F is one over a scale, so its logarithm is added.
    """
    log_det, z, constant = terms(mu, log_cholesky, datum)
    return density(-log_det, z, constant)


@exercise.mistake
def diagonal_of_the_precision(mu, log_cholesky, datum):
    """The sum over the diagonal counts twice. So it is for F'F; the density has the root of it."""
    log_det, z, constant = terms(mu, log_cholesky, datum)
    return density(2 * log_det, z, constant)


@exercise.mistake
def diagonal_halved(mu, log_cholesky, datum):
    """The sum over the diagonal is halved.

    Half belongs to the log determinant of the precision; for F it counts in full.
    """
    log_det, z, constant = terms(mu, log_cholesky, datum)
    return density(log_det / 2, z, constant)


@exercise.mistake
def diagonal_without_logarithm(mu, log_cholesky, datum):
    """The diagonal of F is added, and its logarithm is due: that of `log_cholesky` as it comes."""
    _, z, constant = terms(mu, log_cholesky, datum)
    return density(np.sum(np.exp(np.diag(log_cholesky))), z, constant)


@exercise.mistake
def whole_matrix_summed(mu, log_cholesky, datum):
    """All entries of the matrix are summed where only those on the diagonal belong."""
    _, z, constant = terms(mu, log_cholesky, datum)
    return density(np.sum(log_cholesky), z, constant)


@exercise.mistake
def triangle_summed(mu, log_cholesky, datum):
    """The whole triangle is summed where only its diagonal belongs."""
    _, z, constant = terms(mu, log_cholesky, datum)
    return density(np.sum(np.tril(log_cholesky)), z, constant)


@exercise.mistake
def factor_summed(mu, log_cholesky, datum):
    """All entries of F are summed where the logarithms of its diagonal belong."""
    _, z, constant = terms(mu, log_cholesky, datum)
    return density(np.sum(precision_factor(log_cholesky)), z, constant)


@exercise.mistake
def no_constant(mu, log_cholesky, datum):
    """The constant is missing: `0.5 * jnp.log(2 * jnp.pi)` for each column is subtracted."""
    log_det, z, _ = terms(mu, log_cholesky, datum)
    return density(log_det, z, 0.0)


@exercise.mistake
def one_constant(mu, log_cholesky, datum):
    """The constant is that of one column. It counts once for each of them, so multiply by d."""
    log_det, z, _ = terms(mu, log_cholesky, datum)
    return density(log_det, z, 0.5 * np.log(2 * np.pi))


@exercise.mistake
def constant_of_two(mu, log_cholesky, datum):
    """The constant is that of two columns, whatever comes in. Multiply that of one by d."""
    log_det, z, _ = terms(mu, log_cholesky, datum)
    return density(log_det, z, np.log(2 * np.pi))


@exercise.mistake
def whole_constant(mu, log_cholesky, datum):
    """The constant is twice as large as it should be: half of log(2 pi) for each column."""
    log_det, z, constant = terms(mu, log_cholesky, datum)
    return density(log_det, z, 2 * constant)


@exercise.mistake
def constant_plus(mu, log_cholesky, datum):
    """The constant is added where it is subtracted."""
    log_det, z, constant = terms(mu, log_cholesky, datum)
    return density(log_det, z, -constant)


@exercise.mistake
def constant_of_entries(mu, log_cholesky, datum):
    """The constant counts the entries of the matrix. There is one for each column."""
    log_det, z, constant = terms(mu, log_cholesky, datum)
    return density(log_det, z, constant * len(mu))


@exercise.mistake
def squares_not_halved(mu, log_cholesky, datum):
    """The sum of squares lacks its factor of one half, as an exponent has it."""
    log_det, z, constant = terms(mu, log_cholesky, datum)
    return density(log_det, np.sqrt(2) * z, constant)


@exercise.mistake
def squares_added(mu, log_cholesky, datum):
    """The squares are added, so that a row is more likely the further away it is."""
    log_det, z, constant = terms(mu, log_cholesky, datum)
    return log_det + 0.5 * np.sum(z**2) - constant


@exercise.mistake
def mean_of_squares(mu, log_cholesky, datum):
    """The squares are averaged over columns. Log densities of independent numbers are summed."""
    log_det, z, constant = terms(mu, log_cholesky, datum)
    return log_det - 0.5 * np.mean(z**2) - constant


@exercise.mistake
def length_not_squared(mu, log_cholesky, datum):
    """The length of z is not squared: the sum of its squares belongs here, without a root."""
    log_det, z, constant = terms(mu, log_cholesky, datum)
    return log_det - 0.5 * np.sqrt(np.sum(z**2)) - constant


@exercise.mistake
def sum_squared(mu, log_cholesky, datum):
    """The entries of z are summed first and squared then. Square each, and sum the squares."""
    log_det, z, constant = terms(mu, log_cholesky, datum)
    return log_det - 0.5 * np.sum(z) ** 2 - constant


@exercise.mistake
def not_squared(mu, log_cholesky, datum):
    """The entries of z are summed without a square."""
    log_det, z, constant = terms(mu, log_cholesky, datum)
    return log_det - 0.5 * np.sum(z) - constant


@exercise.mistake
def factor_turned(mu, log_cholesky, datum):
    """F is transposed here: z is F times the deviation, with F on the left and without `.T`.

    Its precision is F'F, `factor.T @ factor`, and not the other way round.
    """
    log_det, _, constant = terms(mu, log_cholesky, datum)
    z = precision_factor(log_cholesky).T @ (datum - mu)
    return density(log_det, z, constant)


@exercise.mistake
def no_exponentials(mu, log_cholesky, datum):
    """The diagonal is used without its exponential, so it may be negative.

    `multivariate.precision_factor` makes F out of `log_cholesky`.
    """
    log_det, _, constant = terms(mu, log_cholesky, datum)
    return density(log_det, np.tril(log_cholesky) @ (datum - mu), constant)


@exercise.mistake
def matrix_as_it_came(mu, log_cholesky, datum):
    """The matrix is used as it came: entries above the diagonal count, and the diagonal is no F.

    `multivariate.precision_factor` makes F out of `log_cholesky`.
    """
    log_det, _, constant = terms(mu, log_cholesky, datum)
    return density(log_det, log_cholesky @ (datum - mu), constant)


@exercise.mistake
def exponentials_everywhere(mu, log_cholesky, datum):
    """Every entry is exponentiated, where only those on the diagonal are logarithms."""
    log_det, _, constant = terms(mu, log_cholesky, datum)
    return density(log_det, np.exp(log_cholesky) @ (datum - mu), constant)


@exercise.mistake
def exponentials_in_the_triangle(mu, log_cholesky, datum):
    """The entries below the diagonal are exponentiated, too. They enter as they are."""
    log_det, _, constant = terms(mu, log_cholesky, datum)
    factor = np.tril(np.exp(log_cholesky))
    return density(log_det, factor @ (datum - mu), constant)


@exercise.mistake
def entries_above(mu, log_cholesky, datum):
    """Entries above the diagonal count here. F has zeros there."""
    log_det, _, constant = terms(mu, log_cholesky, datum)
    factor = precision_factor(log_cholesky) + np.triu(log_cholesky, 1)
    return density(log_det, factor @ (datum - mu), constant)


@exercise.mistake
def diagonal_alone(mu, log_cholesky, datum):
    """Only the diagonal of F is used, so that each column stands by itself.

    What is below the diagonal corrects a column by those before it.
    """
    log_det, _, constant = terms(mu, log_cholesky, datum)
    z = np.exp(np.diag(log_cholesky)) * (datum - mu)
    return density(log_det, z, constant)


@exercise.mistake
def factor_of_the_covariance(mu, log_cholesky, datum):
    """F is taken for a factor of the covariance, and inverted.

    It belongs to the precision, the inverse of the covariance: multiply by F.
    """
    log_det, _, constant = terms(mu, log_cholesky, datum)
    z = np.linalg.solve(precision_factor(log_cholesky), datum - mu)
    return density(-log_det, z, constant)


@exercise.mistake
def factor_inverted(mu, log_cholesky, datum):
    """The deviation is divided by F where it is multiplied: F is one over a scale."""
    log_det, _, constant = terms(mu, log_cholesky, datum)
    z = np.linalg.solve(precision_factor(log_cholesky), datum - mu)
    return density(log_det, z, constant)


@exercise.mistake
def factor_between(mu, log_cholesky, datum):
    """The deviation stands on both sides of F. Between them belongs F'F, or square F times it."""
    log_det, z, constant = terms(mu, log_cholesky, datum)
    return log_det - 0.5 * (datum - mu) @ z - constant


@exercise.mistake
def precision_times_deviation(mu, log_cholesky, datum):
    """The deviation is multiplied by F'F and then squared: by F alone, and the square is F'F."""
    log_det, z, constant = terms(mu, log_cholesky, datum)
    factor = precision_factor(log_cholesky)
    return density(log_det, factor.T @ z, constant)


@exercise.mistake
def entry_by_entry(mu, log_cholesky, datum):
    """F is multiplied entry by entry, as `*` does. `@` multiplies a matrix by a vector."""
    log_det, _, constant = terms(mu, log_cholesky, datum)
    z = precision_factor(log_cholesky) * (datum - mu)
    return density(log_det, z, constant)


@exercise.mistake
def squared_before(mu, log_cholesky, datum):
    """The deviations are squared before F multiplies them. Multiply first: z is squared."""
    log_det, _, constant = terms(mu, log_cholesky, datum)
    factor = precision_factor(log_cholesky)
    return log_det - 0.5 * np.sum(factor @ (datum - mu) ** 2) - constant


@exercise.mistake
def mean_left_out(mu, log_cholesky, datum):
    """The mean has no effect: F multiplies the datum minus the mean."""
    log_det, _, constant = terms(mu, log_cholesky, datum)
    return density(log_det, precision_factor(log_cholesky) @ datum, constant)


@exercise.mistake
def the_density(mu, log_cholesky, datum):
    """This is the density; its logarithm is asked for, the sum without the exponential."""
    return np.exp(density(*terms(mu, log_cholesky, datum)))


@exercise.mistake
def turned(mu, log_cholesky, datum):
    """The sign is turned: this is minus the log density."""
    return -density(*terms(mu, log_cholesky, datum))


@exercise.mistake
def one_for_each_column(mu, log_cholesky, datum):
    """There is one number for each column. They are summed to one for the row."""
    _, z, _ = terms(mu, log_cholesky, datum)
    return np.diag(log_cholesky) - 0.5 * z**2 - 0.5 * np.log(2 * np.pi)


@exercise.mistake
def squares_for_each_column(mu, log_cholesky, datum):
    """The squares are not summed, so that a vector comes back: `jnp.sum(z**2)`."""
    log_det, z, constant = terms(mu, log_cholesky, datum)
    return log_det - 0.5 * z**2 - constant


exercise.mistake(
    "F is multiplied with the deviation entry by entry, by `*`, which makes a table. `@` is the "
    "product of a matrix and a vector.",
    lambda mu, log_cholesky, row: (
        np.sum(
            normal_loglike(precision_factor(log_cholesky) * (row - mu), 0, 1)
        )
        + np.trace(log_cholesky)
    ),
)


def _in_parts(mu, log_cholesky, row, factor, z_of, half, det, constant):
    z = z_of(factor(log_cholesky), row, mu)
    return -half * np.sum(z**2) + det(log_cholesky) - constant(len(row))


FACTOR = {
    "": precision_factor,
    "The matrix is used as it came, with what stands above its diagonal and without exponentials "
    "on it.": lambda lc: lc,
    "Every entry is exponentiated: only those on the diagonal are logarithms.": np.exp,
    "F is transposed.": lambda lc: precision_factor(lc).T,
    "F is inverted: it is the factor of the precision already.": lambda lc: (
        np.linalg.inv(precision_factor(lc))
    ),
    "The precision F'F stands where F belongs.": lambda lc: (
        precision_factor(lc).T @ precision_factor(lc)
    ),
    "The entries below the diagonal do not count.": lambda lc: np.diag(
        np.exp(np.diag(lc))
    ),
    "The diagonal has no exponentials.": np.tril,
    "One over the diagonal of F stands where F belongs: F is one over a scale itself.": (
        lambda lc: np.diag(np.exp(-np.diag(lc)))
    ),
}
Z = {
    "": lambda f, x, mu: f @ (x - mu),
    "F is multiplied entry by entry, by `*`: `@` is the product with a vector.": (
        lambda f, x, mu: f * (x - mu)
    ),
    "F does not count.": lambda f, x, mu: x - mu,
    "The mean is not subtracted.": lambda f, x, mu: f @ x,
    "The mean is added, and is to be subtracted.": lambda f, x, mu: (
        f @ (x + mu)
    ),
    "The mean is subtracted behind the product: subtract it from the row first.": (
        lambda f, x, mu: f @ x - mu
    ),
    "F stands on the right of the deviation, which takes its columns: `factor @ deviation`.": (
        lambda f, x, mu: (x - mu) @ f
    ),
}
HALF = {
    "": 0.5,
    "The half before the squares is missing.": 1.0,
    "The squares are added, and are to be subtracted.": -0.5,
    "The squares do not count.": 0.0,
}
DET = {
    "": lambda lc: np.trace(lc),
    "The sum over the diagonal is missing.": lambda lc: 0.0,
    "The sum over the diagonal is subtracted: F is one over a scale.": lambda lc: (
        -np.trace(lc)
    ),
    "The sum over the diagonal is halved. That belongs to the precision, not to F.": lambda lc: (
        0.5 * np.trace(lc)
    ),
    "The sum over the diagonal counts twice. That is for the precision, not for F.": lambda lc: (
        2 * np.trace(lc)
    ),
    "All entries are summed, where only those on the diagonal belong.": np.sum,
    "The exponentials of the diagonal are summed, and the diagonal itself belongs there.": (
        lambda lc: np.sum(np.exp(np.diag(lc)))
    ),
    "The determinant of F is there, and its logarithm belongs there.": lambda lc: (
        np.exp(np.trace(lc))
    ),
    "The diagonal is multiplied up: the logarithms are to be added.": lambda lc: (
        np.prod(np.diag(lc))
    ),
}
CONSTANT = {
    "": lambda d: 0.5 * d * np.log(2 * np.pi),
    "The constant is that of one column, and counts once for each.": lambda d: (
        0.5 * np.log(2 * np.pi)
    ),
    "The constant is missing.": lambda d: 0.0,
    "The constant lacks its half.": lambda d: d * np.log(2 * np.pi),
    "The constant is added, and is to be subtracted.": lambda d: (
        -0.5 * d * np.log(2 * np.pi)
    ),
    "The constant counts once too often for each column.": lambda d: (
        0.5 * d**2 * np.log(2 * np.pi)
    ),
    "The constant is that of two columns, whatever comes in.": lambda d: (
        np.log(2 * np.pi)
    ),
    "The constant has pi in the place of 2 pi.": lambda d: (
        0.5 * d * np.log(np.pi)
    ),
    "The number of columns multiplies 2 pi, and is to multiply its logarithm.": lambda d: (
        0.5 * np.log(2 * np.pi * d)
    ),
    "The constant has 2 pi in the place of its logarithm.": lambda d: (
        d * np.pi
    ),
}

exercise.late_symptom(
    "{faults}",
    variants.of_variants(_in_parts, FACTOR, Z, HALF, DET, CONSTANT),
    lambda mu, log_cholesky, row: (
        np.trace(log_cholesky) / 2
        - np.sum((precision_factor(log_cholesky).T @ (row - mu)) ** 2) / 2
        - len(row) * np.log(2 * np.pi) / 2
    ),
)


exercise.late_symptom(
    "The covariance is the third argument of `multivariate_normal.logpdf`, and of F that is "
    "`jnp.linalg.inv(factor.T @ factor)`. Does it get this?",
    lambda seen: (
        not seen.error and seen.calls("jax.*multivariate_normal.logpdf")
    ),
    lambda mu, log_cholesky, row: multivariate_normal.logpdf(
        row, mu, jnp.linalg.inv(multivariate.precision_factor(log_cholesky))
    ),
)


@exercise.mistake(when=lambda seen: seen.calls("*.log"))
def logarithms_of_all_entries(mu, log_cholesky, datum):
    """The logarithm is taken of all of F, and above its diagonal stand zeros.

    Sum the logarithms of its diagonal alone: `jnp.diag`.
    """
    _, z, constant = terms(mu, log_cholesky, datum)
    with np.errstate(all="ignore"):
        log_det = np.sum(np.log(precision_factor(log_cholesky)))
    return density(log_det, z, constant)


def _log_of_all(mu, log_cholesky, datum):
    factor = multivariate.precision_factor(log_cholesky)
    z = factor @ (datum - mu)
    return density(
        jnp.trace(jnp.log(factor)), z, 0.5 * len(z) * np.log(2 * np.pi)
    )


exercise.symptom(
    "The logarithm is taken of all F, and the slope at one of its zeros makes NaN of the others. "
    "Take the diagonal first, `jnp.log(jnp.diag(factor))`.",
    lambda seen: (
        seen.trial.must_hold.name.startswith("`grad`")
        and seen.is_nan
        and seen.calls_by_helpers("*.log")
    ),
    _log_of_all,
)


exercise.mistake(
    "The logarithm is taken of 2 alone, and pi stands outside. The constant has the logarithm of "
    "both: `jnp.log(2 * jnp.pi)`.",
    lambda mu, log_cholesky, datum: density(
        *terms(mu, log_cholesky, datum)[:2],
        0.5 * len(mu) * np.log(2) * np.pi,
    ),
)


@exercise.right
def row_by_scipy_of_jax(mu, log_cholesky, row):
    factor = multivariate.precision_factor(log_cholesky)
    covariance = jnp.linalg.inv(factor.T @ factor)
    return multivariate_normal.logpdf(row, mu, covariance)


@exercise.right
def row_by_loops(mean, numbers, row):
    total = 0.0
    for i in range(len(mean)):
        z = jnp.exp(numbers[i, i]) * (row[i] - mean[i])
        for j in range(i):
            z += numbers[i, j] * (row[j] - mean[j])
        total += numbers[i, i] - z**2 / 2 - jnp.log(2 * jnp.pi) / 2
    return total


@exercise.right
def row_by_the_precision(mu, log_cholesky, x):
    F = multivariate.precision_factor(log_cholesky)  # noqa: N806, as in the chapter
    precision = F.T @ F
    quadratic = (x - mu) @ precision @ (x - mu)
    _, log_det = jnp.linalg.slogdet(precision / (2 * jnp.pi))
    return (log_det - quadratic) / 2


@exercise.right
@jax.jit
def row_from_the_package(mu, log_cholesky, x):
    return multivariate.normal_loglike(mu, log_cholesky, x)
