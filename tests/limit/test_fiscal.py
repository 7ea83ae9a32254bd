"""Royalty and depreciation in their limits."""

from asteroid_econ.economics.fiscal import depreciation_pv_ratio, royalty_rate_frac


def test_without_profit_the_royalty_is_its_floor():
    assert royalty_rate_frac([-3.0, 0.0], form="refined").tolist() == [0.005, 0.005]


def test_without_discounting_depreciation_returns_the_cost():
    assert depreciation_pv_ratio(7, discount_rate=0.0) == 1.0
