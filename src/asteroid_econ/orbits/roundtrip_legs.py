"""The two legs of a round trip as matrices of Δv on one grid of dates.

Launches, asteroid dates and Earth returns lie on grids of one step, each shifted by the first leg
time: launch i, asteroid date i + a, departure from it at j, return j + c. Hence one row of
transfers leads from each departure to a window of the next grid.
"""

import math

import numpy as np

from asteroid_econ._jit import inline_kernel, kernel, simd_inline_kernel
from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
from asteroid_econ.orbits.lambert_row import excess_speed_row
from asteroid_econ.records import Floats

Price = tuple[float, float, float, float]

X, Y, Z, VX, VY, VZ, R = 0, 1, 2, 3, 4, 5, 6  # rows of a track: (7, nodes)
_EARTH_PERIHELION_KM = 0.983 * AU_KM


def track(r_km: Floats, v_km_s: Floats) -> Floats:
    """Return states (m, 3) as rows x, y, z, vx, vy, vz, r of shape (7, m)."""
    distance = np.sqrt(np.sum(r_km**2, axis=-1, keepdims=True))
    return np.ascontiguousarray(np.concatenate([r_km, v_km_s, distance], axis=1).T)


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


@simd_inline_kernel
def _outbound_dv(
    vinf: Floats, arrival: Floats, c3_max: float, escape2: float, circular: float, dv: Floats
) -> None:
    """Write departure from the parking orbit plus arrival; inf above the limit of C3."""
    for j in range(dv.size):
        c3 = vinf[j] * vinf[j]
        total = math.sqrt(c3 + escape2) - circular + arrival[j]
        dv[j] = total if c3 <= c3_max else math.inf


@simd_inline_kernel
def _return_dv(departure: Floats, vinf: Floats, vinf_free: float, dv: Floats) -> None:
    """Write departure from the asteroid plus the burn that caps the entry speed."""
    for j in range(dv.size):
        excess = vinf[j] - vinf_free
        total = departure[j] + (excess if excess > 0.0 else 0.0)
        dv[j] = total if total < math.inf else math.inf  # NaN becomes inf


@inline_kernel
def _speeds(
    origin: Floats, i: int, goal: Floats, skip: int, tof_s: Floats, inv_cbrt: Floats,
    vinf: Floats, work: Floats,
) -> None:  # fmt: skip
    """Write the excess speeds (2, legs) of the legs from node i, but for the first ``skip``."""
    a, b = i + skip, i + tof_s.size
    excess_speed_row(
        (origin[X, i], origin[Y, i], origin[Z, i]), (origin[VX, i], origin[VY, i], origin[VZ, i]),
        (goal[X, a:b], goal[Y, a:b], goal[Z, a:b]), (goal[VX, a:b], goal[VY, a:b], goal[VZ, a:b]),
        goal[R, a:b], tof_s[skip:], inv_cbrt[skip:], MU_SUN_KM3_S2, True,
        vinf[0, skip:], vinf[1, skip:], work,
    )  # fmt: skip


@kernel
def leg_dv(
    origin: Floats, goal: Floats, separation: Floats, reach: Floats, tof_s: Floats,
    inv_cbrt: Floats, price: Price, is_home: bool, is_wanted: Floats, vinf: Floats, work: Floats,
    dv: Floats,
) -> None:  # fmt: skip
    """Write the wanted rows of a matrix of leg costs (nodes, legs), inf elsewhere.

    ``origin`` and ``goal`` are tracks (7, nodes) in km and km/s; row i goes from origin's node i to
    goal's nodes i, i + 1, …; one of them is Earth, at the end where ``is_home``. ``separation``
    (nodes,) is the asteroid's distance from Earth, ``reach`` (legs,) comes from :func:`reach_km`,
    ``price`` is the limit of C3, escape² and circular speed at departure, and the excess speed that
    needs no burn at the return; ``vinf`` (2, legs) is scratch. A leg out of reach is inf, and so
    are the shorter ones before it.
    """
    c3_max, escape2, circular, vinf_free = price
    n = tof_s.size
    for i in range(dv.shape[0]):
        if not is_wanted[i] > 0.0:
            dv[i, :] = math.inf
            continue
        skip = 0
        while skip < n and separation[i if is_home else i + skip] > reach[skip]:
            skip += 1
        dv[i, :skip] = math.inf
        _speeds(origin, i, goal, skip, tof_s, inv_cbrt, vinf, work)
        if is_home:
            _return_dv(vinf[0, skip:], vinf[1, skip:], vinf_free, dv[i, skip:])
        else:
            _outbound_dv(vinf[0, skip:], vinf[1, skip:], c3_max, escape2, circular, dv[i, skip:])
