"""Lambert transfers of one or more revolutions from one departure to a row, by SIMD.

The two transfers lie on either side of the least time T_m at x_m. The transformed time
u = √(1 − (T_m/T)^(2/3)) is nearly straight in x on each side, from 0 at x_m to 1 at x = ±1: its
chord is the first guess, and Newton's method on it needs three steps. The unknown is q = 1 − x on
the low path and 1 + x on the high path, as in :mod:`lambert_one`, whose formulas these are without
branches. Lanes close to the least time, where both transfers merge, go to the scalar kernel.
"""

import math

from asteroid_econ._elementary import rough_cbrt
from asteroid_econ._jit import inline_kernel, simd_inline_kernel
from asteroid_econ.orbits.lambert_one import solve_one
from asteroid_econ.orbits.lambert_row import Rows, load_block, store_block
from asteroid_econ.orbits.lambert_stages import (
    A1,
    A2,
    BLOCK,
    CHORD,
    LAM,
    PARABOLA_W1,
    PARABOLA_W2,
    PARABOLA_W3,
    RISE1,
    RISE2,
    ROOT,
    SPARE,
    STEP,
    T_IZZO,
    TOF,
    TOTAL,
    V1,
    V2,
    Row,
    Vector,
    W,
    X,
    Y,
    Z,
    geometry,
    izzo_shape,
    velocities,
)
from asteroid_econ.orbits.time_function import SQRT2, regular_part

_X_LEAST, _T_LEAST = SPARE, SPARE + BLOCK  # the least time and its place
_FLOOR = W  # what the least time exceeds for certain; the row serves arcs without revolutions
_Q, _GOAL = SPARE + 2 * BLOCK, SPARE + 3 * BLOCK  # the unknown, and u at the time of flight
_STEPS = 3
_NEAR = 3e-3  # |k − √2| where the recurrence of W' loses digits
_BELOW, _ABOVE = 1e-4, 2e-3  # the least band around the least time left to the scalar kernel
_CONVERGED = 1e-9  # relative error of the time before the last step, whose square remains


@simd_inline_kernel
def _time(
    q: float, side: float, lam: float, chord_ratio: float, n_rev: float
) -> tuple[float, float]:
    """Return T and dT/dx at x = side (1 − q)."""
    x = side * (1.0 - q)
    to_parabola = q * (2.0 - q)
    product = lam * x
    y = math.sqrt(chord_ratio + product * product)
    together = y + abs(product)
    eta = chord_ratio / together if product > 0.0 else together
    k = SQRT2 * (lam + x * eta)
    eta2 = eta * eta
    d = 2.0 * eta2 * to_parabola
    w2 = k + SQRT2 if k >= 0.0 else d / (SQRT2 - k)
    inv_d = 1.0 / d
    turns = 2.0 * math.pi * n_rev * inv_d / math.sqrt(d)
    value = regular_part(math.sqrt(w2)) / (w2 * math.sqrt(w2))
    h = k - SQRT2
    series = PARABOLA_W1 + h * (PARABOLA_W2 + 0.5 * h * PARABOLA_W3)
    slope = series if abs(h) < _NEAR else (3.0 * k * value - 2.0) * inv_d
    value += turns
    slope += 3.0 * k * turns * inv_d
    t = SQRT2 * eta * (SQRT2 * lam + eta2 * value)
    fall = SQRT2 * lam * lam + 3.0 * lam * eta2 * value - SQRT2 * eta2 * eta2 * slope
    return t, -SQRT2 * eta / y * fall


@simd_inline_kernel
def _least(n: int, n_rev: float, s: Row) -> None:
    """Leave the least time and its place, from 3 x T = 2 − 2 λ³ x/y, where T' = 0.

    For |λ| → 1, where T bends sharply near x = 0, both are rough; T is convex, so that its tangent
    leaves a floor. The least time is at 0 < x < (1 + λ²)/(1.5 T), and T > π n − 2.
    """
    farthest = min(1.0, 4.0 / (3.0 * (math.pi * n_rev - 2.0)))
    first = 2.0 / (3.0 * (math.pi * n_rev + 1.5))
    for j in range(n):
        lam, chord_ratio = s[LAM + j], s[CHORD + j]
        x = first
        t, _ = _time(1.0 - x, 1.0, lam, chord_ratio, n_rev)
        x = 2.0 / (3.0 * t + 2.0 * lam * lam * lam / math.sqrt(chord_ratio + lam * lam * x * x))
        t, dt_dx = _time(1.0 - x, 1.0, lam, chord_ratio, n_rev)
        s[_X_LEAST + j] = x
        s[_T_LEAST + j] = t
        s[_FLOOR + j] = t - abs(dt_dx) * (x if dt_dx > 0.0 else farthest)


@simd_inline_kernel
def _start(n: int, side: float, s: Row) -> None:
    """Guess q from u as a straight line in x."""
    for j in range(n):
        root = rough_cbrt(s[_T_LEAST + j] / s[T_IZZO + j])
        goal = math.sqrt(1.0 - root * root)
        s[_GOAL + j] = goal
        s[_Q + j] = (1.0 - side * s[_X_LEAST + j]) * (root * root / (1.0 + goal))


@simd_inline_kernel
def _step(n: int, side: float, n_rev: float, s: Row) -> None:
    """Replace q by a step of Newton's method on u."""
    for j in range(n):
        q = s[_Q + j]
        t, dt_dx = _time(q, side, s[LAM + j], s[CHORD + j], n_rev)
        root = rough_cbrt(s[_T_LEAST + j] / t)
        rest = 1.0 - root * root
        u = math.sqrt(rest if rest > 1e-6 else 1e-6)
        step = 3.0 * u * t * (u - s[_GOAL + j]) / (root * root * -side * dt_dx)
        high = 1.0 - side * s[_X_LEAST + j]
        moved = q - step
        moved = moved if moved < high else 0.5 * (q + high)
        s[_Q + j] = moved if moved > 0.2 * q else 0.2 * q


@simd_inline_kernel
def _finish(n: int, side: float, n_rev: float, s: Row) -> None:
    """Take a last step of Newton's method on T; leave √p and the radial parts for the velocities.

    The step is 0 where they are right or there is no transfer (then √p is NaN), 1 where open.
    """
    for j in range(n):
        q, lam, chord_ratio, theta = s[_Q + j], s[LAM + j], s[CHORD + j], s[T_IZZO + j]
        t, dt_dx = _time(q, side, lam, chord_ratio, n_rev)
        wrong = t - theta
        q = q + wrong / (side * dt_dx)
        x = side * (1.0 - q)
        product = lam * x
        together = math.sqrt(chord_ratio + product * product) + abs(product)
        eta = chord_ratio / together if product > 0.0 else together
        is_none = theta < (1.0 - _BELOW) * s[_FLOOR + j]
        is_far = theta > (1.0 + _ABOVE) * s[_T_LEAST + j]
        is_right = (abs(wrong) < _CONVERGED * theta) and is_far
        s[A1 + j] = s[RISE1 + j] - SQRT2 * x * eta
        s[A2 + j] = SQRT2 * x * eta - s[RISE2 + j]
        s[ROOT + j] = math.nan if is_none else eta / math.sqrt(s[TOTAL + j])
        s[STEP + j] = 0.0 if is_none or is_right else 1.0


@inline_kernel
def multi_rev_row(
    departure: Vector, arrival: Rows, r2: Row, tof: Row, mu: float, n_rev: int, is_prograde: bool,
    low: tuple[Rows, Rows], high: tuple[Rows, Rows], work: Row,
) -> None:  # fmt: skip
    """Solve both transfers of n_rev >= 1 revolutions from a departure to each place of a row.

    Parameters
    ----------
    departure, arrival, r2, tof, mu, is_prograde, work
        As for :func:`lambert_row.lambert_row`.
    n_rev : int
        Number of whole revolutions, >= 1.
    low, high
        Velocities ``v1, v2`` of :func:`lambert_row.lambert_row`, of the transfers with the larger
        and with the smaller x of Izzo; written.

    Notes
    -----
    NaN where the time of flight is too short. As for the row kernel, a lane's result depends on
    its own inputs alone, bit for bit.
    """
    s = work[0]
    x1, y1, z1 = departure
    r1 = math.sqrt(x1 * x1 + y1 * y1 + z1 * z1)
    root_mu = math.sqrt(mu)
    turns = float(n_rev)
    paths = (low, high)
    for start in range(0, tof.size, BLOCK):
        n = min(BLOCK, tof.size - start)
        end = load_block(start, n, arrival, r2, tof, tof, s)
        geometry(end, departure, r1, 1.0 if is_prograde else -1.0, root_mu, s)
        izzo_shape(end, departure, r1, root_mu, s)
        _least(end, turns, s)
        for path in range(2):
            side = 1.0 - 2.0 * path
            _start(end, side, s)
            for _ in range(_STEPS):
                _step(end, side, turns, s)
            _finish(end, side, turns, s)
            velocities(end, departure, r1, root_mu, s)
            for j in range(n):
                if not (s[STEP + j] < 0.5):
                    (
                        _, s[V1 + j], s[V1 + BLOCK + j], s[V1 + 2 * BLOCK + j],
                        s[V2 + j], s[V2 + BLOCK + j], s[V2 + 2 * BLOCK + j],
                    ) = solve_one(
                        x1, y1, z1, s[X + j], s[Y + j], s[Z + j], s[TOF + j], mu, n_rev,
                        is_prograde, path == 0, 0.0, 0.0, 0.0,
                    )  # fmt: skip
            v1, v2 = paths[path]
            store_block(start, n, s, v1, v2)
