"""Quantiles of a distribution that is known by its cumulative function only.

Between given edges the quantile is a smooth function of the probability, up to kinks that nobody
announces. It is tabulated once by polynomials, on intervals that are halved until each fits;
a draw then costs a search and one polynomial.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._elementary import fma
from asteroid_econ._jit import kernel
from asteroid_econ.sampling.chebyshev import NODES, coefficients, evaluated

Floats = NDArray[np.float64]
Cdf = Callable[[Floats], Floats]

_TOLERANCE = 1e-13
_ROUNDING = 2e-15  # relative, of a computed probability
_MOST_HALVINGS = 60
_MOST_STEPS = 200
_CHECKS = np.array([-0.974, -0.08, 0.54])


@dataclass(frozen=True, slots=True, eq=False)
class InverseTable:
    """Polynomials for the quantile on adjoining intervals of probability."""

    lower: Floats
    upper: Floats
    polynomials: Floats

    def quantiles(self, u: Floats) -> Floats:
        """Return the quantiles at u, shape (n,); NaN outside the table."""
        out = np.empty(u.size)
        _quantiles_into(self.lower, self.upper, self.polynomials, u, out)
        return out


def inverse_table(cdf: Cdf, edges: Floats, jumps: Floats, scale: float) -> InverseTable:
    """Return the table of quantiles between the first and the last edge.

    Parameters
    ----------
    cdf : callable
        The cumulative function; continuous but at edges.
    edges : ndarray, shape (k,)
        Ascending values.
    jumps : ndarray, shape (k,)
        Probability of each edge itself.
    scale : float
        Quantiles are right to 1e-13 of the larger of themselves and this.
    """
    above = cdf(edges)
    below = above - jumps
    rows = np.stack([edges[:-1], edges[1:], above[:-1], below[1:]], axis=1)
    steps = np.stack([edges, edges, below, above], axis=1)[jumps > 0.0]
    done = [(steps, coefficients(np.repeat(steps[:, :1], NODES.size, axis=1)))]
    for _ in range(_MOST_HALVINGS):
        rows = rows[rows[:, 3] > rows[:, 2]]
        if rows.shape[0] == 0:
            break
        fitted, error = _fit(cdf, rows)
        is_good = error < _tolerances(rows, scale)
        done.append((rows[is_good], fitted[is_good]))
        rows = _halved(cdf, rows[~is_good])
    limits = np.concatenate([part[0] for part in done])
    order = np.lexsort((limits[:, 0], limits[:, 2]))
    polynomials = np.concatenate([part[1] for part in done])[order]
    return InverseTable(limits[order, 2].copy(), limits[order, 3].copy(), polynomials)


def bracketed_quantiles(cdf: Cdf, u: Floats, low: Floats, high: Floats) -> Floats:
    """Return the smallest x from low to high with cdf(x) >= u, nearly to the last bit.

    Parameters
    ----------
    cdf : callable
        The cumulative function.
    u, low, high : ndarray, shape (n,)
        Probabilities, and brackets of the quantiles: cdf(high) >= u.

    Returns
    -------
    ndarray, shape (n,)

    Notes
    -----
    Secant steps, kept inside the bracket, with a bisection after every two.
    """
    f_low, f_high = cdf(low) - u, cdf(high) - u
    high = np.where(f_low >= 0.0, low, high)
    low = low.copy()
    for step in range(_MOST_STEPS):
        size = np.maximum(np.abs(low), np.abs(high))
        is_open = high - low > 2.0 * np.spacing(size)
        k = np.flatnonzero(is_open)
        if k.size == 0:
            break
        x = 0.5 * (low[k] + high[k])
        if step % 3 < 2:
            x = _secant(low[k], high[k], f_low[k], f_high[k], x, widen=step % 3 == 1)
        fx = cdf(x) - u[k]
        is_high = fx >= 0.0
        high[k[is_high]], f_high[k[is_high]] = x[is_high], fx[is_high]
        low[k[~is_high]], f_low[k[~is_high]] = x[~is_high], fx[~is_high]
    return high


def _secant(a: Floats, b: Floats, fa: Floats, fb: Floats, middle: Floats, widen: bool) -> Floats:
    """Return the secant's zero; widened a little beyond it, so that the other end moves too."""
    with np.errstate(divide="ignore", invalid="ignore"):
        x = b - fb * (b - a) / (fb - fa)
    if widen:
        x = np.where(x - a < b - x, x + (x - a) * 1e-3, x - (b - x) * 1e-3)
    return np.where((x > a) & (x < b), x, middle)


def _fit(cdf: Cdf, rows: Floats) -> tuple[Floats, Floats]:
    """Return the polynomials of some intervals and their errors at check points."""
    t = np.concatenate([NODES, _CHECKS])
    u = rows[:, 2:3] + (rows[:, 3:4] - rows[:, 2:3]) * (0.5 * (1.0 + t))
    low, high = (np.repeat(rows[:, i], t.size) for i in (0, 1))
    x = bracketed_quantiles(cdf, u.ravel(), low, high).reshape(u.shape)
    fitted = coefficients(x[:, : NODES.size])
    errors = np.abs(evaluated(fitted, _CHECKS) - x[:, NODES.size :])
    return fitted, errors.max(axis=1)


def _tolerances(rows: Floats, scale: float) -> Floats:
    """Return what error each interval may have; rounding of the probability alone makes some."""
    low, high, p_low, p_high = rows.T
    size = np.maximum(np.maximum(np.abs(low), np.abs(high)), scale)
    rounding = _ROUNDING * p_high * (high - low) / (p_high - p_low)
    too_short = np.where(high - low < _TOLERANCE * size, np.inf, 0.0)
    return _TOLERANCE * size + rounding + too_short


def _halved(cdf: Cdf, rows: Floats) -> Floats:
    middle = 0.5 * (rows[:, 0] + rows[:, 1])
    at_middle = np.clip(cdf(middle), rows[:, 2], rows[:, 3])
    left = np.stack([rows[:, 0], middle, rows[:, 2], at_middle], axis=1)
    right = np.stack([middle, rows[:, 1], at_middle, rows[:, 3]], axis=1)
    return np.concatenate([left, right])


@kernel
def _quantiles_into(
    lower: Floats, upper: Floats, polynomials: Floats, u: Floats, out: Floats
) -> None:
    rows = np.searchsorted(upper, u)
    for i in range(u.size):
        row = min(rows[i], upper.size - 1)
        if not lower[row] <= u[i] <= upper[row]:
            out[i] = np.nan
        else:
            width = upper[row] - lower[row]
            t = 2.0 * (u[i] - lower[row]) / width - 1.0
            p = polynomials[row, 0]
            for j in range(1, polynomials.shape[1]):
                p = fma(p, t, polynomials[row, j])
            out[i] = p
