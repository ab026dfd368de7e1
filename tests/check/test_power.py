"""Chance in what draws at random: right answers pass with every key, wrong ones with none."""

import numpy as np
import pytest

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
    """Whether resamples are those of a right answer: two of one key, one of another."""
    drawn = np.stack(
        [draw(np.random.default_rng(each)) for each in (seed, seed, seed + 1)]
    )
    return all(
        np.allclose(
            trial.must_hold.read(drawn),
            trial.must_hold.expected,
            trial.must_hold.rtol,
            trial.must_hold.atol,
        )
        for trial in RESAMPLED
    )


def unequal(rng):
    """Each datum is drawn in proportion to its value."""
    return rng.choice(DATA, (MANY, N), p=DATA / DATA.sum())


WRONG_RESAMPLES = {
    "without replacement": lambda rng: rng.permuted(
        np.tile(DATA, (MANY, 1)), axis=1
    ),
    "one for all": lambda rng: np.tile(rng.choice(DATA, N), (MANY, 1)),
    "the first never": lambda rng: rng.choice(DATA[1:], (MANY, N)),
    "the last never": lambda rng: rng.choice(DATA[:-1], (MANY, N)),
    "unequal": unequal,
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
