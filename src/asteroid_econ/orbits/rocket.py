"""The rocket equation."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError


def mass_ratio(dv_km_s: ArrayLike, exhaust_velocity_km_s: ArrayLike) -> NDArray[np.float64]:
    """Return initial over final mass of a burn.

    Parameters
    ----------
    dv_km_s : array_like, shapes broadcast to S
        Size of the burn; >= 0.
    exhaust_velocity_km_s : array_like
        Effective exhaust velocity; > 0.

    Returns
    -------
    ndarray, shape S
        exp(Δv / v_e) >= 1; NaN where an input is NaN, negative or (v_e) zero.

    References
    ----------
    Tsiolkovsky (1903).

    Examples
    --------
    Geostationary orbit from low Earth orbit at 450 s, without inert mass: gear 2.64.

    >>> print(round(float(mass_ratio(4.29, 4.413)), 2))
    2.64
    """
    dv, ve = floats("dv_km_s", dv_km_s), floats("exhaust_velocity_km_s", exhaust_velocity_km_s)
    dv, ve = np.where(dv >= 0, dv, np.nan), np.where(ve > 0, ve, np.nan)
    return np.asarray(np.exp(dv / ve))


def gear_ratio(
    dv_km_s: ArrayLike, exhaust_velocity_km_s: ArrayLike, *, inert_frac: float
) -> NDArray[np.float64]:
    """Return the mass that starts per mass delivered by a stage that is dropped at the end.

    Parameters
    ----------
    dv_km_s, exhaust_velocity_km_s : array_like, shapes broadcast to S
        As in :func:`mass_ratio`.
    inert_frac : float
        Inert share of the stage's own mass (inert + propellant), in [0, 1).

    Returns
    -------
    ndarray, shape S
        (1 − ε)R / (1 − εR) >= 1. NaN where no single stage reaches the burn (εR >= 1).

    References
    ----------
    R = exp(Δv/v_e) with a stage of inert fraction ε; e.g. Larson & Wertz (1999), ch. 17.

    Examples
    --------
    Near-rectilinear halo orbit, ε = .08, 450 s: 2.539.

    >>> print(round(float(gear_ratio(3.6, 450 * 9.80665e-3, inert_frac=0.08)), 3))
    2.539
    """
    if not 0.0 <= inert_frac < 1.0:
        raise InputError("inert_frac", inert_frac, "a number in [0, 1)")
    ratio = mass_ratio(dv_km_s, exhaust_velocity_km_s)
    reach = 1.0 - inert_frac * ratio
    return (1.0 - inert_frac) * ratio / np.where(reach > 0.0, reach, np.nan)
