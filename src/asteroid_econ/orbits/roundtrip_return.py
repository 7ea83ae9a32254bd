"""Coming home otherwise than planned: earlier, or with a cargo that must not hit the Earth."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ.constants import (
    DAY_S,
    ENTRY_ALTITUDE_KM,
    MU_EARTH_KM3_S2,
    MU_SUN_KM3_S2,
    R_EARTH_KM,
)
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.kepler import propagate
from asteroid_econ.orbits.lambert import lambert
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import PlanetTable
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip_mining import MiningSearch
from asteroid_econ.orbits.roundtrip_option import MiningOption
from asteroid_econ.orbits.roundtrip_places import Place, return_place
from asteroid_econ.parameters.load import load


@dataclass(frozen=True, slots=True)
class EarlyReturn:
    """The cheapest way home after the shortest stay, at Earth no later than planned.

    ``dv_km_s`` is departure from the asteroid plus arrival at the place of return;
    ``extra_dv_km_s`` what that is more than planned. NaN where no leg leads home in time.
    """

    leave_mjd_tdb: float
    dur_ret_d: float
    n_rev: int
    dv_km_s: float
    extra_dv_km_s: float


@dataclass(frozen=True, slots=True)
class CargoReturn:
    """What keeps a bulk cargo from hitting the Earth unasked.

    Until ``retarget_d`` before perigee it is aimed ``miss_distance_km`` from the Earth's centre in
    the plane across its approach (``miss_perigee_km`` above the ground after the pull of the
    Earth). ``retarget_dv_km_s`` moves the aim from there to the target. ``disposal_dv_km_s`` gets
    rid of the cargo for good: back to the miss, so that it stays on its orbit about the Sun, where
    the atmosphere would have caught it; else from the place of return to escape.
    """

    miss_distance_km: float
    miss_perigee_km: float
    retarget_d: float
    retarget_dv_km_s: float
    disposal_dv_km_s: float


def early_return(
    option: MiningOption,
    search: MiningSearch,
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch_mjd_tdb: float,
    *,
    planets: PlanetTable,
    nongravitational_au_d2: ArrayLike = (0.0, 0.0, 0.0),
) -> EarlyReturn:
    """Return the cheapest early way home from an itinerary's arrival.

    Parameters
    ----------
    option : MiningOption
        The itinerary.
    search : MiningSearch
        Its grid, shortest stay, revolutions and place of return.
    r_km, v_km_s : array_like, shape (3,)
        State of the asteroid at the epoch.
    epoch_mjd_tdb : float
        Epoch.
    planets : PlanetTable
        Covers all dates.
    nongravitational_au_d2 : array_like, shape (3,), optional
        Marsden's A1, A2, A3.

    Returns
    -------
    EarlyReturn
        Over all return legs of the search's grid that end no later than the option does. An
        itinerary of the shortest stay cannot leave earlier: then this is the option's own leg,
        or a shorter one that costs no more.
    """
    step = search.step_d
    stay = step * search.n_stay_min
    leave = option.launch_mjd_tdb + option.dur_out_d + stay
    last = option.launch_mjd_tdb + option.duration_d
    n = min(search.n_legs, int((last - leave) / step + 1e-6))
    nothing = EarlyReturn(float(leave), np.nan, -1, np.nan, np.nan)
    if n < 1:
        return nothing
    tof = step * np.arange(1.0, n + 1.0)
    r, v, _ = perturbed_states(
        r_km,
        v_km_s,
        epoch_mjd_tdb,
        np.array([leave]),
        planets=planets,
        nongravitational_au_d2=nongravitational_au_d2,
    )
    earth_r, earth_v = heliocentric_state("earth", leave + tof)
    home = return_place(search.return_to, entry_speed_max_km_s=search.entry_speed_max_km_s)
    turns = [(0, True)]
    turns += [(k, low) for k in range(1, search.n_rev_max + 1) for low in (True, False)]
    cost = np.full((len(turns), n), np.nan)
    for k, (n_rev, is_low) in enumerate(turns):
        v1, v2 = lambert(
            r[0, 0],
            earth_r,
            DAY_S * tof,
            mu_km3_s2=MU_SUN_KM3_S2,
            n_rev=n_rev,
            is_low_path=is_low,
        )
        arrival = home.dv_km_s(np.linalg.norm(v2 - earth_v, axis=-1))
        cost[k] = np.linalg.norm(v1 - v[0, 0], axis=-1) + arrival
    if np.all(np.isnan(cost)):
        return nothing
    row, column = np.unravel_index(np.nanargmin(cost), cost.shape)
    dv = float(cost[row, column])
    planned = option.dv_return_km_s + option.dv_earth_km_s
    return EarlyReturn(float(leave), float(tof[column]), turns[row][0], dv, dv - planned)


def cargo_return(vinf_km_s: float, search: MiningSearch) -> CargoReturn:
    """Return the aim and the disposal of a cargo that comes back with an excess speed.

    Parameters
    ----------
    vinf_km_s : float
        Excess speed at Earth, >= 0.
    search : MiningSearch
        Its place of return.

    Returns
    -------
    CargoReturn
        NaN where the speed is NaN. Miss distance infinite for a parabola.

    Notes
    -----
    Two bodies, Earth and cargo: a push across the path at a distance R changes the angular
    momentum by R Δv, and with it the perigee. The burn that moves the aim is the difference of
    the two angular momenta over the distance at ``retarget_d``. Far out and fast it is the shift
    of the aim point over the time that is left. Dispersions of navigation and of the burns
    themselves are not in it.

    References
    ----------
    Vallado (2013), Fundamentals of Astrodynamics, 4th ed., section 7.6 for the impact parameter.
    Parameters ``itineraries.cargo``.
    """
    if vinf_km_s < 0.0:
        raise InputError("vinf_km_s", vinf_km_s, ">= 0")
    parameters = load("itineraries")
    lead_d = parameters.value("cargo.retarget_d")
    above_km = parameters.value("cargo.miss_perigee_km")
    home = return_place(search.return_to, entry_speed_max_km_s=search.entry_speed_max_km_s)
    goal_km = _perigee_km(home)
    miss_km = max(R_EARTH_KM + above_km, goal_km)
    momenta = [_momentum_km2_s(radius, vinf_km_s) for radius in (miss_km, goal_km)]
    retarget = abs(momenta[0] - momenta[1]) / _distance_km(goal_km, vinf_km_s, lead_d)
    with np.errstate(divide="ignore"):
        miss_distance = float(np.divide(momenta[0], vinf_km_s))
    return CargoReturn(
        miss_distance_km=miss_distance,
        miss_perigee_km=miss_km - R_EARTH_KM,
        retarget_d=lead_d,
        retarget_dv_km_s=retarget,
        disposal_dv_km_s=retarget if home.is_entry else float(home.dv_km_s(np.zeros(()))),
    )


def _perigee_km(home: Place) -> float:
    """Return the distance from the Earth's centre at which a place is reached."""
    if home.is_burn:
        return 2.0 * MU_EARTH_KM3_S2 / home.escape2_km2_s2
    if home.name == "ldro":
        return float(load("itineraries").value("orbit.moon_apogee_km"))
    return R_EARTH_KM + ENTRY_ALTITUDE_KM


def _momentum_km2_s(perigee_km: float, vinf_km_s: float) -> float:
    return float(np.sqrt((vinf_km_s * perigee_km) ** 2 + 2.0 * MU_EARTH_KM3_S2 * perigee_km))


def _distance_km(perigee_km: float, vinf_km_s: float, time_d: float) -> float:
    """Return how far from Earth a hyperbola is a time before its perigee."""
    speed = _momentum_km2_s(perigee_km, vinf_km_s) / perigee_km
    r, _ = propagate(
        [perigee_km, 0.0, 0.0],
        [0.0, speed, 0.0],
        -DAY_S * time_d,
        mu_km3_s2=MU_EARTH_KM3_S2,
    )
    return float(np.linalg.norm(r))
