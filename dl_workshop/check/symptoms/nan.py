"""NaN: which operation gave it, asked last, for NaN fits many mistakes."""

import ast

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
    "Logarithms are divided by their sum in `{division}`, and that may be 0. It is weights that "
    "sum to 1, and not their logarithms: `log_softmax`.",
    among=LAST,
)
def logarithms_divided_by_their_sum(seen):
    logs = {name for name in seen.parameters if name.startswith("log_")}
    for node in ast.walk(seen.tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            of, division = ast.unparse(node.left), ast.unparse(node)
            if (
                seen.made_of(node.left) <= logs
                and isinstance(node.left, ast.Name)
                and ast.unparse(node.right)
                in (f"{of}.sum()", f"jnp.sum({of})", f"sum({of})")
                and seen.origin(debug_nans=True) == "div"
            ):
                return {"division": division}
    return None


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
