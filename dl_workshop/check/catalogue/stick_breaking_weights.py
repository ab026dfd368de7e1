"""Breaking a stick: `stick_breaking_weights`."""

import ast

import jax.numpy as jnp
import numpy as np
from jax import lax

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import variants
from dl_workshop.check.assembly import Blanks, Picture
from dl_workshop.check.call_modes import shape
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import softmax
from dl_workshop.check.inputs import (
    A_PAIR,
    OVER_STICKS,
    first,
    over_sticks,
    second,
)

SHARES = (0.5, 0.4, 0.7)


ALL_OF_IT = (0.25, 1.0, 0.5)  # the second break takes all that is left

# Binary fractions: every way to carry the rest is exact, in float32 as well, and the last weight
# is 2 to the power of -56, which no sum of the others can tell from 0.
GREEDY = (0.99609375,) * 7


def pieces_and_rest(draws):
    """What breaks off each time, and what is left at the end."""
    left = np.cumprod(1 - draws)
    return draws * np.append(1, left[:-1]), left[-1]


exercise = Exercise(
    chapter="dirichlet_process",
    place=1200,
    title="Breaking a stick",
    minutes=10,
    difficulty="medium",
    task="Write a function that breaks a stick of length 1, share by share, and returns two "
    "things: the sum of all weights but the last, and the weights, one more than there are "
    "shares. The last weight has to be right where hardly anything of the stick is left.",
    stub='''\
def stick_breaking_weights(beta_draws):
    """The sum of all weights but the last, and the weights."""
    ...''',
    returns=A_PAIR,
    properties=(
        Property(
            "three shares make four weights",
            inputs=((SHARES,),),
            mode=second,
            read=shape,
            shown="{name}({arguments})[1].shape",
        ),
        Property(
            "each share is broken off what is left, and the rest is the last weight",
            inputs=((SHARES,),),
            mode=second,
            shown="{name}({arguments})[1]",
        ),
        Property(
            "the first result is the sum of all weights but the last",
            inputs=((SHARES,),),
            mode=first,
            shown="{name}({arguments})[0]",
        ),
        Property(
            "after a share of 1 nothing is left, and the weights are numbers all the same",
            inputs=((ALL_OF_IT,),),
            mode=second,
            shown="{name}({arguments})[1]",
        ),
        Property(
            "the last weight is right where hardly anything is left",
            inputs=((GREEDY,),),
            mode=second,
            read=lambda weights: weights[-1],
            shown="{name}({arguments})[1][-1]",
            expected=2.0**-56,
            atol=0.0,
        ),
        Property(
            "`vmap` can map it over sticks",
            inputs=((SHARES,),),
            mode=over_sticks,
            shown=OVER_STICKS,
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
    spoiler="jnp.append(pieces, rest)",
    assembly=Blanks(
        """\
def stick_breaking_weights(beta_draws):
    rests = jnp.cumprod({factors})
    before = jnp.append(1.0, rests[:-1])
    weights = jnp.append({pieces}, {last_weight})
    return {first_result}, weights""",
        blanks={
            "factors": ("1 - beta_draws", "beta_draws"),
            "pieces": ("beta_draws * before", "beta_draws * rests"),
            "last_weight": ("rests[-1]", "1 - jnp.sum(beta_draws * before)"),
            "first_result": (
                "jnp.sum(weights[:-1])",
                "jnp.sum(weights)",
                "weights[-1]",
            ),
        },
    ),
    picture=Picture(
        across="the piece's number",
        up="length of the piece",
        x=(1, 2, 3, 4, 5, 6),
        call=lambda function, numbers: function(
            jnp.array([0.5, 0.4, 0.7, 0.2, 0.6])
        )[1],
    ),
)

exercise.mistake(
    "Each share is broken off the whole stick. Break it off what is left.",
    lambda draws: (np.sum(draws), np.append(draws, 1 - np.sum(draws))),
)


@exercise.mistake
def one_minus_the_sum(draws):
    """The last weight is 1 minus the sum of the others, and that is rounding error if it is tiny.

    Return what the last break has left: multiplied from break to break it keeps its digits.
    """
    pieces, _ = pieces_and_rest(draws)
    return np.sum(pieces), np.append(pieces, 1 - np.sum(pieces))


@exercise.mistake
def rest_left_out(draws):
    """The last weight is missing: what is left after the last break.

    It belongs to a component, too; with it the weights sum to 1.
    """
    pieces, _ = pieces_and_rest(draws)
    return np.sum(pieces), pieces


@exercise.mistake
def pieces_rescaled(draws):
    """The pieces are divided by their sum, where the rest should follow as one weight more."""
    pieces, _ = pieces_and_rest(draws)
    return np.sum(pieces), pieces / np.sum(pieces)


@exercise.mistake
def rest_as_occupied(draws):
    """The first result is what is left; what is occupied are the pieces, all but the last."""
    pieces, rest = pieces_and_rest(draws)
    return rest, np.append(pieces, rest)


@exercise.mistake
def all_but_the_first_summed(draws):
    """The first result sums all weights but the first. It is the last that is left out."""
    pieces, rest = pieces_and_rest(draws)
    return np.sum(pieces[1:]) + rest, np.append(pieces, rest)


@exercise.mistake
def all_weights_summed(draws):
    """The first result sums all weights, the rest with them, and so is 1. Leave the last out."""
    pieces, rest = pieces_and_rest(draws)
    return 1.0, np.append(pieces, rest)


@exercise.mistake
def share_carried_on(draws):
    """What is carried on is the piece, where it should be the rest.

    After a break by the share v, the rest is 1 - v times what it was.
    """
    left = np.cumprod(draws)
    pieces = draws * np.append(1, left[:-1])
    return np.sum(pieces), np.append(pieces, left[-1])


@exercise.mistake
def piece_of_the_new_rest(draws):
    """The piece is a share of the rest after the break. Take it of the rest before."""
    left = np.cumprod(1 - draws)
    return np.sum(draws * left), np.append(draws * left, left[-1])


@exercise.mistake
def one_break_remembered(draws):
    """Only the break just before is taken off. The rest is what all breaks so far have left."""
    pieces = draws * np.append(1, 1 - draws[:-1])
    return np.sum(pieces), np.append(pieces, 1 - draws[-1])


@exercise.mistake
def weights_alone(draws):
    """The weights come alone. Two things are asked for: the sum of all but the last goes first."""
    pieces, rest = pieces_and_rest(draws)
    return np.append(pieces, rest)


@exercise.mistake
def pair_turned_round(draws):
    """The pair is the wrong way round: the weights come second."""
    pieces, rest = pieces_and_rest(draws)
    return np.append(pieces, rest), np.sum(pieces)


exercise.late_symptom(
    "An array comes first here, and a single number second. The pair is the wrong way round, "
    "whatever is in it: the weights come second.",
    lambda seen: (
        not seen.error
        and np.ndim(seen.result) <= 1
        and [np.ndim(each) for each in seen.answer(jnp.array(SHARES))]
        == [1, 0]
    ),
    lambda draws: (np.append(draws, 1 - np.sum(draws)), np.sum(draws)),
)


exercise.symptom(
    "`lax.scan` begins with a carry of 0 here, so nothing is there to be broken. The stick has "
    "length 1: begin with 1.0.",
    lambda seen: (
        not seen.error
        and not np.any(seen.whole(seen.trial))
        and any(
            ast.unparse(seen.made_by(call.args[1])) in ("0", "0.0")
            for call in seen.all_calls("jax.*scan")
            if len(call.args) > 1
        )
    ),
    lambda draws: (
        lambda rest, pieces: (pieces.sum(), jnp.append(pieces, rest))
    )(
        *lax.scan(
            lambda rest, draw: (rest * (1 - draw), rest * draw), 0.0, draws
        )
    ),
)


@exercise.mistake
def rest_first(draws):
    """The rest stands first among the weights. It is what comes last."""
    pieces, rest = pieces_and_rest(draws)
    return np.sum(pieces), np.append(rest, pieces)


@exercise.mistake
def rest_of_one_more_share(draws):
    """The rest is broken once more before it becomes the last weight. It is kept whole."""
    pieces, rest = pieces_and_rest(draws)
    return np.sum(pieces), np.append(pieces, rest * draws[-1])


@exercise.mistake
def share_and_rest_exchanged(draws):
    """What breaks off and what is left have changed places.

    A share is broken off, and one minus the share is left.
    """
    left = np.cumprod(draws)
    kept = (1 - draws) * np.append(1, left[:-1])
    return np.sum(kept), np.append(kept, left[-1])


@exercise.mistake
def rests_kept(draws):
    """The rests are kept, one after each break. A weight is the piece that breaks off."""
    left = np.cumprod(1 - draws)
    return np.sum(left), np.append(left, left[-1])


@exercise.mistake
def rests_before_kept(draws):
    """What is left before each break is kept. A weight is the piece that breaks off it."""
    left = np.append(1, np.cumprod(1 - draws))
    return np.sum(left[:-1]), left


@exercise.mistake
def last_share_unused(draws):
    """One weight too few: the last share breaks nothing off, and its piece and the rest stay one.

    Three shares are three breaks, and leave four pieces.
    """
    pieces, rest = pieces_and_rest(draws[:-1])
    return np.sum(pieces), np.append(pieces, rest)


@exercise.mistake
def carry_second(draws):
    """The rest and the share have changed places: `lax.scan` hands over the carry first."""
    rest, pieces = 1.0, []
    for draw in draws:
        pieces.append(draw * rest)
        rest = draw * (1 - rest)
    return sum(pieces), np.array([*pieces, rest])


@exercise.mistake
def shares_subtracted(draws):
    """The shares themselves are taken off the rest. What breaks off is the share of the rest."""
    left = 1 - np.cumsum(draws)
    pieces = draws * np.append(1, left[:-1])
    return np.sum(pieces), np.append(pieces, left[-1])


@exercise.mistake
def shares_multiplied(draws):
    """The shares are multiplied up. What multiplies up is 1 minus each: what a break leaves."""
    pieces = np.cumprod(draws)
    return np.sum(pieces), np.append(pieces, 1 - np.sum(pieces))


@exercise.mistake
def shares_normalised(draws):
    """The shares are divided by a sum. They need no such thing: break each off what is left."""
    weights = np.append(draws, 1) / (np.sum(draws) + 1)
    return np.sum(weights[:-1]), weights


@exercise.mistake
def shares_normalised_alone(draws):
    """The shares are divided by their sum, and there is a weight for each share alone.

    Break each off what is left. The rest is one weight more.
    """
    weights = draws / np.sum(draws)
    return np.sum(weights[:-1]), weights


@exercise.mistake
def rests_subtracted(draws):
    """The pieces are negative: each rest is subtracted from the one before it, not the reverse."""
    pieces, rest = pieces_and_rest(draws)
    return -np.sum(pieces), np.append(-pieces, rest)


def _last_piece_remembered(draws, last):
    pieces = [draws[0]]
    for draw in draws[1:]:
        pieces.append(draw * (1 - pieces[-1]))
    return np.sum(pieces), np.append(pieces, last(pieces))


exercise.mistake(
    "The rest is computed as 1 minus the last piece alone. All pieces so far have come off it.",
    *(
        lambda draws, last=last: _last_piece_remembered(draws, last)
        for last in (
            lambda pieces: 1 - pieces[-1],
            lambda pieces: 1 - np.sum(pieces),
        )
    ),
)


@exercise.mistake
def rest_before_the_last_break(draws):
    """The last weight is what was left before the last break. It is what that break leaves."""
    pieces, rest = pieces_and_rest(draws)
    return np.sum(pieces), np.append(pieces, rest / (1 - draws[-1]))


@exercise.mistake
def shares_through_a_sigmoid(draws):
    """The shares go through a sigmoid here, and are shares already."""
    pieces, rest = pieces_and_rest(1 / (1 + np.exp(-draws)))
    return np.sum(pieces), np.append(pieces, rest)


@exercise.mistake
def softmax_of_shares(draws):
    """The shares go through a softmax, which knows nothing of what is left of a stick."""
    weights = softmax(np.append(draws, 0))
    return np.sum(weights[:-1]), weights


@exercise.mistake
def running_sum_first(draws):
    """The first result is a running sum of the weights. It is one number, their sum."""
    pieces, rest = pieces_and_rest(draws)
    return np.cumsum(pieces), np.append(pieces, rest)


@exercise.mistake
def rests_not_shifted(draws):
    """Each piece is a share of what its own break has left.

    It is a share of the rest before the break: shift the rests by one, with 1 at their front.
    """
    pieces = draws * np.cumprod(1 - draws)
    return np.sum(pieces), np.append(pieces, 1 - np.sum(pieces))


exercise.mistake(
    "The first piece is right, and of the others each is a share of what its own break has left. "
    "It is a share of the rest before the break: shift the rests by one, with 1 at their front.",
    *(
        lambda draws, last=last: _shifted_at_the_front_alone(draws, last)
        for last in (
            lambda pieces, rest: rest,
            lambda pieces, _: 1 - sum(pieces),
        )
    ),
)


def _shifted_at_the_front_alone(draws, last):
    left = np.cumprod(1 - draws)
    pieces = draws * np.append(1, left[1:])
    return np.sum(pieces), np.append(pieces, last(pieces, left[-1]))


@exercise.mistake
def rests_shifted_the_other_way(draws):
    """The rests are shifted by one the other way, or turned round to the front.

    The first piece is broken off 1: the rests before the breaks are 1 and all but the last.
    """
    left = np.cumprod(1 - draws)
    pieces = draws * np.roll(left, -1)
    return np.sum(pieces), np.append(pieces, np.roll(left, -1)[-1])


exercise.mistake(
    "The rests are turned round by one, so that the last stands before the first break. There it "
    "is 1.",
    lambda draws: (
        0.0,
        np.append(
            draws * np.roll(np.cumprod(1 - draws), 1),
            np.roll(np.cumprod(1 - draws), 1)[0],
        ),
    ),
    lambda draws: (
        0.0,
        np.append(
            draws * np.roll(np.cumprod(1 - draws), 1), np.prod(1 - draws)
        ),
    ),
)

exercise.mistake(
    "What all breaks together leave stands before each break. A piece is a share of what is left "
    "so far: `cumprod`, shifted by one.",
    lambda draws: (
        0.0,
        np.append(draws * np.prod(1 - draws), np.prod(1 - draws)),
    ),
)


def _in_parts(draws, piece, left, last):
    rest, pieces = 1.0, []
    for draw in draws:
        pieces.append(piece(rest, draw))
        rest = left(rest, draw)
    return np.append(pieces, last(rest, np.array(pieces), draws))


PIECES = {
    "": lambda rest, draw: rest * draw,
    "The shares themselves are kept as pieces. A piece is the share of what is left.": (
        lambda rest, draw: draw
    ),
    "One minus the share of the rest is kept as a piece: that is what stays.": (
        lambda rest, draw: rest * (1 - draw)
    ),
    "The piece is a share of the rest after the break, and belongs to the rest before it.": (
        lambda rest, draw: rest * (1 - draw) * draw
    ),
    "The rests are kept in place of the pieces.": lambda rest, draw: rest,
    "One minus each share is kept as a piece.": lambda rest, draw: 1 - draw,
    "The rest after the break is not multiplied, but lessened by the share, before the piece "
    "is taken of it.": lambda rest, draw: (rest - draw) * draw,
}
RESTS = {
    "": lambda rest, draw: rest * (1 - draw),
    "What is left is computed as if the shares themselves came off it, by a difference or a "
    "running sum. What comes off is the share of the rest.": (
        lambda rest, draw: rest - draw
    ),
    "The rest is multiplied by the share. What is left is 1 minus the share of it.": (
        lambda rest, draw: rest * draw
    ),
    "The rest holds the last break alone, and not all breaks so far.": (
        lambda rest, draw: 1 - draw
    ),
    "The rest stays 1: nothing is taken off it.": lambda rest, draw: rest,
    "The rest is divided by one minus the share, and is to be multiplied.": (
        lambda rest, draw: rest / (1 - draw)
    ),
    "Twice as much as the piece comes off the rest.": lambda rest, draw: (
        rest * (1 - 2 * draw)
    ),
}
LASTS = {
    "": lambda rest, pieces, draws: rest,
    "The last weight is 1 minus the sum of the others, and is to be what the last break has "
    "left.": lambda rest, pieces, draws: 1 - np.sum(pieces),
    "The last weight is what is left, broken by the last share once more.": (
        lambda rest, pieces, draws: rest * draws[-1]
    ),
    "The last weight is what is left, without the last share once more.": (
        lambda rest, pieces, draws: rest * (1 - draws[-1])
    ),
    "The last weight is the last share.": lambda rest, pieces, draws: draws[
        -1
    ],
    "The last weight is 1 minus the last share.": lambda rest, pieces, draws: (
        1 - draws[-1]
    ),
    "The last weight is 1 minus the last piece.": lambda rest, pieces, draws: (
        1 - pieces[-1]
    ),
    "The last weight is 1 minus the sum of the shares.": (
        lambda rest, pieces, draws: 1 - np.sum(draws)
    ),
    "The last weight is 0.": lambda rest, pieces, draws: 0.0,
    "The last weight is 1.": lambda rest, pieces, draws: 1.0,
    "The last piece stands twice, once in the place of the last weight.": (
        lambda rest, pieces, draws: pieces[-1]
    ),
    "The last weight is missing.": lambda rest, pieces, draws: [],
}

exercise.late_symptom(
    "{faults}",
    variants.of_variants(_in_parts, PIECES, RESTS, LASTS, modes=(second,)),
    lambda draws: (
        np.sum(draws),
        np.append(draws * np.append(1, np.cumprod(draws)[:-1]), draws[-1]),
    ),
)


exercise.mistake(
    "The first result is a count. It is the sum of all weights but the last.",
    *(
        lambda draws, more=more: (
            len(draws) + more,
            np.append(*pieces_and_rest(draws)),
        )
        for more in (0, 1)
    ),
)


exercise.mistake(
    "The stick is broken from the last share to the first. Begin with the first.",
    lambda draws: (0.0, np.append(*pieces_and_rest(draws[::-1]))),
)

exercise.mistake(
    "The first result is the sum of the shares. It is that of all weights but the last.",
    lambda draws: (np.sum(draws), np.append(*pieces_and_rest(draws))),
)


@exercise.right
def break_by_loop(draws):
    rest, pieces = 1.0, []
    for draw in draws:
        pieces.append(rest * draw)
        rest = rest - pieces[-1]
    return sum(pieces), jnp.array([*pieces, rest])


@exercise.right
def break_by_cumprod(v):
    left = jnp.cumprod(1 - v)
    weights = jnp.concatenate([v, jnp.ones(1)]) * jnp.append(1.0, left)
    return weights[:-1].sum(), weights


@exercise.right
def break_in_logarithms(shares):
    log_rests = jnp.append(0.0, jnp.cumsum(jnp.log1p(-shares)))
    pieces = shares * jnp.exp(log_rests[:-1])
    return jnp.sum(pieces), jnp.append(pieces, jnp.exp(log_rests[-1]))


@exercise.right
def break_by_scan_with_rest_minus_piece(shares):
    def break_off(rest, share):
        piece = rest * share
        return rest - piece, piece

    rest, pieces = lax.scan(break_off, 1.0, shares)
    return jnp.sum(pieces), jnp.append(pieces, rest)


@exercise.right
def break_by_one_minus_the_rest(v):
    rests = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - v)])
    return 1 - rests[-1], jnp.append(rests[:-1] - rests[1:], rests[-1])
