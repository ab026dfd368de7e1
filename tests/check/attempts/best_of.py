"""Answers to best_of."""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


def run(choose):
    """The parameters of one run."""
    return lambda losses, params: jax.tree.map(
        lambda param: param[choose(losses)], params
    )


wrong("highest loss", run(jnp.nanargmax), run(jnp.argmax))
wrong(
    "A run that diverged wins",
    run(jnp.argmin),
    run(lambda x: jnp.argsort(-x)[-1]),
)
wrong("`nan_to_num` puts 0", run(lambda x: jnp.argmin(jnp.nan_to_num(x))))
wrong("The same run", run(lambda losses: 0))
wrong("The same run", run(lambda losses: -1), run(lambda x: len(x) - 1))
wrong(
    "nearest to zero",
    run(lambda x: jnp.nanargmin(abs(x))),
    run(lambda x: jnp.nanargmin(x**2)),
)
wrong("second lowest", run(lambda x: jnp.argsort(x)[1]))
wrong(
    "average",
    lambda losses, params: jax.tree.map(lambda p: p.mean(axis=0), params),
)
wrong("as they went in", lambda losses, params: params)
wrong(
    "a component of every run",
    lambda losses, params: jax.tree.map(
        lambda p: p[:, jnp.nanargmin(losses)], params
    ),
)
wrong("into the tuple", lambda losses, params: params[jnp.nanargmin(losses)])
wrong(
    "into the tuple",
    lambda losses, params: params[losses == jnp.nanmin(losses)],
)
wrong(
    "Only the means",
    lambda losses, params: params.component_mus[jnp.nanargmin(losses)],
)
wrong(
    "A single number",
    lambda losses, params: jnp.nanmin(losses),
    lambda losses, params: jnp.nanargmin(losses),
    lambda losses, params: min(losses),
    lambda losses, params: int(np.nanargmin(losses)),
    lambda losses, params: float(losses.min()),
)
wrong(
    "lost their names",
    lambda losses, params: tuple(p[jnp.nanargmin(losses)] for p in params),
    lambda losses, params: [p[jnp.nanargmin(losses)] for p in params],
    lambda losses, params: jnp.stack(params)[:, jnp.nanargmin(losses)],
)
wrong(
    "with length 1",
    run(lambda x: jnp.nanargmin(x)[None]),
    run(lambda x: jnp.argsort(x)[:1]),
)
wrong(
    "All runs come back",
    lambda losses, params: jax.tree.map(
        lambda p: p[jnp.argsort(losses)], params
    ),
)
wrong(
    "own lowest numbers",
    lambda losses, params: jax.tree.map(lambda p: p.min(axis=0), params),
)
wrong(
    "beside the parameters",
    lambda losses, params: (
        jnp.nanmin(losses),
        run(jnp.nanargmin)(losses, params),
    ),
    lambda losses, params: (
        run(jnp.nanargmin)(losses, params),
        jnp.nanmin(losses),
    ),
)
wrong(
    "The same run", lambda losses, params: jax.tree.map(lambda p: p[2], params)
)


@wrong("stay in the lead")
def by_comparing(losses, params):
    best = 0
    for i in range(len(losses)):
        if losses[i] < losses[best]:
            best = i
    return gm.MixtureParams(*(param[best] for param in params))


@wrong("`return`")
def nothing_back(losses, params):
    best = jnp.nanargmin(losses)
    jax.tree.map(lambda param: param[best], params)


right(
    run(jnp.nanargmin),
    run(lambda x: jnp.argsort(x)[0]),
    run(lambda x: np.nanargmin(np.array(x))),
    run(lambda x: jnp.argmin(jnp.where(jnp.isnan(x), jnp.inf, x))),
    run(lambda x: lax.top_k(-jnp.nan_to_num(x, nan=jnp.inf), 1)[1][0]),
)


@right
def by_infinity(losses, params):
    best, lowest = None, float("inf")
    for i, loss in enumerate(losses):
        if loss < lowest:
            best, lowest = i, loss
    return gm.MixtureParams(*(param[best] for param in params))


@right
def by_zip(losses, params):
    runs = [r for r in zip(losses, *params, strict=True) if not np.isnan(r[0])]
    return gm.MixtureParams(*min(runs, key=lambda r: r[0])[1:])


wrong(
    "lower than the losses",
    run(lambda x: jnp.argmin(jnp.where(jnp.isnan(x), -jnp.inf, x))),
    run(lambda x: jnp.argmin(jnp.nan_to_num(x, nan=-100.0))),
)
wrong("the place of an entry is one. `min` gives", run(jnp.nanmin))


@wrong("To go through `params`")
def goes_through_both(losses, params):
    best, kept = jnp.inf, None
    for loss, param in zip(losses, params, strict=False):
        if loss < best:
            best, kept = loss, param
    return kept


@wrong("NaN is equal to nothing")
def compares_with_nan(losses, params):
    best = jnp.argmin(jnp.where(losses == jnp.nan, jnp.inf, losses))
    return jax.tree.map(lambda param: param[best], params)


@wrong("the places are counted anew")
def drops_what_diverged(losses, params):
    best = jnp.argmin(losses[~jnp.isnan(losses)])
    return jax.tree.map(lambda param: param[best], params)


@wrong("NaN is equal to nothing")
def equal_to_the_lowest(losses, params):
    best = jnp.min(losses)
    place = jnp.where(losses == best)[0][0]
    return jax.tree.map(lambda param: param[place], params)


@wrong("stand in each other's place")
def fields_exchanged(losses, params):
    best = jnp.nanargmin(losses)
    return gm.MixtureParams(
        params.component_mus[best],
        params.log_component_weights[best],
        params.log_component_scales[best],
    )


@wrong("average over runs")
def mean_of_runs(losses, params):
    good = ~jnp.isnan(losses)
    return jax.tree.map(lambda p: p[good].mean(axis=0), params)


@wrong("gives one of them, with all its runs")
def array_for_run(losses, params):
    i = int(jnp.nanargmin(losses))
    return gm.MixtureParams(*params[i])


@wrong("Each loss is compared with that of the run before")
def lower_than_the_run_before(losses, params):
    best = 0
    for i in range(1, len(losses)):
        if losses[i] < losses[i - 1]:
            best = i
    return gm.MixtureParams(*[p[best] for p in params])


# It was told of an `argmax`, which it does not call.
@wrong("The run with the highest loss is kept, and that with the lowest")
def last_in_order(losses, params):
    order = np.argsort(np.nan_to_num(losses, nan=np.inf))
    return jax.tree.map(lambda a: a[order[-1]], params)


@wrong("Some of the three arrays are indexed")
def means_alone_indexed(losses, params):
    i = jnp.nanargmin(losses)
    return params._replace(component_mus=params.component_mus[i])


wrong(
    "lower than the losses",
    run(lambda x: jnp.argmin(jnp.where(jnp.isnan(x), 1e5, x))),
    run(lambda x: jnp.argmin(jnp.where(jnp.isnan(x), 1e9, x))),
)
wrong(
    "`jnp.nanmax` leaves it out",
    run(lambda x: jnp.argmin(jnp.where(jnp.isnan(x), jnp.max(x) + 1, x))),
)
right(run(lambda x: jnp.argmin(jnp.where(jnp.isnan(x), jnp.inf, x))))


def searched_from(lowest):
    """A search through the losses, from a number on."""

    def search(losses, params):
        best, best_loss = 0, lowest
        for i, loss in enumerate(losses):
            if loss < best_loss:
                best, best_loss = i, loss
        return gm.MixtureParams(*(x[best] for x in params))

    return search


wrong("The search starts at a number", searched_from(0.0), searched_from(1e6))
right(searched_from(jnp.inf))
