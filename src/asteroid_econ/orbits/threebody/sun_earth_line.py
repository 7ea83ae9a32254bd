"""True Earth and Moon beside the even rotation of the problem of three bodies.

The line from the Sun to the barycentre of Earth and Moon turns unevenly and its length changes. A
state of the problem of three bodies is put beside them by taking that line as its x axis, its
length as the unit of distance, and the angle that it has turned by as the time.
"""

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.threebody.cr3bp import states
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Floats

_STEP_D = 1.0


def earth_moon_state_km(mjd_tdb: ArrayLike) -> tuple[Floats, Floats]:
    """Return the heliocentric state of the barycentre of Earth and Moon, shape S + (3,)."""
    values = load("solar_system")
    earth, moon = values.value("earth.mu_km3_s2"), values.value("moon.mu_km3_s2")
    (r_earth, v_earth), (r_moon, v_moon) = (
        heliocentric_state(body, mjd_tdb) for body in ("earth", "moon")
    )
    share = moon / (earth + moon)
    return r_earth + share * (r_moon - r_earth), v_earth + share * (v_moon - v_earth)


def date_at_longitude_mjd(longitude_rad: ArrayLike, near_mjd_tdb: float) -> Floats:
    """Return when the line points to given longitudes.

    Parameters
    ----------
    longitude_rad : array_like, shape (n,)
        Ecliptic longitudes; turns count on from the first, which is reached next to the date.
    near_mjd_tdb : float
        A date within half a year of the first.

    Returns
    -------
    ndarray, shape (n,)
    """
    wanted = np.atleast_1d(floats("longitude_rad", longitude_rad))
    if wanted.ndim != 1 or not np.isfinite(wanted).all():
        raise InputError("longitude_rad", wanted.shape, "finite angles, shape (n,)")
    rate = 2.0 * np.pi / 365.25
    r, _ = earth_moon_state_km(near_mjd_tdb)
    gap = wanted[0] - np.arctan2(r[1], r[0])
    gap -= 2.0 * np.pi * np.round(gap / (2.0 * np.pi))
    since = gap + wanted - wanted[0]  # turned from the given date on
    first, last = since.min() / rate - 5.0, since.max() / rate + 5.0
    days = near_mjd_tdb + np.arange(first, last + _STEP_D, _STEP_D)
    line, _ = earth_moon_state_km(days)
    turned = np.unwrap(np.arctan2(line[:, 1], line[:, 0]))
    here = np.interp(near_mjd_tdb, days, turned)
    return np.interp(here + since, turned, days)


def beside_true_earth_km(state_nd: ArrayLike, mjd_tdb: ArrayLike) -> tuple[Floats, Floats]:
    """Return heliocentric states of states of the problem of three bodies, set on the true line.

    Parameters
    ----------
    state_nd : array_like, shape (n, 6)
        Positions from the Sun's place (not the barycentre) and velocities, rotating frame.
    mjd_tdb : array_like, shape (n,)
        Dates.

    Returns
    -------
    r_km, v_km_s : ndarray, shape (n, 3)
    """
    y = states(state_nd)
    length, speed, rate, axes = _line(mjd_tdb)
    place, change = y[..., :3], y[..., 3:]
    turning = np.stack([-place[..., 1], place[..., 0], np.zeros_like(place[..., 0])], axis=-1)
    r = length[..., None] * _into(axes, place)
    v = speed[..., None] * _into(axes, place)
    v = v + (length * rate)[..., None] * _into(axes, change + turning)
    return r, v


def from_true_earth_nd(r_km: ArrayLike, mjd_tdb: ArrayLike) -> Floats:
    """Return positions from the Sun in the frame of the true line, in units of its length."""
    r = floats("r_km", r_km)
    length, _, _, axes = _line(mjd_tdb)
    return np.einsum("...ij,...i->...j", axes, r) / length[..., None]


def _line(mjd_tdb: ArrayLike) -> tuple[Floats, Floats, Floats, Floats]:
    """Return length (km), its change (km/s), rate of turning (rad/s), axes as columns."""
    r, v = earth_moon_state_km(mjd_tdb)
    length = np.linalg.norm(r, axis=-1)
    ahead = r / length[..., None]
    h = np.cross(r, v)
    size = np.linalg.norm(h, axis=-1)
    up = h / size[..., None]
    axes = np.stack([ahead, np.cross(up, ahead), up], axis=-1)
    return length, np.sum(ahead * v, axis=-1), size / length**2, axes


def _into(axes: Floats, vectors: Floats) -> Floats:
    return np.einsum("...ij,...j->...i", axes, vectors)
