"""Aims of a cargo against published encounters, places against published burns."""

from dataclasses import replace

import numpy as np
import pytest

from asteroid_econ.constants import MU_EARTH_KM3_S2, R_EARTH_KM
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.roundtrip_return import cargo_return, early_return
from mining_case import EPOCH, PLANETS, SEARCH, options_of


def test_miss_distance_of_the_geostationary_ring():
    """b² = r² + 2 mu r / v²: Apophis in 2029 (38,012 km at 7.42 km/s) passes little lower."""
    vinf = np.sqrt(7.42**2 - 2.0 * MU_EARTH_KM3_S2 / 38_012.0)
    apophis_km = 38_012.0 * 7.42 / vinf
    cargo = cargo_return(float(vinf), SEARCH)
    assert cargo.miss_distance_km / apophis_km == pytest.approx(42_164.0 / 38_012.0, rel=0.02)
    assert cargo.miss_perigee_km + R_EARTH_KM == pytest.approx(42_164.0, abs=1.0)


def test_moving_the_aim_costs_what_it_cost_osiris_rex_by_order():
    """From 17,237 km (its fly-by of 2017) to entry, 14 days out: metres a second, not km/s."""
    cargo = cargo_return(5.5, SEARCH)
    assert cargo.retarget_d == 14.0
    assert 0.005 < cargo.retarget_dv_km_s < 0.05
    assert cargo.disposal_dv_km_s == cargo.retarget_dv_km_s


def test_disposal_from_places_in_orbit():
    """From 400 km to escape 3.176 km/s; from the lunar orbit the published 60 m/s."""
    leo = cargo_return(2.0, replace(SEARCH, return_to="leo"))
    assert leo.disposal_dv_km_s == pytest.approx(3.1764, abs=1e-3)
    moon = cargo_return(1.0, replace(SEARCH, return_to="ldro"))
    assert moon.disposal_dv_km_s == pytest.approx(0.06)
    assert moon.retarget_dv_km_s == 0.0
    assert moon.miss_perigee_km + R_EARTH_KM == pytest.approx(384_400.0)


def test_speeds_below_zero_are_refused_and_a_parabola_has_no_miss_distance():
    with pytest.raises(InputError, match="vinf_km_s"):
        cargo_return(-1.0, SEARCH)
    assert np.isinf(cargo_return(0.0, SEARCH).miss_distance_km)


def test_the_shortest_stay_is_its_own_early_return():
    search, orbit, options, _ = options_of("2000 SG344")
    shortest = [option for option in options if option.dur_at_d == search.stay_min_d]
    assert shortest
    for option in shortest:
        found = early_return(option, search, *orbit, EPOCH, planets=PLANETS)
        assert found.extra_dv_km_s == pytest.approx(0.0, abs=1e-8)
        assert found.dur_ret_d == option.dur_ret_d
        assert found.n_rev == option.n_rev_ret


def test_no_time_is_left_for_an_early_return():
    search, orbit, options, _ = options_of("2000 SG344")
    hurried = replace(search, stay_min_d=400.0)
    shortest = min(options, key=lambda option: option.duration_d)
    found = early_return(shortest, hurried, *orbit, EPOCH, planets=PLANETS)
    if shortest.dur_at_d + shortest.dur_ret_d < 420.0:
        assert np.isnan(found.dv_km_s)
        assert found.n_rev == -1
