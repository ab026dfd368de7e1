"""Many starts, keep the best: `best_of`."""

import ast
import re
from itertools import permutations

import jax
import jax.numpy as jnp
import numpy as np

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.assembly import Blanks
from dl_workshop.check.call_modes import WrongReturnType, plain, something
from dl_workshop.check.exercise import Exercise, Property

# Four runs with two components each. Every row and every column differs, and the best run is
# neither the first nor, but once, the last.
LOG_WEIGHTS = ((0.4, 0.1), (-0.6, 0.2), (0.7, -0.8), (-0.1, 0.5))
MUS = ((-2.0, 4.0), (3.0, -1.5), (5.0, -2.5), (6.0, 2.0))
LOG_SCALES = ((0.8, -0.7), (0.05, 0.6), (-0.4, 0.35), (0.15, -0.55))
PARAMS = (LOG_WEIGHTS, MUS, LOG_SCALES)
LOSSES = (15.5, 14.9, 14.6, 18.0)
NEGATIVE = (4.0, -7.0, -9.0, 1.0)
LAST = (7.0, 8.0, 5.0, 3.0)
# The last is lower than the run before it, and not the lowest.
DOWN_AGAIN = (3.0, 1.0, 7.0, 5.0)
NAN = float("nan")
DIVERGED = (
    (-6.0, NAN, -5.0, 7.0),
    (6.0, 8.0, NAN, 7.0),
    (NAN, float("inf"), 3.0, 2.0),
    (NAN, 3e12, 2e12, 4e12),
)


def a_mixture(result):
    """Return a result, or raise WrongReturnType unless it is a MixtureParams."""
    if not isinstance(something(result), gm.MixtureParams):
        raise WrongReturnType("a MixtureParams", result)
    return result


def kept(function, losses, log_weights, mus, log_scales):
    """The three arrays of the start that is kept, shape (3, n_components)."""
    params = gm.MixtureParams(log_weights, mus, log_scales)
    return jnp.stack([jnp.asarray(p) for p in plain(function, losses, params)])


exercise = Exercise(
    chapter="training_dynamics",
    place=700,
    title="Keep the best",
    minutes=6,
    difficulty="medium",
    task="A batch of runs has ended: `losses` has one entry for each, and so has every array of "
    "`params`, a `gm.MixtureParams`, on its first axis. Return the parameters of the run with the "
    "lowest loss. A run that diverged has a loss of NaN and must not win.",
    stub='''\
def best_of(losses, params):
    """The gm.MixtureParams of the run with the lowest loss."""
    ...''',
    arguments="{0}, gm.MixtureParams({1}, {2}, {3})",
    returns=a_mixture,
    properties=(
        Property(
            "there is one number for each component, and the runs are gone",
            inputs=((LOSSES, *PARAMS),),
            mode=kept,
            read=np.shape,
            shown="jnp.stack({call}).shape",
        ),
        Property(
            "the parameters are those of the run with the lowest loss",
            inputs=(
                (LOSSES, *PARAMS),
                (NEGATIVE, *PARAMS),
                (LAST, *PARAMS),
                (DOWN_AGAIN, *PARAMS),
            ),
            mode=kept,
        ),
        Property(
            "a run that diverged does not win",
            inputs=tuple((losses, *PARAMS) for losses in DIVERGED),
            mode=kept,
        ),
    ),
    hints=(
        "Two steps: which run has the lowest loss? And what of each array belongs to that run?",
        "`jnp.argmin` gives the place of the lowest entry. But NaN counts as lowest for it: a "
        "sister function leaves NaN out.",
        "`params` is a tuple of three arrays, so `params[2]` is the third array and not the third "
        "run. `jax.tree.map` does something to each array and keeps the names.",
        "With `best = jnp.nanargmin(losses)`, return "
        "`jax.tree.map(lambda param: param[best], params)`.",
    ),
    reference=gm.best_of,
    insight="`argmin` chooses NaN wherever there is one, as the most suspicious entry. A choice "
    "among runs needs `nanargmin`.",
    why="The losses name a run, and each array holds that run's numbers in the row of the same "
    "place. `jax.tree.map` takes the row of every array and gives back the same kind of tuple.",
    tip="Tip: your loop works. `jnp.nanargmin` finds the place without one, and an index takes "
    "what stands there.",
    spoiler="lambda param: param[best]",
    assembly=Blanks(
        """\
def best_of(losses, params):
    best = {best}
    return {its_parameters}""",
        blanks={
            "best": (
                "jnp.nanargmin(losses)",
                "jnp.argmin(losses)",
                "jnp.nanargmax(losses)",
                "jnp.nanmin(losses)",
            ),
            "its_parameters": (
                "jax.tree.map(lambda param: param[best], params)",
                "jax.tree.map(lambda param: param[best][None], params)",
                "params[best]",
                "[param[best] for param in params]",
            ),
        },
    ),
)


def of_run(choose):
    """A wrong answer that takes another run."""
    return lambda losses, params: gm.MixtureParams(
        *(param[choose(losses)] for param in params)
    )


def _put_in_its_place(seen):
    """Whether the code, or a helper, puts something in the place of NaN."""
    return seen.calls_by_helpers("*nan_to_num", "*where", "*isnan", "*select")


exercise.symptom(
    "Some of the three arrays are indexed, and others come back whole. Index each of them: "
    "`jax.tree.map(lambda param: param[best], params)`.",
    # JAX 0.7 says it in other words than 0.10.
    lambda seen: re.search(
        "Cannot stack|All input arrays must have the same shape", seen.error
    ),
    lambda losses, params: params._replace(
        component_mus=params.component_mus[jnp.nanargmin(losses)]
    ),
)

exercise.mistake(
    "The highest of losses with a NaN is NaN for `max`, so that NaN stays where it is. "
    "`jnp.nanmax` leaves it out, and `jnp.nanargmin` gives the place at once.",
    of_run(
        lambda losses: np.argmin(
            np.where(np.isnan(losses), np.max(losses) + 1, losses)
        )
    ),
    when=lambda seen: (
        _put_in_its_place(seen) and seen.calls_by_helpers("*.max")
    ),
)

exercise.mistake(
    "A number stands in the place of NaN here that is lower than the losses (`nan_to_num` puts 0 "
    "there), and wins. Put the highest there, `jnp.inf`; `jnp.nanargmin` leaves NaN out.",
    of_run(lambda losses: np.argmin(np.nan_to_num(losses))),
    of_run(lambda losses: np.argmin(np.nan_to_num(losses, nan=-np.inf))),
    of_run(lambda losses: np.argmin(np.nan_to_num(losses, nan=1e6))),
    when=_put_in_its_place,
)

exercise.mistake(
    "A run that diverged wins: for `argmin`, NaN is the lowest of all. `jnp.nanargmin` leaves it "
    "out.",
    of_run(np.argmin),
    when=lambda seen: not _put_in_its_place(seen),
)

for sentence, *choices in (
    (
        "The run with the highest loss is kept, and that with the lowest is asked for.",
        np.nanargmax,
        np.argmax,
    ),
    (
        "The same run is kept, whatever the losses are.",
        *(lambda losses, run=run: run for run in range(4)),
    ),
    (
        "The loss that is nearest to zero wins. Losses can be negative: compare them as they are.",
        lambda losses: np.nanargmin(np.abs(losses)),
    ),
    (
        "NaN makes every comparison false, so that a run which diverged can stay in the lead. "
        "`jnp.nanargmin` leaves it out.",
        lambda losses: _by_comparing(losses),
    ),
    (
        "The search starts at a number that the lowest loss may exceed, and then nothing beats "
        "it. Start at `jnp.inf`.",
        lambda losses: _lowest_below(0.0, losses),
        lambda losses: _lowest_below(1e6, losses),
    ),
    (
        "Each loss is compared with that of the run before. Compare it with the lowest so far, or "
        "take `jnp.nanargmin`.",
        lambda losses: _lower_than_the_one_before(losses),
    ),
    (
        "A run from the middle is kept. The lowest loss is asked for.",
        lambda losses: np.argsort(losses)[len(losses) // 2],
    ),
    (
        "The second lowest loss wins.",
        lambda losses: np.argsort(losses)[1],
    ),
):
    exercise.mistake(sentence, *map(of_run, choices))


def _lower_than_the_one_before(losses):
    lower = [i for i in range(1, len(losses)) if losses[i] < losses[i - 1]]
    return max(lower, default=0)


def _lowest_below(lowest, losses):
    best = 0
    for run, loss in enumerate(losses):
        if loss < lowest:
            best, lowest = run, loss
    return best


def _by_comparing(losses):
    best = 0
    for run in range(len(losses)):
        if losses[run] < losses[best]:
            best = run
    return best


exercise.mistake(
    "This is the average over runs. Runs name their components in different orders, so an average "
    "is no fit: take one run.",
    lambda losses, params: gm.MixtureParams(
        *(np.mean(param, axis=0) for param in params)
    ),
    lambda losses, params: gm.MixtureParams(
        *(np.mean(param[~np.isnan(losses)], axis=0) for param in params)
    ),
)

exercise.mistake(
    "Each array is searched for its own lowest numbers. The losses choose the run, one for all "
    "arrays.",
    lambda losses, params: gm.MixtureParams(
        *(np.min(param, axis=0) for param in params)
    ),
    lambda losses, params: gm.MixtureParams(
        *(param[np.argmin(param[:, 0])] for param in params)
    ),
)

exercise.mistake(
    "The index chooses a component of every run. Runs lie on the first axis: `param[best]`.",
    lambda losses, params: gm.MixtureParams(
        *(jnp.asarray(p)[:, jnp.nanargmin(losses)] for p in params)
    ),
    lambda losses, params: gm.MixtureParams(
        *(jnp.asarray(p)[..., jnp.argmin(losses)] for p in params)
    ),
)

exercise.mistake(
    "All runs come back, the best one first. Only that one is asked for.",
    lambda losses, params: gm.MixtureParams(
        *(param[np.argsort(losses)] for param in params)
    ),
)

exercise.mistake(
    "The parameters of all runs come back as they went in.",
    lambda losses, params: params,
)

exercise.mistake(
    "The index goes into the tuple, and gives its third array for run 2. Index each of the "
    "arrays: `jax.tree.map(lambda param: param[best], params)`.",
    lambda losses, params: params[int(np.nanargmin(losses))],
    when=lambda seen: bool(seen.error),
)

exercise.mistake(
    "Only the means of the run come back. All three arrays are asked for.",
    lambda losses, params: params.component_mus[np.nanargmin(losses)],
)

exercise.mistake(
    "A single number comes back, a loss or the place of a run. The parameters of that run are "
    "asked for.",
    lambda losses, params: np.asarray(np.nanmin(losses)),
    lambda losses, params: np.float32(1),
    lambda losses, params: np.int64(1),
    lambda losses, params: 1,
    lambda losses, params: 1.0,
)

exercise.mistake(
    "The run is right, and its arrays have lost their names: wrap them in `gm.MixtureParams`.",
    lambda losses, params: tuple(p[np.nanargmin(losses)] for p in params),
    lambda losses, params: [p[np.nanargmin(losses)] for p in params],
    lambda losses, params: np.array([p[np.nanargmin(losses)] for p in params]),
)

exercise.mistake(
    "The loss comes back beside the parameters. Only the parameters are asked for.",
    lambda losses, params: (np.nanmin(losses), of_run(np.nanargmin)),
    lambda losses, params: (of_run(np.nanargmin), np.nanmin(losses)),
)

exercise.symptom(
    "The index goes into the tuple of three arrays, and finds nothing there. Index each of the "
    "arrays: `jax.tree.map(lambda param: param[best], params)`.",
    lambda seen: (
        (
            "tuple index out of range" in seen.error
            or "Only integer scalar arrays" in seen.error
        )
        and any(
            isinstance(node.value, ast.Name)
            and seen.made_of(node.value) == {"params"}
            for node in seen.on_the_line(ast.Subscript)
        )
    ),
    lambda losses, params: params[losses == losses.min()],
)

exercise.mistake(
    "The run is right, and its axis is still there, with length 1. Index with a single number.",
    lambda losses, params: gm.MixtureParams(
        *(param[np.nanargmin(losses)][None] for param in params)
    ),
)


exercise.symptom(
    "The lowest of losses with a NaN is NaN for `min`, and NaN is equal to nothing, so that no "
    "place is found. `jnp.nanargmin` gives the place, and leaves NaN out.",
    lambda seen: "with size 0" in seen.error and seen.calls("*.min"),
    lambda losses, params: jax.tree.map(
        lambda param: param[jnp.where(losses == losses.min())[0][0]], params
    ),
)

exercise.mistake(
    "The arrays are those of the right run, and stand in each other's place. Log weights come "
    "first, then means, then log scales.",
    *(
        lambda losses, params, order=order: gm.MixtureParams(
            *(params[place][np.nanargmin(losses)] for place in order)
        )
        for order in list(permutations(range(3)))[1:]
    ),
)

exercise.symptom(
    "To go through `params` is to go through its three arrays, and not through the runs. What "
    "belongs to a run is one row of each array.",
    lambda seen: _side_by_side(seen),
    lambda losses, params: min(zip(losses, params, strict=False))[1],
)


def _side_by_side(seen):
    """Whether `zip` goes through losses and params."""
    return any(
        [{"losses"}, {"params"}]
        == sorted(map(seen.made_of, call.args), key=list)
        for call in seen.all_calls("builtins.zip")
    )


exercise.mistake(
    "Without the runs that diverged the places are counted anew, and the place that is found is "
    "that of another run. `jnp.nanargmin` counts all.",
    lambda losses, params: gm.MixtureParams(
        *(each[np.argmin(losses[~np.isnan(losses)])] for each in params)
    ),
    lambda losses, params: gm.MixtureParams(
        *(each[np.argmin(losses[np.isfinite(losses)])] for each in params)
    ),
    when=lambda seen: any(
        isinstance(node, ast.Subscript)
        and _is_a_mask(ast.unparse(seen.made_by(node.slice)))
        for node in ast.walk(seen.tree)
    ),
)


def _is_a_mask(text):
    """Whether an index leaves losses out that are NaN."""
    masks = "~jnp.isnan(", "~np.isnan(", "jnp.isfinite(", "np.isfinite("
    return text.startswith(masks) and text.endswith(")")


exercise.symptom(
    "The index goes into the tuple of three arrays, and gives one of them, with all its runs. "
    "Index each of the arrays: `jax.tree.map(lambda param: param[best], params)`.",
    lambda seen: (
        "positional arguments but" in seen.error
        and any(
            isinstance(node.value, ast.Subscript)
            and seen.made_of(node.value.value) == {"params"}
            for node in seen.on_the_line(ast.Starred)
        )
    ),
    lambda losses, params: gm.MixtureParams(*params[jnp.nanargmin(losses)]),
)


@exercise.right
def best_by_python(losses, params):
    runs = [i for i, loss in enumerate(losses) if loss == loss]
    best = min(runs, key=lambda i: float(losses[i]))
    return gm.MixtureParams(*(param[best] for param in params))


@exercise.right
def best_by_where(losses, params):
    best = jnp.argmin(jnp.where(jnp.isnan(losses), jnp.inf, losses))
    return params._replace(
        log_component_weights=params.log_component_weights[best],
        component_mus=params.component_mus[best],
        log_component_scales=params.log_component_scales[best],
    )


@exercise.right
def best_by_one_hot(losses, params):
    chosen = jax.nn.one_hot(jnp.nanargmin(losses), len(losses))
    return gm.MixtureParams(*(chosen @ param for param in params))
