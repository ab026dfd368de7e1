"""NaN: which operation gave it, asked last, for NaN fits many mistakes."""

from dl_workshop.check.symptoms.register import LAST, symptom

NO_NUMBER = {
    "log": "`log` gets a negative number here, and that has no logarithm. Is it a logarithm "
    "already?",
    "log1p": "`log1p` gets a number below -1 here, and adds 1 before the logarithm.",
    "sqrt": "`sqrt` gets a negative number here, and that has no root.",
    "div": "zero is divided by zero here, or an infinity by another.",
    "sub": "an infinity is subtracted from another.",
    "add": "infinities of both signs are added.",
    "mul": "zero is multiplied by an infinity.",
    "pow": "a negative number has no such power.",
}


@symptom(
    "The result is NaN, which is no number: {reason}{infinity}", among=LAST
)
def not_a_number(seen):
    if not seen.is_nan:
        return None
    operation = seen.origin(debug_nans=True)
    infinity = operation in ("sub", "add", "mul") and (
        seen.origin(debug_infs=True) == "log"
    )
    return operation in NO_NUMBER and {
        "reason": NO_NUMBER[operation],
        "infinity": " It is the logarithm of 0." if infinity else "",
    }
