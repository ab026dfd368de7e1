"""Every rule beside JAX itself, on ordinary numbers and on extremes; then whole functions."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax
from jax.scipy.stats import norm

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import interpreter
from dl_workshop.check.interpreter import interpreted

NAN, INF = np.nan, np.inf
ORDINARY = [-30, -2.5, -1, -0.3, 0.1, 0.5, 1, 2, 7, 80]
EXTREME = [NAN, INF, -INF, 0, 1e-30, -1e-30, 1e30, -1e30]
NUMBERS = np.float32([*ORDINARY, *EXTREME])
# What XLA takes for 0, and what comes out so small.
TINY = np.float32([1e-40, -1e-42, -87.6, -95, -102, 1e-20, -1e-20, 3])
TABLE = np.float32([[3, -1, 2.5], [0.5, 4, -2]])

UNARY = [
    *(lax.abs, lax.neg, lax.sign, lax.is_finite, lax.square, lax.tanh),
    *(lax.exp, lax.expm1, lax.log, lax.log1p, lax.sqrt, lax.rsqrt),
    *(lax.logistic, lax.stop_gradient, lambda x: lax.integer_pow(x, 3)),
    *(lambda x: lax.integer_pow(x, -2), lambda x: x.astype(bool)),
]
BINARY = [
    *(lax.add, lax.sub, lax.mul, lax.div, lax.max, lax.min),
    *(lax.eq, lax.ne, lax.lt, lax.le, lax.gt, lax.ge),
    *(lambda x, y: lax.select(x > y, x, y),),
]
OF_TABLES = {
    "transpose": jnp.transpose,
    "reshape": jnp.ravel,
    "sum": lambda x: jnp.sum(x, axis=1),
    "product": lambda x: jnp.prod(x, axis=0),
    "max": lambda x: jnp.max(x, axis=1),
    "min": jnp.min,
    "argmax": lambda x: jnp.argmax(x, axis=1),
    "argmin": lambda x: jnp.argmin(x, axis=0),
    "cumsum": lambda x: jnp.cumsum(x, axis=1),
    "cumlogsumexp": lambda x: lax.cumlogsumexp(x, 1),
    "cumsum from the end": lambda x: lax.cumsum(x, 0, reverse=True),
    "reverse": lambda x: x[:, ::-1],
    "slice": lambda x: x[1:, ::2],
    "column": lambda x: x[:, None, 0],
    "concatenate": lambda x: jnp.concatenate([x, x[:1]]),
    "iota": lambda x: x + jnp.arange(3)[None],
    "integers": lambda x: x.shape[0] + jnp.arange(4) // 2 - 3,
    "to integers": lambda x: x.astype(int),
    "not, and, or": lambda x: ~(x > 0) & (x < 3) | (x == 4),
    "indices": lambda x: x[jnp.array([1, 0, 5]), jnp.array([0, 2, 1])],
    "product of matrices": lambda x: x @ x.T,
    "product of rows": lambda x: jax.vmap(jnp.vdot)(x, x + 1),
    "product of three axes": lambda x: lax.dot_general(
        jnp.stack([x, 2 * x]),
        jnp.stack([x, x - 1]),
        (((2,), (2,)), ((0,), (0,))),
    ),
    "entry": lambda x: x[:, jnp.argmax(x[0]) + 1],
    "entry beyond the end": lambda x: lax.dynamic_slice(x, (1, 2), (1, 2)),
    "inverse": lambda x: jnp.linalg.inv(x @ x.T),
    "sort": lambda x: jnp.sort(x, axis=1),
    "loop": lambda x: lax.fori_loop(0, 3, lambda i, y: y * i + x, x),
    "long loop": lambda x: lax.fori_loop(0, 99, lambda i, y: y / 2 + x, x),
    "scan": lambda x: lax.scan(lambda c, y: (c + y, (c, y)), 0 * x[0], x),
    "scan from the end": lambda x: lax.scan(
        lambda c, y: (c * y, c), x[0], x, reverse=True
    ),
    "scan over nothing": lambda x: lax.scan(
        lambda c, y: (c + y, c), x[0], x[:0]
    ),
    "scan over keys": lambda x: lax.scan(
        lambda c, key: (c + jax.random.uniform(key), key),
        0.0,
        jax.random.split(jax.random.key(1), 3),
    )[0],
    "slopes through a scan": jax.grad(
        lambda x: lax.scan(lambda c, y: (c * y.sum(), c), 1.0, x)[0]
    ),
    "random": lambda x: x + jax.random.normal(jax.random.key(3), x.shape),
    "empty": lambda x: jnp.sum(x[:0]) + jnp.prod(x[:0], axis=0),
    "mean": lambda x: jnp.mean(x, axis=0),
    "pair": lambda x: {"center": x.mean(), "rest": (x, 3)},
    "softmax": jax.nn.softmax,
    "relu": jax.nn.relu,
    "16 bits": lambda x: 1e-5 * x.astype(jnp.float16),
    "16 bits of another kind": lambda x: 2 * x.astype(jnp.bfloat16),
    "complex numbers": lambda x: jnp.abs(jnp.exp(1j * x) + x),
    "while": lambda x: lax.while_loop(
        lambda y: y[0, 0] < 9, lambda y: 2 * y, x
    ),
    "cond": lambda x: lax.cond(x[0, 0] > 9, jnp.sin, jnp.cos, x),
    "callback": lambda x: jax.pure_callback(lambda y: 2 * y, x, x),
}


def agree(function, *arguments, rtol=2e-6):
    """Compare with what XLA compiles, in numbers, types and form."""
    ours = interpreted(function)(*arguments)
    theirs = jax.jit(function)(*arguments)
    assert jax.tree.structure(ours) == jax.tree.structure(theirs)
    for one, other in zip(*map(jax.tree.leaves, (ours, theirs)), strict=True):
        assert one.dtype == other.dtype
        np.testing.assert_allclose(one, other, rtol, 1e-37, equal_nan=True)


@pytest.mark.parametrize("numbers", [NUMBERS, TINY], ids=["all", "tiny"])
@pytest.mark.parametrize("function", UNARY)
def test_one_operand(function, numbers):
    agree(function, numbers)


@pytest.mark.parametrize("numbers", [NUMBERS, TINY], ids=["all", "tiny"])
@pytest.mark.parametrize("function", BINARY)
def test_two_operands(function, numbers):
    agree(function, *map(np.ravel, np.meshgrid(numbers, numbers)))


def test_powers_of_numbers_that_are_not_negative():
    numbers = NUMBERS[~(NUMBERS < 0)]
    agree(lax.pow, *map(np.ravel, np.meshgrid(numbers, NUMBERS)), rtol=1e-5)


@pytest.mark.parametrize("function", OF_TABLES.values(), ids=OF_TABLES)
def test_tables(function):
    agree(function, TABLE)


def test_nan_is_the_largest_and_the_smallest():
    table = np.float32([[1, NAN, 3], [NAN, -INF, 2]])
    for name in ("max", "min", "argmax", "argmin", "sum", "cumsum"):
        agree(OF_TABLES[name], table)


def test_a_product_that_vanishes_has_no_logarithm():
    def product(x):
        return jnp.log(jnp.prod(x))

    assert interpreted(product)(np.float32([1e-20, 1e-21])) == -INF


def test_nothing_is_simplified():
    def there_and_back(x):
        return jnp.log(jnp.exp(x))

    assert interpreted(there_and_back)(100.0) == INF
    assert there_and_back(100.0) == INF


PARAMS = [np.float32([0.3, -1.2, 2.0]), np.float32([-2.0, 0.5, 3.0])]
PARAMS.append(np.float32([0.2, -0.7, 0.9]))
DATA = np.float32([-9.0, -0.4, 1.3, 14.0])


def of_mixture(function):
    return lambda *args: function(gm.MixtureParams(*args[:3]), args[3])


WHOLE = {
    "likelihood": gm.mixture_loglike,
    "loss": of_mixture(gm.loss_mixture_weights),
    "responsibilities": gm.responsibilities,
    "joint density": lambda w, m, s, x: gm.joint_loglike(w, s[0], m, s, x),
    "mapped": jax.vmap(gm.loglike_across_components, (None, None, None, 0)),
    "slopes of all": jax.grad(gm.mixture_loglike, (0, 1, 2, 3)),
    "slopes of the joint density": jax.grad(
        lambda w, m, s, x: gm.joint_loglike(w, s[0], m, s, x), (0, 2)
    ),
    "curvature": jax.hessian(gm.mixture_loglike, 1),
    "under jit": jax.jit(gm.mixture_loglike),
    "a step of EM": of_mixture(gm.em_step),
    "checkpoint": jax.grad(jax.checkpoint(gm.mixture_loglike)),
    "log density": lambda w, m, s, x: norm.logcdf(x, m[0], jnp.exp(s[0])),
}


@pytest.mark.parametrize("function", WHOLE.values(), ids=WHOLE)
def test_whole_functions(function, dtype):
    args = [np.asarray(each, dtype) for each in (*PARAMS, DATA)]
    agree(function, *args, rtol=1e-4 if dtype == "float32" else 1e-12)


def primitives(jaxpr):
    """Names of all that a jaxpr applies, within calls as well."""
    for equation in jaxpr.eqns:
        call = interpreter.CALLS.get(equation.primitive.name)
        if call:
            yield from primitives(equation.params[call].jaxpr)
        else:
            yield equation.primitive.name


def test_a_loss_and_its_slopes_leave_little_to_jax():
    loss = jax.value_and_grad(of_mixture(gm.loss_mixture_weights), (0, 1, 2))
    used = set(primitives(jax.make_jaxpr(loss)(*PARAMS, DATA).jaxpr))
    assert used - interpreter.RULES.keys() <= {"lgamma"}
    assert {"exp", "log", "reduce_sum", "select_n"} <= used


@pytest.mark.parametrize(
    ("function", "error"),
    [
        (lambda x: x if x > 0 else -x, jax.errors.TracerBoolConversionError),
        (lambda x: np.log(x), jax.errors.TracerArrayConversionError),
        (lambda x: float(x), jax.errors.ConcretizationTypeError),
        (lambda x: "text", TypeError),
    ],
)
def test_what_jit_refuses_is_refused(function, error):
    with pytest.raises(error):
        interpreted(function)(1.0)


def test_where_jit_is_disabled_numbers_come_in():
    with jax.disable_jit():
        assert interpreted(lambda x: x if x > 0 else -x)(-2.0) == 2.0


def test_what_a_rule_does_not_understand_is_left_to_jax(monkeypatch):
    def rule(array, a_parameter_that_is_gone):
        return array

    monkeypatch.setitem(interpreter.RULES, "sin", rule)
    with pytest.raises(TypeError):
        interpreted(jnp.sin)(1.0)
    monkeypatch.setattr(interpreter, "STRICT", False)
    agree(jnp.sin, 1.0)


def test_a_stand_in_that_was_kept_is_told():
    kept = []

    def remembers(x):
        kept.append(x)
        return kept[0] + x

    interpreted(remembers)(1.0)
    with pytest.raises(jax.errors.UnexpectedTracerError):
        interpreted(jax.vmap(remembers))(jnp.arange(3.0))
