"""What is true of every cost curve."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.economics.cost_curve import cost_curve, price_ratio_paths_on_curve
from asteroid_econ.economics.dynamics import Response

COSTS = st.lists(st.floats(100.0, 3000.0), min_size=2, max_size=6, unique=True).map(sorted)


@given(COSTS, st.floats(0.05, 0.95), st.floats(0.0, 3.0))
@settings(max_examples=50)
def test_supply_rises_with_the_price_from_nothing_to_all(costs, position, price):
    costs = np.array(costs) + np.arange(len(costs))
    share = np.linspace(0.1, 0.9, costs.size)
    anchor = costs[0] + position * (costs[-1] - costs[0])
    curve = cost_curve(costs, share, anchor_price_usd=anchor)
    assert curve.supply_ratio(1.0) == 1.0
    low, high = curve.supply_ratio([price, price + 0.1])
    assert 0.0 <= low <= high
    assert curve.elasticity() > 0.0


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15)
def test_more_sold_never_raises_the_price_of_the_first_year(seed):
    rng = np.random.default_rng(seed)
    curve = cost_curve([750.0, 1150.0, 1500.0], [0.1, 0.5, 0.9], anchor_price_usd=1278.3)
    d = 6
    long = rng.uniform(0.2, 1.0, (1, d))
    zero = np.zeros((1, d))
    answer = Response(0.5 * long, long, zero, zero, zero, zero, np.zeros(1), np.array([0.6]), 0.4)
    added = 10.0 ** rng.uniform(-6.0, 1.0, (1, 3, d))
    lag = rng.uniform(1.0, 3.0, d)
    less = price_ratio_paths_on_curve(added, answer, curve, exit_lag_yr=lag)
    more = price_ratio_paths_on_curve(1.5 * added, answer, curve, exit_lag_yr=lag)
    assert np.all(more[:, 0] < less[:, 0])
    assert np.all(less > 0.0)
    assert np.all(less[:, 0] <= 1.0)  # later prices may overshoot: mines have closed
