"""Whatever container holds numbers, they come in; what is no number is refused in one sentence."""

import datetime
import decimal

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture import fast
from dl_workshop.gaussian_mixture.devices import shard_data
from dl_workshop.gaussian_mixture.minibatches import minibatch
from dl_workshop.gaussian_mixture.values import as_numbers

NUMBERS = [1.0, 2.0, 3.0, 4.0]


class Column:
    """Like a column of pandas or polars: no array, but NumPy can make one of it."""

    def __init__(self, values):
        self.values = np.asarray(values)
        self.shape = self.values.shape

    def __array__(self, dtype=None, copy=None):
        return self.values.astype(dtype or self.values.dtype)

    def __len__(self):
        return len(self.values)


def read_only(array):
    array.flags.writeable = False
    return array


ACCEPTED = {
    "list": NUMBERS,
    "tuple": tuple(NUMBERS),
    "list of whole numbers": [1, 2, 3, 4],
    "list of scalars of JAX": list(jnp.asarray(NUMBERS)),
    "column": Column(NUMBERS),
    "column of whole numbers": Column([1, 2, 3, 4]),
    "int8": np.array(NUMBERS, "int8"),
    "uint64": np.array(NUMBERS, "uint64"),
    "whole numbers of JAX": jnp.array([1, 2, 3, 4]),
    "float16": np.array(NUMBERS, "float16"),
    "longdouble": np.array(NUMBERS, "longdouble"),
    "big-endian": np.array(NUMBERS, ">f8"),
    "big-endian whole numbers": np.array(NUMBERS, ">i4"),
    "read-only": read_only(np.array(NUMBERS)),
    "every second": np.repeat(NUMBERS, 2)[::2],
    "backwards": np.array(NUMBERS[::-1])[::-1],
    "range": range(1, 5),
}

REFUSED = {
    "masked": (
        np.ma.masked_values([61.0, -999.0, 58.0], -999.0),
        r"masked array.*data\.compressed\(\)",
    ),
    "complex": ([1 + 2j, 3], r"complex numbers \(dtype complex128\); .*real"),
    "complex of JAX": (jnp.array([1j, 2]), r"complex .*complex64\); .*real"),
    "text": (
        ["1.5", "2"],
        r"text \(dtype <U3\); .*np\.asarray\(data, float\)",
    ),
    "bytes": ([b"1"], r"bytes \(dtype \|S1\); .*np\.asarray\(data, float\)"),
    "dates": (
        np.array(["2026-01-01", "2026-01-02"], "datetime64[D]"),
        r"dates \(dtype datetime64\[D\]\); subtract a date and divide",
    ),
    "durations": (
        np.array([1, 2], "timedelta64[s]"),
        r"durations \(dtype timedelta64\[s\]\); divide them by a unit",
    ),
    "dates of Python": (
        [datetime.date(2026, 1, 1)],
        r"objects \(date\) \(dtype object\); subtract a date and divide",
    ),
    "missing": (
        [1.0, None],
        r"objects \(NoneType\) .*; .*missing ones removed",
    ),
    "Decimal": ([decimal.Decimal(1), 2.0], r"objects \(Decimal\) .*; convert"),
    "whole numbers as objects": (np.array([2, 3], object), r"objects \(int\)"),
    "dictionary": ({"a": 1.0}, r"objects \(dict\) .*; convert"),
    "records": (
        np.zeros(2, [("a", "f8"), ("b", "f8")]),
        r"records \(dtype .*\); choose one column by its name",
    ),
    "rows of several lengths": (
        [[1.0], [1.0, 2.0]],
        r"numbers in equal rows, got list that NumPy cannot read",
    ),
}
each_accepted = pytest.mark.parametrize(
    "given", ACCEPTED.values(), ids=ACCEPTED
)
each_refused = pytest.mark.parametrize(
    ("given", "message"), REFUSED.values(), ids=REFUSED
)


@each_accepted
def test_numbers_keep_their_values(given, dtype):
    array = as_numbers(given, "data")
    assert array.dtype in {np.dtype("float32"), np.dtype("float64")}
    assert array.dtype.isnative
    np.testing.assert_array_equal(array, NUMBERS)


def test_truth_values_become_0_and_1():
    array = as_numbers([True, False], "data")
    assert array.dtype == "float32"
    np.testing.assert_array_equal(array, [1, 0])


@pytest.mark.parametrize(
    "given", [1, 2.5, True, np.float64(2), jnp.ones(3), np.ones(3)]
)
def test_what_is_ready_is_not_copied(given):
    assert as_numbers(given, "data") is given


def test_tracers_in_a_list_become_one_array():
    total = jax.jit(lambda data: jnp.sum(as_numbers(data, "data")))
    assert total([1.0, 2.0]) == 3


@each_refused
def test_what_is_no_number_is_refused_in_a_sentence(given, message):
    message = message.replace("data", "heights")
    with pytest.raises(ValueError, match=f"^heights: expected .*{message}"):
        as_numbers(given, "heights")


# Every public function that takes data, with numbers that it could work on.

PARAMS = np.log([1.0, 5.0]), np.array([1.0, 4.0]), np.zeros(2)
TAKE_DATA = {
    "mixture_loglike": lambda data: gm.mixture_loglike(*PARAMS, data),
    "fast.mixture_loglike": lambda data: fast.mixture_loglike(*PARAMS, data),
    "responsibilities": lambda data: gm.responsibilities(*PARAMS, data),
    "weighted_loglikes": lambda data: gm.weighted_loglikes(*PARAMS, data),
    "loss": lambda data: gm.loss_mixture_weights(PARAMS, data),
    "fast.loss": lambda data: fast.loss_mixture_weights(PARAMS, data),
    "joint_loss": lambda data: gm.joint_loss(
        (PARAMS[0], 0.0, *PARAMS[1:]), data
    ),
    "require_finite": gm.require_finite,
    "standardize": lambda data: gm.standardize(data)[0],
    "kmeans_plus_plus": lambda data: gm.kmeans_plus_plus(
        jax.random.key(0), data, 2
    ),
    "shard_data": lambda data: np.ravel(shard_data(data)),
    "minibatch": lambda data: minibatch(data, 2, 0, 0, run_length=1),
}
each_function = pytest.mark.parametrize(
    "function", TAKE_DATA.values(), ids=TAKE_DATA
)


@each_function
def test_every_container_gives_the_same(function):
    expected = function(np.array(NUMBERS))
    for name, given in ACCEPTED.items():
        np.testing.assert_allclose(
            function(given), expected, rtol=1e-5, err_msg=name
        )


@each_function
def test_every_function_refuses_what_is_no_number(function):
    for given, message in REFUSED.values():
        with pytest.raises(ValueError, match=f"^data: expected .*{message}"):
            function(given)


@each_function
def test_every_function_but_those_of_rows_refuses_rows(function, request):
    if request.node.callspec.id in {"standardize", "kmeans_plus_plus"}:
        assert function(np.arange(8.0).reshape(4, 2)).shape[1] == 2
        return
    for rows in (np.ones((4, 1)), np.arange(8.0).reshape(4, 2)):
        with pytest.raises(
            ValueError, match=r"^data: .* a vector, got .*; take one column"
        ):
            function(rows)


def test_parameters_may_be_lists():
    params = [0.0, 1.0], (1, 4), [0.0, 0.5]
    arrays = tuple(np.array(param, float) for param in params)
    expected = gm.loss_mixture_weights(arrays, np.array(NUMBERS))
    np.testing.assert_allclose(
        gm.loss_mixture_weights(params, NUMBERS), expected
    )
    np.testing.assert_allclose(gm.normalize_weights([1, 5]), [1 / 6, 5 / 6])
    np.testing.assert_allclose(
        gm.stick_breaking_weights([1, 0.5])[1], [1, 0, 0]
    )
    assert gm.sample_mixture(
        jax.random.key(0), [1, 5], [-2, 5], [1.1, 2], 3
    ).shape == (3,)
