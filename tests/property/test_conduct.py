"""What is true of every way to compete."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.economics.conduct import (
    cournot_price_ratio,
    fixed_share_price_ratio,
    linear_cournot_kg,
)
from asteroid_econ.economics.rivals import best_response_ratio, entrant_ratio, stock_path

ED, ES, COST = st.floats(0.05, 3.0), st.floats(0.0, 3.0), st.floats(0.01, 0.99)


@given(ED, ES, COST, st.integers(1, 50))
def test_price_lies_between_cost_and_baseline_and_falls_with_rivals(ed, es, cost, n):
    few, more = (
        float(
            cournot_price_ratio(
                demand_elasticity=ed, supply_elasticity=es, unit_cost_ratio=cost, n_sellers=m
            )
        )
        for m in (n, n + 1)
    )
    assert cost * (1 - 1e-9) <= more <= few <= 1.0


@given(st.floats(0.0, 0.95), ED, ES)
def test_a_larger_share_means_a_lower_price(share, ed, es):
    small, large = fixed_share_price_ratio(
        [share, share + 0.04], demand_elasticity=ed, supply_elasticity=es
    )
    assert 0.0 <= large < small <= 1.0


@given(st.floats(1.0, 1e3), st.floats(0.01, 10.0), st.floats(0.0, 1e3), st.integers(1, 30))
def test_all_together_sell_more_than_a_monopoly_and_less_than_competitors(a, b, c, n):
    each = float(
        linear_cournot_kg(choke_usd_kg=a, slope_usd_kg_per_kg_yr=b, unit_cost_usd_kg=c, n_sellers=n)
    )
    competitive = max(0.0, (a - c) / b)
    assert competitive / 2.0 - 1e-9 <= n * each <= competitive + 1e-9


@given(st.floats(0.0, 5.0), ED, ES, COST, st.integers(1, 20))
def test_rivals_never_sell_below_cost(x, ed, es, cost, n):
    q = float(
        best_response_ratio(
            x, demand_elasticity=ed, supply_elasticity=es, unit_cost_ratio=cost, n_rivals=n
        )
    )
    competitive = cost**-ed - cost**es  # all sales that bring the price down to the cost
    assert q >= 0.0
    assert q == 0.0 or x + q <= competitive * (1 + 1e-9)


@given(st.floats(2026.0, 2056.0), st.floats(0.0, 2.0))
def test_an_entrant_sells_its_volume_in_every_full_year(entry, volume):
    years = np.arange(2026, 2060) + 0.5
    sold = entrant_ratio(years, entry_yr=[entry], volume_ratio=[volume])[:, 0]
    assert np.all(np.diff(sold) >= 0.0)
    assert abs(sold.sum() - volume * (2060 - entry)) <= 1e-9


@given(st.floats(0.0, 2.0), st.lists(st.floats(-1.0, 1.0), min_size=1, max_size=12))
def test_stock_is_the_sum_of_purchases_and_never_negative(opening, plan):
    bought, left = stock_path([opening], np.array(plan)[:, None])
    np.testing.assert_allclose(left[:, 0], opening + np.cumsum(bought[:, 0]), atol=1e-12)
    assert np.all(left >= 0.0)
    assert np.all(bought[:, 0] >= np.array(plan))
