"""Correlated variables by a Gaussian copula: each keeps its distribution and its stream."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._elementary import fma
from asteroid_econ._jit import kernel
from asteroid_econ.errors import CorrelationError, InputError
from asteroid_econ.sampling.normal import normal_cdf, normal_ppf, probabilities

Floats = NDArray[np.float64]

_LEAST_EIGENVALUE = -1e-10  # below, a negative eigenvalue is not rounding
_ROUNDING = 1e-12  # allowed of entries that someone computed
_MOST_PROJECTIONS = 1000
_DECIMALS = 6  # of the nearest matrix in the message
_LEAST_U, _MOST_U = 2.0**-53, 1.0 - 2.0**-53


def correlation_matrix(matrix: ArrayLike, name: str = "correlation") -> Floats:
    """Return a valid correlation matrix, or refuse it.

    Parameters
    ----------
    matrix : array_like, shape (k, k)
        Correlations: symmetric, 1 on the diagonal, −1 to 1 elsewhere.
    name : str
        For the message.

    Returns
    -------
    ndarray, shape (k, k)

    Raises
    ------
    CorrelationError
        Where it has a negative eigenvalue: no variables are correlated like that. The error
        carries the nearest valid matrix.
    """
    r = floats(name, matrix)
    if r.ndim != 2 or r.shape[0] != r.shape[1] or r.shape[0] == 0:
        raise InputError(name, r.shape, "a square matrix")
    for i, j in np.argwhere(~(np.abs(r) <= 1.0 + _ROUNDING)):
        raise InputError(f"{name}[{i}][{j}]", float(r[i, j]), "a number from -1 to 1")
    for i in np.flatnonzero(np.abs(np.diagonal(r) - 1.0) > _ROUNDING):
        raise InputError(f"{name}[{i}][{i}]", float(r[i, i]), "1 on the diagonal")
    for i, j in np.argwhere(np.abs(r - r.T) > _ROUNDING):
        raise InputError(f"{name}[{i}][{j}]", float(r[i, j]), f"the same as [{j}][{i}], {r[j, i]}")
    if np.linalg.eigvalsh(r)[0] < _LEAST_EIGENVALUE:
        raise CorrelationError(name, r.tolist(), _rounded(nearest_correlation(r)).tolist())
    r = np.clip(r, -1.0, 1.0)
    np.fill_diagonal(r, 1.0)
    return r


def nearest_correlation(matrix: ArrayLike) -> Floats:
    """Return the correlation matrix with the least squared difference from a symmetric matrix.

    Parameters
    ----------
    matrix : array_like, shape (k, k)
        Symmetric and finite.

    Returns
    -------
    ndarray, shape (k, k)
        No negative eigenvalue, 1 on the diagonal; entries within about 1e-9 of the limit of the
        iteration.

    References
    ----------
    Higham (2002), Computing the nearest correlation matrix, IMA J. Numer. Anal. 22, 329–343,
    algorithm 3.3.

    Examples
    --------
    Higham (2002), section 4, a matrix of ones and one pair of zeros:

    >>> print(nearest_correlation([[1, 1, 0], [1, 1, 1], [0, 1, 1]]).round(4)[0])
    [1.     0.7607 0.1573]
    """
    x = floats("matrix", matrix).copy()
    correction = np.zeros_like(x)
    for _ in range(_MOST_PROJECTIONS):
        shifted = x - correction
        values, vectors = np.linalg.eigh(shifted)
        projected = (vectors * np.maximum(values, 0.0)) @ vectors.T
        correction = projected - shifted
        before, x = x, 0.5 * (projected + projected.T)
        np.fill_diagonal(x, 1.0)
        if np.abs(x - before).max() < 1e-10:
            break
    values, vectors = np.linalg.eigh(x)
    x = (vectors * np.maximum(values, 0.0)) @ vectors.T
    scale = 1.0 / np.sqrt(np.diagonal(x))
    x = np.clip(x * scale * scale[:, None], -1.0, 1.0)
    np.fill_diagonal(x, 1.0)
    return 0.5 * (x + x.T)


def from_rank_correlation(matrix: ArrayLike) -> Floats:
    """Return the copula's correlations that give these rank (Spearman) correlations.

    Parameters
    ----------
    matrix : array_like, any shape
        Rank correlations, −1 to 1.

    Returns
    -------
    ndarray, same shape
        2 sin(π r/6); at most 0.018 from r.

    References
    ----------
    Kruskal (1958), Ordinal measures of association, J. Am. Stat. Assoc. 53, 814–861.
    """
    return 2.0 * np.sin(math.pi / 6.0 * floats("matrix", matrix))


def correlated_uniforms(u: ArrayLike, correlation: ArrayLike) -> Floats:
    """Return uniforms whose normal quantiles have given correlations.

    Parameters
    ----------
    u : array_like, shape (k, n)
        Independent uniforms, in (0, 1); one row per variable.
    correlation : array_like, shape (k, k)
        Correlations of the normal quantiles.

    Returns
    -------
    ndarray, shape (k, n)
        In (0, 1). Draw j depends on draw j of u only, and row i on rows 0 … i only: the first
        row, and every row without correlation to earlier ones, comes back unchanged.

    References
    ----------
    Nelsen (2006), An introduction to copulas, 2nd ed., section 2.3; Cholesky factor with zero
    pivots as in Higham (2002), Accuracy and stability of numerical algorithms, section 10.3.
    """
    p = probabilities("u", u)
    r = correlation_matrix(correlation)
    if p.ndim != 2 or p.shape[0] != r.shape[0]:
        raise InputError("u", p.shape, f"shape ({r.shape[0]}, n), one row per variable")
    factor = _lower_factor(r)
    mixed = np.empty_like(p)
    _mix_into(factor, normal_ppf(p), mixed)
    result = np.clip(normal_cdf(mixed), _LEAST_U, _MOST_U)
    is_unchanged = np.diagonal(factor) == 1.0
    result[is_unchanged] = p[is_unchanged]
    return result


def _rounded(r: Floats) -> Floats:
    """Return a matrix rounded for display, drawn to the identity enough to stay valid."""
    shrink = r.shape[0] * 10.0**-_DECIMALS
    return np.round((1.0 - shrink) * r + shrink * np.eye(r.shape[0]), _DECIMALS)


@kernel
def _lower_factor(r: Floats) -> Floats:
    """Cholesky factor of a matrix that may be singular: a zero pivot leaves a zero column."""
    k = r.shape[0]
    factor = np.zeros((k, k))
    for j in range(k):
        pivot = r[j, j]
        for m in range(j):
            pivot -= factor[j, m] * factor[j, m]
        if pivot > 1e-12:
            factor[j, j] = math.sqrt(pivot)
            for i in range(j + 1, k):
                value = r[i, j]
                for m in range(j):
                    value -= factor[i, m] * factor[j, m]
                factor[i, j] = value / factor[j, j]
    return factor


@kernel
def _mix_into(factor: Floats, z: Floats, out: Floats) -> None:
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            out[i, j] = factor[i, 0] * z[0, j]
        for m in range(1, i + 1):
            for j in range(z.shape[1]):
                out[i, j] = fma(factor[i, m], z[m, j], out[i, j])
