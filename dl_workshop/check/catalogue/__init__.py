"""The exercises: one file each, found by being there, and loaded when somebody asks for it.

A file's name is the exercise's name. It holds one Exercise, called `exercise`, and what is
registered with it: mistakes, symptoms, differently written right answers.
"""

import pkgutil
from functools import cache
from importlib import import_module

from dl_workshop.check.exercise import Exercise

NAMES = tuple(module.name for module in pkgutil.iter_modules(__path__))


@cache
def load(name: str) -> Exercise:
    """Return the Exercise of a name."""
    return import_module(f"{__name__}.{name}").exercise


@cache
def load_all() -> tuple[Exercise, ...]:
    """Return all Exercises, in the order of the book."""
    return tuple(sorted(map(load, NAMES), key=lambda each: each.place))
