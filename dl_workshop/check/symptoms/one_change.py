"""One change: what would make everything hold, asked when nothing else is known."""

from dl_workshop.check.repair import bound, repair
from dl_workshop.check.symptoms.register import LAST, symptom


@symptom("{holds} with `{new}` in the place of `{old}`{where}.", among=LAST)
def right_after_one_change(seen):
    # An error with words of its own needs no others.
    advice = getattr(seen.result, "advice", "")
    return not advice and repair(seen)


@symptom(
    "In `{text}` the {number} counts where other numbers are as small as that, and the result is "
    "wrong there.",
    among=LAST,
)
def a_number_that_keeps_zeros_away(seen):
    return not seen.error and bound(seen)
