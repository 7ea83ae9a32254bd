"""How far the Δv of an itinerary is off because the asteroid's orbit is not known well."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ.constants import DAY_S, JULIAN_YEAR_D, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import PlanetTable
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip_arc import State, arc_again
from asteroid_econ.orbits.roundtrip_mining import MiningSearch
from asteroid_econ.orbits.roundtrip_option import MiningOption
from asteroid_econ.orbits.roundtrip_places import departure_place, return_place
from asteroid_econ.records import Floats

# 15 km at 1 au after ten years: far above the integrator's error, and linear still where Apophis's
# encounter of 2029 has made tens of thousands of kilometres of it.
STEP_ARCSEC_DECADE = 0.02
_ARCSEC_RAD = np.pi / 648_000.0


@dataclass(frozen=True, slots=True)
class OrbitError:
    """What an unsure orbit does to an itinerary as it is planned today.

    ``position_arrival_km`` and ``position_departure_km`` are the errors on the two dates at the
    asteroid, ``dv_out_km_s`` and ``dv_ret_km_s`` the changes of the two legs' Δv that one and the
    same error of the mean motion brings, ``dv_km_s`` the size of their sum: all to first order.
    NaN where the orbit's quality is unknown, infinite where it has no bound (condition code 9).
    The Δv are NaN too where a leg of several revolutions is so near the shortest time of its kind
    that it is lost on an orbit beside this one: then there is no first order.
    """

    position_arrival_km: float
    position_departure_km: float
    dv_km_s: float
    dv_out_km_s: float
    dv_ret_km_s: float


def orbit_error(
    option: MiningOption,
    search: MiningSearch,
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    epoch_mjd_tdb: float,
    *,
    planets: PlanetTable,
    nongravitational_au_d2: ArrayLike = (0.0, 0.0, 0.0),
    runoff_arcsec_decade: float,
) -> OrbitError:
    """Return the error of an itinerary's Δv that the longitude runoff of the orbit causes.

    Parameters
    ----------
    option : MiningOption
        The itinerary.
    search : MiningSearch
        Places where it starts and ends.
    r_km, v_km_s : array_like, shape (3,)
        State of the asteroid at the epoch.
    epoch_mjd_tdb : float
        Epoch.
    planets : PlanetTable
        Covers all dates.
    nongravitational_au_d2 : array_like, shape (3,), optional
        Marsden's A1, A2, A3.
    runoff_arcsec_decade : float
        Growth of the error along the orbit, as condition codes bound it; >= 0, infinite or NaN.

    Returns
    -------
    OrbitError

    Notes
    -----
    The runoff is an error of the mean motion. The asteroid's speed at the epoch is changed so that
    its mean motion changes by ± 0.02 arcsec a decade, both orbits are integrated with all planets,
    and the legs are solved again between the same dates: central differences, scaled to the runoff.
    An encounter with a planet on the way multiplies the error, and is in it. First order: not
    to be trusted where the error is more than some hundredths of a revolution. A craft that has
    arrived knows the orbit: the return then costs what it costs.

    References
    ----------
    Minor Planet Center, Uncertainty Parameter U, for the runoff.
    """
    if runoff_arcsec_decade < 0.0:
        raise InputError("runoff_arcsec_decade", runoff_arcsec_decade, ">= 0")
    durations = (option.dur_out_d, option.dur_at_d, option.dur_ret_d)
    dates = option.launch_mjd_tdb + np.cumsum([0.0, *durations])
    earth_r, earth_v = heliocentric_state("earth", dates[[0, 3]])
    home, start = (earth_r[1], earth_v[1]), (earth_r[0], earth_v[0])
    moved = [with_runoff_km_s(r_km, v_km_s, x) for x in (-STEP_ARCSEC_DECADE, STEP_ARCSEC_DECADE)]
    r, v, _ = perturbed_states(
        np.stack([r_km, r_km]),
        np.stack(moved),
        epoch_mjd_tdb,
        dates[1:3],
        planets=planets,
        nongravitational_au_d2=nongravitational_au_d2,
    )
    out = [_out_km_s(option, search, start, (r[k, 0], v[k, 0])) for k in (0, 1)]
    back = [_back_km_s(option, search, (r[k, 1], v[k, 1]), home) for k in (0, 1)]
    scale = runoff_arcsec_decade / (2.0 * STEP_ARCSEC_DECADE)
    dv_out, dv_ret = scale * (out[1] - out[0]), scale * (back[1] - back[0])
    position = scale * np.linalg.norm(r[1] - r[0], axis=1)
    return OrbitError(
        position_arrival_km=float(position[0]),
        position_departure_km=float(position[1]),
        dv_km_s=abs(dv_out + dv_ret) if np.isfinite(scale) else float(scale),
        dv_out_km_s=dv_out,
        dv_ret_km_s=dv_ret,
    )


def with_runoff_km_s(r_km: ArrayLike, v_km_s: ArrayLike, runoff_arcsec_decade: float) -> Floats:
    """Return the velocity (3,) at which an orbit's mean motion is higher by a longitude runoff.

    Parameters
    ----------
    r_km, v_km_s : array_like, shape (3,)
        State on an ellipse about the Sun.
    runoff_arcsec_decade : float
        Growth of the shift along the orbit; negative for a slower motion.

    Returns
    -------
    ndarray, shape (3,)
        Parallel to ``v_km_s``; to first order in the runoff.

    Notes
    -----
    From n² a³ = mu and v² = mu (2/r − 1/a): dn / n = −3 a v dv / mu.
    """
    r, v = np.asarray(r_km, dtype=np.float64), np.asarray(v_km_s, dtype=np.float64)
    speed2 = np.sum(v**2)
    a = 1.0 / (2.0 / np.linalg.norm(r) - speed2 / MU_SUN_KM3_S2)
    motion = np.sqrt(MU_SUN_KM3_S2 / a**3)
    step = runoff_arcsec_decade * _ARCSEC_RAD / (10.0 * JULIAN_YEAR_D * DAY_S)
    return np.asarray((1.0 - step / motion * MU_SUN_KM3_S2 / (3.0 * a * speed2)) * v)


def _out_km_s(option: MiningOption, search: MiningSearch, earth: State, body: State) -> float:
    v1, v2 = arc_again(
        earth,
        body,
        tof_d=option.dur_out_d,
        n_rev=option.n_rev_out,
        vinf_km_s=option.vinf_km_s[0],
    )
    leave = departure_place(search.departure).dv_km_s(_norm(v1 - earth[1]))
    return float(leave + _norm(v2 - body[1]))


def _back_km_s(option: MiningOption, search: MiningSearch, body: State, earth: State) -> float:
    v1, v2 = arc_again(
        body,
        earth,
        tof_d=option.dur_ret_d,
        n_rev=option.n_rev_ret,
        vinf_km_s=option.vinf_km_s[2],
    )
    home = return_place(search.return_to, entry_speed_max_km_s=search.entry_speed_max_km_s)
    return float(_norm(v1 - body[1]) + home.dv_km_s(_norm(v2 - earth[1])))


def _norm(v: Floats) -> Floats:
    return np.asarray(np.linalg.norm(v, axis=-1))
