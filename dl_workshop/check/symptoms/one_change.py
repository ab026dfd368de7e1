"""One change: what would make everything hold, asked when nothing else is known."""

import ast

from dl_workshop.check.repair import bound, repair
from dl_workshop.check.symptoms.register import LAST, symptom


@symptom("{holds} {change}{where}.", among=LAST)
def right_after_one_change(seen):
    # An error with words of its own needs no others.
    if getattr(seen.result, "advice", ""):
        return None
    words = repair(seen)
    return words and {**words, "change": _change(**words)}


def _change(old, new, **_):
    """What to do, in words; of a long sum whose last part is left out, that part."""
    if new == "...":
        return f"without `{old.removeprefix('... ')}`"
    return f"with `{new}` in the place of `{old}`"


@symptom(
    "`{function}` is a logarithm to the base {base}. A log density in nats has natural ones: "
    "`jnp.log`.",
    among=LAST,
)
def another_base(seen):
    for base in ("2", "10"):
        for call in seen.all_calls(f"*numpy.log{base}"):
            if not seen.error and not seen.calls("*numpy.log"):
                return {"function": ast.unparse(call.func), "base": base}
    return None


@symptom(
    "`{kind}` has 16 bits, which hold some three digits, and no number above 65504. Leave the "
    "numbers as they come, in 32.",
    among=LAST,
)
def half_precision(seen):
    return seen.calls("*.float16") and {"kind": "float16"}


@symptom(
    "In `{text}` the {number} counts where other numbers are as small as that, and the result is "
    "wrong there.",
    among=LAST,
)
def a_number_that_keeps_zeros_away(seen):
    return not seen.error and bound(seen)
