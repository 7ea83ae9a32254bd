"""Classical elements to state vectors and back."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.anomaly import (
    TWO_PI,
    check_ecc,
    ellipse,
    half_angle,
    hyperbola,
    positive,
    reduced,
    sinh_excess,
)

Floats = NDArray[np.float64]

NAMES = ("a_km", "ecc", "inc_rad", "node_rad", "argperi_rad", "mean_anomaly_rad")


def state(
    a_km: ArrayLike,
    ecc: ArrayLike,
    inc_rad: ArrayLike,
    node_rad: ArrayLike,
    argperi_rad: ArrayLike,
    mean_anomaly_rad: ArrayLike,
    *,
    mu_km3_s2: float,
) -> tuple[Floats, Floats]:
    """Return position and velocity from classical elements.

    Parameters
    ----------
    a_km, ecc : array_like, shapes broadcast to S with the angles
        Semi-major axis, > 0 with 0 <= ecc < 1 and < 0 with ecc > 1.
    inc_rad, node_rad, argperi_rad, mean_anomaly_rad : array_like
        Any angles; the mean anomaly of a hyperbola is ``√(mu/|a|³)`` times the time from periapsis.
    mu_km3_s2 : float
        Gravitational parameter of the central body, > 0.

    Returns
    -------
    r_km, v_km_s : ndarray, shape S + (3,)
        In the frame of the angles. NaN where an element is NaN, and for mean anomalies of ellipses
        beyond 1e16, which have no digit left.

    Notes
    -----
    Relative error about 1e-15 for any eccentricity, 2π·1e-16 more for every revolution in the
    mean anomaly.

    References
    ----------
    Vallado (2013), Fundamentals of Astrodynamics, 4th ed., algorithm 10.

    Examples
    --------
    Vallado, example 2-6, with p = 11067.79 km, e = 0.83285, true anomaly 92.335°:

    >>> from asteroid_econ.orbits.anomaly import eccentric_from_true_rad, mean_anomaly_rad
    >>> eccentric = eccentric_from_true_rad(np.radians(92.335), 0.83285)
    >>> r_km, v_km_s = state(
    ...     11067.79 / (1.0 - 0.83285**2), 0.83285, *np.radians([87.87, 227.89, 53.38]),
    ...     mean_anomaly_rad(eccentric, 0.83285), mu_km3_s2=398600.4418,
    ... )
    >>> print(np.round(v_km_s, 3))
    [ 4.902  5.533 -1.976]
    """
    mu_km3_s2 = positive("mu_km3_s2", mu_km3_s2)
    columns = broadcast((a_km, ecc, inc_rad, node_rad, argperi_rad, mean_anomaly_rad), NAMES)
    check_shape_of_orbit(columns[0], columns[1])
    shape = columns[0].shape
    flat = [c.ravel() for c in columns]
    r_km, v_km_s = np.empty((flat[0].size, 3)), np.empty((flat[0].size, 3))
    _states(*flat, mu_km3_s2, r_km, v_km_s)
    return r_km.reshape((*shape, 3)), v_km_s.reshape((*shape, 3))


def from_state(
    r_km: ArrayLike, v_km_s: ArrayLike, *, mu_km3_s2: float
) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
    """Return the classical elements of a state; the inverse of :func:`state`.

    Parameters
    ----------
    r_km, v_km_s : array_like, shapes broadcast to S + (3,)
        Position and velocity.
    mu_km3_s2 : float
        Gravitational parameter of the central body, > 0.

    Returns
    -------
    a_km, ecc, inc_rad, node_rad, argperi_rad, mean_anomaly_rad : ndarray, shape S
        Angles in [0, 2π), inclination in [0, π]; the mean anomaly of a hyperbola has its sign.
        NaN where the state is NaN, rectilinear or parabolic.

    Notes
    -----
    An equatorial orbit has its node on the x axis. The periapsis of a circular orbit is where
    rounding puts it. In both cases :func:`state` gives the same state back.

    References
    ----------
    Vallado (2013), Fundamentals of Astrodynamics, 4th ed., algorithm 9.

    Examples
    --------
    Vallado, example 2-5:

    >>> elements = from_state(
    ...     [6524.384, 6862.875, 6448.296], [4.901327, 5.533756, -1.976341],
    ...     mu_km3_s2=398600.4418,
    ... )
    >>> print(np.round(np.degrees(elements[2:5]), 2))
    [ 87.87 227.9   53.38]
    """
    mu_km3_s2 = positive("mu_km3_s2", mu_km3_s2)
    r, v = vectors(r_km=r_km, v_km_s=v_km_s)
    out = np.empty((6, r.size // 3))
    _elements(r.reshape(-1, 3), v.reshape(-1, 3), mu_km3_s2, out)
    a, ecc, inc, node, argperi, mean = (column.reshape(r.shape[:-1]) for column in out)
    return a, ecc, inc, node, argperi, mean


def vectors(**named: ArrayLike) -> list[Floats]:
    """Return vectors (…, 3), named for the message, broadcast together and contiguous."""
    arrays = {name: floats(name, value) for name, value in named.items()}
    for name, value in arrays.items():
        if value.ndim == 0 or value.shape[-1] != 3:
            raise InputError(name, value.shape, "an array of shape (..., 3)")
    return broadcast(tuple(arrays.values()), tuple(arrays))


def check_shape_of_orbit(a: Floats, ecc: Floats) -> None:
    """Refuse parabolae, negative eccentricities and a semi-major axis of the wrong sign."""
    check_ecc(ecc)
    with np.errstate(invalid="ignore"):
        bad = ((ecc < 1.0) & (a <= 0.0)) | ((ecc > 1.0) & (a >= 0.0)) | np.isinf(a)
    if np.any(bad):
        raise InputError("a_km", float(a[bad][0]), "finite, > 0 where ecc < 1, < 0 where ecc > 1")


def broadcast(values: tuple[ArrayLike, ...], names: tuple[str, ...]) -> list[Floats]:
    """Return contiguous float64 arrays of one shape, or name the shapes that do not fit."""
    arrays = [floats(name, value) for name, value in zip(names, values, strict=True)]
    try:
        return [np.asarray(x, order="C") for x in np.broadcast_arrays(*arrays)]
    except ValueError:
        shapes = ", ".join(f"{n} {x.shape}" for n, x in zip(names, arrays, strict=True))
        raise InputError(names[0], shapes, "shapes that broadcast") from None


@inline_kernel
def orbit_axes(
    inc: float, node: float, argperi: float
) -> tuple[float, float, float, float, float, float]:
    """Return the unit vectors to periapsis and 90° ahead of it in the plane of motion."""
    sin_i, cos_i = math.sin(inc), math.cos(inc)
    sin_n, cos_n = math.sin(node), math.cos(node)
    sin_w, cos_w = math.sin(argperi), math.cos(argperi)
    return (
        cos_n * cos_w - sin_n * sin_w * cos_i,
        sin_n * cos_w + cos_n * sin_w * cos_i,
        sin_w * sin_i,
        -cos_n * sin_w - sin_n * cos_w * cos_i,
        -sin_n * sin_w + cos_n * cos_w * cos_i,
        cos_w * sin_i,
    )


@inline_kernel
def in_plane(a: float, ecc: float, mean: float, mu: float) -> tuple[float, float, float, float]:
    """Return x, y, vx, vy with x to periapsis, for an ellipse or a hyperbola."""
    speed = math.sqrt(mu / abs(a))
    if ecc < 1.0:
        m = reduced(mean, np.rint(mean / TWO_PI))
        sin_h, cos_h, _ = half_angle(0.5 * ellipse(abs(m), ecc, 1.0 - ecc))
        down = 2.0 * sin_h * sin_h  # 1 − cos E
        across = math.copysign(2.0 * sin_h * cos_h, m)
        minor = math.sqrt((1.0 - ecc) * (1.0 + ecc))
        radius = (1.0 - ecc) + ecc * down
        x = (1.0 - ecc) - down
        vy = minor * (1.0 - down) / radius
    else:
        anomaly = hyperbola(abs(mean), ecc, ecc - 1.0)
        half = math.sinh(0.5 * anomaly)
        down = 2.0 * half * half  # cosh F − 1
        across = math.copysign(math.sinh(anomaly), mean)
        minor = math.sqrt(ecc - 1.0) * math.sqrt(ecc + 1.0)  # their product overflows
        radius = (ecc - 1.0) + ecc * down
        x = (ecc - 1.0) - down
        vy = minor * (1.0 + down) / radius
    size = abs(a)
    return size * x, size * minor * across, -speed * across / radius, speed * vy


@kernel
def _states(
    a: Floats,
    ecc: Floats,
    inc: Floats,
    node: Floats,
    argperi: Floats,
    mean: Floats,
    mu: float,
    r: Floats,
    v: Floats,
) -> None:
    for i in range(a.size):
        px, py, pz, qx, qy, qz = orbit_axes(inc[i], node[i], argperi[i])
        x, y, vx, vy = in_plane(a[i], ecc[i], mean[i], mu)
        r[i, 0], r[i, 1], r[i, 2] = x * px + y * qx, x * py + y * qy, x * pz + y * qz
        v[i, 0], v[i, 1], v[i, 2] = vx * px + vy * qx, vx * py + vy * qy, vx * pz + vy * qz


@kernel
def _elements(r: Floats, v: Floats, mu: float, out: Floats) -> None:
    for i in range(r.shape[0]):
        out[:, i] = elements_of_one(r[i, 0], r[i, 1], r[i, 2], v[i, 0], v[i, 1], v[i, 2], mu)


@kernel
def elements_of_one(
    x: float, y: float, z: float, vx: float, vy: float, vz: float, mu: float
) -> tuple[float, float, float, float, float, float]:
    """Return the elements of one state, in the order of ``NAMES``."""
    hx, hy, hz = y * vz - z * vy, z * vx - x * vz, x * vy - y * vx
    in_xy = math.sqrt(hx * hx + hy * hy)
    h = math.sqrt(in_xy * in_xy + hz * hz)
    radius = math.sqrt(x * x + y * y + z * z)
    beta = 2.0 - radius * (vx * vx + vy * vy + vz * vz) / mu  # r / a
    if not (h > 0.0 and beta != 0.0):
        return math.nan, math.nan, math.nan, math.nan, math.nan, math.nan
    inc = math.atan2(in_xy, hz)
    node_x, node_y = (-hy / in_xy, hx / in_xy) if in_xy > 0.0 else (1.0, 0.0)
    radial = (x * vx + y * vy + z * vz) / math.sqrt(mu * radius)
    ecc, true, mean = _shape_and_place(h * h / (mu * radius), beta, radial)
    # argument of latitude, from the node in the direction of motion
    along = x * node_x + y * node_y
    ahead = (z * in_xy + hz * (y * node_x - x * node_y)) / h
    argperi = math.atan2(ahead, along) - true
    node = math.atan2(node_y, node_x)
    return radius / beta, ecc, inc, wrapped(node), wrapped(argperi), mean


@inline_kernel
def _shape_and_place(p: float, beta: float, radial: float) -> tuple[float, float, float]:
    """Return eccentricity, true and mean anomaly; p = semi-latus rectum / r, beta = r / a."""
    root = math.sqrt(abs(beta))
    if beta > 0.0:
        e_cos, e_sin = 1.0 - beta, radial * root
        ecc = math.sqrt(e_cos * e_cos + e_sin * e_sin)
        eccentric = math.atan2(e_sin, e_cos)
        one_minus_ecc = beta * p / (1.0 + ecc)
        stretch = math.sqrt((1.0 + ecc) / one_minus_ecc)
        half = 0.5 * eccentric
        true = 2.0 * math.atan2(stretch * math.sin(half), math.cos(half))
        size = abs(eccentric)
        mean = one_minus_ecc * size + ecc * half_angle(0.5 * size)[2]
        return ecc, true, wrapped(math.copysign(mean, eccentric))
    ecc = math.sqrt(1.0 - beta * p)
    sinh_f = abs(radial) * root / ecc
    mean = -beta * p / (1.0 + ecc) * sinh_f + sinh_excess(math.asinh(sinh_f))
    true = math.atan2(radial * math.sqrt(p), p - 1.0)
    return ecc, true, math.copysign(mean, radial)


@inline_kernel
def wrapped(angle: float) -> float:
    """Return an angle in [0, 2π)."""
    turned = angle % TWO_PI
    return turned if turned < TWO_PI else 0.0
