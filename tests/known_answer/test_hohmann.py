import json
from importlib.resources import files

import numpy as np
import pytest

from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2, R_EARTH_KM
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.hohmann import bielliptic_dv_km_s, hohmann_dv_km_s

_TEXT = files("asteroid_econ.published").joinpath("figures/kepler_cases.json").read_text()
CASES = {c["id"]: c for c in json.loads(_TEXT)["kepler"]}


def test_vallado_6_1():
    c = CASES["hohmann_vallado_6_1"]
    dv1, dv2, time_s = hohmann_dv_km_s(
        R_EARTH_KM + c["h1_km"], R_EARTH_KM + c["h2_km"], mu_km3_s2=c["mu_km3_s2"]
    )
    np.testing.assert_allclose(dv1 + dv2, c["dv_km_s"], rtol=c["tol"])
    np.testing.assert_allclose(time_s / 3600.0, c["t_h"], rtol=c["tol"])


def test_vallado_6_2():
    c = CASES["bielliptic_vallado_6_2"]
    radii = (R_EARTH_KM + c[k] for k in ("h1_km", "hb_km", "h2_km"))
    *burns, time_s = bielliptic_dv_km_s(*radii, mu_km3_s2=398600.4418)
    np.testing.assert_allclose(sum(burns), c["dv_km_s"], rtol=c["tol"])
    np.testing.assert_allclose(time_s / 3600.0, c["t_h"], rtol=c["tol"])


def test_pykep_s_case_without_units():
    c = CASES["hohmann_nd"]
    dv1, dv2, _ = hohmann_dv_km_s(c["r1"], c["r2"], mu_km3_s2=c["mu"])
    np.testing.assert_allclose([dv1, dv2], c["dv"], rtol=c["tol"])


def test_earth_to_mars():
    # textbook: v∞ 2.94 km/s at Earth, 2.65 km/s at Mars, 259 days
    dv1, dv2, time_s = hohmann_dv_km_s(AU_KM, 1.52368 * AU_KM, mu_km3_s2=MU_SUN_KM3_S2)
    np.testing.assert_allclose([dv1, dv2], [2.94, 2.65], atol=0.005)
    np.testing.assert_allclose(time_s / DAY_S, 259.0, atol=0.5)


@pytest.mark.parametrize("r2_km", [0.0, -1.0, np.inf, "far"])
def test_bad_radii_are_refused(r2_km):
    with pytest.raises(InputError, match="r2_km"):
        hohmann_dv_km_s(1.0, r2_km, mu_km3_s2=1.0)
    with pytest.raises(InputError, match="r2_km"):
        bielliptic_dv_km_s(1.0, 2.0, r2_km, mu_km3_s2=1.0)
