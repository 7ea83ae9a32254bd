"""Orbit classes by the limits that JPL uses, and the Tisserand parameter."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ.constants import NEO_Q_MAX_AU
from asteroid_econ.orbits.shoemaker_helin import checked_elements
from asteroid_econ.parameters.load import load

Floats = NDArray[np.float64]

MEANINGS = {
    "IEO": "Atira: all of the orbit inside Earth's, aphelion < 0.983 au",
    "ATE": "Aten: a < 1 au, aphelion > 0.983 au",
    "APO": "Apollo: a >= 1 au, perihelion < 1.017 au",
    "AMO": "Amor: perihelion from 1.017 to 1.3 au",
    "MCA": "Mars-crosser: perihelion from 1.3 to 1.666 au, a < 3.2 au",
    "IMB": "inner main belt: a < 2 au, perihelion > 1.666 au",
    "MBA": "main belt: a from 2 to 3.2 au, perihelion > 1.666 au",
    "OMB": "outer main belt: a from 3.2 to 4.6 au",
    "TJN": "Jupiter trojan: a from 4.6 to 5.5 au, ecc < 0.3",
    "CEN": "centaur: a from 5.5 to 30.1 au",
    "TNO": "trans-Neptunian: a > 30.1 au",
    "AST": "none of these",
}
_PERIHELION_EARTH_AU, _APHELION_EARTH_AU = 0.983, 1.017  # JPL's rounding of Earth's orbit


def orbit_class(a_au: ArrayLike, ecc: ArrayLike) -> NDArray[np.str_]:
    """Return the orbit class.

    Parameters
    ----------
    a_au, ecc : array_like, shapes broadcast to S
        a_au > 0, 0 <= ecc < 1.

    Returns
    -------
    ndarray of str, shape S
        A key of ``MEANINGS``; '' where an element is NaN.

    References
    ----------
    JPL Small-Body Database, orbit classes.

    Examples
    --------
    Eros, Apophis, Bennu, Ceres:

    >>> orbit_class([1.458, 0.922, 1.126, 2.767], [0.223, 0.191, 0.204, 0.076]).tolist()
    ['AMO', 'ATE', 'APO', 'MBA']
    """
    a, e, _ = checked_elements(a_au, ecc, 0.0)
    q, far = a * (1.0 - e), a * (1.0 + e)
    rules = {
        "IEO": (a < 1.0) & (far < _PERIHELION_EARTH_AU),
        "ATE": a < 1.0,
        "APO": q < _APHELION_EARTH_AU,
        "AMO": q < NEO_Q_MAX_AU,
        "TNO": a > 30.1,
        "CEN": a > 5.5,
        "TJN": (a > 4.6) & (e < 0.3),
        "OMB": (a > 3.2) & (a < 4.6),
        "MBA": (a > 2.0) & (a <= 3.2) & (q > 1.666),
        "IMB": (a <= 2.0) & (q > 1.666),
        "MCA": (a < 3.2) & (q <= 1.666),
        "AST": np.isfinite(q),
    }
    return np.select(list(rules.values()), list(rules), default="")


def tisserand_jupiter(a_au: ArrayLike, ecc: ArrayLike, inc_rad: ArrayLike) -> Floats:
    """Return the Tisserand parameter with respect to Jupiter.

    Parameters
    ----------
    a_au, ecc, inc_rad : array_like, shapes broadcast to S
        a_au > 0, 0 <= ecc < 1, inc_rad in [0, π], from the ecliptic.

    Returns
    -------
    ndarray, shape S
        Above 3 for most asteroids, 2 to 3 for most comets of Jupiter's family.

    References
    ----------
    Kresak (1979), in Asteroids, p. 289. Jupiter's axis: parameter ``tisserand.jupiter_a_au``.

    Examples
    --------
    JPL gives 6.466 for 99942 Apophis (elements of 2008):

    >>> t = tisserand_jupiter(0.9224383019, 0.1911953048, np.radians(3.33136952))
    >>> print(round(float(t), 3))
    6.466
    """
    a, e, i = checked_elements(a_au, ecc, inc_rad)
    jupiter = load("catalogs").value("tisserand.jupiter_a_au")
    return jupiter / a + 2.0 * np.cos(i) * np.sqrt(a / jupiter * (1.0 - e * e))
