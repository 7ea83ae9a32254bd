"""Lambert transfers from one departure to a row of arrivals, less than one revolution, by SIMD.

The row is solved in blocks; each runs through geometry and first guess (a polynomial), one Halley
step with a short polynomial of the time function, one with the full polynomial, velocities. Lanes
whose last step was not small enough are packed together for two more steps and for the kernel of
fast arcs, which covers what lies outside the range of the guess; what still is open goes to the
scalar kernel. A lane's result depends on nothing but its own inputs: not on the length of the row,
its place in the row, or the number of threads.
"""

import math

import numpy as np

from asteroid_econ._jit import inline_kernel, kernel, simd_inline_kernel
from asteroid_econ.orbits.lambert_fast_arcs import solve_fast_arcs
from asteroid_econ.orbits.lambert_one import solve_one
from asteroid_econ.orbits.lambert_stages import (
    BLOCK,
    INV_CBRT,
    LANE,
    LANES,
    LAST_STEP,
    N_ROWS,
    P0,
    STEP,
    TAU,
    THETA,
    TOF,
    V1,
    V2,
    R,
    Row,
    Vector,
    W,
    X,
    Y,
    Z,
    coarse_step,
    full_step,
    geometry,
    guess,
    radial_parts,
    velocities,
)

Rows = tuple[Row, Row, Row]


def scratch() -> Row:
    """Return the workspace of the row kernels; one for each thread."""
    return np.zeros((2, N_ROWS * BLOCK))


def inverse_cube_root(tof: Row, mu_km3_s2: float) -> Row:
    """Return (√mu tof)^(−1/3), the power of the time of flight that the first guess needs."""
    return 1.0 / np.cbrt(math.sqrt(mu_km3_s2) * tof)


@kernel
def _load(row: int, source: Row, start: int, n: int, end: int, s: Row) -> None:
    """Copy n values into a row of the workspace, and repeat the first up to ``end``."""
    to, given = s[row : row + end], source[start : start + n]
    for j in range(n):
        to[j] = given[j]
    for j in range(n, end):
        to[j] = given[0]


@kernel
def _store(row: int, start: int, n: int, s: Row, target: Row) -> None:
    """Copy n values of a row of the workspace out."""
    to, found = target[start : start + n], s[row : row + n]
    for j in range(n):
        to[j] = found[j]


@kernel
def load_block(
    start: int, n: int, arrival: Rows, r2: Row, tof: Row, inv_cbrt_tof: Row, s: Row
) -> int:
    """Copy n arrivals from ``start`` on into a workspace; return the padded number."""
    end = _padded(n)
    _load(X, arrival[0], start, n, end, s)
    _load(Y, arrival[1], start, n, end, s)
    _load(Z, arrival[2], start, n, end, s)
    _load(R, r2, start, n, end, s)
    _load(TOF, tof, start, n, end, s)
    _load(INV_CBRT, inv_cbrt_tof, start, n, end, s)
    return end


@kernel
def store_block(start: int, n: int, s: Row, v1: Rows, v2: Rows) -> None:
    """Copy the velocities of a block out of its workspace."""
    for axis in range(3):
        _store(V1 + axis * BLOCK, start, n, s, v1[axis])
        _store(V2 + axis * BLOCK, start, n, s, v2[axis])


@kernel
def _n_open(n: int, s: Row) -> int:
    """Count the lanes that the steps left open."""
    count = 0
    for j in range(n):
        count += not (s[STEP + j] < LAST_STEP)
    return count


@kernel
def _pack(n: int, s: Row, packed: Row) -> int:
    """Copy the lanes that the steps left open to another workspace; return their number."""
    n_open = 0
    for j in range(n):
        if not (s[STEP + j] < LAST_STEP):
            packed[LANE + n_open] = j
            for row in (X, Y, Z, R, TOF, TAU, P0, THETA, W):
                packed[row + n_open] = s[row + j]
            n_open += 1
    if n_open > 0:
        for row in (X, Y, Z, R, TOF, TAU, P0, THETA, W):
            for i in range(n_open, _padded(n_open)):
                packed[row + i] = packed[row]
    return n_open


@kernel
def _padded(n: int) -> int:
    return LANES * ((n + LANES - 1) // LANES)


@inline_kernel
def _repair(
    n_open: int, departure: Vector, r1: float, mu: float, is_prograde: bool, packed: Row, s: Row
) -> None:
    """Solve the packed lanes and write their velocities to their places in the block."""
    end = _padded(n_open)
    for _ in range(2):
        full_step(end, packed)
    radial_parts(end, r1, packed)
    root_mu = math.sqrt(mu)
    if _n_open(n_open, packed) > 0:
        solve_fast_arcs(end, departure, r1, root_mu, packed)
    velocities(end, departure, r1, root_mu, packed)
    x1, y1, z1 = departure
    for i in range(n_open):
        v1x, v1y, v1z = packed[V1 + i], packed[V1 + BLOCK + i], packed[V1 + 2 * BLOCK + i]
        v2x, v2y, v2z = packed[V2 + i], packed[V2 + BLOCK + i], packed[V2 + 2 * BLOCK + i]
        if not (packed[STEP + i] < LAST_STEP):
            _, v1x, v1y, v1z, v2x, v2y, v2z = solve_one(
                x1, y1, z1, packed[X + i], packed[Y + i], packed[Z + i], packed[TOF + i], mu,
                0, is_prograde, True, 0.0, 0.0, 0.0,
            )  # fmt: skip
        j = int(packed[LANE + i])
        s[V1 + j], s[V1 + BLOCK + j], s[V1 + 2 * BLOCK + j] = v1x, v1y, v1z
        s[V2 + j], s[V2 + BLOCK + j], s[V2 + 2 * BLOCK + j] = v2x, v2y, v2z


@inline_kernel
def solve_block(
    start: int, n: int, departure: Vector, arrival: Rows, r2: Row, tof: Row, inv_cbrt_tof: Row,
    mu: float, is_prograde: bool, work: Row,
) -> None:  # fmt: skip
    """Solve n <= BLOCK arrivals from ``start`` on; the velocities are left in the workspace."""
    s, packed = work[0], work[1]
    x1, y1, z1 = departure
    r1 = math.sqrt(x1 * x1 + y1 * y1 + z1 * z1)
    end = load_block(start, n, arrival, r2, tof, inv_cbrt_tof, s)
    root_mu = math.sqrt(mu)
    geometry(end, departure, r1, 1.0 if is_prograde else -1.0, root_mu, s)
    guess(end, s)
    coarse_step(end, s)
    full_step(end, s)
    radial_parts(end, r1, s)
    velocities(end, departure, r1, root_mu, s)
    n_open = _pack(n, s, packed)
    if n_open > 0:
        _repair(n_open, departure, r1, mu, is_prograde, packed, s)


@inline_kernel
def lambert_row(
    departure: Vector, arrival: Rows, r2: Row, tof: Row, inv_cbrt_tof: Row, mu: float,
    is_prograde: bool, v1: Rows, v2: Rows, work: Row,
) -> None:  # fmt: skip
    """Solve the transfers from one departure to n arrivals, less than one revolution.

    Compiled; for use inside other kernels.

    Parameters
    ----------
    departure : tuple of 3 floats
        Position of departure x, y, z in any unit of length L.
    arrival : tuple of 3 contiguous float64 arrays, shape (n,)
        Positions of arrival x, y, z, in L.
    r2 : contiguous float64 array, shape (n,)
        Their distances from the centre, in L.
    tof, inv_cbrt_tof : contiguous float64 arrays, shape (n,)
        Time of flight, > 0, in any unit of time U; and (√mu tof)^(−1/3), which is the same for all
        departures (:func:`inverse_cube_root`).
    mu : float
        Gravitational parameter, in L³/U².
    is_prograde : bool
        Whether the angular momentum has h_z > 0.
    v1, v2 : tuples of 3 contiguous float64 arrays, shape (n,)
        Velocities at departure and at arrival, in L/U; written. NaN where there is no solution:
        an input that is not finite, or positions exactly in line with the centre. They must not
        overlap each other or the inputs.
    work : float64 array from :func:`scratch`
        Workspace; one for each thread.

    Notes
    -----
    A lane's result depends on its own inputs alone, bit for bit. Every lane is solved to rounding
    error, whatever its orbit.
    """
    s = work[0]
    for start in range(0, tof.size, BLOCK):
        n = min(BLOCK, tof.size - start)
        solve_block(start, n, departure, arrival, r2, tof, inv_cbrt_tof, mu, is_prograde, work)
        store_block(start, n, s, v1, v2)


@simd_inline_kernel
def _excess_speeds(
    start: int, n: int, departure_v: Vector, arrival_v: Rows, s: Row, vinf1: Row, vinf2: Row
) -> None:
    ux, uy, uz = departure_v
    wx, wy, wz = arrival_v
    px, py, pz = wx[start : start + n], wy[start : start + n], wz[start : start + n]
    to1, to2 = vinf1[start : start + n], vinf2[start : start + n]
    for j in range(n):
        ax = s[V1 + j] - ux
        ay = s[V1 + BLOCK + j] - uy
        az = s[V1 + 2 * BLOCK + j] - uz
        bx = s[V2 + j] - px[j]
        by = s[V2 + BLOCK + j] - py[j]
        bz = s[V2 + 2 * BLOCK + j] - pz[j]
        to1[j] = math.sqrt(ax * ax + ay * ay + az * az)
        to2[j] = math.sqrt(bx * bx + by * by + bz * bz)


@inline_kernel
def excess_speed_row(
    departure: Vector, departure_v: Vector, arrival: Rows, arrival_v: Rows, r2: Row, tof: Row,
    inv_cbrt_tof: Row, mu: float, is_prograde: bool, vinf1: Row, vinf2: Row, work: Row,
) -> None:  # fmt: skip
    """Fill the excess speeds at departure and at arrival of a row of transfers.

    Parameters
    ----------
    departure, arrival, r2, tof, inv_cbrt_tof, mu, is_prograde, work
        As for :func:`lambert_row`.
    departure_v : tuple of 3 floats
        Velocity of the body at departure, in L/U.
    arrival_v : tuple of 3 contiguous float64 arrays, shape (n,)
        Velocities of the body at arrival, in L/U.
    vinf1, vinf2 : contiguous float64 arrays, shape (n,)
        Speeds relative to the bodies, in L/U, >= 0; written. NaN where there is no solution.
    """
    for start in range(0, tof.size, BLOCK):
        n = min(BLOCK, tof.size - start)
        solve_block(start, n, departure, arrival, r2, tof, inv_cbrt_tof, mu, is_prograde, work)
        _excess_speeds(start, n, departure_v, arrival_v, work[0], vinf1, vinf2)
