"""A retrieval found with patched conics, flown in one model: three bodies, then the ephemeris.

The patched search joins two-body arcs. Here both burns are corrected until one path of one model
leads from the asteroid to the manifold, over the section, to the libration orbit and once round it;
first in the restricted three-body problem, then in the field of Sun, Earth and Moon, where the
orbit and its manifold are first found anew as a path without a break beside true Earth.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.lambert import lambert
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import PlanetTable, planet_table
from asteroid_econ.orbits.threebody.correct import PeriodicOrbit
from asteroid_econ.orbits.threebody.integrate import cr3bp_matrices, cr3bp_states
from asteroid_econ.orbits.threebody.manifolds import StableManifold
from asteroid_econ.orbits.threebody.retarget_dates import (
    NEARBY_D,
    asteroid_state_km,
    cheapest_between,
    moved_dates,
)
from asteroid_econ.orbits.threebody.retrieval import (
    Retrieval,
    RetrievalLimits,
    retrieval_limits,
)
from asteroid_econ.orbits.threebody.rotation import (
    frame_longitude_rad,
    heliocentric_state_km,
    radian_d,
)
from asteroid_econ.orbits.threebody.shooting import arc_between, continuous_path, flow_km
from asteroid_econ.orbits.threebody.sun_earth_line import (
    beside_true_earth_km,
    date_at_longitude_mjd,
    earth_moon_state_km,
    from_true_earth_nd,
)
from asteroid_econ.records import Floats

BODIES = ("earth", "moon")
_NODE_RAD = 0.35  # of the path without a break: about 20 days
_MAX_NEWTON = 20
_CLOSED = 1e-13
_ORBIT_POINTS = 720
_CHECK_D = 1.0
_STIFF = 5.0  # of the path in the orbit against that of the approach


@dataclass(frozen=True, slots=True)
class Flown:
    """Both burns in one model, and how well the path of that model ends where it should.

    ``departure_burn_m_s`` and ``insertion_burn_m_s`` are vectors, ecliptic of J2000: the first is
    added to the asteroid's two-body velocity, the second to what the model then makes of it.
    ``section_miss_km`` is the distance, at the section, of a propagation from the asteroid through
    both burns from where it should pass; ``orbit_distance_au`` its largest distance from the
    libration orbit in the first period there. ``status`` is 0 where the correction converged.
    """

    model: str
    dv_m_s: float
    dv_departure_m_s: float
    dv_insertion_m_s: float
    departure_burn_m_s: tuple[float, ...]
    insertion_burn_m_s: tuple[float, ...]
    departure_mjd_tdb: float
    insertion_mjd_tdb: float
    section_mjd_tdb: float
    capture_mjd_tdb: float
    section_miss_km: float
    orbit_distance_au: float
    status: int


STATUS = {
    0: "flown",
    1: "the orbit and its manifold have no counterpart beside true Earth",
    2: "no arc from the asteroid to the manifold",
}


def flown_in_three_bodies(
    retrieval: Retrieval, elements: Floats, manifold: StableManifold
) -> Flown:
    """Return a retrieval corrected in the restricted three-body problem of Sun and Earth.

    Parameters
    ----------
    retrieval : Retrieval
        Of the patched model.
    elements : ndarray, shape (7,)
        As for :func:`~asteroid_econ.orbits.threebody.retrieval.cheapest_retrievals`.
    manifold : StableManifold
        The retrieval's one trajectory.

    Returns
    -------
    Flown
        Same dates as the retrieval.
    """
    mu = manifold.orbit.mu_ratio
    section = manifold.section_state_nd[0]
    coast = retrieval.coast_d / radian_d()
    start, y, end, goal, miss = _three_body_arc(retrieval, elements, manifold)
    unit = 1e3 * np.sqrt(MU_SUN_KM3_S2 / AU_KM / (1.0 - mu))
    first = _turned(unit * (y[3:] - start[3:]), retrieval.departure_mjd_tdb)
    second = _turned(unit * (goal[3:] - end[3:]), retrieval.insertion_mjd_tdb)
    after = end.copy()
    after[3:] += goal[3:] - end[3:]
    period = manifold.orbit.period_nd
    round_once = np.linspace(0.0, period, 200)
    arrival = coast + float(manifold.time_nd[0])
    path = cr3bp_states(after, np.append(coast, arrival + round_once), mu_ratio=mu)
    sun = np.array([mu, 0.0, 0.0])
    away = _distance_from_orbit(path[1:, :3] + sun, manifold.orbit)
    capture = retrieval.insertion_mjd_tdb + arrival * radian_d()
    return Flown(
        model="three-body",
        **_burns(first, second),
        departure_mjd_tdb=retrieval.departure_mjd_tdb,
        insertion_mjd_tdb=retrieval.insertion_mjd_tdb,
        section_mjd_tdb=retrieval.section_mjd_tdb,
        capture_mjd_tdb=capture,
        section_miss_km=float(np.linalg.norm(path[0, :3] - section[:3]) * AU_KM),
        orbit_distance_au=float(away.max()),
        status=0 if miss < 1e-9 else 2,
    )


def three_body_path_nd(
    retrieval: Retrieval, elements: Floats, manifold: StableManifold, *, n: int = 400
) -> tuple[Floats, Floats]:
    """Return the transfer, and the way on to one period in the orbit, in the rotating frame.

    Parameters
    ----------
    retrieval, elements, manifold
        As for :func:`flown_in_three_bodies`.
    n : int, optional
        Places on each part.

    Returns
    -------
    transfer_nd, onward_nd : ndarray, shape (n, 6)
    """
    mu = manifold.orbit.mu_ratio
    _, y, _, goal, _ = _three_body_arc(retrieval, elements, manifold)
    transfer = np.linspace(0.0, retrieval.transfer_d / radian_d(), n)
    onward = retrieval.coast_d / radian_d() + float(manifold.time_nd[0]) + manifold.orbit.period_nd
    times = np.linspace(0.0, onward, n)
    return cr3bp_states(y, transfer, mu_ratio=mu), cr3bp_states(goal, times, mu_ratio=mu)


def _three_body_arc(
    retrieval: Retrieval, elements: Floats, manifold: StableManifold
) -> tuple[Floats, Floats, Floats, Floats, float]:
    """Return the states before and after the first burn and the second, and the miss."""
    mu = manifold.orbit.mu_ratio
    section = manifold.section_state_nd[0]
    coast, transfer = retrieval.coast_d / radian_d(), retrieval.transfer_d / radian_d()
    goal = cr3bp_states(section, -coast, mu_ratio=mu)
    r, v = asteroid_state_km(elements, retrieval.departure_mjd_tdb)
    start = rotating_from_km(r, v, retrieval.departure_mjd_tdb, mu_ratio=mu)
    end_km = heliocentric_state_km(goal, retrieval.insertion_mjd_tdb, mu_ratio=mu)
    v_guess = _lambert_start((r, v), end_km, retrieval.transfer_d)
    y = rotating_from_km(r, v_guess, retrieval.departure_mjd_tdb, mu_ratio=mu)
    miss = np.inf
    for _ in range(_MAX_NEWTON):
        end, matrix = cr3bp_matrices(y, transfer, mu_ratio=mu)
        gap = end[:3] - goal[:3]
        before, miss = miss, float(np.abs(gap).max())
        if not np.isfinite(miss) or miss < _CLOSED or (miss < 1e-11 and miss > 0.5 * before):
            break
        y[3:] -= np.linalg.solve(matrix[:3, 3:], gap)
    return start, y, end, goal, miss


def flown_beside_true_earth(
    retrieval: Retrieval,
    elements: Floats,
    manifold: StableManifold,
    *,
    limits: RetrievalLimits | None = None,
) -> Flown:
    """Return a retrieval corrected in the field of Sun, Earth and Moon.

    Parameters
    ----------
    retrieval : Retrieval
        Of the patched model, with the Sun–Earth line of true Earth.
    elements, manifold
        As for :func:`flown_in_three_bodies`.
    limits : RetrievalLimits, optional
        What the dates that are sought anew keep to, as those of the search did; by default the
        published ones.

    Returns
    -------
    Flown
        Same date at the section; departure and insertion are sought anew near their dates.
    """
    dates, nodes = _guessed_path(retrieval, manifold)
    span = (retrieval.departure_mjd_tdb - 2.0 * NEARBY_D, dates[-1] + 8.0)
    planets = planet_table(*span, is_relativistic=False, attracting=BODIES)
    stiffness = np.where(dates < _capture_mjd(dates, manifold), 1.0, _STIFF)
    path, gap = continuous_path(nodes, dates, planets, ease_ratio=1.0 / stiffness)
    if not gap < 1e-8:
        return _failed(retrieval, 1)
    moved = moved_dates(
        retrieval, elements, path[0], dates[0], planets, limits or retrieval_limits()
    )
    if moved is None:
        return _failed(retrieval, 2)
    departure, insertion = moved
    start_r, start_v = asteroid_state_km(elements, departure)
    goal = flow_km(path[:1], dates[0], insertion, planets)[0]
    guess = _lambert_start((start_r, start_v), (goal[:3], goal[3:]), insertion - departure)
    v_start, v_end, miss_km = arc_between(start_r, goal[:3], guess, departure, insertion, planets)
    if not miss_km < 1.0:
        return _failed(retrieval, 2)
    section_miss, away = _end_to_end(
        np.concatenate([start_r, v_start]), goal[3:] - v_end, departure, insertion,
        path, dates, manifold, planets,
    )  # fmt: skip
    return Flown(
        model="Sun, Earth and Moon",
        **_burns(1e3 * (v_start - start_v), 1e3 * (goal[3:] - v_end)),
        departure_mjd_tdb=departure,
        insertion_mjd_tdb=insertion,
        section_mjd_tdb=float(dates[0]),
        capture_mjd_tdb=_capture_mjd(dates, manifold),
        section_miss_km=section_miss,
        orbit_distance_au=away,
        status=0,
    )


def _burns(departure_m_s: Floats, insertion_m_s: Floats) -> dict[str, Any]:
    first, second = (float(np.linalg.norm(burn)) for burn in (departure_m_s, insertion_m_s))
    return {
        "dv_m_s": first + second,
        "dv_departure_m_s": first,
        "dv_insertion_m_s": second,
        "departure_burn_m_s": tuple(departure_m_s.tolist()),
        "insertion_burn_m_s": tuple(insertion_m_s.tolist()),
    }


def _turned(vector: Floats, mjd_tdb: float) -> Floats:
    """Return a vector of the rotating frame in the axes of the ecliptic."""
    angle = float(frame_longitude_rad(mjd_tdb))
    x, y, z = vector
    c, s = np.cos(angle), np.sin(angle)
    return np.array([c * x - s * y, s * x + c * y, z])


def rotating_from_km(r_km: Floats, v_km_s: Floats, mjd_tdb: float, *, mu_ratio: float) -> Floats:
    """Return the state in the rotating frame of a heliocentric one at a date.

    The inverse of :func:`~asteroid_econ.orbits.threebody.rotation.heliocentric_state_km`.
    """
    angle = float(frame_longitude_rad(mjd_tdb))
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
    x, y, z = turn @ r_km / AU_KM
    vx, vy, vz = turn @ v_km_s * np.sqrt((1.0 - mu_ratio) * AU_KM / MU_SUN_KM3_S2)
    return np.array([x - mu_ratio, y, z, vx + y, vy - x, vz])


def _lambert_start(start: tuple[Floats, Floats], end: tuple[Floats, Floats], days: float) -> Floats:
    """Return the departure velocity of the cheapest Lambert arc between two states."""
    _, _, n_rev, is_low = cheapest_between(start, end, days)
    v, _ = lambert(
        start[0], end[0], days * DAY_S, mu_km3_s2=MU_SUN_KM3_S2, n_rev=n_rev, is_low_path=is_low
    )
    return v


def _distance_from_orbit(from_sun_nd: Floats, orbit: PeriodicOrbit) -> Floats:
    """Return the distance of positions (n, 3), counted from the Sun, from the nearest point."""
    times = np.linspace(0.0, orbit.period_nd, _ORBIT_POINTS, endpoint=False)
    ring = cr3bp_states(orbit.state_nd, times, mu_ratio=orbit.mu_ratio)[:, :3]
    ring = ring + np.array([orbit.mu_ratio, 0.0, 0.0])
    gaps = np.linalg.norm(from_sun_nd[:, None, :] - ring[None], axis=-1)
    return gaps.min(axis=1)


def _guessed_path(retrieval: Retrieval, manifold: StableManifold) -> tuple[Floats, Floats]:
    """Return dates and heliocentric states from the section to past one period in the orbit."""
    orbit = manifold.orbit
    arrival = float(manifold.time_nd[0])
    inbound = np.arange(0.0, arrival, _NODE_RAD)
    round_orbit = np.arange(arrival, arrival + 1.4 * orbit.period_nd, _NODE_RAD)
    approach = cr3bp_states(manifold.end_state_nd[0], inbound - arrival, mu_ratio=orbit.mu_ratio)
    since = manifold.phase_frac[0] * orbit.period_nd + (round_orbit - arrival)
    circling = cr3bp_states(orbit.state_nd, np.mod(since, orbit.period_nd), mu_ratio=orbit.mu_ratio)
    rotating = np.vstack([approach, circling])
    rotating[:, 0] += orbit.mu_ratio
    turned = np.concatenate([inbound, round_orbit])
    line, _ = earth_moon_state_km(retrieval.section_mjd_tdb)
    dates = date_at_longitude_mjd(np.arctan2(line[1], line[0]) + turned, retrieval.section_mjd_tdb)
    return dates, np.concatenate(beside_true_earth_km(rotating, dates), axis=1)


def _capture_mjd(dates: Floats, manifold: StableManifold) -> float:
    """Return when the libration orbit is reached; the dates stand evenly in the angle."""
    n = int(np.ceil(float(manifold.time_nd[0]) / _NODE_RAD - 1e-9))
    return float(dates[n])


def _end_to_end(
    start_km: Floats, burn_km_s: Floats, departure: float, insertion: float,
    path: Floats, dates: Floats, manifold: StableManifold, planets: PlanetTable,
) -> tuple[float, float]:  # fmt: skip
    """Return the miss of the section (km) and the largest distance from the orbit (au)."""
    here = flow_km(start_km[None], departure, insertion, planets)[0]
    here[3:] += burn_km_s
    capture = _capture_mjd(dates, manifold)
    period_d = manifold.orbit.period_nd * radian_d()
    inbound = np.arange(insertion + 1e-6, dates[0], 4.0)
    onward = np.arange(dates[0] + 2.0, capture, 2.0)
    circling = np.arange(capture, capture + period_d, _CHECK_D)
    nodes = np.unique(np.concatenate([inbound, [dates[0]], onward, circling]))
    r, _, _ = perturbed_states(here[:3], here[3:], insertion, nodes, planets=planets)
    at_section = r[0, np.searchsorted(nodes, dates[0])]
    is_round = nodes >= capture
    seen = from_true_earth_nd(r[0, is_round], nodes[is_round])
    away = _distance_from_orbit(seen, manifold.orbit)
    return float(np.linalg.norm(at_section - path[0, :3])), float(away.max())


def _failed(retrieval: Retrieval, status: int) -> Flown:
    nothing = np.full(3, np.nan)
    return Flown(
        model="Sun, Earth and Moon",
        **_burns(nothing, nothing),
        departure_mjd_tdb=retrieval.departure_mjd_tdb,
        insertion_mjd_tdb=retrieval.insertion_mjd_tdb,
        section_mjd_tdb=retrieval.section_mjd_tdb,
        capture_mjd_tdb=np.nan,
        section_miss_km=np.nan,
        orbit_distance_au=np.nan,
        status=status,
    )
