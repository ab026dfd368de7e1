"""The values a function takes: numbers, in any container that NumPy reads.

Lists, tuples and columns of a table become arrays, whole numbers and truth values become floats.
What NumPy would read as something else is refused: a masked array would lose its mask, a complex
number its imaginary part, and text, dates and objects are no numbers yet.
"""

import datetime

import jax
import jax.numpy as jnp
import numpy as np

MEND = {
    "c": "take data.real or abs(data)",
    "U": "convert it with np.asarray(data, float)",
    "S": "convert it with np.asarray(data, float)",
    "T": "convert it with np.asarray(data, float)",
    "M": "subtract a date and divide by a unit, such as np.timedelta64(1, 'D')",
    "m": "divide them by a unit, such as np.timedelta64(1, 'D')",
    "O": "convert them with np.asarray(data, float), missing ones removed",
    "V": "choose one column by its name",
}
WORDS = {
    "c": "complex numbers",
    "U": "text",
    "S": "bytes",
    "T": "text",
    "M": "dates",
    "m": "durations",
    "V": "records",
}


def as_numbers(value, name):
    """Return an array of floats, or say why the value is none.

    Args:
        value: a number, or numbers in a list, a tuple, an array or a column of a table.
        name: what to call it in the error.

    Returns:
        A Python number or an array of JAX's floats as it is; anything else as an array, of
        NumPy unless JAX made its entries: in the given precision, and in at least 32 bits.

    Raises:
        ValueError: the value is masked, complex, text, a date, or another object.
    """
    if isinstance(value, int | float):
        return value
    array = _as_array(value, name)
    kind = _kind(array)
    if kind not in "biuf":
        raise ValueError(_refusal(array, kind, name))
    if isinstance(array, jax.Array):
        return array if kind == "f" else array.astype(float)
    smallest = np.result_type(array, np.float32)
    widest = np.float64 if smallest.itemsize > 8 else smallest
    return array.astype(widest, copy=False)


def _as_array(value, name):
    if isinstance(value, jax.Array):
        return value
    if isinstance(value, np.ma.MaskedArray):
        raise ValueError(
            f"{name}: expected numbers that all count, got a masked array; keep those that do, "
            f"{name}.compressed()"
        )
    if any(isinstance(leaf, jax.Array) for leaf in jax.tree.leaves(value)):
        return jnp.asarray(value)
    try:
        return np.asarray(value)
    except ValueError as error:
        raise ValueError(
            f"{name}: expected numbers in equal rows, got {type(value).__name__} that NumPy "
            f"cannot read ({error})"
        ) from None


def _kind(array):
    """NumPy's letter for a type; JAX's own floats, such as bfloat16, are floats."""
    if isinstance(array, jax.Array) and jnp.issubdtype(
        array.dtype, jnp.floating
    ):
        return "f"
    return array.dtype.kind


def _refusal(array, kind, name):
    found, mend = WORDS.get(kind), MEND[kind]
    if kind == "O":
        entry = _to_mend(array)
        found = f"objects ({type(entry).__name__})"
        mend = MEND["M"] if isinstance(entry, datetime.date) else mend
    return (
        f"{name}: expected numbers, got {found} (dtype {array.dtype}); "
        f"{mend.replace('data', name)}"
    )


def _to_mend(array):
    """The first object that is no number."""
    return next((x for x in array.flat if not isinstance(x, int | float)), 0)
