"""An assembly: a function to put together from pieces, which asks for no kernel and no keyboard.

There are two forms. In `Blanks` the function stands there, and each of its blanks is a menu of
pieces. In `Lines` the lines of its body are to be put in order, and some of those on offer do not
belong (a Parsons problem with distractors). Either way there are so few combinations that the
check can judge all of them beforehand.

What a template must satisfy, and `make verdicts NAME=...` tells whether it does:

- The combinations that are right pass the check, and all others fail. The first pieces, or the
  lines in their order, are right; whatever else is right stands in `also_right`.
- Every piece that is in no right combination shows up in at least one whose feedback names a
  cause, and better in all that differ from a right one in this piece alone (the command notes
  those that do not). So choose pieces from the known mistakes of the exercise.
- No combination takes long, or crashes the check. There are at most MOST of them, better fewer
  than 100.
- Blanks: two to five, of two to five pieces each. Lines: two to five places, and as many wrong
  lines as MOST allows: 3 places for 5 or 6 lines in all, 4 for 5, 5 for 5.
- A piece is one line, and no line of the code gets longer than 79 characters; an empty piece
  stands for nothing, and menus show it as NOTHING. Code uses the function's arguments, names of
  NAMES and nothing else, and stays close to the solution that the page shows.
- The code holds each blank once. Menus sort their pieces, so their order here gives nothing away.
- No blank gives another one away. Names of blanks say what belongs there, in words with
  underscores (`log_density`): readers hear them.

    assembly=Blanks(
        '''
    def normalize_weights(weights):
        return {part} / {whole}''',
        blanks={
            "part": ("weights", "jnp.exp(weights)", "weights**2"),
            "whole": ("jnp.sum(weights)", "jnp.max(weights)", "len(weights)"),
        },
        also_right=(("-weights", "-jnp.sum(weights)"),),
    )

    assembly=Lines(
        '''
    def step(state, dloss_func, optimizer, data):
        {lines}
        return gm.TrainingState(params, memory)''',
        lines=("slope = ...", "updates, memory = ...", "params = ..."),
        wrong=("params = state.params + slope", ...),
    )

In a template the code begins at the left margin, with a backslash behind the opening quotes.
"""

import itertools
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

MOST = 240  # combinations: each takes the check about a second
NOTHING = "(nothing)"  # how a menu shows an empty piece

# What the code of every template may use without an import.
NAMES = """\
import jax
import jax.numpy as jnp
import optax
from jax import grad, jacfwd, jit, lax, random, vmap
from jax.nn import log_softmax, logsumexp, sigmoid, softmax
from jax.scipy.special import gammaln
from jax.scipy.stats import norm

from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture import multivariate
"""


@dataclass(frozen=True)
class Blanks:
    """A function with blanks, each a menu of pieces.

    Attributes:
        code: source of the function, without docstring; `{name}` is a blank.
        blanks: the pieces of each, by its name, in the order of the code. The first pieces
            together are right.
        also_right: other combinations that are, each a tuple of pieces in the order of the code.
    """

    code: str
    blanks: dict
    also_right: tuple = ()

    each_once = False

    @property
    def labels(self) -> list[str]:
        """What the menus are called, in order."""
        return [name.replace("_", " ") for name in self.blanks]

    @property
    def menus(self) -> tuple[tuple[str, ...], ...]:
        """The pieces of each menu."""
        return tuple(self.blanks.values())

    @property
    def right(self) -> tuple[tuple[str, ...], ...]:
        """The right combinations."""
        return (tuple(menu[0] for menu in self.menus), *self.also_right)

    @property
    def number(self) -> int:
        """How many combinations there are."""
        return math.prod(map(len, self.menus))

    def combinations(self) -> Iterator[tuple[str, ...]]:
        """Return an iterator over all of them, each a tuple of pieces."""
        return itertools.product(*self.menus)

    def parts(self) -> list[str]:
        """Return the code between the blanks: one more than there are blanks."""
        names = "|".join(map(re.escape, self.blanks))
        return re.split(rf"\{{(?:{names})\}}", self.code)


@dataclass(frozen=True)
class Lines:
    """Lines to put in order, some of which do not belong; each is used once at most.

    Attributes:
        code: source of the function, without docstring; `{lines}` stands alone on its line.
        lines: those that belong, in the right order. Indentation beyond that of `{lines}` is
            theirs.
        wrong: those that do not.
        also_right: other orders that are right, each a tuple of lines.
    """

    code: str
    lines: tuple
    wrong: tuple = ()
    also_right: tuple = ()

    each_once = True

    @property
    def labels(self) -> list[str]:
        """What the menus are called, in order."""
        return [f"line {place}" for place, _ in enumerate(self.lines, 1)]

    @property
    def menus(self) -> tuple[tuple[str, ...], ...]:
        """The pieces of each menu: all lines, at every place."""
        return ((*self.lines, *self.wrong),) * len(self.lines)

    @property
    def right(self) -> tuple[tuple[str, ...], ...]:
        """The right combinations."""
        return (self.lines, *self.also_right)

    @property
    def number(self) -> int:
        """How many combinations there are."""
        return math.perm(len(self.menus[0]), len(self.lines))

    def combinations(self) -> Iterator[tuple[str, ...]]:
        """Return an iterator over all of them, each a tuple of pieces."""
        return itertools.permutations(self.menus[0], len(self.lines))

    def parts(self) -> list[str]:
        """Return the code between the lines: one more than there are lines."""
        before, after = self.code.split("{lines}")
        indent = before[before.rindex("\n") :]
        return [before, *[indent] * (len(self.lines) - 1), after]


@dataclass(frozen=True)
class Picture:
    """Curves of the function, to be drawn beside those of the right one.

    Attributes:
        across: what stands along the horizontal axis, in words: "the datum".
        up: what the curves show: "responsibility of each component".
        x: the places, some 20 to 40 numbers.
        call: called with the function and these places as a jax.Array, gives an entry for each
            place: a number, or a row of at most four, one for each curve.
    """

    across: str
    up: str
    x: tuple
    call: Callable


def assembled(assembly: Blanks | Lines, pieces: Sequence[str]) -> str:
    """Write the function that pieces make.

    Args:
        assembly: Blanks or Lines.
        pieces: one for each menu.

    Returns:
        Source, as a learner would type it.
    """
    first, *others = assembly.parts()
    code = first + "".join(
        piece + part for piece, part in zip(pieces, others, strict=True)
    )
    return "\n".join(line.rstrip() for line in code.splitlines())
