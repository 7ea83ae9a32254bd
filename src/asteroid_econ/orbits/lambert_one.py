"""One Lambert problem, any number of revolutions, to rounding error: the scalar kernel.

The unknown is Izzo's x, carried as its distance q from the end (−1 or 1) that is on its side, so
that long ellipses (x → −1) and many revolutions (x → ±1) keep all their digits. In terms of
λ, y = √(1 − λ² + λ² x²) and η = y − λ x,

    T = √2 η (√2 λ + η² W(k)),   k = √2 (λ + x η),   2 − k² = 2 η² (1 − x²),

with the W of :mod:`time_function`, so that no term cancels at the parabola, for small angles or
near whole revolutions. φ = T^(−2/3) is nearly straight in x: Newton's method on φ inside a
bracket needs four or five evaluations from anywhere.
"""

import math

from asteroid_econ._elementary import fma, log_, rough_cbrt
from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ.orbits.time_function import SQRT2, W_END, regular_part

SOLVED, PLANE_UNDEFINED, NO_SOLUTION, NOT_CONVERGED, OUT_OF_RANGE = 0, 1, 2, 3, 4
_MAX_STEPS = 80
_LAST_STEP = 1e-8  # the error after it is its square
_SHORTEST, _LONGEST = 1e-70, 1e75  # squares of areas are normal numbers between
_T_LEAST = 1e-140  # the square of x = 1/T is finite above
_K_FAR = 1e5  # T x is constant to ten digits beyond


def _parabola_series() -> tuple[float, ...]:
    """Return the Taylor coefficients of dW/dk at the parabola from (2 − k²) W″ = 5 k W′ + 3 W."""
    derivative, coefficients = SQRT2 / 3.0, []
    for n in range(1, 7):
        derivative *= -n * (n + 2) / ((2 * n + 3) * SQRT2)
        coefficients.append(derivative / math.factorial(n - 1))
    return tuple(coefficients)


_PARABOLA = _parabola_series()


@inline_kernel
def _determinant(a: float, b: float, c: float, d: float) -> float:
    """Return a b − c d to two units in the last place, whatever cancels (Kahan)."""
    cd = c * d
    return fma(a, b, -cd) - fma(c, d, -cd)


@inline_kernel
def _slope_at_parabola(h: float) -> float:
    """Return dW/dk at k = √2 + h, |h| < 0.02, from the Taylor series."""
    c = _PARABOLA
    return c[0] + h * (c[1] + h * (c[2] + h * (c[3] + h * (c[4] + h * c[5]))))


@inline_kernel
def _time(
    q: float, side: float, lam: float, chord_ratio: float, n_rev: int
) -> tuple[float, float, float, float]:
    """Return T, dT/dq, η and k at q; side is −1 for q = 1 + x, 1 for q = 1 − x."""
    x = side * (1.0 - q)
    to_parabola = q * (2.0 - q)  # 1 − x²
    lx = lam * x
    y = math.sqrt(chord_ratio + lx * lx)
    eta = chord_ratio / (y + lx) if lx > 0.0 else y - lx
    k = SQRT2 * (lam + x * eta)
    d = 2.0 * eta * eta * to_parabola  # 2 − k²
    w2 = k + SQRT2 if k >= 0.0 else d / (SQRT2 - k)
    if w2 < W_END * W_END:
        w = math.sqrt(w2)
        value = regular_part(w) / (w2 * w)
        h = k - SQRT2
        slope = _slope_at_parabola(h) if abs(h) < 0.02 else (3.0 * k * value - 2.0) / d
        far = 0.0
        if n_rev > 0:
            turns = 2.0 * math.pi * n_rev / (d * math.sqrt(d))
            value += turns
            slope += 3.0 * k * turns / d
    else:
        excess = k * k - 2.0
        root = math.sqrt(excess)
        anomaly = 2.0 * log_((k + root) / SQRT2)
        value = (k - anomaly / root) / excess
        slope = (2.0 - 3.0 * k * value) / excess
        far = (k * anomaly / root - 2.0) / excess  # 1 − k W
    eta2 = eta * eta
    if far != 0.0 and lam < 0.0:
        inner = (1.0 + lam * lam) * value + SQRT2 * lam * far
    else:
        inner = SQRT2 * lam + eta2 * value
    t = SQRT2 * eta * inner
    dt = SQRT2 * lam * lam + 3.0 * lam * eta2 * value - SQRT2 * eta2 * eta2 * slope
    dt_dx = -SQRT2 * eta / y * dt
    if k > _K_FAR:
        dt_dx = -t / x
    return t, -side * dt_dx, eta, k


@inline_kernel
def _minimum(lam: float, chord_ratio: float, n_rev: int) -> tuple[float, float]:
    """Return q = 1 − x and T where T(x) is least; n_rev >= 1, for which T'(0) = −2 and T'' > 0."""
    low, high = 0.0, 1.0
    x = 0.1
    for _ in range(_MAX_STEPS):
        t, dt_dq, _, _ = _time(1.0 - x, 1.0, lam, chord_ratio, n_rev)
        slope = -dt_dq
        if slope > 0.0:
            high = x
        else:
            low = x
        y2 = chord_ratio + lam * lam * x * x
        bend = 3.0 * t + 5.0 * x * slope + 2.0 * chord_ratio * lam**3 / (y2 * math.sqrt(y2))
        moved = x - slope * (1.0 - x * x) / bend
        if not (low <= moved <= high):
            moved = 0.5 * (low + high)
        step = moved - x
        x = moved
        if abs(step) < 1e-9:
            break
    t, _, _, _ = _time(1.0 - x, 1.0, lam, chord_ratio, n_rev)
    return 1.0 - x, t


@inline_kernel
def _bracket(
    theta: float, lam: float, chord_ratio: float, n_rev: int, is_low: bool
) -> tuple[int, float, float, float, float, bool]:
    """Return status, side, bracket and first guess in q, and whether T grows with q."""
    # T at x = 0
    t_zero = math.atan2(math.sqrt(chord_ratio), lam) + lam * math.sqrt(chord_ratio)
    t_zero += n_rev * math.pi
    if theta >= t_zero and not (n_rev > 0 and is_low):
        # T^(−2/3) as a straight line from q = 0
        return SOLVED, -1.0, 0.0, 1.0, rough_cbrt((t_zero / theta) ** 2), False
    if n_rev == 0:
        powers = 1.0 + lam * (1.0 + lam)
        t_parabola = chord_ratio / (1.0 + lam) * powers if lam > 0.0 else 1.0 - lam**3
        t_parabola *= 2.0 / 3.0
        if theta <= t_parabola:
            rate = 5.0 / 3.0 * powers / (powers + lam**3 * (1.0 + lam))  # Izzo (2015)
            return SOLVED, 1.0, -math.inf, 1.0, -rate * (t_parabola / theta - 1.0), True
        x = (t_zero / theta - 1.0) / (t_zero / t_parabola - 1.0)
        return SOLVED, 1.0, -math.inf, 1.0, 1.0 - x, True
    q_least, t_least = _minimum(lam, chord_ratio, n_rev)
    if theta < t_least:
        return NO_SOLUTION, 1.0, 0.0, 1.0, math.nan, True
    if is_low:
        guess = rough_cbrt((t_zero / theta) ** 2)
        return SOLVED, 1.0, 0.0, q_least, min(guess, q_least), False
    return SOLVED, 1.0, q_least, 1.0, 1.0, True


@inline_kernel
def _root(
    theta: float, lam: float, chord_ratio: float, n_rev: int, is_low: bool
) -> tuple[int, float, float]:
    """Return status, x and η of the transfer with time T = theta."""
    status, side, low, high, q, is_growing = _bracket(theta, lam, chord_ratio, n_rev, is_low)
    if status != SOLVED:
        return status, math.nan, math.nan
    status = NOT_CONVERGED
    scale_floor = 1.0 if n_rev == 0 and side > 0.0 else 0.0
    for _ in range(_MAX_STEPS):
        t, dt_dq, _, _ = _time(q, side, lam, chord_ratio, n_rev)
        excess = (t - theta) / theta
        if (excess > 0.0) == is_growing:
            high = q
        else:
            low = q
        # Newton's step on T^(−2/3)
        ratio = rough_cbrt(t / theta)
        moved = q + 1.5 * t / dt_dq * (1.0 - ratio * ratio)
        if abs(excess) < 0.01:  # the same, without cancellation
            moved = q - t / dt_dq * excess * (1.0 - excess / 6.0)
        is_newton = low <= moved <= high
        if not is_newton:
            moved = 0.5 * (low + high) if math.isfinite(low) else 2.0 * q - 1.0
        step = abs(moved - q)
        q = moved
        tolerance = _LAST_STEP * max(abs(q), scale_floor)
        if (is_newton and step <= tolerance) or high - low <= 1e-16 * abs(q):
            status = SOLVED
            break
    _, _, eta, _ = _time(q, side, lam, chord_ratio, n_rev)
    return status, side * (1.0 - q), eta


@kernel
def _plane(
    hx: float,
    hy: float,
    hz: float,
    x1: float,
    y1: float,
    z1: float,
    r1: float,
    is_prograde: bool,
    nx: float,
    ny: float,
    nz: float,
) -> tuple[float, float, float, float]:
    """Return the sign of sin θ for this direction of motion, and the unit normal of the orbit.

    The sign is 0 where neither the positions nor the given normal (nx, ny, nz) define the plane.
    """
    size = math.sqrt(hx * hx + hy * hy + hz * hz)
    if size > 0.0:
        sign = 1.0 if (hz >= 0.0) == is_prograde else -1.0
        return sign, sign * hx / size, sign * hy / size, sign * hz / size
    along = (nx * x1 + ny * y1 + nz * z1) / (r1 * r1)
    px, py, pz = nx - along * x1, ny - along * y1, nz - along * z1
    size = math.sqrt(px * px + py * py + pz * pz)
    if not (size > 1e-8 * math.sqrt(nx * nx + ny * ny + nz * nz)):
        return 0.0, math.nan, math.nan, math.nan
    if (pz >= 0.0) != is_prograde:
        size = -size
    return 1.0, px / size, py / size, pz / size


@inline_kernel
def solve_one(
    x1: float,
    y1: float,
    z1: float,
    x2: float,
    y2: float,
    z2: float,
    tof: float,
    mu: float,
    n_rev: int,
    is_prograde: bool,
    is_low: bool,
    nx: float,
    ny: float,
    nz: float,
) -> tuple[int, float, float, float, float, float, float]:
    """Return status, v1 and v2 of one transfer; NaN unless the status is SOLVED.

    All arguments in consistent units; (nx, ny, nz) is a normal of the plane for positions in line
    with the centre, or zeros.
    """
    nan = math.nan
    r1 = math.sqrt(x1 * x1 + y1 * y1 + z1 * z1)
    r2 = math.sqrt(x2 * x2 + y2 * y2 + z2 * z2)
    in_range = _SHORTEST < r1 < _LONGEST and _SHORTEST < r2 < _LONGEST
    if not (in_range and 0.0 < tof < math.inf and 0.0 < mu < math.inf):
        return OUT_OF_RANGE, nan, nan, nan, nan, nan, nan
    hx = _determinant(y1, z2, z1, y2)
    hy = _determinant(z1, x2, x1, z2)
    hz = _determinant(x1, y2, y1, x2)
    sign, ux, uy, uz = _plane(hx, hy, hz, x1, y1, z1, r1, is_prograde, nx, ny, nz)
    if sign == 0.0:
        return PLANE_UNDEFINED, nan, nan, nan, nan, nan, nan
    dx, dy, dz = x2 - x1, y2 - y1, z2 - z1
    chord = math.sqrt(dx * dx + dy * dy + dz * dz)
    if chord == 0.0:
        return NO_SOLUTION, nan, nan, nan, nan, nan, nan
    h = math.sqrt(hx * hx + hy * hy + hz * hz)
    dot = x1 * x2 + y1 * y2 + z1 * z2
    product = r1 * r2
    # √(r1 r2 (1 ± cos θ)), each without cancellation
    if dot >= 0.0:
        together = math.sqrt(product + dot)
        apart = h / together
    else:
        apart = math.sqrt(product - dot)
        together = h / apart
    s = 0.5 * (r1 + r2 + chord)
    lam = sign * together / (SQRT2 * s)
    theta = tof * math.sqrt(2.0 * mu / s) / s
    if not (_T_LEAST < theta < math.inf):
        return OUT_OF_RANGE, nan, nan, nan, nan, nan, nan
    status, x, eta = _root(theta, lam, chord / s, n_rev, is_low)
    if status != SOLVED:
        return status, nan, nan, nan, nan, nan, nan
    # s − r1 and s − r2: half the chord and the difference of the radii, without cancellation
    difference = (dx * (x1 + x2) + dy * (y1 + y2) + dz * (z1 + z2)) / (r1 + r2)
    larger = 0.5 * (chord + abs(difference))
    smaller = 0.5 * apart * apart / larger
    s_r1, s_r2 = (larger, smaller) if difference >= 0.0 else (smaller, larger)
    root_s = math.sqrt(s)
    speed = math.sqrt(2.0 * mu) / root_s
    radial1 = speed * (lam * s_r1 / (r1 * eta) - x)
    radial2 = speed * (x - lam * s_r2 / (r2 * eta))
    turning = math.sqrt(mu) * apart / (eta * root_s)
    tx1, ty1, tz1 = _across(ux, uy, uz, x1, y1, z1)
    tx2, ty2, tz2 = _across(ux, uy, uz, x2, y2, z2)
    a1, b1 = radial1 / r1, turning / r1
    a2, b2 = radial2 / r2, turning / r2
    return (
        SOLVED,
        a1 * x1 + b1 * tx1,
        a1 * y1 + b1 * ty1,
        a1 * z1 + b1 * tz1,
        a2 * x2 + b2 * tx2,
        a2 * y2 + b2 * ty2,
        a2 * z2 + b2 * tz2,
    )


@kernel
def _across(
    ux: float, uy: float, uz: float, x: float, y: float, z: float
) -> tuple[float, float, float]:
    """Return the unit vector along u × r."""
    tx = uy * z - uz * y
    ty = uz * x - ux * z
    tz = ux * y - uy * x
    size = math.sqrt(tx * tx + ty * ty + tz * tz)
    return tx / size, ty / size, tz / size
