"""Polynomials of one fixed degree through values at Chebyshev nodes, for tables of panels."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DEGREE = 9
NODES: Floats = np.cos(np.pi * (np.arange(DEGREE + 1) + 0.5) / (DEGREE + 1))


def _to_chebyshev() -> Floats:
    """Return the matrix from values at the nodes to Chebyshev coefficients."""
    n = DEGREE + 1
    matrix: Floats = np.cos(np.outer(np.arange(n), np.arccos(NODES))) * (2.0 / n)
    matrix[0] *= 0.5
    return matrix


def _to_powers() -> Floats:
    """Return the integer matrix from Chebyshev coefficients to powers, highest first."""
    powers = np.zeros((DEGREE + 1, DEGREE + 1))  # column j: the Chebyshev polynomial j
    powers[0, 0] = powers[1, 1] = 1.0
    for j in range(2, DEGREE + 1):
        powers[1:, j] = 2.0 * powers[:-1, j - 1]
        powers[:, j] -= powers[:, j - 2]
    return powers[::-1].copy()


_TO_CHEBYSHEV = _to_chebyshev()
_TO_POWERS = _to_powers()


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
    # By way of Chebyshev coefficients, which fall off: the large powers then need not cancel.
    # A constant is taken out first and comes back unchanged.
    middle = values[:, DEGREE // 2]
    result = _product(_product(values - middle[:, None], _TO_CHEBYSHEV), _TO_POWERS)
    result[:, -1] += middle
    return result


def _product(rows: Floats, matrix: Floats) -> Floats:
    """Multiply a matrix by each row, without a library whose order of sums may vary."""
    return (rows[:, None, :] * matrix).sum(axis=2)


def evaluated(coefficients: Floats, t: Floats) -> Floats:
    """Return each polynomial at each t, shape (panels, t.size)."""
    return _product(coefficients, np.vander(t, DEGREE + 1))
