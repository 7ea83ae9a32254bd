"""One round trip in full: dates, energies, burns, speeds and directions."""

from dataclasses import dataclass

import numpy as np

from asteroid_econ.orbits.patched import capping_dv_km_s, departure_dv_km_s, entry_speed_km_s
from asteroid_econ.orbits.planets import ecliptic_to_equatorial
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


def declination_rad(v_ecliptic: Floats) -> float:
    """Return the declination of a vector given in the ecliptic frame; equator of J2000."""
    x, y, z = ecliptic_to_equatorial(v_ecliptic)
    return float(np.arctan2(z, np.hypot(x, y)))
