"""What is true of every clearing price."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.economics.market import clearing_price_ratio

ELASTICITY = st.floats(0.02, 5.0)
ADDED = st.floats(-9.0, 4.0).map(lambda e: 10.0**e)


def price(x, ed, es):
    return float(clearing_price_ratio(x, demand_elasticity=ed, supply_elasticity=es))


@given(ADDED, ELASTICITY, ELASTICITY)
def test_market_clears(x, ed, es):
    p = price(x, ed, es)
    assert 0.0 < p < 1.0
    demand, supply = p**-ed, p**es
    assert abs(demand - supply - x) <= 1e-11 * demand


@given(ADDED, ELASTICITY, ELASTICITY, st.floats(1.001, 3.0))
def test_more_elastic_demand_or_supply_raises_the_price_at_a_fixed_quantity(x, ed, es, factor):
    assert price(x, ed * factor, es) > price(x, ed, es)
    before, after = price(x, ed, es), price(x, ed, es * factor)
    # p = exp(y): one rounding of y moves p by |y| roundings, and |y| reaches hundreds.
    assert after >= before * (1.0 - 1e-13 * (1.0 + abs(math.log(before))))


@given(ADDED, ELASTICITY, ELASTICITY, st.floats(1.001, 3.0))
def test_more_supply_lowers_the_price(x, ed, es, factor):
    assert price(x * factor, ed, es) < price(x, ed, es)


def test_nan_stays_where_it_is():
    out = clearing_price_ratio(
        [0.1, np.nan, 0.1, 0.1],
        demand_elasticity=[0.5, 0.5, np.nan, 0.5],
        supply_elasticity=[0.3, 0.3, 0.3, np.nan],
    )
    assert np.isnan(out).tolist() == [False, True, True, True]


def test_broadcasts_and_does_not_depend_on_neighbours():
    x, ed = np.logspace(-3, 1, 37), np.array([[0.2], [0.7]])
    together = clearing_price_ratio(x, demand_elasticity=ed, supply_elasticity=0.3)
    assert together.shape == (2, 37)
    assert together[1, 17] == clearing_price_ratio(
        x[17], demand_elasticity=0.7, supply_elasticity=0.3
    )


@pytest.mark.heavy
def test_no_failure_on_a_hundred_million_cases():
    rng = np.random.default_rng(8)
    for _ in range(100):
        ed, es = rng.uniform(0.02, 5.0, (2, 1_000_000))
        x = 10.0 ** rng.uniform(-9.0, 4.0, ed.size)
        p = clearing_price_ratio(x, demand_elasticity=ed, supply_elasticity=es)
        gap = -ed * np.log(p) - np.log(x + p**es)
        assert np.all((p > 0.0) & (p < 1.0))
        assert np.max(np.abs(gap)) < 1e-11
