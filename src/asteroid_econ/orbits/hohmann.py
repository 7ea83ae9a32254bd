"""Transfers between coplanar circles: Hohmann and bi-elliptic."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.anomaly import positive

Floats = NDArray[np.float64]


def hohmann_dv_km_s(
    r1_km: ArrayLike, r2_km: ArrayLike, *, mu_km3_s2: float
) -> tuple[Floats, Floats, Floats]:
    """Return both burns and the duration of a Hohmann transfer.

    Parameters
    ----------
    r1_km, r2_km : array_like, shapes broadcast to S
        Radii of the departure and the arrival circle, > 0.
    mu_km3_s2 : float
        Gravitational parameter of the central body, > 0.

    Returns
    -------
    dv1_km_s, dv2_km_s, duration_s : ndarray, shape S
        Sizes of the burns, >= 0. NaN where a radius is NaN.

    Notes
    -----
    Between planets the burns are the excess speeds v∞: no planet's gravity is in them.

    References
    ----------
    Vallado (2013), Fundamentals of Astrodynamics, 4th ed., algorithm 36.

    Examples
    --------
    Vallado, example 6-1 (191.344 km altitude to geostationary):

    >>> dv1, dv2, _ = hohmann_dv_km_s(6569.4811, 42159.4856, mu_km3_s2=398600.4418)
    >>> print(round(float(dv1 + dv2), 4))
    3.9352
    """
    mu = positive("mu_km3_s2", mu_km3_s2)
    r1, r2 = _radii(r1_km=r1_km, r2_km=r2_km)
    a = 0.5 * (r1 + r2)
    dv1 = np.abs(_speed(mu, r1, a) - _speed(mu, r1, r1))
    dv2 = np.abs(_speed(mu, r2, r2) - _speed(mu, r2, a))
    return dv1, dv2, np.pi * np.sqrt(a**3 / mu)


def bielliptic_dv_km_s(
    r1_km: ArrayLike, r_far_km: ArrayLike, r2_km: ArrayLike, *, mu_km3_s2: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the three burns and the duration of a bi-elliptic transfer.

    Parameters
    ----------
    r1_km, r_far_km, r2_km : array_like, shapes broadcast to S
        Radii of the departure circle, of the turning point and of the arrival circle, > 0.
    mu_km3_s2 : float
        Gravitational parameter of the central body, > 0.

    Returns
    -------
    dv1_km_s, dv2_km_s, dv3_km_s, duration_s : ndarray, shape S
        Sizes of the burns, >= 0. NaN where a radius is NaN.

    References
    ----------
    Vallado (2013), Fundamentals of Astrodynamics, 4th ed., algorithm 37.
    """
    mu = positive("mu_km3_s2", mu_km3_s2)
    r1, far, r2 = _radii(r1_km=r1_km, r_far_km=r_far_km, r2_km=r2_km)
    a1, a2 = 0.5 * (r1 + far), 0.5 * (far + r2)
    dv1 = np.abs(_speed(mu, r1, a1) - _speed(mu, r1, r1))
    dv2 = np.abs(_speed(mu, far, a2) - _speed(mu, far, a1))
    dv3 = np.abs(_speed(mu, r2, r2) - _speed(mu, r2, a2))
    return dv1, dv2, dv3, np.pi * (np.sqrt(a1**3 / mu) + np.sqrt(a2**3 / mu))


def _speed(mu: float, r: Floats, a: Floats) -> Floats:
    return np.sqrt(mu * (2.0 / r - 1.0 / a))


def _radii(**named: ArrayLike) -> list[Floats]:
    radii = {name: floats(name, value) for name, value in named.items()}
    for name, r in radii.items():
        if np.any((r <= 0.0) | np.isinf(r)):
            raise InputError(name, r.tolist(), "finite and > 0")
    return list(radii.values())
