"""The cost curve of platinum-group mines against its stated properties."""

import numpy as np
import pytest

from asteroid_econ.economics.cost_curve import cost_curve, price_ratio_paths_on_curve
from asteroid_econ.economics.dynamics import Response, price_ratio_paths
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.errors import InputError, ParameterError
from asteroid_econ.sampling.sequences import Sampler

MINES = cost_curve([750.0, 1150.0, 1500.0], [0.1, 0.5, 0.9], anchor_price_usd=1278.3)


def response(demand=(0.5, 0.5), scrap=(0.0, 0.0), recycled=0.0, weight=(1.0,), other=0.0, d=1):
    n = len(weight)
    arrays = [np.full((n, d), v) for v in (*demand, 0.0, 0.0, *scrap)]
    return Response(*arrays, np.full(n, recycled), np.array(weight), other)


def test_stated_elasticity_and_share_under_water():
    assert 2.1 <= MINES.elasticity() <= 2.3
    at_anchor = np.interp(1.0, MINES.cost_ratio, MINES.producing_frac)
    assert 1.0 - at_anchor == pytest.approx(0.35, abs=0.01)
    assert MINES.supply_ratio([0.0, 1.0, 9.0]).tolist() == pytest.approx([0, 1, 1 / at_anchor])


def test_nothing_added_changes_nothing():
    added = np.zeros((1, 5, 3))
    one = price_ratio_paths_on_curve(added, response(d=3), MINES, exit_lag_yr=np.full(3, 2.0))
    assert np.all(one == 1.0)
    added[0, 2] = 1e-300
    tiny = price_ratio_paths_on_curve(added, response(d=3), MINES, exit_lag_yr=np.full(3, 2.0))
    assert np.all(tiny == 1.0)


def test_small_quantities_see_the_stated_elasticity():
    x, ed = 1e-6, 0.5
    added = np.full((1, 1, 1), x)
    p = price_ratio_paths_on_curve(added, response((ed, ed)), MINES, exit_lag_yr=np.ones(1))
    assert 1.0 - p[0, 0, 0] == pytest.approx(x / (ed + MINES.elasticity()), rel=1e-4)


def test_every_year_clears_with_lag_and_basket():
    rng = np.random.default_rng(0)
    weight, other, share = np.array([0.5, 0.3]), 0.2, 0.2
    answer = response((0.2, 0.6), (0.14, 0.35), share, weight, other, d=4)
    added = rng.uniform(0.0, 0.5, (2, 6, 4))
    lag = np.array([1.0, 1.5, 2.0, 3.0])
    p = price_ratio_paths_on_curve(added, answer, MINES, exit_lag_yr=lag)
    mines, demand, scrap = np.ones(4), np.zeros((2, 4)), np.zeros((2, 4))
    for k in range(6):
        basket = other + weight @ p[:, k]
        mines = mines + (MINES.supply_ratio(basket) - mines) / lag
        demand = (1 - 0.2 / 0.6) * demand - 0.2 * np.log(p[:, k])
        scrap = (1 - 0.14 / 0.35) * scrap + 0.14 * np.log(p[:, k])
        supply = (1 - share) * mines + share * np.exp(scrap) + added[:, k]
        np.testing.assert_allclose(np.exp(demand), supply, rtol=1e-9)


def test_a_longer_lag_means_a_lower_price_in_the_first_year():
    added = np.full((1, 1, 3), 0.1)
    lag = np.array([1.0, 2.0, 3.0])
    p = price_ratio_paths_on_curve(added, response(d=3), MINES, exit_lag_yr=lag)[0, 0]
    assert np.all(np.diff(p) < 0.0)


def test_in_a_study_the_curve_replaces_the_elasticity():
    tables = load_tables({"market.supply": "cost_curve"})
    curved = draw_world(tables, Sampler(0, 8)).earth
    elastic = draw_world(load_tables(), Sampler(0, 8)).earth
    n = len(curved.metals)
    added = np.zeros((n, 3, 8))
    assert np.all(curved.price_ratio(added, 2, 5) == 1.0)
    added[0, :] = 0.1
    assert not np.allclose(curved.price_ratio(added, 2, 5), elastic.price_ratio(added, 2, 5))
    np.testing.assert_array_equal(
        elastic.price_ratio(added, 2, 5), price_ratio_paths(added, elastic.response)
    )
    with pytest.raises(ParameterError) as caught:
        load_tables({"market.supply": "both"})
    assert caught.value.key == "market.supply"


def test_a_price_above_all_costs_keeps_every_mine_until_it_meets_the_highest():
    """1,792 USD/ozt against costs that end at 1,587.5: constant supply, p = (1 + x)**(-1/ed)."""
    rich = cost_curve([750.0, 1150.0, 1500.0], [0.1, 0.5, 0.9], anchor_price_usd=1792.0)
    assert rich.elasticity() == 0.0
    assert rich.supply_ratio([1587.5 / 1792.0, 1.0, 2.0]).tolist() == [1.0, 1.0, 1.0]
    assert rich.supply_ratio(1500.0 / 1792.0) == pytest.approx(0.9)
    x = np.full((1, 1, 1), 0.05)
    p = price_ratio_paths_on_curve(x, response((0.5, 0.5)), rich, exit_lag_yr=np.ones(1))
    assert p[0, 0, 0] == pytest.approx(1.05**-2.0, rel=1e-10)


@pytest.mark.parametrize(
    ("overrides", "key"),
    [
        ({"market.platinum.price_usd_ozt": 600.0}, "market.platinum.price_usd_ozt"),
        ({"market.cost_curve_p10_usd_ozt": 2000.0}, "market.cost_curve_p50_usd_ozt"),
    ],
)
def test_a_curve_that_does_not_fit_names_its_key(overrides, key):
    with pytest.raises(ParameterError) as caught:
        draw_world(load_tables({"market.supply": "cost_curve", **overrides}), Sampler(0, 4))
    assert caught.value.key == key


@pytest.mark.parametrize(
    "call",
    [
        lambda: cost_curve([3.0, 2.0], [0.1, 0.5], anchor_price_usd=2.5),
        lambda: cost_curve([2.0, 3.0], [0.5, 0.1], anchor_price_usd=2.5),
        lambda: cost_curve([2.0, 3.0], [0.1, 1.1], anchor_price_usd=2.5),
        lambda: cost_curve([2.0, 3.0], [0.1, 0.9], anchor_price_usd=1.8),
        lambda: price_ratio_paths_on_curve(
            np.zeros((1, 1, 1)), response(), MINES, exit_lag_yr=np.zeros(1)
        ),
        lambda: price_ratio_paths_on_curve(
            np.zeros((1, 1, 1)), response(weight=(0.0,)), MINES, exit_lag_yr=np.ones(1)
        ),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(InputError):
        call()
