"""One row of a porkchop: all times of flight from one launch date, compiled."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits import lambert_row
from asteroid_econ.orbits.ephemeris import states_of_one
from asteroid_econ.orbits.grid import arrival_epochs
from asteroid_econ.orbits.planets import heliocentric_state

Floats = NDArray[np.float64]

_solve = lambert_row.lambert_row


class Rows(NamedTuple):
    """What all rows of one grid share; made by :func:`rows`.

    ``home`` (n_launch, 6): the planet's states. ``epochs``, ``stride``: epochs of arrival, as
    :func:`asteroid_econ.orbits.grid.arrival_epochs` gives them.
    """

    launch_mjd: Floats
    tof_d: Floats
    tof_s: Floats
    inv_cbrt_tof: Floats
    home: Floats
    epochs: Floats
    stride: int
    is_prograde: bool


class Space(NamedTuple):
    """Workspace of one thread; made by :func:`space`."""

    table: Floats  # (7, n_epochs): x, y, z, vx, vy, vz, distance of the target
    velocities: Floats  # (6, n_tof): at departure and at arrival
    work: Floats


def rows(body: str, launch_mjd_tdb: Floats, tof_d: Floats, *, is_prograde: bool = True) -> Rows:
    """Return what all rows of one grid share: the planet's states and the epochs of arrival."""
    if not isinstance(is_prograde, bool | np.bool_):
        raise InputError("is_prograde", is_prograde, "True or False")
    epochs, stride = arrival_epochs(launch_mjd_tdb, tof_d)
    tof_s = tof_d * DAY_S
    inv_cbrt = lambert_row.inverse_cube_root(tof_s, MU_SUN_KM3_S2)
    home = np.concatenate(heliocentric_state(body, launch_mjd_tdb), axis=-1)
    return Rows(launch_mjd_tdb, tof_d, tof_s, inv_cbrt, home, epochs, stride, is_prograde)


def space(shared: Rows) -> Space:
    """Return the workspace of one thread."""
    n_tof = shared.tof_d.size
    return Space(np.empty((7, shared.epochs.size)), np.empty((6, n_tof)), lambert_row.scratch())


@kernel
def fill_table(elements: Floats, epochs: Floats, table: Floats) -> None:
    """Write the target's states and distances at the epochs."""
    states_of_one(elements, epochs, MU_SUN_KM3_S2, table)
    x, y, z, distance = table[0], table[1], table[2], table[6]
    for j in range(epochs.size):
        distance[j] = math.sqrt(x[j] * x[j] + y[j] * y[j] + z[j] * z[j])


@inline_kernel
def transfer_row(
    i: int, elements: Floats, shared: Rows, own: Space, c3: Floats, arrival: Floats
) -> None:
    """Write C3 (km²/s²) and v∞ at arrival (km/s) of launch i; NaN where there is no transfer.

    ``own.table`` holds the target's states at all epochs (stride >= 0), or is filled here.
    ``own.velocities`` keeps the heliocentric velocities of the row.
    """
    n = shared.tof_s.size
    start = i * shared.stride
    if shared.stride < 0:
        start = 0
        fill_table(elements, shared.launch_mjd[i] + shared.tof_d, own.table)
    end = start + n
    home, t, v = shared.home[i], own.table, own.velocities
    vx1, vy1, vz1, vx2, vy2, vz2 = v[0], v[1], v[2], v[3], v[4], v[5]
    _solve(
        (home[0], home[1], home[2]),
        (t[0, start:end], t[1, start:end], t[2, start:end]),
        t[6, start:end],
        shared.tof_s,
        shared.inv_cbrt_tof,
        MU_SUN_KM3_S2,
        shared.is_prograde,
        (vx1, vy1, vz1),
        (vx2, vy2, vz2),
        own.work,
    )
    wx, wy, wz = t[3, start:end], t[4, start:end], t[5, start:end]
    hx, hy, hz = home[3], home[4], home[5]
    for j in range(n):
        dx, dy, dz = vx1[j] - hx, vy1[j] - hy, vz1[j] - hz
        c3[j] = dx * dx + dy * dy + dz * dz
    for j in range(n):
        dx, dy, dz = vx2[j] - wx[j], vy2[j] - wy[j], vz2[j] - wz[j]
        arrival[j] = math.sqrt(dx * dx + dy * dy + dz * dz)
