"""Mine supply from a cost curve, the alternative to constant elasticities; never both at once."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ._jit import kernel
from asteroid_econ.economics.dynamics import Response
from asteroid_econ.errors import InputError
from asteroid_econ.records import Floats

_MAX_STEPS = 100
_TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True)
class CostCurve:
    """Share of mines whose cost is at most a multiple of the anchor price, piecewise linear.

    ``cost_ratio`` (n,) ascends; ``producing_frac`` (n,) rises from 0 to 1.
    """

    cost_ratio: Floats
    producing_frac: Floats

    def supply_ratio(self, price_ratio: ArrayLike) -> Floats:
        """Return supply over supply at the anchor price, G(p P0) / G(P0)."""
        at_anchor = np.interp(1.0, self.cost_ratio, self.producing_frac)
        p = floats("price_ratio", price_ratio)
        return np.asarray(np.interp(p, self.cost_ratio, self.producing_frac) / at_anchor)

    def elasticity(self) -> float:
        """Return the elasticity of supply at the anchor price; 0 where all mines produce."""
        i = int(np.searchsorted(self.cost_ratio, 1.0)) - 1
        if i == self.cost_ratio.size - 1:
            return 0.0
        rise = np.diff(self.producing_frac)[i] / np.diff(self.cost_ratio)[i]
        return float(rise / np.interp(1.0, self.cost_ratio, self.producing_frac))


def cost_curve(
    cost_usd: ArrayLike, percentile_frac: ArrayLike, *, anchor_price_usd: float
) -> CostCurve:
    """Return the curve through percentiles of cost, carried on in straight lines to 0 and 1.

    Parameters
    ----------
    cost_usd : array_like, shape (n,)
        Costs, ascending, in the unit of the anchor price; n >= 2.
    percentile_frac : array_like, shape (n,)
        Share of output at or below each, ascending, in [0, 1].
    anchor_price_usd : float
        Price at which supply is the base supply; it must keep some mine open. Above all costs no
        price adds supply, and lower ones take none away until they meet the highest cost.

    Examples
    --------
    Percentiles 10, 50, 90 of 750, 1,150 and 1,500 at a price of 1,278: the elasticity is 2.3,
    and 35 % of the mines lose money:

    >>> curve = cost_curve([750, 1150, 1500], [0.1, 0.5, 0.9], anchor_price_usd=1278.3)
    >>> print(round(curve.elasticity(), 2))
    2.26
    """
    cost = floats("cost_usd", cost_usd)
    share = floats("percentile_frac", percentile_frac)
    if cost.ndim != 1 or cost.size < 2 or np.any(np.diff(cost) <= 0.0):
        raise InputError("cost_usd", cost, "two or more ascending costs")
    ascends = share.shape == cost.shape and np.all(np.diff(share) > 0.0)
    if not ascends or share[0] < 0.0 or share[-1] > 1.0:
        raise InputError("percentile_frac", share, "ascending shares from 0 to 1, one per cost")
    steps = np.diff(cost) / np.diff(share)
    cost = np.concatenate(
        [
            [cost[0] - share[0] * steps[0]] if share[0] > 0.0 else [],
            cost,
            [cost[-1] + (1.0 - share[-1]) * steps[-1]] if share[-1] < 1.0 else [],
        ]
    )
    share = np.unique(np.concatenate([[0.0], share, [1.0]]))
    if not cost[0] < anchor_price_usd < np.inf:
        raise InputError("anchor_price_usd", anchor_price_usd, f"above the least cost, {cost[0]:g}")
    return CostCurve(cost / anchor_price_usd, share)


def price_ratio_paths_on_curve(
    added_ratio: Floats, response: Response, curve: CostCurve, *, exit_lag_yr: Floats
) -> Floats:
    """Return the price over its baseline where mines follow a cost curve.

    Parameters
    ----------
    added_ratio : ndarray, shape (M, K, D)
        As for :func:`asteroid_econ.economics.dynamics.price_ratio_paths`.
    response : Response
        Of the same metals; its elasticities of mine supply are not used.
    curve : CostCurve
        Answers to the basket of the metals with a weight; all M need one.
    exit_lag_yr : ndarray, shape (D,)
        Years over which mines close and open; >= 1.

    Returns
    -------
    ndarray, shape (M, K, D)
        Price ratios; exactly 1 before the first sale.

    Notes
    -----
    Output closes 1 / lag of its distance from the curve each year: mines under water go on for
    a while on the earnings of other products.
    """
    if np.any(response.basket_weight <= 0.0):
        raise InputError("basket_weight", response.basket_weight, "> 0 on a cost curve")
    if np.any(exit_lag_yr < 1.0):
        raise InputError("exit_lag_yr", float(np.min(exit_lag_yr)), ">= 1 yr")
    ratio = np.ones_like(added_ratio)
    keep = [
        np.where(long > 0.0, 1.0 - short / np.where(long > 0.0, long, 1.0), 0.0)
        for short, long in (
            (response.demand_short, response.demand_long),
            (response.recycling_short, response.recycling_long),
        )
    ]
    _paths(
        added_ratio,
        np.ascontiguousarray(response.demand_short),
        keep[0],
        np.ascontiguousarray(response.recycling_short),
        keep[1],
        response.recycled_frac,
        response.basket_weight,
        response.other_weight,
        curve.cost_ratio,
        curve.supply_ratio(curve.cost_ratio),
        1.0 / exit_lag_yr,
        ratio,
    )
    return ratio


@kernel
def _paths(  # type: ignore[no-untyped-def]
    x, demand, keep_d, scrap, keep_r, recycled, weight, other, at, supply, speed, out
):
    n_metals, n_years, n_draws = x.shape
    state_d, state_r, y = np.empty(n_metals), np.empty(n_metals), np.empty(n_metals)
    for i in range(n_draws):
        state_d[:], state_r[:], mines, started = 0.0, 0.0, 1.0, False
        for k in range(n_years):
            for j in range(n_metals):
                started |= x[j, k, i] != 0.0
                state_d[j] *= keep_d[j, i]
                state_r[j] *= keep_r[j, i]
            if not started:
                continue
            low, high, b = 0.0, 0.0, 0.0
            for step in range(_MAX_STEPS):
                output = mines + speed[i] * (_on_curve(math.exp(b), at, supply) - mines)
                total = other
                for j in range(n_metals):
                    y[j] = _metal(
                        x[j, k, i], state_d[j], state_r[j], demand[j, i], scrap[j, i],
                        recycled[j], output,
                    )  # fmt: skip
                    total += weight[j] * math.exp(y[j])
                gap = math.log(total) - b  # falls by at least 1 per unit of b: brackets the root
                if not abs(gap) > _TOLERANCE:
                    break
                if step == 0:
                    low, high = min(b, b + gap), max(b, b + gap)
                    b += gap
                    continue
                low, high = (b, high) if gap > 0.0 else (low, b)
                b = 0.5 * (low + high)
            mines += speed[i] * (_on_curve(math.exp(b), at, supply) - mines)
            for j in range(n_metals):
                state_d[j] -= demand[j, i] * y[j]
                state_r[j] += scrap[j, i] * y[j]
                out[j, k, i] = math.exp(y[j])


@kernel
def _on_curve(p, at, supply):  # type: ignore[no-untyped-def]
    if p <= at[0]:
        return supply[0]
    for i in range(1, at.size):
        if p <= at[i]:
            share = (p - at[i - 1]) / (at[i] - at[i - 1])
            return supply[i - 1] + share * (supply[i] - supply[i - 1])
    return supply[-1] if p == p else math.nan


@kernel
def _metal(x, d, s, a, r, recycled, output):  # type: ignore[no-untyped-def]
    """Return ln p of one metal at a given output of mines, by Newton's method (concave)."""
    y = 0.0
    for _ in range(_MAX_STEPS):
        from_scrap = recycled * math.exp(s + r * y)
        supply = (1.0 - recycled) * output + from_scrap + x
        step = (d - a * y - math.log(supply)) / (a + r * from_scrap / supply)
        y += step
        if not abs(step) > _TOLERANCE:
            break
    return y
