"""The alternative of a straight demand line: easy to read, wrong far from the anchor."""

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.records import Floats


def linear_price_ratio(
    added_supply_ratio: ArrayLike,
    *,
    demand_elasticity: ArrayLike,
    kept_ratio: ArrayLike,
    floor_ratio: ArrayLike = 0.0,
) -> Floats:
    """Return the price over the anchor price on a straight demand line.

    Parameters
    ----------
    added_supply_ratio : array_like
        Added supply over base supply; >= 0.
    demand_elasticity : array_like
        Size of the elasticity at the anchor, dQ/dP P/Q; > 0. A higher one raises the price at a
        fixed quantity.
    kept_ratio : array_like
        What incumbents cut back per unit added, in [0, 1]; es / (ed + es) with elastic supply.
    floor_ratio : array_like
        Value of the marginal use over the anchor price: the line is cut there; in [0, 1].

    Returns
    -------
    ndarray
        max(floor, 1 - (1 - k) x / ed).

    Notes
    -----
    Tables of asteroid platinum have been labelled by |dP/dQ| P0/Q0 as if it were an elasticity.
    It is the inverse times (P0/Q0)²: on such an axis 'more elastic' demand makes the price fall
    further at the same quantity, against the meaning of the word. Give the true elasticity here.

    Examples
    --------
    A tenth more metal at an elasticity of one half and no cut-back takes a fifth off the price:

    >>> print(float(linear_price_ratio(0.1, demand_elasticity=0.5, kept_ratio=0)))
    0.8
    """
    x = floats("added_supply_ratio", added_supply_ratio)
    ed, k = floats("demand_elasticity", demand_elasticity), floats("kept_ratio", kept_ratio)
    floor = floats("floor_ratio", floor_ratio)
    if np.any(x < 0.0):
        raise InputError("added_supply_ratio", float(np.min(x)), "numbers >= 0")
    if np.any(ed <= 0.0):
        raise InputError("demand_elasticity", float(np.min(ed)), "numbers > 0")
    for name, value in (("kept_ratio", k), ("floor_ratio", floor)):
        if np.any((value < 0.0) | (value > 1.0)):
            raise InputError(name, value, "numbers from 0 to 1")
    return np.asarray(np.maximum(floor, 1.0 - (1.0 - k) * x / ed))
