"""One change: what would make everything hold, asked when nothing else is known."""

from dl_workshop.check.repair import repair
from dl_workshop.check.symptoms.register import LAST, symptom


@symptom("{holds} with `{new}` in the place of `{old}`.", among=LAST)
def right_after_one_change(seen):
    advice = getattr(
        seen.result, "advice", ""
    )  # an error with words of its own
    return not advice and repair(seen)
