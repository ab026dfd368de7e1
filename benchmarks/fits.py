"""A whole fit, and a hundred of them: seconds, all to the same optimum of the same likelihood.

Gradient descent takes the course's 1000 steps of Adam with a cosine schedule; expectation
maximisation stops by itself. Fits that end more than 0.1 nats above the best are marked.
"""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import optax
from jax import grad, jit, lax, random, value_and_grad, vmap
from numpyro.infer import SVI, Trace_ELBO
from sklearn.mixture import BayesianGaussianMixture, GaussianMixture

from benchmarks.formulations import LOSSES
from benchmarks.timing import alternate
from dl_workshop import gaussian_mixture as gm

STEPS = 1000
OPTIMIZER = optax.adam(optax.cosine_decay_schedule(0.5, STEPS))
STARTS = 100


def course_data():
    """Return the course's 6000 data."""
    return gm.two_humps(random.key(100))[1]


def start(key=31):
    """Return the course's start, or another one."""
    return gm.random_params(random.key(key), num_components=2)


def state_at(params):
    """Return the state before the first step."""
    return gm.TrainingState(params, OPTIMIZER.init(params))


# Gradient descent.


def scanned(loss):
    """The whole run as one compiled program."""

    @jit
    def train(params, data):
        inner = gm.make_step_scannable(grad(loss), OPTIMIZER, data)
        state = state_at(params)
        return lax.scan(inner, state, jnp.arange(STEPS))[0].params

    return train


def jitted_step(loss):
    """A compiled step, called from a Python loop."""
    step = jit(partial(gm.step, dloss_func=grad(loss), optimizer=OPTIMIZER))

    def train(params, data):
        state = state_at(params)
        for _ in range(STEPS):
            state = step(state, data=data)
        return state.params

    return train


def plain_loop(loss, steps):
    """A Python loop with nothing compiled; a few steps of it are enough to time it."""

    def train(params, data):
        state = state_at(params)
        for _ in range(steps):
            state = gm.step(state, grad(loss), OPTIMIZER, data)
        return state.params

    return train


def numpyro_model(data):
    """The same mixture, as a model with three parameters."""
    start_at = dict(zip(("w", "mu", "s"), start(), strict=True))
    w, mu, s = (numpyro.param(name, start_at[name]) for name in start_at)
    mixture = numpyro.distributions.MixtureSameFamily(
        numpyro.distributions.Categorical(logits=w),
        numpyro.distributions.Normal(mu, jnp.exp(s)),
    )
    with numpyro.plate("data", len(data)):
        numpyro.sample("x", mixture, obs=data)


def numpyro_in_a_scan():
    """Stochastic variational inference with nothing to infer: maximum likelihood."""
    optimizer = numpyro.optim.optax_to_numpyro(OPTIMIZER)
    svi = SVI(numpyro_model, lambda data: None, optimizer, Trace_ELBO())

    @jit
    def train(data):
        state = svi.init(random.key(0), data)
        state, _ = lax.scan(
            lambda state, _: (svi.update(state, data)[0], None),
            state,
            length=STEPS,
        )
        params = svi.get_params(state)
        return gm.MixtureParams(params["w"], params["mu"], params["s"])

    return train


# Expectation maximisation.


@partial(jit, static_argnums=2)
def em(params, data, iterations):
    """Expectation maximisation as one compiled program."""
    step = partial(gm.em_step, data=data, alpha_prior=1.0)
    body = lambda params, _: (step(params), None)  # noqa: E731
    return lax.scan(body, params, length=iterations)[0]


def scikit_learn(params, data, **settings):
    """Fit by scikit-learn; from the same start if there is one."""
    if params is not None:
        log_weights, mus, log_scales = map(np.asarray, params)
        weights = np.exp(log_weights) / np.exp(log_weights).sum()
        settings |= {"weights_init": weights / weights.sum()}
        settings |= {"means_init": mus[:, None]}
        settings |= {"precisions_init": np.exp(-2 * log_scales)[:, None, None]}
    model = GaussianMixture(2, max_iter=1000, random_state=0, **settings)
    return as_params(model.fit(data))


def bayesian(data):
    """Fit by scikit-learn's variational inference, which has another optimum."""
    model = BayesianGaussianMixture(
        n_components=2, max_iter=1000, random_state=0
    )
    return as_params(model.fit(data))


def as_params(model):
    """Take the parameters of a fitted model."""
    return gm.MixtureParams(
        jnp.log(model.weights_),
        jnp.asarray(model.means_[:, 0]),
        0.5 * jnp.log(model.covariances_[:, 0, 0]),
    )


# Tables.


def above(params, data, best):
    """Nats above the best loss, as a table shows it."""
    loss = -gm.mixture_loglike(*params, data)
    return round(max(float(loss - best), 0.0), 2)


def rows_of(timings, data, scale):
    """One row for each way; `scale` says how often a way's time counts."""
    optimum = min(
        float(-gm.mixture_loglike(*timing["result"], data))
        for timing in timings.values()
    )
    return [
        {
            "way": name,
            "milliseconds": round(timing["median"] * scale[name] * 1e3, 2),
            "first call (seconds)": round(timing["first"], 2),
            "nats above the best": above(timing["result"], data, optimum)
            if scale[name] == 1
            else "not run to the end",
        }
        for name, timing in timings.items()
    ]


def one_fit(plain_steps=5):
    """All ways to fit once."""
    data, params = course_data(), start()
    column = np.asarray(data, np.float64)[:, None]
    quantiles = jnp.quantile(data, jnp.array([0.25, 0.75]))
    near = gm.MixtureParams(jnp.zeros(2), quantiles, jnp.zeros(2))
    runs = {
        f"jit(scan), {name}": partial(scanned(loss), params, data)
        for name, loss in LOSSES.items()
    }
    runs["jitted step in a Python loop"] = partial(
        jitted_step(LOSSES["simple form"]), params, data
    )
    runs["plain Python loop"] = partial(
        plain_loop(LOSSES["simple form"], plain_steps), params, data
    )
    runs["numpyro's SVI in a scan"] = partial(numpyro_in_a_scan(), data)
    runs["EM in a scan, 100 iterations"] = partial(em, near, data, 100)
    runs["scikit-learn GaussianMixture"] = partial(
        scikit_learn, near, column, tol=1e-8
    )
    runs["scikit-learn BayesianGaussianMixture"] = partial(bayesian, column)
    timings = alternate(runs, budget=15.0, rounds=(5, 30))
    scale = dict.fromkeys(runs, 1)
    scale["plain Python loop"] = STEPS / plain_steps
    return rows_of(timings, data, scale)


def best_of(train, over_starts):
    """Train from a hundred starts, keep the best."""

    @jit
    def run(starts, data):
        finals = over_starts(lambda params: train(params, data))(starts)
        losses = lax.map(lambda p: -gm.mixture_loglike(*p, data), finals)
        return jax.tree.map(lambda leaf: leaf[losses.argmin()], finals)

    return run


def one_by_one(function):
    """Map as `vmap` does, one after the other."""
    return partial(lax.map, function)


def restarts():
    """A hundred fits from a hundred starts, the best kept."""
    data = course_data()
    column = np.asarray(data, np.float64)[:, None]
    keys = random.split(random.key(0), STARTS)
    starts = vmap(gm.random_params, in_axes=(0, None))(keys, 2)
    runs = {
        f"{name} of jit(scan), {form}": partial(
            best_of(scanned(LOSSES[form]), over), starts, data
        )
        for name, over, form in (
            ("vmap", vmap, "simple form"),
            ("lax.map", one_by_one, "simple form"),
            ("lax.map", one_by_one, "fast form"),
        )
    }
    runs["scikit-learn GaussianMixture, n_init=100"] = partial(
        scikit_learn,
        None,
        column,
        n_init=STARTS,
        init_params="random_from_data",
        tol=1e-6,
    )
    timings = alternate(runs, budget=0.0, rounds=(2, 2))
    return rows_of(timings, data, dict.fromkeys(runs, 1))


# Memory.


def temporary_megabytes(loss, n_data):
    """What the compiled gradient needs beside data and result, as XLA says."""
    data = jax.ShapeDtypeStruct((n_data,), jnp.float32)
    params = gm.MixtureParams(*[jax.ShapeDtypeStruct((2,), jnp.float32)] * 3)
    compiled = jit(value_and_grad(loss)).lower(params, data).compile()
    return compiled.memory_analysis().temp_size_in_bytes / 1e6


def memory(n_data=10**7):
    """Megabytes for one loss and gradient of ten million data (40 MB), K = 2."""
    return [
        {
            "way": name,
            "megabytes beside the data": round(
                temporary_megabytes(loss, n_data), 1
            ),
        }
        for name, loss in LOSSES.items()
    ]


def tables():
    """All tables of this module, by name."""
    return {
        "one fit": one_fit(),
        "a hundred restarts": restarts(),
        "memory": memory(),
    }
