"""Rows of Lambert problems of every class that is known to be hard, drawn inside kernels; mu = 1.

A row is one departure and many arrivals. Random numbers are hashes of a counter, so that a row is
the same wherever and whenever it is drawn.
"""

import math

import numpy as np

from asteroid_econ._elementary import exp_
from asteroid_econ._jit import inline_kernel, kernel
from lambert_certificate import cross, dot, size, way_round

GENERIC, PARABOLIC, HYPERBOLIC, LONG, LOW_PATH, HIGH_PATH, LEAST_TIME = range(7)
CLASSES = (
    "generic",
    "near-parabolic",
    "hyperbolic",
    "long ellipses",
    "1-50 revolutions, low path",
    "1-50 revolutions, high path",
    "1-50 revolutions, near the least time",
)
MAX_REV = 50
_TEN = math.log(10.0)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_PER_LANE = 7  # numbers


@inline_kernel
def uniform(key, k):
    """Return number k of a stream, in (0, 1) (splitmix64; Steele, Lea & Flood 2014)."""
    z = key + np.uint64(k + 1) * _STEP
    z = (z ^ (z >> _S30)) * _MIX1
    z = (z ^ (z >> _S27)) * _MIX2
    z ^= z >> _S31
    return (np.int64(z >> _S11) + 0.5) * 2.0**-53


@inline_kernel
def _power(low, high, u):
    return exp_(_TEN * (low + (high - low) * u))


@inline_kernel
def _direction(key, k):
    x, y, z = 2.0 * uniform(key, k) - 1.0, 2.0 * uniform(key, k + 1) - 1.0, uniform(key, k + 2)
    z = 2.0 * z - 1.0
    length = math.sqrt(x * x + y * y + z * z)
    return x / length, y / length, z / length


@kernel
def least_time(lam, rest, n_rev):
    """Return the x and T of the least time, by Lagrange's equation; rest = 1 − λ², n_rev >= 1."""
    x = 2.0 / (3.0 * (math.pi * n_rev + 1.5))
    t = 0.0
    for _ in range(6):
        y = math.sqrt(rest + lam * lam * x * x)
        to_one = 1.0 - x * x
        root = math.sqrt(to_one)
        half = math.atan2((y - lam * x) * root, x * y + lam * to_one)
        t = ((half + math.pi * n_rev) / root - x + lam * y) / to_one
        slope = 3.0 * t * x - 2.0 + 2.0 * lam**3 * x / y
        step = slope / (3.0 * t + 3.0 * x * slope / to_one + 2.0 * lam**3 * rest / y**3)
        if abs(step) < 1e-8:  # the time is off by the square of it
            break
        x -= step
    return x, t


@kernel
def shape(r1, r2, way):
    """Return the semi-perimeter, λ of Izzo and 1 − λ²."""
    radius1, radius2 = size(r1), size(r2)
    apart = size((r2[0] - r1[0], r2[1] - r1[1], r2[2] - r1[2]))
    s = 0.5 * (radius1 + radius2 + apart)
    along = dot(r1, r2)
    if along >= 0.0:
        together = math.sqrt(0.5 * (radius1 * radius2 + along))
    else:
        together = size(cross(r1, r2)) / math.sqrt(2.0 * (radius1 * radius2 - along))
    return s, way * together / s, apart / s


@kernel
def _decades(kind):
    """Return the range of the power of ten that the time of flight is drawn from."""
    if kind == GENERIC:
        return -1.5, 1.0
    if kind == PARABOLIC:
        return -17.0, -2.0
    if kind == HYPERBOLIC:
        return -5.0, -0.1
    if kind == LONG:
        return 0.5, 5.0
    return (-11.0, -0.5) if kind == LEAST_TIME else (-6.0, 2.0)


@inline_kernel
def _time(kind, power, u, s, lam, rest, n_rev):
    unit = math.sqrt(0.5 * s) * s
    if kind in (GENERIC, LONG):
        return unit * math.pi * power
    if kind == LEAST_TIME:
        _, least = least_time(lam, rest, n_rev)
        return unit * least * (1.0 + (power if u < 0.75 else -power))
    if n_rev > 0:
        return unit * math.pi * n_rev * (1.02 + power)
    # Euler's time on the parabola, without cancellation
    gap = rest * (1.0 + lam + lam * lam) / (1.0 + lam) if lam > 0.0 else 1.0 - lam**3
    parabola = unit * 2.0 / 3.0 * gap
    return parabola * (power if kind == HYPERBOLIC else 1.0 + (power if u < 0.5 else -power))


@kernel
def draw_row(kind, key, arrival, distance, tof):
    """Fill arrivals (3, n), their distances and times of flight; return what the row shares.

    That is the departure, the number of revolutions and the direction. A quarter of the rows lies
    near each end of the line through the centre, down to angles of 1e-10.
    """
    n_rev = 1 + int(MAX_REV * uniform(key, 1)) if kind >= LOW_PATH else 0
    is_prograde = uniform(key, 2) < 0.5
    r1 = _direction(key, 3)
    place = int(4.0 * uniform(key, 6))
    side = 1.0 - 2.0 * place
    decades = 3.0 * uniform(key, 7)
    low, high = _decades(kind)
    n = tof.size
    u = np.empty((_PER_LANE, n))
    for k in range(_PER_LANE):
        for j in range(n):
            u[k, j] = uniform(key, 8 + k * n + j)
    for j in range(n):
        u[3, j] = _power(-10.0, -1.0, u[3, j])
        u[4, j] = _power(-decades, decades, u[4, j])
        u[5, j] = _power(low, high, u[5, j])
    for j in range(n):
        x, y, z = 2.0 * u[0, j] - 1.0, 2.0 * u[1, j] - 1.0, 2.0 * u[2, j] - 1.0
        if place < 2:
            thin = u[3, j]
            x, y, z = side * r1[0] + thin * x, side * r1[1] + thin * y, side * r1[2] + thin * z
        ratio = u[4, j] / math.sqrt(x * x + y * y + z * z)
        r2 = (ratio * x, ratio * y, ratio * z)
        arrival[0, j], arrival[1, j], arrival[2, j] = r2
        distance[j] = size(r2)
        s, lam, rest = shape(r1, r2, way_round(r1, r2, is_prograde))
        tof[j] = _time(kind, u[5, j], u[6, j], s, lam, rest, n_rev)
    return r1, n_rev, is_prograde
