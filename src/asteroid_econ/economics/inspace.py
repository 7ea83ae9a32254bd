"""What a kilogram is worth in space: what the customer's best alternative costs."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.constants import G0_KM_S2
from asteroid_econ.errors import InputError

Floats = NDArray[np.float64]


def gear_ratio(dv_km_s: ArrayLike, *, isp_s: float, inert_frac: float) -> Floats:
    """Return the kilograms in low Earth orbit that bring one kilogram to a place.

    Parameters
    ----------
    dv_km_s : array_like
        Velocity change of one stage from low Earth orbit to the place; >= 0.
    isp_s : float
        Specific impulse; > 0.
    inert_frac : float
        Dry mass of the stage over its dry mass and propellant; in [0, 1).

    Returns
    -------
    ndarray
        (1 - e) R / (1 - e R) with R = exp(dv / ve); inf where the stage cannot reach the place.

    Examples
    --------
    Without stage mass, 450 s and 4.29 km/s to the geostationary orbit:

    >>> print(round(float(gear_ratio(4.29, isp_s=450, inert_frac=0)), 2))
    2.64
    """
    dv = floats("dv_km_s", dv_km_s)
    if np.any(dv < 0.0):
        raise InputError("dv_km_s", float(np.min(dv)), ">= 0")
    if not 0.0 <= inert_frac < 1.0:
        raise InputError("inert_frac", inert_frac, "0 <= inert_frac < 1")
    r = np.exp(dv / (isp_s * G0_KM_S2))
    rest = 1.0 - inert_frac * r
    return np.where(rest > 0.0, (1.0 - inert_frac) * r / np.where(rest > 0.0, rest, 1.0), np.inf)


def ceiling_price_usd_kg(
    earth_usd_kg: ArrayLike, lunar_usd_kg: ArrayLike, *, discount_frac: ArrayLike
) -> Floats:
    """Return the price at which a customer takes the venture's water.

    Parameters
    ----------
    earth_usd_kg, lunar_usd_kg : array_like
        Price of water delivered from Earth and from the Moon; inf where not available.
    discount_frac : array_like
        What the customer asks below the best alternative; in [0, 1).

    Returns
    -------
    ndarray
        Never rises when either alternative gets cheaper.
    """
    best = np.minimum(floats("earth_usd_kg", earth_usd_kg), floats("lunar_usd_kg", lunar_usd_kg))
    return np.asarray(best * (1.0 - floats("discount_frac", discount_frac)))
