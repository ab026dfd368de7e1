"""Data that do not fit memory: a few at a time, from a file, in another order every time.

`numpy.memmap` shows a file as an array and reads a part of it when that part is asked for. A
disk, like memory, hands over whole pages. So a minibatch is made of runs of neighbours, a page
each, from random places. Every epoch deals out all runs in a new order.

The loss of a minibatch is scaled to the size of all data. Averaged over the batches of an epoch
it is the loss of all data, and so are its slopes.

Source: Bottou, Curtis and Nocedal, Optimization methods for large-scale machine learning (2018).
"""

import functools
import itertools

import numpy as np

from dl_workshop.gaussian_mixture.fast import mixture_loglike
from dl_workshop.gaussian_mixture.training import weights_loglike

RUN_LENGTH = 1024  # float32 numbers on a page of 4096 bytes


def minibatch(data, batch_size, seed, iteration, run_length=RUN_LENGTH):
    """Return the minibatch of one iteration; the same one whenever it is asked for.

    Args:
        data: array, or `numpy.memmap` of a file, shape (n_data,).
        batch_size: how many data, a multiple of run_length.
        seed: integer; another seed, another order.
        iteration: integer from 0 on; n_data // batch_size of them make an epoch.
        run_length: how many neighbours stay together.

    Returns:
        A NumPy array in memory, shape (batch_size,).

    Raises:
        ValueError: batch_size is no multiple of run_length, or there are fewer data.
    """
    _require_batch_size(batch_size, len(data), run_length)
    epoch, index = divmod(iteration, len(data) // batch_size)
    runs = batch_size // run_length
    order = _order(seed, epoch, len(data) // run_length)
    chosen = order[index * runs : (index + 1) * runs]
    return np.concatenate(
        [data[run * run_length : (run + 1) * run_length] for run in chosen]
    )


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


@functools.lru_cache(maxsize=2)
def _order(seed, epoch, n_runs):
    return np.random.default_rng((seed, epoch)).permutation(n_runs)


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
