"""The alternative of a straight demand line: easy to read, wrong far from the anchor."""

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ._jit import kernel
from asteroid_econ.economics.dynamics import Response
from asteroid_econ.errors import InputError
from asteroid_econ.records import Floats

_MAX_STEPS = 40  # of Newton on straight pieces: one per metal that meets the floor, and one


def linear_price_ratio(
    added_supply_ratio: ArrayLike,
    *,
    demand_elasticity: ArrayLike,
    kept_ratio: ArrayLike,
    floor_ratio: ArrayLike = 0.0,
) -> Floats:
    """Return the price over the anchor price on a straight demand line.

    Parameters
    ----------
    added_supply_ratio : array_like
        Added supply over base supply; >= 0.
    demand_elasticity : array_like
        Size of the elasticity at the anchor, dQ/dP P/Q; > 0. A higher one raises the price at a
        fixed quantity.
    kept_ratio : array_like
        What incumbents cut back per unit added, in [0, 1]; es / (ed + es) with elastic supply.
    floor_ratio : array_like
        Value of the marginal use over the anchor price: the line is cut there; in [0, 1].

    Returns
    -------
    ndarray
        max(floor, 1 - (1 - k) x / ed).

    Notes
    -----
    Tables of asteroid platinum have been labelled by |dP/dQ| P0/Q0 as if it were an elasticity.
    It is the inverse times (P0/Q0)²: on such an axis 'more elastic' demand makes the price fall
    further at the same quantity, against the meaning of the word. Give the true elasticity here.

    Examples
    --------
    A tenth more metal at an elasticity of one half and no cut-back takes a fifth off the price:

    >>> print(float(linear_price_ratio(0.1, demand_elasticity=0.5, kept_ratio=0)))
    0.8
    """
    x = floats("added_supply_ratio", added_supply_ratio)
    ed, k = floats("demand_elasticity", demand_elasticity), floats("kept_ratio", kept_ratio)
    floor = floats("floor_ratio", floor_ratio)
    if np.any(x < 0.0):
        raise InputError("added_supply_ratio", float(np.min(x)), "numbers >= 0")
    if np.any(ed <= 0.0):
        raise InputError("demand_elasticity", float(np.min(ed)), "numbers > 0")
    for name, value in (("kept_ratio", k), ("floor_ratio", floor)):
        if np.any((value < 0.0) | (value > 1.0)):
            raise InputError(name, value, "numbers from 0 to 1")
    return np.asarray(np.maximum(floor, 1.0 - (1.0 - k) * x / ed))


def linear_price_ratio_paths(
    added_ratio: Floats, response: Response, *, floor_ratio: float
) -> Floats:
    """Return the price over its baseline, by metal, year and draw, on straight lines.

    Parameters
    ----------
    added_ratio : ndarray, shape (M, K, D)
        As for :func:`asteroid_econ.economics.dynamics.price_ratio_paths`.
    response : Response
        Elasticities at the anchor: slopes of demand, mines and recycling.
    floor_ratio : float
        Value of the marginal use over the baseline price; in [0, 1).

    Returns
    -------
    ndarray, shape (M, K, D)
        Price ratios >= ``floor_ratio``, where the marginal use takes all that is left. NaN where
        an input is NaN.

    Notes
    -----
    The same partial adjustment as with constant elasticities, of quantities instead of their logs.
    With constant sales it ends at :func:`linear_price_ratio`, k = es / (ed + es). Straight lines
    hold near the anchor: mines with an elasticity above 1 would produce less than nothing at 0.
    """
    if not 0.0 <= floor_ratio < 1.0:
        raise InputError("floor_ratio", floor_ratio, "0 <= floor_ratio < 1")
    r, recycled = response, response.recycled_frac[:, None]
    mined = 1.0 - recycled
    out = np.ones_like(added_ratio)
    _straight_paths(
        added_ratio,
        _slope_and_kept(r.demand_short, r.demand_long),
        _slope_and_kept(mined * r.mine_short, mined * r.mine_long),
        _slope_and_kept(recycled * r.recycling_short, recycled * r.recycling_long),
        r.basket_weight,
        floor_ratio,
        out,
    )
    return out


def _slope_and_kept(short: Floats, long: Floats) -> Floats:
    """Return slopes of the first year and what a state keeps of last year, (2, M, D)."""
    kept = np.where(long > 0.0, 1.0 - short / np.where(long > 0.0, long, 1.0), 0.0)
    return np.array([short, kept])


@kernel
def _straight_paths(x, demand, mines, scrap, weight, floor, out):  # type: ignore[no-untyped-def]
    n_metals, n_years, n_draws = x.shape
    state, gap, stiff = np.empty((3, n_metals)), np.empty(n_metals), np.empty(n_metals)
    move = np.empty(n_metals)
    for i in range(n_draws):
        state[:] = 0.0
        for k in range(n_years):
            for j in range(n_metals):
                state[0, j] *= demand[1, j, i]
                state[1, j] *= mines[1, j, i]
                state[2, j] *= scrap[1, j, i]
                own = mines[0, j, i] if weight[j] == 0.0 else 0.0
                stiff[j] = demand[0, j, i] + scrap[0, j, i] + own
                gap[j] = state[0, j] - state[1, j] - state[2, j] - x[j, k, i]
            basket = 0.0
            for _ in range(_MAX_STEPS):  # concave and rising: Newton's steps end on a piece
                total, slope = 0.0, 1.0
                for j in range(n_metals):
                    moved = _straight_move(gap[j], stiff[j], mines[0, j, i], weight[j], basket)
                    if moved > floor - 1.0:
                        slope += weight[j] * mines[0, j, i] * (weight[j] > 0.0) / stiff[j]
                    else:
                        moved = floor - 1.0 if moved == moved else moved
                    move[j] = moved
                    total += weight[j] * moved
                step = (total - basket) / slope
                basket += step
                if not abs(step) > 1e-14:
                    break
            for j in range(n_metals):
                driver = basket if weight[j] > 0.0 else move[j]
                state[0, j] -= demand[0, j, i] * move[j]
                state[1, j] += mines[0, j, i] * driver
                state[2, j] += scrap[0, j, i] * move[j]
                out[j, k, i] = floor if 1.0 + move[j] < floor else 1.0 + move[j]


@kernel
def _straight_move(gap, stiff, mine, weight, basket):  # type: ignore[no-untyped-def]
    """Return price less 1 of one metal before it is cut at the floor."""
    linked = mine * basket if weight > 0.0 else 0.0
    return (gap - linked) / stiff
