"""One round trip in full: dates, energies, burns, speeds and directions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.lambert import lambert
from asteroid_econ.orbits.patched import (
    capping_dv_km_s,
    departure_dv_km_s,
    entry_speed_km_s,
    plane_change_rad,
)
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import PlanetTable
from asteroid_econ.orbits.planets import ecliptic_to_equatorial, heliocentric_state
from asteroid_econ.orbits.roundtrip import RoundTrips
from asteroid_econ.records import Floats


@dataclass(frozen=True, slots=True)
class Itinerary:
    """A round trip to an asteroid, in the terms of NHATS.

    ``vrel_arr_earth_km_s`` is the burn that caps the entry speed, ``v_entry_km_s`` the speed at
    125 km after it; declinations of the asymptotes refer to the equator of J2000.
    """

    launch_mjd_tdb: float
    dur_out_d: float
    dur_at_d: float
    dur_ret_d: float
    c3_km2_s2: float
    dv_dep_park_km_s: float
    vrel_arr_neo_km_s: float
    vrel_dep_neo_km_s: float
    vrel_arr_earth_km_s: float
    v_entry_km_s: float
    vinf_ret_km_s: float
    dec_dep_rad: float
    dec_arr_rad: float

    @property
    def duration_d(self) -> float:
        """From launch to the return."""
        return self.dur_out_d + self.dur_at_d + self.dur_ret_d

    @property
    def dv_km_s(self) -> float:
        """All four burns."""
        return (
            self.dv_dep_park_km_s
            + self.vrel_arr_neo_km_s
            + self.vrel_dep_neo_km_s
            + self.vrel_arr_earth_km_s
        )


def itinerary(trips: RoundTrips, target: int, column: int) -> Itinerary | None:
    """Return the trip of a target in a column of the result, None where none is viable."""
    steps = trips.steps[target, column]
    if steps[0] < 0:
        return None
    search = trips.search
    launch, outbound, stay, back = (search.step_d * steps).tolist()
    return itinerary_of(
        search.first_launch_mjd_tdb + launch,
        (search.leg_first_d + outbound, stay, search.leg_first_d + back),
        trips.vinf_km_s[target, column],
        parking_altitude_km=search.parking_altitude_km,
        entry_speed_max_km_s=search.entry_speed_max_km_s,
    )


def itinerary_at(
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch_mjd_tdb: float,
    launch_mjd_tdb: float,
    durations_d: tuple[float, float, float],
    *,
    planets: PlanetTable,
    nongravitational_au_d2: ArrayLike = (0.0, 0.0, 0.0),
    parking_altitude_km: float = 400.0,
    entry_speed_max_km_s: float = 12.0,
) -> Itinerary:
    """Return the round trip of given dates to an asteroid of a given state.

    Parameters
    ----------
    r_km, v_km_s : array_like, shape (3,)
        Heliocentric state at the epoch, ecliptic of J2000.
    epoch_mjd_tdb, launch_mjd_tdb : float
        Epoch of the state, and launch.
    durations_d : tuple of three floats
        Outbound, stay and return, each > 0.
    planets : PlanetTable
        Covers all dates.
    nongravitational_au_d2 : array_like, shape (3,), optional
        Marsden's A1, A2, A3.
    parking_altitude_km, entry_speed_max_km_s : float, optional
        As in :class:`~asteroid_econ.orbits.roundtrip.Search`.

    Returns
    -------
    Itinerary
        NaN where a leg has no solution.
    """
    dates = launch_mjd_tdb + np.cumsum([0.0, *durations_d])
    r, v, _ = perturbed_states(
        r_km,
        v_km_s,
        epoch_mjd_tdb,
        dates[1:3],
        planets=planets,
        nongravitational_au_d2=nongravitational_au_d2,
    )
    earth_r, earth_v = heliocentric_state("earth", dates[[0, 3]])
    origin, goal = np.stack([earth_r[0], r[0, 1]]), np.stack([r[0, 0], earth_r[1]])
    tof_s = DAY_S * np.array([durations_d[0], durations_d[2]])
    v1, v2 = lambert(origin, goal, tof_s, mu_km3_s2=MU_SUN_KM3_S2)
    vinf = np.stack([v1[0] - earth_v[0], v2[0] - v[0, 0], v1[1] - v[0, 1], v2[1] - earth_v[1]])
    return itinerary_of(
        launch_mjd_tdb,
        durations_d,
        vinf,
        parking_altitude_km=parking_altitude_km,
        entry_speed_max_km_s=entry_speed_max_km_s,
    )


def itinerary_of(
    launch_mjd_tdb: float,
    durations_d: tuple[float, float, float],
    vinf_km_s: Floats,
    *,
    parking_altitude_km: float,
    entry_speed_max_km_s: float,
) -> Itinerary:
    """Return the record of a trip from its dates and its four excess velocities (4, 3)."""
    speed = np.sqrt(np.sum(vinf_km_s**2, axis=1))
    cap = float(capping_dv_km_s(speed[3], entry_speed_max_km_s=entry_speed_max_km_s))
    c3 = float(speed[0] ** 2)
    return Itinerary(
        launch_mjd_tdb,
        *durations_d,
        c3_km2_s2=c3,
        dv_dep_park_km_s=float(departure_dv_km_s(c3, altitude_km=parking_altitude_km)),
        vrel_arr_neo_km_s=float(speed[1]),
        vrel_dep_neo_km_s=float(speed[2]),
        vrel_arr_earth_km_s=cap,
        v_entry_km_s=float(entry_speed_km_s(speed[3] - cap)),
        vinf_ret_km_s=float(speed[3]),
        dec_dep_rad=declination_rad(vinf_km_s[0]),
        dec_arr_rad=declination_rad(vinf_km_s[3]),
    )


def declination_dv_km_s(trip: Itinerary, *, inc_rad: float, altitude_km: float = 400.0) -> float:
    """Return what the departure costs more from a parking orbit of an inclination.

    Parameters
    ----------
    trip : Itinerary
        Its C3 and the declination of its departure count.
    inc_rad : float
        In [0, π]; the plane turns by |declination| − inclination in the same burn.
    altitude_km : float, optional
        Of the circular parking orbit.

    Returns
    -------
    float
        >= 0; 0 where the orbit reaches the declination.

    Examples
    --------
    NHATS leaves the declination out: 2006 RH120's own record of C3 0.005 leaves at 58.8°:

    >>> from dataclasses import fields
    >>> record = dict.fromkeys((f.name for f in fields(Itinerary)), 0.0)
    >>> record |= {"c3_km2_s2": 0.005, "dec_dep_rad": np.radians(58.8)}
    >>> print(round(declination_dv_km_s(Itinerary(**record), inc_rad=np.radians(28.5)), 2))
    2.55
    """
    angle = plane_change_rad(trip.dec_dep_rad, parking_inc_rad=inc_rad)
    turned = departure_dv_km_s(trip.c3_km2_s2, altitude_km=altitude_km, plane_change_rad=angle)
    return float(turned - departure_dv_km_s(trip.c3_km2_s2, altitude_km=altitude_km))


def declination_rad(v_km_s: Floats) -> float:
    """Return the declination of a vector given in the ecliptic frame; equator of J2000."""
    x, y, z = ecliptic_to_equatorial(v_km_s)
    return float(np.arctan2(z, np.hypot(x, y)))
