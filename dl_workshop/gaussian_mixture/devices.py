"""Data on several devices: each adds up its own share, JAX adds up the shares.

A sum over data does not care where its terms are computed. So the data are cut into rows, one
for each device, and stay there; the parameters, a few numbers, are on all of them. What crosses
between devices in a step is one number for each slope. The devices may belong to several
processes on several machines: `jax.distributed.initialize` makes them one list, and nothing here
changes.
"""

import jax
import jax.numpy as jnp
import numpy as np
from jax import vmap
from jax.sharding import Mesh, NamedSharding, PartitionSpec

from dl_workshop.gaussian_mixture.fast import mixture_loglike
from dl_workshop.gaussian_mixture.signatures import shapes
from dl_workshop.gaussian_mixture.training import weights_loglike


@shapes("(n)")
def shard_data(data, devices=None):
    """Put an equal share of the data on every device.

    Args:
        data: this process's part of the data, shape (n_data,); all data if there is only one
            process.
        devices: those to use, of all processes; every device that JAX has unless given.

    Returns:
        A jax.Array of shape (n_devices, n), each row on its own device.

    Raises:
        ValueError: data are no vector of numbers, or do not divide into equal rows.
    """
    mesh = Mesh(np.asarray(devices or jax.devices()), ("data",))
    n_rows = len(mesh.local_devices)
    if len(data) % n_rows:
        raise ValueError(
            f"data: expected a multiple of {n_rows}, the number of devices here, got "
            f"{len(data)}; leave out the last {len(data) % n_rows}"
        )
    sharding = NamedSharding(mesh, PartitionSpec("data"))
    rows = np.asarray(data).reshape(n_rows, -1)
    return jax.make_array_from_process_local_data(sharding, rows)


def replicate(tree, rows):
    """Put a copy of every array on each device that holds a row.

    Args:
        tree: arrays, the same in all processes: parameters, or a TrainingState.
        rows: from `shard_data`.

    Returns:
        The tree, each array on all those devices.
    """
    everywhere = NamedSharding(rows.sharding.mesh, PartitionSpec())
    return jax.device_put(tree, everywhere)


def loss_over_devices(params, rows, alpha_prior=2.0):
    """Negative log probability of data and weights, each row's part computed where it lies.

    Args:
        params: MixtureParams, or a tuple of its three arrays.
        rows: from `shard_data`, shape (n_devices, n).
        alpha_prior: the concentrations of the Dirichlet prior on the weights, scalar or shape
            (n_components,).

    Returns:
        Loss in nats, summed over data, scalar.

    Raises:
        ValueError: the lengths of the parameters differ, a rank is wrong, or data are empty.
    """
    over_rows = vmap(mixture_loglike, in_axes=(None, None, None, 0))
    loglike_data = jnp.sum(over_rows(*params, rows))
    return -loglike_data - weights_loglike(params[0], alpha_prior)
