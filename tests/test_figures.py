"""What the chapters' figures show: nbval compares no pictures, so their contents are read here.

The build of the book keeps the figures that it draws. Here they are held against what the text
and the description of the figure say. Expected values are the parameters that made the data, the
mathematics of the chapter, or a property that holds for every right drawing.
"""

import os
from pathlib import Path

import chapter_cache
import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.stats import beta

BOOK = Path(__file__).resolve().parent.parent / "book"


def figures(chapter):
    """Return the axes of each figure of a chapter, in order, as the book's build drew them."""
    drawn = chapter_cache.figures(BOOK / f"{chapter}.md")
    plt.close("all")
    if drawn is None and "CI" not in os.environ:
        pytest.skip(f"{chapter} as it is now has not been executed: make book")
    assert drawn, f"the book's build must draw the figures of {chapter}"
    return [figure.axes for figure in drawn]


def xy(line):
    x, y = line.get_data()
    return np.asarray(x, float), np.asarray(y, float)


def lines(ax):
    return [xy(line) for line in ax.lines]


def curves(ax):
    """The components' curves, as plot_component_norm_pdfs draws them."""
    (drawn,) = ax.collections
    return [line.T for line in drawn.get_segments()]


def heights(ax):
    return np.array([patch.get_height() for patch in ax.patches])


@pytest.fixture(scope="module")
def index():
    return figures("index")


def test_index_ends_with_a_curve_on_each_hump(index):
    (panels,) = index
    assert [len(curves(ax)) for ax in panels] == [2, 2, 2]
    tops = [x[y.argmax()] for x, y in curves(panels[2])]
    np.testing.assert_allclose(tops, [-2, 5], atol=0.1)


def test_index_shows_one_curve_over_everything_in_the_middle(index):
    wide, idle = curves(index[0][1])
    assert idle[1].max() < 0.01 * wide[1].max()
    assert 3 < wide[0][wide[1].argmax()] < 5


@pytest.fixture(scope="module")
def mixture_data():
    return figures("mixture_data")


def test_the_data_have_two_humps_that_meet_near_half(mixture_data):
    bars = mixture_data[0][0].patches
    centres = np.array([bar.get_x() + bar.get_width() / 2 for bar in bars])
    between = heights(mixture_data[0][0])[(centres > -2) & (centres < 5)]
    lowest = centres[(centres > -2) & (centres < 5)][between.argmin()]
    assert abs(lowest - 0.5) < 0.7


def test_bars_are_as_many_as_the_titles_say(mixture_data):
    counts = [len(ax.patches) for ax in mixture_data[1]]
    assert counts == [6, 40, 600]
    assert [ax.get_title() for ax in mixture_data[1]] == [
        f"{n} bars" for n in counts
    ]


@pytest.fixture(scope="module")
def likelihood():
    return figures("likelihood")


def test_the_naive_likelihood_ends_where_densities_underflow(likelihood):
    # 13 standard deviations of the wider component, 2.0, on either side of its mean, 5.
    good, naive = lines(likelihood[0][0])
    finite = np.isfinite(naive[1])
    assert np.isfinite(good[1]).all()
    np.testing.assert_allclose(naive[0][finite][[0, -1]], [-21, 31], atol=1)
    np.testing.assert_allclose(naive[1][finite], good[1][finite], atol=1e-3)


def test_the_likelihood_is_highest_near_the_true_mean(likelihood):
    x, y = lines(likelihood[1][0])[0]
    assert abs(x[y.argmax()] - 5.0) < 0.1


@pytest.fixture(scope="module")
def weights_and_loss():
    return figures("weights_and_loss")


def test_dirichlet_histograms_go_from_the_corners_to_the_middle(
    weights_and_loss,
):
    low, flat, broad, narrow = map(heights, weights_and_loss[0])
    assert set(low.argsort()[-2:]) == {0, 24}
    assert flat.max() < 1.3
    assert flat.min() > 0.7
    assert 8 <= broad.argmax() <= 16
    assert narrow.max() > 2 * broad.max()


def test_dirichlet_points_fill_the_triangle_ever_closer_to_its_centre(
    weights_and_loss,
):
    clouds = [lines(ax)[1] for ax in weights_and_loss[1]]
    spreads = [np.hypot(x - x.mean(), y - y.mean()).mean() for x, y in clouds]
    assert [len(x) for x, _ in clouds] == [400] * 4
    assert spreads == sorted(spreads, reverse=True)


def test_a_stronger_prior_pulls_the_valley_towards_one_half(weights_and_loss):
    *valleys, truth = lines(weights_and_loss[2][0])
    floors = [x[y.argmin()] for x, y in valleys]
    assert floors == sorted(floors)
    assert floors[-1] < 0.5
    np.testing.assert_allclose(truth[0], 1 / 6)


@pytest.fixture(scope="module")
def gradients():
    return figures("gradients")


def test_responsibilities_sum_to_one_and_cross_near_zero(gradients):
    (x, left), (_, right) = lines(gradients[0][0])
    np.testing.assert_allclose(left + right, 1, rtol=1e-5)
    assert abs(x[abs(left - 0.5).argmin()]) < 0.3
    assert left[0] > 0.99
    assert right[-1] > 0.99


def test_finite_differences_are_best_in_the_middle(gradients):
    steps, errors = lines(gradients[1][0])[0]
    middle = errors[(steps > 0.005) & (steps < 0.2)]
    assert middle.max() < 1e-4 < min(errors[0], errors[-1])


@pytest.fixture(scope="module")
def training():
    return figures("training")


def test_a_constant_rate_rings(training):
    whole, end = (lines(ax)[0][1] for ax in training[0])
    assert len(whole) == 1000
    assert 5 < end.max() < 100
    assert whole.min() > 14624


def test_the_schedule_falls_from_one_half_to_zero(training):
    _, rates = lines(training[1][0])[0]
    assert rates[0] == 0.5
    assert rates[-1] < 1e-5
    assert (np.diff(rates) <= 0).all()


def test_the_schedule_ends_the_ringing(training):
    (_, constant), (_, scheduled) = lines(training[2][0])
    assert constant.max() > 50 * scheduled.max()


@pytest.fixture(scope="module")
def training_dynamics():
    return figures("training_dynamics")


def test_the_loss_rests_twice(training_dynamics):
    _, losses = lines(training_dynamics[0][0])[0]
    first, last = losses[100:180], losses[400:]
    assert np.ptp(first) < 20
    assert np.ptp(last) < 1
    assert first.min() - last.max() > 800


def test_parameters_end_at_the_truth(training_dynamics):
    for ax in training_dynamics[1]:
        ends = [y[-1] for _, y in lines(ax)]
        (dotted,) = ax.collections
        truths = [segment[0, 1] for segment in dotted.get_segments()]
        np.testing.assert_allclose(ends, truths, atol=0.05)


def test_some_of_24_starts_stay_on_the_plateau(training_dynamics):
    ends = np.array([y[-1] for _, y in lines(training_dynamics[2][0])])
    assert len(ends) == 24
    assert 8 <= (ends > 15400).sum() <= 12


@pytest.fixture(scope="module")
def dirichlet_process():
    return figures("dirichlet_process")


def test_each_break_takes_its_share_of_the_rest(dirichlet_process):
    # Shares 0.5, 0.4 and 0.7: pieces of 0.5, 0.2 and 0.21.
    widths = [bar.get_width() for bar in dirichlet_process[0][0].patches]
    expected = [1, 1, 0.5, 1, 0.5, 0.2, 1, 0.5, 0.2, 0.21]
    np.testing.assert_allclose(widths, expected, rtol=1e-5)


def test_beta_densities_are_those_of_the_legend(dirichlet_process):
    for ax in dirichlet_process[1]:
        labels = [text.get_text() for text in ax.get_legend().get_texts()]
        for label, (x, y) in zip(labels, lines(ax), strict=True):
            a, b = (float(part.split("=")[1]) for part in label.split(","))
            np.testing.assert_allclose(y, beta.pdf(x, a, b), rtol=1e-3)


def test_every_row_of_the_heat_maps_is_a_stick(dirichlet_process):
    maps = [ax.images[0].get_array() for ax in dirichlet_process[2][:1]]
    maps += [ax.images[0].get_array() for ax in dirichlet_process[3]]
    assert [each.shape for each in maps] == [(40, 25)] + [(40, 50)] * 6
    for weights in maps:
        np.testing.assert_allclose(weights.sum(axis=1), 1, rtol=1e-5)


def test_larger_concentrations_use_more_of_the_table(dirichlet_process):
    maps = [ax.images[0].get_array() for ax in dirichlet_process[3]]
    used = [(weights > 0.01).sum() for weights in maps]
    assert used == sorted(used)
    # What is left on average: (c / (c + 1))**49.
    assert abs(maps[-1][:, -1].mean() - (20 / 21) ** 49) < 0.05


def test_subtraction_loses_the_shares_and_the_sum_does_not(dirichlet_process):
    by_subtraction, from_the_end = lines(dirichlet_process[4][0])
    assert by_subtraction[1][30:].max() > 0.1
    assert from_the_end[1].max() < 1e-5


def test_more_sticks_tell_the_concentration_better(dirichlet_process):
    *humps, truth = lines(dirichlet_process[5][0])
    widths = [np.ptp(x[y > -2]) for x, y in humps]
    assert widths == sorted(widths, reverse=True)
    for x, y in humps:
        low, *_, high = x[y > -5]  # over three standard errors
        assert low < truth[0][0] < high


def test_descent_finds_the_concentration(dirichlet_process):
    (_, path), _ = lines(dirichlet_process[6][0])
    assert path[0] == 1
    assert abs(path[-1] - 5) < 0.25


@pytest.fixture(scope="module")
def dirichlet_process_mixture():
    return figures("dirichlet_process_mixture")


def humps(heights):
    """How many maxima a smooth or coarse curve has."""
    inner = heights[1:-1]
    return ((inner > heights[:-2]) & (inner >= heights[2:])).sum()


def test_ten_bars_hide_what_hundred_show(dirichlet_process_mixture):
    coarse, fine = map(heights, dirichlet_process_mixture[0])
    assert (len(coarse), len(fine)) == (10, 100)
    assert humps(coarse) == 2
    assert humps(np.convolve(fine, np.ones(9) / 9, "valid")) == 3


def test_the_fitted_density_has_the_peaks_of_the_truth(
    dirichlet_process_mixture,
):
    _, right = dirichlet_process_mixture[1]
    x, density = lines(right)[0]
    np.testing.assert_allclose(np.trapezoid(density, x), 1, atol=0.01)
    peaks = x[1:-1][
        (density[1:-1] > density[:-2]) & (density[1:-1] > density[2:])
    ]
    # Maxima of the density of the four components that made the data.
    np.testing.assert_allclose(peaks, [-4.89, 3.03, 8.0], atol=0.5)


def test_seven_components_are_above_the_threshold(dirichlet_process_mixture):
    weights = heights(dirichlet_process_mixture[2][0])
    np.testing.assert_allclose(weights.sum(), 1, rtol=1e-5)
    assert (weights > 0.01).sum() == 7


def test_one_start_shares_the_hump_and_the_other_does_not(
    dirichlet_process_mixture,
):
    tallest = [
        max(y.max() for x, y in curves(ax) if -6 < x[y.argmax()] < -4)
        for ax in dirichlet_process_mixture[3]
    ]
    assert tallest[0] < 0.06
    assert tallest[1] > 0.09


def test_needles_grow_without_the_prior_on_scales(dirichlet_process_mixture):
    smooth, spiky = (lines(ax)[0][1] for ax in dirichlet_process_mixture[4])
    assert humps(smooth) <= 5
    assert smooth.max() < 0.2
    assert humps(spiky) > 10
    assert spiky.max() > 2 * smooth.max()


@pytest.fixture(scope="module")
def your_own_data():
    return figures("your_own_data")


def tops(ax):
    """Where the components' curves are highest, and how high, from left to right."""
    return np.array(sorted((x[y.argmax()], y.max()) for x, y in curves(ax))).T


def test_waiting_times_have_two_humps_in_wide_bars(your_own_data):
    six, twenty, fifty = map(heights, your_own_data[0])
    assert [len(six), len(twenty), len(fifty)] == [6, 20, 50]
    falls = np.sum(np.diff(np.sign(np.diff(fifty))) < 0)
    assert falls > 10  # ragged


def test_waiting_times_have_a_curve_on_each_hump(your_own_data):
    # Azzalini and Bowman's geyser, as scikit-learn's mixture fits it.
    means, peaks = tops(your_own_data[1][0])
    np.testing.assert_allclose(means, [54.6, 80.1], atol=0.5)
    assert 1.6 < peaks[1] / peaks[0] < 2


def test_galaxies_have_three_groups(your_own_data):
    means, peaks = tops(your_own_data[2][0])
    np.testing.assert_allclose(means, [9700, 21400, 33000], rtol=0.02)
    assert peaks[2] < peaks[0]


@pytest.fixture(scope="module")
def expectation_maximization():
    return figures("expectation_maximization")


def test_em_rests_on_the_plateau_and_never_rises(expectation_maximization):
    _, losses = lines(expectation_maximization[0][0])[0]
    assert np.all(np.diff(losses) <= 0.01)  # float32 rounds to thousandths
    np.testing.assert_allclose(losses[2:14], 15520, atol=40)
    np.testing.assert_allclose(losses[26:], 14625, atol=1)


def test_bounds_lie_above_the_loss_and_touch_it(expectation_maximization):
    loss, first, touch, to, second, touch_too, to_too = lines(
        expectation_maximization[1][0]
    )
    for bound, dot, lowest in (
        (first, touch, to),
        (second, touch_too, to_too),
    ):
        assert np.all(bound[1] >= loss[1] - 0.1)
        at = dot[0][0]
        touching = np.interp(at, *bound)
        np.testing.assert_allclose(touching, dot[1][0], atol=20)  # of a grid
        floor = bound[0][bound[1].argmin()]
        np.testing.assert_allclose(floor, lowest[0][0], atol=0.06)
    assert touch_too[0][0] == to[0][0]


def test_em_needs_fewest_steps_and_lbfgs_leaves_no_start_behind(
    expectation_maximization,
):
    adam, em, lbfgs = (
        np.array([y for _, y in lines(ax)])
        for ax in expectation_maximization[2]
    )
    assert [len(each) for each in (adam, em, lbfgs)] == [24] * 3
    stuck = [int((each[:, -1] > 100).sum()) for each in (adam, em, lbfgs)]
    assert 8 <= stuck[0] <= 12
    assert stuck[1:] == [1, 0]
    there = [np.median((each > 1).sum(axis=1)) for each in (adam, em, lbfgs)]
    assert there[1] < there[2] < there[0]


def test_changes_of_em_fall_on_straight_lines(expectation_maximization):
    apart = [y for _, y in lines(expectation_maximization[3][0])]
    # What the jacobian of the step has for its largest eigenvalue.
    for changes, rate, where in zip(
        apart,
        (0.592, 0.919, 0.974),
        (slice(4, 10), slice(50, 80), slice(90, 140)),
        strict=True,
    ):
        ratios = changes[where][1:] / changes[where][:-1]
        assert np.median(ratios) == pytest.approx(rate, abs=0.01)


@pytest.fixture(scope="module")
def several_measurements():
    return figures("several_measurements")


def points(ax):
    """Points of a cloud, and of ellipses, as plot_rows and plot_ellipses draw them."""
    cloud, *ellipses = ax.collections
    lines = [line for each in ellipses for line in each.get_segments()]
    return np.asarray(cloud.get_offsets()), lines


def tilt(line):
    """Correlation of the points of an ellipse."""
    return np.corrcoef(line.T)[0, 1]


def test_eruptions_are_two_clouds(several_measurements):
    rows, _ = points(several_measurements[0][0])
    assert len(rows) == 272
    between = (rows[:, 0] > 2.95) & (rows[:, 0] < 3.3)
    assert between.sum() <= 2


def test_ellipses_have_the_correlation_of_the_title(several_measurements):
    for ax, r in zip(several_measurements[1], (-0.8, 0.0, 0.8), strict=True):
        rows, (one, two) = points(ax)
        assert tilt(one) == pytest.approx(r, abs=0.05)
        assert np.corrcoef(rows.T)[0, 1] == pytest.approx(r, abs=0.1)
        np.testing.assert_allclose(two, 2 * one, atol=1e-4)
        # chi-squared with two degrees of freedom: 39 and 86 of a hundred.
        precision = np.linalg.inv([[1, r], [r, 1]])
        distances = np.einsum("ni,ij,nj->n", rows, precision, rows)
        assert np.mean(distances < 1) == pytest.approx(0.39, abs=0.06)
        assert np.mean(distances < 4) == pytest.approx(0.86, abs=0.06)


def test_training_tilts_the_ellipses(several_measurements):
    before, after = map(points, several_measurements[2])
    for line in before[1]:
        assert abs(tilt(line)) < 0.01
    for line in after[1]:
        assert 0.2 < tilt(line) < 0.45
    centres = sorted(line.mean(axis=0)[1] for line in after[1][::2])
    np.testing.assert_allclose(centres, [54.5, 80.0], atol=0.7)


def test_penguins_are_three_clouds(several_measurements):
    bills, bodies = map(points, several_measurements[3])
    assert [len(bills[0]), len(bills[1])] == [342, 6]
    assert all(tilt(line) > 0.2 for line in bills[1])
    assert np.corrcoef(bills[0].T)[0, 1] < 0
    heavy = max(line[:, 1].mean() for line in bodies[1])
    assert heavy == pytest.approx(5076, abs=50)


def test_bic_and_held_out_birds_agree(several_measurements):
    left, right = several_measurements[4]
    bics = {line.get_label(): xy(line) for line in left.lines}
    held_out = {line.get_label(): xy(line) for line in right.lines}
    best = {name: x[y.argmin()] for name, (x, y) in bics.items()}
    assert (best["full"], best["shared"]) == (3, 4)
    assert bics["shared"][1].min() < bics["full"][1].min()
    for name in ("diagonal", "spherical"):
        assert best[name] == 5
        assert bics[name][1].min() > bics["full"][1].min()
    chosen = {name: x[y.argmax()] for name, (x, y) in held_out.items()}
    assert chosen == {"full": 3, "shared": 4}
    assert held_out["shared"][1].max() > held_out["full"][1].max()


@pytest.fixture(scope="module")
def how_sure():
    return figures("how_sure")


def test_the_loss_is_its_parabola_with_many_observations_only(how_sure):
    for ax, far in zip(how_sure[0], (0.1, 0.8), strict=True):
        (shift, rise), (_, parabola) = lines(ax)
        np.testing.assert_allclose(shift[[0, -1]], [-far, far], rtol=1e-5)
        # Symmetric by construction; its height is the Hessian's, tested elsewhere.
        np.testing.assert_allclose(parabola, parabola[::-1], rtol=1e-4)
        excess = (rise - parabola)[[0, -1]] / parabola[[0, -1]]
        if far == 0.1:
            assert np.abs(excess).max() < 0.1
        else:
            assert excess[0] > 0.5  # steeper to the left
            assert excess[1] < -0.4  # far below on the right


def bars(ax):
    """Middles of a histogram's bars, and their heights."""
    middles = [bar.get_x() + bar.get_width() / 2 for bar in ax.patches]
    return np.array(middles), heights(ax)


def test_the_refits_of_6000_lie_under_the_curve(how_sure):
    for ax in how_sure[1]:
        middles, tall = bars(ax)
        x, density = lines(ax)[0]
        mean = np.average(middles, weights=tall)
        spread = np.sqrt(np.average((middles - mean) ** 2, weights=tall))
        sigma = 1 / (density.max() * np.sqrt(2 * np.pi))  # a normal curve's
        assert spread == pytest.approx(sigma, rel=0.2)
        assert abs(mean - x[density.argmax()]) < 0.4 * sigma


def test_one_refit_of_50_lies_far_off(how_sure):
    _, mean_0, mean_1, sd_0, _ = how_sure[2]
    for ax in (mean_0, sd_0):
        middles, tall = bars(ax)
        x, _ = lines(ax)[0]
        assert middles[tall > 0].max() > 2.9 > x.max()
    middles, _ = bars(mean_1)
    x, _ = lines(mean_1)[0]
    assert middles.max() < x.max() + 0.5


def test_sorting_leaves_one_group_of_refits(how_sure):
    as_they_came, in_order = map(bars, how_sure[3])
    assert as_they_came[1].sum() == in_order[1].sum() == 200
    middles, tall = as_they_came
    assert tall[middles < -1].sum() > 60
    assert tall[middles > 4].sum() > 100
    middles, tall = in_order
    assert tall[middles < -1].sum() > 170
    assert 5 < tall[middles > 0].sum() < 30


def test_waiting_times_lie_in_the_midst_of_what_the_model_makes(how_sure):
    *made, (share, gap) = lines(how_sure[4][0])
    assert len(made) == 40
    assert len(share) == 272
    assert np.abs(gap).max() < 0.04
    farthest = [np.abs(other).max() for _, other in made]
    assert np.mean(np.abs(gap).max() < farthest) > 0.5
