"""Values and rates of return against textbooks and spreadsheet manuals."""

import numpy as np
import pytest

from asteroid_econ.economics import finance
from asteroid_econ.errors import InputError

XNPV = [-10000.0, 2750.0, 4250.0, 3250.0, 2750.0]
XNPV_YR = np.array([0, 60, 303, 411, 456]) / 365.0  # 2008-01-01 … 2009-04-01


def test_xnpv_and_xirr_of_the_spreadsheet_manual():
    assert float(finance.npv(XNPV, XNPV_YR, discount_rate=0.09)) == pytest.approx(
        2086.6476, abs=5e-5
    )
    assert float(finance.irr(XNPV, XNPV_YR)) == pytest.approx(0.3733625, abs=5e-8)


def test_mirr_of_the_spreadsheet_manual():
    flow = [-120000.0, 39000.0, 30000.0, 21000.0, 37000.0, 46000.0]
    rate = finance.mirr(flow, np.arange(6.0), finance_rate_frac=0.10, reinvestment_rate_frac=0.12)
    assert float(rate) == pytest.approx(0.126094, abs=5e-7)


def test_brealey_and_myers_two_rates_and_none():
    two, none = [-4000.0, 25000.0, -25000.0], [1000.0, -3000.0, 2500.0]
    np.testing.assert_allclose(finance.irr_roots(two, [0, 1, 2]), [0.25, 4.0], rtol=1e-12)
    assert finance.irr_roots(none, [0, 1, 2]).size == 0
    assert finance.irr_status([two, none, [-1.0, 0.0, 1.21]], [0, 1, 2]).tolist() == [2, 1, 0]
    rates = finance.irr([two, none, [-1.0, 0.0, 1.21]], [0, 1, 2])
    assert np.isnan(rates[:2]).all()
    assert rates[2] == pytest.approx(0.1, rel=1e-12)


def test_irr_status_of_nan_and_of_no_change_of_sign():
    assert finance.irr_status([[np.nan, 1.0], [1.0, 1.0], [0.0, 0.0]], [0, 1]).tolist() == [3, 1, 1]


def test_payback_counts_lumps_and_the_last_negative():
    flow = [[-100, 60, 60, 60], [-100, 150, -80, 60], [-100, 10, 10, 10], [5, 5, 5, 5]]
    paid = finance.payback_yr(np.array(flow, float), [0.0, 1.0, 2.0, 3.0])
    np.testing.assert_array_equal(paid, [2.0, 3.0, np.nan, 0.0])
    discounted = finance.payback_yr([-100.0, 60, 60, 60], [0.0, 1, 2, 3], discount_rate=0.15)
    assert float(discounted) == 3.0  # Brealey & Myers: later than the plain payback


def test_exposure_is_the_deepest_hole():
    assert float(finance.exposure_usd([-100.0, -20.0, 60.0, 90.0], [0, 1, 2, 3])) == -120.0
    assert float(finance.exposure_usd([1.0, 1.0], [0, 1])) == 0.0


def test_annuity_of_the_textbook_table():
    per_unit = finance.equivalent_annual_usd(2.4868520, life_yr=3.0, discount_rate=0.10)
    assert float(per_unit) == pytest.approx(1.0, abs=1e-7)
    assert float(finance.equivalent_annual_usd(9.0, life_yr=3.0, discount_rate=0.0)) == 3.0


def test_break_even_multiple_is_a_ratio_of_means():
    assert finance.break_even_multiple([1.0, 3.0], [10.0, 10.0]) == 5.0
    assert finance.break_even_multiple([0.0], [10.0]) == np.inf


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("discount_rate", lambda: finance.npv([1.0], [0.0], discount_rate=-1.0)),
        ("t_yr", lambda: finance.npv([1.0, 2.0], [0.0], discount_rate=0.1)),
        ("t_yr", lambda: finance.irr([1.0, 2.0], [1.0, 0.0])),
        ("flow_usd", lambda: finance.irr_roots([[1.0]], [0.0])),
        ("life_yr", lambda: finance.equivalent_annual_usd(1.0, life_yr=0.0, discount_rate=0.1)),
    ],
)
def test_bad_input_names_the_argument(name, call):
    with pytest.raises(InputError) as caught:
        call()
    assert caught.value.name == name
