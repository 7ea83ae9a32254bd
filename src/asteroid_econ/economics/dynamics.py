"""How prices move year by year while a venture sells: short run, long run, mines, recycling.

Per metal and year, relative to base volume and to the baseline price (logs of states in capitals):

    exp(Dd - ed ln p) = share_mine exp(Sm + em ln b) + share_rec exp(Sr + er ln p) + x

where Dd, Sm, Sr carry the adjustment of the years before, em answers to the own price or to the
basket b = sum w p of the platinum-group mines, and x is what the venture adds, net of stocks.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._elementary import exp_, log_
from asteroid_econ._jit import simd_inline_kernel, simd_kernel

Floats = NDArray[np.float64]

# Rows of the scratch of one metal, and of the one that all metals of a basket share. One array for
# all rows: the compiler must see that they do not overlap, or it will not vectorise.
_DEMAND, _MINES, _RECYCLING = 0, 1, 2  # elasticities of the first year
_KEEP_D, _KEEP_M, _KEEP_R = 3, 4, 5  # what a state keeps of last year
_STATE_D, _STATE_M, _STATE_R = 6, 7, 8
_SUPPLY_M, _SUPPLY_R, _ADDED = 9, 10, 11  # at the price p = 1
_FROM_M, _FROM_R, _VALUE = 12, 13, 14  # at the present p
_Y, _MOVING, _TO_ZERO, _PER_BASKET = 15, 16, 17, 18
_N_ROWS = 19
_BASKET, _TOTAL, _GAP, _STIFF, _WIDEST, _ACTIVE = 0, 1, 2, 3, 4, 5
_N_SHARED = 6

_LANES = 64  # draws that move together; blocks are padded, so that no bit depends on their number
_MAX_STEPS = 60
_TOLERANCE = 1e-7  # of a step in ln p: steps converge quadratically, the error is its square


@dataclass(frozen=True, slots=True)
class Response:
    """How M metals answer, in D draws; arrays of shape (M, D) unless said otherwise.

    ``*_short`` and ``*_long`` are elasticities in the first year and after full adjustment.
    ``recycled_frac`` (M,) is the share of recycling in base volume. ``basket_weight`` (M,): a
    metal with weight > 0 has mines that answer to the basket; ``other_weight`` is the weight of
    what the venture does not move. Weights sum to 1 where any is positive.
    """

    demand_short: Floats
    demand_long: Floats
    mine_short: Floats
    mine_long: Floats
    recycling_short: Floats
    recycling_long: Floats
    recycled_frac: Floats
    basket_weight: Floats
    other_weight: float


def subset(response: Response, is_wanted: NDArray[np.bool_]) -> Response:
    """Return the answer of some of the metals."""
    a, b, c, d, e, f = (np.ascontiguousarray(x) for x in _of(response, is_wanted))
    return Response(
        a, b, c, d, e, f,
        response.recycled_frac[is_wanted], response.basket_weight[is_wanted], response.other_weight,
    )  # fmt: skip


def of_draws(response: Response, draw_index: NDArray[np.int64]) -> Response:
    """Return the answer of all metals in some of the draws."""
    a, b, c, d, e, f = (np.ascontiguousarray(x[:, draw_index]) for x in _of(response, slice(None)))
    return replace(
        response,
        demand_short=a,
        demand_long=b,
        mine_short=c,
        mine_long=d,
        recycling_short=e,
        recycling_long=f,
    )


def price_ratio_paths(added_ratio: Floats, response: Response) -> Floats:
    """Return the price over its baseline, by metal, year and draw.

    Parameters
    ----------
    added_ratio : ndarray, shape (M, K, D)
        The venture's sales, plus rivals', less net stock purchases, over base volume of the year.
    response : Response
        Elasticities and shares of the same M metals and D draws.

    Returns
    -------
    ndarray, shape (M, K, D)
        Price ratios; 1 before the first sale. NaN where no price clears or an input is NaN.

    References
    ----------
    Partial adjustment (Nerlove 1958): ln d_t = (1 - l) ln d_(t-1) - e_short ln p_t with
    l = e_short / e_long, and alike for supply.
    """
    ratio = np.ones_like(added_ratio)
    linked = response.basket_weight > 0.0
    moved = added_ratio.any(axis=(1, 2))
    for m in np.flatnonzero(~linked & moved):
        _own_path(added_ratio[m], *_of(response, m), response.recycled_frac[m], ratio[m])
    if np.any(linked & moved):
        rows = _rows(linked)
        out = np.ascontiguousarray(ratio[rows])
        _basket_path(
            np.ascontiguousarray(added_ratio[rows]),
            *(np.ascontiguousarray(a) for a in _of(response, rows)),
            response.recycled_frac[linked],
            response.basket_weight[linked],
            response.other_weight,
            out,
        )
        ratio[rows] = out
    return ratio


def _rows(mask: NDArray[np.bool_]) -> Any:
    """Return neighbouring rows as a slice, which copies nothing; else the mask."""
    at = np.flatnonzero(mask)
    return slice(at[0], at[-1] + 1) if at.size == at[-1] + 1 - at[0] else mask


def _of(response: Response, m: Any) -> tuple[Floats, ...]:
    r = response
    return tuple(
        a[m]
        for a in (
            r.demand_short,
            r.demand_long,
            r.mine_short,
            r.mine_long,
            r.recycling_short,
            r.recycling_long,
        )
    )


@simd_kernel
def _own_path(x, ds, dl, ms, ml, rs, rl, recycled, out):  # type: ignore[no-untyped-def]
    """Fill out (K, D) for one metal whose supply answers to its own price."""
    n_years, n_draws = x.shape
    w, driver = np.empty((_N_ROWS, _LANES)), np.empty(_LANES)
    for first in range(0, n_draws, _LANES):
        _take_response(ds, dl, ms, ml, rs, rl, first, w)
        started = False
        for k in range(n_years):
            started |= _take(x[k], first, w[_ADDED])
            if not started:
                continue
            _open_year(w, recycled)
            for _ in range(_MAX_STEPS):
                if _own_step(w) == 0:
                    break
                driver[:] = w[_Y]
                _follow_price(w, driver)
            _close_year(w, w[_Y])
            for i in range(min(_LANES, n_draws - first)):
                out[k, first + i] = w[_ADDED, i]


@simd_inline_kernel
def _take(a, first, lanes):  # type: ignore[no-untyped-def]
    """Copy a block of draws, the last one repeated; say whether any is not 0."""
    n = min(_LANES, a.size - first)
    n_found = 0
    for i in range(n):
        lanes[i] = a[first + i]
        n_found += 1 if a[first + i] != 0.0 else 0
    for i in range(n, _LANES):
        lanes[i] = lanes[n - 1]
    return n_found > 0


@simd_inline_kernel
def _take_response(ds, dl, ms, ml, rs, rl, first, w):  # type: ignore[no-untyped-def]
    _take(ds, first, w[_DEMAND])
    _take(ms, first, w[_MINES])
    _take(rs, first, w[_RECYCLING])
    _take_kept(ds, dl, first, w[_KEEP_D])
    _take_kept(ms, ml, first, w[_KEEP_M])
    _take_kept(rs, rl, first, w[_KEEP_R])
    w[_STATE_D : _STATE_R + 1] = 0.0


@simd_inline_kernel
def _take_kept(short, long, first, lanes):  # type: ignore[no-untyped-def]
    """Fill in what a state keeps of last year, 1 - short / long; 0 where nothing answers."""
    for i in range(_LANES):
        j = min(first + i, short.size - 1)
        lanes[i] = 1.0 - short[j] / long[j] if long[j] != 0.0 else 0.0


@simd_inline_kernel
def _open_year(w, recycled):  # type: ignore[no-untyped-def]
    """Carry the states over, and start from the baseline price."""
    _scale(w[_STATE_D], w[_KEEP_D])
    _scale(w[_STATE_M], w[_KEEP_M])
    _scale(w[_STATE_R], w[_KEEP_R])
    _supply(w[_SUPPLY_M], w[_STATE_M], 1.0 - recycled)
    _supply(w[_SUPPLY_R], w[_STATE_R], recycled)
    w[_FROM_M] = w[_SUPPLY_M]
    w[_FROM_R] = w[_SUPPLY_R]
    w[_Y] = 0.0
    w[_MOVING] = 1.0


@simd_inline_kernel
def _scale(state, keep):  # type: ignore[no-untyped-def]
    for i in range(_LANES):
        state[i] *= keep[i]


@simd_inline_kernel
def _supply(supply, state, share):  # type: ignore[no-untyped-def]
    for i in range(_LANES):
        supply[i] = share * exp_(state[i])


@simd_inline_kernel
def _close_year(w, mine_driver):  # type: ignore[no-untyped-def]
    """Let the states answer to the prices found; leave the price ratio where x was."""
    _answer(w[_STATE_D], w[_DEMAND], w[_Y], -1.0)
    _answer(w[_STATE_M], w[_MINES], mine_driver, 1.0)
    _answer(w[_STATE_R], w[_RECYCLING], w[_Y], 1.0)
    _supply(w[_ADDED], w[_Y], 1.0)


@simd_inline_kernel
def _answer(state, elasticity, driver, sign):  # type: ignore[no-untyped-def]
    for i in range(_LANES):
        state[i] += sign * elasticity[i] * driver[i]


@simd_inline_kernel
def _own_step(w):  # type: ignore[no-untyped-def]
    """Take one Newton step in y = ln p on d - a y = ln(supply); return how many still move.

    The function is concave, so that the steps approach from the right without turning. A draw
    stops at its own last step: its bits do not depend on the draws beside it.
    """
    n_moving = 0
    for i in range(_LANES):
        supply = w[_FROM_M, i] + w[_FROM_R, i] + w[_ADDED, i]
        answer = w[_MINES, i] * w[_FROM_M, i] + w[_RECYCLING, i] * w[_FROM_R, i]
        gap = w[_STATE_D, i] - w[_DEMAND, i] * w[_Y, i] - log_(supply)
        step = w[_MOVING, i] * gap * supply / (w[_DEMAND, i] * supply + answer)
        w[_Y, i] += step
        moves = math.fabs(step) > _TOLERANCE
        w[_MOVING, i] = 1.0 if moves else 0.0
        n_moving += 1 if moves else 0
    return n_moving


@simd_inline_kernel
def _follow_price(w, mine_driver):  # type: ignore[no-untyped-def]
    """Bring incumbent supply to the present price, mines to what they answer to."""
    for i in range(_LANES):
        w[_FROM_M, i] = w[_SUPPLY_M, i] * exp_(w[_MINES, i] * mine_driver[i])
        w[_FROM_R, i] = w[_SUPPLY_R, i] * exp_(w[_RECYCLING, i] * w[_Y, i])


@simd_kernel
def _basket_path(x, ds, dl, ms, ml, rs, rl, recycled, weight, other, out):  # type: ignore[no-untyped-def]
    """Fill out (M, K, D) for metals whose mines answer to the basket of their prices."""
    n_metals, n_years, n_draws = x.shape
    metals = np.empty((n_metals, _N_ROWS, _LANES))
    shared = np.empty((_N_SHARED, _LANES))
    for first in range(0, n_draws, _LANES):
        for j in range(n_metals):
            _take_response(ds[j], dl[j], ms[j], ml[j], rs[j], rl[j], first, metals[j])
        started = False
        for k in range(n_years):
            for j in range(n_metals):
                started |= _take(x[j, k], first, metals[j, _ADDED])
            if not started:
                continue
            for j in range(n_metals):
                _open_year(metals[j], recycled[j])
                metals[j, _VALUE] = weight[j]
            shared[_BASKET], shared[_ACTIVE] = 0.0, 1.0
            for _ in range(_MAX_STEPS):
                shared[_TOTAL], shared[_GAP], shared[_STIFF] = other, 0.0, 0.0
                for j in range(n_metals):
                    _towards_zero(metals[j])
                    shared[_TOTAL] += metals[j, _VALUE]
                    _accumulate(shared[_GAP], metals[j, _VALUE], metals[j, _TO_ZERO])
                    _accumulate(shared[_STIFF], metals[j, _VALUE], metals[j, _PER_BASKET])
                _basket_step(shared)
                for j in range(n_metals):
                    _metal_step(metals[j], shared)
                if _still_moving(shared) == 0:
                    break
                for j in range(n_metals):
                    _follow_price(metals[j], shared[_BASKET])
                    _weigh(metals[j], weight[j])
            for j in range(n_metals):
                _close_year(metals[j], shared[_BASKET])
                for i in range(min(_LANES, n_draws - first)):
                    out[j, k, first + i] = metals[j, _ADDED, i]


@simd_inline_kernel
def _towards_zero(w):  # type: ignore[no-untyped-def]
    """Fill in one metal's Newton step at a fixed basket, and how it moves with the basket."""
    for i in range(_LANES):
        supply = w[_FROM_M, i] + w[_FROM_R, i] + w[_ADDED, i]
        stiffness = 1.0 / (w[_DEMAND, i] * supply + w[_RECYCLING, i] * w[_FROM_R, i])
        gap = w[_STATE_D, i] - w[_DEMAND, i] * w[_Y, i] - log_(supply)
        w[_TO_ZERO, i] = gap * supply * stiffness
        w[_PER_BASKET, i] = w[_MINES, i] * w[_FROM_M, i] * stiffness


@simd_inline_kernel
def _weigh(w, weight):  # type: ignore[no-untyped-def]
    for i in range(_LANES):
        w[_VALUE, i] = weight * exp_(w[_Y, i])


@simd_inline_kernel
def _accumulate(total, value, factor):  # type: ignore[no-untyped-def]
    for i in range(_LANES):
        total[i] += value[i] * factor[i]


@simd_inline_kernel
def _basket_step(shared):  # type: ignore[no-untyped-def]
    """Take the basket's Newton step.

    Each metal depends on the others through the basket only, so that one division per metal
    solves the system; the denominator here is >= 1.
    """
    for i in range(_LANES):
        total = shared[_TOTAL, i]
        gap = total * (log_(total) - shared[_BASKET, i]) + shared[_GAP, i]
        step = shared[_ACTIVE, i] * gap / (total + shared[_STIFF, i])
        shared[_GAP, i] = step
        shared[_BASKET, i] += step
        shared[_WIDEST, i] = math.fabs(step)


@simd_inline_kernel
def _metal_step(w, shared):  # type: ignore[no-untyped-def]
    for i in range(_LANES):
        step = shared[_ACTIVE, i] * w[_TO_ZERO, i] - w[_PER_BASKET, i] * shared[_GAP, i]
        w[_Y, i] += step
        shared[_WIDEST, i] += math.fabs(step)


@simd_inline_kernel
def _still_moving(shared):  # type: ignore[no-untyped-def]
    """Stop the draws whose steps have all become small; return how many go on."""
    n_moving = 0
    for i in range(_LANES):
        moves = shared[_WIDEST, i] > _TOLERANCE
        shared[_ACTIVE, i] = 1.0 if moves else 0.0
        n_moving += 1 if moves else 0
    return n_moving
