"""Time several ways of doing the same by turns, so that a busy moment hits all of them.

Seconds are those on the clock, which a user waits. Seconds of the processor would not depend on
who else is at work, but the system counts them in steps that are longer than many of the calls.
"""

import gc
import statistics
import time

import jax


def seconds(function):
    """Call a function and wait until its result is there.

    Returns:
        (result, seconds).
    """
    start = time.perf_counter()
    result = jax.block_until_ready(function())
    return result, time.perf_counter() - start


def alternate(ways, budget=2.0, rounds=(5, 200)):
    """Call each way once to compile, then all of them by turns until the time is used up.

    Args:
        ways: dictionary from name to a function without arguments.
        budget: seconds for all rounds together.
        rounds: fewest and most rounds.

    Returns:
        Dictionary from name to {"result", "first", "median"}: what the first call returned and
        its seconds; the median of the later calls' seconds.
    """
    firsts = {name: seconds(way) for name, way in ways.items()}
    taken = {name: [] for name in ways}
    fewest, most = rounds
    end = time.perf_counter() + budget
    gc.disable()
    while len(next(iter(taken.values()))) < most:
        for name, way in ways.items():
            taken[name].append(seconds(way)[1])
        enough = len(taken[name]) >= fewest
        if enough and time.perf_counter() > end:
            break
    gc.enable()
    return {
        name: {
            "result": firsts[name][0],
            "first": firsts[name][1],
            "median": statistics.median(taken[name]),
        }
        for name in ways
    }
