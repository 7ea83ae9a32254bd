"""The cheapest retrievals of an asteroid, with dates: manifolds and Lambert arcs, patched."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ._parallel import map_blocks
from asteroid_econ.constants import AU_KM, J2000_MJD_TDB
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.elements import check_shape_of_orbit
from asteroid_econ.orbits.threebody import retrieval_cost, retrieval_descent, retrieval_scan
from asteroid_econ.orbits.threebody.correct import corrected_orbit
from asteroid_econ.orbits.threebody.manifolds import StableManifold, stable_manifold
from asteroid_econ.orbits.threebody.rotation import (
    frame_longitude_rad,
    heliocentric_elements,
    radian_d,
)
from asteroid_econ.orbits.threebody.table import ManifoldTable
from asteroid_econ.parameters.load import ParameterSet, load
from asteroid_econ.records import Floats
from asteroid_econ.sampling.streams import stream

_STEP_D = 6.0  # of the section date in the scan
_BLOCK_D = 60.0  # the best trajectory of so many days goes on
_TRIES = 300  # coasts and transfer times for each
_STRIDE = 3  # of members and points of the table in the scan
_PROBED, _REFINED, _POLISHED = 2000, 300, 10  # places per family that go on to the next stage
_COARSE, _FINE = 300, 2000  # evaluations of a descent
_SCALE = np.array([5.0, 0.05, 0.03, 40.0, 40.0])  # date, place, point, coast, transfer


@dataclass(frozen=True, slots=True)
class Retrieval:
    """One way to a libration orbit: a burn, a Lambert arc, a burn onto the stable manifold.

    ``place`` is where the orbit stands in its family, 0 the smallest; ``point`` the point of the
    orbit that the manifold trajectory comes to, in turns from the crossing. ``transfer_d`` is the
    Lambert arc's time, ``coast_d`` the time from insertion to the section. Impulses in m/s.
    ``mu_ratio`` is the mass ratio of the manifolds.
    """

    mu_ratio: float
    family: str
    dv_m_s: float
    dv_departure_m_s: float
    dv_insertion_m_s: float
    departure_mjd_tdb: float
    insertion_mjd_tdb: float
    section_mjd_tdb: float
    transfer_d: float
    coast_d: float
    n_rev: int
    is_low_path: bool
    place: float
    point: float


@dataclass(frozen=True, slots=True)
class RetrievalLimits:
    """What a search of retrievals keeps to; dates MJD (TDB)."""

    first_departure_mjd_tdb: float
    last_capture_mjd_tdb: float
    longest_transfer_d: float
    longest_coast_d: float
    nearest_earth_au: float

    def __post_init__(self) -> None:
        span = self.last_capture_mjd_tdb - self.first_departure_mjd_tdb
        if not 0.0 < span < np.inf:
            raise InputError(
                "first_departure_mjd_tdb", self.first_departure_mjd_tdb, "before the last capture"
            )
        for name in ("longest_transfer_d", "longest_coast_d"):
            if not 0.0 < getattr(self, name) < np.inf:
                raise InputError(name, getattr(self, name), "finite and > 0")
        if not 0.0 <= self.nearest_earth_au < 2.0:
            raise InputError("nearest_earth_au", self.nearest_earth_au, "in [0, 2)")


def retrieval_limits(parameters: ParameterSet | None = None) -> RetrievalLimits:
    """Return the published limits, as the parameters ``retrievable.search`` hold them."""
    values = parameters or load("retrievable")
    return RetrievalLimits(
        first_departure_mjd_tdb=values.value("search.first_departure_mjd_tdb"),
        last_capture_mjd_tdb=values.value("search.last_capture_mjd_tdb"),
        longest_transfer_d=values.value("search.longest_transfer_d"),
        longest_coast_d=values.value("search.longest_coast_d"),
        nearest_earth_au=values.value("search.nearest_earth_au"),
    )


def rotation_law(*, is_true: bool = False) -> Floats:
    """Return how the Sun–Earth line turns: the even turning of the published method, or Earth's.

    Parameters
    ----------
    is_true : bool, optional
        Whether the line breathes and turns as the ellipse of Earth and Moon about the Sun.

    Returns
    -------
    ndarray, shape (5,)
        Mean longitude (rad) at a date, the date (MJD), its rate (rad/d), eccentricity, longitude
        of perihelion (rad).
    """
    if not is_true:
        longitude = float(frame_longitude_rad(J2000_MJD_TDB))
        return np.array([longitude, J2000_MJD_TDB, 1.0 / radian_d(), 0.0, 0.0])
    values = load("threebody")
    longitude, periapsis = (
        np.radians(values.value(f"earth_orbit.{name}"))
        for name in ("longitude_j2000_deg", "perihelion_deg")
    )
    rate = np.radians(values.value("earth_orbit.rate_deg_d"))
    return np.array([longitude, J2000_MJD_TDB, rate, values.value("earth_orbit.ecc"), periapsis])


def smooth_rows(table: ManifoldTable, family: str) -> Floats:
    """Return a family's trajectories in quantities that can be interpolated.

    Parameters
    ----------
    table : ManifoldTable
        Of all families.
    family : str
        One of them.

    Returns
    -------
    ndarray, shape (M, N, 7)
        a (km), e cos ϖ, e sin ϖ, tan(i/2) cos Ω, tan(i/2) sin Ω, mean longitude in [−π, π), all on
        the section and from the Sun–Earth line; and the days to the end of one period in the orbit.
    """
    k = table.index(family)
    capture_nd = table.time_nd[k] + table.period_nd[k][:, None]
    return _smooth(table.elements_nd[k], capture_nd)


def _smooth(elements_nd: Floats, capture_nd: Floats) -> Floats:
    a, ecc, inc, node, argperi, mean = np.moveaxis(elements_nd, -1, 0)
    periapsis, half = node + argperi, np.tan(0.5 * inc)
    columns = [
        a * AU_KM,
        ecc * np.cos(periapsis),
        ecc * np.sin(periapsis),
        half * np.cos(node),
        half * np.sin(node),
        np.mod(periapsis + mean + np.pi, 2.0 * np.pi) - np.pi,
        capture_nd * radian_d(),
    ]
    return np.stack(columns, axis=-1)


def trajectory_of(retrieval: Retrieval, table: ManifoldTable) -> StableManifold:
    """Return the one trajectory of a stable manifold that a retrieval comes in by, computed anew.

    Parameters
    ----------
    retrieval : Retrieval
        Its place lies between two members of the family.
    table : ManifoldTable
        The table that it was found in.
    """
    k = table.index(retrieval.family)
    n = table.state_nd.shape[1]
    along = retrieval.place * (n - 1)
    low = min(int(along), n - 2)
    share = along - low
    guess = (1.0 - share) * table.state_nd[k, low] + share * table.state_nd[k, low + 1]
    period = (1.0 - share) * table.period_nd[k, low] + share * table.period_nd[k, low + 1]
    orbit = corrected_orbit(guess, float(period), mu_ratio=table.mu_ratio)
    return stable_manifold(orbit, [retrieval.point], point=int(retrieval.family[1]))


def cheapest_retrievals(
    elements: ArrayLike,
    *,
    table: ManifoldTable,
    families: Sequence[str] | None = None,
    limits: RetrievalLimits | None = None,
    is_true_earth: bool = False,
    seed: int = 0,
    threads: int | None = 1,
) -> list[Retrieval]:
    """Return the cheapest retrieval found to each family, cheapest first.

    Parameters
    ----------
    elements : array_like, shape (7,)
        a (km), e, i, node, argument of perihelion, mean anomaly (rad) and their epoch (MJD).
    table : ManifoldTable
        Where it shall go.
    families : sequence of str, optional
        Of the table; by default all.
    limits : RetrievalLimits, optional
        Dates, longest times, and the distance from Earth below which no departure is trusted; by
        default the published ones.
    is_true_earth : bool, optional
        Whether the Sun–Earth line, and the manifolds with it, follow Earth's ellipse; by default
        they turn evenly, as published.
    seed : int, optional
        Moves the grid of dates and the tries between its nodes; any integer.
    threads : int, optional
        Changes no bit of the result.

    Returns
    -------
    list of Retrieval
        Families without any transfer are left out.

    Notes
    -----
    The asteroid and the manifold beyond the section move in the field of the Sun alone: the
    published method. A search by sampling: what it finds is an upper bound of the
    optimum, mostly within a few m/s of it.

    References
    ----------
    García Yárnoz, Sanchez & McInnes (2013), Celest. Mech. Dyn. Astron. 116, 367.
    """
    asteroid = _checked_asteroid(elements)
    names = table.families if families is None else tuple(families)
    limits = limits or retrieval_limits()
    law = rotation_law(is_true=is_true_earth)

    def best_of(i: int) -> Retrieval | None:
        best = _family_best(names[i], asteroid, table, law, limits, seed)
        return None if best is None else _on_its_trajectory(best, asteroid, table, law, limits)

    found = map_blocks(best_of, len(names), threads=threads)
    return sorted((r for r in found if r is not None), key=lambda r: (r.dv_m_s, r.family))


def _checked_asteroid(elements: ArrayLike) -> Floats:
    asteroid = floats("elements", elements)
    if asteroid.shape != (7,) or not np.isfinite(asteroid).all():
        raise InputError("elements", asteroid.tolist(), "seven finite numbers")
    check_shape_of_orbit(asteroid[:1], asteroid[1:2])
    if asteroid[1] >= 1.0:
        raise InputError("elements[1]", float(asteroid[1]), "an ellipse, < 1")
    return asteroid


def _vector_of(limits: RetrievalLimits) -> Floats:
    return np.array(
        [
            limits.first_departure_mjd_tdb,
            limits.last_capture_mjd_tdb,
            0.0,
            limits.longest_coast_d,
            1.0,
            limits.longest_transfer_d,
        ]
    )


def _family_best(
    family: str, asteroid: Floats, table: ManifoldTable, law: Floats, limits: RetrievalLimits,
    seed: int,
) -> Retrieval | None:  # fmt: skip
    rows = smooth_rows(table, family)
    shifts = stream(seed, f"orbits.retrieval.{family}").uniforms(3)
    near_km = limits.nearest_earth_au * AU_KM
    bounds_of = _vector_of(limits)
    starts = _starts(asteroid, rows, law, limits, float(shifts[2]))
    costs, places = np.empty(len(starts)), np.empty((len(starts), retrieval_cost.N_VARIABLES))
    retrieval_scan.probe(
        asteroid, rows, law, near_km, AU_KM, bounds_of, starts, shifts[:2], _TRIES, costs, places
    )
    order = np.argsort(costs, kind="stable")
    ends = places[order[np.isfinite(costs[order])][:_REFINED]]
    if ends.size == 0:
        return None
    values = np.empty(len(ends))
    common = (asteroid, rows, law, near_km, AU_KM, bounds_of)
    retrieval_descent.descend(ends, _SCALE, _COARSE, 1e-4, *common, values)
    last = np.argsort(values, kind="stable")[:_POLISHED]
    ends, values = ends[last], values[last]
    for size in (0.3, 0.1):  # again from where a simplex may have collapsed
        retrieval_descent.descend(ends, size * _SCALE, _FINE, 1e-9, *common, values)
    best = ends[np.argmin(values)]
    return _record(table.mu_ratio, family, best, asteroid, rows, law, near_km)


def _on_its_trajectory(
    found: Retrieval, asteroid: Floats, table: ManifoldTable, law: Floats, limits: RetrievalLimits
) -> Retrieval:
    """Return a retrieval with the trajectory itself in place of the interpolated one."""
    manifold = trajectory_of(found, table)
    orbit = manifold.orbit
    if manifold.status[0] != 0:
        return found
    elements = heliocentric_elements(manifold.section_state_nd, mu_ratio=orbit.mu_ratio)
    row = _smooth(elements, manifold.time_nd + orbit.period_nd)[None]
    near_km = limits.nearest_earth_au * AU_KM
    end = np.array(
        [[found.section_mjd_tdb, found.place, found.point, found.coast_d, found.transfer_d]]
    )
    value = np.empty(1)
    for size in (1.0, 0.1):
        retrieval_descent.descend(
            end, size * _SCALE, _FINE, 1e-9, asteroid, row, law, near_km, AU_KM,
            _vector_of(limits), value,
        )  # fmt: skip
    end[0, [retrieval_cost.PLACE, retrieval_cost.POINT]] = found.place, found.point
    return _record(table.mu_ratio, found.family, end[0], asteroid, row, law, near_km)


def _starts(
    asteroid: Floats, table: Floats, law: Floats, limits: RetrievalLimits, shift: float
) -> Floats:
    """Return section date, place and point of the blocks of dates with the least bounds."""
    first = limits.first_departure_mjd_tdb + shift * _STEP_D
    n_dates = max(1, int((limits.last_capture_mjd_tdb - first) / _STEP_D) + 1)
    n_block = int(_BLOCK_D / _STEP_D)
    n_blocks = -(-n_dates // n_block)
    bounds = np.empty((n_blocks, -(-table.shape[0] // _STRIDE)))
    which = np.zeros((*bounds.shape, 3))
    retrieval_scan.scan(
        asteroid, table, law, first, _STEP_D, n_dates, n_block, _STRIDE,
        limits.longest_coast_d, limits.longest_transfer_d, bounds, which,
    )  # fmt: skip
    order = np.argsort(bounds, axis=None, kind="stable")[:_PROBED]
    starts = which.reshape(-1, 3)[order[np.isfinite(bounds.ravel()[order])]]
    starts[:, 1] /= max(1, table.shape[0] - 1)
    starts[:, 2] /= table.shape[1]
    return starts


def _record(
    mu_ratio: float, family: str, x: Floats, asteroid: Floats, table: Floats, law: Floats,
    near_km: float,
) -> Retrieval:  # fmt: skip
    dv1, dv2, n_rev, is_low = retrieval_cost.cost(
        x, asteroid, table, law, near_km, AU_KM, retrieval_cost.MAX_REV,
        np.empty(retrieval_cost.N_ELEMENTS),
    )  # fmt: skip
    insertion = x[retrieval_cost.SECTION_MJD] - x[retrieval_cost.COAST_D]
    return Retrieval(
        mu_ratio=mu_ratio,
        family=family,
        dv_m_s=1e3 * (dv1 + dv2),
        dv_departure_m_s=1e3 * dv1,
        dv_insertion_m_s=1e3 * dv2,
        departure_mjd_tdb=float(insertion - x[retrieval_cost.TRANSFER_D]),
        insertion_mjd_tdb=float(insertion),
        section_mjd_tdb=float(x[retrieval_cost.SECTION_MJD]),
        transfer_d=float(x[retrieval_cost.TRANSFER_D]),
        coast_d=float(x[retrieval_cost.COAST_D]),
        n_rev=int(n_rev),
        is_low_path=bool(is_low),
        place=float(x[retrieval_cost.PLACE]),
        point=float(x[retrieval_cost.POINT] % 1.0),
    )
