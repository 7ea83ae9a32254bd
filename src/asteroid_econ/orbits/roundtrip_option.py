"""A mining itinerary in full: burns, dates, geometry, and what it costs to be late."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.lambert import lambert
from asteroid_econ.orbits.patched import departure_dv_km_s, entry_speed_km_s, plane_change_rad
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import PlanetTable
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip_mining import MiningTrips
from asteroid_econ.orbits.roundtrip_places import departure_place, return_place
from asteroid_econ.orbits.roundtrip_record import declination_rad
from asteroid_econ.records import Floats, TransferOptions

HILL_AU = 0.01
PERIOD_D = 21
LATE_D = 30.0
RECURRENCE_DV_KM_S = 1.0
CONJUNCTION_RAD = np.radians(5.0)


@dataclass(frozen=True, slots=True, eq=False)
class MiningOption:
    """One mining itinerary.

    ``dv_penalty_km_s`` is what the same departure costs more from 28.5° (a launch due east from
    Florida). ``landing_latitude_min_rad`` bounds from below the highest latitude that the return
    hyperbola can reach by going over a pole: |declination|. ``launch_period_dv_km_s`` is what 21
    days of launches, ``late_dv_km_s`` what a launch 30 days late costs more, to the same date of
    departure from the asteroid; NaN where no leg is possible. Angles Sun–Earth–asteroid below 5°
    are a conjunction where the asteroid is beyond the Sun. Next launches are the two windows after
    this one (cheapest of a year on either side) that ask for at most 1 km/s more.
    ``vinf_km_s`` (4, 3) are the excess velocities in the ecliptic of J2000.
    """

    launch_mjd_tdb: float
    dur_out_d: float
    dur_at_d: float
    dur_ret_d: float
    n_rev_out: int
    n_rev_ret: int
    c3_km2_s2: float
    dv_departure_km_s: float
    dv_arrival_km_s: float
    dv_return_km_s: float
    dv_earth_km_s: float
    vinf_return_km_s: float
    v_entry_km_s: float
    dec_dep_rad: float
    dec_arr_rad: float
    dv_penalty_km_s: float
    landing_latitude_min_rad: float
    arrival_elongation_rad: float
    departure_elongation_rad: float
    is_conjunction: bool
    inside_earth_hill: bool
    sun_distance_au: float
    launch_period_dv_km_s: float
    late_dv_km_s: float
    next_launches_mjd_tdb: tuple[float, ...]
    vinf_km_s: Floats

    @property
    def duration_d(self) -> float:
        """From launch to the return."""
        return self.dur_out_d + self.dur_at_d + self.dur_ret_d

    @property
    def dv_km_s(self) -> float:
        """All four burns."""
        there = self.dv_departure_km_s + self.dv_arrival_km_s
        return there + self.dv_return_km_s + self.dv_earth_km_s


def mining_options(
    trips: MiningTrips,
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch_mjd_tdb: float,
    *,
    planets: PlanetTable,
    n_options: int = 10,
) -> list[MiningOption]:
    """Return the cheapest itineraries of the Pareto set in full, shortest first.

    Parameters
    ----------
    trips : MiningTrips
        Of one asteroid.
    r_km, v_km_s : array_like, shape (3,)
        Its state at the epoch.
    epoch_mjd_tdb : float
        Epoch.
    planets : PlanetTable
        The one of the search.
    n_options : int, optional
        At most so many.

    Returns
    -------
    list of MiningOption
    """
    columns = trips.pareto()[-n_options:] if n_options > 0 else []
    return [_option(trips, n, r_km, v_km_s, epoch_mjd_tdb, planets) for n in columns]


def _option(
    trips: MiningTrips,
    column: int,
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch: float,
    planets: PlanetTable,
) -> MiningOption:
    search = trips.search
    i, a, s, c = (int(x) for x in trips.steps[column])
    out, stay, back = search.step_d * np.array([a + 1, s, c + 1])
    launch = search.first_launch_mjd_tdb + search.step_d * i
    dates = launch + np.array([out, out + stay])
    r, v, _ = perturbed_states(r_km, v_km_s, epoch, dates, planets=planets)
    earth, _ = heliocentric_state("earth", dates)
    vinf = trips.vinf_km_s[column]
    speed = np.sqrt(np.sum(vinf**2, axis=1))
    elongation = [_elongation_rad(earth[k], r[0, k]) for k in (0, 1)]
    distance_au = np.linalg.norm(r[0] - earth, axis=1) / AU_KM
    home = return_place(search.return_to, entry_speed_max_km_s=search.entry_speed_max_km_s)
    at_earth = float(home.dv_km_s(speed[3]))
    option = MiningOption(
        launch_mjd_tdb=float(launch),
        dur_out_d=float(out),
        dur_at_d=float(stay),
        dur_ret_d=float(back),
        n_rev_out=int(trips.n_rev[column, 0]),
        n_rev_ret=int(trips.n_rev[column, 1]),
        c3_km2_s2=float(speed[0] ** 2),
        dv_departure_km_s=float(trips.dv_km_s[column] - speed[1] - speed[2] - at_earth),
        dv_arrival_km_s=float(speed[1]),
        dv_return_km_s=float(speed[2]),
        dv_earth_km_s=at_earth,
        vinf_return_km_s=float(speed[3]),
        v_entry_km_s=float(entry_speed_km_s(min(speed[3], home.vinf_free_km_s))),
        dec_dep_rad=declination_rad(vinf[0]),
        dec_arr_rad=declination_rad(vinf[3]),
        dv_penalty_km_s=_penalty_km_s(float(speed[0]), declination_rad(vinf[0])),
        landing_latitude_min_rad=abs(declination_rad(vinf[3])),
        arrival_elongation_rad=elongation[0],
        departure_elongation_rad=elongation[1],
        is_conjunction=bool(
            any(
                e < CONJUNCTION_RAD and d > 1.0
                for e, d in zip(elongation, distance_au, strict=True)
            )
        ),
        inside_earth_hill=bool(np.any(distance_au < HILL_AU)),
        sun_distance_au=float(np.mean(np.linalg.norm(r[0], axis=1)) / AU_KM),
        launch_period_dv_km_s=np.nan,
        late_dv_km_s=np.nan,
        next_launches_mjd_tdb=_next_launches(trips, i, float(trips.dv_km_s[column])),
        vinf_km_s=vinf,
    )
    if option.n_rev_out > 0:
        return option
    period = _launch_period_km_s(trips, option, r[0, 0], v[0, 0])
    late = _late_km_s(trips, option, r_km, v_km_s, epoch, planets)
    return replace(option, launch_period_dv_km_s=period, late_dv_km_s=late)


def transfer_options(trips: MiningTrips, options: list[MiningOption]) -> TransferOptions:
    """Return itineraries as missions take them.

    Parameters
    ----------
    trips : MiningTrips
        The search that they come from.
    options : list of MiningOption
        Of :func:`mining_options`.

    Returns
    -------
    TransferOptions
        ``return_departure_dv_km_s`` holds the departure from the asteroid; what the place of
        return asks for follows from ``return_vinf_km_s``.
    """

    def column(name: str) -> Floats:
        return np.array([getattr(option, name) for option in options], dtype=np.float64)

    search = trips.search
    launches = np.array([option.launch_mjd_tdb for option in options])
    following = np.array([(*o.next_launches_mjd_tdb, np.nan)[0] for o in options])
    return TransferOptions(
        definition=f"perturbed Lambert round trip, {search.departure} to {search.return_to}",
        departure_mjd_tdb=launches,
        outbound_d=column("dur_out_d"),
        return_d=column("dur_ret_d"),
        departure_c3_km2_s2=column("c3_km2_s2"),
        departure_dv_km_s=column("dv_departure_km_s"),
        arrival_dv_km_s=column("dv_arrival_km_s"),
        return_departure_dv_km_s=column("dv_return_km_s"),
        return_vinf_km_s=column("vinf_return_km_s"),
        revisit_d=following - launches,
        sun_distance_au=column("sun_distance_au"),
        stay_d=column("dur_at_d"),
    )


def _penalty_km_s(vinf: float, declination: float) -> float:
    """Return what a departure from 400 km costs more from 28.5° than from a plane that suits."""
    angle = plane_change_rad(declination, parking_inc_rad=np.radians(28.5))
    turned = departure_dv_km_s(vinf**2, altitude_km=400.0, plane_change_rad=angle)
    return float(turned - departure_dv_km_s(vinf**2, altitude_km=400.0))


def _elongation_rad(earth: Floats, body: Floats) -> float:
    to_body = body - earth
    cosine = -earth @ to_body / (np.linalg.norm(earth) * np.linalg.norm(to_body))
    return float(np.arccos(np.clip(cosine, -1.0, 1.0)))


def _next_launches(trips: MiningTrips, launch: int, dv_km_s: float) -> tuple[float, ...]:
    """Return the next two windows that are at most ``RECURRENCE_DV_KM_S`` dearer."""
    search = trips.search
    half_year = round(182.0 / search.step_d)
    enough = dv_km_s + RECURRENCE_DV_KM_S
    later = sorted(
        i
        for i in trips.recurrences()
        if i > launch + half_year and trips.dv_by_launch_km_s[i] <= enough
    )
    return tuple(search.first_launch_mjd_tdb + search.step_d * i for i in later[:2])


def _outbound_km_s(
    trips: MiningTrips, launch: Floats, arrival: Floats, r: Floats, v: Floats
) -> Floats:
    """Return departure and arrival Δv of direct legs; NaN where there is none."""
    earth_r, earth_v = heliocentric_state("earth", launch)
    v1, v2 = lambert(earth_r, r, DAY_S * (arrival - launch), mu_km3_s2=MU_SUN_KM3_S2)
    place = departure_place(trips.search.departure)
    leave = place.dv_km_s(np.linalg.norm(v1 - earth_v, axis=-1))
    return leave + np.linalg.norm(v2 - v, axis=-1)


def _launch_period_km_s(trips: MiningTrips, option: MiningOption, r: Floats, v: Floats) -> float:
    """Return the dearest launch of the best 21 days to the same arrival, less the nominal one."""
    days = np.arange(-PERIOD_D + 1.0, PERIOD_D)
    arrival = option.launch_mjd_tdb + option.dur_out_d
    launch = option.launch_mjd_tdb + days[days < option.dur_out_d]
    if launch.size < PERIOD_D:
        return float("nan")
    cost = _outbound_km_s(trips, launch, np.full(launch.size, arrival), r, v)
    dearest = np.lib.stride_tricks.sliding_window_view(cost, PERIOD_D).max(axis=1)
    return float(max(0.0, dearest.min() - cost[np.flatnonzero(days == 0.0)[0]]))


def _late_km_s(
    trips: MiningTrips,
    option: MiningOption,
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch: float,
    planets: PlanetTable,
) -> float:
    """Return what leaving 30 days late costs more, arriving before the stay's shortest end."""
    launch = option.launch_mjd_tdb + LATE_D
    leave = option.launch_mjd_tdb + option.dur_out_d + option.dur_at_d
    arrivals = np.arange(launch + 20.0, leave - trips.search.stay_min_d + 0.5, 5.0)
    if arrivals.size == 0:
        return float("nan")
    r, v, _ = perturbed_states(r_km, v_km_s, epoch, arrivals, planets=planets)
    cost = _outbound_km_s(trips, np.full(arrivals.size, launch), arrivals, r[0], v[0])
    return float(np.nanmin(cost) - option.dv_departure_km_s - option.dv_arrival_km_s)
