"""Kepler's equation against tables: Schlesinger & Udick 1912, NASA TR R-158, Curtis."""

import json
from importlib.resources import files

import numpy as np
import pytest

from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2, SIDEREAL_YEAR_D
from asteroid_econ.orbits.anomaly import (
    eccentric_anomaly_rad,
    eccentric_from_true_rad,
    mean_anomaly_rad,
    mean_motion_rad_s,
    period_s,
    true_anomaly_rad,
)

_TEXT = files("asteroid_econ.published").joinpath("figures/kepler_cases.json").read_text()
CASES = json.loads(_TEXT)["kepler"]


def _of(kind):
    return [pytest.param(c, id=c["id"]) for c in CASES if c["kind"] == kind]


@pytest.mark.parametrize("case", _of("M_to_nu"))
def test_mean_to_true(case):
    eccentric = eccentric_anomaly_rad(np.radians(case["mean_anomaly_deg"]), case["ecc"])
    true_deg = np.degrees(true_anomaly_rad(eccentric, case["ecc"]))
    # printed to two decimals
    np.testing.assert_allclose(true_deg, case["true_anomaly_deg"], rtol=0, atol=5.1e-3)


@pytest.mark.parametrize("case", _of("nu_to_E"))
def test_true_to_eccentric(case):
    true = np.radians(case["true_anomaly_deg"])
    eccentric_deg = np.degrees(eccentric_from_true_rad(true, case["ecc"]))
    np.testing.assert_allclose(eccentric_deg, case["eccentric_anomaly_deg"], atol=1e-5)


@pytest.mark.parametrize("case", _of("kepler_eq"))
def test_kepler_s_equation_ellipse(case):
    eccentric = eccentric_anomaly_rad(case["mean_anomaly_rad"], case["ecc"])
    assert abs(eccentric - case["eccentric_anomaly_rad"]) < case["tol"]
    assert abs(true_anomaly_rad(eccentric, case["ecc"]) - case["true_anomaly_rad"]) < case["tol"]
    mean = mean_anomaly_rad(case["eccentric_anomaly_rad"], case["ecc"])
    assert abs(mean - case["mean_anomaly_rad"]) < case["tol"]


@pytest.mark.parametrize("case", _of("kepler_eq_hyp"))
def test_kepler_s_equation_hyperbola(case):
    anomaly = eccentric_anomaly_rad(case["mean_anomaly_rad"], case["ecc"])
    assert abs(anomaly / case["hyperbolic_anomaly_rad"] - 1.0) < case["tol"]
    true_deg = np.degrees(true_anomaly_rad(anomaly, case["ecc"]))
    assert abs(true_deg / case["true_anomaly_deg"] - 1.0) < case["tol"]
    back = eccentric_from_true_rad(np.radians(true_deg), case["ecc"])
    assert abs(mean_anomaly_rad(back, case["ecc"]) / case["mean_anomaly_rad"] - 1) < case["tol"]


def test_earth_s_year():
    # Gaussian year 365.2568983 d, for k = 0.01720209895
    year_d = period_s(AU_KM, mu_km3_s2=MU_SUN_KM3_S2) / DAY_S
    np.testing.assert_allclose(year_d, 365.2568983, rtol=1e-9)
    assert abs(year_d - SIDEREAL_YEAR_D) < 1e-9
    n = mean_motion_rad_s(AU_KM, mu_km3_s2=MU_SUN_KM3_S2) * DAY_S
    np.testing.assert_allclose(n, 0.01720209895, rtol=1e-9)
