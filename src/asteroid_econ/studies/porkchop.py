"""A porkchop as a labelled grid with units, its windows, and the file it is kept in."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ.orbits.departure import ParkingOrbit, parking_orbit
from asteroid_econ.orbits.porkchop import Porkchop, porkchop
from asteroid_econ.orbits.refine import Optimum, refine
from asteroid_econ.orbits.windows import Windows, windows
from asteroid_econ.records import Target
from asteroid_econ.studies.store import write_atomically

if TYPE_CHECKING:
    from xarray import Dataset

Floats = NDArray[np.float64]

_VARIABLES = {
    "c3_km2_s2": ("km2 s-2", "launch energy C3, v∞² at departure"),
    "vinf_arrival_km_s": ("km s-1", "v∞ at arrival, relative to the target"),
    "declination_rad": ("rad", "declination of the departure asymptote on the planet's equator"),
    "departure_dv_km_s": ("km s-1", "burn in the parking orbit, plane change included"),
    "plane_change_dv_km_s": ("km s-1", "part of the departure burn that the plane change costs"),
    "total_dv_km_s": ("km s-1", "departure burn + v∞ at arrival"),
}


@dataclass(frozen=True, slots=True)
class TargetPorkchop:
    """All transfers to one target, their windows, and the optimum near each window's best cell."""

    target: Target
    grid: Porkchop
    windows: Windows
    optima: Optimum


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
        Windows are where the total Δv does not exceed it; by default the least of the grid
        plus 1 km/s.

    Returns
    -------
    TargetPorkchop
        ``optima`` has one entry per window.
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
    optima = refine(
        elements,
        found.launch_mjd_tdb[None],
        found.tof_d[None],
        launch_step_d=_step(grid.launch_mjd_tdb),
        tof_step_d=_step(grid.tof_d),
        parking=parking,
        is_prograde=is_prograde,
    )
    return TargetPorkchop(target, grid, found, optima)


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
        "target": result.target.designation,
        "departure_body": parking.body,
        "parking_altitude_km": parking.altitude_km,
        "parking_inc_rad": np.nan if parking.inc_rad is None else parking.inc_rad,
    }
    return xarray.Dataset(variables, coordinates, attributes)


def write_dataset(path: str | Path, grid: "Dataset") -> None:
    """Write a dataset as netCDF, atomically."""
    content = bytes(grid.to_netcdf(engine="scipy"))
    write_atomically(path, lambda file: file.write(content))


def _step(axis: Floats) -> float:
    return float(np.max(np.diff(axis))) if axis.size > 1 else 1.0
