"""Fast quantiles of distributions whose inverse has no closed form.

A suitable transform of the quantile (its logarithm, its logit) is a smooth function of the normal
quantile z of the same probability. It is tabulated once, by a polynomial on each of many equal
panels in z, from values of an accurate but slow inverse; a draw then costs a normal quantile, one
polynomial and one exponential.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._elementary import exp_, fma
from asteroid_econ._jit import kernel
from asteroid_econ.sampling.chebyshev import NODES, coefficients, evaluated
from asteroid_econ.sampling.normal import normal_ppf_into

Floats = NDArray[np.float64]

Z_MAX = 8.25  # beyond the normal quantile of 2**-53, the smallest uniform
_FIRST_PANELS = 16
_MOST_PANELS = 2048
_TOLERANCE = 1e-13
_CHECKS = np.array([-0.974, -0.08, 0.54])


def tabulate(transformed_quantile: Callable[[Floats], Floats]) -> Floats:
    """Return the coefficients of a function of z on equal panels of (−Z_MAX, Z_MAX).

    Parameters
    ----------
    transformed_quantile : callable
        Takes an array of z and returns the transformed quantiles at the probabilities Φ(z).

    Returns
    -------
    ndarray, shape (panels, degree + 1)
        Highest power first, in the panel's coordinate from −1 to 1. Panels are doubled until
        the error between nodes falls below 1e-13 (relative where the function exceeds 1).
    """
    panels = _FIRST_PANELS
    while panels < _MOST_PANELS:
        table = _fit(transformed_quantile, panels)
        if _error(transformed_quantile, table) < _TOLERANCE:
            break
        panels *= 2
    return table


def quantiles_into(u: Floats, table: Floats, is_logit: bool, out: Floats) -> None:
    """Write exp or the inverse logit of the tabulated function at the probabilities u into out."""
    normal_ppf_into(u, out)
    _evaluate_in_place(table, out)
    _undo_in_place(is_logit, out)


def transformed_into(u: Floats, table: Floats, out: Floats) -> None:
    """Write the tabulated function at the probabilities u into out."""
    normal_ppf_into(u, out)
    _evaluate_in_place(table, out)


def _positions(panels: int, t: Floats) -> Floats:
    width = 2.0 * Z_MAX / panels
    return -Z_MAX + width * (np.arange(panels)[:, None] + 0.5 * (t + 1.0))


def _fit(transformed_quantile: Callable[[Floats], Floats], panels: int) -> Floats:
    values = transformed_quantile(_positions(panels, NODES).ravel())
    return coefficients(values.reshape(panels, -1))


def _error(transformed_quantile: Callable[[Floats], Floats], table: Floats) -> float:
    expected = transformed_quantile(_positions(table.shape[0], _CHECKS).ravel())
    error = np.abs(evaluated(table, _CHECKS).ravel() - expected)
    return float(np.max(error / np.maximum(np.abs(expected), 1.0)))


@kernel
def _evaluate_in_place(table: Floats, z: Floats) -> None:
    panels = table.shape[0]
    for i in range(z.size):
        position = (z[i] + Z_MAX) * (panels / (2.0 * Z_MAX))
        panel = int(min(max(position, 0.0), panels - 1.0))
        t = 2.0 * (position - panel) - 1.0
        p = table[panel, 0]
        for j in range(1, table.shape[1]):
            p = fma(p, t, table[panel, j])
        z[i] = p


@kernel
def _undo_in_place(is_logit: bool, x: Floats) -> None:
    if is_logit:
        for i in range(x.size):
            x[i] = 1.0 / (1.0 + exp_(-x[i]))
    else:
        for i in range(x.size):
            x[i] = exp_(x[i])
