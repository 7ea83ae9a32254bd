"""Where on Earth a return hyperbola can come down: latitudes from declination and entry angle."""

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.constants import ENTRY_ALTITUDE_KM, MU_EARTH_KM3_S2, R_EARTH_KM
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Floats


def landing_latitudes_rad(
    vinf_km_s: ArrayLike,
    declination_rad: ArrayLike,
    *,
    entry_angle_rad: float | None = None,
    altitude_km: float = ENTRY_ALTITUDE_KM,
) -> tuple[Floats, Floats]:
    """Return the lowest and the highest latitude at which a direct entry can begin.

    Parameters
    ----------
    vinf_km_s, declination_rad : array_like, shapes broadcast to S
        Excess speed of the return, > 0, and declination of the excess velocity on the equator;
        in [−π/2, π/2].
    entry_angle_rad : float, optional
        Flight-path angle below the horizon at the entry, in [0, π/2); by default that of the
        parameters.
    altitude_km : float, optional
        Of the entry.

    Returns
    -------
    low_rad, high_rad : ndarray, shape S
        Geocentric. NaN where an input is NaN.

    Notes
    -----
    The plane of the hyperbola may turn about the asymptote, so that the entry points of one angle
    are a circle about the point where the asymptote comes from. Flight in the atmosphere adds
    some degrees along the track. Two bodies; the rotation of Earth only moves longitudes.

    References
    ----------
    Vallado (2013), Fundamentals of Astrodynamics, 4th ed., section 2.2 (hyperbola).

    Examples
    --------
    An asymptote in the equator reaches as far north as south:

    >>> low_rad, high_rad = landing_latitudes_rad(6.5, 0.0)
    >>> print(bool(low_rad == -high_rad))
    True
    """
    angle = load("itineraries").value("entry.angle_rad")
    angle = angle if entry_angle_rad is None else entry_angle_rad
    if not 0.0 <= angle < 0.5 * np.pi:
        raise InputError("entry_angle_rad", angle, "in [0, π/2)")
    vinf, declination = floats("vinf_km_s", vinf_km_s), floats("declination_rad", declination_rad)
    if np.any(vinf <= 0.0):
        raise InputError("vinf_km_s", vinf.tolist(), "> 0")
    if np.any(np.abs(declination) > 0.5 * np.pi + 1e-12):
        raise InputError("declination_rad", declination.tolist(), "−π/2 to π/2")
    r = R_EARTH_KM + altitude_km
    speed2 = vinf * vinf + 2.0 * MU_EARTH_KM3_S2 / r
    semilatus = r * r * speed2 * np.cos(angle) ** 2 / MU_EARTH_KM3_S2
    ecc = np.sqrt(1.0 + semilatus * vinf * vinf / MU_EARTH_KM3_S2)
    # true anomalies, counted before perigee: of the asymptote and of the entry
    far = np.arccos(-1.0 / ecc)
    near = np.arccos(np.clip((semilatus / r - 1.0) / ecc, -1.0, 1.0))
    reach = far - near
    # it comes from −v∞, whose declination is −δ
    low = np.arcsin(np.sin(-declination - reach))
    high = np.arcsin(np.sin(-declination + reach))
    return np.minimum(low, high), np.maximum(low, high)
