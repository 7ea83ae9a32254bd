"""Baseline price paths: what the price would do without the venture."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError

Floats = NDArray[np.float64]


def log_ou_path(
    start_usd_kg: ArrayLike,
    *,
    level_usd_kg: ArrayLike,
    half_life_yr: ArrayLike,
    sigma: float,
    t_yr: ArrayLike,
    shocks: ArrayLike,
) -> Floats:
    """Return paths of a price whose log reverts to a level (Ornstein-Uhlenbeck).

    Parameters
    ----------
    start_usd_kg, level_usd_kg, half_life_yr : array_like, scalar or shape (D,)
        Price at t = 0, the level to which the log price reverts, and how fast; > 0.
    sigma : float
        Instantaneous volatility of the log price, per square root of a year; >= 0.
    t_yr : array_like, shape (K,)
        Dates, ascending, > 0.
    shocks : array_like, shape (K, D)
        Independent standard normal draws.

    Returns
    -------
    ndarray, shape (K, D)
        Prices. Exact transition from date to date, whatever the spacing. The level is the median
        of the far future, not its mean.

    References
    ----------
    Schwartz (1997), The Stochastic Behavior of Commodity Prices, model 1.

    Examples
    --------
    The median after ten years, from 1,278 towards 1,150 with a half-life of five:

    >>> path = log_ou_path(
    ...     1278, level_usd_kg=1150, half_life_yr=5, sigma=0.2, t_yr=[10], shocks=[[0.0]]
    ... )
    >>> print(round(float(path[0, 0]), 3))
    1180.745
    """
    t, z = floats("t_yr", t_yr), floats("shocks", shocks)
    if z.ndim != 2 or z.shape[0] != t.size:
        raise InputError("shocks", z.shape, f"shape ({t.size}, draws)")
    speed = math.log(2.0) / floats("half_life_yr", half_life_yr)
    level = np.log(floats("level_usd_kg", level_usd_kg))
    log_price = np.log(floats("start_usd_kg", start_usd_kg)) + np.zeros(z.shape[1])
    path = np.empty(z.shape)
    for k, step in enumerate(np.diff(t, prepend=0.0)):
        keep = np.exp(-speed * step)
        spread = sigma * np.sqrt((1.0 - keep * keep) / (2.0 * speed))
        log_price = level + (log_price - level) * keep + spread * z[k]
        path[k] = np.exp(log_price)
    return path
