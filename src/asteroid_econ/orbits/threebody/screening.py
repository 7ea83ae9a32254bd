"""Which asteroids can be retrieved cheaply: two tangential burns onto a manifold, without dates.

The transfer leaves the asteroid's orbit at one apsis and joins the manifold's conic at one of its
own, as if apsides and nodes were lined up; the inclinations differ by |i − i'| and the plane is
turned with the burn that is farther from the Sun. All four pairs of apsides are tried for every row
of the manifold table. Boxes of rows whose lower bound exceeds the best row found are passed over,
so the answer is that of trying them all.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ._parallel import map_blocks
from asteroid_econ.constants import AU_KM, MU_SUN_KM3_S2
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.shoemaker_helin import checked_elements
from asteroid_econ.orbits.threebody.table import ManifoldTable
from asteroid_econ.records import Floats

_SPEED_KM_S = math.sqrt(MU_SUN_KM3_S2 / AU_KM)
_ROUNDING = 1e-13  # of a bound, in units of the circular speed at 1 au
_TARGETS_PER_BLOCK = 256
_POINTS_PER_BOX = 8
_N_BOX = 6


@dataclass(frozen=True, slots=True, eq=False)
class Screening:
    """The cheapest row of each family for each of n asteroids.

    ``mu_ratio`` and ``families`` (F,) are those of the table; ``dv_km_s`` (n, F) the cost;
    ``member`` and ``point`` (n, F) the row, −1 where the cost is NaN because an element is.
    """

    mu_ratio: float
    families: tuple[str, ...]
    dv_km_s: Floats
    member: NDArray[np.int64]
    point: NDArray[np.int64]

    @property
    def best_dv_km_s(self) -> Floats:
        """Cost of the cheapest family, shape (n,)."""
        return self.dv_km_s.min(axis=1)

    @property
    def best_family(self) -> list[str]:
        """Cheapest family of each asteroid; the first of equals, so a northern halo."""
        return [self.families[k] for k in np.argmin(self.dv_km_s, axis=1)]


def tangential_dv_km_s(
    a_au: ArrayLike,
    ecc: ArrayLike,
    inc_rad: ArrayLike,
    *,
    to_a_au: ArrayLike,
    to_ecc: ArrayLike,
    to_inc_rad: ArrayLike,
) -> Floats:
    """Return the cost of the best apsis-to-apsis transfer between heliocentric ellipses.

    Parameters
    ----------
    a_au, ecc, inc_rad : array_like, shapes broadcast to S
        First orbit: a_au > 0, 0 <= ecc < 1, inc_rad in [0, π].
    to_a_au, to_ecc, to_inc_rad : array_like, broadcast to S
        Second orbit, alike.

    Returns
    -------
    ndarray, shape S
        Sum of two burns, >= 0, the least of four pairs of apsides. NaN where an element is NaN.

    Notes
    -----
    The plane is turned at the apsis of the transfer that is farther from the Sun, with the speed
    there. Neither bound of what a real transfer costs: apsides and nodes do not line up, and other
    points of departure may be better; tens of m/s too high, to two hundred too low.

    References
    ----------
    Sanchez & García Yárnoz (2016), Acta Astronautica 127, 667; García Yárnoz, Sanchez & McInnes
    (2013), Celest. Mech. Dyn. Astron. 116, 367.
    """
    first = checked_elements(a_au, ecc, inc_rad)
    second = checked_elements(to_a_au, to_ecc, to_inc_rad)
    try:
        rows = [np.asarray(x, order="C") for x in np.broadcast_arrays(*first, *second)]
    except ValueError:
        raise InputError("to_a_au", second[0].shape, f"a shape like {first[0].shape}") from None
    out = np.empty(rows[0].size)
    _tangential(*(x.ravel() for x in rows), out)
    return out.reshape(rows[0].shape)


def screened(
    a_au: ArrayLike,
    ecc: ArrayLike,
    inc_rad: ArrayLike,
    *,
    table: ManifoldTable,
    threads: int | None = None,
) -> Screening:
    """Return the phase-free cost of bringing asteroids onto the manifolds of a table.

    Parameters
    ----------
    a_au, ecc, inc_rad : array_like, shapes broadcast to (n,)
        Asteroids: a_au > 0, 0 <= ecc < 1, inc_rad in [0, π].
    table : ManifoldTable
        Where they shall go.
    threads : int, optional
        Changes no bit of the result.

    Returns
    -------
    Screening

    Notes
    -----
    The cost is that of :func:`tangential_dv_km_s`, least over all rows. The published method keeps
    what is below 700 m/s (``screening.keep_m_s``) and optimises it with dates.
    """
    a, ecc_0, inc = (np.ravel(x) for x in checked_elements(a_au, ecc, inc_rad))
    asteroids = np.column_stack([a * (1.0 - ecc_0), a * (1.0 + ecc_0), inc])
    n, n_families = len(asteroids), len(table.families)
    dv, row = np.full((n, n_families), np.nan), np.full((n, n_families), -1)
    n_points = table.phase_frac.size
    for k, family in enumerate(table.families):
        mirror = family[:-1] + "N"
        if family.endswith("S") and mirror in table.families[:k]:
            dv[:, k], row[:, k] = (x[:, table.index(mirror)] for x in (dv, row))
            continue
        rows, members, boxes = _indexed(table.elements_nd[k, ..., :3])
        dv[:, k], row[:, k] = _least(asteroids, rows, members, boxes, threads)
    member = np.where(row >= 0, row // n_points, -1)
    point = np.where(row >= 0, row % n_points, -1)
    return Screening(table.mu_ratio, table.families, dv, member, point)


def _indexed(elements: Floats) -> tuple[Floats, Floats, Floats]:
    """Return rows (q, Q, i), and their ranges over each member and each run of points."""
    a, ecc, inc = np.moveaxis(elements, -1, 0)
    rows = np.stack([a * (1.0 - ecc), a * (1.0 + ecc), inc], axis=-1)
    n_points = rows.shape[1]
    n_boxes = -(-n_points // _POINTS_PER_BOX)
    boxes = np.empty((rows.shape[0], n_boxes, _N_BOX))
    for box in range(n_boxes):
        boxes[:, box] = _ranges(rows[:, box * _POINTS_PER_BOX : (box + 1) * _POINTS_PER_BOX])
    return np.ascontiguousarray(rows.reshape(-1, 3)), _ranges(rows), boxes


def _ranges(rows: Floats) -> Floats:
    """Return lowest and highest q, Q, i over the second axis; +inf to −inf where all are NaN."""
    low = np.where(np.isnan(rows), np.inf, rows).min(axis=1)
    high = np.where(np.isnan(rows), -np.inf, rows).max(axis=1)
    return np.stack([low, high], axis=-1).reshape(len(rows), _N_BOX)


def _least(
    asteroids: Floats, rows: Floats, members: Floats, boxes: Floats, threads: int | None
) -> tuple[Floats, NDArray[np.int64]]:
    dv, row = np.full(len(asteroids), np.nan), np.full(len(asteroids), -1)

    def run(block: int) -> None:
        part = slice(block * _TARGETS_PER_BLOCK, (block + 1) * _TARGETS_PER_BLOCK)
        _search(asteroids[part], rows, members, boxes, dv[part], row[part])

    map_blocks(run, -(-len(asteroids) // _TARGETS_PER_BLOCK), threads=threads)
    return dv * _SPEED_KM_S, row


@kernel
def _tangential(
    a: Floats, ecc: Floats, inc: Floats, to_a: Floats, to_ecc: Floats, to_inc: Floats, out: Floats
) -> None:
    for i in range(a.size):
        near, far = a[i] * (1.0 - ecc[i]), a[i] * (1.0 + ecc[i])
        to_near, to_far = to_a[i] * (1.0 - to_ecc[i]), to_a[i] * (1.0 + to_ecc[i])
        turn = math.sin(0.5 * abs(inc[i] - to_inc[i]))
        out[i] = _cost(near, far, to_near, to_far, turn) * _SPEED_KM_S


@inline_kernel
def _cost(near: float, far: float, to_near: float, to_far: float, turn: float) -> float:
    """Return the least cost of the four pairs of apsides; speeds in circular speeds at 1 au."""
    least = _pair(near, far, to_near, to_far, turn)
    least = min(least, _pair(near, far, to_far, to_near, turn))
    least = min(least, _pair(far, near, to_near, to_far, turn))
    return min(least, _pair(far, near, to_far, to_near, turn))


@inline_kernel
def _pair(b: float, b_other: float, t: float, t_other: float, turn: float) -> float:
    """Return the cost from apsis b of one orbit to apsis t of the other; turn is sin(Δi/2)."""
    speed_b, speed_t = _apsis_speed(b, t), _apsis_speed(t, b)
    burn_b = speed_b - _apsis_speed(b, b_other)
    burn_t = _apsis_speed(t, t_other) - speed_t
    if t > b:
        plane = 2.0 * speed_t * turn
        return abs(burn_b) + math.sqrt(burn_t * burn_t + plane * plane)
    plane = 2.0 * speed_b * turn
    return math.sqrt(burn_b * burn_b + plane * plane) + abs(burn_t)


@inline_kernel
def _apsis_speed(r: float, other: float) -> float:
    """Return the speed at the apsis r of the ellipse whose other apsis is ``other``."""
    return math.sqrt(2.0 * other / (r * (r + other)))


@inline_kernel
def _bound(near: float, far: float, inc: float, box: Floats) -> float:
    """Return a lower bound of the cost to any row in a box of q, Q and i."""
    gap = max(0.0, max(box[4] - inc, inc - box[5]))
    turn = math.sin(0.5 * gap)
    least = _pair_bound(near, far, box[0], box[1], box[2], box[3], turn)
    least = min(least, _pair_bound(near, far, box[2], box[3], box[0], box[1], turn))
    least = min(least, _pair_bound(far, near, box[0], box[1], box[2], box[3], turn))
    least = min(least, _pair_bound(far, near, box[2], box[3], box[0], box[1], turn))
    return least - _ROUNDING


@inline_kernel
def _pair_bound(
    b: float, b_other: float, t_low: float, t_high: float, o_low: float, o_high: float, turn: float
) -> float:
    """Bound ``_pair`` over apsides t and o (the other one) in ranges.

    The speed at b grows with t; the one at t falls. The second burn is (o − b) times a factor that
    is positive: its range is narrow where that of the difference of two speeds is not.
    """
    own = _apsis_speed(b, b_other)
    speed_low, speed_high = _apsis_speed(b, t_low), _apsis_speed(b, t_high)
    burn_b = max(0.0, max(speed_low - own, own - speed_high))
    miss = max(0.0, max(o_low - b, b - o_high))
    roots = math.sqrt(o_high / (t_low + o_high)) + math.sqrt(b / (t_low + b))
    burn_t = miss * math.sqrt(2.0 * t_low) / ((t_high + o_high) * (t_high + b) * roots)
    least = math.inf
    if t_high > b:
        plane = 2.0 * _apsis_speed(t_high, b) * turn
        least = burn_b + math.sqrt(burn_t * burn_t + plane * plane)
    if t_low <= b:
        plane = 2.0 * speed_low * turn
        least = min(least, math.sqrt(burn_b * burn_b + plane * plane) + burn_t)
    return least


@kernel
def _search(
    asteroids: Floats, rows: Floats, members: Floats, boxes: Floats, dv: Floats,
    row: NDArray[np.int64],
) -> None:  # fmt: skip
    n_members, n_boxes = boxes.shape[0], boxes.shape[1]
    n_points = len(rows) // max(1, n_members)
    bounds = np.empty(n_members)
    for i in range(len(asteroids)):
        near, far, inc = asteroids[i]
        if not abs(near + far + inc) < math.inf:
            continue
        first = 0
        for m in range(n_members):
            bounds[m] = _bound(near, far, inc, members[m])
            if bounds[m] < bounds[first]:
                first = m
        best, best_row = math.inf, -1
        for k in range(n_members):
            m = (first + k) % n_members
            if bounds[m] > best:
                continue
            for box in range(n_boxes):
                if _bound(near, far, inc, boxes[m, box]) > best:
                    continue
                start = m * n_points + box * _POINTS_PER_BOX
                end = min(start + _POINTS_PER_BOX, (m + 1) * n_points)
                for j in range(start, end):
                    turn = math.sin(0.5 * abs(rows[j, 2] - inc))
                    cost = _cost(near, far, rows[j, 0], rows[j, 1], turn)
                    if cost < best or (cost == best and j < best_row):
                        best, best_row = cost, j
        dv[i] = best if best_row >= 0 else math.nan
        row[i] = best_row
