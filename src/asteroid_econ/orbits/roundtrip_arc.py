"""A leg of an itinerary flown again, between states other than those it was found with."""

import numpy as np

from asteroid_econ.constants import DAY_S, MU_SUN_KM3_S2
from asteroid_econ.orbits.lambert import lambert
from asteroid_econ.records import Floats

State = tuple[Floats, Floats]


def arc_again(
    origin: State, goal: State, *, tof_d: float, n_rev: int, vinf_km_s: Floats
) -> tuple[Floats, Floats]:
    """Return the velocities at both ends of the path that leaves most like an excess velocity.

    Parameters
    ----------
    origin, goal : tuple of two ndarrays, shape (3,)
        Heliocentric states of the bodies at departure and arrival, km and km/s.
    tof_d : float
        Time of flight, > 0.
    n_rev : int
        Whole revolutions, >= 0.
    vinf_km_s : ndarray, shape (3,)
        Excess velocity of the leg at departure, as it was found.

    Returns
    -------
    v1_km_s, v2_km_s : ndarray, shape (3,)
        Heliocentric; NaN where no such path leads from one state to the other.
    """
    v1, v2 = lambert(
        origin[0],
        goal[0],
        DAY_S * tof_d,
        mu_km3_s2=MU_SUN_KM3_S2,
        n_rev=n_rev,
        is_low_path=np.array([True, False]),
    )
    miss = np.linalg.norm(v1 - origin[1] - vinf_km_s, axis=1)
    k = 0 if np.all(np.isnan(miss)) else int(np.nanargmin(miss))
    return v1[k], v2[k]
