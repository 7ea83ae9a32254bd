"""What is true of every cost relation."""

from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.economics.costs import learning_factor


@given(st.integers(1, 500), st.floats(0.55, 1.0))
def test_total_cost_rises_with_every_unit(n, ratio):
    total = [float(m * learning_factor(m, learning_ratio=ratio)) for m in (n, n + 1)]
    assert total[1] > total[0]
