"""The same transfer by other means: lamberthub's arc, scipy's integrator."""

import numpy as np
import pytest

from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.perturbed_field import planet_table
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.threebody.integrate import cr3bp_states
from asteroid_econ.orbits.threebody.retarget import (
    flown_beside_true_earth,
    flown_in_three_bodies,
    rotating_from_km,
)
from asteroid_econ.orbits.threebody.retarget_dates import asteroid_state_km
from asteroid_econ.orbits.threebody.retrieval import trajectory_of
from asteroid_econ.orbits.threebody.rotation import (
    conic_state,
    heliocentric_elements,
    heliocentric_state_km,
    radian_d,
)
from asteroid_econ.orbits.threebody.shooting import (
    arc_between,
    continuous_path,
    flow_km,
    matrix_after,
)
from asteroid_econ.orbits.threebody.sun_earth_line import (
    beside_true_earth_km,
    date_at_longitude_mjd,
    earth_moon_state_km,
    from_true_earth_nd,
)
from asteroid_econ.orbits.threebody.table import shipped_table
from asteroid_econ.parameters.load import load
from retrieval_targets import elements, found


def test_cost_by_lamberthub():
    lamberthub = pytest.importorskip("lamberthub")
    best = found("2006 RH120", "H2S")
    manifold = trajectory_of(best, shipped_table())
    row = heliocentric_elements(manifold.section_state_nd[0], mu_ratio=manifold.orbit.mu_ratio)
    r0, v0 = asteroid_state_km(elements("2006 RH120"), best.departure_mjd_tdb)
    r1, v1 = conic_state(row, best.section_mjd_tdb, best.insertion_mjd_tdb)
    totals = []
    for low_path in (True, False):
        w0, w1 = lamberthub.gooding1990(
            MU_SUN_KM3_S2, r0, r1, best.transfer_d * DAY_S, M=best.n_rev, low_path=low_path
        )
        totals.append(1e3 * (np.linalg.norm(w0 - v0) + np.linalg.norm(v1 - w1)))
    assert min(totals) == pytest.approx(best.dv_m_s, abs=0.1)


@pytest.mark.parametrize("is_true_earth", [False, True])
def test_the_burns_lead_into_the_orbit(is_true_earth):
    """Scipy flies them, as vectors, from the asteroid's two-body place to the libration orbit."""
    best = found("2010 UE51", "H2S", is_true_earth=is_true_earth)
    manifold = trajectory_of(best, shipped_table())
    fly = flown_beside_true_earth if is_true_earth else flown_in_three_bodies
    flown = fly(best, elements("2010 UE51"), manifold)
    at = np.concatenate(asteroid_state_km(elements("2010 UE51"), flown.departure_mjd_tdb))
    dates = (flown.departure_mjd_tdb, flown.insertion_mjd_tdb, flown.capture_mjd_tdb)
    burns = (flown.departure_burn_m_s, flown.insertion_burn_m_s)
    assert flown.dv_m_s == pytest.approx(sum(np.linalg.norm(burn) for burn in burns))
    for burn, first, last in zip(burns, dates[:-1], dates[1:], strict=True):
        at[3:] += 1e-3 * np.array(burn)
        if is_true_earth:
            at = _by_scipy(at, first, last)
        else:
            at = _rotating_by_scipy(at, first, last, manifold.orbit.mu_ratio)
    if is_true_earth:
        place = from_true_earth_nd(at[:3], flown.capture_mjd_tdb)
    else:
        mu = manifold.orbit.mu_ratio
        place = rotating_from_km(at[:3], at[3:], flown.capture_mjd_tdb, mu_ratio=mu)[:3]
        place = place + np.array([mu, 0.0, 0.0])
    away = np.linalg.norm(place - _ring(manifold.orbit), axis=1).min()
    assert away < 1e-3


def _ring(orbit):
    times = np.linspace(0.0, orbit.period_nd, 2000)
    ring = cr3bp_states(orbit.state_nd, times, mu_ratio=orbit.mu_ratio)[:, :3]
    return ring + np.array([orbit.mu_ratio, 0.0, 0.0])


def _rotating_by_scipy(state, first, last, mu):
    from scipy.integrate import solve_ivp

    def slope(t, y):
        r, v = y[:3], y[3:]
        pull = np.array([r[0] + 2.0 * v[1], r[1] - 2.0 * v[0], 0.0])
        for mass, x in ((1.0 - mu, -mu), (mu, 1.0 - mu)):
            gap = r - np.array([x, 0.0, 0.0])
            pull = pull - mass * gap / np.linalg.norm(gap) ** 3
        return np.concatenate([v, pull])

    start = rotating_from_km(state[:3], state[3:], first, mu_ratio=mu)
    span = (0.0, (last - first) / radian_d())
    end = solve_ivp(slope, span, start, method="DOP853", rtol=1e-12, atol=1e-14).y[:, -1]
    return np.concatenate(heliocentric_state_km(end, last, mu_ratio=mu))


@pytest.fixture(scope="module")
def planets():
    return planet_table(64000.0, 64400.0, is_relativistic=False, attracting=("earth", "moon"))


def _start():
    r, v = earth_moon_state_km(64010.0)
    return np.concatenate([1.012 * r, 1.011 * v])


def _by_scipy(state, first, last):
    from scipy.integrate import solve_ivp

    values = load("solar_system")
    mu = {body: values.value(f"{body}.mu_km3_s2") for body in ("earth", "moon")}

    def slope(t, y):
        pull = -MU_SUN_KM3_S2 * y[:3] / np.linalg.norm(y[:3]) ** 3
        for body, gm in mu.items():
            place, _ = heliocentric_state(body, first + t / DAY_S)
            gap = place - y[:3]
            pull = pull + gm * gap / np.linalg.norm(gap) ** 3
            pull = pull - gm * place / np.linalg.norm(place) ** 3
        return np.concatenate([y[3:], pull])

    span = (0.0, (last - first) * DAY_S)
    return solve_ivp(slope, span, state, method="DOP853", rtol=1e-11, atol=1e-6).y[:, -1]


def test_flow_is_scipys(planets):
    mine = flow_km(_start()[None], 64010.0, 64060.0, planets)[0]
    other = _by_scipy(_start(), 64010.0, 64060.0)
    assert np.linalg.norm(mine[:3] - other[:3]) < 1.0


def test_back_is_back(planets):
    there = flow_km(_start()[None], 64010.0, 64200.0, planets)
    back = flow_km(there, 64200.0, 64010.0, planets)[0]
    assert np.linalg.norm(back[:3] - _start()[:3]) < 0.1


def test_matrix_moves_neighbours(planets):
    end, matrix = matrix_after(_start(), 64010.0, 64050.0, planets)
    scale = np.repeat([149597870.7, np.sqrt(MU_SUN_KM3_S2 / 149597870.7)], 3)
    shift = np.array([2e3, -1e3, 500.0, 1e-4, 2e-4, -1e-4])
    moved = flow_km((_start() + shift)[None], 64010.0, 64050.0, planets)[0]
    linear = end + scale * (matrix @ (shift / scale))
    assert np.linalg.norm(moved[:3] - linear[:3]) < 20.0


def test_arc_arrives(planets):
    start = _start()
    goal = flow_km(start[None], 64010.0, 64200.0, planets)[0]
    guess = start[3:] + np.array([0.01, -0.02, 0.01])
    v0, v1, miss = arc_between(start[:3], goal[:3], guess, 64010.0, 64200.0, planets)
    assert miss < 1e-2
    np.testing.assert_allclose(v0, start[3:], atol=1e-6)
    np.testing.assert_allclose(v1, goal[3:], atol=1e-6)


def test_path_without_a_break(planets):
    dates = np.arange(64010.0, 64200.0, 20.0)
    nodes = np.array(
        [_start()] + [flow_km(_start()[None], 64010.0, d, planets)[0] for d in dates[1:]]
    )
    shaken = nodes + np.outer(np.cos(np.arange(len(nodes))), [3e4, 1e4, 2e4, 1e-2, 2e-2, 1e-2])
    path, gap = continuous_path(shaken, dates, planets, ease_ratio=np.ones(len(dates)))
    assert gap < 1e-9
    end = flow_km(path[:1], dates[0], dates[-1], planets)[0]
    assert np.linalg.norm(end[:3] - path[-1, :3]) < 100.0


def test_frames_undo_each_other():
    state_nd = np.array([1.02, 0.1, 0.01, 0.02, -0.03, 0.004])
    r, v = heliocentric_state_km(state_nd, 64010.0, mu_ratio=3e-6)
    np.testing.assert_allclose(rotating_from_km(r, v, 64010.0, mu_ratio=3e-6), state_nd, atol=1e-13)


def test_true_line_is_the_barycentres():
    days = np.array([58000.0, 64010.0])
    r, v = earth_moon_state_km(days)
    place, speed = heliocentric_state("earth-moon barycentre", days)
    assert np.linalg.norm(r - place, axis=1).max() < 2_000.0
    assert np.linalg.norm(v - speed, axis=1).max() < 1e-3
    beside = np.tile([1.0, 0.0, 0.0, 0.0, 0.0, 0.0], (2, 1))
    r_line, v_line = beside_true_earth_km(beside, days)
    np.testing.assert_allclose(r_line, r, rtol=1e-12)
    np.testing.assert_allclose(v_line, v, atol=1e-9)
    np.testing.assert_allclose(from_true_earth_nd(r, days), beside[:, :3], atol=1e-12)


def test_date_of_a_longitude():
    date = date_at_longitude_mjd([1.0, 1.5, 7.5], 64010.0)
    r, _ = earth_moon_state_km(date)
    turned = np.arctan2(r[:, 1], r[:, 0])
    gap = np.mod(turned - np.array([1.0, 1.5, 7.5]) + np.pi, 2.0 * np.pi) - np.pi
    assert np.abs(gap).max() < 1e-4
    assert (np.diff(date) > 0.0).all()
    assert abs(date[0] - 64010.0) < 184.0
