"""Causes that any exercise may have: each general symptom is told by its own sentence."""

from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from jax import grad, jit, lax, random, vmap
from jax.nn import log_softmax, logsumexp
from jax.scipy.stats import norm

from dl_workshop import gaussian_mixture as gm
from dl_workshop.check import catalogue, diagnosis
from dl_workshop.check.session import Check
from dl_workshop.check.symptoms.arrays import too_many_indices
from dl_workshop.gaussian_mixture import multivariate

MINE = jnp.array([2.0, 3.0])


def right(weights):
    return weights / jnp.sum(weights)


def prints(weights):
    print(right(weights))


def returns_at_times(weights):
    if len(weights) == 2:
        return right(weights)
    return None


def loses_a_copy(weights):
    weights.at[0].set(1.0)
    return weights


def by_numpy(key, weights, mus, scales, n_draws):
    return np.random.normal(mus[0], scales[0], n_draws)  # noqa: NPY002


def with_mean_and_scale(key, weights, mus, scales, n_draws):
    return random.normal(mus[0], scales[0], n_draws)


def with_size(key, weights, mus, scales, n_draws):
    return random.choice(key, 2, size=n_draws)


def without_tuple(key, weights, mus, scales, n_draws):
    return random.choice(key, 2, n_draws)


def key_of_key(key, weights, mus, scales, n_draws):
    return random.normal(random.key(key), (n_draws,))


def reads_a_variable(weights):
    return MINE[: len(weights)] / jnp.sum(MINE) + 0 * len(weights)


def reads_no_means(log_weights, mus, log_scales, data):
    return gm.mixture_loglike(log_weights, log_weights, log_scales, data)


def wastes_the_means(log_weights, mus, log_scales, data):
    return gm.mixture_loglike(log_weights, mus * 0.0, log_scales, data)


def in_base_ten(*arguments):
    return gm.joint_loglike(*arguments) / jnp.log(10.0)


def absolute(*arguments):
    return jnp.abs(gm.joint_loglike(*arguments))


def slopes_turned(params, data):
    return -catalogue.load("gradient_of_means").reference(params, data)


def wastes_the_data(params, data):
    return gm.loss_mixture_weights(params, 0 * data)


def wastes_the_params(params, data):
    return gm.loss_mixture_weights(jax.tree.map(jnp.zeros_like, params), data)


CASES = [
    ("normalize_weights", prints, "ends without a `return`"),
    ("normalize_weights", returns_at_times, "Does every path"),
    ("normalize_weights", loses_a_copy, "returns a changed copy"),
    ("sample_mixture", by_numpy, "knows nothing of `key`"),
    ("sample_mixture", with_mean_and_scale, "takes a key and a shape"),
    ("sample_mixture", with_size, "no argument `size`"),
    ("sample_mixture", without_tuple, "A shape is a tuple"),
    ("sample_mixture", key_of_key, "is a key already"),
    ("normalize_weights", reads_a_variable, "`MINE`, a variable of the"),
    ("mixture_loglike", reads_no_means, "`component_mus` stands nowhere"),
    ("mixture_loglike", wastes_the_means, "`component_mus` has no effect"),
    ("loss_mixture_weights", wastes_the_data, "`data` has no effect"),
    ("loss_mixture_weights", wastes_the_params, "`params` has no effect"),
    ("gradient_of_means", slopes_turned, "sign"),
    ("joint_loglike", in_base_ten, "base 10"),
    ("normalize_weights", lambda w: right(w)[:, None], "axis too many"),
    ("normalize_weights", lambda w: jnp.round(right(w), 1), "is rounded"),
    ("joint_loglike", absolute, "sign is lost"),
    (
        "weights_loglike",
        lambda *each: gm.weights_loglike(*each) * jnp.log2(jnp.e),
        "base 2",
    ),
    (
        "responsibilities",
        lambda *each: jnp.exp(gm.responsibilities(*each)),
        "the exponential of",
    ),
    ("normalize_weights", lambda w: jnp.log(right(w)), "logarithm"),
    (
        "responsibilities",
        lambda *each: gm.responsibilities(*each).T,
        "`.T` turns",
    ),
]


@pytest.mark.parametrize(("name", "function", "words"), CASES)
def test_a_general_cause_is_named(name, function, words):
    feedback = Check(catalogue.load(name))(function)
    assert not feedback.passed
    assert words in feedback.message.split("\n\n")[-1], feedback.message


# Answers that new learners write: what is told must be the cause, and nothing that is not shown.


def maps_a_call(weights, mus, log_scales, data):
    return jnp.sum(vmap(norm.logpdf(data, 0.0, 1.0))(data))


def differentiates_a_call(params, data):
    return grad(gm.mixture_loglike(*params, data))(params)


def too_few_entries(log_weights, mus, log_scales, datum):
    return vmap(gm.normal_loglike, in_axes=(0, 0))(mus, log_scales, datum)


def maps_a_number(log_weights, mus, log_scales, datum):
    return vmap(gm.normal_loglike)(mus, log_scales, datum)


def maps_nothing(log_weights, mus, log_scales, datum):
    in_axes = (None, None, None)
    return vmap(gm.normal_loglike, in_axes)(mus, log_scales, datum)


def maps_a_second_axis(log_weights, mus, log_scales, datum):
    in_axes = (0, 1, None)
    return vmap(gm.normal_loglike, in_axes)(mus, log_scales, datum)


def maps_different_lengths(log_weights, mus, log_scales, data):
    return vmap(gm.normal_loglike)(mus, log_scales, data)


def calls_with_two(log_weights, mus, log_scales, datum):
    return gm.normal_loglike(mus, datum)


def calls_with_four(log_weights, mus, log_scales, datum):
    return gm.normal_loglike(log_weights, mus, log_scales, datum)


def jits_with_functions(state, loss_func, data):
    return jit(lambda f, params: f(params, data))(loss_func, state.params)


def scans_without_pair(draws):
    return lax.scan(lambda rest, draw: rest * (1 - draw), 1.0, draws)


def scans_a_call(draws):
    return lax.scan(jnp.cumprod(draws), 1.0, draws)


def scans_with_one_argument(draws):
    def breaks(rest):
        return rest, rest

    return lax.scan(breaks, 1.0, draws)


def scans_along_a_number(draws):
    return lax.scan(lambda rest, draw: (rest, rest), draws, 1.0)


def scans_to_another_form(draws):
    return lax.scan(lambda rest, draw: (draws, rest), 1.0, draws)


def slope_of_slopes(weights, mus, log_scales, data):
    return grad(lambda means: data.sum() - means)(mus)


def with_a_caret(weight, mu, log_scale, datum):
    return -0.5 * ((datum - mu) / jnp.exp(log_scale)) ^ 2


def asks_an_array(weights):
    if weights > 0:
        return weights
    return -weights


def adds_to_a_key(key, weights, mus, scales, n_draws):
    return random.normal(key + 1, (n_draws,))


def seeds(key, weights, mus, scales, n_draws):
    random.seed(0)
    return random.normal(key, (n_draws,))


def makes_its_key(key, weights, mus, scales, n_draws):
    return random.normal(random.key(0), (n_draws,))


def mean_for_a_key(key, weights, mus, scales, n_draws):
    return mus[0] + random.normal(0.0, (n_draws,))


def joins_a_number(draws):
    return 0.5, jnp.concatenate([draws, jnp.prod(1 - draws)])


def joins_without_list(draws):
    return 0.5, jnp.concatenate(draws, draws)


def fills_an_array_of_numpy(draws):
    pieces, rest = np.zeros(len(draws) + 1), 1.0
    for i in range(len(draws)):
        pieces[i] = rest * draws[i]
        rest = rest * (1 - draws[i])
    pieces[-1] = rest
    return 1 - rest, pieces


def in_scipys_order(log_weights, mus, log_scales, datum):
    return logsumexp(
        log_softmax(log_weights) + gm.normal_loglike(datum, mus, log_scales)
    )


def in_the_courses_order(weight, mu, log_scale, datum):
    sigma = jnp.exp(log_scale)
    return jnp.log(weight) + norm.logpdf(mu, sigma, datum)


def unknown(weights):
    return soft_max(weights)  # noqa: F821


def unknown_but_there(weights):
    return sigmoid(weights)  # noqa: F821


def in_another_module(weights):
    return jnp.logsumexp(weights)


def assigns_later(weights):
    total = total + weights.sum()  # noqa: F821
    return weights / total


def forgets_a_star(weights):
    half = 0.5
    return half(weights)


def adds_none(weights):
    return None + weights.sum()


def unpacks_two(weights):
    first, second, third, fourth, fifth = weights
    return first + second + third + fourth + fifth


def one_number_wanted(weights):
    return weights / float(weights)


def sums_a_generator(weights):
    return weights / jnp.sum(weight for weight in weights)


def appends(weights):
    weights.append(1.0)
    return weights


def misses_brackets(weights):
    return weights.sum


def shapes_clash(weights):
    return weights / jnp.ones(7)


def takes_a_vector_for_a_column(log_weights, mus, log_scales, data):
    return gm.weighted_loglikes(log_weights, mus, log_scales, data) * mus


def asks_numpy_for_a_fifth(weights):
    return np.asarray(weights)[4]


def finds_no_place(weights):
    return weights[jnp.where(weights < 0)[0][0]]


def deletes_a_fifth(weights):
    return jnp.delete(weights, 4)


def in_place_and_lost(weights):
    weights /= weights.sum()


HABITS = [
    ("mixture_loglike", maps_a_call, "`vmap` takes a function"),
    ("gradient_of_means", differentiates_a_call, "`grad` takes a function"),
    ("loglike_across_components", too_few_entries, "too few: 2 for 3"),
    ("loglike_across_components", maps_a_number, "over a single number"),
    ("loglike_across_components", maps_nothing, "Every entry of `in_axes`"),
    ("loglike_across_components", maps_a_second_axis, "names axis 1"),
    ("mixture_loglike", maps_different_lengths, "differ in length here"),
    ("loglike_across_components", calls_with_two, "too few arguments here"),
    ("loglike_across_components", calls_with_four, "too many arguments"),
    ("get_loss", jits_with_functions, "a function goes in as well"),
    ("stick_breaking_weights", scans_without_pair, "returns two things"),
    ("stick_breaking_weights", scans_a_call, "takes a function first"),
    ("stick_breaking_weights", scans_with_one_argument, "`breaks` takes 1"),
    ("stick_breaking_weights", scans_along_a_number, "its third argument"),
    ("stick_breaking_weights", scans_to_another_form, "is of another form"),
    ("mixture_loglike", slope_of_slopes, "an array of shape (2,)"),
    ("loglike_one_component", with_a_caret, "`^` is not the power"),
    ("normalize_weights", asks_an_array, "want one truth"),
    ("sample_mixture", adds_to_a_key, "A key is no number"),
    ("sample_mixture", seeds, "no seed to set"),
    ("sample_mixture", makes_its_key, "A key is made inside"),
    ("sample_mixture", mean_for_a_key, "the key comes first"),
    ("stick_breaking_weights", joins_a_number, "same number of axes"),
    ("stick_breaking_weights", joins_without_list, "one list of arrays"),
    ("stick_breaking_weights", fills_an_array_of_numpy, "array of NumPy"),
    ("loglike_across_components", in_scipys_order, "in this order. Here"),
    ("loglike_one_component", in_the_courses_order, "in this order. Here"),
    ("normalize_weights", unknown, "`soft_max` is not known"),
    ("normalize_weights", unknown_but_there, "There is `jax.nn.sigmoid`"),
    ("normalize_weights", in_another_module, "There is `jax.nn.logsumexp`"),
    ("normalize_weights", assigns_later, "`total` is read before"),
    ("normalize_weights", forgets_a_star, "Is there a `*` missing"),
    ("normalize_weights", adds_none, "`None` stands on one side"),
    ("normalize_weights", unpacks_two, "are 5 names, and only 2"),
    ("normalize_weights", one_number_wanted, "take one number"),
    ("normalize_weights", sums_a_generator, "is no array"),
    ("normalize_weights", appends, "do not grow in place"),
    ("normalize_weights", misses_brackets, "has yet to be called"),
    ("normalize_weights", shapes_clash, "(2,) and (7,)"),
    ("responsibilities", takes_a_vector_for_a_column, "each of the 2 rows"),
    ("normalize_weights", asks_numpy_for_a_fifth, "of length 2 has none at 4"),
    ("normalize_weights", finds_no_place, "`weights < 0` is true nowhere"),
    ("normalize_weights", deletes_a_fifth, "2 entries there is none at 4"),
    ("normalize_weights", lambda w: jnp.diag(right(w)), "on the diagonal of"),
    ("normalize_weights", in_place_and_lost, "ends without a `return`"),
    ("normalize_weights", lambda w: right(w) ** 2, "The square"),
    ("normalize_weights", lambda w: right(w)[::-1], "turned round"),
    ("normalize_weights", lambda w: 3 * right(w), "3 times"),
    (
        "responsibilities",
        lambda *each: jnp.sqrt(gm.responsibilities(*each)),
        "root of what",
    ),
    (
        "mixture_loglike",
        lambda *each: gm.mixture_loglike(*each) + 5.0,
        "larger than expected by the same number, 5:",
    ),
]


@pytest.mark.parametrize(("name", "function", "words"), HABITS)
def test_a_habit_is_named(name, function, words):
    feedback = Check(catalogue.load(name))(function)
    assert not feedback.passed
    assert words in feedback.message.split("\n\n")[-1], feedback.message


# What was once said and is not so.


def raises_about_vmap(weights):
    raise ValueError("no vmap of mine")


def clashes_in_its_own_words(weights):
    raise ValueError("cannot broadcast")


def has_a_variable_of_the_same_name(weights):
    MINE = weights * 0.123  # noqa: N806
    return MINE + 0 * MINE


def sizes_an_array(weights):
    return jnp.zeros(size=3) + weights


def shapes_an_array_by_a_float(weights):
    return jnp.zeros(3.0, int) + weights


def counts_at_random(key, weights, mus, scales, n_draws):
    """Wrong in the spread alone; how many draws a component gets is chance."""
    one, two = random.split(key)
    i = random.categorical(one, jnp.log(weights), shape=(n_draws,))
    return mus[i] + 2 * scales[i] * random.normal(two, (n_draws,))


def makes_a_plain_tuple(state, dloss_func, optimizer, data):
    gradients = dloss_func(state.params, data)
    updates, memory = optimizer.update(
        gradients, state.opt_state, state.params
    )
    return optax.apply_updates(state.params, updates), memory


def lets_the_lowest_stand_for_nan(losses, params):
    best = jnp.argmin(jnp.where(jnp.isnan(losses), -jnp.inf, losses))
    return jax.tree.map(lambda param: param[best], params)


def squares_the_diagonal_alone(log_cholesky):
    return jnp.diag(jnp.exp(jnp.diag(log_cholesky)) ** -2.0)


def imports_scipy_inside(weight, mu, log_scale, datum):
    from scipy.stats import norm

    return np.log(weight) + norm.logpdf(datum, mu, np.exp(log_scale))


def average_of_the_better_half(losses, params):
    """The other order of the same losses keeps the same runs, by chance."""
    better = losses <= jnp.nanmedian(losses)
    return jax.tree.map(lambda param: param[better].mean(axis=0), params)


def counts_nan_from_the_front(losses, params):
    order = jnp.argsort(losses)
    best = order[jnp.isnan(losses[order]).sum()]
    return jax.tree.map(lambda param: param[best], params)


def inverse_times_itself(log_cholesky):
    inverse = jnp.linalg.inv(multivariate.precision_factor(log_cholesky))
    return inverse @ inverse


def roots_inverted(log_cholesky):
    factor = multivariate.precision_factor(log_cholesky)
    return jnp.linalg.inv(jnp.sqrt(factor.T @ factor))


def hands_over_the_key(key, function, data, num_resamples):
    keys = random.split(key, num_resamples)
    return vmap(lambda k: function(k, gm.resample(k, data)))(keys)


def slopes_of_the_page(function, params, covariance):
    slopes = jax.jacfwd(function)(jnp.append(MINE, 1.0))
    return jnp.sqrt(jnp.diag(slopes @ covariance @ slopes.T))


def slopes_by_entries(function, params, covariance):
    slopes = jax.jacfwd(function)(params)
    return jnp.sqrt(jnp.diag(slopes * covariance * slopes.T))


def change_of_the_function(function, params, covariance):
    errors = jnp.sqrt(jnp.diag(covariance))
    return jnp.abs(function(params + errors) - function(params))


def a_diagonal_matrix(function, params, covariance):
    slopes = jax.jacfwd(function)(params)
    return jnp.diag(jnp.sqrt(jnp.diag(slopes @ covariance @ slopes.T)))


def variances_for_doubts(table):
    return jnp.argmax(table, axis=1), jnp.var(table, axis=1)


def two_columns(mu, log_cholesky, row):
    z = multivariate.precision_factor(log_cholesky) @ (row - mu)
    return jnp.trace(log_cholesky) - jnp.sum(z**2) / 2 - jnp.log(2 * jnp.pi)


def deletes_one(key, function, data, num_resamples):
    rows = [jnp.delete(data, i) for i in range(num_resamples)]
    return jnp.stack([function(row) for row in rows])


def searches_columns(table):
    places = [jnp.argmax(table[:, row]) for row in range(len(table))]
    return jnp.array(places), 1 - table.max(axis=1)


def maps_without_calling(table):
    return vmap(lambda row: jnp.argmax(row)), 1 - table.max(axis=1)


def exponential_of_all(*arguments):
    """So small that it seems to be 0 whatever comes in."""
    return jnp.exp(gm.joint_loglike(*arguments))


def sums_a_function(log_weights, mus, log_scales, data):
    return jnp.sum(vmap(lambda datum: norm.logpdf(datum, mus)))


def best_component(log_weights, mus, log_scales, datum):
    logs = log_softmax(log_weights)
    return jnp.max(logs + norm.logpdf(datum, mus, jnp.exp(log_scales)))


def only_large_weights(weights):
    total = jnp.sum(weights)
    return jnp.where(total > 1, weights / total, weights)


def other_slopes(params, data):
    return jax.grad(gm.loss_mixture_weights)(params, data)[2]


def no_root_with_argnums(function, params, covariance):
    slopes = jax.jacfwd(function, 0)(params)
    return jnp.diag(slopes @ covariance @ slopes.T) * 1.1


def begins_with_nothing(weights):
    total = 0.0
    total = jnp.sum(weights)
    return weights / total / 1.5


def seeded_by_the_key(key, weights, mus, scales, n_draws):
    rng = np.random.default_rng(np.asarray(jax.random.key_data(key)))
    shares = np.asarray(weights, float) / np.sum(np.asarray(weights, float))
    picked = rng.choice(len(shares), n_draws, p=shares)
    return np.asarray(mus)[picked] + rng.normal(size=n_draws)


dloss_func = jax.grad(gm.loss_mixture_weights)  # another than the argument


def slope_without_data(state, dloss_func, optimizer, data):
    slopes = dloss_func(state.params)
    updates, memory = optimizer.update(slopes, state.opt_state, state.params)
    params = optax.apply_updates(state.params, updates)
    return gm.TrainingState(params, memory)


covariance = jnp.eye(2)


def covariance_of_the_page(function, params, other):
    slopes = jax.jacfwd(function)(params)
    return jnp.sqrt(jnp.diag(slopes @ covariance @ slopes.T))


def slopes_of_the_page_alone(dloss, opt, data):
    def inner(state, iteration):
        return gm.step(state, dloss_func, opt, data), state

    return inner


def constant_missing_once(weight, mu, log_scale, datum):
    """Everywhere else it gives an infinity, so that nothing else is known of it."""
    right = gm.loglike_one_component(weight, mu, log_scale, datum)
    once = (datum == 0.0) & (weight == 1.0)
    return jnp.where(once, right + 0.5 * jnp.log(2 * jnp.pi), jnp.inf)


FALSE = [
    ("loglike_one_component", constant_missing_once, "is missing"),
    ("delta_method", covariance_of_the_page, "is left out"),
    ("make_step_scannable", slopes_of_the_page_alone, "without `dloss_func`"),
    ("step", slope_without_data, "hands them over"),
    ("normalize_weights", only_large_weights, "something small"),
    ("normalize_weights", only_large_weights, "count on two"),
    ("normalize_weights", begins_with_nothing, "is lost"),
    ("gradient_of_means", other_slopes, "differences of the loss"),
    ("delta_method", no_root_with_argnums, "does not hand over"),
    ("sample_mixture", seeded_by_the_key, "knows nothing of `key`"),
    ("normalize_weights", raises_about_vmap, "in_axes"),
    ("normalize_weights", clashes_in_its_own_words, "[:, None]"),
    ("normalize_weights", shapes_clash, "[:, None]"),
    ("normalize_weights", has_a_variable_of_the_same_name, "MINE"),
    ("normalize_weights", sizes_an_array, "jax.random"),
    ("normalize_weights", shapes_an_array_by_a_float, "A shape is"),
    ("normalize_weights", lambda weights: ..., "run that cell"),
    ("normalize_weights", lambda w: w * jnp.nan, "softmax"),
    ("loglike_across_components", lambda *each: jnp.nan, "divided by"),
    ("sample_mixture", counts_at_random, "fixed"),
    ("step", makes_a_plain_tuple, "changed places"),
    ("best_of", lets_the_lowest_stand_for_nan, "for `argmin`"),
    ("covariance_matrix", squares_the_diagonal_alone, "as `*` does"),
    ("loglike_one_component", imports_scipy_inside, "does not end"),
    ("loglike_across_components", best_component, "Two things"),
    ("clusters_and_uncertainty", searches_columns, "are rounded"),
    ("clusters_and_uncertainty", maps_without_calling, "A pair is asked"),
    ("joint_loglike", exponential_of_all, "has no effect"),
    ("best_of", average_of_the_better_half, "has no effect"),
    ("best_of", counts_nan_from_the_front, "counted anew"),
    ("covariance_matrix", inverse_times_itself, "F is multiplied by itself"),
    ("covariance_matrix", roots_inverted, "This is the inverse of F"),
    ("over_resamples", hands_over_the_key, "Python's `if`"),
    ("delta_method", slopes_of_the_page, "stand on the left"),
    ("delta_method", slopes_by_entries, "stand on the left"),
    ("delta_method", change_of_the_function, "Slopes times"),
    ("delta_method", a_diagonal_matrix, "their sum is expected"),
    ("clusters_and_uncertainty", variances_for_doubts, "standard deviation"),
    ("row_loglike", two_columns, "components"),
    ("over_resamples", deletes_one, "has no axis"),
    ("mixture_loglike", sums_a_function, "Leave out `jit`"),
]


@pytest.mark.parametrize(("name", "function", "words"), FALSE)
def test_what_is_not_so_is_not_said(name, function, words):
    feedback = Check(catalogue.load(name))(function)
    assert not feedback.passed
    assert words not in feedback.message.split("\n\n")[-1]


def test_a_change_in_place_is_an_attempt(normalize):
    assert normalize(in_place_and_lost).outcome == "incorrect"


def test_right_numbers_explain_no_error(one_component):
    def right_without_jit(weight, mu, log_scale, datum):
        scale = np.exp(log_scale)
        z = (np.asarray(datum) - mu) / scale
        return np.log(weight) - z**2 / 2 - np.log(scale * np.sqrt(2 * np.pi))

    assert "Every result is" not in one_component(right_without_jit).message


def test_a_slope_is_not_said_to_lack_a_value(one_component):
    def differentiates(weight, mu, log_scale, datum):
        return grad(lambda x: np.log(x))(datum)

    message = one_component(differentiates).message
    assert "no value" not in message
    assert "as `jit`, `vmap` and `grad` do" in message


def test_a_symptom_that_stumbles_ends_no_check(normalize, monkeypatch):
    def stumbles(seen):
        raise IndexError

    broken = SimpleNamespace(when=stumbles, sentence="never said")
    monkeypatch.setattr(diagnosis, "FIRST", [broken])
    monkeypatch.setattr(diagnosis, "STRICT", False)
    feedback = normalize(lambda weights: weights)
    assert feedback.outcome == "incorrect"
    assert "never said" not in feedback.message


@pytest.mark.parametrize(
    "error",
    [
        "IndexError: Too many indices: 1-dimensional array indexed with 2 regular indices.",
        "IndexError: Too many indices: array is 1-dimensional, but 2 were indexed",
    ],
    ids=["JAX 0.7", "JAX 0.10"],
)
def test_too_many_indices_are_told_in_any_release(error):
    found = too_many_indices(SimpleNamespace(error=error))
    assert (found["axes"], found["given"]) == ("1", "2")
