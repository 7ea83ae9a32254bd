"""When to sell: spread stock over years so that the last kilogram earns the same in each.

A plan sees the price and the base volume of the year, the metal that has arrived and the study's
priors. It never sees a draw's elasticities, its long-run level, its growth or any later price: no
clairvoyance.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from asteroid_econ._arrays import floats
from asteroid_econ._jit import inline_kernel, kernel
from asteroid_econ.economics.conduct import (
    added_at_price_ratio,
    cournot_price_ratio,
    fixed_share_price_ratio,
)
from asteroid_econ.economics.earth_market import EarthMarket
from asteroid_econ.economics.pricing import forward_price_usd_kg
from asteroid_econ.errors import InputError
from asteroid_econ.records import Floats

_BLENDS = (0.0, 0.33, 0.67, 1.0)  # between the elasticities of the first year and the long run
_N_TABLE = 1001
_HALVINGS = 50
_LEAST_SHADOW_RATIO = 1e-6  # a kilogram more is always worth something: the table stays finite
_SURE = 2.0  # standard errors by which a plan must earn more than selling at once
_NEGLIGIBLE_RATIO = 1e-3  # below this share of base volume waiting moves no price: sell at once


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What a seller of one metal holds before the market has answered; central values.

    ``discount_rate`` is real, per year. ``takes_price``: the seller compares prices, as one too
    small to move them does; otherwise what the last kilogram adds to all revenue, as a monopolist.
    ``owed_kg``: what offtakes ask for in each year, served before anything is withheld; none in
    years beyond them.
    """

    demand_elasticity: float
    supply_elasticity: float
    level_usd_kg: float
    half_life_yr: float
    sigma: float
    discount_rate: float
    takes_price: bool = False
    owed_kg: tuple[float, ...] = ()


# Sales and what a kilogram brings, (K, D) → what agreements add in each year, and in advance.
Agreed = Callable[[Floats, Floats], tuple[Floats, float]]


def linear_plan_kg(
    stock_kg: float,
    *,
    choke_usd_kg: float,
    slope_usd_kg_per_kg_yr: float,
    t_yr: ArrayLike,
    discount_rate: float,
) -> Floats:
    """Return how a single seller spreads a stock over dates on a straight demand line.

    Parameters
    ----------
    stock_kg : float
        To be sold, or withheld where more would lower the revenue; >= 0.
    choke_usd_kg, slope_usd_kg_per_kg_yr : float
        Price = choke - slope * quantity at each date; slope > 0.
    t_yr : array_like, shape (T,)
        Dates of sale.
    discount_rate : float
        Per year; > -1.

    Returns
    -------
    ndarray, shape (T,)
        Sales with equal discounted marginal revenue on all dates with a sale.

    References
    ----------
    Hotelling (1931), The Economics of Exhaustible Resources.

    Examples
    --------
    >>> plan = linear_plan_kg(
    ...     50, choke_usd_kg=100, slope_usd_kg_per_kg_yr=1, t_yr=[0, 1], discount_rate=0.10
    ... )
    >>> print(plan.round(4))
    [26.1905 23.8095]
    """
    if stock_kg < 0.0:
        raise InputError("stock_kg", stock_kg, ">= 0")
    if slope_usd_kg_per_kg_yr <= 0.0:
        raise InputError("slope_usd_kg_per_kg_yr", slope_usd_kg_per_kg_yr, "> 0")
    growth = (1.0 + discount_rate) ** floats("t_yr", t_yr)

    def sold(shadow_usd_kg: float) -> Floats:
        marginal = choke_usd_kg - shadow_usd_kg * growth
        return np.maximum(marginal, 0.0) / (2.0 * slope_usd_kg_per_kg_yr)

    low, high = 0.0, float(choke_usd_kg)
    if sold(low).sum() <= stock_kg:
        return sold(low)
    for _ in range(200):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if sold(middle).sum() > stock_kg else (low, middle)
    return sold(high)


def plan_sales_kg(
    arrived_kg: Floats, price_usd_kg: Floats, base_kg: Floats, cap_kg: Floats, beliefs: Beliefs
) -> Floats:
    """Return yearly sales of one metal, decided year by year.

    Parameters
    ----------
    arrived_kg : ndarray, shape (K, D)
        Metal that arrives in each year.
    price_usd_kg : ndarray, shape (K, D)
        Baseline price; the sale of year k sees row k and none after it.
    base_kg, cap_kg : ndarray, shape (K, D)
        Base volume and the most that may be sold in each year, like the price seen up to row k;
        the plan takes them to stay.
    beliefs : Beliefs
        Of the seller.

    Returns
    -------
    ndarray, shape (K, D)
        Each year the plan for all years left is made anew and its first year carried out. Metal
        left after the last year is withheld.
    """
    n_years = arrived_kg.shape[0]
    sold = np.zeros_like(arrived_kg)
    stock = np.zeros(arrived_kg.shape[1])
    quantity = _quantity_table(beliefs)
    for k in range(n_years):
        stock = stock + arrived_kg[k]
        if not np.any(stock > 0.0):
            continue
        ahead = np.arange(n_years - k, dtype=np.float64)[:, None]
        expected = forward_price_usd_kg(
            price_usd_kg[k],
            level_usd_kg=beliefs.level_usd_kg,
            half_life_yr=beliefs.half_life_yr,
            sigma=beliefs.sigma,
            tenor_yr=ahead,
        )
        worth = expected * (1.0 + beliefs.discount_rate) ** -ahead
        want = _first_of_plan(stock, worth, base_kg[k], cap_kg[k], quantity)
        small = stock < _NEGLIGIBLE_RATIO * base_kg[k]
        owed = beliefs.owed_kg[k] if k < len(beliefs.owed_kg) else 0.0
        want = np.where(small, stock, np.maximum(want, owed))
        sold[k] = np.minimum(want, np.minimum(stock, cap_kg[k]))
        stock = stock - sold[k]
    return sold


def best_beliefs(
    market: EarthMarket,
    metal: str,
    arrived_kg: Floats,
    *,
    discount_rate: float,
    takes_price: bool = False,
    owed_kg: tuple[float, ...] = (),
    agreed: Agreed | None = None,
) -> Beliefs | None:
    """Return the beliefs of the best plan, None where it may earn no more than selling at once.

    What the plan earns more must be twice its standard error over the draws.

    Parameters
    ----------
    market : EarthMarket
        Rehearsal draws, not those of the study.
    metal : str
        A metal with a market.
    arrived_kg : ndarray, shape (K,) or (K, D)
        Arrivals by year, in all draws of the market or in each of them: how uncertain they are
        counts, failures included.
    discount_rate : float
        Real, per year.
    takes_price : bool
        How the seller plans, see :class:`Beliefs`.
    owed_kg : tuple of float
        What offtakes ask for in each year; a plan may serve them first, or not.
    agreed : callable, optional
        Agreements on the metal: they count in what every way to sell earns.
    """
    m = market.metals.index(metal)
    price, base = market.price_usd_kg[m], market.base_kg[m]
    arrived = _in_each_draw(arrived_kg, base)
    if np.all(arrived.sum(axis=0) < _NEGLIGIBLE_RATIO * base):
        return None
    cap = market.cap_frac * base
    candidates = [_beliefs(market, m, blend, discount_rate, takes_price) for blend in _BLENDS]
    if any(owed_kg):
        candidates += [replace(beliefs, owed_kg=owed_kg) for beliefs in candidates]
    plans = [plan_sales_kg(arrived, price, base, cap, beliefs) for beliefs in candidates]
    values = [_worth_usd(market, m, plan, discount_rate, agreed) for plan in plans]
    best = int(np.argmax([value.mean() for value in values]))
    prompt = _worth_usd(market, m, at_once_kg(arrived, cap), discount_rate, agreed)
    return candidates[best] if _surely_more(values[best], prompt) else None


def best_limit_ratio(
    market: EarthMarket,
    metal: str,
    arrived_kg: Floats,
    share_frac: float,
    *,
    discount_rate: float,
    agreed: Agreed | None = None,
) -> float | None:
    """Return :func:`share_limit_ratio`, None where it may earn no more than selling at once.

    The limit is a way to earn more, no obligation. It is left where what it earns more is less
    than twice its standard error, as where what waits is never sold, and where arrivals never reach
    it: then single draws that bring more sell beyond it, up to the cap. Once held, it bounds every
    kilogram of every year and draw, what contracts ask for included.

    Parameters
    ----------
    market, metal, share_frac
        As for :func:`share_limit_ratio`.
    arrived_kg, discount_rate, agreed
        As for :func:`best_beliefs`.
    """
    m = market.metals.index(metal)
    limit = share_limit_ratio(market, metal, share_frac)
    arrived = _in_each_draw(arrived_kg, market.base_kg[m])
    limited, prompt = (
        _worth_usd(market, m, at_once_kg(arrived, most * market.base_kg[m]), discount_rate, agreed)
        for most in (min(limit, market.cap_frac), market.cap_frac)
    )
    return limit if _surely_more(limited, prompt) else None


def _in_each_draw(arrived_kg: Floats, base_kg: Floats) -> Floats:
    """Return arrivals (K, D), given by year or by year and draw."""
    by_draw = arrived_kg[:, None] if arrived_kg.ndim == 1 else arrived_kg
    return np.ascontiguousarray(np.broadcast_to(by_draw, base_kg.shape))


def _surely_more(usd: Floats, prompt_usd: Floats) -> bool:
    """Say whether a way to sell earns more than selling at once by two standard errors."""
    gain = usd - prompt_usd
    return bool(gain.mean() > _SURE * gain.std() / math.sqrt(gain.size))


def _worth_usd(
    market: EarthMarket, m: int, sold_kg: Floats, discount_rate: float, agreed: Agreed | None
) -> Floats:
    """Return the present value (D,) of yearly sales (K, D) of one metal."""
    n_years, n_draws = sold_kg.shape
    added = np.zeros((len(market.metals), n_years, n_draws))
    added[m] = sold_kg / market.base_kg[m]
    net = market.price_usd_kg[m] * market.price_ratio(added, 0, n_years)[m]
    net = net * market.payable_frac[m] - market.refining_usd_kg[m]
    revenue, upfront = sold_kg * net, 0.0
    if agreed is not None:
        gain, upfront = agreed(sold_kg, net)
        revenue = revenue + gain
    factor = (1.0 + discount_rate) ** -(np.arange(n_years)[:, None] + 0.5)
    return np.asarray(np.sum(revenue * factor, axis=0) + upfront)


def share_limit_ratio(market: EarthMarket, metal: str, share_frac: float) -> float:
    """Return the sales over base volume at which a seller expects to have a share of all sales.

    Parameters
    ----------
    market : EarthMarket
        Rehearsal draws, not those of the study: their median elasticities of the first year.
    metal : str
        A metal with a market.
    share_frac : float
        In [0, 1).
    """
    believed = _beliefs(market, market.metals.index(metal), 0.0, 0.0, False)
    elasticities = {
        "demand_elasticity": believed.demand_elasticity,
        "supply_elasticity": believed.supply_elasticity,
    }
    price = fixed_share_price_ratio(share_frac, **elasticities)
    return float(added_at_price_ratio(price, **elasticities))


def at_once_kg(arrived_kg: Floats, cap_kg: Floats) -> Floats:
    """Return yearly sales (K, D) when all that has arrived is sold, up to the cap."""
    sold, stock = np.zeros_like(arrived_kg), np.zeros(arrived_kg.shape[1])
    for k in range(arrived_kg.shape[0]):
        stock = stock + arrived_kg[k]
        sold[k] = np.minimum(stock, cap_kg[k])
        stock = stock - sold[k]
    return sold


def _beliefs(
    market: EarthMarket, m: int, blend: float, discount_rate: float, takes_price: bool
) -> Beliefs:
    r, share = market.response, market.response.recycled_frac[m]

    def between(short: Floats, long: Floats) -> float:
        return float(np.median(short[m] ** (1.0 - blend) * long[m] ** blend))

    mines = between(r.mine_short, r.mine_long)
    scrap = between(r.recycling_short, r.recycling_long)
    return Beliefs(
        demand_elasticity=between(r.demand_short, r.demand_long),
        supply_elasticity=(1.0 - share) * mines + share * scrap,
        level_usd_kg=float(market.believed_level_usd_kg[m]),
        half_life_yr=market.believed_half_life_yr,
        sigma=market.believed_sigma,
        discount_rate=discount_rate,
        takes_price=takes_price,
    )


def _quantity_table(beliefs: Beliefs) -> Floats:
    """Return what is sold over base volume at even steps of the shadow price over the price."""
    cost = np.linspace(0.0, 1.0, _N_TABLE)
    elasticities = {
        "demand_elasticity": beliefs.demand_elasticity,
        "supply_elasticity": beliefs.supply_elasticity,
    }
    at_least = np.maximum(cost, _LEAST_SHADOW_RATIO)
    price = cournot_price_ratio(
        **elasticities,
        unit_cost_ratio=at_least,
        n_sellers=np.inf if beliefs.takes_price else 1,
    )
    return added_at_price_ratio(price, **elasticities)


@kernel
def _first_of_plan(stock, worth, base, cap, quantity):  # type: ignore[no-untyped-def]
    """Return the first year's sales (D,) of the plan that uses up the stock at one shadow price.

    ``worth`` (K, D) is the discounted expected price of each year left, ``base`` and ``cap`` (D,).
    """
    n_years, n_draws = worth.shape
    first = np.empty(n_draws)
    for d in range(n_draws):
        low, high = 0.0, 0.0
        for k in range(n_years):
            high = max(high, worth[k, d])
        for _ in range(_HALVINGS):
            middle = 0.5 * (low + high)
            total = 0.0
            for k in range(n_years):
                total += min(_at_shadow(middle / worth[k, d], quantity) * base[d], cap[d])
            if total > stock[d]:
                low = middle
            else:
                high = middle
        first[d] = min(_at_shadow(high / worth[0, d], quantity) * base[d], cap[d])
        if low > 0.0 and first[d] > 0.0:  # else more than the market bears is withheld
            total = 0.0
            for k in range(n_years):
                total += min(_at_shadow(high / worth[k, d], quantity) * base[d], cap[d])
            first[d] += max(stock[d] - total, 0.0)  # what the last halving left over goes now
    return first


@inline_kernel
def _at_shadow(cost, quantity):  # type: ignore[no-untyped-def]
    """Return what is sold over base volume at a shadow price over the price, from the table."""
    if not cost >= 0.0:
        return math.nan
    place = min(cost, 1.0) * (quantity.size - 1)
    i = min(int(place), quantity.size - 2)
    return quantity[i] + (place - i) * (quantity[i + 1] - quantity[i])
