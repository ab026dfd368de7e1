"""The stick put together again: `beta_draw_from_weights`."""

import ast

import jax.numpy as jnp
import numpy as np
from jax import lax

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import variants
from dl_workshop.check.assembly import Blanks
from dl_workshop.check.call_modes import shape
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.inputs import (
    A_PAIR,
    OVER_STICKS,
    first,
    over_sticks,
    second,
)

WEIGHTS = (0.5, 0.2, 0.21, 0.09)


# Binary fractions, and a rest below the rounding error of 1 in float64, too.
TINY_REST = (0.75, 0.25, 3e-20, 0.75e-20, 0.25e-20)


def rests_from_the_end(weights):
    """The rest before each break, and after the last."""
    return np.cumsum(weights[::-1])[::-1]


def shares_from_the_end(weights):
    """The shares, as they should be."""
    return (weights / rests_from_the_end(weights))[:-1]


exercise = Exercise(
    chapter="dirichlet_process",
    place=1210,
    title="The stick put together again",
    minutes=8,
    difficulty="medium",
    task="Write the inverse: from K weights the sum of all but the last, and the K - 1 shares "
    "that made them. It has to hold where hardly anything of the stick is left.",
    stub='''\
def beta_draw_from_weights(weights):
    """The sum of all weights but the last, and the shares."""
    ...''',
    returns=A_PAIR,
    properties=(
        Property(
            "four weights come from three shares",
            inputs=((WEIGHTS,),),
            mode=second,
            read=shape,
            shown="{name}({arguments})[1].shape",
        ),
        Property(
            "a share is the weight divided by the rest before its break",
            inputs=((WEIGHTS,),),
            mode=second,
            shown="{name}({arguments})[1]",
        ),
        Property(
            "the first result is the sum of all weights but the last",
            inputs=((WEIGHTS,),),
            mode=first,
            shown="{name}({arguments})[0]",
        ),
        Property(
            "shares come back from a rest far below the rounding error of 1",
            inputs=((TINY_REST,),),
            mode=second,
            shown="{name}({arguments})[1]",
        ),
        Property(
            "`vmap` can map it over sticks",
            inputs=((WEIGHTS,),),
            mode=over_sticks,
            shown=OVER_STICKS,
        ),
    ),
    hints=(
        "From the weights 0.5, 0.2, 0.21 and 0.09: how much was left before the second break? "
        "There are two ways to add that up.",
        "The rest before break k is the sum of the weights from k on. A cumulative sum of the "
        "weights in reverse order, reversed again, gives all rests.",
        "With `rests = jnp.cumsum(weights[::-1])[::-1]`, a share is a weight divided by its rest, "
        "for all weights but the last.",
        "Return `jnp.sum(weights[:-1]), (weights / rests)[:-1]`. The package's version does the "
        "same in logarithms: `sigmoid(stick_logits_from_log_weights(log_weights))` and "
        "`jnp.sum(weights[:-1]) / jnp.sum(weights)`.",
    ),
    reference=gm.beta_draw_from_weights,
    insight="Adding from the end loses nothing, and subtracting from 1 loses every digit in time.",
    why="The rest before a break is the sum of all pieces that come after. The package adds in "
    "logarithms and goes through log odds, which stay exact where a share is nearly 1; a weight "
    "of 0 has no logarithm, so the smallest positive number stands in for it.",
    tip="Tip: your loop works. `jnp.cumsum(weights[::-1])[::-1]` gives all rests at once.",
    spoiler="sigmoid(stick_logits_from_log_weights(log_weights))",
    assembly=Blanks(
        """\
def beta_draw_from_weights(weights):
    rests = {rests}
    beta_draws = {shares}
    return {first_result}, beta_draws""",
        blanks={
            "rests": (
                "jnp.cumsum(weights[::-1])[::-1]",
                "1 - jnp.cumsum(weights)",
                "jnp.cumsum(weights)",
            ),
            "shares": (
                "weights[:-1] / rests[:-1]",
                "weights[:-1] / rests[1:]",
                "weights / rests",
            ),
            "first_result": (
                "jnp.sum(weights[:-1])",
                "jnp.sum(weights)",
                "weights[-1]",
            ),
        },
    ),
)


@exercise.mistake
def one_minus_the_sum(weights):
    """The rest is computed as 1 minus a sum, and that is rounding error where the rest is tiny.

    Add the weights up from the end: `jnp.cumsum(weights[::-1])[::-1]`.
    """
    with np.errstate(divide="ignore"):
        shares = weights / (1 - (np.cumsum(weights) - weights))
    return np.sum(weights[:-1]), shares[:-1]


@exercise.mistake
def all_minus_the_sum(weights):
    """The rest is what a running sum lacks to the whole: rounding error where the rest is tiny.

    Add the weights up from the end: `jnp.cumsum(weights[::-1])[::-1]`.
    """
    left = np.sum(weights) - np.cumsum(weights)
    return np.sum(weights[:-1]), (weights / (left + weights))[:-1]


@exercise.mistake
def rest_after_the_break(weights):
    """Each weight is divided by the rest after its break.

    Divide by the rest before it, with the weight itself in it.
    """
    rests = rests_from_the_end(weights)
    return np.sum(weights[:-1]), weights[:-1] / rests[1:]


exercise.mistake(
    "The rests are shifted by one the wrong way: each weight is divided by the rest before the "
    "break before. Divide it by the sum from the weight itself on.",
    lambda weights: (
        np.sum(weights[:-1]),
        weights[:-1] / np.append(1, rests_from_the_end(weights)[:-2]),
    ),
)

exercise.mistake(
    "There is a share for the last weight as well, and it is 1. The last weight is what was "
    "left, nothing was broken off: leave it out.",
    lambda weights: (
        np.sum(weights[:-1]),
        weights / rests_from_the_end(weights),
    ),
    lambda weights: (np.sum(weights[:-1]), _by_subtraction(weights)),
)


def _by_subtraction(weights):
    with np.errstate(divide="ignore"):
        return weights / (1 - np.cumsum(weights) + weights)


exercise.mistake(
    "The sum up to each weight is turned round. Turn the weights round before you add them up, "
    "and the sums then: `jnp.cumsum(weights[::-1])[::-1]`.",
    lambda weights: (
        np.sum(weights[:-1]),
        (weights / np.cumsum(weights)[::-1])[:-1],
    ),
)

exercise.mistake(
    "The weights come back as they are, without the last. Divide each by its rest.",
    lambda weights: (np.sum(weights[:-1]), weights[:-1]),
)

exercise.mistake(
    "These are the shares that stay. What breaks off is 1 minus that.",
    lambda weights: (np.sum(weights[:-1]), 1 - shares_from_the_end(weights)),
)

exercise.mistake(
    "Each weight is divided by the sum up to it. What was left is the sum from it on.",
    lambda weights: (
        np.sum(weights[:-1]),
        (weights / np.cumsum(weights))[:-1],
    ),
)

exercise.mistake(
    "Each weight is divided by its neighbour. A share is taken of all that is left, not of "
    "one piece.",
    lambda weights: (np.sum(weights[:-1]), weights[1:] / weights[:-1]),
)


@exercise.mistake
def shares_summed(weights):
    """The first result is the sum of the shares. Sum the weights, all but the last."""
    shares = shares_from_the_end(weights)
    return np.sum(shares), shares


exercise.mistake(
    "The first result is the last weight; wanted is the sum of all the others.",
    lambda weights: (weights[-1], shares_from_the_end(weights)),
)

exercise.mistake(
    "The first result sums all weights. Leave the last one out.",
    lambda weights: (np.sum(weights), shares_from_the_end(weights)),
)

exercise.mistake(
    "The shares come alone. The sum of all weights but the last goes before them.",
    lambda weights: shares_from_the_end(weights),
)

exercise.mistake(
    "The pair is the wrong way round: the shares come second.",
    lambda weights: (shares_from_the_end(weights), np.sum(weights[:-1])),
)


@exercise.mistake
def rest_subtracted(weights):
    """Each weight is subtracted from what was left, and a tiny rest drowns in rounding error.

    Add the weights up from the end: `jnp.cumsum(weights[::-1])[::-1]`.
    """
    rest, shares = np.float64(1), []
    with np.errstate(divide="ignore"):
        for weight in weights[:-1]:
            shares.append(weight / rest)
            rest = rest - weight
    return np.sum(weights[:-1]), np.array(shares)


@exercise.mistake
def log_odds(weights):
    """These are the log odds of the shares. `sigmoid` of them gives the shares."""
    rests = rests_from_the_end(weights)
    return np.sum(weights[:-1]), np.log(weights[:-1] / rests[1:])


@exercise.mistake
def rests_in_reverse(weights):
    """The rests stand in reverse order: reverse them again behind the cumulative sum."""
    return np.sum(weights[:-1]), (weights / np.cumsum(weights[::-1]))[:-1]


exercise.mistake(
    "The shares stand in reverse order, that of the sum from the end. Reverse them as well, "
    "`[::-1]`, before the share of the last weight is left out.",
    lambda weights: (
        np.sum(weights[:-1]),
        (weights / rests_from_the_end(weights))[::-1][:-1],
    ),
    lambda weights: (
        np.sum(weights[:-1]),
        (weights / rests_from_the_end(weights))[::-1],
    ),
)

exercise.mistake(
    "Each weight is divided by one sum for all. What was left is less with each break: the sum "
    "from the weight on.",
    lambda weights: (
        np.sum(weights[:-1]),
        weights[:-1] / np.sum(weights[:-1]),
    ),
)

exercise.symptom(
    "`stick_breaking_weights` makes weights of shares. This is the way back, from weights to "
    "shares: divide each weight by what was left before its break.",
    lambda seen: seen.calls("*.stick_breaking_weights"),
    lambda weights: gm.stick_breaking_weights(weights),
)


LAST_REST = sum(TINY_REST[-2:])  # what is left before the last break


def _bound(seen):
    """A small number that a call puts in the place of smaller ones, None if there is none."""
    for call in seen.all_calls("*.clip", "*.maximum"):
        bounds = [
            node.value
            for node in ast.walk(call)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, float)
            and 0 < node.value < 1
        ]
        if bounds and TINY_REST in seen.trial.arguments:
            return max(bounds)
    return None


def _above_what_is_left(seen):
    bound = _bound(seen)
    return bound and bound > LAST_REST and {"bound": f"{bound:g}"}


def _difference_with_a_bound(weights):
    rests = np.clip(1 - (np.cumsum(weights) - weights), 1e-30, None)
    return np.sum(weights[:-1]), (weights / rests)[:-1]


exercise.symptom(
    "What is left is a difference from 1, which rounds to 0 where little is left, and the bound "
    "hides that. Add the weights up from the end: `jnp.cumsum(weights[::-1])[::-1]`.",
    lambda seen: (
        (_bound(seen) or 1) <= LAST_REST
        and any(isinstance(node, ast.Sub) for node in ast.walk(seen.tree))
    ),
    _difference_with_a_bound,
)

exercise.symptom(
    "Nothing below {bound} is let through here, and what is left is smaller than that. Rests that "
    "are added up from the end, `jnp.cumsum(weights[::-1])[::-1]`, need no bound.",
    _above_what_is_left,
    lambda weights: (
        np.sum(weights[:-1]),
        (weights / np.clip(1 - np.cumsum(weights) + weights, 1e-12, 1))[:-1],
    ),
    lambda weights: (
        np.sum(weights[:-1]),
        (weights / np.maximum(rests_from_the_end(weights), 1e-9))[:-1],
    ),
)


@exercise.mistake
def running_sum_first(weights):
    """The first result is a running sum. It is one number, the sum of all weights but the last."""
    return np.cumsum(weights)[:-1], shares_from_the_end(weights)


exercise.mistake(
    "The last weight is left out of the rests. What was left before a break holds every piece "
    "from there on, the last as well.",
    lambda weights: (
        np.sum(weights[:-1]),
        weights[:-1] / np.cumsum(weights[:-1][::-1])[::-1],
    ),
)

exercise.mistake(
    "The first share is dropped. The last one is 1, whatever the weights are: drop that.",
    lambda weights: (
        np.sum(weights[:-1]),
        (weights / np.cumsum(weights[::-1])[::-1])[1:],
    ),
)

exercise.mistake(
    "Each weight is multiplied by its rest. A share is the weight divided by the rest.",
    lambda weights: (
        np.sum(weights[:-1]),
        (weights * np.cumsum(weights[::-1])[::-1])[:-1],
    ),
)


def _in_parts(weights, rests, share, kept):
    return kept(share(weights, rests(weights)))


def _left(step):
    """What is left before each break, by a step from one rest to the next."""

    def rests(weights):
        rest, kept = np.float64(1), []
        for weight in weights:
            kept.append(rest)
            rest = step(rest, weight)
        return np.array(kept)

    return rests


RESTS = {
    "": rests_from_the_end,
    "The rest is 1 minus a sum, or is lessened weight by weight: where it is tiny that is "
    "rounding error. Add up from the end.": _left(
        lambda rest, weight: rest - weight
    ),
    "The weight is taken for a share of the rest: what comes off the rest is the weight itself.": (
        _left(lambda rest, weight: rest * (1 - weight))
    ),
    "The share is subtracted from the rest. What comes off is the weight.": _left(
        lambda rest, weight: rest - weight / rest
    ),
    "The rest after the break stands in the place of that before it.": lambda weights: (
        rests_from_the_end(weights) - weights
    ),
    "The sum up to each weight stands in the place of what is left from it on.": np.cumsum,
    "The sum of all weights stands in the place of what is left: it is smaller with each break.": (
        lambda weights: np.full_like(weights, np.sum(weights))
    ),
    "What is left is taken to be the weight and the next. It is all weights from there on.": (
        lambda weights: weights + np.append(weights[1:], 0)
    ),
    "The next weight stands in the place of what is left.": lambda weights: (
        np.append(weights[1:], 1)
    ),
    "The largest weight stands in the place of what is left.": lambda weights: (
        np.full_like(weights, np.max(weights))
    ),
    "The rests stand in reverse order.": lambda weights: np.cumsum(
        weights[::-1]
    ),
    "The product of what the weights leave stands in the place of the rest.": lambda weights: (
        np.cumprod(1 - weights)
    ),
}
TAKEN = {
    "": lambda weights, rests: weights / rests,
    "One minus the share comes back: what stays.": lambda weights, rests: (
        1 - weights / rests
    ),
    "The fraction is upside down: the weight is divided by the rest.": (
        lambda weights, rests: rests / weights
    ),
    "The rest multiplies the weight, and is to divide it.": lambda weights, rests: (
        weights * rests
    ),
    "The rest is subtracted from the weight, and is to divide it.": lambda weights, rests: (
        weights - rests
    ),
    "The rests come back. A share is the weight divided by its rest.": (
        lambda weights, rests: rests
    ),
    "The logarithm of the share is taken.": lambda weights, rests: np.log(
        weights / rests
    ),
}
KEPT = {
    "": lambda shares: shares[:-1],
    "There is a share for the last weight as well: leave it out.": lambda shares: (
        shares
    ),
    "The first share is dropped, and the last is to be.": lambda shares: (
        shares[1:]
    ),
    "The shares stand in reverse order.": lambda shares: shares[:-1][::-1],
}

exercise.late_symptom(
    "{faults}",
    variants.of_variants(_in_parts, RESTS, TAKEN, KEPT, modes=(second,)),
    lambda weights: (
        np.sum(weights[:-1]),
        1 - (weights / np.cumsum(weights))[:-1],
    ),
)


@exercise.mistake(
    when=lambda seen: (
        seen.calls("jax.*scan")
        or any(isinstance(node, ast.For) for node in ast.walk(seen.tree))
    )
)
def rest_multiplied(weights):
    """The rest is computed from the shares before it, and keeps no digit where it is tiny.

    Add the weights up from the end: `jnp.cumsum(weights[::-1])[::-1]`.
    """
    rest, shares = np.float64(1), []
    with np.errstate(all="ignore"):
        for weight in weights[:-1]:
            shares.append(weight / rest)
            rest = rest * (1 - shares[-1])
    return np.sum(weights[:-1]), np.array(shares)


@exercise.right
def shares_by_cumsum(w):
    rests = jnp.cumsum(w[::-1])[::-1]
    return w[:-1].sum(), w[:-1] / rests[:-1]


@exercise.right
def shares_by_loop(weights):
    rest, shares = weights[-1], []
    for weight in weights[::-1][1:]:
        rest = rest + weight
        shares.insert(0, weight / rest)
    return sum(weights[:-1]), jnp.array(shares)


@exercise.right
def shares_by_scan(weights):
    def put_back(rest, weight):
        return rest + weight, weight / (rest + weight)

    _, shares = lax.scan(put_back, weights[-1], weights[:-1], reverse=True)
    return 1 - weights[-1], shares
