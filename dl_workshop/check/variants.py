"""Variants: a formula in parts, each right or wrong in some known way.

Learners who write a formula out make one mistake in a part of it and another in the next, and no
list holds all pairs. So each part has its known variants, and those that explain all results,
one of them or two, are told. What is told has been seen in the numbers: a formula with these
parts gives what the answer gives, at every input.
"""

from itertools import combinations, product

import numpy as np

from dl_workshop.check.call_modes import plain
from dl_workshop.check.formulas import log_softmax, logsumexp, softmax
from dl_workshop.check.sandbox import Problem

# Parts that several exercises have. The first of each is right, and has no sentence.

WEIGHTS = {
    "": log_softmax,
    "The log weights are used as they come, and do not belong to weights with sum 1: "
    "`log_softmax`.": lambda w: w,
    "The weights stand where their logarithms belong: `log_softmax`.": softmax,
    "Exponentials of the log weights stand where logarithms of weights with sum 1 belong: "
    "`log_softmax`.": np.exp,
    "The weights do not count.": np.zeros_like,
    "The log weights are divided by their sum. It is the weights that sum to 1: `log_softmax`.": (
        lambda w: w / np.sum(w)
    ),
    "The log weights have their sign turned.": lambda w: -log_softmax(w),
    "A softmax is taken of weights that are no logarithms any more.": lambda w: (
        log_softmax(np.exp(w))
    ),
    "Weights go through a softmax here, perhaps within a function of `gm`. It takes log weights, "
    "such as come in.": lambda w: log_softmax(softmax(w)),
    "The weights are equal, whatever comes in.": lambda w: np.full_like(
        w, -np.log(len(w))
    ),
    "The exponentials of the log weights are divided by the sum of the log weights themselves.": (
        lambda w: w - np.log(np.sum(w))
    ),
}
SCALES = {
    "": np.exp,
    "The log scales stand where standard deviations belong: take `jnp.exp` of them.": (
        lambda s: s
    ),
    "The exponential of the log scales is taken twice.": lambda s: np.exp(
        np.exp(s)
    ),
    "The standard deviations are taken for variances.": lambda s: np.exp(
        s / 2
    ),
    "The standard deviations are squared: variances stand in their place.": (
        lambda s: np.exp(2 * s)
    ),
    "One over the standard deviation stands in its place.": lambda s: np.exp(
        -s
    ),
}


def _square(half=0.5, power=2):
    return lambda x, mu, sd: -half * ((x - mu) / sd) ** power


# The three parts of the log density of a normal distribution.
SQUARE = {
    "": _square(),
    "The half before the square is missing in the log density.": _square(
        half=1.0
    ),
    "The square has a plus in the log density, and a minus belongs there.": _square(
        half=-0.5
    ),
    "The half is squared as well in the log density: square the distance alone.": _square(
        half=0.25
    ),
    "Minus one half is squared as well in the log density: square the distance alone.": _square(
        half=-0.25
    ),
    "The distance is not squared in the log density.": _square(power=1),
    "The mean alone is divided by the scale: set datum minus mean in brackets.": (
        lambda x, mu, sd: _square()(x * sd, mu, sd)
    ),
    "The scale is left out under the distance.": lambda x, mu, sd: _square()(
        x, mu, 1.0
    ),
    "The squared distance is divided by the scale, and its square belongs there.": (
        lambda x, mu, sd: _square()(x, mu, np.sqrt(sd))
    ),
    "The distance is multiplied by the scale, and is to be divided.": (
        lambda x, mu, sd: _square()(x, mu, 1 / sd)
    ),
    "The mean is added to the datum, and is to be subtracted.": (
        lambda x, mu, sd: _square()(x, -mu, sd)
    ),
    "The mean is not subtracted from the datum.": lambda x, mu, sd: _square()(
        x, 0 * mu, sd
    ),
}
SCALE = {
    "": lambda sd: -np.log(sd),
    "The log scale is not subtracted in the log density.": lambda sd: 0 * sd,
    "The log scale is added in the log density, and is to be subtracted.": lambda sd: (
        np.log(sd)
    ),
    "The log scale is subtracted twice in the log density.": lambda sd: (
        -2 * np.log(sd)
    ),
    "Half the log scale is subtracted in the log density: all of it belongs there.": lambda sd: (
        -0.5 * np.log(sd)
    ),
}
CONSTANT = {
    "": -0.5 * np.log(2 * np.pi),
    "The constant, half the logarithm of 2 pi, is missing in the log density.": 0.0,
    "All of the logarithm of 2 pi is subtracted, where half of it belongs.": -np.log(
        2 * np.pi
    ),
    "The constant of the log density is added, and is to be subtracted.": 0.5
    * np.log(2 * np.pi),
    "The constant has pi in the place of 2 pi.": -0.5 * np.log(np.pi),
    "The logarithm is taken of 2 alone, and that of `2 * jnp.pi` belongs there.": -0.5
    * np.pi
    * np.log(2),
}


def _together(square=SQUARE[""], scale=SCALE[""], constant=CONSTANT[""]):
    return lambda x, mu, sd: square(x, mu, sd) + scale(sd) + constant


DENSITY = {
    **{each: _together(square=part) for each, part in SQUARE.items()},
    **{each: _together(scale=part) for each, part in SCALE.items()},
    **{each: _together(constant=part) for each, part in CONSTANT.items()},
    "The density stands where its logarithm belongs.": lambda x, mu, sd: (
        np.exp(_together()(x, mu, sd))
    ),
}
COMPONENTS = {
    "": lambda logs: logsumexp(logs, axis=0),
    "The log likelihoods of the components are added. Their likelihoods are: `logsumexp`.": (
        lambda logs: np.sum(logs, axis=0)
    ),
    "The log likelihoods of the components are averaged. Their likelihoods are added: "
    "`logsumexp`.": lambda logs: np.mean(logs, axis=0),
    "The likelihoods of the components are averaged, and are to be summed: the weights do the "
    "averaging.": lambda logs: logsumexp(logs, axis=0) - np.log(len(logs)),
    "The best component alone counts: sum over all, by `logsumexp`.": (
        lambda logs: np.max(logs, axis=0)
    ),
    "The largest logarithm is taken out of the exponentials, and has to be added again behind "
    "their logarithm: `logsumexp` does that.": lambda logs: (
        logsumexp(logs, axis=0) - np.max(logs, axis=0)
    ),
    "The first component alone counts.": lambda logs: logs[0],
    "The last component alone counts.": lambda logs: logs[-1],
    "The likelihood of a datum stands where its logarithm belongs.": lambda logs: (
        np.sum(np.exp(logs), axis=0)
    ),
    "The sign is turned.": lambda logs: -logsumexp(logs, axis=0),
    "Logarithms of the components are multiplied.": lambda logs: np.prod(
        logs, axis=0
    ),
    "`logsumexp` gets likelihoods, and takes their logarithms: it exponentiates by itself.": (
        lambda logs: logsumexp(np.exp(logs), axis=0)
    ),
}
DATA = {
    "": np.sum,
    "The mean over data is taken, and the sum is asked for.": np.mean,
    "The first datum is left out: places are counted from 0.": lambda each: (
        np.sum(each[1:])
    ),
    "The last datum is left out.": lambda each: np.sum(each[:-1]),
    "Only the first datum counts.": lambda each: each[0],
    "Only the last datum counts.": lambda each: each[-1],
    "The log likelihoods of the data go through a `logsumexp`, and are to be added.": (
        lambda each: logsumexp(each)
    ),
    "The log likelihoods of the data are multiplied, and are to be added.": np.prod,
    "One log likelihood for each datum is there, and their sum is asked for.": (
        lambda each: each
    ),
    "The sign is turned.": lambda each: -np.sum(each),
    "The largest log likelihood of a datum is taken, and the sum is asked for.": np.max,
}


def of_variants(formula, *parts, modes=(plain,), most=2):
    """Make the `when` of a Symptom whose sentence is {faults}.

    Args:
        formula: takes the arguments, as NumPy has them, then one variant of each part.
        *parts: dicts from sentences to variants; the first is right, and its sentence "".
        modes: in which calls the whole result is that of the formula.
        most: so many variants are wrong at most.
    """

    def when(seen):
        if seen.error or seen.trial.mode not in modes:
            return None
        calls = [each for each in seen.calls_made if each.mode in modes]
        results = [seen.whole(each) for each in calls]
        if not _tell(results):
            return None
        inputs = [
            [np.asarray(each, float) for each in call.arguments]
            for call in calls
        ]
        tried = list(zip(inputs, results, strict=True))
        if _explains(formula, tried, _right(parts)):
            return None  # two faults that cancel would explain it as well
        for sentences, variants in _choices(parts, most):
            if _explains(formula, tried, variants):
                return {"faults": _joined(sentences)}
        return None

    return when


def _right(parts):
    return [next(iter(part.values())) for part in parts]


def _explains(formula, tried, variants):
    return all(
        _gives(formula, arguments, variants, result)
        for arguments, result in tried
    )


def _tell(results):
    """Whether the results are numbers, and enough that no other formula gives them."""
    if any(isinstance(each, Problem) for each in results):
        return False
    values = np.concatenate([np.ravel(each) for each in results] or [[]])
    values = values[np.isfinite(values) & (values != np.round(values))]
    return len(np.unique(values)) > 1


def _choices(parts, most):
    """Yield (sentences, variants): with one wrong part first, then with two."""
    right = _right(parts)
    wrong = [list(part.items())[1:] for part in parts]
    for number in range(1, most + 1):
        for places in combinations(range(len(parts)), number):
            for chosen in product(*(wrong[place] for place in places)):
                variants = list(right)
                for place, (_, variant) in zip(places, chosen, strict=True):
                    variants[place] = variant
                yield [sentence for sentence, _ in chosen], variants


def _gives(formula, arguments, variants, result):
    """Whether a formula gives a result, wherever that is finite: far out it may round to 0."""
    with np.errstate(all="ignore"):
        try:
            given = np.asarray(formula(*arguments, *variants))
        except (ValueError, IndexError, TypeError):
            return False
    if np.shape(given) != np.shape(result):
        return False
    finite = np.isfinite(result)
    return np.allclose(given[finite], result[finite], 1e-4, 1e-4)


def _joined(sentences):
    if len(sentences) == 1:
        return sentences[0]
    return "Two things together explain all results. {} {}".format(*sentences)
