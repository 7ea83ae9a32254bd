"""What a kilogram is worth in space: what the customer's best alternative costs."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError

Floats = NDArray[np.float64]


def ceiling_price_usd_kg(
    earth_usd_kg: ArrayLike, lunar_usd_kg: ArrayLike, *, discount_frac: ArrayLike
) -> Floats:
    """Return the price at which a customer takes the venture's water.

    Parameters
    ----------
    earth_usd_kg, lunar_usd_kg : array_like
        Price of water delivered from Earth and from the Moon; >= 0, inf where not available.
    discount_frac : array_like
        What the customer asks below the best alternative; in [0, 1].

    Returns
    -------
    ndarray
        Never rises when either alternative gets cheaper. NaN where an input is NaN.
    """
    earth, lunar = floats("earth_usd_kg", earth_usd_kg), floats("lunar_usd_kg", lunar_usd_kg)
    for name, price in (("earth_usd_kg", earth), ("lunar_usd_kg", lunar)):
        if np.any(price < 0.0):
            raise InputError(name, float(np.min(price)), "prices >= 0")
    discount = floats("discount_frac", discount_frac)
    wrong = discount[(discount < 0.0) | (discount > 1.0)]
    if wrong.size:
        raise InputError("discount_frac", float(wrong[0]), "from 0 to 1")
    return np.asarray(np.minimum(earth, lunar) * (1.0 - discount))
