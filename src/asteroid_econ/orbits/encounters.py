"""When an asteroid on its two-body orbit passes Earth: beyond it, that orbit is another one."""

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.constants import AU_KM, DAY_S, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.ephemeris import ephemeris
from asteroid_econ.orbits.planets import RANGE_MJD_TDB, heliocentric_state

Floats = NDArray[np.float64]

_STEP_D = 1.0


def earth_encounters(
    a_km: float,
    ecc: float,
    inc_rad: float,
    node_rad: float,
    argperi_rad: float,
    mean_anomaly_rad: float,
    epoch_mjd_tdb: float,
    *,
    first_mjd_tdb: float,
    last_mjd_tdb: float,
    within_au: float,
) -> tuple[Floats, Floats]:
    """Return the passages of Earth nearer than a distance.

    Parameters
    ----------
    a_km, ecc, inc_rad, node_rad, argperi_rad, mean_anomaly_rad, epoch_mjd_tdb : float
        Osculating elements, heliocentric ecliptic J2000, and their epoch.
    first_mjd_tdb, last_mjd_tdb : float
        Dates between which to look; cut to those of Earth's ephemeris, 1900 to 2100.
    within_au : float
        Largest distance; > 0.

    Returns
    -------
    mjd_tdb, distance_au : ndarray, shape (n,)
        In the order of time; n = 0 where there is none, or no date; a distance that falls until
        the last date is none. Neither Earth's pull nor any planet's bends the orbit: dates to a
        day, distances to some 0.01 au after decades.

    Examples
    --------
    Apophis from elements of June 2026 meets Earth on 13 April 2029, 21:46 (MJD 62239.9):

    >>> from math import radians
    >>> mjd, au = earth_encounters(
    ...     0.922359221 * AU_KM, 0.191149228, radians(3.3409969), radians(203.8936514),
    ...     radians(126.6795707), radians(175.3304027), 61_200.0, first_mjd_tdb=61_200.0,
    ...     last_mjd_tdb=63_000.0, within_au=0.02)
    >>> [int(x) for x in mjd], bool(au[0] < 0.001)
    ([62240], True)
    """
    dates = {"first_mjd_tdb": first_mjd_tdb, "last_mjd_tdb": last_mjd_tdb}
    for name, value in dates.items():
        if np.isnan(value):
            raise InputError(name, value, "a date, MJD (TDB)")
    if not within_au > 0.0:
        raise InputError("within_au", within_au, "a number > 0")
    first, last = np.clip((first_mjd_tdb, last_mjd_tdb), *RANGE_MJD_TDB)
    mjd = np.arange(first, last + _STEP_D, _STEP_D)
    mjd = mjd[mjd <= RANGE_MJD_TDB[1]]
    elements = (a_km, ecc, inc_rad, node_rad, argperi_rad, mean_anomaly_rad, epoch_mjd_tdb)
    r_km, v_km_s = ephemeris(*elements, mjd, mu_km3_s2=MU_SUN_KM3_S2)
    earth_km, earth_km_s = heliocentric_state("earth", mjd)
    r, v = r_km[0] - earth_km, v_km_s[0] - earth_km_s
    receding = np.sum(r * v, axis=-1)  # half the rate of distance², straight in time at a flyby
    k = np.flatnonzero((receding[:-1] <= 0.0) & (receding[1:] > 0.0))
    part = receding[k] / (receding[k] - receding[k + 1])
    nearest_au = np.linalg.norm(_between(r, v, k, part[:, None]), axis=-1) / AU_KM
    nearest_mjd_tdb = mjd[k] + part * _STEP_D
    found = (nearest_au < within_au) & (nearest_mjd_tdb <= last)
    return nearest_mjd_tdb[found], nearest_au[found]


def _between(r: Floats, v: Floats, k: NDArray[np.int64], x: Floats) -> Floats:
    """Return positions at the part x of the step after k: cubics through places and velocities."""
    h = _STEP_D * DAY_S
    ends = (1.0 + 2.0 * x) * (1.0 - x) ** 2 * r[k] + x**2 * (3.0 - 2.0 * x) * r[k + 1]
    return ends + h * (x * (1.0 - x) ** 2 * v[k] - x**2 * (1.0 - x) * v[k + 1])
