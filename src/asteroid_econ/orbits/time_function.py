"""The function W of the Lambert time equation, as small kernels to be compiled into callers.

With k = √2 cos(ΔE/2) (cosh for hyperbolae) and w = √(k + √2), the time of flight of any transfer
of less than one revolution is T = √p (τ + p W(k)), p = 1 − k τ, in units where the sum of both
radii and the gravitational parameter are one (Arora & Russell 2013; Russell 2022). G(w) = w³ W is
analytic through the parabola and at w = 0; one polynomial serves all of 0 < w < 4.
"""

import math

from asteroid_econ._jit import simd_inline_kernel
from asteroid_econ.orbits.vercosine_coefficients import G_COARSE, G_FULL, GUESS

SQRT2 = math.sqrt(2.0)
W_END = 4.0  # the polynomials of G hold below
_Y_CENTRE, _PER_Y_HALF = 1.45, 1.0 / 1.15  # the range of the guess in y, see the builder


@simd_inline_kernel
def _cubic(c0: float, c1: float, c2: float, c3: float, x: float, x2: float) -> float:
    return (c0 + c1 * x) + (c2 + c3 * x) * x2


@simd_inline_kernel
def _quintic(
    c0: float, c1: float, c2: float, c3: float, c4: float, c5: float, x: float, x2: float
) -> float:
    return ((c0 + c1 * x) + (c2 + c3 * x) * x2) + (c4 + c5 * x) * (x2 * x2)


@simd_inline_kernel
def regular_part(w: float) -> float:
    """Return G(w) to a few units in the last place; 0 < w < 4."""
    c = G_FULL
    u = 0.5 * w - 1.0
    u2 = u * u
    u4 = u2 * u2
    total = _cubic(c[28], c[29], c[30], c[31], u, u2)
    total = total * u4 + _cubic(c[24], c[25], c[26], c[27], u, u2)
    total = total * u4 + _cubic(c[20], c[21], c[22], c[23], u, u2)
    total = total * u4 + _cubic(c[16], c[17], c[18], c[19], u, u2)
    total = total * u4 + _cubic(c[12], c[13], c[14], c[15], u, u2)
    total = total * u4 + _cubic(c[8], c[9], c[10], c[11], u, u2)
    total = total * u4 + _cubic(c[4], c[5], c[6], c[7], u, u2)
    return total * u4 + _cubic(c[0], c[1], c[2], c[3], u, u2)


@simd_inline_kernel
def regular_part_coarse(w: float) -> float:
    """Return G(w) to 1e-7; 0 < w < 4."""
    c = G_COARSE
    u = 0.5 * w - 1.0
    u2 = u * u
    u4 = u2 * u2
    total = c[12] + c[13] * u
    total = total * u4 + _cubic(c[8], c[9], c[10], c[11], u, u2)
    total = total * u4 + _cubic(c[4], c[5], c[6], c[7], u, u2)
    return total * u4 + _cubic(c[0], c[1], c[2], c[3], u, u2)


@simd_inline_kernel
def first_guess(y: float, sigma: float) -> float:
    """Return w to a few per cent from y = T^(−1/3) and σ = √(1 + √2 τ); 0.3 < y < 2.6."""
    c = GUESS
    a = (y - _Y_CENTRE) * _PER_Y_HALF
    a2 = a * a
    b = SQRT2 * sigma - 1.0
    b2 = b * b
    r0 = _quintic(c[0][0], c[0][1], c[0][2], c[0][3], c[0][4], c[0][5], b, b2)
    r1 = _quintic(c[1][0], c[1][1], c[1][2], c[1][3], c[1][4], c[1][5], b, b2)
    r2 = _quintic(c[2][0], c[2][1], c[2][2], c[2][3], c[2][4], c[2][5], b, b2)
    r3 = _quintic(c[3][0], c[3][1], c[3][2], c[3][3], c[3][4], c[3][5], b, b2)
    r4 = _quintic(c[4][0], c[4][1], c[4][2], c[4][3], c[4][4], c[4][5], b, b2)
    r5 = _quintic(c[5][0], c[5][1], c[5][2], c[5][3], c[5][4], c[5][5], b, b2)
    r6 = _quintic(c[6][0], c[6][1], c[6][2], c[6][3], c[6][4], c[6][5], b, b2)
    r7 = _quintic(c[7][0], c[7][1], c[7][2], c[7][3], c[7][4], c[7][5], b, b2)
    r8 = _quintic(c[8][0], c[8][1], c[8][2], c[8][3], c[8][4], c[8][5], b, b2)
    a4 = a2 * a2
    low = _cubic(r0, r1, r2, r3, a, a2)
    return y * (low + (_cubic(r4, r5, r6, r7, a, a2) + r8 * a4) * a4)
