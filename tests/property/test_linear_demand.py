"""What is true of every straight demand line."""

from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.economics.linear_demand import linear_price_ratio


@given(st.floats(1e-6, 10.0), st.floats(0.02, 5.0), st.floats(0.0, 0.99), st.floats(1.01, 3.0))
def test_more_elastic_demand_raises_the_price_at_a_fixed_quantity(x, ed, k, factor):
    low = linear_price_ratio(x, demand_elasticity=ed, kept_ratio=k)
    high = linear_price_ratio(x, demand_elasticity=ed * factor, kept_ratio=k)
    assert 0.0 <= low <= high <= 1.0
    assert low < high or high == 0.0 or x * (1 - k) / ed < 1e-12
