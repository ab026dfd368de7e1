"""Many resamples: `over_resamples`."""

import ast
from itertools import pairwise

import jax.numpy as jnp
import numpy as np
from jax import lax, random, vmap

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.assembly import Blanks
from dl_workshop.check.call_modes import (
    WrongReturnType,
    numbers,
    plain,
    shape,
    something,
)
from dl_workshop.check.exercise import Exercise, Property

DATA = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0)
SEED, MANY = 1, 60
N = len(DATA)

# What messages show: code to paste.
RUN = "{{name}}(random.key({}), lambda drawn: drawn, data, 60)"
DRAWN = f"drawn = {RUN.format(1)}"
DRAWN_WITH_THREE_KEYS = f"""\
drawn = jnp.stack([{RUN.format("seed")} for seed in (1, 2, 3)])"""

# How far chance takes a right answer: 4.5 standard errors. Of eight data drawn with replacement
# 1 - (7/8)^8 appear, 5.25 on average, with a standard deviation of 0.89.
DIFFERENT = N * (1 - (1 - 1 / N) ** N)
DIFFERENT_OFF = 4.5 * 0.89 / np.sqrt(MANY)
SHARES_OFF = 4.5 * np.sqrt((1 - 1 / N) / N / (3 * MANY * N))


def as_they_are(data):
    """A function that shows the resamples themselves."""
    return data


def of_key(over_resamples, seed, function, data, num_resamples):
    """Call a learner's function with a key, as `jit` does if that can be."""
    return plain(
        lambda key: over_resamples(key, function, data, num_resamples),
        random.key(seed),
    )


def means(over_resamples, seed, data, num_resamples):
    """Mean of each resample: shape (num_resamples,)."""
    return of_key(over_resamples, seed, jnp.mean, data, num_resamples)


def resampled(over_resamples, seed, data, num_resamples):
    """The resamples, with one key twice and with two others: (4, num_resamples, n_data)."""
    return np.stack(
        [
            of_key(
                over_resamples, seed + more, as_they_are, data, num_resamples
            )
            for more in (0, 0, 1, 2)
        ]
    )


def of_rows(over_resamples, seed, data, num_resamples):
    """How far the two columns of each drawn row are apart, less how far they should be."""
    rows = jnp.stack([jnp.asarray(data), jnp.asarray(data) + 1000], axis=1)
    drawn = np.asarray(
        of_key(over_resamples, seed, as_they_are, rows, num_resamples)
    )
    return drawn[..., 1] - drawn[..., 0] - 1000


def count_different(drawn):
    """How many data appear in a resample, on average."""
    return np.mean([len(np.unique(row)) for row in np.atleast_2d(drawn)])


def shares(drawn):
    """Share of all draws that are each datum, shape (n_data,)."""
    return np.array([np.mean(drawn == datum) for datum in DATA])


def generator(key):
    """Make a generator of NumPy that depends on a key of JAX."""
    return np.random.default_rng(np.asarray(random.key_data(key)))


def each(function, resamples):
    """The function of every resample."""
    return np.stack([np.asarray(function(drawn)) for drawn in resamples])


def draw(key, data, *shape):
    """Draw data with replacement, any shape."""
    index = generator(key).integers(0, len(data), shape)
    return np.asarray(data)[index]


def one_array(result):
    """Return a result, or raise WrongReturnType for several in a list."""
    if isinstance(something(result), (list, tuple)):
        raise WrongReturnType("one array", result)
    return numbers(result)


exercise = Exercise(
    chapter="how_sure",
    place=1120,
    title="Many resamples",
    minutes=8,
    difficulty="medium",
    task="Draw `num_resamples` resamples of the data, each with as many observations as there "
    "are, drawn with replacement, and return `function(resample)` of each, in one array. "
    "`function` takes one resample. All randomness comes from `key`.",
    stub='''\
def over_resamples(key, function, data, num_resamples):
    """The function of each resample, resamples on the first axis."""
    ...''',
    setup="import jax.numpy as jnp\nfrom jax import random\n"
    f"data = jnp.array({list(DATA)})",
    returns=one_array,
    properties=(
        Property(
            "there is one result for each resample",
            inputs=((SEED, DATA, MANY),),
            mode=means,
            read=shape,
            shown="{name}(random.key(1), jnp.mean, data, 60).shape",
            expected=(MANY,),
        ),
        Property(
            "a resample holds as many observations as the data",
            inputs=((SEED, DATA, MANY),),
            mode=resampled,
            read=lambda drawn: np.array(drawn.shape[1:]),
            shown="{name}(random.key(1), lambda drawn: drawn, data, 60).shape",
            expected=(MANY, N),
        ),
        Property(
            "every number of a resample is one of the data",
            inputs=((SEED, DATA, MANY),),
            mode=resampled,
            read=lambda drawn: np.mean(np.isin(drawn, DATA)),
            shown=f"{DRAWN}\njnp.isin(drawn, data).mean()",
            expected=1.0,
        ),
        Property(
            "in a resample some observations appear several times and others not at all",
            inputs=((SEED, DATA, MANY),),
            mode=resampled,
            read=lambda drawn: count_different(drawn[0]),
            shown=f"{DRAWN}\nsum(len(jnp.unique(each)) for each in drawn) / 60",
            expected=DIFFERENT,
            rtol=0.0,
            atol=DIFFERENT_OFF,
        ),
        Property(
            "each observation is as likely to be drawn as another",
            inputs=((SEED, DATA, MANY),),
            mode=resampled,
            read=lambda drawn: shares(drawn[1:]),
            shown=f"{DRAWN_WITH_THREE_KEYS}\n"
            "(drawn[..., None] == data).mean(axis=(0, 1, 2))",
            expected=(1 / N,) * N,
            rtol=0.0,
            atol=SHARES_OFF,
        ),
        Property(
            "each resample is drawn anew",
            inputs=((SEED, DATA, MANY),),
            mode=resampled,
            read=lambda drawn: len(np.unique(drawn[0], axis=0)),
            shown=f"{DRAWN}\nlen(jnp.unique(drawn, axis=0))",
            expected=MANY,
            rtol=0.0,
            atol=0.5,
        ),
        Property(
            "the same key gives the same resamples",
            inputs=((SEED, DATA, MANY),),
            mode=resampled,
            read=lambda drawn: float(np.array_equal(drawn[0], drawn[1])),
            shown=f"{DRAWN}\n(drawn == {RUN.format(1)}).all()",
            expected=1.0,
        ),
        Property(
            "another key gives other resamples",
            inputs=((SEED, DATA, MANY),),
            mode=resampled,
            read=lambda drawn: float(np.array_equal(drawn[0], drawn[2])),
            shown=f"{DRAWN}\n(drawn == {RUN.format(2)}).all()",
            expected=0.0,
        ),
        Property(
            "rows of a table stay whole",
            inputs=((SEED, DATA, 3),),
            mode=of_rows,
            read=lambda apart: np.max(np.abs(apart)),
            shown="rows = jnp.stack([data, data + 1000], axis=1)\n"
            "drawn = {name}(random.key(1), lambda drawn: drawn, rows, 3)\n"
            "abs(drawn[..., 1] - drawn[..., 0] - 1000).max()",
            expected=0.0,
        ),
    ),
    hints=(
        "Each resample needs randomness of its own. How do you get `num_resamples` keys of one?",
        "`random.split(key, num_resamples)` makes the keys. `random.choice(key, data, "
        "(len(data),))` draws one resample, with replacement.",
        "Write a function of one key that draws a resample and returns `function` of it. Then "
        "map it over the keys, with `vmap`, `lax.map` or a loop.",
        "With `keys = random.split(key, num_resamples)`, return "
        "`lax.map(lambda key: function(resample(key, data)), keys)`, where `resample` is "
        "`gm.resample`.",
    ),
    reference=gm.over_resamples,
    insight="A key for each resample, and one map: whatever you can compute from data can be "
    "resampled.",
    why="The keys are what differs from one resample to the next, so the map goes over keys. The "
    "function is an argument: a mean, a median or a whole fit.",
    tip="Tip: your loop works. `lax.map` or `vmap` over the keys makes one program of it.",
    spoiler="lax.map(lambda key: function(resample(key, data)), keys)",
    assembly=Blanks(
        """\
def over_resamples(key, function, data, num_resamples):
    keys = {keys}

    def of_one(key):
        resample = random.choice(key, data, {drawn})
        return function(resample)

    return {results}""",
        blanks={
            "keys": (
                "random.split(key, num_resamples)",
                "jnp.stack([key] * num_resamples)",
            ),
            "drawn": (
                "(len(data),)",
                "(len(data),), replace=False",
                "(num_resamples,)",
            ),
            "results": ("vmap(of_one)(keys)", "jnp.mean(vmap(of_one)(keys))"),
        },
    ),
)


def _shape(seen):
    """Shape of the resamples, () if others came back."""
    return seen.pairs[0][0].shape if seen.pairs else ()


def _one_left_out(seen):
    """Whether all of the data but one are in each resample."""
    rows = seen.pairs[0][0][0]
    return count_different(rows) == N - 1 == rows.shape[1]


def _rows(seen):
    """The resamples of one key, a list of tuples; [] if they are not of the right shape."""
    if _shape(seen) != (4, MANY, N):
        return []
    return [tuple(row) for row in seen.pairs[0][0][0].tolist()]


def _values(seen):
    """All numbers of these resamples."""
    return [each for row in _rows(seen) for each in row]


def _all_the_same(first, *others):
    """Whether all resamples are one, and it is not the data."""
    return set(others) == {first} and sorted(first) != list(DATA)


def _ever_fewer(rows):
    """Whether each resample holds nothing but what the one before holds, down to a few."""
    within = all(set(row) <= set(before) for before, row in pairwise(rows))
    return (
        within
        and len(set(rows)) > 1
        and len(set(rows[-1])) < len(set(rows[0]))
    )


def _the_last(key, function, data, num_resamples):
    for each_key in random.split(key, num_resamples):
        result = function(gm.resample(each_key, data))
    return result


exercise.symptom(
    "One key is used for all resamples, so they are all the same. Split the key, one for each.",
    lambda seen: _rows(seen) and _all_the_same(*_rows(seen)),
    lambda key, function, data, num_resamples: each(
        function, [draw(key, data, len(data))] * num_resamples
    ),
)

exercise.mistake(
    "Each resample is the data in another order, so nothing appears twice. Draw with replacement: "
    "`random.choice(key, data, (len(data),))`, without `replace=False`.",
    lambda key, function, data, num_resamples: each(
        function,
        generator(key).permuted([data] * num_resamples, axis=1),
    ),
)


def _overwritten(seen):
    """Whether what is returned is a name that a loop sets anew in each pass."""
    returned = {
        ast.unparse(node.value)
        for node in ast.walk(seen.tree)
        if isinstance(node, ast.Return) and node.value
    }
    return seen.trial.mode is means and any(
        isinstance(line, ast.Assign)
        and ast.unparse(line.targets[0]) in returned
        and seen.made_by(line.targets[0]) is line.value
        and not isinstance(line.value, (ast.List, ast.BinOp))
        for loop in ast.walk(seen.tree)
        if isinstance(loop, ast.For)
        for line in loop.body
    )


exercise.symptom(
    "Each pass of the loop puts its result in the place of the one before, and the last alone "
    "comes back. Collect them in a list, and stack that.",
    _overwritten,
    _the_last,
)


exercise.symptom(
    "`round` gives the first and the last observation half the chance of the others. "
    "`random.randint(key, shape, 0, len(data))` gives all the same.",
    lambda seen: (
        not seen.error
        and seen.calls("*.uniform")
        and seen.calls("*.round", "*.rint", "builtins.round")
    ),
    lambda key, function, data, num_resamples: vmap(function)(
        data[
            jnp.round(
                random.uniform(key, (num_resamples, len(data)))
                * (len(data) - 1)
            ).astype(int)
        ]
    ),
)


def _maps_along_axis_1(seen):
    """Whether a `vmap` goes along the places in a resample."""
    return any(
        each.arg == "in_axes" and ast.unparse(each.value) == "1"
        for call in seen.all_calls("jax.*vmap")
        for each in call.keywords
    )


exercise.symptom(
    "The map goes along axis 1, over the places in a resample. Resamples are on axis 0: leave "
    "`in_axes=1` out.",
    lambda seen: (
        seen.trial.mode is means
        and not seen.error
        and _maps_along_axis_1(seen)
    ),
    lambda key, function, data, num_resamples: vmap(function, in_axes=1)(
        data[random.randint(key, (num_resamples, len(data)), 0, len(data))]
    ),
)

exercise.symptom(
    "`function` gets single numbers: one `vmap` goes over resamples, and another over what is in "
    "them. It takes a whole resample: leave one `vmap` out.",
    lambda seen: (
        seen.trial.mode is means
        and len(seen.all_calls("jax.*vmap")) > 1
        and np.shape(seen.whole(seen.trial)) == (MANY, N)
    ),
    lambda key, function, data, num_resamples: vmap(vmap(function))(
        data[random.randint(key, (num_resamples, len(data)), 0, len(data))]
    ),
)

exercise.mistake(
    "There is a single result, and there should be one for each resample: draw `num_resamples` of "
    "them, and apply `function` to one after the other, with `vmap`, `lax.map` or a loop.",
    lambda key, function, data, num_resamples: np.asarray(
        function(draw(key, data, num_resamples, len(data)))
    ),
    lambda key, function, data, num_resamples: np.asarray(function(data)),
    lambda key, function, data, num_resamples: np.asarray(
        function(draw(key, data, len(data)))
    ),
    when=lambda seen: not seen.calls("*mean", "*std", "*var"),
)

exercise.mistake(
    "The results are averaged. Return all of them: how they differ is what a bootstrap is about.",
    lambda key, function, data, num_resamples: np.mean(
        each(function, draw(key, data, num_resamples, len(data))), axis=0
    ),
    when=lambda seen: seen.calls("*mean"),
)

exercise.mistake(
    "This is the spread of the results. Return the results themselves, one for each resample.",
    lambda key, function, data, num_resamples: np.std(
        each(function, draw(key, data, num_resamples, len(data))), axis=0
    ),
    when=lambda seen: seen.calls("*std", "*var"),
)

exercise.mistake(
    "These are the resamples. It remains to apply `function` to each.",
    lambda key, function, data, num_resamples: draw(
        key, data, num_resamples, len(data)
    ),
)

exercise.mistake(
    "There are as many resamples as data, and there should be `num_resamples`. A resample has "
    "`len(data)` numbers; how many resamples there are is the other count.",
    lambda key, function, data, num_resamples: each(
        function, draw(key, data, len(data), len(data))
    ),
    lambda key, function, data, num_resamples: each(
        function, draw(key, data, len(data), num_resamples)
    ),
)

exercise.mistake(
    "Each resample has `num_resamples` numbers. It should have as many as the data, `len(data)`.",
    lambda key, function, data, num_resamples: each(
        function, draw(key, data, num_resamples, num_resamples)
    ),
)

exercise.symptom(
    "The resamples are smaller than the data. A standard error belongs to a number of "
    "observations: draw `len(data)` of them.",
    lambda seen: (
        _shape(seen)[:2] == (4, MANY)
        and len(_shape(seen)) == 3
        and _shape(seen)[2] < N
        and not _one_left_out(seen)
    ),
    *(
        lambda key, function, data, num_resamples, less=less: each(
            function, draw(key, data, num_resamples, less(len(data)))
        )
        for less in (lambda n: n // 2, lambda n: n - 1, lambda n: 1)
    ),
)


exercise.symptom(
    "An observation is deleted for each resample, and there are more resamples than observations. "
    "That is the jackknife: draw `len(data)` observations with replacement in its place.",
    lambda seen: "out of bounds" in seen.error and seen.calls("*numpy.delete"),
    lambda key, function, data, num_resamples: each(
        function, [jnp.delete(data, i) for i in range(num_resamples)]
    ),
)

exercise.symptom(
    "`function` takes one argument, a resample, and is called with {number} here.",
    lambda seen: _arguments_of_function(seen),
    lambda key, function, data, num_resamples: vmap(
        lambda key: function(key, gm.resample(key, data))
    )(random.split(key, num_resamples)),
)


def _arguments_of_function(seen):
    """How many arguments `function` is called with, if these are too many."""
    own = dict(seen.own_names()).get("function")
    numbers_of = [
        len(node.args)
        for node in ast.walk(seen.tree)
        if isinstance(node, ast.Call)
        and own in (getattr(node.func, "id", ""), _mapped(seen, node.func))
    ]
    return max(numbers_of, default=0) > 1 and {"number": max(numbers_of)}


def _mapped(seen, function):
    """The name of what is mapped, if a call of `vmap` is called."""
    maps = function in seen.all_calls("jax.*vmap") and function.args
    return getattr(function.args[0], "id", None) if maps else None


exercise.symptom(
    "A resample is a single number here. `random.choice(key, data)` draws one: as many as there "
    "are in the data takes a shape, `(len(data),)`.",
    lambda seen: (
        _shape(seen) == (4, MANY)
        and any(
            len(call.args) == 2 and not call.keywords
            for call in seen.all_calls("jax.*random.choice")
        )
    ),
    lambda key, function, data, num_resamples: vmap(
        lambda key: function(random.choice(key, data))
    )(random.split(key, num_resamples)),
)

exercise.late_symptom(
    "`function` gets single numbers here, one for each of its calls. It takes a whole resample: "
    "draw `len(data)` observations for each of `num_resamples` calls.",
    lambda seen: (
        _shape(seen) == (4, MANY) and np.all(np.isin(seen.pairs[0][0], DATA))
    ),
    lambda key, function, data, num_resamples: vmap(function)(
        random.choice(key, data, shape=(num_resamples,))
    ),
)

exercise.symptom(
    "`function` is applied to each observation by itself. It takes a whole resample: draw first, "
    "and apply it to what is drawn.",
    lambda seen: _maps_over_data(seen),
    lambda key, function, data, num_resamples: random.choice(
        key, vmap(function)(data), (num_resamples,)
    ),
)


def _maps_over_data(seen):
    """Whether `function` is mapped over the data as they come."""
    own = dict(seen.own_names())
    for call in ast.walk(seen.tree) if own else ():
        text = ast.unparse(call) if isinstance(call, ast.Call) else ""
        for template in ("map({function}, {data})", "map({function})({data})"):
            if text.endswith(template.format(**own)):
                data = ast.Name(own["data"])
                return seen.made_by(data) is data  # nothing else by this name
    return False


exercise.symptom(
    "`gm.bootstrap` refits a mixture to each resample, and takes its parameters. Here `function` "
    "is any function: draw the resamples, and apply it to each.",
    lambda seen: seen.error and seen.calls("*.bootstrap"),
    lambda key, function, data, num_resamples: gm.bootstrap(
        key, function, data, num_resamples
    ),
)

exercise.symptom(
    "The results come back one by one, in a Python list, and one array of them is asked for: "
    "`jnp.stack(results)`.",
    lambda seen: seen.error.startswith("WrongReturnType: expected  one array"),
    lambda key, function, data, num_resamples: [
        function(gm.resample(each, data))
        for each in random.split(key, num_resamples)
    ],
)


@exercise.mistake
def left_out_in_turn(key, function, data, num_resamples):
    """Each time one observation is left out, and no draw is made.

    That is the jackknife. Draw `len(data)` observations with replacement.
    """
    rows = [np.delete(data, i % len(data)) for i in range(num_resamples)]
    return each(function, rows)


exercise.mistake(
    "Nothing is resampled: the function gets the data as they are, every time.",
    lambda key, function, data, num_resamples: each(
        function, [data] * num_resamples
    ),
)

exercise.symptom(
    "The function gets the numbers of the places that are drawn, 0, 1, 2 and so on. Look up what "
    "stands there: `data[places]`.",
    lambda seen: (
        _rows(seen)
        and set(_values(seen)) <= set(range(N))
        and 0 in _values(seen)
    ),
    lambda key, function, data, num_resamples: each(
        function, draw(key, np.arange(len(data)), num_resamples, len(data))
    ),
)

exercise.mistake(
    "Random numbers stand in the place of the data here, or are added to them. A resample holds "
    "none but the data's own: draw from these, and leave them as they are.",
    lambda key, function, data, num_resamples: each(
        function,
        np.mean(data)
        + np.std(data) * random.normal(key, (num_resamples, len(data))),
    ),
    lambda key, function, data, num_resamples: each(
        function,
        draw(key, data, num_resamples, len(data))
        + random.normal(key, (num_resamples, len(data))),
    ),
    lambda key, function, data, num_resamples: each(
        function,
        random.uniform(key, (num_resamples, len(data)), maxval=data.max()),
    ),
    when=lambda seen: seen.calls("*random.normal", "*random.uniform"),
)

exercise.symptom(
    "The last observation is never drawn. Places run from 0 to `len(data) - 1`, and "
    "`random.randint` leaves its upper bound out.",
    lambda seen: _rows(seen) and set(_values(seen)) == set(DATA[:-1]),
    lambda key, function, data, num_resamples: each(
        function, draw(key, data[:-1], num_resamples, len(data))
    ),
)

exercise.symptom(
    "The first observation is never drawn. Places are counted from 0.",
    lambda seen: _rows(seen) and set(_values(seen)) == set(DATA[1:]),
    lambda key, function, data, num_resamples: each(
        function, draw(key, data[1:], num_resamples, len(data))
    ),
)

exercise.symptom(
    "A resample is one observation, repeated. Draw `len(data)` of them anew: the shape is "
    "`(len(data),)`.",
    lambda seen: (
        _rows(seen) and all(len(set(row)) == 1 for row in _rows(seen))
    ),
    lambda key, function, data, num_resamples: each(
        function,
        np.repeat(draw(key, data, num_resamples, 1), len(data), axis=1),
    ),
)

exercise.mistake(
    "The key that comes in is not used: every call makes its own, the same each time. Make all "
    "keys of `key`.",
    lambda key, function, data, num_resamples: each(
        function, draw(random.key(0), data, num_resamples, len(data))
    ),
)

exercise.symptom(
    "A resample of a resample: each is drawn from the one before, so observations get lost for "
    "good. Draw each from the data.",
    lambda seen: _rows(seen) and _ever_fewer(_rows(seen)),
    lambda key, function, data, num_resamples: each(
        function, _in_a_chain(generator(key), data, num_resamples)
    ),
)


def _in_a_chain(rng, data, num_resamples):
    drawn = []
    for _ in range(num_resamples):
        data = data[rng.integers(0, len(data), len(data))]
        drawn.append(data)
    return drawn


exercise.symptom(
    "`function` gets keys here. Draw a resample with each key first, and hand that over: write a "
    "function of a key that does both.",
    lambda seen: (
        any(
            text in seen.error
            for text in ("key<", "dtype=key", "extended dtype")
        )
        and any(
            call.args
            and seen.name_of(call).rpartition(".")[2] in ("vmap", "map")
            and getattr(call.args[0], "id", "")
            in ("function", "statistic", "f")
            for call in seen.all_calls("jax.*vmap", "jax.*map", "map")
        )
    ),
    lambda key, function, data, num_resamples: vmap(function)(
        random.split(key, num_resamples)
    ),
)

exercise.symptom(
    "`random.choice` takes one key, and here it gets an array of keys. Map a function of one key "
    "over them, with `vmap` or `lax.map`.",
    lambda seen: (
        "accepts a single key" in seen.error
        or "got keys of shape" in seen.error
        or "key array of shape" in seen.error
    ),
    lambda key, function, data, num_resamples: function(
        random.choice(random.split(key, num_resamples), data, (len(data),))
    ),
)


exercise.symptom(
    "The places that are drawn run up to `num_resamples`, and beyond the last observation JAX "
    "takes the last. They run from 0 up to `len(data)`.",
    lambda seen: any(
        len(call.args) > 3 and seen.made_of(call.args[3]) == {"num_resamples"}
        for call in seen.all_calls("jax.*random.randint")
    ),
    lambda key, function, data, num_resamples: vmap(
        lambda places: function(data[places])
    )(random.randint(key, (num_resamples, len(data)), 0, num_resamples)),
)


@exercise.right
def resample_by_index(key, function, data, num_resamples):
    n = len(data)
    index = random.randint(key, (num_resamples, n), 0, n)
    return vmap(lambda places: function(data[places]))(index)


@exercise.right
def resample_in_a_loop(key, function, data, num_resamples):
    results = []
    for _ in range(num_resamples):
        key, subkey = random.split(key)
        drawn = random.choice(subkey, data, shape=(data.shape[0],))
        results.append(function(drawn))
    return jnp.stack(results)


@exercise.right
def resample_in_a_scan(k, f, x, m):
    def step(k, _):
        k, own = random.split(k)
        return k, f(gm.resample(own, x))

    return lax.scan(step, k, length=m)[1]


@exercise.right
def resample_folding_in(key, function, data, num_resamples):
    return lax.map(
        lambda i: function(
            random.choice(random.fold_in(key, i), data, data.shape[:1])
        ),
        jnp.arange(num_resamples),
    )
