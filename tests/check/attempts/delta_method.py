"""Answers to delta_method."""

import jax
import jax.numpy as jnp
import numpy as np
from jax import grad, hessian, jacfwd, jacobian, jacrev, jvp, vmap

from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


@wrong("These are variances")
def without_root(function, params, covariance):
    slope = jacfwd(function)(params)
    return jnp.diag(slope @ covariance @ slope.T)


@wrong("These are variances")
def variance_row_by_row(function, params, covariance):
    slope = jacrev(function)(params)
    return jnp.array([row @ covariance @ row for row in slope])


@wrong("whole covariance")
def whole_matrix(function, params, covariance):
    slope = jacfwd(function)(params)
    return slope @ covariance @ slope.T


@wrong("roots of all entries")
def root_of_the_matrix(function, params, covariance):
    slope = jacfwd(function)(params)
    return jnp.sqrt(jnp.abs(slope @ covariance @ slope.T))


@wrong("beside the diagonal")
def variances_alone(function, params, covariance):
    slope = jacfwd(function)(params)
    return jnp.sqrt(slope**2 @ jnp.diag(covariance))


@wrong("beside the diagonal")
def diagonal_matrix(function, params, covariance):
    slope = jacfwd(function)(params)
    only = jnp.diag(jnp.diag(covariance))
    return jnp.sqrt(jnp.diag(slope @ only @ slope.T))


@wrong("not their errors")
def the_function_itself(function, params, covariance):
    return function(params)


@wrong("applied to the errors of the parameters")
def function_of_errors(function, params, covariance):
    return function(jnp.sqrt(jnp.diag(covariance)))


@wrong("These are the standard errors of the parameters")
def errors_as_they_are(function, params, covariance):
    return jnp.sqrt(jnp.diagonal(covariance))


@wrong("if all parameters err together")
def slopes_times_errors(function, params, covariance):
    return jacfwd(function)(params) @ jnp.sqrt(jnp.diag(covariance))


@wrong("if all parameters err together")
def absolute_slopes_times_errors(function, params, covariance):
    errors = jnp.sqrt(jnp.diag(covariance))
    return jnp.sum(jnp.abs(jacfwd(function)(params)) * errors, axis=1)


@wrong("inverted")
def inverse_again(function, params, covariance):
    slope = jacfwd(function)(params)
    return jnp.sqrt(jnp.diag(slope @ jnp.linalg.inv(covariance) @ slope.T))


@wrong("another place")
def slopes_at_zero(function, params, covariance):
    slope = jacfwd(function)(jnp.zeros_like(params))
    return jnp.sqrt(jnp.diag(slope @ covariance @ slope.T))


@wrong("The slopes enter once")
def one_slope(function, params, covariance):
    return jacfwd(function)(params) @ covariance


@wrong("These are the slopes")
def slopes_alone(function, params, covariance):
    return jacfwd(function)(params)


@wrong("covariance is left out")
def no_covariance(function, params, covariance):
    slope = jacfwd(function)(params)
    return jnp.sqrt(jnp.diag(slope @ slope.T))


@wrong("covariance is left out")
def length_of_slopes(function, params, covariance):
    return jnp.linalg.norm(jacfwd(function)(params), axis=1)


@wrong("one number")
def trace(function, params, covariance):
    slope = jacfwd(function)(params)
    return jnp.sqrt(jnp.trace(slope @ covariance @ slope.T))


@wrong("The rows of the covariance of the results")
def sums_of_rows(function, params, covariance):
    slope = jacfwd(function)(params)
    return jnp.sum(slope @ covariance @ slope.T, axis=1)


@wrong("1.96 times")
def half_width(function, params, covariance):
    slope = jacfwd(function)(params)
    return 1.96 * jnp.sqrt(jnp.diag(slope @ covariance @ slope.T))


@wrong("relative errors")
def relative_errors(function, params, covariance):
    slope = jacfwd(function)(params)
    errors = jnp.sqrt(jnp.diag(slope @ covariance @ slope.T))
    return errors / jnp.abs(function(params))


@wrong("`jax.jacfwd` gives the slopes of all its entries")
def by_grad(function, params, covariance):
    slope = grad(function)(params)
    return jnp.sqrt(slope @ covariance @ slope)


@wrong("`jacfwd` makes a function")
def never_called(function, params, covariance):
    slope = jacfwd(function)
    return jnp.sqrt(jnp.diag(slope @ covariance @ slope.T))


@wrong("which argument to differentiate")
def params_as_argnums(function, params, covariance):
    slope = jacfwd(function, params)
    return jnp.sqrt(jnp.diag(slope @ covariance @ slope.T))


@wrong("`function(params)` is what a function returned")
def called_too_early(function, params, covariance):
    slope = jacfwd(function(params))
    return jnp.sqrt(jnp.diag(slope @ covariance @ slope.T))


@wrong("The matrices do not fit together")
def turned_round(function, params, covariance):
    slope = jacfwd(function)(params)
    return jnp.sqrt(jnp.diag(slope.T @ covariance @ slope))


@wrong("`*` multiplies entry by entry")
def entry_by_entry(function, params, covariance):
    slope = jacfwd(function)(params)
    return jnp.sqrt(jnp.diag(slope * covariance * slope.T))


@wrong("`return`")
def nothing_returned(function, params, covariance):
    slope = jacfwd(function)(params)
    jnp.sqrt(jnp.diag(slope @ covariance @ slope.T))


@right
def as_the_task_says(function, params, covariance):
    slope = jacfwd(function)(params)
    return jnp.sqrt(jnp.diag(slope @ covariance @ slope.T))


@right
def by_jacobian(f, p, c):
    j = jacobian(f)(p)
    return jnp.sqrt(jnp.sum((j @ c) * j, axis=1))


@right
def by_numpy(function, params, covariance):
    slope = np.asarray(jax.jacrev(function)(params), float)
    return np.sqrt(np.diag(slope @ np.asarray(covariance) @ slope.T))


@right
def by_rows_of_vmap(function, params, covariance):
    variance = vmap(lambda row: row @ covariance @ row)
    return variance(jacrev(function)(params)) ** 0.5


@right
def one_parameter_at_a_time(function, params, covariance):
    units = jnp.eye(len(params))
    columns = [jvp(function, (params,), (unit,))[1] for unit in units]
    slope = jnp.stack(columns, axis=1)
    return jnp.sqrt(jnp.einsum("ri,ij,rj->r", slope, covariance, slope))


@right
def by_gradients_of_entries(function, params, covariance):
    count = len(function(params))
    slopes = [
        grad(lambda p, i=i: function(p)[i])(params) for i in range(count)
    ]
    return jnp.stack([jnp.sqrt(s @ covariance @ s) for s in slopes])


@right
def by_hessian_of_squares(function, params, covariance):
    """Half the second derivatives of a squared change, at no change."""

    def squares(shift):
        change = jvp(function, (params,), (shift,))[1]
        return change**2

    curvature = hessian(squares)(jnp.zeros_like(params)) / 2
    return jnp.sqrt(jnp.sum(curvature * covariance, axis=(1, 2)))


@wrong("entry by entry, before the product")
def root_of_the_covariance(function, params, covariance):
    slopes = jacfwd(function)(params)
    return jnp.diag(slopes @ jnp.sqrt(covariance) @ slopes.T)


@wrong("`jax.jacfwd(function)` in the place of")
def second_derivatives(function, params, covariance):
    slopes = jax.hessian(function)(params)
    return jnp.sqrt(jnp.diag(slopes @ covariance @ slopes.T))


# An array of the notebook, as the chapter has it.
free = jnp.array([-1.6, -2.0, 5.0, 0.1, 0.7])


@wrong("reads `free`, a variable of the notebook")
def at_the_page_s_parameters(function, params, covariance):
    slopes = jacfwd(function)(free)
    return jnp.sqrt(jnp.diag(slopes @ covariance @ slopes.T))


@wrong("if all parameters err together")
def function_of_moved_parameters(function, params, covariance):
    errors = jnp.sqrt(jnp.diag(covariance))
    return jnp.abs(function(params + errors) - function(params))


@wrong("the roots are summed")
def roots_of_all_entries_summed(function, params, covariance):
    slopes = jacfwd(function)(params)
    return jnp.sqrt(slopes @ covariance @ slopes.T).sum(axis=1)


@wrong("stand on the diagonal of a matrix")
def diagonal_made_a_matrix(function, params, covariance):
    slopes = jacfwd(function)(params)
    return jnp.sqrt(jnp.diag(jnp.diag(slopes @ covariance @ slopes.T)))


@wrong("hands `function` one number at a time")
def slopes_by_vmap_of_grad(function, params, covariance):
    slopes = vmap(grad(function))(params)
    return jnp.sqrt(jnp.diag(slopes @ covariance @ slopes.T))


@wrong("differences over a long step")
def differences_of_one(function, params, covariance):
    start = function(params)
    units = jnp.eye(len(params))
    rises = [function(params + unit) - start for unit in units]
    slopes = jnp.stack(rises, axis=1)
    return jnp.sqrt(jnp.diag(slopes @ covariance @ slopes.T))


@wrong("does not use its argument `p`")
def slopes_of_a_constant(function, params, covariance):
    slopes = jacfwd(lambda p: function(params))(params)
    return jnp.sqrt(jnp.diag(slopes @ covariance @ slopes.T))


@wrong("`function(params)`, which are the results")
def slopes_at_the_results(function, params, covariance):
    slope = jacfwd(function)(function(params))
    return jnp.sqrt(jnp.diag(slope @ covariance @ slope.T))


@wrong("takes it to pieces")
def slopes_at_pieces(function, params, covariance):
    slope = jacfwd(function)(*params)
    return jnp.sqrt(jnp.diag(slope @ covariance @ slope.T))


@wrong("The rows of the covariance of the results")
def roots_of_sums_of_rows(function, params, covariance):
    slope = jacfwd(function)(params)
    return jnp.sqrt(jnp.sum(slope @ covariance @ slope.T, axis=1))


@wrong("roots of all entries")
def root_of_the_matrix_with_nan(function, params, covariance):
    slope = jacfwd(function)(params)
    return jnp.sqrt(slope @ covariance @ slope.T)


@wrong("The slopes enter once")
def slopes_times_errors_entry_by_entry(function, params, covariance):
    return jnp.sqrt(jnp.diag(covariance)) * jacfwd(function)(params)


@wrong("The slopes enter once")
def no_transpose(function, params, covariance):
    slope = jax.jacfwd(function)(params)
    return jnp.sqrt(jnp.diag(slope @ covariance))


@wrong("come back beside their errors")
def results_and_errors(function, params, covariance):
    slope = jax.jacfwd(function)(params)
    errors = jnp.sqrt(jnp.diag(slope @ covariance @ slope.T))
    return function(params), errors


@wrong("The diagonal of `covariance` is taken for standard errors")
def diagonal_for_errors(function, params, covariance):
    slope = jax.jacfwd(function)(params)
    return jnp.sqrt(slope**2 @ jnp.diag(covariance) ** 2)


@wrong("The variances are squared")
def squared(function, params, covariance):
    slope = jax.jacfwd(function)(params)
    return jnp.diag(slope @ covariance @ slope.T) ** 2
