"""Errors through a function: `delta_method`."""

import ast

import jax
import jax.numpy as jnp
import numpy as np
from jax import grad, jacfwd, jacrev, jvp, vmap

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.assembly import Lines
from dl_workshop.check.call_modes import plain, shape
from dl_workshop.check.exercise import Exercise, Property

# Two parameters whose errors are correlated, and three results: no axis is as long as another.
PARAMS = (2.0, -0.5)
COVARIANCE = ((0.04, 0.018), (0.018, 0.09))


def sums(params):
    """A linear function: the sum, the difference, three times the second and a constant."""
    slope = np.array([[1.0, 1.0, 0.0], [1.0, -1.0, 3.0]])
    return params @ slope + np.array([0.0, 0.0, 5.0])


def products(params):
    """A curved one: the product, and both squares."""
    return params[np.array([0, 0, 1])] * params[np.array([1, 0, 1])]


def errors_of(function):
    """Make a mode: errors of what this function computes."""

    def mode(delta_method, params, covariance):
        return plain(
            lambda *arguments: delta_method(function, *arguments),
            params,
            covariance,
        )

    return mode


OF_SUMS, OF_PRODUCTS = errors_of(sums), errors_of(products)


def slopes(function, params):
    """Slopes by central differences, shape (n_results, n_params)."""
    steps = 1e-4 * np.eye(len(params))
    rises = [function(params + s) - function(params - s) for s in steps]
    return np.stack(rises, axis=1) / 2e-4


def spread(function, params, covariance):
    """The whole covariance of the results."""
    slope = slopes(function, params)
    return slope @ covariance @ slope.T


def deviations(matrix):
    """Roots of the diagonal."""
    return np.sqrt(np.diagonal(matrix))


exercise = Exercise(
    chapter="how_sure",
    place=1110,
    title="Errors through a function",
    minutes=8,
    difficulty="medium",
    task="Carry errors through a function: take its slopes $J$ at `params` with `jax.jacfwd`, and "
    "return the standard errors of `function(params)`, a vector: the roots of the diagonal of "
    "$J C J^T$, where $C$ is `covariance`.",
    stub='''\
def delta_method(function, params, covariance):
    """Standard errors of function(params), shape (n_results,)."""
    ...''',
    setup="import jax.numpy as jnp\n"
    "def sums(p): return jnp.array([p[0] + p[1], p[0] - p[1], 3 * p[1] + 5])\n"
    "def products(p): return jnp.array([p[0] * p[1], p[0] ** 2, p[1] ** 2])",
    properties=(
        Property(
            "there is one error for each result of the function",
            inputs=((PARAMS, COVARIANCE),),
            mode=OF_SUMS,
            read=shape,
            shown="{name}(sums, {arguments}).shape",
            expected=(3,),
        ),
        Property(
            "errors of sums and differences are right",
            inputs=((PARAMS, COVARIANCE),),
            mode=OF_SUMS,
            shown="{name}(sums, {arguments})",
            expected=np.sqrt([0.166, 0.094, 0.81]),
        ),
        Property(
            "errors of a curved function are those of its slopes at `params`",
            inputs=((PARAMS, COVARIANCE),),
            mode=OF_PRODUCTS,
            shown="{name}(products, {arguments})",
            expected=np.sqrt([0.334, 0.64, 0.09]),
        ),
    ),
    hints=(
        "Near `params` the function is a straight line. By how much does each result change when "
        "each parameter changes a little?",
        "`jax.jacfwd(function)` is a function; call it with `params`, and it gives the slopes, "
        "shape (n_results, n_params).",
        "`slope @ covariance @ slope.T` is the covariance of the results. Variances stand on its "
        "diagonal, and an error is the root of a variance.",
        "With `slope = jacfwd(function)(params)`, return "
        "`jnp.sqrt(jnp.diag(slope @ covariance @ slope.T))`.",
    ),
    reference=gm.delta_method,
    insight="Whatever you can compute from the parameters has an error now, for the price of a "
    "derivative.",
    why="Each result changes by its slopes times the errors of the parameters. The variance of "
    "such a sum holds the variances and, twice, the covariances: that is what the product of "
    "three matrices adds up. Only its diagonal is needed.",
    spoiler="slope = jacfwd(function)(params)",
    assembly=Lines(
        """\
def delta_method(function, params, covariance):
    {lines}""",
        lines=(
            "slopes = jacfwd(function)(params)",
            "covariance = slopes @ covariance @ slopes.T",
            "return jnp.sqrt(jnp.diag(covariance))",
        ),
        wrong=(
            "covariance = slopes.T @ covariance @ slopes",
            "return jnp.diag(covariance)",
        ),
    ),
)

exercise.mistake(
    "These are variances. A standard error is the root of one.",
    lambda function, params, covariance: np.diagonal(
        spread(function, params, covariance)
    ),
)

exercise.mistake(
    "This is the whole covariance of the results. The variances stand on its diagonal: take "
    "`jnp.diag` of it, and the root.",
    spread,
)


def _roots_of_all(function, params, covariance):
    with np.errstate(invalid="ignore"):
        return np.sqrt(spread(function, params, covariance))


exercise.mistake(
    "These are the roots of all entries of the covariance. The standard errors are those on its "
    "diagonal: take `jnp.diag`.",
    lambda function, params, covariance: np.sqrt(
        np.abs(spread(function, params, covariance))
    ),
    _roots_of_all,
    when=lambda seen: seen.calls("*.sqrt") and not seen.calls("*.diag*"),
)


@exercise.mistake(
    when=lambda seen: seen.calls("*.sqrt") and not seen.calls("*.diag*")
)
def roots_added_up(function, params, covariance):
    """The root is taken of all entries of the covariance of the results, and the roots are summed.

    The standard errors are the roots of those on its diagonal: take `jnp.diag`.
    """
    with np.errstate(invalid="ignore"):
        roots = np.sqrt(spread(function, params, covariance))
    return np.sum(roots, axis=1)


exercise.mistake(
    "Only the variances of the parameters count here. Their errors go together, so what stands "
    "beside the diagonal of `covariance` counts as well.",
    lambda function, params, covariance: np.sqrt(
        slopes(function, params) ** 2 @ np.diagonal(covariance)
    ),
)

exercise.mistake(
    "These are the results of the function, not their errors.",
    lambda function, params, covariance: function(params),
)

exercise.mistake(
    "The function is applied to the errors of the parameters. Errors go through its slope, not "
    "through the function.",
    lambda function, params, covariance: function(deviations(covariance)),
)

exercise.mistake(
    "These are the standard errors of the parameters. Those of the results are asked for: the "
    "slopes carry them there.",
    lambda function, params, covariance: deviations(covariance),
    when=lambda seen: not seen.calls("jax.*jac*", "jax.*grad", "jax.*jvp"),
)

exercise.mistake(
    "This is by how much the results change if all parameters err together, by the full amount. "
    "Variances are what adds up: take the product of slopes, covariance and slopes.",
    lambda function, params, covariance: (
        slopes(function, params) @ deviations(covariance)
    ),
    lambda function, params, covariance: (
        np.abs(slopes(function, params)) @ deviations(covariance)
    ),
    lambda function, params, covariance: np.abs(
        slopes(function, params) @ deviations(covariance)
    ),
)

exercise.mistake(
    "The covariance is inverted. It is the inverse of the Hessian already.",
    lambda function, params, covariance: deviations(
        spread(function, params, np.linalg.inv(covariance))
    ),
)

exercise.mistake(
    "The slopes are taken in another place than at `params`.",
    *(
        lambda function, params, covariance, at=at: deviations(
            slopes(function, np.full_like(params, at))
            @ covariance
            @ slopes(function, np.full_like(params, at)).T
        )
        for at in (0.0, 1.0)
    ),
)

exercise.mistake(
    "The slopes enter once. They enter twice, from the left and, transposed, from the right: a "
    "variance grows with the square of a slope.",
    lambda function, params, covariance: np.sqrt(
        np.abs(slopes(function, params) @ np.diagonal(covariance))
    ),
    lambda function, params, covariance: _roots(
        np.diagonal(slopes(function, params) @ covariance)
    ),
    lambda function, params, covariance: (
        slopes(function, params) @ np.diagonal(covariance)
    ),
    lambda function, params, covariance: slopes(function, params) @ covariance,
    lambda function, params, covariance: (
        slopes(function, params) * deviations(covariance)
    ),
)

exercise.mistake(
    "The diagonal of `covariance` is taken for standard errors. It holds their squares, the "
    "variances.",
    lambda function, params, covariance: np.sqrt(
        slopes(function, params) ** 2 @ np.diagonal(covariance) ** 2
    ),
)

exercise.mistake(
    "The variances are squared. A standard error is the root of one.",
    lambda function, params, covariance: (
        np.diagonal(spread(function, params, covariance)) ** 2
    ),
)

exercise.mistake(
    "The results come back beside their errors. Return the errors alone.",
    lambda function, params, covariance: (
        np.asarray(function(params)),
        deviations(spread(function, params, covariance)),
    ),
)

exercise.mistake(
    "The covariance enters twice. It stands once, between the slopes.",
    lambda function, params, covariance: deviations(
        spread(function, params, covariance @ covariance)
    ),
)

exercise.mistake(
    "These are the slopes of the function. Put the covariance between them and their transpose.",
    lambda function, params, covariance: slopes(function, params),
    lambda function, params, covariance: slopes(function, params).T,
)

exercise.mistake(
    "The covariance is left out, as if every parameter had an error of 1 and none went with "
    "another.",
    lambda function, params, covariance: deviations(
        spread(function, params, np.eye(len(params)))
    ),
)

exercise.mistake(
    "Errors of all results are put together in one number. Each result has its own.",
    lambda function, params, covariance: np.sqrt(
        np.trace(spread(function, params, covariance))
    ),
    lambda function, params, covariance: np.trace(
        spread(function, params, covariance)
    ),
    lambda function, params, covariance: np.sqrt(
        np.sum(spread(function, params, covariance))
    ),
    lambda function, params, covariance: np.sum(
        spread(function, params, covariance)
    ),
)


def _roots(numbers):
    with np.errstate(invalid="ignore"):
        return np.sqrt(numbers)


exercise.mistake(
    "The rows of the covariance of the results are added up. Only its diagonal is wanted.",
    lambda function, params, covariance: _roots(
        np.sum(spread(function, params, covariance), axis=1)
    ),
    lambda function, params, covariance: np.sqrt(
        np.abs(np.sum(spread(function, params, covariance), axis=1))
    ),
    lambda function, params, covariance: np.sum(
        spread(function, params, covariance), axis=1
    ),
    when=lambda seen: seen.calls("*.sum", "*einsum"),
)

exercise.mistake(
    "These are 1.96 times the standard errors: the half width of an interval.",
    lambda function, params, covariance: (
        1.96 * deviations(spread(function, params, covariance))
    ),
)

exercise.mistake(
    "These are twice the standard errors.",
    lambda function, params, covariance: (
        2 * deviations(spread(function, params, covariance))
    ),
)


@exercise.mistake
def divided_by_n(function, params, covariance):
    """The result is divided by a root of a count.

    `covariance` is that of the errors already, not of the data.
    """
    errors = deviations(spread(function, params, covariance))
    return errors / np.sqrt(len(params))


@exercise.mistake
def relative(function, params, covariance):
    """These are relative errors: they are divided by the results."""
    errors = deviations(spread(function, params, covariance))
    return errors / np.abs(function(params))


exercise.symptom(
    "`grad` is for a function that returns a single number. This one returns a vector: "
    "`jax.jacfwd` gives the slopes of all its entries.",
    lambda seen: (
        "Gradient only defined for scalar-output" in seen.error
        and seen.calls("jax.*grad")
    ),
    lambda function, params, covariance: grad(function)(params) @ covariance,
)

exercise.symptom(
    "`jacfwd` makes a function, the one that computes slopes. Call it: "
    "`jacfwd(function)(params)`.",
    lambda seen: (
        "function" in seen.error
        and seen.calls("jax.*jacfwd", "jax.*jacrev", "jax.*jacobian")
        and any(
            text in seen.error
            for text in ("unsupported operand", "has no attribute")
        )
    ),
    lambda function, params, covariance: jacfwd(function) @ covariance,
)

exercise.symptom(
    "The second argument of `jacfwd` says which argument to differentiate; it does not hand over "
    "`params`. Call what it makes: `jacfwd(function)(params)`.",
    lambda seen: any(
        len(call.args) > 1 and seen.made_of(call.args[1])
        for call in seen.all_calls(
            "jax.*jacfwd", "jax.*jacrev", "jax.*jacobian"
        )
    ),
    lambda function, params, covariance: jacfwd(function, params) @ covariance,
)

exercise.symptom(
    "`vmap` goes through the entries here, and hands `function` one number at a time. It takes "
    "all of `params`: `jax.jacfwd(function)(params)`.",
    lambda seen: (
        seen.error
        and any(
            call.args and seen.made_of(call.args[0]) == {"function"}
            for call in seen.all_calls("jax.*vmap")
        )
    ),
    lambda function, params, covariance: vmap(grad(function))(params),
)


def _with_a_step(function, params, covariance, step):
    rises = [
        function(params + each) - function(params)
        for each in step * np.eye(len(params))
    ]
    slope = np.stack(rises, axis=1) / step
    return deviations(slope @ covariance @ slope.T)


exercise.mistake(
    "The slopes are differences over a long step, which a curved function does not keep to. "
    "`jax.jacfwd` gives those at `params`.",
    *(
        lambda function, params, covariance, step=step: _with_a_step(
            function, params, covariance, step
        )
        for step in (1.0, 0.5, 0.1, 0.01)
    ),
)

exercise.symptom(
    "`*` multiplies entry by entry, and the shapes of slopes and covariance do not fit for that. "
    "The product of matrices is `@`.",
    lambda seen: (
        "ncompatible shapes for broadcasting" in seen.error
        and any(
            isinstance(node.op, ast.Mult)
            and "covariance" in seen.made_of(node)
            for node in seen.on_the_line(ast.BinOp)
        )
    ),
    lambda function, params, covariance: jacfwd(function)(params) * covariance,
)


def _another_place(seen):
    """Where the slopes are taken, if what stands there is no `params`, as it is written."""
    own = dict(seen.own_names()).get("params")
    for call in (
        node for node in ast.walk(seen.tree) if isinstance(node, ast.Call)
    ):
        makes = seen.made_by(call.func)
        if call.args and makes in seen.all_calls("jax.*jac*"):
            (at, *_), text = call.args, ast.unparse(call.args[0])
            if isinstance(at, ast.Starred):
                return {"place": f"`{text}`", "why": " takes it to pieces"}
            if own and text != own and "function" in seen.made_of(at):
                return {"place": f"`{text}`", "why": " are the results"}
    return None


exercise.symptom(
    "The slopes are taken at {place}, which{why}. They are taken at `params`, in one piece.",
    _another_place,
    lambda function, params, covariance: jacfwd(function)(*params),
    lambda function, params, covariance: jacfwd(function)(function(params)),
)

exercise.symptom(
    "The matrices do not fit together. The slopes have shape (n_results, n_params) and the "
    "covariance (n_params, n_params): slopes stand on the left, their transpose on the right.",
    lambda seen: (
        seen.error
        and any(
            text in seen.error
            for text in (
                "dot_general requires contracting dimensions",
                "size 2 is different from 3",
                "size 3 is different from 2",
            )
        )
        and seen.calls("jax.*jacfwd", "jax.*jacrev", "jax.*jacobian")
        and not seen.unread  # or another thing stands in the place of one of them
    ),
    lambda function, params, covariance: jnp.sqrt(
        jnp.diag(
            jacfwd(function)(params).T @ covariance @ jacfwd(function)(params)
        )
    ),
)


exercise.mistake(
    "The root is taken of the covariance, entry by entry, before the product. Take it last, of "
    "the diagonal of the product.",
    lambda function, params, covariance: np.diagonal(
        spread(function, params, np.sqrt(covariance))
    ),
    lambda function, params, covariance: np.sqrt(
        np.diagonal(spread(function, params, np.sqrt(covariance)))
    ),
    when=lambda seen: seen.calls("*.sqrt"),
)


@exercise.right
def delta_by_rows(function, params, covariance):
    return jnp.array(
        [jnp.sqrt(r @ covariance @ r) for r in jacrev(function)(params)]
    )


@exercise.right
def delta_by_einsum(f, x, c):
    j = jax.jacobian(f)(x)
    return jnp.einsum("ri,ij,rj->r", j, c, j) ** 0.5


@exercise.right
def delta_by_directions(function, params, covariance):
    # a root of the covariance, pushed through the function column by column
    root = jnp.linalg.cholesky(covariance)
    push = lambda column: jvp(function, (params,), (column,))[1]  # noqa: E731
    return jnp.linalg.norm(vmap(push)(root.T), axis=0)
