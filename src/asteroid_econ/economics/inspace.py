"""What a kilogram is worth in space: what the customer's best alternative costs."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats

Floats = NDArray[np.float64]


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
