"""Chance in what draws at random: right answers pass with every key, wrong ones with none.

Tried on some keys, and computed: where a wrong answer gives a component or datum another share of
the draws, the chance that this share lies within what is allowed is a binomial probability.
"""

import numpy as np
import pytest
from scipy.stats import binom, chi2

from dl_workshop.check import formulas
from dl_workshop.check.catalogue import over_resamples as resampling
from dl_workshop.check.catalogue import sample_mixture as exercise_file
from dl_workshop.check.catalogue.sample_mixture import drawn

KEYS = range(40)

TRIALS = [
    trial for trial in exercise_file.exercise.trials if trial.mode is drawn
]

N_DRAWS = TRIALS[0].arguments[-1]


def passes(function, seed):
    """Whether the statistics of many draws with one key are those of a right answer."""
    rng = np.random.default_rng(seed)
    draws = function(rng, *map(np.array, TRIALS[0].arguments[1:-1]), N_DRAWS)
    return all(
        np.allclose(
            trial.must_hold.read(draws),
            trial.must_hold.expected,
            trial.must_hold.rtol,
            trial.must_hold.atol,
        )
        for trial in TRIALS[1:]
    )


def with_weights(change):
    def draw(rng, weights, mus, scales, n_draws):
        p = change(weights)
        picked = rng.choice(len(p), n_draws, p=p / np.sum(p))
        return mus[picked] + scales[picked] * rng.normal(size=n_draws)

    return draw


def with_noise(noise):
    def draw(rng, weights, mus, scales, n_draws):
        picked = rng.choice(3, n_draws, p=weights / np.sum(weights))
        return mus[picked] + scales[picked] * noise(rng, n_draws)

    return draw


WRONG = {
    "a softmax": with_weights(formulas.softmax),
    "a softmax of shares": with_weights(
        lambda weights: formulas.softmax(weights / np.sum(weights))
    ),
    "two softmaxes": with_weights(
        lambda weights: formulas.softmax(formulas.softmax(weights))
    ),
    "equal": with_weights(np.ones_like),
    "reversed": with_weights(lambda weights: weights[::-1]),
    "roots": with_weights(np.sqrt),
    "squares": with_weights(np.square),
    "base 10": with_weights(lambda weights: np.exp(np.log10(weights))),
    "base 2": with_weights(lambda weights: np.exp(np.log2(weights))),
    "two alone": with_weights(lambda weights: weights * [1, 1, 0]),
    "uniform": with_noise(lambda rng, n: rng.random(n)),
    "uniform on both sides": with_noise(lambda rng, n: rng.uniform(-1, 1, n)),
    "absolute": with_noise(lambda rng, n: np.abs(rng.normal(size=n))),
    "one for all": with_noise(lambda rng, n: rng.normal()),
}


def chance_of_passing(wrong_shares, shares, far, n_draws):
    """The chance that every share is near enough: at most that of the least likely one."""
    most = np.floor((shares + far) * n_draws)
    least = np.ceil((shares - far) * n_draws)
    within = binom.cdf(most, n_draws, wrong_shares) - binom.cdf(
        least - 1, n_draws, wrong_shares
    )
    return np.min(within)


WRONG_SHARES = {
    "a softmax": formulas.softmax,
    "a softmax of shares": lambda w: formulas.softmax(w / np.sum(w)),
    "equal": np.ones_like,
    "reversed": lambda w: w[::-1],
    "roots": np.sqrt,
    "squares": np.square,
    "base 10": lambda w: np.exp(np.log10(w)),
    "base 2": lambda w: np.exp(np.log2(w)),
    "the largest alone": lambda w: w * (w == np.max(w)),
    "rounded": lambda w: np.round(w / np.sum(w), 0) + 1e-9,
    "added to each": lambda w: w + 1,
}


@pytest.mark.parametrize("change", WRONG_SHARES.values(), ids=WRONG_SHARES)
def test_wrong_shares_pass_with_less_than_one_key_in_a_thousand(change):
    weights = np.array(TRIALS[0].arguments[1])
    wrong, shares = change(weights), weights / np.sum(weights)
    chance = chance_of_passing(
        wrong / np.sum(wrong), shares, exercise_file.SHARES_OFF, N_DRAWS
    )
    assert chance < 1e-3


def test_spreads_within_reach_are_those_of_right_answers():
    """Of n normal numbers, n times variance over squared scale has a chi-squared distribution."""
    counts = np.floor(exercise_file.SHARES * N_DRAWS * 0.8)
    off = exercise_file.SPREADS_OFF
    outside = chi2.sf(counts * (1 + off) ** 2, counts - 1)
    assert np.all(
        outside + chi2.cdf(counts * (1 - off) ** 2, counts - 1) < 1e-3
    )
    for factor in (0.577, 0.603, 1.5):  # uniform, absolute, another scale
        high = counts * (1 + off) ** 2 / factor**2
        low = counts * (1 - off) ** 2 / factor**2
        passes_each = chi2.cdf(high, counts - 1) - chi2.cdf(low, counts - 1)
        assert np.prod(passes_each) < 1e-3


def test_a_right_answer_passes_with_every_key():
    right = with_weights(lambda weights: weights)
    assert all(passes(right, seed) for seed in KEYS)


@pytest.mark.parametrize("function", WRONG.values(), ids=WRONG)
def test_a_wrong_answer_fails_with_every_key(function):
    assert not any(passes(function, seed) for seed in KEYS)


# `over_resamples`: the properties that read the resamples themselves.

RESAMPLED = [
    trial
    for trial in resampling.exercise.trials
    if trial.mode is resampling.resampled
]
DATA = np.array(resampling.DATA)
N, MANY = resampling.N, resampling.MANY


def resamples_pass(draw, seed):
    """Whether resamples are those of a right answer: two of one key, two of others."""
    seeds = seed, seed, seed + 1, seed + 2
    drawn = np.stack([draw(np.random.default_rng(each)) for each in seeds])
    return all(
        np.allclose(
            trial.must_hold.read(drawn),
            trial.must_hold.expected,
            trial.must_hold.rtol,
            trial.must_hold.atol,
        )
        for trial in RESAMPLED
    )


def with_odds(odds):
    return lambda rng: rng.choice(DATA, (MANY, N), p=odds / np.sum(odds))


THREE_TO_ONE = np.repeat([3, 1], N // 2)


WRONG_RESAMPLES = {
    "without replacement": lambda rng: rng.permuted(
        np.tile(DATA, (MANY, 1)), axis=1
    ),
    "one for all": lambda rng: np.tile(rng.choice(DATA, N), (MANY, 1)),
    "the first never": lambda rng: rng.choice(DATA[1:], (MANY, N)),
    "the last never": lambda rng: rng.choice(DATA[:-1], (MANY, N)),
    "in proportion to its value": with_odds(DATA),
    "three to one": with_odds(THREE_TO_ONE),
    "one three times as often": with_odds(np.r_[3, np.ones(N - 1)]),
    "one a third as often": with_odds(np.r_[1, np.full(N - 1, 3)]),
    "one datum each": lambda rng: np.repeat(
        rng.choice(DATA, (MANY, 1)), N, axis=1
    ),
    "noise": lambda rng: DATA + rng.normal(size=(MANY, N)),
    "no key": lambda rng: np.random.default_rng(0).choice(DATA, (MANY, N)),
}


def test_right_resamples_pass_with_every_key():
    def right(rng):
        return rng.choice(DATA, (MANY, N))

    assert sum(resamples_pass(right, seed) for seed in range(1000)) == 1000


@pytest.mark.parametrize("draw", WRONG_RESAMPLES.values(), ids=WRONG_RESAMPLES)
def test_wrong_resamples_fail_with_every_key(draw):
    assert not any(resamples_pass(draw, seed) for seed in KEYS)


@pytest.mark.parametrize(
    "odds",
    [
        THREE_TO_ONE,
        np.r_[3, np.ones(N - 1)],
        np.r_[1, np.full(N - 1, 3)],
        np.r_[0, np.ones(N - 1)],
        np.arange(1, N + 1),
    ],
)
def test_unequal_odds_pass_with_less_than_one_key_in_a_thousand(odds):
    n_draws = 3 * MANY * N  # of three keys
    chance = chance_of_passing(
        odds / np.sum(odds), 1 / N, resampling.SHARES_OFF, n_draws
    )
    assert chance < 1e-3
