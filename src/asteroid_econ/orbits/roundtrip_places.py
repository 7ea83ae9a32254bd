"""Where a mining itinerary starts and ends at Earth, and what each place costs by excess speed."""

import math
from dataclasses import dataclass

import numpy as np

from asteroid_econ.constants import ENTRY_ALTITUDE_KM, MU_EARTH_KM3_S2, R_EARTH_KM
from asteroid_econ.errors import InputError
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Floats

DEPARTURES = ("leo", "gto", "heo", "nrho")
RETURNS = ("entry", "leo", "leo-aerobraked", "heo", "nrho", "eml2", "eml1", "ldro")


@dataclass(frozen=True, slots=True)
class Place:
    """A place at Earth; a burn at its periapsis leads from or to a hyperbola.

    The burn is √(v² + ``escape2``) − ``speed`` where ``is_burn``, plus ``extra``. An excess speed
    above ``vinf_free_km_s`` is first reduced to it, far from Earth. ``is_circular`` places pay for
    the plane of the departure.
    """

    name: str
    escape2_km2_s2: float
    speed_km_s: float
    extra_km_s: float
    vinf_free_km_s: float
    is_burn: bool
    is_circular: bool

    @property
    def is_entry(self) -> bool:
        """Whether the atmosphere takes the speed of an arrival."""
        return not self.is_burn and self.name != "ldro"

    def dv_km_s(self, vinf_km_s: Floats) -> Floats:
        """Return what leaving to, or arriving from, an excess speed costs; no plane change."""
        free = np.minimum(vinf_km_s, self.vinf_free_km_s)
        burn = np.sqrt(free**2 + self.escape2_km2_s2) - self.speed_km_s if self.is_burn else 0.0
        return vinf_km_s - free + burn + self.extra_km_s


def departure_place(name: str) -> Place:
    """Return the place of ``DEPARTURES`` that itineraries start from.

    'leo' is circular at 400 km, 'gto' and 'heo' are ellipses, 'nrho' a depot near the Moon that
    falls to the perigee of its transfer ellipse first.
    """
    if name not in DEPARTURES:
        raise InputError("departure", name, f"one of {', '.join(DEPARTURES)}")
    return _orbit(name)


def return_place(name: str, *, entry_speed_max_km_s: float | None = None) -> Place:
    """Return the place of ``RETURNS`` that itineraries end at.

    'entry' lands directly, 'leo-aerobraked' passes the atmosphere: both cap the inertial speed at
    125 km. 'ldro' is captured by lunar swing-bys. The others burn at perigee.
    """
    if name not in RETURNS:
        raise InputError("return", name, f"one of {', '.join(RETURNS)}")
    parameters = load("itineraries")
    if name == "ldro":
        free = parameters.value("swingby.capture_vinf_km_s")
        extra = parameters.value("swingby.ldro_dv_km_s")
        return Place(name, 0.0, 0.0, extra, free, False, False)
    if name not in {"entry", "leo-aerobraked"}:
        return _orbit(name)
    limit = parameters.value("entry.speed_max_km_s")
    limit = limit if entry_speed_max_km_s is None else entry_speed_max_km_s
    spare = limit**2 - 2.0 * MU_EARTH_KM3_S2 / (R_EARTH_KM + ENTRY_ALTITUDE_KM)
    if not 0.0 <= spare < math.inf:
        raise InputError("entry_speed_max_km_s", limit, "at least the escape speed at 125 km")
    raised = parameters.value("aerobraking.periapsis_raise_dv_km_s")
    extra = raised if name == "leo-aerobraked" else 0.0
    return Place(name, 0.0, 0.0, extra, math.sqrt(spare), False, False)


def _orbit(name: str) -> Place:
    """Return an orbit of the parameters, or a place reached from the ellipse to the Moon."""
    parameters = load("itineraries")
    low = parameters.value("orbit.leo_altitude_km")
    if name == "leo":
        return _ellipse(name, low, low, 0.0)
    if name in {"gto", "heo"}:
        perigee = parameters.value(f"orbit.{name}_perigee_km")
        return _ellipse(name, perigee, parameters.value(f"orbit.{name}_apogee_km"), 0.0)
    apogee = parameters.value("orbit.moon_apogee_km") - R_EARTH_KM
    return _ellipse(name, low, apogee, parameters.value(f"insertion.{name}_dv_km_s"))


def _ellipse(name: str, perigee_km: float, apogee_km: float, extra_km_s: float) -> Place:
    r = R_EARTH_KM + perigee_km
    a = 0.5 * (r + R_EARTH_KM + apogee_km)
    speed = math.sqrt(MU_EARTH_KM3_S2 * (2.0 / r - 1.0 / a))
    is_circular = perigee_km == apogee_km
    return Place(name, 2.0 * MU_EARTH_KM3_S2 / r, speed, extra_km_s, math.inf, True, is_circular)
