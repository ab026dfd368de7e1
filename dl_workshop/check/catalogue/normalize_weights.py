"""Weights that sum to 1: `normalize_weights`."""

import ast

import jax.numpy as jnp
import numpy as np

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.assembly import Blanks
from dl_workshop.check.call_modes import shape
from dl_workshop.check.exercise import Exercise, Property
from dl_workshop.check.formulas import log_softmax, softmax

exercise = Exercise(
    chapter="likelihood",
    place=310,
    title="Weights that sum to 1",
    minutes=3,
    difficulty="easy",
    task="Turn positive weights, such as 1 and 5, into probabilities in the same ratio. There may "
    "be any number of weights, of any size.",
    stub='''\
def normalize_weights(weights):
    """Weights in the same ratio that sum to 1, shape (n_components,)."""
    ...''',
    properties=(
        Property(
            "there is one probability for each weight",
            inputs=(((1.0, 5.0),),),
            read=shape,
            shown="{call}.shape",
        ),
        Property(
            "the probabilities sum to 1",
            inputs=(((1.0, 5.0),), ((0.5, 2.0, 0.25, 0.75),)),
            read=lambda result: result.sum(),
            shown="jnp.sum({call})",
            expected=1.0,
        ),
        Property(
            "the probabilities have the ratio of the weights",
            inputs=(((1.0, 5.0),), ((0.5, 2.0, 0.25, 0.75),)),
        ),
        Property(
            "small weights have probabilities as good as those of large ones",
            inputs=(((3e-8, 1e-8, 4e-8),),),
        ),
        Property(
            "a small weight beside large ones keeps its share",
            inputs=(((4e3, 1e-2, 1.0),), ((4e3, 1.0, 1e-5),)),
            atol=0.0,
        ),
    ),
    hints=(
        "With weights 1 and 5, which share of the whole has the first?",
        "The whole is the sum of the weights. A share is a part divided by the whole.",
        "JAX divides an array by a number entry by entry, so one line will do: `weights` divided "
        "by `jnp.sum` of them.",
        "Return `weights / jnp.sum(weights)`.",
    ),
    reference=gm.normalize_weights,
    insight="A common factor of the weights has no effect, so only their ratios carry meaning.",
    why="Dividing by the sum makes the sum 1 and keeps every ratio. That works for weights; for "
    "log weights `log_softmax` does the same without leaving logarithms.",
    tip="Tip: your loop works. An array divided by a number needs none: JAX divides each entry.",
    spoiler="weights / jnp.sum(weights)",
    assembly=Blanks(
        """\
def normalize_weights(weights):
    return {part} / {whole}""",
        blanks={
            "part": (
                "weights",
                "jnp.exp(weights)",
                "weights**2",
                "jnp.cumsum(weights)",
            ),
            "whole": (
                "jnp.sum(weights)",
                "jnp.max(weights)",
                "len(weights)",
                "jnp.sum(jnp.exp(weights))",
                "jnp.sum(weights**2)",
            ),
        },
    ),
)

exercise.mistake(
    "This is a softmax. The weights are no logarithms here: leave out the exponential.",
    lambda weights: softmax(weights),
)

exercise.mistake(
    "The weights are divided by the largest of them instead of by their sum.",
    lambda weights: weights / np.max(weights),
)

exercise.mistake(
    "The weights are divided by the first of them, so that becomes 1 and not their sum.",
    lambda weights: weights / weights[0],
)

exercise.mistake(
    "The weights are divided by the root of their summed squares. That gives a vector of "
    "length 1, and a sum of 1 is needed.",
    lambda weights: weights / np.sqrt(np.sum(weights**2)),
)

exercise.mistake(
    "The weights are divided by how many there are. Divide by how much they sum to.",
    lambda weights: weights / len(weights),
)

exercise.mistake(
    "The weights are divided by their mean, so they sum to their number.",
    lambda weights: weights / np.mean(weights),
)

exercise.mistake(
    "This is the sum of the weights. It remains to divide them by it.",
    lambda weights: np.sum(weights),
)

exercise.mistake(
    "The weights come back as they went in.",
    lambda weights: weights,
)

exercise.mistake(
    "A constant is subtracted so that the sum is 1, but shares have to keep their ratio.",
    lambda weights: weights - (np.sum(weights) - 1) / len(weights),
)

exercise.mistake(
    "These are the logarithms of the probabilities; the exercise asks for themselves.",
    lambda weights: np.log(weights / np.sum(weights)),
)

exercise.mistake(
    "These are running sums of the probabilities, which end at 1. Leave out `cumsum`.",
    lambda weights: np.cumsum(weights) / np.sum(weights),
)


exercise.mistake(
    "The shares lose what is behind the point: a division by `//` and the type `int` leave whole "
    "numbers. Shares come from `/`, as floats.",
    lambda weights: weights // np.sum(weights),
)

exercise.mistake(
    "The weights are standardised: their mean is 0 and their spread 1. Divide by the sum alone.",
    lambda weights: (weights - np.mean(weights)) / np.std(weights),
)

exercise.mistake(
    "The fraction is upside down: a share is a part divided by the whole.",
    lambda weights: np.sum(weights) / weights,
)

exercise.mistake(
    "This is one minus each share, what the others have. Leave the one out.",
    lambda weights: 1 - weights / np.sum(weights),
)

exercise.mistake(
    "The weights are normalised twice, by their sum and by a softmax. The sum is enough.",
    lambda weights: softmax(weights / np.sum(weights)),
)

exercise.mistake(
    "To the sum something small is added, or put in its place, so that the result no longer sums "
    "to 1. Weights are positive, so their sum is never zero: leave it out.",
    lambda weights: weights / (np.sum(weights) + 1e-3),
    lambda weights: weights / (np.sum(weights) + 1e-6),
    lambda weights: weights / (np.sum(weights) + 1e-7),
    lambda weights: weights / (np.sum(weights) + 1e-8),
    when=lambda seen: any(
        type(getattr(node, "value", None)) is float and node.value <= 0.01
        for node in ast.walk(seen.tree)
    ),
)


def _last_by_subtraction(seen):
    """Whether all shares are right but the last, which is what is missing to 1."""
    got, right = seen.result, seen.expected
    return (
        not seen.error
        and got.shape == right.shape
        and got.size > 2
        and np.allclose(got[:-1], right[:-1], 1e-4, 0.0)
        and abs(np.sum(got) - 1) < 1e-6
    )


exercise.symptom(
    "The last share is 1 minus the others, and that is rounding error where it is tiny. Divide "
    "its weight by the sum, as those of the others.",
    _last_by_subtraction,
    lambda weights: jnp.append(
        weights[:-1] / weights.sum(), 1 - (weights[:-1] / weights.sum()).sum()
    ),
)

for divisor, function in {
    "product": np.prod,
    "median": np.median,
    "smallest": np.min,
    "standard deviation": np.std,
    "variance": np.var,
    "range": np.ptp,
    "product with themselves": lambda weights: np.sum(weights**2),
}.items():
    exercise.mistake(
        f"The weights are divided by another number than their sum: by their {divisor}.",
        lambda weights, function=function: weights / function(weights),
    )

exercise.mistake(
    "The weights are divided by the last of them, so that becomes 1 and not their sum.",
    lambda weights: weights / weights[-1],
)

exercise.mistake(
    "The weights are divided by running sums. Each share has the same whole: the sum of all.",
    lambda weights: weights / np.cumsum(weights),
)

exercise.mistake(
    "The weights are divided by their sum twice. Once is enough.",
    lambda weights: weights / np.sum(weights) ** 2,
)

exercise.mistake(
    "Each weight is divided by itself, so that ones come back. The sum is one of all weights.",
    lambda weights: np.ones(len(weights)),
)

exercise.mistake(
    "The probabilities themselves are wanted, and this is their sum, 1.",
    lambda weights: np.float64(1.0),
)

exercise.mistake(
    "Only the last weight is changed, so that the sum is 1. Shares keep their ratio: divide all.",
    lambda weights: np.append(weights[:-1], 1 - np.sum(weights[:-1])),
)

exercise.mistake(
    "The weights are squared before they are divided, and lose their ratio.",
    lambda weights: weights**2 / np.sum(weights**2),
)

exercise.mistake(
    "Roots of the weights are taken before they are divided, and the ratio is lost.",
    lambda weights: np.sqrt(weights) / np.sum(np.sqrt(weights)),
)

exercise.mistake(
    "The smallest is subtracted before the division. Shares keep their ratio: divide alone.",
    lambda weights: (weights - np.min(weights)) / np.ptp(weights),
    lambda weights: (
        (weights - np.min(weights)) / np.sum(weights - np.min(weights))
    ),
)

exercise.mistake(
    "The weights are multiplied by their sum. Divide by it.",
    lambda weights: weights * np.sum(weights),
)

exercise.mistake(
    "This is what the others weigh together, the sum minus each weight. Divide each by the sum.",
    lambda weights: np.sum(weights) - weights,
)

exercise.mistake(
    "This is a log softmax: the weights are taken for logarithms, and logarithms come back. "
    "Divide them by their sum.",
    lambda weights: log_softmax(weights),
)

exercise.mistake(
    "A sigmoid takes each weight on its own, as log odds. Divide each by the sum of all.",
    lambda weights: 1 / (1 + np.exp(-weights)),
)

exercise.mistake(
    "A softmax of logarithms to the base 10 or 2: only with `jnp.log`, to the base e, it gives "
    "back the weights' ratio.",
    lambda weights: softmax(np.log10(weights)),
    lambda weights: softmax(np.log2(weights)),
)

exercise.mistake(
    "Every probability is the same, whatever the weights. The larger weight has the larger share.",
    lambda weights: np.full(len(weights), 1 / len(weights)),
)

exercise.symptom(
    "Several things come back, and an array of probabilities is wanted alone.",
    lambda seen: (
        seen.error.startswith("WrongReturnType")
        and ("a tuple of" in seen.error or "a list of" in seen.error)
    ),
    lambda weights: (weights / weights.sum(), weights.sum()),
)

exercise.symptom(
    "The array has one axis, number 0: leave `axis=1` out.",
    lambda seen: "axis 1 is out of bounds" in seen.error,
    lambda weights: weights / weights.sum(axis=1),
)

exercise.symptom(
    "This works for two weights alone. There may be any number of them: divide the whole array.",
    lambda seen: "too many values to unpack" in seen.error,
    lambda weights: [each / weights.sum() for each in _two(weights)],
)


def _two(weights):
    first, second = weights
    return first, second


@exercise.right
def normalize_by_loop(weights):
    total = 0.0
    for weight in weights:
        total += weight
    return jnp.array([weight / total for weight in weights])


@exercise.right
def normalize_in_float64(w):
    w = np.array(w, dtype="float64")
    w /= w.sum()
    return w


@exercise.right
def normalize_as_a_list(weights):
    return [float(weight) / float(sum(weights)) for weight in weights]


@exercise.right
def normalize_by_dot(weights):
    return weights / (weights @ jnp.ones_like(weights))
