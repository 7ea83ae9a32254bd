"""Kepler's equation: mean, eccentric and true anomaly, for ellipses and hyperbolae.

Both equations are written so that nothing cancels, however near the eccentricity is to 1:
M = (1 − e) E + e (E − sin E) with E − sin E as a series in E/2, and its hyperbolic mirror.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._elementary import fma, rough_cbrt
from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ.errors import InputError

Floats = NDArray[np.float64]

TWO_PI = 2.0 * math.pi
_TWO_PI_LOW = 2.4492935982947064e-16  # 2π − TWO_PI
_SIN = tuple(1.0 / math.factorial(2 * k + 3) for k in range(11))
_COS = tuple(1.0 / math.factorial(2 * k + 2) for k in range(11))
_STARTER_A = 3.0 * math.pi**2 / (math.pi**2 - 6.0)  # Markley (1995), eq. 20
_STARTER_B = 1.6 * math.pi / (math.pi**2 - 6.0)


def eccentric_anomaly_rad(mean_anomaly_rad: ArrayLike, ecc: ArrayLike) -> Floats:
    """Return the eccentric anomaly of an ellipse, or the hyperbolic anomaly where ecc > 1.

    Parameters
    ----------
    mean_anomaly_rad, ecc : array_like, shapes broadcast to S
        Any mean anomaly; ecc >= 0 and not 1.

    Returns
    -------
    ndarray, shape S
        In the same revolution as the mean anomaly. NaN where an input is NaN or infinite.

    Notes
    -----
    One fifth-order correction of a cubic start for the ellipse, bounded Newton steps from above
    for the hyperbola; relative error below 1e-14 within the first revolution, save that subnormal
    mean anomalies (below 2.2e-308) have fewer digits themselves.

    References
    ----------
    Markley (1995), Celestial Mechanics and Dynamical Astronomy 63, 101.

    Examples
    --------
    Curtis (2014), Orbital Mechanics for Engineering Students, example 3.5:

    >>> print(round(float(eccentric_anomaly_rad(11.279, 2.7696)), 4))
    2.2927
    """
    mean, ecc = _anomaly_and_ecc("mean_anomaly_rad", mean_anomaly_rad, ecc)
    return _map(_eccentric_anomalies, mean, ecc)


def mean_anomaly_rad(eccentric_anomaly_rad: ArrayLike, ecc: ArrayLike) -> Floats:
    """Return the mean anomaly; the inverse of :func:`eccentric_anomaly_rad`.

    Parameters
    ----------
    eccentric_anomaly_rad, ecc : array_like, shapes broadcast to S
        Hyperbolic anomaly where ecc > 1; ecc >= 0 and not 1.

    Returns
    -------
    ndarray, shape S
        NaN where an input is NaN.

    References
    ----------
    Curtis (2014), Orbital Mechanics for Engineering Students, eqs. 3.14 and 3.40.
    """
    eccentric, ecc = _anomaly_and_ecc("eccentric_anomaly_rad", eccentric_anomaly_rad, ecc)
    return _map(_mean_anomalies, eccentric, ecc)


def true_anomaly_rad(eccentric_anomaly_rad: ArrayLike, ecc: ArrayLike) -> Floats:
    """Return the true anomaly from the eccentric (or hyperbolic) anomaly.

    Parameters
    ----------
    eccentric_anomaly_rad, ecc : array_like, shapes broadcast to S
        Hyperbolic anomaly where ecc > 1; ecc >= 0 and not 1.

    Returns
    -------
    ndarray, shape S
        In the same revolution as the eccentric anomaly. NaN where an input is NaN.

    Examples
    --------
    Schlesinger & Udick (1912), e = 0.35, M = 65°:

    >>> eccentric = eccentric_anomaly_rad(np.radians(65.0), 0.35)
    >>> print(round(float(np.degrees(true_anomaly_rad(eccentric, 0.35))), 2))
    105.71
    """
    eccentric, ecc = _anomaly_and_ecc("eccentric_anomaly_rad", eccentric_anomaly_rad, ecc)
    turns = np.where(ecc < 1.0, TWO_PI * np.rint(eccentric / TWO_PI), 0.0)
    half = 0.5 * (eccentric - turns)
    is_ellipse = ecc < 1.0
    opposite = np.where(is_ellipse, np.sin(half), np.tanh(half))
    adjacent = np.where(is_ellipse, np.cos(half), 1.0)
    stretch = np.sqrt((1.0 + ecc) / np.abs(1.0 - ecc))
    return turns + 2.0 * np.arctan2(stretch * opposite, adjacent)


def eccentric_from_true_rad(true_anomaly_rad: ArrayLike, ecc: ArrayLike) -> Floats:
    """Return the eccentric (or hyperbolic) anomaly; the inverse of :func:`true_anomaly_rad`.

    Parameters
    ----------
    true_anomaly_rad, ecc : array_like, shapes broadcast to S
        ecc >= 0 and not 1.

    Returns
    -------
    ndarray, shape S
        NaN where an input is NaN, or where a hyperbola has no such direction.
    """
    true, ecc = _anomaly_and_ecc("true_anomaly_rad", true_anomaly_rad, ecc)
    turns = np.where(ecc < 1.0, TWO_PI * np.rint(true / TWO_PI), 0.0)
    half = 0.5 * (true - turns)
    shrink = np.sqrt(np.abs(1.0 - ecc) / (1.0 + ecc))
    opposite, adjacent = shrink * np.sin(half), np.cos(half)
    is_ellipse = ecc < 1.0
    slope = np.divide(
        opposite, adjacent, out=np.full(half.shape, np.nan), where=np.abs(opposite) < adjacent
    )
    hyperbolic = 2.0 * np.arctanh(np.where(is_ellipse, np.nan, slope))
    return np.where(is_ellipse, turns + 2.0 * np.arctan2(opposite, adjacent), hyperbolic)


def mean_motion_rad_s(a_km: ArrayLike, *, mu_km3_s2: float) -> Floats:
    """Return the mean motion, ``√(mu / |a|³)``.

    Parameters
    ----------
    a_km : array_like, shape S
        Semi-major axis, not 0; negative for a hyperbola.
    mu_km3_s2 : float
        Gravitational parameter of the central body, > 0.

    Returns
    -------
    ndarray, shape S
        > 0; NaN where a_km is NaN.
    """
    a_km = np.abs(floats("a_km", a_km))
    if np.any(a_km == 0.0):
        raise InputError("a_km", 0.0, "a semi-major axis other than 0")
    return np.sqrt(positive("mu_km3_s2", mu_km3_s2) / a_km) / a_km


def period_s(a_km: ArrayLike, *, mu_km3_s2: float) -> Floats:
    """Return the period of an ellipse, 2π √(a³ / mu).

    Parameters
    ----------
    a_km : array_like, shape S
        Semi-major axis.
    mu_km3_s2 : float
        Gravitational parameter of the central body, > 0.

    Returns
    -------
    ndarray, shape S
        > 0; NaN where a_km is NaN; infinite for a hyperbola (a_km < 0).

    Examples
    --------
    One astronomical unit about the Sun, in days (the Gaussian year has 365.2569):

    >>> from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
    >>> print(round(float(period_s(AU_KM, mu_km3_s2=MU_SUN_KM3_S2)) / 86400.0, 4))
    365.2569
    """
    period = TWO_PI / mean_motion_rad_s(a_km, mu_km3_s2=mu_km3_s2)
    return np.where(floats("a_km", a_km) < 0.0, np.inf, period)


def positive(name: str, value: float) -> float:
    """Return a finite number > 0, or refuse it by name."""
    number = floats(name, value)
    if number.ndim or not (0.0 < number < np.inf):
        raise InputError(name, value, "a finite number > 0")
    return float(number)


def _anomaly_and_ecc(name: str, anomaly: ArrayLike, ecc: ArrayLike) -> tuple[Floats, Floats]:
    anomaly, ecc = floats(name, anomaly), floats("ecc", ecc)
    check_ecc(ecc)
    try:
        anomaly, ecc = np.broadcast_arrays(anomaly, ecc)
    except ValueError:
        raise InputError(
            "ecc", ecc.shape, f"a shape that broadcasts with {anomaly.shape}"
        ) from None
    return anomaly, ecc


def check_ecc(ecc: Floats) -> None:
    """Refuse eccentricities below 0 and parabolae; NaN passes."""
    bad = ecc[(ecc < 0.0) | (ecc == 1.0) | np.isposinf(ecc)]
    if bad.size:
        raise InputError("ecc", float(bad[0]), "finite, >= 0 and not 1 (a parabola has no a)")


def _map(compiled, anomaly: Floats, ecc: Floats) -> Floats:  # type: ignore[no-untyped-def]
    out = np.empty(anomaly.shape)
    compiled(np.ascontiguousarray(anomaly).ravel(), np.ascontiguousarray(ecc).ravel(), out.ravel())
    return out


@kernel
def _eccentric_anomalies(mean: Floats, ecc: Floats, out: Floats) -> None:
    for i in range(mean.size):
        if ecc[i] < 1.0:
            turns = np.rint(mean[i] / TWO_PI)
            m = reduced(mean[i], turns)
            out[i] = turns * TWO_PI + math.copysign(ellipse(abs(m), ecc[i], 1.0 - ecc[i]), m)
        else:
            size = hyperbola(abs(mean[i]), ecc[i], ecc[i] - 1.0)
            out[i] = math.copysign(size, mean[i])


@kernel
def _mean_anomalies(eccentric: Floats, ecc: Floats, out: Floats) -> None:
    for i in range(eccentric.size):
        if ecc[i] < 1.0:
            turns = np.rint(eccentric[i] / TWO_PI)
            x = reduced(eccentric[i], turns)
            deficit = half_angle(0.5 * abs(x))[2]
            size = (1.0 - ecc[i]) * abs(x) + ecc[i] * deficit
            out[i] = turns * TWO_PI + math.copysign(size, x)
        else:
            x = abs(eccentric[i])
            size = (ecc[i] - 1.0) * math.sinh(x) + sinh_excess(x)
            out[i] = math.copysign(size, eccentric[i])


_BEYOND_PI = 3.2


@inline_kernel
def reduced(angle: float, turns: float) -> float:
    """Return an angle less the nearest number of whole turns, with 2π in two parts.

    NaN beyond some 1e16, where a float64 has no digit left of an angle.
    """
    rest = fma(-turns, _TWO_PI_LOW, fma(-turns, TWO_PI, angle))
    return rest if abs(rest) < _BEYOND_PI else math.nan


@inline_kernel
def half_angle(h: float) -> tuple[float, float, float]:
    """Return sin h, cos h and 2h − sin 2h (without cancellation) for 0 <= h <= π/2.

    Taylor series to h²³; a compiler can vectorise them.
    """
    z = -h * h
    # sin h = h + h z S, cos h = 1 + z C
    s = fma(z, _SIN[10], _SIN[9])
    s = fma(z, s, _SIN[8])
    s = fma(z, s, _SIN[7])
    s = fma(z, s, _SIN[6])
    s = fma(z, s, _SIN[5])
    s = fma(z, s, _SIN[4])
    s = fma(z, s, _SIN[3])
    s = fma(z, s, _SIN[2])
    s = fma(z, s, _SIN[1])
    s = fma(z, s, _SIN[0])
    c = fma(z, _COS[10], _COS[9])
    c = fma(z, c, _COS[8])
    c = fma(z, c, _COS[7])
    c = fma(z, c, _COS[6])
    c = fma(z, c, _COS[5])
    c = fma(z, c, _COS[4])
    c = fma(z, c, _COS[3])
    c = fma(z, c, _COS[2])
    c = fma(z, c, _COS[1])
    c = fma(z, c, _COS[0])
    sin_h = fma(h * z, s, h)
    return sin_h, fma(z, c, 1.0), -2.0 * z * fma(h, s, sin_h * c)


@inline_kernel
def ellipse(mean: float, ecc: float, one_minus_ecc: float) -> float:
    """Return the eccentric anomaly for 0 <= mean <= π, 0 <= ecc < 1; NaN in, NaN out."""
    alpha = _STARTER_A + _STARTER_B * (math.pi - mean) / (1.0 + ecc)
    d = 3.0 * one_minus_ecc + alpha * ecc
    q = 2.0 * alpha * d * one_minus_ecc - mean * mean
    r = (3.0 * alpha * d * (d - one_minus_ecc) + mean * mean) * mean
    root = rough_cbrt(abs(r) + math.sqrt(q * q * q + r * r))
    w = root * root
    x = (2.0 * r * w / (w * w + w * q + q * q) + mean) / d
    sin_h, cos_h, deficit = half_angle(0.5 * x)
    f = one_minus_ecc * x + ecc * deficit - mean
    f1 = one_minus_ecc + 2.0 * ecc * sin_h * sin_h
    f2 = 2.0 * ecc * sin_h * cos_h
    f3 = ecc - 2.0 * ecc * sin_h * sin_h
    step = -f / (f1 - 0.5 * f * f2 / f1)
    step = -f / (f1 + step * (0.5 * f2 + step * f3 / 6.0))
    return x - f / (f1 + step * (0.5 * f2 + step * (f3 / 6.0 - step * f2 / 24.0)))


@inline_kernel
def sinh_excess(x: float) -> float:
    """Return sinh x − x for x >= 0 without cancellation."""
    if x > 1.0:
        return math.sinh(x) - x
    z = x * x
    s = 1.0 / 121645100408832000.0
    s = s * z + 1.0 / 355687428096000.0
    s = s * z + 1.0 / 1307674368000.0
    s = s * z + 1.0 / 6227020800.0
    s = s * z + 1.0 / 39916800.0
    s = s * z + 1.0 / 362880.0
    s = s * z + 1.0 / 5040.0
    s = s * z + 1.0 / 120.0
    s = s * z + 1.0 / 6.0
    return x * z * s


@inline_kernel
def hyperbola(mean: float, ecc: float, ecc_minus_one: float) -> float:
    """Return the hyperbolic anomaly for mean >= 0, ecc > 1; NaN in, NaN out.

    Starts above the root, where Newton's steps for this convex equation fall monotonically.
    """
    # sinh F − F >= F³/6 gives a cubic bound; sinh F = (M + F)/e tightens it
    third = mean * 3.0 / ecc
    slope = 2.0 * ecc_minus_one / ecc
    root = (third + math.sqrt(third * third + slope * slope * slope)) ** (1.0 / 3.0)
    x = 0.0 if root == 0.0 else 2.0 * third / (root * root + slope + (slope / root) ** 2)
    x = math.asinh((mean + x) / ecc)
    for _ in range(50):
        sinh_x = math.sinh(x)
        f = ecc_minus_one * sinh_x + sinh_excess(x) - mean
        half = math.sinh(0.5 * x)
        f1 = ecc_minus_one + 2.0 * ecc * half * half
        if not f1 > 0.0:
            break
        step = f / (f1 - 0.5 * f * ecc * sinh_x / f1)
        x -= step
        if not abs(step) > 1e-9 * x:
            break
    return x
