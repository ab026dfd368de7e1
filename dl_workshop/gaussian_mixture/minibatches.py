"""Data that do not fit memory: a few at a time, from a file, in another order every time.

`numpy.memmap` shows a file as an array and reads a part of it when that part is asked for. A
disk, like memory, hands over whole pages. So a minibatch is made of runs of neighbours, a page
each. The file is cut into as many parts as a batch has runs, and each part gives one run to
every batch, in a new order every epoch: so a batch has something from everywhere, even where the
file is sorted. What does not fill a batch is left out, in another place every epoch.

The loss of a minibatch is scaled to the size of all data. Every datum has the same chance to be
in a batch, so on average over batches it is the loss of all data, and so are its slopes.

Sources: Bottou, Curtis and Nocedal, Optimization methods for large-scale machine learning (2018);
Cochran, Sampling techniques (1977), chapter 5, for one from each part (stratified sampling).
"""

import functools
import itertools

import numpy as np

from dl_workshop.gaussian_mixture.fast import mixture_loglike
from dl_workshop.gaussian_mixture.signatures import require_shapes
from dl_workshop.gaussian_mixture.training import weights_loglike
from dl_workshop.gaussian_mixture.values import as_numbers

RUN_LENGTH = 1024  # float32 numbers on a page of 4096 bytes


def minibatch(data, batch_size, seed, iteration, run_length=RUN_LENGTH):
    """Return the minibatch of one iteration; the same one whenever it is asked for.

    Args:
        data: array, or `numpy.memmap` of a file, shape (n_data,).
        batch_size: how many data, a multiple of run_length.
        seed: integer; another seed, another order.
        iteration: integer from 0 on; n_data // batch_size of them make an epoch.
        run_length: how many neighbours stay together. The end of the file and its beginning
            count as neighbours.

    Returns:
        A NumPy array in memory, shape (batch_size,).

    Raises:
        ValueError: data are no vector of numbers, batch_size is no multiple of run_length, or
            there are fewer data.
    """
    data = _as_vector(data)
    _require_batch_size(batch_size, len(data), run_length)
    epoch, index = divmod(iteration, len(data) // batch_size)
    starts = _starts(seed, epoch, len(data), batch_size, run_length)[index]
    runs = [_run(data, start, run_length) for start in starts]
    return as_numbers(np.concatenate(runs), "data")


def minibatches(data, batch_size, seed, start=0, run_length=RUN_LENGTH):
    """Yield minibatch after minibatch, without end.

    Args:
        data: array, or `numpy.memmap` of a file, shape (n_data,).
        batch_size: how many data, a multiple of run_length.
        seed: integer; another seed, another order.
        start: the first iteration; after a restart, the one that the last run did not reach.
        run_length: how many neighbours stay together.

    Yields:
        NumPy arrays in memory, shape (batch_size,).

    Raises:
        ValueError: batch_size is no multiple of run_length, or there are fewer data.
    """
    for iteration in itertools.count(start):
        yield minibatch(data, batch_size, seed, iteration, run_length)


def _as_vector(data):
    """Make an array of what is none; an array of numbers, or a file, is not read."""
    if not isinstance(data, np.ndarray) or data.dtype.kind not in "biuf":
        data = np.asarray(as_numbers(data, "data"))
    require_shapes({"data": data}, ["n"])
    return data


@functools.lru_cache(maxsize=2)
def _starts(seed, epoch, n_data, batch_size, run_length):
    """Where the runs of an epoch start, shape (n_batches, runs in a batch).

    All places move on by a random number, round the end of the file: so each is as likely as
    any other to be left out. Whole runs, where they fill the file, stay whole pages.
    """
    random = np.random.default_rng((seed, epoch))
    n_batches, n_parts = n_data // batch_size, batch_size // run_length
    in_part = np.tile(np.arange(n_batches)[:, None], n_parts)
    runs = n_batches * np.arange(n_parts) + random.permuted(in_part, axis=0)
    page = 1 if n_data % run_length else run_length
    shift = page * random.integers(n_data // page)
    return (shift + run_length * runs) % n_data


def _run(data, start, run_length):
    run = data[start : start + run_length]
    return np.append(run, data[: run_length - len(run)])


def _require_batch_size(batch_size, n_data, run_length):
    if batch_size % run_length or not 0 < batch_size <= n_data:
        raise ValueError(
            f"batch_size: expected a multiple of {run_length}, at most {n_data}, got {batch_size}"
        )


def loss_minibatch(params, batch, n_data, alpha_prior=2.0):
    """Loss of all data, estimated from some of them.

    Args:
        params: MixtureParams, or a tuple of its three arrays.
        batch: some of the data, shape (batch_size,).
        n_data: how many data there are in all.
        alpha_prior: the concentrations of the Dirichlet prior on the weights, scalar or shape
            (n_components,).

    Returns:
        Loss in nats, summed over data as if all were like these, scalar.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.
    """
    loglike_data = n_data / len(batch) * mixture_loglike(*params, batch)
    return -loglike_data - weights_loglike(params[0], alpha_prior)
