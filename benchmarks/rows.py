"""Mixtures of rows: one loss and gradient, EM iterations, whole fits, memory, beside scikit-learn.

Run it with `make bench BENCHMARK=rows`. Each figure is a median; ways that are compared ran by
turns in one process, on the same data.
"""

import warnings
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import grad, jit, lax, random, value_and_grad, vmap
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from benchmarks import limit, losses
from benchmarks.report import write
from benchmarks.row_forms import LOSSES
from benchmarks.row_goals import LARGE, goals
from benchmarks.timing import alternate
from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture import fast, multivariate

SIZES = [(k, d, 10_000) for k in (2, 3, 8) for d in (1, 2, 4, 16)]
WITH_LIBRARIES = [(3, 4, 10_000), LARGE]
LIBRARIES = ("numpyro", "distrax")
OURS = {n: loss for n, loss in LOSSES.items() if n not in LIBRARIES}
ITERATIONS = 10
STARTS = 20


def example(num_components, num_columns, n_data):
    """Parameters some way off the truth, and rows from it."""
    keys = random.split(random.key(0), 3)
    shape = num_components, num_columns
    mus = 2 * random.normal(keys[0], shape)
    log_choleskys = 0.3 * random.normal(keys[1], (*shape, num_columns))
    covariances = multivariate.component_covariances(log_choleskys)
    weights = jnp.ones(num_components)
    rows = multivariate.sample_mixture(
        keys[2], weights, mus, covariances, n_data
    )
    params = multivariate.MultivariateParams(
        0.1 * mus[:, 0], 0.9 * mus, 0.8 * log_choleskys
    )
    return params, rows


# One loss and gradient, or one iteration.


@partial(jit, static_argnums=0)
def em(iterations, params, data):
    """Expectation maximisation as one compiled program, without priors."""
    step = partial(multivariate.em_step, data=data, alpha_prior=1.0)
    body = lambda params, _: (step(params), None)  # noqa: E731
    return lax.scan(body, params, length=iterations)[0]


def scikit_learn(params, data, iterations):
    """Fit by scikit-learn: so many iterations from the same start."""
    log_weights, mus, log_choleskys = params
    factors = vmap(multivariate.precision_factor)(log_choleskys)
    weights = np.asarray(jax.nn.softmax(log_weights), np.float64)
    model = GaussianMixture(
        len(mus),
        tol=0.0,
        max_iter=iterations,
        weights_init=weights / weights.sum(),
        means_init=np.asarray(mus),
        precisions_init=np.asarray(factors.mT @ factors),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(data).lower_bound_


def evaluations(size):
    """One row: nanoseconds per row of data, for loss and gradient and for an EM iteration."""
    params, data = example(*size)
    in_float64 = np.asarray(data, np.float64)
    names = LOSSES if size in WITH_LIBRARIES else OURS
    ways = {
        name: partial(jit(value_and_grad(loss)), params, data)
        for name, loss in LOSSES.items()
        if name in names
    }
    ways["EM"] = partial(em, ITERATIONS, params, data)
    for times in (1, 1 + ITERATIONS):
        ways[f"scikit-learn {times}"] = partial(
            scikit_learn, params, in_float64, times
        )
    timings = alternate(ways, budget=1.5, rounds=(3, 50))
    require_agreement(timings, names)
    return dict(zip(("components", "columns", "data"), size, strict=True)) | {
        name: round(seconds * 1e9 / size[2], 1)
        for name, seconds in per_evaluation(timings, names).items()
    }


def require_agreement(timings, names):
    """Refuse to compare ways that do not compute the same."""
    expected = float(timings["course"]["result"][0])
    for name in names:
        value = float(timings[name]["result"][0])
        np.testing.assert_allclose(value, expected, rtol=1e-4, err_msg=name)


def per_evaluation(timings, names):
    """Seconds of one loss and gradient, and of one iteration."""
    taken = {name: timing["median"] for name, timing in timings.items()}
    one, more = (taken[f"scikit-learn {n}"] for n in (1, 1 + ITERATIONS))
    return {
        **{name: taken[name] for name in LOSSES if name in names},
        "EM iteration": taken["EM"] / ITERATIONS,
        "scikit-learn's EM iteration": (more - one) / ITERATIONS,
    }


# Whole fits, from twenty starts.


def penguins():
    """The four measurements, standardised."""
    table = gm.datasets.penguins()
    del table["species"]
    rows = np.stack(list(table.values()), axis=1)
    return gm.standardize(rows)[0]


@jit
def by_descent(keys, data):
    """A thousand steps of Adam from every start."""
    optimizer = optax.adam(optax.cosine_decay_schedule(0.1, 1000))
    slopes = grad(multivariate.loss_mixture_weights)
    step = gm.make_step_scannable(slopes, optimizer, data)

    def train(params):
        state = gm.TrainingState(params, optimizer.init(params))
        body = lambda state, _: (step(state, 0)[0], None)  # noqa: E731
        return lax.scan(body, state, length=1000)[0].params

    return losses_of(vmap(train)(starts(keys, data)), data)


@jit
def by_em(keys, data):
    """Two hundred iterations from every start."""
    ends = vmap(partial(em, 200), in_axes=(0, None))(starts(keys, data), data)
    return losses_of(ends, data)


def starts(keys, data):
    """One start for each key, means by k-means++."""
    start = vmap(gm.starting_params, in_axes=(0, None, None))
    return start(keys, data, 3)


def losses_of(params, data):
    """Negative log likelihood of every end, nats."""
    loglike = vmap(multivariate.mixture_loglike, in_axes=(0, 0, 0, None))
    return -loglike(*params, data)


def by_fit_mixture(rows):
    """The course's call, with what it does before and after the iterations."""
    fit = gm.fit_mixture(random.key(0), rows, 3, STARTS)
    return -multivariate.mixture_loglike(*fit.params, rows)


def scikit_learns_best(data, **settings):
    """The same by scikit-learn, which keeps the best alone."""
    model = GaussianMixture(3, n_init=STARTS, random_state=0, **settings)
    return -len(data) * model.fit(data).lower_bound_


def fits():
    """Seconds for twenty fits to the penguins, and how good the best one is."""
    rows = penguins()
    data, keys = jnp.asarray(rows), random.split(random.key(0), STARTS)
    until_rest = {"tol": 1e-6, "max_iter": 1000, "init_params": "k-means++"}
    ways = {
        "200 iterations of EM, `vmap`": partial(by_em, keys, data),
        "`fit_mixture`": partial(by_fit_mixture, rows),
        "1000 steps of Adam, `vmap`": partial(by_descent, keys, data),
        "scikit-learn, 200 iterations": partial(
            scikit_learns_best, rows, tol=0.0, max_iter=200
        ),
        "scikit-learn, until it rests": partial(
            scikit_learns_best, rows, **until_rest
        ),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        timings = alternate(ways, budget=0.0, rounds=(2, 2))
    return [
        {
            "way": name,
            "milliseconds": round(timing["median"] * 1e3, 1),
            "first call (seconds)": round(timing["first"], 2),
            **quality(np.ravel(timing["result"])),
        }
        for name, timing in timings.items()
    ]


def quality(losses):
    """Best negative log likelihood, and how many starts reach it; scikit-learn tells the best."""
    row = {"best (nats)": round(float(losses.min()), 1)}
    if losses.size > 1:
        row["starts that agree"] = int(np.sum(losses < losses.min() + 0.1))
    return row


# Memory.


def memory(n_data=10**6):
    """Megabytes for one loss and gradient of a million rows of four (16 MB), K = 3."""
    params, _ = example(3, 4, 10)
    data = jax.ShapeDtypeStruct((n_data, 4), jnp.float32)
    return [
        {
            "way": name,
            "megabytes beside the data": megabytes(loss, params, data),
        }
        for name, loss in OURS.items()
    ]


def megabytes(loss, params, data):
    """What the compiled gradient needs beside data and result, as XLA says."""
    compiled = jit(value_and_grad(loss)).lower(params, data).compile()
    return round(compiled.memory_analysis().temp_size_in_bytes / 1e6, 1)


def in_chunks_or_whole():
    """Nanoseconds for each of a million rows."""
    params, data = example(3, 4, 10**6)
    ways = {
        name: partial(jit(value_and_grad(loss)), params, data)
        for name, loss in OURS.items()
    }
    timings = alternate(ways, budget=3.0, rounds=(3, 10))
    return [
        {"way": name, "nanoseconds": round(timing["median"] * 1e3, 1)}
        for name, timing in timings.items()
    ]


# One dimension: where `fast` spends what the C program does not.


def pieces(n_data=6000, times=200):
    """Nanoseconds per datum of the C program, of `fast`, and of the parts of a chunk's slopes.

    Most of what sets them apart are the three sums, presumably because XLA writes densities and
    their products with z to memory and reads them for each sum. C has them in registers.
    """
    params, data = losses.example(2, n_data)
    library = limit.compile_limit()
    counts = jnp.ones(n_data)
    parts = {
        "`fast`, loss and gradient": value_and_grad(
            lambda p, x: -fast.mixture_loglike(*p, x)
        ),
        "distances, densities and their sum": lambda p, x: fast._densities(
            p, fast._standardised(p, x)
        ),
        "the same, and the logarithms": lambda p, x: fast._loglike_of_chunk(
            p, x, counts
        ),
        "the same, and the three sums": lambda p, x: fast._slopes_of_chunk(
            p, x, counts
        ),
    }
    ways = {
        name: partial(repeated(part, times), params, data)
        for name, part in parts.items()
    }
    ways[limit.NAME] = losses.repeat(
        limit.loss_and_slopes(library, params, data), times
    )
    timings = alternate(ways, budget=4.0)
    return [
        {
            "way": name,
            "nanoseconds per datum": round(
                timing["median"] / times / n_data * 1e9, 2
            ),
        }
        for name, timing in timings.items()
    ]


def repeated(function, times):
    """Many calls in one compiled loop; each needs what the one before returned."""

    @jit
    def run(params, data):
        def again(shift, _):
            moved = [param + shift for param in params]
            result = function(gm.MixtureParams(*moved), data)
            total = sum(jnp.sum(leaf) for leaf in jax.tree.leaves(result))
            return 1e-12 * total, None

        return lax.scan(again, jnp.zeros(()), length=times)[0]

    return run


def main():
    """Measure, and write the tables."""
    tables = {
        "rows, nanoseconds": [evaluations(size) for size in (*SIZES, LARGE)],
        "twenty fits": fits(),
        "memory of rows": memory(),
        "a million rows": in_chunks_or_whole(),
        "one dimension": pieces(),
    }
    write("rows", **tables, goals=goals(tables))


if __name__ == "__main__":
    main()
