"""Lambert transfers from one departure to a row of arrivals, less than one revolution, by SIMD.

The row is solved in blocks. Each block runs through short stages whose loops have no branches and
a trip count that is a multiple of ``LANES``, so that the compiler turns every one of them, without
remainder, into vector instructions. Hence a lane's result depends on nothing but its own inputs:
not on the length of the row, its place in the row, or the number of threads.

Stages: geometry and first guess (a polynomial), one Halley step with a short polynomial of the
time function, one with the full polynomial, velocities. Lanes whose last step was not small
enough, or that lie outside the range of the polynomials, are solved again one by one.
"""

import math

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import kernel, simd_kernel
from asteroid_econ.orbits.lambert_one import solve_one
from asteroid_econ.orbits.time_function import (
    SQRT2,
    first_guess,
    regular_part,
    regular_part_coarse,
)

Row = NDArray[np.float64]
Rows = tuple[Row, Row, Row]
Vector = tuple[float, float, float]

LANES = 32  # divisible by every vector width times the compiler's interleaving
BLOCK = 256  # lanes whose workspace and rows fit into the L1 cache
SCRATCH_ROWS = 19
_TAU, _P0, _THETA, _W, _ROOT, _STEP = 0, 1, 2, 3, 4, 5
_PAD = 6  # twelve rows for a row shorter than LANES: six in, six out
_W_LOW, _W_HIGH = 0.06, 2.5  # range of the first guess
_LAST_STEP = 4e-6  # relative; its cube is lost in rounding
_P_LOW = 0.04  # below, p = P0 − w² τ has lost two digits
_NEAR_COARSE, _NEAR_FULL = 3e-3, 3e-5  # |k − √2| where the recurrences of W lose digits
_W1, _W2, _W3 = -0.2, 4.0 * SQRT2 / 35.0, -15.0 * 4.0 / (9.0 * 35.0)  # of W at the parabola


def scratch() -> Row:
    """Return the workspace of :func:`lambert_row`; one for each thread."""
    return np.zeros((SCRATCH_ROWS, BLOCK))


def inverse_cube_root(tof: Row, mu_km3_s2: float) -> Row:
    """Return (√mu tof)^(−1/3), the power of the time of flight that the first guess needs."""
    return 1.0 / np.cbrt(math.sqrt(mu_km3_s2) * tof)


@simd_kernel
def _geometry(
    n: int, departure: Vector, r1: float, arrival: Rows, r2: Row, tof: Row, inv_cbrt_tof: Row,
    turn: float, root_mu: float, tau: Row, p0: Row, theta: Row, w: Row,
) -> None:  # fmt: skip
    """Reduce each arrival to τ, P0, Θ and a first guess of w. ``turn`` is 1, or −1: retrograde."""
    x1, y1, z1 = departure
    x2, y2, z2 = arrival
    for j in range(n):
        total = r1 + r2[j]
        inv_total = 1.0 / total
        root_total = math.sqrt(total)
        product = r1 * r2[j]
        dot = x1 * x2[j] + y1 * y2[j] + z1 * z2[j]
        hx = y1 * z2[j] - z1 * y2[j]
        hy = z1 * x2[j] - x1 * z2[j]
        hz = x1 * y2[j] - y1 * x2[j]
        cx = x2[j] - x1
        cy = y2[j] - y1
        cz = z2[j] - z1
        # r1 r2 (1 + cos θ), without cancellation where cos θ < 0
        is_obtuse = dot < 0.0
        numerator = hx * hx + hy * hy + hz * hz if is_obtuse else product + dot
        denominator = product - dot if is_obtuse else 1.0
        size = math.sqrt(numerator / denominator) * inv_total
        t = size if hz * turn >= 0.0 else -size
        # P0 = 1 + √2 τ is p at w = 0; from the chord where τ < 0
        far = 1.0 + SQRT2 * size
        near = (cx * cx + cy * cy + cz * cz) * (inv_total * inv_total) / far
        p_start = far if t > 0.0 else near
        tau[j] = t
        p0[j] = p_start
        theta[j] = tof[j] * root_mu * (inv_total * inv_total) * root_total
        guess = first_guess(root_total * inv_cbrt_tof[j], math.sqrt(p_start))
        guess = guess if guess > _W_LOW else _W_LOW
        guess = guess if guess < _W_HIGH else _W_HIGH
        # stay where p > 0
        w_end = 0.98 * math.sqrt(p_start / (t if t > 0.1 else 0.1))
        w[j] = guess if guess < w_end or t < 0.1 else w_end


@simd_kernel
def _coarse_step(n: int, tau: Row, p0: Row, theta: Row, w: Row) -> None:
    """Replace w by a Halley step with the short polynomial."""
    for j in range(n):
        w0 = w[j]
        t = tau[j]
        w2 = w0 * w0
        k = w2 - SQRT2
        d = w2 * (2.0 * SQRT2 - w2)
        is_near = abs(k - SQRT2) < _NEAR_COARSE
        value = regular_part_coarse(w0) / (w2 * w0)
        inv_d = 1.0 / (1.0 if is_near else d)
        slope = _W1 + (k - SQRT2) * _W2 if is_near else (3.0 * k * value - 2.0) * inv_d
        bend = _W2 + (k - SQRT2) * _W3 if is_near else (3.0 * value + 5.0 * k * slope) * inv_d
        p = p0[j] - w2 * t
        root = math.sqrt(p)
        inv_p = 1.0 / p
        t2 = t * t
        f = p * (t + p * value) - root * theta[j]
        f1 = p * (p * slope - 1.5 * t * value) - 0.5 * t2
        f2 = p * p * bend - 3.0 * t * p * slope + 0.75 * t2 * value - 0.25 * t2 * t * inv_p
        g1 = 2.0 * w0 * f1
        g2 = 4.0 * w2 * f2 + 2.0 * f1
        moved = w0 - 2.0 * f * g1 / (2.0 * g1 * g1 - f * g2)
        low = 0.3 * w0
        w[j] = low if moved < low else moved


@simd_kernel
def _full_step(
    n: int, tau: Row, p0: Row, theta: Row, w: Row, step_size: Row, root_out: Row
) -> None:
    """Replace w by a Halley step with the full polynomial; leave the relative step and √p."""
    for j in range(n):
        w0 = w[j]
        t = tau[j]
        w2 = w0 * w0
        k = w2 - SQRT2
        d = w2 * (2.0 * SQRT2 - w2)
        is_near = abs(k - SQRT2) < _NEAR_FULL
        value = regular_part(w0) / (w2 * w0)
        inv_d = 1.0 / (1.0 if is_near else d)
        slope = _W1 + (k - SQRT2) * _W2 if is_near else (3.0 * k * value - 2.0) * inv_d
        bend = _W2 if is_near else (3.0 * value + 5.0 * k * slope) * inv_d
        p = p0[j] - w2 * t
        root = math.sqrt(p)
        inv_p = 1.0 / p
        t2 = t * t
        f = p * (t + p * value) - root * theta[j]
        f1 = p * (p * slope - 1.5 * t * value) - 0.5 * t2
        f2 = p * p * bend - 3.0 * t * p * slope + 0.75 * t2 * value - 0.25 * t2 * t * inv_p
        g1 = 2.0 * w0 * f1
        g2 = 4.0 * w2 * f2 + 2.0 * f1
        step = 2.0 * f * g1 / (2.0 * g1 * g1 - f * g2)
        moved = w0 - step
        p = p0[j] - moved * moved * t
        is_inside = (moved > _W_LOW) and (moved < _W_HIGH) and (p > _P_LOW * p0[j])
        w[j] = moved
        step_size[j] = abs(step) / moved if is_inside else 1.0
        root_out[j] = math.sqrt(p)


@simd_kernel
def _velocities(
    n: int, departure: Vector, r1: float, arrival: Rows, r2: Row, root_mu: float,
    tau: Row, w: Row, root: Row, v1: Rows, v2: Rows,
) -> None:  # fmt: skip
    """Assemble both velocities from their radial and transverse parts."""
    x1, y1, z1 = departure
    x2, y2, z2 = arrival
    v1x, v1y, v1z = v1
    v2x, v2y, v2z = v2
    inv_r1 = 1.0 / r1
    for j in range(n):
        total = r1 + r2[j]
        inv_r2 = 1.0 / r2[j]
        t = tau[j]
        k = w[j] * w[j] - SQRT2
        scale = root_mu / (math.sqrt(total) * root[j])
        hx = y1 * z2[j] - z1 * y2[j]
        hy = z1 * x2[j] - x1 * z2[j]
        hz = x1 * y2[j] - y1 * x2[j]
        radial1 = (t * total * inv_r1 - k) * scale * inv_r1
        radial2 = (k - t * total * inv_r2) * scale * inv_r2
        across = scale / (t * total)
        across1 = across * inv_r1 * inv_r1
        across2 = across * inv_r2 * inv_r2
        v1x[j] = radial1 * x1 + across1 * (hy * z1 - hz * y1)
        v1y[j] = radial1 * y1 + across1 * (hz * x1 - hx * z1)
        v1z[j] = radial1 * z1 + across1 * (hx * y1 - hy * x1)
        v2x[j] = radial2 * x2[j] + across2 * (hy * z2[j] - hz * y2[j])
        v2y[j] = radial2 * y2[j] + across2 * (hz * x2[j] - hx * z2[j])
        v2z[j] = radial2 * z2[j] + across2 * (hx * y2[j] - hy * x2[j])


@kernel
def _repair(
    n: int, departure: Vector, arrival: Rows, tof: Row, mu: float, is_prograde: bool, step: Row,
    v1: Rows, v2: Rows,
) -> None:  # fmt: skip
    """Solve the lanes that the polynomials do not reach one by one."""
    x1, y1, z1 = departure
    x2, y2, z2 = arrival
    for j in range(n):
        if not (step[j] < _LAST_STEP):
            _, v1[0][j], v1[1][j], v1[2][j], v2[0][j], v2[1][j], v2[2][j] = solve_one(
                x1, y1, z1, x2[j], y2[j], z2[j], tof[j], mu, 0, is_prograde, True, 0.0, 0.0, 0.0
            )


@kernel
def _block(
    n: int, departure: Vector, arrival: Rows, r2: Row, tof: Row, inv_cbrt_tof: Row, mu: float,
    is_prograde: bool, v1: Rows, v2: Rows, work: Row,
) -> None:  # fmt: skip
    x1, y1, z1 = departure
    r1 = math.sqrt(x1 * x1 + y1 * y1 + z1 * z1)
    root_mu = math.sqrt(mu)
    turn = 1.0 if is_prograde else -1.0
    tau, p0, theta, w = work[_TAU], work[_P0], work[_THETA], work[_W]
    root, step = work[_ROOT], work[_STEP]
    _geometry(n, departure, r1, arrival, r2, tof, inv_cbrt_tof, turn, root_mu, tau, p0, theta, w)
    _coarse_step(n, tau, p0, theta, w)
    _full_step(n, tau, p0, theta, w, step, root)
    _velocities(n, departure, r1, arrival, r2, root_mu, tau, w, root, v1, v2)
    _repair(n, departure, arrival, tof, mu, is_prograde, step, v1, v2)


@kernel
def _short_row(
    n: int, departure: Vector, arrival: Rows, r2: Row, tof: Row, inv_cbrt_tof: Row, mu: float,
    is_prograde: bool, v1: Rows, v2: Rows, work: Row,
) -> None:  # fmt: skip
    """Solve a row of fewer than LANES arrivals, padded with copies of its first."""
    pad = work[_PAD:]
    for j in range(LANES):
        source = j if j < n else 0
        for axis in range(3):
            pad[axis, j] = arrival[axis][source]
        pad[3, j] = r2[source]
        pad[4, j] = tof[source]
        pad[5, j] = inv_cbrt_tof[source]
    padded_v1, padded_v2 = (pad[6], pad[7], pad[8]), (pad[9], pad[10], pad[11])
    _block(
        LANES, departure, (pad[0], pad[1], pad[2]), pad[3], pad[4], pad[5], mu, is_prograde,
        padded_v1, padded_v2, work,
    )  # fmt: skip
    for axis in range(3):
        for j in range(n):
            v1[axis][j] = padded_v1[axis][j]
            v2[axis][j] = padded_v2[axis][j]


@kernel
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
    n = tof.size
    if n < LANES:
        _short_row(n, departure, arrival, r2, tof, inv_cbrt_tof, mu, is_prograde, v1, v2, work)
        return
    x2, y2, z2 = arrival
    end = 0
    while end < n:
        # the last block has a multiple of LANES too: it overlaps the one before, but never
        # reaches before the row
        size = min(BLOCK, LANES * min((n - end + LANES - 1) // LANES, n // LANES))
        end = min(end + size, n)
        a, b = end - size, end
        _block(
            size, departure, (x2[a:b], y2[a:b], z2[a:b]), r2[a:b], tof[a:b], inv_cbrt_tof[a:b],
            mu, is_prograde, (v1[0][a:b], v1[1][a:b], v1[2][a:b]),
            (v2[0][a:b], v2[1][a:b], v2[2][a:b]), work,
        )  # fmt: skip
