"""What is true of all values and rates of return."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from asteroid_econ.economics.finance import irr, irr_roots, irr_status, npv, payback_yr

MONEY = st.floats(-1e9, 1e9)
FLOWS = arrays(np.float64, (3, 4, 7), elements=MONEY)
RATE = st.floats(-0.5, 1.0)
T = np.array([0.0, 0.5, 1.0, 2.25, 4.0, 8.0, 15.0])


@given(FLOWS, FLOWS, RATE, st.floats(-3.0, 3.0))
def test_npv_is_linear_in_flows(a, b, rate, k):
    together = npv(a + k * b, T, discount_rate=rate)
    apart = npv(a, T, discount_rate=rate) + k * npv(b, T, discount_rate=rate)
    scale = npv(np.abs(a) + abs(k) * np.abs(b), T, discount_rate=rate) + 1e-300
    assert np.all(np.abs(together - apart) <= 1e-12 * scale)


@given(FLOWS, arrays(np.float64, 4, elements=RATE))
def test_one_rate_per_draw_is_as_each_alone(flow, rate):
    together = npv(flow, T, discount_rate=rate)
    assert together.shape == (3, 4)
    for i in range(4):
        assert np.array_equal(together[:, i], npv(flow[:, i], T, discount_rate=rate[i]))


@given(arrays(np.float64, (5, 7), elements=st.floats(-100.0, 100.0).map(round).map(float)))
def test_the_rate_of_return_makes_the_value_zero(flow):
    rate, status = irr(flow, T), irr_status(flow, T)
    assert np.array_equal(np.isnan(rate), status != 0)
    for row, r in zip(flow, rate, strict=True):
        if not np.isnan(r):
            scale = npv(np.abs(row), T, discount_rate=r)
            assert abs(npv(row, T, discount_rate=r)) <= 1e-9 * scale
        for root in irr_roots(row, T):
            assert abs(npv(row, T, discount_rate=root)) <= 1e-9 * npv(
                np.abs(row), T, discount_rate=root
            )


@given(FLOWS, RATE.filter(lambda r: r >= 0.0))
def test_discounted_payback_is_a_date_or_nan(flow, rate):
    paid = payback_yr(flow, T, discount_rate=rate)
    assert np.all(np.isnan(paid) | np.isin(paid, T))


def test_nan_stays_in_its_row():
    flow = np.ones((3, 7))
    flow[1, 2] = np.nan
    assert np.isnan(npv(flow, T, discount_rate=0.1)).tolist() == [False, True, False]
    assert np.isnan(payback_yr(flow, T)).tolist() == [False, True, False]
