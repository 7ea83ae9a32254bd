"""Departures and returns at Earth against published burns."""

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.roundtrip_places import (
    DEPARTURES,
    RETURNS,
    departure_place,
    return_place,
)
from asteroid_econ.published.tables import table


def test_low_earth_orbit():
    records = table("nhats_records")
    vinf = np.sqrt(records.numbers("c3_km2_s2"))
    burn = departure_place("leo").dv_km_s(vinf)
    assert np.abs(burn - records.numbers("dv_dep_park_km_s")).max() <= 0.0011


def test_the_cap_of_the_entry():
    records = table("nhats_records")
    cap = return_place("entry", entry_speed_max_km_s=12.0).dv_km_s(np.array([4.6274 + 0.068]))
    row = records.text("vrel_arr_earth_km_s").index("0.068")
    assert abs(cap[0] - records.numbers("vrel_arr_earth_km_s")[row]) <= 1e-3


def test_from_the_parabola_to_the_moon_halo():
    # 3.2 km/s to escape, 3.1 to the Moon's distance, 0.45 on to the halo orbit
    nrho = return_place("nrho").dv_km_s(np.array([0.0]))[0]
    to_moon = departure_place("leo").dv_km_s(np.array([0.0]))[0] - (nrho - 0.45)
    assert abs(to_moon - 3.1) < 0.03


@pytest.mark.parametrize("name", RETURNS)
def test_a_faster_return_never_costs_less(name):
    vinf = np.linspace(0.0, 12.0, 50)
    assert np.all(np.diff(return_place(name).dv_km_s(vinf)) >= 0.0)


@pytest.mark.parametrize("name", DEPARTURES)
def test_a_departure_needs_a_burn(name):
    assert departure_place(name).dv_km_s(np.array([1.0]))[0] > 0.0


def test_unknown_places_are_refused():
    with pytest.raises(InputError, match="nrho"):
        departure_place("mars")
    with pytest.raises(InputError, match="eml2"):
        return_place("geo")
    with pytest.raises(InputError, match="escape speed"):
        return_place("entry", entry_speed_max_km_s=11.0)
