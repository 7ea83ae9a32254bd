"""lamberthub, revolution by revolution: what a launch period and 30 late days cost."""

import numpy as np
import pytest
from lamberthub import izzo2015

from asteroid_econ.constants import DAY_S, MU_EARTH_KM3_S2, MU_SUN_KM3_S2, R_EARTH_KM
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.planets import ecliptic_to_equatorial, heliocentric_state
from asteroid_econ.orbits.roundtrip_mining import MiningSearch, mining_planets
from asteroid_econ.orbits.roundtrip_slip import slip_dv_km_s
from asteroid_econ.published.perturbed_tracks import elements_state

INC = np.radians(28.5)
SEARCH = MiningSearch(
    61_800.0, 62_000.0, step_d=50.0, leg_max_d=700.0, n_rev_max=1, stay_min_d=100.0,
    stay_max_d=300.0, duration_max_d=1600.0, dv_max_km_s=30.0, c3_max_km2_s2=300.0,
    departure_inc_rad=INC, return_to="heo",
)  # fmt: skip
PUSH = (1e-11, 2e-12, 0.0)
DATES = (61_850.0, 62_500.0, 62_800.0, 63_350.0)  # long enough for a whole revolution


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
def oracle():
    """Costs of single legs, (departure, arrival) → km/s, with the light push."""
    r0, v0 = elements_state("nhats_elements", "1999 AO10")
    planets = mining_planets(SEARCH, 59_600.0)

    def at(date):
        r, v, _ = perturbed_states(
            r0, v0, 59_600.0, [date], planets=planets, nongravitational_au_d2=PUSH
        )
        return r[0, 0], v[0, 0]

    def out(launch, arrival):
        (er, ev), (r, v) = heliocentric_state("earth", launch), at(arrival)
        legs = _branches(er, r, arrival - launch)
        return min(_departure(a - ev) + np.linalg.norm(b - v) for a, b in legs)

    def back(leave, home):
        (r, v), (er, ev) = at(leave), heliocentric_state("earth", home)
        legs = _branches(r, er, home - leave)
        return min(np.linalg.norm(a - v) + _heo(b - ev) for a, b in legs)

    return r0[0], v0[0], planets, out, back


def test_slips_cost_what_the_legs_say(oracle):
    r, v, planets, out, back = oracle
    launch, arrival, leave, home = DATES
    nominal = out(launch, arrival), back(leave, home)
    slip = slip_dv_km_s(
        SEARCH, DATES, nominal, r, v, 59_600.0, planets=planets, nongravitational_au_d2=PUSH
    )
    cost = [out(launch + d, arrival) for d in np.arange(-20.0, 21.0)]
    dearest = min(max(cost[k : k + 21]) for k in range(21))
    assert slip.period == pytest.approx(max(0.0, dearest - nominal[0]), abs=1e-7)
    late = min(
        out(launch + 30.0, date) for date in np.arange(launch + 50.0, leave - 99.5, 5.0)
        if date <= launch + 730.0
    )  # fmt: skip
    assert slip.late == pytest.approx(late - nominal[0], abs=1e-7)
    last = min(leave + 730.0, launch + SEARCH.duration_max_d)
    again = min(back(leave + 30.0, date) for date in np.arange(leave + 50.0, last + 0.5, 5.0))
    assert slip.late_return == pytest.approx(again - nominal[1], abs=1e-7)


def test_no_leg_no_number(oracle):
    r, v, planets, _, _ = oracle
    tight = (61_850.0, 61_860.0, 61_861.0, 63_449.0)
    slip = slip_dv_km_s(SEARCH, tight, (1.0, 1.0), r, v, 59_600.0, planets=planets)
    assert slip.period >= 0.0  # earlier launches arrive on time
    assert np.isnan(slip.late)
