"""Time several ways of doing the same by turns, so that a busy moment hits all of them.

Seconds on the clock are what a user waits. Seconds of the processor are what the program itself
took, whoever else was at work; where it used two cores at once, they count twice.
"""

import gc
import statistics
import time

import jax


def seconds(function):
    """Call a function and wait until its result is there.

    Returns:
        (result, seconds on the clock, seconds of the processor).
    """
    start, processor = time.perf_counter(), time.process_time()
    result = jax.block_until_ready(function())
    end, processor_end = time.perf_counter(), time.process_time()
    return result, end - start, processor_end - processor


def alternate(ways, budget=2.0, rounds=(5, 200)):
    """Call each way once to compile, then all of them by turns until the time is used up.

    Args:
        ways: dictionary from name to a function without arguments.
        budget: seconds for all rounds together.
        rounds: fewest and most rounds.

    Returns:
        Dictionary from name to {"result", "first", "clock", "processor"}: what the first call
        returned and its seconds; the medians of the later calls' seconds of either kind.
    """
    firsts = {name: seconds(way) for name, way in ways.items()}
    taken = {name: [] for name in ways}
    fewest, most = rounds
    end = time.perf_counter() + budget
    gc.disable()
    while len(next(iter(taken.values()))) < most:
        for name, way in ways.items():
            taken[name].append(seconds(way)[1:])
        enough = len(taken[name]) >= fewest
        if enough and time.perf_counter() > end:
            break
    gc.enable()
    return {
        name: {
            "result": firsts[name][0],
            "first": firsts[name][1],
            "clock": statistics.median(clock for clock, _ in taken[name]),
            "processor": statistics.median(cpu for _, cpu in taken[name]),
        }
        for name in ways
    }
