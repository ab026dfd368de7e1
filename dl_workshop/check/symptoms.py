"""Symptoms that any exercise may have: habits of NumPy, transformations, signs and shapes.

Each is a Symptom: a sentence, and what has to be seen. They are asked in this order: those of
FIRST before an exercise's mistakes, the others after. None is a guess: what a sentence says has
been seen in the code, in the error, or in all numbers that came back.
"""

import ast

import numpy as np

from dl_workshop.check.exercise import Symptom

FIRST, GENERAL = [], []


def symptom(sentence, among=GENERAL):
    """Register a Symptom of this module: the decorated function is its `when`."""

    def register(when):
        among.append(Symptom(sentence, when))
        return when

    return register


def _always(seen, relation):
    """Whether a relation holds between all results and what was expected, and tells something."""
    pairs = [pair for pair in seen.pairs if pair[0].shape == pair[1].shape]
    return len(pairs) == len(seen.pairs) > 0 and all(
        _equal(got, relation(expected)) for got, expected in pairs
    )


def _equal(one, other):
    with np.errstate(all="ignore"):
        return np.shape(one) == np.shape(other) and np.allclose(
            one, other, rtol=1e-3, atol=1e-6
        )


# Nothing comes back.


@symptom(
    "The function ends without a `return`, so that nothing comes back. To print a result or to "
    "change an argument in place is not enough."
)
def no_return(seen):
    return seen.error.startswith("NothingReturned") and not any(
        isinstance(node, ast.Return) and node.value is not None
        for node in ast.walk(seen.tree)
    )


@symptom("Does every path through the function end in a `return`?")
def a_path_without_return(seen):
    return seen.error.startswith("NothingReturned")


# Arrays.


@symptom(
    "`x.at[i].set(value)` leaves `x` as it is and returns a changed copy. Give it a name: "
    "`x = x.at[i].set(value)`.",
    among=FIRST,
)
def changed_copy_thrown_away(seen):
    return any(
        isinstance(node, ast.Expr) and ".at[" in ast.unparse(node)
        for node in ast.walk(seen.tree)
    )


# Randomness.


@symptom(
    "Random numbers come from `np.random`, which knows nothing of `key`. Draw with `jax.random`, "
    "and hand it a key made of `key`.",
    among=FIRST,
)
def numpys_randomness(seen):
    return "key" in seen.parameters and seen.calls(
        "numpy.random.*", "random.random", "random.gauss", "random.choices"
    )


@symptom(
    "`random.normal` of JAX takes a key and a shape, and draws from the standard normal. Multiply "
    "by the standard deviation and add the mean."
)
def normal_with_mean_and_scale(seen):
    call = seen.call("jax.random.normal", "jax.*.random.normal")
    return call and len(call.args) == 3 and "PRNG key" in seen.error


@symptom(
    "`jax.random` has no argument `size`: the shape is called `shape`, and is a tuple such as "
    "`(n_draws,)`."
)
def size_for_shape(seen):
    return "unexpected keyword argument 'size'" in seen.error


@symptom("A shape is a tuple in `jax.random`: `(n_draws,)` and not `n_draws`.")
def shape_is_no_tuple(seen):
    return "must be a sequence, got" in seen.error and seen.calls(
        "jax.random.*"
    )


@symptom(
    "`key` is a key already. `random.split(key)` makes new ones of it; a seed goes to "
    "`random.key`."
)
def key_of_a_key(seen):
    call = seen.call("jax.random.key", "jax.random.PRNGKey")
    return (
        call
        and bool(seen.error)
        and bool(call.args)
        and ast.unparse(call.args[0]) == "key"
    )


# Arguments.


@symptom(
    "The function reads `{variable}`, a variable of the notebook, and {arguments} has no effect. "
    "Take what comes in as an argument."
)
def a_variable_of_the_notebook(seen):
    if not seen.variables or not seen.without_effect:
        return None
    return {
        "variable": seen.variables[0],
        "arguments": f"the argument `{seen.without_effect[0]}`",
    }


@symptom(
    "The argument `{argument}` stands nowhere in the function: it is needed."
)
def an_argument_unread(seen):
    unread = [name for name in seen.unread if name in seen.without_effect]
    return unread and {"argument": unread[0]}


@symptom(
    "The argument `{argument}` has no effect: with another value the result is the same."
)
def an_argument_without_effect(seen):
    return seen.without_effect and {"argument": seen.without_effect[0]}


# Numbers: what all results have in common.


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
    "This is the exponential of what is expected: the logarithm is asked for."
)
def exponential(seen):
    return _always(seen, np.exp)


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


@symptom("Rows and columns have changed places: `.T` turns a table.")
def transposed(seen):
    return all(
        expected.ndim == 2 and _equal(got, expected.T)
        for got, expected in seen.pairs
    ) and bool(seen.pairs)


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
