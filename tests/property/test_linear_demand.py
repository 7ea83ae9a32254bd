"""What is true of every straight demand line."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.economics.dynamics import Response
from asteroid_econ.economics.linear_demand import linear_price_ratio, linear_price_ratio_paths


@given(st.floats(1e-6, 10.0), st.floats(0.02, 5.0), st.floats(0.0, 0.99), st.floats(1.01, 3.0))
def test_more_elastic_demand_raises_the_price_at_a_fixed_quantity(x, ed, k, factor):
    low = linear_price_ratio(x, demand_elasticity=ed, kept_ratio=k)
    high = linear_price_ratio(x, demand_elasticity=ed * factor, kept_ratio=k)
    assert 0.0 <= low <= high <= 1.0
    assert low < high or high == 0.0 or x * (1 - k) / ed < 1e-12


@given(st.floats(0.0, 3.0), st.floats(0.05, 2.0), st.floats(0.0, 1.0), st.floats(0.0, 0.9))
def test_paths_stay_between_the_floor_and_one_and_fall_with_sales(x, ed, es, floor):
    one = np.ones((2, 1))
    answer = Response(
        0.4 * ed * one, ed * one, 0.4 * es * one, es * one, 0.4 * es * one, es * one,
        np.full(2, 0.2), np.array([0.5, 0.35]), 0.15,
    )  # fmt: skip
    added = np.full((2, 12, 1), x)
    path, more = (
        linear_price_ratio_paths(a, answer, floor_ratio=floor) for a in (added, 1.5 * added)
    )
    assert np.all(path >= floor)
    assert np.all(path <= 1.0)
    assert np.all(more[:, 0] <= path[:, 0] + 1e-12)
    nothing = linear_price_ratio_paths(0.0 * added, answer, floor_ratio=floor)
    assert np.all(nothing == 1.0)
