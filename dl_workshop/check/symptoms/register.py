"""The register of symptoms: FIRST, GENERAL and LAST, and how a function becomes one of them."""

import ast
import re

from dl_workshop.check.exercise import Symptom

FIRST, GENERAL, LAST = [], [], []


def symptom(sentence, among=GENERAL):
    """Register a Symptom: the decorated function is its `when`."""

    def register(when):
        among.append(Symptom(sentence, when))
        return when

    return register


def found_in(text, pattern):
    """Return the named groups of a regular expression as a dict of words, None without a match."""
    match = re.search(pattern, text)
    return match and (match.groupdict() or {"text": match[0]})


def written(node, most=40):
    """Return an expression as text for a sentence, None if it is too long for one."""
    text = ast.unparse(node)
    return text if len(text) <= most else None
