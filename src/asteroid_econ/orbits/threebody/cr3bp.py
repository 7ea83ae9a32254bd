"""Equations of the circular restricted three-body problem and their first variation.

Rotating frame: origin at the centre of mass, the larger body at (−μ, 0, 0), the smaller at
(1 − μ, 0, 0). Units: their distance, and the time in which they turn by one radian. A state is
(x, y, z, vx, vy, vz), velocities as seen in the rotating frame.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ._jit import kernel
from asteroid_econ.errors import InputError
from asteroid_econ.records import Floats

N_STATE = 6
N_VARIED = 42  # the state and the 36 entries of the matrix, row by row


def jacobi_nd(state_nd: ArrayLike, *, mu_ratio: float) -> Floats:
    """Return the Jacobi constant x² + y² + 2 (1 − μ)/r1 + 2 μ/r2 − v².

    Parameters
    ----------
    state_nd : array_like, shape S + (6,)
        States in the rotating frame.
    mu_ratio : float
        Mass of the smaller body over the mass of both, in (0, 0.5].

    Returns
    -------
    ndarray, shape S
        NaN where a component is NaN.

    Notes
    -----
    Without the constant μ (1 − μ) that some authors add.

    References
    ----------
    Szebehely (1967), Theory of Orbits, section 1.4.

    Examples
    --------
    A halo orbit of JPL's list about the Sun–Earth L1:

    >>> halo = [0.9889142055328948, 0, 0.003004041248343302, 0, 0.010113524775185567, 0]
    >>> print(f"{jacobi_nd(halo, mu_ratio=3.0542e-6):.9f}")
    3.000779370
    """
    mu_ratio = checked_mass_ratio(mu_ratio)
    x, y, z, vx, vy, vz = np.moveaxis(states(state_nd), -1, 0)
    off_axis = y * y + z * z
    r1 = np.sqrt((x + mu_ratio) ** 2 + off_axis)
    r2 = np.sqrt((x - 1.0 + mu_ratio) ** 2 + off_axis)
    with np.errstate(divide="ignore"):
        potential = 2.0 * (1.0 - mu_ratio) / r1 + 2.0 * mu_ratio / r2
    return np.asarray(x * x + y * y + potential - (vx * vx + vy * vy + vz * vz))


def states(state_nd: ArrayLike) -> Floats:
    """Return an array of states (…, 6), or say what is wrong with its shape."""
    state = floats("state_nd", state_nd)
    if state.ndim == 0 or state.shape[-1] != N_STATE:
        raise InputError("state_nd", state.shape, "an array of shape (..., 6)")
    return state


def checked_mass_ratio(mu_ratio: float) -> float:
    """Return μ as a float in (0, 0.5]."""
    value = floats("mu_ratio", mu_ratio)
    if value.ndim != 0 or not 0.0 < float(value) <= 0.5:
        raise InputError("mu_ratio", mu_ratio, "one number in (0, 0.5]")
    return float(value)


@kernel
def slopes_at(mu: float, y: Floats, out: Floats) -> None:
    """Write the time derivative of a state, and of its matrix where y has 42 entries."""
    x1, x2 = y[0] + mu, (y[0] - 1.0) + mu
    off_axis = y[1] * y[1] + y[2] * y[2]
    r1_2, r2_2 = x1 * x1 + off_axis, x2 * x2 + off_axis
    g1 = (1.0 - mu) / (r1_2 * math.sqrt(r1_2))
    g2 = mu / (r2_2 * math.sqrt(r2_2))
    pull = g1 + g2
    out[0], out[1], out[2] = y[3], y[4], y[5]
    out[3] = y[0] + 2.0 * y[4] - g1 * x1 - g2 * x2
    out[4] = y[1] - 2.0 * y[3] - pull * y[1]
    out[5] = -pull * y[2]
    if y.size == N_STATE:
        return
    k1, k2 = 3.0 * g1 / r1_2, 3.0 * g2 / r2_2
    kx, k = k1 * x1 + k2 * x2, k1 + k2
    xx = 1.0 - pull + k1 * x1 * x1 + k2 * x2 * x2
    yy, zz = 1.0 - pull + k * y[1] * y[1], k * y[2] * y[2] - pull
    xy, xz, yz = kx * y[1], kx * y[2], k * y[1] * y[2]
    for j in range(N_STATE):
        a, b, c = y[6 + j], y[12 + j], y[18 + j]
        d, e = y[24 + j], y[30 + j]
        out[6 + j], out[12 + j], out[18 + j] = d, e, y[36 + j]
        out[24 + j] = xx * a + xy * b + xz * c + 2.0 * e
        out[30 + j] = xy * a + yy * b + yz * c - 2.0 * d
        out[36 + j] = xz * a + yz * b + zz * c
