"""From the best cells of a grid to the continuous optimum near each of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.anomaly import mean_motion_rad_s
from asteroid_econ.orbits.departure import ParkingOrbit, parking_orbit
from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.lambert import lambert
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.porkchop import elements_table
from asteroid_econ.orbits.sweep import OBJECTIVES, objective_km_s

Floats = NDArray[np.float64]

SAME_D = 0.5  # optima nearer than this, launch and flight together, are one
_MAX_ROUNDS = 80
_LONGEST_MOVE = 10.0  # steps
_SEARCHES = 50  # each within a step of the grid
_TOLERANCE_D = 1e-3
# the nine points of a 3 × 3 stencil, the centre first: equal costs stay where they are
_LAUNCH_OFFSET = np.array([0, -1, -1, -1, 0, 0, 1, 1, 1], dtype=np.float64)
_TOF_OFFSET = np.array([0, -1, 0, 1, -1, 1, -1, 0, 1], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Optimum:
    """Local optima; arrays of one shape. NaN where the start was NaN."""

    launch_mjd_tdb: Floats
    tof_d: Floats
    objective_km_s: Floats
    c3_km2_s2: Floats
    vinf_arrival_km_s: Floats


def transfer(
    elements: tuple[ArrayLike, ...],
    launch_mjd_tdb: ArrayLike,
    tof_d: ArrayLike,
    *,
    parking: ParkingOrbit | None = None,
    is_prograde: bool = True,
) -> tuple[Floats, Floats, Floats]:
    """Return C3, v∞ at arrival and declination of single transfers, at any dates.

    Parameters
    ----------
    elements : tuple of seven array_like, (n,) or scalars
        As for :func:`asteroid_econ.orbits.sweep.sweep`, in that order.
    launch_mjd_tdb, tof_d : array_like, shapes broadcast to (n, …)
        Dates of the transfers to target 0 … n − 1; NaN passes.
    parking : ParkingOrbit, optional
        Its planet is where the transfers start; Earth by default.
    is_prograde : bool, optional
        Whether transfers move with the planets.

    Returns
    -------
    c3_km2_s2, vinf_arrival_km_s, declination_rad : ndarray, shape (n, …)
        NaN where there is no transfer; the declination of the departure asymptote is on the
        planet's equator.
    """
    parking = parking or parking_orbit()
    table = elements_table(elements)
    launch, tof = _together(launch_mjd_tdb, tof_d)
    if launch.ndim == 0 or launch.shape[0] != table.shape[0]:
        raise InputError(
            "launch_mjd_tdb", launch.shape, f"a shape that starts with {table.shape[0]}"
        )
    is_date = np.isfinite(launch) & np.isfinite(tof) & (tof > 0.0)
    is_date[~np.isfinite(table).all(axis=1)] = False
    rows = np.nonzero(is_date)[0]
    launch_ok, tof_ok = launch[is_date], tof[is_date]
    # the planet's theory is slow, and stencils share their dates
    dates, place = np.unique(launch_ok, return_inverse=True)
    r1, v_home = (x[place] for x in heliocentric_state(parking.body, dates))
    a, ecc, inc, node, argperi, mean, epoch = table[rows].T
    motion = mean_motion_rad_s(a, mu_km3_s2=MU_SUN_KM3_S2) * DAY_S
    mean = mean + motion * (launch_ok + tof_ok - epoch)
    r2, v_target = state(a, ecc, inc, node, argperi, mean, mu_km3_s2=MU_SUN_KM3_S2)
    v1, v2 = lambert(r1, r2, tof_ok * DAY_S, mu_km3_s2=MU_SUN_KM3_S2, is_prograde=is_prograde)
    c3, arrival, declination = np.full((3, *launch.shape), np.nan)
    c3[is_date] = ((v1 - v_home) ** 2).sum(axis=-1)
    arrival[is_date] = np.linalg.norm(v2 - v_target, axis=-1)
    declination[is_date] = parking.declination_rad(v1 - v_home)
    return c3, arrival, declination


def _together(launch_mjd_tdb: ArrayLike, tof_d: ArrayLike) -> tuple[Floats, Floats]:
    launch, tof = floats("launch_mjd_tdb", launch_mjd_tdb), floats("tof_d", tof_d)
    try:
        wide = np.broadcast_arrays(launch, tof)
    except ValueError:
        shapes = f"{launch.shape}, {tof.shape}"
        raise InputError("launch_mjd_tdb, tof_d", shapes, "shapes that broadcast") from None
    return wide[0], wide[1]


def refine(
    elements: tuple[ArrayLike, ...],
    launch_mjd_tdb: ArrayLike,
    tof_d: ArrayLike,
    *,
    launch_step_d: float,
    tof_step_d: float,
    objective: str = "total",
    parking: ParkingOrbit | None = None,
    is_prograde: bool = True,
    launch_range_mjd_tdb: tuple[float, float] = (-np.inf, np.inf),
    tof_range_d: tuple[float, float] = (0.0, np.inf),
    tolerance_d: float = _TOLERANCE_D,
) -> Optimum:
    """Return the local optimum within one grid step of each start.

    Parameters
    ----------
    elements : tuple of seven array_like, (n,) or scalars
        As for :func:`asteroid_econ.orbits.sweep.sweep`, in that order.
    launch_mjd_tdb, tof_d : array_like, shapes (n, …)
        Starts, such as a sweep's options; NaN passes.
    launch_step_d, tof_step_d : float
        Steps of the grid, > 0; the search stays within one of them, and above a tenth of a day
        of flight.
    objective : str, optional
        One of :data:`asteroid_econ.orbits.sweep.OBJECTIVES`.
    parking : ParkingOrbit, optional
        400 km above Earth by default. Where its inclination is given, 'total' counts the plane
        change.
    is_prograde : bool, optional
        Whether transfers move with the planets.
    launch_range_mjd_tdb, tof_range_d : tuple of 2 floats, optional
        First and last, which the search does not leave; such as the ends of the grid.
    tolerance_d : float, optional
        Where the search stops, > 0: by then the objective is flat to 1e-8 km/s.

    Returns
    -------
    Optimum
        Never worse than the start.

    Notes
    -----
    A compass search on 3 × 3 points around all starts at once, one ahead along the last two moves,
    and the minimum of the parabola through the last 3 × 3; the step halves where the centre is
    best.

    References
    ----------
    Kolda, Lewis & Torczon (2003), SIAM Review 45, 385; Hooke & Jeeves (1961), Journal of the ACM
    8, 212, for the point ahead.
    """
    return _search(
        elements,
        launch_mjd_tdb,
        tof_d,
        launch_step_d,
        tof_step_d,
        objective,
        parking,
        is_prograde,
        launch_range_mjd_tdb,
        tof_range_d,
        tolerance_d,
    )[0]


def _search(
    elements: tuple[ArrayLike, ...],
    launch_mjd_tdb: ArrayLike,
    tof_d: ArrayLike,
    launch_step_d: float,
    tof_step_d: float,
    objective: str,
    parking: ParkingOrbit | None,
    is_prograde: bool,
    launch_range_mjd_tdb: tuple[float, float],
    tof_range_d: tuple[float, float],
    tolerance_d: float,
) -> tuple[Optimum, NDArray[np.bool_]]:
    """Return the optima of :func:`refine`, and whether each search came to its end."""
    for name, value in (
        ("launch_step_d", launch_step_d),
        ("tof_step_d", tof_step_d),
        ("tolerance_d", tolerance_d),
    ):
        if not 0.0 < value < np.inf:
            raise InputError(name, value, "a finite number > 0")
    for name, (first, last) in (
        ("launch_range_mjd_tdb", launch_range_mjd_tdb),
        ("tof_range_d", tof_range_d),
    ):
        if not first <= last:
            raise InputError(name, (first, last), "a range whose end is not before its start")
    if objective not in OBJECTIVES:
        raise InputError("objective", objective, f"one of {', '.join(OBJECTIVES)}")
    home = parking or parking_orbit()
    start = np.stack(_together(launch_mjd_tdb, tof_d), -1)
    reach = np.array([launch_step_d, tof_step_d])
    low, high = start - reach, start + reach
    for k, (first, last) in enumerate((launch_range_mjd_tdb, tof_range_d)):
        low[..., k] = np.minimum(np.maximum(low[..., k], first), start[..., k])
        high[..., k] = np.maximum(np.minimum(high[..., k], last), start[..., k])
    low[..., 1] = np.maximum(low[..., 1], np.minimum(0.1, start[..., 1]))
    place, step = start.copy(), np.full((*start.shape[:-1], 1), 0.5)
    before = previous = newton = place
    offsets = np.stack([_LAUNCH_OFFSET, _TOF_OFFSET], axis=-1)

    def cost_of(points: Floats) -> tuple[Floats, Floats, Floats]:
        c3, arrival, declination = transfer(
            elements, points[..., 0], points[..., 1], parking=home, is_prograde=is_prograde
        )
        if objective == "total":
            return home.dv_km_s(c3, declination) + arrival, c3, arrival
        return objective_km_s(c3, arrival, objective=objective, parking=home), c3, arrival

    for _ in range(_MAX_ROUNDS):
        # each start ends by itself, so that its optimum does not depend on its neighbours
        is_open = step * np.max(reach) > tolerance_d
        if not np.any(is_open):
            break
        stencil = place[..., None, :] + (step * reach)[..., None, :] * offsets
        # along a valley askew to the axes: twice as far as the last two moves together
        ahead = place + 2.0 * (place - before)
        points = np.concatenate([stencil, ahead[..., None, :], newton[..., None, :]], axis=-2)
        points = np.clip(points, low[..., None, :], high[..., None, :])
        cost = cost_of(np.where(is_open[..., None], points, np.nan))[0]
        newton = place + step * reach * _newton_move(cost)
        best = np.argmin(np.where(np.isnan(cost), np.inf, cost), axis=-1)[..., None]
        moved = np.take_along_axis(points, best[..., None], axis=-2)[..., 0, :]
        before = np.where(best == 0, place, previous)
        previous = place
        place = np.where(is_open, moved, place)
        step = np.where(is_open & (best == 0), 0.5 * step, step)
    found = Optimum(place[..., 0], place[..., 1], *cost_of(place))
    return found, (step * np.max(reach) <= tolerance_d)[..., 0]


def _newton_move(cost: Floats) -> Floats:
    """Return the way to the minimum of the parabola through a stencil, in its steps; (…, 2).

    Where the parabola has no minimum it leads downhill, and at most ``_LONGEST_MOVE`` away.
    """
    c, mm, m0, mp, om, op, pm, p0, pp = (cost[..., k] for k in range(9))
    gradient = np.stack([p0 - m0, op - om], axis=-1) / 2.0
    mixed = (pp - pm - mp + mm) / 4.0
    bend = np.stack([p0 - 2.0 * c + m0, mixed, mixed, op - 2.0 * c + om], axis=-1)
    is_known = np.isfinite(bend).all(axis=-1, keepdims=True)
    bend = np.where(is_known, bend, 0.0).reshape(*c.shape, 2, 2)
    values, axes = np.linalg.eigh(bend)
    along = (axes * np.where(is_known, gradient, 0.0)[..., None]).sum(axis=-2)
    way = -along / np.maximum(np.abs(values), 1e-300)
    way = np.clip(way, -_LONGEST_MOVE, _LONGEST_MOVE)
    move: Floats = (axes * way[..., None, :]).sum(axis=-1)
    return move


def follow(
    elements: tuple[ArrayLike, ...],
    launch_mjd_tdb: ArrayLike,
    tof_d: ArrayLike,
    *,
    launch_step_d: float,
    tof_step_d: float,
    objective: str = "total",
    parking: ParkingOrbit | None = None,
    is_prograde: bool = True,
    launch_range_mjd_tdb: tuple[float, float] = (-np.inf, np.inf),
    tof_range_d: tuple[float, float] = (0.0, np.inf),
) -> tuple[Optimum, NDArray[np.bool_]]:
    """Return where the starts lead downhill, however far, and whether that is a minimum.

    Parameters
    ----------
    elements, launch_mjd_tdb, tof_d, launch_step_d, tof_step_d, objective, parking, is_prograde
        As for :func:`refine`.
    launch_range_mjd_tdb, tof_range_d
        As for :func:`refine`.

    Returns
    -------
    Optimum, ndarray of bool
        Of the shape of the starts. Not a minimum where the search was still under way after 50
        steps of the grid.

    Notes
    -----
    Along a valley askew to the axes every cell looks like a minimum: where :func:`refine` comes to
    the end of its reach, it starts again from there.
    """
    launch, tof = _together(launch_mjd_tdb, tof_d)
    ranges = launch_range_mjd_tdb, tof_range_d
    options = launch_step_d, tof_step_d, objective, parking, is_prograde, *ranges, _TOLERANCE_D
    is_open = np.ones(launch.shape, dtype=bool)
    for _ in range(_SEARCHES):
        end, is_closed = _search(elements, np.where(is_open, launch, np.nan), tof, *options)
        is_far = np.abs(end.launch_mjd_tdb - launch) > 0.999 * launch_step_d
        is_far |= np.abs(end.tof_d - tof) > 0.999 * tof_step_d
        launch = np.where(is_open, end.launch_mjd_tdb, launch)
        tof = np.where(is_open, end.tof_d, tof)
        is_open &= is_far | ~is_closed
        if not is_open.any():
            break
    return _search(elements, launch, tof, *options)[0], ~is_open


def each_once(
    launch_mjd_tdb: ArrayLike, tof_d: ArrayLike, objective_km_s: ArrayLike
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of distinct optima, cheapest first, and which of them each one is.

    Parameters
    ----------
    launch_mjd_tdb, tof_d, objective_km_s : array_like, shape (n,)
        Optima; those nearer than ``SAME_D`` to a cheaper one are that one. NaN come last.
    """
    launch, tof = floats("launch_mjd_tdb", launch_mjd_tdb), floats("tof_d", tof_d)
    cost = floats("objective_km_s", objective_km_s)
    kept: list[int] = []
    same = np.zeros(launch.size, dtype=np.int64)
    for k in np.argsort(cost, kind="stable"):
        near = np.abs(launch[kept] - launch[k]) + np.abs(tof[kept] - tof[k]) < SAME_D
        same[k] = np.argmax(near) if near.any() else len(kept)
        if not near.any():
            kept.append(int(k))
    return np.array(kept, dtype=np.int64), same


def longest_step_d(axis_d: ArrayLike) -> float:
    """Return the largest distance between neighbours on an axis of dates or times; 1 for one."""
    values = floats("axis_d", axis_d)
    return float(np.max(np.diff(values))) if values.size > 1 else 1.0
