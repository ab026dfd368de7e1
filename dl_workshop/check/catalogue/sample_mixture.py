"""Draw from a mixture: `sample_mixture`."""

import ast
from itertools import pairwise
from statistics import NormalDist

import jax
import jax.numpy as jnp
import numpy as np
from jax import random, vmap
from jax.extend.core import ClosedJaxpr, Literal, jaxpr_as_fun

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import oracle
from dl_workshop.check.assembly import Blanks
from dl_workshop.check.call_modes import shape
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import softmax

# Weights (not normalised), means, scales. No two answers to what a weight means give these shares.
UNEVEN = ((3.5, 0.5, 1.0), (-400.0, 100.0, 600.0), (4.0, 0.25, 2.0))
SHARES = np.array([0.7, 0.1, 0.2])
SEED, MANY, FEW = 1, 1000, 30

# How far chance takes a right answer, in standard errors. It stays within at all of 1000 keys.
FAR = 4.5
SHARES_OFF = FAR * np.sqrt(SHARES * (1 - SHARES) / MANY)
SPREADS_OFF = FAR / np.sqrt(2 * 0.8 * SHARES * MANY)  # relative
SWITCHES = 1 - np.sum(SHARES**2)

# How messages write what is read, to be run.
EACH = "{{call}}\n[{} for mean in (-400, 100, 600)]"
COUNTS = """\
means = jnp.array([[-400, 100, 600]])
draws = [{name}(random.key(seed), {rest})[:, None] for seed in (1, 2, 3, 4)]
counts = [jnp.sum(abs(each - means) < 250, axis=0).tolist() for each in draws]
float(all(each == counts[0] for each in counts))"""
NEAR = "draws[abs(draws - mean) < 250]"


def drawn(function, seed, *mixture_and_n_draws):
    """Draw once: shape (n_draws,)."""
    return function(random.key(seed), *mixture_and_n_draws)


def drawn_anew(function, seed, *mixture_and_n_draws):
    """Draw with one key twice and with three others: shape (5, n_draws)."""
    keys = [random.key(seed + more) for more in (0, 0, 1, 2, 3)]
    return np.stack([function(key, *mixture_and_n_draws) for key in keys])


def drawn_under_watch(function, seed, *mixture_and_n_draws):
    """Draw while JAX watches that no key is used twice; return the shape of the draws."""
    *mixture, n_draws = mixture_and_n_draws

    def draw(key):
        return function(key, *mixture, n_draws)

    try:
        return watched(draw, random.key(seed)).shape
    except jax.errors.KeyReuseError:
        return watched(in_variables(draw, seed), random.key(seed)).shape


def watched(draw, key):
    """Draw while JAX watches keys."""
    with jax.debug_key_reuse(True):
        try:  # JAX sees it while it traces, so nothing has to be compiled
            return jax.eval_shape(draw, key)
        except jax.errors.KeyReuseError:
            raise
        except Exception:  # NumPy cannot be traced
            return np.asarray(draw(key))


def in_variables(draw, seed):
    """Write a function so that what is computed twice is computed once and kept.

    Who picks means with a key and then scales with it picks one component for both. That is as
    good as to keep the pick in a variable, and no key is used for two purposes.
    """
    closed = jax.make_jaxpr(draw)(random.key(seed))
    known, renamed, steps = {}, {}, []

    def new(variables):
        return [
            each if isinstance(each, Literal) else renamed.get(each, each)
            for each in variables
        ]

    for step in closed.jaxpr.eqns:
        step = step.replace(invars=new(step.invars))
        inputs = tuple(
            str(each.val) if isinstance(each, Literal) else each
            for each in step.invars
        )
        same = known.setdefault(
            (inputs, str(step)[1:].partition("= ")[2]), step
        )
        if same is step:
            steps.append(step)
        renamed.update(zip(step.outvars, same.outvars, strict=True))
    outputs = new(closed.jaxpr.outvars)
    jaxpr = closed.jaxpr.replace(eqns=steps, outvars=outputs)
    once = jaxpr_as_fun(ClosedJaxpr(jaxpr, closed.consts))
    return lambda key: once(key)[0]


def near_each(statistic):
    """Make a reading: a statistic of the draws near the mean of each component."""

    def read(draws):
        means = np.array(UNEVEN[1])
        near = np.abs(draws - means[:, None]) < 250
        return np.array([statistic(draws[each]) for each in near])

    return read


def standard_errors(draws):
    """How far the mean of the draws near each mean is from it, in standard errors."""
    with np.errstate(all="ignore"):
        far = near_each(np.mean)(draws) - np.array(UNEVEN[1])
        return far / near_each(np.std)(draws) * np.sqrt(counts(draws))


def counts(draws):
    """How many draws are near each mean, shape (3,)."""
    return np.sum(np.abs(draws - np.array(UNEVEN[1])[:, None]) < 250, axis=1)


def generator(key):
    """Make a generator of NumPy that depends on a key of JAX."""
    return np.random.default_rng(np.asarray(random.key_data(key)))


def pick(rng, weights, n_draws):
    """Pick a component for each draw."""
    weights = np.asarray(weights, np.float64)
    return rng.choice(len(weights), n_draws, p=weights / np.sum(weights))


def sample(key, weights, mus, scales, n_draws):
    """Draw from a mixture, as it should be done."""
    rng = generator(key)
    picked = pick(rng, weights, n_draws)
    return mus[picked] + scales[picked] * rng.normal(size=n_draws)


exercise = Exercise(
    chapter="mixture_data",
    place=200,
    title="Draw from a mixture",
    minutes=12,
    difficulty="medium",
    task="Draw `n_draws` numbers from a mixture: for each draw pick a component, with the "
    "weights as probabilities, then draw from its normal distribution. The weights need not sum "
    "to 1, and all randomness comes from `key`.",
    stub='''\
def sample_mixture(
    key, component_weights, component_mus, component_scales, n_draws
):
    """Draws from a mixture of normal distributions, shape (n_draws,)."""
    ...''',
    arguments="random.key({0}), {1}, {2}, {3}, {4}",
    setup="import jax.numpy as jnp\nfrom jax import random",
    properties=(
        Property(
            "there are `n_draws` numbers",
            inputs=((SEED, *UNEVEN, MANY),),
            mode=drawn,
            read=shape,
            shown="{call}.shape",
            expected=(MANY,),
        ),
        Property(
            "a component's share of the draws is its weight over the sum of all weights",
            inputs=((SEED, *UNEVEN, MANY),),
            mode=drawn,
            read=lambda draws: counts(draws) / MANY,
            shown="draws = "
            + EACH.format("jnp.mean(abs(draws - mean) < 250)"),
            expected=SHARES,
            rtol=0.0,
            atol=SHARES_OFF,
        ),
        Property(
            "the draws of a component spread by its standard deviation",
            inputs=((SEED, *UNEVEN, MANY),),
            mode=drawn,
            read=near_each(np.std),
            shown="draws = " + EACH.format(f"jnp.std({NEAR})"),
            expected=UNEVEN[2],
            rtol=SPREADS_OFF,
            atol=1e-3,
        ),
        Property(
            "the draws of a component lie around its mean",
            inputs=((SEED, *UNEVEN, MANY),),
            mode=drawn,
            read=standard_errors,
            shown="draws = "
            + EACH.format(
                f"(jnp.mean({NEAR}) - mean) / jnp.std({NEAR}) * len({NEAR}) ** 0.5"
            ),
            expected=(0.0, 0.0, 0.0),
            rtol=0.0,
            atol=5.0,
        ),
        Property(
            "the same key gives the same draws",
            inputs=((SEED, *UNEVEN, FEW),),
            mode=drawn_anew,
            read=lambda draws: np.mean(draws[0] == draws[1]),
            shown="jnp.mean({call} == {call})",
            expected=1.0,
        ),
        Property(
            "another key gives other draws",
            inputs=((SEED, *UNEVEN, FEW),),
            mode=drawn_anew,
            read=lambda draws: np.mean(draws[1] == draws[2]),
            shown="jnp.mean({call} == {name}(random.key(2), {rest}))",
            expected=0.0,
        ),
        Property(
            "how many draws a component gets is chance, too, and differs from key to key",
            inputs=((SEED, *UNEVEN, FEW),),
            mode=drawn_anew,
            read=lambda draws: float(
                all(
                    np.array_equal(*each)
                    for each in pairwise(map(counts, draws))
                )
            ),
            shown=COUNTS,
            expected=0.0,
        ),
        Property(
            "each draw picks its component anew, so draws come in no order",
            inputs=((SEED, *UNEVEN, MANY),),
            mode=drawn,
            read=lambda draws: np.mean(np.abs(np.diff(draws)) > 250),
            shown="jnp.mean(abs(jnp.diff({call})) > 250)",
            expected=SWITCHES,
            rtol=0.0,
            atol=0.13,
        ),
        Property(
            "no key is used twice",
            inputs=((SEED, *UNEVEN, 3),),
            mode=drawn_under_watch,
            shown="{name}({arguments}).shape",
            expected=(3,),
        ),
    ),
    hints=(
        "There are two random choices for each draw: which component, and where. How many keys "
        "does that take?",
        "`random.split(key)` makes two keys. With the first, draw `n_draws` integers: 0 for the "
        "first component, 1 for the second, and so on. `random.choice` does that.",
        "`random.choice(key_component, len(weights), (n_draws,), p=weights)` picks, once the "
        "weights sum to 1. `component_mus[component]` is then the mean of each draw.",
        "Return `component_mus[component] + component_scales[component] * standard`, where "
        "`standard` is `random.normal(key_normal, (n_draws,))`.",
    ),
    reference=gm.sample_mixture,
    insight="Two random choices per draw, two keys: first the component, then the place in it.",
    why="An array of component numbers, one for each draw, picks means and scales by indexing, "
    "so no loop is needed. The key is split because each of the two choices needs its own.",
    tip="Tip: your loop works. With `shape=(n_draws,)` both random functions draw everything at "
    "once, and indexing with an array of components does the rest.",
    spoiler="component_mus[component] + component_scales[component] * standard",
    assembly=Blanks(
        """\
def sample_mixture(
    key, component_weights, component_mus, component_scales, n_draws
):
    for_component, for_normal = {keys}
    numbers = jnp.arange(len(component_weights))
    shares = {shares}
    component = random.choice(for_component, numbers, (n_draws,), p=shares)
    mus, scales = component_mus[component], component_scales[component]
    standard = random.normal(for_normal, (n_draws,))
    return {draws}""",
        blanks={
            "keys": ("random.split(key)", "key, key"),
            "shares": (
                "component_weights / jnp.sum(component_weights)",
                "softmax(component_weights)",
                "None",
            ),
            "draws": (
                "mus + scales * standard",
                "mus + jnp.sqrt(scales) * standard",
                "(mus + standard) * scales",
                "mus + standard",
            ),
        },
    ),
)


def shared_key(seen):
    """One key, by its name, with which two functions of `jax.random` draw."""
    drawing = [
        call
        for call in seen.all_calls("jax.random.*")
        if call.args and isinstance(call.args[0], ast.Name)
    ]
    keys = {call: _origin(seen.tree, call.args[0].id) for call in drawing}
    for name in sorted({*keys.values()}):
        calls = [call for call, key in keys.items() if key == name]
        used = used_by(seen, name, calls)
        makes_keys = any("split" in f or "fold_in" in f for f in used)
        if len(used) > 1 and not makes_keys and _means_one_key(seen, name):
            return {"key": name}
    return None


def _origin(tree, name):
    """The name that another one stands for: after `a, b = key, key` it is `key`."""
    sides = [
        (side, line.value)
        for line in ast.walk(tree)
        if isinstance(line, ast.Assign)
        for side in line.targets
    ]
    for side, values in sides:
        pairs = [(side, values)]
        if isinstance(side, ast.Tuple) and isinstance(values, ast.Tuple):
            pairs = zip(side.elts, values.elts, strict=False)
        for target, value in pairs:
            if isinstance(value, ast.Name) and ast.unparse(target) == name:
                return value.id
    return name


def _means_one_key(seen, name):
    """Whether a name is given a value once: as an argument, or by one assignment."""
    stored = [
        node
        for node in ast.walk(seen.tree)
        if isinstance(node, ast.Name)
        and node.id == name
        and isinstance(node.ctx, ast.Store)
    ]
    is_argument = any(
        isinstance(node, ast.arg) and node.arg == name
        for node in ast.walk(seen.tree)
    )
    return len(stored) == (0 if is_argument else 1)


def used_by(seen, name, calls):
    """Which functions are called with a key of this name, in one scope at most."""
    inner = [
        node
        for node in ast.walk(seen.tree)
        if isinstance(node, (ast.FunctionDef, ast.Lambda))
        and node is not seen.tree
        and name in [each.arg for each in node.args.args]
    ]
    of_inner = {node for each in inner for node in ast.walk(each)}
    scopes = [_nodes(seen.tree) - of_inner, *map(_nodes, inner)]
    used = [
        {ast.unparse(call.func) for call in calls if call in scope}
        for scope in scopes
    ]
    return max(used, key=len)


def _nodes(tree):
    return set(ast.walk(tree))


def _one_key_for_both(key, weights, mus, scales, n_draws):
    shares = weights / jnp.sum(weights)
    picked = random.choice(key, len(weights), (n_draws,), p=shares)
    return mus[picked] + scales[picked] * random.normal(key, (n_draws,))


def _two_names_for_one_key(key, weights, mus, scales, n_draws):
    for_component, for_normal = key, key
    shares = weights / jnp.sum(weights)
    picked = random.choice(for_component, len(weights), (n_draws,), p=shares)
    return mus[picked] + scales[picked] * random.normal(for_normal, (n_draws,))


def _one_new_key_for_both(key, weights, mus, scales, n_draws):
    key, new = random.split(key)
    picked = random.categorical(new, jnp.log(weights), shape=(n_draws,))
    return mus[picked] + scales[picked] * random.normal(new, (n_draws,))


exercise.symptom(
    "`{key}` goes to two functions of `jax.random`, and what they draw is not independent. Make "
    "two keys with `random.split`, one for each.",
    shared_key,
    _one_key_for_both,
    _one_new_key_for_both,
    _two_names_for_one_key,
)


def _columns_of_a_table(key, weights, mus, scales, n_draws):
    for_pick, for_table = random.split(key)
    picked = random.categorical(for_pick, jnp.log(weights), shape=(n_draws,))
    table = mus + scales * random.normal(for_table, (n_draws, len(mus)))
    return table[:, picked]


exercise.symptom(
    "Each draw takes a whole column of a table. Pair the rows with the picks: "
    "`table[jnp.arange(n_draws), component]`.",
    lambda seen: (
        not seen.error
        and np.shape(whole(seen)) == (MANY, MANY)
        and any(map(_takes_columns, ast.walk(seen.tree)))
    ),
    _columns_of_a_table,
)


def _takes_columns(node):
    """Whether this is `table[:, picked]`."""
    index = getattr(node, "slice", None)
    return (
        isinstance(index, ast.Tuple)
        and isinstance(index.elts[0], ast.Slice)
        and not isinstance(index.elts[-1], ast.Slice)
    )


exercise.mistake(
    "The draws spread by the square root of the scale, as if the scale were a variance. It "
    "is a standard deviation: multiply by it as it is.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, weights, mus, np.sqrt(scales), n_draws
    ),
)

exercise.mistake(
    "The draws spread by the square of the scale. A standard normal number times the "
    "standard deviation has that standard deviation already.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, weights, mus, np.square(scales), n_draws
    ),
)


exercise.late_symptom(
    "Every key gives the same counts: how many draws a component gets is computed, as its share "
    "of them. Pick a component anew for each draw, with `random.choice`.",
    lambda seen: (
        not seen.error
        and seen.trial.must_hold.name.startswith("how many draws")
        and all(
            oracle.holds(trial, reading)
            for trial, reading in seen.readings.items()
            if trial is not seen.trial
        )
    ),
    lambda key, weights, mus, scales, n_draws: random.permutation(
        key, sample_in_fixed_counts(key, weights, mus, scales, n_draws)
    ),
)


def sample_in_fixed_counts(key, weights, mus, scales, n_draws):
    edges = jnp.round(jnp.cumsum(weights) / jnp.sum(weights) * n_draws)
    picked = jnp.searchsorted(edges, jnp.arange(n_draws), side="right")
    return mus[picked] + scales[picked] * random.normal(key, (n_draws,))


exercise.symptom(
    "The draws are sorted. Leave them as they come: each has picked its own component.",
    lambda seen: (
        seen.calls("*numpy.sort", "*.sort", "builtins.sorted")
        and not seen.error
        and bool(np.all(np.diff(whole(seen)) >= 0))
    ),
    lambda key, weights, mus, scales, n_draws: jnp.sort(
        gm.sample_mixture(key, weights, mus, scales, n_draws)
    ),
)


@exercise.mistake
def fixed_counts(key, weights, mus, scales, n_draws):
    """The counts are fixed: each component gets exactly its share of the draws.

    Pick a component anew for each draw, with `random.choice`.
    """
    counts = np.round(weights / np.sum(weights) * n_draws).astype(int)
    picked = np.repeat(np.arange(len(weights)), counts)
    normal = generator(key).normal(size=len(picked))
    return mus[picked] + scales[picked] * normal


@exercise.mistake
def in_blocks(key, weights, mus, scales, n_draws):
    """The draws come component by component: all of one, then all of the next.

    Let each draw pick its own component, and leave the draws as they come.
    """
    rng = generator(key)
    picked = np.sort(pick(rng, weights, n_draws))
    return mus[picked] + scales[picked] * rng.normal(size=n_draws)


exercise.mistake(
    "The scale is left out: multiply the standard normal number by it.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, weights, mus, np.ones(len(scales)), n_draws
    ),
)

exercise.mistake(
    "The mean is left out: add that of the component to each draw.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, weights, np.zeros(len(mus)), scales, n_draws
    ),
)


def as_logits(change):
    """Make a mistake: what comes of the weights goes where logarithms are wanted."""

    def mistake(key, weights, mus, scales, n_draws):
        logits = np.float32(change(weights))
        picked = random.categorical(key, logits, shape=(n_draws,))
        normal = generator(key).normal(size=n_draws)
        return mus[np.array(picked)] + scales[np.array(picked)] * normal

    return mistake


exercise.mistake(
    "The weights are used as log weights. `random.categorical` takes logarithms: hand it "
    "`jnp.log(component_weights)`.",
    as_logits(lambda weights: weights),
    as_logits(lambda weights: weights / np.sum(weights)),
    as_logits(softmax),
    when=lambda seen: seen.calls("jax.*random.categorical"),
)

exercise.mistake(
    "The logarithm has another base than e. `random.categorical` takes natural logarithms: hand "
    "it `jnp.log(component_weights)`.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, np.exp(np.log10(weights)), mus, scales, n_draws
    ),
    lambda key, weights, mus, scales, n_draws: sample(
        key, np.exp(np.log2(weights)), mus, scales, n_draws
    ),
    when=lambda seen: seen.calls("*.log10", "*.log2"),
)

exercise.mistake(
    "A softmax takes the weights for logarithms. They are weights already: divide them by their "
    "sum.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, softmax(weights), mus, scales, n_draws
    ),
    lambda key, weights, mus, scales, n_draws: sample(
        key, softmax(weights / np.sum(weights)), mus, scales, n_draws
    ),
    when=lambda seen: seen.calls("*softmax", "*.exp"),
)

exercise.mistake(
    "The draws spread by the exponential of the scale. The scales are no logarithms here: "
    "multiply by them as they are.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, weights, mus, np.exp(scales), n_draws
    ),
)

exercise.mistake(
    "This works for two components alone: the third is never drawn. There may be any number.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, [weights[0], sum(weights[1:]), 0.0], mus, scales, n_draws
    ),
    lambda key, weights, mus, scales, n_draws: sample(
        key, [*weights[:2], 0.0], mus, scales, n_draws
    ),
)


def uniformly(low):
    """Make a mistake: uniform numbers up to 1 in place of normal ones."""

    def mistake(key, weights, mus, scales, n_draws):
        rng = generator(key)
        picked = pick(rng, weights, n_draws)
        return mus[picked] + scales[picked] * rng.uniform(low, 1, n_draws)

    return mistake


exercise.mistake(
    "The place of a draw comes from a uniform distribution. The components are normal: take "
    "`random.normal`.",
    uniformly(0.0),
    uniformly(-1.0),
    when=lambda seen: seen.calls("*.uniform", "*.rand", "*.random"),
)


@exercise.mistake
def picked_apart(key, weights, mus, scales, n_draws):
    """The mean and the scale are picked apart, so they may be those of two components.

    Pick the component's number once, and take both from it.
    """
    rng = generator(key)
    mus = mus[pick(rng, weights, n_draws)]
    scales = scales[pick(rng, weights, n_draws)]
    return mus + scales * rng.normal(size=n_draws)


exercise.mistake(
    "The mean is multiplied by the scale as well. Multiply first, and add the mean then.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, weights, scales * mus, scales, n_draws
    ),
)


@exercise.mistake(when=lambda seen: seen.calls("*searchsorted", "*.cumsum"))
def weights_as_they_are(key, weights, mus, scales, n_draws):
    """The weights are used as probabilities before they sum to 1.

    Divide them by their sum first.
    """
    rng = generator(key)
    picked = np.searchsorted(np.cumsum(weights)[:-1], rng.random(n_draws))
    return mus[picked] + scales[picked] * rng.normal(size=n_draws)


exercise.mistake(
    "The components are picked with equal probability. The weights say how large the share "
    "of each is: hand them to `random.choice` as `p`.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, np.ones(len(weights)), mus, scales, n_draws
    ),
)

exercise.mistake(
    "The weights go to the components in reverse. The first weight is that of the first mean.",
    lambda key, weights, mus, scales, n_draws: sample(
        key, weights[::-1], mus, scales, n_draws
    ),
)


@exercise.mistake
def one_key_for_both(key, weights, mus, scales, n_draws):
    """One key is used for both choices.

    So the normal numbers are not independent of the components that were picked. Split the
    key, and use each part once.
    """
    uniform = generator(key).random(n_draws)
    shares = np.cumsum(weights) / np.sum(weights)
    picked = np.searchsorted(shares[:-1], 1 - uniform)
    normal = np.array([NormalDist().inv_cdf(each) for each in uniform])
    return mus[picked] + scales[picked] * normal


@exercise.mistake
def averaged(key, weights, mus, scales, n_draws):
    """Draws of the components are averaged, with the weights.

    That makes one hump between them; a draw of a mixture comes from one component or from
    another.
    """
    normal = generator(key).normal(size=(n_draws, len(weights)))
    return (np.asarray(mus) + scales * normal) @ (weights / np.sum(weights))


def one_normal(variance):
    """Make a mistake: a single normal distribution, with the mean of the mixture."""

    def mistake(key, weights, mus, scales, n_draws):
        shares = weights / np.sum(weights)
        spread = np.sqrt(variance(shares, mus, scales))
        return shares @ mus + spread * generator(key).normal(size=n_draws)

    return mistake


exercise.mistake(
    "All draws come from one normal distribution, with the mean of the whole mixture. A mixture "
    "has a hump for each component: pick a component for each draw, and draw from it.",
    one_normal(lambda shares, mus, scales: (shares @ scales) ** 2),
    one_normal(lambda shares, mus, scales: shares @ np.square(scales)),
    one_normal(
        lambda shares, mus, scales: (
            shares @ (np.square(scales) + np.square(mus)) - (shares @ mus) ** 2
        )
    ),
    when=lambda seen: (
        not seen.calls(
            "jax.*random.c*", "jax.*random.uniform", "jax.*random.randint"
        )
    ),
)


@exercise.mistake
def one_normal_for_all(key, weights, mus, scales, n_draws):
    """All draws of a component are the same number: one normal number is made for all.

    Make one for each draw, with `shape=(n_draws,)`.
    """
    rng = generator(key)
    picked = pick(rng, weights, n_draws)
    return mus[picked] + scales[picked] * rng.normal()


exercise.mistake(
    "The key that comes in is not used: every call makes its own, the same each time. Take "
    "all randomness from the argument `key`.",
    lambda key, weights, mus, scales, n_draws: sample(
        random.key(0), weights, mus, scales, n_draws
    ),
)


def picks_once(seen):
    """Whether a component is picked, and no shape says how often."""
    return any(
        len(call.args) < 3
        and "shape" not in [each.arg for each in call.keywords]
        for call in seen.all_calls("jax.*random.c*")
    )


@exercise.mistake(when=picks_once)
def one_component_for_all(key, weights, mus, scales, n_draws):
    """All draws come from one component: it is picked once.

    Pick anew for each draw, with `shape=(n_draws,)`.
    """
    # In JAX, to pick what a learner's function would pick with this key.
    first, _ = random.split(key)
    picked = random.choice(first, len(weights), p=weights / np.sum(weights))
    normal = generator(key).normal(size=n_draws)
    return np.asarray(mus)[picked] + np.asarray(scales)[picked] * normal


def whole(seen):
    """The draws as they came back, None if none did."""
    return seen.pairs[0][0] if seen.pairs else None


def all_are_one(seen):
    """Whether all draws of a call are one number."""
    draws = whole(seen)
    return draws is not None and draws.shape == (MANY,) and np.ptp(draws) == 0


def below_its_weight(key, weights, mus, scales, n_draws):
    """A wrong answer: uniform numbers compared with each weight alone."""
    for_component, for_normal = random.split(key)
    uniform = random.uniform(for_component, (n_draws, 1))
    picked = jnp.argmax(uniform < weights / jnp.sum(weights), axis=1)
    return mus[picked] + scales[picked] * random.normal(for_normal, (n_draws,))


exercise.late_symptom(
    "All draws come from one component, and each is to be drawn in proportion to its weight.",
    lambda seen: not seen.error and np.max(counts(whole(seen))) == MANY,
    below_its_weight,
)

exercise.symptom(
    "All draws are one and the same number. The same key gives the same number each time: draw "
    "with `shape=(n_draws,)`, or give every turn of a loop a key of its own.",
    all_are_one,
    lambda key, weights, mus, scales, n_draws: jnp.array(
        [mus[0] + scales[0] * random.normal(key) for _ in range(n_draws)]
    ),
)


def with_the_picks(key, weights, mus, scales, n_draws):
    """A wrong answer: a pair."""
    for_component, for_normal = random.split(key)
    picked = random.choice(for_component, 3, (n_draws,), p=weights)
    normal = random.normal(for_normal, (n_draws,))
    return mus[picked] + scales[picked] * normal, picked


exercise.symptom(
    "The function returns several things. Return the draws alone.",
    lambda seen: (
        np.shape(whole(seen))[:1] == (2,)
        and any(
            isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple)
            for node in ast.walk(seen.tree)
        )
    ),
    with_the_picks,
)

exercise.symptom(
    "Without replacement each component is picked once at most. Leave `replace=False` out.",
    lambda seen: "'replace=False'" in seen.error,
    lambda key, weights, mus, scales, n_draws: mus[
        random.choice(key, 3, (n_draws,), replace=False)
    ],
)

exercise.symptom(
    "A key is no number to count with. `random.split(key)` makes two new keys of it.",
    lambda seen: "accept dtype" in seen.error and "key<" in seen.error,
    lambda key, weights, mus, scales, n_draws: random.normal(
        key + 1, (n_draws,)
    ),
)

exercise.symptom(
    "`random.choice` takes `replace` in its fourth place, and here the probabilities stand there: "
    "hand them over by name, as `p=`.",
    lambda seen: (
        "truth value of an array" in seen.error
        and any(
            len(call.args) > 3 for call in seen.all_calls("jax.*random.choice")
        )
    ),
    lambda key, weights, mus, scales, n_draws: mus[
        random.choice(key, len(mus), (n_draws,), weights)
    ],
)

exercise.symptom(
    "Python's `if` takes one value, and here is an array of them. `component_mus[component]` "
    "gives the mean of each draw at once.",
    lambda seen: (
        "truth value of an array" in seen.error
        and seen.on_the_line(ast.If, ast.IfExp)
    ),
    lambda key, weights, mus, scales, n_draws: (
        mus[0] if random.normal(key, (n_draws,)) > 0 else mus[1]
    ),
)

exercise.symptom(
    "The number of components is written into the code. There may be any number of them: "
    "`len(component_weights)`.",
    lambda seen: (
        "p must be None or" in seen.error
        and isinstance(_choices(seen), ast.Constant)
    ),
    lambda key, weights, mus, scales, n_draws: mus[
        random.choice(key, 2, (n_draws,), p=weights)
    ],
)


def _choices(seen):
    """What `random.choice` chooses from, as it is written."""
    call = seen.call("jax.*random.choice")
    return call.args[1] if call and len(call.args) > 1 else None


def _spread_alike(seen):
    """Whether the draws of all components spread by one scale, where theirs differ."""
    spreads = near_each(np.std)(np.asarray(whole(seen)))
    return (
        np.all(np.isfinite(spreads))
        and 0.1 < np.min(spreads) < 30  # more is one wide hump, or a flat one
        and np.ptp(np.log(spreads)) < np.log(1.35)
    )


exercise.late_symptom(
    "The draws of all components spread alike. Each component has a scale of its own: look it up "
    "by the components that are picked, as the mean is.",
    lambda seen: not seen.error and _spread_alike(seen),
    lambda key, weights, mus, scales, n_draws: (
        mus[pick(generator(key), weights, n_draws)]
        + np.mean(scales) * generator(key).normal(size=n_draws)
    ),
)


exercise.symptom(
    "There is a number for each component in every draw. A draw comes from one of them: pick a "
    "component for each draw, and take its number alone.",
    lambda seen: np.shape(whole(seen)) == (MANY, len(SHARES)),
    lambda key, weights, mus, scales, n_draws: (
        mus + scales * random.normal(key, (n_draws, len(mus)))
    ),
)


@exercise.right
def sample_categorical(key, w, mu, sigma, n):
    k1, k2 = random.split(key)
    which = random.categorical(k1, jnp.log(w), shape=(n,))
    return random.normal(k2, (n,)) * sigma[which] + mu[which]


@exercise.right
def sample_one_mapped(key, weights, mus, scales, n_draws):
    def one(key):
        for_component, for_normal = random.split(key)
        k = random.choice(for_component, len(mus), p=weights / weights.sum())
        return mus[k] + scales[k] * random.normal(for_normal)

    return vmap(one)(random.split(key, n_draws))


@exercise.right
def sample_with_numpy(key, weights, mus, scales, n_draws):
    rng = np.random.default_rng(np.asarray(random.key_data(key)))
    mus, scales = np.asarray(mus), np.asarray(scales)
    p = np.asarray(weights, "float64") / np.sum(weights, dtype="float64")
    draws = []
    for _ in range(n_draws):
        k = rng.choice(len(p), p=p / p.sum())
        draws.append(rng.normal(mus[k], scales[k]))
    return np.array(draws)


@exercise.right
def sample_all_and_choose(key, weights, mus, scales, n_draws):
    key, subkey = random.split(key)
    shape = (n_draws, len(weights))
    from_each = mus + scales * random.normal(subkey, shape)
    key, subkey = random.split(key)
    uniform = random.uniform(subkey, (n_draws, 1))
    reached = uniform < jnp.cumsum(weights) / jnp.sum(weights)
    return jnp.take_along_axis(
        from_each, jnp.argmax(reached, axis=1)[:, None], axis=1
    )[:, 0]
