"""Shares of a population at fixed size and at fixed brightness.

Every share is ``per_D`` (of the bodies of one diameter) or ``per_H`` (of one absolute magnitude).
At fixed H dark bodies are larger, hence rarer: where the number of bodies larger than D goes as
D^-b, P(class, p | H) ∝ f_D(class) P(p | class) p^(b/2). Mixing the two shifts the water of a
population about threefold.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError

Floats = NDArray[np.float64]


def per_h_from_per_d(
    share_per_d: ArrayLike, albedo_mu_ln: ArrayLike, albedo_sigma_ln: ArrayLike, *, slope: float
) -> Floats:
    """Return shares at one absolute magnitude from shares at one diameter.

    Parameters
    ----------
    share_per_d : array_like, shape (classes,)
        Shares at fixed diameter; >= 0, with any sum.
    albedo_mu_ln, albedo_sigma_ln : array_like, shape (classes,)
        Mean and standard deviation of ln albedo of each class at fixed diameter.
    slope : float
        b of N(> D) ~ D^-b.

    Returns
    -------
    ndarray, shape (classes,)
        Shares that sum to 1.

    Notes
    -----
    Albedos of a class at fixed H are brighter than at fixed D by the factor exp(b sigma²/2).

    References
    ----------
    Morbidelli et al. (2002), Icarus 158, 329: the same step for two albedo classes.

    Examples
    --------
    Morbidelli: .87 dark bodies per bright one of the same size, .25 per bright one of the same
    brightness; with the middles of their albedo classes 2-9 and 11-35 %:

    >>> dark, bright = per_h_from_per_d([0.87, 1.0], np.log([0.055, 0.23]), [0, 0], slope=1.75)
    >>> print(round(float(dark / bright), 2))
    0.25
    """
    share, mu, sigma = _classes(share_per_d, albedo_mu_ln, albedo_sigma_ln)
    return _weighted(share, 0.5 * slope * mu + 0.5 * (0.5 * slope * sigma) ** 2)


def per_d_from_per_h(
    share_per_h: ArrayLike, albedo_mu_ln: ArrayLike, albedo_sigma_ln: ArrayLike, *, slope: float
) -> Floats:
    """Return shares at one diameter from shares at one absolute magnitude.

    Parameters
    ----------
    share_per_h : array_like, shape (classes,)
        Shares at fixed H; >= 0, with any sum.
    albedo_mu_ln, albedo_sigma_ln : array_like, shape (classes,)
        Mean and standard deviation of ln albedo of each class at fixed H.
    slope : float
        b of N(> D) ~ D^-b.

    Returns
    -------
    ndarray, shape (classes,)
        Shares that sum to 1.

    References
    ----------
    The inverse of :func:`per_h_from_per_d`.
    """
    share, mu, sigma = _classes(share_per_h, albedo_mu_ln, albedo_sigma_ln)
    return _weighted(share, -0.5 * slope * mu + 0.5 * (0.5 * slope * sigma) ** 2)


def _classes(share: ArrayLike, mu: ArrayLike, sigma: ArrayLike) -> tuple[Floats, Floats, Floats]:
    shares = floats("share", share)
    if (shares < 0.0).any() or not shares.sum() > 0.0:
        raise InputError("share", share, "numbers >= 0, not all 0")
    return shares, floats("albedo_mu_ln", mu), floats("albedo_sigma_ln", sigma)


def _weighted(share: Floats, ln_weight: Floats) -> Floats:
    weighted = share * np.exp(ln_weight - ln_weight.max())
    return np.asarray(weighted / weighted.sum())
