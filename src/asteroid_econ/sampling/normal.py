"""The standard normal distribution: its quantile function and its cumulative function."""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ._elementary import fma, log_
from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ.errors import InputError

_CHUNK = 1024  # draws; small enough to stay in the first-level cache between passes
_LANES = 16  # tails are filled up to a multiple, so that no remainder runs one by one
_CENTRAL = 0.425  # |u - 1/2| up to which the central coefficients hold
_FAR = 5.0  # sqrt(-log p) beyond which the far coefficients hold
_FAR_P = math.exp(-_FAR * _FAR)
_SQRT_HALF = math.sqrt(0.5)

# Wichura (1988), algorithm AS 241, routine PPND16; highest power first.
_CENTRAL_TOP = (
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080e0,
)
_CENTRAL_BOTTOM = (
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1.0,
)
_MIDDLE_TOP = (
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258e0,
    3.64784832476320460504e0,
    5.76949722146069140550e0,
    4.63033784615654529590e0,
    1.42343711074968357734e0,
)
_MIDDLE_BOTTOM = (
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940e0,
    2.05319162663775882187e0,
    1.0,
)
_FAR_TOP = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580e0,
    5.46378491116411436990e0,
    6.65790464350110377720e0,
)
_FAR_BOTTOM = (
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1.0,
)


@inline_kernel
def _degree_7(c: Any, x: Any) -> Any:
    p = fma(fma(fma(c[0], x, c[1]), x, c[2]), x, c[3])
    return fma(fma(fma(fma(p, x, c[4]), x, c[5]), x, c[6]), x, c[7])


@inline_kernel
def _central(u: float) -> float:
    q = u - 0.5
    s = fma(-q, q, _CENTRAL * _CENTRAL)
    return _degree_7(_CENTRAL_TOP, s) * q / _degree_7(_CENTRAL_BOTTOM, s)


@inline_kernel
def _middle(u: float) -> float:
    r = math.sqrt(-log_(min(u, 1.0 - u))) - 1.6
    top = _degree_7(_MIDDLE_TOP, r)
    return (-top if u < 0.5 else top) / _degree_7(_MIDDLE_BOTTOM, r)


@inline_kernel
def _far(u: float) -> float:
    r = math.sqrt(-log_(min(u, 1.0 - u))) - _FAR
    z = _degree_7(_FAR_TOP, r) / _degree_7(_FAR_BOTTOM, r)
    return -z if u < 0.5 else z


@kernel
def normal_ppf_into(u: NDArray[np.float64], z: NDArray[np.float64]) -> None:
    """Write the quantiles of u into z, another array; NaN where u is not in (0, 1).

    The 15 % outside the central region are gathered, so that all loops vectorise.
    """
    where, tail = np.empty(_CHUNK, np.int64), np.empty(_CHUNK)
    for start in range(0, u.size, _CHUNK):
        stop = min(start + _CHUNK, u.size)
        for i in range(start, stop):
            z[i] = _central(u[i])
        n = 0
        for i in range(start, stop):  # without a branch, which would be guessed wrong
            where[n] = i
            tail[n] = u[i]
            n += abs(u[i] - 0.5) > _CENTRAL
        _outer(where, tail, n, z)


@kernel
def _outer(
    where: NDArray[np.int64], tail: NDArray[np.float64], n: int, z: NDArray[np.float64]
) -> None:
    """Write the quantiles of the first n of tail to their places in z; tail is used up."""
    n_far = 0
    for k in range(n):
        n_far += min(tail[k], 1.0 - tail[k]) < _FAR_P
    if n_far > 0:
        for k in range(n):
            u = tail[k]
            z[where[k]] = _far(u) if min(u, 1.0 - u) < _FAR_P else _middle(u)
        return
    full = -(-n // _LANES) * _LANES
    tail[n:full] = 0.9
    for k in range(full):
        tail[k] = _middle(tail[k])
    for k in range(n):
        z[where[k]] = tail[k]


@kernel
def normal_cdf_into(z: NDArray[np.float64], p: NDArray[np.float64]) -> None:
    """Write the cumulative probabilities of z into p."""
    for i in range(z.size):
        p[i] = 0.5 * math.erfc(-z[i] * _SQRT_HALF)


def probabilities(name: str, u: ArrayLike) -> NDArray[np.float64]:
    """Return u as an array of numbers strictly between 0 and 1, or refuse it by name."""
    array = floats(name, u)
    if not ((array > 0.0) & (array < 1.0)).all():
        first = array.ravel()[~((array > 0.0) & (array < 1.0)).ravel()][0]
        raise InputError(name, float(first), "probabilities strictly between 0 and 1")
    return array


def normal_ppf(u: ArrayLike) -> NDArray[np.float64]:
    """Return the quantiles of the standard normal distribution.

    Parameters
    ----------
    u : array_like, any shape S
        Probabilities; strictly between 0 and 1.

    Returns
    -------
    ndarray, shape S
        z with P(Z <= z) = u.

    Notes
    -----
    Relative error below 1e-15 from 1e-300 to 1 − 2**-53.

    References
    ----------
    Wichura (1988), Algorithm AS 241: the percentage points of the normal distribution,
    Applied Statistics 37, 477–484.

    Examples
    --------
    The check value of the paper:

    >>> print(round(float(normal_ppf(1e-20)), 6))
    -9.26234
    """
    array = probabilities("u", u)
    out = np.empty(array.shape)
    normal_ppf_into(array.reshape(-1), out.reshape(-1))
    return out


def normal_cdf(z: ArrayLike) -> NDArray[np.float64]:
    """Return the cumulative distribution function of the standard normal distribution.

    Parameters
    ----------
    z : array_like, any shape S
        Standard deviations from the mean.

    Returns
    -------
    ndarray, shape S
        P(Z <= z), accurate relative to itself in the lower tail. NaN where z is NaN.

    References
    ----------
    DLMF 7.2.2 and 7.18: Φ(z) = erfc(−z/√2)/2.

    Examples
    --------
    The 95 % point of every table:

    >>> print(round(float(normal_cdf(1.959964)), 4))
    0.975
    """
    array = floats("z", z)
    out = np.empty(array.shape)
    normal_cdf_into(array.reshape(-1), out.reshape(-1))
    return out
