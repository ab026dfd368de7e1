"""The figures under test: with the course's data and its start, as in the chapters."""

import functools

import jax
import jax.numpy as jnp
from jax import random

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live
from dl_workshop.live.figures.training_runs import losses_of_run
from dl_workshop.live.precision import enable_x64
from dl_workshop.live.samples import rounded

TRUE, DATA = gm.two_humps(random.key(100))
START = gm.random_params(random.key(31), num_components=2)
FEW = random.choice(random.key(3), DATA, (60,), replace=False)
STARTS = {"key 31": START, "key 0": gm.random_params(random.key(0), 2)}
SAMPLES = {"12 data": FEW[:12], "60 data": FEW}

# Four components, a tenth of the chapter's data.
FOUR_HUMPS = gm.sample_components(
    random.key(100),
    jnp.array([-2.0, -5.0, 3.0, 8.0]),
    jnp.array([1.1, 2.0, 1.0, 1.5]),
    (200, 1000, 100, 600),
)
SHARES = jnp.array([0.5, 0.4, 0.3, 0.4, 0.5])


def many_start(key):
    """As the chapter starts, with ten components."""
    mus = random.normal(random.key(key), (10,))
    weights = -0.1 * jnp.arange(10.0)
    return gm.JointParams(weights, jnp.array(0.0), mus, jnp.full(10, 0.3))


MANY_STARTS = {"key 0": many_start(0), "key 3": many_start(3)}


def in_float64(tree):
    """The same numbers, for computing as a browser does; call it where x64 is on."""
    return jax.tree.map(lambda leaf: jnp.asarray(leaf, float), tree)


MAKERS = {
    "broken_stick": lambda: live.broken_stick(SHARES, random.key(0)),
    "fit_by_hand": lambda: live.fit_by_hand(DATA, START),
    "loss_landscape": lambda: live.loss_landscape(SAMPLES, TRUE),
    "many_components": lambda: live.many_components(
        FOUR_HUMPS, MANY_STARTS, eps=1.0
    ),
    "one_datum": lambda: live.one_datum(TRUE, 0.5),
    "slopes": lambda: live.slopes(DATA, START),
    "training_runs": lambda: live.training_runs(DATA, STARTS),
}


@functools.cache
def figure(name):
    """The figure of that name, made once; call it where x64 is off, as it is in the book."""
    return MAKERS[name]()


@functools.cache
def settled_loss():
    """Loss after Adam with a cosine schedule in JAX, on the data that the page has."""
    with enable_x64(True):
        data = jnp.asarray(rounded(DATA))
        return float(losses_of_run("cosine", in_float64(START), 0.5, data)[-1])
