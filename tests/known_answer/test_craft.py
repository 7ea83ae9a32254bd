"""A craft and its calendar worked by hand."""

import numpy as np
import pytest

from asteroid_econ.missions.campaign import campaign
from asteroid_econ.missions.craft import ReturnVehicle, build_craft
from asteroid_econ.missions.mining import Ore
from asteroid_econ.missions.technology import Technology
from asteroid_econ.parameters.load import load
from asteroid_econ.records import TransferOptions

PARAMETERS = load("missions")


def one(x):
    return np.array([float(x)])


OPTIONS = TransferOptions(
    definition="by hand",
    departure_mjd_tdb=one(62_502.0),
    outbound_d=one(300.0),
    return_d=one(200.0),
    departure_c3_km2_s2=one(0.0),
    departure_dv_km_s=one(3.2),
    arrival_dv_km_s=one(3.138),  # one exhaust velocity: a mass ratio of e
    return_departure_dv_km_s=one(1.0),
    return_vinf_km_s=one(2.0),
    revisit_d=one(700.0),
    sun_distance_au=one(2.0),
)
TECHNOLOGY = Technology(**dict.fromkeys(Technology.__dataclass_fields__, one(60.0)))


def test_launch_mass_of_one_exhaust_velocity():
    """Array 6 kW × 2² / 60 W/kg = 400 kg; site 2000 + 800 + 400 + 5 × 160 = 4,000 kg.

    Gear .92 e / (1 − .08 e) = 3.19626; launch 12,785.0 kg, less than the 16.8 t to escape.
    """
    vehicle = ReturnVehicle("capsule", 100.0, 60.0, 50.0, 5)
    craft = build_craft(vehicle, Ore(one(1.0), one(6000.0)), TECHNOLOGY, OPTIONS, 0, PARAMETERS)
    assert craft.array_kg == pytest.approx(400.0)
    assert craft.site_kg == pytest.approx(4000.0)
    gear = 0.92 * 2.718281828459045 / (1.0 - 0.08 * 2.718281828459045)
    assert craft.launch_mass_kg == pytest.approx(4000.0 * gear, rel=1e-12)
    assert craft.n_launches == 1.0
    assert craft.status == 0


def test_calendar_of_five_deliveries():
    """Launch 2030-01-01, 300 d out, 180 d to start, every third year, 200 d back."""
    calendar = campaign(OPTIONS, 0, PARAMETERS)
    assert calendar.arrival_mjd_tdb == 62_802.0
    first = 62_802.0 + 180.0 + 1095.75 + 200.0
    by_hand = first + 1095.75 * np.arange(5)
    np.testing.assert_allclose(calendar.delivery_mjd_tdb, by_hand, rtol=1e-15)
