"""lamberthub and plain loops over every combination of a small grid."""

import itertools

import numpy as np
from lamberthub import izzo2015

from asteroid_econ.constants import DAY_S, MU_EARTH_KM3_S2, MU_SUN_KM3_S2, R_EARTH_KM
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip import Search, planets_for, round_trips, search_span_mjd_tdb
from asteroid_econ.orbits.roundtrip_record import itinerary, itinerary_at
from asteroid_econ.published.perturbed_tracks import elements_state

SEARCH = Search(
    61_800.0, 61_900.0, step_d=20.0, leg_first_d=100.0, stay_min_d=20.0, stay_max_d=60.0,
    duration_max_d=340.0, dv_max_km_s=8.0,
)  # fmt: skip


def _leg(r1, r2, tof_d):
    return izzo2015(MU_SUN_KM3_S2, r1, r2, tof_d * DAY_S)


def _brute_force(r, v, epoch, planets):
    """Least Δv by duration and the number of viable trips, trip by trip."""
    least, n_viable = {}, 0
    parking = R_EARTH_KM + 400.0
    n = SEARCH.n_steps_max
    for i, a, s, c in itertools.product(range(SEARCH.n_launches), *[range(n + 1)] * 3):
        if not (SEARCH.n_stay_min <= s <= SEARCH.n_stay_max and a + s + c <= n):
            continue
        launch = SEARCH.first_launch_mjd_tdb + 20.0 * i
        out, back = 100.0 + 20.0 * a, 100.0 + 20.0 * c
        dates = launch + np.array([out, out + 20.0 * s])
        rs, vs, _ = perturbed_states(r, v, epoch, dates, planets=planets)
        er, ev = heliocentric_state("earth", np.array([launch, dates[1] + back]))
        v1, v2 = _leg(er[0], rs[0, 0], out)
        v3, v4 = _leg(rs[0, 1], er[1], back)
        c3 = np.sum((v1 - ev[0]) ** 2)
        depart = np.sqrt(c3 + 2 * MU_EARTH_KM3_S2 / parking) - np.sqrt(MU_EARTH_KM3_S2 / parking)
        cap = max(0.0, np.linalg.norm(v4 - ev[1]) - SEARCH.vinf_free_km_s)
        dv = depart + np.linalg.norm(v2 - vs[0, 0]) + np.linalg.norm(v3 - vs[0, 1]) + cap
        if c3 <= SEARCH.c3_max_km2_s2 and dv <= SEARCH.dv_max_km_s:
            n_viable += 1
            least[a + s + c] = min(dv, least.get(a + s + c, np.inf))
    return least, n_viable


def test_every_combination():
    r, v = elements_state("nhats_elements", "2000 SG344")
    planets = planets_for(SEARCH, 59_600.0)
    trips = round_trips(r, v, 59_600.0, SEARCH, planets=planets)
    least, n_viable = _brute_force(r, v, 59_600.0, planets)
    assert trips.n_viable[0] == n_viable > 50
    dv = trips.dv_km_s[0, :-1]
    assert set(np.flatnonzero(np.isfinite(dv))) == set(least)
    for n, expected in least.items():
        assert abs(dv[n] - expected) < 1e-9
        trip = itinerary(trips, 0, n)
        assert abs(trip.dv_km_s - expected) < 1e-9
        again = itinerary_at(
            r[0], v[0], 59_600.0, trip.launch_mjd_tdb,
            (trip.dur_out_d, trip.dur_at_d, trip.dur_ret_d), planets=planets,
        )  # fmt: skip
        assert abs(again.dv_km_s - expected) < 1e-6
    first, last = search_span_mjd_tdb(SEARCH)
    assert first == 61_800.0
    assert last >= 61_900.0 + 340.0
