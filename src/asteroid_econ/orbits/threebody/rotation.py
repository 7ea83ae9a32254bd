"""Between the rotating frame of Sun and Earth and heliocentric motion at a date.

The frame turns at a mean rate: Earth stands at 100.3762° at J2000.0 and goes round in 365.25 days.
True Earth is up to 1.9° away from that, and 2.4° by the year 2100. An orbit relative to the frame
has the elements (a_au, ecc, inc_rad, node_rad, argperi_rad, mean_anomaly_rad), node counted from
the Sun–Earth line of the moment; at a date the line's longitude is added to the node.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.constants import AU_KM, DAY_S, J2000_MJD_TDB, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.elements import from_state, state
from asteroid_econ.orbits.threebody.cr3bp import checked_mass_ratio, states
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Floats

_MOTION_AU_D = math.sqrt(MU_SUN_KM3_S2 / AU_KM**3) * DAY_S


def radian_d() -> float:
    """Return the days in which the frame turns by one radian: the unit of time of the problem."""
    return float(load("threebody").value("rotation.year_d")) / (2.0 * math.pi)


def frame_longitude_rad(mjd_tdb: ArrayLike) -> Floats:
    """Return the ecliptic longitude of the Sun–Earth line by the mean law.

    Parameters
    ----------
    mjd_tdb : array_like, shape S
        Dates.

    Returns
    -------
    ndarray, shape S
        In [0, 2π).

    References
    ----------
    Tyler & Wittig (2021), Acta Astronautica 187, 28.

    Examples
    --------
    >>> print(np.degrees(frame_longitude_rad(51544.5)).round(4))
    100.3762
    """
    turns = floats("mjd_tdb", mjd_tdb) - J2000_MJD_TDB
    start = math.radians(load("threebody").value("rotation.longitude_j2000_deg"))
    return np.asarray(np.mod(start + turns / radian_d(), 2.0 * math.pi))


def heliocentric_elements(state_nd: ArrayLike, *, mu_ratio: float) -> Floats:
    """Return the osculating elements about the larger body, relative to the rotating frame.

    Parameters
    ----------
    state_nd : array_like, shape S + (6,)
        States in the rotating frame.
    mu_ratio : float
        Mass of the smaller body over the mass of both, in (0, 0.5].

    Returns
    -------
    ndarray, shape S + (6,)
        a_au, ecc, inc_rad, node_rad, argperi_rad, mean_anomaly_rad; the node from the x axis of
        the moment. NaN where the state is NaN.
    """
    mu = checked_mass_ratio(mu_ratio)
    x, y, z, vx, vy, vz = np.moveaxis(states(state_nd), -1, 0)
    # the larger body stands at (−μ, 0) and moves with (0, −μ) where the frame turns by 1
    r = np.stack([x + mu, y, z], axis=-1)
    v = np.stack([vx - y, vy + x + mu, vz], axis=-1)
    return np.stack(from_state(r, v, mu_km3_s2=1.0 - mu), axis=-1)


def rotating_state(elements_nd: ArrayLike, *, mu_ratio: float) -> Floats:
    """Return the state in the rotating frame; the inverse of :func:`heliocentric_elements`.

    Parameters
    ----------
    elements_nd : array_like, shape S + (6,)
        As :func:`heliocentric_elements` returns them.
    mu_ratio : float
        Mass of the smaller body over the mass of both, in (0, 0.5].

    Returns
    -------
    ndarray, shape S + (6,)
    """
    mu = checked_mass_ratio(mu_ratio)
    r, v = state(*np.moveaxis(_elements(elements_nd), -1, 0), mu_km3_s2=1.0 - mu)
    x, y, z = np.moveaxis(r, -1, 0)
    vx, vy, vz = np.moveaxis(v, -1, 0)
    return np.stack([x - mu, y, z, vx + y, vy - x, vz], axis=-1)


def conic_state(
    elements_nd: ArrayLike, passage_mjd_tdb: ArrayLike, mjd_tdb: ArrayLike
) -> tuple[Floats, Floats]:
    """Return heliocentric states on the conic of an orbit that passes the section at a date.

    Parameters
    ----------
    elements_nd : array_like, shape S + (6,)
        Elements at the section, relative to the rotating frame: a row of the manifold table.
    passage_mjd_tdb : array_like, broadcasts to S
        When the section is passed: the frame's longitude then is added to the node.
    mjd_tdb : array_like, broadcasts to S
        Dates wanted: before the passage the manifold is this conic.

    Returns
    -------
    r_km, v_km_s : ndarray, shape S + (3,)
        Heliocentric, ecliptic of J2000.

    Notes
    -----
    Of the Sun's mass alone. The unit of speed, and of mean motion, is that of the true Sun at
    1 au, 2e-5 smaller than that of the mean law of rotation: 0.6 m/s at most.
    """
    elements = _elements(elements_nd)
    passage, date = floats("passage_mjd_tdb", passage_mjd_tdb), floats("mjd_tdb", mjd_tdb)
    a, ecc, inc, node, argperi, mean = np.moveaxis(elements, -1, 0)
    mean = mean + _MOTION_AU_D * np.abs(a) ** -1.5 * (date - passage)
    node = node + frame_longitude_rad(passage)
    return state(a * AU_KM, ecc, inc, node, argperi, mean, mu_km3_s2=MU_SUN_KM3_S2)


def heliocentric_state_km(
    state_nd: ArrayLike, mjd_tdb: ArrayLike, *, mu_ratio: float
) -> tuple[Floats, Floats]:
    """Return the heliocentric state, at a date, of a state in the rotating frame.

    Parameters
    ----------
    state_nd : array_like, shape S + (6,)
        States in the rotating frame.
    mjd_tdb : array_like, broadcasts to S
        Dates.
    mu_ratio : float
        Mass of the smaller body over the mass of both, in (0, 0.5].

    Returns
    -------
    r_km, v_km_s : ndarray, shape S + (3,)
        Heliocentric, ecliptic of J2000; units as in :func:`conic_state`.
    """
    return conic_state(heliocentric_elements(state_nd, mu_ratio=mu_ratio), mjd_tdb, mjd_tdb)


def _elements(elements_nd: ArrayLike) -> Floats:
    elements = floats("elements_nd", elements_nd)
    if elements.ndim == 0 or elements.shape[-1] != 6:
        raise InputError("elements_nd", elements.shape, "an array of shape (..., 6)")
    return elements
