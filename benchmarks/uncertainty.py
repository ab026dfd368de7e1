"""Standard errors by three methods: what each says, how often it is right, what it costs.

Laplace's approximation, the bootstrap, and the full posterior by numpyro's NUTS, which needs
proper priors on everything: those of `PRIORS` below. Coverage is counted over data sets from the
course's mixture, with the label of each observation drawn, too. Every fit begins at the truth.
"""

import time
from functools import partial
from statistics import median

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
from jax import jit, lax, random, vmap
from numpyro import distributions as dist
from numpyro.diagnostics import effective_sample_size, split_gelman_rubin
from numpyro.infer import MCMC, NUTS

from benchmarks.goals import shown
from benchmarks.report import write
from dl_workshop import gaussian_mixture as gm

NAMES = ("weight 0", "mean 0", "mean 1", "sd 0", "sd 1")
PARAMS_TRUE, DATA = gm.two_humps(random.key(100))
TRUTH = gm.readable(*PARAMS_TRUE)
STEPS = {50: 300, 500: 100, 6000: 50}
DATA_SETS = 200
CHAINS = "NUTS, 4 chains of 500"
# Means normal around the data's with their spread; log scales normal around a third of it.
PRIORS = {"means": (0.0, 1.0), "log scales": (-1.0, 1.0)}


def five(weights, mus, sds):
    """One weight says both; the others as they are, on the last axis."""
    return jnp.concatenate([weights[..., :1], mus, sds], axis=-1)


@partial(jit, static_argnums=2)
def fit(params, data, num_steps):
    """Repeat EM."""
    step = lambda params, _: (gm.em_step(params, data), None)  # noqa: E731
    return lax.scan(step, params, length=num_steps)[0]


def subset(n):
    """The chapter's first n observations: all of them, or 50 drawn with its key."""
    if n == len(DATA):
        return DATA
    return random.choice(random.key(0), DATA, (n,), replace=False)


DIAGNOSES = (
    "effective draws of 2000",
    "largest R-hat as they came",
    "with labels sorted",
    "switches within chains",
)


# The three ways: each returns draws or errors of the five numbers.


@partial(jit, static_argnums=2)
def laplace(params, data, num_steps):
    """A fit and its standard errors."""
    fitted = fit(params, data, num_steps)
    errors = gm.standard_errors(fitted, data)
    return five(*gm.readable(*fitted)), five(*errors)


@partial(jit, static_argnums=2)
def bootstrap(params, data, num_steps):
    """Five numbers of each of 200 refits."""
    fitted = fit(params, data, num_steps)
    refits = gm.bootstrap(random.key(0), fitted, data, num_steps=num_steps)
    return five(*vmap(gm.readable)(*refits))


def model(data):
    """The course's mixture with a proper prior on every parameter."""
    center, spread = jnp.mean(data), jnp.std(data)
    of_mean, of_log_scale = PRIORS["means"], PRIORS["log scales"]
    weights = numpyro.sample("weights", dist.Dirichlet(jnp.full(2, 2.0)))
    with numpyro.plate("components", 2):
        mus = numpyro.sample(
            "mus", dist.Normal(center + spread * of_mean[0], spread)
        )
        log_scales = numpyro.sample("log_scales", dist.Normal(*of_log_scale))
    params = jnp.log(weights), mus, log_scales + jnp.log(spread)
    numpyro.factor("data", gm.mixture_loglike(*params, data))


def sampler(num_chains, num_draws):
    """NUTS as numpyro sets it, with as many warm-up steps as draws."""
    return MCMC(
        NUTS(model),
        num_warmup=num_draws,
        num_samples=num_draws,
        num_chains=num_chains,
        chain_method="sequential",
        progress_bar=False,
        jit_model_args=True,
    )


def draws_of(mcmc, data):
    """Five numbers of each draw, as they came: (chains, draws, 5)."""
    found = mcmc.get_samples(group_by_chain=True)
    sds = jnp.exp(found["log_scales"]) * jnp.std(data)
    return np.asarray(five(found["weights"], found["mus"], sds))


def sort_labels(draws):
    """Give each draw's component with the smaller mean the number 0."""
    weight, first, second, sd, other = np.moveaxis(draws, -1, 0)
    turned = np.stack([1 - weight, second, first, other, sd], axis=-1)
    return np.where((first > second)[..., None], turned, draws)


# Tables.


def timed(call, rounds=3):
    """Median seconds of a call that has been compiled, and its result."""
    jax.block_until_ready(call())
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        result = jax.block_until_ready(call())
        seconds.append(time.perf_counter() - start)
    return median(seconds), result


def row(n, way, seconds, errors, **more):
    """A row of the table of errors."""
    rounded = np.round(np.asarray(errors, float), 3).tolist()
    values = dict(zip(NAMES, rounded, strict=True))
    return {
        "observations": n,
        "way": way,
        **values,
        "seconds": float(f"{seconds:.2g}"),
        **more,
    }


def errors(n):
    """What each way says of the chapter's data, and how long it takes."""
    data, steps = subset(n), STEPS[n]
    seconds, (_, found) = timed(lambda: laplace(PARAMS_TRUE, data, steps))
    yield row(n, "Laplace", seconds, found)
    seconds, found = timed(lambda: bootstrap(PARAMS_TRUE, data, steps))
    yield row(n, "200 bootstrap fits", seconds, found.std(axis=0))
    mcmc = sampler(num_chains=4, num_draws=500)
    mcmc.run(random.key(0), data)  # compiles
    start = time.perf_counter()
    mcmc.run(random.key(1), data)
    draws = draws_of(mcmc, data)
    seconds = time.perf_counter() - start
    spread = sort_labels(draws).std(axis=(0, 1))
    yield row(n, CHAINS, seconds, spread, **diagnosed(draws))


def diagnosed(draws):
    """Effective draws and R-hat, as the draws came and with labels sorted."""
    aligned = sort_labels(draws)
    effective = [effective_sample_size(x) for x in np.moveaxis(aligned, -1, 0)]
    as_came, sorted_ = (
        max(map(split_gelman_rubin, np.moveaxis(x, -1, 0)))
        for x in (draws, aligned)
    )
    turned = draws[..., 1] > draws[..., 2]
    values = (
        round(float(min(effective))),
        f"{as_came:.2f}",
        f"{sorted_:.2f}",
        int(np.sum(np.diff(turned, axis=1))),
    )
    return dict(zip(DIAGNOSES, values, strict=True))


def held(low, high):
    """In how many data sets each interval holds the truth."""
    truth = np.asarray(five(*TRUTH))
    return np.sum((low < truth) & (truth < high), axis=0)


def new_data(n):
    """Data sets of n observations, shape (DATA_SETS, n)."""
    keys = random.split(random.key(3), DATA_SETS)
    return lax.map(lambda key: gm.sample_mixture(key, *TRUTH, n), keys)


def coverage(n):
    """How many of 200 intervals of 95 % hold the truth."""
    data, steps = new_data(n), STEPS[n]
    best, error = lax.map(lambda x: laplace(PARAMS_TRUE, x, steps), data)
    found = {"Laplace": (best - 1.96 * error, best + 1.96 * error)}
    # The same on scales without a border: log odds, means, log sds; then back.
    odds = best[:, 0] / (1 - best[:, 0])
    wide = np.exp(1.96 * error[:, 0] / (best[:, 0] * (1 - best[:, 0])))
    factor = np.exp(1.96 * error[:, 3:] / best[:, 3:])
    low, high = (np.array(each) for each in found["Laplace"])
    low[:, 0], high[:, 0] = (o / (1 + o) for o in (odds / wide, odds * wide))
    low[:, 3:], high[:, 3:] = best[:, 3:] / factor, best[:, 3:] * factor
    found["Laplace, log odds and log sds"] = low, high
    if n < 6000:
        refits = lax.map(lambda x: bootstrap(PARAMS_TRUE, x, steps), data)
        found["bootstrap, quantiles"] = np.quantile(
            refits, [0.025, 0.975], axis=1
        )
    return [
        {
            "observations": n,
            "way": way,
            **dict(zip(NAMES, held(*ends).tolist(), strict=True)),
        }
        for way, ends in found.items()
    ]


def goals(rows):
    """What is wanted of the bootstrap."""
    (seconds,) = (
        r["seconds"]
        for r in rows
        if r["way"].endswith("bootstrap fits") and r["observations"] == 6000
    )
    return [
        {
            "goal": "seconds for 200 bootstrap fits of 6000 observations",
            "bound": "at most 3",
            "measured": shown(False, 3, seconds),
        }
    ]


def main():
    """Measure, and write the tables."""
    rows = [*errors(6000), *errors(50)]
    chains = [
        {key: each.pop(key) for key in list(each) if key in DIAGNOSES}
        | {"observations": each["observations"]}
        for each in rows
        if each["way"] == CHAINS
    ]
    covered = [row for n in STEPS for row in coverage(n)]
    write(
        "uncertainty",
        **{"standard errors": rows, "chains": chains, "coverage": covered},
        goals=goals(rows),
    )


if __name__ == "__main__":
    main()
