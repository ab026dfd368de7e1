"""Symptoms that any exercise may have, in a module for each kind.

Each is a Symptom: a sentence, and what has to be seen. They are asked in the order of MODULES:
those of FIRST before an exercise's mistakes, those of GENERAL after, those of LAST when nothing
else explains the failure. None is a guess: what a sentence says has been seen in the code, in the
error, or in all numbers that came back.
"""

from importlib import import_module

from dl_workshop.check.symptoms.register import FIRST, GENERAL, LAST

MODULES = (
    "returns",
    "transformations",
    "randomness",
    "python",
    "arrays",
    "arguments",
    "numbers",
    "parts",
    "one_change",
    "nan",
)
for name in MODULES:  # each registers what it knows
    import_module(f"{__name__}.{name}")

__all__ = ["FIRST", "GENERAL", "LAST"]
