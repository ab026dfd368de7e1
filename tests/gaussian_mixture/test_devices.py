"""One device, four simulated ones, two processes: the same loss, slopes and training run.

How many devices there are is fixed when JAX starts, so each case is a process of its own.
Expected values come from the simple form on all data at once.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import jax
import numpy as np
import pytest

from dl_workshop.gaussian_mixture import fast, loss_mixture_weights
from dl_workshop.gaussian_mixture.devices import loss_over_devices, shard_data
from tests.gaussian_mixture.on_devices import N_DATA, all_data

ROOT = Path(__file__).resolve().parents[2]


def launch(*arguments, devices=1):
    """Begin a run of on_devices in a new process with so many simulated devices."""
    flag = f"--xla_force_host_platform_device_count={devices}"
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.gaussian_mixture.on_devices",
            *arguments,
        ],
        env={**os.environ, "XLA_FLAGS": flag},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def launch_two(*arguments):
    """Begin the same run in two processes that find each other on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    return [
        launch(*arguments, "--address", address, "--process", str(process))
        for process in (0, 1)
    ]


# JAX aborts a process that sees the other die before it dies by itself.
DIED = {1, -signal.SIGABRT}


def results(processes, ends=frozenset({0})):
    """Wait for all, then read what each printed last, unless they died."""
    said = [process.communicate(timeout=120) for process in processes]
    for process, (_, errors) in zip(processes, said, strict=True):
        assert process.returncode in ends, errors
    lines = (out.splitlines() for out, _ in said)
    return [json.loads(each[-1]) for each in lines if ends != DIED]


@pytest.fixture(scope="module")
def simulated(tmp_path_factory):
    """Thirty steps, uninterrupted, on four devices of one process."""
    folder = str(tmp_path_factory.mktemp("simulated"))
    run = launch("--folder", folder, "--until", "30", devices=4)
    return results([run])[0]


@pytest.fixture(scope="module")
def resumed(tmp_path_factory):
    """Thirty steps in two processes that both die after the twentieth, and start again."""
    folder = str(tmp_path_factory.mktemp("resumed"))
    crashed = launch_two("--folder", folder, "--until", "20", "--crash")
    results(crashed, ends=DIED)
    return results(launch_two("--folder", folder, "--until", "30"))


def assert_loss_and_slopes(ours):
    data, params = all_data()
    loss, slopes = jax.jit(jax.value_and_grad(loss_mixture_weights))(
        params, data
    )
    np.testing.assert_allclose(ours["loss"], loss, rtol=1e-6)
    # Slopes are sums with terms of both signs: float32 keeps 1e-7 of their sizes.
    for slope, expected in zip(ours["slopes"], slopes, strict=True):
        np.testing.assert_allclose(slope, expected, rtol=1e-5, atol=0.1)


def test_four_devices_have_the_loss_of_one(simulated):
    assert simulated["devices"] == 4
    assert_loss_and_slopes(simulated)


def test_two_processes_have_the_loss_of_one(resumed):
    for process in resumed:
        assert (process["devices"], process["processes"]) == (2, 2)
        assert_loss_and_slopes(process)


def test_a_run_goes_on_after_a_restart(simulated, resumed):
    assert simulated["first"] == 0
    for process in resumed:
        assert process["first"] == 20
        np.testing.assert_allclose(
            process["last loss"], simulated["last loss"], rtol=1e-5
        )
        for ours, expected in zip(
            process["params"], simulated["params"], strict=True
        ):
            np.testing.assert_allclose(ours, expected, rtol=1e-4)


# On the one device of this process.


def test_one_device_is_the_fast_form():
    data, params = all_data()
    ours = loss_over_devices(params, shard_data(data), alpha_prior=3.0)
    expected = fast.loss_mixture_weights(params, data, alpha_prior=3.0)
    np.testing.assert_allclose(ours, expected, rtol=1e-6)


def test_rows_hold_the_data_in_order():
    rows = shard_data(np.arange(6.0))
    assert rows.shape == (jax.device_count(), 6 // jax.device_count())
    np.testing.assert_array_equal(np.ravel(rows), np.arange(6.0))


def test_data_stay_where_they_are(simulated, resumed):
    # Only sums cross between devices: no program may gather the rows.
    for run in (simulated, *resumed):
        assert set(run["crossing"]) == {"all-reduce"}


def test_rows_must_be_equal():
    with pytest.raises(ValueError, match=r"multiple of 2, .*, got 5; leave"):
        shard_data(np.ones(5), jax.devices() * 2)


def test_data_of_the_runs_are_enough_for_several_chunks():
    assert N_DATA / 4 > 2 * fast.LONGEST_CHUNK
