"""Throughput and power from the published energies, worked by hand."""

import numpy as np
import pytest

from asteroid_econ.missions.mining import energy_wh_kg, ore_capacity
from asteroid_econ.missions.technology import Technology, draw_technology
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Body
from asteroid_econ.sampling.sequences import Sampler

ONE = np.ones(1)
PARAMETERS = load("missions")
PUBLISHED = Technology(
    plant_rate_kg_yr_kg=100.0 * ONE,
    excavation_wh_kg=200.0 * ONE,
    beneficiation_wh_kg=500.0 * ONE,
    water_release_wh_kg=2500.0 * ONE,
    water_recovery_frac=0.875 * ONE,
    pgm_recovery_frac=0.9 * ONE,
    specific_power_w_kg=60.0 * ONE,
    steam_exhaust_velocity_km_s=2.0 * ONE,
)


def body(mass_kg):
    nothing = np.zeros(1)
    fields = dict.fromkeys(Body.__dataclass_fields__, nothing)
    fields |= {"designation": "x", "classes": ("C",), "elements": (), "mass_kg": mass_kg * ONE}
    return Body(**fields)


def test_energy_of_ore_with_a_tenth_of_water():
    """200 Wh to dig + 0.1 × 2,500 Wh to bake = 450 Wh per kilogram of ore."""
    assert energy_wh_kg(0.1 * ONE, PUBLISHED, is_water=True) == pytest.approx([450.0])
    assert energy_wh_kg(0.1 * ONE, PUBLISHED, is_water=False) == pytest.approx([700.0])


def test_two_tonnes_of_plant_for_three_years():
    """2,000 kg × 100 kg/yr/kg × 3 yr = 600 t; 200 t/yr × 700 Wh/kg / 8,766 h = 15.97 kW."""
    ore = ore_capacity(
        body(1e12), 700.0 * ONE, PUBLISHED, PARAMETERS, interval_d=3 * 365.25, n_deliveries=5
    )
    assert ore.per_delivery_kg == pytest.approx([600e3], rel=1e-12)
    assert ore.power_w == pytest.approx([15_970.8], abs=0.1)


def test_power_and_body_limit_the_ore():
    def mined(mass_kg, power_w):
        return ore_capacity(
            body(mass_kg),
            700.0 * ONE,
            PUBLISHED,
            PARAMETERS,
            interval_d=3 * 365.25,
            n_deliveries=5,
            power_limit_w=power_w,
        ).per_delivery_kg

    assert mined(1e12, 15_970.8 / 2.0) == pytest.approx([300e3], rel=1e-5)
    assert mined(1e5, 1e9) == pytest.approx([0.5 * 1e5 / 5])


def test_drawn_technology_has_the_published_centres_and_ranges():
    drawn = draw_technology(PARAMETERS, Sampler(0, 100_000))
    assert np.quantile(drawn.plant_rate_kg_yr_kg, [0.1, 0.9]) == pytest.approx([20, 500], rel=0.03)
    assert drawn.water_recovery_frac.min() >= 0.8
    assert drawn.water_recovery_frac.max() <= 0.95
    assert drawn.water_release_wh_kg.mean() == pytest.approx((1000 + 4 * 2500 + 5000) / 6, rel=0.01)
    assert drawn.specific_power_w_kg.mean() == pytest.approx((30 + 4 * 60 + 150) / 6, rel=0.01)
