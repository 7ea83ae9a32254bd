"""Short and fast Lambert arcs by SIMD: the range beyond the first guess of the row kernel.

Arcs that are fast hyperbolae, or whose p = 1 − k τ is small, are solved here for Izzo's x, in
which the time is nearly 1/x for all of them: Newton's method on 1/T from Izzo's first guess. The
formulas are those of :mod:`lambert_one` for x > −0.3, without branches.
"""

import math

from asteroid_econ._elementary import log_
from asteroid_econ._jit import inline_kernel, simd_inline_kernel
from asteroid_econ.orbits.lambert_stages import (
    A1,
    A2,
    BLOCK,
    CHORD,
    LAM,
    LAST_STEP,
    PARABOLA_W1,
    PARABOLA_W2,
    PARABOLA_W3,
    RISE1,
    RISE2,
    ROOT,
    SPARE,
    STEP,
    T_IZZO,
    TOTAL,
    Row,
    Vector,
    izzo_shape,
)
from asteroid_econ.orbits.time_function import SQRT2, W_END, regular_part

_X, _ERROR = SPARE, SPARE + BLOCK
_STEPS = 4
_X_LOW = -0.3
_NEAR = 3e-3  # |k − √2| where the recurrence of W' loses digits
_W2_LOW = 0.06  # below, w²/√2 = 1 + λ + x η cancels
_CONVERGED = 3e-8  # relative error of the time before the last step, whose square remains


@simd_inline_kernel
def _start(n: int, s: Row) -> None:
    """Guess x: by Izzo for hyperbolae, by 1/T as a straight line for ellipses."""
    for j in range(n):
        a = s[LAM + j]
        root = math.sqrt(s[CHORD + j])
        powers = 1.0 + a * (1.0 + a)
        gap = s[CHORD + j] / (1.0 + a) if a > 0.0 else 1.0 - a
        t_parabola = 2.0 / 3.0 * gap * powers
        rate = 5.0 / 3.0 * powers / (powers + a * a * a * (1.0 + a))
        # arccos λ to 7e-5 (Abramowitz & Stegun 4.4.45) in the time of the least-energy ellipse
        b = abs(a)
        cubic = 1.5707288 + b * (-0.2121144 + b * (0.0742610 - 0.0187293 * b))
        arc = root / math.sqrt(1.0 + b) * cubic
        t_zero = (arc if a >= 0.0 else math.pi - arc) + a * root
        inverse = 1.0 / s[T_IZZO + j]
        fast = 1.0 + rate * (t_parabola * inverse - 1.0)
        slow = (t_zero * inverse - 1.0) / (t_zero / t_parabola - 1.0)
        guess = fast if s[T_IZZO + j] < t_parabola else slow
        s[_X + j] = guess if guess > _X_LOW else _X_LOW


@simd_inline_kernel
def _eta(x: float, lam: float, chord_ratio: float) -> tuple[float, float]:
    """Return y and η = y − λ x."""
    product = lam * x
    y = math.sqrt(chord_ratio + product * product)
    together = y + abs(product)
    return y, chord_ratio / together if product > 0.0 else together


@simd_inline_kernel
def _step(n: int, s: Row) -> None:
    """Replace x by a step of Newton's method on 1/T; leave the relative error of T before it."""
    for j in range(n):
        a = s[LAM + j]
        y, eta = _eta(s[_X + j], a, s[CHORD + j])
        k = SQRT2 * (a + s[_X + j] * eta)
        w2 = k + SQRT2
        is_far = w2 > W_END * W_END
        # ellipses to moderate hyperbolae
        w2_near = W_END * W_END if is_far else w2
        w = math.sqrt(w2_near)
        near = regular_part(w) / (w2_near * w)
        # fast hyperbolae
        k_far = k if is_far else 4.0
        excess = k_far * k_far - 2.0
        root = math.sqrt(excess)
        anomaly = 2.0 * log_((k_far + root) / SQRT2) / root
        inv_excess = 1.0 / excess
        far = (k_far - anomaly) * inv_excess
        rest = (k_far * anomaly - 2.0) * inv_excess  # 1 − k W
        value = far if is_far else near
        eta2 = eta * eta
        inner = SQRT2 * a + eta2 * value
        inner_far = (1.0 + a * a) * value + SQRT2 * a * rest
        inner = inner_far if is_far and a < 0.0 else inner
        t = SQRT2 * eta * inner
        h = k - SQRT2
        is_parabola = abs(h) < _NEAR
        d = 1.0 if is_parabola else 2.0 - k * k
        series = PARABOLA_W1 + h * (PARABOLA_W2 + 0.5 * h * PARABOLA_W3)
        slope = series if is_parabola else (3.0 * k * value - 2.0) / d
        fall = SQRT2 * a * a + 3.0 * a * eta2 * value - SQRT2 * eta2 * eta2 * slope
        wrong = t / s[T_IZZO + j] - 1.0
        moved = s[_X + j] + inner * y * wrong / fall
        low = 0.5 * (s[_X + j] + _X_LOW)
        s[_X + j] = moved if moved > low else low
        s[_ERROR + j] = wrong


@simd_inline_kernel
def _finish(n: int, s: Row) -> None:
    """Replace √p and the radial parts of the open lanes; a step of 0 says that they are right."""
    for j in range(n):
        x, lam = s[_X + j], s[LAM + j]
        _, eta = _eta(x, lam, s[CHORD + j])
        fall = SQRT2 * x * eta
        is_open = not (s[STEP + j] < LAST_STEP)
        s[ROOT + j] = eta / math.sqrt(s[TOTAL + j]) if is_open else s[ROOT + j]
        s[A1 + j] = s[RISE1 + j] - fall if is_open else s[A1 + j]
        s[A2 + j] = fall - s[RISE2 + j] if is_open else s[A2 + j]
        is_right = (abs(s[_ERROR + j]) < _CONVERGED) and (1.0 + lam + x * eta > _W2_LOW)
        s[STEP + j] = (0.0 if is_right else 1.0) if is_open else s[STEP + j]


@inline_kernel
def solve_fast_arcs(n: int, departure: Vector, r1: float, root_mu: float, s: Row) -> None:
    """Replace √p and the radial parts of the lanes whose step is not below LAST_STEP."""
    izzo_shape(n, departure, r1, root_mu, s)
    _start(n, s)
    for _ in range(_STEPS):
        _step(n, s)
    _finish(n, s)
