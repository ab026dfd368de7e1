"""The machine's limit: a small C program, compiled here and called from this process."""

import ctypes
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy.special import log_softmax

NAME = "C program, one core"
SOURCE = Path(__file__).with_name("limit.c")
# -ffast-math lets sums be reordered, which vector instructions need.
FLAGS = ("-O3", "-march=native", "-ffast-math", "-shared", "-fPIC")


def compile_limit():
    """Compile limit.c with `cc`; return the loaded library."""
    with tempfile.TemporaryDirectory() as folder:
        library = str(Path(folder, "limit.so"))
        command = ["cc", *FLAGS, str(SOURCE), "-o", library, "-lmvec", "-lm"]
        subprocess.run(command, check=True)
        limit = ctypes.CDLL(library)
    limit.exp_and_log.restype = ctypes.c_float
    return limit


def _floats(array):
    return array.ctypes.data_as(ctypes.POINTER(ctypes.c_float))


def loss_and_slopes(limit, params, data):
    """Negative log likelihood and its slopes, of two components.

    Args:
        limit: what `compile_limit` returned.
        params: log weights, means, log standard deviations, each of shape (2,).
        data: float32, shape (n_data,).

    Returns:
        A function without arguments that returns loss in nats and six slopes, shape (7,).
    """
    log_weights, mus, log_scales = params
    flat = np.concatenate([log_softmax(log_weights), mus, log_scales])
    flat, data, out = np.float32(flat), np.asarray(data), np.empty(7)
    doubles = out.ctypes.data_as(ctypes.POINTER(ctypes.c_double))
    arguments = _floats(data), ctypes.c_long(len(data)), _floats(flat)

    def run():
        limit.loss_and_slopes(*arguments, doubles)
        return out

    run.arrays = flat, data  # the pointers above do not keep them alive
    return run


def exp_and_log(limit, data):
    """Two exponentials and a logarithm for each datum, and their sum."""
    return limit.exp_and_log(_floats(data), ctypes.c_long(len(data)))
