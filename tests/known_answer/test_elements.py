"""Elements and vectors against Vallado and JPL Horizons."""

import json
from importlib.resources import files

import numpy as np
import pytest

from asteroid_econ.constants import AU_KM
from asteroid_econ.orbits.anomaly import eccentric_from_true_rad, mean_anomaly_rad
from asteroid_econ.orbits.elements import from_state, state
from asteroid_econ.orbits.planets import ecliptic_to_equatorial

_TEXT = files("asteroid_econ.published").joinpath("figures/kepler_cases.json").read_text()
CASES = json.loads(_TEXT)["kepler"]


def _one(name):
    return next(c for c in CASES if c["id"] == name)


def test_vallado_2_6():
    c = _one("vallado_2_6_coe2rv")
    mean = mean_anomaly_rad(
        eccentric_from_true_rad(np.radians(c["true_anomaly_deg"]), c["ecc"]), c["ecc"]
    )
    angles = np.radians([c["inc_deg"], c["node_deg"], c["argperi_deg"]])
    r, v = state(
        c["p_km"] / (1.0 - c["ecc"] ** 2), c["ecc"], *angles, mean, mu_km3_s2=c["mu_km3_s2"]
    )
    np.testing.assert_allclose(r, c["r_km"], rtol=c["tol"])
    np.testing.assert_allclose(v, c["v_km_s"], rtol=c["tol"])


def test_vallado_2_5():
    c = _one("vallado_2_5_rv2coe")
    a, ecc, inc, node, argperi, mean = from_state(c["r_km"], c["v_km_s"], mu_km3_s2=c["mu_km3_s2"])
    published = np.radians([c["inc_deg"], c["node_deg"], c["argperi_deg"], c["true_anomaly_deg"]])
    true_mean = mean_anomaly_rad(eccentric_from_true_rad(published[3], c["ecc"]), c["ecc"])
    np.testing.assert_allclose([inc, node, argperi], published[:3], rtol=c["tol"])
    np.testing.assert_allclose(mean, true_mean, rtol=1e-3)
    np.testing.assert_allclose([ecc, a * (1 - ecc**2)], [c["ecc"], c["p_km"]], rtol=c["tol"])


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c["id"]) for c in CASES if c["kind"] == "coe2rv_heliocentric"]
)
def test_horizons_vectors_from_horizons_elements(case):
    r, v = state(**case["elements_ecliptic"], mu_km3_s2=case["mu_km3_s2"])
    r_error_km = np.linalg.norm(ecliptic_to_equatorial(r) - case["r_icrf_km"])
    v_error_m_s = np.linalg.norm(ecliptic_to_equatorial(v) - case["v_icrf_km_s"]) * 1e3
    assert r_error_km < 2.0 * case["check_dr_km"]
    assert v_error_m_s < 2.0 * case["check_dv_m_s"]


def test_ceres_of_horizons_to_a_millimetre_of_its_digits():
    c = _one("horizons_ceres_elements")
    angles = np.radians([c["inc_deg"], c["node_deg"], c["argperi_deg"], c["mean_anomaly_deg"]])
    r, _ = state(c["a_au"] * AU_KM, c["ecc"], *angles, mu_km3_s2=132712440042.0)
    error_m = np.linalg.norm(r / AU_KM - c["r_equatorial_au"]) * AU_KM * 1e3
    assert error_m < c["tol_m"]


def test_a_mean_anomaly_without_digits_is_nan():
    near, far = (state(1.0, 0.5, 0, 0, 0, m, mu_km3_s2=1.0)[0] for m in (1e12, 1e18))
    assert 0.5 <= np.linalg.norm(near) <= 1.5
    assert np.isnan(far).all()


def test_a_nearly_straight_hyperbola_does_not_overflow():
    r_km, v_km_s = state(-1.0, 1e200, 0.0, 0.0, 0.0, 2.0, mu_km3_s2=1.0)
    # no deflection: periapsis at |a| e, then a straight line at √(mu/|a|)
    np.testing.assert_allclose(r_km, [1e200, 2.0, 0.0], rtol=1e-12)
    np.testing.assert_allclose(v_km_s, [0.0, 1.0, 0.0], atol=1e-12)
