"""A label for each row, and its doubt: `clusters_and_uncertainty`."""

import ast

import jax
import jax.numpy as jnp
import numpy as np

from dl_workshop.check.assembly import Blanks
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.inputs import first, second, several

# The likeliest component is the first, the last, the middle one; one row is nearly undecided.
ROWS = (
    (0.7, 0.2, 0.1),
    (0.05, 0.15, 0.8),
    (0.25, 0.6, 0.15),
    (0.26, 0.36, 0.38),
)
TWO = ((0.999, 0.001), (0.4, 0.6))


def clusters_and_uncertainty(responsibilities):
    """Most probable component of each row, and the probability of another."""
    clusters = jnp.argmax(responsibilities, axis=1)
    return clusters, 1 - jnp.max(responsibilities, axis=1)


exercise = Exercise(
    chapter="several_measurements",
    place=820,
    title="Which component, and how surely",
    minutes=6,
    difficulty="easy",
    task="From the responsibilities, of shape (n_data, n_components), make two vectors: the "
    "number of each row's most probable component, counted from 0, and the probability that "
    "another one made it. Return them as a pair.",
    stub='''\
def clusters_and_uncertainty(responsibilities):
    """Most probable component of each row, and the probability of another."""
    ...''',
    returns=several(2, "a pair: the clusters, and their uncertainties"),
    properties=(
        Property(
            "the first result is the number of the most probable component, for each row",
            inputs=((ROWS,), (TWO,)),
            mode=first,
            shown="{name}({arguments})[0]",
        ),
        Property(
            "the second result is the probability of all other components together",
            inputs=((ROWS,), (TWO,)),
            mode=second,
            shown="{name}({arguments})[1]",
            atol=1e-5,
        ),
        Property(
            "the numbers of the components are whole, so that they can stand in brackets",
            inputs=((TWO,),),
            mode=first,
            read=lambda clusters: float(
                np.asarray(clusters).dtype.kind in "iub"
            ),
            shown="jnp.issubdtype({name}({arguments})[0].dtype, jnp.integer)",
            expected=1.0,
        ),
    ),
    hints=(
        "A row of responsibilities sums to 1. If the largest is 0.7, how much is left for all the "
        "others?",
        "`jnp.argmax` gives the place of the largest number, `jnp.max` the number. Along which "
        "axis are the components?",
        "Components are axis 1: `jnp.argmax(responsibilities, axis=1)` are the clusters.",
        "Return the pair `jnp.argmax(responsibilities, axis=1), 1 - jnp.max(responsibilities, "
        "axis=1)`.",
    ),
    reference=clusters_and_uncertainty,
    insight="With K components the doubt is at most 1 - 1/K: there, all are equally probable.",
    why="A row of responsibilities is a distribution over components. Its largest entry names the "
    "best guess, and what is missing to 1 is how often such a guess is wrong, if the model holds.",
    tip="Tip: your loop works. `axis=1` asks all rows at once.",
    spoiler="1 - jnp.max(responsibilities, axis=1)",
    assembly=Blanks(
        """\
def clusters_and_uncertainty(responsibilities):
    clusters = {clusters}
    uncertainties = {uncertainties}
    return clusters, uncertainties""",
        blanks={
            "clusters": (
                "jnp.argmax(responsibilities, axis=1)",
                "jnp.argmax(responsibilities, axis=0)",
                "jnp.max(responsibilities, axis=1)",
            ),
            "uncertainties": (
                "1 - jnp.max(responsibilities, axis=1)",
                "jnp.max(responsibilities, axis=1)",
                "jnp.min(responsibilities, axis=1)",
                "1 - jnp.max(responsibilities, axis=0)",
            ),
        },
    ),
)


def clusters(responsibilities):
    """The right first result."""
    return np.argmax(responsibilities, axis=1)


def doubts(responsibilities):
    """The right second result."""
    return 1 - np.max(responsibilities, axis=1)


exercise.mistake(
    "The clusters are searched along axis 0, over the rows. Components are axis 1.",
    lambda r: (np.argmax(r, axis=0), doubts(r)),
    lambda r: (np.argmax(r, axis=0), 1 - np.max(r, axis=0)),
)

exercise.mistake(
    "The least probable component is named: `argmin` where `argmax` is due.",
    lambda r: (np.argmin(r, axis=1), doubts(r)),
)

exercise.mistake(
    "Components are counted from 1 here. Count from 0, as `argmax` does.",
    lambda r: (clusters(r) + 1, doubts(r)),
)

exercise.mistake(
    "The two results have changed places: clusters first, then the uncertainty.",
    lambda r: (doubts(r), clusters(r)),
)

exercise.mistake(
    "These are the largest responsibilities. The first result is their place: `argmax`.",
    lambda r: (np.max(r, axis=1), doubts(r)),
)

exercise.mistake(
    "Without an axis `argmax` searches the whole table, and gives one number for all rows.",
    lambda r: (np.argmax(r), doubts(r)),
    lambda r: (np.argmax(r), 1 - np.max(r)),
)

exercise.mistake(
    "Components are sorted by their responsibility, all of them. The most probable alone is asked "
    "for.",
    lambda r: (np.argsort(r, axis=1), doubts(r)),
    lambda r: (np.argsort(-r, axis=1), doubts(r)),
)

exercise.mistake(
    "There is a 1 in the place of the component. Its number is asked for.",
    lambda r: (np.eye(r.shape[1])[clusters(r)], doubts(r)),
    lambda r: (np.eye(r.shape[1], dtype=int)[clusters(r)], doubts(r)),
)

exercise.mistake(
    "Responsibilities are rounded, or compared with one half. Of three components, the most "
    "probable may have less: `argmax`.",
    lambda r: (np.argmax(r > 0.5, axis=1), doubts(r)),
    lambda r: (r > 0.5, doubts(r)),
    lambda r: (np.argmax(np.round(r), axis=1), doubts(r)),
)

exercise.mistake(
    "The responsibilities are rounded before the largest is searched, and ties arise. Leave them "
    "as they are.",
    lambda r: (np.argmax(np.round(r, 1), axis=1), doubts(r)),
    when=lambda seen: (
        seen.calls("*round", "*rint", "*floor", "*.astype")
        and seen.calls("*argmax", "*argsort", "*top_k")
    ),
)

exercise.mistake(
    "Uncertainty is the probability of the others; this is that of the component itself. Subtract "
    "it from 1.",
    lambda r: (clusters(r), np.max(r, axis=1)),
)

exercise.mistake(
    "The largest responsibility is searched along axis 0, over the rows. Components are axis 1.",
    lambda r: (clusters(r), 1 - np.max(r, axis=0)),
)

exercise.mistake(
    "The second result is one number for all rows. Each row has its own doubt: `axis=1`.",
    lambda r: (clusters(r), 1 - np.max(r)),
)

exercise.mistake(
    "The doubts of all rows are put together in one number. Each row keeps its own.",
    lambda r: (clusters(r), np.mean(doubts(r))),
    lambda r: (clusters(r), np.sum(doubts(r))),
)

exercise.mistake(
    "The smallest responsibility is subtracted from 1. It is the largest that counts.",
    lambda r: (clusters(r), 1 - np.min(r, axis=1)),
)

exercise.mistake(
    "This is the smallest responsibility. The doubt is that of all others together.",
    lambda r: (clusters(r), np.min(r, axis=1)),
)

exercise.mistake(
    "This is the responsibility of the second best alone. All others count together.",
    lambda r: (clusters(r), np.sort(r, axis=1)[:, -2]),
)

exercise.mistake(
    "This is the lead of the best over the second. The doubt is what the best lacks to 1.",
    lambda r: (clusters(r), np.ptp(np.sort(r, axis=1)[:, -2:], axis=1)),
)

exercise.mistake(
    "This is the lead of the best over the least. The doubt is what the best lacks to 1.",
    lambda r: (clusters(r), np.ptp(r, axis=1)),
)

exercise.mistake(
    "This is the entropy, another measure of doubt, in nats. A probability is asked for.",
    lambda r: (clusters(r), -np.sum(r * np.log(r), axis=1)),
)

exercise.mistake(
    "The number of the component is subtracted from 1, and not its probability: `max` in place of "
    "`argmax`.",
    lambda r: (clusters(r), 1 - clusters(r)),
    lambda r: (clusters(r), 1 - np.max(clusters(r))),
)

exercise.mistake(
    "The responsibilities of the first row are subtracted from 1. Each row has a largest of its "
    "own: `jnp.max(responsibilities, axis=1)`.",
    lambda r: (clusters(r), 1 - r[0]),
)

exercise.mistake(
    "Each responsibility is subtracted from 1. One number for each row is due, from the largest.",
    lambda r: (clusters(r), 1 - r),
)

exercise.mistake(
    "This is the standard deviation of the responsibilities. A probability is asked for.",
    lambda r: (clusters(r), np.std(r, axis=1)),
)

exercise.mistake(
    "This is the variance of the responsibilities. A probability is asked for.",
    lambda r: (clusters(r), np.var(r, axis=1)),
)

exercise.mistake(
    "The doubt has its sign turned: 1 comes first.",
    lambda r: (clusters(r), np.max(r, axis=1) - 1),
)

exercise.mistake(
    "The doubt is averaged over the other components. They count together.",
    lambda r: (clusters(r), doubts(r) / (r.shape[1] - 1)),
)

exercise.mistake(
    "The sum of all responsibilities is subtracted from 1, so that nothing is left.",
    lambda r: (clusters(r), 1 - np.sum(r, axis=1)),
)

exercise.mistake(
    "This is 1 divided by the largest responsibility. Subtract it from 1.",
    lambda r: (clusters(r), 1 / np.max(r, axis=1)),
)

exercise.symptom(
    "A pair is asked for: the clusters, a comma, and their uncertainties.",
    lambda seen: seen.error.startswith("WrongReturnType: expected  a pair"),
    lambda r: clusters(r),
)


exercise.mistake(
    "The number comes from comparing one column with one half, or from rounding it. That serves "
    "two components; `argmax` finds the largest of any number.",
    lambda table: ((table[:, 1] > 0.5).astype(int), 1 - table.max(axis=1)),
    lambda table: ((table[:, -1] > 0.5).astype(int), 1 - table.max(axis=1)),
)

exercise.mistake(
    "The uncertainty is one minus the first column. It is that of the row's most probable "
    "component: one minus the largest.",
    lambda table: (np.argmax(table, axis=1), 1 - table[:, 0]),
)


exercise.mistake(
    "The numbers of the components choose whole rows or columns here, and not an entry of each "
    "row. `jnp.max(responsibilities, axis=1)` is that entry.",
    lambda r: (clusters(r), 1 - r[clusters(r)]),
    lambda r: (clusters(r), 1 - r[:, clusters(r)]),
    lambda r: (clusters(r), r[clusters(r)]),
    lambda r: (clusters(r), r[:, clusters(r)]),
)

exercise.mistake(
    "These are logarithms of probabilities. The probability of the others is 1 minus the largest.",
    lambda r: (clusters(r), -np.log(np.max(r, axis=1))),
    lambda r: (clusters(r), np.log(np.max(r, axis=1))),
    lambda r: (clusters(r), np.log(doubts(r))),
    lambda r: (clusters(r), np.log1p(-np.max(r, axis=1))),
)

exercise.mistake(
    "The numbers of the components are averaged, with the responsibilities. They are names: take "
    "the one that is most probable, `argmax`.",
    lambda r: (r @ np.arange(r.shape[1]), doubts(r)),
    *(
        lambda r, whole=whole, kind=kind: (
            whole(r @ np.arange(r.shape[1])).astype(kind),
            doubts(r),
        )
        for whole in (np.round, np.floor)
        for kind in (int, float)
    ),
    when=lambda seen: not seen.calls("*argmax"),
)

exercise.mistake(
    "Two columns are compared. That serves two components; `argmax` finds the largest of any "
    "number.",
    lambda r: ((r[:, 1] > r[:, 0]).astype(int), doubts(r)),
    lambda r: (r[:, 1] > r[:, 0], doubts(r)),
    lambda r: (np.argmax(r[:, :2], axis=1), doubts(r)),
    when=lambda seen: any(
        isinstance(node, ast.Compare) or ast.unparse(node).endswith(":2]")
        for node in ast.walk(seen.tree)
        if isinstance(node, (ast.Compare, ast.Subscript))
    ),
)

exercise.mistake(
    "These are squares of responsibilities. The probability of the others is 1 minus the largest.",
    lambda r: (clusters(r), 1 - np.sum(r**2, axis=1)),
    lambda r: (clusters(r), 1 - np.max(r, axis=1) ** 2),
)

exercise.mistake(
    "The responsibilities of all rows are put together. Each row has its own doubt: `axis=1`.",
    lambda r: (clusters(r), np.sum(r) - np.max(r, axis=1)),
    lambda r: (clusters(r), np.max(r, axis=1) / np.sum(r)),
    lambda r: (clusters(r), 1 - np.max(r, axis=1) / np.sum(r)),
)

exercise.mistake(
    "This is the mean responsibility, the same for each row. The doubt is 1 minus the largest.",
    lambda r: (clusters(r), np.mean(r, axis=1)),
    lambda r: (clusters(r), 1 - np.mean(r, axis=1)),
)

exercise.mistake(
    "The product p (1 - p) is a variance. The probability of the others is 1 minus the largest.",
    lambda r: (clusters(r), np.max(r, axis=1) * doubts(r)),
    lambda r: (clusters(r), np.sqrt(np.max(r, axis=1) * doubts(r))),
)

exercise.mistake(
    "These are odds, a probability divided by another. The probability of the others is 1 minus "
    "the largest.",
    lambda r: (clusters(r), doubts(r) / np.max(r, axis=1)),
    lambda r: (clusters(r), np.max(r, axis=1) / doubts(r)),
)


exercise.mistake(
    "Columns are searched in place of rows, one for each row. Components are axis 1.",
    lambda r: (
        np.argmax(jnp.asarray(r)[:, jnp.arange(len(r))], axis=0),
        doubts(r),
    ),
    when=lambda seen: any(
        isinstance(getattr(node, "slice", None), ast.Tuple)
        for node in ast.walk(seen.tree)
    ),
)


@exercise.right
def clusters_by_loop(responsibilities):
    labels, doubt = [], []
    for row in responsibilities:
        best = int(jnp.argmax(row))
        labels.append(best)
        doubt.append(1 - float(row[best]))
    return labels, doubt


@exercise.right
def clusters_by_sorting(r):
    order = jnp.argsort(r, axis=-1)
    others = jnp.sort(r, axis=-1)[:, :-1].sum(axis=-1)
    return order[:, -1], others


@exercise.right
def clusters_by_vmap(responsibilities):
    def of_row(row):
        return jnp.argmax(row), jnp.sum(row) - row[jnp.argmax(row)]

    return jax.vmap(of_row)(responsibilities)
