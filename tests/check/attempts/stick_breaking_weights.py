"""Answers to stick_breaking_weights."""

import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.nn import sigmoid, softmax

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


def pieces_of(v):
    return v * jnp.append(1.0, jnp.cumprod(1 - v)[:-1])


@wrong("1 minus the sum of the others")
def what_is_missing_to_one(v):
    pieces = pieces_of(v)
    return pieces.sum(), jnp.append(pieces, 1 - pieces.sum())


@wrong("what is left have changed places")
def piece_carried(v):
    rest, kept = lax.scan(lambda r, x: (r * x, r * (1 - x)), 1.0, v)
    return kept.sum(), jnp.append(kept, rest)


@wrong("The rests are kept")
def rest_twice(v):
    rest, kept = lax.scan(lambda r, x: (r * (1 - x), r * (1 - x)), 1.0, v)
    return kept.sum(), jnp.append(kept, rest)


@wrong("hands over the carry first")
def share_first(v):
    rest, kept = lax.scan(lambda x, r: (r * (1 - x), r * x), 1.0, v)
    return kept.sum(), jnp.append(kept, rest)


@wrong("The shares themselves are taken off")
def rest_minus_share(v):
    rest, pieces = 1.0, []
    for share in v:
        pieces.append(rest * share)
        rest = rest - share
    return sum(pieces), jnp.array([*pieces, rest])


@wrong("a single number has none")
def joins_a_number(v):
    left = jnp.cumprod(1 - v)
    pieces = v * jnp.concatenate([1.0, left[:-1]])
    return pieces.sum(), jnp.append(pieces, left[-1])


@wrong("sigmoid here, and are shares already")
def sigmoid_first(v):
    v = sigmoid(v)
    return pieces_of(v).sum(), jnp.append(pieces_of(v), jnp.prod(1 - v))


@wrong("a running sum of the weights")
def cumsum_first(v):
    return jnp.cumsum(pieces_of(v)), jnp.append(pieces_of(v), jnp.prod(1 - v))


@right
def products_of_slices(v):
    pieces = [v[i] * jnp.prod(1 - v[:i]) for i in range(len(v))]
    weights = jnp.array([*pieces, jnp.prod(1 - v)])
    return jnp.sum(weights[:-1]), weights


@right
def one_minus_the_rest(v):
    rest, pieces = 1.0, []
    for share in v:
        pieces.append(rest * share)
        rest = rest - pieces[-1]
    return 1 - rest, jnp.array([*pieces, rest])


@wrong("Each share is broken off the whole")
def no_rest(b):
    w = b
    return jnp.sum(w), jnp.append(w, 1 - jnp.sum(w))


@wrong("share of what its own break has left")
def cumprod_unshifted(b):
    w = b * jnp.cumprod(1 - b)
    return jnp.sum(w), jnp.append(w, 1 - jnp.sum(w))


@wrong("what is left have changed places")
def cumprod_b(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumprod(b)])
    w = r * jnp.append(1 - b, 1.0)
    return jnp.sum(w[:-1]), w


@wrong("The last weight is 1 minus the")
def last_by_one_minus(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - b)[:-1]])
    w = b * r
    return jnp.sum(w), jnp.append(w, 1 - jnp.sum(w))


@wrong("The last weight is missing: what is")
def missing_last(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - b)[:-1]])
    w = b * r
    return jnp.sum(w), w


@wrong("The first result sums all weights, the")
def sum_all(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - b)])
    w = r * jnp.append(b, 1.0)
    return jnp.sum(w), w


@wrong("The pair is the wrong way round:")
def swapped(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - b)])
    w = r * jnp.append(b, 1.0)
    return w, jnp.sum(w[:-1])


@wrong("The shares themselves are taken off the")
def cumsum_rest(b):
    r = 1 - jnp.concatenate([jnp.zeros(1), jnp.cumsum(b)])
    w = r * jnp.append(b, 1.0)
    return jnp.sum(w[:-1]), w


@wrong("The rest is broken once more before")
def last_is_last_share(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - b)])
    w = r * jnp.append(b, b[-1])
    return jnp.sum(w[:-1]), w


@wrong("")
def normalised(b):
    w = b / b.sum()
    return jnp.sum(w), jnp.append(w, 0.0)


@wrong("Only the break just before is taken")
def loop_rest_not_updated(b):
    rest = 1.0
    w = []
    for s in b:
        w.append(s * rest)
        rest = 1 - s
    w.append(rest)
    return sum(w[:-1]), jnp.array(w)


@wrong("The shares themselves are taken off the")
def loop_minus_share(b):
    rest = 1.0
    w = []
    for s in b:
        w.append(s * rest)
        rest = rest - s
    w.append(rest)
    return sum(w[:-1]), jnp.array(w)


@wrong("The piece is a share of the")
def loop_order(b):
    rest = 1.0
    w = []
    for s in b:
        rest = rest * (1 - s)
        w.append(s * rest)
    w.append(rest)
    return sum(w[:-1]), jnp.array(w)


@wrong("The first result is what is left;")
def rest_returned(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - b)])
    w = r * jnp.append(b, 1.0)
    return r[-1], w


@wrong("")
def gives_softmax(b):
    w = softmax(b)
    return jnp.sum(w[:-1]), w


@wrong("")
def by_reversed(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - b[::-1])])
    w = r * jnp.append(b[::-1], 1.0)
    return jnp.sum(w[:-1]), w


@wrong("This is the logarithm of what is")
def gives_log(b):
    r = jnp.concatenate([jnp.zeros(1), jnp.cumsum(jnp.log1p(-b))])
    w = r + jnp.append(jnp.log(b), 0.0)
    return jnp.sum(w[:-1]), w


@wrong("The first result is what is left;")
def minus_sum(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - b)])
    w = r * jnp.append(b, 1.0)
    return 1 - jnp.sum(w[:-1]), w


@wrong("The first result is what is left;")
def scan_carry(b):
    def f(c, s):
        return c * (1 - s), c * s

    rest, w = lax.scan(f, 1.0, b)
    return rest, jnp.append(w, rest)


@wrong("The last weight is missing: what is")
def scan_no_last(b):
    def f(c, s):
        return c * (1 - s), c * s

    rest, w = lax.scan(f, 1.0, b)
    return 1 - rest, w


@wrong("An array of NumPy is filled in")
def np_in_place(b):
    w = np.zeros(len(b) + 1)
    rest = 1.0
    for i in range(len(b)):
        w[i] = b[i] * rest
        rest *= 1 - b[i]
    w[-1] = rest
    return w[:-1].sum(), w


@wrong("")
def append_zero(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - b)])
    w = r * jnp.append(b, 0.0)
    return jnp.sum(w), w


@wrong("")
def one_minus_total_first(b):
    r = jnp.concatenate([jnp.zeros(1), jnp.cumprod(1 - b)])
    w = r * jnp.append(b, 1.0)
    return jnp.sum(w[:-1]), w


@wrong("Everything holds with")
def cumsum_of_1_b(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumsum(1 - b)])
    w = r * jnp.append(b, 1.0)
    return jnp.sum(w[:-1]), w


@wrong("Everything holds with")
def gives_mean(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - b)])
    w = r * jnp.append(b, 1.0)
    return jnp.mean(w[:-1]), w


@wrong("The last weight is missing: what is")
def loop_for_last(b):
    rest = 1.0
    w = []
    for s in b:
        w.append(s * rest)
        rest -= s * rest
    return sum(w), jnp.array(w)


@wrong("")
def renormalised(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - b)[:-1]])
    w = b * r
    w = w / w.sum()
    return jnp.sum(w), jnp.append(w, 0.0)


@wrong("What is carried on is the piece,")
def gives_list(b):
    rest = 1.0
    w = []
    for s in b:
        w.append(s * rest)
        rest = rest * s
    w.append(rest)
    return sum(w[:-1]), jnp.array(w)


@wrong("")
def sum_drops_first(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - b)])
    w = r * jnp.append(b, 1.0)
    return jnp.sum(w[1:]), w


@right
def by_cumprod(b):
    r = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - b)])
    w = r * jnp.append(b, 1.0)
    return jnp.sum(w[:-1]), w


@right
def by_scan(b):
    def f(rest, share):
        return rest * (1 - share), rest * share

    rest, w = lax.scan(f, 1.0, b)
    return w.sum(), jnp.append(w, rest)


@right
def by_loop(b):
    rest, w = 1.0, []
    for share in b:
        w.append(share * rest)
        rest = rest * (1 - share)
    return sum(w), jnp.array([*w, rest])


@right
def by_logs(b):
    left = jnp.exp(jnp.cumsum(jnp.log1p(-b)))
    w = jnp.append(b, 1.0) * jnp.append(1.0, left)
    return w[:-1].sum(), w


@right
def by_differences_of_rests(b):
    r = jnp.append(1.0, jnp.cumprod(1 - b))
    w = jnp.append(r[:-1] * b, r[-1])
    return jnp.sum(w[:-1]), w


@right
def as_list(b):
    r = jnp.append(1.0, jnp.cumprod(1 - b))
    w = r * jnp.append(b, 1.0)
    return [w[:-1].sum(), w]


@right
def by_course(b):
    return gm.stick_breaking_weights(b)


@right
def hstack(b):
    w = jnp.hstack([1.0, jnp.cumprod(1 - b)]) * jnp.hstack([b, 1.0])
    return jnp.sum(w[:-1]), w


@wrong("by a difference or a running sum")
def one_minus_a_running_sum(b):
    rests = 1 - jnp.append(0, jnp.cumsum(b)[:-1])
    return (b * rests).sum(), jnp.append(b * rests, 1 - (b * rests).sum())


@wrong("here nobody takes it")
def loses_what_it_appends(b):
    rest, pieces = 1.0, jnp.array([])
    for share in b:
        jnp.append(pieces, rest * share)
        rest = rest * (1 - share)
    return pieces.sum(), jnp.append(pieces, rest)


def with_rests(rests, last):
    return lambda b: ((b * rests(b)).sum(), jnp.append(b * rests(b), last(b)))


wrong(
    "What all breaks together leave",
    with_rests(lambda b: jnp.prod(1 - b), lambda b: jnp.prod(1 - b)),
)
wrong(
    "turned round by one",
    with_rests(
        lambda b: jnp.roll(jnp.cumprod(1 - b), 1), lambda b: jnp.prod(1 - b)
    ),
)


@wrong("a weight for each share alone")
def shares_over_their_sum(beta_draws):
    weights = beta_draws / jnp.sum(beta_draws)
    return jnp.sum(weights[:-1]), weights


@wrong("1 minus the last piece alone")
def rest_of_the_last_piece(beta_draws):
    weights = [beta_draws[0]]
    for share in beta_draws[1:]:
        weights.append(share * (1 - weights[-1]))
    return sum(weights), jnp.array([*weights, 1 - weights[-1]])


@wrong("The pieces are negative")
def differences_of_rests(beta_draws):
    rests = jnp.append(1.0, jnp.cumprod(1 - beta_draws))
    pieces = jnp.diff(rests)
    return pieces.sum(), jnp.append(pieces, rests[-1])


@wrong("left before the last break")
def last_but_one_rest(beta_draws):
    rests = jnp.cumprod(1 - beta_draws)[:-1]
    pieces = jnp.append(beta_draws[:1], beta_draws[1:] * rests)
    return pieces.sum(), jnp.append(pieces, rests[-1])


@wrong("The first piece is right")
def shifted_at_the_front_alone(beta_draws):
    rest = jnp.cumprod(1 - beta_draws)
    w = jnp.concatenate([beta_draws[:1], beta_draws[1:] * rest[1:], rest[-1:]])
    return w[:-1].sum(), w


@wrong("The first result is a count")
def counted(beta_draws):
    rest = jnp.append(1.0, jnp.cumprod(1 - beta_draws))
    w = jnp.append(beta_draws, 1.0) * rest
    return len(w) - 1, w


@wrong("from the last share to the first")
def shares_turned_round(beta_draws):
    rest = jnp.append(1.0, jnp.cumprod(1 - beta_draws[::-1]))
    w = rest * jnp.append(beta_draws[::-1], 1.0)
    return w[:-1].sum(), w


@wrong("the sum of the shares")
def sum_of_the_shares(beta_draws):
    rest = jnp.append(1.0, jnp.cumprod(1 - beta_draws))
    w = rest * jnp.append(beta_draws, 1.0)
    return beta_draws.sum(), w


@wrong("Here it gets 2")
def scan_without_a_carry(beta_draws):
    def f(rest, v):
        return rest * (1 - v), rest * v

    rest, pieces = lax.scan(f, beta_draws)
    return pieces.sum(), jnp.append(pieces, rest)


@wrong("An array comes first here, and a single number second")
def pair_turned_round_and_the_share_taken_off(beta_draws):
    def break_off(rest, share):
        return rest - share, share * rest

    rest, pieces = lax.scan(break_off, 1.0, beta_draws)
    return jnp.append(pieces, rest), pieces.sum()


@wrong("begins with a carry of 0 here")
def carry_of_zero(beta_draws):
    def break_off(rest, share):
        return rest * (1 - share), rest * share

    rest, pieces = lax.scan(break_off, 0.0, beta_draws)
    return pieces.sum(), jnp.append(pieces, rest)


@wrong("sums all weights but the first")
def all_but_the_first(beta_draws):
    rest = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - beta_draws)])
    w = jnp.append(beta_draws, 1.0) * rest
    return w[1:].sum(), w


@wrong("in `lax.scan`, as the carry")
def rest_outside_of_the_scan(beta_draws):
    rest = 1.0

    def step(_, draw):
        nonlocal rest
        piece, rest = rest * draw, rest * (1 - draw)
        return None, piece

    _, pieces = lax.scan(step, None, beta_draws)
    return pieces.sum(), jnp.append(pieces, rest)
