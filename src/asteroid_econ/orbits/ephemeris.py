"""States of many objects at many epochs on their Kepler orbits, in one compiled pass."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._elementary import fma
from asteroid_econ._jit import kernel
from asteroid_econ._parallel import map_blocks
from asteroid_econ.constants import DAY_S
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.anomaly import TWO_PI, ellipse, half_angle, positive, reduced
from asteroid_econ.orbits.elements import (
    NAMES,
    broadcast,
    check_shape_of_orbit,
    in_plane,
    orbit_axes,
)

Floats = NDArray[np.float64]

OBJECTS_PER_BLOCK = 16


def ephemeris(
    a_km: ArrayLike,
    ecc: ArrayLike,
    inc_rad: ArrayLike,
    node_rad: ArrayLike,
    argperi_rad: ArrayLike,
    mean_anomaly_rad: ArrayLike,
    epoch_mjd_tdb: ArrayLike,
    mjd_tdb: ArrayLike,
    *,
    mu_km3_s2: float,
    threads: int | None = None,
) -> tuple[Floats, Floats]:
    """Return the states of n objects at m epochs.

    Parameters
    ----------
    a_km, ecc, inc_rad, node_rad, argperi_rad, mean_anomaly_rad : array_like, broadcast to (n,)
        Elements at their epoch; as for :func:`asteroid_econ.orbits.elements.state`.
    epoch_mjd_tdb : array_like, broadcasts to (n,)
        Epoch of the elements.
    mjd_tdb : array_like, shape (m,)
        Epochs of the states.
    mu_km3_s2 : float
        Gravitational parameter of the central body, > 0.
    threads : int, optional
        Changes the time that it takes, never a bit of the result.

    Returns
    -------
    r_km, v_km_s : ndarray, shape (n, m, 3)
        In the frame of the angles. NaN where an element or an epoch is NaN. In memory each
        component is contiguous: ``r_km[i, :, 0]``.

    Notes
    -----
    Two bodies only: asteroids drift 10⁴ to 10⁵ km from it within a year or two, and anywhere
    after a close encounter.

    References
    ----------
    Markley (1995), Celestial Mechanics and Dynamical Astronomy 63, 101, for Kepler's equation.
    """
    mu_km3_s2 = positive("mu_km3_s2", mu_km3_s2)
    elements = broadcast(
        (a_km, ecc, inc_rad, node_rad, argperi_rad, mean_anomaly_rad, epoch_mjd_tdb),
        (*NAMES, "epoch_mjd_tdb"),
    )
    check_shape_of_orbit(elements[0], elements[1])
    mjd = floats("mjd_tdb", mjd_tdb)
    if elements[0].ndim > 1 or mjd.ndim != 1:
        raise InputError("mjd_tdb", mjd.shape, "epochs of shape (m,), elements of shape (n,)")
    table = np.stack([np.atleast_1d(x) for x in elements], axis=-1)
    out = np.empty((table.shape[0], 6, mjd.size))

    def block(i: int) -> None:
        rows = slice(i * OBJECTS_PER_BLOCK, (i + 1) * OBJECTS_PER_BLOCK)
        _states_of_objects(table[rows], mjd, mu_km3_s2, out[rows])

    map_blocks(block, -(-table.shape[0] // OBJECTS_PER_BLOCK), threads=threads)
    return np.moveaxis(out[:, :3], 1, 2), np.moveaxis(out[:, 3:], 1, 2)


@kernel
def _states_of_objects(table: Floats, mjd: Floats, mu: float, out: Floats) -> None:
    for i in range(table.shape[0]):
        states_of_one(table[i], mjd, mu, out[i])


@kernel
def states_of_one(elements: Floats, mjd: Floats, mu: float, out: Floats) -> None:
    """Write x, y, z, vx, vy, vz of one object to the six rows of out; any eccentricity but 1.

    ``elements``: a, e, i, node, argument of periapsis, mean anomaly, epoch (7,).
    """
    a, ecc, mean0, epoch = elements[0], elements[1], elements[5], elements[6]
    axes = orbit_axes(elements[2], elements[3], elements[4])
    motion = math.sqrt(mu / abs(a)) / abs(a) * DAY_S
    x, y, z, vx, vy, vz = out[0], out[1], out[2], out[3], out[4], out[5]
    if ecc < 1.0:
        _ellipse_row(a, ecc, motion, mean0, epoch, axes, mjd, mu, x, y, z, vx, vy, vz)
        return
    px, py, pz, qx, qy, qz = axes
    for j in range(mjd.size):
        along, across, v_along, v_across = in_plane(a, ecc, mean0 + motion * (mjd[j] - epoch), mu)
        x[j] = along * px + across * qx
        y[j] = along * py + across * qy
        z[j] = along * pz + across * qz
        vx[j] = v_along * px + v_across * qx
        vy[j] = v_along * py + v_across * qy
        vz[j] = v_along * pz + v_across * qz


@kernel
def _ellipse_row(
    a: float,
    ecc: float,
    motion: float,
    mean0: float,
    epoch: float,
    axes: tuple[float, float, float, float, float, float],
    mjd: Floats,
    mu: float,
    x: Floats,
    y: Floats,
    z: Floats,
    vx: Floats,
    vy: Floats,
    vz: Floats,
) -> None:
    """Without branches or library calls, so that the compiler vectorises the loop."""
    gap = 1.0 - ecc
    minor = math.sqrt(gap * (1.0 + ecc))
    speed = math.sqrt(mu / a)
    px, py, pz, qx, qy, qz = axes
    for j in range(mjd.size):
        mean = fma(motion, mjd[j] - epoch, mean0)
        mean = reduced(mean, np.rint(mean * (1.0 / TWO_PI)))
        sin_h, cos_h, _ = half_angle(0.5 * ellipse(abs(mean), ecc, gap))
        down = 2.0 * sin_h * sin_h
        up = math.copysign(2.0 * sin_h * cos_h, mean)
        rate = speed / fma(ecc, down, gap)
        along, across = a * (gap - down), a * minor * up
        v_along, v_across = -rate * up, rate * minor * (1.0 - down)
        x[j] = fma(along, px, across * qx)
        y[j] = fma(along, py, across * qy)
        z[j] = fma(along, pz, across * qz)
        vx[j] = fma(v_along, px, v_across * qx)
        vy[j] = fma(v_along, py, v_across * qy)
        vz[j] = fma(v_along, pz, v_across * qz)
