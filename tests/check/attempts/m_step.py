"""Answers to m_step."""

import jax.numpy as jnp
import numpy as np
from jax import vmap
from jax.nn import softmax

from dl_workshop import gaussian_mixture as gm
from tests.check.attempts import Attempts

attempts = Attempts()
wrong, right = attempts.wrong, attempts.right


def moments(r, x):
    """Counts, means and variances, to build wrong answers from."""
    n = r.sum(axis=0)
    mus = (r * x[:, None]).sum(axis=0) / n
    return n, mus, (r * (x[:, None] - mus) ** 2).sum(axis=0) / n


@wrong("soft counts themselves")
def counts_for_weights(r, x):
    n, mus, var = moments(r, x)
    return n, mus, jnp.sqrt(var)


@wrong("summed over the components")
def summed_along_the_rows(r, x):
    _, mus, var = moments(r, x)
    return jnp.sum(r, axis=1), mus, jnp.sqrt(var)


@wrong("averaged over the components")
def averaged_along_the_rows(r, x):
    _, mus, var = moments(r, x)
    return r.mean(axis=1), mus, jnp.sqrt(var)


@wrong("logarithms of the weights")
def as_parameters(r, x):
    n, mus, var = moments(r, x)
    return jnp.log(n / len(x)), mus, jnp.sqrt(var)


@wrong("number of components")
def over_components(r, x):
    n, mus, var = moments(r, x)
    return n / r.shape[1], mus, jnp.sqrt(var)


@wrong("softmax of the soft counts")
def softmax_of_counts(r, x):
    n, mus, var = moments(r, x)
    return softmax(n), mus, jnp.sqrt(var)


@wrong("counted in full")
def hard_weights(r, x):
    _, mus, var = moments(r, x)
    hard = jnp.eye(r.shape[1])[r.argmax(axis=1)]
    return hard.mean(axis=0), mus, jnp.sqrt(var)


@wrong("divided by the number of data")
def mean_for_sum(r, x):
    n = r.sum(axis=0)
    mus = jnp.mean(r * x[:, None], axis=0)
    var = jnp.sum(r * (x[:, None] - mus) ** 2, axis=0) / n
    return n / len(x), mus, jnp.sqrt(var)


@wrong("is not divided")
def no_division(r, x):
    n = r.sum(axis=0)
    mus = x @ r
    var = jnp.sum(r * (x[:, None] - mus) ** 2, axis=0) / n
    return n / len(x), mus, jnp.sqrt(var)


@wrong("mean of all data")
def one_mean_for_all(r, x):
    n = r.sum(axis=0)
    mus = jnp.full(r.shape[1], x.mean())
    var = jnp.sum(r * (x[:, None] - mus) ** 2, axis=0) / n
    return n / len(x), mus, jnp.sqrt(var)


@wrong("divided by the weight")
def divided_by_weights(r, x):
    w = r.mean(axis=0)
    mus = (x @ r) / w
    var = jnp.sum(r * (x[:, None] - mus) ** 2, axis=0) / r.sum(axis=0)
    return w, mus, jnp.sqrt(var)


@wrong("These are variances")
def no_root(r, x):
    n, mus, var = moments(r, x)
    return n / len(x), mus, var


@wrong("mean of all data")
def around_the_grand_mean(r, x):
    n, mus, _ = moments(r, x)
    spread = (r * ((x - x.mean()) ** 2)[:, None]).sum(axis=0) / n
    return n / len(x), mus, jnp.sqrt(spread)


@wrong("averaged over all data")
def variances_over_all(r, x):
    n, mus, _ = moments(r, x)
    var = jnp.mean(r * (x[:, None] - mus) ** 2, axis=0)
    return n / len(x), mus, jnp.sqrt(var)


@wrong("not weighted")
def unweighted_squares(r, x):
    n, mus, _ = moments(r, x)
    return n / len(x), mus, jnp.sqrt(jnp.mean((x[:, None] - mus) ** 2, axis=0))


@wrong("logarithms of the standard deviations")
def log_scales(r, x):
    n, mus, var = moments(r, x)
    return n / len(x), mus, 0.5 * jnp.log(var)


@wrong("squared along with the distance")
def all_squared(r, x):
    n, mus, _ = moments(r, x)
    var = ((r * (x[:, None] - mus)) ** 2).sum(axis=0) / n
    return n / len(x), mus, jnp.sqrt(var)


@wrong("without squares")
def absolute_distances(r, x):
    n, mus, _ = moments(r, x)
    return n / len(x), mus, (r * jnp.abs(x[:, None] - mus)).sum(axis=0) / n


@wrong("lacks a part")
def raw_second_moment(r, x):
    n, mus, _ = moments(r, x)
    return n / len(x), mus, jnp.sqrt((x**2) @ r / n)


@wrong("less one")
def unbiased(r, x):
    n, mus, _ = moments(r, x)
    var = (r * (x[:, None] - mus) ** 2).sum(axis=0) / (n - 1)
    return n / len(x), mus, jnp.sqrt(var)


@wrong("The means come first")
def other_order(r, x):
    n, mus, var = moments(r, x)
    return mus, n / len(x), jnp.sqrt(var)


@wrong("standard deviation of all data")
def one_scale_for_all(r, x):
    n, mus, _ = moments(r, x)
    return n / len(x), mus, jnp.ones_like(mus) * x.std()


@wrong("One of the three is missing")
def two_results(r, x):
    n, mus, _ = moments(r, x)
    return n / len(x), mus


@wrong("`return`")
def nothing(r, x):
    n, mus, var = moments(r, x)
    (n / len(x), mus, jnp.sqrt(var))


@right
def by_dot_products(r, x):
    n = r.sum(axis=0)
    mus = r.T @ x / n
    var = jnp.stack([r[:, k] @ (x - mus[k]) ** 2 for k in range(len(n))]) / n
    return n / n.sum(), mus, var**0.5


@right
def by_vmap(r, x):
    def one(share):
        mu = jnp.average(x, weights=share)
        var = jnp.average((x - mu) ** 2, weights=share)
        return share.mean(), mu, jnp.sqrt(var)

    return vmap(one, in_axes=1)(r)


@right
def as_named(r, x):
    n, mus, var = moments(r, x)
    return gm.MixtureParams(n / len(x), mus, jnp.sqrt(var))


@right
def in_numpy(r, x):
    r, x = np.asarray(r), np.asarray(x)
    n, mus, var = moments(r, x)
    return n / len(x), mus, np.sqrt(var)


@right
def by_einsum(r, x):
    n = jnp.einsum("ik->k", r)
    mus = jnp.einsum("ik,i->k", r, x) / n
    residuals = x[:, None] - mus[None, :]
    var = jnp.einsum("ik,ik,ik->k", r, residuals, residuals) / n
    return [n / x.size, mus, jnp.sqrt(var)]


@right
def one_array(r, x):
    n, mus, var = moments(r, x)
    return jnp.stack([n / len(x), mus, jnp.sqrt(var)])


@wrong("summed over the components, axis 1")
def counts_along_the_wrong_axis(responsibilities, data):
    counts = responsibilities.sum(axis=1)
    mus = responsibilities.T @ data / counts
    squares = (data[:, None] - mus) ** 2
    return counts / len(data), mus, (squares * responsibilities).sum(axis=0)


@wrong("As a column, `x[:, None]`")
def data_as_a_row(responsibilities, data):
    counts = jnp.sum(responsibilities, axis=0)
    mus = jnp.sum(responsibilities * data, axis=0) / counts
    variances = jnp.sum(responsibilities * (data - mus) ** 2, axis=0) / counts
    return counts / len(data), mus, jnp.sqrt(variances)


@wrong("data times responsibility")
def spread_of_products(responsibilities, data):
    weighted = responsibilities * data[:, None]
    counts = responsibilities.sum(axis=0)
    mus = weighted.sum(axis=0) / counts
    return counts / len(data), mus, weighted.std(axis=0)


@wrong("from the weighted sum of the data")
def squares_around_the_sum(responsibilities, data):
    counts = jnp.sum(responsibilities, axis=0)
    total = responsibilities.T @ data
    squares = responsibilities * (data[:, None] - total) ** 2
    scales = jnp.sqrt(jnp.sum(squares, axis=0) / counts)
    return counts / len(data), total / counts, scales


@wrong("where one is a column")
def means_beside_data(responsibilities, data):
    counts = responsibilities.sum(axis=0)
    mus = responsibilities.T @ data / counts
    variances = responsibilities.T @ (data - mus) ** 2 / counts
    return counts / len(data), mus, jnp.sqrt(variances)


@wrong("leaves a number for each datum")
def sums_along_rows(responsibilities, data):
    nk = responsibilities.sum(axis=1)
    mu = (responsibilities * data[:, None]).sum(axis=1) / nk
    sd = jnp.sqrt(
        (responsibilities * (data[:, None] - mu[:, None]) ** 2).sum(axis=1)
        / nk
    )
    return nk / len(data), mu, sd


@wrong("A dictionary comes back")
def in_a_dictionary(responsibilities, data):
    nk = responsibilities.sum(axis=0)
    mu = responsibilities.T @ data / nk
    sd = jnp.sqrt(
        (responsibilities * (data[:, None] - mu) ** 2).sum(axis=0) / nk
    )
    return {"weights": nk / len(data), "means": mu, "sds": sd}


@wrong("The square of the mean of all data is subtracted")
def mean_of_all_subtracted(responsibilities, data):
    nk = responsibilities.sum(axis=0)
    mu = data @ responsibilities / nk
    var = (data**2) @ responsibilities / nk - data.mean() ** 2
    return nk / len(data), mu, jnp.sqrt(var)


@wrong("summed over the components, axis 1")
def components_first(responsibilities, data):
    nk = responsibilities.sum(axis=1)
    mu = responsibilities @ data / nk
    sd = jnp.sqrt(
        (responsibilities * (data - mu[:, None]) ** 2).sum(axis=1) / nk
    )
    return nk / len(data), mu, sd


# It was told that the responsibilities have no effect.
@wrong("The weights are all 1")
def shares_summed_again(responsibilities, data):
    r = responsibilities / responsibilities.sum(axis=0)
    mus = r.T @ data
    sds = jnp.sqrt((r * (data[:, None] - mus) ** 2).sum(axis=0))
    return r.sum(axis=0), mus, sds


@wrong("above one half")
def counted_above_one_half(r, x):
    mask = r > 0.5
    n = mask.sum(axis=0)
    mus = (mask * x[:, None]).sum(axis=0) / n
    var = (mask * (x[:, None] - mus) ** 2).sum(axis=0) / n
    return n / len(x), mus, jnp.sqrt(var)


@wrong("a triple for each component")
def triples(responsibilities, data):
    out = []
    for k in range(responsibilities.shape[1]):
        r = responsibilities[:, k]
        m = (r * data).sum() / r.sum()
        sd = jnp.sqrt((r * (data - m) ** 2).sum() / r.sum())
        out.append((r.mean(), m, sd))
    return out


@wrong("in one standard deviation for all")
def pooled(r, x):
    n, mus, _ = moments(r, x)
    squares = (r * (x[:, None] - mus) ** 2).sum()
    return n / len(x), mus, jnp.full(r.shape[1], jnp.sqrt(squares / len(x)))


@wrong("weighted before the mean is subtracted")
def weighted_first(r, x):
    n, mus, _ = moments(r, x)
    squares = (r * x[:, None] - mus) ** 2
    return n / len(x), mus, jnp.sqrt(squares.sum(axis=0) / n)


@wrong("One of the three is missing")
def two_lists(responsibilities, data):
    weights, means = [], []
    for r in responsibilities.T:
        weights.append(r.mean())
        means.append((r * data).sum() / r.sum())
    return jnp.array(weights), jnp.array(means)
