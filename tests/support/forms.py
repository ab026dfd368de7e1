"""The forms of the likelihood and of the loss: what holds for one holds for all."""

from functools import partial

import pytest

from dl_workshop import gaussian_mixture as gm
from dl_workshop.gaussian_mixture import fast

LOGLIKES = {
    "simple": gm.mixture_loglike,
    "fast": fast.mixture_loglike,
    # So short that the tests' few data make several, and the last overlaps the one before.
    "fast in chunks": partial(fast.mixture_loglike, chunk_size=2),
}
LOSSES = {
    "simple": gm.loss_mixture_weights,
    "fast": fast.loss_mixture_weights,
}

each_loglike = pytest.mark.parametrize(
    "mixture_loglike", LOGLIKES.values(), ids=LOGLIKES
)
each_loss = pytest.mark.parametrize(
    "loss_mixture_weights", LOSSES.values(), ids=LOSSES
)
