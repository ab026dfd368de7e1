"""Expressions: every primitive alone, on ordinary numbers and on extremes."""

import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from dl_workshop.precision import enable_x64

NAN, INF = np.nan, np.inf
ORDINARY = np.array([-3.5, -2.5, -1.0, -0.75, -0.5, -0.1, 0.1, 0.3, 0.5, 1.0])
ORDINARY = np.append(ORDINARY, [1.25, 1.5, 2.0, 2.5, 3.7, 9.0, 30.0, 144.5])
EXTREME = np.array([NAN, INF, -INF, 0.0, -0.0, 1e-300, -1e-300, 1e300, -1e300])
EXTREME = np.append(
    EXTREME, [1e-10, -1e-10, 1e10, -1e10, 700.0, -745.0, 0.999999]
)
NUMBERS = np.concatenate([ORDINARY, EXTREME])

UNARY = [
    *(lax.abs, lax.neg, lax.sign, lax.floor, lax.ceil, lax.is_finite),
    *(lax.exp, lax.exp2, lax.expm1, lax.log, lax.log1p, lax.sqrt, lax.rsqrt),
    *(lax.cbrt, lax.square, lax.logistic, lax.tanh, lax.atan),
    *(lax.asin, lax.acos, lax.asinh, lax.acosh, lax.atanh, lax.sinh),
    *(lax.cosh, lax.erf, lax.erfc, lax.erf_inv),
]

TRIGONOMETRIC = [lax.sin, lax.cos, lax.tan]

BINARY = [
    *(lax.add, lax.sub, lax.mul, lax.div, lax.max, lax.min, lax.atan2),
    *(lax.eq, lax.ne, lax.lt, lax.le, lax.gt, lax.ge),
]


@pytest.mark.parametrize("primitive", UNARY, ids=lambda f: f.__name__)
def test_one_operand(agrees, primitive):
    agrees(primitive, NUMBERS)


@pytest.mark.parametrize("primitive", TRIGONOMETRIC, ids=lambda f: f.__name__)
def test_angles(agrees, primitive):
    agrees(primitive, np.array([-1e5, -3.2, -1, 0, 0.1, 1, 3.1, 9.7, 77, NAN]))


def test_lgamma_near_its_zeros_and_at_its_poles(agrees):
    agrees(lax.lgamma, NUMBERS, scale=1.0)


def test_digamma_between_and_at_its_poles(agrees):
    # At -0.0 releases of JAX differ: NaN, or infinity.
    x = [-7.75, -2.5, -1, -0.2, 1e-9, 0.3, 1, 2.5, 7, 33, 1e6, INF]
    agrees(lax.digamma, np.array(x), scale=1.0)


@pytest.mark.parametrize("primitive", BINARY, ids=lambda f: f.__name__)
def test_two_operands(agrees, primitive):
    left, right = map(np.ravel, np.meshgrid(NUMBERS, NUMBERS))
    agrees(primitive, left, right)


def test_remainder_has_the_sign_of_the_dividend(agrees):
    left, right = map(np.ravel, np.meshgrid(ORDINARY, ORDINARY))
    agrees(lax.rem, left, right)
    agrees(
        lax.rem,
        np.array([NAN, INF, 1.0, 1.0, -4.0]),
        np.array([1, 1, INF, 0, 2.0]),
    )


def test_power_of_one_and_to_infinity(agrees):
    bases = np.array([1.0, -1.0, 2.0, 0.5, 0.0, NAN, 3.0, -2.0, -2.0, 1.0])
    exponents = np.array([NAN, INF, INF, INF, -1.0, 0.0, 2.5, 3.0, 0.5, INF])
    agrees(lax.pow, bases, exponents)


@pytest.mark.parametrize("exponent", [-3, -1, 0, 1, 2, 3, 10])
def test_integer_power(agrees, exponent):
    agrees(lambda x: lax.integer_pow(x, exponent), NUMBERS)


@pytest.mark.parametrize("method", list(lax.RoundingMethod))
def test_rounding_halves(agrees, method):
    x = np.append(
        EXTREME, [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.49999999999999994]
    )
    agrees(lambda x: lax.round(x, method), x)


@pytest.mark.parametrize("fun", [lax.neg, lax.abs, jnp.sign, jnp.negative])
def test_signs_of_zeros(node, fun):
    from dl_workshop.live import to_javascript

    zeros = np.array([0.0, -0.0])
    ((got,),) = node.call(to_javascript(fun, zeros), "f", [zeros])
    with enable_x64(True):
        np.testing.assert_array_equal(np.signbit(got), np.signbit(fun(zeros)))


def test_clamp_keeps_nan(agrees):
    agrees(lambda x: lax.clamp(-1.0, x, 2.0), NUMBERS)


INTEGERS = np.array([-(2**31), -70000, -7, -1, 0, 1, 2, 7, 70000, 2**31 - 1])


@pytest.mark.parametrize("dtype", ["int32", "uint32", "int16", "uint8"])
@pytest.mark.parametrize(
    "primitive",
    [
        *(lax.add, lax.sub, lax.mul, lax.div, lax.rem, lax.max, lax.lt),
        *(lax.bitwise_and, lax.bitwise_or, lax.bitwise_xor),
    ],
    ids=lambda f: f.__name__,
)
def test_integers_wrap_around(agrees, primitive, dtype):
    pair = np.meshgrid(INTEGERS, INTEGERS)
    left, right = (part.ravel().astype(dtype) for part in pair)
    agrees(primitive, left, right)


@pytest.mark.parametrize(
    "primitive", [lax.neg, lax.abs, lax.sign, lax.bitwise_not]
)
@pytest.mark.parametrize("dtype", ["int32", "int64"])
def test_integers_alone(agrees, primitive, dtype):
    agrees(primitive, INTEGERS.astype(dtype))


def test_integer_zero_is_not_negative(agrees):
    whole = np.array([-4, 0, 4])
    agrees(lambda n: 1.0 / (n * 0 + 0.0) + 1.0 / lax.rem(n, 2), whole)


def test_truth_values(agrees):
    a, b = np.array([0, 0, 1, 1], bool), np.array([0, 1, 0, 1], bool)
    agrees(lambda a, b: (a & b, a | b, a ^ b, ~a, a == b, a < b), a, b)


@pytest.mark.parametrize("dtype", ["int32", "int64", "bool", "float32"])
def test_conversion_of_floats(agrees, dtype):
    x = np.array([-2.7, -0.4, 0.0, 0.5, 3.0])
    x = x if dtype == "float32" else np.append(x, [1e12, NAN, INF, -INF])
    if dtype == "int64":
        x = x[:6]
    agrees(
        lambda x: x.astype(dtype), x, rtol=1e-7 if dtype == "float32" else 0
    )


def test_conversion_of_integers_and_truth_values(agrees):
    agrees(lambda n: (n.astype("int8"), n.astype(float), n != 0), INTEGERS)
    agrees(lambda b: (b.astype(int), b.astype(float)), np.array([True, False]))


def test_select_among_many(agrees):
    which = np.array([0, 1, 2, 2], np.int32)
    cases = np.arange(12.0).reshape(3, 4)
    agrees(lambda w, c: lax.select_n(w, *c), which, cases)
    agrees(lambda w, c: jnp.where(w > 1, c[0], NAN), which, cases)


def test_numbers_known_beforehand_are_computed_by_jax(agrees):
    source = agrees(lambda x: x + lax.lgamma(jnp.asarray(2.5)), np.ones(2))
    assert "logGamma" not in source
