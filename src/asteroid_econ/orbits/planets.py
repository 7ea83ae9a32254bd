"""Heliocentric positions of Earth, planets and Moon, from pyerfa, without download."""

import math

import erfa
import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.constants import AU_KM, DAY_S, OBLIQUITY_J2000_ARCSEC
from asteroid_econ.errors import InputError

Floats = NDArray[np.float64]

BODIES = (
    "mercury",
    "venus",
    "earth",
    "mars",
    "jupiter",
    "saturn",
    "uranus",
    "neptune",
    "moon",
    "earth-moon barycentre",
)
_PLAN94 = {name: i + 1 for i, name in enumerate(BODIES[:8])} | {"earth-moon barycentre": 3}
_MJD_0_JD = 2_400_000.5
RANGE_MJD_TDB = (15_020.0, 88_069.0)  # 1900-01-01 to 2100-01-01, where epv00 was fitted
_OBLIQUITY_RAD = math.radians(OBLIQUITY_J2000_ARCSEC / 3600.0)


def heliocentric_state(body: str, mjd_tdb: ArrayLike) -> tuple[Floats, Floats]:
    """Return the heliocentric position and velocity of a planet or the Moon.

    Parameters
    ----------
    body : str
        One of ``BODIES``; 'earth' is Earth's centre, not the Earth–Moon barycentre.
    mjd_tdb : array_like, shape S
        Epochs within ``RANGE_MJD_TDB`` (1900 to 2100).

    Returns
    -------
    r_km, v_km_s : ndarray, shape S + (3,)
        Ecliptic and equinox of J2000.

    Notes
    -----
    Earth (epv00) is within 7 km of DE441 at the dates of the tests. plan94 keeps mean elements
    with periodic terms: over 1800 to 2050 it strays by up to 300 km for Mercury, 800 for Venus,
    1,000 for the barycentre, 7,700 for Mars, 76,000 for Jupiter, 267,000 for Saturn in distance
    from the Sun, and by 4 to 86 arcsec in longitude. moon98 is good to about 10 arcsec.

    References
    ----------
    IAU SOFA routines epv00, plan94 (Simon et al. 1994) and moon98 (Meeus 1998) through pyerfa.
    The obliquity of 84,381.448 arcsec is that of JPL and NEODyS elements.
    """
    if body not in BODIES:
        raise InputError("body", body, f"one of {', '.join(BODIES)}")
    mjd_tdb = floats("mjd_tdb", mjd_tdb)
    low, high = RANGE_MJD_TDB
    bad = mjd_tdb[~((mjd_tdb >= low) & (mjd_tdb <= high))]
    if bad.size:
        raise InputError("mjd_tdb", float(bad[0]), f"MJD (TDB) within {low:g} to {high:g}")
    if body == "earth":
        pv = erfa.epv00(_MJD_0_JD, mjd_tdb)[0]
    elif body == "moon":
        pv = _sum(erfa.epv00(_MJD_0_JD, mjd_tdb)[0], erfa.moon98(_MJD_0_JD, mjd_tdb))
    else:
        pv = erfa.plan94(_MJD_0_JD, mjd_tdb, _PLAN94[body])
    return (
        equatorial_to_ecliptic(pv["p"]) * AU_KM,
        equatorial_to_ecliptic(pv["v"]) * (AU_KM / DAY_S),
    )


def equatorial_to_ecliptic(vectors: ArrayLike) -> Floats:
    """Return vectors (…, 3) of the equator of J2000 in the ecliptic of J2000, unit unchanged."""
    return _turned(floats("vectors", vectors), math.sin(_OBLIQUITY_RAD))


def ecliptic_to_equatorial(vectors: ArrayLike) -> Floats:
    """Return vectors (…, 3) of the ecliptic of J2000 in the equator of J2000, unit unchanged."""
    return _turned(floats("vectors", vectors), -math.sin(_OBLIQUITY_RAD))


def _turned(vectors: Floats, sine: float) -> Floats:
    """Rotate the frame about the x axis, the equinox."""
    if vectors.ndim == 0 or vectors.shape[-1] != 3:
        raise InputError("vectors", vectors.shape, "an array of shape (..., 3)")
    cosine = math.cos(_OBLIQUITY_RAD)
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    return np.stack([x, cosine * y + sine * z, cosine * z - sine * y], axis=-1)


def _sum(a: NDArray, b: NDArray) -> dict[str, Floats]:
    return {"p": a["p"] + b["p"], "v": a["v"] + b["v"]}
