"""Libration points: where a body at rest in the rotating frame stays."""

import numpy as np

from asteroid_econ.orbits.threebody.cr3bp import checked_mass_ratio
from asteroid_econ.records import Floats

_MAX_ITERATIONS = 200


def libration_points(mu_ratio: float) -> Floats:
    """Return the positions of L1 to L5.

    Parameters
    ----------
    mu_ratio : float
        Mass of the smaller body over the mass of both, in (0, 0.5].

    Returns
    -------
    ndarray, shape (5, 3)
        In the rotating frame, in units of the bodies' distance; L4 is ahead of the smaller body.

    Notes
    -----
    To the last digits: the distance from the nearer body is solved for, not the coordinate.

    References
    ----------
    Szebehely (1967), Theory of Orbits, section 4.4.

    Examples
    --------
    Earth and Moon:

    >>> print(libration_points(0.01215058)[:3, 0].round(6))
    [ 0.836915  1.155682 -1.005063]
    """
    mu = checked_mass_ratio(mu_ratio)
    out = np.zeros((5, 3))
    out[0, 0] = 1.0 - mu - _distance(mu, toward=-1.0)
    out[1, 0] = 1.0 - mu + _distance(mu, toward=1.0)
    out[2, 0] = -mu - _distance_beyond(mu)
    out[3:, 0] = 0.5 - mu
    out[3, 1], out[4, 1] = np.sqrt(0.75), -np.sqrt(0.75)
    return out


def _distance(mu: float, *, toward: float) -> float:
    """Return the distance of L1 (toward −1) or L2 (+1) from the smaller body.

    Balance along the axis, s = toward, d the distance: with the frame's and the larger body's
    pull written as a difference, (1 − μ) (r − 1/r²) + μ-terms, nothing cancels for small μ.
    """

    def excess(d: float) -> float:
        r = 1.0 + toward * d
        # (1 − μ)(r − 1/r²) = s d (1 − μ)(r² + r + 1)/r²
        return d * (1.0 - mu) * (r * r + r + 1.0) / (r * r) + mu * (d - 1.0 / (d * d))

    hill = (mu / 3.0) ** (1.0 / 3.0)  # the distance for small μ; 0.9 to 1.3 times it up to 0.5
    return _root(excess, 0.5 * hill, 1.5 * hill)


def _distance_beyond(mu: float) -> float:
    """Return the distance of L3 from the larger body."""

    def excess(d: float) -> float:
        return d + mu - (1.0 - mu) / (d * d) - mu / (1.0 + d) ** 2

    return _root(excess, 0.5, 2.0)


def _root(rising, low: float, high: float) -> float:  # type: ignore[no-untyped-def]
    """Return where a rising function is zero, by bisection to the last digit."""
    for _ in range(_MAX_ITERATIONS):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        if rising(middle) > 0.0:
            high = middle
        else:
            low = middle
    return 0.5 * (low + high)
