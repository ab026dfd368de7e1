"""Right answers, written as learners would: loops, NumPy, other names, other algorithms."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import lax, random, vmap
from jax.scipy.special import gammaln
from jax.scipy.stats import norm

from dl_workshop import gaussian_mixture as gm

# sample_mixture


def sample_categorical(key, w, mu, sigma, n):
    k1, k2 = random.split(key)
    which = random.categorical(k1, jnp.log(w), shape=(n,))
    return random.normal(k2, (n,)) * sigma[which] + mu[which]


def sample_one_mapped(key, weights, mus, scales, n_draws):
    def one(key):
        for_component, for_normal = random.split(key)
        k = random.choice(for_component, len(mus), p=weights / weights.sum())
        return mus[k] + scales[k] * random.normal(for_normal)

    return vmap(one)(random.split(key, n_draws))


def sample_with_numpy(key, weights, mus, scales, n_draws):
    rng = np.random.default_rng(np.asarray(random.key_data(key)))
    mus, scales = np.asarray(mus), np.asarray(scales)
    p = np.asarray(weights, "float64") / np.sum(weights, dtype="float64")
    draws = []
    for _ in range(n_draws):
        k = rng.choice(len(p), p=p / p.sum())
        draws.append(rng.normal(mus[k], scales[k]))
    return np.array(draws)


def sample_all_and_choose(key, weights, mus, scales, n_draws):
    key, subkey = random.split(key)
    shape = (n_draws, len(weights))
    from_each = mus + scales * random.normal(subkey, shape)
    key, subkey = random.split(key)
    uniform = random.uniform(subkey, (n_draws, 1))
    reached = uniform < jnp.cumsum(weights) / jnp.sum(weights)
    return jnp.take_along_axis(
        from_each, jnp.argmax(reached, axis=1)[:, None], axis=1
    )[:, 0]


# loglike_one_component


def one_with_scipy_of_jax(w, m, s, x):
    return jnp.log(w) + norm.logpdf(x, loc=m, scale=jnp.exp(s))


def one_by_variance(weight, mean, log_sd, datum):
    variance = jnp.exp(2 * log_sd)
    quadratic = (datum - mean) ** 2 / variance
    return jnp.log(weight) - (quadratic + jnp.log(2 * jnp.pi * variance)) / 2


@jax.jit
def one_compiled(w, m, s, x):
    scale = jnp.exp(s)
    z = (x - m) / scale
    return jnp.log(w / scale / jnp.sqrt(2 * jnp.pi)) - jnp.square(z) / 2


# normalize_weights


def normalize_by_loop(weights):
    total = 0.0
    for weight in weights:
        total += weight
    return jnp.array([weight / total for weight in weights])


def normalize_in_float64(w):
    w = np.array(w, dtype="float64")
    w /= w.sum()
    return w


def normalize_as_a_list(weights):
    return [float(weight) / float(sum(weights)) for weight in weights]


def normalize_by_dot(weights):
    return weights / (weights @ jnp.ones_like(weights))


# loglike_across_components


def across_by_loop(log_w, mus, log_scales, x):
    log_w = log_w - jax.nn.logsumexp(log_w)
    total = -jnp.inf
    for k in range(len(mus)):
        loglike = norm.logpdf(x, mus[k], jnp.exp(log_scales[k]))
        total = jnp.logaddexp(total, log_w[k] + loglike)
    return total


def across_without_vmap(lw, m, ls, x):
    return jax.nn.logsumexp(
        jax.nn.log_softmax(lw) + norm.logpdf(x, m, jnp.exp(ls))
    )


def across_by_hand(log_w, mus, log_scales, datum):
    z = (datum - mus) / jnp.exp(log_scales)
    terms = jax.nn.log_softmax(log_w) - 0.5 * z**2 - log_scales
    largest = lax.stop_gradient(terms.max())
    shifted = jnp.log(jnp.sum(jnp.exp(terms - largest)))
    return largest + shifted - 0.5 * math.log(2 * math.pi)


# mixture_loglike


def all_by_vmap(lw, m, ls, data):
    return vmap(gm.loglike_across_components, (None, None, None, 0))(
        lw, m, ls, data
    ).sum()


def all_by_loop(log_weights, mus, log_scales, data):
    total = 0.0
    for datum in data:
        total = total + gm.loglike_across_components(
            log_weights, mus, log_scales, datum
        )
    return total


def all_by_broadcasting(lw, m, ls, x):
    terms = jax.nn.log_softmax(lw) + norm.logpdf(x[:, None], m, jnp.exp(ls))
    return jnp.sum(jax.nn.logsumexp(terms, axis=1))


def all_by_scan(lw, m, ls, x):
    def add(total, datum):
        return total + gm.loglike_across_components(lw, m, ls, datum), None

    return lax.scan(add, 0.0, x)[0]


# weights_loglike


def prior_by_loop(log_w, alpha):
    log_w = jax.nn.log_softmax(log_w)
    result = gammaln(alpha * len(log_w))
    for each in log_w:
        result += (alpha - 1) * each - gammaln(alpha)
    return result


def prior_without_softmax(lw, a):
    K = lw.shape[0]  # noqa: N806, as on the blackboard
    lw = lw - jax.nn.logsumexp(lw)
    return gammaln(K * a) - K * gammaln(a) + (a - 1) * lw.sum()


def prior_with_alphas(log_weights, alpha_prior):
    alphas = alpha_prior * jnp.ones(len(log_weights))
    log_weights = jax.nn.log_softmax(log_weights)
    normalizer = jnp.sum(gammaln(alphas)) - gammaln(jnp.sum(alphas))
    return jnp.dot(alphas - 1, log_weights) - normalizer


# loss_mixture_weights


def loss_in_two_lines(p, x):
    loglike = gm.mixture_loglike(*p, x)
    return -(loglike + gm.weights_loglike(p.log_component_weights, 2))


def loss_by_loop(params, data):
    loss = -prior_by_loop(params[0], 2.0)
    for datum in data:
        loss -= gm.loglike_across_components(*params, datum)
    return loss


# responsibilities


def responsibilities_by_vmap(lw, m, ls, data):
    def of_datum(x):
        return jax.nn.softmax(lw + norm.logpdf(x, m, jnp.exp(ls)))

    return vmap(of_datum)(data)


def responsibilities_by_loops(lw, m, ls, data):
    rows = []
    for x in data:
        terms = [
            jnp.log(jax.nn.softmax(lw)[k]) + gm.normal_loglike(m[k], ls[k], x)
            for k in range(len(m))
        ]
        rows.append(jax.nn.softmax(jnp.stack(terms)))
    return jnp.stack(rows)


def responsibilities_as_a_difference(lw, m, ls, data):
    table = gm.weighted_loglikes(lw, m, ls, data)
    return jnp.exp(table - jax.nn.logsumexp(table, axis=0)).transpose()


# gradient_of_means


def gradient_by_loops(params, data):
    _, mus, log_scales = params
    r = gm.responsibilities(*params, data)
    gradient = []
    for k in range(len(mus)):
        slope = 0.0
        for i in range(len(data)):
            slope -= r[i, k] * (data[i] - mus[k]) / jnp.exp(2 * log_scales[k])
        gradient.append(slope)
    return jnp.array(gradient)


def gradient_in_float64(params, data):
    lw, m, ls = (np.asarray(each, "float64") for each in params)
    residual = np.asarray(data, "float64")[:, None] - m
    log_joint = lw - ls - 0.5 * (residual / np.exp(ls)) ** 2
    joint = np.exp(log_joint - log_joint.max(axis=1, keepdims=True))
    r = joint / joint.sum(axis=1, keepdims=True)
    return -(r * residual).sum(axis=0) * np.exp(-2 * ls)


def gradient_by_einsum(params, data):
    r = gm.responsibilities(*params, data)
    residuals = data[:, None] - params.component_mus
    return -jnp.einsum(
        "ik,ik,k->k", r, residuals, jnp.exp(-2 * params.log_component_scales)
    )


# step


def step_in_one_line(s, d, o, x):
    updates, opt_state = o.update(d(s.params, x), s.opt_state, s.params)
    return s._replace(
        params=optax.apply_updates(s.params, updates), opt_state=opt_state
    )


def step_without_apply(state, dloss_func, optimizer, data):
    params, opt_state = state
    updates, opt_state = optimizer.update(dloss_func(params, data), opt_state)
    moved = jax.tree.map(lambda old, change: old + change, params, updates)
    return gm.TrainingState(moved, opt_state)


# make_step_scannable


def scannable_by_lambda(dloss_func, optimizer, data):
    return lambda state, _: (
        gm.step(state, dloss_func, optimizer, data),
        state,
    )


class Scannable:
    """A class in place of a closure."""

    def __init__(self, *for_step):
        self.for_step = for_step

    def __call__(self, state, iteration):
        return gm.step(state, *self.for_step), state


# get_loss


def get_loss_unpacked(state, f, x):
    params, _ = state
    return f(params, x)


def get_loss_by_position(training_state, loss, numbers):
    return loss(training_state[0], numbers)


# stick_breaking_weights


def break_by_loop(draws):
    rest, pieces = 1.0, []
    for draw in draws:
        pieces.append(rest * draw)
        rest = rest - pieces[-1]
    return sum(pieces), jnp.array([*pieces, rest])


def break_by_cumprod(v):
    left = jnp.cumprod(1 - v)
    weights = jnp.concatenate([v, jnp.ones(1)]) * jnp.append(1.0, left)
    return weights[:-1].sum(), weights


def break_by_one_minus_the_rest(v):
    rests = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - v)])
    return 1 - rests[-1], jnp.append(rests[:-1] - rests[1:], rests[-1])


# beta_draw_from_weights


def shares_by_cumsum(w):
    rests = jnp.cumsum(w[::-1])[::-1]
    return w[:-1].sum(), w[:-1] / rests[:-1]


def shares_by_loop(weights):
    rest, shares = weights[-1], []
    for weight in weights[::-1][1:]:
        rest = rest + weight
        shares.insert(0, weight / rest)
    return sum(weights[:-1]), jnp.array(shares)


def shares_by_scan(weights):
    def put_back(rest, weight):
        return rest + weight, weight / (rest + weight)

    _, shares = lax.scan(put_back, weights[-1], weights[:-1], reverse=True)
    return 1 - weights[-1], shares


# joint_loglike


def joint_of_five_parts(lw, lc, mus, ls, data):
    of_sticks = gm.component_probs_loglike(lw, lc) + gm.logits_log_jacobian(lw)
    of_priors = gm.concentration_loglike(lc, 1.0, 1.0)
    of_priors += gm.scales_loglike(ls, 0.3, 0.3)
    return gm.mixture_loglike(lw, mus, ls, data) + of_sticks + of_priors


def joint_by_hand(lw, log_c, mus, log_sd, data):
    lw, c = jax.nn.log_softmax(lw), jnp.exp(log_c)
    rests = jnp.cumsum(jnp.exp(lw)[::-1])[::-1]
    shares = jnp.exp(lw[:-1]) / rests[:-1]
    log_shares = jnp.log(shares) + c * jnp.log1p(-shares) + log_c
    priors = -c + norm.logpdf(log_sd, 0.3, 0.3).sum()
    return (
        gm.mixture_loglike(lw, mus, log_sd, data) + log_shares.sum() + priors
    )


RIGHT = {
    "sample_mixture": [
        sample_categorical,
        sample_one_mapped,
        sample_with_numpy,
        sample_all_and_choose,
    ],
    "loglike_one_component": [
        one_with_scipy_of_jax,
        one_by_variance,
        one_compiled,
    ],
    "normalize_weights": [
        normalize_by_loop,
        normalize_in_float64,
        normalize_as_a_list,
        normalize_by_dot,
    ],
    "loglike_across_components": [
        across_by_loop,
        across_without_vmap,
        across_by_hand,
    ],
    "mixture_loglike": [
        all_by_vmap,
        all_by_loop,
        all_by_broadcasting,
        all_by_scan,
    ],
    "weights_loglike": [
        prior_by_loop,
        prior_without_softmax,
        prior_with_alphas,
    ],
    "loss_mixture_weights": [loss_in_two_lines, loss_by_loop],
    "responsibilities": [
        responsibilities_by_vmap,
        responsibilities_by_loops,
        responsibilities_as_a_difference,
    ],
    "gradient_of_means": [
        gradient_by_loops,
        gradient_in_float64,
        gradient_by_einsum,
    ],
    "step": [step_in_one_line, step_without_apply],
    "make_step_scannable": [scannable_by_lambda, Scannable],
    "get_loss": [get_loss_unpacked, get_loss_by_position],
    "stick_breaking_weights": [
        break_by_loop,
        break_by_cumprod,
        break_by_one_minus_the_rest,
    ],
    "joint_loglike": [joint_of_five_parts, joint_by_hand],
    "beta_draw_from_weights": [
        shares_by_cumsum,
        shares_by_loop,
        shares_by_scan,
    ],
}
