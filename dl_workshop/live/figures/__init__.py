"""The live figures: a module and a script of the same name make one, by being here.

`figures/slopes.py` defines the function `slopes`, which returns a Figure named "slopes";
`figures/slopes.js` defines the class `Slopes`, which draws it. What several figures share stands
in `live/` and in `live/browser/`.
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

NAMES = sorted(module.name for module in iter_modules(__path__))


def load(name: str) -> Callable:
    """Import the function that makes the figure of a name."""
    return getattr(import_module(f"{__name__}.{name}"), name)
