"""Payload curve through published payloads of one vehicle."""

import numpy as np
import pytest

from asteroid_econ.missions.launchers import payload_kg
from asteroid_econ.orbits.patched import departure_dv_km_s
from asteroid_econ.parameters.load import load


def test_escape_payload_is_the_published_one():
    assert float(payload_kg(0.0, load("missions"))) == pytest.approx(16_800.0, rel=1e-12)


def test_low_earth_orbit_payload_is_the_published_one():
    parameters = load("missions")
    # C3 of the 200 km circular orbit itself: a departure of 0 km/s.
    c3 = -398_600.4418 / (6_378.137 + 200.0)
    assert float(departure_dv_km_s(c3, altitude_km=200.0)) == pytest.approx(0.0, abs=1e-9)
    assert float(payload_kg(c3, parameters)) == pytest.approx(63_800.0, rel=1e-9)


def test_geostationary_transfer_payload_is_conservative_within_ten_percent():
    c3 = -2.0 * 398_600.4418 / (6_578.137 + 42_164.0)
    ours = float(payload_kg(c3, load("missions")))
    assert 0.90 * 26_700.0 <= ours <= 26_700.0


def test_payload_falls_with_energy_to_zero_and_keeps_nan():
    curve = payload_kg(np.array([0.0, 10.0, 30.0, 60.0, 500.0, np.nan]), load("missions"))
    assert np.all(np.diff(curve[:5]) < 0.0) or curve[4] == 0.0
    assert curve[4] == 0.0
    assert np.isnan(curve[5])
