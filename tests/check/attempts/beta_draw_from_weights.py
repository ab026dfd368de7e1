"""Answers to beta_draw_from_weights."""

import jax.numpy as jnp
from jax import lax

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


@wrong("as 1 minus a sum")
def one_minus_cumsum(w):
    rests = 1 - jnp.append(0.0, jnp.cumsum(w)[:-1])
    return w[:-1].sum(), (w / rests)[:-1]


@wrong("drowns in rounding error")
def rest_minus_weight(w):
    rest, shares = 1.0, []
    for weight in w[:-1]:
        shares.append(weight / rest)
        rest = rest - weight
    return sum(w[:-1]), jnp.array(shares)


@wrong("log odds of the shares")
def logits(w):
    rests = jnp.cumsum(w[::-1])[::-1]
    return w[:-1].sum(), jnp.log(w[:-1]) - jnp.log(rests[1:])


@wrong("The rests stand in reverse order")
def reversed_once(w):
    return w[:-1].sum(), w[:-1] / jnp.cumsum(w[::-1])[:-1]


@right
def sums_of_slices(w):
    shares = [w[i] / jnp.sum(w[i:]) for i in range(len(w) - 1)]
    return jnp.sum(w[:-1]), jnp.array(shares)


@wrong("The weights come back as they are,")
def no_rest(w):
    return jnp.sum(w[:-1]), w[:-1]


@wrong("There is a share for the last")
def all_k(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return jnp.sum(w[:-1]), w / r


@wrong("The rest is computed as 1 minus")
def by_one_minus_cumsum(w):
    r = 1 - jnp.concatenate([jnp.zeros(1), jnp.cumsum(w)[:-1]])
    return jnp.sum(w[:-1]), (w / r)[:-1]


@wrong("The rest after the break stands")
def one_minus_cumsum_unshifted(w):
    r = 1 - jnp.cumsum(w)
    return jnp.sum(w[:-1]), w[:-1] / r[:-1]


@wrong("Each weight is divided by the sum")
def cumsum(w):
    return jnp.sum(w[:-1]), w[:-1] / jnp.cumsum(w)[:-1]


@wrong("The pair is the wrong way round:")
def swapped(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return (w / r)[:-1], jnp.sum(w[:-1])


@wrong("The shares come alone. The sum of")
def only_shares(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return (w / r)[:-1]


@wrong("The first result sums all weights. Leave")
def sum_all(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return jnp.sum(w), (w / r)[:-1]


@wrong("Each weight is divided by its neighbour.")
def previous_weight(w):
    return jnp.sum(w[:-1]), w[1:] / w[:-1]


@wrong("Each weight is divided by the rest")
def rest_after(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return jnp.sum(w[:-1]), w[:-1] / r[1:]


@wrong("The rests stand in reverse order: reverse")
def forgot_reverse_back(w):
    r = jnp.cumsum(w[::-1])
    return jnp.sum(w[:-1]), (w / r)[:-1]


@wrong("last weight is left out of the rests")
def last_dropped_first(w):
    v = w[:-1]
    r = jnp.cumsum(v[::-1])[::-1]
    return jnp.sum(v), v / r


@wrong("These are the shares that stay. What")
def one_minus(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return jnp.sum(w[:-1]), 1 - (w / r)[:-1]


@wrong("first share is dropped")
def first_dropped(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return jnp.sum(w[:-1]), (w / r)[1:]


@wrong("The first result is the last weight;")
def last_weight(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return w[-1], (w / r)[:-1]


@wrong("Each weight is subtracted from what was")
def loop(w):
    rest = 1.0
    out = []
    for a in w[:-1]:
        out.append(a / rest)
        rest = rest - a
    return sum(w[:-1]), jnp.array(out)


@wrong("")
def loop_wrong_rest(w):
    rest = 1.0
    out = []
    for a in w[:-1]:
        out.append(a / rest)
        rest = 1 - a
    return sum(w[:-1]), jnp.array(out)


@wrong("is multiplied by its rest")
def times(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return jnp.sum(w[:-1]), (w * r)[:-1]


@wrong("")
def same_as_forward(w):
    return gm.stick_breaking_weights(w)


@wrong("This is the logarithm of what is")
def gives_log(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return jnp.sum(w[:-1]), jnp.log(w / r)[:-1]


@wrong("Each weight is divided by the rest")
def loop_normal(w):
    out = []
    for i in range(len(w) - 1):
        out.append(w[i] / w[i + 1 :].sum())
    return w[:-1].sum(), jnp.array(out)


@wrong("The fraction is upside down: one divided")
def upside(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return jnp.sum(w[:-1]), (r / w)[:-1]


@wrong("Everything holds with")
def cumprod(w):
    r = jnp.cumprod(w[::-1])[::-1]
    return jnp.sum(w[:-1]), (w / r)[:-1]


@wrong("")
def divide_by_total(w):
    return jnp.sum(w[:-1]), w[:-1] / jnp.sum(w[:-1])


@wrong("Everything holds with")
def max_rest(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return jnp.max(w[:-1]), (w / r)[:-1]


@wrong("")
def minus(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return jnp.sum(w[:-1]), (r - w)[:-1]


@wrong("The first result is the last weight;")
def one_minus_sum(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return 1 - jnp.sum(w[:-1]), (w / r)[:-1]


@wrong("Arrays of shapes (4,) and (3,) do")
def no_slice(w):
    r = jnp.cumsum(w[::-1])[::-1][1:]
    return jnp.sum(w[:-1]), w / r


@wrong("The root of what is expected comes")
def sqrt(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return jnp.sum(w[:-1]), jnp.sqrt(w / r)[:-1]


@wrong("")
def loop_overwritten(w):
    for i in range(len(w) - 1):
        s = w[i] / w[i:].sum()
    return jnp.sum(w[:-1]), s


@right
def by_cumsum(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return jnp.sum(w[:-1]), (w / r)[:-1]


@right
def by_flip(w):
    r = jnp.flip(jnp.cumsum(jnp.flip(w)))
    return w[:-1].sum(), w[:-1] / r[:-1]


@right
def by_loop(w):
    shares = [w[i] / w[i:].sum() for i in range(len(w) - 1)]
    return sum(w[:-1]), jnp.array(shares)


@right
def by_scan(w):
    def back(rest, weight):
        rest = rest + weight
        return rest, weight / rest

    _, shares = lax.scan(back, 0.0, w, reverse=True)
    return w[:-1].sum(), shares[:-1]


@right
def by_rest_after(w):
    after = jnp.cumsum(w[::-1])[::-1][1:]
    return jnp.sum(w[:-1]), w[:-1] / (w[:-1] + after)


@right
def by_triangle(w):
    r = jnp.triu(jnp.ones((len(w), len(w)))) @ w
    return jnp.sum(w[:-1]), w[:-1] / r[:-1]


@right
def as_list(w):
    r = jnp.cumsum(w[::-1])[::-1]
    return [jnp.sum(w[:-1]), (w / r)[:-1]]


@right
def by_odds(w):
    after = jnp.cumsum(w[::-1])[::-1][1:]
    return jnp.sum(w[:-1]), 1 / (1 + after / w[:-1])


wrong(
    "the weight and the next",
    lambda w: (w[:-1].sum(), w[:-1] / (w[:-1] + w[1:])),
)


def by_steps(step):
    def shares(w):
        rest, kept = 1.0, []
        for weight in w[:-1]:
            kept.append(weight / rest)
            rest = step(rest, weight)
        return w[:-1].sum(), jnp.array(kept)

    return shares


wrong("taken for a share of the rest", by_steps(lambda r, w: r * (1 - w)))
wrong("The share is subtracted", by_steps(lambda r, w: r - w / r))


@wrong("Reverse them as well")
def never_turned_back(weights):
    from_the_end = weights[::-1]
    shares = from_the_end / jnp.cumsum(from_the_end)
    return jnp.sum(weights[:-1]), shares[:-1]


@wrong("This is the way back")
def forward_again(weights):
    return gm.stick_breaking_weights(weights)


@wrong("Nothing below 1e-12 is let through")
def rests_clipped(weights):
    rests = jnp.clip(1 - (jnp.cumsum(weights) - weights), 1e-12, 1)
    return jnp.sum(weights[:-1]), (weights / rests)[:-1]


@wrong("one sum for all")
def over_all_but_the_last(weights):
    broken = weights[:-1]
    return broken.sum(), broken / broken.sum()


@wrong("is turned round")
def running_sum_turned(weights):
    rests = jnp.cumsum(weights)[::-1]
    return jnp.sum(weights[:-1]), weights[:-1] / rests[:-1]


@wrong("There is a share for the last weight as well")
def by_subtraction_with_the_last(weights):
    rests = 1 - jnp.cumsum(weights) + weights
    return jnp.sum(weights[:-1]), weights / rests


@wrong("shifted by one the wrong way")
def divided_by_the_rest_before(weights):
    rests = jnp.cumsum(weights[::-1])[::-1]
    rests = jnp.concatenate([jnp.ones(1), rests[:-1]])
    return weights[:-1].sum(), (weights / rests)[:-1]


@wrong("computed from the shares before it")
def rest_from_shares(weights):
    shares = []
    left = 1.0
    for w in weights[:-1]:
        v = w / left
        shares.append(v)
        left = left * (1 - v)
    return weights[:-1].sum(), jnp.array(shares)


@wrong("computed from the shares before it")
def rest_from_shares_by_scan(weights):
    def body(rest, w):
        v = w / rest
        return rest * (1 - v), v

    _, v = lax.scan(body, 1.0, weights[:-1])
    return weights[:-1].sum(), v


@wrong("what a running sum lacks to the whole")
def whole_minus_running_sum(weights):
    rest = jnp.sum(weights) - jnp.cumsum(weights)
    return weights[:-1].sum(), (weights / (rest + weights))[:-1]


@wrong("a difference from 1, which rounds to 0")
def a_difference_with_a_bound(weights):
    rests = jnp.clip(1 - (jnp.cumsum(weights) - weights), 1e-30)
    return weights[:-1].sum(), weights[:-1] / rests[:-1]
