"""A mining itinerary in full: burns, dates, geometry, and what it costs to be late."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ.constants import AU_KM
from asteroid_econ.orbits.landing import landing_latitudes_rad
from asteroid_econ.orbits.patched import departure_dv_km_s, entry_speed_km_s, plane_change_rad
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import PlanetTable
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip_mining import MiningTrips
from asteroid_econ.orbits.roundtrip_places import Place, departure_place, return_place
from asteroid_econ.orbits.roundtrip_record import declination_rad
from asteroid_econ.orbits.roundtrip_slip import slip_dv_km_s
from asteroid_econ.records import Floats, TransferOptions

HILL_AU = 0.01
RECURRENCE_DV_KM_S = 1.0
CONJUNCTION_RAD = np.radians(5.0)


@dataclass(frozen=True, slots=True, eq=False)
class MiningOption:
    """One mining itinerary.

    ``dv_penalty_km_s`` is what a departure from low Earth orbit costs more from 28.5° (a launch due
    east from Florida) than from a plane that suits; NaN for other departures. The entry speed is
    inertial, at 125 km and after the burn that caps it; NaN where no atmosphere is met. Landing
    latitudes are the lowest and the highest where a direct entry can begin; NaN for other places
    of return. ``launch_period_dv_km_s`` is what 21 days of launches to the same
    arrival, ``late_dv_km_s`` what a launch 30 days late, ``late_return_dv_km_s`` what leaving the
    asteroid 30 days late costs more, each leg with the cheapest number of revolutions; NaN where
    no leg is possible. Angles Sun–Earth–asteroid below 5° are a conjunction where the asteroid is
    beyond the Sun. Next launches are the first two windows after this one (the cheapest launch of
    a year on either side) whose Δv, in ``next_dv_km_s``, is at most 1 km/s above this one's.
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
    landing_latitude_max_rad: float
    arrival_elongation_rad: float
    departure_elongation_rad: float
    is_conjunction: bool
    inside_earth_hill: bool
    sun_distance_au: float
    launch_period_dv_km_s: float
    late_dv_km_s: float
    late_return_dv_km_s: float
    next_launches_mjd_tdb: tuple[float, ...]
    next_dv_km_s: tuple[float, ...]
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
    nongravitational_au_d2: ArrayLike = (0.0, 0.0, 0.0),
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
    nongravitational_au_d2 : array_like, shape (3,), optional
        Marsden's A1, A2, A3.
    n_options : int, optional
        At most so many.

    Returns
    -------
    list of MiningOption
    """
    columns = trips.pareto()[-n_options:] if n_options > 0 else []
    push = nongravitational_au_d2
    return [_option(trips, n, r_km, v_km_s, epoch_mjd_tdb, planets, push) for n in columns]


def _option(
    trips: MiningTrips,
    column: int,
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch: float,
    planets: PlanetTable,
    push: ArrayLike,
) -> MiningOption:
    search = trips.search
    i, a, s, c = (int(x) for x in trips.steps[column])
    out, stay, back = search.step_d * np.array([a + 1, s, c + 1])
    launch = search.first_launch_mjd_tdb + search.step_d * i
    dates = launch + np.array([out, out + stay])
    r, _, _ = perturbed_states(
        r_km, v_km_s, epoch, dates, planets=planets, nongravitational_au_d2=push
    )
    earth, _ = heliocentric_state("earth", dates)
    vinf = trips.vinf_km_s[column]
    speed = np.sqrt(np.sum(vinf**2, axis=1))
    elongation = [_elongation_rad(earth[k], r[0, k]) for k in (0, 1)]
    distance_au = np.linalg.norm(r[0] - earth, axis=1) / AU_KM
    home = return_place(search.return_to, entry_speed_max_km_s=search.entry_speed_max_km_s)
    at_earth = float(home.dv_km_s(speed[3]))
    dv = float(trips.dv_km_s[column])
    cost_back = float(speed[2]) + at_earth
    slip = slip_dv_km_s(
        search, (float(launch), *dates.tolist(), float(dates[1] + back)),
        (dv - cost_back, cost_back), r_km, v_km_s, epoch,
        planets=planets, nongravitational_au_d2=push,
    )  # fmt: skip
    dec_dep, dec_arr = declination_rad(vinf[0]), declination_rad(vinf[3])
    latitudes = _landing_latitudes_rad(home, float(speed[3]), dec_arr)
    following = _recurrences(trips, i, dv)
    return MiningOption(
        launch_mjd_tdb=float(launch),
        dur_out_d=float(out),
        dur_at_d=float(stay),
        dur_ret_d=float(back),
        n_rev_out=int(trips.n_rev[column, 0]),
        n_rev_ret=int(trips.n_rev[column, 1]),
        c3_km2_s2=float(speed[0] ** 2),
        dv_departure_km_s=float(dv - speed[1] - cost_back),
        dv_arrival_km_s=float(speed[1]),
        dv_return_km_s=float(speed[2]),
        dv_earth_km_s=at_earth,
        vinf_return_km_s=float(speed[3]),
        v_entry_km_s=entry_speed_at(home, float(speed[3])),
        dec_dep_rad=dec_dep,
        dec_arr_rad=dec_arr,
        dv_penalty_km_s=_penalty_km_s(search.departure, float(speed[0]), dec_dep),
        landing_latitude_min_rad=latitudes[0],
        landing_latitude_max_rad=latitudes[1],
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
        launch_period_dv_km_s=slip.period,
        late_dv_km_s=slip.late,
        late_return_dv_km_s=slip.late_return,
        next_launches_mjd_tdb=tuple(
            search.first_launch_mjd_tdb + search.step_d * k for k in following
        ),
        next_dv_km_s=tuple(float(trips.dv_by_launch_km_s[k]) for k in following),
        vinf_km_s=vinf,
    )


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


def _penalty_km_s(departure: str, vinf: float, declination: float) -> float:
    """Return what a departure from 400 km costs more from 28.5° than from a plane that suits."""
    if not departure_place(departure).is_circular:
        return float("nan")
    angle = plane_change_rad(declination, parking_inc_rad=np.radians(28.5))
    turned = departure_dv_km_s(vinf**2, altitude_km=400.0, plane_change_rad=angle)
    return float(turned - departure_dv_km_s(vinf**2, altitude_km=400.0))


def entry_speed_at(home: Place, vinf_km_s: float) -> float:
    """Return the speed at 125 km of a return with an excess speed; NaN where none enters."""
    if not home.is_entry:
        return float("nan")
    return float(entry_speed_km_s(min(vinf_km_s, home.vinf_free_km_s)))


def _elongation_rad(earth: Floats, body: Floats) -> float:
    to_body = body - earth
    cosine = -earth @ to_body / (np.linalg.norm(earth) * np.linalg.norm(to_body))
    return float(np.arccos(np.clip(cosine, -1.0, 1.0)))


def _landing_latitudes_rad(home: Place, vinf: float, declination: float) -> tuple[float, float]:
    """Return the limits of a direct entry after the burn that caps it; NaN for other returns."""
    if home.name != "entry" or not vinf > 0.0:
        return float("nan"), float("nan")
    low, high = landing_latitudes_rad(min(vinf, home.vinf_free_km_s), declination)
    return float(low), float(high)


def _recurrences(trips: MiningTrips, launch: int, dv_km_s: float) -> list[int]:
    """Return the first two windows half a year later or more that cost little more, by date."""
    later = launch + round(182.0 / trips.search.step_d)
    dv = trips.dv_by_launch_km_s
    good = [i for i in trips.recurrences() if i > later and dv[i] <= dv_km_s + RECURRENCE_DV_KM_S]
    return sorted(good)[:2]
