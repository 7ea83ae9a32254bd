"""Conduct of sellers against closed forms."""

import numpy as np
import pytest

from asteroid_econ.economics.conduct import (
    added_at_price_ratio,
    cournot_price_ratio,
    fixed_share_price_ratio,
    linear_cournot_kg,
)
from asteroid_econ.economics.market import clearing_price_ratio
from asteroid_econ.errors import InputError


@pytest.mark.parametrize(
    ("ed", "es", "price", "quantity"), [(0.5, 0.3, 0.30289, 1.11816), (0.5, 0.0, 0.25, 1.0)]
)
def test_monopoly_without_cost(ed, es, price, quantity):
    p = cournot_price_ratio(demand_elasticity=ed, supply_elasticity=es, unit_cost_ratio=0.0)
    x = added_at_price_ratio(p, demand_elasticity=ed, supply_elasticity=es)
    assert float(p) == pytest.approx(price, abs=5e-6)
    assert float(x) == pytest.approx(quantity, abs=5e-6)


def test_margin_with_cost():
    """(P - c) / P = q / (ed D + es S)."""
    ed, es, cost = 0.5, 0.3, np.array([0.1, 0.4, 0.8])
    p = cournot_price_ratio(demand_elasticity=ed, supply_elasticity=es, unit_cost_ratio=cost)
    x = added_at_price_ratio(p, demand_elasticity=ed, supply_elasticity=es)
    np.testing.assert_allclose((p - cost) / p, x / (ed * p**-ed + es * p**es), rtol=1e-10)


def test_no_other_quantity_earns_a_monopoly_more():
    ed, es, cost = 0.5, 0.3, 0.2
    p = cournot_price_ratio(demand_elasticity=ed, supply_elasticity=es, unit_cost_ratio=cost)
    best = float(added_at_price_ratio(p, demand_elasticity=ed, supply_elasticity=es))
    x = np.linspace(0.5, 1.5, 1001) * best
    profit = x * (clearing_price_ratio(x, demand_elasticity=ed, supply_elasticity=es) - cost)
    assert abs(x[np.argmax(profit)] / best - 1.0) <= 1e-3


def test_many_rivals_bring_the_price_to_the_cost_and_each_lowers_it():
    p = cournot_price_ratio(
        demand_elasticity=0.5,
        supply_elasticity=0.3,
        unit_cost_ratio=0.2,
        n_sellers=[1, 2, 5, 100, 1e7, np.inf],
    )
    assert np.all(np.diff(p) < 0.0)
    assert p[-2:].tolist() == pytest.approx([0.2, 0.2], rel=1e-6)
    dear = cournot_price_ratio(demand_elasticity=0.5, supply_elasticity=0.3, unit_cost_ratio=1.2)
    assert dear == 1.0


def test_linear_cournot():
    """q = (a - c) / (b (n + 1))."""
    for n, expected in ((1, 45.0), (2, 30.0), (8, 10.0)):
        q = linear_cournot_kg(
            choke_usd_kg=100, slope_usd_kg_per_kg_yr=1, unit_cost_usd_kg=10, n_sellers=n
        )
        assert float(q) == pytest.approx(expected, rel=1e-14)


def test_fixed_share_clears():
    p = fixed_share_price_ratio([0.0, 0.2, 0.9], demand_elasticity=0.5, supply_elasticity=0.3)
    x = added_at_price_ratio(p, demand_elasticity=0.5, supply_elasticity=0.3)
    np.testing.assert_allclose(x / p**-0.5, [0.0, 0.2, 0.9], atol=1e-14)
    back = clearing_price_ratio(x, demand_elasticity=0.5, supply_elasticity=0.3)
    np.testing.assert_allclose(back, p, rtol=1e-12)


@pytest.mark.parametrize(
    "call",
    [
        lambda: cournot_price_ratio(
            demand_elasticity=0, supply_elasticity=0.3, unit_cost_ratio=0.1
        ),
        lambda: cournot_price_ratio(
            demand_elasticity=0.3, supply_elasticity=0.3, unit_cost_ratio=0.1, n_sellers=0.5
        ),
        lambda: fixed_share_price_ratio(1.0, demand_elasticity=0.5, supply_elasticity=0.3),
        lambda: fixed_share_price_ratio(0.5, demand_elasticity=0.0, supply_elasticity=0.0),
        lambda: added_at_price_ratio(0.0, demand_elasticity=0.5, supply_elasticity=0.3),
        lambda: linear_cournot_kg(
            choke_usd_kg=1, slope_usd_kg_per_kg_yr=0, unit_cost_usd_kg=0, n_sellers=1
        ),
        lambda: linear_cournot_kg(
            choke_usd_kg=1, slope_usd_kg_per_kg_yr=1, unit_cost_usd_kg=0, n_sellers=0
        ),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(InputError):
        call()
