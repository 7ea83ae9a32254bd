"""Transfers to one target over launch date and time of flight, in every named definition."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._jit import kernel
from asteroid_econ._parallel import map_blocks
from asteroid_econ.constants import AU_KM
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.departure import ParkingOrbit, parking_orbit
from asteroid_econ.orbits.elements import check_shape_of_orbit
from asteroid_econ.orbits.grid import MAX_CELLS, checked_axes
from asteroid_econ.orbits.transfer_row import Rows, Space, fill_table, rows, space, transfer_row

Floats = NDArray[np.float64]

ELEMENTS = (
    "a_au",
    "ecc",
    "inc_rad",
    "node_rad",
    "argperi_rad",
    "mean_anomaly_rad",
    "epoch_mjd_tdb",
)
_ROWS_PER_BLOCK = 16


@dataclass(frozen=True, slots=True)
class Porkchop:
    """Transfers to one target; axes (n_launch,) and (n_tof,), grids (n_launch, n_tof).

    ``c3_km2_s2``: launch energy, v∞² at departure. ``vinf_arrival_km_s``: speed relative to the
    target. ``declination_rad``: of the departure asymptote on the planet's equator.
    ``departure_dv_km_s``: burn in ``parking``, its plane change included where its inclination is
    given. ``plane_change_dv_km_s``: the part of it that the plane change costs.
    ``total_dv_km_s`` = departure burn + v∞ at arrival. NaN where there is no transfer.
    """

    parking: ParkingOrbit
    launch_mjd_tdb: Floats
    tof_d: Floats
    c3_km2_s2: Floats
    vinf_arrival_km_s: Floats
    declination_rad: Floats
    departure_dv_km_s: Floats
    plane_change_dv_km_s: Floats
    total_dv_km_s: Floats

    @property
    def vinf_departure_km_s(self) -> Floats:
        """Speed relative to the planet at departure, √C3."""
        speed: Floats = np.sqrt(self.c3_km2_s2)
        return speed


def porkchop(
    a_au: float,
    ecc: float,
    inc_rad: float,
    node_rad: float,
    argperi_rad: float,
    mean_anomaly_rad: float,
    epoch_mjd_tdb: float,
    launch_mjd_tdb: ArrayLike,
    tof_d: ArrayLike,
    *,
    parking: ParkingOrbit | None = None,
    is_prograde: bool = True,
    threads: int | None = None,
) -> Porkchop:
    """Return all transfers of less than one revolution to one target.

    Parameters
    ----------
    a_au, ecc, inc_rad, node_rad, argperi_rad, mean_anomaly_rad, epoch_mjd_tdb : float
        Heliocentric elements in the ecliptic of J2000 and their epoch; ellipse or hyperbola.
    launch_mjd_tdb, tof_d : array_like, shapes (n_launch,) and (n_tof,)
        Increasing; times of flight > 0. Fastest where both axes are even and the launch step is
        a whole multiple of the other.
    parking : ParkingOrbit, optional
        Where the transfer leaves from; 400 km above Earth by default, inclination free.
    is_prograde : bool, optional
        Whether the transfer moves with the planets.
    threads : int, optional
        Changes the time that it takes, never a bit of the result.

    Returns
    -------
    Porkchop

    Notes
    -----
    Patched conics: two-body arcs about the Sun between the centres of planet and target. Main
    source of error is the target's two-body orbit: 0.02 km/s within a year or two of the epoch,
    more after close encounters.

    References
    ----------
    Wertz (2001), Mission Geometry, section 12.7 for the asymptote; see
    :mod:`asteroid_econ.orbits.lambert` for the transfers.
    """
    parking = parking or parking_orbit()
    launch, tof = checked_axes(launch_mjd_tdb, tof_d, max_cells=MAX_CELLS)
    row = elements_table(
        (a_au, ecc, inc_rad, node_rad, argperi_rad, mean_anomaly_rad, epoch_mjd_tdb)
    )
    if row.shape[0] != 1 or not np.all(np.isfinite(row)):
        raise InputError("a_au", a_au, "seven finite elements of one target")
    shared = rows(parking.body, launch, tof, is_prograde=is_prograde)
    c3, arrival = np.empty((2, launch.size, tof.size))
    excess = np.empty((launch.size, tof.size, 3))

    def block(b: int) -> None:
        first = b * _ROWS_PER_BLOCK
        last = min(first + _ROWS_PER_BLOCK, launch.size)
        _porkchop_rows(first, last, row[0], shared, space(shared), c3, arrival, excess)

    map_blocks(block, -(-launch.size // _ROWS_PER_BLOCK), threads=threads)
    declination = np.where(np.isfinite(c3), parking.declination_rad(excess), np.nan)
    burn, in_plane = parking.dv_km_s(c3, declination), parking.dv_km_s(c3)
    return Porkchop(
        parking, launch, tof, c3, arrival, declination, burn, burn - in_plane, burn + arrival
    )


def elements_table(values: tuple[ArrayLike, ...]) -> Floats:
    """Return rows of a_km, e, angles and epoch, (n, 7), from seven columns with a in au."""
    columns = [np.atleast_1d(floats(n, x)) for n, x in zip(ELEMENTS, values, strict=True)]
    if any(c.ndim > 1 for c in columns) or len({c.size for c in columns} - {1}) > 1:
        shapes = ", ".join(f"{n} {c.shape}" for n, c in zip(ELEMENTS, columns, strict=True))
        raise InputError("a_au", shapes, "columns of one length")
    a, ecc, *rest = np.broadcast_arrays(*columns)
    check_shape_of_orbit(a, ecc)
    return np.stack([a * AU_KM, ecc, *rest], axis=-1)


@kernel
def _porkchop_rows(
    first: int,
    last: int,
    elements: Floats,
    shared: Rows,
    own: Space,
    c3: Floats,
    arrival: Floats,
    excess: Floats,
) -> None:
    if shared.stride >= 0:
        fill_table(elements, shared.epochs, own.table)
    for i in range(first, last):
        transfer_row(i, elements, shared, own, c3[i], arrival[i])
        for axis in range(3):
            for j in range(shared.tof_s.size):
                excess[i, j, axis] = own.velocities[axis, j] - shared.home[i, 3 + axis]
