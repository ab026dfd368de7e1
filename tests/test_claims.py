"""Numbers that the prose states and no cell prints, worked out again."""

import re
from functools import partial
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from jax import grad, jit, lax, random, value_and_grad, vmap
from jax.nn import log_softmax
from scipy.optimize import brentq, minimize
from scipy.special import logsumexp
from scipy.stats import chi2, norm
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live
from dl_workshop.gaussian_mixture import fast
from dl_workshop.precision import enable_x64

BOOK = Path(__file__).resolve().parent.parent / "book"


@pytest.fixture(scope="module")
def data():
    return gm.two_humps(random.key(100))[1]


def descend(params, data, rate, steps):
    """Plain gradient descent, as the figure of the chapter takes it."""
    slopes_of = jit(grad(gm.loss_mixture_weights))
    for _ in range(steps):
        slopes = slopes_of(params, data)
        pairs = zip(params, slopes, strict=True)
        params = gm.MixtureParams(*(each - rate * d for each, d in pairs))
    return params


def exactly(params, data):
    """The log likelihood in 64 bits, by SciPy."""
    log_w, mus, log_scales = (np.asarray(leaf, float) for leaf in params)
    x = np.asarray(data, float)[:, None]
    table = log_w + norm.logpdf(x, mus, np.exp(log_scales))
    return (logsumexp(table, axis=1) - logsumexp(log_w)).sum()


def test_jax_in_ten_minutes_sums_are_right_to_two_decimals(data):
    truth = gm.two_humps(random.key(100))[0]
    starts = (gm.random_params(random.key(key), 2) for key in (31, 0))
    for params in (truth, *starts):
        ours = gm.mixture_loglike(*params, data)
        assert ours == pytest.approx(exactly(params, data), abs=0.005)


def test_mixture_data_600_bars_have_more_than_a_hundred_peaks(data):
    counts, _ = np.histogram(data, 600)
    inner, left, right = counts[1:-1], counts[:-2], counts[2:]
    assert 100 < np.sum((inner > left) & (inner > right)) < 200


def test_mixture_data_means_of_minus_2_and_1_make_one_hump():
    x = np.linspace(-8, 10, 1801)
    params = jnp.log(jnp.array([1.0, 5.0])), jnp.array([-2.0, 1.0])
    loglikes = gm.weighted_loglikes(*params, jnp.log(jnp.array([1.1, 2.0])), x)
    density = np.exp(np.asarray(loglikes, float)).sum(axis=0)
    assert np.sum(np.diff(np.sign(np.diff(density))) < 0) == 1


@pytest.mark.parametrize(
    ("rates", "loss"),
    [
        ({}, 31285),
        ({1e-5: 10}, 18656),
        ({1e-5: 10, 1e-4: 10}, 17361),
        ({1e-5: 20}, 18409),
    ],
)
def test_gradients_ten_steps_of_each_rate(data, rates, loss):
    params = gm.random_params(random.key(31), 2)
    for rate, steps in rates.items():
        params = descend(params, data, rate, steps)
    assert gm.loss_mixture_weights(params, data) == pytest.approx(loss, abs=2)


def test_gradients_one_step_of_1e_3_goes_up(data):
    start = gm.random_params(random.key(31), 2)
    end = descend(start, data, 1e-3, 1)
    assert gm.loss_mixture_weights(end, data) > 3 * 31285


def test_likelihood_11_of_40_starts_underflow(data):
    # What `log(sum(exp(...)))` rounds to minus infinity for some datum.
    @jit
    def lost(seed):
        params = gm.random_params(random.key(seed), 2)
        table = gm.weighted_loglikes(*params, data)
        return jnp.any(jnp.exp(table).sum(axis=0) == 0)

    assert sum(map(lost, range(40))) == 11


def where_equal(distances, *between):
    """Root of the first minus the second weighted log density."""
    weight, mu, scale = np.array([[1 / 6, -2, 1.1], [5 / 6, 5, 2]]).T

    def gap(x):
        first, second = np.log(weight) + norm.logpdf(x, mu, scale)
        return distances(first, second)

    return brentq(gap, *between)


def test_likelihood_64_bits_end_at_minus_72_and_82():
    # Every term is below the smallest positive number.
    def above(first, second):
        return max(first, second) - np.log(5e-324)

    assert where_equal(above, -100, -30) == pytest.approx(-72, abs=0.2)
    assert where_equal(above, 30, 100) == pytest.approx(82, abs=0.2)


def test_likelihood_32_bits_end_at_minus_21_and_31():
    log_weights, *rest = gm.two_humps(random.key(100))[0]

    def naive(datum):
        across = vmap(gm.normal_loglike, in_axes=(0, 0, None))
        table = log_softmax(log_weights) + across(*rest, datum)
        return jnp.log(jnp.sum(jnp.exp(table)))

    at = jnp.array([-21.3, -21.0, 31.0, 31.3])
    finite = jnp.isfinite(vmap(naive)(at))
    np.testing.assert_array_equal(finite, [False, True, True, False])


def test_weights_and_loss_each_mean_takes_the_hump_that_the_other_leaves(data):
    params = gm.two_humps(random.key(100))[0]
    some = random.choice(random.key(3), data, (60,), replace=False)
    grid = jnp.linspace(-5, 9, 141)

    def lowest(other):
        loss = vmap(
            lambda mu: gm.loss_mixture_weights(
                params._replace(component_mus=jnp.stack([mu, other])), some
            )
        )
        return grid[loss(grid).argmin()]

    assert lowest(jnp.array(5.0)) == pytest.approx(-2, abs=0.3)
    assert lowest(jnp.array(-5.0)) == pytest.approx(5, abs=0.3)


def test_gradients_slopes_differ_by_factors_of_hundreds(data):
    start = gm.random_params(random.key(31), 2)
    slopes = np.abs(grad(gm.loss_mixture_weights)(start, data))
    assert 100 < slopes.max() / slopes.min() < 1000


def test_gradients_where_components_are_equally_responsible():
    assert where_equal(np.subtract, -1, 2) == pytest.approx(0.2, abs=0.05)
    assert where_equal(np.subtract, -30, -5) == pytest.approx(-10, abs=0.3)


def test_gradients_where_arrows_turn(data):
    start = gm.random_params(random.key(31), 2)
    slopes_of = jit(grad(gm.loss_mixture_weights))

    def slope_of_mean(mu):
        mus = start.component_mus.at[0].set(mu)
        return slopes_of(start._replace(component_mus=mus), data)[1][0]

    def slope_of_scale(scale):
        log_scales = start.log_component_scales.at[0].set(jnp.log(scale))
        moved = start._replace(log_component_scales=log_scales)
        return slopes_of(moved, data)[2][0]

    assert slope_of_mean(3.9) < 0 < slope_of_mean(4.1)
    assert slope_of_scale(4.0) < 0 < slope_of_scale(6.0)


def test_weights_and_loss_a_flat_prior_in_log_odds_is_alpha_2(data):
    # Change of variables: d weight / d log odds = weight (1 - weight).
    weight = np.linspace(0.01, 0.99, 99)
    log_weights = np.log([weight, 1 - weight]).T
    prior = vmap(gm.weights_loglike, in_axes=(0, None))
    flat, two = prior(log_weights, 1.0), prior(log_weights, 2.0)
    in_log_odds = flat + np.log(weight * (1 - weight))
    np.testing.assert_allclose(np.ptp(in_log_odds - two), 0, atol=1e-4)


def test_training_curvature_limits_the_rate(data):
    # Plain descent converges near a minimum below 2 / largest eigenvalue.
    def loss(numbers):
        return gm.loss_mixture_weights(numbers.reshape(3, 2), data)

    with enable_x64(True):
        truth = np.ravel(gm.two_humps(random.key(100))[0]).astype(float)
        best = minimize(jit(value_and_grad(loss)), truth, jac=True).x
        curvature = np.linalg.eigvalsh(jax.hessian(loss)(jnp.array(best)))
    assert abs(curvature[0]) < 1e-3  # a constant added to both log weights
    assert 2 / curvature[-1] == pytest.approx(0.00024, abs=5e-6)
    assert curvature[-1] / curvature[1] == pytest.approx(16, abs=0.5)
    gain = loss(jnp.array(truth)) - loss(jnp.array(best))
    assert gain == pytest.approx(0.3, abs=0.05)


def losses_along(params, optimizer, data):
    """Losses of 1000 steps."""
    dloss_func = grad(gm.loss_mixture_weights)
    step = gm.make_step_scannable(dloss_func, optimizer, data)

    @jit
    def run(state):
        _, history = lax.scan(step, state, jnp.arange(1000))
        return lax.map(
            lambda state: gm.loss_mixture_weights(state.params, data), history
        )

    state = gm.TrainingState(params, optimizer.init(params))
    return np.asarray(run(state))


@pytest.mark.parametrize(
    ("key", "optimizer", "end"),
    [
        (31, optax.sgd(1e-4), 14624.8),
        (31, optax.sgd(1e-5), 15560),
        (31, optax.adam(0.1), 14624.8),
        (31, optax.adam(optax.cosine_decay_schedule(0.1, 1000)), 14930),
        (31, optax.adam(0.01), 14950),
        (0, optax.adam(0.5), 15524),
    ],
)
def test_training_where_the_runs_of_the_figure_end(data, key, optimizer, end):
    params = gm.random_params(random.key(key), 2)
    losses = losses_along(params, optimizer, data)
    assert losses[-1] == pytest.approx(end, abs=10 if end > 14900 else 0.1)
    assert losses[-100] - losses[-1] < 5


def test_training_slow_adam_still_falls_by_less_than_a_nat(data):
    params = gm.random_params(random.key(31), 2)
    losses = losses_along(params, optax.adam(0.01), data)
    assert 0 < losses[-101] - losses[-1] < 1


def test_training_ten_times_the_rate_shoots_up_into_the_millions(data):
    params = gm.random_params(random.key(31), 2)
    assert losses_along(params, optax.sgd(1e-3), data).max() > 2e6


def test_dirichlet_process_log_odds_and_weights_beyond_float32():
    assert np.log(0.99999999 / (1 - 0.99999999)) == pytest.approx(
        18.4, abs=0.05
    )
    assert np.float32(0.99999999) == 1
    draw = vmap(gm.random_stick_logits, in_axes=(0, None, None))
    stick_logits = draw(random.split(random.key(0), 1000), 0.5, 49)
    lasts = vmap(gm.stick_breaking_log_weights)(stick_logits)[:, -1]
    assert np.median(lasts) / np.log(10) == pytest.approx(-43, abs=1.5)


def test_dirichlet_process_the_estimate_is_two_standard_errors_away():
    sticks = gm.weights_one_concentration(5.0, random.key(5), 100, 50)[1]
    best = -4900 / np.log(np.asarray(sticks, float)[:, -1]).sum()
    assert abs(best - 5) / (5 / np.sqrt(4900)) == pytest.approx(2, abs=0.5)


def test_dirichlet_process_24_breaks_are_too_few_for_30():
    def above(concentration):
        shares = np.random.default_rng(0).beta(1, concentration, (20_000, 24))
        rests = np.cumprod(1 - shares, axis=1)
        before = np.hstack([np.ones((20_000, 1)), rests[:, :-1]])
        weights = np.hstack([shares * before, rests[:, -1:]])
        return np.sum(weights > 0.01, axis=1).mean()

    assert above(15) > above(30) + 0.5
    assert pytest.approx(0.46, abs=0.005) == (30 / 31) ** 24


def test_your_own_data_losses_in_minutes_and_in_seconds():
    waiting = gm.datasets.old_faithful()["waiting"]
    minutes = gm.fit_mixture(random.key(0), waiting, 2).loss
    seconds = gm.fit_mixture(random.key(0), 60 * waiting, 2).loss
    assert minutes == pytest.approx(1034, abs=0.5)
    assert seconds == pytest.approx(2147, abs=0.6)


def test_your_own_data_the_spike_sits_on_two_neighbours():
    velocity = gm.datasets.galaxies()["velocity"]
    z, center, spread = gm.standardize(velocity)
    optimizer = optax.adam(optax.cosine_decay_schedule(0.1, 1000))
    dloss_func = grad(gm.loss_mixture_weights)
    step = gm.make_step_scannable(dloss_func, optimizer, z)

    @jit
    @vmap
    def train(key):
        params = gm.starting_params(key, z, 6)
        state = gm.TrainingState(params, optimizer.init(params))
        end = lax.scan(lambda s, _: (step(s, 0)[0], None), state, length=1000)
        return end[0].params

    ends = train(random.split(random.key(0), 20))
    losses = vmap(gm.loss_mixture_weights, in_axes=(0, None))(ends, z)
    _, mus, log_scales = gm.best_of(losses, ends)
    at = center + spread * mus[np.argmin(log_scales)]
    first, second = np.sort(velocity[np.argsort(abs(velocity - at))[:2]])
    assert second - first == 86
    assert first < at < second


def test_your_own_data_the_misprint_is_far_from_any_border():
    velocity = gm.datasets.galaxies()["velocity"]
    assert velocity[77] == 26690
    fit = gm.fit_mixture(random.key(0), velocity, 3)
    values = jnp.array([26690.0, 26960.0])
    assert gm.responsibilities(*fit.params, values)[:, 1].min() > 0.999


def test_dirichlet_process_mixture_what_the_figure_ends_with(four_components):
    ends = [joint_fit(k, 1.0, four_components[::10], 10) for k in (0, 3, 4)]
    weights = [np.exp(log_softmax(end.log_component_weights)) for end in ends]
    losses = [gm.joint_loss(end, four_components[::10]) for end in ends]
    assert [np.sum(each > 0.01) for each in weights] == [10, 7, 6]
    assert max(losses) - min(losses) < 2


def test_how_live_figures_work_a_hundred_equations_a_dozen_loops(data):
    params = gm.random_params(random.key(31), 2)
    function = value_and_grad(gm.loss_mixture_weights)
    equations = jax.make_jaxpr(function)(params, data).eqns
    text = live.to_javascript(function, params, data)
    assert 80 < len(equations) < 120
    assert 10 <= text.count("for (") <= 15


def test_dirichlet_process_a_difference_keeps_four_digits_of_seven():
    assert f"{np.float32(1) - np.float32(0.9999):.8f}" == "0.00010002"


def test_dirichlet_process_mean_and_spread_of_the_estimate():
    # -log(1 - v) of a share is exponential with rate c: their sum is gamma.
    rng = np.random.default_rng(0)
    estimates = 400 / rng.gamma(400, 1 / 5, 100_000)
    assert estimates.mean() == pytest.approx(5 * 400 / 399, abs=0.003)
    assert estimates.std() == pytest.approx(0.25, abs=0.005)


def test_training_dynamics_the_idle_mean_moves_by_thousandths(data):
    optimizer = optax.adam(optax.cosine_decay_schedule(0.5, 1000))
    dloss_func = grad(gm.loss_mixture_weights)
    step = gm.make_step_scannable(dloss_func, optimizer, data)
    params = gm.random_params(random.key(31), 2)
    state = gm.TrainingState(params, optimizer.init(params))
    _, history = jit(lambda s: lax.scan(step, s, jnp.arange(200)))(state)
    idle = np.asarray(history.params.component_mus)[:, 1]
    moves = np.abs(np.diff(idle))
    assert moves[0] == pytest.approx(0.5, abs=1e-3)
    assert 0.001 < moves[80:150].max() < 0.01


def adam_runs(starts, data):
    """Where 1000 steps of Adam at 0.5, with a cosine schedule, end from each of some starts."""
    optimizer = optax.adam(optax.cosine_decay_schedule(0.5, 1000))
    dloss_func = grad(gm.loss_mixture_weights)
    step = gm.make_step_scannable(dloss_func, optimizer, data)

    @jit
    def train(params):
        state = gm.TrainingState(params, optimizer.init(params))
        end = lax.scan(lambda s, _: (step(s, 0)[0], None), state, length=1000)
        return end[0].params, gm.loss_mixture_weights(end[0].params, data)

    return lax.map(train, starts)


def test_training_dynamics_the_idle_component_of_a_stuck_run_is_wide(data):
    keys = random.split(random.key(0), 24)
    starts = vmap(gm.random_params, in_axes=(0, None))(keys, 2)
    (log_weights, _, log_scales), losses = adam_runs(starts, data)
    stuck = np.asarray(losses) > 15000
    idle = jnp.argmin(log_weights, axis=1)[:, None]
    scales = np.exp(jnp.take_along_axis(log_scales, idle, axis=1))[stuck, 0]
    wide = np.sum(scales > 3 * data.std())
    assert len(scales) - 2 <= wide
    assert len(scales) >= 8


def test_training_dynamics_quantiles_miss_the_best_fit_of_waiting_times():
    waiting = jnp.asarray(gm.datasets.old_faithful()["waiting"])
    mus = jnp.quantile(waiting, jnp.array([1 / 3, 2 / 3]))
    start = gm.MixtureParams(jnp.zeros(2), mus, jnp.zeros(2))
    _, loss = adam_runs(jax.tree.map(lambda leaf: leaf[None], start), waiting)
    assert loss[0] > 1034 + 50


@pytest.fixture(scope="module")
def losses_of_three(data):
    """Losses from the 24 starts of training_dynamics, with three components."""
    optimizer = optax.adam(optax.cosine_decay_schedule(0.5, 1000))
    dloss_func = grad(gm.loss_mixture_weights)
    step = gm.make_step_scannable(dloss_func, optimizer, data)

    @jit
    def train(key):
        params = gm.random_params(key, 3)
        state = gm.TrainingState(params, optimizer.init(params))
        end = lax.scan(lambda s, _: (step(s, 0)[0], None), state, length=1000)
        return gm.loss_mixture_weights(end[0].params, data)

    return np.array(lax.map(train, random.split(random.key(0), 24)))


def test_training_dynamics_where_a_third_component_goes(losses_of_three):
    best_of_two = 14624.8
    idle = (losses_of_three > best_of_two) & (losses_of_three < 14640)
    lower, stuck = losses_of_three < 14624, losses_of_three > 15500
    assert idle.sum() > 12
    assert 3 <= lower.sum() <= 7
    assert 3 <= stuck.sum() <= 7
    assert best_of_two - losses_of_three[lower].mean() == pytest.approx(
        2, abs=1
    )
    assert losses_of_three[stuck].mean() - best_of_two == pytest.approx(
        900, abs=30
    )


@pytest.fixture(scope="module")
def four_components():
    """The data of dirichlet_process_mixture."""
    mus = jnp.array([-2.0, -5.0, 3.0, 8.0])
    scales = jnp.array([1.1, 2.0, 1.0, 1.5])
    draws = (2000, 10_000, 1000, 6000)
    return gm.sample_components(random.key(100), mus, scales, draws)


@partial(jit, static_argnums=3)
def joint_fit(seed, eps, data, num_components=50):
    """A run of dirichlet_process_mixture; compiled once for all of a size."""
    optimizer = optax.adam(optax.cosine_decay_schedule(0.05, 2000), eps=eps)
    step = gm.make_step_scannable(grad(fast.joint_loss), optimizer, data)
    start = gm.JointParams(
        log_component_weights=-0.1 * jnp.arange(1.0 * num_components),
        log_concentration=jnp.array(0.0),
        component_mus=random.normal(random.key(seed), (num_components,)),
        log_component_scales=jnp.full(num_components, 0.3),
    )
    state = gm.TrainingState(start, optimizer.init(start))
    end, _ = lax.scan(lambda s, _: (step(s, 0)[0], None), state, length=2000)
    return end.params


@pytest.mark.parametrize(("seed", "least", "most"), [(0, 24, 34), (3, 4, 9)])
def test_dirichlet_process_mixture_without_eps(
    four_components, seed, least, most
):
    params = joint_fit(seed, 1e-8, four_components)
    weights = np.exp(log_softmax(params.log_component_weights))
    assert least <= np.sum(weights > 0.01) <= most


def test_dirichlet_process_mixture_three_curves_are_nearly_one(
    four_components,
):
    params = joint_fit(0, 10.0, four_components)
    log_w = np.array(log_softmax(params.log_component_weights))
    mus, log_scales = np.array(params[2]), np.array(params[3])
    three = (log_w > np.log(0.01)) & (mus < -3.5)
    share, var = np.exp(log_w[three]), np.exp(2 * log_scales[three])
    mean = np.average(mus[three], weights=share)
    var = np.average(var + (mus[three] - mean) ** 2, weights=share)
    one = np.log(share.sum()), mean, np.log(var) / 2
    merged = [
        np.append(values[~three], value)
        for values, value in zip((log_w, mus, log_scales), one, strict=True)
    ]
    before = gm.mixture_loglike(log_w, mus, log_scales, four_components)
    assert three.sum() == 3
    assert 0 < before - gm.mixture_loglike(*merged, four_components) < 4


def test_dirichlet_process_mixture_log_odds_stretch_no_volume():
    def log_odds(first):
        log_weights = jnp.append(first, 0.3)
        return gm.stick_logits_from_log_weights(log_weights)

    jacobian = jax.jacfwd(log_odds)(random.normal(random.key(1), (5,)))
    assert jnp.linalg.det(jacobian) == pytest.approx(1, abs=1e-5)


def test_dirichlet_process_mixture_what_a_needle_pays():
    pays = gm.scales_loglike(jnp.full(1, 0.3), 0.3, 0.3)
    pays -= gm.scales_loglike(jnp.full(1, jnp.log(0.05)), 0.3, 0.3)
    assert pays == pytest.approx(60, abs=0.5)


def test_dirichlet_process_mixture_what_equal_weights_ask_for():
    log_c = np.linspace(0, 5, 5001)
    log_weights = -jnp.log(50) * jnp.ones(50)
    over_c = vmap(gm.component_probs_loglike, in_axes=(None, 0))
    best = np.exp(log_c[np.argmax(over_c(log_weights, log_c))])
    assert best == pytest.approx(12.5, abs=0.05)


def humps_apart(data, distance):
    """The course's data with the right hump moved, in float64."""
    shift = np.where(np.arange(6000) < 1000, 0.0, distance - 7.0)
    return np.asarray(data, float) + shift


def fit_of_scikit_learn(data, **settings):
    model = GaussianMixture(2, random_state=0, **settings)
    return model.fit(data[:, None])


def test_expectation_maximization_scikit_learn_stops_too_early(data):
    apart = humps_apart(data, 5)[:, None]
    default = fit_of_scikit_learn(apart[:, 0])
    patient = fit_of_scikit_learn(apart[:, 0], tol=1e-8, max_iter=1000)
    assert default.converged_
    assert default.n_iter_ == 5
    assert default.means_.min() == pytest.approx(-0.65, abs=0.005)
    assert patient.means_.min() == pytest.approx(-2.00, abs=0.005)
    missed = 6000 * (patient.score(apart) - default.score(apart))
    assert missed == pytest.approx(61, abs=0.5)


def test_expectation_maximization_is_scikit_learns_fit(data):
    # The digits that the chapter prints, without a prior.
    model = fit_of_scikit_learn(
        np.asarray(data, float), tol=1e-12, max_iter=500
    )
    order = np.argsort(model.means_[:, 0])
    found = (
        model.weights_,
        model.means_[:, 0],
        np.sqrt(model.covariances_[:, 0, 0]),
    )
    printed = (0.1657, 0.8343), (-1.9980, 4.9846), (1.0947, 2.0135)
    for ours, theirs in zip(printed, found, strict=True):
        np.testing.assert_allclose(ours, theirs[order], atol=7e-5)


def test_expectation_maximization_the_small_weight_with_a_prior(data):
    params = gm.MixtureParams(
        jnp.zeros(2), jnp.array([-1.0, 1.0]), jnp.zeros(2)
    )
    step = jit(gm.em_step)
    for _ in range(60):
        params = step(params, data)
    weights = np.exp(log_softmax(params.log_component_weights))
    assert weights.min() == pytest.approx(0.1659, abs=5e-5)


def test_expectation_maximization_adam_leaves_the_plateau_after_200_steps(
    data,
):
    start = gm.random_params(random.key(31), 2)
    optimizer = optax.adam(optax.cosine_decay_schedule(0.5, 1000))
    step = gm.make_step_scannable(
        grad(gm.loss_mixture_weights), optimizer, data
    )
    state = gm.TrainingState(start, optimizer.init(start))
    history = jit(lambda s: lax.scan(step, s, jnp.arange(400))[1])(state)
    losses = lax.map(
        lambda p: gm.loss_mixture_weights(p, data), history.params
    )
    assert losses[180] == pytest.approx(15520, abs=20)
    assert losses[340] == pytest.approx(14625, abs=5)


@pytest.mark.parametrize(("rate", "left"), [(0.6, 0.006), (0.97, 0.74)])
def test_expectation_maximization_what_ten_steps_leave(rate, left):
    assert np.prod(np.full(10, rate)) == pytest.approx(left, rel=0.02)


def test_expectation_maximization_what_remains_after_a_change():
    chapter = BOOK / "expectation_maximization.ipynb"
    printed = chapter.read_text(encoding="utf-8")
    rate = float(re.search(r"rate (0\.\d+): at step 150", printed)[1])
    assert 30 < rate / (1 - rate) < 40


def test_expectation_maximization_rates_at_the_best_fit(data):
    chapter = BOOK / "expectation_maximization.ipynb"
    printed = chapter.read_text(encoding="utf-8")
    (numbers,) = re.findall(r"rates at the best fit: \[([\d. ]+)\]", printed)
    rates = np.array(numbers.split(), float)
    np.testing.assert_allclose(rates / 0.00024, [3, 5], rtol=0.15)


def test_several_measurements_39_and_86_of_a_hundred_in_two_columns():
    inside = 100 * chi2.cdf([1, 4], df=2)
    np.testing.assert_array_equal(inside.round(), [39, 86])
    np.testing.assert_array_equal(100 * chi2.cdf([1, 4], 1).round(2), [68, 95])


def test_several_measurements_small_sums():
    # z_2 = 0 at -2 + 2.72 t = 0; gaps of five in a hundred, twenty columns.
    assert 2 / np.exp(1) == pytest.approx(0.74, abs=0.005)
    assert pytest.approx(0.36, abs=0.005) == 0.95**20


@pytest.fixture(scope="module")
def penguins():
    """Species as numbers in the order of the fit's components, and each bird's shares."""
    table = gm.datasets.penguins()
    species = table.pop("species")
    rows = np.stack(list(table.values()), axis=1)
    fit = gm.fit_mixture(random.key(0), rows, 3)
    shares = gm.multivariate.responsibilities(*fit.params, rows)
    order = np.array(["Adelie", "Gentoo", "Chinstrap"])
    return (species[:, None] == order).argmax(axis=1), np.asarray(shares)


def test_several_measurements_337_of_342_birds_are_in_their_place(penguins):
    species, shares = penguins
    assert np.sum(shares.argmax(axis=1) == species) == 337
    index = adjusted_rand_score(species, shares.argmax(axis=1))
    assert index == pytest.approx(0.96, abs=0.005)


def test_several_measurements_errors_are_among_the_14_of_most_doubt(penguins):
    species, shares = penguins
    doubtful = np.argsort(shares.max(axis=1))[:14]
    errors = np.flatnonzero(shares.argmax(axis=1) != species)
    assert set(errors) <= set(doubtful)
    # All who are in doubt are Adelies and Chinstraps.
    assert 1 not in species[doubtful]


# How sure you are.


def em_fit(params, data, num_steps=300):
    """Repeat EM."""
    step = lambda params, _: (gm.em_step(params, data), None)  # noqa: E731
    return lax.scan(step, params, length=num_steps)[0]


@pytest.fixture(scope="module")
def few():
    """The chapter's 50 observations, and their fit."""
    params_true, data = gm.two_humps(random.key(100))
    some = random.choice(random.key(0), data, (50,), replace=False)
    return em_fit(params_true, some), some


def test_how_sure_the_left_component_lives_on_nine(few):
    params, data = few
    counts = gm.responsibilities(*params, data).sum(axis=0)
    assert counts[0] == pytest.approx(9.0, abs=0.1)


@pytest.mark.parametrize(
    ("key", "spread"), [(1, 0.48), (2, 0.30), (3, 0.46), (5, 0.72)]
)
def test_how_sure_few_refits_make_the_spread_of_mean_0(few, key, spread):
    refits = gm.bootstrap(random.key(key), *few, num_steps=300)
    means = np.asarray(refits.component_mus[:, 0])
    off = means > 0
    assert means.std() == pytest.approx(spread, abs=0.006)
    assert off.sum() <= 4
    assert means[~off].std() < 0.35


def test_how_sure_the_refit_far_off_has_its_wide_component_in_the_middle(few):
    refits = gm.bootstrap(random.key(1), *few, num_steps=300)
    worst = np.argmax(refits.component_mus[:, 0])
    _, mus, sds = gm.readable(*(leaf[worst] for leaf in refits))
    assert 2 < mus[0] < 4 < mus[1]
    assert sds[0] > 3 * sds[1]


def test_how_sure_pairs_of_neighbours_give_a_smaller_error():
    waiting = jnp.asarray(gm.datasets.old_faithful()["waiting"])
    start = gm.MixtureParams(*jnp.array([[-1, 0], [55, 80], [1.8, 1.8]]))
    fitted = em_fit(start, waiting)

    def spread(length):
        @jit
        def refit(key):
            firsts = random.randint(key, (272 // length,), 0, 272 - length + 1)
            places = firsts[:, None] + jnp.arange(length)[None, :]
            drawn = waiting[jnp.ravel(places)]
            return gm.readable(*em_fit(fitted, drawn, 200))[0][0]

        return lax.map(refit, random.split(random.key(5), 2000)).std()

    # 2000 refits tell a spread to 1.6 %.
    assert spread(1) == pytest.approx(0.033, abs=0.0015)
    assert spread(2) == pytest.approx(0.025, abs=0.0015)


def test_training_standard_errors_of_the_means(data):
    truth = gm.two_humps(random.key(100))[0]
    _, of_means, _ = gm.standard_errors(em_fit(truth, data), data)
    np.testing.assert_allclose(of_means, [0.04, 0.03], atol=0.001)


def test_how_sure_a_standard_error_alone_would_be_smaller():
    params_true, data = gm.two_humps(random.key(100))
    _, of_means, _ = gm.standard_errors(em_fit(params_true, data), data)
    alone = np.array([1.1 / np.sqrt(1000), 2.0 / np.sqrt(5000)])
    np.testing.assert_allclose(alone, [0.035, 0.028], atol=0.0005)
    assert np.all(np.asarray(of_means) > alone)


def test_how_sure_fixed_counts_make_the_interval_of_the_weight_too_wide():
    # The spread of the weight over data sets with 1000 and 5000 each, beside its error.
    params_true, data = gm.two_humps(random.key(100))

    @jit
    def refit(key):
        params, new = gm.two_humps(key)
        return gm.readable(*em_fit(params, new, 50))[0][0]

    spread = lax.map(refit, random.split(random.key(0), 100)).std()
    error = gm.standard_errors(em_fit(params_true, data), data)[0][0]
    assert spread < 0.5 * error


def bca_quantiles(estimate, refits, without_one):
    """Levels of the BCa interval of each number (Efron 1987), for 95 %."""
    share = np.clip((refits < estimate).mean(0), 1 / 200, 199 / 200)
    shift = norm.ppf(share)
    skew = without_one.mean(0) - without_one
    bend = (skew**3).sum(0) / (6 * (skew**2).sum(0) ** 1.5)
    ends = shift + norm.ppf([[0.025], [0.975]])
    return norm.cdf(shift + ends / (1 - bend * ends))


def test_how_sure_bca_intervals_come_closer_and_fall_short():
    params_true, _ = gm.two_humps(random.key(100))
    truth = np.exp(float(params_true.log_component_scales[0]))

    def sds(start, data):
        return gm.readable(*em_fit(start, data))[2][:1]

    @jit
    def fits(key):
        key_data, key_refits = random.split(key)
        data = gm.sample_mixture(
            key_data, *gm.readable(*params_true), n_draws=50
        )
        fit = em_fit(params_true, data)
        drawn = vmap(gm.resample, in_axes=(0, None))
        refits = drawn(random.split(key_refits, 200), data)
        leave_out = jnp.arange(49)[None, :] + (
            jnp.arange(49)[None, :] >= jnp.arange(50)[:, None]
        )
        again = vmap(sds, in_axes=(None, 0))
        return sds(fit, data), again(fit, refits), again(fit, data[leave_out])

    held = np.zeros(2)
    for key in random.split(random.key(3), 200):
        estimate, refits, without_one = map(np.asarray, fits(key))
        levels = bca_quantiles(estimate, refits, without_one)
        for i, (low, high) in enumerate(((0.025, 0.975), levels[:, 0])):
            ends = np.quantile(refits[:, 0], [low, high])
            held[i] += ends[0] <= truth <= ends[1]
    assert held[1] - held[0] == pytest.approx(16, abs=4)
    assert held[1] < 175
