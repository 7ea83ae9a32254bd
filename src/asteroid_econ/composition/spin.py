"""Rotation: the limit of a body without cohesion, and how its surface can be handled."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.constants import G_KM3_KG_S2
from asteroid_econ.parameters.load import ParameterSet

Floats = NDArray[np.float64]

REGIMES = ("surface", "anchor", "bag")
_M3_PER_KM3 = 1e9
_M_PER_KM = 1e3
_S_PER_H = 3600.0


def critical_period_h(density_kg_m3: ArrayLike) -> Floats:
    """Return the rotation period at which the equator of a sphere is weightless.

    Parameters
    ----------
    density_kg_m3 : array_like, shape S
        Bulk density; > 0.

    Returns
    -------
    ndarray, shape S
        h; > 0. NaN where the density is NaN.

    References
    ----------
    Centrifugal against gravitational acceleration of a sphere: P² = 3π/(Gρ).

    Examples
    --------
    Pravec and Harris (2000): 3.3 h over the square root of the density in g/cm3.

    >>> print(round(float(critical_period_h(1000.0)), 2))
    3.3
    """
    density_kg_km3 = floats("density_kg_m3", density_kg_m3) * _M3_PER_KM3
    return np.asarray(np.sqrt(3.0 * math.pi / (G_KM3_KG_S2 * density_kg_km3)) / _S_PER_H)


def escape_velocity_m_s(diameter_km: ArrayLike, density_kg_m3: ArrayLike) -> Floats:
    """Return the escape velocity from the surface of a sphere.

    Parameters
    ----------
    diameter_km : array_like, shapes broadcast to S
        > 0.
    density_kg_m3 : array_like
        Bulk density; > 0.

    Returns
    -------
    ndarray, shape S
        m/s; > 0. NaN where an input is NaN.

    References
    ----------
    v² = 2GM/R, without rotation.

    Examples
    --------
    A body of 1 km and 2 g/cm3 has .53 m/s:

    >>> print(round(float(escape_velocity_m_s(1.0, 2000.0)), 2))
    0.53
    """
    radius_km = 0.5 * floats("diameter_km", diameter_km)
    density_kg_km3 = floats("density_kg_m3", density_kg_m3) * _M3_PER_KM3
    squared = 8.0 / 3.0 * math.pi * G_KM3_KG_S2 * density_kg_km3 * radius_km**2
    return np.asarray(np.sqrt(squared) * _M_PER_KM)


def handling_regime(
    diameter_km: ArrayLike,
    density_kg_m3: ArrayLike,
    rotation_h: ArrayLike,
    parameters: ParameterSet,
) -> NDArray[np.int64]:
    """Return how the surface can be worked, as an index into REGIMES.

    Parameters
    ----------
    diameter_km, density_kg_m3, rotation_h : array_like, shapes broadcast to S
        > 0.
    parameters : ParameterSet
        ``load("spin")``.

    Returns
    -------
    ndarray of int, shape S
        0: loose material stays where it lies. 1: the equator throws it off, machines must
        anchor. 2: small enough to be enclosed and despun whole.

    References
    ----------
    Keck Institute for Space Studies (2012) for the bag; :func:`critical_period_h`.
    """
    d, rho, period = np.broadcast_arrays(
        floats("diameter_km", diameter_km),
        floats("density_kg_m3", density_kg_m3),
        floats("rotation_h", rotation_h),
    )
    regime = np.where(period < critical_period_h(rho), 1, 0)
    return np.where(d <= parameters.value("bag_max_km"), 2, regime).astype(np.int64)
