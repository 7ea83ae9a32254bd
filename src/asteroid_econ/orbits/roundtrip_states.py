"""Where the craft of a mining itinerary is, day by day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.kepler import propagate
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import PlanetTable
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip_arc import State, arc_again
from asteroid_econ.orbits.roundtrip_option import MiningOption
from asteroid_econ.records import Floats


@dataclass(frozen=True, slots=True, eq=False)
class PhaseStates:
    """One phase of an itinerary: 'outbound', 'stay' or 'return'; heliocentric, ecliptic J2000.

    ``mjd_tdb`` (n,), ``r_km`` and ``v_km_s`` (n, 3); both ends belong to the phase.
    """

    phase: str
    mjd_tdb: Floats
    r_km: Floats
    v_km_s: Floats


def itinerary_states(
    option: MiningOption,
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch_mjd_tdb: float,
    *,
    planets: PlanetTable,
    nongravitational_au_d2: ArrayLike = (0.0, 0.0, 0.0),
    step_d: float = 5.0,
) -> list[PhaseStates]:
    """Return the states of the three phases of an itinerary.

    Parameters
    ----------
    option : MiningOption
        The itinerary.
    r_km, v_km_s : array_like, shape (3,)
        State of the asteroid at the epoch.
    epoch_mjd_tdb : float
        Epoch.
    planets : PlanetTable
        Covers all dates.
    nongravitational_au_d2 : array_like, shape (3,), optional
        Marsden's A1, A2, A3.
    step_d : float, optional
        Largest time between states, > 0.

    Returns
    -------
    list of PhaseStates
        Legs are the Lambert arcs of the search, about the Sun alone, from and to the centres of
        Earth and asteroid; during the stay the craft is where the asteroid is. An encounter with
        a planet turns the rounding of one integration into kilometres: the arcs are flown again
        to and from the states of this one, so that the phases meet.
    """
    if not step_d > 0.0:
        raise InputError("step_d", step_d, "> 0")
    durations = (option.dur_out_d, option.dur_at_d, option.dur_ret_d)
    dates = option.launch_mjd_tdb + np.cumsum([0.0, *durations])
    epochs = [
        np.linspace(dates[k], dates[k + 1], int(np.ceil(durations[k] / step_d)) + 1)
        for k in range(3)
    ]
    at_r, at_v, _ = perturbed_states(
        r_km,
        v_km_s,
        epoch_mjd_tdb,
        epochs[1],
        planets=planets,
        nongravitational_au_d2=nongravitational_au_d2,
    )
    earth_r, earth_v = heliocentric_state("earth", dates[[0, 3]])
    start, home = (earth_r[0], earth_v[0]), (earth_r[1], earth_v[1])
    there, leave = (at_r[0, 0], at_v[0, 0]), (at_r[0, -1], at_v[0, -1])
    out = _leg(start, there, epochs[0], option.n_rev_out, option.vinf_km_s[0])
    back = _leg(leave, home, epochs[2], option.n_rev_ret, option.vinf_km_s[2])
    return [
        PhaseStates("outbound", epochs[0], *out),
        PhaseStates("stay", epochs[1], at_r[0], at_v[0]),
        PhaseStates("return", epochs[2], *back),
    ]


def _leg(
    origin: State, goal: State, mjd_tdb: Floats, n_rev: int, vinf_km_s: Floats
) -> tuple[Floats, Floats]:
    """Return positions and velocities at the dates; on the path as it was found if that is all."""
    tof_d = float(mjd_tdb[-1] - mjd_tdb[0])
    v1, _ = arc_again(origin, goal, tof_d=tof_d, n_rev=n_rev, vinf_km_s=vinf_km_s)
    start = v1 if np.all(np.isfinite(v1)) else origin[1] + vinf_km_s
    return propagate(origin[0], start, DAY_S * (mjd_tdb - mjd_tdb[0]), mu_km3_s2=MU_SUN_KM3_S2)
