"""Minibatches from a file: every datum once an epoch, and in the limit the fit to all data.

Expected values come from the loss of all data at once.
"""

import itertools
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from jax import grad, jit, lax, random

from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture.minibatches import (
    loss_minibatch,
    minibatch,
    minibatches,
)

N_DATA, BATCH = 60 * 1024, 4 * 1024
PER_EPOCH = N_DATA // BATCH


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The course's mixture in a file, not in memory; the small hump first, as it is sampled."""
    mus, scales = jnp.array([[-2, 5.0], [1.1, 2.0]])
    counts = N_DATA // 6, N_DATA - N_DATA // 6
    data = gm.sample_components(random.key(3), mus, scales, counts)
    path = tmp_path_factory.mktemp("data") / "data.npy"
    np.save(path, np.asarray(data))
    return np.load(path, mmap_mode="r")


@pytest.fixture(scope="module")
def start():
    """Return parameters on the right side of the humps."""
    return gm.MixtureParams(*np.array([[0, 0], [-1, 4], [0.0, 0]]))


def test_the_file_is_not_in_memory(file):
    assert isinstance(file, np.memmap)


def test_an_epoch_has_every_datum_once(file):
    epoch = itertools.islice(minibatches(file, BATCH, seed=0), PER_EPOCH)
    seen = np.concatenate(list(epoch))
    np.testing.assert_array_equal(np.sort(seen), np.sort(file))


def test_epochs_and_seeds_differ_in_their_order(file):
    first = minibatch(file, BATCH, seed=0, iteration=0)
    others = [
        minibatch(file, BATCH, seed=0, iteration=PER_EPOCH),
        minibatch(file, BATCH, seed=1, iteration=0),
    ]
    assert all((first != other).any() for other in others)


def test_a_batch_is_mixed_though_the_file_is_sorted(file):
    # A sixth of the file comes first, around -2: a batch of neighbours would be of one hump.
    shares = [
        (minibatch(file, BATCH, 0, iteration) < 1).mean()
        for iteration in range(PER_EPOCH)
    ]
    assert np.mean(np.array(shares) > 0.1) > 0.3


def test_a_run_goes_on_where_it_stopped(file):
    whole = list(itertools.islice(minibatches(file, BATCH, 0), 20))
    rest = list(itertools.islice(minibatches(file, BATCH, 0, start=17), 3))
    np.testing.assert_array_equal(whole[17:], rest)


def test_what_does_not_fill_a_batch_is_left_for_another_epoch():
    data = np.arange(10.0)
    batches = itertools.islice(minibatches(data, 4, 0, run_length=2), 200)
    batches = [set(batch) for batch in batches]
    assert all(len(batch) == 4 for batch in batches)
    assert set().union(*batches) == set(data)


def test_every_datum_is_dealt_equally_often():
    # 6000 are no multiple of 1024: 880 are left out, others in every epoch.
    data = np.arange(6000)
    epochs = range(5 * 400)
    seen = np.concatenate([minibatch(data, 1024, 0, i) for i in epochs])
    counts = np.bincount(seen.astype(int), minlength=6000)
    # Each is in 5120 / 6000 of 400 epochs, give or take five standard deviations.
    np.testing.assert_allclose(counts, 400 * 5120 / 6000, atol=36)


def test_data_that_fill_hardly_two_batches_are_all_dealt():
    # 2047 hold one batch of 1024: without a draw of places half of them would never be seen.
    data = np.arange(2047)
    seen = {x for i in range(40) for x in minibatch(data, 1024, 0, i).tolist()}
    assert seen == set(range(2047))


def test_no_datum_comes_twice_in_an_epoch():
    data = np.arange(6000)
    for epoch in range(5):
        batches = [minibatch(data, 1024, 1, 5 * epoch + i) for i in range(5)]
        assert len(set(np.concatenate(batches))) == 5120


def test_a_batch_takes_a_run_from_every_part(file):
    # Sorted data: a quarter of every batch is in each quarter of the values.
    data = np.sort(file)
    quarters = np.quantile(data, [0.25, 0.5, 0.75])
    for iteration in range(PER_EPOCH):
        batch = minibatch(data, BATCH, 0, iteration)
        counts = np.histogram(batch, [-np.inf, *quarters, np.inf])[0]
        assert counts.max() <= 2 * 1024


@pytest.mark.parametrize("batch_size", [0, 1000, 2**20])
def test_batches_are_whole_runs(file, batch_size):
    with pytest.raises(ValueError, match=r"multiple of 1024, .*, got"):
        minibatch(file, batch_size, seed=0, iteration=0)


def test_all_data_as_one_batch_have_the_loss_of_all_data(file, start, x64):
    data = np.asarray(file, "float64")
    ours = loss_minibatch(start, data, len(data), alpha_prior=3.0)
    expected = gm.loss_mixture_weights(start, data, alpha_prior=3.0)
    np.testing.assert_allclose(ours, expected, rtol=1e-12)


def test_slopes_of_an_epoch_are_on_average_those_of_all_data(file, start, x64):
    slopes = jit(grad(partial(loss_minibatch, n_data=N_DATA)))
    epoch = itertools.islice(minibatches(file, BATCH, seed=0), PER_EPOCH)
    each = [slopes(start, np.asarray(batch, "float64")) for batch in epoch]
    mean = jax.tree.map(lambda *leaves: jnp.mean(jnp.stack(leaves), 0), *each)
    expected = grad(gm.loss_mixture_weights)(
        start, np.asarray(file, "float64")
    )
    for ours, slope in zip(mean, expected, strict=True):
        np.testing.assert_allclose(ours, slope, rtol=1e-9)


def fit_to_all(start, data, steps=400):
    """Return the optimum by the simple form on all data."""
    optimizer = optax.adam(optax.cosine_decay_schedule(0.2, steps))
    inner = gm.make_step_scannable(
        grad(gm.loss_mixture_weights), optimizer, data
    )
    state = gm.TrainingState(start, optimizer.init(start))
    return lax.scan(inner, state, length=steps)[0].params


# Sorted data need short runs: a batch of four long ones is four places of the mixture.
@pytest.mark.parametrize(
    ("order", "run_length"), [(np.asarray, 1024), (np.sort, 64)]
)
def test_a_fit_by_minibatches_ends_where_the_fit_to_all_does(
    file, start, order, run_length
):
    file = order(file)
    steps = 20 * PER_EPOCH
    optimizer = optax.adam(optax.cosine_decay_schedule(0.1, steps))
    slopes = grad(partial(loss_minibatch, n_data=N_DATA))
    step = jit(partial(gm.step, dloss_func=slopes, optimizer=optimizer))
    start = jax.tree.map(jnp.asarray, start)
    state = gm.TrainingState(start, optimizer.init(start))
    batches = minibatches(file, BATCH, 0, run_length=run_length)
    for batch in itertools.islice(batches, steps):
        state = step(state, data=batch)
    data = jnp.asarray(file)
    best = jit(fit_to_all)(start, data)
    above = gm.loss_mixture_weights(state.params, data)
    above -= gm.loss_mixture_weights(best, data)
    # A nat for 60,000 data: the estimates are known to a standard deviation, 0.5 nats, each.
    assert -0.1 < above < 1
