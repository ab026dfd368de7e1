"""Numbers: what all results have in common with what was expected."""

import numpy as np

from dl_workshop.check.symptoms.register import FIRST, LAST, symptom


def _always(seen, relation):
    """Whether a relation holds between all results and what was expected, and tells something.

    One whole number tells nothing: too many relations hold between 0 and 1.
    """
    results = [np.ravel(got) for got, _ in seen.pairs] or [np.zeros(1)]
    numbers = np.unique(np.concatenate(results))
    telling = len(numbers) > 1 or not _equal(numbers, np.round(numbers))
    return (
        not seen.error
        and telling
        and all(
            _equal(got, relation(expected)) for got, expected in seen.pairs
        )
    )


def _equal(one, other):
    with np.errstate(all="ignore"):
        return np.shape(one) == np.shape(other) and np.allclose(
            one, other, rtol=1e-3, atol=1e-6
        )


@symptom("The sign is turned: every result is minus what is expected.")
def negative(seen):
    return _always(seen, np.negative)


@symptom("The logarithm has base 10 here. The natural one is `jnp.log`.")
def base_ten(seen):
    return _always(seen, lambda x: x / np.log(10))


@symptom("The logarithm has base 2 here. The natural one is `jnp.log`.")
def base_two(seen):
    return _always(seen, lambda x: x / np.log(2))


@symptom(
    "This is the exponential of what is expected: leave it out, or take the logarithm of it."
)
def exponential(seen):
    return _always(seen, np.exp)


@symptom(
    "This is the exponential of minus what is expected: leave out the exponential and the minus."
)
def exponential_of_minus(seen):
    return _always(seen, lambda x: np.exp(-x))


@symptom(
    "This is the logarithm of what is expected: take the exponential, or leave the logarithm out."
)
def logarithm(seen):
    return _always(seen, np.log)


@symptom("The sign is lost: the absolute value comes back.", among=FIRST)
def absolute(seen):
    return seen.calls("*abs", "*absolute") and _always(seen, np.abs)


@symptom("The result is rounded. Give it with all its digits.")
def rounded(seen):
    return seen.calls("*round", "*floor", "*rint", "int") and any(
        _always(seen, lambda x, d=digits: np.round(x, d))
        for digits in range(4)
    )


@symptom(
    "What stands behind the point is lost: whole numbers come back. Leave out what makes them."
)
def whole_numbers(seen):
    return bool(seen.pairs) and all(
        got.dtype.kind in "iu"
        and expected.dtype.kind == "f"
        and got.shape == expected.shape
        and np.all(np.abs(got - expected) < 1)
        for got, expected in seen.pairs
    )


@symptom("Rows and columns have changed places: `.T` turns a table.")
def transposed(seen):
    # A symmetric table is its own `.T`, and says nothing.
    return all(
        expected.ndim == 2 and _equal(got, expected.T)
        for got, expected in seen.pairs
    ) and any(not _equal(each, each.T) for _, each in seen.pairs)


@symptom(
    "The numbers are right, and the shape has an axis too many: {got} where {expected} is "
    "expected."
)
def an_axis_too_many(seen):
    if not seen.pairs:
        return None
    got, expected = seen.pairs[0]
    if got.size != expected.size or got.ndim <= expected.ndim:
        return None
    return _equal(got.reshape(expected.shape), expected) and {
        "got": got.shape,
        "expected": expected.shape,
    }


@symptom(
    "There is an axis of length 1 too many: the shape is {got} where {expected} is expected."
)
def an_axis_of_length_one(seen):
    if not seen.pairs:
        return None
    got, expected = seen.pairs[0]
    lengths = [each for each in got.shape if each != 1]
    right = [each for each in expected.shape if each != 1]
    return (
        got.ndim > expected.ndim
        and lengths == right
        and {"got": got.shape, "expected": expected.shape}
    )


@symptom(
    "The first entry is missing; the others are right. Places are counted from 0."
)
def first_missing(seen):
    return _without(seen, 0)


@symptom(
    "The shape is {got} here as it was before, where {expected} is expected: it stays the same, "
    "whatever comes in."
)
def the_same_shape_always(seen):
    if seen.error or not seen.pairs:
        return None
    got, expected = (each.shape for each in seen.pairs[0])
    right = {one.shape for one, two in seen.pairs if one.shape == two.shape}
    return (
        got != expected and got in right and {"got": got, "expected": expected}
    )


@symptom("The last entry is missing; the others are right.")
def last_missing(seen):
    return _without(seen, -1)


def _without(seen, place):
    """Whether results lack one entry, and the others tell something."""
    return (
        not seen.error
        and bool(seen.pairs)
        and all(
            expected.ndim
            and len(expected) > 1
            and _equal(got, np.delete(expected, place, 0))
            for got, expected in seen.pairs
        )
        and any(
            len(np.unique(expected)) == expected.size > 2
            for _, expected in seen.pairs
        )
    )


@symptom(
    "A sum of likelihoods by `logaddexp` begins at 0 here, which is the logarithm of 1 and counts "
    "as one likelihood more. Begin at `-jnp.inf`."
)
def logaddexp_from_zero(seen):
    return seen.calls("*logaddexp") and _always(
        seen, lambda x: np.logaddexp(x, 0)
    )


@symptom("The square of what is expected comes back.")
def square(seen):
    return _always(seen, np.square)


@symptom("The root of what is expected comes back.")
def root(seen):
    return _always(seen, np.sqrt)


@symptom("One minus what is expected comes back.")
def one_minus(seen):
    return _always(seen, lambda x: 1 - x)


@symptom("The fraction is upside down: one divided by what is expected.")
def upside_down(seen):
    return _always(seen, np.reciprocal)


@symptom("The order of the entries is turned round.")
def reversed_order(seen):
    return _has_entries(seen) and _always(seen, lambda x: np.flip(x, 0))


@symptom("Running sums of what is expected come back: leave out `cumsum`.")
def running_sums(seen):
    return _has_entries(seen) and _always(seen, lambda x: np.cumsum(x, -1))


@symptom(
    "The numbers are right, and stand on the diagonal of a matrix. `jnp.diag` makes a matrix of a "
    "vector, and of a matrix it takes the diagonal."
)
def on_a_diagonal(seen):
    return (
        not seen.error
        and bool(seen.pairs)
        and all(
            expected.ndim == 1
            and len(expected) > 1
            and _equal(got, np.diag(expected))
            for got, expected in seen.pairs
        )
    )


@symptom("The parts come back, and their sum is expected.")
def parts_of_a_sum(seen):
    return _parts(seen, np.sum)


@symptom("Parts come back, and their mean is expected.")
def parts_of_a_mean(seen):
    return _parts(seen, np.mean)


@symptom(
    "Logarithms of the parts come back, and that of their sum is expected: `logsumexp`."
)
def logarithms_of_parts(seen):
    return _parts(seen, np.logaddexp.reduce)


@symptom("The sum comes back where its parts are expected.")
def sum_of_parts(seen):
    return _has_entries(seen) and _always(seen, np.sum)


@symptom("The mean comes back where the entries themselves are expected.")
def mean_of_parts(seen):
    return _has_entries(seen) and _always(seen, np.mean)


@symptom("Every result is {factor} times what is expected.", among=LAST)
def constant_factor(seen):
    factor = _only(seen, np.divide)
    return factor and abs(factor - 1) > 0.01 and {"factor": f"{factor:.3g}"}


@symptom(
    "Every result is {larger} than expected by the same number, {number}: a constant is missing "
    "or too much.",
    among=LAST,
)
def constant_difference(seen):
    number = _only(seen, np.subtract)
    larger = "larger" if (number or 0) > 0 else "smaller"
    return number and {"larger": larger, "number": f"{abs(number):.4g}"}


def _has_entries(seen):
    return all(expected.ndim for _, expected in seen.pairs)


def _parts(seen, together):
    """Whether each result has one axis more than expected, and together it is right."""
    return (
        not seen.error
        and all(
            got.ndim == expected.ndim + 1
            and got.size > expected.size
            and any(
                _equal(together(got, axis=axis), expected)
                for axis in range(got.ndim)
            )
            for got, expected in seen.pairs
        )
        and bool(seen.pairs)
    )


def _only(seen, operation):
    """What an operation gives for all pairs of different numbers alike; None if it differs."""
    if seen.error or any(one.shape != two.shape for one, two in seen.pairs):
        return None
    flat = [[np.ravel(each) for each in pair] for pair in seen.pairs]
    if not flat:
        return None
    got, expected = map(np.concatenate, zip(*flat, strict=True))
    if len(np.unique(np.round(expected, 6))) < 3:
        return None
    if operation is np.divide:  # zero is any multiple of zero
        some = (got != 0) | (expected != 0)
        got, expected = got[some], expected[some]
    else:  # of a large number, rounding leaves no small difference
        small = np.abs(expected) < 1e3
        got, expected = got[small], expected[small]
        if len(np.unique(np.round(expected, 6))) < 3:
            return None
    with np.errstate(all="ignore"):
        values = operation(got.astype(float), expected.astype(float))
    first = float(values.flat[0])
    alike = np.all(np.isfinite(values)) and np.allclose(values, first, 1e-3)
    return first if alike and first else None
