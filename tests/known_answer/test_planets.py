"""Earth and planets against ERFA's own check values and JPL Horizons."""

import json
from importlib.resources import files

import numpy as np
import pytest

from asteroid_econ.constants import AU_KM, DAY_S
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.planets import (
    ecliptic_to_equatorial,
    equatorial_to_ecliptic,
    heliocentric_state,
)

_TEXT = files("asteroid_econ.published").joinpath("figures/kepler_cases.json").read_text()
CASES = {c["id"]: c for c in json.loads(_TEXT)["ephemeris"]}


def _mjd(jd):
    return jd - 2400000.5


def test_earth_of_the_erfa_test_suite():
    c = CASES["erfa_epv00"]
    r, v = heliocentric_state("earth", _mjd(c["jd_tdb"]))
    # the date loses 1e-9 d in the subtraction
    np.testing.assert_allclose(ecliptic_to_equatorial(r) / AU_KM, c["r_au"], atol=1e-10)
    np.testing.assert_allclose(ecliptic_to_equatorial(v) / AU_KM * DAY_S, c["v_au_d"], atol=1e-12)


@pytest.mark.parametrize("name", [n for n in CASES if n.startswith("horizons_earth")])
def test_earth_of_horizons(name):
    c = CASES[name]
    r, v = heliocentric_state("earth", _mjd(c["jd_tdb"]))
    miss_km = np.linalg.norm(ecliptic_to_equatorial(r) - c["r_km"])
    miss_m_s = np.linalg.norm(ecliptic_to_equatorial(v) - c["v_km_s"]) * 1e3
    np.testing.assert_allclose(miss_km, c["epv00_error_km"], atol=0.1)
    np.testing.assert_allclose(miss_m_s, c["epv00_error_m_s"], atol=1e-4)


@pytest.mark.parametrize(
    ("body", "limit_km"),
    [("Venus", 5e3), ("EMB", 1e4), ("Mars", 2e4), ("Jupiter", 3e5)],
)
def test_planets_of_horizons(body, limit_km):
    c = CASES[f"horizons_{body}_20200101"]
    name = {"EMB": "earth-moon barycentre"}.get(body, body.lower())
    r, v = heliocentric_state(name, _mjd(c["jd"]))
    assert np.linalg.norm(r - np.array(c["r_m"]) / 1e3) < limit_km
    assert np.linalg.norm(v - np.array(c["v_m_s"]) / 1e3) < 0.02


def test_mercury_within_the_five_percent_of_its_source():
    c = CASES["horizons_Mercury_20200101"]
    r, v = heliocentric_state("mercury", _mjd(c["jd"]))
    miss = np.linalg.norm(r - np.array(c["r_m"]) / 1e3) / np.linalg.norm(r)
    assert miss < 0.05
    assert np.linalg.norm(v - np.array(c["v_m_s"]) / 1e3) / np.linalg.norm(v) < 0.05


def test_the_moon_and_the_barycentre_are_where_they_belong():
    mjd = np.arange(60000.0, 60400.0, 0.5)
    earth, moon, both = (
        heliocentric_state(n, mjd)[0] for n in ("earth", "moon", "earth-moon barycentre")
    )
    distance = np.linalg.norm(moon - earth, axis=-1)
    # Meeus: perigee 356,400-370,400 km, apogee 404,000-406,700 km
    assert 356_300.0 < distance.min() < 370_500.0
    assert 404_000.0 < distance.max() < 406_800.0
    # mass ratio 81.3006 (DE440)
    expected = earth + (moon - earth) / 82.3006
    assert np.linalg.norm(both - expected, axis=-1).max() < 4_000.0


def test_frames_are_inverse_and_the_pole_of_the_ecliptic_is_known():
    pole = ecliptic_to_equatorial([0.0, 0.0, 1.0])
    np.testing.assert_allclose(np.degrees(np.arcsin(pole[2])), 90.0 - 23.43929, atol=1e-5)
    vectors = np.random.default_rng(1).normal(size=(5, 3))
    np.testing.assert_allclose(equatorial_to_ecliptic(ecliptic_to_equatorial(vectors)), vectors)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("body", lambda: heliocentric_state("pluto", 60000.0)),
        ("mjd_tdb", lambda: heliocentric_state("earth", 2460000.5)),
        ("mjd_tdb", lambda: heliocentric_state("mars", np.nan)),
        ("vectors", lambda: ecliptic_to_equatorial([1.0, 2.0])),
    ],
)
def test_bad_input_is_named(name, call):
    with pytest.raises(InputError) as caught:
        call()
    assert caught.value.name == name
