"""What the state takes and gives back: royalty on a margin, depreciation deflated."""

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.records import Floats

# South African Mineral and Petroleum Resources Royalty Act, 2008: floor, divisor, cap.
_ROYALTY = {"refined": (0.005, 12.5, 0.05), "unrefined": (0.005, 9.0, 0.07)}


def royalty_rate_frac(margin_frac: ArrayLike, *, form: str) -> Floats:
    """Return the rate of the South African mineral royalty on gross sales.

    Parameters
    ----------
    margin_frac : array_like
        Earnings before interest and tax over gross sales; any sign.
    form : str
        'refined' or 'unrefined'.

    Returns
    -------
    ndarray
        From 0.5 % to 5 % (refined) or 7 % (unrefined).

    References
    ----------
    Mineral and Petroleum Resources Royalty Act 28 of 2008, section 4.

    Examples
    --------
    >>> print(round(100 * float(royalty_rate_frac(0.20, form="unrefined")), 3))
    2.722
    """
    if form not in _ROYALTY:
        raise InputError("form", form, ", ".join(_ROYALTY))
    floor, divisor, cap = _ROYALTY[form]
    margin = floats("margin_frac", margin_frac)
    return np.asarray(np.minimum(floor + np.maximum(margin, 0.0) / divisor, cap))


def depreciation_pv_ratio(
    life_yr: int, *, discount_rate: float, inflation_frac: float = 0.0
) -> float:
    """Return the present value of straight-line depreciation per unit of cost.

    Parameters
    ----------
    life_yr : int
        Equal parts at the end of each of so many years; >= 1.
    discount_rate : float
        Real, per year; > -1.
    inflation_frac : float
        Depreciation is fixed in nominal money, which loses so much a year; > -1.

    Returns
    -------
    float

    Examples
    --------
    Ten years at 10 % real and 2.2 % inflation:

    >>> print(round(depreciation_pv_ratio(10, discount_rate=0.10, inflation_frac=0.022), 5))
    0.55544
    """
    if life_yr < 1:
        raise InputError("life_yr", life_yr, "an integer >= 1")
    if discount_rate <= -1.0 or inflation_frac <= -1.0:
        raise InputError("discount_rate", discount_rate, "rates > -1")
    nominal = (1.0 + discount_rate) * (1.0 + inflation_frac)
    return float(np.mean(nominal ** -np.arange(1.0, life_yr + 1.0)))
