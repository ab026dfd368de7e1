"""Terms: which parts of a sum are missing, subtracted or counted more often than once.

Where the right answer is a sum of known parts, a wrong one is often the same sum with other
counts. They are looked for among few faults and few counts, and one set has to explain all
results.
"""

from collections.abc import Callable, Collection, Sequence
from itertools import combinations, product

import numpy as np

from dl_workshop.check.sandbox import Problem

COUNTS = {
    0.0: "{part} is missing",
    -1.0: "{part} is subtracted",
    2.0: "{part} counts twice",
    0.5: "{part} counts half",
}
PER_DATUM = "{part} counts once for each datum"


def miscounted(
    terms: Callable,
    names: Sequence[tuple[str, str]],
    modes: Collection[Callable],
    told: Collection[tuple] = (),
    most: int = 2,
) -> Callable:
    """Make the `when` of a Symptom, whose sentence holds {faults}.

    Args:
        terms: takes the arguments, as NumPy has them, and returns the parts of the right sum.
        names: for each part its name in a sentence, and a pattern of the function that computes
            it, "" if there is none: what is called is not said to be missing.
        modes: in which calls the whole result is the sum.
        told: pairs (number of a part, count) that have a sentence of their own when alone.
        most: so many faults at most.
    """

    def when(seen):
        trials = [each for each in seen.calls_made if each.mode in modes]
        results = [seen.whole(each) for each in trials]
        if len(results) < 2 or any(_is_no_number(each) for each in results):
            return None
        parts = [
            np.array(terms(*map(_as_numpy, each.arguments))) for each in trials
        ]
        n_data = [np.size(each.arguments[-1]) for each in trials]
        for number in range(1, most + 1):
            for places in combinations(range(len(names)), number):
                for counts in product([*COUNTS, "n"], repeat=number):
                    if _explain(results, parts, n_data, places, counts):
                        alone = (*places, *counts) in told
                        return not alone and _told(seen, names, places, counts)
        return None

    return when


def _explain(results, parts, n_data, places, counts):
    for result, part, n in zip(results, parts, n_data, strict=True):
        weights = np.ones(len(part))
        weights[list(places)] = [n if each == "n" else each for each in counts]
        if not np.isclose(result, np.sum(weights * part), 1e-4, 1e-4):
            return False
    return True


def _told(seen, names, places, counts):
    faults = []
    for place, count in zip(places, counts, strict=True):
        part, pattern = names[place]
        if count == 0 and pattern and seen.calls(pattern):
            return None
        faults.append(COUNTS.get(count, PER_DATUM).format(part=part))
    return {"faults": ", ".join(faults)}


def _is_no_number(result):
    return (
        isinstance(result, Problem)
        or np.ndim(result) > 0
        or not np.isfinite(result)
    )


def _as_numpy(argument):
    return np.asarray(argument, float)
