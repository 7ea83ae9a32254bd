"""The curve of price against sales, with the market's published answers."""

import numpy as np

from asteroid_econ.economics.impact import price_impact, sales_grid_kg_yr
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.sampling.sequences import Sampler

# One market with fixed elasticities and no basket: ed = .5, es = .3, as in the closed form.
FIXED = {
    "market.platinum.demand_elasticity": 0.5,
    "market.platinum.demand_short_elasticity": 0.5,
    "market.platinum.mine_elasticity": 0.3,
    "market.platinum.mine_short_elasticity": 0.3,
    "market.recycling_elasticity": 0.3,
    "market.platinum.basket_weight": 0.0,
    "market.basket_other_weight": 0.6,
}


def test_revenue_turns_where_the_closed_form_says():
    """Price .30289 of the baseline at 1.11816 times the base volume."""
    earth = draw_world(load_tables(FIXED), Sampler(0, 4)).earth
    base = float(earth.volume_kg_yr[0])
    fine = base * np.linspace(1.0, 1.25, 251)
    impact = price_impact(earth, "platinum", sold_kg_yr=fine, n_years=2)
    for turn in impact.turn_kg_yr():
        assert abs(turn / base - 1.11816) <= 1e-3
    at_turn = int(np.argmax(impact.long_run_usd_yr))
    assert abs(impact.long_run_ratio[1, at_turn] - 0.30289) <= 5e-4


def test_twenty_tonnes_at_fixed_elasticities():
    earth = draw_world(load_tables(FIXED), Sampler(0, 4)).earth
    impact = price_impact(earth, "platinum", sold_kg_yr=[20e3], n_years=3)
    np.testing.assert_allclose(impact.first_year_ratio[:, 0], 0.894, atol=5e-4)
    np.testing.assert_allclose(impact.long_run_ratio[:, 0], 0.894, atol=5e-4)
    assert sales_grid_kg_yr(1.0).size == 81
