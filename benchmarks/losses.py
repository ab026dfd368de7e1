"""A loss with its gradient: nanoseconds per datum, by implementation, size and components."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import jit, lax, random, value_and_grad

from benchmarks import limit
from benchmarks.formulations import LOSSES
from benchmarks.timing import alternate
from dl_workshop import gaussian_mixture as gm

LIBRARIES = ("numpyro", "distrax", "TensorFlow Probability")
# Up to here, many evaluations inside one compiled loop, as in training; above, one call each.
IN_A_LOOP = 10_000
SIZES = [
    *((2, n) for n in (1000, 6000, 10_000, 10**5, 10**6, 10**7)),
    *((k, n) for k in (8, 50) for n in (6000, 10**5)),
    (64, 6000),
]
WITH_LIBRARIES = [(2, 6000), (2, 10**5)]


def example(num_components, n_data):
    """Parameters some way off the truth, and data; the course's own if there are two."""
    if num_components == 2:
        weights, mus, scales = jnp.array([[1, 5.0], [-2, 5.0], [1.1, 2.0]])
    else:
        mus = jnp.linspace(-8.0, 8.0, num_components)
        weights, scales = jnp.ones_like(mus), jnp.full_like(mus, 1.2)
    data = gm.sample_mixture(random.key(0), weights, mus, scales, n_data)
    return gm.MixtureParams(0.1 * mus, 0.9 * mus, 0 * mus), data


def evaluate(loss, times):
    """Compile loss and gradient, `times` in a loop; each begins where the last one led.

    Returns:
        A function from (params, data) to (loss, slopes) of the first evaluation.
    """

    def again(params, data):
        value, slopes = value_and_grad(loss)(params, data)
        moved = jax.tree.map(lambda p, s: p - 1e-12 * s, params, slopes)
        return moved, (value, slopes)

    def loop(params, data):
        _, results = lax.scan(
            lambda params, _: again(params, data), params, length=times
        )
        return jax.tree.map(lambda each: each[0], results)

    return jit(loop if times > 1 else value_and_grad(loss))


def ways_for(num_components, n_data):
    """All ways; the libraries, which compute as the original does, at two sizes only."""
    names = set(LOSSES)
    if (num_components, n_data) not in WITH_LIBRARIES:
        names -= set(LIBRARIES)
    return {name: loss for name, loss in LOSSES.items() if name in names}


def measure(library, num_components, n_data):
    """Two rows: nanoseconds per datum, and seconds of the first call."""
    params, data = example(num_components, n_data)
    times = 1
    if n_data <= IN_A_LOOP:
        times = max(4, 600_000 // (n_data * num_components))
    ways = {
        name: partial(evaluate(loss, times), params, data)
        for name, loss in ways_for(num_components, n_data).items()
    }
    if num_components == 2:
        ways[limit.NAME] = repeat(
            limit.loss_and_slopes(library, params, data), times
        )
    timings = alternate(ways, budget=3.0)
    require_agreement(timings, n_data)
    size = {"components": num_components, "data": n_data}
    per_datum = 1e9 / times / n_data
    return (
        size | column(timings, "median", per_datum),
        size | column(timings, "first", 1),
    )


def column(timings, which, scale):
    """One kind of seconds of every way, in other units."""
    return {
        name: round(timing[which] * scale, 2)
        for name, timing in timings.items()
    }


def repeat(function, times):
    """Call a function as often as the others' loops do."""

    def run():
        for _ in range(times):
            result = function()
        return result

    return run


def require_agreement(timings, n_data):
    """Refuse to compare ways that do not compute the same."""
    results = {
        name: np.hstack([np.ravel(leaf) for leaf in jax.tree.leaves(result)])
        for name, result in (
            (name, timing["result"]) for name, timing in timings.items()
        )
    }
    expected = results["fast form"]
    for name, result in results.items():
        np.testing.assert_allclose(
            result, expected, rtol=1e-4, atol=1e-5 * n_data, err_msg=name
        )


def one_call(repeats=200):
    """Microseconds of one call from Python, n = 6000, K = 2: dispatch and threads included."""
    params, data = example(2, 6000)
    ways = {
        name: partial(evaluate(loss, 1), params, data)
        for name, loss in LOSSES.items()
    }
    ways["nothing, jitted"] = partial(jit(lambda params: params[0]), params)
    timings = alternate(ways, rounds=(20, repeats))
    return [
        {"way": name, "microseconds": round(timing["median"] * 1e6)}
        for name, timing in timings.items()
    ]


def exp_and_log(library):
    """Nanoseconds for two exponentials and one logarithm, in C."""
    data = np.linspace(-3, 3, 60_000, dtype=np.float32)
    ways = {"C": lambda: limit.exp_and_log(library, data)}
    return alternate(ways, budget=0.5)["C"]["median"] / len(data) * 1e9


def tables():
    """All tables of this module, by name."""
    library = limit.compile_limit()
    medians, firsts = zip(
        *(measure(library, *size) for size in SIZES), strict=True
    )
    return {
        "nanoseconds per datum": list(medians),
        "seconds of the first call": list(firsts),
        "one call from Python": one_call(),
        "exp, exp and log in C": [
            {"nanoseconds per datum": round(exp_and_log(library), 2)}
        ],
    }
