"""Ten million data on one device and on one for each core: seconds for a loss and gradient.

The number of devices is fixed when JAX starts, so each number of
them is measured in a process of its own.
"""

import json
import os
import subprocess
import sys
from functools import partial

import jax
from jax import jit, value_and_grad

from benchmarks.losses import example
from benchmarks.timing import alternate
from dl_workshop.gaussian_mixture.devices import loss_over_devices, shard_data


def measure():
    """Print the rows as JSON: run in a process with as many devices as cores."""
    params, data = example(2, 10**7)
    loss = jit(value_and_grad(loss_over_devices))
    ways = {
        f"{len(devices)} of {jax.device_count()} simulated devices": partial(
            loss, params, shard_data(data, devices)
        )
        for devices in (jax.devices()[:1], jax.devices())
    }
    timings = alternate(ways, budget=3.0)
    rows = [
        {"way": name, "milliseconds": round(timing["median"] * 1e3, 1)}
        for name, timing in timings.items()
    ]
    print(json.dumps(rows))


def tables():
    """All tables of this module, by name."""
    count = f"--xla_force_host_platform_device_count={os.cpu_count()}"
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.devices"],
        env={**os.environ, "XLA_FLAGS": count},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return {"ten million data on devices": json.loads(run.stdout)}


if __name__ == "__main__":
    measure()
