"""What the tests of devices run in other processes: `python -m tests.gaussian_mixture.on_devices`.

Writes, as JSON, the loss and slopes over devices, and the training run that follows; it keeps a
checkpoint every few steps and, if the folder holds one, goes on from there.
"""

import argparse
import json
import os
import re

import jax
import jax.numpy as jnp
import numpy as np
import optax
import orbax.checkpoint as ocp
from jax import jit, random, value_and_grad

from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture.devices import (
    loss_over_devices,
    replicate,
    shard_data,
)

N_DATA = 60_000
EVERY = 10
OPTIMIZER = optax.adam(0.05)


def all_data():
    """Return data and start; the same in every process."""
    weights, mus, scales = jnp.array([[1, 5.0], [-2, 5.0], [1.1, 2.0]])
    data = gm.sample_mixture(random.key(7), weights, mus, scales, N_DATA)
    return np.asarray(data), gm.random_params(random.key(31), 2)


def rows_of_this_process():
    """Keep this process's part of the data on its devices."""
    data, _ = all_data()
    parts = np.split(data, jax.process_count())
    return shard_data(parts[jax.process_index()])


def train(state, rows, manager, until, crash):
    """Go on from the newest checkpoint to a step; save on the way."""

    @jit
    def step(state, rows):
        loss, slopes = value_and_grad(loss_over_devices)(state.params, rows)
        new = gm.step(state, lambda params, data: slopes, OPTIMIZER, rows)
        return new, loss

    first = 0
    if manager.latest_step() is not None:
        first = manager.latest_step()
        state = manager.restore(first, args=ocp.args.StandardRestore(state))
    for iteration in range(first, until):
        state, loss = step(state, rows)
        if (iteration + 1) % EVERY == 0:
            manager.save(iteration + 1, args=ocp.args.StandardSave(state))
    manager.wait_until_finished()
    if crash:
        os._exit(1)
    return state, loss, first


def numbers(tree):
    """Turn a tree of arrays into a list of lists."""
    return [np.asarray(leaf).tolist() for leaf in jax.tree.leaves(tree)]


def evaluated(params, rows):
    """Loss and slopes, and what the compiled program sends between devices."""
    program = jit(value_and_grad(loss_over_devices)).lower(params, rows)
    program = program.compile()
    loss, slopes = program(params, rows)
    sent = re.findall(r"(all-\w+|collective-\w+)\(", program.as_text())
    return {"loss": float(loss), "slopes": numbers(slopes), "crossing": sent}


def trained(params, rows, arguments):
    """Where the training run began, and where it ended."""
    state = gm.TrainingState(params, OPTIMIZER.init(params))
    with ocp.CheckpointManager(arguments.folder) as manager:
        state, loss, first = train(
            replicate(state, rows),
            rows,
            manager,
            arguments.until,
            arguments.crash,
        )
    params = numbers(state.params)
    return {"first": first, "params": params, "last loss": float(loss)}


def read_arguments():
    """Read the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder")
    parser.add_argument("--until", type=int)
    parser.add_argument("--crash", action="store_true")
    parser.add_argument("--address")
    parser.add_argument("--process", type=int)
    return parser.parse_args()


def main():
    """Run, and print the result as one line of JSON."""
    arguments = read_arguments()
    if arguments.address:
        jax.distributed.initialize(arguments.address, 2, arguments.process)
    rows = rows_of_this_process()
    params = replicate(all_data()[1], rows)
    result = {
        "devices": jax.device_count(),
        "processes": jax.process_count(),
        **trained(params, rows, arguments),
        **evaluated(params, rows),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
