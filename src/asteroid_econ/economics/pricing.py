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


def gbm_path(
    start_usd_kg: ArrayLike, *, drift_frac: float, sigma: float, t_yr: ArrayLike, shocks: ArrayLike
) -> Floats:
    """Return paths of a geometric Brownian motion.

    Parameters
    ----------
    start_usd_kg : array_like, scalar or shape (D,)
        Price at t = 0; > 0.
    drift_frac : float
        Growth of the expected price, continuous, per year.
    sigma : float
        Volatility of the log price, per square root of a year; >= 0.
    t_yr : array_like, shape (K,)
        Dates, ascending, > 0.
    shocks : array_like, shape (K, D)
        Independent standard normal draws.

    Returns
    -------
    ndarray, shape (K, D)
        Prices; the mean is start * exp(drift * t), the median is lower.

    Examples
    --------
    The median after one year at sigma 0.2 and no drift is exp(-0.02):

    >>> path = gbm_path(1, drift_frac=0, sigma=0.2, t_yr=[1], shocks=[[0.0]])
    >>> print(round(float(path[0, 0]), 6))
    0.980199
    """
    t, z = floats("t_yr", t_yr), floats("shocks", shocks)
    if z.ndim != 2 or z.shape[0] != t.size:
        raise InputError("shocks", z.shape, f"shape ({t.size}, draws)")
    step = np.diff(t, prepend=0.0)[:, None]
    moves = (drift_frac - 0.5 * sigma * sigma) * step + sigma * np.sqrt(step) * z
    return np.asarray(floats("start_usd_kg", start_usd_kg) * np.exp(np.cumsum(moves, axis=0)))


def log_linear_path(
    t_yr: ArrayLike, *, anchor_t_yr: ArrayLike, anchor_price_usd_kg: ArrayLike
) -> Floats:
    """Return a dated scenario: prices that change by equal factors between anchors.

    Parameters
    ----------
    t_yr : array_like
        Dates, in the same reckoning as the anchors.
    anchor_t_yr, anchor_price_usd_kg : array_like, shape (n,)
        Dates, strictly ascending, and prices, > 0; held before the first and after the last.

    Returns
    -------
    ndarray, shape of t_yr

    Examples
    --------
    Launch prices of 1,600 USD/kg in 2030 and 300 in 2040 are 693 in between:

    >>> price = log_linear_path(2035, anchor_t_yr=[2030, 2040], anchor_price_usd_kg=[1600, 300])
    >>> print(round(float(price)))
    693
    """
    at, prices = (
        floats("anchor_t_yr", anchor_t_yr),
        floats("anchor_price_usd_kg", anchor_price_usd_kg),
    )
    if at.ndim != 1 or at.shape != prices.shape or np.any(np.diff(at) <= 0.0):
        raise InputError("anchor_t_yr", at, "ascending dates, one per price")
    if np.any(prices <= 0.0):
        raise InputError("anchor_price_usd_kg", float(np.min(prices)), "numbers > 0")
    return np.exp(np.interp(floats("t_yr", t_yr), at, np.log(prices)))


def correlated_shocks(
    own_shocks: ArrayLike, common_shocks: ArrayLike, *, loading_frac: float
) -> Floats:
    """Return shocks of one metal that share a factor with the others.

    Parameters
    ----------
    own_shocks, common_shocks : array_like, one shape
        Independent standard normal draws, the second the same for all metals.
    loading_frac : float
        In [-1, 1]; two metals correlate by the product of their loadings.

    Returns
    -------
    ndarray
        Standard normal draws.
    """
    if not -1.0 <= loading_frac <= 1.0:
        raise InputError("loading_frac", loading_frac, "from -1 to 1")
    rest = math.sqrt(1.0 - loading_frac * loading_frac)
    return np.asarray(
        loading_frac * floats("common_shocks", common_shocks)
        + rest * floats("own_shocks", own_shocks)
    )


def forward_price_usd_kg(
    spot_usd_kg: ArrayLike,
    *,
    level_usd_kg: ArrayLike,
    half_life_yr: ArrayLike,
    sigma: float,
    tenor_yr: ArrayLike,
) -> Floats:
    """Return the expected price at a later date, given the price that is observed now.

    Parameters
    ----------
    spot_usd_kg, level_usd_kg, half_life_yr : array_like
        Observed price, level and half-life of its mean reversion; > 0.
    sigma : float
        Instantaneous volatility of the log price.
    tenor_yr : array_like
        Years ahead; >= 0.

    Returns
    -------
    ndarray
        E[P], not the median: the forward price without a premium for risk.

    References
    ----------
    Schwartz (1997), model 1.

    Examples
    --------
    >>> fair = forward_price_usd_kg(
    ...     1278, level_usd_kg=1150, half_life_yr=5, sigma=0.2, tenor_yr=10
    ... )
    >>> print(round(float(fair), 3))
    1263.356
    """
    speed = math.log(2.0) / floats("half_life_yr", half_life_yr)
    level, spot = np.log(floats("level_usd_kg", level_usd_kg)), floats("spot_usd_kg", spot_usd_kg)
    keep = np.exp(-speed * floats("tenor_yr", tenor_yr))
    variance = sigma * sigma * (1.0 - keep * keep) / (2.0 * speed)
    return np.exp(level + (np.log(spot) - level) * keep + 0.5 * variance)
