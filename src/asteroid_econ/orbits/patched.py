"""Patched conics at a planet: departure from a parking orbit, entry speed, capping burn."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.constants import (
    ENTRY_ALTITUDE_KM,
    ENTRY_SPEED_MAX_KM_S,
    MU_EARTH_KM3_S2,
    R_EARTH_KM,
    SIDEREAL_YEAR_D,
)
from asteroid_econ.errors import InputError

Floats = NDArray[np.float64]


def departure_dv_km_s(
    c3_km2_s2: ArrayLike,
    *,
    altitude_km: ArrayLike,
    parking_ecc: ArrayLike = 0.0,
    plane_change_rad: ArrayLike = 0.0,
    mu_km3_s2: float = MU_EARTH_KM3_S2,
    radius_km: float = R_EARTH_KM,
) -> Floats:
    """Return the burn at the periapsis of a parking orbit that gives an escape energy.

    Parameters
    ----------
    c3_km2_s2 : array_like, shapes broadcast to S
        v∞²; negative for an orbit that stays bound.
    altitude_km : array_like
        Of the periapsis above ``radius_km``; the periapsis radius is > 0.
    parking_ecc : array_like, optional
        0 <= ecc < 1; 0 for a circular parking orbit.
    plane_change_rad : array_like, optional
        Angle that the same burn turns the plane by; see :func:`plane_change_rad`.
    mu_km3_s2, radius_km : float, optional
        Of the planet; Earth by default.

    Returns
    -------
    ndarray, shape S
        NaN where an input is NaN or the energy is below that of falling from rest.

    Notes
    -----
    One impulse, hence without gravity losses. Reversed in time it is the capture burn.

    References
    ----------
    Wakker (2015), Fundamentals of Astrodynamics, section 18.3.

    Examples
    --------
    NHATS, 2000 SG344, launch 2028-04-22: C3 1.737 km²/s² from 400 km is 3.256 km/s:

    >>> print(round(float(departure_dv_km_s(1.737, altitude_km=400.0)), 3))
    3.256
    """
    c3_km2_s2 = floats("c3_km2_s2", c3_km2_s2)
    parking_ecc = floats("parking_ecc", parking_ecc)
    if np.any((parking_ecc < 0.0) | (parking_ecc >= 1.0)):
        raise InputError("parking_ecc", parking_ecc.tolist(), "0 <= parking_ecc < 1")
    mu_km3_s2, r_km = _planet(mu_km3_s2, radius_km, altitude_km)
    with np.errstate(invalid="ignore"):
        periapsis_speed = np.sqrt(c3_km2_s2 + 2.0 * mu_km3_s2 / r_km)
        parking_speed = np.sqrt(mu_km3_s2 * (1.0 + parking_ecc) / r_km)
    along = periapsis_speed - parking_speed
    turn = np.sin(0.5 * floats("plane_change_rad", plane_change_rad))
    across2 = 4.0 * periapsis_speed * parking_speed * turn * turn
    return np.where(across2 > 0.0, np.sqrt(along * along + across2), along)


def plane_change_rad(declination_rad: ArrayLike, *, parking_inc_rad: ArrayLike) -> Floats:
    """Return the angle by which a parking orbit misses the direction of an excess velocity.

    Parameters
    ----------
    declination_rad : array_like, broadcasts to S
        Of the excess velocity, on the planet's equator; in [−π/2, π/2].
    parking_inc_rad : array_like, broadcasts to S
        Inclination of the parking orbit to that equator, in [0, π].

    Returns
    -------
    ndarray, shape S
        max(0, |declination| − inclination), with the inclination of a retrograde orbit counted
        from π: the node and the hour of launch are taken at their best. NaN where an input is.

    Examples
    --------
    v∞ 1.728 km/s at a declination of 40.23° costs 3.313 km/s from 400 km at 51.6°, and 3.807 km/s
    at 28.5°:

    >>> angle = plane_change_rad(np.radians(40.23), parking_inc_rad=np.radians([51.6, 28.5]))
    >>> dv = departure_dv_km_s(1.728**2, altitude_km=400.0, plane_change_rad=angle)
    >>> print(np.round(dv, 3))
    [3.313 3.807]
    """
    declination = floats("declination_rad", declination_rad)
    inc = floats("parking_inc_rad", parking_inc_rad)
    if np.any(np.abs(declination) > 0.5 * np.pi + 1e-12):
        raise InputError("declination_rad", declination_rad, "−π/2 to π/2")
    if np.any((inc < 0.0) | (inc > np.pi)):
        raise InputError("parking_inc_rad", parking_inc_rad, "0 to π")
    return np.maximum(np.abs(declination) - np.minimum(inc, np.pi - inc), 0.0)


def entry_speed_km_s(
    vinf_km_s: ArrayLike,
    *,
    altitude_km: ArrayLike = ENTRY_ALTITUDE_KM,
    mu_km3_s2: float = MU_EARTH_KM3_S2,
    radius_km: float = R_EARTH_KM,
) -> Floats:
    """Return the speed at an altitude of a body that arrives with an excess speed.

    Parameters
    ----------
    vinf_km_s, altitude_km : array_like, shapes broadcast to S
        Hyperbolic excess speed >= 0; altitude above ``radius_km``.
    mu_km3_s2, radius_km : float, optional
        Of the planet; Earth by default.

    Returns
    -------
    ndarray, shape S
        NaN where an input is NaN.

    Examples
    --------
    NHATS, 2000 SG344: a return with v∞ = 1.24 km/s enters with 11.141 km/s:

    >>> print(round(float(entry_speed_km_s(1.24)), 3))
    11.141
    """
    vinf_km_s = _not_negative("vinf_km_s", vinf_km_s)
    mu_km3_s2, r_km = _planet(mu_km3_s2, radius_km, altitude_km)
    return np.sqrt(vinf_km_s * vinf_km_s + 2.0 * mu_km3_s2 / r_km)


def capping_dv_km_s(
    vinf_km_s: ArrayLike,
    *,
    entry_speed_max_km_s: float = ENTRY_SPEED_MAX_KM_S,
    altitude_km: ArrayLike = ENTRY_ALTITUDE_KM,
    mu_km3_s2: float = MU_EARTH_KM3_S2,
    radius_km: float = R_EARTH_KM,
) -> Floats:
    """Return the burn before arrival that keeps the entry speed within a limit.

    Parameters
    ----------
    vinf_km_s, altitude_km : array_like, shapes broadcast to S
        Hyperbolic excess speed >= 0; altitude of the entry interface.
    entry_speed_max_km_s : float, optional
        At least the escape speed at that altitude.
    mu_km3_s2, radius_km : float, optional
        Of the planet; Earth by default.

    Returns
    -------
    ndarray, shape S
        max(0, v∞ − √(limit² − 2 mu / r)): the burn is flown far from the planet, as in NHATS.
        NaN where an input is NaN.

    References
    ----------
    Barbee et al. (2013), AAS 13-716: the term that caps the entry at 12 km/s.

    Examples
    --------
    The largest excess speed that needs no burn is 4.6274 km/s:

    >>> print(np.round(capping_dv_km_s([4.6273, 5.6274]), 3))
    [0. 1.]
    """
    vinf_km_s = _not_negative("vinf_km_s", vinf_km_s)
    mu_km3_s2, r_km = _planet(mu_km3_s2, radius_km, altitude_km)
    spare = (
        float(floats("entry_speed_max_km_s", entry_speed_max_km_s)) ** 2 - 2.0 * mu_km3_s2 / r_km
    )
    if not np.all(spare >= 0.0):
        raise InputError(
            "entry_speed_max_km_s", entry_speed_max_km_s, "at least the escape speed at altitude_km"
        )
    return np.maximum(vinf_km_s - np.sqrt(spare), 0.0)


def synodic_period_d(a_au: ArrayLike, *, home_a_au: float = 1.0) -> Floats:
    """Return the time between two equal positions of an orbit and its home planet.

    Parameters
    ----------
    a_au : array_like, shape S
        Semi-major axis about the Sun, > 0.
    home_a_au : float, optional
        Of the planet, > 0; Earth by default.

    Returns
    -------
    ndarray, shape S
        Infinite where both axes are equal; NaN where a_au is NaN.

    Examples
    --------
    25143 Itokawa (a = 1.324 au) and Earth, in years:

    >>> print(round(float(synodic_period_d(1.324)) / 365.25, 2))
    2.91
    """
    a_au, home_a_au = floats("a_au", a_au), float(floats("home_a_au", home_a_au))
    if np.any(a_au <= 0.0) or not home_a_au > 0.0:
        raise InputError("a_au", a_au.tolist(), "> 0, as home_a_au")
    turns_per_year = np.abs(a_au**-1.5 - home_a_au**-1.5)
    with np.errstate(divide="ignore"):
        return SIDEREAL_YEAR_D / turns_per_year


def _not_negative(name: str, x: ArrayLike) -> Floats:
    x = floats(name, x)
    if np.any(x < 0.0):
        raise InputError(name, float(x[x < 0.0][0]), ">= 0")
    return x


def _planet(mu_km3_s2: float, radius_km: float, altitude_km: ArrayLike) -> tuple[float, Floats]:
    """Return mu and the radius at an altitude, both > 0."""
    mu = float(floats("mu_km3_s2", mu_km3_s2))
    if not 0.0 < mu < np.inf:
        raise InputError("mu_km3_s2", mu_km3_s2, "a finite number > 0")
    r_km = floats("radius_km", radius_km) + floats("altitude_km", altitude_km)
    if np.any(r_km <= 0.0) or np.any(np.isinf(r_km)):
        raise InputError("altitude_km", altitude_km, "radius_km + altitude_km finite and > 0")
    return mu, r_km
