"""Values and measures in their limits."""

import numpy as np
import pytest

from asteroid_econ.economics.finance import (
    break_even_multiple,
    equivalent_annual_usd,
    exposure_usd,
    irr,
    npv,
)

T = np.arange(8.0)


def test_without_discounting_the_value_is_the_sum():
    flow = np.array([-100.0, 3.0, 7.0, 20.0, 40.0, 10.0, 5.0, 60.0])
    assert float(npv(flow, T, discount_rate=0.0)) == flow.sum()
    tiny = float(npv(flow, T, discount_rate=1e-12))
    assert tiny == pytest.approx(flow.sum(), rel=1e-9)


def test_a_high_rate_leaves_the_first_flow():
    assert float(npv([-100.0, 1e6], [0.0, 1.0], discount_rate=1e9)) == pytest.approx(-100, abs=2e-3)


def test_a_long_life_is_a_perpetuity():
    assert float(equivalent_annual_usd(100.0, life_yr=1e4, discount_rate=0.07)) == pytest.approx(7)
    small = float(equivalent_annual_usd(100.0, life_yr=10.0, discount_rate=1e-9))
    assert small == pytest.approx(10.0, rel=1e-6)


def test_the_break_even_multiple_makes_the_mean_value_zero():
    rng = np.random.default_rng(0)
    revenue, cost = rng.lognormal(0, 1, 400), rng.lognormal(2, 1, 400)
    multiple = break_even_multiple(revenue, cost)
    assert np.mean(multiple * revenue - cost) == pytest.approx(0.0, abs=1e-12 * cost.sum())


def test_exposure_is_bounded_by_all_that_is_paid_out():
    rng = np.random.default_rng(1)
    flow = rng.normal(size=(50, 8))
    deepest = exposure_usd(flow, T)
    assert np.all(deepest <= 0.0)
    assert np.all(deepest >= np.minimum(flow, 0.0).sum(axis=-1))
    np.testing.assert_allclose(exposure_usd(-np.abs(flow), T), -np.abs(flow).sum(axis=-1))


def test_a_project_that_returns_its_stake_returns_nothing():
    assert float(irr([-100.0, 0.0, 100.0], [0.0, 1.0, 2.0])) == pytest.approx(0.0, abs=1e-12)
