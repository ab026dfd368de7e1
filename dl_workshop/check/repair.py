"""Repair: one small change of the code after which everything holds.

A mistake that nobody foresaw is often one edit away from right: an axis, a sign, a function too
many. So the code is changed in one place, in each way that `edits` knows, and tried: first on the
trial that failed, then, if that holds, on all of them. What is said then has been seen to be so.
Where no change makes everything hold, one that mends the property that failed, and spoils none, is
a beginning.
"""

import ast
import inspect
import re
import time
from collections.abc import Iterator
from itertools import islice, pairwise, permutations
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from dl_workshop.check import oracle
from dl_workshop.check.call_modes import guarded
from dl_workshop.check.evidence import Evidence
from dl_workshop.check.sandbox import Problem, observe

MOST = 250  # changes that are tried: the same on every machine
SECONDS = 8.0  # of the processor, at most, where a function is slow
LONGEST = 75  # characters of code in a sentence

EVERYTHING = "Everything holds"
IN_PART = "Not everything, but this holds: {},"

# Functions that are taken for one another.
GROUPS = (
    ("sum", "mean", "prod", "max", "min"),
    ("argmin", "argmax", "nanargmin", "nanargmax", "min", "max"),
    ("nanmin", "nanmax", "nanargmin", "nanargmax"),
    ("softmax", "log_softmax"),
    ("logpdf", "pdf", "logcdf", "cdf"),
    ("std", "var"),
    ("cumsum", "cumprod"),
    ("log", "log2", "log10", "log1p", "exp"),
    ("exp", "expm1"),
    ("logpmf", "pmf"),
    ("gammaln", "gamma"),
    ("mean", "median"),
    ("jacfwd", "hessian", "grad"),
    ("ones", "zeros"),
    ("ones_like", "zeros_like"),
)
PLACES = {"jnp": jnp, "jax.nn": jax.nn, "jax": jax}
WRAPPERS = tuple(
    ast.parse(each, mode="eval").body
    for each in (
        "jnp.exp",
        "jnp.log",
        "jnp.sqrt",
        "jnp.square",
        "jax.nn.softmax",
        "jax.nn.log_softmax",
    )
)
INVERSE = ast.parse("jnp.linalg.inv", mode="eval").body
LOGSUMEXP = ast.parse("jax.nn.logsumexp", mode="eval").body
SUM = ast.parse("jnp.sum", mode="eval").body
LINES = ast.expr, ast.Assign, ast.AugAssign
TUPLES = "params", "state", "previous_state"
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
REACHES_OUT = ("matplotlib.*", "open", "input", "print", "time.*", "global*")


def repair(seen: Evidence) -> dict[str, str] | None:
    """Find a change that makes everything hold.

    Args:
        seen: Evidence.

    Returns:
        A dict of words, `holds`, `old` and `new`, or None.
    """
    if not seen.tree._fields or seen.calls(*REACHES_OUT):
        return None
    end = time.thread_time() + SECONDS
    beginning = None
    for kind, node, new, put, put_back in islice(_changes(seen.tree), MOST):
        if time.thread_time() > end:
            break
        put()
        try:
            changed = _compiled(seen)
        finally:
            put_back()
        helps = _helps(seen, changed) if changed else ""
        if helps:
            old, after, where = _in_one_place(
                seen.tree, node, new, put, put_back
            )
            words = {"holds": helps, "old": old, "new": after, "where": where}
            if helps == EVERYTHING:
                return words
            if not seen.error and _may_begin(kind, node, new):
                beginning = beginning or words
    return beginning


def bound(seen: Evidence) -> dict[str, str] | None:
    """Find a small number that is added, or set as a bound, and that decides what failed.

    Args:
        seen: Evidence.

    Returns:
        A dict of words, `text` and `number`, or None.
    """
    for around, holder, place, node in _small_numbers(seen.tree):
        text, number = ast.unparse(around), node.value
        for other in (3 * number, 0.0):
            put, put_back = _exchange(holder, place, node, ast.Constant(other))
            put()
            try:
                changed = _compiled(seen)
            finally:
                put_back()
            if changed and len(text) < LONGEST and _decides(seen, changed):
                return {"text": text, "number": f"{number:g}"}
    return None


def _small_numbers(tree):
    """Yield (around, holder, place, node) for numbers below a hundredth that keep zeros away."""
    for around in ast.walk(tree):
        is_sum = isinstance(around, ast.BinOp) and isinstance(
            around.op, ast.Add
        )
        name = getattr(getattr(around, "func", None), "attr", "")
        if is_sum or name in ("clip", "maximum", "where", "max"):
            for holder, place, node in _slots(around):
                value = getattr(node, "value", None)
                if type(value) is float and 0 < value <= 0.01:
                    yield around, holder, place, node


def _decides(seen, function):
    """Whether another function differs in the trial that failed, and only in wrong numbers."""
    guard = guarded(function, seen.trial.exercise.returns)
    result = observe(guard, *seen.trial.invocation)
    other, got = oracle.read(seen.trial, result), seen.result
    if isinstance(other, Problem) or not (
        other.shape == got.shape == seen.expected.shape
    ):
        return False
    differs = ~np.isclose(other, got, 1e-3, 0.0, equal_nan=True)
    wrong = ~np.isclose(got, seen.expected, seen.trial.must_hold.rtol, 1e-6)
    spoils = differs & ~wrong & np.isfinite(other)
    return bool(np.any(differs)) and not np.any(spoils)


def _may_begin(kind, node, new):
    """Whether a change that mends one property does so by no mere chance."""
    product = isinstance(getattr(node, "op", None), ast.MatMult)
    # Entry by entry: where some are zero, that may be right for any formula.
    by_entries = isinstance(getattr(new, "op", None), ast.Mult)
    by_chance = kind in (wrapped, other_name, other_part)
    return not (product or by_entries or by_chance)


def _helps(seen, function):
    """What holds with it: everything, the property that failed, "" if not even that."""
    exercise = seen.trial.exercise
    guard = guarded(function, exercise.returns)
    if not _holds(seen.trial, guard):
        return ""
    if all(_holds(trial, guard) for trial in exercise.trials):
        return EVERYTHING
    concerned = [
        trial
        for trial in seen.tried
        if trial.must_hold is seen.trial.must_hold
        or oracle.holds(trial, seen.readings[trial])
    ]
    held = _tells(seen.trial) and all(
        _holds(each, guard) for each in concerned
    )
    return IN_PART.format(seen.trial.must_hold.name) if held else ""


def _tells(trial):
    """Whether its property says so much that no silly change makes it hold."""
    expected = [
        oracle.expected(each).ravel()
        for each in trial.exercise.trials
        if each.must_hold is trial.must_hold
    ]
    return len(np.unique(np.round(np.concatenate(expected), 5))) > 2


def _holds(trial, guard):
    result = observe(guard, *trial.invocation)
    return oracle.holds(trial, oracle.read(trial, result))


def _compiled(seen):
    """The function that the tree describes now, None if it is none."""
    tree = seen.tree
    if isinstance(tree, ast.Lambda):
        target = ast.Name("changed", ast.Store())
        body = ast.Assign([target], tree)
    else:
        body = ast.FunctionDef(
            **{**dict(ast.iter_fields(tree)), "name": "changed"}
        )
        body.decorator_list = []
    module = ast.fix_missing_locations(ast.Module([body], []))
    function = seen.answer
    closure = inspect.getclosurevars(function).nonlocals
    modules = {"jax": jax, "jnp": jnp}
    namespace = {**modules, **function.__globals__, **closure}
    try:
        exec(compile(module, "changed", "exec"), namespace)
    except (SyntaxError, TypeError, ValueError):
        return None
    return namespace["changed"]


def _changes(tree):
    """Yield (kind, node, new, put, put_back): functions that change the tree and undo it."""
    names = _names(tree)
    slots = list(_slots(tree))
    in_slices = _within(tree, ast.Slice)
    in_conditions = _within(tree, ast.Compare)
    for kind in EDITS:
        for holder, place, node in slots:
            # What switches a condition off, or reaches beyond the end, is no remedy.
            if node in in_conditions and kind in (wrapped, other_number):
                continue
            ends = isinstance(node, ast.UnaryOp) or (
                kind is other_number
                and isinstance(holder, (ast.Slice, ast.UnaryOp))
            )
            if node in in_slices and not ends and kind is not other_name:
                continue
            # JAX takes the last entry for an index beyond it, and that may be right by chance.
            if place == "slice" and kind in (other_name, wrapped):
                continue
            if isinstance(holder, ast.Starred) and kind is other_part:
                continue  # a part of a tuple
            for new in kind(node, names):
                if isinstance(holder, ast.UnaryOp) and _is_negative(new):
                    continue  # a minus before a minus
                put, put_back = _exchange(holder, place, node, new)
                if _texts(node, new):
                    yield kind, node, new, put, put_back


def _is_negative(node):
    return isinstance(node, ast.Constant) and str(node.value).startswith("-")


def _within(tree, kind):
    """All nodes below the nodes of a kind."""
    return {
        node
        for each in ast.walk(tree)
        if isinstance(each, kind)
        for node in ast.walk(each)
        if node is not each
    }


def _in_one_place(tree, node, new, put, put_back):
    """Both texts, with so much around that the old one says where it is; or else its line."""
    parents = {
        child: parent
        for parent in ast.walk(tree)
        for child in ast.iter_child_nodes(parent)
    }
    text, around, texts = _body(tree), node, _texts(node, new)
    while (little := _says_little(around, texts[0], text)) and around:
        around = parents.get(around)
        if not isinstance(around, LINES):
            around = parents.get(around)  # of a keyword, say
        if not isinstance(around, LINES):
            break
        before = ast.unparse(around)
        put()
        try:
            wider = before, ast.unparse(around)
        finally:
            put_back()
        if max(map(len, wider)) > LONGEST:
            break
        texts = wider
    return *texts, f", in line {node.lineno}" if little else ""


def _body(tree):
    """The text of a function, without what stands above it and without its docstring."""
    if isinstance(tree, ast.Lambda):
        return ast.unparse(tree)
    lines = tree.body[1:] if ast.get_docstring(tree) else tree.body
    return "\n".join(map(ast.unparse, lines))


def _says_little(node, old, text):
    """Whether it is a number or a frequent name alone, or stands in several places."""
    places = len(re.findall(rf"(?<![\w.]){re.escape(old)}(?!\w)", text))
    number = isinstance(
        getattr(node, "operand", node), (ast.Constant, ast.Slice)
    )
    name = isinstance(node, ast.Name) and places > 2
    return number or name or places > 1


def _exchange(holder, place, old, new):
    def set_to(value):
        if isinstance(holder, list):
            holder[place] = value
        else:
            setattr(holder, place, value)

    return lambda: set_to(new), lambda: set_to(old)


def _slots(tree):
    """Yield (holder, place, node) for expressions and statements below a node."""
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            named = name == "func" and not isinstance(value, ast.Call)
            if named or name == "decorator_list":
                continue
            if isinstance(value, (ast.expr, ast.stmt)):
                yield parent, name, value
            elif isinstance(value, list):
                # To compare with another number may be to switch a condition off.
                compared = isinstance(parent, ast.Compare)
                yield from (
                    (value, place, each)
                    for place, each in enumerate(value)
                    if isinstance(each, (ast.expr, ast.stmt))
                    and not (compared and isinstance(each, ast.Constant))
                )


def _texts(old, new):
    """How both are written, as short as can be, None if that is long."""
    texts = []
    for each in _essential(old, new):
        shown = each.value if isinstance(each, ast.Return) else each
        texts.append(ast.unparse(ast.fix_missing_locations(shown)))
    fits = all(len(text) <= LONGEST and "\n" not in text for text in texts)
    return texts if fits and texts[0] != texts[1] else None


def _essential(old, new):
    """Two nodes, or, where they are long, the parts of them that differ."""
    if len(ast.unparse(old)) <= LONGEST:
        return old, new
    before = ast.Constant(...)
    if isinstance(old, ast.BinOp) and new is old.left:
        return ast.BinOp(before, old.op, old.right), before
    if isinstance(old, ast.BinOp) and isinstance(new, ast.BinOp):
        return [ast.BinOp(before, each.op, each.right) for each in (old, new)]
    if isinstance(old, ast.Call) and isinstance(new, ast.Call):
        if old.func is not new.func:
            return old.func, new.func
        if old.args is not new.args:
            return ast.Tuple(old.args), ast.Tuple(new.args)
    return old, new


def _names(tree):
    """The names that have a value in the function."""
    stored = [
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    arguments = [
        node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)
    ]
    return list(dict.fromkeys([*arguments, *stored]))


# Edits: each takes a node and the function's names, and yields nodes to put in its place.


def other_function(node: Any, names: list[str]) -> Iterator[ast.AST]:
    """Mean for sum, say, or a call left out."""
    if not isinstance(node, ast.Call):
        return
    called = node.func
    name = getattr(called, "attr", getattr(called, "id", ""))
    alone = len(node.args) == 1 or name in ("clip", "maximum", "minimum")
    if alone and node.args and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]
    for group in GROUPS:
        for other in group if name in group else ():
            if other != name and isinstance(called, ast.Attribute):
                function = ast.Attribute(called.value, other, called.ctx)
                yield ast.Call(function, node.args, node.keywords)
            elif other != name and _anywhere(other):
                yield ast.Call(_anywhere(other), node.args, node.keywords)
    if name == "where":
        yield from node.args[1:]
    if name in ("sum", "max", "mean") and node.args:
        yield ast.Call(LOGSUMEXP, node.args, node.keywords)
    if name == "logsumexp":
        yield ast.Call(SUM, node.args, node.keywords)


def _anywhere(name):
    """A function as one writes it whole, None if JAX has none of this name."""
    for place, module in PLACES.items():
        if hasattr(module, name):
            return ast.parse(f"{place}.{name}", mode="eval").body
    return None


def other_keywords(node: Any, names: list[str]) -> Iterator[ast.AST]:
    """Another axis, none, or one keyword less."""
    if not isinstance(node, ast.Call):
        return
    for keyword in node.keywords:
        others = [each for each in node.keywords if each is not keyword]
        if keyword.arg == "axis":
            for axis in (0, 1, -1):
                changed = ast.keyword("axis", ast.Constant(axis))
                yield ast.Call(node.func, node.args, [*others, changed])
        yield ast.Call(node.func, node.args, others)
    if not node.keywords and len(node.args) <= 1:
        for axis in (0, 1):
            added = ast.keyword("axis", ast.Constant(axis))
            yield ast.Call(node.func, node.args, [added])


def other_order(node: Any, names: list[str]) -> Iterator[ast.AST]:
    """Two arguments of a call, or two results, exchanged."""
    if isinstance(node, ast.Call):
        for order in _exchanged(node.args):
            yield ast.Call(node.func, order, node.keywords)
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load):
        orders = permutations(node.elts) if len(node.elts) == 3 else ()
        for order in orders or _exchanged(node.elts):
            yield ast.Tuple(list(order), node.ctx)


def _exchanged(items):
    for one, two in pairwise(range(len(items))):
        order = list(items)
        order[one], order[two] = order[two], order[one]
        yield order


def other_operator(node: Any, names: list[str]) -> Iterator[ast.AST]:
    """Plus for minus, say, or one side left out."""
    if isinstance(node, ast.BinOp):
        if type(node.op) in OPERATORS or isinstance(node.op, ast.Pow):
            yield node.left
        if isinstance(node.op, (ast.Add, ast.Mult, ast.Sub, ast.Div)):
            yield node.right
        for kind in OPERATORS:
            if not isinstance(node.op, kind):
                yield ast.BinOp(node.left, kind(), node.right)
        if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult)):
            yield ast.BinOp(node.right, node.op, node.left)
        if isinstance(node.op, ast.Mult):
            yield ast.BinOp(node.left, ast.MatMult(), node.right)
        if isinstance(node.op, ast.MatMult):
            yield ast.Call(INVERSE, [node], [])
    if isinstance(node, ast.UnaryOp):
        yield node.operand


def other_brackets(node: Any, names: list[str]) -> Iterator[ast.AST]:
    """Brackets around the other two of three: (a @ b) - c becomes a @ (b - c)."""
    if not isinstance(node, ast.BinOp) or isinstance(node.op, ast.Pow):
        return
    one, other = node.left, node.right
    if isinstance(one, ast.BinOp) and type(one.op) is not type(node.op):
        inner = ast.BinOp(one.right, node.op, other)
        yield ast.BinOp(one.left, one.op, inner)
    if isinstance(other, ast.BinOp) and type(other.op) is not type(node.op):
        inner = ast.BinOp(one, node.op, other.left)
        yield ast.BinOp(inner, other.op, other.right)


def other_number(node: Any, names: list[str]) -> Iterator[ast.AST]:
    """Another constant."""
    if not isinstance(node, ast.Constant) or type(node.value) not in (
        int,
        float,
    ):
        return
    value: Any = node.value
    numbers = [0, 1, 2, -1, value + 1, value - 1, 2 * value, -value]
    numbers += [] if isinstance(value, int) else [value / 2, 0.5]
    for number in dict.fromkeys(numbers):
        if number != value:
            yield ast.Constant(number)


def other_part(node: Any, names: list[str]) -> Iterator[ast.AST]:
    """Turned, without the first or the last entry, one entry, or the whole."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    if not _is_value(node):
        return
    if isinstance(node, ast.Subscript):
        yield node.value
    yield ast.Attribute(node, "T", ast.Load())
    name = getattr(node, "attr", getattr(node, "id", ""))
    for part in ("0", "-1") if name in TUPLES else (":-1", "1:", "0", "-1"):
        entry: Any = ast.parse(f"x[{part}]", mode="eval").body
        yield ast.Subscript(node, entry.slice, ast.Load())


def other_name(node: Any, names: list[str]) -> Iterator[ast.AST]:
    """Another argument or variable."""
    if isinstance(node, ast.Name) and node.id in names and _is_value(node):
        for name in names:
            if name != node.id:
                yield ast.Name(name, ast.Load())


def wrapped(node: Any, names: list[str]) -> Iterator[ast.AST]:
    """A function of it: the exponential, the logarithm, the root."""
    root = node
    while isinstance(root, (ast.Attribute, ast.Subscript)):
        root = root.value
    if isinstance(root, ast.Name) and root.id in names and _is_value(node):
        for function in WRAPPERS:
            yield ast.Call(function, [node], [])


def other_assignment(node: Any, names: list[str]) -> Iterator[ast.AST]:
    """Added to what was there, or put in its place."""
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value)
        for kind in OPERATORS:
            if not isinstance(node.op, kind):
                yield ast.AugAssign(node.target, kind(), node.value)
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        for kind in (ast.Add, ast.Mult):
            yield ast.AugAssign(node.targets[0], kind(), node.value)


def _is_value(node):
    kinds = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)
    context = getattr(node, "ctx", None)
    return isinstance(node, kinds) and not isinstance(context, ast.Store)


EDITS = (
    other_keywords,
    other_function,
    other_operator,
    other_brackets,
    other_order,
    other_number,
    other_assignment,
    wrapped,
    other_name,
    other_part,
)
