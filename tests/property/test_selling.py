"""What is true of every way to sell."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.economics.selling import (
    Beliefs,
    at_once_kg,
    best_beliefs,
    linear_plan_kg,
    plan_sales_kg,
)
from asteroid_econ.sampling.sequences import Sampler

EARTH = draw_world(load_tables(), Sampler(5, 32)).earth


@given(st.floats(0.0, 500.0), st.floats(1.0, 1e3), st.floats(0.01, 10.0), st.floats(0.0, 0.5))
def test_a_linear_plan_beats_an_even_split_and_selling_at_once(stock, choke, slope, rate):
    t = np.array([0.0, 1.0, 2.5])
    plan = linear_plan_kg(
        stock, choke_usd_kg=choke, slope_usd_kg_per_kg_yr=slope, t_yr=t, discount_rate=rate
    )
    factor = (1.0 + rate) ** -t

    def worth(q):
        return float(np.sum(factor * q * (choke - slope * q)))

    assert plan.sum() <= stock * (1 + 1e-9) + 1e-9
    assert np.all(plan >= 0.0)
    for other in (np.full(3, stock / 3.0), np.array([stock, 0.0, 0.0]), np.zeros(3)):
        assert worth(plan) >= worth(other) - 1e-6 * (1.0 + abs(worth(other)))


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 1.5), st.floats(0.0, 1.5))
@settings(max_examples=15)
def test_no_kilogram_is_sold_twice_or_before_it_arrives(seed, ed, es):
    rng = np.random.default_rng(seed)
    base, price = EARTH.base_kg[0], EARTH.price_usd_kg[0]
    arrived = base * rng.uniform(0.0, 0.3, base.shape) * (rng.random(base.shape) < 0.2)
    beliefs = Beliefs(ed, es, 40e3, 5.0, 0.2, 0.1)
    cap = 0.2 * base
    for sold in (plan_sales_kg(arrived, price, base, cap, beliefs), at_once_kg(arrived, cap)):
        assert np.all(sold >= 0.0)
        assert np.all(sold <= cap * (1 + 1e-12))
        assert np.all(np.cumsum(sold, axis=0) <= np.cumsum(arrived, axis=0) * (1 + 1e-12))


def test_a_negligible_lot_is_sold_at_once():
    few = np.zeros(30)
    few[8] = 1.0
    assert best_beliefs(EARTH, "platinum", few, discount_rate=0.1) is None
