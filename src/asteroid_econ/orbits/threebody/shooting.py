"""Differential correction in the field of Sun, Earth and Moon: arcs between points, and long paths.

Derivatives come from neighbours that are integrated with a state: the integrator moves sixteen at
the price of one.
"""

import numpy as np

from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
from asteroid_econ.orbits.perturbed import perturbed_states
from asteroid_econ.orbits.perturbed_field import PlanetTable
from asteroid_econ.records import Floats

SCALE = np.repeat([AU_KM, np.sqrt(MU_SUN_KM3_S2 / AU_KM)], 3)  # of a state
_STEP = np.repeat([100.0, 1e-5], 3)  # km and km/s of the neighbours
_NODE_D = 4.0
_MAX_ITERATIONS = 40
_LONGEST_SHIFT = 0.003  # of a node in one correction, au


def flow_km(
    states_km: Floats, start_mjd_tdb: float, end_mjd_tdb: float, planets: PlanetTable
) -> Floats:
    """Return states (n, 6) in km and km/s after the time from one date to another."""
    nodes = _nodes(start_mjd_tdb, end_mjd_tdb)
    r, v, _ = perturbed_states(
        states_km[:, :3], states_km[:, 3:], start_mjd_tdb, nodes, planets=planets
    )
    last = -1 if end_mjd_tdb > start_mjd_tdb else 0
    return np.concatenate([r[:, last], v[:, last]], axis=1)


def _nodes(start_mjd_tdb: float, end_mjd_tdb: float) -> Floats:
    n = max(1, int(np.ceil(abs(end_mjd_tdb - start_mjd_tdb) / _NODE_D)))
    return np.linspace(min(start_mjd_tdb, end_mjd_tdb), max(start_mjd_tdb, end_mjd_tdb), n + 1)


def matrix_after(
    state_km: Floats, start_mjd_tdb: float, end_mjd_tdb: float, planets: PlanetTable
) -> tuple[Floats, Floats]:
    """Return the state after a time, and its derivative by the first one, both scaled by SCALE."""
    shifts = np.vstack([np.zeros(6), np.diag(_STEP), -np.diag(_STEP)])
    ends = flow_km(state_km + shifts, start_mjd_tdb, end_mjd_tdb, planets)
    slope = (ends[1:7] - ends[7:]).T / (2.0 * _STEP)
    return ends[0], slope * SCALE / SCALE[:, None]


def arc_between(
    start_km: Floats, end_km: Floats, v_guess_km_s: Floats, start_mjd_tdb: float,
    end_mjd_tdb: float, planets: PlanetTable, *, tolerance_km: float = 1e-3,
) -> tuple[Floats, Floats, float]:  # fmt: skip
    """Return departure and arrival velocity of an arc between two positions, and its miss in km.

    Parameters
    ----------
    start_km, end_km : ndarray, shape (3,)
        Positions.
    v_guess_km_s : ndarray, shape (3,)
        A velocity that nearly arrives; a Lambert arc's.
    start_mjd_tdb, end_mjd_tdb : float
        Dates.
    planets : PlanetTable
        The field.
    tolerance_km : float, optional
        Miss at which the correction stops.
    """
    v = v_guess_km_s.copy()
    best = (np.inf, v, np.full(3, np.nan))
    for _ in range(_MAX_ITERATIONS):
        end, matrix = matrix_after(
            np.concatenate([start_km, v]), start_mjd_tdb, end_mjd_tdb, planets
        )
        miss = end[:3] - end_km
        size = float(np.linalg.norm(miss))
        if not np.isfinite(size):
            break
        if size < best[0]:
            best = (size, v.copy(), end[3:])
        if size < tolerance_km:
            break
        v = v - np.linalg.solve(matrix[:3, 3:], miss / AU_KM) * SCALE[3]
    return best[1], best[2], best[0]


def continuous_path(
    nodes_km: Floats, mjd_tdb: Floats, planets: PlanetTable, *, ease_ratio: Floats,
    tolerance: float = 1e-11,
) -> tuple[Floats, float]:  # fmt: skip
    """Return the nearest path without a break to a sequence of guessed states.

    Parameters
    ----------
    nodes_km : ndarray, shape (n, 6)
        Guesses in km and km/s.
    mjd_tdb : ndarray, shape (n,)
        Their dates, kept.
    planets : PlanetTable
        The field.
    ease_ratio : ndarray, shape (n,)
        How readily each node moves.
    tolerance : float, optional
        Largest break at which the correction stops, in au and in units of Earth's speed.

    Returns
    -------
    nodes_km : ndarray, shape (n, 6)
    gap : float
        The largest break that is left, in the same units.

    Notes
    -----
    Multiple shooting; every step is the shortest that closes the linear breaks, so that the path
    stays as near to the guess as it can. Its ends are free.
    """
    x = nodes_km / SCALE
    n = len(x)
    gap = np.inf
    for _ in range(_MAX_ITERATIONS):
        ends, matrices = np.empty((n - 1, 6)), np.empty((n - 1, 6, 6))
        for k in range(n - 1):
            end, matrices[k] = matrix_after(x[k] * SCALE, mjd_tdb[k], mjd_tdb[k + 1], planets)
            ends[k] = end / SCALE
        breaks = ends - x[1:]
        before, gap = gap, float(np.abs(breaks).max())
        if not np.isfinite(gap) or gap < tolerance or (gap < 1e-9 and gap > 0.5 * before):
            break
        shift = _shortest(matrices, breaks, ease_ratio)
        x = x - shift * min(1.0, _LONGEST_SHIFT / float(np.abs(shift).max()))
    return x * SCALE, gap


def _shortest(matrices: Floats, breaks: Floats, ease_ratio: Floats) -> Floats:
    """Return the shortest shift of all nodes that closes the breaks (n − 1, 6) to first order."""
    m = len(breaks)
    slope = np.zeros((6 * m, 6 * (m + 1)))
    for k in range(m):
        rows = slice(6 * k, 6 * k + 6)
        slope[rows, 6 * k : 6 * k + 6] = matrices[k]
        slope[rows, 6 * k + 6 : 6 * k + 12] = -np.eye(6)
    squared = np.repeat(ease_ratio * ease_ratio, 6)
    weights = np.linalg.solve((slope * squared) @ slope.T, breaks.ravel())
    return (squared * (slope.T @ weights)).reshape(m + 1, 6)
