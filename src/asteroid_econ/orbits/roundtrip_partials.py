"""How far the Δv of an itinerary is off because the asteroid's orbit is not known well."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ.constants import DAY_S, JULIAN_YEAR_D, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.kepler import propagate
from asteroid_econ.orbits.lambert import lambert
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import PlanetTable
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip_mining import MiningSearch
from asteroid_econ.orbits.roundtrip_option import MiningOption
from asteroid_econ.orbits.roundtrip_places import departure_place, return_place
from asteroid_econ.records import Floats

STEP_RAD = 1e-4  # of mean anomaly: 15,000 km at 1 au; central differences err by its square
_ARCSEC_RAD = np.pi / 648_000.0


@dataclass(frozen=True, slots=True)
class OrbitError:
    """What an unsure orbit does to an itinerary as it is planned today.

    ``position_arrival_km`` and ``position_departure_km`` are the errors along the orbit on the two
    dates at the asteroid; ``dv_km_s`` the change of the total Δv that follows to first order. The
    partial derivatives of the two legs are with respect to the asteroid's mean anomaly. NaN where
    the orbit's quality is unknown, infinite where it has no bound (condition code 9).
    """

    position_arrival_km: float
    position_departure_km: float
    dv_km_s: float
    dv_out_km_s_rad: float
    dv_ret_km_s_rad: float


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
    The error of the mean anomaly grows from the epoch of the elements at the runoff's rate. On
    its date the asteroid is moved along its osculating ellipse by ± 1e-4 rad, the leg is solved
    again between the same dates, and the central difference of its Δv is multiplied with the error;
    both legs see the same, correlated error. First order: not to be trusted where the error is
    more than some hundredths of a revolution, nor across a close approach to a planet, which
    multiplies it. A craft that has arrived knows the orbit: the return then costs what it costs.

    References
    ----------
    Minor Planet Center, Uncertainty Parameter U, for the runoff.
    """
    if runoff_arcsec_decade < 0.0:
        raise InputError("runoff_arcsec_decade", runoff_arcsec_decade, ">= 0")
    durations = (option.dur_out_d, option.dur_at_d, option.dur_ret_d)
    dates = option.launch_mjd_tdb + np.cumsum([0.0, *durations])
    r, v, _ = perturbed_states(
        r_km,
        v_km_s,
        epoch_mjd_tdb,
        dates[1:3],
        planets=planets,
        nongravitational_au_d2=nongravitational_au_d2,
    )
    earth_r, earth_v = heliocentric_state("earth", dates[[0, 3]])
    motion = _mean_motion_rad_s(r[0], v[0])
    moved = [
        propagate(r[0], v[0], shift * STEP_RAD / motion, mu_km3_s2=MU_SUN_KM3_S2)
        for shift in (-1.0, 1.0)
    ]
    home, start = (earth_r[1], earth_v[1]), (earth_r[0], earth_v[0])
    out = [_out_km_s(option, search, start, (at_r[0], at_v[0])) for at_r, at_v in moved]
    back = [_back_km_s(option, search, (at_r[1], at_v[1]), home) for at_r, at_v in moved]
    slope = np.array([out[1] - out[0], back[1] - back[0]]) / (2.0 * STEP_RAD)
    decades = np.abs(dates[1:3] - epoch_mjd_tdb) / (10.0 * JULIAN_YEAR_D)
    error_rad = runoff_arcsec_decade * _ARCSEC_RAD * decades
    position = np.linalg.norm(v[0], axis=1) / motion * error_rad
    return OrbitError(
        position_arrival_km=float(position[0]),
        position_departure_km=float(position[1]),
        dv_km_s=_first_order(slope, error_rad),
        dv_out_km_s_rad=float(slope[0]),
        dv_ret_km_s_rad=float(slope[1]),
    )


def _first_order(slope: Floats, error_rad: Floats) -> float:
    """Return |Σ slope × error|; an error that is infinite or NaN is the result."""
    known = np.all(np.isfinite(error_rad))
    return float(abs(np.sum(slope * error_rad)) if known else np.max(error_rad))


def _mean_motion_rad_s(r: Floats, v: Floats) -> Floats:
    """Return the mean motion of the osculating ellipses, shape (2,)."""
    a = 1.0 / (2.0 / np.linalg.norm(r, axis=1) - np.sum(v**2, axis=1) / MU_SUN_KM3_S2)
    return np.sqrt(MU_SUN_KM3_S2 / a**3)


def _out_km_s(
    option: MiningOption,
    search: MiningSearch,
    earth: tuple[Floats, Floats],
    body: tuple[Floats, Floats],
) -> float:
    v1, v2 = _leg(earth[0], body[0], option.dur_out_d, option.n_rev_out)
    vinf = v1 - earth[1]
    k = _nearest(vinf, option.vinf_km_s[0])
    leave = departure_place(search.departure).dv_km_s(_norm(vinf[k]))
    return float(leave + _norm(v2[k] - body[1]))


def _back_km_s(
    option: MiningOption,
    search: MiningSearch,
    body: tuple[Floats, Floats],
    earth: tuple[Floats, Floats],
) -> float:
    v1, v2 = _leg(body[0], earth[0], option.dur_ret_d, option.n_rev_ret)
    vinf = v1 - body[1]
    k = _nearest(vinf, option.vinf_km_s[2])
    home = return_place(search.return_to, entry_speed_max_km_s=search.entry_speed_max_km_s)
    return float(_norm(vinf[k]) + home.dv_km_s(_norm(v2[k] - earth[1])))


def _leg(r1: Floats, r2: Floats, tof_d: float, n_rev: int) -> tuple[Floats, Floats]:
    """Return both paths of a leg, shapes (2, 3); they are one without a whole revolution."""
    return lambert(
        r1,
        r2,
        DAY_S * tof_d,
        mu_km3_s2=MU_SUN_KM3_S2,
        n_rev=n_rev,
        is_low_path=np.array([True, False]),
    )


def _nearest(vinf: Floats, wanted: Floats) -> int:
    """Return which of the paths is the option's."""
    return int(np.nanargmin(np.linalg.norm(vinf - wanted, axis=1)))


def _norm(v: Floats) -> Floats:
    return np.asarray(np.linalg.norm(v, axis=-1))
