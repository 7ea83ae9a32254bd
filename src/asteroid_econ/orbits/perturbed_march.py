"""From epoch to every node: Dormand–Prince 8(5,3) over a block of asteroids, one to a lane.

A block steps from node to node in one step where that is accurate enough, which for a node every
8 days is nearly always. An asteroid whose error is too large, near a planet or the Sun, goes over
that interval again alone in steps of its own; so a lane's result depends on its own state only.
"""

import math

import numpy as np

from asteroid_econ._jit import inline_kernel, kernel, simd_inline_kernel
from asteroid_econ.constants import DAY_S
from asteroid_econ.orbits.perturbed_coefficients import ERROR3, ERROR5, STAGE, TIME, WEIGHT
from asteroid_econ.orbits.perturbed_field import LANES, WIDTH, accelerate, place_bodies
from asteroid_econ.records import Floats

DONE, HIT, TOO_MANY_STEPS, NOT_A_NUMBER = 0, 1, 2, 3
N_STAGES = 12
_MAX_STEPS = 200_000  # over one interval; a century of days takes 40,000
_ROWS = 6
_SIZE = _ROWS * LANES
_HALVINGS = 3  # a block tries an interval in 1, 2 and 4 steps before its lanes go alone
_FIRST_STEP_D = 0.5


@simd_inline_kernel
def _combine(weights: Floats, n: int, h_s: float, y: Floats, slopes: Floats, out: Floats) -> None:
    """Write y + h Σ weights · slopes."""
    for i in range(_SIZE):
        out[i] = 0.0
    for stage in range(n):
        weight = weights[stage]
        if weight != 0.0:
            for i in range(_SIZE):
                out[i] += weight * slopes[stage * _SIZE + i]
    for i in range(_SIZE):
        out[i] = y[i] + h_s * out[i]


@simd_inline_kernel
def _sizes(h_s: float, tolerance: float, y: Floats, e5: Floats, e3: Floats, error: Floats) -> None:
    """Write each lane's error in units of the tolerance, relative to distance and speed."""
    for i in range(LANES):
        x, y_, z = y[i], y[LANES + i], y[2 * LANES + i]
        vx, vy, vz = y[3 * LANES + i], y[4 * LANES + i], y[5 * LANES + i]
        r2, v2 = x * x + y_ * y_ + z * z, vx * vx + vy * vy + vz * vz
        x, y_, z = e5[i], e5[LANES + i], e5[2 * LANES + i]
        vx, vy, vz = e5[3 * LANES + i], e5[4 * LANES + i], e5[5 * LANES + i]
        sum5 = (x * x + y_ * y_ + z * z) / r2 + (vx * vx + vy * vy + vz * vz) / v2
        x, y_, z = e3[i], e3[LANES + i], e3[2 * LANES + i]
        vx, vy, vz = e3[3 * LANES + i], e3[4 * LANES + i], e3[5 * LANES + i]
        sum3 = (x * x + y_ * y_ + z * z) / r2 + (vx * vx + vy * vy + vz * vz) / v2
        scale = math.sqrt((sum5 + 0.01 * sum3) * _ROWS) + 1e-300
        error[i] = abs(h_s) * sum5 / scale / tolerance


@inline_kernel
def _step(
    pieces: Floats, mu: Floats, radius: Floats, inv_c2: float, push: Floats, tolerance: float,
    days: float, h_d: float, y: Floats, y_new: Floats, error: Floats, nearness: Floats,
    work: tuple[Floats, Floats, Floats, Floats, Floats, Floats],
) -> None:  # fmt: skip
    """Write the states after one step and the error of each lane."""
    h_s = h_d * DAY_S
    slopes, at, e5, e3, place, nothing = work
    for stage in range(N_STAGES):
        _combine(STAGE[stage], stage, h_s, y, slopes, at)
        place_bodies(pieces, days + TIME[stage] * h_d, place)
        slope = slopes[stage * _SIZE : (stage + 1) * _SIZE]
        accelerate(place, mu, radius, inv_c2, push, at, slope, nearness)
    _combine(WEIGHT, N_STAGES, h_s, y, slopes, y_new)
    _combine(ERROR5, N_STAGES, 1.0, nothing, slopes, e5)
    _combine(ERROR3, N_STAGES, 1.0, nothing, slopes, e3)
    _sizes(h_s, tolerance, y, e5, e3, error)


@kernel
def _workspace() -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
    return (
        np.zeros(N_STAGES * _SIZE), np.zeros(_SIZE), np.zeros(_SIZE), np.zeros(_SIZE),
        np.zeros(WIDTH), np.zeros(_SIZE),
    )  # fmt: skip


@inline_kernel
def _go(
    pieces: Floats, mu: Floats, radius: Floats, inv_c2: float, push: Floats, tolerance: float,
    days: float, end_days: float, lane: int, y: Floats, work: tuple[Floats, ...],
) -> int:  # fmt: skip
    """Move one lane of y to end_days in steps of its own, NaN if it fails; return its status."""
    alone, moved, push_alone = np.empty(_SIZE), np.empty(_SIZE), np.empty(3 * LANES)
    error, nearness = np.empty(LANES), np.zeros(LANES)
    checksum = 0.0
    for row in range(_ROWS):
        checksum += y[row * LANES + lane]
        alone[row * LANES : (row + 1) * LANES] = y[row * LANES + lane]
        y[row * LANES + lane] = math.nan
    if not abs(checksum) < math.inf:
        return NOT_A_NUMBER
    for row in range(3):
        push_alone[row * LANES : (row + 1) * LANES] = push[row * LANES + lane]
    direction = 1.0 if end_days >= days else -1.0
    size = _FIRST_STEP_D
    for _ in range(_MAX_STEPS):
        rest = abs(end_days - days)
        if rest == 0.0:
            for row in range(_ROWS):
                y[row * LANES + lane] = alone[row * LANES]
            return DONE
        is_last = size >= rest
        h_d = direction * (rest if is_last else size)
        _step(
            pieces, mu, radius, inv_c2, push_alone, tolerance,
            days, h_d, alone, moved, error, nearness, work,
        )  # fmt: skip
        if not error[0] < math.inf:
            return HIT if nearness[0] > 1.0 else NOT_A_NUMBER
        growth = min(6.0, max(0.2, 0.9 * max(error[0], 1e-10) ** -0.125))
        if error[0] > 1.0:
            nearness[:] = 0.0
            size = abs(h_d) * min(growth, 0.9)
            continue
        if nearness[0] > 1.0:
            return HIT
        alone[:] = moved
        days = end_days if is_last else days + h_d
        size = abs(h_d) * growth
    return TOO_MANY_STEPS


@inline_kernel
def _try_together(
    pieces: Floats, mu: Floats, radius: Floats, inv_c2: float, push: Floats, tolerance: float,
    days: float, gap_d: float, y: Floats, y_new: Floats, is_open: Floats, work: tuple[Floats, ...],
) -> int:  # fmt: skip
    """Move a block over an interval in 1, 2, then 4 steps; return how many lanes stay open.

    ``y_new`` receives a lane from the first attempt whose every step is accurate enough.
    """
    n_open = 0
    for lane in range(LANES):
        n_open += is_open[lane] > 0.0
    before, after, is_good = np.empty(_SIZE), np.empty(_SIZE), np.empty(LANES)
    error, nearness = np.empty(LANES), np.empty(LANES)
    for halving in range(_HALVINGS):
        if n_open == 0:
            return 0
        n_steps = 2**halving
        before[:] = y
        is_good[:] = is_open
        for step in range(n_steps):
            nearness[:] = 0.0
            _step(
                pieces, mu, radius, inv_c2, push, tolerance, days + gap_d * step / n_steps,
                gap_d / n_steps, before, after, error, nearness, work,
            )  # fmt: skip
            n_good = 0
            for lane in range(LANES):
                if not (error[lane] <= 1.0 and nearness[lane] < 1.0):
                    is_good[lane] = 0.0
                n_good += is_good[lane] > 0.0
            if n_good == 0:
                break
            before[:] = after
        for lane in range(LANES):
            if is_good[lane] > 0.0:
                for row in range(_ROWS):
                    y_new[row * LANES + lane] = before[row * LANES + lane]
                is_open[lane] = 0.0
                n_open -= 1
    return n_open


@kernel
def march(
    pieces: Floats, mu: Floats, radius: Floats, inv_c2: float, push: Floats, tolerance: float,
    epoch_days: Floats, node_days: Floats, start: int, states: Floats, out: Floats,
    status: Floats, is_used: Floats,
) -> None:  # fmt: skip
    """Write the states of a block at every node.

    Parameters
    ----------
    pieces, mu, radius, inv_c2
        Of the :class:`PlanetTable`.
    push : (3 LANES,)
        Non-gravitational accelerations.
    tolerance : float
        Error of one step relative to distance and speed.
    epoch_days, states : (LANES,), (6 LANES,)
        Epochs and states; left alone.
    node_days : (m,)
        Strictly increasing.
    start : int
        The node that all lanes go to first.
    out : (LANES, 6, m)
        Written; NaN from where an asteroid hit a body.
    status, is_used : (LANES,)
        Written; and which lanes hold an asteroid.
    """
    work = _workspace()
    y, y_new, is_open = states.copy(), np.empty(_SIZE), np.empty(LANES)
    at_start, from_days = np.empty(_SIZE), epoch_days.copy()
    for n in range(node_days.size):
        # from the epochs to the start, then forwards to the last node, then backwards to the first
        node = start + n if start + n < node_days.size else node_days.size - 1 - n
        end_days = node_days[node]
        if node == start - 1:
            y[:] = at_start
        if n > 0:
            from_days[:] = node_days[node - 1 if node > start else node + 1]
        for lane in range(LANES):
            is_lost = n > 0 and math.isnan(y[lane])
            is_open[lane] = 0.0 if is_lost else is_used[lane]
        y_new[:] = math.nan
        n_open = LANES
        if n > 0:
            n_open = _try_together(
                pieces, mu, radius, inv_c2, push, tolerance,
                from_days[0], end_days - from_days[0], y, y_new, is_open, work,
            )  # fmt: skip
        for lane in range(LANES):
            if n_open > 0 and is_open[lane] > 0.0:
                fate = _go(
                    pieces, mu, radius, inv_c2, push, tolerance, from_days[lane], end_days, lane,
                    y, work,
                )  # fmt: skip
                status[lane] = fate if status[lane] == DONE else status[lane]
                for row in range(_ROWS):
                    y_new[row * LANES + lane] = y[row * LANES + lane]
        y[:] = y_new
        if n == 0:
            at_start[:] = y
        for lane in range(LANES):
            for row in range(_ROWS):
                out[lane, row, node] = y[row * LANES + lane]
