"""The mixture that finds its own size, beside what else finds a size: quality and seconds.

Three ways on the same 19,000 data from four components: the chapter's recipe (50 components,
sticks), scikit-learn's BayesianGaussianMixture (the same prior, variational inference), and a
number of components chosen by BIC. What each finds is judged by the log likelihood of new data.
Run it with `make bench BENCHMARK=dirichlet_process`.
"""

import time
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import grad, jit, lax, random, value_and_grad
from jax.nn import softmax
from sklearn.mixture import BayesianGaussianMixture

from benchmarks.report import write
from dl_workshop import gaussian_mixture as gm

WEIGHTS = jnp.array([2.0, 10.0, 1.0, 6.0]) / 19
MUS = jnp.array([-2.0, -5.0, 3.0, 8.0])
SCALES = jnp.array([1.1, 2.0, 1.0, 1.5])
DRAWS = (2000, 10_000, 1000, 6000)
DATA, NEW_DATA = (
    gm.sample_components(random.key(seed), MUS, SCALES, DRAWS)
    for seed in (100, 101)
)
STEPS = 2000


def seconds(function, *args):
    """Call a function; return its result and how long it took."""
    start = time.perf_counter()
    result = jax.block_until_ready(function(*args))
    return result, time.perf_counter() - start


def judged(name, log_weights, mus, log_scales, **times):
    """One row of the table: components above 0.01, log likelihood of a new datum, seconds."""
    loglike = gm.mixture_loglike(log_weights, mus, log_scales, NEW_DATA)
    return {
        "way": name,
        "components": int((softmax(log_weights) > 0.01).sum()),
        "new data (nats each)": round(float(loglike) / NEW_DATA.size, 4),
        **{key: round(value, 1) for key, value in times.items()},
    }


# The chapter's recipe.


def random_start(key):
    """Start as the chapter does: means near zero, weights that fall away."""
    return gm.JointParams(
        -0.1 * jnp.arange(50.0),
        jnp.array(0.0),
        random.normal(key, (50,)),
        jnp.full(50, 0.3),
    )


@jit
def train(params):
    """Train 50 components; return parameters and loss."""
    optimizer = optax.adam(optax.cosine_decay_schedule(0.05, STEPS), eps=10.0)

    def step(state, _):
        loss, gradients = value_and_grad(gm.joint_loss)(state.params, DATA)
        updates, opt_state = optimizer.update(gradients, state.opt_state)
        params = optax.apply_updates(state.params, updates)
        return gm.TrainingState(params, opt_state), loss

    state = gm.TrainingState(params, optimizer.init(params))
    final, losses = lax.scan(step, state, None, length=STEPS)
    return final.params, losses[-1]


def ours():
    """One start of the recipe, and the best of four."""
    _, first = seconds(train, random_start(random.key(0)))
    starts = [random_start(random.key(seed)) for seed in range(4)]
    fits, times = zip(
        *(seconds(train, start) for start in starts), strict=True
    )
    best, _ = min(fits, key=lambda fit: fit[1])
    for name, params, taken in (
        ("this chapter", fits[0][0], times[0]),
        ("this chapter, best of 4 starts", best, sum(times)),
    ):
        log_weights, _, mus, log_scales = params
        yield judged(
            name,
            log_weights,
            mus,
            log_scales,
            **{"seconds": taken, "compiling (seconds)": first - times[0]},
        )


# scikit-learn.


def scikit_learn(n_components, seed):
    """Variational inference with a Dirichlet process until it has converged."""
    model = BayesianGaussianMixture(
        n_components=n_components,
        weight_concentration_prior_type="dirichlet_process",
        max_iter=5000,
        random_state=seed,
    )
    model, taken = seconds(model.fit, np.asarray(DATA)[:, None])
    assert model.converged_
    return judged(
        f"BayesianGaussianMixture({n_components}), seed {seed}",
        jnp.log(jnp.maximum(jnp.asarray(model.weights_), 1e-30)),
        jnp.asarray(model.means_[:, 0]),
        0.5 * jnp.log(jnp.asarray(model.covariances_[:, 0, 0])),
        seconds=taken,
    )


# A number chosen by BIC.


@partial(jit, static_argnums=0)
def fit(num_components):
    """Train a mixture of a fixed size by the first part's loss."""
    optimizer = optax.adam(optax.cosine_decay_schedule(0.1, 1000))
    flat = jnp.zeros(num_components)
    mus = jnp.quantile(DATA, jnp.linspace(0, 1, num_components + 2)[1:-1])
    params = gm.MixtureParams(flat, mus, flat)
    step = gm.make_step_scannable(
        grad(gm.loss_mixture_weights), optimizer, DATA
    )
    state = gm.TrainingState(params, optimizer.init(params))
    return lax.scan(step, state, jnp.arange(1000))[0].params


def bic(params):
    """Minus twice the log likelihood, plus log n for each free parameter."""
    free = 3 * len(params.component_mus) - 1
    return -2 * gm.mixture_loglike(*params, DATA) + free * jnp.log(DATA.size)


def by_bic():
    """The best of one to six components."""
    fits, taken = seconds(lambda: [fit(k) for k in range(1, 7)])
    return judged("1 to 6 components, BIC", *min(fits, key=bic), seconds=taken)


def main():
    """Measure, and write the table."""
    truth = judged("the truth", jnp.log(WEIGHTS), MUS, jnp.log(SCALES))
    rows = [truth, *ours(), by_bic()]
    rows += [scikit_learn(50, seed) for seed in range(3)]
    rows += [scikit_learn(10, 0)]
    write("dirichlet_process", rows=rows)


if __name__ == "__main__":
    main()
