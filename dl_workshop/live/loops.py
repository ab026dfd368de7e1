"""Control flow: calls, scan, while and cond.

A call needs nothing of its own: the equations of the inner jaxpr are translated in its place. A
loop is translated once, in a block between braces; variables outside it carry numbers from one
round to the next.
"""

import itertools
from collections.abc import Sequence

import numpy as np

from dl_workshop.jaxprs import scan_counts
from dl_workshop.live.block import Block
from dl_workshop.live.javascript import copy_lines
from dl_workshop.live.types import Equation, Rule
from dl_workshop.live.views import View
from dl_workshop.live.walk import walk


def call(block: Block, equation: Equation, *inputs: View) -> Sequence[View]:
    """Translate the equations of the function that is called."""
    keys = ("jaxpr", "call_jaxpr", "fun_jaxpr")
    inner = next(equation.params[k] for k in keys if k in equation.params)
    closed = getattr(inner, "jaxpr", inner)
    return walk(block, closed, getattr(inner, "consts", ()), inputs)


def scan(block: Block, equation: Equation, *inputs: View) -> Sequence[View]:
    """Repeat a step for every entry of the first axis, carrying a state along."""
    params = equation.params
    constants, start, xs = _cut(inputs, *scan_counts(equation))
    state = _variables(block, "state", start)
    shapes = [atom.aval.shape for atom in equation.outvars[len(state) :]]
    stacked = [block.variable("history", shape) for shape in shapes]
    count, inside = block.program.names.new("step"), block.child()
    entries = [x.entry(count) for x in xs]
    results = _walk_closed(
        inside, params["jaxpr"], [*constants, *state, *entries]
    )
    new, ys = results[: len(state)], results[len(state) :]
    pairs = list(zip(stacked, ys, strict=True))

    def lines():
        kept = [(y.entry(count), z) for y, z in pairs if y.buffer.is_read]
        return [
            *_assign(state, start),
            _head(count, params["length"], params["reverse"]),
            *_round(inside, state, new, kept),
            "}",
        ]

    return block.code(inputs, [*state, *stacked], lines)


def _variables(block, stem, views):
    """Variables of the same shapes as some views."""
    return [block.variable(stem, view.shape) for view in views]


def _head(count, length, reverse):
    """First line of a loop that counts, down where it is reversed."""
    if reverse:
        return (
            f"for (let {count} = {length - 1}; {count} >= 0; {count} -= 1) {{"
        )
    return f"for (let {count} = 0; {count} < {length}; {count} += 1) {{"


def _assign(targets, views):
    """Copy every view to its target."""
    pairs = zip(targets, views, strict=True)
    return [line for pair in pairs for line in copy_lines(*pair)]


def _round(inside, state, new, kept=()):
    """One round: the block, what is kept of it, and the state for the next round."""
    buffers = {view.buffer for view in state}
    new = [
        inside.copy(view) if view.buffer in buffers and view != old else view
        for old, view in zip(state, new, strict=True)
    ]
    changed = [
        pair for pair in zip(state, new, strict=True) if pair[0] != pair[1]
    ]
    copies = [*kept, *changed]
    body = inside.lines([view for _, view in copies])
    return [*body, *(line for pair in copies for line in copy_lines(*pair))]


def while_(block: Block, equation: Equation, *inputs: View) -> Sequence[View]:
    """Repeat a step as long as a condition holds."""
    params = equation.params
    first, second = params["cond_nconsts"], params["body_nconsts"]
    tested, used, start = _cut(inputs, first, second)
    state = _variables(block, "state", start)
    test, inside = block.child(), block.child()
    condition = params["cond_jaxpr"], [*tested, *state]
    holds = _any(test, *_walk_closed(test, *condition))
    new = _walk_closed(inside, params["body_jaxpr"], [*used, *state])
    (again,) = _walk_closed(inside, *condition)
    new = _where(inside, again, new, state)

    def lines():
        return [
            *_assign(state, start),
            "while (true) {",
            *test.lines([holds]),
            f"if (!{holds.at(())}) break;",
            *_round(inside, state, new),
            "}",
        ]

    return block.code(inputs, state, lines)


def _any(block, holds):
    """Whether a condition holds anywhere: under vmap there is one for each entry."""
    if not holds.shape:
        return holds
    axes = range(len(holds.shape))
    return block.reduce("any", holds, axes, "0", "{0} |= {1}")


def _where(block, holds, new, old):
    """Keep entries as they are whose own condition no longer holds."""
    if not holds.shape:
        return new
    template, axes = "{0} ? {1} : {2}", range(len(holds.shape))
    return [
        block.map(
            "chosen", x.shape, template, holds.broadcast(x.shape, axes), x, y
        )
        for x, y in zip(new, old, strict=True)
    ]


def _cut(values, first, second):
    """Cut a sequence into its first few, its second few, and the rest."""
    return (
        values[:first],
        values[first : first + second],
        values[first + second :],
    )


def _walk_closed(block, closed, inputs):
    return walk(block, closed.jaxpr, closed.consts, inputs)


def cond(
    block: Block, equation: Equation, index: View, *inputs: View
) -> Sequence[View]:
    """Run one of several branches; an index beyond them means the nearest."""
    branches = equation.params["branches"]
    if (
        index.buffer.value is not None
    ):  # known already: the others are no part of the program
        nearest = np.clip(int(index.buffer.value), 0, len(branches) - 1)
        return _walk_closed(block, branches[nearest], inputs)
    shapes = [atom.aval.shape for atom in equation.outvars]
    results = [block.variable("result", shape) for shape in shapes]
    blocks = [block.child() for _ in branches]
    outputs = [
        _walk_closed(inside, branch, inputs)
        for inside, branch in zip(blocks, branches, strict=True)
    ]

    def lines():
        heads = _branch_heads(index.at(()), len(branches))
        written = [
            [head, *inside.lines(views), *_assign(results, views)]
            for head, inside, views in zip(heads, blocks, outputs, strict=True)
        ]
        return [*itertools.chain(*written), "}"]

    return block.code([index, *inputs], results, lines)


def _branch_heads(index, count):
    """First lines of the branches: if, else if, else."""
    tests = [f"if ({index} <= {k}) {{" for k in range(count - 1)]
    heads = [*tests, "{"] if count == 1 else [*tests, "else {"]
    return [
        heads[0],
        *(f"}} else {h.removeprefix('else ')}" for h in heads[1:]),
    ]


def platform_index(block: Block, equation: Equation) -> Sequence[View]:
    """Choose what a function does on platforms that it does not name."""
    platforms = equation.params["platforms"]
    return [block.constant(platforms.index(None))]


RULES: dict[str, Rule] = {
    **dict.fromkeys(
        [
            "checkpoint",
            "closed_call",
            "core_call",
            "custom_jvp_call",
            "custom_vjp_call",
            "custom_vjp_call_jaxpr",
            "jit",
            "pjit",
            "remat",
            "remat2",
        ],
        call,
    ),
    "cond": cond,
    "platform_index": platform_index,
    "scan": scan,
    "while": while_,
}
