"""Random starts: how many get stuck, and what a fit from twenty costs beside scikit-learn's.

Stuck starts are counted on the course's 6000 data, for every optimiser and rate from the same 24
random starts. Run it with `make bench BENCHMARK=own_data`.
"""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import grad, jit, lax, random, vmap
from sklearn.mixture import GaussianMixture

from benchmarks.report import write
from benchmarks.timing import alternate
from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture import fast
from dl_workshop.precision import enable_x64

STARTS = 24
PLATEAU = 15_000.0  # nats: between the best loss, 14,625, and one normal distribution, 15,525

# Which starts get stuck.


@partial(jit, static_argnums=(0, 3))
def descend(optimizer, starts, data, steps):
    """The ends of plain or adaptive gradient descent, one start after the other."""
    step = gm.make_step_scannable(
        grad(fast.loss_mixture_weights), optimizer, data
    )

    def train(params):
        state = gm.TrainingState(params, optimizer.init(params))
        return lax.scan(
            lambda *now: (step(*now)[0], None), state, length=steps
        )[0].params

    return lax.map(train, starts)


@partial(jit, static_argnums=2)
def maximise(starts, data, steps):
    """The ends of expectation maximisation, one start after the other."""

    def train(params):
        return lax.scan(
            lambda now, _: (gm.em_step(now, data), None), params, length=steps
        )[0]

    return lax.map(train, starts)


def ends_of(key, data):
    """Where every way ends from 24 random starts: parameters, starts on the first axis."""
    starts = vmap(gm.random_params, in_axes=(0, None))(
        random.split(key, STARTS), 2
    )
    ends = {
        f"Adam, rate {rate}": descend(adam(rate), starts, data, 1000)
        for rate in (0.5, 0.2, 0.1, 0.05)
    }
    plain = descend(optax.sgd(1e-4), starts, data, 2000)
    em = maximise(starts, data, 500)
    return ends | {
        "gradient descent, rate 0.0001, 2000 steps": plain,
        "expectation maximisation, 500 steps": em,
    }


def adam(rate):
    """The optimiser of the chapters."""
    return optax.adam(optax.cosine_decay_schedule(rate, 1000))


def losses_of(ends, data):
    """Loss at every end."""
    each = vmap(fast.loss_mixture_weights, in_axes=(0, None))
    return {way: np.array(each(params, data)) for way, params in ends.items()}


def stuck_starts():
    """How many of the 24 end on the plateau, on what kind of point, and how many near the best."""
    data = gm.two_humps(random.key(100))[1]
    ends = ends_of(random.key(0), data)
    losses, others = (
        losses_of(each, data) for each in (ends, ends_of(random.key(7), data))
    )
    best = min(np.nanmin(each) for each in losses.values())
    for way, each in losses.items():
        stuck = np.flatnonzero(~(each < PLATEAU))
        curved = [smallest_curvature(ends[way], run, data) for run in stuck]
        yield {
            "way": way,
            "stuck": len(stuck),
            "of these on a saddle": int(np.sum(np.array(curved) < 0)),
            "on their way": int(np.sum((each > best + 1) & (each < PLATEAU))),
            "stuck of another 24": int(np.sum(~(others[way] < PLATEAU))),
        }


def smallest_curvature(ends, run, data):
    """Smallest eigenvalue of the loss's second derivatives: negative at a saddle."""
    with enable_x64(True):
        flat = np.concatenate([np.float64(param[run]) for param in ends])
        wide = np.float64(data)
        hessian = jax.hessian(
            lambda flat: gm.loss_mixture_weights(_cut(flat), wide)
        )
        return float(jnp.linalg.eigvalsh(hessian(flat))[0])


def _cut(flat):
    return gm.MixtureParams(*flat.reshape(3, -1))


# Twenty starts of the fit for own data.


def data_sets():
    """The three sets, with the number of components that is fitted."""
    return {
        "Old Faithful, waiting": (gm.datasets.old_faithful()["waiting"], 2),
        "penguins, flipper": (
            gm.datasets.penguins()["flipper_length_mm"],
            2,
        ),
        "galaxies": (gm.datasets.galaxies()["velocity"], 3),
    }


def twenty_starts(budget=4.0):
    """Milliseconds of both, and by how much their likelihoods differ."""
    for name, (data, num_components) in data_sets().items():
        z, _, spread = gm.standardize(data)
        em = GaussianMixture(num_components, n_init=20, random_state=0)
        ways = {
            "ours": partial(
                gm.fit_mixture, random.key(0), data, num_components
            ),
            "theirs": partial(em.fit, z[:, None]),
        }
        taken = alternate(ways, budget)
        fit = taken["ours"]["result"]
        with enable_x64(True):
            loglike = float(gm.mixture_loglike(*fit.params, data))
        theirs = len(z) * (em.score(z[:, None]) - np.log(spread))
        yield {
            "data": name,
            "components": num_components,
            "fit_mixture (ms)": round(1e3 * taken["ours"]["median"], 1),
            "scikit-learn (ms)": round(1e3 * taken["theirs"]["median"], 1),
            "first call, with compiling (s)": round(taken["ours"]["first"], 1),
            "nats that scikit-learn's likelihood is higher": round(
                theirs - loglike, 2
            ),
        }


def main():
    """Measure, and write the tables."""
    tables = {
        "stuck starts": list(stuck_starts()),
        "twenty starts": list(twenty_starts()),
    }
    write("own_data", **tables)


if __name__ == "__main__":
    main()
