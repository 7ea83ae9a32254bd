"""Propagation against Vallado and Curtis, and its honest limit against JPL Horizons."""

import json
from importlib.resources import files

import numpy as np

from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.kepler import propagate

_TEXT = files("asteroid_econ.published").joinpath("figures/kepler_cases.json").read_text()
CASES = {c["id"]: c for group in json.loads(_TEXT).values() for c in group}


def test_vallado_2_4():
    c = CASES["vallado_2_4"]
    r, v = propagate(c["r0_km"], c["v0_km_s"], c["dt_s"], mu_km3_s2=c["mu_km3_s2"])
    np.testing.assert_allclose(r, c["r_km"], rtol=c["tol"])
    np.testing.assert_allclose(v, c["v_km_s"], rtol=c["tol"])


def test_curtis_hyperbola():
    c = CASES["curtis_3_5_hyperbolic"]
    r, v = propagate(c["r0_km"], c["v0_km_s"], c["dt_s"], mu_km3_s2=c["mu_km3_s2"])
    np.testing.assert_allclose(np.linalg.norm(r), c["r_norm_km"], rtol=c["tol"])
    np.testing.assert_allclose(np.linalg.norm(v), c["v_norm_km_s"], rtol=c["tol"])


def test_curtis_parabola():
    c = CASES["curtis_3_parabolic"]
    mu, q = 398600.4418, 0.5 * c["p_km"]
    hours = np.array(c["dt_h"])
    r, _ = propagate([q, 0, 0], [0, np.sqrt(2.0 * mu / q), 0], hours * 3600.0, mu_km3_s2=mu)
    true_deg = np.degrees(np.arctan2(r[0, 1], r[0, 0]))
    np.testing.assert_allclose(true_deg, c["true_anomaly_deg"][0], rtol=c["tol"])
    np.testing.assert_allclose(np.linalg.norm(r[1]), c["r_norm_km"][1], rtol=c["tol"])


def test_two_bodies_miss_eros_by_the_known_drift():
    c = CASES["horizons_eros_drift"]
    first, last = c["samples"]
    dt_s = (last["jd_tdb"] - first["jd_tdb"]) * DAY_S
    r, _ = propagate(first["r_km"], first["v_km_s"], dt_s, mu_km3_s2=MU_SUN_KM3_S2)
    miss_km = np.linalg.norm(r - last["r_km"])
    np.testing.assert_allclose(miss_km, c["two_body_pos_err_km"], rtol=1e-3)
