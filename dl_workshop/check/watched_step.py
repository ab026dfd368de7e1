"""A watched step: one step of training, with spies in place of the functions that it is given.

What `dloss_func` and `optimizer.update` get, how often they are called, and what of it comes back
in the new state: all of that is seen, and an exercise's causes ask for it.
"""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check.inputs import OPTIMIZER, START, dloss_func
from dl_workshop.check.spies import Spy, name_of, same, watched

EARLIER = (2.0, 5.0)  # parameters before the step that has filled the memory


class WatchedStep:
    """One step, and what was seen of it.

    Attributes:
        result: what came back, or the exception that was raised.
        gradients: the arguments of each call of `dloss_func`.
        updates: the arguments of each call of `optimizer.update`.
        known: values that a step has to do with, by name; among them "the new state".
    """

    def __init__(self, call: Callable, in_a_tuple: bool = False) -> None:
        """Make the step.

        Args:
            call: takes a state, dloss_func, optimizer and data, and makes the step.
            in_a_tuple: whether the parameters are a MixtureParams, or else an array.
        """
        slope, data = Spy(dloss_func), jnp.asarray(START[1])
        init, update = Spy(OPTIMIZER.init), Spy(OPTIMIZER.update)
        optimizer = OPTIMIZER._replace(init=init, update=update)
        state = _state(in_a_tuple)
        self.known = {**_of_a_step(state, data), "`dloss_func` itself": slope}
        self.result = watched(call, state, slope, optimizer, data)
        self.gradients, self.updates = slope.calls, update.calls

    @property
    def raised(self) -> bool:
        """Whether the step has ended by an exception."""
        return isinstance(self.result, Exception)

    def name(self, value: Any) -> str:
        """Return the name of a value or of a tuple of values, "" if it is not known."""
        name = name_of(value, self.known)
        if name or type(value) not in (tuple, list):
            return name
        names = list(map(self.name, value))
        if not names or not all(names):
            return ""
        of_kind = type(value).__name__
        what = "pair" if len(names) == 2 else f"{of_kind} of {len(names)}"
        return f"a {what}: {', '.join(names)}"

    def is_(self, value: Any, name: str) -> bool:
        """Tell whether a value is the known one of that name."""
        return same(value, self.known[name])


def _state(in_a_tuple):
    """A state whose memory is not empty."""
    earlier, params = map(jnp.asarray, (EARLIER, START[0]))
    if in_a_tuple:
        earlier, params = (
            gm.MixtureParams(each, each + 1, each + 2)
            for each in (earlier, params)
        )
    optimizer = OPTIMIZER
    slopes = dloss_func(earlier, jnp.asarray(START[1]))
    _, memory = optimizer.update(slopes, optimizer.init(earlier), earlier)
    return gm.TrainingState(params, memory)


def _of_a_step(state, data):
    params, memory = state
    gradient = dloss_func(params, data)
    updates, new_memory = OPTIMIZER.update(gradient, memory, params)
    new_params = _sum(params, 1, updates)
    return {
        "the parameters": params,
        "the memory": memory,
        "the data": data,
        "the state": state,
        "the gradient": gradient,
        "minus the gradient": _sum(gradient, -2, gradient),
        "the updates": updates,
        "the new parameters": new_params,
        "the new memory": new_memory,
        "the new state": gm.TrainingState(new_params, new_memory),
        "a memory made anew": OPTIMIZER.init(params),
        "the parameters plus the gradient": _sum(params, 1, gradient),
        "the parameters plus the gradient and the updates": _sum(
            new_params, 1, gradient
        ),
        "the gradient plus the updates": _sum(gradient, 1, updates),
        "the parameters minus the gradient": _sum(params, -1, gradient),
        "the parameters minus the updates": _sum(params, -1, updates),
        "the parameters plus twice the updates": _sum(params, 2, updates),
        "`None`": None,
    }


def _sum(one, factor, other):
    return jax.tree.map(lambda a, b: a + factor * b, one, other)
