"""Albedos of near-Earth asteroids of which no class is known."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._arrays import floats
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.sampling.normal import probabilities

Floats = NDArray[np.float64]

_BISECTIONS = 60


def class_free_albedo_cdf(albedo: ArrayLike, parameters: ParameterSet) -> Floats:
    """Return the share of near-Earth asteroids darker than an albedo, whatever their class.

    Parameters
    ----------
    albedo : array_like, shape S
        Geometric albedo; >= 0.
    parameters : ParameterSet
        ``load("size")``.

    Returns
    -------
    ndarray, shape S
        per_D probability (of bodies found in the infrared). NaN where the albedo is NaN.

    References
    ----------
    Wright et al. (2016), AJ 152, 79: two Rayleigh distributions.
    """
    p = floats("albedo", albedo)
    law = parameters.value("albedo_class_free")
    dark = law["dark_frac"] * np.exp(-0.5 * (p / law["dark_scale"]) ** 2)
    bright = (1.0 - law["dark_frac"]) * np.exp(-0.5 * (p / law["bright_scale"]) ** 2)
    return np.asarray(1.0 - dark - bright)


def class_free_albedo(u: ArrayLike, parameters: ParameterSet) -> Floats:
    """Return quantiles of the albedo of near-Earth asteroids, whatever their class.

    Parameters
    ----------
    u : array_like, shape S
        Probabilities; strictly between 0 and 1.
    parameters : ParameterSet
        ``load("size")``.

    Returns
    -------
    ndarray, shape S
        Geometric albedo; exact to 1e-15. The law has a share of 1e-8 above 1, cut there.

    Notes
    -----
    The mixture of classes of this package has other quantiles (.04, .21, .47 at 1 km): per_H,
    and by class. The two contradict each other; neither is forced on the other.

    References
    ----------
    Wright et al. (2016), AJ 152, 79.

    Examples
    --------
    >>> from asteroid_econ.parameters.load import load
    >>> print(class_free_albedo([0.05, 0.5, 0.95], load("size")).round(3))
    [0.019 0.151 0.391]
    """
    aim = probabilities("u", u)
    low, high = np.zeros(aim.shape), np.ones(aim.shape)
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        below = class_free_albedo_cdf(middle, parameters) < aim
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray(0.5 * (low + high))
