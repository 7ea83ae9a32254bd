"""Wider limits never hurt, company and threads change no bit, bad input has a name."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.roundtrip import Search, planets_for, round_trips, search_span_mjd_tdb
from asteroid_econ.orbits.roundtrip_legs import reach_km
from asteroid_econ.orbits.roundtrip_mining import MiningSearch
from asteroid_econ.orbits.roundtrip_record import declination_rad, itinerary
from asteroid_econ.published.perturbed_tracks import elements_state

NARROW = Search(
    61_700.0, 62_500.0, dv_max_km_s=6.0, duration_max_d=400.0, c3_max_km2_s2=20.0, stay_min_d=16.0,
    stay_max_d=64.0, entry_speed_max_km_s=11.5, parking_altitude_km=400.0,
)  # fmt: skip
WIDER = {
    "dv_max_km_s": 7.0,
    "duration_max_d": 450.0,
    "c3_max_km2_s2": 40.0,
    "stay_min_d": 8.0,
    "stay_max_d": 200.0,
    "entry_speed_max_km_s": 12.0,
    "last_launch_mjd_tdb": 62_700.0,
}
R, V = elements_state("nhats_elements", "2000 SG344")
PLANETS = planets_for(replace(NARROW, **WIDER), 59_600.0)


def _found(search):
    trips = round_trips(R, V, 59_600.0, search, planets=PLANETS)
    return trips.n_viable[0], np.nanmin(trips.dv_km_s), trips


@settings(max_examples=8)
@given(st.sets(st.sampled_from(sorted(WIDER)), min_size=1))
def test_wider_limits_never_hurt(names):
    n_narrow, dv_narrow, _ = _found(NARROW)
    n_wide, dv_wide, trips = _found(replace(NARROW, **{name: WIDER[name] for name in names}))
    assert n_wide >= n_narrow > 0
    assert dv_wide <= dv_narrow
    front = trips.pareto(0)
    assert np.all(np.diff(trips.dv_km_s[0, front]) < 0.0)
    assert front[-1] == trips.best()[0]
    assert (
        itinerary(trips, 0, front[0]).duration_d
        == itinerary(trips, 0, trips.shortest()[0]).duration_d
    )


def test_company_and_threads_change_no_bit():
    others_r, others_v = state(
        np.linspace(0.8, 2.0, 20) * AU_KM, np.linspace(0.0, 0.7, 20), *np.full((3, 20), 0.1),
        np.linspace(0.0, 6.0, 20), mu_km3_s2=MU_SUN_KM3_S2,
    )  # fmt: skip
    r, v = np.concatenate([others_r, R]), np.concatenate([others_v, V])
    done = []
    together = round_trips(
        r, v, 59_600.0, NARROW, planets=PLANETS, threads=2, progress=lambda n, of: done.append(of)
    )
    _, _, alone = _found(NARROW)
    assert together.n_viable[-1] == alone.n_viable[0]
    assert np.array_equal(together.dv_km_s[-1], alone.dv_km_s[0], equal_nan=True)
    assert np.array_equal(together.vinf_km_s[-1], alone.vinf_km_s[0], equal_nan=True)
    assert done == [21] * 21


def test_nothing_viable_and_nan():
    bad = np.stack([R[0], np.full(3, np.nan), np.full(3, np.inf), np.zeros(3)])
    trips = round_trips(
        bad, np.stack([V[0]] * 4), 59_600.0, replace(NARROW, dv_max_km_s=3.2), planets=PLANETS
    )
    assert trips.n_viable.tolist() == [0] * 4
    assert trips.best().tolist() == trips.shortest().tolist() == [-1] * 4
    assert trips.pareto(0) == []
    assert itinerary(trips, 0, 3) is None
    assert trips.status[1:].tolist() == [3, 3, 3]


@given(st.floats(0.5, 20.0), st.floats(0.1, 40.0))
def test_reach_is_at_least_a_straight_line_and_grows(vinf_km_s, days):
    tof_s = DAY_S * np.array([days, 1.1 * days])
    reach = reach_km(vinf_km_s, tof_s)
    assert np.all(reach >= vinf_km_s * tof_s)
    assert reach[1] >= reach[0]


def test_declination():
    assert abs(np.degrees(declination_rad(np.array([0.0, 1.0, 0.0]))) - 84_381.448 / 3600.0) < 1e-9


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"step_d": 0.0}, "step_d"),
        ({"last_launch_mjd_tdb": float("inf")}, "last_launch_mjd_tdb"),
        ({"first_launch_mjd_tdb": -float("inf")}, "first_launch_mjd_tdb"),
        ({"first_launch_mjd_tdb": 70_000.0}, "first_launch_mjd_tdb"),
        ({"stay_min_d": 0.0}, "stay_min_d"),
        ({"stay_min_d": 20.0, "stay_max_d": 23.0}, "stay_min_d"),
        ({"stay_min_d": 1e308}, "stay_min_d"),
        ({"duration_max_d": 5.0}, "duration_max_d"),
        ({"dv_max_km_s": float("inf")}, "dv_max_km_s"),
        ({"entry_speed_max_km_s": 10.0}, "entry_speed_max_km_s"),
        ({"leg_first_d": float("nan")}, "leg_first_d"),
    ],
)
def test_a_bad_search_is_refused(change, name):
    with pytest.raises(InputError) as error:
        replace(NARROW, **change)
    assert error.value.name == name


def test_a_stay_below_the_step_is_the_step():
    coarse = replace(NARROW, step_d=20.0)
    short, long = (
        round_trips(R, V, 59_600.0, replace(coarse, stay_min_d=stay), planets=PLANETS)
        for stay in (3.0, 20.0)
    )
    assert short.n_viable[0] == long.n_viable[0] > 0
    assert np.array_equal(short.steps, long.steps)


@given(st.integers(10, 200), st.integers(1, 29), st.integers(0, 29))
def test_decimal_steps_leave_no_grid_empty(tenths, k, more):
    step = tenths / 10.0
    grid = {"step_d": step, "stay_min_d": k * step, "stay_max_d": (k + more) * step}
    search = Search(61_700.0, 61_700.0 + k * step, duration_max_d=2.0 + (k + more) * step, **grid)
    assert (search.n_stay_min, search.n_stay_max, search.n_launches) == (k, k + more, k + 1)
    with pytest.raises(InputError, match="stay_min_d"):
        replace(search, stay_max_d=0.99 * k * step)
    span = {"duration_max_d": (k + more + 2) * step, "leg_max_d": k * step}
    mining = MiningSearch(61_700.0, 61_700.0 + k * step, **grid, **span)
    assert (mining.n_stay_min, mining.n_stay_max, mining.n_legs) == (k, k + more, k)


def test_dates_outside_the_tables_name_the_span():
    late = replace(NARROW, first_launch_mjd_tdb=88_000.0, last_launch_mjd_tdb=88_050.0)
    with pytest.raises(InputError, match="15020 to 88069"):
        round_trips(R, V, 59_600.0, late)
    with pytest.raises(InputError, match="span of the planet table"):
        round_trips(R, V, 59_600.0, replace(NARROW, last_launch_mjd_tdb=70_000.0), planets=PLANETS)
    assert search_span_mjd_tdb(late)[0] == 88_000.0
