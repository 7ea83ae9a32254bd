"""States of the restricted three-body problem at given times, with or without their matrix.

Dormand–Prince 8(5,3) with steps of its own size for each state; the error of a step is held to
the tolerance in every component, absolute below 1 and relative above.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ._jit import kernel
from asteroid_econ._parallel import map_blocks
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.perturbed_coefficients import ERROR3, ERROR5, STAGE, WEIGHT
from asteroid_econ.orbits.threebody.cr3bp import (
    N_STATE,
    N_VARIED,
    checked_mass_ratio,
    slopes_at,
    states,
)
from asteroid_econ.records import Floats

TOLERANCE = 1e-15
N_STAGES = 12
_MAX_STEPS = 1_000_000
_FIRST_STEP = 1e-3
_STATES_PER_BLOCK = 16


def cr3bp_states(
    state_nd: ArrayLike,
    time_nd: ArrayLike,
    *,
    mu_ratio: float,
    tolerance: float = TOLERANCE,
    threads: int | None = 1,
) -> Floats:
    """Return states after given times.

    Parameters
    ----------
    state_nd : array_like, shape S + (6,)
        States at time 0, in the rotating frame.
    time_nd : array_like, shape T
        Times in any order, negative ones backwards; every state goes to all of them.
    mu_ratio : float
        Mass of the smaller body over the mass of both, in (0, 0.5].
    tolerance : float, optional
        Error of one step, in [1e-16, 1e-3].
    threads : int, optional
        Changes no bit of the result.

    Returns
    -------
    ndarray, shape S + T + (6,)
        NaN where an input is not finite, and from a collision on.

    Notes
    -----
    At the default tolerance the Jacobi constant stays within 1e-12 for thousands of days, but not
    below the surface of a body nor tens of units away, where the coordinates themselves have no
    more digits. An error of the start grows with the orbit's instability, a thousandfold in a
    period of a small halo.

    References
    ----------
    Hairer, Nørsett & Wanner (1993), Solving Ordinary Differential Equations I, section II.10.

    Examples
    --------
    ESA pykep, test of the restricted three-body problem:

    >>> start = [
    ...     1.01238082345234, -0.0423523523454, 0.22634376321,
    ...     -0.1232623614, 0.123462698209365, 0.123667064622,
    ... ]
    >>> print(cr3bp_states(start, 5.7856656782589234, mu_ratio=0.01215058560962404)[:3].round(8))
    [ 0.43038359 -1.64650669  0.10271923]
    """
    mu_ratio, tolerance = checked_mass_ratio(mu_ratio), _checked_tolerance(tolerance)
    start, times = states(state_nd), floats("time_nd", time_nd)
    rows, flat = start.reshape(-1, N_STATE), times.ravel()
    order = np.argsort(flat, kind="stable")
    out = np.full((len(rows), flat.size, N_STATE), np.nan)

    def run(block: int) -> None:
        part = slice(block * _STATES_PER_BLOCK, (block + 1) * _STATES_PER_BLOCK)
        _sampled(mu_ratio, rows[part], flat, order, tolerance, out[part])

    map_blocks(run, -(-len(rows) // _STATES_PER_BLOCK), threads=threads)
    return out.reshape((*start.shape[:-1], *times.shape, N_STATE))


def cr3bp_matrices(
    state_nd: ArrayLike, time_nd: ArrayLike, *, mu_ratio: float, tolerance: float = TOLERANCE
) -> tuple[Floats, Floats]:
    """Return states after a time, and the matrices of their derivatives by the first states.

    Parameters
    ----------
    state_nd : array_like, shape S + (6,)
        States at time 0, in the rotating frame.
    time_nd : array_like, broadcasts to S
        Times; negative goes back.
    mu_ratio : float
        Mass of the smaller body over the mass of both, in (0, 0.5].
    tolerance : float, optional
        Error of one step, in [1e-16, 1e-3].

    Returns
    -------
    state_nd : ndarray, shape S + (6,)
    matrix : ndarray, shape S + (6, 6)
        Row: component after; column: component before. NaN as the states.

    References
    ----------
    Szebehely (1967), Theory of Orbits, section 5.3.
    """
    mu_ratio, tolerance = checked_mass_ratio(mu_ratio), _checked_tolerance(tolerance)
    start, times = states(state_nd), floats("time_nd", time_nd)
    try:
        flat = np.broadcast_to(times, start.shape[:-1]).ravel()
    except ValueError:
        raise InputError("time_nd", times.shape, f"a shape like {start.shape[:-1]}") from None
    y = np.empty((flat.size, N_VARIED))
    y[:, :N_STATE], y[:, N_STATE:] = start.reshape(-1, N_STATE), np.eye(N_STATE).ravel()
    _varied(mu_ratio, y, flat, tolerance)
    matrices = y[:, N_STATE:].reshape((*start.shape[:-1], N_STATE, N_STATE))
    return y[:, :N_STATE].reshape(start.shape), matrices


def _checked_tolerance(tolerance: float) -> float:
    if not 1e-16 <= tolerance <= 1e-3:
        raise InputError("tolerance", tolerance, "in [1e-16, 1e-3]")
    return float(tolerance)


@kernel
def _sampled(
    mu: float, rows: Floats, times: Floats, order: Floats, tolerance: float, out: Floats
) -> None:
    """March each state outwards from time 0 through the times, in their order, both ways."""
    n = times.size
    for row in range(len(rows)):
        for direction in (1.0, -1.0):
            y, at = rows[row].copy(), 0.0
            work = workspace(N_STATE)
            for k in range(n):
                i = order[k] if direction > 0.0 else order[n - 1 - k]
                if direction * times[i] < 0.0 or (times[i] == 0.0 and direction < 0.0):
                    continue
                advance(mu, y, times[i] - at, tolerance, work)
                at = times[i]
                out[row, i] = y


@kernel
def _varied(mu: float, y: Floats, times: Floats, tolerance: float) -> None:
    for i in range(times.size):
        advance(mu, y[i], times[i], tolerance, workspace(N_VARIED))


@kernel
def workspace(n: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Return slopes, a stage, a moved state, and the size of the next step, for n components."""
    return np.empty((N_STAGES, n)), np.empty(n), np.empty(n), np.full(1, _FIRST_STEP)


@kernel
def advance(
    mu: float, y: Floats, time: float, tolerance: float,
    work: tuple[Floats, Floats, Floats, Floats],
) -> None:  # fmt: skip
    """Move a state (with its matrix or without) by a time, in place; NaN if it cannot be."""
    slopes, stage, moved, size = work
    checksum = time
    for i in range(y.size):
        checksum += y[i]
    if not abs(checksum) < math.inf:
        y[:] = math.nan
        return
    direction = 1.0 if time >= 0.0 else -1.0
    rest = abs(time)
    slopes_at(mu, y, slopes[0])
    for _ in range(_MAX_STEPS):
        if rest <= 0.0:
            return
        is_last = size[0] >= rest
        h = direction * (rest if is_last else size[0])
        error = one_step(mu, y, h, tolerance, slopes, stage, moved)
        growth = step_growth(error)
        if not error <= 1.0:
            size[0] = abs(h) * min(growth, 0.9)
            continue
        rest = 0.0 if is_last else rest - abs(h)
        y[:] = moved
        slopes_at(mu, y, slopes[0])
        # the last step is cut short by the end, which says nothing about the next one
        size[0] = max(size[0], abs(h) * growth) if is_last else abs(h) * growth
    y[:] = math.nan


@kernel
def step_growth(error: float) -> float:
    """Return the factor of the next step after a step with this error; 0.2 after a NaN."""
    if not error < math.inf:
        return 0.2
    return min(6.0, max(0.2, 0.9 * max(error, 1e-10) ** -0.125))


@kernel
def one_step(
    mu: float, y: Floats, h: float, tolerance: float,
    slopes: Floats, stage: Floats, moved: Floats,
) -> float:  # fmt: skip
    """Write the state after a step; return its error over the tolerance.

    ``slopes[0]`` holds the derivative at y already.
    """
    n = y.size
    for s in range(1, N_STAGES):
        _combined(STAGE[s], s, h, y, slopes, stage)
        slopes_at(mu, stage, slopes[s])
    _combined(WEIGHT, N_STAGES, h, y, slopes, moved)
    sum5, sum3 = 0.0, 0.0
    for i in range(n):
        e5, e3 = 0.0, 0.0
        for s in range(N_STAGES):
            e5 += ERROR5[s] * slopes[s, i]
            e3 += ERROR3[s] * slopes[s, i]
        scale = max(1.0, abs(y[i]), abs(moved[i]))
        sum5 += (e5 / scale) ** 2
        sum3 += (e3 / scale) ** 2
    if not sum5 + sum3 < math.inf:
        return math.inf
    return abs(h) * sum5 / (math.sqrt((sum5 + 0.01 * sum3) * n) + 1e-300) / tolerance


@kernel
def _combined(
    weights: Floats, n_slopes: int, h: float, y: Floats, slopes: Floats, out: Floats
) -> None:
    """Write y + h Σ weights · slopes."""
    for i in range(y.size):
        out[i] = 0.0
    for s in range(n_slopes):
        weight = weights[s]
        if weight != 0.0:
            for i in range(y.size):
                out[i] += weight * slopes[s, i]
    for i in range(y.size):
        out[i] = y[i] + h * out[i]
