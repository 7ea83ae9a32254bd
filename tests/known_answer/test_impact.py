"""The curve of price against sales, with the market's published answers."""

import numpy as np

from asteroid_econ.economics.impact import price_impact, sales_grid_kg_yr, water_impact
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
    for sold in (sales_grid_kg_yr(base), base * np.array([3.0, 2.0])):
        impact = price_impact(earth, "platinum", sold_kg_yr=sold, n_years=2)
        for turn in impact.turn_kg_yr:
            assert abs(turn / base - 1.11816) <= 2e-4
    turn = [impact.turn_kg_yr[1]]
    there = price_impact(earth, "platinum", sold_kg_yr=turn, n_years=2)
    assert abs(there.price_ratio[1, 1, 0] - 0.30289) <= 5e-5
    assert there.turn_kg_yr == (None, None)


def test_twenty_tonnes_at_fixed_elasticities():
    earth = draw_world(load_tables(FIXED), Sampler(0, 4)).earth
    impact = price_impact(earth, "platinum", sold_kg_yr=[20e3], n_years=3)
    np.testing.assert_allclose(impact.price_ratio[0, :, 0], 0.894, atol=5e-4)
    np.testing.assert_allclose(impact.price_ratio[1, :, 0], 0.894, atol=5e-4)
    assert sales_grid_kg_yr(1.0).size == 81


def test_the_long_run_ends_with_the_market():
    """A rival known for ten years only; the short run of one year is its own long run."""
    rival = {"market.rival.volume_kg_yr": 20e3, "market.rival.entry_yr": 2026.0}
    short = {**FIXED, **rival, "finance.horizon_yr": 10.0}
    earth = draw_world(load_tables(short), Sampler(0, 4)).earth
    impact = price_impact(earth, "platinum", sold_kg_yr=[80e3])
    assert "after 10 years" in impact.note
    # 80 t and the rival's 20 t clear as the 100 t of the closed form, at the volume of 2025.
    np.testing.assert_allclose(impact.price_ratio[0, 1, 0], 0.587, atol=5e-3)


def test_water_sells_at_its_ceiling_up_to_demand_and_then_along_it():
    """280 t a year at a ceiling: twice as much at an elasticity of .5 brings a quarter of it."""
    fixed = {
        "water.demand_kg_yr": 280e3,
        "water.demand_start_yr": 2028.0,
        "water.demand_elasticity": 0.5,
        "water.leo_factor_ratio": 1.0,
        "water.discount_frac": 0.15,
        "water.lunar_entry_yr": 2100.0,
    }
    world = draw_world(load_tables(fixed), Sampler(0, 4))
    impact = water_impact(
        world.water,
        "NRHO",
        calendar_yr=world.calendar_yr,
        years=(2035, 2040),
        sold_kg_yr=[140e3, 280e3, 560e3],
    )
    np.testing.assert_allclose(impact.price_ratio[:, 1], [[1.0, 1.0, 0.25]] * 2, rtol=1e-12)
    np.testing.assert_allclose(impact.turn_kg_yr, 280e3, rtol=1e-4)
    # Earth-delivered water at gear 2.539 and 15 % discount: 1,500 and 650 USD/kg at the start of
    # 2035 and 2040; launch falls from 1,600 to 300 USD/kg over 2030 to 2040, then stays.
    ceilings = impact.revenue_usd_yr[:, 1] / 280e3
    to_the_middle = (300.0 / 1600.0) ** 0.05
    np.testing.assert_allclose(ceilings, [1500.0 * to_the_middle, 650.0], rtol=0.005)
