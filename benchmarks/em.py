"""Optimisers compared: Adam, EM, L-BFGS and scikit-learn's EM, to the same optimum.

The steps of each are those it needs until the likelihood is within 0.01 nats of the best known.
Then 1, 20 and 200 fits are timed by turns, each of exactly so many steps, from one start with
1, 20 or 200 resamples of the data. scikit-learn's EM makes as many iterations as ours.
Nothing has a prior: scikit-learn has none. Run it with `make bench BENCHMARK=em`.
"""

import warnings
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import grad, jit, lax, random
from sklearn.mixture import GaussianMixture

from benchmarks.goals import shown
from benchmarks.report import write
from benchmarks.timing import alternate
from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture import multivariate as mv

NEAR = 0.01  # nats above the best
MOST = {"Adam": 1000, "EM": 1000, "L-BFGS": 200}


def course_problem():
    """The 6000 data of the course, from its start."""
    return (
        gm,
        gm.random_params(random.key(31), 2),
        gm.two_humps(random.key(100))[1],
    )


def old_faithful_problem():
    """Waiting times, standardised; means at two quantiles."""
    waiting = gm.datasets.old_faithful()["waiting"]
    data, _, _ = gm.standardize(waiting)
    mus = jnp.array([-1.0, 1.0])
    return (
        gm,
        gm.MixtureParams(jnp.zeros(2), mus, jnp.zeros(2)),
        jnp.asarray(data),
    )


def penguins_problem():
    """Four measurements of 342 penguins, standardised; three rows as means."""
    table = gm.datasets.penguins()
    rows = np.stack([table[name] for name in table if name != "species"], 1)
    data, _, _ = gm.standardize(rows)
    data = jnp.asarray(data, jnp.float32)
    start = mv.MultivariateParams(
        jnp.zeros(3), data[jnp.array([0, 160, 300])], jnp.zeros((3, 4, 4))
    )
    return mv, start, data


PROBLEMS = {
    "course, 6000": course_problem,
    "Old Faithful, 272": old_faithful_problem,
    "penguins, 342 x 4": penguins_problem,
}


# The ways: each a function from start, data and a number of steps to a path of parameters.


def loss_of(module):
    """Negative log likelihood: the course's loss with a flat prior on the weights."""
    return partial(module.loss_mixture_weights, alpha_prior=1.0)


def em_of(module):
    """EM: its state is the parameters."""
    step = module.em_step
    return (lambda start: start), partial(step, alpha_prior=1.0), (lambda s: s)


def adam_of(module):
    """Adam, down to 0 along a cosine of 1000 steps; at the course's rates."""
    rate = 0.1 if module is mv else 0.5
    optimizer = optax.adam(optax.cosine_decay_schedule(rate, MOST["Adam"]))
    slopes_of = grad(loss_of(module))

    def step(state, data):
        return gm.step(state, slopes_of, optimizer, data)

    return partial(begin, optimizer), step, (lambda state: state.params)


def lbfgs_of(module):
    """L-BFGS with optax's line search; its value and slope come from the search."""
    optimizer = optax.lbfgs()

    def step(state, data):
        loss = lambda params: loss_of(module)(params, data)  # noqa: E731
        value, slopes = optax.value_and_grad_from_state(loss)(
            state.params, state=state.opt_state
        )
        updates, opt_state = optimizer.update(
            slopes,
            state.opt_state,
            state.params,
            value=value,
            grad=slopes,
            value_fn=loss,
        )
        params = optax.apply_updates(state.params, updates)
        return gm.TrainingState(params, opt_state)

    return partial(begin, optimizer), step, (lambda state: state.params)


def begin(optimizer, start):
    """The state before the first step."""
    return gm.TrainingState(start, optimizer.init(start))


WAYS = {"Adam": adam_of, "EM": em_of, "L-BFGS": lbfgs_of}


def path_of(way, start, data, num_steps):
    """Parameters before every step."""
    first, step, params_of = way

    def inner(state, _):
        return step(state, data), params_of(state)

    return lax.scan(inner, first(start), length=num_steps)[1]


@partial(jit, static_argnums=(0, 3))
def fits(way, start, resamples, num_steps):
    """Final parameters from one start on every resample, one after the other."""
    first, step, params_of = way

    def fit(data):
        inner = lambda state, _: (step(state, data), None)  # noqa: E731
        return params_of(lax.scan(inner, first(start), length=num_steps)[0])

    return lax.map(fit, resamples)


# scikit-learn.


def scikit_learn(module, start, resamples, num_steps):
    """The same iterations from the same start; without its own stop and addition to variances."""
    weights = np.exp(start[0]) / np.exp(start[0]).sum(dtype=float)
    means, precisions = moments(module, start)
    for data in resamples:
        model = GaussianMixture(
            len(means),
            max_iter=num_steps,
            tol=0,
            reg_covar=0,
            weights_init=weights / weights.sum(),
            means_init=means,
            precisions_init=precisions,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it has not converged
            model.fit(data)
    return model.means_


def moments(module, start):
    """Means and precisions as scikit-learn takes them."""
    if module is mv:
        return start[1], np.linalg.inv(mv.component_covariances(start[2]))
    return start[1][:, None], np.exp(-2 * start[2])[:, None, None]


# Tables.


def steps_needed(module, start, data):
    """For each way, (steps until NEAR the best of all, how far its last step is above it)."""
    losses = {}
    for name, way_of in WAYS.items():
        history = jit(path_of, static_argnums=(0, 3))(
            way_of(module), start, data, MOST[name]
        )
        loss = lambda params: loss_of(module)(params, data)  # noqa: E731
        losses[name] = np.asarray(jit(partial(lax.map, loss))(history), float)
    best = min(each.min() for each in losses.values())
    return {
        name: (int((each > best + NEAR).sum()), float(each[-1] - best))
        for name, each in losses.items()
    }


def resampled(data, count):
    """The data themselves, then resamples of them."""
    keys = random.split(random.key(0), count)
    draw = lambda key: random.choice(key, data, (len(data),))  # noqa: E731
    return jax.vmap(draw)(keys).at[0].set(data)


def rows_of(problem):
    """The table's rows for one problem."""
    module, start, data = PROBLEMS[problem]()
    needed = steps_needed(module, start, data)
    ways = {name: way_of(module) for name, way_of in WAYS.items()}
    rows = {
        name: {"data": problem, "way": name, "steps": steps}
        for name, (steps, _) in needed.items()
    }
    rows["scikit-learn"] = {
        "data": problem,
        "way": "scikit-learn",
        "steps": needed["EM"][0],
    }
    for count, budget in ((1, 1.0), (20, 1.0), (200, 0.0)):
        resamples = resampled(data, count)
        calls = {
            name: partial(fits, way, start, resamples, needed[name][0])
            for name, way in ways.items()
        }
        for_scikit_learn = np.asarray(resamples, float).reshape(
            count, len(data), -1
        )
        calls["scikit-learn"] = partial(
            scikit_learn,
            module,
            jax.tree.map(np.asarray, start),
            for_scikit_learn,
            needed["EM"][0],
        )
        rounds = (1, 1) if count == 200 else (2, 50)
        for name, timing in alternate(calls, budget, rounds).items():
            title = f"milliseconds, {count} fit{'s' * (count > 1)}"
            rows[name][title] = round(timing["median"] * 1e3, 2)
            if count == 1 and name != "scikit-learn":
                rows[name]["first call (seconds)"] = round(timing["first"], 2)
    return list(rows.values())


def goals(rows):
    """EM against scikit-learn, for the same iterations."""
    by = {(row["data"], row["way"]): row for row in rows}
    return [
        {
            "goal": f"scikit-learn / EM, {problem}, {title.split(', ')[1]}",
            "bound": "at least 10",
            "measured": shown(
                True,
                10,
                by[problem, "scikit-learn"][title] / by[problem, "EM"][title],
            ),
        }
        for problem in PROBLEMS
        for title in rows[0]
        if title.startswith("milliseconds")
    ]


def main():
    """Measure, and write the tables."""
    rows = [row for problem in PROBLEMS for row in rows_of(problem)]
    write("em", **{"ways": rows, "goals": goals(rows)})


if __name__ == "__main__":
    main()
