"""The two legs of a round trip as matrices of Δv on one grid of dates.

Launches, asteroid dates and Earth returns lie on grids of one step, each shifted by the first leg
time: launch i, asteroid date i + a, departure from it at j, return j + c. Hence one row of
transfers leads from each departure to a window of the next grid.
"""

import math

import numpy as np

from asteroid_econ._jit import kernel, simd_kernel
from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
from asteroid_econ.orbits.lambert_row import lambert_row
from asteroid_econ.orbits.lambert_stages import LANES
from asteroid_econ.records import Floats

X, Y, Z, VX, VY, VZ, R = 0, 1, 2, 3, 4, 5, 6  # rows of a track: (7, nodes)
_EARTH_PERIHELION_KM = 0.983 * AU_KM


def reach_km(vinf_km_s: float, tof_s: Floats) -> Floats:
    """Return how far from Earth a craft can be a time after it left (or before it arrives).

    Its distance ρ from Earth obeys ρ'' <= k² ρ with k² = 2 mu / r³ at the least distance r from
    the Sun that either has, hence ρ <= v∞ sinh(k t) / k. Infinite once that no longer keeps the
    craft away from the Sun.
    """
    reach = np.zeros_like(tof_s)
    for _ in range(60):  # a growing sequence: stops at the bound or at infinity
        nearest = _EARTH_PERIHELION_KM - reach
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            k = np.sqrt(2.0 * MU_SUN_KM3_S2 / nearest**3)
            reach = np.where(nearest > 0.0, vinf_km_s * np.sinh(k * tof_s) / k, np.inf)
    return 1.001 * reach


@kernel
def _n_out_of_reach(separation: Floats, first: int, reach: Floats) -> int:
    """Return how many legs from node first on end too far from Earth for their time."""
    n = 0
    while n < reach.size - LANES and separation[first + n] > reach[n]:
        n += 1
    return n


@simd_kernel
def _outbound_dv(
    v1x: Floats, v1y: Floats, v1z: Floats, v2x: Floats, v2y: Floats, v2z: Floats,
    ex: float, ey: float, ez: float, bx: Floats, by: Floats, bz: Floats,
    c3_max: float, escape2: float, circular: float, dv: Floats,
) -> None:  # fmt: skip
    """Write departure from the parking orbit plus arrival; inf above the limit of C3."""
    for j in range(dv.size):
        ux, uy, uz = v1x[j] - ex, v1y[j] - ey, v1z[j] - ez
        wx, wy, wz = v2x[j] - bx[j], v2y[j] - by[j], v2z[j] - bz[j]
        c3 = ux * ux + uy * uy + uz * uz
        total = math.sqrt(c3 + escape2) - circular + math.sqrt(wx * wx + wy * wy + wz * wz)
        dv[j] = total if c3 <= c3_max else math.inf


@simd_kernel
def _return_dv(
    v1x: Floats, v1y: Floats, v1z: Floats, v2x: Floats, v2y: Floats, v2z: Floats,
    bx: float, by: float, bz: float, ex: Floats, ey: Floats, ez: Floats,
    vinf_free: float, dv: Floats,
) -> None:  # fmt: skip
    """Write departure from the asteroid plus the burn that caps the entry speed."""
    for j in range(dv.size):
        ux, uy, uz = v1x[j] - bx, v1y[j] - by, v1z[j] - bz
        wx, wy, wz = v2x[j] - ex[j], v2y[j] - ey[j], v2z[j] - ez[j]
        excess = math.sqrt(wx * wx + wy * wy + wz * wz) - vinf_free
        total = math.sqrt(ux * ux + uy * uy + uz * uz) + (excess if excess > 0.0 else 0.0)
        dv[j] = total if total < math.inf else math.inf  # NaN becomes inf


@kernel
def outbound(
    earth: Floats, body: Floats, separation: Floats, reach: Floats, tof_s: Floats,
    inv_cbrt: Floats, c3_max: float, escape2: float, circular: float, velocities: Floats,
    work: Floats, dv: Floats,
) -> float:  # fmt: skip
    """Write the outbound matrix dv (launches, legs) and return its minimum.

    ``earth`` and ``body`` are tracks (7, nodes) in km and km/s; row i goes from Earth's node i to
    the body's nodes i, i + 1, …. ``separation`` (nodes,) is the body's distance from Earth,
    ``reach`` (legs,) comes from :func:`reach_km`, ``velocities`` (6, legs) is scratch.
    """
    least = math.inf
    n = tof_s.size
    for i in range(dv.shape[0]):
        skip = _n_out_of_reach(separation, i, reach)
        dv[i, :skip] = math.inf
        a, b = i + skip, i + n
        v1 = (velocities[0, skip:], velocities[1, skip:], velocities[2, skip:])
        v2 = (velocities[3, skip:], velocities[4, skip:], velocities[5, skip:])
        lambert_row(
            (earth[X, i], earth[Y, i], earth[Z, i]),
            (body[X, a:b], body[Y, a:b], body[Z, a:b]), body[R, a:b],
            tof_s[skip:], inv_cbrt[skip:], MU_SUN_KM3_S2, True, v1, v2, work,
        )  # fmt: skip
        _outbound_dv(
            v1[0], v1[1], v1[2], v2[0], v2[1], v2[2], earth[VX, i], earth[VY, i], earth[VZ, i],
            body[VX, a:b], body[VY, a:b], body[VZ, a:b], c3_max, escape2, circular, dv[i, skip:],
        )  # fmt: skip
        for j in range(skip, n):
            least = min(least, dv[i, j])
    return least


@kernel
def homeward(
    body: Floats, earth: Floats, separation: Floats, reach: Floats, tof_s: Floats,
    inv_cbrt: Floats, vinf_free: float, is_wanted: Floats, velocities: Floats, work: Floats,
    dv: Floats,
) -> None:  # fmt: skip
    """Write the wanted rows of the return matrix dv (asteroid dates, legs); inf elsewhere."""
    n = tof_s.size
    for i in range(dv.shape[0]):
        if not is_wanted[i] > 0.0:
            dv[i, :] = math.inf
            continue
        skip = 0
        while skip < n - LANES and separation[i] > reach[skip]:
            skip += 1
        dv[i, :skip] = math.inf
        a, b = i + skip, i + n
        v1 = (velocities[0, skip:], velocities[1, skip:], velocities[2, skip:])
        v2 = (velocities[3, skip:], velocities[4, skip:], velocities[5, skip:])
        lambert_row(
            (body[X, i], body[Y, i], body[Z, i]),
            (earth[X, a:b], earth[Y, a:b], earth[Z, a:b]), earth[R, a:b],
            tof_s[skip:], inv_cbrt[skip:], MU_SUN_KM3_S2, True, v1, v2, work,
        )  # fmt: skip
        _return_dv(
            v1[0], v1[1], v1[2], v2[0], v2[1], v2[2], body[VX, i], body[VY, i], body[VZ, i],
            earth[VX, a:b], earth[VY, a:b], earth[VZ, a:b], vinf_free, dv[i, skip:],
        )  # fmt: skip
