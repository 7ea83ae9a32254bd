"""From absolute magnitude and albedo to diameter, and from diameter and density to mass."""

import math
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import load

LN_PER_MAG = 0.2 * math.log(10.0)  # d ln D / d H, with the sign turned
_KG_PER_KM3_AT_UNIT_DENSITY = 1e9


@cache
def _d_constant_km() -> float:
    return float(load("size").value("d_constant_km"))


def diameter_km(h_mag: ArrayLike, albedo: ArrayLike) -> NDArray[np.float64]:
    """Return the diameter of a body from its absolute magnitude and geometric albedo.

    Parameters
    ----------
    h_mag : array_like, shapes broadcast to S
        Absolute magnitude H; -5 to 40.
    albedo : array_like
        Geometric visual albedo; in (0, 1].

    Returns
    -------
    ndarray, shape S
        km; > 0. NaN where an input is NaN.

    Notes
    -----
    The constant is uncertain by 0.75 %; an error of H of σ mag makes one of .46 σ in ln D.

    References
    ----------
    Pravec and Harris (2007), Icarus 190, 250.

    Examples
    --------
    The limit of potentially hazardous asteroids, H = 22 with albedo .14, is 141 m:

    >>> print(round(float(diameter_km(22.0, 0.14)), 3))
    0.141
    """
    h, p = np.broadcast_arrays(_magnitudes(h_mag), _albedos(albedo))
    return np.asarray(_d_constant_km() / np.sqrt(p) * np.exp(-LN_PER_MAG * h))


def h_mag(diameter_km: ArrayLike, albedo: ArrayLike) -> NDArray[np.float64]:
    """Return the absolute magnitude of a body from its diameter and geometric albedo.

    Parameters
    ----------
    diameter_km : array_like, shapes broadcast to S
        > 0.
    albedo : array_like
        Geometric visual albedo; in (0, 1].

    Returns
    -------
    ndarray, shape S
        mag. NaN where an input is NaN.

    References
    ----------
    The inverse of :func:`diameter_km`.

    Examples
    --------
    Wright et al. (2016): 140 m at albedo .03 is H = 23.7:

    >>> print(round(float(h_mag(0.140, 0.03)), 1))
    23.7
    """
    d, p = _positive("diameter_km", diameter_km), _albedos(albedo)
    return np.asarray(-np.log(d * np.sqrt(p) / _d_constant_km()) / LN_PER_MAG)


def implied_albedo(h_mag: ArrayLike, diameter_km: ArrayLike) -> NDArray[np.float64]:
    """Return the geometric albedo at which H and a diameter agree.

    Parameters
    ----------
    h_mag : array_like, shapes broadcast to S
        Absolute magnitude H; -5 to 40.
    diameter_km : array_like
        > 0.

    Returns
    -------
    ndarray, shape S
        Above 1 where the two contradict each other. NaN where an input is NaN.

    References
    ----------
    :func:`diameter_km`, solved for the albedo.
    """
    h, d = _magnitudes(h_mag), _positive("diameter_km", diameter_km)
    return np.asarray((_d_constant_km() / d) ** 2 * np.exp(-2.0 * LN_PER_MAG * h))


def mass_kg(diameter_km: ArrayLike, density_kg_m3: ArrayLike) -> NDArray[np.float64]:
    """Return the mass of a sphere.

    Parameters
    ----------
    diameter_km : array_like, shapes broadcast to S
        > 0; of the sphere of the body's volume.
    density_kg_m3 : array_like
        Bulk density, voids included; > 0.

    Returns
    -------
    ndarray, shape S
        kg. NaN where an input is NaN.

    References
    ----------
    Volume of a sphere.

    Examples
    --------
    A body of 7 m and 1900 kg/m3 weighs 341 t (Keck Institute for Space Studies, 2012):

    >>> print(round(float(mass_kg(0.007, 1900.0)) / 1e3))
    341
    """
    d = _positive("diameter_km", diameter_km)
    rho = _positive("density_kg_m3", density_kg_m3)
    return np.asarray(math.pi / 6.0 * d**3 * rho * _KG_PER_KM3_AT_UNIT_DENSITY)


def _magnitudes(h_mag: ArrayLike) -> NDArray[np.float64]:
    h = floats("h_mag", h_mag)
    return _within("h_mag", h, (h < -5.0) | (h > 40.0), "-5 to 40 mag")


def _albedos(albedo: ArrayLike) -> NDArray[np.float64]:
    p = floats("albedo", albedo)
    return _within("albedo", p, (p <= 0.0) | (p > 1.0), "above 0, at most 1")


def _positive(name: str, x: ArrayLike) -> NDArray[np.float64]:
    array = floats(name, x)
    return _within(name, array, (array <= 0.0) | np.isinf(array), "a finite number above 0")


def _within(
    name: str, x: NDArray[np.float64], bad: NDArray[np.bool_], allowed: str
) -> NDArray[np.float64]:
    if bad.any():
        raise InputError(name, float(x[bad].ravel()[0]), allowed)
    return x
