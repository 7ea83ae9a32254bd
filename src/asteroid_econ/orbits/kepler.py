"""Two-body propagation of states that stays accurate through a close periapsis.

Time and place are counted from periapsis, where every term of Kepler's equation has one sign;
the usual form counts from the given state, and loses all digits of an inbound hyperbola. The
angular momentum, of which the distance of periapsis is made, comes from an exact cross product.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.anomaly import (
    TWO_PI,
    ellipse,
    half_angle,
    hyperbola,
    positive,
    reduced,
    sinh_excess,
)
from asteroid_econ.orbits.elements import vectors

Floats = NDArray[np.float64]

_PARABOLA = 1e-40  # |r/a| below which the orbit is a parabola to every digit
_SPLIT = 134217729.0  # 2^27 + 1: Veltkamp's constant, splits a float64 into two halves


def propagate(
    r_km: ArrayLike, v_km_s: ArrayLike, dt_s: ArrayLike, *, mu_km3_s2: float
) -> tuple[Floats, Floats]:
    """Return the state after a time in the field of one central body.

    Parameters
    ----------
    r_km, v_km_s : array_like, shapes broadcast to S + (3,)
        Position and velocity; ellipse, parabola or hyperbola.
    dt_s : array_like, broadcasts to S
        Time of flight; negative goes back.
    mu_km3_s2 : float
        Gravitational parameter of the central body, > 0.

    Returns
    -------
    r_km, v_km_s : ndarray, shape S + (3,)
        NaN where an input is NaN or infinite or r = 0, and after more revolutions than a float64
        has digits for. Motion along a straight line through
        the centre is turned back there.

    Notes
    -----
    Relative error below 1e-12 for every conic, also inbound to a periapsis a million times nearer
    than the start. Only an end that is itself within about a millionth of the flight time of such
    a periapsis loses more digits: there rounding ``dt_s`` alone moves it as much.

    References
    ----------
    Battin (1999), An Introduction to the Mathematics and Methods of Astrodynamics, section 4.5
    for the universal functions; Veltkamp and Dekker (1971) for the exact product.

    Examples
    --------
    Vallado (2013), example 2-4, 40 minutes:

    >>> r_km, v_km_s = propagate(
    ...     [1131.340, -2282.343, 6672.423], [-5.64305, 4.30333, 2.42879], 2400.0,
    ...     mu_km3_s2=398600.4418,
    ... )
    >>> print(np.round(r_km, 2), np.round(v_km_s, 3))
    [-4219.75  4363.03 -3958.77] [ 3.69  -1.917 -6.113]
    """
    mu_km3_s2 = positive("mu_km3_s2", mu_km3_s2)
    r, v = vectors(r_km=r_km, v_km_s=v_km_s)
    dt = floats("dt_s", dt_s)
    try:
        shape = np.broadcast_shapes(r.shape[:-1], dt.shape)
    except ValueError:
        raise InputError("dt_s", dt.shape, f"a shape that broadcasts with {r.shape[:-1]}") from None
    r, v = (np.asarray(np.broadcast_to(x, (*shape, 3)), order="C").reshape(-1, 3) for x in (r, v))
    dt = np.asarray(np.broadcast_to(dt, shape), order="C").ravel()
    r_out, v_out = np.empty(r.shape), np.empty(v.shape)
    _propagate(r, v, dt, mu_km3_s2, r_out, v_out)
    return r_out.reshape((*shape, 3)), v_out.reshape((*shape, 3))


@kernel
def _propagate(r: Floats, v: Floats, dt: Floats, mu: float, r_out: Floats, v_out: Floats) -> None:
    for i in range(dt.size):
        r_out[i], v_out[i] = _propagate_one(r[i], v[i], dt[i], mu)


@kernel
def _propagate_one(
    r: Floats, v: Floats, dt: float, mu: float
) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    nan = (math.nan, math.nan, math.nan)
    radius = math.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2])
    if not 0.0 < radius < math.inf or not abs(dt) < math.inf:
        return nan, nan
    # unit of length: the radius; unit of speed: the circular speed there
    speed = math.sqrt(mu / radius)
    hx, hy, hz = (
        _cross_term(r[1], v[2], r[2], v[1]),
        _cross_term(r[2], v[0], r[0], v[2]),
        _cross_term(r[0], v[1], r[1], v[0]),
    )
    h = math.sqrt(hx * hx + hy * hy + hz * hz)
    ux, uy, uz = r[0] / radius, r[1] / radius, r[2] / radius
    turn = 1.0 / h if h > 0.0 else 0.0
    tx, ty, tz = turn * (hy * uz - hz * uy), turn * (hz * ux - hx * uz), turn * (hx * uy - hy * ux)
    beta = 2.0 - (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]) / (speed * speed)
    radial = (ux * v[0] + uy * v[1] + uz * v[2]) / speed
    transverse = h / (radius * speed)
    x, y, vx, vy = _in_plane_after(beta, radial, transverse, dt * speed / radius)
    return (
        (radius * (x * ux + y * tx), radius * (x * uy + y * ty), radius * (x * uz + y * tz)),
        (speed * (vx * ux + vy * tx), speed * (vx * uy + vy * ty), speed * (vx * uz + vy * tz)),
    )


@inline_kernel
def _cross_term(a: float, b: float, c: float, d: float) -> float:
    """Return a b − c d, exact to the last digit however near the products are."""
    ab, ab_low = _product(a, b)
    cd, cd_low = _product(c, d)
    return (ab - cd) + (ab_low - cd_low)


@inline_kernel
def _product(a: float, b: float) -> tuple[float, float]:
    """Return the rounded product and its rounding error (Dekker)."""
    p = a * b
    t = _SPLIT * a
    a_high = t - (t - a)
    t = _SPLIT * b
    b_high = t - (t - b)
    a_low, b_low = a - a_high, b - b_high
    return p, ((a_high * b_high - p) + a_high * b_low + a_low * b_high) + a_low * b_low


@inline_kernel
def _in_plane_after(
    beta: float, radial: float, transverse: float, time: float
) -> tuple[float, float, float, float]:
    """Return position and velocity along the old radius and across it, with r = mu = 1.

    ``beta`` is 1/a. s is the universal anomaly from periapsis, where t = q s + e U3(s).
    """
    p = transverse * transverse
    root = math.sqrt(abs(beta))
    if beta > _PARABOLA:
        e_cos, e_sin = 1.0 - beta, radial * root
        ecc = math.sqrt(e_cos * e_cos + e_sin * e_sin)
        start = math.atan2(e_sin, e_cos)
    elif beta < -_PARABOLA:
        ecc = math.sqrt(1.0 - beta * p)
        start = math.asinh(radial * root / ecc)
    else:
        ecc, start = 1.0, radial
    gap = abs(beta) * p / (1.0 + ecc)  # |1 − e|
    q = p / (1.0 + ecc)
    since = _time_since_periapsis(beta, root, ecc, gap, q, start) + time
    end = _anomaly_after(beta, root, ecc, gap, q, since)
    x0, y0, _, _, r0 = _place(beta, root, ecc, p, q, start)
    x1, y1, vx1, vy1, _ = _place(beta, root, ecc, p, q, end)
    cosine, sine = x0 / r0, y0 / r0
    return (
        x1 * cosine + y1 * sine,
        y1 * cosine - x1 * sine,
        vx1 * cosine + vy1 * sine,
        vy1 * cosine - vx1 * sine,
    )


@inline_kernel
def _time_since_periapsis(
    beta: float, root: float, ecc: float, gap: float, q: float, anomaly: float
) -> float:
    size = abs(anomaly)
    if beta > _PARABOLA:
        mean = gap * size + ecc * half_angle(0.5 * size)[2]
        return math.copysign(mean, anomaly) / (root * root * root)
    if beta < -_PARABOLA:
        mean = gap * math.sinh(size) + sinh_excess(size)
        return math.copysign(mean, anomaly) / (root * root * root)
    return anomaly * (q + anomaly * anomaly / 6.0)


@inline_kernel
def _anomaly_after(
    beta: float, root: float, ecc: float, gap: float, q: float, time: float
) -> float:
    """Solve Kepler's equation; the anomaly is E, F, or s for a parabola."""
    mean = abs(time) * root * root * root
    if beta > _PARABOLA:
        mean = reduced(mean, np.rint(mean / TWO_PI))
        return math.copysign(ellipse(abs(mean), ecc, gap), mean * time)
    if beta < -_PARABOLA:
        return math.copysign(hyperbola(mean, ecc, gap), time)
    third = 3.0 * abs(time)
    slope = 2.0 * q
    big = (third + math.sqrt(third * third + slope * slope * slope)) ** (1.0 / 3.0)
    size = 2.0 * third / (big * big + slope + (slope / big) ** 2) if big > 0.0 else 0.0
    return math.copysign(size, time)


@inline_kernel
def _place(
    beta: float, root: float, ecc: float, p: float, q: float, anomaly: float
) -> tuple[float, float, float, float, float]:
    """Return x, y, vx, vy, r with x to periapsis, from universal functions U0, U1, U2."""
    if beta > _PARABOLA:
        half = math.sin(0.5 * anomaly)
        u1 = 2.0 * half * math.cos(0.5 * anomaly) / root
        u2 = 2.0 * half * half / beta
    elif beta < -_PARABOLA:
        half = math.sinh(0.5 * anomaly)
        u1 = math.sinh(anomaly) / root
        u2 = -2.0 * half * half / beta
    else:
        u1, u2 = anomaly, 0.5 * anomaly * anomaly
    r = q + ecc * u2
    momentum = math.sqrt(p)
    return q - u2, momentum * u1, -u1 / r, momentum * (1.0 - beta * u2) / r, r
