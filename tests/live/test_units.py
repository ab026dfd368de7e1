"""Figures choose a unit in which data are as the course's; what cannot be used is refused."""

import jax.numpy as jnp
import numpy as np
import pytest
from jax import random

from dl_workshop import gaussian_mixture as gm
from dl_workshop import live
from dl_workshop.live.figures.training_runs import training_runs
from dl_workshop.live.packed_data import pack, quantized
from dl_workshop.live.units import IDENTITY, measured

PARAMS = gm.random_params(random.key(31), num_components=2)
_, TWO_HUMPS = gm.two_humps(random.key(100))
PLAIN = np.random.default_rng(0).normal(1.0, 2.0, 500)


@pytest.mark.parametrize("data", [TWO_HUMPS, PLAIN, [1, 2, 3], [0.0, 0.5]])
def test_data_near_zero_with_a_spread_of_about_one_are_left_as_they_are(data):
    unit, same = measured(data)
    assert unit == IDENTITY
    np.testing.assert_array_equal(same, np.asarray(data, np.float64))


@pytest.mark.parametrize(
    ("scale", "shift"),
    [(1e-9, 0), (1e6, 0), (1, 1.7e9), (60, 500), (1e-30, 0)],
)
def test_other_data_are_standardised(scale, shift):
    unit, data = measured(scale * PLAIN + shift)
    assert data.mean() == pytest.approx(0, abs=1e-6)
    assert data.std() == pytest.approx(1)
    given = scale * PLAIN + shift
    np.testing.assert_allclose(unit.center + unit.spread * data, given)


def test_one_outlier_does_not_set_the_unit():
    unit, _ = measured(np.append(1e3 * PLAIN, 1e12))
    assert unit.spread == pytest.approx(2000, rel=0.1)


@pytest.mark.parametrize("value", [3.0, 0.0, 3e-9, 1.7e9])
def test_equal_data_have_a_unit(value):
    unit, data = measured(np.full(5, value))
    assert unit.spread > 0
    assert np.abs(data).max() <= 4
    packed = pack(data)
    assert packed["low"] < data[0] < packed["high"]


def test_a_loss_is_that_of_the_data_as_they_were():
    given = 60 * PLAIN + 500
    unit, data = measured(given)
    params = gm.MixtureParams(
        jnp.array([0.0, 1.0]),
        jnp.array([450.0, 600.0]),
        jnp.log(jnp.array([90.0, 70.0])),
    )
    ours = unit.loss(gm.loss_mixture_weights)(
        unit.standardized_params(params), jnp.asarray(data)
    )
    wanted = gm.loss_mixture_weights(params, jnp.asarray(given))
    assert float(ours) == pytest.approx(float(wanted), rel=1e-5)


def test_one_outlier_leaves_the_others_apart(x64):
    """On a grid over the whole range, 5998 distinct values would become 3."""
    data = np.append(np.asarray(TWO_HUMPS, float), 1e6)
    kept = quantized(data)
    assert kept[-1] == pytest.approx(1e6)
    assert np.unique(kept).size > 4000
    np.testing.assert_allclose(kept, np.sort(data), atol=1e-3)
    true, _ = gm.two_humps(random.key(100))
    losses = [
        float(gm.loss_mixture_weights(true, jnp.asarray(values)))
        for values in (data[:-1], kept[:-1])
    ]
    assert losses[1] == pytest.approx(losses[0], abs=0.1)


def test_an_axis_leaves_outliers_out_and_counts_them():
    packed = pack(np.append(PLAIN, [1e6, -1e6]))
    assert packed["outside"] == 2
    assert (packed["low"], packed["high"]) == (PLAIN.min(), PLAIN.max())
    assert pack(PLAIN)["outside"] == 0


MASKED = np.ma.masked_values([61.0, -999.0, 58.0], -999.0)
BAD = {
    "NaN": (np.array([1.0, np.nan]), "1 NaN"),
    "infinite": (np.array([1.0, np.inf]), "infinit"),
    "masked": (MASKED, "masked"),
    "empty": (np.array([]), "data"),
    "matrix": (np.ones((3, 2)), "data"),
}
FIGURES = {
    "fit_by_hand": lambda data: live.fit_by_hand(data, PARAMS),
    "slopes": lambda data: live.slopes(data, PARAMS),
    "training_runs": lambda data: live.training_runs(data, {"a": PARAMS}),
    "loss_landscape": lambda data: live.loss_landscape({"data": data}, PARAMS),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("figure", FIGURES)
def test_what_is_no_data_is_refused_in_a_sentence(figure, kind):
    data, words = BAD[kind]
    with pytest.raises(ValueError, match=words):
        FIGURES[figure](data)


def test_no_start_is_refused():
    for make in (training_runs, lambda d, s: live.many_components(d, s, 1.0)):
        with pytest.raises(ValueError, match="starts: expected at least one"):
            make(PLAIN, {})
    with pytest.raises(ValueError, match="samples: expected at least one"):
        live.loss_landscape({}, PARAMS)
