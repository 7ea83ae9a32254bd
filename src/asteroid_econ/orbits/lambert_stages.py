"""The stages of the Lambert row kernel: loops without branches over a block of lanes.

A block lives in one flat workspace of rows of ``BLOCK`` floats, one row for each quantity; the
compiler sees that rows at fixed distances never overlap and turns every loop into vector
instructions without run-time checks. Loops run over a multiple of ``LANES`` lanes, so that no
remainder is left over. The formulas are those of :mod:`time_function`, iterated in w.
"""

import math

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import simd_inline_kernel
from asteroid_econ.orbits.time_function import (
    SQRT2,
    first_guess,
    regular_part,
    regular_part_coarse,
)

Row = NDArray[np.float64]
Vector = tuple[float, float, float]

BLOCK = 512  # lanes: the rows that are used stay in the caches
LANES = 16  # divisible by every vector width times the compiler's interleaving
N_ROWS = 31
X, Y, Z, R = 0 * BLOCK, 1 * BLOCK, 2 * BLOCK, 3 * BLOCK  # arrival
TOF, INV_CBRT = 4 * BLOCK, 5 * BLOCK  # time of flight, (√mu tof)^(−1/3)
TAU, P0, THETA = 6 * BLOCK, 7 * BLOCK, 8 * BLOCK
W, ROOT = 9 * BLOCK, 10 * BLOCK  # the unknown, √p
STEP = 11 * BLOCK  # relative size of the last step: below LAST_STEP where w is right
V1, V2 = 12 * BLOCK, 15 * BLOCK  # three rows each
LANE = 18 * BLOCK  # where a packed lane came from
A1, A2 = 19 * BLOCK, 20 * BLOCK  # radial velocities times √(p (r1 + r2)/mu)
LAM, CHORD, TOTAL, T_IZZO = 21 * BLOCK, 22 * BLOCK, 23 * BLOCK, 24 * BLOCK  # see izzo_shape
RISE1, RISE2 = 25 * BLOCK, 26 * BLOCK  # √2 λ (s − r)/r at both ends
SPARE = 27 * BLOCK  # four rows for the kernels that start from there

LAST_STEP = 4e-6  # its cube is lost in rounding
_W_LOW, _W_HIGH = 0.06, 3.9  # range of the first guess
_P_LOW = 0.04  # below, p = P0 − w² τ has lost two digits
_IN_LINE = 1e-18  # sin² θ
_NEAR_COARSE, _NEAR_FULL = 3e-3, 3e-5  # |k − √2| where the recurrences of W lose digits
# derivatives of W at the parabola
PARABOLA_W1, PARABOLA_W2, PARABOLA_W3 = -1.0 / 5.0, 4.0 * SQRT2 / 35.0, -4.0 / 21.0


@simd_inline_kernel
def geometry(n: int, departure: Vector, r1: float, turn: float, root_mu: float, s: Row) -> None:
    """Reduce each arrival to τ, P0, Θ and T^(−1/3) (in w). ``turn`` is 1, or −1: retrograde."""
    x1, y1, z1 = departure
    for j in range(n):
        total = r1 + s[R + j]
        inv_total = 1.0 / total
        root_total = math.sqrt(total)
        product = r1 * s[R + j]
        dot = x1 * s[X + j] + y1 * s[Y + j] + z1 * s[Z + j]
        hx = y1 * s[Z + j] - z1 * s[Y + j]
        hy = z1 * s[X + j] - x1 * s[Z + j]
        hz = x1 * s[Y + j] - y1 * s[X + j]
        cx = s[X + j] - x1
        cy = s[Y + j] - y1
        cz = s[Z + j] - z1
        # r1 r2 (1 + cos θ), without cancellation where cos θ < 0
        is_obtuse = dot < 0.0
        h2 = hx * hx + hy * hy + hz * hz
        numerator = h2 if is_obtuse else product + dot
        denominator = product - dot if is_obtuse else 1.0
        size = math.sqrt(numerator / denominator) * inv_total
        t = size if hz * turn >= 0.0 else -size
        # nearly in line: the scalar kernel has an exact cross product
        t = t if h2 > _IN_LINE * product * product else math.nan
        # P0 = 1 + √2 τ is p at w = 0; from the chord where τ < 0
        far = 1.0 + SQRT2 * size
        near = (cx * cx + cy * cy + cz * cz) * (inv_total * inv_total) / far
        p_start = far if t > 0.0 else near
        s[TAU + j] = t
        s[P0 + j] = p_start
        s[THETA + j] = s[TOF + j] * root_mu * (inv_total * inv_total) * root_total
        s[W + j] = root_total * s[INV_CBRT + j]


@simd_inline_kernel
def izzo_shape(n: int, departure: Vector, r1: float, root_mu: float, s: Row) -> None:
    """Reduce each arrival to Izzo's λ and T, c/s = 1 − λ², (r1 + r2)/s and the rises."""
    x1, y1, z1 = departure
    for j in range(n):
        x2, y2, z2, r2 = s[X + j], s[Y + j], s[Z + j], s[R + j]
        dx, dy, dz = x2 - x1, y2 - y1, z2 - z1
        chord = math.sqrt(dx * dx + dy * dy + dz * dz)
        total = r1 + r2
        inv_s = 2.0 / (total + chord)
        lam = s[TAU + j] * total * inv_s / SQRT2
        s[LAM + j] = lam
        s[CHORD + j] = chord * inv_s
        s[TOTAL + j] = total * inv_s
        s[T_IZZO + j] = s[TOF + j] * root_mu * math.sqrt(2.0 * inv_s) * inv_s
        # s − r1 and s − r2 without cancellation, as in the scalar kernel
        hx = y1 * z2 - z1 * y2
        hy = z1 * x2 - x1 * z2
        hz = x1 * y2 - y1 * x2
        dot = x1 * x2 + y1 * y2 + z1 * z2
        product = r1 * r2
        is_acute = dot > 0.0
        numerator = hx * hx + hy * hy + hz * hz if is_acute else product - dot
        denominator = product + dot if is_acute else 1.0
        difference = (dx * (x1 + x2) + dy * (y1 + y2) + dz * (z1 + z2)) / total
        larger = 0.5 * (chord + abs(difference))
        smaller = 0.5 * numerator / (denominator * larger)
        is_far = difference > 0.0
        s[RISE1 + j] = SQRT2 * lam * (larger if is_far else smaller) / r1
        s[RISE2 + j] = SQRT2 * lam * (smaller if is_far else larger) / r2


@simd_inline_kernel
def guess(n: int, s: Row) -> None:
    """Replace T^(−1/3) by the first guess of w."""
    for j in range(n):
        w = first_guess(s[W + j], math.sqrt(s[P0 + j]))
        w = w if w > _W_LOW else _W_LOW
        s[W + j] = w if w < _W_HIGH else _W_HIGH


@simd_inline_kernel
def _slopes(
    w: float, tau: float, p: float, theta: float, value: float, near: float
) -> tuple[float, float, float, float]:
    """Return T − Θ and its derivatives in k, all times √p.

    ``value`` is W; within ``near`` of the parabola its derivatives come from their series.
    """
    w2 = w * w
    k = w2 - SQRT2
    h = k - SQRT2
    is_near = abs(h) < near
    inv_d = 1.0 / (1.0 if is_near else w2 * (2.0 * SQRT2 - w2))
    w_1 = PARABOLA_W1 + h * PARABOLA_W2 if is_near else (3.0 * k * value - 2.0) * inv_d
    w_2 = PARABOLA_W2 + h * PARABOLA_W3 if is_near else (3.0 * value + 5.0 * k * w_1) * inv_d
    w_3 = PARABOLA_W3 if is_near else (8.0 * w_1 + 7.0 * k * w_2) * inv_d
    t2 = tau * tau
    q = tau / p
    f = p * (tau + p * value) - math.sqrt(p) * theta
    f1 = p * (p * w_1 - 1.5 * tau * value) - 0.5 * t2
    f2 = p * (p * w_2 - 3.0 * tau * w_1) + t2 * (0.75 * value - 0.25 * q)
    f3 = p * (p * w_3 - 4.5 * tau * w_2) + t2 * (2.25 * w_1 + 0.375 * q * (value - q))
    return f, f1, f2, f3


@simd_inline_kernel
def coarse_step(n: int, s: Row) -> None:
    """Replace w by a step of fourth order (Householder) with the short polynomial."""
    for j in range(n):
        w, tau = s[W + j], s[TAU + j]
        w2 = w * w
        value = regular_part_coarse(w) / (w2 * w)
        f, f1, f2, f3 = _slopes(w, tau, s[P0 + j] - w2 * tau, s[THETA + j], value, _NEAR_COARSE)
        # from derivatives in k to derivatives in w
        g1 = 2.0 * w * f1
        g2 = 4.0 * w2 * f2 + 2.0 * f1
        g3 = w * (8.0 * w2 * f3 + 12.0 * f2)
        newton = f * (g1 * g1 - 0.5 * f * g2)
        moved = w - newton / (g1 * (g1 * g1 - f * g2) + f * f * g3 * (1.0 / 6.0))
        low = 0.3 * w
        s[W + j] = low if moved < low else moved


@simd_inline_kernel
def full_step(n: int, s: Row) -> None:
    """Replace w by a Halley step with the full polynomial; leave the relative step and √p."""
    for j in range(n):
        w, tau, p0 = s[W + j], s[TAU + j], s[P0 + j]
        w2 = w * w
        value = regular_part(w) / (w2 * w)
        f, f1, f2, _ = _slopes(w, tau, p0 - w2 * tau, s[THETA + j], value, _NEAR_FULL)
        g1 = 2.0 * w * f1
        g2 = 4.0 * w2 * f2 + 2.0 * f1
        step = 2.0 * f * g1 / (2.0 * g1 * g1 - f * g2)
        moved = w - step
        p = p0 - moved * moved * tau
        is_inside = (moved > _W_LOW) and (moved < _W_HIGH) and (p > _P_LOW * p0)
        s[W + j] = moved
        least = p if p < p0 else p0  # a step counts by what it does to w and to p
        s[STEP + j] = abs(step) * p0 / (moved * least) if is_inside else 1.0
        s[ROOT + j] = math.sqrt(p)


@simd_inline_kernel
def radial_parts(n: int, r1: float, s: Row) -> None:
    """Leave the radial parts of both velocities from w; right where p is not small."""
    inv_r1 = 1.0 / r1
    for j in range(n):
        k = s[W + j] * s[W + j] - SQRT2
        turning = s[TAU + j] * (r1 + s[R + j])
        s[A1 + j] = turning * inv_r1 - k
        s[A2 + j] = k - turning / s[R + j]


@simd_inline_kernel
def velocities(n: int, departure: Vector, r1: float, root_mu: float, s: Row) -> None:
    """Assemble both velocities from their radial and transverse parts."""
    x1, y1, z1 = departure
    inv_r1 = 1.0 / r1
    for j in range(n):
        total = r1 + s[R + j]
        inv_r2 = 1.0 / s[R + j]
        t = s[TAU + j]
        scale = root_mu / (math.sqrt(total) * s[ROOT + j])
        hx = y1 * s[Z + j] - z1 * s[Y + j]
        hy = z1 * s[X + j] - x1 * s[Z + j]
        hz = x1 * s[Y + j] - y1 * s[X + j]
        radial1 = s[A1 + j] * scale * inv_r1
        radial2 = s[A2 + j] * scale * inv_r2
        across = scale / (t * total)
        across1 = across * inv_r1 * inv_r1
        across2 = across * inv_r2 * inv_r2
        s[V1 + j] = radial1 * x1 + across1 * (hy * z1 - hz * y1)
        s[V1 + BLOCK + j] = radial1 * y1 + across1 * (hz * x1 - hx * z1)
        s[V1 + 2 * BLOCK + j] = radial1 * z1 + across1 * (hx * y1 - hy * x1)
        s[V2 + j] = radial2 * s[X + j] + across2 * (hy * s[Z + j] - hz * s[Y + j])
        s[V2 + BLOCK + j] = radial2 * s[Y + j] + across2 * (hz * s[X + j] - hx * s[Z + j])
        s[V2 + 2 * BLOCK + j] = radial2 * s[Z + j] + across2 * (hx * s[Y + j] - hy * s[X + j])
