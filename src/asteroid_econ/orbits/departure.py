"""Where a transfer starts: a planet and its parking orbit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.constants import (
    EARTH_POLE_J2000_DEG,
    MARS_POLE_J2000_DEG,
    MU_EARTH_KM3_S2,
    MU_MARS_KM3_S2,
    MU_VENUS_KM3_S2,
    R_EARTH_KM,
    R_MARS_KM,
    R_VENUS_KM,
    VENUS_POLE_J2000_DEG,
)
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.patched import departure_dv_km_s, plane_change_rad
from asteroid_econ.orbits.planets import equatorial_to_ecliptic

Floats = NDArray[np.float64]

_PLANETS = {
    "earth": (MU_EARTH_KM3_S2, R_EARTH_KM, EARTH_POLE_J2000_DEG),
    "mars": (MU_MARS_KM3_S2, R_MARS_KM, MARS_POLE_J2000_DEG),
    "venus": (MU_VENUS_KM3_S2, R_VENUS_KM, VENUS_POLE_J2000_DEG),
}
BODIES = tuple(_PLANETS)


@dataclass(frozen=True, slots=True)
class ParkingOrbit:
    """A circular orbit about a planet that transfers leave from.

    ``inc_rad`` is the inclination to the planet's equator, or None for an orbit that suits every
    departure. ``pole`` is the planet's axis in the ecliptic of J2000. Make one with
    :func:`parking_orbit`.
    """

    body: str
    altitude_km: float
    inc_rad: float | None
    mu_km3_s2: float
    radius_km: float
    pole: tuple[float, float, float]

    def declination_rad(self, vinf_km_s: Floats) -> Floats:
        """Return the declination of excess velocities (…, 3) on the planet's equator."""
        along = vinf_km_s @ np.array(self.pole)
        size = np.linalg.norm(vinf_km_s, axis=-1)
        return np.arcsin(np.clip(along / np.where(size > 0.0, size, 1.0), -1.0, 1.0))

    def dv_km_s(self, c3_km2_s2: Floats, declination_rad: Floats | None = None) -> Floats:
        """Return the departure burn; with its plane change where a declination is given."""
        angle: ArrayLike = 0.0
        if declination_rad is not None and self.inc_rad is not None:
            angle = plane_change_rad(declination_rad, parking_inc_rad=self.inc_rad)
        return departure_dv_km_s(
            c3_km2_s2,
            altitude_km=self.altitude_km,
            plane_change_rad=angle,
            mu_km3_s2=self.mu_km3_s2,
            radius_km=self.radius_km,
        )


def parking_orbit(
    body: str = "earth", *, altitude_km: ArrayLike = 400.0, inc_rad: ArrayLike | None = None
) -> ParkingOrbit:
    """Return a circular parking orbit about Earth, Mars or Venus.

    Parameters
    ----------
    body : str, optional
        One of ``BODIES``.
    altitude_km : float, optional
        Above the equatorial radius; > 0. 400 km is that of NHATS.
    inc_rad : float, optional
        Inclination to the planet's equator of J2000, in [0, π]. Without it every declination is
        reached without a plane change.

    Returns
    -------
    ParkingOrbit

    References
    ----------
    Archinal et al. (2011), Report of the IAU WGCCRE 2009, for the poles of Mars and Venus.
    """
    if body not in _PLANETS:
        raise InputError("departure body", body, f"one of {', '.join(BODIES)}")
    altitude = floats("altitude_km", altitude_km)
    if altitude.ndim or not 0.0 < altitude < np.inf:
        raise InputError("altitude_km", altitude_km, "a finite number > 0")
    if inc_rad is not None:
        inc = floats("parking inc_rad", inc_rad)
        if inc.ndim or not 0.0 <= inc <= np.pi:
            raise InputError("parking inc_rad", inc_rad, "0 <= inc_rad <= π")
        inc_rad = float(inc)
    mu, radius, pole_deg = _PLANETS[body]
    ra, dec = np.radians(pole_deg)
    equatorial = [np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)]
    x, y, z = equatorial_to_ecliptic(equatorial).tolist()
    return ParkingOrbit(body, float(altitude), inc_rad, mu, radius, (x, y, z))
