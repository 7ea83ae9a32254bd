"""Shoemaker–Helin rendezvous Δv: one way, from 300 km, phase-free, in closed form.

The form is the one that Benner's list of near-Earth asteroids is computed with: c = cos(i/2)
stands once on each leg. A widespread variant that puts cos(i/2) into the rendezvous burn as well
differs by up to 3 km/s.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.constants import (
    SH_ALLOWANCE_KM_S,
    SH_EARTH_SPEED_KM_S,
    SH_PARKING_SPEED_KM_S,
    SH_SCALE_KM_S,
    SIDEREAL_YEAR_D,
)
from asteroid_econ.errors import InputError

Floats = NDArray[np.float64]

_U0 = SH_PARKING_SPEED_KM_S / SH_EARTH_SPEED_KM_S


class TransferParts(NamedTuple):
    """Parts of the rendezvous Δv; arrays of one shape.

    ``departure_vinf_km_s`` = 29.784 U_t; ``departure_c3_km2_s2`` its square; ``departure_dv_km_s``
    = 30 U_L + 0.5: the published constant counts as departure, so that the two burns add up to
    the published total; ``arrival_dv_km_s`` = 30 U_R; ``duration_d`` is the time from 1 au to the
    aphelion of the asteroid along the transfer ellipse.
    """

    departure_vinf_km_s: Floats
    departure_c3_km2_s2: Floats
    departure_dv_km_s: Floats
    arrival_dv_km_s: Floats
    duration_d: Floats


def rendezvous_dv_km_s(a_au: ArrayLike, ecc: ArrayLike, inc_rad: ArrayLike) -> Floats:
    """Return the Shoemaker–Helin Δv from a 300 km Earth orbit to rendezvous.

    Parameters
    ----------
    a_au, ecc, inc_rad : array_like, shapes broadcast to S
        a_au > 0, 0 <= ecc < 1, inc_rad in [0, π].

    Returns
    -------
    ndarray, shape S
        NaN where an element is NaN or the formula is undefined (a_au < 1 and aphelion > 2 au).

    Notes
    -----
    A coarse screen: both burns at their best possible place, phase and season ignored. One way
    and without return, hence not comparable with NHATS or with v∞ + v∞. Classes: Aten where
    a < 1, Apollo where a >= 1 and q <= 1, Amor where q > 1 (au).

    References
    ----------
    Shoemaker & Helin (1978), NASA CP-2053, 245; the form that reproduces Benner's list,
    9,717 of 9,726 rows of 2013-04-14 to 0.0005 km/s.

    Examples
    --------
    Benner's list has 4.632 km/s for 25143 Itokawa and 5.687 for 99942 Apophis:

    >>> dv = rendezvous_dv_km_s([1.324, 0.922], [0.280, 0.191], np.radians([1.6, 3.3]))
    >>> print(np.round(dv, 3))
    [4.632 5.687]
    """
    parts = transfer_parts(a_au, ecc, inc_rad)
    return parts.departure_dv_km_s + parts.arrival_dv_km_s


def transfer_parts(a_au: ArrayLike, ecc: ArrayLike, inc_rad: ArrayLike) -> TransferParts:
    """Return departure, arrival and duration of the Shoemaker–Helin transfer.

    Parameters
    ----------
    a_au, ecc, inc_rad : array_like, shapes broadcast to S
        As for :func:`rendezvous_dv_km_s`.

    Returns
    -------
    TransferParts
        NaN throughout where the formula is undefined.

    Notes
    -----
    Atens are met at aphelion from an ellipse with a = 1 au through that aphelion, the others
    from the ellipse between 1 au and aphelion (half its period).
    """
    a, ecc, inc = checked_elements(a_au, ecc, inc_rad)
    with np.errstate(invalid="ignore", over="ignore"):  # in the formula of the other class
        ut2, uc2, ur2 = _speeds_squared(a, ecc, np.cos(0.5 * inc))
        u_launch = np.sqrt(ut2 + 2.0 * _U0 * _U0) - _U0
        u_rendezvous = np.abs(np.sqrt(uc2) - np.sqrt(ur2))
        vinf = SH_EARTH_SPEED_KM_S * np.sqrt(ut2)
        duration_d = SIDEREAL_YEAR_D * _duration_yr(a, a * (1.0 + ecc))
    parts = (
        vinf,
        vinf * vinf,
        SH_SCALE_KM_S * u_launch + SH_ALLOWANCE_KM_S,
        SH_SCALE_KM_S * u_rendezvous,
        duration_d,
    )
    is_defined = np.isfinite(ut2 + u_rendezvous)
    return TransferParts(*(np.where(is_defined, x, np.nan) for x in parts))


def checked_elements(
    a_au: ArrayLike, ecc: ArrayLike, inc_rad: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Return a, e, i broadcast; refuse what is no ellipse; NaN passes."""
    a, ecc, inc = floats("a_au", a_au), floats("ecc", ecc), floats("inc_rad", inc_rad)
    for name, x, bad, allowed in (
        ("a_au", a, (a <= 0.0) | np.isinf(a), "finite and > 0"),
        ("ecc", ecc, (ecc < 0.0) | (ecc >= 1.0), "0 <= ecc < 1"),
        ("inc_rad", inc, (inc < 0.0) | (inc > np.pi), "0 <= inc_rad <= π"),
    ):
        if np.any(bad):
            raise InputError(name, float(x[bad][0]), allowed)
    try:
        a, ecc, inc = np.broadcast_arrays(a, ecc, inc)
    except ValueError:
        raise InputError("a_au", (a.shape, ecc.shape, inc.shape), "shapes that broadcast") from None
    return a, ecc, inc


def _speeds_squared(a: Floats, ecc: Floats, c: Floats) -> tuple[Floats, Floats, Floats]:
    """Return U_t², U_c² and U_r² of the paper, in units of Earth's speed squared; c = cos(i/2)."""
    q, far = a * (1.0 - ecc), a * (1.0 + ecc)
    is_aten, is_amor = a < 1.0, q > 1.0
    a_transfer = np.where(is_aten, 1.0, 0.5 * (1.0 + far))
    # transfer ellipse through aphelion: its momentum, as seen from 1 au
    momentum = np.where(is_aten, np.sqrt(2.0 * far - far * far), np.sqrt(far / a_transfer))
    ut2 = 3.0 - 1.0 / a_transfer - 2.0 * c * momentum
    uc2 = 3.0 / far - 1.0 / a_transfer - 2.0 / far**1.5 * np.where(is_amor, c, 1.0) * momentum
    own = np.sqrt(a * (1.0 - ecc * ecc) / far)
    ur2 = 3.0 / far - 1.0 / a - 2.0 / far * np.where(is_amor, 1.0, c) * own
    return _not_negative(ut2), _not_negative(uc2), _not_negative(ur2)


def _not_negative(u2: Floats) -> Floats:
    """Return u² with rounding errors below 0 set to 0 and everything else below 0 to NaN."""
    return np.where(u2 > -1e-12, np.maximum(u2, 0.0), np.nan)


def _duration_yr(a: Floats, far: Floats) -> Floats:
    """Return the time from 1 au to aphelion; from Kepler's equation at E = 90° where a < 1."""
    inner = np.where(far < 2.0, 0.25 + (far - 1.0) / (2.0 * np.pi), np.nan)
    return np.where(a < 1.0, inner, 0.5 * (0.5 * (1.0 + far)) ** 1.5)
