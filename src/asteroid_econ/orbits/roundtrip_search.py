"""The search of one asteroid: both legs, the best trip of each duration, the count."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.orbits.lambert_row import scratch
from asteroid_econ.orbits.roundtrip_grid import (
    count_viable,
    least_by_duration,
    locate_first,
    wanted_returns,
)
from asteroid_econ.orbits.roundtrip_legs import Price, leg_dv, track
from asteroid_econ.orbits.roundtrip_turns import Fees, best_legs
from asteroid_econ.records import Floats

Integers = NDArray[np.int64]
_FREE: Fees = (0.0, 0.0, 0.0, math.inf, 0.0, 1.0, 0.0)  # one path has nothing to choose by cost


@dataclass(frozen=True, slots=True)
class Grid:
    """What all asteroids of a search share; the terms are those of :func:`leg_dv`.

    ``earth_out`` and ``earth_back`` are tracks (7, nodes) of Earth, ``earth_there_km`` (nodes, 3)
    its positions at the asteroid dates ``body_mjd_tdb``. ``legs`` are times of flight in s, shape
    (legs,), and their :func:`inverse_cube_root`; ``reach_km`` (2, legs) how far legs from and to
    Earth lead at most. ``stays`` are the shortest, the longest, and the most steps of stay and legs
    together.
    """

    body_mjd_tdb: Floats
    earth_out: Floats
    earth_there_km: Floats
    earth_back: Floats
    legs: tuple[Floats, Floats]
    reach_km: Floats
    stays: tuple[int, int, int]
    price: Price
    dv_max_km_s: float


def search_body(vectors: Floats, grid: Grid) -> tuple[int, Floats, Integers, Floats]:
    """Return the number of viable trips and the best trip of each duration.

    Parameters
    ----------
    vectors : ndarray, shape (6, nodes)
        States of the asteroid at the grid's dates.
    grid : Grid
        Dates and limits.

    Returns
    -------
    n_viable : int
    dv_km_s, steps, vinf_km_s : ndarray, shapes (m + 2,), (m + 2, 4), (m + 2, 4, 3)
        As in ``RoundTrips``: one row for each duration up to m steps, then the shortest trip; inf,
        −1 and NaN where no trip is viable.
    """
    earth_out, earth_back, stays, price = grid.earth_out, grid.earth_back, grid.stays, grid.price
    tof_s, dv_max, m = grid.legs[0], grid.dv_max_km_s, grid.stays[2]
    n_launches, n_legs = earth_out.shape[1], tof_s.size
    body = track(vectors[:3].T, vectors[3:].T)
    separation = np.linalg.norm(vectors[:3].T - grid.earth_there_km, axis=1)
    out, back = np.empty((n_launches, n_legs)), np.empty((n_launches + m, n_legs))
    is_wanted, space = np.ones(len(back)), (np.empty((2, n_legs)), scratch())
    least, found = np.full(m + 2, np.inf), np.full((m + 2, 4), -1)
    vinf = np.full((m + 2, 4, 3), np.nan)
    leg_dv(
        earth_out, body, separation, grid.reach_km[0], *grid.legs, price, False,
        is_wanted[:n_launches], *space, out,
    )  # fmt: skip
    wanted_returns(out, *stays, dv_max, is_wanted)
    if not is_wanted.any():
        return 0, least, found, vinf
    leg_dv(
        body, earth_back, separation, grid.reach_km[1], *grid.legs, price, True, is_wanted, *space,
        back,
    )  # fmt: skip
    least_by_duration(out, back, *stays, dv_max, least[:-1], found[:-1])
    if not least.min() < math.inf:
        return 0, least, found, vinf
    shortest = int(np.argmax(least < math.inf))
    least[-1] = locate_first(out, back, *stays[:2], shortest, dv_max, found[-1])
    launch, a, stay, c = np.ascontiguousarray(found.T)
    leave = np.where(launch >= 0, launch + a + stay, -1)
    turns = np.empty(m + 2, dtype=np.int64)
    best_legs(earth_out, launch, body, a, tof_s, 0, False, _FREE, math.inf, vinf[:, :2], turns)
    best_legs(body, leave, earth_back, c, tof_s, 0, True, _FREE, math.inf, vinf[:, 2:], turns)
    return int(count_viable(out, back, *stays, dv_max)), least, found, vinf
