"""Quantity to price and back."""

from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.economics.conduct import added_at_price_ratio
from asteroid_econ.economics.market import clearing_price_ratio


@given(st.floats(-2.0, 3.0), st.floats(0.05, 3.0), st.floats(0.0, 3.0))
def test_added_supply_undoes_the_clearing_price(log_x, ed, es):
    x = 10.0**log_x
    p = clearing_price_ratio(x, demand_elasticity=ed, supply_elasticity=es)
    back = float(added_at_price_ratio(p, demand_elasticity=ed, supply_elasticity=es))
    assert abs(back / x - 1.0) < 1e-9
