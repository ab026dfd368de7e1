"""A fit in a new process: from the command to the answer, seconds.

The second fit of a day should not wait for the compiler again: JAX keeps compiled programs in a
folder (`jax_compilation_cache_dir`), where the next process finds them.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

DATA = """
import numpy
draws = numpy.random.default_rng(0).normal(size=6000)
data = numpy.where(numpy.arange(6000) < 1000, 1.1 * draws - 2, 2 * draws + 5)
"""

OURS = """
import jax
import jax.numpy as jnp
import optax
from dl_workshop import gaussian_mixture as gm

@jax.jit
def train(params, data):
    dloss = jax.grad(gm.loss_mixture_weights)
    optimizer = optax.adam(optax.cosine_decay_schedule(0.5, 1000))
    inner = gm.make_step_scannable(dloss, optimizer, data)
    state = gm.TrainingState(params, optimizer.init(params))
    return jax.lax.scan(inner, state, jnp.arange(1000))[0].params

start = gm.MixtureParams(*numpy.float32([[0, 0], [-1, 1], [0, 0]]))
print(train(start, numpy.float32(data)).component_mus)
"""

SCIKIT_LEARN = """
from sklearn.mixture import GaussianMixture
print(GaussianMixture(2, random_state=0).fit(data[:, None]).means_)
"""

IMPORTS = {
    "import scikit-learn's mixtures": "import sklearn.mixture",
    "import jax": "import jax",
    "import the course's package": "from dl_workshop import gaussian_mixture",
}


def seconds(code, cache=None):
    """Run code in a new Python process; return its seconds."""
    environment = dict(os.environ)
    if cache is not None:
        environment |= {
            "JAX_COMPILATION_CACHE_DIR": cache,
            # Small programs too: a dozen of them add up.
            "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
            "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
        }
    command = [sys.executable, "-c", code]
    start = time.perf_counter()
    subprocess.run(
        command, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - start


def one_round():
    """Each way once, by turns."""
    with tempfile.TemporaryDirectory() as cache:
        times = {
            "scikit-learn's fit": seconds(DATA + SCIKIT_LEARN),
            "the course's fit, no cache": seconds(DATA + OURS),
            "the course's fit, fills the cache": seconds(DATA + OURS, cache),
            "the course's fit, from the cache": seconds(DATA + OURS, cache),
        }
    return times | {name: seconds(code) for name, code in IMPORTS.items()}


def tables(rounds=3):
    """Medians of whole processes."""
    every = [one_round() for _ in range(rounds)]
    return {
        "a fit in a new process": [
            {
                "way": name,
                "seconds": median(one[name] for one in every),
            }
            for name in every[0]
        ]
    }


def median(times):
    """Round the median to hundredths."""
    return round(statistics.median(times), 2)
