"""How prices move year by year while a venture sells: short run, long run, mines, recycling.

Per metal and year, relative to base volume and to the baseline price (logs of states in capitals):

    exp(Dd - ed ln p) = share_mine exp(Sm + em ln b) + share_rec exp(Sr + er ln p) + x

where Dd, Sm, Sr carry the adjustment of the years before, em answers to the own price or to the
basket b = sum w p of the platinum-group mines, and x is what the venture adds, net of stocks.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ._jit import simd_kernel

Floats = NDArray[np.float64]

_LANES = 64  # draws that move together; blocks are padded, so that no bit depends on their number
_MAX_STEPS = 60
_TOLERANCE = 1e-9


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
    n_metals, n_years, n_draws = added_ratio.shape
    ratio = np.ones((n_metals, n_years, n_draws))
    linked = response.basket_weight > 0.0
    for m in np.flatnonzero(~linked):
        _own_path(added_ratio[m], *_of(response, m), response.recycled_frac[m], ratio[m])
    if np.any(linked) and np.any(added_ratio[linked] != 0.0):
        out = np.ascontiguousarray(ratio[linked])
        _basket_path(
            np.ascontiguousarray(added_ratio[linked]),
            *(np.ascontiguousarray(a) for a in _of(response, linked)),
            response.recycled_frac[linked],
            response.basket_weight[linked],
            response.other_weight,
            out,
        )
        ratio[linked] = out
    return ratio


def _of(response: Response, m: object) -> tuple[Floats, ...]:
    r = response
    return tuple(
        a[m]  # type: ignore[index]
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
def _keep(short, long, n):  # type: ignore[no-untyped-def]
    """Return 1 - lambda: what a state keeps of last year; 0 where nothing responds."""
    keep = np.zeros(_LANES)
    for i in range(n):
        keep[i] = 1.0 - short[i] / long[i] if long[i] != 0.0 else 0.0
    return keep


@simd_kernel
def _padded(a, n):  # type: ignore[no-untyped-def]
    out = np.empty(_LANES)
    for i in range(_LANES):
        out[i] = a[min(i, n - 1)]
    return out


@simd_kernel
def _own_path(x, ds, dl, ms, ml, rs, rl, recycled, out):  # type: ignore[no-untyped-def]
    """Fill out (K, D) for one metal whose supply answers to its own price."""
    n_years, n_draws = x.shape
    for first in range(0, n_draws, _LANES):
        n = min(_LANES, n_draws - first)
        sl = slice(first, first + n)
        a, b, r = _padded(ds[sl], n), _padded(ms[sl], n), _padded(rs[sl], n)
        kd, km, kr = _keep(ds[sl], dl[sl], n), _keep(ms[sl], ml[sl], n), _keep(rs[sl], rl[sl], n)
        d, m, s = np.zeros(_LANES), np.zeros(_LANES), np.zeros(_LANES)
        started = False
        for k in range(n_years):
            added = _padded(x[k, sl], n)
            if not started and np.all(added == 0.0):
                continue
            started = True
            y = _own_year(added, kd * d, km * m, kr * s, a, b, r, recycled)
            for i in range(_LANES):
                d[i] = kd[i] * d[i] - a[i] * y[i]
                m[i] = km[i] * m[i] + b[i] * y[i]
                s[i] = kr[i] * s[i] + r[i] * y[i]
            for i in range(n):
                out[k, first + i] = math.exp(y[i])


@simd_kernel
def _own_year(x, d, m, s, a, b, r, recycled):  # type: ignore[no-untyped-def]
    """Return ln p by Newton's method on d - a y = ln(supply), concave: from the right, monotone.

    A draw is frozen once its own step is below the tolerance, so that its bits do not depend on
    the draws beside it.
    """
    y, moving = np.zeros(_LANES), np.ones(_LANES)
    mine, rec = np.empty(_LANES), np.empty(_LANES)
    for i in range(_LANES):
        mine[i] = (1.0 - recycled) * math.exp(m[i])
        rec[i] = recycled * math.exp(s[i])
    for _ in range(_MAX_STEPS):
        largest = 0.0
        for i in range(_LANES):
            from_mines = mine[i] * math.exp(b[i] * y[i])
            from_scrap = rec[i] * math.exp(r[i] * y[i])
            supply = from_mines + from_scrap + x[i]
            slope = a[i] + (b[i] * from_mines + r[i] * from_scrap) / supply
            step = moving[i] * (d[i] - a[i] * y[i] - math.log(supply)) / slope
            y[i] += step
            moving[i] = 1.0 if abs(step) > _TOLERANCE else 0.0
            largest = max(largest, abs(step))
        if not largest > _TOLERANCE:
            break
    return y


@simd_kernel
def _basket_path(x, ds, dl, ms, ml, rs, rl, recycled, weight, other, out):  # type: ignore[no-untyped-def]
    """Fill out (M, K, D) for metals whose mines answer to the basket of their prices."""
    n_metals, n_years, n_draws = x.shape
    shape = (n_metals, _LANES)
    a, b, r = np.empty(shape), np.empty(shape), np.empty(shape)
    kd, km, kr = np.empty(shape), np.empty(shape), np.empty(shape)
    added = np.empty(shape)
    for first in range(0, n_draws, _LANES):
        n = min(_LANES, n_draws - first)
        sl = slice(first, first + n)
        for j in range(n_metals):
            a[j], b[j] = _padded(ds[j, sl], n), _padded(ms[j, sl], n)
            r[j], kd[j] = _padded(rs[j, sl], n), _keep(ds[j, sl], dl[j, sl], n)
            km[j], kr[j] = _keep(ms[j, sl], ml[j, sl], n), _keep(rs[j, sl], rl[j, sl], n)
        d, m, s = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        started = False
        for k in range(n_years):
            for j in range(n_metals):
                added[j] = _padded(x[j, k, sl], n)
            if not started and np.all(added == 0.0):
                continue
            started = True
            d *= kd
            m *= km
            s *= kr
            y, basket = _basket_year(added, d, m, s, a, b, r, recycled, weight, other)
            for j in range(n_metals):
                for i in range(_LANES):
                    d[j, i] -= a[j, i] * y[j, i]
                    m[j, i] += b[j, i] * basket[i]
                    s[j, i] += r[j, i] * y[j, i]
                for i in range(n):
                    out[j, k, first + i] = math.exp(y[j, i])


@simd_kernel
def _basket_year(x, d, m, s, a, b, r, recycled, weight, other):  # type: ignore[no-untyped-def]
    """Return ln p by metal and ln b by Newton's method on the bordered system.

    Each metal depends on the others through b only, so that one division per metal solves for
    the step; the denominator of the step of b is >= 1.
    """
    n_metals = x.shape[0]
    y, basket = np.zeros(x.shape), np.zeros(_LANES)
    to_zero, per_basket = np.empty(x.shape), np.empty(x.shape)
    mine, rec = np.empty(x.shape), np.empty(x.shape)
    moving, total = np.ones(_LANES), np.empty(_LANES)
    gap, stiff, step_b, widest = (
        np.empty(_LANES),
        np.empty(_LANES),
        np.empty(_LANES),
        np.empty(_LANES),
    )
    for j in range(n_metals):
        for i in range(_LANES):
            mine[j, i] = (1.0 - recycled[j]) * math.exp(m[j, i])
            rec[j, i] = recycled[j] * math.exp(s[j, i])
    for _ in range(_MAX_STEPS):
        for i in range(_LANES):
            total[i], gap[i], stiff[i] = other, 0.0, 0.0
        for j in range(n_metals):
            for i in range(_LANES):
                from_mines = mine[j, i] * math.exp(b[j, i] * basket[i])
                from_scrap = rec[j, i] * math.exp(r[j, i] * y[j, i])
                supply = from_mines + from_scrap + x[j, i]
                slope = a[j, i] + r[j, i] * from_scrap / supply
                to_zero[j, i] = (d[j, i] - a[j, i] * y[j, i] - math.log(supply)) / slope
                per_basket[j, i] = b[j, i] * from_mines / supply / slope
                value = weight[j] * math.exp(y[j, i])
                total[i] += value
                gap[i] += value * to_zero[j, i]
                stiff[i] += value * per_basket[j, i]
        largest = 0.0
        for i in range(_LANES):
            gap_b = math.log(total[i]) - basket[i]
            step_b[i] = moving[i] * (gap_b + gap[i] / total[i]) / (1.0 + stiff[i] / total[i])
            basket[i] += step_b[i]
            widest[i] = abs(step_b[i])
        for j in range(n_metals):
            for i in range(_LANES):
                step = moving[i] * to_zero[j, i] - per_basket[j, i] * step_b[i]
                y[j, i] += step
                widest[i] = max(widest[i], abs(step))
        for i in range(_LANES):
            moving[i] = 1.0 if widest[i] > _TOLERANCE else 0.0
            largest = max(largest, widest[i])
        if not largest > _TOLERANCE:
            break
    return y, basket
