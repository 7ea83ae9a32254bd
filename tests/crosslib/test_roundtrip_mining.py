"""lamberthub and plain loops over every combination and revolution of a small grid."""

import itertools

import numpy as np
import pytest
from lamberthub import izzo2015

from asteroid_econ.constants import DAY_S, MU_EARTH_KM3_S2, MU_SUN_KM3_S2, R_EARTH_KM
from asteroid_econ.orbits.kepler import propagate
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.planets import ecliptic_to_equatorial, heliocentric_state
from asteroid_econ.orbits.roundtrip_mining import MiningSearch, mining_planets, mining_trips
from asteroid_econ.orbits.roundtrip_option import mining_options, transfer_options
from asteroid_econ.orbits.roundtrip_places import return_place
from asteroid_econ.orbits.roundtrip_states import itinerary_states
from asteroid_econ.published.perturbed_tracks import elements_state

INC = np.radians(28.5)
SEARCH = MiningSearch(
    61_800.0, 62_000.0, step_d=100.0, leg_max_d=600.0, n_rev_max=1, stay_min_d=100.0,
    stay_max_d=300.0, duration_max_d=1300.0, dv_max_km_s=30.0, c3_max_km2_s2=200.0, departure_inc_rad=INC,
    return_to="heo",
)  # fmt: skip


def _branches(r1, r2, tof_d):
    yield izzo2015(MU_SUN_KM3_S2, r1, r2, tof_d * DAY_S)
    for low in (True, False):
        try:
            yield izzo2015(MU_SUN_KM3_S2, r1, r2, tof_d * DAY_S, M=1, low_path=low)
        except (ValueError, RuntimeError, AssertionError):
            continue


def _departure(u):
    c3, r = u @ u, R_EARTH_KM + 400.0
    x, y, z = ecliptic_to_equatorial(u)
    turn = max(0.0, abs(np.arctan2(z, np.hypot(x, y))) - INC)
    peri, circular = np.sqrt(c3 + 2.0 * MU_EARTH_KM3_S2 / r), np.sqrt(MU_EARTH_KM3_S2 / r)
    dv = np.sqrt(peri**2 + circular**2 - 2.0 * peri * circular * np.cos(turn))
    return dv if c3 <= SEARCH.c3_max_km2_s2 else np.inf


def _heo(u):
    r, a = R_EARTH_KM + 200.0, R_EARTH_KM + 100_100.0
    bound = np.sqrt(MU_EARTH_KM3_S2 * (2.0 / r - 1.0 / a))
    return np.sqrt(u @ u + 2.0 * MU_EARTH_KM3_S2 / r) - bound


@pytest.fixture(scope="module")
def case():
    r, v = elements_state("nhats_elements", "1999 AO10")
    planets = mining_planets(SEARCH, 59_600.0)
    (trips,) = mining_trips(r, v, 59_600.0, SEARCH, planets=planets)
    return r, v, planets, trips


def test_every_combination_and_revolution(case):
    r, v, planets, trips = case
    dates = 61_800.0 + 100.0 * np.arange(21)
    rs, vs, _ = perturbed_states(r, v, 59_600.0, dates, planets=planets)
    er, ev = heliocentric_state("earth", dates)

    def out(i, j):
        legs = _branches(er[i], rs[0, j], dates[j] - dates[i])
        return min(_departure(a - ev[i]) + np.linalg.norm(b - vs[0, j]) for a, b in legs)

    def back(j, k):
        legs = _branches(rs[0, j], er[k], dates[k] - dates[j])
        return min(np.linalg.norm(a - vs[0, j]) + _heo(b - ev[k]) for a, b in legs)

    outs = {(i, a): out(i, i + a) for i in range(3) for a in range(1, 7)}
    backs = {(j, c): back(j, j + c) for j in range(2, 12) for c in range(1, 7)}
    least, by_launch = {}, {}
    for i, a, s, c in itertools.product(range(3), range(1, 7), range(1, 4), range(1, 7)):
        dv = outs[i, a] + backs[i + a + s, c]
        if a + s + c <= 13 and dv <= SEARCH.dv_max_km_s:
            least[a + s + c] = min(dv, least.get(a + s + c, np.inf))
            by_launch[i] = min(dv, by_launch.get(i, np.inf))
    found = {n + 2: dv for n, dv in enumerate(trips.dv_km_s) if np.isfinite(dv)}
    assert set(found) == set(least)
    assert len(least) > 5
    for n, dv in least.items():
        assert abs(found[n] - dv) < 1e-8
    for i, dv in by_launch.items():
        assert abs(trips.dv_by_launch_km_s[i] - dv) < 1e-8
    assert (trips.n_rev[trips.pareto()] >= 0).all()


def test_states_meet_earth_and_the_asteroid(case):
    r, v, planets, trips = case
    options = mining_options(trips, r[0], v[0], 59_600.0, planets=planets)
    option = options[-1]
    there, stay, back = itinerary_states(option, r[0], v[0], 59_600.0, planets=planets)
    home, _ = heliocentric_state("earth", back.mjd_tdb[-1])
    assert np.linalg.norm(there.r_km[-1] - stay.r_km[0]) < 10.0
    assert np.linalg.norm(back.r_km[-1] - home) < 10.0
    ends, _ = propagate(
        there.r_km[0], there.v_km_s[0], DAY_S * option.dur_out_d, mu_km3_s2=MU_SUN_KM3_S2
    )
    assert np.linalg.norm(ends - there.r_km[-1]) < 1e-3
    assert abs(np.linalg.norm(there.v_km_s[-1] - stay.v_km_s[0]) - option.dv_arrival_km_s) < 1e-6
    options_as_missions_take_them = transfer_options(trips, options)
    total = options_as_missions_take_them.departure_dv_km_s[-1] + option.dv_arrival_km_s
    capture = return_place("heo").dv_km_s(option.vinf_return_km_s)
    assert abs(total + option.dv_return_km_s + capture - option.dv_km_s) < 1e-9
