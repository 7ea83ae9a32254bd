"""A campaign small enough to be summed by hand."""

import dataclasses

import numpy as np
import pytest

from asteroid_econ.constants import TROY_OUNCE_KG
from asteroid_econ.economics.cashflow import cash_flow
from asteroid_econ.economics.finance import npv
from asteroid_econ.economics.scenario import draw_world, load_tables
from asteroid_econ.records import Delivery
from asteroid_econ.sampling.sequences import Sampler

# Round figures, one per parameter that matters; a market too elastic to move.
ROUND = {
    "market.sigma_yr": 0.0,
    "market.platinum.level_usd_ozt": 1278.3,
    "market.platinum.demand_elasticity": 1e6,
    "market.platinum.demand_short_elasticity": 1e6,
    "costs.nre_usd": 400e6,
    "costs.autonomy_nre_usd": 100e6,
    "costs.payload_usd_kg": 3e5,
    "costs.capsule_usd_kg": 1.5e5,
    "costs.power_usd_w": 800.0,
    "costs.operations_usd_yr": 30e6,
    "costs.licence_usd": 2.5e6,
    "costs.liability_usd": 1.5e6,
    "costs.launch_usd": 163e6,
    "costs.growth_ratio": 1.4,
    "costs.learning_ratio": 0.85,
    "costs.closeout_yr": 0.5,
    "costs.launch_co2_kg": 0.0,
}


def one(value):
    return np.array([float(value)])


CAMPAIGN = Delivery(
    architecture="by hand",
    place="Earth",
    launch_mjd_tdb=61041.0 + 4 * 365.25,
    date_mjd_tdb=61041.0 + 365.25 * np.array([6.0, 7.0]),
    products=("platinum",),
    product_kg=np.full((1, 1, 2), 100.0),
    hardware=("plant", "power", "capsule"),
    hardware_kg=np.array([[1000.0], [50.0], [20.0]]),
    hardware_units=(1, 1, 2),
    power_w=one(5000.0),
    launch_mass_kg=one(3000.0),
    launch_c3_km2_s2=0.0,
    n_launches=one(2.0),
    launch_survival_frac=one(0.9),
    survival_frac=np.array([[0.8, 0.5]]),
    operating_d=one(3 * 365.25),
    mass_in_kg=one(0.0),
    mass_out_kg=one(0.0),
    status=np.zeros(1, dtype=np.int64),
)


def test_summed_by_hand():
    world = draw_world(load_tables(ROUND), Sampler(0, 1))
    flow = cash_flow(CAMPAIGN, world, failure_uniform=[0.6])
    by_class = dict(zip(flow.classes, flow.flow_usd[:, 0].sum(axis=1), strict=True))
    paid = 100.0 / TROY_OUNCE_KG * (0.90 * 1278.3 - 25.0)
    assert by_class["sales"] == pytest.approx((0.8 + 0.5) * paid, rel=1e-6)
    assert by_class["development"] == pytest.approx(-(400e6 + 1.4 * 100e6))
    capsules = 2 * 0.85 * 20 * 1.5e5
    assert by_class["hardware"] == pytest.approx(-1.4 * (1000 * 3e5 + capsules + 5000 * 800))
    assert by_class["launch"] == pytest.approx(-(2.5e6 + 2 * (163e6 + 1.5e6)))
    # Years 4.5 and 5.5 before the first delivery, 6.5 after it; close-out once, whatever happens.
    assert by_class["operations"] == pytest.approx(-30e6 * (0.9 + 0.9 + 0.8 + 0.5))
    assert by_class["environment"] == 0.0
    # The sampled outcome: 0.6 is below 0.8 and above 0.5, so that the second delivery fails.
    sampled = dict(zip(flow.t_yr.round(2).tolist(), flow.sampled_usd[0], strict=True))
    assert sampled[6.0] == pytest.approx(paid, rel=1e-6)
    assert sampled[7.0] == pytest.approx(-0.5 * 30e6)
    assert sampled[6.5] == pytest.approx(-30e6)


def test_value_by_hand():
    world = draw_world(load_tables(ROUND), Sampler(0, 1))
    certain = dataclasses.replace(
        CAMPAIGN, launch_survival_frac=one(1.0), survival_frac=np.ones((1, 2))
    )
    flow = cash_flow(certain, world, failure_uniform=[0.5])
    value = npv(flow.flow_usd.sum(axis=0), flow.t_yr, discount_rate=world.discount_rate)
    paid = 100.0 / TROY_OUNCE_KG * (0.90 * 1278.3 - 25.0)
    hardware = 1.4 * (1000 * 3e5 + 2 * 0.85 * 20 * 1.5e5 + 5000 * 800)
    dated = [
        *((t, -540e6 / 4) for t in (0.5, 1.5, 2.5, 3.5)),
        *((t, -hardware / 2) for t in (2.5, 3.5)),
        (4.0, -(2.5e6 + 2 * 164.5e6)),
        *((t, -30e6) for t in (4.5, 5.5, 6.5)),
        *((t, paid) for t in (6.0, 7.0)),
        (7.0, -15e6),
    ]
    by_hand = sum(usd * 1.1**-t for t, usd in dated)
    assert float(value[0]) == pytest.approx(by_hand, rel=1e-7)
