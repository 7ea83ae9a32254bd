"""What hardware, launches and crews on the ground cost."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError

Floats = NDArray[np.float64]


def learning_factor(n_units: ArrayLike, *, learning_ratio: ArrayLike) -> Floats:
    """Return the mean cost of n units over the cost of the first (Wright's curve).

    Parameters
    ----------
    n_units : array_like
        Number of identical units; >= 1.
    learning_ratio : array_like
        What the mean cost is multiplied by at each doubling; in (0.5, 1], so that the total
        always rises.

    Returns
    -------
    ndarray
        n**log2(learning_ratio); the total of n units is n times this.

    References
    ----------
    Wright (1936), cumulative average curve. A unit-by-unit (Crawford) curve differs.

    Examples
    --------
    Calla et al. (2018): 200 craft at 113.6 M$ for the first and a ratio of 0.85 cost 6.56 G$:

    >>> print(round(113.6e-3 * 200 * float(learning_factor(200, learning_ratio=0.85)), 2))
    6.56
    """
    n, ratio = floats("n_units", n_units), floats("learning_ratio", learning_ratio)
    if np.any(n < 1.0):
        raise InputError("n_units", float(np.min(n)), "numbers >= 1")
    if np.any((ratio <= 0.5) | (ratio > 1.0)):
        raise InputError("learning_ratio", ratio, "0.5 < learning_ratio <= 1")
    return np.asarray(n ** (np.log(ratio) / math.log(2.0)))
