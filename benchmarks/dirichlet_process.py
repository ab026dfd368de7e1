"""The mixture with many components, beside what else chooses a number: quality and seconds.

Three methods on the same 19,000 data from four components: the chapter's recipe (50 components,
sticks), scikit-learn's BayesianGaussianMixture (the same prior, variational inference), and a
number of components chosen by BIC. What each finds is judged by the log likelihood of new data.

All are compared at rest, by one rule: a run is long enough when one of twice as many steps would
bring its own objective less than 2 nats further, a ten-thousandth of a nat for each datum. Seconds
are the processor's, all its cores together, which a busy machine changes less than those of the
clock; they are those of the run that was long enough, without the one that shows it, and without
compiling. Run it with `make bench BENCHMARK=dirichlet_process`; it takes half an hour or so.
"""

import time
import warnings
from copy import deepcopy
from functools import cache, partial

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import grad, jit, lax, random
from jax.nn import softmax
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import BayesianGaussianMixture
from threadpoolctl import threadpool_limits

from benchmarks.report import write
from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture import fast

WEIGHTS = jnp.array([2.0, 10.0, 1.0, 6.0]) / 19
MUS = jnp.array([-2.0, -5.0, 3.0, 8.0])
SCALES = jnp.array([1.1, 2.0, 1.0, 1.5])
DRAWS = (2000, 10_000, 1000, 6000)
DATA, NEW_DATA = (
    gm.sample_components(random.key(seed), MUS, SCALES, DRAWS)
    for seed in (100, 101)
)
CHAPTERS_STEPS = 2000
AT_REST, MOST_STEPS = 2.0, 64_000  # nats, steps
SECONDS = "seconds of the processor"


def seconds(function, *args):
    """Call a function; return its result and the processor's seconds."""
    start = time.process_time()
    result = jax.block_until_ready(function(*args))
    return result, time.process_time() - start


def until_rest(run, steps):
    """Double the steps until twice as many gain less than AT_REST.

    Args:
        run: from a number of steps to (fit, objective, seconds), the lower the objective, the
            better.
        steps: how many at first.

    Returns:
        (fit, {"steps", "twice as many gain (nats)", SECONDS}).
    """
    fit, objective, taken = run(steps)
    while True:
        longer, lower, longer_taken = run(2 * steps)
        if objective - lower < AT_REST or steps >= MOST_STEPS:
            return fit, at(steps, objective - lower, taken)
        steps, fit, objective, taken = 2 * steps, longer, lower, longer_taken


def at(steps, gain, taken):
    """Three cells of a row."""
    return {
        "steps": steps,
        "twice as many gain (nats)": round(float(gain), 1),
        SECONDS: round(taken, 1),
    }


def judged(name, log_weights, mus, log_scales, measured=None):
    """One row of the table: components above 0.01, log likelihood of a new datum, the run."""
    loglike = gm.mixture_loglike(log_weights, mus, log_scales, NEW_DATA)
    unmeasured = dict.fromkeys(at(0, 0.0, 0.0), "")
    return {
        "way": name,
        "components": int((softmax(log_weights) > 0.01).sum()),
        "new data (nats each)": f"{float(loglike) / NEW_DATA.size:.4f}",
        **(measured or unmeasured),
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


@partial(jit, static_argnums=1)
def train(params, steps, data):
    """Train 50 components by the chapter's recipe, its schedule stretched to so many steps."""
    optimizer = optax.adam(optax.cosine_decay_schedule(0.05, steps), eps=10.0)
    step = gm.make_step_scannable(grad(fast.joint_loss), optimizer, data)
    state = gm.TrainingState(params, optimizer.init(params))
    body = lambda state, _: (step(state, 0)[0], None)  # noqa: E731
    return lax.scan(body, state, length=steps)[0].params


@cache
def descend(seed, steps):
    """Parameters, loss and seconds of one start."""
    start = random_start(random.key(seed))
    compiled = train.lower(start, steps, DATA).compile()
    params, taken = seconds(compiled, start, DATA)
    return params, float(fast.joint_loss(params, DATA)), taken


def ours():
    """The chapter's run, one start until it rests, and the best of four that are as long."""
    short, loss, taken = descend(0, CHAPTERS_STEPS)
    _, lower, _ = descend(0, 2 * CHAPTERS_STEPS)
    measured = at(CHAPTERS_STEPS, loss - lower, taken)
    yield judged("this chapter", *without_concentration(short), measured)
    rested, measured = until_rest(partial(descend, 0), 2 * CHAPTERS_STEPS)
    loss = float(fast.joint_loss(rested, DATA))
    yield judged(
        "this chapter, until it rests",
        *without_concentration(rested),
        measured,
    )
    others = [descend(seed, measured["steps"]) for seed in (1, 2, 3)]
    best, *_ = min([(rested, loss), *others], key=lambda fit: fit[1])
    total = measured[SECONDS] + sum(taken for *_, taken in others)
    yield judged(
        "the same, best of 4 starts",
        *without_concentration(best),
        {**measured, SECONDS: round(total, 1)},
    )


def without_concentration(params):
    """The three arrays that a mixture is made of."""
    log_weights, _, mus, log_scales = params
    return log_weights, mus, log_scales


# scikit-learn.


def scikit_learn(n_components, seed):
    """Variational inference with a Dirichlet process, by the rule for all."""
    model = BayesianGaussianMixture(
        n_components=n_components,
        weight_concentration_prior_type="dirichlet_process",
        tol=0.0,
        warm_start=True,
        random_state=seed,
    )
    # Threads that wait for each other would count as work.
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model, measured = until_rest(continued(model), 50)
    return judged(
        f"BayesianGaussianMixture({n_components}), seed {seed}",
        jnp.log(jnp.maximum(jnp.asarray(model.weights_), 1e-30)),
        jnp.asarray(model.means_[:, 0]),
        0.5 * jnp.log(jnp.asarray(model.covariances_[:, 0, 0])),
        measured,
    )


def continued(model):
    """Let a longer run of scikit-learn go on where the shorter one stopped."""
    done, total = 0, 0.0

    def run(iterations):
        nonlocal done, total
        model.set_params(max_iter=iterations - done)
        _, taken = seconds(model.fit, np.asarray(DATA)[:, None])
        done, total = iterations, total + taken
        return deepcopy(model), -model.lower_bound_, total

    return run


# A number chosen by BIC.


@partial(jit, static_argnums=1)
def fit(params, steps, data):
    """Train a mixture of a fixed size by the first part's loss."""
    optimizer = optax.adam(optax.cosine_decay_schedule(0.1, steps))
    step = gm.make_step_scannable(
        grad(fast.loss_mixture_weights), optimizer, data
    )
    state = gm.TrainingState(params, optimizer.init(params))
    body = lambda state, _: (step(state, 0)[0], None)  # noqa: E731
    return lax.scan(body, state, length=steps)[0].params


def quantile_start(num_components):
    """Start as the chapter does: means at quantiles of the data."""
    flat = jnp.zeros(num_components)
    shares = jnp.linspace(0, 1, num_components + 2)[1:-1]
    return gm.MixtureParams(flat, jnp.quantile(DATA, shares), flat)


def bic(params):
    """Minus twice the log likelihood, plus log n for each free parameter."""
    free = 3 * len(params.component_mus) - 1
    return -2 * fast.mixture_loglike(*params, DATA) + free * jnp.log(DATA.size)


def by_bic():
    """The best of one to six components, each until it rests."""

    def run(num_components, steps):
        start = quantile_start(num_components)
        compiled = fit.lower(start, steps, DATA).compile()
        params, taken = seconds(compiled, start, DATA)
        loss = float(fast.loss_mixture_weights(params, DATA))
        return params, loss, taken

    fits, runs = zip(
        *(until_rest(partial(run, k), 250) for k in range(1, 7)), strict=True
    )
    measured = at(
        max(run["steps"] for run in runs),
        max(run["twice as many gain (nats)"] for run in runs),
        sum(run[SECONDS] for run in runs),
    )
    return judged("1 to 6 components, BIC", *min(fits, key=bic), measured)


def main():
    """Measure, and write the table."""
    truth = judged("the truth", jnp.log(WEIGHTS), MUS, jnp.log(SCALES))
    rows = [truth, *ours(), by_bic()]
    rows += [scikit_learn(50, seed) for seed in range(3)]
    rows += [scikit_learn(10, 0)]
    write("dirichlet_process", rows=rows)


if __name__ == "__main__":
    main()
