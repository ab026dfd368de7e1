"""Random numbers: keys, where they come from, and what a draw is told."""

import ast

from dl_workshop.check.symptoms.register import FIRST, symptom

NOT_A_KEY = ("invalid PRNG key data", "unexpected PRNG key type")


@symptom(
    "Random numbers come from `np.random`, which knows nothing of `key`. Draw with `jax.random`, "
    "and hand it a key made of `key`.",
    among=FIRST,
)
def numpys_randomness(seen):
    makers = (
        "numpy.random.*",
        "random.random",
        "random.gauss",
        "random.choices",
    )
    seeded = not seen.error and any(
        "key" in seen.made_of(argument)
        for call in seen.all_calls("numpy.random.*")
        for argument in call.args
    )
    return "key" in seen.parameters and seen.calls(*makers) and not seeded


@symptom(
    "A key is made inside the function, of the same number at every call, and `key` has no "
    "effect. Use the key that comes in."
)
def key_made_inside(seen):
    made = any(
        isinstance(argument, ast.Constant)
        for call in seen.all_calls("jax.random.key", "jax.random.PRNGKey")
        for argument in call.args
    )
    return made and "key" in seen.without_effect


@symptom(
    "`random.normal` of JAX takes a key and a shape, and draws from the standard normal. Multiply "
    "by the standard deviation and add the mean."
)
def normal_with_mean_and_scale(seen):
    told = *NOT_A_KEY, "object is not iterable", "Shapes must be 1D"
    return any(text in seen.error for text in told) and any(
        len(call.args) >= 3 and call in seen.on_the_line(ast.Call)
        for call in seen.all_calls("jax.random.normal")
    )


@symptom(
    "A function of `jax.random` gets something else in place of a key here: the key comes first."
)
def no_key(seen):
    return any(text in seen.error for text in NOT_A_KEY)


@symptom(
    "`jax.random` has no seed to set: each draw takes a key. Make keys of `key`, with "
    "`random.split`."
)
def no_seed(seen):
    return "'jax.random' has no attribute 'seed'" in seen.error


@symptom(
    "`jax.random` has no argument `size`: the shape is called `shape`, and is a tuple such as "
    "`(n_draws,)`."
)
def size_for_shape(seen):
    return "unexpected keyword argument 'size'" in seen.error and any(
        keyword.arg == "size"
        for call in seen.all_calls("jax.random.*")
        for keyword in call.keywords
    )


@symptom("A shape is a tuple in `jax.random`: `(n_draws,)` and not `n_draws`.")
def shape_is_no_tuple(seen):
    return "must be a sequence, got" in seen.error and any(
        call in seen.on_the_line(ast.Call)
        for call in seen.all_calls("jax.random.*")
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


@symptom(
    "A key is no number, and one cannot calculate with it. `random.split(key)` makes new keys of "
    "it, each for one use."
)
def calculated_with_a_key(seen):
    return "does not accept dtypes" in seen.error and "key<" in seen.error
