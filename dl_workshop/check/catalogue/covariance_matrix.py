"""From what is trained to what people read: `covariance_matrix`."""

import ast

import jax.numpy as jnp
import numpy as np

from dl_workshop.check.assembly import Blanks
from dl_workshop.check.call_modes import shape
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import precision_factor
from dl_workshop.gaussian_mixture import multivariate

# Above the diagonal stand numbers that must not count.
UPRIGHT = ((0.5, 0.0), (0.0, -0.75))
TWO = ((0.3, 0.9), (-1.2, -0.7))
THREE = ((0.4, 5.0, -3.0), (0.6, -0.3, 2.0), (-1.5, 0.8, 0.2))


def covariance_matrix(log_cholesky):
    """Covariance of one component: the inverse of its precision F'F."""
    factor = multivariate.precision_factor(log_cholesky)
    return jnp.linalg.inv(factor.T @ factor)


exercise = Exercise(
    chapter="several_measurements",
    place=810,
    title="From factor to covariance",
    minutes=5,
    difficulty="easy",
    task="Write the covariance matrix of a component, given its `log_cholesky`. You may use "
    "`multivariate.precision_factor` for F, and `jnp.linalg.inv`, which inverts a matrix.",
    stub='''\
def covariance_matrix(log_cholesky):
    """Covariance of one component, shape (n_columns, n_columns)."""
    ...''',
    properties=(
        Property(
            "there is a row and a column for each measurement",
            inputs=((TWO,),),
            read=shape,
            shown="{call}.shape",
        ),
        Property(
            "without entries below the diagonal it holds the variances: one over F_jj squared",
            inputs=((UPRIGHT,), (((-0.7,),),)),
        ),
        Property(
            "it is symmetric",
            inputs=((TWO,), (THREE,)),
            read=lambda result: result - np.swapaxes(result, -1, -2),
            shown="{call} - {call}.T",
        ),
        Property(
            "it is the inverse of F'F; entries above the diagonal do not count",
            inputs=((TWO,), (THREE,)),
        ),
    ),
    hints=(
        "The precision is the matrix product F'F, and the covariance is its inverse. Which of the "
        "two factors is turned?",
        "`multivariate.precision_factor(log_cholesky)` is F, and `.T` turns a matrix.",
        "`@` multiplies matrices: the precision is `factor.T @ factor`, in this order.",
        "Return `jnp.linalg.inv(factor.T @ factor)`, with F as `factor`.",
    ),
    reference=covariance_matrix,
    insight="Any numbers that you put into the triangle come out as a covariance: symmetric, with "
    "positive variances and no correlation above 1.",
    why="If z = F (x - mu) has independent entries with variance 1, then x - mu is the inverse of "
    "F times z. Its covariance is that inverse times its own transpose, which is the inverse of "
    "F'F. Training never needs it; people who read the fit do.",
    spoiler="jnp.linalg.inv(factor.T @ factor)",
    assembly=Blanks(
        """\
def covariance_matrix(log_cholesky):
    factor = {factor}
    precision = {precision}
    return {covariance}""",
        blanks={
            "factor": (
                "multivariate.precision_factor(log_cholesky)",
                "jnp.exp(log_cholesky)",
                "log_cholesky",
            ),
            "precision": (
                "factor.T @ factor",
                "factor @ factor.T",
                "factor.T * factor",
            ),
            "covariance": (
                "jnp.linalg.inv(precision)",
                "1 / precision",
                "precision",
            ),
        },
    ),
)


exercise.mistake(
    "This is the precision F'F. The covariance is its inverse.",
    lambda log_cholesky: (
        precision_factor(log_cholesky).T @ precision_factor(log_cholesky)
    ),
)

exercise.mistake(
    "This is the inverse of FF', with the factors in the other order. The covariance is the "
    "inverse of F'F, which is also the inverse of F times its own transpose.",
    lambda log_cholesky: _inverse_of_product(precision_factor(log_cholesky).T),
    lambda log_cholesky: _other_order(log_cholesky),
)

exercise.mistake(
    "F is taken for a factor of the covariance, as Cholesky's usually is. Here it belongs to "
    "the precision: the covariance is the inverse of F'F.",
    lambda log_cholesky: (
        precision_factor(log_cholesky) @ precision_factor(log_cholesky).T
    ),
)

exercise.mistake(
    "This is the inverse of F, a root of the covariance. The covariance is the inverse of F'F.",
    lambda log_cholesky: np.linalg.inv(precision_factor(log_cholesky)),
    lambda log_cholesky: np.linalg.cholesky(_covariance(log_cholesky)),
)

exercise.mistake(
    "This is the inverse of F, turned by `.T`. The covariance is the inverse of F'F: the inverse "
    "of F times its own `.T`.",
    lambda log_cholesky: np.linalg.inv(precision_factor(log_cholesky)).T,
)

exercise.symptom(
    "`jnp.cov` takes data, and estimates their covariance. There are no data here: the covariance "
    "is the inverse of F'F.",
    lambda seen: seen.calls("*numpy.cov", "*numpy.corrcoef"),
    lambda log_cholesky: jnp.cov(precision_factor(log_cholesky)),
)

exercise.mistake(
    "This is F, the factor. The covariance is the inverse of F'F.",
    lambda log_cholesky: precision_factor(log_cholesky),
)

exercise.mistake(
    "The diagonal is used without its exponential. `multivariate.precision_factor` makes F out of "
    "`log_cholesky`.",
    lambda log_cholesky: _inverse_of_product(np.tril(log_cholesky)),
)

exercise.mistake(
    "The matrix is used as it came: entries above the diagonal count, and the diagonal lacks its "
    "exponential. `multivariate.precision_factor` makes F out of `log_cholesky`.",
    lambda log_cholesky: _inverse_of_product(log_cholesky),
)

exercise.mistake(
    "Every entry is exponentiated. Only those on the diagonal are logarithms.",
    lambda log_cholesky: _inverse_of_product(np.exp(log_cholesky)),
)

exercise.mistake(
    "The entries below the diagonal are exponentiated as well. They enter as they are.",
    lambda log_cholesky: _inverse_of_product(np.tril(np.exp(log_cholesky))),
)

exercise.mistake(
    "What stands above the diagonal of `log_cholesky` counts here. F has zeros there.",
    lambda log_cholesky: _inverse_of_product(
        precision_factor(log_cholesky) + np.triu(log_cholesky, 1)
    ),
)

exercise.mistake(
    "One is divided by each entry of the precision. The inverse of a matrix is another one: "
    "`jnp.linalg.inv`.",
    lambda log_cholesky: 1 / _precision(log_cholesky),
)

exercise.late_symptom(
    "`{text}` is one divided by each entry of a matrix. The inverse of a matrix is another one: "
    "`jnp.linalg.inv`.",
    lambda seen: _entry_by_entry(seen),
    lambda log_cholesky: (
        (jnp.tril(log_cholesky).T @ jnp.tril(log_cholesky)) ** -1
    ),
)


def _entry_by_entry(seen):
    """A product of matrices, or what is assigned one, that is divided by or has the power -1."""
    for node in ast.walk(seen.tree):
        if isinstance(node, ast.BinOp):
            divided = (
                isinstance(node.op, ast.Div) and ast.unparse(node.left) == "1"
            )
            powered = (
                isinstance(node.op, ast.Pow)
                and ast.unparse(node.right) == "-1"
            )
            matrix = node.right if divided else node.left
            if (divided or powered) and isinstance(
                getattr(seen.made_by(matrix), "op", None), ast.MatMult
            ):
                return {"text": ast.unparse(node)}
    return None


exercise.mistake(
    "The factors are multiplied entry by entry, as `*` does. `@` is the product of matrices.",
    lambda log_cholesky: np.linalg.inv(
        precision_factor(log_cholesky).T * precision_factor(log_cholesky)
    ),
    when=lambda seen: any(
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mult)
        and not isinstance(node.left, (ast.Constant, ast.UnaryOp))
        for node in ast.walk(seen.tree)
    ),
)

exercise.mistake(
    "The entries beside the diagonal are lost. The inverse of F'F has them: measurements go "
    "together.",
    lambda log_cholesky: np.diag(np.exp(-2 * np.diag(log_cholesky))),
)

exercise.mistake(
    "One of the two factors is inverted, and the other is not. Invert their product, "
    "`factor.T @ factor`, or both.",
    lambda log_cholesky: (
        np.linalg.inv(precision_factor(log_cholesky))
        @ precision_factor(log_cholesky).T
    ),
    lambda log_cholesky: (
        precision_factor(log_cholesky).T
        @ np.linalg.inv(precision_factor(log_cholesky))
    ),
    lambda log_cholesky: (
        np.linalg.inv(precision_factor(log_cholesky).T)
        @ precision_factor(log_cholesky)
    ),
    when=lambda seen: seen.calls("*.inv"),
)

exercise.mistake(
    "Each entry of F is squared. The product of matrices is `factor.T @ factor`.",
    lambda log_cholesky: np.linalg.inv(precision_factor(log_cholesky) ** 2),
)

exercise.mistake(
    "A matrix is multiplied by itself, F or the inverse of F. One of the two is turned: "
    "`factor.T @ factor`, or the inverse times its own `.T`.",
    lambda log_cholesky: np.linalg.inv(
        precision_factor(log_cholesky) @ precision_factor(log_cholesky)
    ),
)


@exercise.mistake(when=lambda seen: seen.calls("*.sqrt"))
def root_of_the_precision(log_cholesky):
    """A root is taken of each entry of the precision F'F, before or after it is inverted.

    The covariance is its inverse, without a root.
    """
    with np.errstate(invalid="ignore"):
        return np.linalg.inv(np.sqrt(_precision(log_cholesky)))


exercise.mistake(
    "These are the variances alone. The covariance is the whole matrix.",
    lambda log_cholesky: np.diag(_covariance(log_cholesky)),
)

exercise.mistake(
    "These are standard deviations. The covariance is the whole matrix, with variances on its "
    "diagonal.",
    lambda log_cholesky: np.sqrt(np.diag(_covariance(log_cholesky))),
)

exercise.mistake(
    "Off the diagonal stand zeros: the covariances of different columns got lost.",
    lambda log_cholesky: np.diag(np.diag(_covariance(log_cholesky))),
)

exercise.mistake(
    "This is the matrix of correlations. A covariance is not divided by standard deviations.",
    lambda log_cholesky: (
        _covariance(log_cholesky)
        / np.sqrt(
            np.outer(
                np.diag(_covariance(log_cholesky)),
                np.diag(_covariance(log_cholesky)),
            )
        )
    ),
)

exercise.mistake(
    "The diagonal is exponentiated with a minus. The exponentials of the entries as they are make "
    "F, and its inverse comes later.",
    lambda log_cholesky: _inverse_of_product(
        np.tril(log_cholesky, -1) + np.diag(np.exp(-np.diag(log_cholesky)))
    ),
)

exercise.mistake(
    "This is the lower triangle of the covariance. It is symmetric: both halves are asked for.",
    lambda log_cholesky: np.tril(_covariance(log_cholesky)),
)

exercise.mistake(
    "The sign is turned: this is minus the covariance.",
    lambda log_cholesky: -_covariance(log_cholesky),
)

exercise.mistake(
    "This is a determinant, one number. The inverse of a matrix is a matrix.",
    lambda log_cholesky: 1 / np.linalg.det(_precision(log_cholesky)),
    lambda log_cholesky: np.linalg.det(_precision(log_cholesky)),
)

exercise.mistake(
    "A root is taken of each entry. Variances stand on the diagonal, and no standard deviations.",
    lambda log_cholesky: np.sqrt(np.abs(_covariance(log_cholesky))),
)


def _precision(log_cholesky):
    factor = precision_factor(log_cholesky)
    return factor.T @ factor


def _covariance(log_cholesky):
    return np.linalg.inv(_precision(log_cholesky))


def _inverse_of_product(factor):
    return np.linalg.inv(factor.T @ factor)


def _other_order(log_cholesky):
    inverse = np.linalg.inv(precision_factor(log_cholesky))
    return inverse.T @ inverse


exercise.mistake(
    "The entries of the inverse of F are squared one by one. The product of matrices is `@`: the "
    "inverse times its own `.T`.",
    lambda log_cholesky: np.linalg.inv(precision_factor(log_cholesky)) ** 2,
)


exercise.mistake(
    "The entries of `log_cholesky` are turned round one by one, by a minus, and the inverse of a "
    "matrix is another one: make F of them, and invert F'F.",
    lambda log_cholesky: _product(np.tril(np.exp(-log_cholesky))),
    lambda log_cholesky: _product(precision_factor(-log_cholesky)),
    lambda log_cholesky: _product(precision_factor(-log_cholesky)).T,
    lambda log_cholesky: _product(precision_factor(-log_cholesky).T),
)

exercise.mistake(
    "`log_cholesky` is inverted, and it is F that is inverted: make F first.",
    *(
        lambda log_cholesky, product=product: product(
            precision_factor(np.linalg.pinv(log_cholesky))
        )
        for product in (
            lambda factor: factor @ factor.T,
            lambda factor: factor.T @ factor,
        )
    ),
    lambda log_cholesky: np.linalg.pinv(log_cholesky),
    when=lambda seen: seen.calls("*inv"),
)


def _product(inverse):
    return inverse @ inverse.T


@exercise.right
def covariance_by_two_inverses(log_cholesky):
    inverse = jnp.linalg.inv(multivariate.precision_factor(log_cholesky))
    return inverse @ inverse.T


@exercise.right
def covariance_by_solving(numbers):
    F = jnp.tril(numbers, -1) + jnp.diag(jnp.exp(jnp.diag(numbers)))  # noqa: N806
    return jnp.linalg.solve(F.T @ F, jnp.eye(len(F)))


@exercise.right
def covariance_from_the_package(log_cholesky):
    return multivariate.component_covariances(log_cholesky[None])[0]
