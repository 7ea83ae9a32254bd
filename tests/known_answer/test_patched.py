"""Departure burns, entry speeds and synodic periods against published figures."""

import csv
import json
from importlib.resources import files

import numpy as np
import pytest

from asteroid_econ.orbits.patched import (
    capping_dv_km_s,
    departure_dv_km_s,
    entry_speed_km_s,
    synodic_period_d,
)

FIGURES = files("asteroid_econ.published").joinpath("figures")


def test_sixty_departures_from_low_orbit():
    rows = list(csv.DictReader(FIGURES.joinpath("leo_departure.csv").read_text().splitlines()))
    c3, altitude, dv = (
        np.array([float(r[k]) for r in rows]) for k in ("c3_km2_s2", "altitude_km", "dv_km_s")
    )
    assert len(rows) == 60
    np.testing.assert_allclose(departure_dv_km_s(c3, altitude_km=altitude), dv, rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    "name", ["wakker_escape_mars_185km", "escape_elliptic_parking", "wakker_capture_mars"]
)
def test_escape_and_capture_burns_of_wakker(name):
    cases = json.loads(FIGURES.joinpath("kepler_cases.json").read_text())["kepler"]
    case = next(c for c in cases if c["id"] == name)
    ours = departure_dv_km_s(
        (case["vinf_m_s"] / 1e3) ** 2,
        altitude_km=case["a_m"] * (1.0 - case["ecc"]) / 1e3,
        parking_ecc=case["ecc"],
        mu_km3_s2=case["mu_m3_s2"] / 1e9,
        radius_km=0.0,
    )
    np.testing.assert_allclose(ours * 1e3, case["dv_m_s"], rtol=case["tol"])


def test_entry_speeds_of_nhats():
    # 2000 SG344, NHATS records of 2012-01-06: C3 1.737 and 2.197; floor 11.0719 km/s at 125 km
    np.testing.assert_allclose(entry_speed_km_s(0.0), 11.0719, atol=5e-5)
    np.testing.assert_allclose(
        departure_dv_km_s([1.737, 2.197], altitude_km=400.0), [3.256, 3.277], atol=5e-4
    )


def test_the_cap_of_nhats():
    # 4.6274 km/s: the largest excess speed that enters at 12 km/s
    assert capping_dv_km_s(4.6274) < 1e-4
    np.testing.assert_allclose(entry_speed_km_s(4.6274), 12.0, atol=5e-5)
    np.testing.assert_allclose(capping_dv_km_s(6.0), 6.0 - 4.6274, atol=5e-5)


def test_synodic_periods_in_years():
    a_au = [1.126, 1.190, 1.324, 1.458, 0.978, 0.922]
    published = [6.13, 4.35, 2.91, 2.31, 29.5, 7.72]  # Bennu, Ryugu, Itokawa, Eros, SG344, Apophis
    np.testing.assert_allclose(synodic_period_d(a_au) / 365.25, published, rtol=5e-3)
