"""Exercises of the chapter on the Dirichlet process: breaking a stick, and backwards."""

import jax
import numpy as np

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.exercise import Exercise, Property, mistake
from dl_workshop.check.uses import Misfit, numbers, plain, shape, something

SHARES = (0.5, 0.4, 0.7)
ALL_OF_IT = (0.25, 1.0, 0.5)  # the second break takes all that is left
WEIGHTS = (0.5, 0.2, 0.21, 0.09)
# Binary fractions, and a rest below the rounding error of 1 in float64, too.
TINY_REST = (0.75, 0.25, 3e-20, 0.75e-20, 0.25e-20)


def a_pair(result):
    """Return a pair of numbers and arrays, or raise Misfit unless it is one."""
    if type(something(result)) not in (tuple, list) or len(result) != 2:
        raise Misfit("a pair: a number, and an array", result)
    return tuple(map(numbers, result))


def first_of_pair(function, values):
    """The first result."""
    return plain(function, values)[0]


def second_of_pair(function, values):
    """The second result."""
    return plain(function, values)[1]


def over_sticks(function, values):
    """The second result for two sticks, by vmap: the values, and the same in reverse order."""
    return jax.jit(jax.vmap(function))(np.stack([values, values[::-1]]))[1]


# Forwards.


def pieces_and_rest(draws):
    """What breaks off each time, and what is left at the end."""
    left = np.cumprod(1 - draws)
    return draws * np.append(1, left[:-1]), left[-1]


@mistake
def shares_of_the_whole(draws):
    """Each share is broken off the whole stick. Break it off what is left."""
    return np.sum(draws), np.append(draws, 1 - np.sum(draws))


@mistake
def rest_left_out(draws):
    """The last weight is missing: what is left after the last break.

    It belongs to a component, too; with it the weights sum to 1.
    """
    pieces, _ = pieces_and_rest(draws)
    return np.sum(pieces), pieces


@mistake
def pieces_rescaled(draws):
    """The pieces are divided by their sum, where the rest should follow as one weight more."""
    pieces, _ = pieces_and_rest(draws)
    return np.sum(pieces), pieces / np.sum(pieces)


@mistake
def rest_as_occupied(draws):
    """The first result is what is left; what is occupied are the pieces, all but the last."""
    pieces, rest = pieces_and_rest(draws)
    return rest, np.append(pieces, rest)


@mistake
def all_weights_summed(draws):
    """The first result sums all weights, the rest with them, and so is 1. Leave the last out."""
    pieces, rest = pieces_and_rest(draws)
    return 1.0, np.append(pieces, rest)


@mistake
def share_carried_on(draws):
    """What is carried on is the piece, where it should be the rest.

    After a break by the share v, the rest is 1 - v times what it was.
    """
    left = np.cumprod(draws)
    pieces = draws * np.append(1, left[:-1])
    return np.sum(pieces), np.append(pieces, left[-1])


@mistake
def piece_of_the_new_rest(draws):
    """The piece is a share of the rest after the break. Take it of the rest before."""
    left = np.cumprod(1 - draws)
    return np.sum(draws * left), np.append(draws * left, left[-1])


@mistake
def one_break_remembered(draws):
    """Only the break just before is taken off. The rest is what all breaks so far have left."""
    pieces = draws * np.append(1, 1 - draws[:-1])
    return np.sum(pieces), np.append(pieces, 1 - draws[-1])


@mistake
def weights_alone(draws):
    """The weights come alone. Two things are asked for: the sum of all but the last goes first."""
    pieces, rest = pieces_and_rest(draws)
    return np.append(pieces, rest)


@mistake
def pair_turned_round(draws):
    """The pair is the wrong way round: the weights come second."""
    pieces, rest = pieces_and_rest(draws)
    return np.append(pieces, rest), np.sum(pieces)


@mistake
def rest_first(draws):
    """The rest stands first among the weights. It is what comes last."""
    pieces, rest = pieces_and_rest(draws)
    return np.sum(pieces), np.append(rest, pieces)


@mistake
def rest_of_one_more_share(draws):
    """The rest is broken once more before it becomes the last weight. It is kept whole."""
    pieces, rest = pieces_and_rest(draws)
    return np.sum(pieces), np.append(pieces, rest * draws[-1])


BREAKING = Exercise(
    name="stick_breaking_weights",
    chapter="dirichlet_process",
    title="Breaking a stick",
    minutes=10,
    difficulty="medium",
    task="Write a function that breaks a stick of length 1, share by share, and returns two "
    "things: the sum of all weights but the last, and the weights, one more than there are "
    "shares.",
    stub='''\
def stick_breaking_weights(beta_draws):
    """The sum of all weights but the last, and the weights."""
    ...''',
    returns=a_pair,
    properties=(
        Property(
            "three shares make four weights",
            inputs=((SHARES,),),
            use=second_of_pair,
            read=shape,
            shown="{name}({arguments})[1].shape",
        ),
        Property(
            "each share is broken off what is left, and the rest is the last weight",
            inputs=((SHARES,),),
            use=second_of_pair,
            shown="{name}({arguments})[1]",
        ),
        Property(
            "the first result is the sum of all weights but the last",
            inputs=((SHARES,),),
            use=first_of_pair,
            shown="{name}({arguments})[0]",
        ),
        Property(
            "after a share of 1 nothing is left, and the weights are numbers all the same",
            inputs=((ALL_OF_IT,),),
            use=second_of_pair,
            shown="{name}({arguments})[1]",
        ),
        Property(
            "`vmap` can map it over sticks",
            inputs=((SHARES,),),
            use=over_sticks,
            shown="the weights of jit(vmap({name})), for {arguments} and its reverse",
        ),
    ),
    hints=(
        "Follow the stick by hand for shares 0.5 and 0.4. Which one number do you have to "
        "remember from break to break?",
        "That number is the carry of a `lax.scan`, a share is its `x`. The function that scan "
        "repeats returns two things: the rest after the break, and the piece.",
        "Begin with a rest of 1.0. If the share is v, the piece is `rest * v`, and the new rest "
        "`rest * (1 - v)`. `rest, pieces = lax.scan(break_off, 1.0, beta_draws)` gives the last "
        "rest and all pieces.",
        "With these, return `jnp.sum(pieces), jnp.append(pieces, rest)`.",
    ),
    reference=gm.stick_breaking_weights,
    insight="Any shares between 0 and 1 make weights that sum to 1: nothing has to be normalised.",
    why="The rest is the only thing that one break needs from those before, so it is the carry. "
    "What is left in the end is a weight as well; without it the weights would not sum to 1.",
    tip="Tip: your loop works. `jnp.cumprod(1 - beta_draws)` gives all rests at once, and "
    "`lax.scan` says the loop itself in JAX.",
    mistakes=(
        shares_of_the_whole,
        rest_left_out,
        pieces_rescaled,
        rest_as_occupied,
        all_weights_summed,
        share_carried_on,
        piece_of_the_new_rest,
        one_break_remembered,
        weights_alone,
        pair_turned_round,
        rest_first,
        rest_of_one_more_share,
    ),
)


# Backwards.


def rests_from_the_end(weights):
    """The rest before each break, and after the last."""
    return np.cumsum(weights[::-1])[::-1]


def shares_from_the_end(weights):
    """The shares, as they should be."""
    return (weights / rests_from_the_end(weights))[:-1]


@mistake
def one_minus_the_sum(weights):
    """The rest is computed as 1 minus a sum, and that is rounding error where the rest is tiny.

    Add the weights up from the end: `jnp.cumsum(weights[::-1])[::-1]`.
    """
    with np.errstate(divide="ignore"):
        shares = weights / (1 - (np.cumsum(weights) - weights))
    return np.sum(weights[:-1]), shares[:-1]


@mistake
def rest_after_the_break(weights):
    """Each weight is divided by the rest after its break.

    Divide by the rest before it, with the weight itself in it.
    """
    rests = rests_from_the_end(weights)
    return np.sum(weights[:-1]), weights[:-1] / rests[1:]


@mistake
def last_share_kept(weights):
    """There is a share for the last weight as well, and it is 1.

    The last weight is what was left, nothing was broken off: leave it out.
    """
    return np.sum(weights[:-1]), weights / rests_from_the_end(weights)


@mistake
def weights_as_shares(weights):
    """The weights come back as they are, without the last. Divide each by its rest."""
    return np.sum(weights[:-1]), weights[:-1]


@mistake
def share_that_stays(weights):
    """These are the shares that stay. What breaks off is 1 minus that."""
    return np.sum(weights[:-1]), 1 - shares_from_the_end(weights)


@mistake
def rests_from_the_front(weights):
    """Each weight is divided by the sum up to it. What was left is the sum from it on."""
    return np.sum(weights[:-1]), (weights / np.cumsum(weights))[:-1]


@mistake
def ratio_of_neighbours(weights):
    """Each weight is divided by its neighbour.

    A share is taken of all that is left, not of one piece.
    """
    return np.sum(weights[:-1]), weights[1:] / weights[:-1]


@mistake
def shares_summed(weights):
    """The first result is the sum of the shares. Sum the weights, all but the last."""
    shares = shares_from_the_end(weights)
    return np.sum(shares), shares


@mistake
def last_weight_first(weights):
    """The first result is the last weight; wanted is the sum of all the others."""
    return weights[-1], shares_from_the_end(weights)


@mistake
def whole_stick_first(weights):
    """The first result sums all weights. Leave the last one out."""
    return np.sum(weights), shares_from_the_end(weights)


@mistake
def shares_alone(weights):
    """The shares come alone. The sum of all weights but the last goes before them."""
    return shares_from_the_end(weights)


@mistake
def shares_first(weights):
    """The pair is the wrong way round: the shares come second."""
    return shares_from_the_end(weights), np.sum(weights[:-1])


BACKWARDS = Exercise(
    name="beta_draw_from_weights",
    chapter="dirichlet_process",
    title="The stick put together again",
    minutes=8,
    difficulty="medium",
    task="Write the inverse: from K weights the sum of all but the last, and the K - 1 shares "
    "that made them. It has to hold where hardly anything of the stick is left.",
    stub='''\
def beta_draw_from_weights(weights):
    """The sum of all weights but the last, and the shares."""
    ...''',
    returns=a_pair,
    properties=(
        Property(
            "four weights come from three shares",
            inputs=((WEIGHTS,),),
            use=second_of_pair,
            read=shape,
            shown="{name}({arguments})[1].shape",
        ),
        Property(
            "a share is the weight divided by the rest before its break",
            inputs=((WEIGHTS,),),
            use=second_of_pair,
            shown="{name}({arguments})[1]",
        ),
        Property(
            "the first result is the sum of all weights but the last",
            inputs=((WEIGHTS,),),
            use=first_of_pair,
            shown="{name}({arguments})[0]",
        ),
        Property(
            "shares come back from a rest far below the rounding error of 1",
            inputs=((TINY_REST,),),
            use=second_of_pair,
            shown="{name}({arguments})[1]",
        ),
        Property(
            "`vmap` can map it over sticks",
            inputs=((WEIGHTS,),),
            use=over_sticks,
            shown="the shares of jit(vmap({name})), for {arguments} and its reverse",
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
    mistakes=(
        one_minus_the_sum,
        rest_after_the_break,
        last_share_kept,
        weights_as_shares,
        share_that_stays,
        rests_from_the_front,
        ratio_of_neighbours,
        shares_summed,
        last_weight_first,
        whole_stick_first,
        shares_alone,
        shares_first,
    ),
)

EXERCISES = (BREAKING, BACKWARDS)
