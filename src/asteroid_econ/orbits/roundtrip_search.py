"""The search of one asteroid: both legs, the best trip of each duration, the count."""

import math

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.orbits.lambert_row import scratch
from asteroid_econ.orbits.roundtrip_grid import (
    count_viable,
    least_by_duration,
    locate_first,
    wanted_returns,
)
from asteroid_econ.orbits.roundtrip_legs import Price, leg_dv
from asteroid_econ.orbits.roundtrip_turns import best_legs
from asteroid_econ.records import Floats

Integers = NDArray[np.int64]


def search_body(
    earth_out: Floats,
    body: Floats,
    earth_back: Floats,
    separation_km: Floats,
    reach_km: Floats,
    legs: tuple[Floats, Floats],
    stays: tuple[int, int, int],
    price: Price,
    dv_max_km_s: float,
    least: Floats,
    found: Integers,
    vinf: Floats,
) -> int:
    """Write the best trip of each duration and return the number of viable trips.

    Parameters
    ----------
    earth_out, body, earth_back : ndarray, shape (7, nodes)
        Tracks in km and km/s.
    separation_km, reach_km, price
        As for :func:`leg_dv`; the reach of both legs, shape (2, legs).
    legs : tuple of ndarray, shape (legs,)
        Times of flight in s, and their :func:`inverse_cube_root`.
    stays : tuple of int
        The shortest, the longest, and the most steps of stay and legs together.
    dv_max_km_s : float
        Limit of the Δv.
    least, found, vinf : ndarray, shapes (m + 2,), (m + 2, 4), (m + 2, 4, 3)
        Written as in ``RoundTrips``: one row for each duration up to m steps, then the shortest
        trip; inf, −1 and NaN where no trip is viable.
    """
    n_launches, n_nodes, n_legs = earth_out.shape[1], earth_out.shape[1] + stays[2], legs[0].size
    out, back = np.empty((n_launches, n_legs)), np.empty((n_nodes, n_legs))
    is_wanted, space = np.ones(n_nodes), (np.empty((2, n_legs)), scratch())
    least[:], found[:], vinf[:] = math.inf, -1, math.nan
    leg_dv(
        earth_out, body, separation_km, reach_km[0], *legs, price, False, is_wanted[:n_launches],
        *space, out,
    )  # fmt: skip
    wanted_returns(out, *stays, dv_max_km_s, is_wanted)
    if not is_wanted.any():
        return 0
    leg_dv(
        body, earth_back, separation_km, reach_km[1], *legs, price, True, is_wanted, *space, back
    )
    least_by_duration(out, back, *stays, dv_max_km_s, least[:-1], found[:-1])
    if not least.min() < math.inf:
        return 0
    shortest = int(np.argmax(least < math.inf))
    least[-1] = locate_first(out, back, *stays[:2], shortest, dv_max_km_s, found[-1])
    launch, a, stay, c = np.ascontiguousarray(found.T)
    leave = np.where(launch >= 0, launch + a + stay, -1)
    turns, free = np.empty(len(found), dtype=np.int64), (0.0, 0.0, 0.0, math.inf, 0.0, 1.0, 0.0)
    best_legs(earth_out, launch, body, a, legs[0], 0, False, free, math.inf, vinf[:, :2], turns)
    best_legs(body, leave, earth_back, c, legs[0], 0, True, free, math.inf, vinf[:, 2:], turns)
    return int(count_viable(out, back, *stays, dv_max_km_s))
