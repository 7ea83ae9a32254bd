"""Judge Lambert solutions with 32 digits: propagate (r1, v1) by universal variables, compare.

Shares nothing with the solver: positions come from Kepler's equation in universal variables, its
functions from their power series and duplication formulas, the sensitivities from differences.
"""

import math
from fractions import Fraction

import numpy as np

from asteroid_econ._jit import inline_kernel, kernel
from double_double import add, div, mul, root, scale, sub

U = 2.0**-53
_TERMS = 13
_DIFFERENCE = 2.0**-56


def _reciprocals(first):
    """Return 1/(n (n + 1)) for n = first, first + 2, … as pairs of floats."""
    exact = [Fraction(1, n * (n + 1)) for n in range(first, first + 2 * _TERMS, 2)]
    return tuple((float(x), float(x - Fraction(float(x)))) for x in exact)


_C2, _C3 = _reciprocals(3), _reciprocals(4)  # 1/(3·4), 1/(5·6), … and 1/(4·5), 1/(6·7), …
_SIXTH = (1.0 / 6.0, float(Fraction(1, 6) - Fraction(1.0 / 6.0)))


@kernel
def _stumpff(z):
    """Return c0, c1, c2, c3 of z: cos and sin of √z, and what follows them."""
    n = 0
    while abs(z[0]) > 0.1:
        z = scale(z, 0.25)
        n += 1
    one = (1.0, 0.0)
    c2, c3 = one, one
    for i in range(_TERMS):
        j = _TERMS - 1 - i
        c2 = sub(one, mul(mul(z, _C2[j]), c2))
        c3 = sub(one, mul(mul(z, _C3[j]), c3))
    c2, c3 = scale(c2, 0.5), mul(c3, _SIXTH)
    c0, c1 = sub(one, mul(z, c2)), sub(one, mul(z, c3))
    for _ in range(n):
        c3 = scale(add(c2, mul(c0, c3)), 0.25)
        c2 = scale(mul(c1, c1), 0.5)
        c1 = mul(c0, c1)
        c0 = sub(scale(mul(c0, c0), 2.0), one)
    return c0, c1, c2, c3


@inline_kernel
def _dot(a, b):
    return add(add(mul(a[0], b[0]), mul(a[1], b[1])), mul(a[2], b[2]))


@kernel
def _propagate(r, v, t, chi):
    """Return position after t (mu = 1), the universal anomaly and √α χ; chi is a first guess."""
    r0 = root(_dot(r, r))
    sigma = _dot(r, v)
    alpha = sub(div((2.0, 0.0), r0), _dot(v, v))
    low, high = 0.0, math.inf
    x = (chi, 0.0)
    c0 = c1 = c2 = c3 = x
    for _ in range(300):
        x2 = mul(x, x)
        c0, c1, c2, c3 = _stumpff(mul(alpha, x2))
        u1, u2, u3 = mul(x, c1), mul(x2, c2), mul(mul(x2, x), c3)
        excess = sub(add(add(mul(r0, u1), mul(sigma, u2)), u3), t)
        if excess[0] <= 0.0:
            low = max(low, x[0])
        else:  # too far, or so far that it overflows
            high = min(high, x[0])
        slope = add(add(mul(r0, c0), mul(sigma, u1)), u2)
        moved = sub(x, div(excess, slope))
        if not (low <= moved[0] <= high):
            moved = (0.5 * (low + high), 0.0) if high < math.inf else (2.0 * x[0] + 1e-3, 0.0)
        step = abs(sub(moved, x)[0])
        x = moved
        if step <= 1e-20 * abs(x[0]):
            break
    x2 = mul(x, x)
    c0, c1, c2, c3 = _stumpff(mul(alpha, x2))
    f = sub((1.0, 0.0), div(mul(x2, c2), r0))
    g = sub(t, mul(mul(x2, x), c3))
    out = (
        add(mul(f, r[0]), mul(g, v[0])),
        add(mul(f, r[1]), mul(g, v[1])),
        add(mul(f, r[2]), mul(g, v[2])),
    )
    return out, x[0], alpha[0]


@inline_kernel
def _exact(a):
    return (a[0], 0.0), (a[1], 0.0), (a[2], 0.0)


@kernel
def _first_guess(r1, v1, r2, v2, tof):
    """Return χ = α t + σ2 − σ1, good as far as it does not cancel."""
    size = math.sqrt(r1[0] ** 2 + r1[1] ** 2 + r1[2] ** 2)
    alpha = 2.0 / size - (v1[0] ** 2 + v1[1] ** 2 + v1[2] ** 2)
    sigma1 = r1[0] * v1[0] + r1[1] * v1[1] + r1[2] * v1[2]
    sigma2 = r2[0] * v2[0] + r2[1] * v2[1] + r2[2] * v2[2]
    chi = alpha * tof + sigma2 - sigma1
    return chi if chi > 0.0 else 1e-3 * tof / size


@kernel
def _miss(r1, v1, r2, v2, tof, sensitivity):
    """Return |r(tof) − r2|/|r2|, χ and α; fill ∂r2/∂(r1, v1) where ``sensitivity`` has room."""
    guess = _first_guess(r1, v1, r2, v2, tof)
    t = (tof, 0.0)
    place, chi, alpha = _propagate(_exact(r1), _exact(v1), t, guess)
    miss = 0.0
    for i in range(3):
        miss += sub(place[i], (r2[i], 0.0))[0] ** 2
    size1 = math.sqrt(r1[0] ** 2 + r1[1] ** 2 + r1[2] ** 2)
    speed = math.sqrt(v1[0] ** 2 + v1[1] ** 2 + v1[2] ** 2)
    for j in range(sensitivity.shape[1]):
        h = _DIFFERENCE * (size1 if j < 3 else speed)
        r, v = _exact(r1), _exact(v1)
        push = ((h if j % 3 == 0 else 0.0), (h if j % 3 == 1 else 0.0), (h if j % 3 == 2 else 0.0))
        moved = (
            add((r1[0] if j < 3 else v1[0], 0.0), (push[0], 0.0)),
            add((r1[1] if j < 3 else v1[1], 0.0), (push[1], 0.0)),
            add((r1[2] if j < 3 else v1[2], 0.0), (push[2], 0.0)),
        )
        other, _, _ = _propagate(moved if j < 3 else r, v if j < 3 else moved, t, chi)
        for i in range(3):
            sensitivity[i, j] = sub(other[i], place[i])[0] / h
    return math.sqrt(miss / (r2[0] ** 2 + r2[1] ** 2 + r2[2] ** 2)), chi, alpha


@kernel
def misses(r1, v1, r2, v2, tof, miss, revolutions):
    """Fill the relative miss and the number of whole revolutions of each solution; mu = 1."""
    nothing = np.empty((3, 0))
    for i in range(tof.size):
        miss[i], chi, alpha = _miss(r1[i], v1[i], r2[i], v2[i], tof[i], nothing)
        revolutions[i] = math.sqrt(max(alpha, 0.0)) * chi / (2.0 * math.pi)


@kernel
def _misses_and_sensitivities(r1, v1, r2, v2, tof, miss, sensitivity):
    for i in range(tof.size):
        miss[i], _, _ = _miss(r1[i], v1[i], r2[i], v2[i], tof[i], sensitivity[i])


def miss_and_condition(r1, v1, r2, v2, tof):
    """Return the relative miss and κ = (|r1|‖∂r2/∂r1‖ + |v1|‖∂r2/∂v1‖ + tof|v2|)/|r2|; mu = 1."""
    n = len(tof)
    miss, sensitivity = np.empty(n), np.empty((n, 3, 6))
    _misses_and_sensitivities(r1, v1, r2, v2, tof, miss, sensitivity)
    size = [np.linalg.norm(x, axis=-1) for x in (r1, v1, r2, v2)]
    by_r = np.linalg.norm(sensitivity[:, :, :3], 2, axis=(1, 2))
    by_v = np.linalg.norm(sensitivity[:, :, 3:], 2, axis=(1, 2))
    return miss, (size[0] * by_r + size[1] * by_v + tof * size[3]) / size[2]
