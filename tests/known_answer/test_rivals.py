"""Rivals and stocks against closed forms and their identities."""

import numpy as np
import pytest

from asteroid_econ.economics.conduct import added_at_price_ratio, cournot_price_ratio
from asteroid_econ.economics.market import clearing_price_ratio
from asteroid_econ.economics.rivals import best_response_ratio, entrant_ratio, stock_path
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.errors import InputError, ParameterError
from asteroid_econ.sampling.sequences import Sampler

MARKET = {"demand_elasticity": 0.5, "supply_elasticity": 0.3, "unit_cost_ratio": 0.2}


def test_one_rival_alone_is_the_monopoly():
    """The published optimum without cost: p = .30289, q/Q0 = 1.11816."""
    q = best_response_ratio(0.0, **{**MARKET, "unit_cost_ratio": 0.0}, n_rivals=1)
    assert float(q) == pytest.approx(1.11816, abs=5e-6)


def test_answer_to_a_cournot_share_is_the_cournot_share():
    n = 4
    p = cournot_price_ratio(**MARKET, n_sellers=n)
    total = added_at_price_ratio(p, demand_elasticity=0.5, supply_elasticity=0.3)
    answer = best_response_ratio(total / n, **MARKET, n_rivals=n - 1)
    assert float(answer) == pytest.approx(float(total) * (n - 1) / n, rel=1e-9)


def test_the_market_clears_and_rivals_give_way():
    x = np.array([0.0, 0.1, 0.5, 1.0, 30.0])
    q = best_response_ratio(x, **MARKET, n_rivals=2)
    p = clearing_price_ratio(x + q, demand_elasticity=0.5, supply_elasticity=0.3)
    each = (1.0 - 0.2 / p) * (0.5 * p**-0.5 + 0.3 * p**0.3)
    np.testing.assert_allclose(q[:4], 2.0 * each[:4], rtol=1e-8)
    assert np.all(np.diff(q) < 0.0)
    assert q[-1] == 0.0  # the price is already below their cost


def test_entry_is_dated():
    sold = entrant_ratio([2030.5, 2031.5, 2032.5], entry_yr=[2031.25], volume_ratio=[0.4])
    np.testing.assert_allclose(sold[:, 0], [0.0, 0.3, 0.4], atol=1e-12)


def test_stock_never_goes_below_nothing():
    plan = np.array([[-0.2, 0.1], [-0.2, 0.1], [0.3, -0.5]])
    bought, left = stock_path([0.3, 0.0], plan)
    np.testing.assert_allclose(bought, [[-0.2, 0.1], [-0.1, 0.1], [0.3, -0.2]], atol=1e-15)
    np.testing.assert_allclose(left, [[0.1, 0.1], [0.0, 0.2], [0.3, 0.0]], atol=1e-15)


def test_a_rival_lowers_prices_from_its_entry_on():
    entry = {"market.rival.volume_kg_yr": 20000.0, "market.rival.entry_yr": 2036.0}
    alone = draw_world(load_tables(), Sampler(0, 8)).earth
    beside = draw_world(load_tables(entry), Sampler(0, 8)).earth
    assert alone.background_ratio is None
    sold = np.zeros((len(alone.metals), 4, 8))
    before = beside.price_ratio(sold, 5, 9)
    after = beside.price_ratio(sold, 12, 16)
    assert np.all(before[0] == 1.0)
    assert np.all(after[0] < 1.0)
    assert np.all(after[1] > 1.0)  # palladium: the same mines close
    with pytest.raises(ParameterError):
        draw_world(load_tables({**entry, "market.rival.metal": "kryptonite"}), Sampler(0, 8))


def test_sales_from_stocks_lower_prices_until_they_are_empty():
    sell = {"market.stock_purchase_ratio": {"2026": -0.1, "2056": -0.1}}
    earth = draw_world(load_tables(sell), Sampler(0, 8)).earth
    assert earth.background_ratio is not None
    platinum = earth.background_ratio[0]
    np.testing.assert_allclose(platinum.sum(axis=0), 83_000 / earth.base_kg[0, 0], rtol=1e-12)
    np.testing.assert_allclose(platinum[0], 0.1)
    assert np.all(platinum[8:] == 0.0)


@pytest.mark.parametrize(
    "call",
    [
        lambda: best_response_ratio(0.1, **MARKET, n_rivals=0),
        lambda: entrant_ratio([2030.5], entry_yr=[2031.0], volume_ratio=[-0.1]),
        lambda: stock_path([-0.1], np.zeros((1, 1))),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(InputError):
        call()


def test_in_a_study_rivals_answer_to_what_is_sold():
    entry = {"market.rival.conduct": "cournot", "market.rival.entry_yr": 2036.0}
    earth = draw_world(load_tables(entry), Sampler(0, 8)).earth
    sold = np.zeros((len(earth.metals), 30, 8))
    before, after = (earth.price_ratio(sold, 0, 30)[0, k] for k in (9, 12))
    assert np.all(before == 1.0)
    assert np.all(after < 1.0)  # they sell although the venture does not
    sold[0, 12:] = 0.3
    assert earth.rivals is not None
    alone = earth.rivals.answer_ratio(np.zeros((30, 8)), earth.response)
    beside = earth.rivals.answer_ratio(sold[0], earth.response)
    assert np.all(beside[12:] < alone[12:])  # and give way where it does
    np.testing.assert_array_equal(beside[:12], alone[:12])
    with pytest.raises(ParameterError) as caught:
        draw_world(load_tables({"market.rival.conduct": "friendly"}), Sampler(0, 8))
    assert caught.value.key == "market.rival.conduct"
