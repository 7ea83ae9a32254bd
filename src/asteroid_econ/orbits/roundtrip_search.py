"""The search of one asteroid: both legs, the best trip of each duration, the count."""

import math

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import kernel
from asteroid_econ.constants import MU_SUN_KM3_S2
from asteroid_econ.orbits.lambert_one import solve_one
from asteroid_econ.orbits.roundtrip_grid import (
    count_viable,
    least_by_duration,
    locate_first,
    wanted_returns,
)
from asteroid_econ.orbits.roundtrip_legs import VX, VY, VZ, X, Y, Z, homeward, outbound
from asteroid_econ.records import Floats

Integers = NDArray[np.int64]


@kernel
def _leg(
    origin: Floats, i: int, goal: Floats, j: int, tof_s: float, first: Floats, second: Floats
) -> None:
    """Write the excess velocities of the transfer from node i of a track to node j of another."""
    _, ax, ay, az, bx, by, bz = solve_one(
        origin[X, i], origin[Y, i], origin[Z, i], goal[X, j], goal[Y, j], goal[Z, j],
        tof_s, MU_SUN_KM3_S2, 0, True, True, 0.0, 0.0, 0.0,
    )  # fmt: skip
    first[0], first[1], first[2] = ax - origin[VX, i], ay - origin[VY, i], az - origin[VZ, i]
    second[0], second[1], second[2] = bx - goal[VX, j], by - goal[VY, j], bz - goal[VZ, j]


@kernel
def search_body(
    earth_out: Floats, body: Floats, earth_back: Floats, separation: Floats, reach: Floats,
    tof_s: Floats, inv_cbrt: Floats, s_min: int, s_max: int, n_max: int, dv_max: float,
    c3_max: float, escape2: float, circular: float, vinf_free: float, least: Floats,
    found: Integers, vinf: Floats, work: Floats,
) -> int:  # fmt: skip
    """Write the best trip of each duration and return the number of viable trips.

    Tracks (7, nodes) in km and km/s; ``separation`` (nodes,) from Earth and ``reach`` (2, legs) in
    km; ``least`` (n_max + 2,), ``found`` (n_max + 2, 4) and ``vinf``
    (n_max + 2, 4, 3) as in ``RoundTrips``: one row for each duration, then the shortest trip; inf,
    −1 and NaN where no trip is viable. ``work`` is the workspace of the row kernel.
    """
    n_launches, n_legs = earth_out.shape[1], tof_s.size
    speeds = np.empty((2, n_legs))
    out = np.empty((n_launches, n_legs))
    least[:], found[:], vinf[:] = math.inf, -1, math.nan
    cheapest_out = outbound(
        earth_out, body, separation, reach[0], tof_s, inv_cbrt, c3_max, escape2, circular,
        speeds, work, out,
    )  # fmt: skip
    if not cheapest_out < dv_max:
        return 0
    back, is_wanted = np.empty((n_launches + n_max, n_legs)), np.empty(n_launches + n_max)
    wanted_returns(out, s_min, s_max, n_max, dv_max, is_wanted)
    homeward(
        body, earth_back, separation, reach[1], tof_s, inv_cbrt, vinf_free, is_wanted,
        speeds, work, back,
    )  # fmt: skip
    best, where = least[: n_max + 1], found[: n_max + 1]
    least_by_duration(out, back, s_min, s_max, n_max, dv_max, best, where)
    if not np.min(best) < math.inf:
        return 0
    shortest = np.argmax(best < math.inf)
    least[n_max + 1] = locate_first(out, back, s_min, s_max, shortest, dv_max, found[n_max + 1])
    for n in range(n_max + 2):
        i, a, s, c = found[n, 0], found[n, 1], found[n, 2], found[n, 3]
        if i >= 0:
            j = i + a + s
            _leg(earth_out, i, body, i + a, tof_s[a], vinf[n, 0], vinf[n, 1])
            _leg(body, j, earth_back, j + c, tof_s[c], vinf[n, 2], vinf[n, 3])
    return count_viable(out, back, s_min, s_max, n_max, dv_max)
