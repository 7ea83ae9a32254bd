"""A porkchop as a labelled grid with units, its windows, and the file it is kept in."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ.constants import AU_KM
from asteroid_econ.orbits.departure import ParkingOrbit, parking_orbit
from asteroid_econ.orbits.encounters import earth_encounters
from asteroid_econ.orbits.porkchop import Porkchop, porkchop
from asteroid_econ.orbits.refine import Optimum, each_once, follow, longest_step_d
from asteroid_econ.orbits.windows import Windows, local_minima, windows
from asteroid_econ.records import Target
from asteroid_econ.studies.store import write_atomically

if TYPE_CHECKING:
    from xarray import Dataset

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

MAX_MINIMA = 30
MEETS_AU = 0.02  # bends a path of 10 km/s by 0.03 km/s or more, a million km within a year
_MOST_STARTS = 50
_VARIABLES = {
    "c3_km2_s2": ("km2 s-2", "launch energy C3, v∞² at departure"),
    "vinf_departure_km_s": ("km s-1", "v∞ at departure, relative to the planet"),
    "vinf_arrival_km_s": ("km s-1", "v∞ at arrival, relative to the target"),
    "declination_rad": ("rad", "declination of the departure asymptote on the planet's equator"),
    "departure_dv_km_s": ("km s-1", "burn in the parking orbit, plane change included"),
    "plane_change_dv_km_s": ("km s-1", "part of the departure burn that the plane change costs"),
    "total_dv_km_s": ("km s-1", "departure burn + v∞ at arrival"),
}


@dataclass(frozen=True, slots=True)
class TargetPorkchop:
    """All transfers to one target, their windows, and the optimum near each window's best cell.

    ``minima``: all local optima of the total Δv, cheapest first, arrays (n,), n <= ``MAX_MINIMA``;
    ``minimum_window``: the window that each lies in, −1 for those above the threshold.
    ``encounter_mjd_tdb``, ``encounter_au`` (k,): passages of Earth within ``MEETS_AU`` between
    the epoch of the elements and the dates, and among these; two-body motion beyond them is an
    example.
    """

    target: Target
    grid: Porkchop
    windows: Windows
    optima: Optimum
    minima: Optimum
    minimum_window: Integers
    encounter_mjd_tdb: Floats
    encounter_au: Floats


def target_porkchop(
    target: Target,
    launch_mjd_tdb: ArrayLike,
    tof_d: ArrayLike,
    *,
    parking: ParkingOrbit | None = None,
    threshold_km_s: float | None = None,
    is_prograde: bool = True,
    threads: int | None = None,
) -> TargetPorkchop:
    """Return the transfers to one target with windows and refined optima.

    Parameters
    ----------
    target : Target
        A catalogue row, near-Earth or main belt.
    launch_mjd_tdb, tof_d, parking, is_prograde, threads
        As for :func:`asteroid_econ.orbits.porkchop.porkchop`.
    threshold_km_s : float, optional
        Windows are where the total Δv does not exceed it; by default the least of the
        grid's cells plus 1 km/s.

    Returns
    -------
    TargetPorkchop
        ``optima`` has one entry per window, cheapest first, and lies in it: the optimum between
        cells may be beyond where a window ends on straight lines, and then extends it. Regions of
        the grid that lead down to one optimum are one window, torn by the steps of the grid.
    """
    parking = parking or parking_orbit()
    elements = elements_of(target)
    grid = porkchop(
        *elements, launch_mjd_tdb, tof_d, parking=parking, is_prograde=is_prograde, threads=threads
    )
    if threshold_km_s is None:
        threshold_km_s = float(np.nanmin(grid.total_dv_km_s)) + 1.0
    found = windows(
        grid.launch_mjd_tdb, grid.tof_d, grid.total_dv_km_s, threshold_km_s=threshold_km_s
    )
    follow_grid = partial(
        follow,
        elements,
        launch_step_d=longest_step_d(grid.launch_mjd_tdb),
        tof_step_d=longest_step_d(grid.tof_d),
        parking=parking,
        is_prograde=is_prograde,
        launch_range_mjd_tdb=(grid.launch_mjd_tdb[0], grid.launch_mjd_tdb[-1]),
        tof_range_d=(grid.tof_d[0], grid.tof_d[-1]),
    )
    optima, _ = follow_grid(found.launch_mjd_tdb[None], found.tof_d[None])
    found, optima = _with_optima(found, optima)
    i, j = (places[:_MOST_STARTS] for places in local_minima(grid.total_dv_km_s))
    ends, is_minimum = follow_grid(grid.launch_mjd_tdb[i][None], grid.tof_d[j][None])
    minima = _distinct(ends, is_minimum[0])
    first = min(target.epoch_mjd_tdb, grid.launch_mjd_tdb[0])
    last = max(target.epoch_mjd_tdb, grid.launch_mjd_tdb[-1] + grid.tof_d[-1])
    encounters = earth_encounters(
        elements[0] * AU_KM,
        *elements[1:],
        first_mjd_tdb=first,
        last_mjd_tdb=last,
        within_au=MEETS_AU,
    )
    inside = _window_of(minima, found)
    return TargetPorkchop(target, grid, found, optima, minima, inside, *encounters)


def _distinct(ends: Optimum, is_minimum: Flags) -> Optimum:
    """Return the cheapest minima as arrays (n,), each once: several cells may lead to one."""
    all_ends = _columns(ends)
    minima = Optimum(*(x[is_minimum & np.isfinite(ends.objective_km_s[0])] for x in all_ends))
    kept, _ = each_once(minima.launch_mjd_tdb, minima.tof_d, minima.objective_km_s)
    return Optimum(*(getattr(minima, name)[kept[:MAX_MINIMA]] for name in Optimum.__slots__))


def _columns(ends: Optimum) -> list[Floats]:
    return [getattr(ends, name)[0] for name in Optimum.__slots__]


def _with_optima(found: Windows, optima: Optimum) -> tuple[Windows, Optimum]:
    """Return windows that hold their optima, cheapest first; those with one optimum are joined."""
    best = Optimum(*_columns(optima))
    kept, same = each_once(best.launch_mjd_tdb, best.tof_d, best.objective_km_s)
    cheapest = np.argsort(found.dv_km_s, kind="stable")
    # of joined windows the best cell counts, whichever of them led to the optimum a bit closer
    cell = cheapest[[int(np.argmax(same[cheapest] == k)) for k in range(kept.size)]]

    def joined(least: np.ufunc, ends: Floats, place: Floats) -> Floats:
        out = place[kept]
        least.at(out, same, least(ends, place))
        return out

    launch, tof = best.launch_mjd_tdb, best.tof_d
    return replace(
        found,
        first_launch_mjd_tdb=joined(np.minimum, found.first_launch_mjd_tdb, launch),
        last_launch_mjd_tdb=joined(np.maximum, found.last_launch_mjd_tdb, launch),
        least_tof_d=joined(np.minimum, found.least_tof_d, tof),
        most_tof_d=joined(np.maximum, found.most_tof_d, tof),
        launch_mjd_tdb=found.launch_mjd_tdb[cell],
        tof_d=found.tof_d[cell],
        dv_km_s=found.dv_km_s[cell],
        n_cells=np.bincount(same, weights=found.n_cells, minlength=kept.size).astype(np.int64),
        late_dv_km_s=found.late_dv_km_s[cell],
        worst_late_dv_km_s=found.worst_late_dv_km_s[cell],
    ), Optimum(*(x[kept][None] for x in _columns(optima)))


def _window_of(minima: Optimum, found: Windows) -> Integers:
    """Return the first window that holds each optimum below the threshold, −1 for the others."""
    launch, tof = minima.launch_mjd_tdb[:, None], minima.tof_d[:, None]
    holds = (
        (found.first_launch_mjd_tdb <= launch)
        & (launch <= found.last_launch_mjd_tdb)
        & (found.least_tof_d <= tof)
        & (tof <= found.most_tof_d)
        & (minima.objective_km_s[:, None] <= found.threshold_km_s)
    )
    first = np.argmax(np.pad(holds, ((0, 0), (0, 1)), constant_values=True), axis=1)
    return np.where(holds.any(axis=1), first, -1)


def elements_of(target: Target) -> tuple[float, float, float, float, float, float, float]:
    """Return the seven elements of a target in the order that the orbits package takes."""
    return (
        target.a_au,
        target.ecc,
        target.inc_rad,
        target.node_rad,
        target.argperi_rad,
        target.mean_anomaly_rad,
        target.epoch_mjd_tdb,
    )


def dataset(result: TargetPorkchop) -> "Dataset":
    """Return the grid as an xarray dataset: launch date × time of flight, every variable with unit.

    Parameters
    ----------
    result : TargetPorkchop
        From :func:`target_porkchop`.

    Returns
    -------
    xarray.Dataset
        Coordinates ``launch_mjd_tdb`` and ``tof_d``; attributes name target and parking orbit.
    """
    import xarray

    grid, parking = result.grid, result.grid.parking
    axes = ("launch_mjd_tdb", "tof_d")
    variables = {
        name: (axes, getattr(grid, name), {"units": unit, "long_name": meaning})
        for name, (unit, meaning) in _VARIABLES.items()
    }
    coordinates = {
        "launch_mjd_tdb": (
            axes[:1],
            grid.launch_mjd_tdb,
            {"units": "d", "long_name": "launch, MJD (TDB)"},
        ),
        "tof_d": (axes[1:], grid.tof_d, {"units": "d", "long_name": "time of flight"}),
    }
    attributes = {
        "title": "ballistic transfers of less than one revolution, patched conics, two-body target",
        "target": result.target.designation,
        "departure_body": parking.body,
        "parking_altitude_km": parking.altitude_km,
        "elements_epoch_mjd_tdb": result.target.epoch_mjd_tdb,
        "earth_encounters_mjd_tdb": result.encounter_mjd_tdb,
        "parking_inc_rad": np.nan if parking.inc_rad is None else parking.inc_rad,
    }
    return xarray.Dataset(variables, coordinates, attributes)


def write_dataset(path: str | Path, grid: "Dataset") -> None:
    """Write a dataset as netCDF, atomically."""
    content = bytes(grid.to_netcdf(engine="scipy"))
    write_atomically(path, lambda file: file.write(content))
