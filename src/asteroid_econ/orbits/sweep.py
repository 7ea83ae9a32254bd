"""The best transfers to every target of a catalogue, without storing their grids."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ._parallel import map_blocks
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.departure import ParkingOrbit, parking_orbit
from asteroid_econ.orbits.grid import MAX_SWEPT_CELLS, checked_axes
from asteroid_econ.orbits.porkchop import elements_table
from asteroid_econ.orbits.transfer_row import Rows, Space, fill_table, rows, space, transfer_row

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

OBJECTIVES = ("total", "vinf_sum", "vinf_departure", "vinf_arrival")
MAX_KEPT = 200_000_000  # numbers: row and column minima of all targets, 1.6 GB
_TARGETS_PER_BLOCK = 16
_NO_TRANSFER = np.int64(0x7FF0000000000000)  # the bits of infinity; NaN lies above


@dataclass(frozen=True, slots=True)
class Sweep:
    """The k best transfers to each target; arrays (n_targets, k), cheapest first.

    ``objective`` says what is least: 'total' is the departure burn in ``parking`` plus v∞ at
    arrival, 'vinf_sum' v∞ + v∞ as JPL's mission design counts, the others one v∞ alone; all in
    km/s. Options are minima along the launch date of the best time of flight, hence different
    windows. Missing ones are NaN. ``row_min_km_s`` (n_targets, n_launch) and ``column_min_km_s``
    (n_targets, n_tof) are the least objective of each launch date and each time of flight, or None.
    """

    objective: str
    parking: ParkingOrbit
    launch_mjd_tdb: Floats
    tof_d: Floats
    objective_km_s: Floats
    c3_km2_s2: Floats
    vinf_arrival_km_s: Floats
    row_min_km_s: Floats | None
    column_min_km_s: Floats | None


def sweep(
    a_au: ArrayLike,
    ecc: ArrayLike,
    inc_rad: ArrayLike,
    node_rad: ArrayLike,
    argperi_rad: ArrayLike,
    mean_anomaly_rad: ArrayLike,
    epoch_mjd_tdb: ArrayLike,
    launch_mjd_tdb: ArrayLike,
    tof_d: ArrayLike,
    *,
    n_best: int = 1,
    objective: str = "total",
    parking: ParkingOrbit | None = None,
    is_prograde: bool = True,
    with_minima: bool = False,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Sweep:
    """Return the best transfers of less than one revolution to many targets.

    Parameters
    ----------
    a_au, ecc, inc_rad, node_rad, argperi_rad, mean_anomaly_rad, epoch_mjd_tdb : array_like, (n,)
        Heliocentric elements in the ecliptic of J2000 and their epochs.
    launch_mjd_tdb, tof_d : array_like, shapes (n_launch,) and (n_tof,)
        Increasing; times of flight > 0. Fastest where both axes are even and the launch step is
        a whole multiple of the other.
    n_best : int, optional
        Options kept per target, 1 to n_launch.
    objective : str, optional
        One of ``OBJECTIVES``.
    parking : ParkingOrbit, optional
        Where transfers leave from; 400 km above Earth by default. Its inclination is not used.
    is_prograde : bool, optional
        Whether transfers move with the planets.
    with_minima : bool, optional
        Also keep the minima of rows and columns.
    threads : int, optional
        Changes the time that it takes, never a bit of the result.
    progress : callable, optional
        Called with the number of targets just finished and of all.

    Returns
    -------
    Sweep
        NaN for targets with a NaN element.

    Notes
    -----
    The grid is searched, not refined: :func:`asteroid_econ.orbits.refine.refine` finds the
    continuous optimum near each option. Memory does not depend on the number of cells.
    """
    parking = parking or parking_orbit()
    launch, tof = checked_axes(launch_mjd_tdb, tof_d, max_cells=MAX_SWEPT_CELLS)
    if objective not in OBJECTIVES:
        raise InputError("objective", objective, f"one of {', '.join(OBJECTIVES)}")
    if type(n_best) is bool or n_best != int(n_best) or not 1 <= n_best <= launch.size:
        raise InputError("n_best", n_best, f"1 to the number of launch dates, {launch.size}")
    table = elements_table(
        (a_au, ecc, inc_rad, node_rad, argperi_rad, mean_anomaly_rad, epoch_mjd_tdb)
    )
    n = table.shape[0]
    kept = n * (launch.size + tof.size) if with_minima else 0
    if kept + 5 * n * n_best > MAX_KEPT:
        raise InputError(
            "n_best", n_best, f"at most {MAX_KEPT} numbers kept; here {kept + 5 * n * n_best}"
        )
    shared = rows(parking.body, launch, tof, is_prograde=is_prograde)
    cost = _cost(objective, parking)
    best = np.full((n, n_best, 5), np.nan)
    row_min = np.empty((n if with_minima else 0, launch.size))
    column_min = np.empty((n if with_minima else 0, tof.size))

    def block(b: int) -> None:
        part = slice(b * _TARGETS_PER_BLOCK, (b + 1) * _TARGETS_PER_BLOCK)
        _sweep_targets(
            table[part], shared, space(shared), cost, best[part], row_min[part], column_min[part]
        )
        if progress is not None:
            progress(best[part].shape[0], n)

    map_blocks(block, -(-n // _TARGETS_PER_BLOCK), threads=threads)
    launch_best, tof_best, least, c3, arrival = np.moveaxis(best, -1, 0).copy()
    return Sweep(
        objective,
        parking,
        launch_best,
        tof_best,
        least,
        c3,
        arrival,
        row_min if with_minima else None,
        column_min if with_minima else None,
    )


def objective_km_s(
    c3_km2_s2: Floats, vinf_arrival_km_s: Floats, *, objective: str, parking: ParkingOrbit
) -> Floats:
    """Return what a sweep minimises, from C3 and v∞ at arrival of one shape."""
    if objective not in OBJECTIVES:
        raise InputError("objective", objective, f"one of {', '.join(OBJECTIVES)}")
    out = np.empty(c3_km2_s2.shape)
    _costs(c3_km2_s2.ravel(), vinf_arrival_km_s.ravel(), _cost(objective, parking), out.reshape(-1))
    return out


def _cost(objective: str, parking: ParkingOrbit) -> tuple[float, float, float, float]:
    """Return the constants of objective = f √(C3 + escape²) − circular + g v∞ at arrival."""
    is_burn = objective == "total"
    r = parking.radius_km + parking.altitude_km
    circular2 = parking.mu_km3_s2 / r if is_burn else 0.0
    departure = 0.0 if objective == "vinf_arrival" else 1.0
    arrival = 0.0 if objective == "vinf_departure" else 1.0
    return 2.0 * circular2, math.sqrt(circular2), departure, arrival


@inline_kernel
def _cost_of_one(c3: float, arrival: float, cost: tuple[float, float, float, float]) -> float:
    escape2, circular, departure_weight, arrival_weight = cost
    return departure_weight * (math.sqrt(c3 + escape2) - circular) + arrival_weight * arrival


@kernel
def _costs(
    c3: Floats, arrival: Floats, cost: tuple[float, float, float, float], out: Floats
) -> None:
    for j in range(c3.size):
        out[j] = _cost_of_one(c3[j], arrival[j], cost)


@kernel
def _least(x: Floats) -> float:
    """Return the least of values >= 0 as a float; infinity where all are NaN.

    Bits of floats >= 0 are ordered like integers, with NaN above infinity, and the compiler
    vectorises a minimum of integers.
    """
    least = _NO_TRANSFER
    for j in range(x.size):
        least = min(least, np.float64(abs(x[j])).view(np.int64))
    return np.int64(least).view(np.float64)


@kernel
def _sweep_targets(
    table: Floats,
    shared: Rows,
    own: Space,
    cost: tuple[float, float, float, float],
    best: Floats,
    row_min: Floats,
    column_min: Floats,
) -> None:
    n_launch, n_tof = shared.launch_mjd.size, shared.tof_s.size
    c3, arrival, objective = np.empty(n_tof), np.empty(n_tof), np.empty(n_tof)
    own_rows, chosen = np.empty(n_launch), np.empty(best.shape[1], np.int64)
    with_minima = row_min.shape[0] > 0
    for k in range(table.shape[0]):
        if shared.stride >= 0:
            fill_table(table[k], shared.epochs, own.table)
        if with_minima:
            column_min[k] = math.inf
        n_rows = n_launch
        for n in range(n_launch + best.shape[1]):
            if n == n_launch:  # every row is known: those with an optimum are solved again
                n_rows += _choose(own_rows, chosen)
            if n == n_rows:
                break
            # one call for both passes: the second finds the values of the first, bit for bit
            i = n if n < n_launch else chosen[n - n_launch]
            transfer_row(i, table[k], shared, own, c3, arrival)
            _costs(c3, arrival, cost, objective)
            if n < n_launch:
                own_rows[i] = _least(objective)
                if with_minima:
                    _lower(objective, column_min[k])
                continue
            j, m = _place_of_least(objective), n - n_launch
            best[k, m, 0], best[k, m, 1] = shared.launch_mjd[i], shared.tof_d[j]
            best[k, m, 2], best[k, m, 3], best[k, m, 4] = objective[j], c3[j], arrival[j]
        if with_minima:
            row_min[k] = own_rows
            _no_transfer_to_nan(row_min[k])
            _no_transfer_to_nan(column_min[k])


@kernel
def _lower(x: Floats, least: Floats) -> None:
    for j in range(x.size):
        least[j] = x[j] if x[j] < least[j] else least[j]


@kernel
def _no_transfer_to_nan(x: Floats) -> None:
    for j in range(x.size):
        x[j] = x[j] if x[j] < math.inf else math.nan


@kernel
def _place_of_least(x: Floats) -> int:
    place, least = 0, math.inf
    for j in range(x.size):
        if x[j] < least:
            place, least = j, x[j]
    return place


@kernel
def _choose(own_rows: Floats, chosen: Integers) -> int:
    """Write the launches of the cheapest local minima, cheapest first; return how many."""
    n, found = own_rows.size, 0
    for i in range(n):
        here = own_rows[i]
        before = own_rows[i - 1] if i > 0 else math.inf
        after = own_rows[i + 1] if i < n - 1 else math.inf
        # of equal neighbours the first counts
        if not (here < math.inf and here < before and here <= after):
            continue
        m = min(found, chosen.size)
        while m > 0 and own_rows[chosen[m - 1]] > here:
            if m < chosen.size:
                chosen[m] = chosen[m - 1]
            m -= 1
        if m < chosen.size:
            chosen[m] = i
        found += 1
    return min(found, chosen.size)
