"""Dollars there and back."""

from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.economics.deflator import deflator_ratio

YEAR = st.integers(1950, 2025)


@given(YEAR, YEAR, YEAR)
def test_by_way_of_another_year_is_the_same(a, b, c):
    direct = float(deflator_ratio(a, to_year=c))
    by_b = float(deflator_ratio(a, to_year=b)) * float(deflator_ratio(b, to_year=c))
    assert abs(by_b / direct - 1.0) < 1e-12
