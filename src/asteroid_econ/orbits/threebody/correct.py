"""Periodic orbits from guesses, by differential correction.

An orbit that crosses the plane y = 0 at a right angle twice is periodic with twice the time
between: three conditions on (x, z, vy) and half the period. Any other guess is closed over its
whole period. Either way one freedom is left, the member of the family: the correction takes the
shortest step that meets the conditions, unless one quantity is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.cr3bp import checked_mass_ratio, jacobi_nd, slopes_at, states
from asteroid_econ.orbits.threebody.integrate import cr3bp_matrices, cr3bp_states
from asteroid_econ.records import Floats

KEEP = {"x": 0, "z": 1, "vy": 2, "period": 3}
START = (0, 2, 4)  # x, z, vy: what a perpendicular crossing leaves free
ACROSS = (1, 3, 5)  # y, vx, vz: zero there
_PERPENDICULAR = 1e-8
_CLOSED = 1e-14
_GOOD_ENOUGH = 1e-11
_MAX_ITERATIONS = 40
_HALVINGS = 12
_RANK = 1e-10
_N_PIECES = 8


@dataclass(frozen=True, slots=True, eq=False)
class PeriodicOrbit:
    """A periodic orbit of the restricted three-body problem, in the units of the problem.

    ``state_nd`` (6,) is its state at time 0 in the rotating frame, ``closure_nd`` the largest
    difference of a component after one period.
    """

    mu_ratio: float
    state_nd: Floats
    period_nd: float
    jacobi_nd: float
    closure_nd: float


def corrected_orbit(
    state_nd: ArrayLike, period_nd: float, *, mu_ratio: float, keep: str | None = None
) -> PeriodicOrbit:
    """Return the periodic orbit next to a guess.

    Parameters
    ----------
    state_nd : array_like, shape (6,)
        Guess of a state of the orbit, in the rotating frame. Where y, vx and vz are zero it is
        taken as a perpendicular crossing of the plane y = 0, and stays one.
    period_nd : float
        Guess of the period, > 0.
    mu_ratio : float
        Mass of the smaller body over the mass of both, in (0, 0.5].
    keep : {'x', 'z', 'vy', 'period'}, optional
        What the guess fixes; only for a perpendicular crossing. By default nothing: the nearest
        member of the family.

    Returns
    -------
    PeriodicOrbit

    Raises
    ------
    InputError
        Where the correction does not converge.

    References
    ----------
    Howell (1984), Celestial Mechanics 32, 53; Breakwell & Brown (1979), Celestial Mechanics 20.
    """
    mu_ratio = checked_mass_ratio(mu_ratio)
    guess = states(state_nd)
    period = checked_period(period_nd)
    if guess.shape != (6,) or not np.isfinite(guess).all():
        raise InputError("state_nd", guess.tolist(), "six finite numbers")
    if keep is not None and keep not in KEEP:
        raise InputError("keep", keep, f"one of {', '.join(KEEP)}")
    if np.abs(guess[list(ACROSS)]).max() < _PERPENDICULAR:
        free = np.array([*guess[list(START)], 0.5 * period])
        found = crossing_corrected(free, mu_ratio, None if keep is None else KEEP[keep])
        return orbit_of(found, mu_ratio)
    if keep is not None:
        raise InputError("keep", keep, "None, unless y = vx = vz = 0")
    return _closed(guess, period, mu_ratio)


def checked_period(period_nd: ArrayLike) -> float:
    """Return a period as a float, finite and positive."""
    period = floats("period_nd", period_nd)
    if period.ndim != 0 or not 0.0 < float(period) < np.inf:
        raise InputError("period_nd", period_nd, "one number, finite and > 0")
    return float(period)


def crossing_corrected(free_nd: Floats, mu_ratio: float, kept: int | None = None) -> Floats:
    """Return (x, z, vy, half the period) that meet the plane y = 0 at a right angle again.

    Parameters
    ----------
    free_nd : ndarray, shape (4,)
        Guess of x, z, vy and half the period.
    mu_ratio : float
        Mass of the smaller body over the mass of both.
    kept : int, optional
        Index of the one that stays.

    Returns
    -------
    ndarray, shape (4,)
    """
    moving = [i for i in range(4) if i != kept]

    def step(u: Floats) -> tuple[Floats, Floats]:
        miss, slope = crossing_miss(u, mu_ratio)
        shift = np.zeros(4)
        shift[moving] = np.linalg.lstsq(slope[:, moving], -miss, rcond=_RANK)[0]
        return miss, shift

    return _newton(free_nd, step, lambda u: crossing_miss(u, mu_ratio)[0])


def crossing_miss(free_nd: Floats, mu_ratio: float) -> tuple[Floats, Floats]:
    """Return (y, vx, vz) at half the period, and their derivatives by the four free quantities."""
    start = np.zeros(6)
    start[list(START)] = free_nd[:3]
    end, matrix = cr3bp_matrices(start, free_nd[3], mu_ratio=mu_ratio)
    flow = np.empty(6)
    slopes_at(mu_ratio, end, flow)
    rows = np.array(ACROSS)
    return end[rows], np.column_stack([matrix[np.ix_(rows, np.array(START))], flow[rows]])


def orbit_of(free_nd: Floats, mu_ratio: float) -> PeriodicOrbit:
    """Return the orbit that starts at a perpendicular crossing (x, z, vy, half the period)."""
    start = np.zeros(6)
    start[list(START)] = free_nd[:3]
    return _orbit(start, 2.0 * float(free_nd[3]), mu_ratio)


def _orbit(start: Floats, period: float, mu_ratio: float) -> PeriodicOrbit:
    end = cr3bp_states(start, period, mu_ratio=mu_ratio)
    return PeriodicOrbit(
        mu_ratio=mu_ratio,
        state_nd=start,
        period_nd=period,
        jacobi_nd=float(jacobi_nd(start, mu_ratio=mu_ratio)),
        closure_nd=float(np.abs(end - start).max()),
    )


def _closed(guess: Floats, period: float, mu_ratio: float) -> PeriodicOrbit:
    """Close a guess over its whole period; a shift along the orbit costs nothing and is not made.

    The period is cut into pieces whose ends must meet: over a short piece even an unstable orbit is
    nearly linear, so that rough guesses converge.
    """
    n = _N_PIECES

    def pieces(u: Floats) -> tuple[Floats, Floats, Floats]:
        nodes = u[:-1].reshape(n, 6)
        end, matrix = cr3bp_matrices(nodes, u[-1] / n, mu_ratio=mu_ratio)
        return end - np.roll(nodes, -1, axis=0), end, matrix

    def step(u: Floats) -> tuple[Floats, Floats]:
        miss, end, matrix = pieces(u)
        slope = np.zeros((n, 6, n + 1, 6))
        flow = np.empty(6)
        for k in range(n):
            slope[k, :, k] = matrix[k]
            slope[k, :, (k + 1) % n] -= np.eye(6)
            slopes_at(mu_ratio, end[k], flow)
            slope[k, :, n, 0] = flow / n
        full = slope.reshape(6 * n, 6 * n + 6)[:, : 6 * n + 1]
        shift = np.asarray(np.linalg.lstsq(full, -miss.ravel(), rcond=_RANK)[0], np.float64)
        return miss.ravel(), shift

    times = np.arange(n) * (period / n)
    nodes = cr3bp_states(guess, times, mu_ratio=mu_ratio)
    found = _newton(np.append(nodes, period), step, lambda u: pieces(u)[0].ravel())
    return _orbit(found[:6], float(found[-1]), mu_ratio)


def _newton(
    u: Floats, step: Callable[[Floats], tuple[Floats, Floats]], miss_of: Callable[[Floats], Floats]
) -> Floats:
    """Take Newton's steps, each halved until the miss shrinks; stop where none does."""
    best = u
    size = np.inf
    for _ in range(_MAX_ITERATIONS):
        miss, shift = step(best)
        size = float(np.linalg.norm(miss))
        if not size > _CLOSED:
            break
        for halving in range(_HALVINGS):
            trial = best + shift * 0.5**halving
            trial_size = float(np.linalg.norm(miss_of(trial)))
            if trial_size < size:
                break
        else:
            break
        best, size = trial, trial_size
    if not size <= _GOOD_ENOUGH:
        raise InputError("state_nd", best[:6].tolist(), "a guess closer to a periodic orbit")
    return best
