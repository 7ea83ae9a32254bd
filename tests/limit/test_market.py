"""Clearing prices in their limits."""

import math

import numpy as np
import pytest

from asteroid_econ.economics.market import clearing_price_ratio


def price(x, ed, es):
    return clearing_price_ratio(x, demand_elasticity=ed, supply_elasticity=es)


def test_nothing_added_changes_nothing():
    assert np.all(price(0.0, np.array([0.0, 0.3, math.inf]), 0.5) == 1.0)


@pytest.mark.parametrize(("ed", "es"), [(0.5, 0.3), (0.1, 0.0), (2.0, 1.0)])
def test_small_quantity_is_linear(ed, es):
    for x in (1e-4, 1e-6):
        assert abs((1.0 - float(price(x, ed, es))) * (ed + es) / x - 1.0) < 20.0 * x / (ed + es)


def test_without_limit_the_price_goes_to_zero_from_above():
    p = price(np.logspace(0, 100, 50), 0.5, 0.3)
    assert np.all(np.diff(p) < 0.0)
    assert np.all(p > 0.0)
    assert price(math.inf, 0.5, 0.3) == 0.0


def test_perfect_elasticity_keeps_the_price():
    assert price(3.0, math.inf, 0.3) == 1.0
    assert price(3.0, 0.3, math.inf) == 1.0
    assert price(math.inf, math.inf, 0.3) == 1.0
    assert float(price(3.0, 1e7, 0.3)) == pytest.approx(1.0, abs=1e-6)


def test_demand_without_elasticity_pushes_suppliers_out():
    np.testing.assert_allclose(price([0.25, 0.75], 0.0, 0.5), [0.5625, 0.0625], rtol=1e-14)
    assert price(1.5, 0.0, 0.5) == 0.0
    assert float(price(0.25, 1e-9, 0.5)) == pytest.approx(0.5625, rel=1e-6)


@pytest.mark.parametrize("ed", [5e-324, 1e-300, 1e-170, 1e-20])
@pytest.mark.parametrize("es", [0.0, 5e-324, 1e-300, 0.26, 1e300])
def test_a_tiny_elasticity_of_demand_is_nearly_none(ed, es):
    """No number is missing on the way to the limit of ed = 0."""
    p = price([1e-3, 0.5, 1.5, 1e306], ed, es)
    assert np.all(p[2:] == 0.0)
    limit = 0.0 if es < 1e-100 else np.array([0.999, 0.5]) ** (1.0 / es)
    np.testing.assert_allclose(p[:2], limit, rtol=1e-12)
