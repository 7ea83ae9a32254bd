"""A fleet in a market with a closed form."""

import numpy as np

from asteroid_econ.constants import TROY_OUNCE_KG
from asteroid_econ.economics.fleet import fleet_sales
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.records import Delivery
from asteroid_econ.sampling.sequences import Sampler

# One market at ed = .5, es = .3 without growth: 20 t into 221 t clear at .894, two craft of 10 t.
FIXED = {
    "market.sigma_yr": 0.0,
    "market.growth_frac": 0.0,
    "market.platinum.level_usd_ozt": 1278.3,
    "market.platinum.demand_elasticity": 0.5,
    "market.platinum.demand_short_elasticity": 0.5,
    "market.platinum.mine_elasticity": 0.3,
    "market.platinum.mine_short_elasticity": 0.3,
    "market.recycling_elasticity": 0.3,
    "market.platinum.basket_weight": 0.0,
    "market.basket_other_weight": 0.6,
}


def test_two_craft_of_ten_tonnes_clear_as_twenty():
    one = np.ones(1)
    craft = Delivery(
        "test", "Earth", 61041.0 + 1461.0, np.array([61041.0 + 3000.0]), ("platinum",),
        np.full((1, 1, 1), 10e3), ("plant",), np.ones((1, 1)), (1,), one, one, 0.0, one, one,
        np.ones((1, 1)), one, one, one, np.zeros(1, dtype=np.int64),
    )  # fmt: skip
    world = draw_world(load_tables(FIXED), Sampler(0, 1))
    sales = fleet_sales([craft, craft], world, n_arrived=[one, one])
    for own in sales:  # each is paid for its half at the price of both
        per_ounce = own.sampled_usd[0, 0] / (10e3 / TROY_OUNCE_KG)
        assert abs((per_ounce + 25.0) / 0.90 / 1278.3 - 0.894) <= 5e-4
