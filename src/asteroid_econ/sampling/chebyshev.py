"""Polynomials of one fixed degree through values at Chebyshev nodes, for tables of panels."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DEGREE = 9
NODES: Floats = np.cos(np.pi * (np.arange(DEGREE + 1) + 0.5) / (DEGREE + 1))
_TO_POWERS: Floats = np.asarray(np.linalg.inv(np.vander(NODES)), dtype=np.float64)


def coefficients(values: Floats) -> Floats:
    """Return the polynomials through values at ``NODES``, in t from −1 to 1.

    Parameters
    ----------
    values : ndarray, shape (panels, DEGREE + 1)
        One row per panel.

    Returns
    -------
    ndarray, shape (panels, DEGREE + 1)
        Highest power first.
    """
    # The middle is taken out first, so that the powers need not cancel it.
    middle = values.mean(axis=1, keepdims=True)
    result = ((values - middle)[:, None, :] * _TO_POWERS).sum(axis=2)
    result[:, -1] += middle[:, 0]
    return result


def evaluated(coefficients: Floats, t: Floats) -> Floats:
    """Return each polynomial at each t, shape (panels, t.size)."""
    return (coefficients[:, None, :] * np.vander(t, DEGREE + 1)).sum(axis=2)
