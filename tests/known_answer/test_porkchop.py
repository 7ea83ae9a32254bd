"""Transfers that were flown or published by JPL."""

import csv
from importlib.resources import files

import numpy as np
import pytest

from asteroid_econ.orbits.departure import parking_orbit
from asteroid_econ.orbits.porkchop import porkchop

CERES = (
    2.7655526,
    0.079692295,
    *np.radians([10.588028, 80.248627, 73.294215, 274.419346]),
    61200.0,
)
DIDYMOS = (1.643, 0.3833, *np.radians([3.41, 72.99, 319.6, 339.93]), 60600.0)  # SBDB, 2024-10
# JPL elements of 2005: perihelion 2005-07-05.316 TDB at 1.506167 au
TEMPEL_1 = (
    1.506167 / (1.0 - 0.517491),
    0.517491,
    *np.radians([10.5301, 68.9373, 178.8390, 0.0]),
    53556.316,
)


def _cell(target, launch_mjd, arrival_mjd, **options):
    chop = porkchop(*target, [launch_mjd], [arrival_mjd - launch_mjd], **options)
    return chop.c3_km2_s2[0, 0], chop.vinf_arrival_km_s[0, 0], chop.declination_rad[0, 0]


def test_dart():
    # launch 2021-11-24 06:21 UTC, impact 2022-09-26 23:14 UTC at 6.145 km/s; C3 about 6 km²/s²
    c3, arrival, _ = _cell(DIDYMOS, 59542.26541, 59848.96920)
    assert abs(c3 - 6.25) < 0.1
    assert abs(arrival - 6.1449) < 0.03


def test_deep_impact():
    # launch 2005-01-12 18:47 UTC, impact 2005-07-04 05:52 UTC at 10.2 to 10.3 km/s; C3 about 11
    c3, arrival, _ = _cell(TEMPEL_1, 53382.78335, 53555.24519)
    assert abs(c3 - 11.0) < 0.3
    assert 10.15 < arrival < 10.35


def test_direct_transfers_to_ceres_of_jpl_mission_design():
    text = files("asteroid_econ.published").joinpath("figures/mdesign_ceres.csv").read_text()
    rows = [
        {k: r[k] for k in r if k not in ("target", "source")}
        for r in csv.DictReader(text.splitlines())
    ]
    errors = []
    for row in ({k: float(v) for k, v in r.items()} for r in rows):
        c3, arrival, declination = _cell(CERES, row["launch_mjd_tdb"], row["arrival_mjd_tdb"])
        ours = np.array([np.sqrt(c3), arrival])
        miss = np.abs(ours - [row["vinf_departure_km_s"], row["vinf_arrival_km_s"]])
        if miss.max() < 0.5:  # the others take more than one revolution
            errors.append([*miss, abs(np.degrees(declination) - row["declination_deg"])])
    assert len(errors) > 20
    median = np.median(errors, axis=0)
    assert median[0] <= 0.02
    assert median[1] <= 0.02
    assert median[2] <= 0.5


def test_the_plane_change_of_a_steep_departure():
    # v∞ 1.728 km/s at a declination of 40.23°: 3.313 km/s, 3.807 from 28.5°, nothing from 51.6°
    orbit = parking_orbit("earth", altitude_km=400.0, inc_rad=np.radians(28.5))
    steep = np.radians(40.23)
    assert round(float(orbit.dv_km_s(np.array(1.728**2))), 3) == 3.313
    assert round(float(orbit.dv_km_s(np.array(1.728**2), steep)), 3) == 3.807
    free = parking_orbit("earth", altitude_km=400.0, inc_rad=np.radians(51.6))
    assert round(float(free.dv_km_s(np.array(1.728**2), steep)), 3) == 3.313


@pytest.mark.parametrize(("body", "least", "most"), [("mars", 4.0, 9.0), ("venus", 8.0, 14.0)])
def test_ceres_is_nearer_to_mars_than_to_venus(body, least, most):
    # Hohmann v∞ + v∞ between circles: Mars–Ceres 5.6, Venus–Ceres 13.4 km/s; Ceres is inclined
    launch, tof = 62000.0 + 10.0 * np.arange(300), 150.0 + 10.0 * np.arange(80)
    chop = porkchop(*CERES, launch, tof, parking=parking_orbit(body))
    total = np.sqrt(chop.c3_km2_s2) + chop.vinf_arrival_km_s
    assert least < np.nanmin(total) < 2 * most
