r"""Your own data, in any unit: standardise, start well and often, keep the best.

The rates and starts of the course are made for data around zero with a spread of about one. Any
column of numbers becomes such data:

    z_i = (x_i - center) / spread        center: the mean; spread: the standard deviation

and a mixture of z is one of x, with means center + spread mu_k and scales spread sigma_k. Its
density is that of z divided by the spread, so the loss of n data grows by n log(spread).

Rows of several measurements are treated alike, column by column; see multivariate.py. They are
fitted by expectation maximisation, columns by gradient descent.

Starting means are data, far from each other as a rule (k-means++). No start is good in every
case, so there are many, and the lowest loss wins.

Sources: Arthur and Vassilvitskii, k-means++: the advantages of careful seeding (2007); Bishop
(2006), section 9.2.1, for components that collapse onto one datum.
"""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array, grad, jit, lax, random, vmap

from dl_workshop.gaussian_mixture import multivariate
from dl_workshop.gaussian_mixture.dirichlet_process import scales_loglike
from dl_workshop.gaussian_mixture.likelihood import MixtureParams
from dl_workshop.gaussian_mixture.multivariate import MultivariateParams
from dl_workshop.gaussian_mixture.signatures import require_shapes, shapes
from dl_workshop.gaussian_mixture.training import (
    TrainingState,
    best_of,
    loss_mixture_weights,
    make_step_scannable,
)
from dl_workshop.gaussian_mixture.values import as_numbers

# Mean and standard deviation of each log scale, in units of the spread of all data: components
# are expected between a twentieth of it (e^-3) and three times as wide (e^1).
SCALE_PRIOR = (-1.0, 1.0)
STEPS, RATE = 1000, 0.1
# For rows: the variance that the Wishart prior of the precisions expects in every column, in units
# of its variance; the prior counts for two rows more than there are columns.
VARIANCE_PRIOR = 0.02
STEPS_EM = 500


def require_finite(data, name="data"):
    """Return data as a jax.Array of floats, or say which entries are no finite numbers.

    Call it once, where data enter and outside `jax.jit`: it reads the values.

    Args:
        data: numbers, shape (n_data,).
        name: what to call them in the error.

    Returns:
        The data as floating-point jax.Array, shape (n_data,).

    Raises:
        ValueError: data are no vector of numbers, empty, or hold NaN or infinities: how many,
            and where; or the floats of JAX cannot hold them, or cannot tell them apart.
    """
    given = as_numbers(data, name)
    require_shapes({name: given}, ["n"])
    given = np.asarray(given)
    _require_finite_entries(given, name)
    with np.errstate(over="ignore"):
        floats = jnp.asarray(given)
    _require_resolution(given, np.asarray(floats), name)
    return floats


def _require_finite_entries(array, name):
    bad = np.flatnonzero(~np.isfinite(array))
    if bad.size:
        raise ValueError(
            f"{name}: expected finite numbers, got {np.isnan(array).sum()} NaN and "
            f"{np.isinf(array).sum()} infinite among {array.size}, {_at(bad)}; remove or mend them"
        )


def _at(indices, most=5):
    listed = ", ".join(str(index) for index in indices[:most])
    return f"at index {listed}" + (", ..." if len(indices) > most else "")


def _require_resolution(given, floats, name):
    """Refuse what rounding changes by more than a thousandth of the spread."""
    if given.dtype == floats.dtype:
        return
    if np.isinf(floats).any():
        largest = np.max(np.abs(given))
        raise ValueError(
            f"{name}: expected numbers that {floats.dtype} can hold, got {largest:g}; divide them "
            "by a larger unit, or use standardize"
        )
    held = np.where(np.abs(floats) < np.finfo(floats.dtype).tiny, 0, floats)
    rounding = np.sqrt(np.mean((given - held) ** 2))
    before, after = np.unique(given).size, np.unique(held).size
    vanished = np.count_nonzero(held) < np.count_nonzero(given)
    if (after < before or vanished) and rounding > np.std(given) / 1000:
        raise ValueError(
            f"{name}: expected numbers that {floats.dtype} can tell apart, got {given[0]:g}, ..., "
            f"{before} different ones that become {after}; subtract an offset first, or use "
            "standardize"
        )


# In the spread as unit, and back.


@shapes("(n,d?)->(n,d?),(d?),(d?)")
def standardize(data):
    """Subtract the mean and divide by the standard deviation, column by column.

    Args:
        data: shape (n_data,) or (n_data, n_columns); not all alike in any column.

    Returns:
        (standardized, center, spread): the data with mean 0 and standard deviation 1, in their
        shape; their mean and standard deviation, scalars or shape (n_columns,). For a jax.Array
        in its precision, otherwise in float64, so that no unit and no offset is too large.

    Raises:
        ValueError: a rank is wrong, entries are no finite numbers, or a column has one value
            only. Under `jax.jit` values are not known, and not tested.
    """
    if not isinstance(data, Array):
        data = data.astype(np.float64)
    if not isinstance(data, jax.core.Tracer):
        _require_finite_entries(np.asarray(data), "data")
        _require_differences(np.asarray(data))
    center, spread = data.mean(axis=0), data.std(axis=0)
    return (data - center[None]) / spread[None], center, spread


def _require_differences(data):
    constant = np.flatnonzero((data == data[0]).all(axis=0))
    if constant.size:
        where = f"column {constant[0]}" if data.ndim > 1 else "data"
        value = data[0].ravel()[constant[0]]
        raise ValueError(
            f"{where}: expected values that differ, got {value:g} only; a mixture needs a spread"
            + (", so leave this column out" if data.ndim > 1 else "")
        )


def unstandardize(params, center, spread):
    """Give parameters that were fitted to standardised data in the units of the data.

    Args:
        params: MixtureParams, MultivariateParams, or a tuple of their three arrays.
        center: mean of the data, scalar or shape (n_columns,).
        spread: standard deviation of the data, scalar or shape (n_columns,).

    Returns:
        MixtureParams or MultivariateParams of the data as they were; the weights stay.
    """
    if np.ndim(params[2]) == 3:
        return multivariate.unstandardize(params, center, spread)
    log_component_weights, component_mus, log_component_scales = params
    log = jnp.log if isinstance(spread, Array) else np.log  # float64 as it is
    return MixtureParams(
        log_component_weights,
        center + spread * component_mus,
        log(spread) + log_component_scales,
    )


# Where to start.


@shapes("(...),(n,d?)->(k,d?)")
def kmeans_plus_plus(key, data, num_components):
    """Choose data as starting means: the first at random, then far ones more likely.

    Each has a probability in proportion to its squared distance from the nearest mean so far.

    Args:
        key: a random key.
        data: shape (n_data,) or (n_data, n_columns), standardised.
        num_components: how many means.

    Returns:
        Means, shape (num_components,) or (num_components, n_columns).

    Raises:
        ValueError: a rank is wrong, or there are more components than data.

    Source: Arthur and Vassilvitskii (2007), section 2.2.
    """
    _require_enough(data, num_components)
    data = jnp.asarray(data)

    def choose(nearest, key):
        mean = data[random.categorical(key, jnp.log(nearest))]
        return jnp.minimum(nearest, _squared_distances(data, mean)), mean

    far = jnp.full(len(data), jnp.finfo(data.dtype).max)
    keys = random.split(key, num_components)
    return lax.scan(choose, far, keys)[1]


def _squared_distances(data, mean):
    differences = (data - mean[None]).reshape(len(data), -1)
    return jnp.sum(differences**2, axis=1)


def _require_enough(data, num_components):
    if not 1 <= num_components <= len(data):
        raise ValueError(
            f"num_components: expected 1 to {len(data)}, the number of data, got {num_components}"
        )


def starting_params(key, data, num_components):
    """Starting values for training: means by k-means++, equal weights, scales 1/num_components.

    Args:
        key: a random key.
        data: shape (n_data,) or (n_data, n_columns), standardised.
        num_components: how many components.

    Returns:
        MixtureParams, or MultivariateParams with independent columns.
    """
    mus = kmeans_plus_plus(key, data, num_components)
    log_weights = jnp.zeros(num_components, mus.dtype)
    log_scales = jnp.full_like(log_weights, -jnp.log(num_components))
    if mus.ndim == 1:
        return MixtureParams(log_weights, mus, log_scales)
    eye = jnp.eye(mus.shape[1], dtype=mus.dtype)
    log_choleskys = -log_scales[:, None, None] * eye[None]
    return MultivariateParams(log_weights, mus, log_choleskys)


# The fit.


def loss_with_scale_prior(params, data):
    """Negative log probability of data, weights and scales: what `fit_mixture` minimises.

    Without a prior on scales the best of many starts may be a component on a single datum: the
    narrower, the better (Bishop 2006, section 9.2.1).

    Args:
        params: MixtureParams, or a tuple of its three arrays.
        data: shape (n_data,), standardised: the prior on each log scale is the normal
            distribution with mean and standard deviation SCALE_PRIOR, -1 and 1.

    Returns:
        Loss in nats, summed over data, scalar.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.
    """
    loss = loss_mixture_weights(params, data)
    return loss - scales_loglike(params[2], *SCALE_PRIOR)


def train(params, data):
    """Lower `loss_with_scale_prior` by 1000 steps of Adam, with a rate from 0.1 down to 0.

    Args:
        params: MixtureParams to start from.
        data: shape (n_data,), standardised.

    Returns:
        MixtureParams after the last step.
    """
    optimizer = optax.adam(optax.cosine_decay_schedule(RATE, STEPS))
    step = make_step_scannable(grad(loss_with_scale_prior), optimizer, data)
    state = TrainingState(params, optimizer.init(params))
    return lax.scan(lambda *now: (step(*now)[0], None), state, length=STEPS)[
        0
    ].params


def train_rows(params, data):
    """Lower the loss of rows and of their covariances by 500 steps of expectation maximisation.

    The covariances have the prior `multivariate.precisions_loglike`, or the best of many starts
    may be a component that is flat.

    Args:
        params: MultivariateParams to start from.
        data: shape (n_data, n_columns), standardised.

    Returns:
        MultivariateParams after the last step.
    """
    prior = (data.shape[1] + 2.0, VARIANCE_PRIOR)

    def step(params, _):
        return multivariate.em_step(params, data, precision_prior=prior), None

    return lax.scan(step, params, length=STEPS_EM)[0]


class Fit(NamedTuple):
    """The best of several fits, in the units of the data.

    Attributes:
        params: MixtureParams of the best start, or MultivariateParams; components in the order
            of their means (in the first column).
        loss: its `loss_mixture_weights` in nats, summed over data, a Python float.
        losses: those of all starts, shape (num_starts,); compare them to see how many agree.
    """

    params: MixtureParams
    loss: float
    losses: np.ndarray


@shapes("(...),(n,d?)->(k),(),(s)")
def fit_mixture(key, data, num_components, num_starts=20):
    """Fit a mixture to numbers or rows in any unit, from several starts, and keep the best.

    Args:
        key: a random key; the same key gives the same fit.
        data: finite numbers that are not all alike in any column, shape (n_data,) or (n_data,
            n_columns).
        num_components: how many components, at most n_data.
        num_starts: how many starts.

    Returns:
        Fit: parameters and losses in the units of the data. The prior on scales (see
        `loss_with_scale_prior`) or on precisions took part in the fit, the losses are without it.

    Raises:
        ValueError: data are no finite numbers, have another rank, or are all alike in a column,
            or there are more components than data.
    """
    if num_starts < 1:
        raise ValueError(f"num_starts: expected 1 or more, got {num_starts}")
    standardized, center, spread = standardize(data)
    keys = random.split(key, num_starts)
    params, losses = _fit_all(keys, jnp.asarray(standardized), num_components)
    params = best_of(losses, params)
    log_spread = np.sum(np.log(spread))
    losses = np.asarray(losses, np.float64) + len(standardized) * log_spread
    order = params.component_mus.reshape(num_components, -1)[:, 0].argsort()
    params = type(params)(
        *(np.asarray(param[order], np.float64) for param in params)
    )
    params = unstandardize(params, center, spread)
    return Fit(params, float(np.nanmin(losses)), losses)


@partial(jit, static_argnames="num_components")
def _fit_all(keys, data, num_components):
    """Every start's parameters and loss, starts on the first axis."""
    rows = data.ndim == 2
    train_one = train_rows if rows else train
    loss = multivariate.loss_mixture_weights if rows else loss_mixture_weights
    start = vmap(starting_params, in_axes=(0, None, None))
    starts = start(keys, data, num_components)
    params = vmap(train_one, in_axes=(0, None))(starts, data)
    return params, vmap(loss, in_axes=(0, None))(params, data)
